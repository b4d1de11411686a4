"""The brief's figures as values: incidents, movements and presence on maps, ties as arcs, figures as ranges."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.brief.map import WIDTH, Extent, Ground, Labels, extent_of, ground, outliers
from marsad.brief.ties import Arcs, tie_arcs
from marsad.pack import Pack
from marsad.views import BriefView
from marsad.views.areas import LOOSEST
from marsad.views.rows import Cites, ClaimRow, IncidentRow, Movement, Stop, TollRow
from marsad.views.shapes import Spot, shapes_of, spot_of
from marsad.views.wording import WHERE, listing, number

_CROWD = 4
"""Incidents at one place from which on they share one badge."""
_BUSY = 30
"""Incidents on a map from which on all that lie close to each other share one badge."""
_CLOSE = 15.0
"""How close that is, in units of the drawing."""
_HATCHES = 6
OUTSIDE = "far outside the part of the world that the map shows"


@dataclass(frozen=True, slots=True)
class Badge:
    """A numbered sign on the map; ``exact`` ones stand on a dot, others in their area."""

    x: float
    y: float
    at_x: float
    at_y: float
    text: str
    family: str
    exact: bool
    anchor: str
    words: str

    @property
    def moved(self) -> bool:
        """Whether the badge had to make room, so that a line must lead to its place."""
        return math.hypot(self.x - self.at_x, self.y - self.at_y) > 1


@dataclass(frozen=True, slots=True)
class Shade:
    """An area or a circle of the map; ``weight`` counts what lies there, ``hatch`` tells claimants apart."""

    path: str
    x: float
    y: float
    radius: float
    weight: int
    hatch: int
    words: str


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a claimed movement between two stops that can be drawn."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class StopMark:
    """A stop of a movement: a dot when the place is exact, a ring as large as the uncertainty otherwise."""

    x: float
    y: float
    radius: float
    exact: bool
    name: str
    role: str
    label: tuple[float, float, str] | None
    """Where the name stands, and its text anchor; None where there is no room."""
    path: str
    """The border of the area, when that is all that is known."""


@dataclass(frozen=True, slots=True)
class IncidentMap:
    """Figure: where incidents are reported."""

    ground: Ground
    shades: tuple[Shade, ...]
    badges: tuple[Badge, ...]
    off: tuple[tuple[IncidentRow, str], ...]


@dataclass(frozen=True, slots=True)
class ClaimMap:
    """Figure: movements and presence as claimed."""

    ground: Ground
    shades: tuple[Shade, ...]
    legs: tuple[Leg, ...]
    stops: tuple[StopMark, ...]
    claimants: tuple[tuple[int, str], ...]
    off: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """One line of a figure of ranges, as shares of its axis in per cent."""

    who: str
    text: str
    start: float
    width: float
    open_ended: bool
    before: tuple[str, ...] = ()
    notes: Cites = ()


def incident_map(rows: Sequence[IncidentRow], pack: Pack) -> IncidentMap | None:
    """Lay out the incidents; None when none can be drawn."""
    shapes = shapes_of(pack)
    spots = [(r, spot_of(r.place, shapes)) for r in rows]
    drawn = [(r, s) for r, s in spots if s]
    far = outliers([s for _, s in drawn])
    off = tuple((r, OUTSIDE if s else why_off(r)) for r, s in spots if s is None or s in far)
    drawn = [(r, s) for r, s in drawn if s not in far]
    extent = extent_of(s for _, s in drawn)
    if extent is None:
        return None
    badges = _badges(drawn, extent)
    labels = Labels(extent)
    for badge in badges:
        labels.take(badge.x, badge.y, 13)
    base = ground(extent, pack, shapes, labels)
    return IncidentMap(base, _shades(drawn, extent), badges, off)


def why_off(row: IncidentRow) -> str:
    """Why an incident is not on the map."""
    if row.place is None:
        return "no place is stated"
    if (row.place.where_prec or LOOSEST + 1) > LOOSEST:
        return f"{WHERE.get(row.place.where_prec or 0, 'precision not stated')}: {row.place.name}"
    return f"no coordinates are known for {row.place.name}"


def _shades(drawn: Sequence[tuple[IncidentRow, Spot]], extent: Extent) -> tuple[Shade, ...]:
    groups: dict[tuple[str, str], list[tuple[IncidentRow, Spot]]] = defaultdict(list)
    for row, spot in drawn:
        if spot.kind != "point" and row.place:
            groups[spot.kind, row.place.link or row.place.name].append((row, spot))
    found = []
    for members in groups.values():
        row, spot = members[0]
        words = f"{number(len(members), 'incident')} {row.precision}: {row.where}"
        found.append(_shade(spot, extent, len(members), 0, words))
    # Large areas lie below small ones.
    return tuple(sorted(found, key=lambda s: -len(s.path) if not s.radius else -s.radius))


def _shade(spot: Spot, extent: Extent, weight: int, hatch: int, words: str) -> Shade:
    x, y = extent.xy(spot.lon, spot.lat)
    if spot.shape is not None:
        return Shade(extent.path(spot.shape), x, y, 0, weight, hatch, words)
    return Shade("", x, y, max(extent.units(spot.metres), 5), weight, hatch, words)


def _badges(drawn: Sequence[tuple[IncidentRow, Spot]], extent: Extent) -> tuple[Badge, ...]:
    groups: dict[tuple[str, float, float], list[IncidentRow]] = defaultdict(list)
    for row, spot in drawn:
        groups[spot.kind, *extent.xy(spot.lon, spot.lat)].append(row)
    crowd = _CROWD
    if len(drawn) > _BUSY:
        groups, crowd = _gathered(groups), 1
    dots = [(x, y) for kind, x, y in groups if kind == "point"]
    placed: list[tuple[float, float]] = []
    badges = []
    for (kind, *at), rows in groups.items():
        for some in [rows] if len(rows) > crowd else [[r] for r in rows]:
            x, y = _free((at[0], at[1]), placed, [d for d in dots if list(d) != at], extent, kind == "point")
            placed.append((x, y))
            badges.append(_badge((x, y), (at[0], at[1]), some, kind == "point"))
    return tuple(badges)


def _badge(xy: tuple[float, float], at: tuple[float, float], rows: Sequence[IncidentRow], exact: bool) -> Badge:
    first, families = rows[0], Counter(r.family for r in rows)
    words = f"{first.headline}, {first.when}"
    if len(rows) > 1:
        where = listing(list(dict.fromkeys(r.where for r in rows))[:_CROWD])
        words = f"{len(rows)} incidents, {where}: {', '.join(str(r.number) for r in rows)}"
    text = str(first.number) if len(rows) == 1 else f"×{len(rows)}"
    family = min(families, key=lambda f: (-families[f], f))
    return Badge(*xy, *at, text, family, exact, f"incident-{first.number}", words)


def _gathered(
    groups: Mapping[tuple[str, float, float], list[IncidentRow]],
) -> dict[tuple[str, float, float], list[IncidentRow]]:
    """Join what lies closer together than a badge is wide, the places with most incidents first."""
    found: dict[tuple[str, float, float], list[IncidentRow]] = {}
    for (kind, x, y), rows in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        near = [k for k in found if k[0] == kind and math.hypot(k[1] - x, k[2] - y) < _CLOSE]
        if near:
            found[near[0]] += rows
        else:
            found[kind, x, y] = list(rows)
    return found


def _free(
    at: tuple[float, float], placed: Sequence[tuple[float, float]], dots: Sequence[tuple[float, float]], extent: Extent,
    above: bool,
) -> tuple[float, float]:  # fmt: skip
    """The free place nearest to a point: circles of growing size around it; above the dot of an exact place."""
    tries = [(at[0], at[1] - 17)] if above else [at]
    for ring in range(1, 9):
        for step in range(12):
            angle = math.tau * step / 12 - math.pi / 2
            tries.append((at[0] + 16 * ring * math.cos(angle), at[1] + 16 * ring * math.sin(angle)))
    for x, y in tries:
        inside = 12 < x < WIDTH - 12 and 12 < y < extent.height - 12
        if (
            inside
            and all(math.hypot(x - a, y - b) > 23 for a, b in placed)
            and all(math.hypot(x - a, y - b) > 13 for a, b in dots)
        ):
            return x, y
    return tries[0]


def claim_map(movements: Sequence[Movement], presences: Sequence[ClaimRow], pack: Pack) -> ClaimMap | None:
    """Lay out movements and presence; None when neither can be drawn."""
    shapes = shapes_of(pack)
    ways = [(m, [(s, spot_of(s.place, shapes)) for s in m.stops]) for m in movements]
    held = [(r, p.name, spot_of(p, shapes)) for r in presences for p in r.places]
    spots = [s for _, stops in ways for _, s in stops if s] + [s for _, _, s in held if s]
    far = outliers(spots)
    extent = extent_of(s for s in spots if s not in far)
    if extent is None:
        return None
    people = list(dict.fromkeys(_claimant(r) for r in presences))
    shades = [
        _shade(s, extent, 1, people.index(_claimant(r)) % _HATCHES, f"{r.words} (claim C{r.number})")
        for r, _, s in held
        if s
    ]
    off = [f"C{r.number}: {name}" for r, name, s in held if s is None or s in far]
    off += [
        f"C{m.claim.number}: {stop.role} {stop.name} ({stop.precision})"
        for m, stops in ways
        for stop, s in stops
        if s is None or s in far
    ]
    labels = Labels(extent)
    legs, marks = _ways(ways, extent, labels)
    base = ground(extent, pack, shapes, labels)
    claimants = tuple((n % _HATCHES, name) for n, name in enumerate(people))
    return ClaimMap(base, tuple(shades), legs, marks, claimants, tuple(dict.fromkeys(off)))


def _claimant(row: ClaimRow) -> str:
    return listing(list(row.actors)) or "unnamed actor"


Way = tuple[Movement, Sequence[tuple[Stop, Spot | None]]]


def _ways(ways: Sequence[Way], extent: Extent, labels: Labels) -> tuple[tuple[Leg, ...], tuple[StopMark, ...]]:
    legs: list[Leg] = []
    marks: dict[tuple[str, float, float], StopMark] = {}
    for movement, stops in ways:
        at = [_stop(stop, spot, extent) for stop, spot in stops if spot]
        for mark in at:
            marks.setdefault((mark.name, mark.x, mark.y), mark)
        words = f"{movement.claim.words} (claim C{movement.claim.number})"
        legs += [Leg(_curve(a, b), words) for a, b in itertools.pairwise(at) if (a.x, a.y) != (b.x, b.y)]
    for mark in marks.values():
        labels.take(mark.x, mark.y, mark.radius)
    named = [replace(m, label=labels.beside(m.x, m.y, m.radius, m.name)) for m in marks.values()]
    return tuple(dict.fromkeys(legs)), tuple(named)


def _stop(stop: Stop, spot: Spot, extent: Extent) -> StopMark:
    x, y = extent.xy(spot.lon, spot.lat)
    radius = 4.5 if spot.kind == "point" else min(max(extent.units(spot.metres), 7), 26)
    path = extent.path(spot.shape) if spot.shape is not None else ""
    return StopMark(x, y, radius, spot.kind == "point", stop.name, stop.role, None, path)


def _curve(a: StopMark, b: StopMark) -> str:
    """A slightly bent line that stops short of both marks."""
    length = math.hypot(b.x - a.x, b.y - a.y)
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    start, end = min(a.radius + 3, length / 3), min(b.radius + 4, length / 3)
    x1, y1, x2, y2 = a.x + ux * start, a.y + uy * start, b.x - ux * end, b.y - uy * end
    bend = min(length * 0.12, 30)
    mx, my = (x1 + x2) / 2 - uy * bend, (y1 + y2) / 2 + ux * bend
    return f"M{x1:.1f} {y1:.1f}Q{mx:.1f} {my:.1f} {x2:.1f} {y2:.1f}"


def ranges(toll: TollRow) -> tuple[Range, ...]:
    """A toll's figures on one axis: each origin's, then the assessment's."""
    known = [x for s in toll.said for x in (s.low, s.high) if x is not None]
    known += [x for x in (toll.low, toll.high) if x is not None]
    top = max(known, default=0) * 1.08 or 1
    lines = [replace(_range(s.who, s.text, s.low, s.high, top), before=s.before, notes=s.notes) for s in toll.said]
    best = f"{toll.range}{f', best {toll.best:,}' if toll.best is not None else ''}"
    return (*lines, _range("assessed", best, toll.low, toll.high, top))


def _range(who: str, text: str, low: int | None, high: int | None, top: float) -> Range:
    start = 100 * (low or 0) / top
    end = 100 * (high if high is not None else top) / top
    return Range(who, text, start, max(end - start, 0.0), high is None)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a brief."""

    incidents: IncidentMap | None
    claims: ClaimMap | None
    ties: Arcs | None


def figures_of(view: BriefView, pack: Pack) -> Figures:
    """Draw everything that the brief shows."""
    return Figures(
        incident_map([r for r in view.incidents if r.group != "before"], pack),
        claim_map(view.movements, view.presences, pack),
        tie_arcs(view.ties),
    )
