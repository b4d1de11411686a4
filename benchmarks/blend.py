"""What the rules' score and the model's weigh together for an event's place, fitted where the model learnt nothing.

``python -m benchmarks.blend FILE`` reads the rows of Halterman's event_location that are held out of training (a fifth,
by the hash of the text), fits a logistic regression of "is the event's place" on the rules' score and the model's
log-odds, and prints the weights (``annotate.rules.placing.BLEND``) and accuracy in five folds.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from marsad.annotate.encoder.backend import EncoderBackend
from marsad.annotate.rules.drafts import Roles
from marsad.annotate.rules.placing import Site, score
from marsad.evaluate.event_location import gold_places
from marsad.evaluate.texts import overlap
from marsad.pack import load_pack
from marsad.split import split

_FOLDS = 5
_L2 = 1.0
_STEPS = 25


class Row(NamedTuple):
    """A verb: whether it has a place, and for each name the rules' score, the model's log-odds, whether it is gold."""

    located: bool
    names: list[tuple[float, float, bool]]


def held_out(text: str) -> bool:
    """Whether the model was not trained on a text (as ``training.sources`` has it)."""
    key = hashlib.sha256("".join(c for c in text.lower() if c.isalnum()).encode()).hexdigest()
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 5 == 0


def rows(path: Path) -> Iterator[Row]:
    """The held-out rows as the backend reads them."""
    backend = EncoderBackend(load_pack("afpak"))
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        verb = next((s for s in row["spans"] if s["label"] == "VERB"), None)
        if verb is None or not held_out(row["text"]):
            continue
        gold = list(gold_places(row))
        sentence = next((s for s in split(row["text"]) if s.start <= verb["start"] < s.end), None)
        roles = backend._roles(row["text"], sentence) if sentence is not None else None
        yield Row(bool(gold), _names(roles, verb, gold) if isinstance(roles, Roles) else [])


def _names(roles: Roles, verb: dict[str, int], gold: Sequence[tuple[int, int]]) -> list[tuple[float, float, bool]]:
    tokens = roles.parse.tokens
    trigger = next((t.i for t in tokens if overlap((t.start, t.end), (verb["start"], verb["end"]))), None)
    site = Site(roles)
    if trigger is None or not site.scenes or roles.place_scores is None:
        return []
    model = np.clip(roles.place_scores(trigger, [s.mention for s in site.scenes]), 1e-4, 1 - 1e-4)
    found = zip(site.all_features(trigger), np.log(model / (1 - model)), site.scenes, strict=True)
    return [(score(f), float(m), any(overlap((s.mention.start, s.mention.end), g) for g in gold)) for f, m, s in found]


def fit(data: Sequence[Row]) -> NDArray[np.float64]:
    """Weights of rules, model and the constant, by Newton's method."""
    x = np.array([(rules, model, 1.0) for row in data for rules, model, _ in row.names])
    y = np.array([gold for row in data for *_, gold in row.names], float)
    w = np.zeros(3)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + _L2 * np.eye(3), x.T @ (p - y) + _L2 * w)
    return w


def accuracy(data: Sequence[Row], w: NDArray[np.float64], taken: float) -> float:
    """Share of rows whose best name is gold's, or that rightly have none."""
    right = 0
    for row in data:
        best = max(((w @ (r, m, 1.0), gold) for r, m, gold in row.names), default=(-np.inf, False))
        right += bool(best[1]) if best[0] > taken else not row.located
    return right / len(data)


def main() -> None:
    """Fit and print."""
    data = list(rows(Path(sys.argv[1])))
    order = np.random.RandomState(0).permutation(len(data))
    found = []
    for k in range(_FOLDS):
        rest = [data[i] for j in range(_FOLDS) if j != k for i in order[j::_FOLDS]]
        w = fit(rest)
        taken = max(np.arange(-1.5, 1, 0.1), key=lambda t: accuracy(rest, w, t))
        found.append(accuracy([data[i] for i in order[k::_FOLDS]], w, taken))
    print(f"rows {len(data)}; weights {fit(data).round(2)}; accuracy in {_FOLDS} folds {np.mean(found):.3f}")


if __name__ == "__main__":
    main()
