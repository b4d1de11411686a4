"""Where reference data sets are kept: the file as it was given, and its events as rows that days find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import apsw

from marsad.store.originals import Originals

_COLUMNS = (
    "name", "sha256", "form", "reader", "licence", "attribution", "events", "bad", "earliest", "latest", "countries",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference data set: its name, file, terms, how many rows were read and left out, and what they cover."""

    name: str
    sha256: str
    form: str
    reader: int
    licence: str
    attribution: str
    events: int
    bad: int
    earliest: date
    latest: date
    countries: tuple[str, ...]
    """As the file writes them; empty when it names none."""


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One event: the days that find it, and the whole value as JSON."""

    earliest: date
    latest: date
    json: str


class References(Protocol):
    """What the pipeline needs of a store for reference data sets.  Each change is one transaction."""

    def put(self, reference: Reference, data: bytes, rows: Iterable[ReferenceRow]) -> None:
        """Keep a data set, its file and its events; one of the same name is replaced."""
        ...

    def all(self) -> list[Reference]:
        """All data sets, sorted by name."""
        ...

    def events(self, name: str, since: date | None = None, until: date | None = None) -> list[str]:
        """The events (JSON) that may have happened in these days (inclusive), in the file's order."""
        ...

    def data(self, name: str) -> bytes | None:
        """The file as it was given."""
        ...

    def drop(self, name: str) -> bool:
        """Remove a data set with its file and events; False when there is none of that name."""
        ...


class SqlReferences:
    """Reference data sets in the tables of a workbench; part of :class:`marsad.store.sqlite.SqliteStore`."""

    def __init__(
        self, database: Callable[[], apsw.Connection], originals: Originals,
        write: Callable[[], AbstractContextManager[None]], drop_original: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._connection = database
        self._originals = originals
        self._write = write
        self._drop_original = drop_original

    def put(self, reference: Reference, data: bytes, rows: Iterable[ReferenceRow]) -> None:
        """See :class:`References`."""
        before = self._digest(reference.name)
        self._originals.keep([data])
        with self._write():
            db = self._connection()
            db.execute("DELETE FROM reference_sets WHERE name = ?", (reference.name,))
            marks = ", ".join("?" for _ in _COLUMNS)
            db.execute(f"INSERT INTO reference_sets ({', '.join(_COLUMNS)}) VALUES ({marks})", _values(reference))
            db.executemany(
                "INSERT INTO reference_events (name, earliest, latest, json) VALUES (?, ?, ?, ?)",
                ((reference.name, r.earliest.isoformat(), r.latest.isoformat(), r.json) for r in rows),
            )
        if before is not None and before != reference.sha256:
            self._drop_original(before)

    def all(self) -> list[Reference]:
        """See :class:`References`."""
        sql = f"SELECT {', '.join(_COLUMNS)} FROM reference_sets ORDER BY name"
        return [_reference(row) for row in self._connection().execute(sql)]

    def events(self, name: str, since: date | None = None, until: date | None = None) -> list[str]:
        """See :class:`References`."""
        sql = "SELECT json FROM reference_events WHERE name = ? AND earliest <= ? AND latest >= ? ORDER BY n"
        days = ((until or date.max).isoformat(), (since or date.min).isoformat())
        return [j for (j,) in self._connection().execute(sql, (name, *days))]

    def data(self, name: str) -> bytes | None:
        """See :class:`References`."""
        digest = self._digest(name)
        return self._originals.read(digest) if digest else None

    def drop(self, name: str) -> bool:
        """See :class:`References`."""
        digest = self._digest(name)
        if digest is None:
            return False
        with self._write():
            self._connection().execute("DELETE FROM reference_sets WHERE name = ?", (name,))
        self._drop_original(digest)
        return True

    def _digest(self, name: str) -> str | None:
        row = self._connection().execute("SELECT sha256 FROM reference_sets WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None


class MemoryReferences:
    """Reference data sets made of dictionaries; part of :class:`marsad.store.memory.MemoryStore`."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Reference, bytes, list[ReferenceRow]]] = {}

    def put(self, reference: Reference, data: bytes, rows: Iterable[ReferenceRow]) -> None:
        """See :class:`References`."""
        self._held[reference.name] = (reference, data, list(rows))

    def all(self) -> list[Reference]:
        """See :class:`References`."""
        return [self._held[name][0] for name in sorted(self._held)]

    def events(self, name: str, since: date | None = None, until: date | None = None) -> list[str]:
        """See :class:`References`."""
        first, last = since or date.min, until or date.max
        rows = self._held[name][2] if name in self._held else []
        return [r.json for r in rows if r.earliest <= last and r.latest >= first]

    def data(self, name: str) -> bytes | None:
        """See :class:`References`."""
        return self._held[name][1] if name in self._held else None

    def drop(self, name: str) -> bool:
        """See :class:`References`."""
        return self._held.pop(name, None) is not None


def _values(reference: Reference) -> tuple[Any, ...]:
    plain = {c: getattr(reference, c) for c in _COLUMNS}
    plain["earliest"], plain["latest"] = reference.earliest.isoformat(), reference.latest.isoformat()
    plain["countries"] = "\n".join(reference.countries)
    return tuple(plain[c] for c in _COLUMNS)


def _reference(row: Sequence[Any]) -> Reference:
    plain = dict(zip(_COLUMNS, row, strict=True))
    plain["earliest"] = date.fromisoformat(plain["earliest"])
    plain["latest"] = date.fromisoformat(plain["latest"])
    plain["countries"] = tuple(c for c in plain["countries"].split("\n") if c)
    return Reference(**plain)
