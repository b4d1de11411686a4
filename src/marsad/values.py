"""The nouns: frozen values that every stage takes and gives.

Field names of :class:`Mention`, :class:`Statement`, :class:`Uncoded`, :class:`Problem` and :class:`Coded` are the keys
of the public JSON Lines (see ``docs/interface.md``): keys may be added, never renamed.  All offsets are half-open and
count Unicode code points of ``Document.text``.  Unknown is ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

MentionKind = Literal["actor", "place", "time", "count", "means"]
Shape = Literal["event", "tie", "presence", "movement", "figure", "position"]
PlaceRole = Literal["at", "from", "via", "to"]
Auxiliary = Literal["historical", "future", "hypothetical", "negation"]
Modality = Literal["asserted", "reported", "alleged", "possible", "predicted", "demanded", "hypothetical"]
Polarity = Literal["affirmed", "denied"]
CountKind = Literal["killed", "injured", "captured", "abducted", "released", "displaced", "other"]
VoiceKind = Literal[
    "official_named", "official_anonymous", "armed_group", "witness", "medical", "media", "ngo_un", "expert",
    "unspecified", "outlet",
]  # fmt: skip


VoiceAct = Literal["tells", "judges", "hedges"]
"""What a voice does with its content: tells it; judges or asks for it ("condemned", "urged": what it speaks of is the
outlet's knowledge, not the voice's); or is no voice but a word that sounds unsure ("perhaps")."""


class Span(NamedTuple):
    """Half-open range of code points of a document's text."""

    start: int
    end: int


# ------------------------------------------------------------------------------------------------- given: documents


