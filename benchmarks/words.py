"""Fit the points by which documents and words are put together (``marsad.resolve.words``), on gold chains of events.

    python -m benchmarks.words TRAIN.jsonl.gz [OTHER.jsonl.gz]

Both files are of ECB+'s form.  One JSON line each: ``fitted``: the points from TRAIN; ``folds``: each third of TRAIN's
topics with the points from the other two; ``other``: OTHER with those from TRAIN; ``shipped``: OTHER with those that
stand in the code.  Each with B-cubed and CoNLL F1 of mentions, and what the same stem gives.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from marsad.evaluate.crossdoc import Mentions, by_stem, compared, stem
from marsad.evaluate.ecbplus import by_topic, mentions_of
from marsad.evaluate.rows import read_rows
from marsad.resolve.words import FITTED, Floats, Points, happenings, likeness, word_features

FOLDS = 3
PULL = 1.0
"""Ridge penalty on standardised features."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's mentions, and the seminal event of each document."""

    together: Mentions
    matters: tuple[str, ...]


def topics(path: Path) -> list[Topic]:
    """The topics of a file."""
    found = []
    for name, rows in by_topic(read_rows(path)).items():
        found.append(Topic(mentions_of(name, rows), tuple(str(row.get("subtopic")) for row in rows)))
    return found


def regression(features: Sequence[Mapping[str, Floats]], gold: Sequence[Sequence[Hashable]]) -> dict[str, float]:
    """Logistic regression (Newton's method, ridge) over all pairs of each topic: points by feature, and the bias."""
    names = list(features[0])
    xs, ys = [], []
    for found, clusters in zip(features, gold, strict=True):
        one, other = np.triu_indices(len(clusters), 1)
        xs.append(np.stack([found[n][one, other] for n in names], -1))
        ys.append(np.array([clusters[a] == clusters[b] for a, b in zip(one, other, strict=True)], dtype=float))
    x, y = np.concatenate(xs), np.concatenate(ys)
    mean, spread = x.mean(0), x.std(0) + 1e-9
    x = np.concatenate([(x - mean) / spread, np.ones((len(x), 1))], 1)
    pull = np.diag([PULL] * len(names) + [0.0])
    weights = np.zeros(len(names) + 1)
    for _ in range(20):
        p = 1 / (1 + np.exp(-(x @ weights)))
        weights += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + pull, x.T @ (y - p) - pull @ weights)
    points = weights[:-1] / spread
    bias = float(weights[-1] - points @ mean)
    return {"bias": round(bias, 2)} | {n: round(float(p), 2) for n, p in zip(names, points, strict=True)}


def fit(known: Sequence[Topic]) -> Points:
    """Points of documents, then, with these, of words."""
    documents = regression([likeness(t.together.texts, stem) for t in known], [t.matters for t in known])
    half = Points(documents, {})
    features = [word_features(t.together.texts, list(t.together.words.values()), stem, half) for t in known]
    return Points(documents, regression(features, [list(t.together.gold.values()) for t in known]))


def measured(tests: Sequence[tuple[Topic, Points]]) -> dict[str, float]:
    """F1 of mentions over topics, each with the points that go with it, and of the same stem."""
    gold: dict[Hashable, Hashable] = {}
    ours: dict[Hashable, Hashable] = {}
    same: dict[Hashable, Hashable] = {}
    for n, (topic, points) in enumerate(tests):
        together = topic.together
        groups = happenings(together.texts, list(together.words.values()), stem, points)
        gold |= together.gold
        ours |= {key: (n, group) for key, group in zip(together.words, groups, strict=True)}
        same |= {key: (n, said) for key, said in by_stem(together).items()}
    found = compared(gold, ours) | compared(gold, same, "same_lemma_")
    return {name: round(value, 4) for name, value in found.items()}


def main() -> None:
    """Fit, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.words", description="Points for words.")
    parser.add_argument("train", type=Path)
    parser.add_argument("other", type=Path, nargs="?")
    given = parser.parse_args()
    train = topics(given.train)
    points = fit(train)
    print(json.dumps({"what": "fitted", "documents": points.documents, "words": points.words}), flush=True)
    parts = [fit([t for n, t in enumerate(train) if n % FOLDS != fold]) for fold in range(FOLDS)]
    folds = [(topic, parts[n % FOLDS]) for n, topic in enumerate(train)]
    print(json.dumps({"what": "folds", **measured(folds)}), flush=True)
    if given.other:
        other = topics(given.other)
        print(json.dumps({"what": "other", **measured([(t, points) for t in other])}), flush=True)
        print(json.dumps({"what": "shipped", **measured([(t, FITTED) for t in other])}), flush=True)


if __name__ == "__main__":
    main()
