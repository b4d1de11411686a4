"""Rules, rules with the reading model, and the model without its cascade, in one run: accuracy, speed, memory.

    python -m benchmarks.backends [--data ../shared/data] [--workers 2]

Each backend codes the ISAF half in a workbench of its own, as a user would (``init``, ``add``, ``run``), and is scored
by ``marsad evaluate`` on the sets named in :data:`SETS`; own labels where ``--labels`` names the file that
``python -m training.events`` wrote.  One JSON line per backend, then what one costs and gains against the rules.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.speed import measured, say

BACKENDS = ("rules/1", "encoder/1", "encoder-everywhere/1")
SETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "isaf": ("isaf/isaf_dev.jsonl", ("mean13", "event_type", "min_captured")),
    "plover_gsr": ("plover_gsr/plover_gsr.jsonl", ("type_accuracy", "source", "target")),
}
"""Sets, their files, and the measures shown."""


def accuracy(name: str, file: Path, backend: str, shown: tuple[str, ...]) -> dict[str, float]:
    """Chosen measures of one set."""
    command = [sys.executable, "-m", "marsad", "evaluate", name, str(file), "--json", "--backend", backend]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    metrics = json.loads(answer)["metrics"]
    return {f"{name} {measure}": round(metrics[measure], 4) for measure in shown}


def cost(backend: str, texts: list[str], workers: int) -> dict[str, Any]:
    """Documents a second by the clock and by processor time, memory, and the start of the coder."""
    with tempfile.TemporaryDirectory() as folder:
        home, bench, one = Path(folder) / "in", Path(folder) / "wb", Path(folder) / "one.jsonl"
        corpus.write(texts, len(texts), home)
        measured("init", str(bench), "--set", f"workers={workers}", "--set", f"backend={backend}")
        add, run = measured("-w", str(bench), "add", str(home)), measured("-w", str(bench), "run")
        one.write_text(json.dumps({"id": "1", "text": "Gunmen killed three policemen in Quetta on Monday."}) + "\n")
        start = measured("code", str(one), "--backend", backend)
    wall, cpu = add.wall + run.wall, add.cpu + run.cpu
    return {
        "documents_per_s": round(len(texts) / wall, 1), "documents_per_cpu_s": round(len(texts) / cpu, 1),
        "largest_mb": round(max(add.largest_mb, run.largest_mb)), "together_mb": round(run.together_mb),
        "start_s": round(start.wall, 2),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.backends", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--labels", type=Path, help="own labels, as written by python -m training.events")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    source = given.data / SETS["isaf"][0]
    texts = corpus.read(source if source.is_file() else None)
    found: dict[str, dict[str, Any]] = {}
    for backend in BACKENDS:
        found[backend] = cost(backend, texts, given.workers)
        for name, (file, shown) in SETS.items():
            if (given.data / file).is_file():
                found[backend] |= accuracy(name, given.data / file, backend, shown)
        if given.labels is not None:
            shown = ("kind_f1", "actor_f1", "recipient_f1", "quiet")
            found[backend] |= accuracy("events", given.labels, backend, shown)
        say(backend=backend, **found[backend])
    floor = found["rules/1"]["documents_per_cpu_s"]
    say(speed_against_rules={b: round(f["documents_per_cpu_s"] / floor, 2) for b, f in found.items()})


if __name__ == "__main__":
    main()
