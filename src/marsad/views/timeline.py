"""Incidents by day and kind, for drawing: lanes of marks along one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.views.rows import IncidentRow
from marsad.views.wording import FAMILIES

_DAYS = 62
_LEAST_DAYS = 9
_MONTHS_OF_TICKS = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """An incident on the axis: from ``start`` to ``end`` as shares of its length, on a row of its lane."""

    number: int
    start: float
    end: float
    row: int
    exact: bool
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One family of incidents."""

    family: str
    words: str
    marks: tuple[Mark, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis, as a share of its length."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes and ticks; ``undated`` are the numbers of incidents that cannot be drawn."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    undated: tuple[int, ...]
    unit: float
    """The length of one day as a share of the axis."""


def timeline(rows: Sequence[IncidentRow]) -> Timeline | None:
    """Lay incidents out along the days; marks of one lane that would touch stand on rows of their own."""
    dated = [(r, r.earliest or r.latest, r.latest or r.earliest) for r in rows]
    spans = [(r, a, b) for r, a, b in dated if a and b]
    if not spans:
        return None
    first, last = min(a for _, a, _ in spans), max(b for _, _, b in spans)
    # A few days alone would stretch over the whole page: show a week around them.
    first -= timedelta(days=max(0, _LEAST_DAYS - (last - first).days) // 2)
    length = max((last - first).days + 1, _LEAST_DAYS)
    lanes = []
    for key, words in FAMILIES.items():
        mine = [(r, (a - first).days / length, ((b - first).days + 1) / length) for r, a, b in spans if r.family == key]
        if mine:
            lanes.append(_lane(key, words, mine))
    return Timeline(
        tuple(lanes), _ticks(first, length), tuple(r.number for r, a, b in dated if not (a and b)), 1 / length
    )


def _lane(key: str, words: str, spans: Sequence[tuple[IncidentRow, float, float]]) -> Lane:
    ends: list[float] = []
    marks = []
    for row, start, end in sorted(spans, key=lambda x: (x[1], x[2], x[0].number)):
        # A mark is at least as wide as its number: a thirtieth of the axis.
        reach = max(end, start + 1 / 30)
        place = next((i for i, e in enumerate(ends) if e <= start + 1e-9), len(ends))
        ends[place : place + 1] = [reach]
        exact = row.earliest is not None and row.earliest == row.latest
        marks.append(Mark(row.number, start, end, place, exact, f"{row.headline}, {row.when}"))
    return Lane(key, words, tuple(marks), len(ends))


def _ticks(first: date, length: int) -> tuple[Tick, ...]:
    last = first + timedelta(days=length - 1)
    if length <= _DAYS:
        step = 1 if length <= 8 else 7
        at = [first + timedelta(days=n) for n in range(0, length, step)]
        return tuple(Tick((d - first).days / length, f"{d.day} {d:%b}") for d in at)
    months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13)]
    months = [d for d in months if first <= d <= last]
    if len(months) > _MONTHS_OF_TICKS:
        years = [d for d in months if d.month == 1]
        every = max(1, len(years) // 8)
        return tuple(Tick((d - first).days / length, str(d.year)) for d in years[::every])
    every = max(1, len(months) // 6)
    return tuple(Tick((d - first).days / length, f"{d:%b} {d.year}") for d in months[::every])
