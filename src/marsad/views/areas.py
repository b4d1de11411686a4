"""The shapes of a pack's areas (``areas.geojson``), and how a stated place can honestly be drawn with them."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from functools import cache
from pathlib import Path
from typing import Any

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
def _read(folder: Path) -> Mapping[str, Any]:
    path = folder / "areas.geojson"
    if not path.is_file():
        return {}
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PackError(f"{path}: {error}", "areas.geojson must be a GeoJSON FeatureCollection") from error
    return value if isinstance(value, dict) else {}


def drawn_as(place: StatedPlace | None, areas: Container[str]) -> str | None:
    """How a place is drawn: ``point``, ``circle``, ``area`` (where it has an outline), or None for not at all."""
    if place is None or (place.where_prec or LOOSEST + 1) > LOOSEST:
        return None
    if place.link in areas and (place.where_prec or 0) > NEAR:
        return "area"
    if place.lat is None or place.lon is None:
        return None
    return "point" if place.where_prec == EXACT else "circle"
