"""The list of documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marsad.store import Shown
from marsad.views.pages.frame import Rows


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in a list; ``sources``: documents it was taken for a copy of, ``copies``: copies of it."""

    id: str
    title: str
    name: str
    outlet: str | None
    published: date | None
    language: str | None
    coded: bool
    statements: int
    incidents: int
    sources: int
    copies: int


@dataclass(frozen=True, slots=True)
class DocumentsPage(Rows[DocumentLine]):
    """One page of documents."""


def document_line(found: Shown) -> DocumentLine:
    """A document as a line; one without a title is called by its file's name."""
    name = found.name.replace("\\", "/").rsplit("/", 1)[-1]
    return DocumentLine(
        found.id, found.title or name or found.id, name, found.source, found.published, found.language, found.coded,
        found.statements, found.incidents, found.sources, found.copies,
    )  # fmt: skip
