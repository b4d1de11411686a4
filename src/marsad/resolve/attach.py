"""Which incident a denial, a claim of responsibility or an accusation speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from marsad.resolve.facets import Node, facet_of, node_of
from marsad.resolve.kinds import group_of, kinship
from marsad.resolve.score import NEVER, Scorer
from marsad.resolve.seen import UNREAL, Seen, place_of
from marsad.resolve.spots import regions, relate
from marsad.values import Coded, Party, Statement

H = TypeVar("H", bound=Hashable)
CLAIM_MODES = frozenset({"claim-responsibility", "claim_responsibility"})
BLAME_MODES = frozenset({"allege", "blame"})
DENIAL_MODES = frozenset({"deny", "deny-responsibility", "denial"})
FAR = 3
"""Sentences behind an event within which an accusation is about it."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A statement about an incident: what it does, and the parties it names for that."""

    statement: str
    does: str
    parties: tuple[Party, ...]


def remark_kind(statement: Statement) -> str | None:
    """Tell what a statement does to an incident: negates, claims, blames or denies; None when nothing."""
    if {"future", "hypothetical"} & set(statement.auxiliary):
        return None
    if statement.mode in CLAIM_MODES:
        return "claims" if statement.polarity == "affirmed" else "denies"
    if statement.mode in DENIAL_MODES:
        return "denies"
    if statement.type == "ACCUSE" and statement.mode in BLAME_MODES and statement.recipients:
        return "blames"
    if statement.shape == "event" and group_of(statement.type) and statement.modality not in UNREAL:
        return "negates" if statement.polarity == "denied" or "negation" in statement.auxiliary else None
    return None


class Attacher(Generic[H]):
    """Finds the incident of a remark among the clusters of the event statements."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._by_place: dict[str, set[H]] = defaultdict(set)
        self._nodes: dict[H, Sequence[Node]] = {}
        self.cluster_of: dict[str, H] = {}
        """Event statement -> the cluster that it is told in."""

    def add(self, home: H, nodes: Sequence[Node]) -> set[str]:
        """Take a cluster in; gives the keys under which denials look for it."""
        self._nodes[home] = nodes
        for node in nodes:
            self.cluster_of.update(dict.fromkeys(node.statements, home))
        keys = {key for node in nodes for key in self.keys(node)}
        for key in keys:
            self._by_place[key].add(home)
        return keys

    def remove(self, home: H) -> set[str]:
        """Take a cluster out; gives the keys under which denials looked for it."""
        nodes = self._nodes.pop(home)
        for node in nodes:
            for statement in node.statements:
                if self.cluster_of.get(statement) == home:
                    del self.cluster_of[statement]
        keys = {key for node in nodes for key in self.keys(node)}
        for key in keys:
            self._by_place[key].discard(home)
            if not self._by_place[key]:
                del self._by_place[key]
        return keys

    def keys(self, node: Node) -> set[str]:
        """Group, day and region: what a denial from afar must share with what it denies."""
        days, spot = node.facet.days, node.facet.spot
        if days is None or spot is None:
            return set()
        where = list(regions(spot, self._scorer.km))
        return {f"{node.facet.group} {day} {one}" for day in range(days[0], days[1] + 1) for one in where}

    def incident_of(self, item: Seen, kind: str) -> H | None:
        """The cluster that a remark speaks of, or None."""
        preceding = self._in_document(item, kind)
        if preceding is not None:
            return preceding
        if kind != "negates":
            return None
        node = denied(item)
        near = {home for key in self.keys(node) for home in self._by_place.get(key, ())}
        fitting = [home for home in near if self._same_happening(node, home)]
        return fitting[0] if len(fitting) == 1 else None

    def _same_happening(self, node: Node, home: H) -> bool:
        """Same place (to the district), day and type; what is denied (the toll, the actor) may well differ."""
        for other in self._nodes[home][:20]:
            a, b = node.facet, other.facet
            if self._scorer.score(node, other).points == NEVER or kinship(a.type, a.mode, b.type, b.mode) == "unlike":
                continue
            if relate(a.spot, b.spot, self._scorer.km) in ("same", "near", "district"):
                return True
        return False

    def _in_document(self, item: Seen, kind: str) -> H | None:
        """The nearest preceding event of the document that fits (for a denial also a later one)."""
        statement = item.statement
        here = _start(statement)
        events = [(s, _start(s)) for s in item.coded.statements if s.id in self.cluster_of and s.id != statement.id]
        before = sorted((e for e in events if e[1] <= here), key=lambda e: (-e[1], e[0].id))
        after = sorted((e for e in events if e[1] > here), key=lambda e: (e[1], e[0].id))
        for event, start in before + (after if kind in ("negates", "claims") else []):
            if kind == "blames" and _sentences_between(item.coded, start, here) > FAR:
                continue
            if self._agree(statement, event, kind):
                return self.cluster_of[event.id]
        return None

    def _agree(self, statement: Statement, event: Statement, kind: str) -> bool:
        if kind == "negates":
            if kinship(statement.type or "", statement.mode, event.type or "", event.mode) == "unlike":
                return False
        elif group_of(event.type) != "force":
            return False
        apart = relate(place_of(statement), place_of(event), self._scorer.km) == "apart"
        return not apart and not _apart_in_time(statement, event, self._scorer.days)


def denied(item: Seen) -> Node:
    """What a denial denies, as a node to compare with."""
    return node_of(facet_of([item]), [item])


def _apart_in_time(one: Statement, other: Statement, days: int) -> bool:
    if not (one.earliest and one.latest and other.earliest and other.latest):
        return False
    return max((one.earliest - other.latest).days, (other.earliest - one.latest).days) > days


def _start(statement: Statement) -> int:
    return statement.evidence[0].start if statement.evidence else 0


def _sentences_between(coded: Coded, start: int, end: int) -> int:
    return sum(1 for s in coded.sentences if start < s.start <= end)


def remark_of(statement: Statement, kind: str) -> Remark:
    """Who claims, is blamed or denies."""
    speaker = next((v for v in statement.voice if v.kind != "outlet" and (v.link or v.name)), None)
    said_by = (Party(speaker.name or "", speaker.link, None, None),) if speaker else ()
    if kind == "claims":
        return Remark(statement.id, kind, statement.actors or said_by)
    if kind == "blames":
        return Remark(statement.id, kind, statement.recipients)
    if kind == "denies":
        return Remark(statement.id, kind, statement.actors or said_by)
    return Remark(statement.id, kind, said_by or statement.actors)
