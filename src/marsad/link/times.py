"""Resolve time expressions: from the words and the day the report was written to an interval of days.

Nothing is guessed: what the words leave open stays ``None``, with the reason.  The interval's precision is UCDP's
``date_prec`` (STANDARDS: UCDP GED codebook): 1 one day, 2 two to six days, 3 a week, 4 up to a month, 5 longer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from marsad.link.anchor import Anchor, anchor_of
from marsad.link.calendar import Interval, date_prec, month_end, month_of, one, third_of, weekday_before, year_of
from marsad.pack.patterns import Grammar, grammar

__all__ = ["Anchor", "Resolved", "anchor_of", "date_prec", "resolve_time"]


class Resolved(NamedTuple):
    """What an expression means: first and last possible day (None: open), UCDP precision, or why nothing is known."""

    earliest: date | None
    latest: date | None
    date_prec: int | None
    why_not: str | None


class Unresolved(Exception):  # noqa: N818 - not an error: a reason on its way out
    """Why an expression cannot be resolved."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One expression being read: its groups, the days it may lean on, and the pack's words."""

    groups: Mapping[str, str]
    anchor: date | None
    reference: date | None
    words: Mapping[str, Any]

    @property
    def day(self) -> date:
        if self.anchor is None:
            raise Unresolved("relative to the day of the report, which is not known")
        return self.anchor

    def of(self, table: str, group: str | None = None) -> Any:
        """Look up what the words of a group mean."""
        return self.words[table][self.groups[group or table]]

    def number(self, group: str) -> int:
        """Read a group of digits, with or without an ordinal ending."""
        return int("".join(c for c in self.groups[group] if c.isdigit()))


_NEED_ONLY_YEAR = frozenset({"day", "days", "month", "months", "week_of", "season", "quarter"})
"""Readings for which a month is anchor enough."""

Reader = Callable[[_Reading], Interval]


def resolve_time(
    text: str, anchor: Anchor | date | None, words: Mapping[str, Any], reference: date | None = None
) -> Resolved:
    """Resolve one time expression, as :func:`marsad.annotate.rules.times.find_times` finds it.

    Parameters
    ----------
    text
        The expression ("late Thursday", "since 2007", "26/04/2012").
    anchor
        The day the report was written; an :class:`Anchor` may know the month only.
    words
        The pack's ``words["times"]``.
    reference
        The day that the text named before; "the same day" and "two days later" count from it.

    Returns
    -------
    Resolved
        Weekdays, and dates without a year, are the latest on or before the anchor; such dates may also lie up to the
        pack's ``grace_days`` after it.  "Next", "tomorrow" look ahead.
    """
    rules = grammar(words)
    if isinstance(anchor, Anchor) and anchor.date is None and anchor.month is not None:
        return _within_month(text, anchor.month, rules, reference)
    day = anchor.date if isinstance(anchor, Anchor) else anchor
    return _resolve(" ".join(text.split()), day, rules, reference)


def _within_month(text: str, month: date, rules: Grammar, reference: date | None) -> Resolved:
    """Where only the month of the report is known, the interval is what any day of it would give."""
    text = " ".join(text.split())
    last = _resolve(text, month_end(month), rules, reference)
    found = rules.read(_opening(text, rules)[1])
    if found is None or found[0] in _NEED_ONLY_YEAR:
        return last
    first = _resolve(text, month, rules, reference)
    if first.earliest is None or last.latest is None:
        return first
    earliest, latest = (
        min(first.earliest, last.earliest or first.earliest),
        max(first.latest or last.latest, last.latest),
    )
    return Resolved(earliest, latest, date_prec(earliest, latest), None)


def _resolve(text: str, day: date | None, rules: Grammar, reference: date | None) -> Resolved:
    opening, rest = _opening(text, rules)
    found = rules.read(rest)
    if found is None:
        return Resolved(None, None, None, "no time expression that is known")
    read, groups = found
    try:
        earliest, latest = _READERS[read](_Reading(groups, day, reference, rules.words))
    except Unresolved as reason:
        return Resolved(None, None, None, str(reason))
    except (ValueError, OverflowError):
        return Resolved(None, None, None, "no such day in the calendar")
    return _opened(opening, earliest, latest, day)


