"""Briefs and comparisons: their options, and the part of the workbench that they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from marsad.errors import UserError
from marsad.pipeline.observatory.documents import find_document
from marsad.pipeline.observatory.opening import SINCE, Observatory, wanted
from marsad.pipeline.references import compare
from marsad.store import Browsed, Reference, Wanted
from marsad.values import Claim, Incident
from marsad.views import BriefView, Filters, Material, brief_view, find_area, source_of
from marsad.views.comparison import FORMS
from marsad.views.comparison_rows import ComparisonView
from marsad.views.material import parties_of
from marsad.views.pages.brief import BriefPage, ComparePage, ReferenceLine, areas
from marsad.views.pages.query import Allowed, Query
from marsad.views.wording import days, number

BRIEF = Allowed(dates=True, more=("area", "document"))
COMPARE = Allowed(dates=True, more=("area", "document", "reference"))
WHOLE = 300
"""Documents up to which a brief takes the whole workbench, as ``marsad brief`` does: in a second."""
_CLAIMS = 300
"""Claims that a brief of a larger workbench holds: those with most support."""
COMPARED = 2_000
"""Incidents that are compared at once: some ten seconds, and 200 MB."""


def brief_page(observatory: Observatory, query: Query) -> BriefPage:
    """The options of a brief, and how many incidents are asked for."""
    browse, pack, filters = observatory.store.browse, observatory.pack, filters_of(observatory, query)
    spoken = [p for p, _ in browse.facets("incidents", Wanted(), ("place",))["place"]]
    title = ""
    if filters.document:
        title = source_of(find_document(observatory, filters.document), pack).title or filters.document
    return BriefPage(
        areas=areas(pack, spoken), area=filters.area or "",
        area_name=pack.places[filters.area].name if filters.area else "", document=filters.document or "",
        document_title=title, incidents=_total(observatory, filters), most=filters.limit,
    )  # fmt: skip


def compare_page(observatory: Observatory, query: Query) -> ComparePage:
    """The options of a comparison."""
    lines = [_reference(r) for r in observatory.store.references.all()]
    return ComparePage(tuple(lines), brief_page(observatory, query))


def _reference(found: Reference) -> ReferenceLine:
    return ReferenceLine(
        found.name, FORMS[found.form], found.events, days(found.earliest, found.latest), found.licence,
        found.attribution,
    )  # fmt: skip


def filters_of(observatory: Observatory, query: Query) -> Filters:
    """What a brief or comparison is asked for.

    Raises
    ------
    UserError
        When there is no such area.
    MissingError
        When there is no such document.
    """
    area, document = query.option("area"), query.option("document")
    return Filters(
        find_area(area, observatory.pack) if area else None, query.since, query.until,
        find_document(observatory, document).id if document else None,
    )  # fmt: skip


def brief(observatory: Observatory, query: Query) -> BriefView:
    """A brief on what is asked for; of a large workbench, on the latest incidents and best supported claims of it."""
    filters = filters_of(observatory, query)
    if observatory.store.browse.size("documents") <= WHOLE:
        return brief_view(observatory.workbench.material(), observatory.pack, filters)
    view = brief_view(_part(observatory, filters, filters.limit, _CLAIMS), observatory.pack, filters)
    lines = () if filters.document else _left_out(observatory, filters)
    return replace(view, scope=replace(view.scope, left_out=(*lines, *view.scope.left_out)))


def comparison(observatory: Observatory, query: Query) -> ComparisonView:
    """What is asked for beside a reference.

    Raises
    ------
    UserError
        When there is no such reference, or too much is asked for.
    """
    filters = filters_of(observatory, query)
    found = _total(observatory, filters)
    if found > COMPARED:
        hint = f"ask for {COMPARED:,} at most, by place or days; or in a terminal: marsad compare"
        raise UserError(f"{found:,} incidents are too many to compare at once", hint)
    material = _part(observatory, filters, COMPARED, COMPARED)
    return compare(observatory.workbench, query.option("reference") or None, filters, material)


def _part(observatory: Observatory, filters: Filters, incidents: int, claims: int) -> Material:
    """The incidents and claims that are asked for, with their documents."""
    browse = observatory.store.browse
    happened: Sequence[Incident] = browse.incidents(_ids(observatory, "incidents", filters)[:incidents])
    about = _ids(observatory, "claims", filters)
    if filters.area:  # what is said of those who are involved belongs to the area, too
        about = tuple(dict.fromkeys((*about, *_of_involved(observatory, filters, happened))))
    said: Sequence[Claim] = browse.claims(about[:claims])
    documents = [d for i in happened for d in i.documents] + [d for c in said for d in c.documents]
    material = observatory.desk([*documents, *filter(None, [filters.document])]).material
    return replace(material, incidents=tuple(happened), claims=tuple(said))


def _ids(observatory: Observatory, noun: Browsed, filters: Filters) -> tuple[str, ...]:
    """Ids of incidents, the latest first, or of claims, the best supported first."""
    browse = observatory.store.browse
    if filters.document:
        coded = observatory.store.coded(filters.document)
        holders = browse.holders(s.id for s in coded.statements) if coded else {}
        return tuple(sorted({i for held in holders.values() for kind, i in held if kind == noun}))
    order = "-latest" if noun == "incidents" else "-support"
    return browse.page(noun, replace(_asked(filters), order=order, limit=browse.size(noun))).ids


def _total(observatory: Observatory, filters: Filters) -> int:
    """How many incidents are asked for."""
    if filters.document:
        return len(_ids(observatory, "incidents", filters))
    return observatory.store.browse.page("incidents", replace(_asked(filters), limit=0)).total


def _of_involved(observatory: Observatory, filters: Filters, happened: Sequence[Incident]) -> tuple[str, ...]:
    links = {p.link for i in happened for p in parties_of(i) if p.link in observatory.pack.actors}
    actors = tuple(sorted(filter(None, links)))
    asked = replace(_asked(replace(filters, area=None)), facets={"actor": actors}, order="-support", limit=COMPARED)
    return observatory.store.browse.page("claims", asked).ids if actors else ()


def _asked(filters: Filters) -> Wanted:
    days_asked = wanted(Query(since=filters.since, until=filters.until))
    return replace(days_asked, facets={"place": (filters.area,)} if filters.area else {})


def _left_out(observatory: Observatory, filters: Filters) -> tuple[str, ...]:
    browse, asked = observatory.store.browse, _asked(filters)
    beyond = browse.page("incidents", asked).total - filters.limit
    lines = [f"{number(beyond, 'earlier incident')} beyond the {filters.limit} shown left out"] if beyond > 0 else []
    claims = browse.page("claims", asked).total - _CLAIMS
    lines += [f"{number(claims, 'claim')} with less support than the {_CLAIMS} shown left out"] if claims > 0 else []
    if asked.bounds:
        _, (latest,) = browse.numbers("incidents", replace(asked, bounds={}), (SINCE,))
        if undated := int(np.isnan(latest).sum()):
            lines.append(f"{number(undated, 'incident')} whose date is not stated left out")
    return tuple(lines)
