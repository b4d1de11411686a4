"""A reference file to events: bytes in, events and counted reasons out.  Pure."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from marsad.errors import UserError
from marsad.reference.days import acled_days, month_first, read_day
from marsad.reference.forms import ACLED, Header, recognise
from marsad.reference.values import Event, Reading
from marsad.values import Problem

READER = 1
"""Version of what is kept of a row: raise it, and files are read again when they are added again."""
LARGEST = 2_000_000_000
"""Bytes of an unpacked file.  The whole of UCDP GED 1989-2021 has about 250 MB."""
_CELL = 1_000_000
_CHUNK = 1_000_000
_EVERY = 2_000
"""Rows between two reports of progress."""
_NAMED = 5
"""How many rows a problem names."""
_KINDS = {
    "1": "state-based", "2": "non-state", "3": "one-sided", "state-based violence": "state-based",
    "non-state violence": "non-state", "one-sided violence": "one-sided", "state-based conflict": "state-based",
    "non-state conflict": "non-state", "state-based": "state-based", "non-state": "non-state", "one-sided": "one-sided",
}  # fmt: skip
_PARTS = (
    ("deaths_a", "side a"), ("deaths_b", "side b"), ("deaths_civilians", "civilians"), ("deaths_unknown", "unknown"),
)  # fmt: skip
_GEO = {1: 1, 2: 2, 3: 4}
"""ACLED geo_precision to UCDP where_prec: exact town; a small part of a region; a larger region."""
_HINTS = {
    "no id": "each event needs its id",
    "an id that another row has": "the first row with the id was taken",
    "a date that cannot be read": "write dates as 2031-03-05",
    "an end before its start": "see date_start and date_end",
    "no such coordinates": "latitude is -90 to 90, longitude -180 to 180; were they swapped?",
    "a number that is none": "deaths are whole numbers, 0 or more",
    "another number of cells": "was the file cut, or edited in a spreadsheet?",
}

Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    del done, total


class _BadRowError(Exception):
    """A row that is no event; says why."""


@dataclass(slots=True)
class _Book:
    """What was read so far."""

    events: list[Event] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    bad: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def read_events(data: bytes, file: str, progress: Progress = _silent) -> Reading:
    """Read a UCDP GED or ACLED table.

    Parameters
    ----------
    data
        The file: CSV in UTF-8 (else Windows-1252), with commas, semicolons or tabs; gzip too.
    file
        Its name, for messages.
    progress
        Told how many lines are done, and of how many.

    Raises
    ------
    UserError
        When it is no such table, or none of its rows is an event.
    """
    data, encoding = _text(data, file)
    table = _rows(data, encoding)
    header = recognise(next(table, (0, []))[1], file)
    again = _rows(data, encoding) if b"/" in data else ()
    slashes = month_first(header.cell(row, "first") for _, row in again)
    book = _Book()
    total = data.count(b"\n")
    for line, row in table:
        if len(book.events) % _EVERY == 0:
            progress(line, total)
        if not any(row) or all(not c or c.startswith("#") for c in row):  # blank, or the HXL tags of row 2
            continue
        try:
            event = _event(header, row, slashes)
            if event.id in book.ids:
                raise _BadRowError("an id that another row has")
            book.ids.add(event.id)
            book.events.append(event)
        except _BadRowError as bad:
            book.bad[str(bad)].append(line)
    progress(total, total)
    if not book.events:
        why = "; ".join(f"{len(v)} rows with {k}" for k, v in sorted(book.bad.items())) or "it has no rows"
        raise UserError(f"{file} holds no event: {why}", "give the table as it was downloaded")
    shape = header.shape
    return Reading(
        shape.form, shape.licence, shape.attribution, tuple(book.events), sum(len(v) for v in book.bad.values()),
        tuple(_problem(file, reason, lines) for reason, lines in sorted(book.bad.items())),
    )  # fmt: skip


def _text(data: bytes, file: str) -> tuple[bytes, str]:
    """The file unpacked, and its encoding."""
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data, file)
    if data[:4] == b"PK\x03\x04":
        raise UserError(f"{file} is a packed or spreadsheet file", "unpack it, or save it as CSV")
    if b"\0" in data[:4096]:
        raise UserError(f"{file} is no text", "give the table as CSV")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return data, "cp1252"
    return data, "utf-8-sig"


def _unpacked(data: bytes, file: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            found = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(f"{file} cannot be unpacked: {error}", "download it again") from error
    if len(found) > LARGEST:
        raise UserError(f"{file} has more than {LARGEST:,} bytes when unpacked", "cut it by years or countries")
    return found


def _rows(data: bytes, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it ends."""
    head = data[: data.find(b"\n") if b"\n" in data else len(data)]
    mark = max(",;\t", key=lambda m: head.count(m.encode()))
    csv.field_size_limit(_CELL)
    # Never the whole text at once: in memory it takes four times as much as its bytes.
    text = io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="")
    reader = csv.reader(text, delimiter=mark)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell without end: the row is counted as bad, the next begins on the next line
            row = [""] * 2 + ["?"]
        yield reader.line_num, row


