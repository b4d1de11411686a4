"""The table of pages.  A page is one view function, one template, and one row here (see ``docs/web.md``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from marsad.pipeline.observatory import Observatory
from marsad.pipeline.observatory.briefs import BRIEF, COMPARE, brief_page, compare_page
from marsad.pipeline.observatory.claims import CLAIMS, claim, claims
from marsad.pipeline.observatory.documents import DOCUMENT, DOCUMENTS, document, documents
from marsad.pipeline.observatory.exporting import EXPORT, export_page
from marsad.pipeline.observatory.incidents import INCIDENTS, incident, incidents
from marsad.pipeline.observatory.map import MAP, map_areas, map_layers, map_page
from marsad.pipeline.observatory.method import method
from marsad.pipeline.observatory.network import NETWORK, network
from marsad.pipeline.observatory.organisations import ORGANISATIONS, organisation, organisations
from marsad.pipeline.observatory.overview import OVERVIEW, overview
from marsad.pipeline.observatory.places import PLACE, PLACES, place, places
from marsad.pipeline.observatory.problems import PROBLEMS, problems
from marsad.pipeline.observatory.review import REVIEW, review
from marsad.pipeline.observatory.search import SEARCH, search
from marsad.pipeline.observatory.sources import SOURCES, source, sources
from marsad.pipeline.observatory.status import STATUS, adding, progress, status
from marsad.pipeline.observatory.suggesting import SUGGEST, suggest
from marsad.pipeline.observatory.timeline import TIMELINE, timeline
from marsad.views.pages.frame import Table
from marsad.views.pages.query import Allowed, Query
from marsad.web.tables import (
    claim_table,
    document_table,
    incident_table,
    organisation_table,
    place_table,
    problem_table,
    source_table,
    tie_table,
)

View = Callable[[Observatory, Query], object]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name, path (``{id}`` for a thing's own page), template, what it shows and what may be asked.

    ``table`` gives the ``.csv`` twin, which holds all pages of a list; ``label`` stands in the navigation; ``drawn``:
    what a drawing on another page reads, which is JSON alone (``/path.json``) and has no template.
    """

    name: str
    path: str
    view: View
    allowed: Allowed = Allowed()  # noqa: RUF009  frozen
    table: Callable[[Observatory, Query], Table] | None = None
    label: str = ""
    drawn: bool = False

    @property
    def template(self) -> str:
        """The page's template."""
        return f"{self.name}.html.j2"

    @property
    def has_id(self) -> bool:
        """Whether it shows one thing."""
        return "{id}" in self.path


PAGES: tuple[Page, ...] = (
    Page("overview", "/overview", overview, OVERVIEW, label="Overview"),
    Page("timeline", "/timeline", timeline, TIMELINE, drawn=True),
    Page("incidents", "/incidents", incidents, INCIDENTS, incident_table, "Incidents"),
    Page("incident", "/incidents/{id}", incident),
    Page("claims", "/claims", claims, CLAIMS, claim_table, "Claims"),
    Page("claim", "/claims/{id}", claim),
    Page("organisations", "/organisations", organisations, ORGANISATIONS, organisation_table, "Organisations"),
    Page("organisation", "/organisations/{id}", organisation),
    Page("network", "/network", network, NETWORK, tie_table, "Network"),
    Page("map", "/map", map_page, MAP, label="Map"),
    Page("map-layers", "/map/layers", map_layers, MAP, drawn=True),
    Page("places", "/places", places, PLACES, place_table, "Places"),
    Page("place", "/places/{id}", place, PLACE),
    Page("sources", "/sources", sources, SOURCES, source_table, "Sources"),
    Page("source", "/sources/{id}", source),
    Page("documents", "/documents", documents, DOCUMENTS, document_table, "Documents"),
    Page("document", "/documents/{id}", document, DOCUMENT),
    Page("search", "/search", search, SEARCH, label="Search"),
    Page("review", "/review", review, REVIEW, label="Review"),
    Page("suggest", "/suggest", suggest, SUGGEST, drawn=True),
    Page("problems", "/problems", problems, PROBLEMS, problem_table, "Problems"),
    Page("status", "/status", status, STATUS, label="Status"),
    Page("progress", "/progress", progress, drawn=True),
    Page("add", "/add", adding),
    Page("map-areas", "/map/areas", map_areas, drawn=True),
    Page("brief", "/brief", brief_page, BRIEF, label="Brief"),
    Page("compare", "/compare", compare_page, COMPARE, label="Compare"),
    Page("export", "/export", export_page, EXPORT, label="Export"),
    Page("method", "/method", method, label="Method"),
)
BY_NAME: Mapping[str, Page] = {page.name: page for page in PAGES}

NAVIGATION = (
    "overview", "incidents", "claims", "map", "organisations", "network", "places", "sources", "documents", "review",
    "search", "brief", "compare", "export", "problems", "status", "method",
)  # fmt: skip
"""Names of pages in the order of the navigation; those that are not in the table are left out."""
