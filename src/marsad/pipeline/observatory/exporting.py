"""Exports: what is asked for, of which kind of things, in which format."""

from __future__ import annotations

from collections.abc import Mapping

from marsad import plugins
from marsad.errors import UserError
from marsad.pipeline.observatory.claims import CLAIMS
from marsad.pipeline.observatory.documents import DOCUMENTS
from marsad.pipeline.observatory.incidents import INCIDENTS
from marsad.pipeline.observatory.opening import Observatory, wanted
from marsad.store import Browsed
from marsad.views import attribution_of
from marsad.views.pages.export import ExportPage
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.query import Allowed, Query

_FACETS: Mapping[str, tuple[str, ...]] = {
    "incidents": INCIDENTS.facets, "claims": CLAIMS.facets, "statements": DOCUMENTS.facets,
}  # fmt: skip
_NOUNS: Mapping[str, Browsed] = {"incidents": "incidents", "claims": "claims", "statements": "documents"}
"""Statements are asked for by their documents."""
EXPORT = Allowed(
    facets=tuple(dict.fromkeys(f for facets in _FACETS.values() for f in facets)), dates=True, words=True,
    more=("what", "format"),
)  # fmt: skip


def export_page(observatory: Observatory, query: Query) -> ExportPage:
    """The options of an export, and how much is asked for."""
    what, form = chosen(query)
    browse, pack, noun, asked = observatory.store.browse, observatory.pack, noun_of(query), wanted(query, limit=0)
    boxes = facet_boxes(browse.facets(noun, asked, _FACETS[what]), query, pack)
    formats = tuple((w, tuple(f for f in _formats() if w == "incidents" or f != "geojson")) for w in _FACETS)
    places = [f"{one.name}: {one.attribution}; {one.licence}" for one in observatory.store.gazetteers()]
    credits_ = tuple(filter(None, (attribution_of(pack), *places)))
    return ExportPage(what, form, formats, browse.page(noun, asked).total, noun, boxes, credits_)


def chosen(query: Query) -> tuple[str, str]:
    """What is exported, and in which format.

    Raises
    ------
    UserError
        When there is no such thing or format, or a filter is none of these things.
    """
    what, form = query.option("what", "incidents"), query.option("format", "csv")
    if what not in _FACETS:
        raise UserError(f"what: {what!r} cannot be exported", f"give one of {', '.join(_FACETS)}")
    if form not in _formats():
        raise UserError(f"no format is called {form!r}", f"give one of {', '.join(_formats())}")
    for facet, _ in query.facets:
        if facet not in _FACETS[what]:
            raise UserError(f"{what} have no filter {facet!r}", f"they have: {', '.join(_FACETS[what])}")
    return what, form


def noun_of(query: Query) -> Browsed:
    """The things that are filtered."""
    return _NOUNS[chosen(query)[0]]


def _formats() -> tuple[str, ...]:
    return tuple(sorted(plugins.names("exporter")))
