"""How well a reference's event fits what our reports say: a sum of named features, each of which explains itself.

The points are set by judgement; what they were checked on is told in ``docs/reference.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marsad.pack.sphere import distance_m
from marsad.reference.reports import Report
from marsad.reference.sides import Sides
from marsad.reference.values import Event

JOIN = 4.0
"""Points from which an event and a report may be one happening."""
LIKELY, CLEAR = 5.5, 7.0
"""Points from which a match is called likely, and clear."""
DAYS = 3
"""Further apart than this many days, nothing is one happening: publication and event dates slip by one or two."""
LONG = 31
"""A date that is known less exactly than this many days is compared with no single event."""
FAR_KM = 60.0
"""Two exact places further apart are two places.  About 80 % of events in media lie within 50 km of where military
records put them (Weidmann 2015, Afghanistan 2008-09)."""
SAME_KM, NEAR_KM = 6.0, 25.0
_EXACT, _NEAR = 1, 2
RADIUS_KM: Mapping[int, float] = {1: 3.0, 2: 25.0, 3: 35.0, 4: 130.0, 5: 60.0, 6: 900.0, 7: 900.0}
"""Within how many km of its point an event lies, by UCDP's where_prec (2: "ca. 25 km"; 3-6 are units of a country)."""
_UNSAID_KM = 25.0
_DISTRICT_KM, _PROVINCE_KM = 60.0, 260.0
_MANY = 8
"""Deaths from which an equal number is no coincidence."""
_COMMON = 2
"""Deaths up to which an equal number says little: 41 % of GED's events in Pakistan before 2016 count no more."""

