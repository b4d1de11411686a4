"""What an imported gazetteer costs: reading and indexing, a warm start, memory, and scanning text for its names.

    python -m benchmarks.gazetteer TABLE [--text FILE.jsonl] [--set GED.csv]

TABLE is a GeoNames dump or a Who's On First table.  FILE holds one object with a "text" per line; without one, invented
reports are scanned.  ``--set`` scores UCDP GED places four ways: with the pack alone and with the gazetteer beside it,
each also without the pack's places that come from UCDP itself.  Each step runs in a process of its own; one JSON line
per figure, seconds of processor time unless it says otherwise.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
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
from marsad.pipeline.coder import Coder

KEY = "benchmark"
INVENTED = 2_000
"""Reports to scan when no text is given."""
OWN_SOURCE = "ucdp-ged"


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


def warm(index: Path, text: Path | None) -> None:
    """Load the index, find a first name, and scan a text: for the pack's names, with the gazetteer, by the library."""
    pack = load_pack()
    assert pack.names.find("in Quetta")
    before = memory_mb()
    imported, load_s, load_wall = clocked(lambda: Imported.load(index, KEY))
    more = with_imported(pack, imported)
    sentences = _sentences(text)
    size = sum(len(s) for s in sentences) / 1e6
    _, first_s, _ = clocked(lambda: more.names.find(sentences[0]))
    say(step="warm start", load_s=load_s, load_wall_s=load_wall, first_s=first_s, pack_mb=before, peak_mb=memory_mb())
    for name, find in (("pack", pack.names.find), ("pack and gazetteer", more.names.find)):
        hits, spent, _ = clocked(lambda find=find: sum(len(find(s)) for s in sentences))  # type: ignore[misc]
        say(step="scan", names=name, mb_per_s=size / spent, hits=hits, peak_mb=memory_mb())
    patterns = sorted({n for i in imported for n in (imported.place(i).name, *imported.place(i).aliases)})
    automaton, made_s, _ = clocked(
        lambda: ahocorasick_rs.AhoCorasick([fold(p) for p in patterns], store_patterns=False)
    )
    folded = [fold(s) for s in sentences]
    hits, spent, _ = clocked(lambda: sum(len(automaton.find_matches_as_indexes(s, overlapping=True)) for s in folded))
    say(
        step="scan",
        names="ahocorasick_rs alone",
        patterns=len(patterns),
        build_s=made_s,
        mb_per_s=size / spent,
        hits=hits,
    )


def _sentences(text: Path | None) -> list[str]:
    texts = corpus.read(text) if text else corpus.invented(INVENTED)
    return [s for report in texts for s in report.split(". ")]


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
    parser.add_argument("--text", type=Path)
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
