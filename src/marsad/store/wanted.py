"""What is asked of an index and what is put into it, without the arrays that it is kept in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: any of the values of each facet, numbers within bounds, words; in which order, how many.

    ``bounds``: column -> (least, most), inclusive, None for open; what has no number there is left out.  ``order`` is
    a column, with a minus before it the largest first; what has no number comes last, ties go by id.
    """

    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    bounds: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    words: str = ""
    order: str = ""
    offset: int = 0
    limit: int = 50


class Sum(NamedTuple):
    """How many things of a group have a value, and the sums of their numbers (what is unknown adds nothing)."""

    value: str
    group: str
    number: int
    amounts: tuple[float, ...]


class Described(NamedTuple):
    """A thing's id, its values (facet, value), its numbers by column, and values with numbers of their own.

    Each thing of an index has the same columns, and each pair of a facet that is tallied.
    """

    id: str
    values: Iterable[tuple[str, str]]
    numbers: Mapping[str, float | None]
    tallies: Iterable[tuple[str, str, Mapping[str, float]]] = ()
