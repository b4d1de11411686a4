"""The log of judgements in the terms of today: what is withdrawn, what overrules what, on which statements it rests.

Pure.  A judgement rests on statements (its anchors), never on derived ids; of two that contradict each other the later
in the log stands.  See ``docs/judgements.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations, pairwise, product

from marsad.resolve.claims import stable_id
from marsad.values import Anchor, Coded, Judgement, Statement
from marsad.views.history import Standing, State

Pair = tuple[str, str]
_LINKS = ("same", "different")


def withdrawn(log: Sequence[Judgement]) -> dict[str, str]:
    """Judgement id -> id of the withdrawal that took it back (and was not itself taken back)."""
    gone: dict[str, str] = {}
    for judgement in reversed(log):
        if judgement.verdict == "withdraw" and judgement.id not in gone:
            for subject in judgement.subjects:
                gone.setdefault(subject, judgement.id)
    return gone


def in_force(log: Sequence[Judgement]) -> list[Judgement]:
    """What is neither withdrawn nor a withdrawal, oldest first."""
    gone = withdrawn(log)
    return [j for j in log if j.id not in gone and j.verdict != "withdraw"]


def anchor_of(subject: str, document: str, statement: Statement) -> Anchor:
    """The anchor of a subject in one of its statements."""
    start, end = statement.trigger or (statement.evidence[0] if statement.evidence else (0, 0))
    return Anchor(subject, statement.id, document, start, end, statement.shape)


def rests_on(anchor: Anchor, here: Sequence[Statement]) -> str | None:
    """The statement of its document that an anchor means today, however it is read now; None when there is none."""
    best: tuple[int, int, int, str] | None = None
    for statement in here:
        if statement.id == anchor.statement:
            return statement.id
        now = anchor_of("", "", statement)
        shared = min(anchor.end, now.end) - max(anchor.start, now.start)
        within = any(e.start <= anchor.start and anchor.end <= e.end for e in statement.evidence)
        if shared > 0 or (within and statement.shape == anchor.shape):
            rank = (-shared, -(statement.shape == anchor.shape), abs(now.start - anchor.start), statement.id)
            best = rank if best is None else min(best, rank)
    return best[-1] if best else None


@dataclass(frozen=True, slots=True)
class Rested:
    """A judgement in force, and the statements of today on which each of its subjects rests."""

    judgement: Judgement
    sides: tuple[frozenset[str], ...]

    @property
    def statements(self) -> frozenset[str]:
        """Statements of all subjects."""
        return frozenset[str]().union(*self.sides)

    @property
    def single(self) -> str | None:
        """The statement that was judged, when the subject was a statement and no incident or claim."""
        judged = self.judgement
        own = not judged.anchors or any(a.statement == a.subject for a in judged.anchors)
        one = own and len(self.sides) == 1 and judged.verdict not in _LINKS
        return next(iter(self.sides[0]), None) if one else None


def rest(log: Sequence[Judgement], coded: Iterable[Coded]) -> list[Rested]:
    """Find the statements of today that judgements rest on; ``coded`` must hold the documents of their anchors."""
    forced = in_force(log)
    wanted = {a.document for j in forced for a in j.anchors}
    bare = any(not j.anchors for j in forced)
    here: dict[str, Sequence[Statement]] = {}
    names: dict[str, str] = {}
    for one in coded:
        if one.id in wanted:
            here[one.id] = one.statements
        if bare:  # a judgement that names ids only: a statement, or an incident by the statement it is named after
            names |= {s.id: s.id for s in one.statements} | {stable_id("i", s.id): s.id for s in one.statements}
    return [Rested(j, _sides(j, here, names)) for j in forced]


def _sides(
    judgement: Judgement, here: Mapping[str, Sequence[Statement]], names: Mapping[str, str]
) -> tuple[frozenset[str], ...]:
    if not judgement.anchors:
        return tuple(frozenset({names[s]} if s in names else ()) for s in judgement.subjects)
    found: dict[str, set[str]] = {s: set() for s in judgement.subjects}
    for anchor in judgement.anchors:
        statement = rests_on(anchor, here.get(anchor.document, ()))
        if statement is not None:
            found[anchor.subject].add(statement)
    return tuple(frozenset(found[s]) for s in judgement.subjects)


@dataclass(slots=True)
class _Links:
    """What is together and what is apart, with the judgements that say so."""

    home: dict[str, str] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    by: dict[str, set[str]] = field(default_factory=dict)
    apart: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def copy(self) -> _Links:
        """A copy to try something on."""
        apart: dict[str, dict[str, str]] = defaultdict(dict, {k: dict(v) for k, v in self.apart.items()})
        members, by = ({k: set(v) for k, v in x.items()} for x in (self.members, self.by))
        return _Links(dict(self.home), members, by, apart)

    def of(self, statement: str) -> str:
        """Who stands for all that are together with a statement."""
        return self.home.get(statement, statement)

    def join(self, one: str, other: str, judgement: str) -> set[str]:
        """Put two together; the judgements that forbid it, if any (nothing is done then)."""
        keep, gone = sorted((self.of(one), self.of(other)))
        if keep == gone:
            return set()
        ours, theirs = self.members.get(keep, {keep}), self.members.get(gone, {gone})
        against = {self.apart[a][b] for a in ours if a in self.apart for b in theirs & self.apart[a].keys()}
        if not against:
            self.members[keep] = ours | theirs
            self.members.pop(gone, None)
            self.by[keep] = self.by.get(keep, set()) | self.by.pop(gone, set()) | {judgement}
            self.home |= dict.fromkeys(self.members[keep], keep)
        return against

    def part(self, one: str, other: str, judgement: str) -> set[str]:
        """Set two apart; the judgements that forbid it, if any (nothing is done then)."""
        if self.of(one) == self.of(other):
            return set(self.by.get(self.of(one), ()))
        self.apart[one].setdefault(other, judgement)
        self.apart[other].setdefault(one, judgement)
        return set()


def _same(rested: Rested, links: _Links) -> tuple[_Links, int, set[str]]:
    """Hold each side together, then the sides; how many links were made across, and who was against others."""
    trial, judgement = links.copy(), rested.judgement.id
    sides: list[list[str]] = []
    against: set[str] = set()
    for side in rested.sides:
        parts: list[str] = []
        for statement in sorted(side):
            refused = set[str]()
            for part in parts:
                forbidden = trial.join(part, statement, judgement)
                if not forbidden:
                    break
                refused |= forbidden
            else:
                parts.append(statement)
                against |= refused
        sides.append(parts)
    made = 0
    for one, other in combinations(sides, 2):
        for a, b in product(one, other):
            refused_by = trial.join(a, b, judgement)
            made += not refused_by
            against |= refused_by
    return (trial if made else links), made, against


def _different(rested: Rested, links: _Links) -> tuple[int, set[str]]:
    made, against = 0, set[str]()
    for one, other in combinations(rested.sides, 2):
        for a, b in product(sorted(one - other), sorted(other - one)):
            refused_by = links.part(a, b, rested.judgement.id)
            made += not refused_by
            against |= refused_by
    return made, against


@dataclass(frozen=True, slots=True)
class Linked:
    """What must be together and what apart, in statements of today, and how each such judgement stands."""

    together: tuple[frozenset[str], ...]
    apart: frozenset[Pair]
    standings: Mapping[str, Standing]

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """The same for ``resolve``: pairs of statements, none of which contradict each other."""
        chains = [pair for group in self.together for pair in pairwise(sorted(group))]
        at = datetime(1, 1, 1, tzinfo=UTC)
        return tuple(
            [Judgement("", "same", pair, "", at, "") for pair in chains]
            + [Judgement("", "different", pair, "", at, "") for pair in sorted(self.apart)]
        )


def link(rested: Sequence[Rested]) -> Linked:
    """Settle "same" and "different": the latest first, and nothing that contradicts a later one."""
    links = _Links()
    standings: dict[str, Standing] = {}
    for one in reversed(rested):
        if one.judgement.verdict not in _LINKS:
            continue
        if sum(map(bool, one.sides)) < 2:
            standings[one.judgement.id] = Standing(one.judgement, "idle")
            continue
        if one.judgement.verdict == "same":
            links, made, against = _same(one, links)
        else:
            made, against = _different(one, links)
        state: State = "stands" if not against else "partly" if made else "overruled"
        standings[one.judgement.id] = Standing(one.judgement, state, tuple(sorted(against - {one.judgement.id})))
    groups = sorted((frozenset(m) for m in links.members.values() if len(m) > 1), key=min)
    apart = frozenset((a, b) for a, others in links.apart.items() for b in others if a < b)
    return Linked(tuple(groups), apart, standings)