def _opening(text: str, rules: Grammar) -> tuple[str | None, str]:
    low = text.lower()
    for word, way in sorted(rules.words.get("open", {}).items(), key=lambda x: -len(x[0])):
        if low.startswith(word + " "):
            return str(way), text[len(word) + 1 :]
    return None, text


def _opened(way: str | None, earliest: date, latest: date, day: date | None) -> Resolved:
    first: date | None = earliest
    last: date | None = latest
    if way in ("from", "after"):
        first = earliest if way == "from" else latest + timedelta(1)
        # What has been going on "since" a day goes on until the report.
        last = day if day is not None and first <= day else None
    elif way in ("to", "until"):
        first, last = None, earliest - timedelta(1) if way == "to" else latest
    return Resolved(first, last, date_prec(first, last), None)


# ------------------------------------------------------------------------------------- what the calendar must add


def _narrowed(r: _Reading, whole: Interval) -> Interval:
    if "edge" not in r.groups:
        return whole
    first, last = third_of(whole, r.of("edge"))
    # "Earlier this month" ends on the day of the report.
    if r.groups["edge"].startswith("earlier") and r.anchor is not None and first <= r.anchor < last:
        last = r.anchor
    return first, last


def _nearest_year(month: int, day: int, r: _Reading, grace: str = "grace_days") -> int:
    """Choose the year that puts the day nearest before the anchor, or a little after it (the pack says how much)."""
    limit = r.day + timedelta(int(r.words.get(grace, 7)))
    for year in range(limit.year, limit.year - 9, -1):  # 29 February comes at least every eight years
        try:
            if date(year, month, day) <= limit:
                return year
        except ValueError:
            continue
    raise Unresolved("no such day in the calendar")


def _month_year(month: int, r: _Reading) -> int:
    return _nearest_year(month, 1, r, "grace_days_month")


def _dated(r: _Reading, suffix: str = "", year: int | None = None) -> date:
    month, day = r.of("month", "month" + suffix), r.number("d" + suffix)
    if year is None:
        year = int(r.groups["y" + suffix]) if "y" + suffix in r.groups else _nearest_year(month, day, r)
    return date(year, month, day)


# ------------------------------------------------------------------------------------- readers, by the pattern's name


def _days(r: _Reading) -> Interval:
    groups = dict(r.groups)
    one_month = groups.get("month2") or groups.get("month")
    groups["month"], groups["month2"] = groups.get("month") or str(one_month), str(one_month)
    r = _Reading(groups, r.anchor, r.reference, r.words)
    last = _dated(r, "2", None if "y2" in groups or "y" not in groups else int(groups["y"]))
    first = _dated(r, "", None if "y" in groups else last.year)
    if first > last and "y" not in groups:
        first = first.replace(year=first.year - 1)
    if first > last:
        raise Unresolved("ends before it begins")
    return first, last


def _weekdays(r: _Reading) -> Interval:
    last = weekday_before(r.day, r.of("weekday", "weekday2"))
    return weekday_before(last, r.of("weekday")), last


def _months(r: _Reading) -> Interval:
    second, first = r.of("month", "month2"), r.of("month")
    year = int(r.groups.get("y2") or _month_year(second, r))
    begins = int(r.groups.get("y") or (year if first <= second else year - 1))
    return month_of(begins, first)[0], month_of(year, second)[1]


def _years(r: _Reading) -> Interval:
    first, last = r.number("y"), r.number("y2")
    if first > last:
        raise Unresolved("ends before it begins")
    return date(first, 1, 1), date(last, 12, 31)


def _iso(r: _Reading) -> Interval:
    return one(date(r.number("y"), r.number("mm"), r.number("d")))


