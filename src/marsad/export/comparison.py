"""A comparison with a reference as one flat table: JSON Lines or CSV, one row per incident, event and claim."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, TextIO

import msgspec

from marsad.export.csv import guard
from marsad.reference.differences import Difference
from marsad.views.comparison_rows import ComparisonView, EventRow, FindingRow, MatchRow, OpenRow, OursRow

COLUMNS = (
    "status", "why", "id", "what", "when", "where", "sides", "deaths", "quote", "said_by", "event", "event_when",
    "event_where", "event_precision", "event_lat", "event_lon", "event_sides", "event_kind", "event_low", "event_best",
    "event_high", "verdict", "grade", "points", "features", "date", "place", "sides_named", "deaths_counted",
    "other_events", "reference", "licence", "attribution",
)  # fmt: skip
"""``status``: matched, ours only, cannot say, theirs only, claim."""
_FIELDS = {"date": "date", "place": "place", "sides": "sides_named", "deaths": "deaths_counted"}


def comparison_rows(view: ComparisonView) -> Iterator[dict[str, Any]]:
    """The rows of a comparison, with the keys of :data:`COLUMNS`; what a row does not have is None."""
    source = view.source
    terms = {"reference": source.name, "licence": source.licence, "attribution": source.attribution}
    for part in _parts(view):
        yield {column: part.get(column) for column in COLUMNS} | terms


def write_csv(view: ComparisonView, out: TextIO) -> None:
    """Write the rows as CSV that a spreadsheet takes for no formulas."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in comparison_rows(view):
        writer.writerow([guard(row[column]) for column in COLUMNS])


def write_jsonl(view: ComparisonView, out: TextIO) -> None:
    """Write the rows as JSON Lines."""
    for row in comparison_rows(view):
        out.write(msgspec.json.encode(row).decode() + "\n")


def _parts(view: ComparisonView) -> Iterator[dict[str, Any]]:
    for finding in view.findings:
        yield _claim(finding)
    for match in view.matches:
        yield _match(match)
    for status, rows in (("ours only", view.ours), ("cannot say", view.silent)):
        for row in rows:
            yield _open(status, row)
    for event in view.theirs:
        yield {"status": "theirs only"} | _event(event)


def _ours(row: OursRow) -> dict[str, Any]:
    quote = "".join(p.text for p in row.quote)
    return {
        "id": row.id, "what": row.what, "when": row.when, "where": row.where, "sides": "; ".join(row.sides),
        "deaths": row.deaths, "quote": quote, "said_by": row.said_by,
    }  # fmt: skip


def _event(row: EventRow) -> dict[str, Any]:
    event = row.event
    return {
        "event": event.id, "event_when": row.when, "event_where": row.where, "event_precision": row.precision,
        "event_lat": event.lat, "event_lon": event.lon, "event_sides": "; ".join(row.sides), "event_kind": row.kind,
        "event_low": event.low, "event_best": event.best, "event_high": event.high,
    }  # fmt: skip


def _match(row: MatchRow) -> dict[str, Any]:
    fields = {_FIELDS[d.field]: _told(d) for d in row.fields}
    marks = {"verdict": row.verdict, "grade": row.grade, "points": row.points, "features": "; ".join(row.features)}
    others = {"other_events": "; ".join(e.event.id for e in row.others)}
    return {"status": "matched"} | _ours(row.ours) | _event(row.theirs) | marks | fields | others


def _told(difference: Difference) -> str:
    return f"{difference.verdict}: {difference.words}"


def _open(status: str, row: OpenRow) -> dict[str, Any]:
    nearest = {"other_events": row.nearest.event.id} if row.nearest else {}
    return {"status": status, "why": row.why} | _ours(row.ours) | nearest


def _claim(row: FindingRow) -> dict[str, Any]:
    return {
        "status": "claim", "why": row.why, "id": row.id, "what": row.words, "verdict": row.verdict,
        "quote": "".join(p.text for p in row.quote), "said_by": row.said_by,
        "other_events": "; ".join(e.event.id for e in row.events),
    }  # fmt: skip
