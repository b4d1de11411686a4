"""How many incidents of which family there were over time: the bars of a timeline, and its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from marsad.views.pages.map import FamilySign

Unit = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Bin:
    """The incidents that began in some days, both included (ISO 8601), by family."""

    since: str
    until: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Bins:
    """Equal steps of time from the first incident to the last; ``undated``: incidents that have no day."""

    families: tuple[FamilySign, ...]
    unit: Unit
    bins: tuple[Bin, ...]
    undated: int

    @property
    def last(self) -> tuple[Bin, ...]:
        """The last steps in which something happened, the latest first: what a table shows."""
        return tuple(b for b in reversed(self.bins) if b.counts)[:_SHOWN]

    @property
    def shown(self) -> tuple[FamilySign, ...]:
        """The families that occur in these."""
        return tuple(f for f in self.families if any(f.key in b.counts for b in self.last))


_SHOWN = 12