@dataclass(frozen=True, slots=True)
class Document:
    """What was retrieved, verbatim; never edited."""

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None
    retrieved: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a document (or a part of it) went no further."""

    stage: str
    message: str
    hint: str
    subject: str | None = None
    """What it is about: a path, a document id, or None."""


# ------------------------------------------------------------------------------------- derived: mentions, annotations


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an actor, place, time, count or means; linked, or with the reason why not.

    ``label`` holds the words as written when they are a label that one side imposes (a framing fact).  ``radius_m`` is
    in metres; ``where_prec`` is UCDP 1-7 and ``geo_precision`` ACLED 1-3 (STANDARDS: UCDP GED codebook, ACLED
    codebook); ``date_prec`` is UCDP 1-5; ``high`` None means "no upper bound was said".
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    link: str | None = None
    name: str | None = None
    why_not: str | None = None
    label: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    where_prec: int | None = None
    geo_precision: int | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    earliest: date | None = None
    latest: date | None = None
    date_prec: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """A role of a frame, filled by the span of a mention.

    Roles: ``actor recipient at from via to time means`` or ``count:<CountKind>`` (with ``side``, a registry kind or
    link).
    """

    role: str
    start: int
    end: int
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One proposition as a backend found it in one sentence, before linking and document context."""

    shape: Shape
    type: str | None
    mode: str | None
    trigger: Span
    evidence: Span
    arguments: tuple[Argument, ...] = ()
    auxiliary: tuple[Auxiliary, ...] = ()
    modality: Modality = "asserted"
    polarity: Polarity = "affirmed"
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class VoiceMark:
    """Who is quoted: ``source`` (None when only the cue is there: "reportedly"), the ``cue`` and what is said.

    ``content`` is the stretch of the sentence that the cue governs; ``said`` the very words within it (None: all of
    it; empty: the words follow in the next sentences, as behind "said:").
    """

    source: Span | None
    cue: Span
    content: Span
    kind: VoiceKind
    modality: Modality = "reported"
    denies: bool = False
    said: tuple[Span, ...] | None = None
    act: VoiceAct = "tells"

    @property
    def words(self) -> tuple[Span, ...]:
        """What is said, word by word: without the cue, the source and "that"."""
        return (self.content,) if self.said is None else self.said


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that a backend says about one sentence.  ``reason`` is set when it holds nothing codable."""

    sentence: Span
    mentions: tuple[Mention, ...] = ()
    frames: tuple[Frame, ...] = ()
    voices: tuple[VoiceMark, ...] = ()
    reason: str | None = None


# --------------------------------------------------------------------------------------------- derived: statements


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or recipient of a statement, with the words that name it."""

    name: str
    link: str | None
    start: int | None
    end: int | None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class StatedPlace:
    """A place of a statement, in its role; the same precision fields as :class:`Mention`."""

    role: PlaceRole
    name: str
    link: str | None
    lat: float | None
    lon: float | None
    radius_m: float | None
    where_prec: int | None
    geo_precision: int | None
    country: str | None
    admin1: str | None
    admin2: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """People counted in a statement: low to high (None: no bound said), of which side, in which words."""

    kind: CountKind
    side: str | None
    low: int | None
    high: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of the chain from the first speaker to the outlet.  ``cue`` is None for the outlet itself."""

    name: str | None
    link: str | None
    kind: VoiceKind
    start: int | None
    end: int | None
    cue: Span | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One proposition as one document puts it: the unit of evidence."""

    id: str
    evidence: tuple[Span, ...]
    shape: Shape
    type: str | None
    mode: str | None
    auxiliary: tuple[Auxiliary, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    places: tuple[StatedPlace, ...]
    earliest: date | None
    latest: date | None
    date_prec: int | None
    counts: tuple[Count, ...]
    means: tuple[Party, ...]
    voice: tuple[Voice, ...]
    modality: Modality
    polarity: Polarity
    score: float
    trigger: Span | None = None
    quote: str = ""
    """The evidence verbatim (spans joined by " … "), so that a record can be read without its document."""


@dataclass(frozen=True, slots=True)
class Uncoded:
    """A sentence (or a part) that gave no statement, and the reason code (see ``docs/coding.md``).

    ``continues`` is the id of the statement of the same document whose happening it goes on about, if any.
    """

    start: int
    end: int
    reason: str
    continues: str | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """Everything derived from one document: one line of ``marsad code``."""

    id: str
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    uncoded: tuple[Uncoded, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: str | None = None
    published: date | None = None
    title: str | None = None
    url: str | None = None
    sketch: tuple[int, ...] = ()
    """Bottom-k sketch of the text's word 3-grams, so that copies can be found without the text."""


# -------------------------------------------------------------------------------- derived: incidents, claims, scores


@dataclass(frozen=True, slots=True)
class CopyLink:
    """Why a document is taken for a copy of another one, in points and words; ``source`` was published first."""

    document: str
    source: str
    points: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """One independent beginning of a report: it votes once, however often it is copied."""

    id: str
    kind: VoiceKind
    name: str | None
    side: str | None
    documents: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a vote's weight: what it is for, and its value (the first in log-odds, the others shares)."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Vote:
    """What one origin does to the proposition, and why; ``weight`` in log-odds."""

    origin: str
    stance: Literal["supports", "contradicts", "denies"]
    weight: float
    reason: str
    statements: tuple[str, ...]
    factors: tuple[Factor, ...] = ()
    """What the weight is made of: their product is its size."""
    source_class: Literal["A", "B", "C", "D", "E", "F"] = "F"
    counts: bool = True
    """Whether credibility counts it: not nobody in particular, not a mere possibility, not beside the point."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One origin's say on a count (its latest; earlier ones in ``superseded``).

    ``bias`` and ``spread`` (natural log) are those of its kind of origin for these losses; ``share`` is how much of its
    evidence counts beside weightier origins of its side.
    """

    origin: str
    statement: str
    low: int | None
    high: int | None
    superseded: tuple[str, ...] = ()
    bias: float = 0.0
    spread: float = 0.25
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have done it, or says so himself: one party in one role, and the origins that put it so."""

    role: Literal["claimed", "blamed", "denied"]
    party: str
    link: str | None
    origins: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Toll:
    """A count reconciled over origins: posterior low/best/high, beside plain minimum / most reliable / maximum."""

    kind: CountKind
    side: str | None
    low: int | None
    best: int | None
    high: int | None
    minimum: int | None
    most_reliable: int | None
    maximum: int | None
    said: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """How sure: the Admiralty-like pair (never averaged), the origins, their votes, the tolls, reasons in words."""

    source_class: Literal["A", "B", "C", "D", "E", "F"]
    credibility: Literal[1, 2, 3, 4, 5, 6]
    origins: tuple[Origin, ...]
    votes: tuple[Vote, ...]
    tolls: tuple[Toll, ...]
    contested: bool
    reasons: tuple[str, ...]
    copies: tuple[CopyLink, ...] = ()
    """Which documents were collapsed as copies, and why."""
    attributions: tuple[Attribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """The statements that describe one happening; fields are derived from them."""

    id: str
    kind: Literal["incident"]
    statements: tuple[str, ...]
    documents: tuple[str, ...]
    type: str | None
    mode: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: StatedPlace | None
    earliest: date | None
    latest: date | None
    date_prec: int | None
    claimed_by: tuple[Party, ...]
    blamed: tuple[Party, ...]
    denied_by: tuple[Party, ...]
    reasons: tuple[str, ...]
    assessment: Assessment | None = None
    judged: tuple[str, ...] = ()
    """Ids of the judgements in force that rest on its statements, in the order of their log."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The statements that put one proposition (a tie, a figure, presence, a movement, a position)."""

    id: str
    kind: Literal["claim"]
    shape: Shape
    type: str | None
    mode: str | None
    statements: tuple[str, ...]
    documents: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    places: tuple[StatedPlace, ...]
    earliest: date | None
    latest: date | None
    assessment: Assessment | None = None
    judged: tuple[str, ...] = ()
    """As for incidents."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A statement on which a judgement's subject rested when it was judged: where it stands, not in which words.

    ``start`` and ``end`` are those of its trigger (else of its evidence), so that it is found again after its document
    was read anew.  No text of the document is kept: it can be forgotten.
    """

    subject: str
    statement: str
    document: str
    start: int
    end: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person decided; given, append-only.  ``withdraw`` takes back the judgements that are its subjects."""

    id: str
    verdict: Literal["same", "different", "accept", "reject", "correct", "withdraw"]
    subjects: tuple[str, ...]
    by: str
    at: datetime
    why: str
    field: str | None = None
    value: str | None = None
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a run did to an incident or claim that was there before: the history of derived things.

    ``others``: the ids it came from (merged), went to (split), or bears now (renamed); ``fields``: name, before, after.
    """

    at: datetime
    by: str
    why: str
    kind: Literal["merged", "split", "renamed", "updated", "found", "gone"]
    id: str
    others: tuple[str, ...]
    fields: tuple[tuple[str, str, str], ...]
    documents: tuple[str, ...]
