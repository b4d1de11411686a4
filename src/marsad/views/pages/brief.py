"""What a brief or a comparison may be made of: the options of their pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marsad.pack import Pack

_AREAS = ("country", "province", "district")


@dataclass(frozen=True, slots=True)
class Area:
    """A place that can be asked for, with what it lies in."""

    id: str
    name: str
    within: str


@dataclass(frozen=True, slots=True)
class BriefPage:
    """Options of a brief: areas to choose from, the area and document that are asked for.

    ``incidents``: how many are asked for; ``most``: how many a brief holds, the latest first.
    """

    areas: tuple[Area, ...]
    area: str
    area_name: str
    document: str
    document_title: str
    incidents: int
    most: int


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A reference data set that can be compared with."""

    name: str
    form: str
    events: int
    days: str
    licence: str
    attribution: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Options of a comparison: as for a brief, and the references there are."""

    references: tuple[ReferenceLine, ...]
    options: BriefPage


def areas(pack: Pack, spoken: Iterable[str]) -> tuple[Area, ...]:
    """Countries, provinces and districts of which anything is told, in order of name."""
    known = [pack.places[p] for p in spoken if p in pack.places]
    found = sorted((p for p in known if p.kind in _AREAS), key=lambda p: (p.name, p.id))
    return tuple(Area(p.id, p.name, pack.places[p.parent].name if p.parent else "") for p in found)
