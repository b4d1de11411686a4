"""Searching the texts, and every statement that was read out of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from marsad.errors import UserError
from marsad.pipeline.observatory.opening import Observatory, check_page, wanted
from marsad.store import Hit, Sought
from marsad.store.rows import match_of
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.query import Allowed, Query
from marsad.views.pages.search import SearchLine, SearchPage, search_line

SEARCH = Allowed(facets=("outlet",), sorts=("rank", "published"), dates=True, more=("q", "in"))
SOUGHT: tuple[Sought, ...] = get_args(Sought)


def search(observatory: Observatory, query: Query) -> SearchPage:
    """One page of what holds all the words.

    Raises
    ------
    UserError
        When what is asked for holds no word.
    """
    words, sought = query.option("q"), _sought(query)
    if not words:
        return SearchPage((), 0, (), sought=sought)
    if not match_of(words):
        raise UserError(f"{words!r} holds no word", 'write words, "a phrase" in quotes, or begin* for beginnings')
    asked = replace(wanted(query), bounds=_published(query), words=words)
    found = observatory.store.hits(sought, asked)
    check_page(query, found.total)
    rest = {s: observatory.store.hits(s, replace(asked, limit=0, offset=0)).total for s in SOUGHT if s != sought}
    counted = observatory.store.browse.facets("documents", asked, SEARCH.facets)
    numbers = [(s, rest.get(s, found.total)) for s in SOUGHT]
    rows = tuple(_lines(observatory, found.hits))
    boxes = facet_boxes(counted, query, observatory.pack)
    return SearchPage(rows, found.total, boxes, words, sought, numbers, found.partial)


def _published(query: Query) -> dict[str, tuple[float | None, float | None]]:
    if not (query.since or query.until):
        return {}
    since, until = (day.toordinal() if day else None for day in (query.since, query.until))
    return {"published": (since, until)}


def _sought(query: Query) -> Sought:
    said = query.option("in", SOUGHT[0])
    found = next((s for s in SOUGHT if s == said), None)
    if found is None:
        raise UserError(f"in: {said!r} cannot be searched", f"there are: {', '.join(SOUGHT)}")
    return found


def _lines(observatory: Observatory, hits: Iterable[Hit]) -> Iterable[SearchLine]:
    store = observatory.store
    for hit in hits:
        shown = next(iter(store.browse.documents([hit.document])), None)
        if hit.noun == "document":
            yield search_line(hit, shown, store.document(hit.id), store.coded(hit.id))
        else:
            yield search_line(hit, shown)
