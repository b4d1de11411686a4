"""Reports to reference events, one to one: what is matched, what only we have, what only the reference has.

The best pair of all is taken first, then the best of what is left (ties by id): so each match can be explained by
itself, and the same input always gives the same matches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from marsad.pack import Pack, fold
from marsad.reference.features import DAYS, JOIN, LONG, POINTS, Codes, Fit, Fitter, total
from marsad.reference.reports import Report
from marsad.reference.sides import Sides
from marsad.reference.values import Event, Form

FEW = 4
"""So many other events at the place and time are few."""
USUAL = 0.25
"""Sides that more than this share of the events have say little: GED has one pair in 79 % of its Afghan events."""
_OFTEN = 50
"""In a small table no pair is usual."""
_CLOSE = 1.0
"""Points within which another event fits as well."""
_DEADLY = frozenset({"ASSAULT"})
_LARGE_KM = 150.0
"""A loosely bounded area ("northwest Pakistan") with a larger radius is no closer than a country."""
NEARLY = 0.0
"""Points from which an event may be meant, though it does not fit well enough to be matched: reports sum up what a
reference splits.  From 2.0 on, 1 in 13 headlines of GED's own events was taken for something that GED does not hold."""

REASONS: Mapping[str, str] = {
    "undated": "the reports give no date",
    "vague date": "the reports give the date only to within more than a month",
    "outside its days": "it lies outside of the days that the reference covers",
    "unplaced": "the reports give no place",
    "vague place": "the reports give no closer place than the country or a large part of it",
    "outside its area": "it lies outside of the countries that the reference covers",
    "kind not covered": "the reference does not hold happenings of this kind",
    "unclear": "the reference holds events there and then, but none fits well enough to be told as this one",
    "no deaths": "the reports count no dead, and the reference holds deadly events only",
}
"""Why a reference can say nothing of a report."""


@dataclass(frozen=True, slots=True)
class Match:
    """A report and the event that fits it best."""

    fit: Fit
    others: tuple[Fit, ...]
    """Further events that fit nearly as well: then it is not clear which one it is."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A report without an event: ``reason`` None when the reference should hold it, else a key of REASONS."""

    report: str
    reason: str | None
    nearest: Fit | None
    taken: Fit | None = None
    """An event that fits, but fits another report better: the reference may sum up several incidents in it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every report once, as match or unmatched; and the events of the same days and countries that no report fits."""

    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    theirs: tuple[Event, ...]
    since: date | None
    until: date | None
    """The days in which the reference's events were looked at."""


