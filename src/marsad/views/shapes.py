"""Areas as geometries: a place inside each, and the honest drawing of a stated place.

Apart from :mod:`marsad.views.areas`, so that what draws nothing does without the libraries of geometry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry import shape as to_shape
from shapely.geometry.base import BaseGeometry

from marsad.pack import Pack
from marsad.values import StatedPlace
from marsad.views.areas import NEAR_M, areas_of, drawn_as


@dataclass(frozen=True, slots=True)
class Spot:
    """How a stated place can be drawn: as a point, a circle or an area."""

    kind: str
    lon: float
    lat: float
    metres: float
    shape: BaseGeometry | None


def spot_of(place: StatedPlace | None, shapes: Mapping[str, BaseGeometry]) -> Spot | None:
    """The honest drawing of a place; None when it is known less exactly than a province, or not at all."""
    kind = drawn_as(place, shapes)
    if place is None or kind is None:
        return None
    if kind == "area":
        area = shapes[place.link or ""]
        middle = area.representative_point()
        return Spot(kind, middle.x, middle.y, 0.0, area)
    lat, lon = place.lat or 0.0, place.lon or 0.0
    return Spot(kind, lon, lat, 0.0 if kind == "point" else place.radius_m or NEAR_M, None)


def middles_of(pack: Pack) -> Mapping[str, tuple[float, float]]:
    """A place inside each area (longitude, latitude), for its name."""
    inside = {key: area.representative_point() for key, area in shapes_of(pack).items()}
    return {key: (round(point.x, 3), round(point.y, 3)) for key, point in inside.items()}


def shapes_of(pack: Pack) -> dict[str, BaseGeometry]:
    """The pack's areas as geometries that can be cut and measured."""
    found = {key: to_shape(dict(value)) for key, value in areas_of(pack).items()}
    return {k: v if v.is_valid else v.buffer(0) for k, v in found.items() if not v.is_empty}
