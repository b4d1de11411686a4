"""What a person may correct: which fields, which values they take, and how a value enters what was derived.

A value is checked when it is given and kept in one plain spelling (ids, ISO days, ``5..8``), so that it means the same
in every later run.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar, get_args

from marsad.errors import UserError
from marsad.link.calendar import date_prec, month_of, year_of
from marsad.link.relations import geo, precision
from marsad.pack import Pack, fold
from marsad.values import (
    Claim,
    Count,
    CountKind,
    Incident,
    Modality,
    Party,
    Polarity,
    StatedPlace,
    Statement,
    Toll,
)
from marsad.views.wording import MODES, TYPES

Thing = Statement | Incident | Claim
T = TypeVar("T", Statement, Incident, Claim)
Range = tuple[int | None, int | None]

UNKNOWN = "unknown"
ALL = "all"
"""The side of a total."""
COUNTS: tuple[str, ...] = get_args(CountKind)
_PARTIES = ("actors", "recipients", "claimed_by", "blamed", "denied_by")
_PLACES = {"place": "at", "from": "from", "via": "via", "to": "to"}
_USUAL_RADIUS_M = 20_000.0
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_NUMBER = re.compile(r"(\d+)(?:\s*(?:\.\.|-|–|to)\s*(\d+)|\s*(\+|\.\.))?")
_MOST = 10_000_000


def fields_of(thing: Thing) -> tuple[str, ...]:
    """The fields of a statement, incident or claim that can be corrected; each kind of count is one."""
    named = ["type", "mode", "place", "date", "actors", "recipients"]
    if isinstance(thing, Statement):
        named += ["from", "via", "to", "modality", "polarity"]
    if isinstance(thing, Incident):
        named += ["claimed_by", "blamed", "denied_by"]
    return (*named, *COUNTS)


def checked(thing: Thing, name: str, value: str, pack: Pack) -> tuple[str, str]:
    """A field and a value as they are kept.

    Raises
    ------
    UserError
        When there is no such field, or the value is none for it; the hint says which are.
    """
    plain = name.strip().lower().replace("-", "_")
    base, _, side = plain.partition(":")
    fields = fields_of(thing)
    noun = f"{'an' if isinstance(thing, Incident) else 'a'} {type(thing).__name__.lower()}"
    if base not in fields or (side and base not in COUNTS):
        raise UserError(f"no field {name!r} of {noun} can be corrected", _near(base, fields, "fields"))
    if not value.strip():
        raise UserError(f"{base}: the value is empty", f"to say that it is not known: {UNKNOWN}")
    if base in COUNTS:
        return _slot(thing, base, side, pack), _range_text(_range(base, value))
    return base, _PARSE[base](thing, value.strip(), pack)


def corrected(thing: T, name: str, value: str, pack: Pack) -> T:
    """The thing with one field set; as it was where the pack no longer knows the value.

    Counts of incidents and claims are no field of theirs but of their assessment: :func:`counted`.
    """
    base, _, side = name.partition(":")
    try:
        if base in COUNTS:
            found: T = _with_count(thing, base, side, _range(base, value)) if isinstance(thing, Statement) else thing
            return found
        return replace(thing, **_values(thing, base, _PARSE[base](thing, value, pack), pack))
    except UserError:
        return thing


def counted(thing: T, name: str, value: str) -> T:
    """An incident or claim with one toll of its assessment set."""
    base, _, side = name.partition(":")
    if base not in COUNTS or isinstance(thing, Statement) or thing.assessment is None:
        return thing
    low, high = _range(base, value)
    wanted = None if side in ("", ALL) else side
    old = next((t for t in thing.assessment.tolls if (t.kind, t.side) == (base, wanted)), None)
    kept = [t for t in thing.assessment.tolls if (t.kind, t.side) != (base, wanted)]
    if (low, high) != (None, None):
        kind: Any = base
        best = low if low == high else None
        new = Toll(kind, wanted, low, best, high, None, None, None, ())
        kept.append(replace(old, low=low, best=best, high=high) if old else new)
    kept.sort(key=lambda t: (t.kind, t.side or ""))
    return replace(thing, assessment=replace(thing.assessment, tolls=tuple(kept)))


def shown(thing: Thing, name: str) -> str:
    """A field as it is now, in the spelling in which values are kept."""
    base, _, side = name.partition(":")
    if base in COUNTS:
        wanted = None if side in ("", ALL) else side
        counts: Iterable[Count | Toll] = _counts(thing)
        return next((_range_text((c.low, c.high)) for c in counts if (c.kind, c.side) == (base, wanted)), UNKNOWN)
    if base in _PARTIES:
        return "; ".join(p.link or p.name for p in getattr(thing, base)) or UNKNOWN
    if base in _PLACES:
        places = [thing.place] if isinstance(thing, Incident) else [p for p in thing.places if p.role == _PLACES[base]]
        return "; ".join(p.link or p.name for p in places if p) or UNKNOWN
    if base == "date":
        return _days_text(thing.earliest, thing.latest)
    return str(getattr(thing, base) or UNKNOWN)


# ------------------------------------------------------------------------------------------------- codes and words


def _near(word: str, known: Iterable[str], what: str) -> str:
    names = list(known)
    close = difflib.get_close_matches(word, names, 3)
    return f"did you mean {', '.join(close)}?" if close else f"{what}: {', '.join(names)}"


def _type(thing: Thing, value: str, pack: Pack) -> str:
    del pack
    if value.lower() == UNKNOWN:
        if isinstance(thing, Statement | Incident) and getattr(thing, "shape", "event") == "event":
            raise UserError("what happened must have a type", f"types: {', '.join(TYPES)}; or reject it")
        return UNKNOWN
    if value.upper() not in TYPES:
        raise UserError(f"{value!r} is no PLOVER type", _near(value.upper(), TYPES, "types"))
    return value.upper()


def _mode(thing: Thing, value: str, pack: Pack) -> str:
    wanted = value.lower().replace(" ", "-").replace("_", "-")
    known = modes_of(pack, getattr(thing, "shape", "event"), thing.type)
    if wanted != UNKNOWN and wanted not in known:
        of = thing.type or getattr(thing, "shape", "event")
        also = [t for (t, mode) in MODES if mode == wanted]
        hint = _near(wanted, sorted(known), "modes") if known else f"{of} has no modes; {UNKNOWN} takes one away"
        hint += f"; {wanted} is a mode of {', '.join(also)}: correct the type first" if also else ""
        raise UserError(f"{value!r} is no mode of {of}", hint)
    return wanted


def modes_of(pack: Pack, shape: str, code: str | None) -> frozenset[str]:
    """The modes that a shape and type can have: PLOVER's for happenings, else those that the pack's words give."""
    own = {m for (t, m) in MODES if t == code} if shape == "event" else set[str]()
    return frozenset(own) | _modes(pack).get((shape, code), frozenset())


def _modes(pack: Pack) -> Mapping[tuple[str, str | None], frozenset[str]]:
    found: dict[tuple[str, str | None], set[str]] = {}
    for table in ("events", "relations", "voices"):
        for entry in _entries(pack.words.get(table, {})):
            key = entry.get("shape", "event"), entry.get("type")
            found.setdefault(key, set()).add(entry["mode"])
    return {key: frozenset(modes - {""}) for key, modes in found.items()}


def _entries(table: Any) -> Iterator[dict[str, Any]]:
    if isinstance(table, dict):
        if isinstance(table.get("mode"), str):
            yield table
        table = list(table.values())
    if isinstance(table, list):
        for one in table:
            yield from _entries(one)


def _one_of(what: str, codes: Sequence[str]) -> Callable[[Thing, str, Pack], str]:
    def parse(thing: Thing, value: str, pack: Pack) -> str:
        del thing, pack
        if value.lower() not in codes:
            raise UserError(f"{value!r} is no {what}", _near(value.lower(), codes, f"values of {what}"))
        return value.lower()

    return parse


# --------------------------------------------------------------------------------------------------- days, numbers


def _date(thing: Thing, value: str, pack: Pack) -> str:
    del thing, pack
    return _days_text(*_interval(value))


def _interval(value: str) -> tuple[date | None, date | None]:
    if value.lower() == UNKNOWN:
        return None, None
    first, _, last = value.partition("..")
    start, end = _day(first), _day(last or first)
    if start[0] > end[1]:
        raise UserError(f"{value!r}: the first day comes after the last", "give the earlier day first")
    return start[0], end[1]


def _day(text: str) -> tuple[date, date]:
    hint = f"give a day (2031-03-05), two days (2031-03-05..2031-03-07), a month (2031-03), a year, or {UNKNOWN}"
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise UserError(f"{text.strip()!r} is no date", hint)
    year, month, day = (int(x) if x else None for x in found.groups())
    assert year is not None
    try:
        if month is None:
            return year_of(year)
        if day is None:
            if not 1 <= month <= 12:
                raise ValueError("month must be in 1..12")
            return month_of(year, month)
        one = date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise UserError(f"{text.strip()!r} is no date: {error}", hint) from error
    return one, one


def _days_text(earliest: date | None, latest: date | None) -> str:
    if earliest is None or latest is None:
        return str(earliest or latest or UNKNOWN)
    return str(earliest) if earliest == latest else f"{earliest}..{latest}"


def _range(kind: str, value: str) -> Range:
    text = value.strip().lower().replace(",", "")
    if text == UNKNOWN:
        return None, None
    found = _NUMBER.fullmatch(text)
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (0, -1)
    if found is None or low > high or high > _MOST:
        hint = f"give a number (5), a range (5..8), at least so many (5+), or {UNKNOWN}"
        raise UserError(f"{kind}: {value!r} is no count of people", hint)
    return low, None if found[3] else high


def _range_text(found: Range) -> str:
    low, high = found
    if low is None and high is None:
        return UNKNOWN
    if low == high:
        return str(low)
    return f"{low or 0}+" if high is None else f"{low or 0}..{high}"


def _counts(thing: Thing) -> Sequence[Count] | Sequence[Toll]:
    if isinstance(thing, Statement):
        return thing.counts
    return thing.assessment.tolls if thing.assessment else ()


def _slot(thing: Thing, kind: str, side: str, pack: Pack) -> str:
    """The count that is meant: its kind and side; without a side the only one there is, or the total."""
    there = [c.side for c in _counts(thing) if c.kind == kind]
    if not side:
        if len(there) > 1 and None not in there:
            named = ", ".join(f"{kind}:{s}" for s in there)
            raise UserError(f"{kind} is counted by side here", f"say which: {named}, or {kind}:{ALL} for the total")
        only = there[0] if len(there) == 1 else None
        return f"{kind}:{only}" if only else kind
    table = pack.words.get("counts", {})
    sides = sorted({*table.get("side", {}), *table.get("organisation", {}).values(), *filter(None, there)})
    if side == ALL:
        return kind
    if side not in sides:
        raise UserError(f"{side!r} is no side whose people are counted", _near(side, [*sides, ALL], "sides"))
    return f"{kind}:{side}"


def _with_count(statement: Any, kind: Any, side: str, found: Range) -> Any:
    wanted = None if side in ("", ALL) else side
    kept = [c for c in statement.counts if (c.kind, c.side) != (kind, wanted)]
    if found != (None, None):
        old = next((c for c in statement.counts if (c.kind, c.side) == (kind, wanted)), None)
        start, end = (old.start, old.end) if old else statement.trigger or statement.evidence[0]
        kept.append(Count(kind, wanted, *found, start, end))
    return replace(statement, counts=tuple(sorted(kept, key=lambda c: (c.start, c.kind, c.side or ""))))


# ------------------------------------------------------------------------------------------------ places, parties


def _place(thing: Thing, value: str, pack: Pack) -> str:
    del thing
    if value.lower() == UNKNOWN:
        return UNKNOWN
    return _named(value, "place", pack.places, pack.own_places)


def _parties(thing: Thing, value: str, pack: Pack) -> str:
    del thing
    if value.lower() == UNKNOWN:
        return UNKNOWN
    named = [v.strip() for v in value.split(";") if v.strip()]
    loose = _loose(pack)
    found = [v if _loose_name(v, loose) else _named(v, "organisation", pack.actors, pack.actors) for v in named]
    return "; ".join(dict.fromkeys(found))


def _loose(pack: Pack) -> Mapping[str, Mapping[str, Any]]:
    table: Mapping[str, Mapping[str, Any]] = pack.words.get("actors", {}).get("generic", {})
    return table


def _loose_name(link: str, loose: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The plain name of a loose word ("generic:militants@pk"); None when it is none."""
    kind, _, country = link.removeprefix("generic:").partition("@")
    if not link.startswith("generic:") or kind not in loose or not re.fullmatch(r"([a-z]{2})?", country):
        return None
    return str(loose[kind].get("name", kind))


