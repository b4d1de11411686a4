"""What is made to be printed or kept: briefs, comparisons and exports, each a file of its own and no page."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from starlette.responses import Response, StreamingResponse

from marsad import plugins
from marsad.brief import render_comparison, render_html, render_markdown
from marsad.errors import UserError
from marsad.export import Exporter
from marsad.export.comparison import write_csv, write_jsonl
from marsad.export.geojson import collection
from marsad.export.rows import statement_row, statements_of
from marsad.pipeline.observatory import Observatory
from marsad.pipeline.observatory.briefs import BRIEF, COMPARE, brief, comparison
from marsad.pipeline.observatory.exporting import EXPORT, chosen, export_page, noun_of
from marsad.pipeline.observatory.opening import parts
from marsad.views import Material
from marsad.views.pages.frame import Table
from marsad.views.pages.query import Allowed, Query
from marsad.web.tables import attachment, claim_table, csv_lines, exported, incident_table

_PRINTED = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""A printed page holds its own styles, and nothing else is let in; no script runs in it."""
_AT_ONCE = 2_000
"""Things that an exporter of a plug-in is given: it takes them all at once."""
_MEDIA = {
    "csv": "text/csv", "jsonl": "application/jsonl", "geojson": "application/geo+json", "md": "text/markdown",
    "html": "text/html",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A file: its kind (an ending), its text in pieces, and the name to keep it under (empty: it is shown)."""

    kind: str
    text: Iterable[str]
    name: str = ""

    def response(self) -> Response:
        """The answer."""
        media = _MEDIA.get(self.kind, "application/octet-stream")
        headers = {"Content-Disposition": attachment(f"{self.name}.{self.kind}")} if self.name else {}
        if self.kind == "html":
            headers["Content-Security-Policy"] = _PRINTED
        pieces = (piece.encode("utf-8", "replace") for piece in self.text)
        return StreamingResponse(pieces, media_type=f"{media}; charset=utf-8", headers=headers)


@dataclass(frozen=True, slots=True)
class Making:
    """One address under which a file is made."""

    path: str
    allowed: Allowed
    make: Callable[[Observatory, Query], Made]


def _brief_sheet(observatory: Observatory, query: Query) -> Made:
    with observatory.aside() as other:
        return Made("html", [render_html(brief(other, query), other.pack)])


def _brief_file(observatory: Observatory, query: Query) -> Made:
    with observatory.aside() as other:
        return Made("md", [render_markdown(brief(other, query), other.pack)], "brief")


def _compared_sheet(observatory: Observatory, query: Query) -> Made:
    with observatory.aside() as other:
        return Made("html", [render_comparison(comparison(other, query))])


def _compared_file(observatory: Observatory, query: Query) -> Made:
    form = query.option("format", "csv")
    if form not in ("csv", "jsonl"):
        raise UserError(f"no format of a comparison is called {form!r}", "give csv or jsonl")
    out = io.StringIO(newline="")
    with observatory.aside() as other:
        (write_csv if form == "csv" else write_jsonl)(comparison(other, query), out)
    return Made(form, [out.getvalue()], "comparison")


def _export_file(observatory: Observatory, query: Query) -> Made:
    what, form = chosen(query)
    if form == "csv":
        return Made(form, csv_lines(_TABLES[what](observatory, query)), what)
    found = parts(observatory, noun_of(query), query)
    exporter: Exporter = plugins.load("exporter", form)()
    if form == "geojson" and what == "incidents":
        with observatory.reading():
            pack = observatory.pack
        return Made(form, collection(((i, part) for part in found for i in part.incidents), pack), what)
    if form != "jsonl":
        return Made(form, [_whole(observatory, query, exporter)], what)
    return Made(form, (_written(exporter, part, what) for part in found), what)


def _statement_table(observatory: Observatory, query: Query) -> Table:
    found = parts(observatory, "documents", query)
    return exported("statements", (statement_row(s, c, part) for part in found for c, s in statements_of(part)))


_TABLES = {"incidents": incident_table, "claims": claim_table, "statements": _statement_table}


def _written(exporter: Exporter, part: Material, what: str) -> str:
    out = io.StringIO(newline="")
    exporter.export(part, what, out)
    return out.getvalue()


def _whole(observatory: Observatory, query: Query, exporter: Exporter) -> str:
    """All at once, for exporters that know no parts."""
    what, form = chosen(query)
    with observatory.reading():
        total = export_page(observatory, query).total
    if total > _AT_ONCE:
        hint = f"filter to {_AT_ONCE:,} at most, or in a terminal: marsad export {form}"
        raise UserError(f"{form} takes all {total:,} at once, which is too many here", hint)
    whole: Material | None = None
    for part in parts(observatory, noun_of(query), query):
        whole = part if whole is None else _joined(whole, part)
    if whole is None:
        with observatory.reading():
            whole = observatory.desk(()).material
    return _written(exporter, whole, what)


def _joined(one: Material, other: Material) -> Material:
    return replace(
        one, documents={**one.documents, **other.documents}, coded={**one.coded, **other.coded},
        incidents=(*one.incidents, *other.incidents), claims=(*one.claims, *other.claims),
    )  # fmt: skip


MAKINGS: tuple[Making, ...] = (
    Making("/brief/sheet", BRIEF, _brief_sheet),
    Making("/brief/file", BRIEF, _brief_file),
    Making("/compare/sheet", COMPARE, _compared_sheet),
    Making("/compare/file", replace(COMPARE, more=(*COMPARE.more, "format")), _compared_file),
    Making("/export/file", EXPORT, _export_file),
)
