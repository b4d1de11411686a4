"""The values that views are made of: plain words, numbers and footnote numbers, ready to be set as HTML or Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marsad.values import Shape, StatedPlace
from marsad.views.notes import Note, Piece, Source
from marsad.views.wording import people

Cites = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the brief with the footnotes it rests on."""

    text: str
    notes: Cites = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """One statement as the brief lists it: who says it, how, and what figures he gives."""

    who: str
    attribution: str
    voice: str
    """The kind of the first voice, in words."""
    modality: str
    denied: bool
    auxiliary: tuple[str, ...]
    figures: tuple[str, ...]
    when: str
    notes: Cites


@dataclass(frozen=True, slots=True)
class Grade:
    """The Admiralty-like pair, opened: what it means, on whom it rests, and why."""

    pair: str
    source_words: str
    credibility_words: str
    origins: tuple[str, ...]
    contested: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One origin's figure for a toll, with the figures it replaced."""

    who: str
    text: str
    low: int | None
    high: int | None
    before: tuple[str, ...]
    notes: Cites


@dataclass(frozen=True, slots=True)
class TollRow:
    """A count over all origins: the range, the best figure, and who said which."""

    counted: str
    side: str
    range: str
    best: int | None
    low: int | None
    high: int | None
    plain: str
    said: tuple[Said, ...]
    disputed: bool

    @property
    def text(self) -> str:
        """The toll as a brief says it: "5–8 police killed (best 6)"."""
        best = f" (best {self.best:,})" if self.best is not None and self.low != self.high else ""
        return f"{self.range} {people(self.low, self.high, self.side, self.counted)}{best}"


@dataclass(frozen=True, slots=True)
class Attributed:
    """An organisation that claims, is blamed for, or denies an incident."""

    name: str
    notes: Cites


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident as lists, maps and timelines show it."""

    number: int
    id: str
    family: str
    what: str
    where: str
    unit: str
    """The district (else the province, else the place itself) by which incidents are counted."""
    precision: str
    when: str
    when_precision: str
    earliest: date | None
    latest: date | None
    place: StatedPlace | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    tolls: tuple[TollRow, ...]
    claimed: tuple[Attributed, ...]
    blamed: tuple[Attributed, ...]
    denied: tuple[Attributed, ...]
    grade: Grade | None
    origins: int
    documents: int
    outlets: tuple[str, ...]
    tellings: tuple[Telling, ...]
    reasons: tuple[str, ...]
    notes: Cites
    group: str = "current"
    """``current``, ``before`` (recalled from before the period of the reports) or ``undated``."""

    @property
    def short(self) -> tuple[TollRow, ...]:
        """The tolls for a list: of each kind the whole one, or those by side where there is no whole."""
        whole = {t.counted for t in self.tolls if not t.side}
        return tuple(t for t in self.tolls if not t.side or t.counted not in whole)

    @property
    def headline(self) -> str:
        """What and where, in a few words."""
        return f"{self.what}, {self.where}"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One proposition with everybody who puts it, hedges it or denies it."""

    number: int
    id: str
    shape: Shape
    words: str
    kind: str
    excerpt: tuple[Piece, ...]
    excerpt_language: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[StatedPlace, ...]
    when: str
    affirmed: int
    denied: int
    grade: Grade | None
    origins: int
    tellings: tuple[Telling, ...]
    tolls: tuple[TollRow, ...]
    notes: Cites


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many statements each kind of voice makes in each modality."""

    columns: tuple[tuple[str, str], ...]
    """(modality, what it means)."""
    rows: tuple[tuple[str, tuple[int, ...], int], ...]
    """(kind of voice in words, counts by column, of these denied)."""
    top: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A claimed relation from one organisation to another."""

    source: str
    target: str
    kind: str
    hostile: bool
    claim: ClaimRow


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on a claimed way, in its role, with how exactly it is known."""

    role: str
    name: str
    precision: str
    place: StatedPlace


@dataclass(frozen=True, slots=True)
class Movement:
    """A claimed movement through its stops, in order."""

    claim: ClaimRow
    who: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """An incident or claim on whose figures origins differ."""

    about: str
    anchor: str
    tolls: tuple[TollRow, ...]


@dataclass(frozen=True, slots=True)
class Single:
    """What rests on one origin alone."""

    origin: str
    kind: str
    items: tuple[tuple[str, str], ...]
    """(anchor, words)."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """Words of one side for an organisation, the plain name, and who writes them."""

    words: str
    name: str
    imposed_by: str
    uses: tuple[tuple[str, int, int], ...]
    """(outlet, times in its own words, times within a quoted voice's words)."""
    notes: Cites


@dataclass(frozen=True, slots=True)
class Coding:
    """One statement of a sentence, field by field."""

    statement: str
    shape: str
    what: str
    fields: tuple[tuple[str, str, str], ...]
    """(field, value, the mark under which the words are highlighted)."""
    attribution: str
    modality: str
    denied: bool
    auxiliary: tuple[str, ...]
    notes: Cites


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """One sentence of a document with its coding, or the reasons why it has none."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]
    codings: tuple[Coding, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document, sentence by sentence."""

    source: Source
    language: str | None
    sentences: tuple[SentenceRow, ...]
    statements: int
    coded: int
    uncoded: tuple[tuple[str, int], ...]
    """(reason in words, how many sentences), commonest first."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the brief is made of, and what it leaves out."""

    title: str
    area: str | None
    period: str
    documents: int
    outlets: tuple[tuple[str, str, int], ...]
    """(outlet, its kind, documents), most documents first."""
    published: str
    statements: int
    sentences: int
    uncoded: int
    backend: str
    pack: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefView:
    """Everything that a brief shows, in its order."""

    scope: Scope
    judgements: tuple[Line, ...]
    incidents: tuple[IncidentRow, ...]
    matrix: Matrix
    claims: tuple[ClaimRow, ...]
    ties: tuple[Tie, ...]
    movements: tuple[Movement, ...]
    presences: tuple[ClaimRow, ...]
    disputes: tuple[Dispute, ...]
    singles: tuple[Single, ...]
    labels: tuple[LabelRow, ...]
    document: DocumentView | None
    notes: Sequence[Note]