def _named(value: str, noun: str, table: Mapping[str, Any], first: Mapping[str, Any]) -> str:
    """The id behind an id or a name; a name that several bear must be told apart by the user."""
    if value in table:
        return value
    wanted = fold(value)
    found = [x for x in first.values() if wanted in (fold(x.name), *(fold(a) for a in x.aliases))]
    if len(found) == 1:
        return str(found[0].id)
    if found:
        some = ", ".join(f"{x.id} ({x.kind})" for x in sorted(found, key=lambda x: x.id)[:8])
        raise UserError(f"{value!r} is the name of several: {some}", "give one of these ids")
    names = {fold(n): f"{x.name} [{x.id}]" for x in first.values() for n in (x.name, x.id, *x.aliases)}
    close = list(dict.fromkeys(names[n] for n in difflib.get_close_matches(wanted, names, 3)))
    hint = f"did you mean {', '.join(close)}?" if close else f"names and ids come from the pack; {UNKNOWN} is allowed"
    raise UserError(f"no {noun} is called {value!r}", hint)


def _stated(identity: str, role: Any, pack: Pack) -> StatedPlace:
    place = pack.places[identity]
    above, here = dict[str, str](), place
    for _ in range(len(pack.places)):
        above.setdefault(here.kind, here.name)
        if not here.parent or here.parent == here.id or here.parent not in pack.places:
            break
        here = pack.places[here.parent]
    radius = place.radius_m if place.radius_m is not None else _USUAL_RADIUS_M
    code = precision(place.kind, radius)
    return StatedPlace(
        role, place.name, place.id, place.lat, place.lon, radius, code, geo(code, radius), place.country,
        above.get("province"), above.get("district"), None, None,
    )  # fmt: skip


