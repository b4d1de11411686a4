"""Documents: the list, one of them with its text as it was coded, and the bytes it came from."""

from __future__ import annotations

from marsad.errors import MissingError, UserError
from marsad.pipeline import judging
from marsad.pipeline.observatory.opening import Observatory, check_page, wanted
from marsad.values import Document
from marsad.views.pages.document import SENTENCES, Around, DocumentPage, document_page, part_of
from marsad.views.pages.documents import DocumentsPage, document_line
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.query import Allowed, Query

DOCUMENTS = Allowed(
    facets=("outlet", "month", "language", "coded"), sorts=("-published", "statements"), dates=True, words=True
)
DOCUMENT = Allowed(more=("part", "statement"))


def documents(observatory: Observatory, query: Query) -> DocumentsPage:
    """One page of the documents that are asked for."""
    browse, asked = observatory.store.browse, wanted(query)
    listed = browse.page("documents", asked)
    check_page(query, listed.total)
    rows = tuple(document_line(d) for d in browse.documents(listed.ids))
    counted = browse.facets("documents", asked, DOCUMENTS.facets)
    return DocumentsPage(rows, listed.total, facet_boxes(counted, query, observatory.pack))


def document(observatory: Observatory, query: Query) -> DocumentPage:
    """One document, sentence by sentence.

    Raises
    ------
    MissingError
        When there is none of this id.
    """
    store, found = observatory.store, find_document(observatory, query.id)
    desk = observatory.desk([found.id])
    statement = query.option("statement")
    part = part_of(desk.material.coded.get(found.id), statement, query.option("part"))
    first, second = store.browse.copies(found.id)
    said = desk.material.coded[found.id].statements if found.id in desk.material.coded else ()
    around = Around(
        name=store.name_of(found.id) or "",
        holders=store.browse.holders(s.id for s in said),
        sources=tuple(document_line(d) for d in store.browse.documents(first[:SENTENCES])),
        copies=tuple(document_line(d) for d in store.browse.documents(second[:SENTENCES])),
    )
    return document_page(found, around, desk, part)


def find_document(observatory: Observatory, identity: str) -> Document:
    """The document of an id.

    Raises
    ------
    MissingError
        When there is none; the hint says which may be meant.
    """
    found = observatory.store.document(identity)
    if found is None:
        raise MissingError(f"no document is called {identity!r}", _hint(observatory, identity))
    return found


def _hint(observatory: Observatory, identity: str) -> str:
    try:
        return f"did you mean {judging.find(observatory.workbench, identity, ('document',)).id}?"
    except UserError as error:
        return error.hint


def original(observatory: Observatory, identity: str) -> tuple[str, bytes]:
    """The name and the bytes under which a document was added.

    Raises
    ------
    MissingError
        When there is no such document, or its file is gone.
    """
    found = find_document(observatory, identity)
    data = observatory.store.original(found.id)
    if data is None:
        raise MissingError(f"the original of {identity} is not there", "the workbench's folder of originals lacks it")
    return observatory.store.name_of(found.id) or found.id, data
