"""Places: the tree of areas with what happened in them, and one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marsad.pack import Pack, Place
from marsad.store.wanted import Sum
from marsad.views.pages.claims import ClaimLine
from marsad.views.pages.facets import actor_name
from marsad.views.pages.frame import FacetBox, Rows
from marsad.views.pages.incidents import IncidentLine
from marsad.views.pages.timeline import Bins
from marsad.views.wording import amount, words_of

LEVELS = ("country", "province", "district")
_SIDES = 6
_MONTHS = 24
"""Months up to which tolls are shown by month; beyond by year."""


@dataclass(frozen=True, slots=True)
class TollSum:
    """Tolls of several incidents added up: the low ends, the best estimates, the high ends."""

    low: int
    best: int
    high: int

    @property
    def words(self) -> str:
        """The range in words."""
        return amount(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Sums:
    """What happened in a place: incidents, how many of them are contested or rest on one origin, tolls added up."""

    incidents: int = 0
    contested: int = 0
    single: int = 0
    killed: TollSum = TollSum(0, 0, 0)
    injured: int = 0


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A country, province or district in the tree; ``depth``: 0, 1 or 2."""

    id: str
    name: str
    kind: str
    parent: str | None
    depth: int
    sums: Sums


@dataclass(frozen=True, slots=True)
class PlacesPage(Rows[PlaceLine]):
    """One page of the tree."""


@dataclass(frozen=True, slots=True)
class TollTime:
    """The killed of a month or year, whole and by side (in the order of the page's ``sides``)."""

    when: str
    whole: TollSum | None
    sides: tuple[TollSum | None, ...]

    @property
    def most(self) -> int:
        """The highest end of all."""
        return max((t.high for t in (self.whole, *self.sides) if t), default=0)


@dataclass(frozen=True, slots=True)
class Tolls:
    """The killed over time, the latest first; a toll without a side is a whole one, and sides need not add up to it."""

    sides: tuple[str, ...]
    rows: tuple[TollTime, ...]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """One place: what happened in it, who is said to be there, and where it lies."""

    id: str
    name: str
    kind: str
    also: tuple[str, ...]
    """Its other names."""
    above: tuple[tuple[str, str], ...]
    """Ids and names of the areas that it lies in, the largest first."""
    lat: float | None
    lon: float | None
    radius_m: float | None
    sums: Sums
    parts: tuple[PlaceLine, ...]
    timeline: Bins
    tolls: Tolls
    facets: tuple[FacetBox, ...]
    latest: tuple[IncidentLine, ...]
    presence: tuple[ClaimLine, ...]
    presence_total: int


def lines(sums: Mapping[str, Sums], pack: Pack) -> list[PlaceLine]:
    """The areas in which something happened, in no order."""
    found = []
    for key, here in sums.items():
        place = pack.places.get(key)
        if place and place.kind in LEVELS:
            found.append(PlaceLine(key, place.name, place.kind, place.parent, LEVELS.index(place.kind), here))
    return found


def in_order(found: Iterable[PlaceLine], column: str, down: bool, flat: bool) -> list[PlaceLine]:
    """Lines by a column of their sums (or by name), as a tree: each area's parts follow it; ``flat``: as one list."""
    by_name = sorted(found, key=lambda x: x.name)
    ordered = by_name if column == "name" else sorted(by_name, key=lambda x: _number(x.sums, column), reverse=down)
    if column == "name" and down:
        ordered.reverse()
    if flat:
        return ordered
    here = {x.id for x in ordered}
    under: dict[str | None, list[PlaceLine]] = {}
    for line in ordered:
        under.setdefault(line.parent if line.parent in here else None, []).append(line)
    return list(_down(under, None))


def _down(under: Mapping[str | None, Sequence[PlaceLine]], top: str | None) -> Iterable[PlaceLine]:
    for line in under.get(top, ()):
        yield line
        yield from _down(under, line.id)


def _number(sums: Sums, column: str) -> int:
    return sums.killed.best if column == "killed" else int(getattr(sums, column))


def above(place: Place, pack: Pack) -> tuple[tuple[str, str], ...]:
    """Ids and names of the areas that hold a place, the largest first."""
    found: dict[str, str] = {}
    parent = pack.places.get(place.parent or "")
    while parent is not None and parent.id not in found:
        found[parent.id] = parent.name
        parent = pack.places.get(parent.parent or "")
    return tuple(reversed(found.items()))


def tolls_of(sums: Sequence[Sum], pack: Pack) -> Tolls:
    """The killed by month (by year where there are many months) and side, from sums of the facet ``toll`` by month."""
    killed = [(s.group, s.value.partition("|")[2], s) for s in sums if s.value.startswith("killed|")]
    length = 7 if len({month for month, _, _ in killed}) <= _MONTHS else 4
    added: dict[str, dict[str, TollSum]] = {}
    weight: dict[str, int] = {}
    for month, side, one in killed:
        row = added.setdefault(month[:length], {})
        row[side] = _plus(row.get(side), one)
        weight[side] = weight.get(side, 0) + row[side].best
    sides = sorted((s for s in weight if s), key=lambda s: (-weight[s], s))[:_SIDES]
    rows = (TollTime(when, row.get(""), tuple(row.get(side) for side in sides)) for when, row in sorted(added.items()))
    return Tolls(tuple(side_name(s, pack) for s in sides), tuple(reversed(list(rows))))


def _plus(before: TollSum | None, more: Sum) -> TollSum:
    low, best, high = (int(n) for n in more.amounts)
    return TollSum(before.low + low, before.best + best, before.high + high) if before else TollSum(low, best, high)


def side_name(side: str, pack: Pack) -> str:
    """A side of a toll: an organisation, or a kind of people."""
    return actor_name(side, pack) if side in pack.actors or ":" in side else words_of(side)
