"""Find the day a report was written: what "yesterday" counts from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from marsad.pack.patterns import Grammar, compiled, grammar
from marsad.values import Document, Span

_HEAD = 1_500
"""Characters of a document in which its dateline is looked for."""

_TITLE_LINES = 6
"""Lines at the head of a document that may be a title ending in a date."""

_REACH = 60
"""Characters at either end of a line within which the digits of its date must stand."""

_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[a-z]{3,9}")

_FAR = 45
"""Days a dateline may lie from the date of publication before it is taken to be a date in the text."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day a report was written, where it says so (``span``), and what that rests on.

    ``date`` is None where no day is known; ``month`` is then the first day of the month, if that at least is known.
    """

    date: dt.date | None
    month: dt.date | None = None
    span: Span | None = None
    basis: Literal["dateline", "header", "published", "release"] | None = None

    @property
    def year_only(self) -> bool:
        """Whether no day is known, but the year (and month) is."""
        return self.date is None and self.month is not None


@dataclass(frozen=True, slots=True)
class _Partial:
    """A date as a dateline gives it, perhaps without its year."""

    year: int | None
    month: int
    day: int
    span: Span

    def on(self, year: int) -> dt.date | None:
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None


def anchor_of(document: Document, words: Mapping[str, Any]) -> Anchor:
    """Find the day a document was written.

    A dateline comes first ("KABUL, Afghanistan (April 8, 2011) –"), then a title that ends in a date, then
    ``document.published``, then the month that a press release's number opens with.  A dateline without a year takes it
    from a release number, a title's date or the publication date.

    Parameters
    ----------
    document
        The document; only its first 1,500 characters are searched.
    words
        The pack's ``words["times"]`` (``dateline``, ``release``, ``month``).
    """
    head = document.text[:_HEAD]
    rules = grammar(words)
    datelines, release = _forms(rules)
    months = [_release_month(m) for m in release.finditer(head)] if release else []
    month = months[0] if months else None
    lines = [p for form in datelines if (p := _dateline(form, head, words))]
    titles = _titles(head, rules)
    hints = [*(p.on(p.year) for p in (*lines, *titles) if p.year), document.published, month]
    for basis, found in (("dateline", lines), ("header", titles)):
        for partial in found:
            day = _complete(partial, [h for h in hints if h])
            if day and (document.published is None or abs((document.published - day).days) <= _FAR):
                return Anchor(day, day.replace(day=1), partial.span, "dateline" if basis == "dateline" else "header")
    if document.published:
        return Anchor(document.published, document.published.replace(day=1), None, "published")
    if month:
        return Anchor(None, month, None, "release")
    return Anchor(None)


@lru_cache(maxsize=16)
def _forms(rules: Grammar) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str] | None]:
    release = rules.words.get("release")
    return tuple(compiled(x) for x in rules.words.get("dateline", ())), compiled(release) if release else None


def _release_month(hit: re.Match[str]) -> dt.date:
    return dt.date(int(hit["y"]), int(hit["mm"]), 1)


def _dateline(form: re.Pattern[str], head: str, words: Mapping[str, Any]) -> _Partial | None:
    for hit in form.finditer(head):
        if partial := _partial(hit["date"], hit.start("date"), words):
            return partial
    return None


_WORDS = re.compile(r"(?P<name>[A-Za-z]{3,9})|(?P<year>(?:19|20)\d\d)|(?P<day>\d{1,2})")


def _partial(text: str, start: int, words: Mapping[str, Any]) -> _Partial | None:
    """Read day, month and perhaps year in any order; None unless day and month are there."""
    found: dict[str, str] = {}
    for hit in _WORDS.finditer(text):
        found.setdefault(str(hit.lastgroup), hit[0])
    month = words["month"].get(found.get("name", "").lower())
    if not month or "day" not in found:
        return None
    year = int(found["year"]) if "year" in found else None
    return _Partial(year, month, int(found["day"]), Span(start, start + len(text)))


def _titles(head: str, rules: Grammar) -> list[_Partial]:
    """Find dates that end or open one of the first lines ("Update, March 24, 2011", "June 15: Operations in …")."""
    found, start = [], 0
    months = rules.words["month"].keys()
    for line in head.split("\n")[:_TITLE_LINES]:
        # Looking for dates is dear, and a date that ends or opens a line has its digits there.
        digits = _DIGIT.search(line, max(0, len(line) - _REACH)) or (":" in line and _DIGIT.search(line, 0, _REACH))
        likely = digits and not months.isdisjoint(_NAME.findall(line.lower()))
        for begin, end in rules.find(line) if likely else ():
            opens = not line[:begin].strip() and line[end:].startswith(":")
            if opens or not line[end:].strip(" .,:)"):
                partial = _partial(line[begin:end], start + begin, rules.words)
                found += [partial] if partial else []
        start += len(line) + 1
    return found


def _complete(partial: _Partial, hints: list[dt.date]) -> dt.date | None:
    if partial.year:
        return partial.on(partial.year)
    for hint in hints:
        near = [d for y in (hint.year - 1, hint.year, hint.year + 1) if (d := partial.on(y))]
        if near:
            return min(near, key=lambda d: abs((d - hint).days))
    return None