def _event(header: Header, row: list[str], slashes: bool | None) -> Event:
    if len(row) <= max(header.at[f] for f in header.shape.needed):
        raise _BadRowError("another number of cells")

    def cell(name: str) -> str:
        return header.cell(row, name)

    if not cell("id"):
        raise _BadRowError("no id")
    first, last = read_day(cell("first"), slashes), read_day(cell("last") or cell("first"), slashes)
    if first is None or last is None:
        raise _BadRowError("a date that cannot be read")
    if last < first:
        raise _BadRowError("an end before its start")
    date_prec, where_prec = _code(cell("date_prec")), _code(cell("where_prec"))
    acled = header.shape is ACLED
    if acled:
        first, last, date_prec = acled_days(first, date_prec)
        where_prec = _GEO.get(where_prec or 0)
    deaths = [n for n in (_count(cell(f)) for f in ("low", "best", "high")) if n is not None]
    lat, lon = _degrees(cell("lat"), 90.0), _degrees(cell("lon"), 180.0)
    return Event(
        id=cell("id"), first=first, last=last, date_prec=date_prec, lat=lat, lon=lon, where_prec=where_prec,
        place=cell("place"), admin1=cell("admin1"), admin2=cell("admin2"), country=cell("country"),
        sides=_sides(cell), kind=_kind(cell, acled), low=min(deaths, default=None), best=_count(cell("best")),
        high=max(deaths, default=None), parts=() if acled else _parts(cell), sources=_code(cell("sources")),
        outlets=_outlets(cell("outlets")), aggregate=cell("clarity") == "2",
    )  # fmt: skip


def _code(text: str) -> int | None:
    """A whole number that may be missing; UCDP writes -1 for "not counted"."""
    try:
        number = int(float(text))
    except (ValueError, OverflowError):
        return None
    return number if number > 0 else None


def _count(text: str) -> int | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise _BadRowError("a number that is none") from None
    if number < 0 or number != number // 1 or number > 1e9:
        raise _BadRowError("a number that is none")
    return int(number)


def _degrees(text: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        raise _BadRowError("no such coordinates") from None
    if not -most <= value <= most:
        raise _BadRowError("no such coordinates")
    return value


def _sides(cell: Callable[[str], str]) -> tuple[str, ...]:
    named = [cell("side_a"), cell("side_b")]
    also = [s.strip() for f in ("also_a", "also_b") for s in cell(f).split(";")]
    return tuple(dict.fromkeys(s for s in (*named, *also) if s))


def _kind(cell: Callable[[str], str], acled: bool) -> str:
    if acled:
        return (cell("sub_kind") or cell("kind")).lower()
    said = cell("kind").lower().removesuffix(".0")
    return _KINDS.get(said, said)


def _parts(cell: Callable[[str], str]) -> tuple[tuple[str, int], ...]:
    counted = [(words, _count(cell(name))) for name, words in _PARTS]
    return tuple((words, n) for words, n in counted if n)


def _outlets(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.strip() for s in text.split(";") if s.strip()))


def _problem(file: str, reason: str, lines: list[int]) -> Problem:
    where = ", ".join(str(n) for n in lines[:_NAMED]) + (", …" if len(lines) > _NAMED else "")
    rows = "1 row" if len(lines) == 1 else f"{len(lines):,} rows"
    return Problem(
        "reference", f"{rows} left out, with {reason} (line {where})", _HINTS[reason], f"{file}: {reason}"
    )  # fmt: skip
