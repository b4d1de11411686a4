"""Events of a reference data set, and what was read of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from marsad.values import Problem

Form = Literal["ged", "acled"]


@dataclass(frozen=True, slots=True)
class Event:
    """One event as a reference codes it.

    ``date_prec`` is UCDP 1-5, ``where_prec`` UCDP 1-7 (UCDP GED codebook; ACLED's precisions are turned into these);
    None where the file does not say.  ``low``, ``best``, ``high`` count deaths; ``parts`` says of whom, where the file
    does.  Names are as the file writes them.  Notes, headlines and quoted sources of the file are not kept: they name
    persons.
    """

    id: str
    first: date
    last: date
    date_prec: int | None
    lat: float
    lon: float
    where_prec: int | None
    place: str
    admin1: str
    admin2: str
    country: str
    sides: tuple[str, ...]
    kind: str
    """UCDP: state-based, non-state or one-sided; ACLED: its sub-event type (else its event type), lower case."""
    low: int | None
    best: int | None
    high: int | None
    parts: tuple[tuple[str, int], ...] = ()
    sources: int | None = None
    """How many reports the event was coded from, where the file says."""
    outlets: tuple[str, ...] = ()
    aggregate: bool = False
    """Whether one row sums up several incidents (UCDP ``event_clarity`` 2)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read: its form and terms, its events, and the rows that were left out with reasons."""

    form: Form
    licence: str
    attribution: str
    events: tuple[Event, ...]
    bad: int
    problems: tuple[Problem, ...]

    @property
    def earliest(self) -> date:
        """First day of any event."""
        return min(e.first for e in self.events)

    @property
    def latest(self) -> date:
        """Last day of any event."""
        return max(e.last for e in self.events)

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries as the file names them, sorted."""
        return tuple(sorted({e.country for e in self.events if e.country}))
