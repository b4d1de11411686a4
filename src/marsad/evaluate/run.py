"""Run a scorer on a file and report."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marsad.errors import UserError
from marsad.evaluate import (
    claims,
    ecbplus,
    event_location,
    events,
    exercise,
    factuality,
    ged,
    ged_afghan,
    geoparsing,
    isaf,
    meantime,
    muc4,
    ner,
    plover,
    re3d,
    voice,
)
from marsad.evaluate.rows import read_rows
from marsad.evaluate.score import Outcome
from marsad.pipeline.coder import Coder

Scorer = Callable[[Sequence[Mapping[str, Any]], Coder], Outcome]

SCORERS: Mapping[str, Scorer] = {
    "claims": claims.score,
    "ecbplus": ecbplus.score,
    "event_location": event_location.score,
    "events": events.score,
    "exercise": exercise.score,
    "ged_afghanistan": ged_afghan.score,
    "ged_pakistan": ged.score,
    "geoparsing": geoparsing.score,
    "isaf": isaf.score,
    "meantime": meantime.score,
    "muc4": muc4.score,
    "ner": ner.score,
    "plover_gsr": plover.score,
    "re3d": re3d.score,
    "uds_factuality": factuality.score,
    "voice": voice.score,
}
KEYS: Mapping[str, str] = {
    "claims": "shape", "ecbplus": "events", "event_location": "spans", "events": "events", "exercise": "incidents",
    "ged_afghanistan": "adm_2", "ged_pakistan": "where_coordinates",
    "geoparsing": "toponyms", "isaf": "gold", "meantime": "events", "muc4": "extracts", "ner": "tags",
    "plover_gsr": "event", "re3d": "relations", "uds_factuality": "predicates", "voice": "voices",
}  # fmt: skip
"""By which a row shows that it is of the set's format."""
LOADERS: Mapping[str, Callable[[Path], list[Mapping[str, Any]]]] = {"exercise": exercise.load}
"""Sets whose file names further files; all others are read row by row."""


@dataclass(frozen=True, slots=True)
class Report:
    """Scores of one run; ``errors`` holds the rows that were wrong, each with text, gold and answer."""

    set: str
    file_sha256: str
    n: int
    metrics: Mapping[str, float]
    seconds: float
    backend: str
    pack: str
    errors: tuple[Mapping[str, Any], ...] = ()

    def sample(self, k: int, seed: int = 0) -> Iterator[Mapping[str, Any]]:
        """``k`` random errors, the same for the same seed."""
        yield from random.Random(seed).sample(self.errors, min(k, len(self.errors)))


def file_sha256(path: Path) -> str:
    """Which file it was."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sets() -> list[str]:
    """Names of the sets that can be scored."""
    return sorted(SCORERS)


def evaluate(name: str, path: Path, coder: Coder) -> Report:
    """Score one file of a set.

    Raises
    ------
    UserError
        Unknown set, missing file, or a file that is not of the set's format.
    """
    if name not in SCORERS:
        raise UserError(f"no gold set called {name!r}", f"sets: {', '.join(sets())}")
    if not path.exists():
        raise UserError(f"{path} is not there", "give the path of a file of the set's format")
    started = time.perf_counter()
    rows = LOADERS.get(name, read_rows)(path)
    if not any(isinstance(row, Mapping) and KEYS[name] in row for row in rows):
        raise UserError(f"{path}: no row has {KEYS[name]!r}", f"the file is not of the format of {name}")
    outcome = SCORERS[name](rows, coder)
    return Report(
        set=name, file_sha256=file_sha256(path), n=outcome.n,
        metrics={k: round(v, 4) for k, v in outcome.metrics.items()}, seconds=round(time.perf_counter() - started, 2),
        backend=coder.backend.name, pack=f"{coder.pack.id}/{coder.pack.version}", errors=tuple(outcome.errors),
    )  # fmt: skip
