"""Commands on a workbench: make it, fill it, run it, look after it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from marsad.cli.options import Session, as_json, on_workbench, parse_setting
from marsad.cli.talk import note, progress, put, put_json, table


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="A setting (see: marsad settings).")
def init(folder: Path, given: tuple[str, ...]) -> None:
    """Make a workbench in the folder DIR."""
    from marsad.pipeline import Workbench

    Workbench.init(folder, **dict(parse_setting(g) for g in given))
    note(f"made the workbench {folder}; add documents with: marsad -w {folder} add PATH")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH|-…")
@as_json
@on_workbench
def add(session: Session, paths: tuple[str, ...], as_json: bool, workbench: Path | None) -> None:
    """Add files, folders with all that is in them, or one document from stdin (-).

    The same bytes are added once.  What cannot be read becomes a problem (marsad problems).
    """
    bench = session.open(workbench)
    tally = [0, 0, 0]
    try:
        with progress() as tell:
            files = [Path(p) for p in paths if p != "-"]
            found = [bench.add(files, tell)] if files else []
            if "-" in paths:
                found.append(bench.add_bytes(sys.stdin.buffer.read(), "stdin"))
    except KeyboardInterrupt:
        note("stopped; what was read is kept, and the same `marsad add` again reads the rest")
        raise click.exceptions.Exit(1) from None
    for one in found:
        tally = [tally[0] + one.added, tally[1] + one.there, tally[2] + one.problems]
    if as_json:
        put_json({"added": tally[0], "there": tally[1], "problems": tally[2]})
    note(f"{tally[0]} added, {tally[1]} already there, {tally[2]} problems")
    if tally[2]:
        note("what went wrong: marsad problems")


@click.command()
@as_json
@click.option("--workers", type=click.IntRange(1), default=None, help="Processes to use.")
@click.option("--backend", default=None, help="Reading backend for this run.")
@on_workbench
def run(session: Session, as_json: bool, workers: int | None, backend: str | None, workbench: Path | None) -> None:
    """Code what is new or stale, then find incidents and claims and assess them.

    After Ctrl-C the next run goes on where this one stopped.
    """
    bench = session.open(workbench, workers=workers, backend=backend)
    try:
        with progress() as tell:
            done = bench.run(tell)
    except KeyboardInterrupt:
        note("stopped; what is coded is kept, and the next `marsad run` goes on from there")
        raise click.exceptions.Exit(1) from None
    if as_json:
        put_json(done)
    note(done.words)


@click.command()
@as_json
@on_workbench
def status(session: Session, as_json: bool, workbench: Path | None) -> None:
    """How much there is, what is stale, and why sentences gave no statement."""
    found = session.open(workbench).status()
    if as_json:
        put_json(found)
        return
    counts = found.counts
    rows: list[tuple[str, str]] = [
        ("workbench", found.folder),
        ("coded with", f"{found.backend}, pack {found.pack}"),
        ("documents", f"{counts.documents} ({counts.coded} coded, {found.stale} to be coded)"),
        ("sentences", str(counts.sentences)),
        ("statements", f"{counts.statements}{_parts(counts.shapes)}"),
        ("uncoded", f"{sum(counts.reasons.values())}{_parts(counts.reasons)}"),
        ("incidents", str(counts.incidents)),
        ("claims", str(counts.claims)),
        ("problems", str(counts.problems)),
        ("judgements", str(counts.judgements)),
    ]
    for one in found.gazetteers:
        rows.append(("gazetteer", f"{one.name}: {one.places:,} places; {one.attribution} ({one.licence})"))
    for known in found.references:
        rows.append(("reference", f"{known.name}: {known.events:,} events; {known.attribution} ({known.licence})"))
    table(rows)
    if not found.resolved:
        note("not up to date: marsad run")


def _parts(numbers: dict[str, int]) -> str:
    said = ", ".join(f"{name} {number}" for name, number in sorted(numbers.items(), key=lambda x: (-x[1], x[0])))
    return f" ({said})" if said else ""


@click.command()
@as_json
@on_workbench
def problems(session: Session, as_json: bool, workbench: Path | None) -> None:
    """What went no further, why, and what to do about it."""
    found = session.open(workbench).store.problems()
    for identity, problem in found:
        if as_json:
            put_json({"id": identity, **_plain(problem)})
        else:
            put(f"{identity}  {problem.stage}: {problem.subject or ''}")
            put(f"    {problem.message}")
            put(f"    {problem.hint}")
    if not found:
        note("no problems")


def _plain(value: Any) -> dict[str, Any]:
    import msgspec

    found: dict[str, Any] = msgspec.to_builtins(value)
    return found


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT…")
@on_workbench
def forget(session: Session, documents: tuple[str, ...], workbench: Path | None) -> None:
    """Remove documents, their originals and all that came from them, as if they had never been added."""
    from marsad.errors import UserError

    bench = session.open(workbench)
    chosen = []
    for given in documents:
        found = [f.id for f in bench.store.find(given) if f.noun == "document"]
        if len(found) != 1:
            state = "more than one document starts with" if found else "no document is called"
            raise UserError(f"{state} {given!r}", "give a document's id: marsad search WORDS finds it")
        chosen += found
    for identity in dict.fromkeys(chosen):
        bench.forget(identity)
        note(f"forgot {identity}")


@click.command()
@click.argument("changes", nargs=-1, metavar="[NAME=VALUE]…")
@as_json
@on_workbench
def settings(session: Session, changes: tuple[str, ...], as_json: bool, workbench: Path | None) -> None:
    """Show every setting with its value, or change some: marsad settings pack=afpak workers=4."""
    from marsad.errors import UserError
    from marsad.pipeline.config import SETTINGS_FILE, read_settings, write_settings
    from marsad.settings import SETTINGS, Settings

    given: dict[str, Any] = {}
    try:
        bench = session.open(workbench)
        given = read_settings(bench.folder / SETTINGS_FILE)
    except UserError:
        if changes or workbench or session.workbench:
            raise
        bench = None  # outside a workbench the defaults are of interest all the same
    if changes and bench is not None:
        changed = Settings.of(**{**given, **dict(parse_setting(c) for c in changes)})
        given = {k: changed[k] for k in (*given, *(parse_setting(c)[0] for c in changes))}
        write_settings(bench.folder / SETTINGS_FILE, given)
    values = Settings.of(**given)
    for setting in SETTINGS:
        if as_json:
            row = {
                "name": setting.name,
                "value": values[setting.name],
                "default": setting.default,
                "help": setting.help,
            }
            put_json({**row, "stages": setting.stages})
    if not as_json:
        table([(s.name, str(values[s.name]), "*" if s.name in given else " ", s.help) for s in SETTINGS])
