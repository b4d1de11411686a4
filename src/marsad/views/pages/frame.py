"""What pages have in common: rows with facets, tables for spreadsheets, the workbench they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: what stands in the address, how it reads, how many have it, whether it is asked for."""

    value: str
    words: str
    number: int
    chosen: bool
    depth: int = 0
    """How deep it is indented in a tree."""


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet with its commonest values (those asked for always among them), and how many more there are."""

    name: str
    words: str
    values: tuple[FacetValue, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """One page of a list: its rows, how many there are on all pages, and the facets."""

    rows: tuple[Row, ...]
    total: int
    facets: tuple[FacetBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A whole list for a spreadsheet: all pages of it, as it is made."""

    columns: Sequence[str]
    rows: Iterator[Sequence[str | int | float | None]]


@dataclass(frozen=True, slots=True)
class Bench:
    """The workbench that pages come from: its folder's name, its run key, how much there is."""

    folder: str
    key: str | None
    counts: Mapping[str, int]
