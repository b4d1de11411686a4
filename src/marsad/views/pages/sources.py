"""Sources: outlets with how much they publish, copy and quote, and one of them."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.pack import Outlet, Pack
from marsad.views.notes import OUTLET_KINDS, Note
from marsad.views.pages.documents import DocumentLine
from marsad.views.pages.frame import Rows
from marsad.views.pages.incidents import IncidentLine


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; ``of`` is the whole."""

    number: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share in percent; None of nothing."""
        return 100 * self.number / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One outlet, as its documents name it.

    Shares are of the incidents that it reports: those in which it only copies, those that rest on a single origin
    (its own or another), those that are contested.
    """

    name: str
    kind: str
    country: str
    documents: int
    statements: int
    incidents: int
    copied: Share
    single: Share
    contested: Share
    labels: int
    """Uses of labels in its own words."""
    voices: tuple[tuple[str, Share], ...]
    """Kinds of voices with their shares of its statements, the commonest first."""


@dataclass(frozen=True, slots=True)
class SourcesPage(Rows[SourceLine]):
    """One page of outlets; ``unnamed``: documents that name none."""

    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label that one side imposes on an organisation, as an outlet uses it: in its own words, and in quotes."""

    label: str
    actor: str
    imposed_by: str
    own: int
    quoted: int
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One outlet: how it tells, what rests on it, what it published last."""

    line: SourceLine
    months: tuple[tuple[str, int], ...]
    """Documents by month of publication, the latest first."""
    labels: tuple[LabelLine, ...]
    alone: tuple[IncidentLine, ...]
    """The deadliest of its incidents that rest on a single origin."""
    latest: tuple[DocumentLine, ...]
    notes: tuple[Note, ...]


def kind_of(outlet: Outlet | None) -> str:
    """What the pack says an outlet is; empty when it does not know it."""
    return OUTLET_KINDS.get(outlet.kind, outlet.kind) if outlet else ""


def country_of(outlet: Outlet | None, pack: Pack) -> str:
    """The name of an outlet's country."""
    place = pack.places.get(outlet.country) if outlet and outlet.country else None
    return place.name if place else ""


def in_order(found: list[SourceLine], column: str, down: bool) -> list[SourceLine]:
    """Lines by a column; shares by their size, ties by name."""
    by_name = sorted(found, key=lambda x: x.name.casefold(), reverse=down and column == "name")
    return by_name if column == "name" else sorted(by_name, key=lambda x: _number(x, column), reverse=down)


def _number(line: SourceLine, column: str) -> float:
    value = getattr(line, column)
    return (value.percent or 0.0) if isinstance(value, Share) else float(value)
