"""Full-text search over titles, texts and quotes (SQLite FTS5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marsad.store.rows import match_of
from marsad.store.wanted import Wanted
from marsad.values import Span

from . import Hit, Hits, Sought

# Private-use characters mark a match inside an excerpt; a text that holds them itself only gets a wrong highlight.
_OPEN, _CLOSE, _AROUND = "\ue000", "\ue001", 24

_DOCUMENTS = """
SELECT id, id, documents.title, snippet(documents_words, -1, ?2, ?3, '…', ?4)
FROM documents_words JOIN documents ON documents.n = documents_words.rowid
WHERE documents_words MATCH ?1 ORDER BY rank, id LIMIT ?5
"""
_STATEMENTS = """
SELECT statements.id, document, documents.title, snippet(statements_words, -1, ?2, ?3, '…', ?4)
FROM statements_words JOIN statements ON statements.n = statements_words.rowid
JOIN documents ON documents.id = statements.document
WHERE statements_words MATCH ?1 ORDER BY statements_words.rank, statements.id LIMIT ?5
"""


def search(db: Any, words: str, limit: int) -> list[Hit]:
    """Documents, then statements, that hold all the words, best first (BM25)."""
    match = match_of(words)
    if not match:
        return []
    values = (match, _OPEN, _CLOSE, _AROUND, limit)
    hits = [_hit("document", row) for row in db.execute(_DOCUMENTS, values)]
    return hits + [_hit("statement", row) for row in db.execute(_STATEMENTS, values)]


def _hit(noun: Any, row: tuple[str, str, str | None, str]) -> Hit:
    identity, document, title, marked = row
    excerpt, marks, start = "", [], 0
    for piece in marked.replace(_CLOSE, _CLOSE + _OPEN).split(_OPEN):
        if piece.endswith(_CLOSE):
            start = len(excerpt)
            excerpt += piece[:-1]
            marks.append(Span(start, len(excerpt)))
        else:
            excerpt += piece
    return Hit(noun, identity, document, title, excerpt, tuple(marks))


LATEST = 10_000
"""So many matches, those added last, are ranked: ranking costs some 2 µs each, and a common word is everywhere."""


@dataclass(frozen=True, slots=True)
class _Table:
    """An index of words: the noun of its rows, their ids, and how a row leads to its document."""

    noun: Any
    words: str
    ids: str
    join: str


_TABLES: Mapping[Sought, _Table] = {
    "documents": _Table(
        "document", "documents_words", "documents.id, documents.id",
        "documents_words AS w JOIN documents ON documents.n = w.rowid",
    ),
    "statements": _Table(
        "statement", "statements_words", "statements.id, document",
        "statements_words AS w JOIN statements ON statements.n = w.rowid JOIN documents ON documents.id = document",
    ),
}  # fmt: skip


def hits(db: Any, sought: Sought, wanted: Wanted) -> Hits:
    """One page of the hits among documents or statements that are wanted; see :meth:`marsad.store.Store.hits`."""
    table, match = _TABLES[sought], match_of(wanted.words)
    if not match:
        return Hits((), 0, False)
    latest = f"SELECT rowid FROM {table.words} WHERE {table.words} MATCH ?1 ORDER BY rowid DESC LIMIT {LATEST}"
    matched, first = db.execute(f"SELECT count(*), min(rowid) FROM ({latest})", (match,)).fetchone()
    within, values = _within(wanted)
    found = f"FROM {table.join} WHERE w.{table.words} MATCH ?1 AND w.rowid >= ?2{within}"
    total = db.execute(f"SELECT count(*) {found}", (match, first, *values)).fetchone()[0]
    order = {"-published": "published DESC, ", "published": "published, "}.get(wanted.order, "")
    rows = db.execute(
        f"SELECT w.rowid {found} ORDER BY {order}w.rank, w.rowid LIMIT {wanted.limit:d} OFFSET {wanted.offset:d}",
        (match, first, *values),
    ).fetchall()
    # Excerpts are cut for what is shown alone.
    sql = (
        f"SELECT {table.ids}, documents.title, snippet({table.words}, -1, ?2, ?3, '…', ?4) FROM"
        f" {table.join.replace(' AS w', '').replace('w.rowid', f'{table.words}.rowid')}"
        f" WHERE {table.words} MATCH ?1 AND {table.words}.rowid = ?5"
    )
    shown = (db.execute(sql, (match, _OPEN, _CLOSE, _AROUND, n)).fetchone() for (n,) in rows)
    return Hits(tuple(_hit(table.noun, row) for row in shown), total, matched == LATEST)


def _within(wanted: Wanted) -> tuple[str, list[str]]:
    """Conditions on the document: its outlet, and the day on which it was published."""
    sql, values = "", list(wanted.facets.get("outlet", ()))
    if values:
        sql += f" AND documents.source IN ({', '.join('?' for _ in values)})"
    least, most = wanted.bounds.get("published", (None, None))
    for bound, sign in ((least, ">="), (most, "<=")):
        if bound is not None:
            sql += f" AND documents.published {sign} ?"
            values.append(date.fromordinal(int(bound)).isoformat())
    return sql, values
