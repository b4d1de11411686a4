"""Intervals of days: one, months, years, their thirds; and how precise an interval is."""

from __future__ import annotations

from datetime import date, timedelta

Interval = tuple[date, date]
"""First and last day."""


def date_prec(earliest: date | None, latest: date | None) -> int | None:
    """Grade an interval as UCDP does: 1 (a day) to 5 (longer than a month); None when a side is open."""
    if earliest is None or latest is None:
        return None
    days = (latest - earliest).days + 1
    return 1 if days <= 1 else 2 if days < 7 else 3 if days == 7 else 4 if days <= 31 else 5


def one(day: date) -> Interval:
    """Make the interval of one day."""
    return day, day


def month_end(day: date) -> date:
    """Find the last day of the day's month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(1)


def month_of(year: int, month: int) -> Interval:
    """Make the interval of a month; months past 12 (or below 1) go on into other years."""
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return first, month_end(first)


def year_of(year: int) -> Interval:
    """Make the interval of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def third_of(whole: Interval, edge: list[int]) -> Interval:
    """Narrow a month or year to the thirds from ``edge[0]`` to ``edge[1]``; a month's thirds have ten days."""
    first, last = whole
    if (last - first).days < 31:
        starts, ends = [0, 10, 20], [first + timedelta(9), first + timedelta(19), last]
        return first + timedelta(starts[edge[0]]), ends[edge[1]]
    starts_at = [date(first.year, m, 1) for m in (1, 5, 9)]
    ends_at = [date(first.year, 4, 30), date(first.year, 8, 31), date(first.year, 12, 31)]
    return starts_at[edge[0]], ends_at[edge[1]]


def weekday_before(day: date, weekday: int) -> date:
    """Find the latest such weekday (Monday is 0) on or before a day."""
    return day - timedelta((day.weekday() - weekday) % 7)
