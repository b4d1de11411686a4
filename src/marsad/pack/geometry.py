"""Distances between places, and from a place to an outline; on a sphere, metres."""

from __future__ import annotations

import math
from typing import Protocol

from shapely.geometry import Point

from marsad.pack.sphere import EARTH_M, distance_m
from marsad.pack.types import Place


class Shape(Protocol):
    """What is used of a shapely geometry (longitude first, degrees)."""

    def distance(self, other: object) -> float:
        """Distance in degrees; 0 inside."""
        ...


def away_m(place: Place, parent: Place, outline: Shape | None) -> float | None:
    """How many metres a place lies outside of its parent: of its outline, else of its radius; None when unknown.

    The distance to an outline is taken in degrees and counted as if along a meridian, so that it is never too small.
    """
    if place.lat is None or place.lon is None:
        return None
    if outline is not None:
        return float(outline.distance(Point(place.lon, place.lat))) * math.radians(1) * EARTH_M
    if parent.lat is None or parent.lon is None or parent.radius_m is None:
        return None
    return max(0.0, distance_m(place.lat, place.lon, parent.lat, parent.lon) - parent.radius_m)
