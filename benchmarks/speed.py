"""How fast ``marsad add`` and ``marsad run`` are, what memory they take, and how both grow.

    python -m benchmarks.speed [--data FILE.jsonl] [--sizes 400 1000 10000] [--workers 2] [--shares 1000]

FILE holds one object with a "text" per line; without one, invented reports are taken.  Size 0 stands for the texts as
they are, once.  Every size gets a fresh workbench and the commands as a user runs them, in processes of their own.
One JSON line per measurement; ``docs/benchmarks.md`` explains the keys and holds the results.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.shares import baseline, shares

DATA = Path("../shared/data/isaf/isaf_dev.jsonl")
_WATCH_S = 0.5


@dataclass
class Cost:
    """What a command cost: seconds by the clock, seconds of processors, MB of its largest process and of all."""

    wall: float
    cpu: float
    largest_mb: float
    together_mb: float


def measured(*words: str) -> Cost:
    """Run a command of Marsad to its end."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "marsad", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    peak = [0.0]
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peak, done))
    watch.start()
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)  # its children's time is in here, too: it waited for them
    wall = time.perf_counter() - started
    done.set()
    watch.join()
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"marsad {' '.join(words)} ended with {process.returncode}:\n{said}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, peak[0])


def _watch(pid: int, peak: list[float], done: threading.Event) -> None:
    while not done.wait(_WATCH_S):
        peak[0] = max(peak[0], sum(_own_mb(p) for p in (pid, *_children(pid))))


def _children(pid: int) -> list[int]:
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _own_mb(pid: int) -> float:
    """A process's share of memory (PSS): pages that processes share are divided among them, not counted twice."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def whole(texts: list[str], number: int, workers: int) -> dict[str, Any]:
    """One size: a fresh workbench, ``add``, ``run``, and ``run`` once more with nothing to do."""
    with tempfile.TemporaryDirectory() as folder:
        home, bench = Path(folder) / "in", Path(folder) / "wb"
        size = corpus.write(texts, number, home)
        measured("init", str(bench), "--set", f"workers={workers}")
        load = os.getloadavg()[0]
        add = measured("-w", str(bench), "add", str(home))
        run = measured("-w", str(bench), "run")
        idle = measured("-w", str(bench), "run")
        database = sum(p.stat().st_size for p in bench.glob("workbench.db*"))
    wall, cpu = add.wall + run.wall, add.cpu + run.cpu
    return {
        "documents": number, "workers": workers, "add_s": round(add.wall, 2), "run_s": round(run.wall, 2),
        "documents_per_s": round(number / wall, 1), "ms_per_document": round(1000 * wall / number, 2),
        "cpu_ms_per_document": round(1000 * cpu / number, 2), "nothing_to_do_s": round(idle.wall, 2),
        "largest_mb": round(max(add.largest_mb, run.largest_mb)),
        "together_mb": round(max(add.together_mb, run.together_mb)),
        "texts_mb": round(size / 1e6, 2), "database_mb": round(database / 1e6, 2), "load_before": round(load, 1),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Speed, memory, growth.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sizes", type=int, nargs="*", default=[0, 1000, 10000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--shares", type=int, default=1000, help="documents for the shares by stage; 0 for none")
    given = parser.parse_args()
    found = given.data if given.data.is_file() else None
    if found is None:
        print(f"{given.data} is not there: measuring with invented reports", file=sys.stderr)
    texts = corpus.read(found)
    say(corpus=found.name if found else "invented", texts=len(texts), processors=os.cpu_count(), load=os.getloadavg())
    say(help_s=round(measured("--help").wall, 2))
    done = []
    for number in given.sizes:
        done.append(whole(texts, number or len(texts), given.workers))
        say(**done[-1])
    by_size = {one["documents"]: one for one in done}
    if {1000, 10000} <= by_size.keys():
        small, large = by_size[1000], by_size[10000]
        keys = ("ms_per_document", "cpu_ms_per_document")
        say(growth={k: round(large[k] / small[k], 3) for k in keys})
    if given.shares:
        spent = shares(texts, given.shares)
        total = sum(spent.values())
        say(shares={k: round(v / total, 3) for k, v in spent.items()}, cpu_s=round(total, 2), documents=given.shares)
        plain = baseline(texts)
        say(baseline_per_cpu_s=round(plain, 1), ratio=round(plain / (given.shares / total), 1))


def say(**found: object) -> None:
    """Print one line of JSON."""
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
