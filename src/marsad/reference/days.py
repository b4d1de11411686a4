"""Days as reference files write them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_DASHES = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})$")
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})$")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?$")
_MONTHS = {name.lower(): n for table in (calendar.month_name, calendar.month_abbr) for n, name in enumerate(table) if n}


def month_first(days: Iterable[str]) -> bool | None:
    """Whether a file that writes days with slashes puts the month first; None when its days do not tell."""
    found: set[bool] = set()
    for text in days:
        if said := _SLASHES.match(text.strip()):
            if int(said[1]) > 12:
                found.add(False)
            elif int(said[2]) > 12:
                found.add(True)
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=16384)
def read_day(text: str, month_first: bool | None) -> date | None:
    """A day: 2031-03-05 (with a time or without), 05-03-2031, 5 March 2031, or with slashes; None when it is none."""
    text = text.strip()
    try:
        if said := _ISO.match(text):
            return date(int(said[1]), int(said[2]), int(said[3]))
        if said := _DASHES.match(text):  # ACLED's older exports: day first
            return date(int(said[3]), int(said[2]), int(said[1]))
        if (said := _WORDS.match(text)) and (month := _MONTHS.get(said[2].lower())):
            return date(int(said[3]), month, int(said[1]))
        if (said := _SLASHES.match(text)) and month_first is not None:
            one, other = int(said[1]), int(said[2])
            return date(int(said[3]), one if month_first else other, other if month_first else one)
    except ValueError:
        return None
    return None


def acled_days(day: date, precision: int | None) -> tuple[date, date, int]:
    """First and last day and UCDP's precision of an ACLED day: 1 the day, 2 within the week, 3 within the month."""
    if precision == 2:
        return day - timedelta(days=3), day + timedelta(days=3), 3
    if precision == 3:
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]), 4
    return day, day, 1
