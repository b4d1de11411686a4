"""What an imported gazetteer costs: reading and indexing, a warm start, memory, and scanning text for its names.

    python -m benchmarks.gazetteer TABLE [--text FILE.jsonl ...] [--set GED.csv]

TABLE is a GeoNames dump or a Who's On First table.  FILE holds one object with a "text" per line; without one, invented
reports are scanned.  Texts are repeated to 20 MB and scanned as documents and by sentence, by every index in turn, a
slice at a time, so that what else runs on the machine slows all alike; "alone" is the library with as many names, on
texts that are folded already, not asked for word boundaries nor for anything else.  ``--set`` scores UCDP GED places
four ways: with the pack alone and with the gazetteer beside it, each also without the pack's places that come from UCDP
itself.  Each step runs in a process of its own; one JSON line per figure, seconds of processor time unless it says
otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ahocorasick_rs

from benchmarks import corpus
from marsad import plugins
from marsad.evaluate import ged
from marsad.evaluate.rows import read_rows
from marsad.pack import Pack, fold, load_pack
from marsad.pack.gazetteer import add_tables, read_source, with_imported
from marsad.pack.imported import Imported
from marsad.pack.names import NameIndex
from marsad.pipeline.coder import Coder

KEY = "benchmark"
INVENTED = 2_000
"""Reports to scan when no text is given."""
OWN_SOURCE = "ucdp-ged"
NAMES = 200_000
SIZE_MB = 20
"""Texts are repeated to this size."""
SLICES = 8


def clocked(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Result, seconds of processor time, seconds by the clock."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return found, time.process_time() - cpu, time.perf_counter() - wall


def memory_mb() -> float:
    """Peak memory of this process so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def say(**values: Any) -> None:
    print(json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in values.items()}), flush=True)


def cold(table: Path, index: Path) -> None:
    """Read the table and make the index."""
    pack = load_pack()
    before = memory_mb()
    read, read_s, _ = clocked(lambda: read_source(table).table())
    more, build_s, _ = clocked(lambda: add_tables(pack, [read], KEY))
    assert more.imported is not None
    more.imported.save(index)
    say(
        step="import", rows=len(read.rows), places=len(more.imported), read_s=read_s, index_s=build_s,
        file_mb=index.stat().st_size / 1e6, pack_mb=before, peak_mb=memory_mb(),
    )  # fmt: skip


def warm(index: Path, texts: list[Path]) -> None:
    """Load the index, find a first name, and scan text."""
    pack = load_pack()
    assert pack.names.find("in Quetta")
    before = memory_mb()
    imported, load_s, load_wall = clocked(lambda: Imported.load(index, KEY))
    more = with_imported(pack, imported)
    reports = [t for path in texts for t in corpus.read(path)] or corpus.invented(INVENTED)
    _, first_s, _ = clocked(lambda: more.names.find(reports[0]))
    say(step="warm start", load_s=load_s, load_wall_s=load_wall, first_s=first_s, pack_mb=before, peak_mb=memory_mb())
    scan(pack, more, reports)


def scan(pack: Pack, more: Pack, reports: list[str]) -> None:
    """Scan the reports, whole and by sentence, for the pack's names, the gazetteer's, and 200,000 as the pack's."""
    imported = more.imported
    assert imported is not None
    places = [place for i in imported if (place := imported.place(i)) is not None]
    names = sorted({fold(n) for place in places for n in (place.name, *place.aliases)})
    names = random.Random(NAMES).sample(names, min(NAMES, len(names)))
    alone, alone_s, _ = clocked(lambda: ahocorasick_rs.AhoCorasick(names, store_patterns=False))
    many, many_s, _ = clocked(lambda: NameIndex.build((_Named(n, n.title()) for n in names), (), ()))
    say(step="build", names=len(names), alone_s=alone_s, index_s=many_s, peak_mb=memory_mb())
    finders: dict[str, Callable[[str], Any]] = {
        "alone": lambda text: alone.find_matches_as_indexes(text, overlapping=True),
        f"{len(names)} names": many.find, "pack": pack.names.find, "pack and gazetteer": more.names.find,
    }  # fmt: skip
    for unit, cut in (("documents", lambda t: [t]), ("sentences", lambda t: t.split(". "))):
        pieces = [piece for text in reports for piece in cut(text)]
        size = sum(map(len, pieces)) / 1e6
        times = _in_turn(finders, pieces, max(1, round(SIZE_MB / size)))
        for name, (spent, first, hits) in times.items():
            say(
                step="scan", by=unit, names=name, mb=size * max(1, round(SIZE_MB / size)), hits=hits,
                mb_per_s=size * max(1, round(SIZE_MB / size)) / spent, first_mb_per_s=size / first,
                times_alone=spent / times["alone"][0], peak_mb=memory_mb(),
            )  # fmt: skip


def _in_turn(
    finders: Mapping[str, Callable[[str], Any]], pieces: list[str], rounds: int
) -> dict[str, tuple[float, float, int]]:
    """For each finder its seconds of processor time in all, in the first round, and the hits of that."""
    slices = [pieces[i::SLICES] for i in range(SLICES)]
    spent: dict[str, list[float]] = {name: [] for name in finders}
    hits: Counter[str] = Counter()
    for number in range(rounds):
        for part in slices:
            given = {name: [fold(p) for p in part] if name == "alone" else part for name in finders}
            for name, find in finders.items():
                started = time.process_time()
                found = sum([len(find(piece)) for piece in given[name]])
                spent[name].append(time.process_time() - started)
                hits[name] += found if not number else 0
    return {name: (sum(s), sum(s[:SLICES]), hits[name]) for name, s in spent.items()}


@dataclass(frozen=True, slots=True)
class _Named:
    id: str
    name: str
    aliases: tuple[str, ...] = ()


def score(table: Path, rows: Path) -> None:
    """UCDP GED places with and without the gazetteer, with and without what the pack has from UCDP."""
    pack = load_pack()
    bare = replace(pack, places={i: p for i, p in pack.places.items() if p.source != OWN_SOURCE})
    tables = [read_source(table).table()]
    for name, chosen in (
        ("pack", pack), ("pack and gazetteer", add_tables(pack, tables)),
        ("pack without UCDP's places", bare), ("that and gazetteer", add_tables(bare, tables)),
    ):  # fmt: skip
        outcome = ged.score(read_rows(rows), _coder(chosen))
        say(step="ged", places=name, n=outcome.n, **{k: float(v) for k, v in outcome.metrics.items()})


def _coder(pack: Pack) -> Coder:
    return Coder(plugins.load("backend", "rules/1")(pack), pack)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.gazetteer", description="What an imported gazetteer costs.")
    parser.add_argument("table", type=Path)
    parser.add_argument("--text", type=Path, nargs="*", default=[])
    parser.add_argument("--set", type=Path, dest="rows")
    parser.add_argument("--step", choices=["cold", "warm", "ged"], help=argparse.SUPPRESS)
    parser.add_argument("--index", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step == "cold":
        cold(given.table, given.index)
    elif given.step == "warm":
        warm(given.index, given.text)
    elif given.step == "ged":
        score(given.table, given.rows)
    else:
        with tempfile.TemporaryDirectory() as folder:
            again = [
                sys.executable,
                "-m",
                "benchmarks.gazetteer",
                *sys.argv[1:],
                "--index",
                str(Path(folder) / "index"),
            ]
            for step in ("cold", "warm", *(["ged"] if given.rows else [])):
                subprocess.run([*again, "--step", step], check=True)


if __name__ == "__main__":
    main()
