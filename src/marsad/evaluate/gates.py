"""Hold scores to floors: ``python -m marsad.evaluate.gates DATA`` (``make gate``).

``floors.toml`` names for each file its set, its SHA-256 and the least that each metric may be.  Scores on another file
are not comparable: a changed file fails until its floors are set anew with ``--set``.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from marsad import plugins
from marsad.evaluate.run import Report, evaluate
from marsad.pack import load_pack
from marsad.pipeline.coder import Coder
from marsad.settings import Settings

FLOORS = Path(__file__).with_name("floors.toml")
MARGIN = 0.005
"""How far below a measured score its floor is set: scores are rounded, and one row in 300 may fall either way."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One file to score, and the least that each metric may be."""

    set: str
    file: str
    sha256: str
    floors: Mapping[str, float]


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
    """The gate with its floors a margin below what is measured: of the metrics that it names, or of all."""
    named = gate.floors or report.metrics
    floors = {k: max(0.0, round(v - MARGIN, 4)) for k, v in report.metrics.items() if k in named}
    return Gate(gate.set, gate.file, report.file_sha256, floors)


def written(gates: Iterable[Gate]) -> str:
    """The floors file for these gates."""
    lines = [
        "# The least that each metric may be on the development data, and on the exercise; see marsad.evaluate.gates.",
        "# Written by: python -m marsad.evaluate.gates DATA --set",
    ]
    for gate in gates:
        lines += ["", "[[gate]]", f'set = "{gate.set}"', f'file = "{gate.file}"', f'sha256 = "{gate.sha256}"']
        lines += ["", "[gate.floors]", *(f"{name} = {floor:.4f}" for name, floor in gate.floors.items())]
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    """Score every file of the floors that is there; 1 when a floor does not hold."""
    parser = argparse.ArgumentParser(prog="marsad.evaluate.gates", description="Hold scores to their floors.")
    parser.add_argument("data", type=Path, help="the folder of development data")
    parser.add_argument("--only", action="append", help="this set only")
    parser.add_argument("--set", action="store_true", help="measure, and set the floors below what is measured")
    given = parser.parse_args(words)
    settings = Settings.of()
    pack = load_pack(settings["pack"])
    coder = Coder(plugins.load("backend", settings["backend"])(pack), pack)
    failed, gates = 0, []
    for gate in read_gates():
        path = given.data / gate.file
        if not path.is_file() or (given.only and gate.set not in given.only):
            print(f"{gate.set}: skipped")
            gates.append(gate)
            continue
        report = evaluate(gate.set, path, coder)
        found = [] if given.set else breaches(gate, report)
        scores = ", ".join(f"{name} {value:.3f}" for name, value in report.metrics.items())
        print(
            f"{gate.set}: {'set' if given.set else 'FAILED' if found else 'held'} ({report.seconds:.0f} s): {scores}",
            flush=True,
        )
        for line in found:
            print(f"  {line}", flush=True)
        failed += bool(found)
        gates.append(lowered(gate, report) if given.set else gate)
    if given.set:
        FLOORS.write_text(written(gates), encoding="utf-8")
    return 1 if failed else 0


__all__ = ["Gate", "breaches", "lowered", "main", "read_gates", "written"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
