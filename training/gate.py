"""Teach the cheap gate: ``python -m training.gate --data ../shared/data``.

Labelled sentences teach it what they say; the unlabelled ones of UDS, GUM and WNUT17 what the shipped encoder says of
them.  The threshold is set on the held-out labelled sentences so that at most :data:`LOSS` of those with an event are
excluded on one half; what it loses and excludes on the other half is printed and written down.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from marsad.annotate.encoder.gate import SIZE, Gate, features
from marsad.annotate.encoder.model import WEIGHTS, Reader
from training.calibration import first_half
from training.mixture import EVENTS, mixture
from training.samples import Sample

LOSS = 0.005
UNLABELLED = {"uds": 6000, "gum": 2000, "wnut": 1500, "muc4": 0}
"""Sentences without labels of events that are read by the encoder."""
EPOCHS, RATE, DECAY = 12, 0.02, 3e-5
Row = tuple[list[int], float]


def rows(samples: Sequence[Sample], reader: Reader) -> list[Row]:
    """Features of sentences, and how likely they tell of an event."""
    found: list[Row] = []
    for sample in samples:
        if not any(w[0].isalnum() for w in sample.words):
            continue
        told = reader.read(sample.words).relevance if sample.events is None else float(bool(sample.events))
        found.append((features(sample.words), told))
    return found


def taught(data: Sequence[Row], seed: int = 5) -> Gate:
    """A linear model by logistic loss."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    table = nn.EmbeddingBag(SIZE, 1, mode="sum")
    nn.init.zeros_(table.weight)
    bias = nn.Parameter(torch.zeros(1))
    adam = torch.optim.Adam([*table.parameters(), bias], lr=RATE, weight_decay=DECAY)
    order = list(data)
    for _ in range(EPOCHS):
        rng.shuffle(order)
        for n in range(0, len(order), 64):
            part = order[n : n + 64]
            offsets = np.cumsum([0, *(len(f) for f, _ in part[:-1])])
            scores = table(torch.tensor([i for f, _ in part for i in f]), torch.tensor(offsets)).squeeze(-1) + bias
            loss = functional.binary_cross_entropy_with_logits(scores, torch.tensor([y for _, y in part]))
            adam.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            adam.step()
    return Gate(table.weight.detach().numpy()[:, 0], float(bias))


def main() -> None:
    """Teach, set the threshold, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    mix = mixture(given.data, {"made", "muc4"})
    chosen = [s for s in mix.train if s.source in EVENTS]
    for source, count in UNLABELLED.items():
        chosen += [s for s in mix.train if s.source == source][:count]
    gate = taught(rows(chosen, Reader(given.out)))
    fit = [gate.score(s.words) for s in mix.events if s.events and first_half(s)]
    threshold = float(np.quantile(fit, LOSS)) - 1e-3
    np.savez(given.out / "gate.npz", weights=gate.weights.astype(np.float16), bias=np.float32(gate.bias - threshold))
    shipped = Gate.load(given.out / "gate.npz")
    rest = [s for s in mix.events if not first_half(s)]
    kept = [shipped(s.words) for s in rest if s.events]
    others = [shipped(s.words) for s in rest if not s.events]
    plain = [shipped(s.words) for s in mix.facts]
    print(json.dumps({
        "lost": round(1 - sum(kept) / len(kept), 4), "events": len(kept),
        "excluded_without_event": round(1 - sum(others) / len(others), 4),
        "excluded_of_web_text": round(1 - sum(plain) / len(plain), 4),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
