"""What a page is asked for: facets, days, words, order and page.  The address of a page is this value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from marsad.errors import UserError

SIZE = 50
SIZES = (25, 50, 100, 200)
_LAST = 100_000
"""No page number beyond it: at the smallest size it lies behind two and a half million rows."""
_LONGEST = 500
"""Characters of one value of an address."""
_MOST = 100
"""Values of one facet: these took 0.14 s on a page, 900 of them 11 s."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a page may be asked for.

    ``sorts`` are columns of the store's index, the first one (with its sign) is the default; ``more`` are names
    that only this page knows (each takes one value).
    """

    facets: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ()
    dates: bool = False
    words: bool = False
    more: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that may stand in the address."""
        days = ("since", "until") if self.dates else ()
        pages = ("sort", "page", "size") if self.sorts else ()
        return (*self.facets, *days, *(("words",) if self.words else ()), *self.more, *pages)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for; ``id`` is the thing that an item's page shows."""

    id: str = ""
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: date | None = None
    until: date | None = None
    words: str = ""
    more: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    page: int = 1
    size: int = SIZE

    def values(self, facet: str) -> tuple[str, ...]:
        """The values asked for of a facet."""
        return dict(self.facets).get(facet, ())

    def option(self, name: str, default: str = "") -> str:
        """A value that only this page knows."""
        return dict(self.more).get(name, default)

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.facets or self.since or self.until or self.words)


Pairs = Iterable[tuple[str, str]]


def parse(pairs: Pairs, allowed: Allowed, identity: str = "") -> Query:
    """A query from the pairs of an address.

    Raises
    ------
    UserError
        When a name is not known or a value is none; the hint says what is allowed.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in allowed.names:
            raise UserError(f"this page has no filter {name!r}", f"it has: {', '.join(allowed.names) or 'none'}")
        if len(value) > _LONGEST:
            raise UserError(f"{name} has {len(value):,} characters", f"{_LONGEST} at most")
        if value.strip():
            given.setdefault(name, []).append(value.strip())
            if len(given[name]) > _MOST:
                raise UserError(f"{name} has more than {_MOST} values", "tick fewer")
    facets = {f: tuple(sorted(set(given[f]))) for f in sorted(allowed.facets) if f in given}
    query = Query(
        identity, tuple(facets.items()), _day(given, "since"), _day(given, "until"), _one(given, "words"),
        tuple((n, _one(given, n)) for n in sorted(allowed.more) if n in given), _sort(given, allowed),
        _number(given, "page", 1, range(1, _LAST + 1)), _number(given, "size", SIZE, SIZES),
    )  # fmt: skip
    if query.since and query.until and query.since > query.until:
        raise UserError("the first day comes after the last", "give since and until in order")
    return query


def _one(given: Mapping[str, Sequence[str]], name: str) -> str:
    said = given.get(name, [""])
    if len(said) > 1:
        raise UserError(f"{name} stands twice in the address", "give it once")
    return said[0]


def _day(given: Mapping[str, Sequence[str]], name: str) -> date | None:
    said = _one(given, name)
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise UserError(f"{name}: {said!r} is no day", "write days as 2031-03-05") from error


def _number(given: Mapping[str, Sequence[str]], name: str, default: int, known: Sequence[int]) -> int:
    said = _one(given, name)
    if not said:
        return default
    if not (said.isascii() and said.isdigit() and len(said) < 9 and int(said) in known):
        words = ", ".join(map(str, known)) if isinstance(known, tuple) else f"{known[0]} to {known[-1]:,}"
        raise UserError(f"{name}: {said!r} is not allowed", f"give {words}")
    return int(said)


def _sort(given: Mapping[str, Sequence[str]], allowed: Allowed) -> str:
    said = _one(given, "sort")
    plain = [s.removeprefix("-") for s in allowed.sorts]
    if said and said.removeprefix("-") not in plain:
        raise UserError(f"sort: {said!r} is no order of this page", f"give one of {', '.join(plain)}, or -{plain[0]}")
    return said or (allowed.sorts[0] if allowed.sorts else "")


def url(path: str, query: Query, allowed: Allowed, **change: object) -> str:
    """The address of a query, in one spelling; ``change`` replaces fields of the query first.

    ``path`` may hold ``{id}``.  Anything but the page that changes leads back to the first page.
    """
    if change:
        query = replace(query, **{"page": 1, **change})  # type: ignore[arg-type]
    pairs = [(f, v) for f, values in query.facets for v in values]
    pairs += [("since", query.since.isoformat())] if query.since else []
    pairs += [("until", query.until.isoformat())] if query.until else []
    pairs += [("words", query.words)] if query.words else []
    pairs += list(query.more)
    default = allowed.sorts[0] if allowed.sorts else ""
    pairs += [("sort", query.sort)] if query.sort not in ("", default) else []
    pairs += [("page", str(query.page))] if query.page > 1 else []
    pairs += [("size", str(query.size))] if query.size != SIZE else []
    whole = path.replace("{id}", quote(query.id, safe=":@"))
    return f"{whole}?{urlencode(pairs)}" if pairs else whole


def toggled(query: Query, facet: str, value: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The query's facets with one value put in, or taken out when it is there."""
    values = set(query.values(facet)) ^ {value}
    facets = {**dict(query.facets), facet: tuple(sorted(values))}
    return tuple((f, v) for f, v in sorted(facets.items()) if v)
