"""Close decisions: statements that might as well be one happening as two, which a person had better look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marsad.resolve.layer import Book, Unsure
from marsad.resolve.score import JOIN


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two statements (ids) whose joining was a close decision: points, the features they come from, which it was."""

    one: str
    other: str
    points: float
    features: tuple[str, ...]
    joined: bool


def doubts_of(book: Book, found: Iterable[Unsure]) -> tuple[Doubt, ...]:
    """Unsure pairs of nodes as pairs of statements, one of each, the closest first; without what a person judged."""
    doubts: dict[tuple[str, str], Doubt] = {}
    for unsure in found:
        one, other = book.sorted((unsure.one, unsure.other))
        if other not in book.same.get(one, ()) and other not in book.apart.get(one, ()):
            pair = (book.nodes[one].statements[0], book.nodes[other].statements[0])
            doubts[pair] = Doubt(*pair, unsure.scored.points, unsure.scored.features, unsure.joined)
    return tuple(sorted(doubts.values(), key=lambda d: (abs(d.points - JOIN), d.one, d.other)))
