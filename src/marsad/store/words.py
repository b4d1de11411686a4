"""Full-text search over titles, texts and quotes (SQLite FTS5)."""

from __future__ import annotations

from typing import Any

from marsad.store.rows import match_of
from marsad.values import Span

from . import Hit

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
