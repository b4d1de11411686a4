"""The list of incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marsad.pack import Pack
from marsad.store.describing import whole_toll
from marsad.values import Incident, Toll
from marsad.views.incidents import names, place_name
from marsad.views.pages.frame import Rows
from marsad.views.wording import WHEN, WHERE, amount, days, family, kind_of_happening


@dataclass(frozen=True, slots=True)
class TollCell:
    """A whole toll: its range in words, and the numbers."""

    words: str
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident in a list: everything is said by the incident alone, without its documents."""

    id: str
    family: str
    what: str
    type: str | None
    mode: str | None
    where: str
    place: str | None
    precision: str
    lat: float | None
    lon: float | None
    radius_m: float | None
    when: str
    when_precision: str
    earliest: date | None
    latest: date | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    killed: TollCell | None
    injured: TollCell | None
    pair: str
    contested: bool
    origins: int
    documents: int
    judged: int


@dataclass(frozen=True, slots=True)
class IncidentsPage(Rows[IncidentLine]):
    """One page of incidents."""


def incident_line(incident: Incident, pack: Pack) -> IncidentLine:
    """An incident as a line."""
    place, found = incident.place, incident.assessment
    return IncidentLine(
        id=incident.id, family=family(incident.type, incident.mode),
        what=kind_of_happening(incident.type, incident.mode), type=incident.type, mode=incident.mode,
        where=place_name(incident, pack), place=place.link if place else None,
        precision=WHERE.get(place.where_prec or 0, "precision not stated") if place else "",
        lat=place.lat if place else None, lon=place.lon if place else None, radius_m=place.radius_m if place else None,
        when=days(incident.earliest, incident.latest),
        when_precision=WHEN.get(incident.date_prec or 0, "") if incident.earliest else "",
        earliest=incident.earliest, latest=incident.latest, actors=names(incident.actors),
        recipients=names(incident.recipients), killed=_cell(whole_toll(found, "killed")),
        injured=_cell(whole_toll(found, "injured")),
        pair=f"{found.source_class}{found.credibility}" if found else "", contested=bool(found and found.contested),
        origins=len(found.origins) if found else 0, documents=len(incident.documents), judged=len(incident.judged),
    )  # fmt: skip


def _cell(toll: Toll | None) -> TollCell | None:
    return TollCell(amount(toll.low, toll.high), toll.low, toll.best, toll.high) if toll else None
