"""Comma-separated values (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from typing import TextIO

from marsad.export import check_what
from marsad.export.rows import COLUMNS, Cell, rows_of
from marsad.views import Material

_FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")


class CsvExporter:
    """One row per incident, statement or claim."""

    name = "csv"

    def export(self, material: Material, what: str, out: TextIO) -> None:
        """Write a header and the rows, in order of id.

        Raises
        ------
        UserError
            When ``what`` is no table.
        """
        check_what(self.name, what)
        writer = csv.writer(out)
        writer.writerow(COLUMNS[what])
        for row in rows_of(material, what):
            writer.writerow([guard(row.get(column)) for column in COLUMNS[what]])


def guard(value: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: text that would start one gets an apostrophe before it.

    The list of characters is OWASP's on CSV injection, with their full-width forms.  Numbers stay numbers.
    """
    if not isinstance(value, str):
        return value
    # A spreadsheet may drop leading blanks, and csv cannot hold NUL.
    first = value.lstrip(" ")[:1]
    text = value.replace("\0", "\ufffd")
    return f"'{text}" if first in _FORMULA and first else text