@dataclass(frozen=True)
class Coverage:
    """What a reference can say anything about."""

    form: Form
    earliest: date
    latest: date
    countries: frozenset[str]
    """ISO 3166 alpha-2, lower case; empty when its file names none."""
    cells: frozenset[tuple[int, int]]
    """Degrees of latitude and longitude with an event in them, of a file that names no countries."""

    def lacks(self, report: Report) -> str | None:
        """Why nothing can be said of a report, as a key of REASONS; None when something can."""
        if report.first is None or report.last is None:
            return "undated"
        if (report.last - report.first).days > LONG:
            return "vague date"
        if report.last < self.earliest or report.first > self.latest:
            return "outside its days"
        if not self.has_place(report.country, report.lat, report.lon):
            return "outside its area"
        if self.form == "ged" and report.type not in _DEADLY and not (report.killed and report.killed[1] != 0):
            return "kind not covered"
        return None

    def has_place(self, country: str | None, lat: float | None, lon: float | None) -> bool:
        """Whether a place lies in its countries (or near its events); an unknown one may."""
        if self.countries:
            return country is None or country in self.countries
        if lat is None or lon is None:
            return True
        return any((int(lat // 1) + a, int(lon // 1) + b) in self.cells for a in (-1, 0, 1) for b in (-1, 0, 1))

    def weakness(self, report: Report) -> str | None:
        """Why the lack of an event shows nothing, as a key of REASONS."""
        if report.country is None and report.lat is None:
            return "unplaced"
        loose = report.where_prec == 5 and report.radius_km > _LARGE_KM
        if report.lat is None or (report.where_prec or 9) >= 6 or loose:
            return "vague place"
        if self.form == "ged" and (report.killed is None or report.killed[1] == 0):
            return "no deaths"
        return None


def coverage_of(form: Form, events: Sequence[Event], pack: Pack) -> Coverage:
    """What a reference covers: the days and countries of its events; where it names no country, where they lie."""
    countries = country_codes({e.country for e in events}, pack)
    cells = frozenset((int(e.lat // 1), int(e.lon // 1)) for e in events) if not countries else frozenset()
    days = [e.first for e in events] + [e.last for e in events]
    return Coverage(
        form, min(days, default=date.min), max(days, default=date.min), frozenset(countries.values()), cells
    )


def country_codes(names: Iterable[str], pack: Pack) -> dict[str, str]:
    """Country names of a file ("Yemen (North Yemen)") to ISO 3166 alpha-2, lower case; unknown ones are left out."""
    countries = [p for p in pack.own_places.values() if p.kind == "country"]
    known = {fold(n): p.country.lower() for p in countries for n in (p.name, *p.aliases)}
    return {name: code for name in names if (code := known.get(fold(name.split("(")[0]).strip()))}


def kinds_of(pack: Pack) -> dict[str, Codes]:
    """The kinds of reference files as PLOVER types and modes, from the pack's words."""
    table: Mapping[str, Sequence[str]] = pack.words.get("reference_sets", {}).get("kinds", {})
    return {kind: frozenset(_code(word) for word in said) for kind, said in table.items()}


def _code(word: str) -> tuple[str, str | None]:
    kind, _, mode = word.partition(" ")
    return kind, mode or None


class Matcher:
    """Finds the events of a reference that fit reports."""

    def __init__(self, events: Sequence[Event], coverage: Coverage, pack: Pack) -> None:
        self.coverage = coverage
        self.sides = Sides(pack)
        pairs = Counter(frozenset(e.sides) for e in events)
        usual = frozenset(p for p, n in pairs.items() if n > USUAL * len(events) and n > _OFTEN)
        self._fitter = Fitter(self.sides, kinds_of(pack), usual, coverage.form == "ged")
        self._by_day: dict[date, list[Event]] = defaultdict(list)
        self._long: list[Event] = []
        for event in sorted(events, key=lambda e: (e.first, e.last, e.id)):
            if (event.last - event.first).days > LONG:
                self._long.append(event)
            else:
                for day in _days(event.first, event.last):
                    self._by_day[day].append(event)

    def fits(self, report: Report) -> list[Fit]:
        """Every event that may be what a report tells, best first."""
        if report.first is None or report.last is None or (report.last - report.first).days > LONG:
            return []
        reach = timedelta(days=DAYS)
        near = {e.id: e for day in _days(report.first - reach, report.last + reach) for e in self._by_day.get(day, ())}
        found = [f for e in (*near.values(), *self._long) if (f := self._fitter.fit(report, e))]
        # An aggregate over months fits everything: it makes nothing doubtful.
        rivals = sum(POINTS[f.features[0]] > 0 and (f.event.last - f.event.first).days <= LONG for f in found)
        number = "none" if rivals <= 1 else "few" if rivals <= FEW else "many"
        features = ((*f.features, f"rivals {number}") for f in found)
        weighed = [replace(f, features=fs, points=total(fs)) for f, fs in zip(found, features, strict=True)]
        return sorted(weighed, key=_rank)

    def compare(self, reports: Sequence[Report], since: date | None = None, until: date | None = None) -> Comparison:
        """Match reports and events one to one; see the module.

        Parameters
        ----------
        reports
            Each incident once.
        since, until
            The days of which events that no report fits are told; else those of the reports that can be compared.
        """
        fits = {r.id: self.fits(r) for r in reports if self.coverage.lacks(r) is None}
        taken: dict[str, Fit] = {}
        chosen: dict[str, Fit] = {}
        for fit in sorted((f for fs in fits.values() for f in fs if f.points >= JOIN), key=_rank):
            if fit.report not in chosen and fit.event.id not in taken:
                chosen[fit.report] = taken[fit.event.id] = fit
        matches = tuple(self._match(chosen[r.id], fits[r.id], taken) for r in reports if r.id in chosen)
        unmatched = tuple(self._unmatched(r, fits.get(r.id), taken) for r in reports if r.id not in chosen)
        days = [d for r in reports if r.id in fits for d in (r.first, r.last) if d]
        since, until = since or min(days, default=None), until or max(days, default=None)
        return Comparison(matches, unmatched, self._left(taken, since, until), since, until)

    def _match(self, fit: Fit, fits: Sequence[Fit], taken: Mapping[str, Fit]) -> Match:
        others = [f for f in fits if f.event.id not in taken and f.points >= max(JOIN, fit.points - _CLOSE)]
        return Match(fit, tuple(others))

    def _unmatched(self, report: Report, fits: Sequence[Fit] | None, taken: Mapping[str, Fit]) -> Unmatched:
        if fits is None:
            return Unmatched(report.id, self.coverage.lacks(report), None)
        shared = next((f for f in fits if f.points >= JOIN and f.event.id in taken), None)
        free = next((f for f in fits if f.event.id not in taken), None)
        reason = self.coverage.weakness(report)
        if reason is None and shared is None and free is not None and free.points >= NEARLY:
            reason = "unclear"
        return Unmatched(report.id, reason, free, shared)

    def _left(self, taken: Mapping[str, Fit], since: date | None, until: date | None) -> tuple[Event, ...]:
        if since is None or until is None:
            return ()
        found = {e.id: e for es in self._by_day.values() for e in es if e.last >= since and e.first <= until}
        return tuple(sorted((e for e in found.values() if e.id not in taken), key=lambda e: (e.first, e.last, e.id)))


def _rank(fit: Fit) -> tuple[float, str, str]:
    return -fit.points, fit.report, fit.event.id


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
