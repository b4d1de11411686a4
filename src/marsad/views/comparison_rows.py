"""The values of a comparison with a reference data set: plain words, ready to be set as a page or a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.reference import Event
from marsad.reference.differences import Difference
from marsad.views.notes import Note, Piece
from marsad.views.rows import Cites


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the reference in words."""

    event: Event
    when: str
    where: str
    precision: str
    sides: tuple[str, ...]
    kind: str
    deaths: str
    sources: str


@dataclass(frozen=True, slots=True)
class OursRow:
    """One incident of ours in words, with the quote that tells it best and its footnotes."""

    number: int
    id: str
    what: str
    where: str
    when: str
    sides: tuple[str, ...]
    deaths: str
    quote: tuple[Piece, ...]
    said_by: str
    denied: bool
    """Whether everybody who speaks of it denies it."""
    notes: Cites


@dataclass(frozen=True, slots=True)
class MatchRow:
    """An incident and the event that it is matched with, field by field."""

    ours: OursRow
    theirs: EventRow
    verdict: str
    """``supports`` or ``supports in part``."""
    grade: str
    points: float
    features: tuple[str, ...]
    reasons: tuple[str, ...]
    fields: tuple[Difference, ...]
    others: tuple[EventRow, ...]

    @property
    def disagrees(self) -> bool:
        """Whether a field is contradicted."""
        return any(d.verdict == "contradicts" for d in self.fields)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An incident without an event: why, and the event that comes nearest."""

    ours: OursRow
    reason: str | None
    """A key of :data:`marsad.reference.matching.REASONS`; None: the reference should hold it, and does not."""
    why: str
    nearest: EventRow | None
    nearest_words: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A claim of one document and what the reference says to it."""

    id: str
    words: str
    quote: tuple[Piece, ...]
    said_by: str
    denied: bool
    verdict: str
    why: str
    events: tuple[EventRow, ...]
    total: int
    notes: Cites


@dataclass(frozen=True, slots=True)
class Source:
    """The reference: its name, form, terms and what it covers, in words."""

    name: str
    form: str
    licence: str
    attribution: str
    events: int
    left_out: int
    days: str
    area: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Everything that a comparison shows, in its order."""

    title: str
    document: str | None
    published: str
    beyond: str
    """Why the reference says nothing of the document's time; empty when it may."""
    part: str
    """Which part of the workbench is compared, in words."""
    period: str
    """The days in which the reference's events were looked at."""
    source: Source
    matches: tuple[MatchRow, ...]
    ours: tuple[OpenRow, ...]
    """Only ours: the reference should hold them, and does not."""
    silent: tuple[OpenRow, ...]
    """Of which the reference cannot say anything."""
    theirs: tuple[EventRow, ...]
    findings: tuple[FindingRow, ...]
    notes: Sequence[Note]

    @property
    def disagreements(self) -> tuple[MatchRow, ...]:
        """The matches of which a field is contradicted."""
        return tuple(m for m in self.matches if m.disagrees)

    @property
    def incidents(self) -> int:
        """How many incidents there are."""
        return len(self.matches) + len(self.ours) + len(self.silent)

    def of(self, verdict: str) -> int:
        """How many claims have this verdict."""
        return sum(f.verdict == verdict for f in self.findings)

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why the reference cannot say, with how often, commonest first."""
        found: dict[str, int] = {}
        for row in self.silent:
            found[row.why] = found.get(row.why, 0) + 1
        return tuple(sorted(found.items(), key=lambda x: (-x[1], x[0])))
