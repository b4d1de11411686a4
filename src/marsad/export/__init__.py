"""Incidents, statements and claims as tables for other tools; see ``docs/exports.md`` for every column.

An exporter is any class that keeps the :class:`Exporter` contract and stands in the table of plug-ins (``exporter``).
"""

from __future__ import annotations

from typing import Protocol, TextIO

from marsad.errors import UserError
from marsad.views import Material

__all__ = ["WHAT", "Exporter", "check_what"]

WHAT = ("incidents", "statements", "claims")
"""What can be exported; not every exporter writes all of it."""


class Exporter(Protocol):
    """Writes material in one format: the same material always gives the same bytes, in order of id."""

    name: str

    def export(self, material: Material, what: str, out: TextIO) -> None:
        """Write ``what`` (one of :data:`WHAT`) to ``out``.

        Raises
        ------
        UserError
            When the format cannot hold what was asked for.
        """
        ...  # pragma: no cover


def check_what(name: str, what: str, known: tuple[str, ...] = WHAT) -> None:
    """Refuse what an exporter does not write, with what it does write as the hint."""
    if what not in known:
        raise UserError(f"{name} writes no {what!r}", f"it writes: {', '.join(known)}")