def _numeric(r: _Reading) -> Interval:
    a, b, year = r.number("a"), r.number("b"), r.number("y")
    if year < 100:
        # The usual pivot of two-digit years (POSIX strptime: 69 is 1969, 68 is 2068).
        year += 2000 if year < 69 else 1900
    day, month = (a, b) if r.words.get("day_first", True) else (b, a)
    return one(date(year, day, month) if month > 12 else date(year, month, day))


def _day(r: _Reading) -> Interval:
    return one(_dated(r))


def _week_of(r: _Reading) -> Interval:
    month = r.of("month")
    first, last = month_of(int(r.groups.get("y") or _month_year(month, r)), month)
    if r.groups["ord"] == "last":
        return last - timedelta(6), last
    begins = first + timedelta(7 * (r.words["quarter"][r.groups["ord"]] - 1))
    return begins, begins + timedelta(6)


def _a_month(r: _Reading) -> Interval:
    month = r.words["month"][r.groups.get("month") or r.groups["bare_month"]]
    if "y" in r.groups:
        year = r.number("y")
    elif "which" in r.groups:
        year = _chosen_year(r, month)
    else:
        year = _month_year(month, r)
    return _narrowed(r, month_of(year, month))


def _chosen_year(r: _Reading, month: int) -> int:
    """Choose the year of "March last year" (years are counted) or of "last March" (Marches are)."""
    shift = int(r.of("which"))
    if "of_year" in r.groups:
        return r.day.year + shift
    if shift > 0:
        return r.day.year + (0 if month > r.day.month else 1)
    if shift == 0:
        return r.day.year
    return r.day.year - (0 if month < r.day.month else 1)


def _quarter(r: _Reading) -> Interval:
    start = 3 * (int(r.of("quarter")) - 1) + 1
    if "y" in r.groups:
        year = r.number("y")
    elif "which" in r.groups:
        year = r.day.year + int(r.of("which"))
    else:
        year = _month_year(start, r)
    return month_of(year, start)[0], month_of(year, start + 2)[1]


def _season(r: _Reading) -> Interval:
    start = int(r.of("season"))
    year = r.number("y") if "y" in r.groups else _month_year(start, r)
    first, last = month_of(year, start)[0], month_of(year, start + 2)[1]
    shift = int(r.of("which")) if "which" in r.groups else 0
    if shift < 0 and last >= r.day:
        first, last = month_of(year - 1, start)[0], month_of(year - 1, start + 2)[1]
    elif shift > 0 and first <= r.day:
        first, last = month_of(year + 1, start)[0], month_of(year + 1, start + 2)[1]
    return first, last


def _fixed(r: _Reading) -> Interval:
    return one(date.fromisoformat(r.of("fixed")))


def _deictic(r: _Reading) -> Interval:
    first, last = r.of("deictic")
    return r.day + timedelta(first), r.day + timedelta(last)


def _of_reference(r: _Reading) -> Interval:
    if r.reference is None:
        raise Unresolved("relative to a day that the text has not named")
    return one(r.reference + timedelta(r.of("reference")))


def _vague(r: _Reading) -> Interval:
    raise Unresolved("vague: no bound is said")


def _weekday(r: _Reading) -> Interval:
    weekday = int(r.of("weekday"))
    if "which2" in r.groups:
        monday = r.day - timedelta(r.day.weekday()) + timedelta(7 * int(r.of("which", "which2")))
        return one(monday + timedelta(weekday))
    latest = weekday_before(r.day, weekday)
    shift = int(r.of("which")) if "which" in r.groups else None
    if shift == -1 and latest == r.day:
        latest -= timedelta(7)
    elif shift == 1:
        latest += timedelta(7)
    return one(latest)


def _amount(r: _Reading) -> tuple[int, int]:
    if "some" in r.groups:
        low, high = r.of("some")
        return int(low), int(high)
    said = r.groups["num"]
    number = int(said) if said.isdigit() else int(r.words["number"][said])
    return number, number


