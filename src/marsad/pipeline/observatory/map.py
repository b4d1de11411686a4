"""The map: incidents where they are known to be, movements and presence as claimed, within what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from marsad.pipeline.observatory.incidents import INCIDENTS
from marsad.pipeline.observatory.opening import Observatory, wanted
from marsad.pipeline.observatory.timeline import families_of
from marsad.store import Wanted
from marsad.store.columns import EPOCH, Codes, Numbers
from marsad.store.describing import place_of
from marsad.views.areas import areas_of
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.map import (
    Counts,
    Held,
    MapLayers,
    MapPage,
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
        held, unplaced = _counted(observatory, asked)
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


def _counted(observatory: Observatory, asked: Wanted) -> tuple[list[Held], int]:
    """Incidents by place, counted by month and family."""
    browse, pack = observatory.store.browse, observatory.pack
    _, (earliest,) = browse.numbers("incidents", asked, ("earliest",))
    spots, spot = browse.labels("incidents", asked, "spot")
    counts = _by_month(spot, families_of(observatory, asked), _months(earliest))
    areas = areas_of(pack)
    found: dict[Held, list[Counts]] = {}
    placed = 0
    for at, counted in counts.items():
        where = place_held(place_of(spots[at]), areas, pack)
        if where is not None:
            found.setdefault(where, []).extend(counted)
            placed += sum(sum(numbers[1::2]) for _, numbers in counted)
    return [replace(where, counts=tuple(counted)) for where, counted in found.items()], len(earliest) - placed


def _months(days: Numbers) -> Codes:
    """Twelve times the year, and the months before: of the months that these days lie in; 0 for no day."""
    months = (np.nan_to_num(days, nan=EPOCH).astype(np.int64) - EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    return np.where(np.isnan(days), 0, months.astype(np.int64) + 12 * 1970)


def _by_month(spot: Codes, families: Codes, months: Codes) -> Mapping[int, list[Counts]]:
    """The counts of each spot; -1, which is none, is left out."""
    names, size = list(FAMILIES), int(months.max(initial=0)) + 1
    # One number for each row: sorting rows of several columns takes ten times as long.
    kinds, n = np.unique(((spot * len(names) + families) * size + months)[spot >= 0], return_counts=True)
    groups, month = np.divmod(kinds, size)
    numbers = tuple(np.column_stack((month, n)).ravel().tolist())
    told, starts = np.unique(groups, return_index=True)
    found: dict[int, list[Counts]] = {}
    for group, start, end in zip(told.tolist(), starts.tolist(), [*starts[1:].tolist(), len(kinds)], strict=True):
        found.setdefault(group // len(names), []).append((names[group % len(names)], numbers[2 * start : 2 * end]))
    return found
