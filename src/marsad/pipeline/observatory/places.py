"""Places: the tree of areas, and one of them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace

from marsad.errors import MissingError, UserError
from marsad.pipeline.observatory.claims import claim_lines
from marsad.pipeline.observatory.opening import Observatory, check_page, wanted
from marsad.pipeline.observatory.timeline import timeline
from marsad.store import Wanted
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.incidents import incident_line
from marsad.views.pages.places import (
    LEVELS,
    PlaceLine,
    PlacePage,
    PlacesPage,
    Sums,
    TollSum,
    above,
    in_order,
    lines,
    tolls_of,
)
from marsad.views.pages.query import Allowed, Query

PLACES = Allowed(
    facets=("place", "type", "mode", "actor", "credibility", "contested", "single"),
    sorts=("-incidents", "name", "killed", "injured", "contested", "single"), dates=True, words=True, more=("level",),
)  # fmt: skip
PLACE = Allowed(dates=True)
_COLUMNS = ("killed_low", "killed", "killed_high", "injured")
_SHOWN = 12
_AROUND = ("type", "actor", "claimed", "blamed", "credibility")


def places(observatory: Observatory, query: Query) -> PlacesPage:
    """One page of the tree of areas."""
    found = place_lines(observatory, query)
    check_page(query, len(found))
    start = (query.page - 1) * query.size
    counted = observatory.store.browse.facets("incidents", wanted(query, limit=0), PLACES.facets)
    boxes = facet_boxes(counted, query, observatory.pack)
    return PlacesPage(tuple(found[start : start + query.size]), len(found), boxes)


def place_lines(observatory: Observatory, query: Query) -> list[PlaceLine]:
    """The whole tree, or the areas of one level as a list."""
    level = query.option("level")
    if level and level not in LEVELS:
        raise UserError(f"level: {level!r} is none", f"give one of {', '.join(LEVELS)}")
    found = lines(_sums(observatory, wanted(query, limit=0)), observatory.pack)
    here = query.values("place")
    # What lies in a place lies in all areas above it, too: these are not asked for.
    within = [x for x in found if not here or any(x.id == p or p in _above(observatory, x.id) for p in here)]
    column = query.sort.removeprefix("-")
    return in_order(
        (x for x in within if not level or x.kind == level), column, query.sort.startswith("-"), bool(level)
    )


def _above(observatory: Observatory, place: str) -> set[str]:
    return {key for key, _ in above(observatory.pack.places[place], observatory.pack)}


def _sums(observatory: Observatory, asked: Wanted) -> Mapping[str, Sums]:
    """What happened in each area that something happened in."""
    contested, single = (_numbers(observatory, asked, facet) for facet in ("contested", "single"))
    found = {}
    asked_for = asked.facets.get("place", ())
    for one in observatory.store.browse.sums("incidents", asked, "place", _COLUMNS):
        place = observatory.pack.places.get(one.value)
        if place is None or (place.kind not in LEVELS and one.value not in asked_for):
            continue
        low, best, high, injured = (int(n) for n in one.amounts)
        found[one.value] = Sums(
            one.number, contested.get(one.value, 0), single.get(one.value, 0), TollSum(low, best, high), injured
        )
    return found


def _numbers(observatory: Observatory, asked: Wanted, facet: str) -> Mapping[str, int]:
    """Of each place how many incidents have "yes" as the value of a facet."""
    if "yes" not in asked.facets.get(facet, ("yes",)):
        return {}
    browse = observatory.store.browse
    narrowed = replace(asked, facets={**asked.facets, facet: ("yes",)})
    return {s.value: s.number for s in browse.sums("incidents", narrowed, "place")}


def place(observatory: Observatory, query: Query) -> PlacePage:
    """One place.

    Raises
    ------
    MissingError
        When the pack has none of this id.
    """
    pack, browse = observatory.pack, observatory.store.browse
    found = pack.places.get(query.id)
    if found is None:
        close = difflib.get_close_matches(query.id, pack.own_places, 3)
        hint = f"did you mean {', '.join(close)}?" if close else "the tree of places names those that are spoken of"
        raise MissingError(f"no place is called {query.id!r}", hint)
    here = replace(wanted(query, limit=_SHOWN), facets={"place": (found.id,)}, order="-latest")
    sums = _sums(observatory, here)
    there = browse.page("claims", replace(here, facets={**here.facets, "shape": ("presence",)}))
    counted = browse.facets("incidents", here, _AROUND)
    return PlacePage(
        id=found.id, name=found.name, kind=found.kind, also=found.aliases, above=above(found, pack), lat=found.lat,
        lon=found.lon, radius_m=found.radius_m, sums=sums.get(found.id, Sums()),
        parts=tuple(in_order((x for x in lines(sums, pack) if x.parent == found.id), "incidents", True, True)),
        timeline=timeline(observatory, replace(query, id="", facets=(("place", (found.id,)),))),
        tolls=tolls_of(browse.sums("incidents", here, "toll", ("low", "best", "high"), "earliest"), pack),
        facets=facet_boxes(counted, Query(), pack),
        latest=tuple(incident_line(i, pack) for i in browse.incidents(browse.page("incidents", here).ids)),
        presence=claim_lines(observatory, browse.claims(there.ids)), presence_total=there.total,
    )  # fmt: skip
