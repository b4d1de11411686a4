"""Maps as values: what to draw where, with a precision no finer than what is known.

A point is drawn only for an exact place; what is known to a district or province is drawn as that area; what is known
less is listed beside the map.  Projection: equirectangular, longitudes shrunk by the cosine of the middle latitude.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from marsad.pack import Pack
from marsad.views.areas import attribution_of
from marsad.views.shapes import Spot

WIDTH = 760.0
_TALLEST = 640.0
_KM_PER_DEGREE = 111.32
_LEAST_SPAN = 1.4
"""Degrees that a map shows at least, so that one town does not fill it."""
_MARGIN = 0.12
_WORTH = 0.75
"""A spot is far off when the map without it is at most this share as large."""
_DISTRICTS_UP_TO = 9.0
"""Degrees of span up to which district borders are drawn."""


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """A border of the base map, with its name where there is room for it."""

    path: str
    level: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Extent:
    """The part of the world that a map shows, and how it lies on the page."""

    west: float
    south: float
    east: float
    north: float

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude in the middle of the map."""
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        """Units of the drawing per degree of latitude."""
        return WIDTH / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        """Height of the drawing; :data:`WIDTH` is its width."""
        return (self.north - self.south) * self.scale

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        """A place on the drawing."""
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale

    def units(self, metres: float) -> float:
        """A distance on the drawing."""
        return metres / 1000 / _KM_PER_DEGREE * self.scale

    def path(self, shape: BaseGeometry) -> str:
        """A geometry as SVG path data, clipped to the map and no finer than the drawing."""
        clipped = shapely.clip_by_rect(shape, self.west, self.south, self.east, self.north)
        simple = clipped.simplify(0.8 / self.scale)
        return " ".join(self._ring(ring) for ring in _rings(simple) if len(ring) > 1)

    def _ring(self, ring: Sequence[tuple[float, ...]]) -> str:
        points = [self.xy(p[0], p[1]) for p in ring]
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if ring[0] == ring[-1] else "")


@dataclass(frozen=True, slots=True)
class Ground:
    """The base map: borders, names, scale bar and whose facts the borders are."""

    extent: Extent
    outlines: tuple[Outline, ...]
    bar_km: int
    bar: float
    attribution: str


def extent_of(spots: Iterable[Spot]) -> Extent | None:
    """An extent that holds all spots with a margin; None when there is nothing to show."""
    boxes = [_box(s) for s in spots]
    if not boxes:
        return None
    west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
    east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
    squeeze = math.cos(math.radians((south + north) / 2))
    width = max((east - west) * squeeze * (1 + 2 * _MARGIN), _LEAST_SPAN)
    height = max((north - south) * (1 + 2 * _MARGIN), _LEAST_SPAN * 0.6)
    # The page is wider than tall: widen a tall map, heighten a very flat one.
    width = max(width, height * WIDTH / _TALLEST)
    height = max(height, width * 0.5)
    lon, lat = (west + east) / 2, (south + north) / 2
    half = width / squeeze / 2
    return Extent(lon - half, lat - height / 2, lon + half, lat + height / 2)


def _box(spot: Spot) -> Box:
    if spot.shape is not None:
        west, south, east, north = spot.shape.bounds
        return west, south, east, north
    reach = spot.metres / 1000 / _KM_PER_DEGREE
    return spot.lon - reach, spot.lat - reach, spot.lon + reach, spot.lat + reach


