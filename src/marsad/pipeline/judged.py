"""Judgements applied: to readings before resolving, to fields and claims after it, to tolls at the end.

Where nothing was judged, everything passes through as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from marsad.origins import Told
from marsad.pack import Pack
from marsad.pipeline.corrections import corrected, counted
from marsad.pipeline.verdicts import Linked, Rested, in_force, link, rest, rests_on, withdrawn
from marsad.resolve import Resolution
from marsad.resolve.attach import Remark, remark_kind, remark_of
from marsad.resolve.claims import claim_alone, stable_id
from marsad.resolve.parties import key_of
from marsad.resolve.seen import happened
from marsad.values import Anchor, Claim, Coded, Incident, Judgement, Party, Statement
from marsad.views.history import Standing, State

Found = TypeVar("Found", Incident, Claim)


class Readings:
    """What persons said of single statements: rejected, or with a field corrected.  Works document by document."""

    def __init__(self, log: Sequence[Judgement], pack: Pack) -> None:
        self._pack = pack
        self._by_document: dict[str, list[tuple[Judgement, Anchor]]] = defaultdict(list)
        for judgement in in_force(log):
            for anchor in judgement.anchors:
                if anchor.subject == anchor.statement and judgement.verdict in ("accept", "reject", "correct"):
                    self._by_document[anchor.document].append((judgement, anchor))

    def read(self, coded: Coded) -> Coded:
        """A coded document as corrected; rejected statements are left out."""
        judged = self._by_document.get(coded.id)
        if not judged:
            return coded
        held = {s.id: s for s in coded.statements}
        rejected: dict[str, bool] = {}
        for judgement, anchor in judged:
            statement = rests_on(anchor, coded.statements)
            if statement is None:
                continue
            if judgement.verdict == "correct":
                name, value = judgement.field or "", judgement.value or ""
                held[statement] = corrected(held[statement], name, value, self._pack)
            else:
                rejected[statement] = judgement.verdict == "reject"
        return replace(coded, statements=tuple(s for s in held.values() if not rejected.get(s.id)))


@dataclass(frozen=True)
class Verdicts:
    """The log, resting on the statements of today."""

    log: Sequence[Judgement]
    pack: Pack
    rested: Sequence[Rested]
    linked: Linked
    told: Mapping[str, Told]

    @classmethod
    def of(cls, log: Sequence[Judgement], raw: Sequence[Coded], read: Sequence[Coded], pack: Pack) -> Verdicts:
        """Rest the log on documents as they were coded (``raw``); ``read`` is what :class:`Readings` made of them."""
        rested = rest(log, raw)
        told = {s.id: Told(s, c) for c in read for s in c.statements} if rested else {}
        return cls(log, pack, rested, link(rested), told)

    @property
    def links(self) -> tuple[Judgement, ...]:
        """What ``resolve`` is to hold together and apart, and the statements that are named without anchors."""
        bare = [r.judgement for r in self.rested if not r.judgement.anchors]
        return (*self.linked.judgements, *(j for j in bare if j.verdict in ("accept", "reject")))

    def settle(self, found: Resolution) -> tuple[Resolution, dict[str, str]]:
        """Put claims and remarks where a person says, correct fields, and leave out what is rejected.

        Second result: judgement id -> the incident or claim that its subject is today.
        """
        if not self.rested:
            return found, {}
        held = _Held(found, self.told)
        held.gather(self.linked.together)
        held.part(self.linked.apart)
        incidents = {i.id: i for i in held.incidents()}
        claims = {c.id: c for c in held.claims()}
        of = _places(incidents.values(), claims.values())
        homes = self.homes(of)
        rejected: dict[str, bool] = {}
        for judged in (one.judgement for one in self.rested if one.judgement.id in homes):
            home = homes[judged.id]
            if judged.verdict == "correct" and home in incidents:
                incidents[home] = self._correct(incidents[home], judged)
            elif judged.verdict == "correct":
                claims[home] = corrected(claims[home], judged.field or "", judged.value or "", self.pack)
            else:
                rejected[home] = judged.verdict == "reject"
        touched: dict[str, list[str]] = defaultdict(list)
        for one in self.rested:
            for home in sorted({of[s] for s in one.statements if s in of}):
                touched[home].append(one.judgement.id)
        return Resolution(_kept(incidents, rejected, touched), _kept(claims, rejected, touched)), homes

    def homes(self, of: Mapping[str, str]) -> dict[str, str]:
        """Judgement id -> the incident or claim that holds most of what was judged; of equals the smaller id.

        ``of``: statement id -> incident or claim.
        """
        found: dict[str, str] = {}
        for one in self.rested:
            if one.judgement.verdict in ("same", "different") or one.single or not one.judgement.anchors:
                continue
            votes = Counter(of[s] for s in one.statements if s in of)
            if votes:
                found[one.judgement.id] = min(votes, key=lambda home: (-votes[home], home))
        return found

    def _correct(self, incident: Incident, judged: Judgement) -> Incident:
        said = f"a person corrected its {judged.field} ({judged.id})"
        now = corrected(incident, judged.field or "", judged.value or "", self.pack)
        return replace(now, reasons=tuple(dict.fromkeys((*now.reasons, said))))

    def count(
        self, incidents: Sequence[Incident], claims: Sequence[Claim], homes: Mapping[str, str]
    ) -> tuple[tuple[Incident, ...], tuple[Claim, ...]]:
        """Correct the counts of what has been assessed; ``homes`` from :meth:`settle`."""
        by_home: dict[str, list[Judgement]] = defaultdict(list)
        for one in self.rested:
            if one.judgement.verdict == "correct" and one.judgement.id in homes:
                by_home[homes[one.judgement.id]].append(one.judgement)
        if not by_home:
            return tuple(incidents), tuple(claims)
        return tuple(_counted(i, by_home) for i in incidents), tuple(_counted(c, by_home) for c in claims)

    def standings(self, incidents: Iterable[Incident], claims: Iterable[Claim]) -> list[Standing]:
        """How each judgement stands beside the others, oldest first."""
        gone = withdrawn(self.log)
        homes = self.homes(_places(incidents, claims))
        states: dict[str, Standing] = dict(self.linked.standings)
        later: list[tuple[str | None, Rested]] = []
        for one in reversed(self.rested):
            judged = one.judgement
            if judged.id in states:
                continue
            over = next((o.judgement.id for home, o in later if _rivals((homes.get(judged.id), one), (home, o))), None)
            state: State = "idle" if not one.statements else "overruled" if over else "stands"
            states[judged.id] = Standing(judged, state, (over,) if over else ())
            later.append((homes.get(judged.id), one))
        for judged in self.log:
            if judged.id in gone:
                states[judged.id] = Standing(judged, "withdrawn", (gone[judged.id],))
            else:
                states.setdefault(judged.id, Standing(judged, "stands"))
        return [states[j.id] for j in self.log]


def _places(incidents: Iterable[Incident], claims: Iterable[Claim]) -> dict[str, str]:
    """Statement id -> the incident or claim that holds it."""
    of = {s: i.id for i in incidents for s in i.statements}
    return of | {s: c.id for c in claims for s in c.statements}


def _rivals(one: tuple[str | None, Rested], other: tuple[str | None, Rested]) -> bool:
    """Whether two judgements answer one question about one thing (what is rejected has no home any more)."""
    (home, mine), (its_home, its) = one, other
    if (mine.judgement.verdict == "correct") != (its.judgement.verdict == "correct"):
        return False
    if mine.judgement.field != its.judgement.field or bool(mine.single) != bool(its.single):
        return False
    return home == its_home if home and its_home else bool(mine.statements & its.statements)


def _kept(
    held: Mapping[str, Found], rejected: Mapping[str, bool], touched: Mapping[str, Sequence[str]]
) -> tuple[Found, ...]:
    kept = [held[i] for i in sorted(held) if not rejected.get(i)]
    return tuple(replace(x, judged=tuple(touched[x.id])) if x.id in touched else x for x in kept)


def _counted(thing: Found, by_home: Mapping[str, Sequence[Judgement]]) -> Found:
    for judged in by_home.get(thing.id, ()):
        thing = counted(thing, judged.field or "", judged.value or "")
    return thing


class _Held:
    """Which incident or claim holds which statement, while statements are moved."""

    def __init__(self, found: Resolution, told: Mapping[str, Told]) -> None:
        self._told = told
        everything: list[Incident | Claim] = [*found.incidents, *found.claims]
        self._base = {x.id: x for x in everything}
        self._of = {s: x.id for x in self._base.values() for s in x.statements}
        self._members = {x.id: set(x.statements) for x in self._base.values()}
        self._changed: set[str] = set()

    def gather(self, groups: Iterable[frozenset[str]]) -> None:
        """Bring together what must be: in the incident of its first event, else in one claim."""
        for group in groups:
            here = sorted(s for s in group if s in self._of)
            if not here:
                continue
            incidents = [s for s in here if isinstance(self._base[self._of[s]], Incident)]
            events = [s for s in incidents if happened(self._told[s].statement)]
            target = self._of[(events or incidents or here)[0]]
            for statement in here:
                if not (statement in events and self._of[statement] != target):  # two incidents: resolve's to join
                    self._move(statement, target)

    def _move(self, statement: str, target: str | None) -> None:
        before = self._of[statement]
        if before == target:
            return
        self._members[before].discard(statement)
        self._changed.add(before)
        if target is None:
            alone = claim_alone(self._told[statement])
            self._base.setdefault(alone.id, alone)
            self._members.setdefault(alone.id, set())
            target = alone.id
        self._members[target].add(statement)
        self._of[statement] = target
        self._changed.add(target)

    def part(self, apart: Iterable[tuple[str, str]]) -> None:
        """Take apart what must be: remarks leave their incident, claims are parted."""
        enemies: dict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            enemies[one].add(other)
            enemies[other].add(one)
        homes = {
            self._of[s] for s in enemies if s in self._of and any(self._of.get(o) == self._of[s] for o in enemies[s])
        }
        for home in sorted(homes):
            self._part_one(home, enemies)

    def _part_one(self, home: str, enemies: Mapping[str, set[str]]) -> None:
        """Keep the first statements (an incident: its events) that agree; the others form claims in turn."""
        incident = isinstance(self._base[home], Incident)
        fixed = {s for s in self._members[home] if incident and happened(self._told[s].statement)}
        parts: list[set[str]] = [fixed] if fixed else []
        for statement in sorted(self._members[home] - fixed):
            against = enemies.get(statement, set())
            part = next((p for p in parts if not against & p), None)
            if part is None:
                parts.append({statement})
            else:
                part.add(statement)
        for part in parts[1:]:
            first, *others = sorted(part)
            self._move(first, None)
            for statement in others:
                self._move(statement, self._of[first])

    def incidents(self) -> list[Incident]:
        """All incidents, those with other statements made anew."""
        return [self._incident(x) for x in self._base.values() if isinstance(x, Incident) and self._members[x.id]]

    def claims(self) -> list[Claim]:
        """All claims, those with other statements made anew."""
        return [self._claim(x) for x in self._base.values() if isinstance(x, Claim) and self._members[x.id]]

    def _incident(self, base: Incident) -> Incident:
        if base.id not in self._changed:
            return base
        members = tuple(sorted(self._members[base.id]))
        statements = [self._told[s].statement for s in members if not happened(self._told[s].statement)]
        remarks = [remark_of(s, kind) for s in statements if (kind := remark_kind(s))]
        reasons = tuple(dict.fromkeys((*base.reasons, "a person put a statement to it or took one from it")))
        return replace(
            base, statements=members, documents=self._documents(members), reasons=reasons,
            claimed_by=_named(remarks, "claims"), blamed=_named(remarks, "blames"),
            denied_by=_named(remarks, "denies", "negates"),
        )  # fmt: skip

    def _claim(self, base: Claim) -> Claim:
        if base.id not in self._changed:
            return base
        members = tuple(sorted(self._members[base.id]))
        said: list[Statement] = [self._told[s].statement for s in members]
        first = base if members[0] == base.statements[0] else claim_alone(self._told[members[0]])
        earliest = min((s.earliest for s in said if s.earliest), default=None)
        latest = max((s.latest for s in said if s.latest), default=None)
        return replace(
            first, id=stable_id("c", members[0]), statements=members, documents=self._documents(members),
            earliest=earliest, latest=latest,
        )  # fmt: skip

    def _documents(self, members: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({self._told[s].coded.id for s in members}))


def _named(remarks: Iterable[Remark], *does: str) -> tuple[Party, ...]:
    named: dict[str, Party] = {}
    for remark in sorted(remarks, key=lambda r: r.statement):
        for party in remark.parties if remark.does in does else ():
            named.setdefault(key_of(party) or "", Party(party.name, party.link, None, None, None))
    return tuple(named[k] for k in sorted(named) if k)
