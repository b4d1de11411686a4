"""Commands that hand results on (brief, export), and those on packs and plug-ins."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from marsad.cli.options import Session, as_json, on_workbench
from marsad.cli.talk import note, put, put_json, table

_DAY = click.DateTime(["%Y-%m-%d"])
_WHAT = click.Choice(["incidents", "statements", "claims"])
_OUT = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@contextmanager
def _writing(out: Path | None) -> Iterator[TextIO]:
    """The file to write (whole or not at all), or stdout."""
    from marsad.errors import UserError

    if out is None or str(out) == "-":
        yield sys.stdout
        return
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        part.replace(out)
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}", "give a file in a folder that exists") from error
    finally:
        part.unlink(missing_ok=True)
    note(f"wrote {out}")


@click.command()
@click.option("--area", default=None, help="A place: its id or its name.")
@click.option("--since", type=_DAY, default=None, help="First day, YYYY-MM-DD.")
@click.option("--until", type=_DAY, default=None, help="Last day, YYYY-MM-DD.")
@click.option("--document", default=None, help="One document, each sentence with its coding.")
@click.option("--format", "form", type=click.Choice(["html", "md"]), default=None, help="Else by --out's name; md.")
@click.option("--out", type=_OUT, default=None, help="The file to write; else stdout.")
@on_workbench
def brief(session: Session, form: str | None, out: Path | None, workbench: Path | None, **part: Any) -> None:
    """Write a brief: one HTML file that needs nothing else, or Markdown."""
    from marsad.brief import render_html, render_markdown
    from marsad.views import Filters, brief_view

    bench = session.open(workbench)
    days = {name: part[name] and part[name].date() for name in ("since", "until")}
    filters = Filters(area=part["area"], document=part["document"], **days)
    view = brief_view(bench.material(), bench.pack, filters)
    html = form == "html" if form else out is not None and out.suffix.lower() in (".html", ".htm")
    text = render_html(view, bench.pack) if html else render_markdown(view, bench.pack)
    with _writing(out) as file:
        file.write(text)


@click.command()
@click.argument("form", metavar="FORMAT")
@click.option("--what", type=_WHAT, default="incidents", show_default=True)
@click.option("--out", type=_OUT, default=None, help="The file to write; else stdout.")
@on_workbench
def export(session: Session, form: str, what: str, out: Path | None, workbench: Path | None) -> None:
    """Write a table: FORMAT is csv, jsonl, geojson or a plug-in's name."""
    from marsad import plugins as table_of

    exporter = table_of.load("exporter", form)()
    bench = session.open(workbench)
    material = bench.material()
    with _writing(out) as file:
        exporter.export(material, what, file)
    for one in bench.store.gazetteers():
        note(f"holds places of {one.name}: {one.attribution}; licence {one.licence}")


@click.group()
def pack() -> None:
    """Region packs."""


@pack.command("check")
@click.argument("name", default="afpak", metavar="[NAME|DIR]")
@as_json
def check(name: str, as_json: bool) -> None:
    """Check a pack: ids, parents, dates, coordinates, names that collide."""
    from marsad.pack import load_pack
    from marsad.pack.check import check_pack

    findings = check_pack(load_pack(name).home)
    for finding in findings:
        if as_json:
            put_json(finding)
        else:
            put(f"{finding.level}: {finding.file}: {finding.message}")
            if finding.hint:
                put(f"    {finding.hint}")
    errors = sum(f.level == "error" for f in findings)
    note(f"{errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise click.exceptions.Exit(1)


@pack.command("list")
@as_json
def bundled(as_json: bool) -> None:
    """Packs that come with Marsad."""
    from marsad.pack import bundled_packs, load_pack

    for name in bundled_packs():
        one = load_pack(name)
        row = {
            "id": one.id, "name": one.name, "version": one.version, "places": len(one.places),
            "actors": len(one.actors), "outlets": len(one.outlets),
        }  # fmt: skip
        if as_json:
            put_json(row)
        else:
            sizes = f"{row['places']} places, {row['actors']} organisations, {row['outlets']} outlets"
            put(f"{one.id} {one.version}: {one.name} ({sizes})")


@pack.command("import-gazetteer")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option("--licence", default=None, help="Its licence, where its form does not tell.")
@click.option("--attribution", default=None, help="Whose work it is, where its form does not tell.")
@click.option("--remove", is_flag=True, help="Take the gazetteer of this name out again.")
@as_json
@on_workbench
def import_gazetteer(session: Session, file: Path, as_json: bool, workbench: Path | None, **asked: Any) -> None:
    """Add a gazetteer to the workbench: a GeoNames dump, a Who's On First table, or a table of your own."""
    from marsad.errors import UserError

    bench = session.open(workbench)
    if asked.pop("remove"):
        if not bench.store.drop_gazetteer(file.name):
            raise UserError(f"no gazetteer called {file.name!r}", "marsad status names those that are there")
        note(f"removed {file.name}")
        return
    found = bench.import_gazetteer(file, **asked)
    if as_json:
        put_json(found)
    note(f"{found.places:,} places of {found.name} ({found.form}), {found.bad} rows left out")
    note(f"licence: {found.licence}; attribution: {found.attribution}")
    if found.bad:
        note("what went wrong: marsad problems")
    note("documents are to be coded again: marsad run")


@pack.command("suggest")
@click.option("--min", "minimum", type=click.IntRange(1), default=2, show_default=True, help="Least number of uses.")
@click.option("--toml", "as_toml", is_flag=True, help="Entries to be completed and pasted into a pack.")
@as_json
@on_workbench
def suggest(session: Session, minimum: int, as_toml: bool, as_json: bool, workbench: Path | None) -> None:
    """Organisations and places that documents name and the pack does not know; never persons."""
    from marsad.views.candidates import candidates, entry

    bench = session.open(workbench)
    found = candidates(bench.material(), bench.pack, minimum)
    for one in found:
        if as_json:
            put_json(one)
        elif as_toml:
            put(entry(one, bench.pack.words.get("candidates", {})) + "\n")
        else:
            outlets = f"; {', '.join(one.outlets)}" if one.outlets else ""
            put(f"{one.count:>4}  {one.name}  ({one.kind}, {one.documents} documents{outlets})")
            if one.within:
                put(f"      in {one.within}")
            for sample in one.samples:
                put(f"      “{sample.text}” ({sample.document} {sample.start}–{sample.end})")
            if one.near:
                put(f"      much like: {', '.join(f'{n.name} ({n.id})' for n in one.near)}")
    note(f"{len(found)} names that the pack does not know, used {minimum} times or more")


@click.command()
@as_json
def plugins(as_json: bool) -> None:
    """What readers, backends, exporters, executors and stores there are, and where they come from."""
    from marsad import plugins as table_of

    rows = [(group, name, at) for group in table_of.BUILT_IN for name, at in sorted(table_of.names(group).items())]
    if as_json:
        for group, name, at in rows:
            put_json({"group": group, "name": name, "at": at})
    else:
        table(rows)
