"""GeoJSON (RFC 7946) of incidents, with a geometry no finer than what is known."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

import msgspec
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from marsad.export import check_what
from marsad.export.rows import incident_row
from marsad.pack import Pack
from marsad.values import Incident
from marsad.views import Material, attribution_of
from marsad.views.shapes import Spot, shapes_of, spot_of

_CORNERS = 32
_METRES_PER_DEGREE = 111_320.0
_DECIMALS = 5
"""About a metre; no source of the packs is finer."""


class GeoJsonExporter:
    """A feature per incident: a point for an exact place, the area for an area, null where no place can be drawn."""

    name = "geojson"

    def export(self, material: Material, what: str, out: TextIO) -> None:
        """Write a FeatureCollection, features in order of id.

        Raises
        ------
        UserError
            When anything but incidents is asked for.
        """
        check_what(self.name, what, ("incidents",))
        ordered = sorted(material.incidents, key=lambda i: i.id)
        out.writelines(collection(((i, material) for i in ordered), material.pack))


def collection(incidents: Iterable[tuple[Incident, Material]], pack: Pack | None) -> Iterator[str]:
    """A FeatureCollection in pieces: each incident with the material that has its documents."""
    shapes = shapes_of(pack) if pack else {}
    head = {"attribution": attribution_of(pack)} if pack else {}
    yield '{"type":"FeatureCollection",'
    yield from (f"{_json(key)}:{_json(value)}," for key, value in head.items() if value)
    yield '"features":[\n'
    for number, (incident, material) in enumerate(incidents):
        yield (",\n" if number else "") + _json(feature(incident, material, shapes))
    yield "\n]}\n"


def feature(incident: Incident, material: Material, shapes: Mapping[str, BaseGeometry]) -> dict[str, Any]:
    """One incident as a feature; ``properties`` are the columns of the CSV without coordinates, and ``geometry_is``."""
    spot = spot_of(incident.place, shapes)
    # The representative point of an area stays out: drawn as a pin it would claim what nobody said.
    row = {k: v for k, v in incident_row(incident, material).items() if k not in ("lat", "lon")}
    properties = {**row, "geometry_is": spot.kind if spot else "none"}
    return {"type": "Feature", "id": incident.id, "geometry": geometry(spot), "properties": properties}


def geometry(spot: Spot | None) -> dict[str, Any] | None:
    """The geometry of a spot: a point, a polygon of the circle, or the area (counter-clockwise, as RFC 7946 asks)."""
    if spot is None:
        return None
    if spot.kind == "point":
        return {"type": "Point", "coordinates": [_round(spot.lon), _round(spot.lat)]}
    shape = spot.shape if spot.shape is not None else _circle(spot)
    if shape.geom_type == "Polygon":
        shape = orient(shape)
    elif shape.geom_type == "MultiPolygon":
        shape = shapely.MultiPolygon([orient(part) for part in shape.geoms])
    found = mapping(shape)
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"])}


def _circle(spot: Spot) -> BaseGeometry:
    high = spot.metres / _METRES_PER_DEGREE
    wide = high / max(math.cos(math.radians(spot.lat)), 0.01)
    turns = [math.tau * n / _CORNERS for n in range(_CORNERS)]
    return shapely.Polygon([(spot.lon + wide * math.cos(t), spot.lat + high * math.sin(t)) for t in turns])


def _rounded(value: float | Sequence[Any]) -> Any:
    return [_rounded(v) for v in value] if isinstance(value, (list, tuple)) else _round(float(value))  # type: ignore[arg-type]


def _round(value: float) -> float:
    return round(value, _DECIMALS)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
