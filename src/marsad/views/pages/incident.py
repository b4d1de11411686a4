"""One incident, opened: what each statement says, where they differ, and what the assessment is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from marsad.values import Incident, Statement, Vote
from marsad.views.history import HistoryRow
from marsad.views.incidents import Desk, figures, names, origin_name
from marsad.views.incidents import incident_rows as rows_of
from marsad.views.notes import Note, Piece, Source, attribution, quote, source_of
from marsad.views.rows import IncidentRow
from marsad.views.wording import VOICES, amount, days, kind_of_happening


@dataclass(frozen=True, slots=True)
class Side:
    """One statement beside the others: who says it, how, in which words."""

    statement: str
    source: Source
    attribution: str
    voice: str
    modality: str
    denied: bool
    quote: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field over all statements: the value that was concluded, then what each says (empty: silent).

    ``differ``: whether two statements say different things.
    """

    name: str
    concluded: str
    said: tuple[str, ...]
    differ: bool


@dataclass(frozen=True, slots=True)
class TollPoint:
    """A figure on the day of its publication; ``superseded`` when its origin gave a later one."""

    counted: str
    side: str
    published: date | None
    who: str
    low: int | None
    high: int | None
    words: str
    superseded: bool
    statement: str


@dataclass(frozen=True, slots=True)
class Copied:
    """A document that was taken for a copy of another one, and why."""

    document: Source
    source: Source | None
    points: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OriginRow:
    """One independent beginning: its documents, and those of them that are copies."""

    id: str
    name: str
    kind: str
    side: str | None
    documents: tuple[Source, ...]
    copies: tuple[Copied, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A vote as a step of the waterfall, in log-odds: it leads from ``before`` to ``after``."""

    who: str
    vote: Vote
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Everything about one incident; ``seen`` names this state of it, so that a judgement on another one is refused."""

    id: str
    row: IncidentRow
    seen: str
    sides: tuple[Side, ...]
    fields: tuple[FieldRow, ...]
    points: tuple[TollPoint, ...]
    origins: tuple[OriginRow, ...]
    steps: tuple[Step, ...]
    reasons: tuple[str, ...]
    history: tuple[HistoryRow, ...]
    judged: tuple[str, ...]
    corrections: tuple[str, ...]
    """The fields that can be corrected."""
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of an incident besides its statements."""

    seen: str
    history: tuple[HistoryRow, ...]
    corrections: tuple[str, ...]


def incident_page(incident: Incident, known: Known, desk: Desk) -> IncidentPage:
    """The page of an incident; ``desk`` holds its documents."""
    (row,) = rows_of([incident], desk)
    said = sorted(desk.material.of(incident.statements), key=lambda x: (_published(x[0], desk), x[0], x[1].evidence))
    here = [(d, s) for d, s in said if d in desk.material.documents]
    return IncidentPage(
        id=incident.id, row=row, seen=known.seen, sides=tuple(_side(d, s, desk) for d, s in here),
        fields=tuple(_fields(incident, [s for _, s in here])), points=tuple(_points(incident, desk)),
        origins=tuple(_origins(incident, desk)), steps=tuple(_steps(incident, desk)),
        reasons=(*incident.reasons, *(incident.assessment.reasons if incident.assessment else ())),
        history=known.history, judged=incident.judged, corrections=known.corrections, notes=desk.notes.all(),
    )  # fmt: skip


def _published(document: str, desk: Desk) -> str:
    found = desk.material.documents.get(document)
    return found.published.isoformat() if found and found.published else "9999"


def _side(key: str, statement: Statement, desk: Desk) -> Side:
    document = desk.material.documents[key]
    triggers = [statement.trigger] if statement.trigger else []
    return Side(
        statement.id, source_of(document, desk.pack), attribution(statement, document, desk.pack),
        VOICES[statement.voice[0].kind if statement.voice else "outlet"], statement.modality,
        statement.polarity == "denied",
        quote(document.text, statement.evidence, triggers, desk.material.coded.get(key)),
    )  # fmt: skip


_READ: tuple[tuple[str, Callable[[Statement], str]], ...] = (
    ("what", lambda s: kind_of_happening(s.type, s.mode) if s.type or s.mode else ""),
    ("who", lambda s: ", ".join(names(s.actors))),
    ("whom", lambda s: ", ".join(names(s.recipients))),
    ("where", lambda s: ", ".join(dict.fromkeys(p.name for p in s.places))),
    ("when", lambda s: days(s.earliest, s.latest) if s.earliest or s.latest else ""),
    ("how many", lambda s: "; ".join(figures(s))),
    ("means", lambda s: ", ".join(names(s.means))),
)


def _fields(incident: Incident, said: list[Statement]) -> Iterable[FieldRow]:
    tolls = incident.assessment.tolls if incident.assessment else ()
    concluded = {
        "what": kind_of_happening(incident.type, incident.mode), "who": ", ".join(names(incident.actors)),
        "whom": ", ".join(names(incident.recipients)), "where": incident.place.name if incident.place else "",
        "when": days(incident.earliest, incident.latest) if incident.earliest or incident.latest else "",
        "how many": "; ".join(f"{amount(t.low, t.high)} {t.side or ''} {t.kind}".replace("  ", " ") for t in tolls),
    }  # fmt: skip
    for name, read in _READ:
        cells = tuple(read(s) for s in said)
        if any(cells) or concluded.get(name):
            yield FieldRow(name, concluded.get(name, ""), cells, len({c for c in cells if c}) > 1)


def _points(incident: Incident, desk: Desk) -> Iterable[TollPoint]:
    assessment = incident.assessment
    origins = {o.id: o for o in assessment.origins} if assessment else {}
    found: list[TollPoint] = []
    for toll in assessment.tolls if assessment else ():
        for figure in toll.said:
            who = origin_name(origins.get(figure.origin), figure.statement, desk)
            for statement in (*figure.superseded, figure.statement):
                found += _point_of(statement, (toll.kind, toll.side), who, statement != figure.statement, desk)
    return sorted(found, key=lambda p: (p.counted, p.side, p.published or date.max, p.who))


def _point_of(
    identity: str, what: tuple[str, str | None], who: str, superseded: bool, desk: Desk
) -> Iterable[TollPoint]:
    kind, side = what
    for key, statement in desk.material.of([identity]):
        document = desk.material.documents.get(key)
        for count in statement.counts:
            if count.kind == kind and (side is None or count.side == side):
                day = document.published if document else None
                words = amount(count.low, count.high)
                yield TollPoint(kind, side or "", day, who, count.low, count.high, words, superseded, identity)
                break


def _origins(incident: Incident, desk: Desk) -> Iterable[OriginRow]:
    if (assessment := incident.assessment) is None:
        return
    documents = {d: source_of(found, desk.pack) for d, found in desk.material.documents.items()}
    for origin in assessment.origins:
        copies = tuple(
            Copied(documents[c.document], documents.get(c.source), c.points, c.reasons)
            for c in assessment.copies
            if c.document in origin.documents and c.document in documents
        )
        name = origin_name(origin, origin.statements[0] if origin.statements else "", desk)
        held = tuple(documents[d] for d in origin.documents if d in documents)
        yield OriginRow(origin.id, name, VOICES[origin.kind], origin.side, held, copies)


def _steps(incident: Incident, desk: Desk) -> Iterable[Step]:
    assessment = incident.assessment
    origins = {o.id: o for o in assessment.origins} if assessment else {}
    level = 0.0
    for vote in assessment.votes if assessment else ():
        after = level + (vote.weight if vote.counts else 0.0)
        statement = vote.statements[0] if vote.statements else ""
        yield Step(origin_name(origins.get(vote.origin), statement, desk), vote, level, after)
        level = after
