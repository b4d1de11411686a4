"""One document: its text, verbatim, with what was coded in it, or why nothing was."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from marsad.errors import UserError
from marsad.values import Coded, Document, Span
from marsad.views.incidents import Desk
from marsad.views.notes import Source, source_of
from marsad.views.pages.documents import DocumentLine
from marsad.views.rows import SentenceRow
from marsad.views.sentences import MARKS, document_rows
from marsad.views.wording import reason_words

SENTENCES = 400
"""Sentences on one page: some 600 kB of HTML.  Reports have 5 to 60; only books and archives have more."""
_MOST_PLAIN = 200_000
"""Characters that are shown of a document that is not coded."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which sentences are shown: a half-open range of their positions, of how many parts; what is looked for."""

    number: int
    of: int
    statement: str = ""

    @property
    def range(self) -> slice:
        """The positions of its sentences."""
        return slice((self.number - 1) * SENTENCES, self.number * SENTENCES)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence and the text between it and the one before; ``starts``: whether a new line begins with it."""

    between: str
    starts: bool
    sentence: SentenceRow
    asked: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What the store knows of a document besides its text; ``holders``: statement -> (``incidents``|``claims``, id)."""

    name: str
    holders: Mapping[str, Sequence[tuple[str, str]]]
    sources: tuple[DocumentLine, ...]
    copies: tuple[DocumentLine, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything about one document; ``plain`` is the text's beginning when it is not coded."""

    id: str
    title: str
    source: Source
    outlet: str | None
    published: date | None
    retrieved: datetime | None
    language: str | None
    name: str
    characters: int
    statements: int
    coded: int
    sentences: int
    uncoded: Sequence[tuple[str, int]]
    """(reason in words, how many sentences or parts of one), commonest first."""
    part: Part
    stretches: tuple[Stretch, ...]
    plain: str
    marks: tuple[str, ...]
    holders: Mapping[str, Sequence[tuple[str, str]]]
    sources: tuple[DocumentLine, ...]
    copies: tuple[DocumentLine, ...]


def part_of(coded: Coded | None, statement: str, asked: str) -> Part:
    """The part of a document that is asked for: by its number, or as the one that holds a statement.

    Raises
    ------
    UserError
        When there is no such part.
    """
    spans = coded.sentences if coded else ()
    parts = max(1, -(-len(spans) // SENTENCES))
    if asked and not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= parts):
        raise UserError(f"there is no part {asked}", f"this document has {parts}")
    number = int(asked or 1)
    said = next((s for s in (coded.statements if coded else ()) if s.id == statement), None)
    if said and not asked:
        first = min(e.start for e in said.evidence)
        number = 1 + next((n for n, s in enumerate(spans) if s.end > first), 0) // SENTENCES
    return Part(number, parts, statement)


def document_page(document: Document, around: Around, desk: Desk, part: Part) -> DocumentPage:
    """The page of a document; ``desk`` holds it."""
    coded = desk.material.coded.get(document.id)
    spans = coded.sentences if coded else ()
    rows = document_rows(document, desk, part.range) if coded else ()
    reasons = Counter(reason_words(u.reason) for u in (coded.uncoded if coded else ()))
    name = around.name.replace("\\", "/").rsplit("/", 1)[-1]
    return DocumentPage(
        id=document.id, title=document.title or name or document.id, source=source_of(document, desk.pack),
        outlet=document.source, published=document.published, retrieved=document.retrieved, language=document.language,
        name=around.name, characters=len(document.text), statements=len(coded.statements) if coded else 0,
        coded=_with_statements(coded) if coded else 0, sentences=len(spans), uncoded=reasons.most_common(), part=part,
        stretches=tuple(_stretch(r, document.text, spans, part.statement) for r in rows),
        plain="" if coded else document.text[:_MOST_PLAIN], marks=MARKS, holders=around.holders,
        sources=around.sources, copies=around.copies,
    )  # fmt: skip


def _stretch(row: SentenceRow, text: str, spans: Sequence[Span], statement: str) -> Stretch:
    before = spans[row.number - 2].end if row.number > 1 else 0
    between = text[before : row.start]
    asked = bool(statement) and any(c.statement == statement for c in row.codings)
    return Stretch(between.strip(), row.number == 1 or "\n" in between, row, asked)


def _with_statements(coded: Coded) -> int:
    """How many sentences gave a statement."""
    starts = [s.start for s in coded.sentences]
    found: set[int] = set()
    for span in (e for s in coded.statements for e in s.evidence):
        found.update(range(max(0, bisect_right(starts, span.start) - 1), bisect_left(starts, span.end)))
    return len(found)
