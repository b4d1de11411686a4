"""A comparison with a reference data set as rows: what both have, what one has alone, what it says to a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import shapely

from marsad.pack import Pack, Place
from marsad.reference import Comparison, Event, Fit, Form, Matcher, Report, Unmatched, coverage_of, report_of
from marsad.reference.differences import counted, differences, overall
from marsad.reference.matching import REASONS, country_codes
from marsad.reference.propositions import Finding, Record, near
from marsad.reference.sides import Sides
from marsad.values import Claim, Incident, StatedPlace, Statement
from marsad.views.claims import proposition
from marsad.views.comparison_rows import ComparisonView, EventRow, FindingRow, MatchRow, OpenRow, OursRow, Source
from marsad.views.incidents import Desk, names, place_name
from marsad.views.material import Filters, Material, Selection, parties_of, select
from marsad.views.notes import Notes, Piece, attribution, quote, source_of
from marsad.views.shapes import shapes_of
from marsad.views.wording import WHERE, amount, day, days, kind_of_happening, listing, number, sentence_case

FORMS: dict[str, str] = {"ged": "UCDP GED", "acled": "ACLED"}
_OUTLETS = 4
"""How many outlets of an event are named."""


@dataclass(frozen=True, slots=True)
class Against:
    """The reference to compare with."""

    name: str
    form: Form
    licence: str
    attribution: str
    left_out: int
    events: Sequence[Event]


class Areas:
    """Which events of a reference lie in a place: by the pack's outline, else by point and radius."""

    def __init__(self, events: Sequence[Event], pack: Pack) -> None:
        self._events = events
        self._shapes = shapes_of(pack)
        self._pack = pack
        self._codes = country_codes({e.country for e in events}, pack)
        self._held: dict[str, frozenset[str]] = {}

    def inside(self, place: StatedPlace, event: Event) -> bool:
        """Whether an event lies in a place."""
        key = place.link or f"{place.lat} {place.lon}"
        if key not in self._held:
            self._held[key] = frozenset(self._ids(place))
        return event.id in self._held[key]

    def code(self, event: Event) -> str | None:
        """The country of an event, where its file names one that the pack knows."""
        return self._codes.get(event.country)

    def _ids(self, place: StatedPlace) -> list[str]:
        shape = self._shapes.get(place.link or "")
        if shape is not None:
            held = shapely.contains_xy(shape, [e.lon for e in self._events], [e.lat for e in self._events])
            return [e.id for e, there in zip(self._events, held, strict=True) if there]
        known = self._pack.places.get(place.link or "")
        if self._codes and known is not None and known.kind == "country":
            return [e.id for e in self._events if self.code(e) == known.country]
        return [e.id for e in self._events if near(place, e)]


@dataclass(frozen=True)
class _Table:
    """What every builder of rows needs."""

    desk: Desk
    sides: Sides
    document: str | None

    def said(self, one: Incident | Claim) -> list[tuple[str, Statement]]:
        """The statements (of the one document, where it is asked for), those that tell it best first.

        Affirmed before denied; of the incident's own kind before what is told beside it; with a count of the dead.
        """
        found = [x for x in self.desk.material.of(one.statements) if self.document in (None, x[0])]

        def rank(said: tuple[str, Statement]) -> tuple[bool, ...]:
            s = said[1]
            other = (s.type, s.mode) != (one.type, one.mode)
            return s.polarity == "denied", other, not any(c.kind == "killed" for c in s.counts), not s.places

        return sorted(found, key=rank)

    def place_in_text(self, claim: Claim) -> tuple[int, str]:
        """Where the document puts a claim first."""
        return min((s.evidence[0].start for _, s in self.said(claim) if s.evidence), default=0), claim.id


