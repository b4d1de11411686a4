"""Nodes to clusters: constrained agglomeration in an order that depends on content alone.

Pairs that share a block are scored; the best pair joins first, and two clusters join only when no pair across them is
in conflict and the pairs across them are alike on the whole.  So nothing merges through a third.  What is vague in
place or time joins afterwards, each by itself, and only when exactly one cluster fits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from marsad.resolve.facets import Node, day_keys
from marsad.resolve.score import CONFLICT, JOIN, NEVER, POINTS, Scored, Scorer, compare_means
from marsad.resolve.spots import DISTRICT, PROVINCE, regions

WINDOW = 40
"""Neighbours in canonical order that a node is compared with in one block: bounds the work for any input."""
MEAN = JOIN - 1.2
"""Least mean points across two clusters that join."""
WORST = 0.5
"""Least points of any pair across two clusters that join."""
SAMPLE = 20
"""Nodes of a cluster that are compared when two clusters may join."""
FEW = 5
"""Nodes of a cluster that a vague statement is compared with."""
LARGE = 60
"""Nodes from which a cluster is too large to look through for those few."""
MANY = 15
"""Clusters that a vague statement is compared with, those that share most with it first: bounds the work."""
CLEAR = 1.0
"""Points by which one cluster must beat the next when a vague statement fits several."""

Pair = tuple[int, int]


@dataclass(slots=True)
class Clusters:
    """The working state: nodes by position, who is together, and why."""

    nodes: Sequence[Node]
    scorer: Scorer
    apart: set[Pair]
    members: dict[int, list[int]] = field(default_factory=dict)
    home: list[int] = field(default_factory=list)
    why: dict[int, set[str]] = field(default_factory=dict)
    known: dict[Pair, Scored] = field(default_factory=dict)
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
        if pair not in self.known:
            held = CONFLICT if pair in self.apart else self.scorer.score(self.nodes[pair[0]], self.nodes[pair[1]])
            self.known[pair] = held
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
        if self.parted(ours, theirs):
            return False
        points = [self.score(a, b).points for a in ours[:SAMPLE] for b in theirs[:SAMPLE]]
        return min(points) >= WORST and sum(points) / len(points) >= MEAN

    def parted(self, ours: Sequence[int], theirs: Sequence[int]) -> bool:
        """Look beyond the sample for what must never be together: judged apart, or two events of one document."""
        if self.apart and any((min(a, b), max(a, b)) in self.apart for a in ours for b in theirs):
            return True
        small, large = sorted((ours, theirs), key=len)
        there = self.home[large[0]] if large else -1
        shared = {
            (a, b) for a in small for d in self.nodes[a].documents for b in self.by_document[d] if self.home[b] == there
        }
        return any(self.score(a, b).points == NEVER for a, b in shared)


def cluster(nodes: Sequence[Node], scorer: Scorer, same: set[Pair], apart: set[Pair]) -> Clusters:
    """Cluster nodes (in canonical order); ``same`` and ``apart`` are pairs that a person has judged."""
    state = Clusters(nodes, scorer, apart)
    for one, other in sorted(same):
        state.join(one, other, ("judged",))
    sharp = [i for i, node in enumerate(nodes) if node.facet.sharp]
    _agglomerate(state, _blocks(state, sharp, _sharp_keys))
    _place_vague(state)
    # What fits no sharp cluster may still be one happening among itself.
    settled = {state.home[i] for i in sharp}
    rest = [i for i, home in enumerate(state.home) if home not in settled]
    _agglomerate(state, _blocks(state, rest, _vague_keys))
    return state


def _agglomerate(state: Clusters, blocks: Iterable[list[int]]) -> None:
    """Join clusters, best pair first."""
    good: dict[Pair, Scored] = {}
    for block in blocks:
        for position, one in enumerate(block):
            for other in block[position + 1 : position + 1 + WINDOW]:
                scored = state.score(one, other)
                if scored.points >= JOIN:
                    good[one, other] = scored
    for one, other in sorted(good, key=lambda p: (-good[p].points, p)):
        if state.home[one] != state.home[other] and state.fits(one, other):
            state.join(one, other, good[one, other].features)
    state.known.clear()


def _blocks(
    state: Clusters, positions: Iterable[int], keys: Callable[[Node, Scorer], Iterator[str]]
) -> Iterable[list[int]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for position in positions:
        for key in set(keys(state.nodes[position], state.scorer)):
            blocks[key].append(position)
    return blocks.values()


def _sharp_keys(node: Node, scorer: Scorer) -> Iterator[str]:
    facet = node.facet
    assert facet.spot is not None
    where = [*regions(facet.spot, scorer.km), *(f"in {document}" for document in node.documents)]
    for day in day_keys(facet, scorer.days):
        yield from (f"{facet.group} {day} {region}" for region in where)


def _vague_keys(node: Node, scorer: Scorer) -> Iterator[str]:
    yield from (f"{node.facet.group} in {document}" for document in node.documents)
    yield from _past_keys(node, scorer)
    yield from _shared_keys(node, scorer)


def _past_keys(node: Node, scorer: Scorer) -> Iterator[str]:
    """What is looked back on by the month or year only meets at its place."""
    facet = node.facet
    if facet.earliest and facet.days is None and facet.spot and facet.spot.level >= DISTRICT:
        yield from (f"{facet.group} in {facet.earliest.year} {region}" for region in regions(facet.spot, scorer.km))


def _shared_keys(node: Node, scorer: Scorer) -> Iterator[str]:
    """Keys of the day with a party, a figure or a province: a vague statement must share one to join from afar."""
    facet = node.facet
    what = [*sorted(facet.actors | facet.recipients), *(f"{c[0]} {c[1]} {c[2]}" for c in facet.counts if c[2])]
    if facet.spot and facet.spot.level >= PROVINCE:
        what.append(f"{facet.spot.country}|{facet.spot.admin1}")
    yield from (f"{facet.group} {day} {one}" for day in day_keys(facet, scorer.days) for one in what)
    if facet.spot and (facet.sharp or facet.earliest is None):
        # Without a day, the place and the very figure must be shared.
        where = list(regions(facet.spot, scorer.km))
        yield from (f"{facet.group} {c[0]} {c[2]} {place}" for c in facet.counts if c[2] for place in where)


def _place_vague(state: Clusters) -> None:
    """Let each vague node join the one sharp cluster it fits; all decide on the same clusters, so order is nothing."""
    by_what: dict[str, set[int]] = defaultdict(set)
    by_document: dict[str, set[int]] = defaultdict(set)
    for position, node in enumerate(state.nodes):
        if node.facet.sharp:
            for key in _shared_keys(node, state.scorer):
                by_what[key].add(state.home[position])
            for document in node.documents:
                by_document[f"{node.facet.group} {document}"].add(state.home[position])
    chosen: list[tuple[float, int, int, tuple[str, ...]]] = []
    for position, node in enumerate(state.nodes):
        if node.facet.sharp or len(state.members[state.home[position]]) > 1:
            continue
        here = {home for d in node.documents for home in by_document.get(f"{node.facet.group} {d}", ())}
        shared = Counter(home for key in set(_shared_keys(node, state.scorer)) for home in by_what.get(key, ()))
        near = set(nsmallest(MANY, shared, key=lambda home: (-shared[home], home)))
        best = _only_fit(state, position, here, near)
        if best is not None:
            chosen.append((-best[1].points, position, best[0], best[1].features))
    for _, position, home, features in sorted(chosen):
        # Two vague statements of one document that are two events must not meet in one cluster.
        others = [m for m in state.members[state.home[home]] if not state.nodes[m].facet.sharp]
        in_conflict = any(state.score(position, m).points == NEVER for m in others[:SAMPLE])
        if not in_conflict and not state.parted([position], others):
            state.join(position, home, features)
    state.known.clear()


def _only_fit(state: Clusters, position: int, here: set[int], near: set[int]) -> tuple[int, Scored] | None:
    facet = state.nodes[position].facet
    silent = facet.earliest is None and not facet.historical
    found: list[tuple[float, int, Scored]] = []
    for home in sorted(here | near):
        best = _best_of(state, position, home, alone=silent and here == {home})
        if best is not None and best.points >= JOIN:
            found.append((-best.points, home, best))
    found.sort(key=lambda f: f[:2])
    if not found or (len(found) > 1 and found[1][0] - found[0][0] < CLEAR):
        return None
    return found[0][1], found[0][2]


def _sample(state: Clusters, position: int, home: int) -> list[int]:
    """Members of a cluster worth a look: all of a small one; of a large one some, and those of the same documents."""
    members = state.members[home]
    if len(members) <= LARGE:
        return members
    told = {m for d in state.nodes[position].documents for m in state.by_document[d] if state.home[m] == home}
    return sorted(told.union(members[:LARGE]))


def _best_of(state: Clusters, position: int, home: int, alone: bool) -> Scored | None:
    """The best score of a vague node with a member of a cluster; None when it is in conflict with one."""
    ours = state.nodes[position]
    parties = ours.facet.actors | ours.facet.recipients

    def distance(member: int) -> tuple[bool, bool, int]:
        node = state.nodes[member]
        strange = parties.isdisjoint(node.facet.actors) and parties.isdisjoint(node.facet.recipients)
        return ours.documents.isdisjoint(node.documents), strange, member

    best: Scored | None = None
    for member in nsmallest(FEW, _sample(state, position, home), key=distance):
        if (min(position, member), max(position, member)) in state.apart:
            return None
        scored = state.scorer.score(state.nodes[position], state.nodes[member], alone)
        if scored.points == NEVER:
            return None
        if best is None or scored.points > best.points:
            best = scored
    if best is not None and best.points >= JOIN and _clashes(state, position, home):
        points = best.points + POINTS["means clash"]
        return Scored(points, (*best.features, "means clash"))
    return best


def _clashes(state: Clusters, position: int, home: int) -> bool:
    """Say whether the cluster as a whole tells of other means than the node."""
    ours = state.nodes[position].facet.means
    theirs = frozenset[str]().union(*(state.nodes[m].facet.means for m in state.members[home][:LARGE] if ours))
    return compare_means(ours, theirs) == "clash"
