"""An index in columns: which things have which values, and their numbers, counted and sorted as whole arrays.

So the values of every facet are counted anew for each page, whatever is filtered by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from marsad.store.wanted import Described, Sum, Wanted

Rows = NDArray[np.uint32]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]
EPOCH = 719_163
"""The ordinal of 1970-01-01, from which numpy counts days."""


@dataclass(frozen=True, slots=True)
class Facet:
    """Pairs of a thing and a value it has: ``rows`` are positions of things, ``codes`` positions in ``values``.

    ``amounts`` are numbers of the pairs by column, where there are any: the toll of an incident on one side.
    """

    values: tuple[str, ...]
    rows: Rows
    codes: Rows
    amounts: Mapping[str, Numbers] = field(default_factory=dict)


@dataclass(frozen=True)
class Index:
    """Things in order of id, with their facets and numbers (NaN: unknown)."""

    ids: tuple[str, ...]
    facets: Mapping[str, Facet]
    numbers: Mapping[str, Numbers]
    _orders: dict[str, Rows] = field(default_factory=dict, compare=False, repr=False)
    _summed: dict[tuple[str, ...], tuple[Sum, ...]] = field(default_factory=dict, compare=False, repr=False)
    _plain: dict[str, Numbers] = field(default_factory=dict, compare=False, repr=False)
    _counted: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, things: Iterable[Described]) -> Index:
        """Make an index of things, which must come in order of id."""
        ids: list[str] = []
        pairs: dict[str, tuple[list[int], list[str]]] = defaultdict(lambda: ([], []))
        numbers: dict[str, list[float]] = defaultdict(list)
        own: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for row, thing in enumerate(things):
            ids.append(thing.id)
            for facet, value in thing.values:
                rows, said = pairs[facet]
                rows.append(row)
                said.append(value)
            for column, number in thing.numbers.items():
                numbers[column].append(np.nan if number is None else number)
            for facet, value, amounts in thing.tallies:
                rows, said = pairs[facet]
                rows.append(row)
                said.append(value)
                for column, amount in amounts.items():
                    own[facet][column].append(amount)
        facets = {name: _facet(*pair, _arrays(own.get(name, {}))) for name, pair in pairs.items()}
        return cls(tuple(ids), facets, _arrays(numbers))

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Id -> position."""
        return {identity: n for n, identity in enumerate(self.ids)}

    @cached_property
    def _names(self) -> NDArray[np.object_]:
        return np.array(self.ids, dtype=np.object_)

    def column(self, name: str) -> Numbers:
        """Numbers of all things, in order of id; NaN where nothing is known."""
        return self.numbers[name] if name in self.numbers else np.full(len(self.ids), np.nan)

    def named(self, rows: Rows) -> tuple[str, ...]:
        """The ids of things by their positions."""
        return tuple(self._names[rows].tolist())

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
            numbers = self.column(column)
            found &= (numbers >= (-np.inf if least is None else least)) & (
                numbers <= (np.inf if most is None else most)
            )
        return found

    def _having(self, name: str, values: Sequence[str]) -> Mask:
        found = np.zeros(len(self.ids), dtype=np.bool_)
        if facet := self.facets.get(name):
            asked = np.array([value in values for value in facet.values], dtype=np.bool_)
            found[facet.rows[asked[facet.codes]]] = True
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
        whole = bool(mask.all())  # what most visits begin with is counted once
        if whole and name in self._counted:
            return self._counted[name]
        found = np.bincount(facet.codes[mask[facet.rows]], minlength=len(facet.values))
        held = [(facet.values[n], int(found[n])) for n in np.flatnonzero(found)]
        counted = tuple(sorted(held, key=lambda x: (-x[1], x[0])))
        if whole:
            self._counted[name] = counted
        return counted

    def labels(self, name: str, rows: Rows) -> tuple[tuple[str, ...], Codes]:
        """The values of a facet, and of each of these things the position of its value; -1 where it has none."""
        codes = np.full(len(self.ids), -1, dtype=np.int64)
        if (facet := self.facets.get(name)) is None:
            return (), codes[rows]
        codes[facet.rows] = facet.codes
        return facet.values, codes[rows]

    def sums(self, name: str, columns: Sequence[str], mask: Mask, by: str = "") -> tuple[Sum, ...]:
        """For each value of a facet: how many things have it, and the sums of their numbers.

        ``by`` groups them: by a facet of which each thing has one value at most, or by the months (``2031-03``) of a
        column of days; what belongs to no group is left out.
        """
        if (facet := self.facets.get(name)) is None:
            return ()
        asked = (name, *columns, by)
        whole = bool(mask.all())
        if whole and asked in self._summed:
            return self._summed[asked]
        groups, group = self._groups(by)
        pairs = np.flatnonzero(mask[facet.rows] & (group[facet.rows] >= 0) if by else mask[facet.rows])
        keys = group[facet.rows[pairs]] * len(facet.values) + facet.codes[pairs] if by else facet.codes[pairs]
        size = len(groups) * len(facet.values)
        number = np.bincount(keys, minlength=size)
        sums = [np.bincount(keys, self._amounts(facet, c, pairs), size).astype(np.float64) for c in columns]
        summed = self._sums(facet, groups, number, sums)
        if whole:
            self._summed[asked] = summed
        return summed

    @staticmethod
    def _sums(facet: Facet, groups: Sequence[str], number: Codes, sums: Sequence[Numbers]) -> tuple[Sum, ...]:
        found = np.flatnonzero(number)
        amounts = np.column_stack([s[found] for s in sums]).tolist() if sums else [()] * len(found)
        return tuple(
            Sum(facet.values[k % len(facet.values)], groups[k // len(facet.values)], n, tuple(of_it))
            for k, n, of_it in zip(found.tolist(), number[found].tolist(), amounts, strict=True)
        )

    def _amounts(self, facet: Facet, column: str, pairs: Codes) -> Numbers:
        own = facet.amounts.get(column)
        if own is not None:
            return np.nan_to_num(own[pairs])
        plain = self._plain.get(column)
        if plain is None:
            plain = self._plain[column] = np.nan_to_num(self.numbers[column])
        return plain[facet.rows[pairs]]

    def _groups(self, by: str) -> tuple[tuple[str, ...], Codes]:
        if not by:
            return ("",), np.zeros(len(self.ids), dtype=np.int64)
        if by in self.facets or by not in self.numbers:
            return self.labels(by, np.arange(len(self.ids), dtype=np.uint32))
        dated = np.flatnonzero(~np.isnan(self.numbers[by]))
        days = self.numbers[by][dated].astype(np.int64) - EPOCH
        months, found = np.unique(days.astype("datetime64[D]").astype("datetime64[M]"), return_inverse=True)
        group = np.full(len(self.ids), -1, dtype=np.int64)
        group[dated] = found
        return tuple(str(m) for m in months), group

    def to_bytes(self) -> bytes:
        """As it is kept."""
        facets = {n: (f.values, f.rows.tobytes(), f.codes.tobytes(), _bytes(f.amounts)) for n, f in self.facets.items()}
        return msgspec.msgpack.encode((self.ids, facets, _bytes(self.numbers)))

    @classmethod
    def from_bytes(cls, data: bytes) -> Index:
        """From what is kept."""
        kept: Any = msgspec.msgpack.decode(data)
        ids, facets, numbers = kept
        found = {n: Facet(tuple(v), np.frombuffer(r, np.uint32), np.frombuffer(c, np.uint32), _columns(a))
                 for n, (v, r, c, a) in facets.items()}  # fmt: skip
        return cls(tuple(ids), found, _columns(numbers))


def _facet(rows: Sequence[int], said: Sequence[str], amounts: Mapping[str, Numbers]) -> Facet:
    values = sorted(set(said))
    code = {value: n for n, value in enumerate(values)}
    return Facet(tuple(values), np.array(rows, np.uint32), np.array([code[v] for v in said], np.uint32), amounts)


def _arrays(columns: Mapping[str, Sequence[float]]) -> dict[str, Numbers]:
    return {name: np.array(numbers, dtype=np.float64) for name, numbers in columns.items()}


def _bytes(columns: Mapping[str, Numbers]) -> dict[str, bytes]:
    return {name: numbers.tobytes() for name, numbers in columns.items()}


def _columns(kept: Mapping[str, bytes]) -> dict[str, Numbers]:
    return {name: np.frombuffer(data, np.float64) for name, data in kept.items()}
