"""The forms of reference files, told by their columns.

UCDP GED: annual and candidate releases, the export of the Humanitarian Data Exchange, the names of older releases
(``best_est``), and cut-down tables with one ``date`` (UCDP GED codebook 22.1).  ACLED: the CSV of its export tool, with
the columns of today and those up to March 2023 (ACLED codebook 2023).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marsad.errors import UserError
from marsad.reference.values import Form

UCDP_ATTRIBUTION = (
    "UCDP Georeferenced Event Dataset (Uppsala Conflict Data Program; Sundberg & Melander 2013, Davies, Pettersson & "
    "Öberg)"
)
ACLED_ATTRIBUTION = "Armed Conflict Location & Event Data (ACLED), acleddata.com"


@dataclass(frozen=True, slots=True)
class Shape:
    """A form: what each field is called (first name that is there wins), which are needed, and the file's terms."""

    form: Form
    title: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    licence: str
    attribution: str


GED = Shape(
    form="ged",
    title="UCDP GED",
    columns={
        "id": ("id", "event_id"),
        "first": ("date_start", "date"),
        "last": ("date_end", "date"),
        "date_prec": ("date_prec",),
        "lat": ("latitude", "lat"),
        "lon": ("longitude", "lon", "long"),
        "where_prec": ("where_prec",),
        "place": ("where_coordinates",),
        "admin1": ("adm_1", "adm1"),
        "admin2": ("adm_2", "adm2"),
        "country": ("country",),
        "side_a": ("side_a",),
        "side_b": ("side_b",),
        "kind": ("type_of_violence",),
        "low": ("low", "low_est"),
        "best": ("best", "best_est"),
        "high": ("high", "high_est"),
        "deaths_a": ("deaths_a",),
        "deaths_b": ("deaths_b",),
        "deaths_civilians": ("deaths_civilians",),
        "deaths_unknown": ("deaths_unknown",),
        "sources": ("number_of_sources",),
        "outlets": ("source_office",),
        "clarity": ("event_clarity",),
    },
    needed=("id", "first", "lat", "lon", "side_a", "side_b", "kind", "best"),
    licence="CC BY 4.0",
    attribution=UCDP_ATTRIBUTION,
)
ACLED = Shape(
    form="acled",
    title="ACLED",
    columns={
        "id": ("event_id_cnty", "event_id_no_cnty", "data_id"),
        "first": ("event_date",),
        "last": ("event_date",),
        "date_prec": ("time_precision",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "where_prec": ("geo_precision",),
        "place": ("location",),
        "admin1": ("admin1",),
        "admin2": ("admin2",),
        "country": ("country",),
        "side_a": ("actor1",),
        "side_b": ("actor2",),
        "also_a": ("assoc_actor_1",),
        "also_b": ("assoc_actor_2",),
        "kind": ("event_type",),
        "sub_kind": ("sub_event_type",),
        "targets": ("civilian_targeting",),
        "best": ("fatalities",),
        "outlets": ("source",),
    },
    needed=("id", "first", "lat", "lon", "side_a", "kind", "best"),
    licence="ACLED's terms of use: for the holder of the licence only, not to be passed on",
    attribution=ACLED_ATTRIBUTION,
)
SHAPES = (GED, ACLED)


@dataclass(frozen=True, slots=True)
class Header:
    """The form of a file, and where each of its fields stands."""

    shape: Shape
    at: Mapping[str, int]

    def cell(self, row: Sequence[str], field: str) -> str:
        """A field of a row, without blanks around it; empty when the file or the row does not have it."""
        index = self.at.get(field)
        return row[index].strip() if index is not None and index < len(row) else ""


def recognise(names: Sequence[str], file: str) -> Header:
    """The form whose needed columns a file has.

    Raises
    ------
    UserError
        When it is none: with the columns that the nearest form misses.
    """
    seen = {name.strip().strip("\ufeff").lower(): n for n, name in reversed(list(enumerate(names)))}
    found = []
    for shape in SHAPES:
        at = {f: seen[c] for f, cs in shape.columns.items() if (c := next((c for c in cs if c in seen), None))}
        missing = [" or ".join(shape.columns[f]) for f in shape.needed if f not in at]
        found.append((len(missing), shape, at, missing))
    lacking, shape, at, missing = min(found, key=lambda x: x[0])
    if lacking == 0:
        return Header(shape, at)
    if lacking > len(shape.needed) // 2:
        hint = "give a UCDP GED table (annual, candidate or from HDX) or an ACLED export, as CSV with its header row"
        raise UserError(f"{file} is neither a UCDP GED nor an ACLED table", hint)
    hint = "give the whole table as it was downloaded, with its header row"
    raise UserError(f"{file} looks like {shape.title}, but has no column {', '.join(missing)}", hint)
