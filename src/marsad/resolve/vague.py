"""What says only vaguely where or when joins the one happening that it fits, and else none.

All decide on the same clusters of what is sharp, so their order is nothing; a decision is taken again only when a
cluster that shares something with it has changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from math import log

from marsad.resolve.cluster import SAMPLE, Cluster, shared_keys
from marsad.resolve.facets import Node
from marsad.resolve.layer import UNSURE, Book, Layer, Unsure
from marsad.resolve.score import JOIN, NEVER, POINTS, Scored, compare_means
from marsad.resolve.spots import DISTRICT

FEW = 5
"""Nodes of a cluster that a vague statement is compared with."""
LARGE = 60
"""Nodes from which a cluster is too large to look through for those few."""
MANY = 15
"""Clusters that a vague statement is compared with, those that share most with it first: bounds the work."""
CLEAR = 1.0
"""Points by which one cluster must beat the next when a vague statement fits several."""

CROWD = 0.5
"""Points more for each e-fold of happenings that share a day and something else, where no place tells them apart."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A vague node that joins a cluster, and why."""

    number: int
    cluster: int
    scored: Scored


class Placer:
    """The vague nodes and the clusters that they join."""

    def __init__(self, book: Book, sharp: Layer) -> None:
        self._book = book
        self._sharp = sharp
        self._offers: dict[str, dict[int, int]] = defaultdict(dict)
        """Key -> clusters with how many of their nodes bear it."""
        self._seekers: dict[str, set[int]] = defaultdict(set)
        self._held: dict[int, Node] = {}
        self._choice: dict[int, Joined] = {}
        self._choosers: dict[int, set[int]] = defaultdict(set)
        self.joined: dict[int, tuple[Joined, ...]] = {}
        """Cluster -> the vague nodes that have joined it."""
        self.places: dict[int, int] = {}
        """Vague node -> the cluster that it has joined."""

    def __contains__(self, number: int) -> bool:
        return number in self._held

    def update(
        self, gone: Iterable[int], fresh: Iterable[int], changes: tuple[Mapping[int, Cluster], Mapping[int, Cluster]]
    ) -> tuple[set[int], set[int]]:
        """Take vague nodes out and in, with the sharp clusters that ended and began.

        Gives the clusters that are joined by others than before, and the vague nodes whose place is another.
        """
        ended, begun = changes
        asking = self._restock(ended, -1) | self._restock(begun, 1)
        dirty = set(ended) | set(begun)
        for number in (n for n in gone if n in self._held):
            for key in self._wants(self._held.pop(number)):
                self._seekers[key].discard(number)
            dirty |= self._choose(number, None)
            asking.discard(number)
        for number in fresh:
            self._held[number] = node = self._book.nodes[number]
            for key in self._wants(node):
                self._seekers[key].add(number)
            asking.add(number)
        for number in sorted(asking & self._held.keys()):
            dirty |= self._choose(number, self._decide(number))
        return self._settle(dirty, frozenset(fresh))

    def unsure(self) -> Iterator[Unsure]:
        """Vague nodes that joined a cluster with little to spare, each with the cluster's first node."""
        for home, all_of in self.joined.items():
            for joined in all_of:
                if joined.scored.points < JOIN + UNSURE:
                    yield Unsure(self._sharp.clusters[home].members[0], joined.number, joined.scored, joined=True)

    def _restock(self, clusters: Mapping[int, Cluster], by: int) -> set[int]:
        """Note what clusters offer, or no longer do; gives the vague nodes that this concerns."""
        asking: set[int] = set()
        for home, cluster in clusters.items():
            keys: Counter[str] = Counter()
            for node in cluster.nodes:
                if node.facet.sharp:
                    keys.update(self._wants(node))
            for key, number in keys.items():
                offers = self._offers[key]
                offers[home] = offers.get(home, 0) + by * number
                if not offers[home]:
                    del offers[home]
                asking |= self._seekers.get(key, set())
        return asking

    def _wants(self, node: Node) -> set[str]:
        found = set(shared_keys(node.facet, self._book.scorer))
        return found.union(_in_document(node))

    def _choose(self, number: int, joined: Joined | None) -> set[int]:
        before = self._choice.pop(number, None)
        if before == joined and joined is not None:
            self._choice[number] = joined
            return set()
        changed = set()
        if before is not None:
            self._choosers[before.cluster].discard(number)
            changed.add(before.cluster)
        if joined is not None:
            self._choice[number] = joined
            self._choosers[joined.cluster].add(number)
            changed.add(joined.cluster)
        return changed

    # ----------------------------------------------------------------------------------------------------- deciding

    def _decide(self, number: int) -> Joined | None:
        node = self._held[number]
        here = {home for key in _in_document(node) for home in self._offers.get(key, ())}
        shared: Counter[int] = Counter()
        for key in set(shared_keys(node.facet, self._book.scorer)):
            shared.update(self._offers.get(key, {}).keys())
        near = set(nsmallest(MANY, shared, key=lambda home: (-shared[home], self._rank(home))))
        silent = node.facet.earliest is None and not node.facet.historical
        coarse = node.facet.spot is None or node.facet.spot.level < DISTRICT
        least = JOIN + (CROWD * log(len(shared)) if coarse and shared else 0.0)
        found: list[tuple[float, tuple[str, ...], Joined]] = []
        for home in here | near:
            best = self._best_of(number, home, alone=silent and here == {home})
            if best is not None and best.points >= (JOIN if home in here else least):
                found.append((-best.points, self._rank(home), Joined(number, home, best)))
        found.sort(key=lambda f: f[:2])
        if not found or (len(found) > 1 and found[1][0] - found[0][0] < CLEAR):
            return None
        return found[0][2]

    def _rank(self, home: int) -> tuple[str, ...]:
        return self._book.order[self._sharp.clusters[home].members[0]]

    def _best_of(self, number: int, home: int, alone: bool) -> Scored | None:
        """The best score of a vague node with a member of a cluster; None when it is in conflict with one."""
        ours, cluster = self._held[number], self._sharp.clusters[home]
        apart = self._book.apart.get(number, frozenset())
        parties = ours.facet.actors | ours.facet.recipients

        def distance(member: tuple[int, Node]) -> tuple[bool, bool, int]:
            place, node = member
            strange = parties.isdisjoint(node.facet.actors) and parties.isdisjoint(node.facet.recipients)
            return ours.documents.isdisjoint(node.documents), strange, place

        sample = [
            (place, node)
            for place, node in enumerate(cluster.nodes)
            if place < LARGE or not ours.documents.isdisjoint(node.documents)
        ]
        best: Scored | None = None
        for place, node in nsmallest(FEW, sample, key=distance):
            scored = self._book.scorer.score(ours, node, alone)
            if scored.points == NEVER or cluster.members[place] in apart:
                return None
            if best is None or scored.points > best.points:
                best = scored
        if best is not None and best.points >= JOIN and _clash(ours, cluster):
            return Scored(best.points + POINTS["means clash"], (*best.features, "means clash"))
        return best

    # ------------------------------------------------------------------------------------------------------ joining

    def _settle(self, dirty: Collection[int], fresh: frozenset[int]) -> tuple[set[int], set[int]]:
        changed: set[int] = set()
        moved: set[int] = set()
        for home in dirty:
            before = self.joined.pop(home, ())
            now = self._accept(home) if home in self._sharp.clusters else ()
            if now:
                self.joined[home] = now
            if now != before or any(j.number in fresh for j in now):
                changed.add(home)
            for joined in before:
                if self.places.get(joined.number) == home:
                    del self.places[joined.number]
                moved.add(joined.number)
            for joined in now:
                self.places[joined.number] = home
                moved.add(joined.number)
        return changed, moved

    def _accept(self, home: int) -> tuple[Joined, ...]:
        """Who joins a cluster, best first; two vague ones of a document that are two events must not meet in it."""
        cluster, order, scorer = self._sharp.clusters[home], self._book.order, self._book.scorer
        choosers = [self._choice[n] for n in self._choosers.get(home, ())]
        inside = [(n, node) for n, node in zip(cluster.members, cluster.nodes, strict=True) if not node.facet.sharp]
        taken: list[Joined] = []
        for joined in sorted(choosers, key=lambda j: (-j.scored.points, order[j.number])):
            node, apart = self._held[joined.number], self._book.apart.get(joined.number, frozenset())
            if not apart.isdisjoint(cluster.members) or any(n in apart for n, _ in inside):
                continue
            rivals = [
                other
                for place, (_, other) in enumerate(inside)
                if place < SAMPLE or not node.documents.isdisjoint(other.documents)
            ]
            told = [n for n in cluster.nodes if n.facet.sharp and not node.documents.isdisjoint(n.documents)]
            if any(scorer.score(node, other).points == NEVER for other in (*rivals, *told)):
                continue
            taken.append(joined)
            inside.append((joined.number, node))
        return tuple(taken)


def _in_document(node: Node) -> set[str]:
    return {f"{node.facet.group} in {document}" for document in node.documents}


def _clash(ours: Node, cluster: Cluster) -> bool:
    """Say whether the cluster as a whole tells of other means than the node."""
    means = ours.facet.means
    theirs = frozenset[str]().union(*(n.facet.means for n in cluster.nodes[:LARGE] if means))
    return compare_means(means, theirs) == "clash"
