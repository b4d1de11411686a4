"""The stateless commands: code, resolve, evaluate.  They need no workbench."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click

from marsad.cli.talk import put, put_json

_REPORT = ("set", "file_sha256", "n", "metrics", "seconds", "backend", "pack")
_FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


def _lines(file: Path) -> Iterator[bytes]:
    """The lines of a file or of stdin, as they come."""
    from marsad.errors import UserError

    if str(file) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with file.open("rb") as lines:
            yield from lines
    except OSError as error:
        raise UserError(
            f"{file} cannot be read: {error.strerror}", "give a file of JSON Lines, or - for stdin"
        ) from error


def _settings(**given: Any) -> Any:
    from marsad.settings import Settings

    return Settings.of(**{k: v for k, v in given.items() if v is not None})


def _out() -> BinaryIO:
    return sys.stdout.buffer


@click.command()
@click.argument("file", type=_FILE, default="-", metavar="[FILE|-]")
@click.option("--backend", default=None, help="Reading backend (see: marsad plugins).")
@click.option("--pack", default=None, help="Region pack: a bundled name or a folder.")
@click.option("--gazetteer", type=click.Path(path_type=Path), default=None, help="CSV or TSV of further places.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes to use.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the lines and stop.")
def code(file: Path, gazetteer: Path | None, workers: int, schema: bool, **chosen: str | None) -> None:
    """Code documents: JSON Lines in, JSON Lines out, in the same order, without a workbench."""
    if schema:
        import json

        from marsad.pipeline.lines import schema as json_schema

        click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
        return
    from marsad.pipeline.executors import ProcessExecutor, SerialExecutor
    from marsad.pipeline.pipe import PipeTask, numbered

    task = PipeTask(_settings(**chosen), gazetteer)
    executor = ProcessExecutor(workers) if workers > 1 else SerialExecutor()
    for line in executor.map(task, numbered(_lines(file))):
        _out().write(line)
        _out().flush()


@click.command()
@click.argument("file", type=_FILE, default="-", metavar="[FILE|-]")
@click.option("--pack", default=None, help="Region pack: a bundled name or a folder.")
def resolve(file: Path, pack: str | None) -> None:
    """Find and assess incidents and claims in lines that `marsad code` wrote."""
    from marsad.pipeline.resolving import resolve_lines

    for line in resolve_lines(_lines(file), _settings(pack=pack)):
        _out().write(line)
    _out().flush()


@click.command()
@click.argument("gold", metavar="SET")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@click.option("--errors", type=click.IntRange(0), default=0, metavar="K", help="Print K random errors.")
@click.option("--backend", default=None, help="Reading backend.")
@click.option("--pack", default=None, help="Region pack.")
@click.option("--gazetteer", type=click.Path(path_type=Path), default=None, help="CSV or TSV of further places.")
def evaluate(
    gold: str, file: Path, gazetteer: Path | None, *, as_json: bool, errors: int, **chosen: str | None
) -> None:
    """Score the coder on a gold set: SET names the format, FILE holds the data."""
    import msgspec

    from marsad.evaluate import evaluate as score
    from marsad.pipeline.pipe import PipeTask

    report = score(gold, file, PipeTask(_settings(**chosen), gazetteer).coder())
    sample = list(report.sample(errors)) if errors else []
    if as_json:
        found = msgspec.to_builtins(report)
        put_json({**{k: found[k] for k in _REPORT}, **({"errors": sample} if sample else {})})
        return
    put(f"{report.set}: n = {report.n}, {report.seconds:.1f} s, {report.backend}, pack {report.pack}")
    for name, value in report.metrics.items():
        put(f"  {name:<20} {value:.4f}")
    for error in sample:
        put_json(error)
