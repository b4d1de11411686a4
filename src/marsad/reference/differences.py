"""A match field by field: what the reference supports, what it contradicts, what it leaves open, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from marsad.reference.features import RADIUS_KM, Fit, best_relation
from marsad.reference.reports import Report
from marsad.reference.sides import Sides
from marsad.reference.values import Event

Verdict = Literal["supports", "contradicts", "cannot say"]
Field = Literal["date", "place", "sides", "deaths"]
_APART_KM = 15.0
"""Places of two sources that lie closer are one place for a reader: towns are points, fighting is not."""

_VAGUE = 2
""""Several" and "numerous" are read as at least three or four: so far below, nothing is contradicted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the reference does to one field of a report."""

    field: Field
    verdict: Verdict
    words: str


def differences(report: Report, fit: Fit, sides: Sides) -> tuple[Difference, ...]:
    """Date, place, sides and deaths of a report beside those of its event."""
    event = fit.event
    return (_date(report, event), _place(report, fit), _sides(report, event, sides), _deaths(report, event))


def _date(report: Report, event: Event) -> Difference:
    if report.first is None or report.last is None:
        return Difference("date", "cannot say", "the reports give no date")
    gap = max((event.first - report.last).days, (report.first - event.last).days)
    if gap == 1:
        return Difference("date", "cannot say", "one day apart, as when a night or the day of the report is meant")
    if gap > 1:
        side = "later" if event.first > report.last else "earlier"
        return Difference("date", "contradicts", f"the reference puts it {gap} days {side}")
    ours, theirs = (report.last - report.first).days, (event.last - event.first).days
    if ours == theirs == 0:
        return Difference("date", "supports", "the same day")
    if theirs > max(ours, 7):
        return Difference("date", "cannot say", f"the reference gives {theirs + 1} days in which it lies")
    return Difference("date", "supports", "the days overlap")


def _place(report: Report, fit: Fit) -> Difference:
    if fit.km is None:
        return Difference("place", "cannot say", "the reports give no place")
    exact = (report.where_prec or 9) <= 2 and (fit.event.where_prec or 2) <= 2
    away = f"{fit.km:,.0f} km apart"
    if exact and fit.km > max(_APART_KM, report.radius_km, RADIUS_KM[fit.event.where_prec or 2]):
        return Difference("place", "contradicts", f"{away}, though both name a place")
    if not exact:
        vaguer = "the reports" if (report.where_prec or 9) >= (fit.event.where_prec or 2) else "the reference"
        return Difference("place", "cannot say", f"{vaguer} give{'s' * (vaguer[-1] == 'e')} it only roughly; {away}")
    if fit.km > _APART_KM:
        return Difference("place", "supports", f"{away}, within how closely they are known")
    return Difference("place", "supports", "the same place" if fit.km < 1 else f"the same place, {away}")


def _sides(report: Report, event: Event, sides: Sides) -> Difference:
    if not report.parties:
        return Difference("sides", "cannot say", "the reports name no side")
    read = [sides.read(name, event.first) for name in event.sides]
    found = [best_relation(sides, report.keys, side) for side in read]
    alike = [s.shown for s, r in zip(read, found, strict=True) if r == "same"]
    maybe = [s.shown for s, r in zip(read, found, strict=True) if r == "related"]
    theirs = [s.shown for s, r in zip(read, found, strict=True) if r == "none"]
    groups = sides.groups(report.keys)
    others = [n for k, n in report.parties if k in groups and all(sides.relate(k, s) == "none" for s in read)]
    if others and any(s.kind == "group" and r != "same" for s, r in zip(read, found, strict=True)):
        named = " and ".join(s.shown for s in read if s.kind == "group")
        return Difference("sides", "contradicts", f"the reports name {' and '.join(others)}, the reference {named}")
    parts = [f"both name {' and '.join(alike)}"] if alike else []
    parts += [f"what the reports call otherwise may be {' and '.join(maybe)}"] if maybe else []
    parts += [f"only the reference names {' and '.join(theirs)}"] if theirs else []
    return Difference("sides", "supports" if alike else "cannot say", "; ".join(parts))


def _deaths(report: Report, event: Event) -> Difference:
    if report.killed is None:
        return Difference("deaths", "cannot say", f"the reports count no dead, the reference {counted(event)}")
    if event.low is None or event.high is None:
        return Difference("deaths", "cannot say", "the reference gives no number")
    low, high = report.killed
    ours = f"at least {low:,}" if high is None else f"{low:,}" if low == high else f"{low:,}–{high:,}"
    said = f"the reports say {ours}, the reference {counted(event)}"
    if low <= event.high and (high is None or high >= event.low):
        return Difference("deaths", "supports", said)
    gap = low - event.high if low > event.high else event.low - (high or 0)
    if high is None and gap <= _VAGUE:
        return Difference("deaths", "cannot say", f"{said}; the reports' number is vague")
    return Difference("deaths", "contradicts", f"{said}: {gap:,} {'fewer' if low > event.high else 'more'}")


def counted(event: Event) -> str:
    """The deaths of an event: "6 (5–9)"."""
    if event.best is None:
        return "no number"
    return f"{event.best:,}" if event.low == event.high else f"{event.best:,} ({event.low:,}–{event.high:,})"


def overall(found: Sequence[Difference]) -> str:
    """What a match says in all: supports, or supports in part when a field is contradicted."""
    return "supports in part" if any(d.verdict == "contradicts" for d in found) else "supports"
