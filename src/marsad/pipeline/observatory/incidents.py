"""Incidents: the list, and one of them."""

from __future__ import annotations

from marsad.pipeline import judging
from marsad.pipeline.corrections import fields_of
from marsad.pipeline.observatory.opening import Observatory, check_page, missing, state_of, wanted
from marsad.views.pages.evidence import Known
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.incident import IncidentPage, incident_page
from marsad.views.pages.incidents import IncidentsPage, incident_line
from marsad.views.pages.query import Allowed, Query

INCIDENTS = Allowed(
    facets=(
        "place", "type", "mode", "actor", "claimed", "blamed", "killed", "credibility", "source", "contested", "single",
        "reviewed", "outlet", "copied",
    ),
    sorts=("-latest", "killed", "injured", "origins", "documents", "credibility"), dates=True, words=True,
)  # fmt: skip


def incidents(observatory: Observatory, query: Query) -> IncidentsPage:
    """One page of the incidents that are asked for."""
    browse, asked = observatory.store.browse, wanted(query)
    listed = browse.page("incidents", asked)
    check_page(query, listed.total)
    rows = tuple(incident_line(i, observatory.pack) for i in browse.incidents(listed.ids))
    counted = browse.facets("incidents", asked, INCIDENTS.facets)
    return IncidentsPage(rows, listed.total, facet_boxes(counted, query, observatory.pack))


def incident(observatory: Observatory, query: Query) -> IncidentPage:
    """One incident.

    Raises
    ------
    MissingError
        When there is none of this id; the hint says what became of it.
    """
    found = observatory.store.browse.incidents([query.id])
    if not found:
        raise missing(observatory, "incident", query.id)
    (thing,) = found
    history = judging.history(observatory.workbench, thing.id)[2]
    seen = state_of(thing, len(observatory.store.judgements()))
    known = Known(seen, observatory.pending(), history, fields_of(thing))
    return incident_page(thing, known, observatory.desk(thing.documents))
