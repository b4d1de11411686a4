"""Which place is an event's: fit the weights of ``annotate/rules/placing.py`` and measure them on rows kept apart.

``python -m benchmarks.places FILE`` reads rows of Halterman's event_location, fits a logistic regression (L2 of 2) on
the rows whose text hashes into the first seven of ten parts, and prints accuracy there and on the rest, with the
weights that stand in the code and with those fitted now (``--weights`` prints them too).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from marsad.annotate.rules.backend import RulesBackend
from marsad.annotate.rules.drafts import Roles
from marsad.annotate.rules.placing import TAKEN, WEIGHTS, Site
from marsad.evaluate.event_location import gold_places
from marsad.evaluate.texts import overlap
from marsad.pack import load_pack
from marsad.split import split

_L2 = 2.0
_STEPS = 20
_LEAST = 8
"""Rows that a feature must occur in."""
_UNLABELLED = "Masdar_RA"
"""Source whose rows name places and label hardly any; left out of the fit, counted apart."""


class Row(NamedTuple):
    """A verb with its candidates: their features, whether each is gold, and the chains they form."""

    fitted: bool
    labelled: bool
    located: bool
    features: list[frozenset[str]]
    gold: list[bool]
    spots: list[list[int]]


def rows(path: Path) -> Iterator[Row]:
    """Read the set's rows as the backend reads them."""
    backend = RulesBackend(load_pack("afpak"))
    for line in path.read_text(encoding="utf-8").splitlines():
        row: Mapping[str, Any] = json.loads(line)
        text = row["text"]
        verb = next((s for s in row["spans"] if s["label"] == "VERB"), None)
        if verb is None:
            continue
        gold = list(gold_places(row))
        fitted = int(hashlib.sha1(text.encode()).hexdigest(), 16) % 10 < 7
        kept = (fitted, row["source"] != _UNLABELLED, bool(gold))
        sentence = next((s for s in split(text) if s.start <= verb["start"] < s.end), None)
        roles = backend._roles(text, sentence) if sentence is not None else None
        if not isinstance(roles, Roles):
            yield Row(*kept, [], [], [])
            continue
        token = next((t.i for t in roles.parse.tokens if overlap((t.start, t.end), (verb["start"], verb["end"]))), None)
        site = Site(roles)
        marks = [any(overlap((s.mention.start, s.mention.end), g) for g in gold) for s in site.scenes]
        yield Row(*kept, site.all_features(token) if token is not None else [], marks, site.spots)


def fit(data: Sequence[Row]) -> dict[str, float]:
    """Weights by Newton's method on the rows to fit."""
    used = [row for row in data if row.fitted and row.labelled]
    found = Counter(f for row in used for features in row.features for f in features)
    names = sorted(f for f, times in found.items() if times >= _LEAST)
    index = {f: n for n, f in enumerate(names)}
    pairs = [(fs, mark) for row in used for fs, mark in zip(row.features, row.gold, strict=False)]
    x = np.zeros((len(pairs), len(names)))
    for n, (features, _) in enumerate(pairs):
        x[n, [index[f] for f in features if f in index]] = 1
    y = np.array([mark for _, mark in pairs], float)
    w = np.zeros(len(names))
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + _L2 * np.eye(len(w))
        w -= np.linalg.solve(hessian, x.T @ (p - y) + _L2 * w)
    return {f: round(float(w[n]), 1) for f, n in index.items()}


def accuracy(data: Sequence[Row], weights: Mapping[str, float]) -> float:
    """Share of rows whose best spot, by its most exact name, is gold's, or that rightly have none."""
    right = 0
    for row in data:
        scores = [sum(weights.get(f, 0.0) for f in features) for features in row.features]
        spots = row.spots if scores else []
        best = max(spots, key=lambda spot: max(scores[k] for k in spot), default=None)
        taken = best is not None and max(scores[k] for k in best) > TAKEN
        right += (taken and best is not None and row.gold[best[0]]) if row.located else not taken
    return right / len(data)


def main() -> None:
    """Fit and print."""
    data = list(rows(Path(sys.argv[1])))
    fitted = fit(data)
    for name, weights in (("in the code", dict(WEIGHTS)), ("fitted now", fitted)):
        for part, keep in (("70 %", True), ("30 %", False)):
            some = [row for row in data if row.fitted == keep]
            labelled = [row for row in some if row.labelled]
            print(f"{name:12} {part}: all {accuracy(some, weights):.3f}  labelled {accuracy(labelled, weights):.3f}")
    if "--weights" in sys.argv:
        print(json.dumps(fitted, indent=1))


if __name__ == "__main__":
    main()
