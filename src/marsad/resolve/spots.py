"""Where a statement happened, as far as two places can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import asin, cos, floor, radians, sin, sqrt
from typing import Any

from marsad.pack import fold
from marsad.values import StatedPlace

COUNTRY, PROVINCE, DISTRICT, FINE = 0, 1, 2, 3
"""How far down a place goes.  A place below its district, or with a point of its own, is FINE."""
CELL = 0.25
"""Side of the grid cells for blocking, in degrees."""
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A place reduced to what comparison needs.

    ``point``: latitude, longitude, radius in km, when it has one; ``disc``: the same for a district, too.
    Made by :func:`spot_of` only, once for each content: so identity is equality, which is what makes lookups fast.
    """

    level: int
    link: str | None
    name: str
    country: str | None
    admin1: str | None
    admin2: str | None
    point: tuple[float, float, float] | None
    disc: tuple[float, float, float] | None

    @property
    def heads(self) -> bool:
        """Whether it bears its district's name, so that the district may be meant ("a blast in Bannu")."""
        if self.admin2 and self.name == self.admin2:
            return True
        parts = (self.link or "").split(".")
        return len(parts) > FINE and parts[-1] == parts[-2]

    @property
    def key(self) -> tuple[str, ...]:
        """Content that orders spots the same way every time."""
        return (str(self.level), self.link or "", self.name, self.admin1 or "", self.admin2 or "", str(self.point))


@lru_cache(maxsize=65536)
def spot_of(place: StatedPlace) -> Spot | None:
    """Reduce a stated place; None when nothing is known of where it is."""
    level = _level(place)
    if level is None:
        return None
    disc = None
    if place.lat is not None and place.lon is not None and level >= DISTRICT:
        disc = (place.lat, place.lon, (place.radius_m or 0.0) / 1000.0)
    point = disc if level == FINE and place.where_prec in (None, 1, 2) else None
    return _intern(
        level, place.link, fold(place.name), _low(place.country), _low(place.admin1), _low(place.admin2), point, disc
    )


@cache
def _intern(*parts: Any) -> Spot:
    return Spot(*parts)


def _low(name: str | None) -> str | None:
    return fold(name) if name else None


def _level(place: StatedPlace) -> int | None:
    by_precision = {1: FINE, 2: FINE, 3: DISTRICT, 4: PROVINCE, 6: COUNTRY}
    if place.where_prec in by_precision:
        return by_precision[place.where_prec]
    if place.admin2:
        return DISTRICT
    if place.admin1:
        return PROVINCE
    if place.link:
        return min(place.link.count("."), FINE)
    return COUNTRY if place.country else None


@lru_cache(maxsize=262144)
def relate(one: Spot | None, other: Spot | None, reach_km: float) -> str:
    """Relate two spots: same, near, district, head, sibling, province, country, unknown or apart.

    ``district``: one lies in the district that is all the other says; ``head``: one is the town that its district is
    named after, the other lies elsewhere in that district; ``sibling``: two places of one district, distance unknown;
    ``apart``: they cannot be one place.  ``reach_km`` is the setting ``incident_km``.
    """
    if one is None or other is None:
        return "unknown"
    found = _relate(one, other, reach_km)
    if found in ("near", "sibling", "apart") and (one.heads or other.heads) and _one_district(one, other):
        return "head"
    return found


def _one_district(one: Spot, other: Spot) -> bool:
    if one.admin2 and other.admin2:
        if one.admin2 != other.admin2:
            return _once_one(one, other)
        return one.admin1 == other.admin1 or _one_unit(one, other, PROVINCE)
    return _one_unit(one, other, DISTRICT)


def _one_unit(one: Spot, other: Spot, level: int) -> bool:
    """Whether two ids share a unit: names of units change with the day (Bara was in FATA until 2018), ids do not."""
    if not (one.link and other.link):
        return False
    ours, theirs = one.link.split(".")[: level + 1], other.link.split(".")[: level + 1]
    return ours == theirs and len(ours) > level


def _once_one(one: Spot, other: Spot) -> bool:
    """Whether places of two districts lie in what was one of them, by their ids, and near enough to be in one now."""
    if not _one_unit(one, other, DISTRICT) or one.level == other.level == DISTRICT:
        return False
    return bool(one.disc and other.disc and distance_km(one.disc, other.disc) <= max(one.disc[2], other.disc[2]))


def _relate(one: Spot, other: Spot, reach_km: float) -> str:
    if one.link and one.link == other.link:
        return "same" if one.level >= DISTRICT else ("province" if one.level == PROVINCE else "country")
    if one.point and other.point:
        away = distance_km(one.point, other.point)
        if away <= 3.0:
            return "same"
        return "near" if away <= max(reach_km, one.point[2] + other.point[2]) else "apart"
    return _by_names(one, other)


def _by_names(one: Spot, other: Spot) -> str:
    if one.country and other.country and one.country != other.country:
        # Each side names its own bank of a border.
        across = one.disc and other.disc and distance_km(one.disc, other.disc) <= max(one.disc[2], other.disc[2])
        return "near" if across else "apart"
    coarse = min(one.level, other.level)
    if one.link and other.link and (one.link.startswith(other.link + ".") or other.link.startswith(one.link + ".")):
        return ("country", "province", "district", "district")[coarse]
    if coarse == COUNTRY:
        return "country" if one.country and one.country == other.country else "unknown"
    within = _one_unit(one, other, PROVINCE)
    if one.admin1 and other.admin1 and one.admin1 != other.admin1 and not within:
        return "apart"
    if coarse == PROVINCE:
        return "province" if one.admin1 and (within or one.admin1 == other.admin1) else "unknown"
    if one.admin2 and other.admin2:
        if one.admin2 != other.admin2 and not _once_one(one, other):
            return "apart"
        if one.name == other.name:
            return "same"
        return "district" if one.level != other.level else ("same" if one.level == DISTRICT else "sibling")
    return "same" if one.name == other.name and one.admin1 == other.admin1 else "unknown"


def distance_km(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Great-circle distance of two (latitude, longitude, …) in degrees, by the haversine formula."""
    lat_a, lat_b = radians(one[0]), radians(other[0])
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def regions(spot: Spot, reach_km: float) -> Iterator[str]:
    """Keys of which two spots that may be one place share at least one."""
    if spot.admin2:
        yield f"d:{spot.admin2}|{spot.admin1 or ''}"
    if spot.link and spot.link.count(".") >= DISTRICT:
        yield "l:" + ".".join(spot.link.split(".")[: DISTRICT + 1])
    if spot.point is None:
        return
    lat, lon, radius = spot.point
    # Boxes of half the reach around two points that are within reach of one another overlap.
    half = max(reach_km / 2, radius) / 111.0
    wide = half / max(0.2, cos(radians(lat)))
    rows = range(floor((lat - half) / CELL), floor((lat + half) / CELL) + 1)
    columns = range(floor((lon - wide) / CELL), floor((lon + wide) / CELL) + 1)
    yield from (f"c:{row}:{column}" for row in rows for column in columns)