def _values(thing: Thing, base: str, value: str, pack: Pack) -> dict[str, Any]:
    """The attributes of a thing that a value sets."""
    unknown = value == UNKNOWN
    if base in _PARTIES:
        loose = _loose(pack)
        ids = () if unknown else tuple(value.split("; "))
        return {base: tuple(Party(_loose_name(i, loose) or pack.actors[i].name, i, None, None) for i in ids)}
    if base in _PLACES:
        role = _PLACES[base]
        stated = None if unknown else _stated(value, role, pack)
        if isinstance(thing, Incident):
            return {"place": stated}
        kept = tuple(p for p in thing.places if p.role != role)
        return {"places": (stated, *kept) if stated else kept}
    if base == "date":
        earliest, latest = _interval(value)
        graded = {} if isinstance(thing, Claim) else {"date_prec": date_prec(earliest, latest)}
        return {"earliest": earliest, "latest": latest, **graded}
    if base == "type":
        shape = getattr(thing, "shape", "event")
        kept_mode = thing.mode if thing.mode in modes_of(pack, shape, value) else None
        return {"type": None if unknown else value, "mode": kept_mode}
    return {base: None if unknown else value}


_PARSE: Mapping[str, Callable[[Any, str, Pack], str]] = {
    "type": _type, "mode": _mode, "date": _date, **dict.fromkeys(_PLACES, _place), **dict.fromkeys(_PARTIES, _parties),
    "modality": _one_of("modality", get_args(Modality)), "polarity": _one_of("polarity", get_args(Polarity)),
}  # fmt: skip
