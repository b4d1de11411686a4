"""What readers share: dates, tidy one-line values, the language of a text."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from urllib.parse import urlsplit

import py3langid

_FORMS = (
    "%d %B %Y",
    "%B %d, %Y",
    "%B %d %Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%b. %d, %Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
)
_SAMPLE = 2_000
"""Characters from which the language is told."""

_ENOUGH = 20
"""Letters under which no language is told."""

_LONG = 500
"""Characters of a title or an outlet's name that are kept."""


def a_date(value: str | None) -> date | None:
    """Read a date as headers give it (ISO, "8 April 2011", "April 8, 2011", RFC 2822); None if it is none."""
    text = " ".join((value or "").strip(" \"'").split())
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None


def one_line(value: str | None) -> str | None:
    """Make a value one line without control characters, of bounded length; None if nothing is left."""
    text = " ".join("".join(c if c.isprintable() else " " for c in value or "").split())
    return text[:_LONG] or None


def a_url(value: str | None) -> str | None:
    """Keep an address only if it is one of the web."""
    text = (value or "").strip(" \"'<>")
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc and not any(c.isspace() for c in text) else None


def language_of(text: str) -> str | None:
    """Tell a text's language (ISO 639-1) from its first 2,000 characters; None where there is too little of it."""
    sample = text[:_SAMPLE]
    if sum(1 for _ in islice(filter(str.isalpha, sample), _ENOUGH)) < _ENOUGH:
        return None
    return str(py3langid.classify(sample)[0])