class Labels:
    """Keeps names on a map from covering each other and the marks."""

    def __init__(self, extent: Extent) -> None:
        self._extent = extent
        # The scale bar stands in the lower left corner.
        self._boxes: list[Box] = [(8, extent.height - 36, 24 + WIDTH / 4, extent.height)]

    def take(self, x: float, y: float, radius: float) -> None:
        """Keep names off a mark."""
        self._boxes.append((x - radius, y - radius, x + radius, y + radius))

    def fits(self, box: Box) -> bool:
        """Take a box when it lies on the map and nothing is there yet."""
        inside = box[0] > 0 and box[2] < WIDTH and box[1] > 0 and box[3] < self._extent.height
        if not inside or any(_overlap(box, other) for other in self._boxes):
            return False
        self._boxes.append(box)
        return True

    def beside(self, x: float, y: float, radius: float, name: str) -> tuple[float, float, str] | None:
        """Find room for a name right, left, above or below of a mark: position and text anchor."""
        wide, gap = len(name) * 6.8, radius + 4
        for at_x, at_y, anchor, shift in (
            (x + gap, y + 4, "start", 0.0), (x - gap, y + 4, "end", 1.0), (x, y - gap - 2, "middle", 0.5),
            (x, y + gap + 10, "middle", 0.5),
        ):  # fmt: skip
            if self.fits((at_x - wide * shift, at_y - 11, at_x + wide * (1 - shift), at_y + 3)):
                return at_x, at_y, anchor
        return None


def outliers(spots: Sequence[Spot]) -> list[Spot]:
    """The few spots (a tenth at most) without which the map would be much smaller."""
    counts = Counter(_box(s) for s in spots)
    far: list[Box] = []
    now = _span(counts)
    budget = len(spots) // 10
    while len(far) + 1 < len(counts):
        rest = {box: _span(b for b in counts if b != box and b not in far) for box in counts if box not in far}
        worst = min(rest, key=lambda b: (rest[b], b))
        budget -= counts[worst]
        if budget < 0 or rest[worst] > now * _WORTH:
            break
        far.append(worst)
        now = rest[worst]
    return [s for s in spots if _box(s) in far]


def _span(boxes: Iterable[Box]) -> float:
    all_boxes = list(boxes)
    if not all_boxes:
        return 0.0
    # No map is smaller than the least span, so nothing is gained below it.
    wide = max(max(b[2] for b in all_boxes) - min(b[0] for b in all_boxes), _LEAST_SPAN)
    return wide * max(max(b[3] for b in all_boxes) - min(b[1] for b in all_boxes), _LEAST_SPAN)


def ground(extent: Extent, pack: Pack, shapes: Mapping[str, BaseGeometry], labels: Labels) -> Ground:
    """Draw borders and place names; names keep clear of each other and of what ``labels`` has taken."""
    window = shapely.box(extent.west, extent.south, extent.east, extent.north)
    wanted = ["province"]
    if extent.north - extent.south < _DISTRICTS_UP_TO:
        wanted.insert(0, "district")
    outlines: list[Outline] = []
    for level in reversed(wanted):
        for key, shape in shapes.items():
            place = pack.places.get(key)
            if place and place.kind == level and shape.intersects(window):
                outlines.append(_outline(shape, level, place.name, extent, labels))
    outlines.sort(key=lambda o: wanted.index(o.level))
    step = _bar(extent)
    return Ground(extent, tuple(outlines), step, extent.units(step * 1000), attribution_of(pack))


def _outline(shape: BaseGeometry, level: str, name: str, extent: Extent, labels: Labels) -> Outline:
    path = extent.path(shape)
    part = shapely.clip_by_rect(shape, extent.west, extent.south, extent.east, extent.north)
    if part.is_empty:
        return Outline(path, level, "", 0, 0)
    middle = part.representative_point()
    x, y = extent.xy(middle.x, middle.y)
    half = len(name) * (4.6 if level == "province" else 2.9) + 4
    room = math.sqrt(part.area * extent.squeeze) * extent.scale
    if room < (70 if level == "province" else 46) or not labels.fits((x - half, y - 9, x + half, y + 9)):
        return Outline(path, level, "", 0, 0)
    return Outline(path, level, name, x, y)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _bar(extent: Extent) -> int:
    steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    return max((s for s in steps if extent.units(s * 1000) <= WIDTH / 4), default=1)


def _rings(shape: BaseGeometry) -> list[list[tuple[float, ...]]]:
    if shape.is_empty:
        return []
    if shape.geom_type == "Polygon":
        return [list(shape.exterior.coords), *(list(r.coords) for r in shape.interiors)]
    if shape.geom_type in ("LineString", "LinearRing"):
        return [list(shape.coords)]
    if hasattr(shape, "geoms"):
        return [ring for part in shape.geoms for ring in _rings(part)]
    return []
