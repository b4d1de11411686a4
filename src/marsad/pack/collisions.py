"""Names that more than one place or organisation bears."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from marsad.pack.names import fold


@dataclass(frozen=True, slots=True)
class Bearer:
    """What bears names: its id, its kind, its names, and the ids of what holds it (nearest first)."""

    id: str
    kind: str
    names: Sequence[str]
    above: Sequence[str]


def clashes(bearers: Iterable[Bearer]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Folded names that several bear and that one chain of holders does not explain, with the bearers' ids in order.

    A district and the town in it may share a name: whoever reads "Bannu" is right with both, and kinds tell them apart.
    """
    table: dict[str, dict[str, Bearer]] = defaultdict(dict)
    for bearer in bearers:
        for name in bearer.names:
            table[fold(name)][bearer.id] = bearer
    for name, by_id in sorted(table.items()):
        if len(by_id) > 1 and not _one_chain(list(by_id.values())):
            yield name, tuple(sorted(by_id))


def _one_chain(bearers: list[Bearer]) -> bool:
    if len({b.kind for b in bearers}) < len(bearers):
        return False
    outwards = sorted(bearers, key=lambda b: len(b.above), reverse=True)
    return all(outer.id in inner.above for inner, outer in pairwise(outwards))
