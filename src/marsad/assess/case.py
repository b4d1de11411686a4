"""What is to be assessed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from marsad.assess.table import Table
from marsad.origins import Told

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Case:
    """The statements (by id) about one proposition, the copy group of each document, and the user's table.

    ``happening``: the proposition is that an incident happened (else: that a claim holds).
    """

    told: Mapping[str, Told]
    copies: Mapping[str, str]
    table: Table
    happening: bool

    def first_said(self, said: Iterable[tuple[T, str]]) -> dict[tuple[T, str], tuple[date, str]]:
        """When each value was first said in each group of copies, and by which statement (id).

        So a copy that comes late does not make an old word new, while somebody who says it again does.
        """
        first: dict[tuple[T, str], tuple[date, str]] = {}
        for value, statement in said:
            coded = self.told[statement].coded
            key = (value, self.copies[coded.id])
            new = (coded.published or date.min, statement)
            first[key] = min(first.get(key, new), new)
        return first