def comparison_view(material: Material, pack: Pack, against: Against, filters: Filters) -> ComparisonView:
    """Compare a part of the material with a reference.

    Parameters
    ----------
    material
        Documents with what was derived from them.
    pack
        The region pack.
    against
        The reference and its events.
    filters
        Which part; with a document: each of its claims, too.

    Raises
    ------
    UserError
        When the area or the document is not known.
    """
    chosen = select(material, pack, filters)
    matcher = Matcher(against.events, coverage_of(against.form, against.events, pack), pack)
    document = material.document_of(filters.document) if filters.document else None
    table = _Table(Desk(material, pack, Notes(material, pack)), matcher.sides, document.id if document else None)
    areas = Areas(against.events, pack)
    incidents = {i.id: i for i in chosen.incidents}
    reports = {i.id: _report(i, table) for i in chosen.incidents}
    found = matcher.compare(list(reports.values()), filters.since, filters.until)
    ours = {i: _ours(n, incidents[i], reports[i], table) for n, i in enumerate(incidents, 1)}
    opened = [_open(u, ours[u.report], reports[u.report], table) for u in found.unmatched]
    record = Record(against.events, matcher.coverage, matcher.sides, areas.inside)
    claims = chosen.claims if document else ()
    published = _time_of(document.id, material) if document else None
    return ComparisonView(
        title=_title(chosen, filters, source_of(document, pack).title if document else "", pack),
        document=document.id if document else None,
        published=source_of(document, pack).published if document else "",
        beyond=_beyond(published, matcher.coverage.latest) if document else "",
        part=_part(chosen, filters),
        period=days(found.since, found.until) if found.since else "",
        source=_source(against, matcher),
        matches=tuple(_match(m.fit, m.others, ours[m.fit.report], reports[m.fit.report], table) for m in found.matches),
        ours=tuple(r for r in opened if r.reason is None),
        silent=tuple(r for r in opened if r.reason is not None),
        theirs=() if document else _theirs(found, chosen.area, table, areas),
        findings=tuple(_finding(record.find(c, published), c, table) for c in sorted(claims, key=table.place_in_text)),
        notes=table.desk.notes.all(),
    )


def _time_of(document: str, material: Material) -> date | None:
    """The day of a document; where it gives none, the last day that it speaks of as past."""
    if (published := material.documents[document].published) is not None:
        return published
    coded = material.coded.get(document)
    past = (s for s in (coded.statements if coded else ()) if not {"future", "hypothetical"} & set(s.auxiliary))
    return max((s.earliest for s in past if s.earliest), default=None)


def _beyond(time: date | None, latest: date) -> str:
    if time is None:
        return "The document gives no day, so that it is not known whether the reference covers its time."
    if time > latest:
        return f"The document speaks of {day(time)} or later; the last event of the reference is of {day(latest)}."
    return ""


def _report(incident: Incident, table: _Table) -> Report:
    statements = [s for _, s in table.said(incident)] if table.document else None
    return report_of(incident, statements)


def _title(chosen: Selection, filters: Filters, document: str, pack: Pack) -> str:
    if filters.document:
        return document or "One document"
    return chosen.area_name or pack.name


def _part(chosen: Selection, filters: Filters) -> str:
    parts = [number(len(chosen.incidents), "incident")]
    parts += [f"in {chosen.area_name}"] if chosen.area_name else []
    parts += [days(filters.since, filters.until)] if filters.since or filters.until else []
    return ", ".join(parts)


def _source(against: Against, matcher: Matcher) -> Source:
    coverage = matcher.coverage
    countries = sorted({e.country for e in against.events if e.country})
    return Source(
        against.name, FORMS[against.form], against.licence, against.attribution, len(against.events), against.left_out,
        days(coverage.earliest, coverage.latest), listing(countries) if countries else "the places of its events",
    )  # fmt: skip


def _ours(number_: int, incident: Incident, report: Report, table: _Table) -> OursRow:
    said = table.said(incident)
    pieces, by = _quote(said, table)
    return OursRow(
        number=number_, id=incident.id, what=kind_of_happening(incident.type, incident.mode),
        where=place_name(incident, table.desk.pack), when=days(incident.earliest, incident.latest),
        sides=names(parties_of(incident)), deaths=amount(*report.killed) if report.killed else "not counted",
        quote=pieces, said_by=by, denied=bool(said) and all(s.polarity == "denied" for _, s in said),
        notes=table.desk.notes.cite(*(s.id for _, s in said)),
    )  # fmt: skip


