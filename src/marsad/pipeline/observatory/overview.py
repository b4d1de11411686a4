"""The overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from marsad.errors import UserError
from marsad.pipeline.observatory.claims import claim_lines
from marsad.pipeline.observatory.opening import Observatory, wanted
from marsad.pipeline.observatory.timeline import timeline
from marsad.store import Wanted
from marsad.views.candidates import candidates, entry
from marsad.views.history import history_rows
from marsad.views.pages.incidents import incident_line
from marsad.views.pages.map import table
from marsad.views.pages.overview import (
    Changed,
    Escalation,
    Listing,
    OverviewPage,
    Unknown,
    Within,
    first_places,
    period_of,
    trends,
)
from marsad.views.pages.query import Allowed, Query

OVERVIEW = Allowed(dates=True, more=("changed",))
_SHOWN = 6
_CHANGES = 12
_YEAR = 365
_LAST = 40
"""Documents that are read for names that the pack does not know: 50 took 0.19 s, once for each run."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def overview(observatory: Observatory, query: Query) -> OverviewPage:
    """What changed, where it grows worse, what wants a second look."""
    browse, asked = observatory.store.browse, wanted(query, limit=0)
    problems = observatory.store.problems()
    recent = _recent(query, _last_day(observatory))
    places = browse.facets("incidents", wanted(recent, limit=0), ["place"])["place"]
    return OverviewPage(
        total=browse.page("incidents", asked).total, changed=_changed(observatory, query),
        escalation=_escalation(observatory, query), timeline=timeline(observatory, recent),
        since=recent.since,
        places=first_places(table(places, observatory.pack)), contested=_listing(observatory, asked, "contested"),
        single=_listing(observatory, asked, "single"), unknown=_unknown(observatory),
        problems=tuple(problems[:_SHOWN]), problems_total=len(problems),
    )  # fmt: skip


def _changed(observatory: Observatory, query: Query) -> Changed:
    log, asked = observatory.store.changes, query.option("changed")
    try:
        first = date.fromisoformat(asked) if asked else None
    except ValueError as error:
        raise UserError(f"changed: {asked!r} is no day", "write days as 2031-03-05") from error
    if first is None:
        latest = log.since(_BEGINNING, 1)
        if not latest:
            return Changed(None, {}, (), {})
        first = latest[0].at.astimezone(UTC).date()
    moment = datetime.combine(first, time(), UTC)
    rows = history_rows((), log.since(moment, _CHANGES))
    return Changed(first, log.numbers(moment), rows[::-1], _named(observatory, sorted({r.id for r in rows})))


def _named(observatory: Observatory, ids: Sequence[str]) -> dict[str, str]:
    browse = observatory.store.browse
    lines = (incident_line(i, observatory.pack) for i in browse.incidents(ids))
    claims = {c.id: c.words for c in claim_lines(observatory, browse.claims(ids))}
    return {line.id: f"{line.what}, {line.where}" for line in lines} | claims


def _escalation(observatory: Observatory, query: Query) -> Escalation | None:
    period = period_of(query.since, query.until, _last_day(observatory))
    if period is None:
        return None
    now = _within(observatory, period.since, period.until)
    before = _within(observatory, period.before, period.last_before)
    return Escalation(period, now, before, trends(now.places, before.places, observatory.pack))


def _last_day(observatory: Observatory) -> date | None:
    """The day on which the last document was published: days of incidents are less exact, and some lie ahead."""
    browse = observatory.store.browse
    last = browse.documents(browse.page("documents", Wanted(order="-published", limit=1)).ids)
    return last[0].published if last else None


def _recent(query: Query, last: date | None) -> Query:
    """The last year, where no days are asked for: what lies long ago leaves no room for what is new."""
    if query.since or query.until or last is None:
        return query
    return replace(query, since=last - timedelta(days=_YEAR - 1))


def _within(observatory: Observatory, since: date, until: date) -> Within:
    """What lies wholly within some days: what may have happened before or after them counts for neither."""
    browse = observatory.store.browse
    days = {"earliest": (since.toordinal(), None), "latest": (None, until.toordinal())}
    published = {"published": (since.toordinal(), until.toordinal())}
    asked = Wanted(bounds=days, limit=0)
    places = dict(browse.facets("incidents", asked, ["place"])["place"])
    documents = browse.page("documents", Wanted(bounds=published, limit=0)).total
    return Within(browse.page("incidents", asked).total, documents, places)


def _listing(observatory: Observatory, asked: Wanted, facet: str) -> Listing:
    """The deadliest of the incidents that are contested, or rest on a single origin."""
    browse = observatory.store.browse
    found = browse.page("incidents", replace(asked, facets={facet: ("yes",)}, order="-killed", limit=_SHOWN))
    return Listing(tuple(incident_line(i, observatory.pack) for i in browse.incidents(found.ids)), found.total)


def _unknown(observatory: Observatory) -> Unknown:
    ids = observatory.store.browse.page("documents", Wanted(order="-published", limit=_LAST)).ids
    state = (ids, observatory.store.resolution_key())
    names = observatory.kept("unknown", state, lambda: candidates(observatory.desk(ids).material, observatory.pack))
    words = observatory.pack.words.get("candidates", {})
    return Unknown(tuple(names), tuple(entry(name, words) for name in names), len(ids))
