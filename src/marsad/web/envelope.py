"""The one envelope of every ``.json`` page: what was asked, what was found, where to go from here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from marsad.errors import MarsadError
from marsad.views.pages.frame import Bench, Rows
from marsad.views.pages.query import Query, url
from marsad.web.pages import BY_NAME, Page

VERSION = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A page and what it is asked for."""

    page: Page
    query: Query

    def address(self, twin: str = "", **change: object) -> str:
        """The address of this page (``twin``: ``.json`` or ``.csv``), with some of the query changed."""
        if not change:
            change = {"page": self.query.page}
        return url(self.page.path + twin, self.query, self.page.allowed, **change)

    def data(self, name: str, **change: object) -> str:
        """The address of what a drawing on this page reads (a page of the table), asked for the same."""
        page = BY_NAME[name]
        shared = tuple(m for m in self.query.more if m[0] in page.allowed.more)
        return url(f"{page.path}.json", replace(self.query, more=shared), page.allowed, **change)

    def to(self, name: str, **values: str) -> str:
        """The address of a list that is asked for the same, with a value for some facets."""
        allowed = BY_NAME[name].allowed
        facets = {f: v for f, v in self.query.facets if f in allowed.facets} | {f: (v,) for f, v in values.items()}
        same = Query(
            facets=tuple(sorted(facets.items())), since=self.query.since if allowed.dates else None,
            until=self.query.until if allowed.dates else None, words=self.query.words if allowed.words else "",
        )  # fmt: skip
        return url(BY_NAME[name].path, same, allowed)


def envelope(asked: Asked, view: object, bench: Bench) -> bytes:
    """What a page shows, as JSON: ``rows`` with ``total`` and ``facets`` of a list, ``item`` of anything else."""
    found: dict[str, Any] = {
        "marsad": VERSION, "page": asked.page.name, "url": asked.address(), "query": _plain(asked.query),
        "workbench": bench,
    }  # fmt: skip
    if isinstance(view, Rows):
        found |= {"total": view.total, "rows": view.rows, "facets": view.facets}
    else:
        found |= {"item": view}
    return msgspec.json.encode({**found, "links": links(asked, view)})


def links(asked: Asked, view: object) -> dict[str, str | None]:
    """Addresses of the page, its twins, and the pages before and after it."""
    query = asked.query
    total = view.total if isinstance(view, Rows) else 0
    after = query.page * query.size < total
    return {
        "self": asked.address(".json"), "html": asked.address(), "json": asked.address(".json"),
        "csv": asked.address(".csv", page=1) if asked.page.table else None,
        "next": asked.address(page=query.page + 1) if after else None,
        "previous": asked.address(page=query.page - 1) if total and query.page > 1 else None,
    }  # fmt: skip


def plain(page: str, item: object) -> bytes:
    """What came of a form, as JSON."""
    return msgspec.json.encode({"marsad": VERSION, "page": page, "item": item})


def refusal(error: MarsadError) -> bytes:
    """An error as JSON."""
    return msgspec.json.encode({"marsad": VERSION, "error": {"message": error.message, "hint": error.hint}})


def _plain(query: Query) -> dict[str, Any]:
    given: dict[str, Any] = msgspec.to_builtins(query)
    return {**given, "facets": dict(query.facets), "more": dict(query.more)}
