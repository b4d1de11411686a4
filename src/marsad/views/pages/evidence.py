"""What the pages of an incident and of a claim share: statements side by side, origins, figures, votes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marsad.pack import Pack
from marsad.values import Claim, Figure, Incident, Party, Statement, Toll, Vote
from marsad.views.history import HistoryRow
from marsad.views.incidents import Desk, figures, names, origin_name
from marsad.views.notes import Note, Piece, Source, attribution, quote, source_of
from marsad.views.pages.organisations import UNNAMED
from marsad.views.wording import VOICES, amount, days, kind_of_happening

Thing = Incident | Claim


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
class Known:
    """What the store knows of an incident or claim besides its statements; ``pending``: a run has to follow."""

    seen: str
    pending: bool
    history: tuple[HistoryRow, ...]
    corrections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """An incident or a claim with all that it rests on.

    ``seen`` names this state of it, so that a judgement on another one is refused.  ``pages``: of the names in its row,
    those that have a page: which, and the id on it.
    """

    id: str
    pages: Mapping[str, tuple[str, str]]
    seen: str
    pending: bool
    """Whether a judgement waits for a run."""
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


def pages_of(places: Mapping[str, str | None], parties: Iterable[Party], pack: Pack) -> dict[str, tuple[str, str]]:
    """Which of the names that a thing is told with have a page: name -> the kind of page and the id on it."""
    found = {name: ("place", link) for name, link in places.items() if link and link in pack.places}
    for party in parties:
        actor = pack.actors.get(party.link or "")
        if actor is not None and actor.kind not in UNNAMED:
            found.setdefault(party.name, ("organisation", actor.id))
    return found


def _published(document: str, desk: Desk) -> str:
    found = desk.material.documents.get(document)
    return found.published.isoformat() if found and found.published else "9999"


def in_order(statements: Iterable[str], desk: Desk) -> tuple[tuple[str, Statement], ...]:
    """The statements whose documents the desk has, with these, in order of publication."""
    said = [(d, s) for d, s in desk.material.of(statements) if d in desk.material.documents]
    return tuple(sorted(said, key=lambda x: (_published(x[0], desk), x[0], x[1].evidence)))


def side_of(key: str, statement: Statement, desk: Desk) -> Side:
    """One statement of a document."""
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


def field_rows(thing: Thing, where: str, said: Sequence[Statement]) -> tuple[FieldRow, ...]:
    """Each field as it was concluded and as every statement has it; ``where``: the place that was concluded."""
    tolls = thing.assessment.tolls if thing.assessment else ()
    concluded = {
        "what": kind_of_happening(thing.type, thing.mode) if thing.type or thing.mode else "",
        "who": ", ".join(names(thing.actors)), "whom": ", ".join(names(thing.recipients)), "where": where,
        "when": days(thing.earliest, thing.latest) if thing.earliest or thing.latest else "",
        "how many": "; ".join(f"{amount(t.low, t.high)} {t.side or ''} {t.kind}".replace("  ", " ") for t in tolls),
    }  # fmt: skip
    return tuple(
        FieldRow(name, concluded.get(name, ""), cells, len({c for c in cells if c}) > 1)
        for name, cells in ((name, tuple(read(s) for s in said)) for name, read in _READ)
        if any(cells) or concluded.get(name)
    )


def toll_points(thing: Thing, desk: Desk) -> tuple[TollPoint, ...]:
    """Every figure of the tolls, by what is counted and then by day."""
    assessment = thing.assessment
    origins = {o.id: o for o in assessment.origins} if assessment else {}
    found: list[TollPoint] = []
    for toll in assessment.tolls if assessment else ():
        for figure in toll.said:
            who = origin_name(origins.get(figure.origin), figure.statement, desk)
            for statement in figure.superseded:
                found += _superseded(statement, toll, who, desk)
            found += _point(figure, toll, who, desk)
    return tuple(sorted(found, key=lambda p: (p.counted, p.side, p.published or date.max, p.who)))


def _point(figure: Figure, toll: Toll, who: str, desk: Desk) -> Iterable[TollPoint]:
    """What an origin says last, as the toll counts it: a whole may be the sum of what it says of the sides."""
    for key, _ in desk.material.of([figure.statement]):
        document, words = desk.material.documents.get(key), amount(figure.low, figure.high)
        day, side = document.published if document else None, toll.side or ""
        yield TollPoint(toll.kind, side, day, who, figure.low, figure.high, words, False, figure.statement)


def _superseded(identity: str, toll: Toll, who: str, desk: Desk) -> Iterable[TollPoint]:
    """What a statement says that a later one of its origin replaced."""
    for key, statement in desk.material.of([identity]):
        document = desk.material.documents.get(key)
        for count in statement.counts:
            if count.kind == toll.kind and (toll.side is None or count.side == toll.side):
                day, words = document.published if document else None, amount(count.low, count.high)
                yield TollPoint(toll.kind, toll.side or "", day, who, count.low, count.high, words, True, identity)
                break


def origin_rows(thing: Thing, desk: Desk) -> tuple[OriginRow, ...]:
    """The origins with their documents and copies."""
    if (assessment := thing.assessment) is None:
        return ()
    found = []
    documents = {d: source_of(document, desk.pack) for d, document in desk.material.documents.items()}
    for origin in assessment.origins:
        copies = tuple(
            Copied(documents[c.document], documents.get(c.source), c.points, c.reasons)
            for c in assessment.copies
            if c.document in origin.documents and c.document in documents
        )
        name = origin_name(origin, origin.statements[0] if origin.statements else "", desk)
        held = tuple(documents[d] for d in origin.documents if d in documents)
        found.append(OriginRow(origin.id, name, VOICES[origin.kind], origin.side, held, copies))
    return tuple(found)


def steps(thing: Thing, desk: Desk) -> tuple[Step, ...]:
    """The votes one upon the other, in log-odds."""
    assessment = thing.assessment
    found = []
    origins = {o.id: o for o in assessment.origins} if assessment else {}
    level = 0.0
    for vote in assessment.votes if assessment else ():
        after = level + (vote.weight if vote.counts else 0.0)
        statement = vote.statements[0] if vote.statements else ""
        found.append(Step(origin_name(origins.get(vote.origin), statement, desk), vote, level, after))
        level = after
    return tuple(found)
