"""Reference data sets of a workbench: added, listed, removed, compared with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from marsad.errors import UserError
from marsad.pipeline.progress import Progress, silent
from marsad.pipeline.workbench import Workbench
from marsad.reference import Event, Form, Reading, read_events
from marsad.reference.reading import READER
from marsad.store import Reference, ReferenceRow
from marsad.store.rows import encode
from marsad.views import Filters, Material
from marsad.views.comparison import Against, comparison_view
from marsad.views.comparison_rows import ComparisonView

LARGEST = 1_000_000_000
"""Bytes of a file.  The whole of UCDP GED 1989-2021 has about 250 MB."""
_ALL = 1_000_000
"""How many incidents a comparison takes: all of them."""
_ENDINGS = (".gz", ".csv", ".tsv", ".txt")
_EVENT = msgspec.json.Decoder(Event)


def add_reference(bench: Workbench, path: Path, name: str | None = None, progress: Progress = silent) -> Reference:
    """Read a UCDP GED or ACLED table into the workbench; rows that are no event become problems.

    The same file under the same name changes nothing, another file replaces it.  It happens as a whole or not at all.

    Raises
    ------
    UserError
        When the file cannot be read or is no such table.
    """
    data = _bytes(path)
    name = name or default_name(path)
    digest = hashlib.sha256(data).hexdigest()
    for known in bench.store.references.all():
        if (known.name, known.sha256, known.reader) == (name, digest, READER):
            return known
    reading = read_events(data, name, lambda done, total: progress("reading the reference", done, total))
    found = Reference(
        name, digest, reading.form, READER, reading.licence, reading.attribution, len(reading.events), reading.bad,
        reading.earliest, reading.latest, reading.countries,
    )  # fmt: skip
    bench.store.references.put(found, data, _rows(reading))
    _forget_problems(bench, name)
    for problem in reading.problems:
        bench.store.put_problem(problem)
    return found


def default_name(path: Path) -> str:
    """The name that a file gives its reference: without folder and endings."""
    name = path.name
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return name or path.name


def remove_reference(bench: Workbench, name: str) -> None:
    """Take a reference out of the workbench, with its file and its problems.

    Raises
    ------
    UserError
        When there is none of that name.
    """
    if not bench.store.references.drop(name):
        raise UserError(f"no reference called {name!r}", "marsad reference list names those that are there")
    _forget_problems(bench, name)


def compare(bench: Workbench, name: str | None, filters: Filters, material: Material | None = None) -> ComparisonView:
    """Compare a part of the workbench with a reference; ``material`` holds that part, where not all is to be read.

    Raises
    ------
    UserError
        When there is no such reference, or several and none is named; when the part is not known.
    """
    chosen = _chosen(bench, name)
    events = [_EVENT.decode(j) for j in bench.store.references.events(chosen.name)]
    form: Form = "acled" if chosen.form == "acled" else "ged"
    against = Against(chosen.name, form, chosen.licence, chosen.attribution, chosen.bad, events)
    asked = Filters(filters.area, filters.since, filters.until, filters.document, _ALL)
    return comparison_view(material or bench.material(), bench.pack, against, asked)


def _chosen(bench: Workbench, name: str | None) -> Reference:
    known = bench.store.references.all()
    if not known:
        raise UserError("there is no reference to compare with", "add one with: marsad reference add FILE")
    if name is None:
        if len(known) > 1:
            names = ", ".join(r.name for r in known)
            raise UserError("there are several references", f"say which with --reference: {names}")
        return known[0]
    for one in known:
        if one.name == name:
            return one
    raise UserError(f"no reference called {name!r}", f"there are: {', '.join(r.name for r in known)}")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path} has more than {LARGEST:,} bytes", "cut it by years or countries")
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror}", "give a CSV file, or one packed with gzip"
        ) from error


def _rows(reading: Reading) -> Iterator[ReferenceRow]:
    for event in reading.events:
        yield ReferenceRow(event.first, event.last, encode(event))


def _forget_problems(bench: Workbench, name: str) -> None:
    for _, problem in bench.store.problems():
        if problem.stage == "reference" and (problem.subject or "").startswith(f"{name}: "):
            bench.store.solve("reference", problem.subject or "")