POINTS: Mapping[str, float] = {
    "day same": 2.5,
    "day within": 1.5,
    "day within a long time": 0.5,
    "day next": 1.0,
    "day near": -1.5,
    "place same": 2.5,
    "place near": 1.5,
    "place district": 1.2,
    "place wide": 0.0,
    "place province": 0.3,
    "place country": -0.5,
    "sides both": 2.0,
    "sides both, the usual ones": 1.0,
    "sides both, loosely": 0.8,
    "sides one": 0.6,
    "sides one, loosely": 0.4,
    "sides unsaid": 0.0,
    "sides other group": -1.0,
    "sides none": -1.5,
    "kind same": 1.0,
    "kind open": 0.0,
    "kind other": -1.0,
    "deaths same and many": 3.0,
    "deaths same": 1.5,
    "deaths same and few": 0.8,
    "deaths overlap": 0.7,
    "deaths close": 0.3,
    "deaths unsaid": 0.0,
    "deaths unsaid, deadly only": -1.2,
    "deaths differ": -1.0,
    "deaths far apart": -3.0,
    "rivals none": 0.8,
    "rivals few": 0.0,
    "rivals many": -0.7,
}
WORDS: Mapping[str, str] = {
    "day same": "the same day",
    "day within": "days that overlap",
    "day within a long time": "within a longer time that one of them gives",
    "day next": "one day apart",
    "day near": "two or three days apart",
    "place same": "the same place",
    "place near": "places near each other",
    "place district": "of one district, as far as is known",
    "place wide": "places some way from each other",
    "place province": "of one province, as far as is known",
    "place country": "of one country, no closer place known",
    "sides both": "both sides are named alike",
    "sides both, the usual ones": "both sides are named alike, as in many events of the reference",
    "sides both, loosely": "both sides may be the same",
    "sides one": "one side is named alike",
    "sides one, loosely": "one side may be the same",
    "sides unsaid": "the reports name no side",
    "sides other group": "another group is named",
    "sides none": "other sides are named",
    "kind same": "the same kind of event",
    "kind open": "",
    "kind other": "another kind of event",
    "deaths same and many": "the same high number of deaths",
    "deaths same": "the same number of deaths",
    "deaths same and few": "the same number of deaths",
    "deaths overlap": "numbers of deaths that overlap",
    "deaths close": "numbers of deaths close to each other",
    "deaths unsaid": "",
    "deaths unsaid, deadly only": "the reports count no dead, and the reference holds deadly events only",
    "deaths differ": "other numbers of deaths",
    "deaths far apart": "numbers of deaths far apart",
    "rivals none": "no other event there then",
    "rivals few": "few other events there then",
    "rivals many": "many other events there then",
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How an event fits a report: the points, the features they come from, how far apart the two are."""

    report: str
    event: Event
    points: float
    features: tuple[str, ...]
    km: float | None
    """Between the two points, when both have one."""

    @property
    def grade(self) -> str:
        """How sure the match is: clear, likely or possible; no better than the place is known."""
        if self.points < LIKELY or "place country" in self.features:
            return "possible"
        return "clear" if self.points >= CLEAR and "place province" not in self.features else "likely"

    @property
    def reasons(self) -> tuple[str, ...]:
        """The features in words."""
        return tuple(w for f in self.features if (w := WORDS[f]))


Codes = frozenset[tuple[str, str | None]]
"""PLOVER types with modes; a mode of None leaves it open."""


@dataclass(frozen=True, slots=True)
class Fitter:
    """Compares reports with events."""

    sides: Sides
    kinds: Mapping[str, Codes]
    usual: frozenset[frozenset[str]] = frozenset()
    """Pairs of sides that so many events have that they say little."""
    deadly: bool = False
    """Whether the reference holds deadly events only (UCDP GED)."""

    def fit(self, report: Report, event: Event) -> Fit | None:
        """The features of a pair; None when the two cannot be one happening."""
        day = compare_days(report, event)
        place, km = compare_places(report, event)
        if day is None or place is None:
            return None
        deaths = compare_deaths(report, event)
        deaths += ", deadly only" if deaths == "unsaid" and self.deadly else ""
        features = (
            f"day {day}", f"place {place}", f"sides {self._compare_sides(report, event)}",
            f"kind {self._compare_kinds(report, event)}", f"deaths {deaths}",
        )  # fmt: skip
        return Fit(report.id, event, total(features), features, km)

    def _compare_sides(self, report: Report, event: Event) -> str:
        # "A blast in Pakistan" names a country, not a side.
        keys = tuple(k for k in report.keys if self.sides.kind_of(k)[0] != "state")
        if not keys and "state" not in {s.kind for s in map(self.sides.read, event.sides)}:
            return "unsaid"
        if not report.parties:
            return "unsaid"
        sides = [self.sides.read(name, event.first) for name in event.sides]
        found = [best_relation(self.sides, report.keys, side) for side in sides]
        alike, loosely = found.count("same"), found.count("related")
        if alike + loosely >= 2:
            if not alike:
                return "both, loosely"
            return "both, the usual ones" if frozenset(event.sides) in self.usual else "both"
        # "TTP attacked the police" is no event between the BLA and the state.
        named = self.sides.groups(report.keys)
        theirs = [s for s in sides if self.sides.is_group(s) and (s.actors or s.part_of)]
        if named and theirs and not any(self.sides.relate(k, s) != "none" for k in named for s in theirs):
            return "other group"
        return "one" if alike else "one, loosely" if loosely else "none"

    def _compare_kinds(self, report: Report, event: Event) -> str:
        codes = self.kinds.get(event.kind, frozenset())
        modes = {mode for kind, mode in codes if kind == report.type}
        if not codes or None in modes or (modes and report.mode is None):
            return "open"
        return "same" if report.mode in modes else "other"


def total(features: tuple[str, ...]) -> float:
    """The sum of the features' points."""
    return round(sum(POINTS[f] for f in features), 3)


def best_relation(sides: Sides, keys: tuple[str, ...], side: object) -> str:
    """The closest relation of any of our parties to one side: same, related or none."""
    found = {sides.relate(key, side) for key in keys}
    return next((r for r in ("same", "related") if r in found), "none")


def compare_days(report: Report, event: Event) -> str | None:
    """Relate days; None when they are too far apart, or ours are not known closely enough."""
    if report.first is None or report.last is None or (report.last - report.first).days > LONG:
        return None
    gap = max((event.first - report.last).days, (report.first - event.last).days)
    if gap > DAYS:
        return None
    if gap > 0:
        return "next" if gap == 1 else "near"
    widest = max((report.last - report.first).days, (event.last - event.first).days)
    return "same" if widest == 0 else "within" if widest <= 7 else "within a long time"


def compare_places(report: Report, event: Event) -> tuple[str | None, float | None]:
    """Relate places, with their distance in km; None when they cannot be one place."""
    if report.lat is None or report.lon is None:
        return "country", None
    km = distance_m(report.lat, report.lon, event.lat, event.lon) / 1000
    ours = report.radius_km or RADIUS_KM.get(report.where_prec or 0, _UNSAID_KM)
    theirs = RADIUS_KM.get(event.where_prec or 0, _UNSAID_KM)
    if (report.where_prec or 9) <= _NEAR and (event.where_prec or _EXACT) <= _NEAR:
        if km <= SAME_KM:
            return "same", km
        return ("near" if km <= NEAR_KM else "wide" if km <= FAR_KM else None), km
    if km > ours + theirs:
        return None, km
    widest = max(ours, theirs)
    return ("district" if widest <= _DISTRICT_KM else "province" if widest <= _PROVINCE_KM else "country"), km


def compare_deaths(report: Report, event: Event) -> str:
    """Relate the deaths that reports say and those that the reference counts."""
    if report.killed is None or event.low is None or event.high is None:
        return "unsaid"
    low, high = report.killed
    best = event.best if event.best is not None else event.high
    top = max(low, event.high) if high is None else high
    if low <= best <= top and (high is not None or low == best):
        narrow = top - low <= max(2, best // 4)
        if not narrow:
            return "overlap"
        return "same and many" if best >= _MANY else "same" if best > _COMMON else "same and few"
    if low <= event.high and top >= event.low:
        return "overlap"
    ours = low if low > event.high else top
    theirs = event.high if low > event.high else event.low
    small, large = sorted((ours, theirs))
    if large - small <= 2 or large <= 1.34 * small:  # the attacker counted or not; a late death
        return "close"
    return "differ" if large <= 3 * small or large - small <= 4 else "far apart"
