"""The network of ties between organisations, as they are claimed at a date."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from marsad.errors import UserError
from marsad.pipeline.observatory.opening import SINCE, UNTIL, Observatory, wanted
from marsad.store import Wanted
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.network import NetworkPage, Put, edges_of, nodes_of
from marsad.views.pages.query import Allowed, Query
from marsad.views.wording import MODALITIES, days

NETWORK = Allowed(
    facets=("actor", "place", "voice", "modality", "polarity", "credibility", "contested"), more=("date",)
)
MOST = 300
"""Claims that are drawn or listed, those with most origins first; a picture of more cannot be read."""
_FRESH = 365
"""Days for which a tie is taken to stand after it was last told: hardly any text says when a tie ends."""


def network(observatory: Observatory, query: Query) -> NetworkPage:
    """The ties that are asked for; at a date: what was told by then, and within the year before."""
    browse, asked = observatory.store.browse, _asked(query)
    ids, span = browse.numbers("claims", asked, (UNTIL, SINCE))
    put = _put(observatory, asked, dict(zip(ids[:MOST], zip(*span, strict=True), strict=False)))
    found = [edges_of(c, put[c.id]) for c in browse.claims(ids[:MOST])]
    edges = tuple(e for some in found for e in some)
    boxes = facet_boxes(browse.facets("claims", asked, NETWORK.facets), query, observatory.pack)
    more, unnamed = len(ids) - len(found), sum(not some for some in found)
    return NetworkPage(_date(query), nodes_of(edges, observatory.pack), edges, more, unnamed, boxes)


def _asked(query: Query) -> Wanted:
    day = _date(query)
    bounds = {UNTIL: (None, float(day.toordinal())), SINCE: (float(day.toordinal() - _FRESH), None)} if day else {}
    asked = wanted(query, limit=MOST)
    return replace(asked, facets={**asked.facets, "shape": ("tie",)}, bounds=bounds, order="-support")


def _date(query: Query) -> date | None:
    said = query.option("date")
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise UserError(f"date: {said!r} is no day", "write days as 2031-03-05") from error


def _put(observatory: Observatory, asked: Wanted, spans: Mapping[str, tuple[float, float]]) -> Mapping[str, Put]:
    """How each claim is put, by the index alone."""
    put = {m: _with(observatory, asked, "modality", m) for m in MODALITIES}
    denied = _with(observatory, asked, "polarity", "denied")
    return {
        i: Put(tuple(m for m, ids in put.items() if i in ids), i in denied, _days(*span)) for i, span in spans.items()
    }


def _with(observatory: Observatory, asked: Wanted, facet: str, value: str) -> frozenset[str]:
    browse = observatory.store.browse
    there = replace(asked, facets={**asked.facets, facet: (value,)}, limit=browse.size("claims"))
    return frozenset(browse.page("claims", there).ids)


def _days(first: float, last: float) -> str:
    if math.isnan(first) or math.isnan(last):
        return days(None, None)
    return days(date.fromordinal(int(first)), date.fromordinal(int(last)))