def _ago(r: _Reading) -> Interval:
    low, high = _amount(r)
    return _back(r.day, r.of("unit"), high)[0], _back(r.day, r.of("unit"), low)[1]


def _back(day: date, unit: str, count: int) -> Interval:
    """Count units back: days are exact, the rest is as coarse as its unit (a week, a calendar month or year)."""
    match unit:
        case "hour":
            return one(day - timedelta(hours=count)) if count < 24 else one(day - timedelta(count // 24))
        case "day":
            return one(day - timedelta(count))
        case "week" | "fortnight":
            middle = day - timedelta((7 if unit == "week" else 14) * count)
            return middle - timedelta(3), middle + timedelta(3)
        case "month":
            months = day.year * 12 + day.month - 1 - count
            return month_of(months // 12, months % 12 + 1)
        case _:
            years = count * (10 if unit == "decade" else 1)
            return year_of(day.year - years)


def _offset(r: _Reading) -> Interval:
    sense = r.groups["sense"]
    if sense in ("before", "after"):
        raise Unresolved("relative to another event")
    if r.reference is None:
        raise Unresolved("relative to a day that the text has not named")
    low, high = _amount(r)
    if sense == "later":
        low, high = -high, -low
    return _back(r.reference, r.of("unit"), high)[0], _back(r.reference, r.of("unit"), low)[1]


_DAYS: Mapping[str, float] = {
    "hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30.44, "year": 365.25, "decade": 3652.5,
}  # fmt: skip


def _stretch(r: _Reading) -> timedelta:
    return timedelta(max(1, round(_amount(r)[1] * _DAYS[r.of("unit")])))


def _past(r: _Reading) -> Interval:
    return r.day - _stretch(r), r.day


def _ahead(r: _Reading) -> Interval:
    return r.day, r.day + _stretch(r)


def _recent(r: _Reading) -> Interval:
    return r.day - timedelta(int(r.of("recent"))), r.day


def _soon(r: _Reading) -> Interval:
    return r.day, r.day + timedelta(int(r.of("recent")))


def _unit(r: _Reading) -> Interval:
    span: Literal["week", "weekend", "month", "year", "decade"] = r.words["span"][r.groups["span"]]
    shift, day = int(r.of("which")) if "which" in r.groups else 0, r.day
    monday = day - timedelta(day.weekday())
    match span:
        case "week":
            first, last = monday + timedelta(7 * shift), monday + timedelta(7 * shift + 6)
        case "weekend":
            # Until it has begun, this week's weekend is still to come and the press means the one before.
            back = shift if shift else (0 if day.weekday() >= 5 else -1)
            first, last = monday + timedelta(7 * back + 5), monday + timedelta(7 * back + 6)
        case "month":
            months = day.year * 12 + day.month - 1 + shift
            first, last = month_of(months // 12, months % 12 + 1)
        case "year":
            first, last = year_of(day.year + shift)
        case _:
            start = day.year // 10 * 10 + 10 * shift
            first, last = date(start, 1, 1), date(start + 9, 12, 31)
    return _narrowed(r, (first, last)) if span in ("month", "year") else (first, last)


def _decade(r: _Reading) -> Interval:
    start = r.number("decade")
    return date(start, 1, 1), date(start + 9, 12, 31)


def _a_year(r: _Reading) -> Interval:
    return _narrowed(r, year_of(r.number("y")))


_READERS: Mapping[str, Reader] = {
    "days": _days, "weekdays": _weekdays, "months": _months, "years": _years, "iso": _iso, "numeric": _numeric,
    "day": _day, "week_of": _week_of, "month": _a_month, "quarter": _quarter, "season": _season, "fixed": _fixed,
    "deictic": _deictic, "reference": _of_reference, "vague": _vague, "weekday": _weekday, "ago": _ago,
    "offset": _offset, "back": _past, "ahead": _ahead, "recent": _recent, "soon": _soon, "unit": _unit,
    "decade": _decade, "year": _a_year,
}  # fmt: skip
