"""What can be taken along: the options of an export."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.views.pages.frame import FacetBox


@dataclass(frozen=True, slots=True)
class ExportPage:
    """Options of an export: ``what`` in which ``format``, how many are asked for, and what they can be filtered by.

    ``formats``: of each kind of things, those that can hold it; ``of``: what is counted by ``total``.
    """

    what: str
    format: str
    formats: tuple[tuple[str, tuple[str, ...]], ...]
    total: int
    of: str
    facets: tuple[FacetBox, ...]
    credits: tuple[str, ...]
    """Whose places and areas are in it: to be named where it is published."""
