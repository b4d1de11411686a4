"""Commands on reference data sets (UCDP GED, ACLED): add, list, remove, compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marsad.cli.data import _DAY, _OUT, _writing
from marsad.cli.options import Session, as_json, on_workbench
from marsad.cli.talk import note, progress, put, put_json, table

if TYPE_CHECKING:
    from marsad.views.comparison_rows import ComparisonView

_SHOWN = 20
"""How many rows of each part are said on a terminal."""


@click.group()
def reference() -> None:
    """Reference data sets to compare with: UCDP GED, ACLED."""


@reference.command("add")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--name", default=None, help="What to call it; else by the file's name.")
@as_json
@on_workbench
def add(session: Session, file: Path, name: str | None, as_json: bool, workbench: Path | None) -> None:
    """Add a UCDP GED table (annual, candidate, from HDX) or an ACLED export: .csv or .csv.gz.

    The same file again changes nothing; another file under the same name replaces it.
    """
    from marsad.pipeline.references import add_reference

    bench = session.open(workbench)
    try:
        with progress() as tell:
            found = add_reference(bench, file, name, tell)
    except KeyboardInterrupt:
        note("stopped; nothing was changed")
        raise click.exceptions.Exit(1) from None
    if as_json:
        put_json(found)
    note(f"{found.name}: {found.events:,} events, {found.earliest} to {found.latest}; {found.bad:,} rows left out")
    note(f"licence: {found.licence}; attribution: {found.attribution}")
    if found.bad:
        note("what went wrong: marsad problems")


@reference.command("list")
@as_json
@on_workbench
def list_all(session: Session, as_json: bool, workbench: Path | None) -> None:
    """The reference data sets of the workbench, with their terms."""
    found = session.open(workbench).store.references.all()
    for one in found:
        if as_json:
            put_json(one)
        else:
            area = f", {', '.join(one.countries)}" if one.countries else ""
            put(f"{one.name}: {one.events:,} events, {one.earliest} to {one.latest}{area}; {one.bad:,} rows left out")
            put(f"    {one.attribution}; licence: {one.licence}")
    if not found:
        note("none; add one with: marsad reference add FILE")


@reference.command("remove")
@click.argument("name", metavar="NAME")
@on_workbench
def remove(session: Session, name: str, workbench: Path | None) -> None:
    """Take a reference data set out of the workbench."""
    from marsad.pipeline.references import remove_reference

    remove_reference(session.open(workbench), name)
    note(f"removed {name}")


@click.command()
@click.option("--reference", "name", default=None, metavar="NAME", help="Which one, where there are several.")
@click.option("--document", default=None, metavar="ID", help="One document: each of its claims, too.")
@click.option("--since", type=_DAY, default=None, help="First day, YYYY-MM-DD.")
@click.option("--until", type=_DAY, default=None, help="Last day, YYYY-MM-DD.")
@click.option("--place", default=None, help="A place: its id or its name.")
@click.option("--csv", "csv_out", type=_OUT, default=None, metavar="OUT", help="Write the rows as CSV (- is stdout).")
@click.option("--html", "html_out", type=_OUT, default=None, metavar="OUT", help="Write a page that can be printed.")
@as_json
@on_workbench
def compare(session: Session, name: str | None, as_json: bool, workbench: Path | None, **asked: Any) -> None:
    """Compare the incidents with a reference: matched, ours only, theirs only, and where they disagree."""
    from marsad.brief import render_comparison
    from marsad.export.comparison import write_csv, write_jsonl
    from marsad.pipeline.references import compare as compared
    from marsad.views import Filters

    bench = session.open(workbench)
    days = {key: asked[key] and asked[key].date() for key in ("since", "until")}
    view = compared(bench, name, Filters(area=asked["place"], document=asked["document"], **days))
    if asked["csv_out"]:
        with _writing(asked["csv_out"]) as out:
            write_csv(view, out)
    if asked["html_out"]:
        with _writing(asked["html_out"]) as out:
            out.write(render_comparison(view))
    if as_json:
        write_jsonl(view, sys.stdout)
    elif not asked["csv_out"] and not asked["html_out"]:
        _say(view)
    source = view.source
    note(f"{source.name} ({source.form}): {source.attribution}; licence: {source.licence}")


def _say(view: ComparisonView) -> None:
    numbers = [
        ("matched", len(view.matches)), ("of these in disagreement", len(view.disagreements)),
        ("ours only", len(view.ours)), ("cannot say", len(view.silent)), ("theirs only", len(view.theirs)),
    ]  # fmt: skip
    table([(words, str(n)) for words, n in numbers])
    for row in view.matches[:_SHOWN]:
        put(f"{row.ours.id}  {row.ours.what}, {row.ours.where}, {row.ours.when}: {row.verdict} ({row.grade})")
        put(f"    {row.theirs.event.id}  {row.theirs.where}, {row.theirs.when}; deaths {row.theirs.deaths}")
        for field in row.fields:
            if field.verdict == "contradicts":
                put(f"    {field.field}: {field.words}")
    for one in view.ours[:_SHOWN]:
        put(f"{one.ours.id}  {one.ours.what}, {one.ours.where}, {one.ours.when}: {one.why}")
    for why, count in view.reasons:
        put(f"cannot say of {count}: {why}")
    for claim in view.findings[:_SHOWN]:
        put(f"{claim.id}  {claim.words}: {claim.verdict}")
        put(f"    {claim.why}")
    note("all of it, with quotes: --html, --csv or --json")
