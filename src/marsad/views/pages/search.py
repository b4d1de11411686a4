"""What a search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marsad.store import Hit, Shown
from marsad.values import Coded, Document, Span
from marsad.views.notes import Piece, cut
from marsad.views.pages.document import SENTENCES
from marsad.views.pages.documents import document_line
from marsad.views.pages.frame import Rows

_LEAST = 12
"""Characters of an excerpt by which its sentence is found."""


@dataclass(frozen=True, slots=True)
class SearchLine:
    """One hit: its document, the excerpt with what matched, and where it stands (a sentence, from 1; its part)."""

    noun: str
    id: str
    document: str
    title: str
    outlet: str | None
    published: date | None
    excerpt: tuple[Piece, ...]
    sentence: int | None
    part: int


@dataclass(frozen=True, slots=True)
class SearchPage(Rows[SearchLine]):
    """One page of hits; ``sought`` is ``documents`` or ``statements``, ``numbers`` how many of each there are."""

    words: str = ""
    sought: str = "documents"
    numbers: Sequence[tuple[str, int]] = ()
    partial: bool = False


def search_line(
    hit: Hit, shown: Shown | None, document: Document | None = None, coded: Coded | None = None
) -> SearchLine:
    """A hit as a line; a document's leads to the sentence that the excerpt begins in, where that can be told."""
    line = document_line(shown) if shown else None
    sentence = _sentence(hit, document.text, coded) if document and coded else None
    marked = [(span, "quote") for span in hit.marks]
    return SearchLine(
        hit.noun, hit.id, hit.document, line.title if line else hit.title or hit.document,
        line.outlet if line else None, line.published if line else None,
        tuple(cut(hit.excerpt, Span(0, len(hit.excerpt)), marked)), sentence,
        1 + (sentence - 1) // SENTENCES if sentence else 1,
    )  # fmt: skip


def _sentence(hit: Hit, text: str, coded: Coded) -> int | None:
    """The sentence of the first mark; None where the excerpt is of the title."""
    core = hit.excerpt.strip("…")
    at = text.find(core) if len(core) >= _LEAST else -1
    if at < 0:
        return None
    cut_off = len(hit.excerpt) - len(hit.excerpt.lstrip("…"))
    first = at - cut_off + (hit.marks[0].start if hit.marks else cut_off)
    return next((n for n, s in enumerate(coded.sentences, 1) if s.end > first), None)
