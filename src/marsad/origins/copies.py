"""Which documents tell in the same words: copies, cut and rewritten copies, verbatim sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from marsad.values import Coded

CONTAINED = 0.5
"""Share of the shorter text's 3-grams in the longer from which the one is a copy of the other."""
SHARED = 5
"""Fewest 3-grams in common that say anything at all."""
SKETCH = 64
"""The k of the bottom-k sketches; a shorter sketch holds all 3-grams of its text."""
POSTINGS = 16
"""Documents kept per 3-gram and group while looking for partners: keeps a flood of copies linear."""

Fingerprint = tuple[tuple[int, ...], tuple[str, ...]]


def containment(one: Sequence[int], other: Sequence[int]) -> tuple[float, int]:
    """Estimate how much of the shorter text the longer one holds, from bottom-k sketches (sorted hashes).

    Both sketches are complete below the smaller of their largest hashes; the shares are counted there (Broder 1997,
    "On the resemblance and containment of documents").  Returns the estimate (0-1) and how many hashes are shared.
    """
    if not one or not other:
        return 0.0, 0
    reach = min(_reach(one), _reach(other))
    first = {h for h in one if h <= reach}
    second = {h for h in other if h <= reach}
    smaller = min(len(first), len(second))
    if smaller == 0:
        return 0.0, 0
    shared = len(first & second)
    return shared / smaller, shared


def _reach(sketch: Sequence[int]) -> int:
    return max(sketch) if len(sketch) >= SKETCH else 1 << 70


def is_copy(one: Sequence[int], other: Sequence[int]) -> bool:
    """Say whether one text is a copy of the other, or of a good part of it."""
    share, shared = containment(one, other)
    return share >= CONTAINED and shared >= min(SHARED, len(one), len(other))


class Groups:
    """Union-find over positions."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, item: int) -> int:
        """The representative of an item's group."""
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        """Make two groups one; the smaller position represents it."""
        a, b = sorted((self.find(one), self.find(other)))
        self.parent[b] = a


def copy_groups(documents: Sequence[Coded], quotes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Group documents that copy one another.

    ``quotes`` are long verbatim quotes per document id: documents that share one are of one origin, too.  Returns
    document id -> key of its group.  The key comes from content, so that more copies of a text do not change it.
    """
    prints: dict[Fingerprint, list[str]] = defaultdict(list)
    for document in documents:
        words = tuple(sorted(set(quotes.get(document.id, ()))))
        # Without any content to compare, a document stands for itself.
        known = (document.sketch, words) if document.sketch or words else ((), (document.id,))
        prints[known].append(document.id)
    order = sorted(prints)
    groups = Groups(len(order))
    _join_by_sketch(order, groups)
    _join_by_quote(order, groups)
    keys: dict[str, str] = {}
    for position, known in enumerate(order):
        first = order[groups.find(position)]
        key = blake2b(repr(first).encode(), digest_size=5).hexdigest()
        keys.update((document, key) for document in prints[known])
    return keys


def _join_by_sketch(order: Sequence[Fingerprint], groups: Groups) -> None:
    postings: dict[int, list[int]] = defaultdict(list)
    for position, (sketch, _) in enumerate(order):
        tried: set[int] = set()
        for number in sketch:
            for other in postings[number]:
                if other in tried or groups.find(other) == groups.find(position):
                    continue
                tried.add(other)
                if is_copy(sketch, order[other][0]):
                    groups.join(position, other)
        own = groups.find(position)
        for number in sketch:
            held = postings[number]
            if len(held) < POSTINGS or sum(groups.find(x) == own for x in held) < POSTINGS:
                held.append(position)


def _join_by_quote(order: Sequence[Fingerprint], groups: Groups) -> None:
    first: dict[str, int] = {}
    for position, (_, words) in enumerate(order):
        for quote in words:
            groups.join(position, first.setdefault(quote, position))
