"""The ``.csv`` twins of lists, with the columns of ``marsad export csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from marsad.export.csv import guard
from marsad.export.rows import COLUMNS, Cell, incident_row
from marsad.pipeline.observatory import Observatory
from marsad.pipeline.observatory.opening import batches
from marsad.views.pages.frame import Table
from marsad.views.pages.query import Query


def incident_table(observatory: Observatory, query: Query) -> Table:
    """All incidents that are asked for, as ``marsad export csv incidents`` writes them."""
    columns = COLUMNS["incidents"]

    def rows() -> Iterator[Sequence[Cell]]:
        for ids in batches(observatory, "incidents", query):
            with observatory.reading():
                found = observatory.store.browse.incidents(ids)
                material = observatory.desk(d for one in found for d in one.documents).material
                batch = [incident_row(one, material) for one in found]
            yield from ([row.get(c) for c in columns] for row in batch)

    return Table(columns, rows())


def csv_lines(table: Table) -> Iterator[str]:
    """A table as CSV, line by line; no cell is a formula."""
    yield _line(table.columns)
    for row in table.rows:
        yield _line([guard(cell) for cell in row])


def _line(cells: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
