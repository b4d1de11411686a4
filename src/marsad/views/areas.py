"""The shapes of a pack's areas (``areas.geojson``), for maps and exports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from marsad.errors import PackError
from marsad.pack import Pack

Ring = tuple[tuple[float, float], ...]
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
    """Whose facts the areas are, as the packs state it; empty when they state nothing."""
    said = [str(_read(f).get("attribution", "")) for f in pack.folders]
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
