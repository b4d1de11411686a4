"""The shapes of a pack's areas (``areas.geojson``), and how a stated place can honestly be drawn with them."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shapely.geometry import shape as to_shape
from shapely.geometry.base import BaseGeometry

from marsad.errors import PackError
from marsad.pack import Pack
from marsad.values import StatedPlace

EXACT, NEAR, LOOSEST = 1, 2, 5
"""UCDP where_prec: an exact place; near a known one; the loosest that can be drawn (6 is a whole country)."""
NEAR_M = 25_000.0
"""Metres for where_prec 2 where no radius is said (UCDP: "within ca. 25 km")."""

Shape = Mapping[str, Any]
"""A GeoJSON geometry (RFC 7946): WGS84 degrees, longitude first."""


def areas_of(pack: Pack) -> Mapping[str, Shape]:
    """Geometries by place id, of the pack and all that it includes.

    Raises
    ------
    PackError
        When an ``areas.geojson`` cannot be read.
    """
    return _areas(pack.folders)


def middles_of(pack: Pack) -> Mapping[str, tuple[float, float]]:
    """A place inside each area (longitude, latitude), for its name."""
    return _middles(pack.folders)


def attribution_of(pack: Pack) -> str:
    """Whose facts the areas are, as the packs state it, and imported places; empty when nothing is stated."""
    said = [str(_read(f).get("attribution", "")) for f in pack.folders]
    if pack.imported is not None:
        said += [f"further places: {c.attribution} ({c.licence})" for c in pack.imported.credits]
    return "; ".join(x for x in dict.fromkeys(said) if x)


@cache
def _areas(folders: tuple[Path, ...]) -> Mapping[str, Shape]:
    found: dict[str, Shape] = {}
    for folder in folders:
        for feature in _read(folder).get("features", []):
            key = feature.get("properties", {}).get("id")
            if key and feature.get("geometry"):
                found[str(key)] = feature["geometry"]
    return found


@cache
def _middles(folders: tuple[Path, ...]) -> Mapping[str, tuple[float, float]]:
    inside = {key: to_shape(dict(value)).representative_point() for key, value in _areas(folders).items()}
    return {key: (round(point.x, 3), round(point.y, 3)) for key, point in inside.items() if not point.is_empty}


@cache
def _read(folder: Path) -> Mapping[str, Any]:
    path = folder / "areas.geojson"
    if not path.is_file():
        return {}
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PackError(f"{path}: {error}", "areas.geojson must be a GeoJSON FeatureCollection") from error
    return value if isinstance(value, dict) else {}


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


def drawn_as(place: StatedPlace | None, areas: Container[str]) -> str | None:
    """How a place is drawn: ``point``, ``circle``, ``area`` (where it has an outline), or None for not at all."""
    if place is None or (place.where_prec or LOOSEST + 1) > LOOSEST:
        return None
    if place.link in areas and (place.where_prec or 0) > NEAR:
        return "area"
    if place.lat is None or place.lon is None:
        return None
    return "point" if place.where_prec == EXACT else "circle"


def shapes_of(pack: Pack) -> dict[str, BaseGeometry]:
    """The pack's areas as geometries that can be cut and measured."""
    found = {key: to_shape(dict(value)) for key, value in areas_of(pack).items()}
    return {k: v if v.is_valid else v.buffer(0) for k, v in found.items() if not v.is_empty}
