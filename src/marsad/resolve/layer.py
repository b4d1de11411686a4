"""Clusters of nodes that change: only what shares a block with a change is compared and clustered again.

Adding or removing a node changes the blocks that hold it; in those the pairs of neighbours are scored again; of the
groups of linked nodes only those that a changed pair touches are clustered again.  Nothing depends on the order of
changes: the state after them is a function of the nodes alone.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from marsad.resolve.cluster import Cluster, Links, Pair, agglomerate
from marsad.resolve.facets import Node
from marsad.resolve.score import JOIN, Scored, Scorer

WINDOW = 40
"""Neighbours in canonical order that a node is compared with in one block: bounds the work for any input."""

UNSURE = 1.5
"""Points around :data:`~marsad.resolve.score.JOIN` within which a person's judgement is worth asking for: there, one
feature more or less (a target named, a toll that agrees) turns the decision."""


@dataclass(slots=True)
class Book:
    """All nodes by number, their canonical order, and what persons judged of them."""

    scorer: Scorer
    nodes: dict[int, Node] = field(default_factory=dict)
    order: dict[int, tuple[str, ...]] = field(default_factory=dict)
    same: dict[int, frozenset[int]] = field(default_factory=dict)
    apart: dict[int, frozenset[int]] = field(default_factory=dict)

    def sorted(self, numbers: Iterable[int]) -> list[int]:
        """Numbers in canonical order of their nodes."""
        return sorted(numbers, key=self.order.__getitem__)


@dataclass(slots=True)
class _Link:
    """A pair that scores high enough, and in how many blocks it is seen."""

    scored: Scored
    blocks: int = 1


@dataclass(frozen=True, slots=True)
class Unsure:
    """Two nodes (numbers) that might as well be together as apart; ``joined``: which they are."""

    one: int
    other: int
    scored: Scored
    joined: bool


Keys = Callable[[Node, Scorer], set[str]]


class Layer:
    """Nodes that are compared with one another, in blocks, and the clusters that they make."""

    def __init__(self, book: Book, keys: Keys) -> None:
        self._book = book
        self._keys = keys
        self._blocks: dict[str, list[int]] = {}
        self._order: dict[int, tuple[str, ...]] = {}
        self._held: dict[int, Node] = {}
        self._near: dict[int, dict[int, _Link]] = defaultdict(dict)
        self._almost: dict[str, dict[Pair, Scored]] = {}
        """Of each block the pairs that score a little too low."""
        self._group: dict[int, int] = {}
        self._groups: dict[int, tuple[int, ...]] = {}
        self._next = 0
        self.home: dict[int, int] = {}
        self.clusters: dict[int, Cluster] = {}
        self._of_group: dict[int, tuple[int, ...]] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._held

    def update(self, gone: Iterable[int], fresh: Iterable[int]) -> tuple[dict[int, Cluster], dict[int, Cluster]]:
        """Take nodes out and in (what changed is in both).  Gives the clusters that ended and those that began."""
        gone = [n for n in gone if n in self._held]
        fresh = list(fresh)
        changed = self._reblock(gone, fresh)
        return self._regroup(changed, set(gone))

    def unsure(self) -> Iterator[Unsure]:
        """Pairs whose score lies near the one from which they join: apart, or together by no better link."""
        for found in self._almost.values():
            for (one, other), scored in found.items():
                if self.home[one] != self.home[other]:
                    yield Unsure(one, other, scored, joined=False)
        for one, links in self._near.items():
            here = [(link.scored.points, other) for other, link in links.items() if self.home[one] == self.home[other]]
            points, best = max(here, default=(JOIN + UNSURE, one), key=lambda x: (x[0], self._order[x[1]]))
            if points < JOIN + UNSURE:
                yield Unsure(one, best, links[best].scored, joined=True)
            for other, link in links.items():
                if self._order[one] < self._order[other] and self.home[one] != self.home[other]:
                    yield Unsure(one, other, link.scored, joined=False)

    # ------------------------------------------------------------------------------------------------------ blocks

    def _reblock(self, gone: list[int], fresh: list[int]) -> set[int]:
        """Second thoughts on all blocks that hold a change; gives the nodes whose links may be others now."""
        scorer = self._book.scorer
        out: dict[str, list[int]] = defaultdict(list)
        into: dict[str, list[int]] = defaultdict(list)
        for number in gone:
            for key in self._keys(self._held[number], scorer):
                out[key].append(number)
        for number in fresh:
            for key in self._keys(self._book.nodes[number], scorer):
                into[key].append(number)
        changed = set(gone) | set(fresh)
        touched = sorted(out.keys() | into.keys())
        for key in touched:
            changed.update(self._unlink(self._blocks.get(key, ())))
        for number in gone:
            assert not self._near.pop(number, None)
        for key in touched:
            self._refill(key, set(out.get(key, ())), into.get(key, ()))
        for number in gone:
            del self._held[number], self._order[number]
        for number in fresh:
            self._held[number] = self._book.nodes[number]
            self._order[number] = self._book.order[number]
        known: dict[Pair, Scored] = {}
        for key in touched:
            changed.update(self._link(key, known))
        return changed

    def _refill(self, key: str, out: set[int], into: Iterable[int]) -> None:
        block = [n for n in self._blocks.get(key, ()) if n not in out]
        order = {**{n: self._order[n] for n in block}, **{n: self._book.order[n] for n in into}}
        if not block:
            block = sorted(into, key=order.__getitem__)
        else:
            for number in into:
                insort(block, number, key=order.__getitem__)
        if block:
            self._blocks[key] = block
        else:
            self._blocks.pop(key, None)

    def _unlink(self, block: Iterable[int]) -> Iterator[int]:
        for one, other in _neighbours(list(block)):
            link = self._near.get(one, {}).get(other)
            if link is None:
                continue
            link.blocks -= 1
            if not link.blocks:
                del self._near[one][other], self._near[other][one]
                yield one
                yield other

    def _link(self, key: str, known: dict[Pair, Scored]) -> Iterator[int]:
        held, score = self._held, self._book.scorer.score
        self._almost.pop(key, None)
        for one, other in _neighbours(self._blocks.get(key, [])):
            pair = (one, other)
            scored = known.get(pair)
            if scored is None:
                scored = known[pair] = score(held[one], held[other])
            if scored.points < JOIN:
                if scored.points >= JOIN - UNSURE:
                    self._almost.setdefault(key, {})[pair] = scored
                continue
            link = self._near[one].get(other)
            if link is None:
                self._near[one][other] = self._near[other][one] = _Link(scored)
                yield one
                yield other
            else:
                link.blocks += 1

    # ------------------------------------------------------------------------------------------------------ groups

    def _regroup(self, changed: set[int], gone: set[int]) -> tuple[dict[int, Cluster], dict[int, Cluster]]:
        """Cluster again the groups of linked nodes that a change touches."""
        ended: dict[int, Cluster] = {}
        loose = {n for n in changed if n in self._held}
        broken = {self._group[n] for n in changed if n in self._group}
        waiting = sorted(loose | {n for g in broken for n in self._groups[g] if n in self._held})
        begun: dict[int, Cluster] = {}
        seen: set[int] = set()
        groups: list[set[int]] = []
        for number in waiting:
            if number in seen:
                continue
            group = self._linked(number)
            seen |= group
            groups.append(group)
            broken.update(self._group[n] for n in group if n in self._group)
        for old in broken:
            for number in self._groups.pop(old):
                self._group.pop(number, None)
                self.home.pop(number, None)
            for cluster in self._of_group.pop(old):
                ended[cluster] = self.clusters.pop(cluster)
        for group in groups:
            begun.update(self._cluster(group))
        return ended, begun

    def _linked(self, number: int) -> set[int]:
        group, rising = {number}, [number]
        while rising:
            here = rising.pop()
            for other in (*self._near.get(here, ()), *self._book.same.get(here, ())):
                if other not in group and other in self._held:
                    group.add(other)
                    rising.append(other)
        return group

    def _cluster(self, group: set[int]) -> Iterator[tuple[int, Cluster]]:
        numbers = sorted(group, key=self._order.__getitem__)
        self._next += 1
        mine = self._next
        self._groups[mine] = tuple(numbers)
        made = []
        for cluster in self._clusters_of(numbers):
            self._next += 1
            made.append(self._next)
            self.clusters[self._next] = cluster
            for number in cluster.members:
                self.home[number] = self._next
            yield self._next, cluster
        self._of_group[mine] = tuple(made)
        self._group.update(dict.fromkeys(numbers, mine))

    def _clusters_of(self, numbers: list[int]) -> Iterable[Cluster]:
        nodes = [self._held[n] for n in numbers]
        if len(numbers) == 1:
            return (Cluster(tuple(numbers), tuple(nodes), frozenset()),)
        group, book = set(numbers), self._book
        good = {
            (one, other): link.scored
            for one in numbers
            for other, link in self._near.get(one, {}).items()
            if other in group and self._order[one] < self._order[other]
        }
        same = [(a, b) for a in numbers for b in book.same.get(a, ()) if b in group and a < b]
        apart = frozenset((a, b) for a in numbers for b in book.apart.get(a, ()) if b in group and a < b)
        return agglomerate(numbers, nodes, book.scorer, Links(good, same, apart))


def _neighbours(block: list[int]) -> Iterator[Pair]:
    for position, one in enumerate(block):
        for other in block[position + 1 : position + 1 + WINDOW]:
            yield one, other
