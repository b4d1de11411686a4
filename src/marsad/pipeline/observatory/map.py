"""The map: incidents where they are known to be, movements and presence as claimed, within what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from marsad.pipeline.observatory.incidents import INCIDENTS
from marsad.pipeline.observatory.opening import Observatory, wanted
from marsad.pipeline.observatory.timeline import families_of
from marsad.store import Wanted
from marsad.store.columns import EPOCH, Codes, Numbers
from marsad.views.areas import areas_of
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.map import (
    Held,
    MapLayers,
    MapPage,
    Month,
    family_signs,
    held_by,
    movement,
    outlines,
    place_held,
    presences,
    table,
)
from marsad.views.pages.query import Allowed, Query, url
from marsad.views.wording import FAMILIES

MAP = Allowed(INCIDENTS.facets, dates=True, words=True)
MOST = 2_000
"""Incidents that are sent one by one (some 100 kB compressed); more are counted by place and month."""
_MOST_CLAIMS = 500
_SHARED = ("place", "actor", "credibility", "source", "contested", "single", "reviewed")
"""Facets that claims have as well as incidents, in the same sense."""


def map_page(observatory: Observatory, query: Query) -> MapPage:
    """What stands around the drawing: the filters, and how many incidents lie in each province and district."""
    browse, asked = observatory.store.browse, wanted(query, limit=0)
    counted = browse.facets("incidents", asked, INCIDENTS.facets)
    # A facet's own counts leave its own choice out; the table is to hold what the map shows.
    within = query.values("place")
    places = [(p, n) for p, n in counted["place"] if not within or any(_lies_in(p, w) for w in within)]
    boxes = facet_boxes(counted, query, observatory.pack)
    return MapPage(browse.page("incidents", asked).total, table(places, observatory.pack), boxes)


def _lies_in(place: str, area: str) -> bool:
    return place == area or place.startswith(f"{area}.")


def map_layers(observatory: Observatory, query: Query) -> MapLayers:
    """Everything that is drawn for a query."""
    browse, pack = observatory.store.browse, observatory.pack
    asked = wanted(query, limit=browse.size("incidents"))
    ids = browse.page("incidents", asked).ids
    if len(ids) <= MOST:
        held, unplaced = held_by(browse.incidents(ids), pack)
    else:
        held, unplaced = _counted(observatory, asked, ids)
    denied = frozenset(_claims(observatory, query, {"polarity": ("denied",)}))
    ways = browse.claims(_claims(observatory, query, {"shape": ("movement",)}))
    there = browse.claims(_claims(observatory, query, {"shape": ("presence",)}))
    return MapLayers(
        families=family_signs(),
        points=tuple(h for h in held if h.exact is not None), areas=tuple(h for h in held if h.exact is None),
        movements=tuple(movement(c, c.id in denied) for c in ways),
        presence=tuple(p for c in there for p in presences(c, c.id in denied, areas_of(pack))),
        unplaced=unplaced, more=url("/incidents", query, INCIDENTS, sort=INCIDENTS.sorts[0]),
    )  # fmt: skip


def map_areas(observatory: Observatory, query: Query) -> Mapping[str, Any]:
    """The outlines of the pack as GeoJSON."""
    del query  # they are the same for everything that is asked for
    pack = observatory.pack
    return observatory.kept("outlines", (pack.id, pack.version), lambda: outlines(pack))


def _claims(observatory: Observatory, query: Query, more: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    shared = {name: query.values(name) for name in _SHARED if query.values(name)}
    asked = replace(wanted(query, limit=_MOST_CLAIMS), facets={**shared, **more}, order="-latest")
    return observatory.store.browse.page("claims", asked).ids


_WHERE = ("lat", "lon", "radius_m", "where_prec")


def _counted(observatory: Observatory, asked: Wanted, ids: tuple[str, ...]) -> tuple[list[Held], int]:
    """Incidents by place, counted by month and family; each place is read off one incident there."""
    browse, pack = observatory.store.browse, observatory.pack
    _, numbers = browse.numbers("incidents", asked, (*_WHERE, "earliest", "killed"))
    first, spot = _alike(numbers[:4])
    there = {i.id: i.place for i in browse.places([ids[n] for n in first])}
    areas = areas_of(pack)
    months = _by_month(spot, families_of(observatory, asked), numbers[4], numbers[5])
    found: dict[Held, list[Month]] = {}
    unplaced = 0
    for at, counts in months.items():
        where = place_held(there.get(ids[first[at]]), areas, pack)
        if where is None:
            unplaced += sum(n for _, _, n, _ in counts)
        else:
            found.setdefault(where, []).extend(counts)
    return [replace(where, counts=tuple(counts)) for where, counts in found.items()], unplaced


def _by_month(spot: Codes, families: Codes, earliest: Numbers, killed: Numbers) -> Mapping[int, list[Month]]:
    dated = np.nan_to_num(earliest, nan=0).astype(np.int64) - EPOCH
    month = dated.astype("datetime64[D]").astype("datetime64[M]")
    month[np.isnan(earliest)] = np.datetime64("NaT")
    first, kind = _alike((spot, month.astype(np.int64), families))
    n, dead = np.bincount(kind), np.bincount(kind, weights=np.nan_to_num(killed)).astype(np.int64)
    words = month[first].astype(str).tolist()
    return _grouped(zip(spot[first].tolist(), words, families[first].tolist(), n.tolist(), dead.tolist(), strict=True))


def _alike(columns: Iterable[Numbers | Codes]) -> tuple[Codes, Codes]:
    """Rows that are the same in all columns: the first row of each kind, and of each row its kind."""
    # One number for each row: sorting rows of several columns takes ten times as long.
    kind = np.zeros(1, dtype=np.int64)
    for column in columns:
        values, code = np.unique(column, return_inverse=True)
        _, kind = np.unique(kind * len(values) + code, return_inverse=True)
    _, first = np.unique(kind, return_index=True)
    return first, kind


def _grouped(counts: Iterable[tuple[int, str, int, int, int]]) -> Mapping[int, list[Month]]:
    order = list(FAMILIES)
    found: dict[int, list[Month]] = {}
    for at, month, kind, n, dead in counts:
        found.setdefault(at, []).append(("" if month == "NaT" else month, order[kind], n, dead))
    return found
