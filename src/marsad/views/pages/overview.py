"""The overview: what changed, where it grows worse, and what wants a second look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import comb, erfc, sqrt

from marsad.pack import Pack
from marsad.values import Problem
from marsad.views.candidates import Candidate
from marsad.views.history import HistoryRow
from marsad.views.pages.incidents import IncidentLine
from marsad.views.pages.map import MapPlace
from marsad.views.pages.timeline import Bins

DAYS = 30
"""How long a period is when none is asked for."""
SURE = 0.05
"""A rise is called one when chance alone would show one as large in any of the areas less often than this."""
_EXACT = 1000
"""Incidents up to which the chance is counted out; beyond, the normal curve differs by less than 0.001."""


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, and as many days before them."""

    since: date
    until: date
    before: date
    """The first day of the days before; their last is the day before ``since``."""

    @property
    def last_before(self) -> date:
        """The last day of the period before."""
        return self.since - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trend:
    """An area with its incidents in a period and in the one before.

    ``chance``: how often chance alone gives so many more, were the rate the same; ``rises``: too seldom to be it.
    """

    place: str
    name: str
    within: str
    now: int
    before: int
    chance: float
    rises: bool


@dataclass(frozen=True, slots=True)
class Within:
    """How many incidents lie within a period, how many documents were published in it, incidents by place."""

    incidents: int
    documents: int
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Escalation:
    """A period against the one before, and the areas with more incidents than before."""

    period: Period
    now: Within
    before: Within
    trends: tuple[Trend, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What runs did from a day on: how many changes of each kind, and the last ones.

    ``names``: what those incidents and claims are that are there today, by their ids.
    """

    since: date | None
    numbers: Mapping[str, int]
    rows: tuple[HistoryRow, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """The first of many incidents."""

    rows: tuple[IncidentLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Names that the pack does not know, from the documents that were published last; ``read``: how many of them.

    ``entries``: each name as an entry to be completed and put into a pack, in the order of ``names``.
    """

    names: tuple[Candidate, ...]
    entries: tuple[str, ...]
    read: int


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Everything the overview shows."""

    total: int
    changed: Changed
    escalation: Escalation | None
    since: date | None
    """Where no days are asked for, the timeline and the map show the last year only."""
    timeline: Bins
    places: tuple[MapPlace, ...]
    contested: Listing
    single: Listing
    unknown: Unknown
    problems: tuple[tuple[str, Problem], ...]
    """The first ones."""
    problems_total: int


def period_of(since: date | None, until: date | None, last: date | None) -> Period | None:
    """The period that is asked for, else the last :data:`DAYS` days; None when nothing has a date."""
    end = until or last
    if end is None:
        return None
    start = since or end - timedelta(days=DAYS - 1)
    if start > end:  # everything lies before the first day that is asked for
        return None
    if (start - date.min) < (end - start) + timedelta(days=1):
        return None
    return Period(start, end, start - (end - start) - timedelta(days=1))


def trends(now: Mapping[str, int], before: Mapping[str, int], pack: Pack, most: int = 8) -> tuple[Trend, ...]:
    """The provinces and districts with the least likely rises first; a rise in none of many areas is left to chance."""
    places = {p: pack.places.get(p) for p in {*now, *before}}
    areas = {p: place for p, place in places.items() if place and place.kind in ("province", "district")}
    found = []
    for key, place in areas.items():
        a, b = now.get(key, 0), before.get(key, 0)
        parent = pack.places.get(place.parent or "")
        chance = chance_of(a, b)
        # Bonferroni: among many areas some look like a rise by chance.
        rises = chance * len(areas) < SURE
        found.append(Trend(key, place.name, parent.name if parent else "", a, b, chance, rises))
    grown = sorted((t for t in found if t.now > t.before), key=lambda t: (t.chance, -t.now, t.name))
    return tuple(grown[:most])


def chance_of(now: int, before: int) -> float:
    """How often so many of all incidents fall into the later of two equal periods when the rate is the same.

    The conditional test of two Poisson counts (Przyborowski and Wilenski 1940): given the sum, the later count is
    binomial with one half.
    """
    whole = now + before
    if not now:
        return 1.0
    if whole <= _EXACT:
        return float(sum(comb(whole, n) for n in range(now, whole + 1)) / 2**whole)
    return erfc((now - 0.5 - whole / 2) / sqrt(whole / 2)) / 2


def first_places(places: Sequence[MapPlace], most: int = 12) -> tuple[MapPlace, ...]:
    """The provinces with most incidents."""
    return tuple(p for p in places if p.kind == "province")[:most]
