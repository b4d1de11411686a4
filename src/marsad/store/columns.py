"""An index in columns: which things have which values, and their numbers, counted and sorted as whole arrays.

So the values of every facet are counted anew for each page, whatever is filtered by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.uint32]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]


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


@dataclass(frozen=True, slots=True)
class Facet:
    """Pairs of a thing and a value it has: ``rows`` are positions of things, ``codes`` positions in ``values``."""

    values: tuple[str, ...]
    rows: Rows
    codes: Rows


@dataclass(frozen=True)
class Index:
    """Things in order of id, with their facets and numbers (NaN: unknown)."""

    ids: tuple[str, ...]
    facets: Mapping[str, Facet]
    numbers: Mapping[str, Numbers]
    _orders: dict[str, Rows] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, things: Iterable[Described]) -> Index:
        """Make an index of things, which must come in order of id."""
        ids: list[str] = []
        pairs: dict[str, tuple[list[int], list[str]]] = {}
        numbers: dict[str, list[float]] = {}
        for row, (identity, values, amounts) in enumerate(things):
            ids.append(identity)
            for facet, value in values:
                rows, said = pairs.setdefault(facet, ([], []))
                rows.append(row)
                said.append(value)
            for column, amount in amounts.items():
                numbers.setdefault(column, []).append(float("nan") if amount is None else amount)
        arrays = {c: np.array(n, dtype=np.float64) for c, n in numbers.items()}
        return cls(tuple(ids), {name: _facet(*pair) for name, pair in pairs.items()}, arrays)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Id -> position."""
        return {identity: n for n, identity in enumerate(self.ids)}

    def mask(self, wanted: Wanted, among: Iterable[str] | None = None, without: str | None = None) -> Mask:
        """Which things are wanted; ``among`` bounds them further, ``without`` leaves out what one facet asks for."""
        found = np.ones(len(self.ids), dtype=np.bool_)
        if among is not None:
            found = np.zeros(len(self.ids), dtype=np.bool_)
            found[[self.positions[i] for i in among if i in self.positions]] = True
        for facet, values in wanted.facets.items():
            if facet != without and values:
                found &= self._having(facet, values)
        for column, (least, most) in wanted.bounds.items():
            numbers = self.numbers.get(column, np.full(len(self.ids), np.nan))
            found &= (numbers >= (-np.inf if least is None else least)) & (
                numbers <= (np.inf if most is None else most)
            )
        return found

    def _having(self, name: str, values: Sequence[str]) -> Mask:
        found = np.zeros(len(self.ids), dtype=np.bool_)
        if facet := self.facets.get(name):
            codes = [n for n, value in enumerate(facet.values) if value in values]
            found[facet.rows[np.isin(facet.codes, codes)]] = True
        return found

    def ordered(self, mask: Mask, order: str) -> Rows:
        """Positions of what the mask lets through, in order."""
        whole = self._orders.get(order)
        if whole is None:
            numbers = self.numbers.get(order.removeprefix("-"), np.zeros(len(self.ids)))
            key = -numbers if order.startswith("-") else numbers
            whole = self._orders[order] = np.argsort(key, kind="stable").astype(np.uint32)  # NaN comes last
        return whole[mask[whole]]

    def counts(self, name: str, mask: Mask) -> tuple[tuple[str, int], ...]:
        """Values of a facet with how many of the things have them, commonest first."""
        if (facet := self.facets.get(name)) is None:
            return ()
        found = np.bincount(facet.codes[mask[facet.rows]], minlength=len(facet.values))
        held = [(facet.values[n], int(found[n])) for n in np.flatnonzero(found)]
        return tuple(sorted(held, key=lambda x: (-x[1], x[0])))

    def to_bytes(self) -> bytes:
        """As it is kept."""
        facets = {n: (f.values, f.rows.tobytes(), f.codes.tobytes()) for n, f in self.facets.items()}
        return msgspec.msgpack.encode((self.ids, facets, {n: a.tobytes() for n, a in self.numbers.items()}))

    @classmethod
    def from_bytes(cls, data: bytes) -> Index:
        """From what is kept."""
        kept: Any = msgspec.msgpack.decode(data)
        ids, facets, numbers = kept
        found = {n: Facet(tuple(v), np.frombuffer(r, np.uint32), np.frombuffer(c, np.uint32))
                 for n, (v, r, c) in facets.items()}  # fmt: skip
        return cls(tuple(ids), found, {n: np.frombuffer(a, np.float64) for n, a in numbers.items()})


Described = tuple[str, Iterable[tuple[str, str]], Mapping[str, float | None]]
"""A thing's id, its values (facet, value), and its numbers by column (the same columns for each)."""


def _facet(rows: Sequence[int], said: Sequence[str]) -> Facet:
    values = sorted(set(said))
    code = {value: n for n, value in enumerate(values)}
    return Facet(tuple(values), np.array(rows, np.uint32), np.array([code[v] for v in said], np.uint32))
