"""One incident, opened: what each statement says, where they differ, and what the assessment is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marsad.values import Incident
from marsad.views.incidents import Desk
from marsad.views.incidents import incident_rows as rows_of
from marsad.views.notes import Source, source_of
from marsad.views.pages.evidence import (
    Known,
    Opened,
    field_rows,
    in_order,
    origin_rows,
    pages_of,
    side_of,
    steps,
    toll_points,
)
from marsad.views.rows import IncidentRow
from marsad.views.wording import reason_words


@dataclass(frozen=True, slots=True)
class Continued:
    """A sentence that goes on about the incident without a statement, and why; ``statement``: what it goes on from."""

    source: Source
    statement: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class IncidentPage(Opened):
    """Everything about one incident."""

    row: IncidentRow
    continued: tuple[Continued, ...]


def incident_page(incident: Incident, known: Known, desk: Desk) -> IncidentPage:
    """The page of an incident; ``desk`` holds its documents."""
    (row,) = rows_of([incident], desk)
    here = in_order(incident.statements, desk)
    where, link = (incident.place.name, incident.place.link) if incident.place else ("", None)
    named = (
        *incident.actors, *incident.recipients, *incident.claimed_by, *incident.blamed, *incident.denied_by,
    )  # fmt: skip
    return IncidentPage(
        id=incident.id, row=row, pages=pages_of({row.where: link}, named, desk.pack), seen=known.seen,
        pending=known.pending,
        sides=tuple(side_of(d, s, desk) for d, s in here),
        fields=field_rows(incident, where, [s for _, s in here]), continued=tuple(_continued(incident, desk)),
        points=toll_points(incident, desk),
        origins=origin_rows(incident, desk), steps=steps(incident, desk),
        reasons=(*incident.reasons, *(incident.assessment.reasons if incident.assessment else ())),
        history=known.history, judged=incident.judged, corrections=known.corrections, notes=desk.notes.all(),
    )  # fmt: skip


def _continued(incident: Incident, desk: Desk) -> Iterable[Continued]:
    told = set(incident.statements)
    for key, coded in desk.material.coded.items():
        document = desk.material.documents[key]
        for left in coded.uncoded:
            if left.continues in told:
                words = document.text[left.start : left.end].strip()
                yield Continued(source_of(document, desk.pack), left.continues, words, reason_words(left.reason))
