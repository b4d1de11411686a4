"""Hold scores to floors: ``python -m marsad.evaluate.gates [DATA]`` (``make gate``).

``floors.toml`` names for each file its set, its SHA-256 and the least that each metric may be.  Scores on another file
are not comparable: a changed file fails until its floors are set anew with ``--set``.  DATA is the folder of
development data, by default what ``MARSAD_DATA`` names, else ``../shared/data``; ``examples/…`` lies in the working
directory.  A file that is not there is skipped and said so.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from marsad.evaluate.run import Report, evaluate
from marsad.pipeline.pipe import PipeTask
from marsad.settings import Settings

FLOORS = Path(__file__).with_name("floors.toml")
MARGIN = 0.005
"""How far below a measured score its floor is set: scores are rounded, and one row in 300 may fall either way."""
OWN = "examples/"
"""Files with this beginning belong to the repository, not to the data."""
ROW = "{:<15} {:<28} {:>8} {:>8} {:>8}  {}"


@dataclass(frozen=True, slots=True)
class Gate:
    """One file to score, and the least that each metric may be."""

    set: str
    file: str
    sha256: str
    floors: Mapping[str, float]

    def path(self, data: Path) -> Path:
        """Where the file lies."""
        return Path(self.file) if self.file.startswith(OWN) else data / self.file


def read_gates(path: Path = FLOORS) -> list[Gate]:
    """The gates that a floors file names."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["gate"]
    return [Gate(r["set"], r["file"], r.get("sha256", ""), r.get("floors", {})) for r in rows]


def breaches(gate: Gate, report: Report) -> list[str]:
    """Each way in which a report falls short of a gate, in words."""
    if gate.sha256 and report.file_sha256 != gate.sha256:
        return [f"{gate.file} is another file than the one that the floors were set on"]
    return [
        f"{name} {report.metrics.get(name, 0.0):.4f} is below {floor:.4f}"
        for name, floor in gate.floors.items()
        if report.metrics.get(name, 0.0) < floor
    ]


def lowered(gate: Gate, report: Report) -> Gate:
    """The gate with floors a margin below what is measured, for the metrics that it names (all if none)."""
    named = gate.floors or report.metrics
    floors = {k: max(0.0, round(v - MARGIN, 4)) for k, v in report.metrics.items() if k in named}
    return Gate(gate.set, gate.file, report.file_sha256, floors)


def written(gates: Iterable[Gate]) -> str:
    """The floors file for these gates."""
    lines = [
        "# The least that each metric may be on the development data, and on the exercise; see marsad.evaluate.gates.",
        "# Written by: python -m marsad.evaluate.gates --set",
    ]
    for gate in gates:
        lines += ["", "[[gate]]", f'set = "{gate.set}"', f'file = "{gate.file}"', f'sha256 = "{gate.sha256}"']
        lines += ["", "[gate.floors]", *(f"{name} = {floor:.4f}" for name, floor in gate.floors.items())]
    return "\n".join(lines) + "\n"


def table(gate: Gate, report: Report) -> Iterator[str]:
    """One line per metric that has a floor: figure, floor, and the seconds on the first."""
    for n, (name, floor) in enumerate(gate.floors.items()):
        figure = report.metrics.get(name, 0.0)
        seconds = f"{report.seconds:.1f}" if n == 0 else ""
        verdict = "" if figure >= floor else "FELL"
        yield ROW.format(gate.set if n == 0 else "", name, f"{figure:.4f}", f"{floor:.4f}", seconds, verdict).rstrip()


def main(words: list[str]) -> int:
    """Score every file of the floors that is there; 1 when a floor does not hold."""
    given = _arguments(words)
    coder = PipeTask(Settings.of()).coder()
    started = time.perf_counter()
    failed, gates = 0, []
    print(ROW.format("set", "metric", "figure", "floor", "seconds", "").rstrip())
    for gate in read_gates():
        gates.append(gate)
        if given.only and gate.set not in given.only:
            continue
        path = gate.path(given.data)
        if not path.is_file():
            print(ROW.format(gate.set, f"skipped: no {gate.file}", "", "", "", "").rstrip())
            continue
        report = evaluate(gate.set, path, coder)
        if given.set:
            gates[-1] = lowered(gate, report)
        found = breaches(gates[-1], report)
        for line in (*table(gates[-1], report), *(f"  {words}" for words in found)):
            print(line, flush=True)
        failed += bool(found)
    print(f"{failed} of {len(gates)} sets below a floor; {time.perf_counter() - started:.0f} s")
    if given.set:
        FLOORS.write_text(written(gates), encoding="utf-8")
    return 1 if failed else 0


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="marsad.evaluate.gates", description="Hold scores to their floors.")
    data = Path(os.environ.get("MARSAD_DATA", "../shared/data"))
    parser.add_argument("data", type=Path, nargs="?", default=data, help=f"the folder of development data ({data})")
    parser.add_argument("--only", action="append", help="this set only")
    parser.add_argument("--set", action="store_true", help="measure, and set the floors below what is measured")
    return parser.parse_args(words)


__all__ = ["Gate", "breaches", "lowered", "main", "read_gates", "table", "written"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
