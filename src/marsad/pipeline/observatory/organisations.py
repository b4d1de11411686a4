"""Organisations: the list, and the profile of one."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from marsad.errors import MissingError
from marsad.pack import Actor
from marsad.pipeline.observatory.claims import claim_lines
from marsad.pipeline.observatory.opening import Observatory, check_page, wanted
from marsad.store import Wanted
from marsad.values import Incident, Shape
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.frame import FacetBox
from marsad.views.pages.incidents import incident_line
from marsad.views.pages.organisations import (
    UNNAMED,
    Evidence,
    OrganisationLine,
    OrganisationPage,
    OrganisationsPage,
    Some,
    Spoken,
    organisation_line,
    organisation_page,
)
from marsad.views.pages.query import Allowed, Query

ORGANISATIONS = Allowed(
    facets=("kind", "country", "place"), sorts=("-incidents", "claims", "claimed", "blamed", "name"), dates=True,
    words=True,
)  # fmt: skip
_LATEST = 10
_LISTED = 20
_READ = 80
"""Incidents, and as many claims, whose statements tell names and means: some 300 statements, read in 30 ms."""
_EACH = 4
"""Statements of each of them."""
_HAPPENED = ("mode", "place", "killed", "credibility")
_SAID = ("shape", "voice", "modality", "polarity")


def organisations(observatory: Observatory, query: Query) -> OrganisationsPage:
    """One page of the organisations that are spoken of, where and when it is asked for; words are part of a name."""
    numbers = _numbers(observatory, query)
    spoken = {link for found in numbers.values() for link in found}
    known = [a for a in observatory.pack.actors.values() if a.id in spoken and a.kind not in UNNAMED]
    named = [a for a in known if query.words.casefold() in a.name.casefold()]
    found = [a for a in named if _fits(a, query, "kind") and _fits(a, query, "country")]
    check_page(query, len(found))
    lines = _ordered([organisation_line(a, observatory.pack, numbers) for a in found], query)
    start = (query.page - 1) * query.size
    return OrganisationsPage(
        tuple(lines[start : start + query.size]), len(lines), _facet_boxes(observatory, query, named)
    )


def organisation_lines(observatory: Observatory, query: Query) -> tuple[OrganisationLine, ...]:
    """All organisations that are asked for, on one page."""
    return organisations(observatory, replace(query, page=1, size=len(observatory.pack.actors) + 1)).rows


def _numbers(observatory: Observatory, query: Query) -> Mapping[str, Mapping[str, int]]:
    browse = observatory.store.browse
    places = {"place": query.values("place")} if query.values("place") else {}
    asked = Wanted(places, wanted(query).bounds)
    happened = browse.facets("incidents", asked, ("actor", "claimed", "blamed"))
    said = browse.facets("claims", asked, ("actor",))
    return {
        "incidents": dict(happened["actor"]), "claims": dict(said["actor"]), "claimed": dict(happened["claimed"]),
        "blamed": dict(happened["blamed"]),
    }  # fmt: skip


def _fits(actor: Actor, query: Query, facet: str) -> bool:
    return not query.values(facet) or (getattr(actor, facet) or "") in query.values(facet)


def _ordered(lines: list[OrganisationLine], query: Query) -> list[OrganisationLine]:
    column, down = query.sort.removeprefix("-"), query.sort.startswith("-")
    lines.sort(key=lambda x: x.name)
    return sorted(lines, key=lambda x: getattr(x, column), reverse=down)


def _facet_boxes(observatory: Observatory, query: Query, named: Iterable[Actor]) -> tuple[FacetBox, ...]:
    kinds = Counter(a.kind for a in named if _fits(a, query, "country"))
    countries = Counter(a.country for a in named if _fits(a, query, "kind") and a.country)
    places = observatory.store.browse.facets("incidents", Wanted(bounds=wanted(query).bounds), ("place",))
    counted = {"kind": kinds.most_common(), "country": countries.most_common(), **places}
    boxes = facet_boxes(counted, query, observatory.pack)
    return tuple(replace(b, words="Incidents at") if b.name == "place" else b for b in boxes)


def organisation(observatory: Observatory, query: Query) -> OrganisationPage:
    """The profile of one organisation.

    Raises
    ------
    MissingError
        When the pack has none of this id.
    """
    actors = observatory.pack.actors
    found = actors.get(query.id)
    if found is None or found.kind in UNNAMED:
        close = difflib.get_close_matches(query.id, actors, 3)
        hint = f"did you mean {', '.join(close)}?" if close else "the list of organisations names those spoken of"
        raise MissingError(f"no organisation is called {query.id!r}", hint)
    of_it = Wanted({"actor": (found.id,)}, order="-latest", limit=_READ)
    happened, said = (observatory.store.browse.page(noun, of_it) for noun in ("incidents", "claims"))
    incidents, claims = observatory.store.browse.incidents(happened.ids), observatory.store.browse.claims(said.ids)
    held = [i.statements for i in incidents] + [c.statements for c in claims]
    spoken = _spoken(observatory, of_it, incidents, (happened.total, said.total))
    return organisation_page(found, observatory.pack, spoken, _evidence(observatory, held))


def _spoken(observatory: Observatory, of_it: Wanted, incidents: Sequence[Incident], totals: tuple[int, int]) -> Spoken:
    browse, pack = observatory.store.browse, observatory.pack
    return Spoken(
        incidents=totals[0], claims=totals[1],
        happened=facet_boxes(browse.facets("incidents", of_it, _HAPPENED), Query(), pack),
        said=facet_boxes(browse.facets("claims", of_it, _SAID), Query(), pack),
        latest=tuple(incident_line(i, pack) for i in incidents[:_LATEST]),
        ties=_some(observatory, of_it, "tie"), presence=_some(observatory, of_it, "presence"),
    )  # fmt: skip


def _some(observatory: Observatory, of_it: Wanted, shape: Shape) -> Some:
    browse = observatory.store.browse
    listed = browse.page("claims", replace(of_it, facets={**of_it.facets, "shape": (shape,)}, limit=_LISTED))
    return Some(claim_lines(observatory, browse.claims(listed.ids)), listed.total - len(listed.ids))


def _evidence(observatory: Observatory, held: Iterable[Sequence[str]]) -> Evidence:
    store = observatory.store
    ids = dict.fromkeys(s for statements in held for s in statements[:_EACH])
    said = [found for s in ids if (found := store.statement(s))]
    documents = {d: store.document(d) for d in dict.fromkeys(d for d, _ in said)}
    return [(document, s) for d, s in said if (document := documents[d])]