def _quote(said: Sequence[tuple[str, Statement]], table: _Table) -> tuple[tuple[Piece, ...], str]:
    """The first statement's words in their sentence, and who says them."""
    for key, statement in said:
        document = table.desk.material.documents.get(key)
        if document is not None:
            coded = table.desk.material.coded.get(key)
            trigger = [statement.trigger] if statement.trigger else []
            pieces = quote(document.text, statement.evidence, trigger, coded)
            return pieces, attribution(statement, document, table.desk.pack)
    return (), ""


def _event(event: Event, table: _Table) -> EventRow:
    places = [p for p in dict.fromkeys((event.place, event.admin2, event.admin1)) if p]
    outlets = listing([*event.outlets[:_OUTLETS], *(["others"] if len(event.outlets) > _OUTLETS else [])])
    said = number(event.sources, "report") if event.sources else ""
    return EventRow(
        event=event, when=days(event.first, event.last),
        where=", ".join(places) or f"{event.lat:.3f}, {event.lon:.3f}",
        precision=WHERE.get(event.where_prec or 0, "precision not stated"),
        sides=tuple(dict.fromkeys(table.sides.read(s).shown for s in event.sides)),
        kind=sentence_case(event.kind) + (" (sums up several)" if event.aggregate else ""), deaths=counted(event),
        sources=": ".join(x for x in (said, outlets) if x),
    )  # fmt: skip


def _match(fit: Fit, others: Sequence[Fit], ours: OursRow, report: Report, table: _Table) -> MatchRow:
    fields = differences(report, fit, table.sides)
    return MatchRow(
        ours, _event(fit.event, table), overall(fields), fit.grade, fit.points, fit.features, fit.reasons, fields,
        tuple(_event(f.event, table) for f in others),
    )  # fmt: skip


def _open(found: Unmatched, ours: OursRow, report: Report, table: _Table) -> OpenRow:
    near_ = found.taken or found.nearest
    words = ""
    if near_ is not None:
        told = [d.words for d in differences(report, near_, table.sides) if d.verdict != "supports"]
        words = ("it is matched with another incident, and may sum up several; " if found.taken else "") + "; ".join(
            told
        )
    why = REASONS[found.reason] if found.reason else "the reference holds no such event"
    return OpenRow(ours, found.reason, why, _event(near_.event, table) if near_ else None, words)


def _theirs(found: Comparison, asked: str | None, table: _Table, areas: Areas) -> tuple[EventRow, ...]:
    """The events that no report fits, of the area asked for, else of the countries that the workbench tells of."""
    countries = {i.place.country.lower() for i in table.desk.material.incidents if i.place and i.place.country}
    area = table.desk.pack.places.get(asked or "")
    kept = []
    for event in found.theirs:
        if area is not None and not areas.inside(_place(area), event):
            continue
        if area is None and (code := areas.code(event)) is not None and code not in countries:
            continue
        kept.append(_event(event, table))
    return tuple(kept)


def _place(area: Place) -> StatedPlace:
    return StatedPlace(
        "at", area.name, area.id, area.lat, area.lon, area.radius_m, None, None, area.country, None, None, None, None
    )  # fmt: skip


def _finding(found: Finding, claim: Claim, table: _Table) -> FindingRow:
    said = table.said(claim)
    pieces, by = _quote(said, table)
    denied = bool(said) and all(s.polarity == "denied" for _, s in said)
    turned = {"supports": "contradicts", "contradicts": "supports"}
    return FindingRow(
        id=claim.id, words=sentence_case(proposition(claim, [s for _, s in said])), quote=pieces, said_by=by,
        denied=denied, verdict=turned.get(found.verdict, found.verdict) if denied else found.verdict,
        why=found.words, events=tuple(_event(e, table) for e in found.events), total=found.total,
        notes=table.desk.notes.cite(*(s.id for _, s in said)),
    )  # fmt: skip
