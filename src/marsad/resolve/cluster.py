"""Nodes to clusters: constrained agglomeration in an order that depends on content alone.

The best pair joins first, and two clusters join only when no pair across them is in conflict and the pairs across them
are alike on the whole.  So nothing merges through a third.  Only nodes that are linked by pairs that score high enough
(or that a person has judged the same) can end up together, so each group of linked nodes is worked on by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from marsad.resolve.facets import Facet, Node, day_keys
from marsad.resolve.score import CONFLICT, JOIN, NEVER, Scored, Scorer
from marsad.resolve.spots import DISTRICT, PROVINCE, regions

MEAN = JOIN - 1.2
"""Least mean points across two clusters that join."""
WORST = 0.5
"""Least points of any pair across two clusters that join."""
SAMPLE = 20
"""Nodes of a cluster that are compared when two clusters may join."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Cluster:
    """Nodes (numbers, with the nodes themselves) that tell one happening, in canonical order, and why."""

    members: tuple[int, ...]
    nodes: tuple[Node, ...]
    why: frozenset[str]


@dataclass(slots=True)
class _Clusters:
    """The working state: nodes by position, who is together, and why."""

    nodes: Sequence[Node]
    scorer: Scorer
    apart: set[Pair]
    known: dict[Pair, Scored]
    members: dict[int, list[int]] = field(default_factory=dict)
    home: list[int] = field(default_factory=list)
    why: dict[int, set[str]] = field(default_factory=dict)
    by_document: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.home = list(range(len(self.nodes)))
        self.members = {i: [i] for i in self.home}
        self.why = {i: set() for i in self.home}
        for position, node in enumerate(self.nodes):
            for document in node.documents:
                self.by_document[document].append(position)

    def score(self, one: int, other: int) -> Scored:
        """Points of two nodes, computed once."""
        pair = (one, other) if one < other else (other, one)
        if pair in self.apart:
            return CONFLICT
        if pair not in self.known:
            self.known[pair] = self.scorer.score(self.nodes[pair[0]], self.nodes[pair[1]])
        return self.known[pair]

    def join(self, one: int, other: int, features: Iterable[str]) -> None:
        """Make the clusters of two nodes one."""
        keep, gone = sorted((self.home[one], self.home[other]))
        if keep == gone:
            return
        for member in self.members[gone]:
            self.home[member] = keep
        self.members[keep] = sorted(self.members[keep] + self.members.pop(gone))
        self.why[keep] |= self.why.pop(gone) | set(features)

    def fits(self, one: int, other: int) -> bool:
        """Say whether the clusters of two nodes may join: no conflict, and alike on the whole."""
        ours, theirs = self.members[self.home[one]], self.members[self.home[other]]
        if len(ours) * len(theirs) == 1:
            return self.score(one, other).points > NEVER
        if self._parted(ours, theirs):
            return False
        points = [self.score(a, b).points for a in ours[:SAMPLE] for b in theirs[:SAMPLE]]
        return min(points) >= WORST and sum(points) / len(points) >= MEAN

    def _parted(self, ours: Sequence[int], theirs: Sequence[int]) -> bool:
        """Look beyond the sample for what must never be together: judged apart, or two events of one document."""
        if self.apart and any((min(a, b), max(a, b)) in self.apart for a in ours for b in theirs):
            return True
        small, large = sorted((ours, theirs), key=len)
        there = self.home[large[0]]
        shared = {
            (a, b) for a in small for d in self.nodes[a].documents for b in self.by_document[d] if self.home[b] == there
        }
        return any(self.score(a, b).points == NEVER for a, b in shared)


@dataclass(frozen=True, slots=True)
class Links:
    """What links (and parts) some nodes, as pairs of their numbers, the smaller first in canonical order."""

    good: Mapping[Pair, Scored]
    same: Sequence[Pair]
    apart: frozenset[Pair]


def agglomerate(numbers: Sequence[int], nodes: Sequence[Node], scorer: Scorer, links: Links) -> Iterator[Cluster]:
    """Cluster some nodes (in canonical order) that are linked with one another, best pair first."""
    position = {n: i for i, n in enumerate(numbers)}

    def placed(pair: Pair) -> Pair:
        one, other = position[pair[0]], position[pair[1]]
        return (one, other) if one < other else (other, one)

    good = {placed(pair): scored for pair, scored in links.good.items()}
    state = _Clusters(nodes, scorer, {placed(p) for p in links.apart}, dict(good))
    for one, other in sorted(map(placed, links.same)):
        state.join(one, other, ("judged",))
    for one, other in sorted(good, key=lambda p: (-good[p].points, p)):
        if state.home[one] != state.home[other] and state.fits(one, other):
            state.join(one, other, good[one, other].features)
    for home, members in state.members.items():
        yield Cluster(tuple(numbers[m] for m in members), tuple(nodes[m] for m in members), frozenset(state.why[home]))


# --------------------------------------------------------------------------------------------------------------- blocks


def sharp_keys(node: Node, scorer: Scorer) -> set[str]:
    """Blocks in which a node that says where and when is compared: group and day with its region or documents."""
    facet = node.facet
    if facet.spot is None or not facet.sharp:
        return set()  # here because a person judged it the same as something sharp
    where = [*regions(facet.spot, scorer.km), *(f"in {document}" for document in node.documents)]
    return {f"{facet.group} {day} {region}" for day in day_keys(facet, scorer.days) for region in where}


def vague_keys(node: Node, scorer: Scorer) -> set[str]:
    """Blocks in which a node that says neither is compared."""
    found = {f"{node.facet.group} in {document}" for document in node.documents}
    return found.union(_past_keys(node.facet, scorer), shared_keys(node.facet, scorer))


def _past_keys(facet: Facet, scorer: Scorer) -> Iterator[str]:
    """What is looked back on by the month or year only meets at its place."""
    if facet.earliest and facet.days is None and facet.spot and facet.spot.level >= DISTRICT:
        yield from (f"{facet.group} in {facet.earliest.year} {region}" for region in regions(facet.spot, scorer.km))


def shared_keys(facet: Facet, scorer: Scorer) -> Iterator[str]:
    """Keys of the day with a party, a figure or a province: a vague statement must share one to join from afar."""
    what = [*sorted(facet.actors | facet.recipients), *(f"{c[0]} {c[1]} {c[2]}" for c in facet.counts if c[2])]
    if facet.spot and facet.spot.level >= PROVINCE:
        what.append(f"{facet.spot.country}|{facet.spot.admin1}")
    yield from (f"{facet.group} {day} {one}" for day in day_keys(facet, scorer.days) for one in what)
    if facet.spot and (facet.sharp or facet.earliest is None):
        # Without a day, the place and the very figure must be shared.
        where = list(regions(facet.spot, scorer.km))
        yield from (f"{facet.group} {c[0]} {c[2]} {place}" for c in facet.counts if c[2] for place in where)
