"""The ``.csv`` twins of lists, with the columns of ``marsad export csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import msgspec

from marsad.export.csv import guard
from marsad.export.rows import COLUMNS, Cell, Row, claim_row, incident_row
from marsad.pipeline.observatory import Observatory
from marsad.pipeline.observatory.network import network
from marsad.pipeline.observatory.opening import batches, parts
from marsad.pipeline.observatory.organisations import organisation_lines
from marsad.pipeline.observatory.places import place_lines
from marsad.pipeline.observatory.problems import problem_lines
from marsad.pipeline.observatory.sources import source_lines
from marsad.views.pages.documents import document_line
from marsad.views.pages.frame import Table
from marsad.views.pages.query import Query


def incident_table(observatory: Observatory, query: Query) -> Table:
    """All incidents that are asked for, as ``marsad export csv`` writes them."""
    rows = (incident_row(one, part) for part in parts(observatory, "incidents", query) for one in part.incidents)
    return exported("incidents", rows)


def claim_table(observatory: Observatory, query: Query) -> Table:
    """All claims that are asked for, as ``marsad export csv`` writes them."""
    rows = (claim_row(one, part) for part in parts(observatory, "claims", query) for one in part.claims)
    return exported("claims", rows)


def exported(what: str, rows: Iterator[Row]) -> Table:
    """Rows of the export as a table, in the order of its columns."""
    columns = COLUMNS[what]
    return Table(columns, ([row.get(c) for c in columns] for row in rows))


_DOCUMENT = (
    "id", "title", "name", "outlet", "published", "language", "coded", "statements", "incidents", "sources", "copies"
)  # fmt: skip


def document_table(observatory: Observatory, query: Query) -> Table:
    """All documents that are asked for."""

    def rows() -> Iterator[Sequence[Cell]]:
        for ids in batches(observatory, "documents", query):
            with observatory.reading():
                batch = [document_line(one) for one in observatory.store.browse.documents(ids)]
            yield from ([msgspec.to_builtins(getattr(line, c)) for c in _DOCUMENT] for line in batch)

    return Table(_DOCUMENT, rows())


_ORGANISATION = ("id", "name", "kind", "country", "incidents", "claimed", "blamed", "claims")


def organisation_table(observatory: Observatory, query: Query) -> Table:
    """All organisations that are asked for."""
    with observatory.reading():
        lines = organisation_lines(observatory, query)
    return Table(_ORGANISATION, ([getattr(line, c) for c in _ORGANISATION] for line in lines))


_PROBLEM = ("id", "stage", "subject", "message", "hint")


def problem_table(observatory: Observatory, query: Query) -> Table:
    """All problems that are asked for."""
    with observatory.reading():
        found = problem_lines(observatory, query)
    return Table(_PROBLEM, ([getattr(line, c) for c in _PROBLEM] for line in found))


_PLACE = (
    "id", "name", "kind", "parent", "incidents", "contested", "single", "killed_low", "killed", "killed_high", "injured"
)  # fmt: skip


def place_table(observatory: Observatory, query: Query) -> Table:
    """All areas in which something happened."""
    with observatory.reading():
        found = place_lines(observatory, query)
    return Table(
        _PLACE,
        (
            (x.id, x.name, x.kind, x.parent, s.incidents, s.contested, s.single, s.killed.low, s.killed.best,
             s.killed.high, s.injured)
            for x in found for s in (x.sums,)
        ),
    )  # fmt: skip


_TIE = (
    "source", "source_name", "words", "target", "target_name", "when", "voices", "modalities", "hostile", "denied",
    "origins", "statements", "claim",
)  # fmt: skip


def tie_table(observatory: Observatory, query: Query) -> Table:
    """All ties that are asked for."""
    with observatory.reading():
        edges = network(observatory, query).edges
    return Table(_TIE, ([_cell(getattr(edge, c)) for c in _TIE] for edge in edges))


def _cell(value: str | int | tuple[str, ...]) -> Cell:
    if isinstance(value, tuple):
        return "; ".join(value)
    return ("yes" if value else "no") if isinstance(value, bool) else value


_SOURCE = (
    "name", "kind", "country", "documents", "statements", "incidents", "copied", "single", "contested", "labels",
    "voices",
)  # fmt: skip


def source_table(observatory: Observatory, query: Query) -> Table:
    """All outlets."""
    with observatory.reading():
        found = source_lines(observatory, query)
    return Table(
        _SOURCE,
        (
            (x.name, x.kind, x.country, x.documents, x.statements, x.incidents, x.copied.number, x.single.number,
             x.contested.number, x.labels, "; ".join(f"{words}: {share.number}" for words, share in x.voices))
            for x in found
        ),
    )  # fmt: skip


def csv_lines(table: Table) -> Iterator[str]:
    """A table as CSV, line by line; no cell is a formula."""
    yield _line(table.columns)
    for row in table.rows:
        yield _line([guard(cell) for cell in row])


def _line(cells: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def attachment(name: str) -> str:
    """The header that has an answer kept as a file, under the last part of a name (RFC 6266)."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in last).strip(". ") or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(last, safe='', errors='replace')}"
