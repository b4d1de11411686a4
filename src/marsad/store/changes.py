"""The log of what runs did to incidents and claims: kept with them, and forgotten with the documents it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Protocol

import apsw
import msgspec

from marsad.store.rows import encode
from marsad.values import Change, Claim, Incident

_CHANGE = msgspec.json.Decoder(Change)
_CLAIM = msgspec.json.Decoder(Claim)
_INCIDENT = msgspec.json.Decoder(Incident)
_AT_ONCE = 500


class Changes(Protocol):
    """What is known of how incidents and claims came to be as they are."""

    def put(self, changes: Sequence[Change]) -> None:
        """Append."""
        ...

    def of(self, ids: Iterable[str]) -> list[Change]:
        """The changes that name one of these ids, oldest first."""
        ...

    def in_document(self, document: str) -> list[Change]:
        """The changes of what rests on a document, oldest first."""
        ...

    def since(self, at: datetime, limit: int) -> list[Change]:
        """The changes from a moment on, the last first."""
        ...

    def numbers(self, at: datetime) -> dict[str, int]:
        """How many changes there were from a moment on, by kind."""
        ...

    def outdated(
        self, incidents: Sequence[Incident], claims: Sequence[Claim]
    ) -> tuple[list[Incident | Claim], list[Incident | Claim]]:
        """What is kept and is not the same in these, and what of these is not the same as what is kept."""
        ...


class SqlChanges:
    """The log in the tables of a workbench; part of :class:`marsad.store.sqlite.SqliteStore`."""

    def __init__(
        self, database: Callable[[], apsw.Connection], write: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._connection = database
        self._write = write

    def put(self, changes: Sequence[Change]) -> None:
        """See :class:`Changes`."""
        if not changes:
            return
        with self._write():
            db = self._connection()
            before = next(iter(db.execute("SELECT coalesce(max(n), 0) FROM changes")))[0]
            for change in changes:
                db.execute("INSERT INTO changes (json) VALUES (?)", (encode(change),))
                n = db.last_insert_rowid()
                names = [(n, i) for i in dict.fromkeys((change.id, *change.others))]
                db.executemany("INSERT INTO change_names (change, id) VALUES (?, ?)", names)
                documents = [(n, d) for d in change.documents]
                # A document may have been forgotten while this was computed: then its changes are not kept either.
                db.executemany("INSERT INTO change_documents (change, document) VALUES (?, ?)", documents)
            db.execute(
                "DELETE FROM changes WHERE n IN (SELECT change FROM change_documents"
                " WHERE change > ? AND document NOT IN (SELECT id FROM documents))",
                (before,),
            )

    def of(self, ids: Iterable[str]) -> list[Change]:
        """See :class:`Changes`."""
        wanted, found = sorted(set(ids)), dict[int, str]()
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" for _ in some)
            sql = f"SELECT n, json FROM changes JOIN change_names ON change = n WHERE id IN ({marks})"
            found |= dict(self._connection().execute(sql, some))
        return [_CHANGE.decode(found[n]) for n in sorted(found)]

    def in_document(self, document: str) -> list[Change]:
        """See :class:`Changes`."""
        sql = "SELECT json FROM changes JOIN change_documents ON change = n WHERE document = ? ORDER BY n"
        return [_CHANGE.decode(j) for (j,) in self._connection().execute(sql, (document,))]

    def since(self, at: datetime, limit: int) -> list[Change]:
        """See :class:`Changes`."""
        sql = "SELECT json FROM changes WHERE json ->> 'at' >= ? ORDER BY json ->> 'at' DESC, n DESC LIMIT ?"
        return [_CHANGE.decode(j) for (j,) in self._connection().execute(sql, (_moment(at), limit))]

    def numbers(self, at: datetime) -> dict[str, int]:
        """See :class:`Changes`."""
        sql = "SELECT json ->> 'kind', count(*) FROM changes WHERE json ->> 'at' >= ? GROUP BY 1 ORDER BY 2 DESC, 1"
        return dict(self._connection().execute(sql, (_moment(at),)))

    def outdated(
        self, incidents: Sequence[Incident], claims: Sequence[Claim]
    ) -> tuple[list[Incident | Claim], list[Incident | Claim]]:
        """See :class:`Changes`."""
        # Compared as text: only what differs is decoded.
        db = self._connection()
        kept = dict(db.execute("SELECT id, json FROM incidents")), dict(db.execute("SELECT id, json FROM claims"))
        made = {i.id: encode(i) for i in incidents}, {c.id: encode(c) for c in claims}
        old: list[Incident | Claim] = [_INCIDENT.decode(j) for i, j in kept[0].items() if made[0].get(i) != j]
        old += [_CLAIM.decode(j) for i, j in kept[1].items() if made[1].get(i) != j]
        new: list[Incident | Claim] = [i for i in incidents if kept[0].get(i.id) != made[0][i.id]]
        new += [c for c in claims if kept[1].get(c.id) != made[1][c.id]]
        return old, new


class MemoryChanges:
    """The log in a list; part of :class:`marsad.store.memory.MemoryStore`."""

    def __init__(self, kept: Callable[[], tuple[list[Incident], list[Claim]]]) -> None:
        self._kept = kept
        self._log: list[Change] = []

    def put(self, changes: Sequence[Change]) -> None:
        """See :class:`Changes`."""
        self._log += changes

    def of(self, ids: Iterable[str]) -> list[Change]:
        """See :class:`Changes`."""
        wanted = set(ids)
        return [c for c in self._log if wanted & {c.id, *c.others}]

    def in_document(self, document: str) -> list[Change]:
        """See :class:`Changes`."""
        return [c for c in self._log if document in c.documents]

    def since(self, at: datetime, limit: int) -> list[Change]:
        """See :class:`Changes`."""
        return sorted((c for c in reversed(self._log) if c.at >= at), key=lambda c: c.at, reverse=True)[:limit]

    def numbers(self, at: datetime) -> dict[str, int]:
        """See :class:`Changes`."""
        return dict(Counter(c.kind for c in self._log if c.at >= at))

    def outdated(
        self, incidents: Sequence[Incident], claims: Sequence[Claim]
    ) -> tuple[list[Incident | Claim], list[Incident | Claim]]:
        """See :class:`Changes`."""
        before: list[Incident | Claim] = [x for kind in self._kept() for x in kind]
        after: list[Incident | Claim] = [*incidents, *claims]
        old, new = {x.id: x for x in before}, {x.id: x for x in after}
        return [x for x in before if new.get(x.id) != x], [x for x in after if old.get(x.id) != x]

    def forget(self, document: str) -> None:
        """Drop what speaks of a document."""
        self._log = [c for c in self._log if document not in c.documents]


def _moment(at: datetime) -> str:
    """As it is kept: in UTC, which is in order as text."""
    moment: str = msgspec.to_builtins(at.astimezone(UTC))
    return moment
