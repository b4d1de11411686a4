"""What is to be assessed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from marsad.assess.table import Table
from marsad.origins import Copies, Told
from marsad.pack import fold

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Case:
    """The statements (by id) about one proposition, the documents' copies, and the user's table.

    ``happening``: the proposition is that an incident happened (else: that a claim holds).
    """

    told: Mapping[str, Told]
    copies: Copies
    table: Table
    happening: bool

    def group(self, statement: str) -> str:
        """Key of the group of copies that a statement's document is of."""
        return self.copies.groups[self.told[statement].coded.id]

    def day(self, statement: str) -> date:
        """When a statement's document was published; what has no date comes first."""
        return self.told[statement].coded.published or date.min

    def began(self, statement: str) -> bool:
        """Whether a statement's document is of the outlet that began its group of copies: others only repeat."""
        firsts = self.copies.firsts[self.group(statement)]
        own = self.told[statement].coded
        return own.id in firsts or bool(own.source and fold(own.source) in self._outlets(firsts))

    def _outlets(self, documents: Iterable[str]) -> set[str]:
        wanted = set(documents)
        return {fold(t.coded.source) for t in self.told.values() if t.coded.id in wanted and t.coded.source}

    def first_said(self, said: Iterable[tuple[T, str]]) -> dict[tuple[T, str], tuple[date, str]]:
        """When each value was first said in each group of copies, and by which statement (id).

        So a copy that comes late does not make an old word new, while somebody who says it again does.
        """
        first: dict[tuple[T, str], tuple[date, str]] = {}
        for value, statement in said:
            key = (value, self.group(statement))
            new = (self.day(statement), statement)
            first[key] = min(first.get(key, new), new)
        return first
