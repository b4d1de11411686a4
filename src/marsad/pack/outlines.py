"""Which district or province a place lies in, by the outlines of ``areas.geojson``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import shapely
from shapely.geometry import shape as to_shape

from marsad.errors import PackError
from marsad.pack.tables import Row
from marsad.pack.types import Pack


def holders(pack: Pack, rows: Sequence[Row]) -> list[str | None]:
    """For each row the id of the district, else the province, of its country whose outline holds it."""
    found: list[str | None] = [None] * len(rows)
    outlines = list(_outlines(pack)) if rows else []
    if outlines:
        points = shapely.points([r.lon for r in rows], [r.lat for r in rows])
        # The tree holds the points: then it is the few outlines that are prepared, not the many points.
        areas = [shape for _, shape in outlines]
        for area, point in shapely.STRtree(points).query(areas, predicate="intersects").T:
            unit = pack.own_places[outlines[area][0]]
            before = found[point]
            if unit.country == rows[point].country and (before is None or unit.kind == "district"):
                found[point] = unit.id
    return found


def _outlines(pack: Pack) -> Iterator[tuple[str, shapely.Geometry]]:
    for folder in pack.folders:
        path = folder / "areas.geojson"
        if not path.is_file():
            continue
        try:
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
        except (ValueError, KeyError) as error:
            raise PackError(f"{path}: {error}", "areas.geojson must be a GeoJSON FeatureCollection") from error
        for feature in features:
            place = pack.own_places.get(feature["properties"].get("id"))
            if place is None or place.kind not in ("province", "district") or not feature.get("geometry"):
                continue
            shape = to_shape(feature["geometry"])
            if shape.geom_type in ("Polygon", "MultiPolygon"):
                yield place.id, shape if shape.is_valid else shape.buffer(0)
