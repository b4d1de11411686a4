"""Temperatures that make the scores probabilities, and how far they are from being so (ECE).

The error is that of each half of the held-out sentences (by the hash of the text) under the settings that the other
half gave; what is shipped is fitted on both.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from marsad.annotate.encoder.heads import KINDS, LABELS, decode, softmax
from marsad.annotate.encoder.model import Reader
from training.mixture import Mixture
from training.samples import Sample
from training.scores import Floats, spans_of

Booleans = NDArray[np.bool_]
UNLINKED = "Masdar_RA"
"""A source of event_location in which most places were left unlinked (12 % of its rows have one, elsewhere 54 %): its
rows say little about how likely a place is."""
NONE = {
    "names": 1.0,
    "place": 1.0,
    "place_shift": 0.0,
    "kinds": 1.0,
    "kinds_shift": 0.0,
    "roles": 1.0,
    "roles_shift": 0.0,
} | {f"{kind}_{part}": value for kind in KINDS for part, value in (("scale", 1.0), ("shift", 0.0))}
"""No calibration."""
GRID = np.round(np.geomspace(0.5, 8.0, 49), 3)
_NUMBER = {label: n for n, label in enumerate(LABELS)}


def first_half(sample: Sample) -> bool:
    """Whether a sentence fits the temperatures (else it measures them)."""
    return hashlib.sha256(" ".join(sample.words).encode()).digest()[0] < 128


def ece(probabilities: Floats, right: Booleans, bins: int = 10) -> float:
    """Expected calibration error: mean gap between probability and share right, over ten equal bins."""
    which = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [
        abs(float(probabilities[which == b].mean()) - float(right[which == b].mean())) * float((which == b).mean())
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))


def name_rows(reader: Reader, samples: Sequence[Sample]) -> list[tuple[Floats, Sample]]:
    """Logits of the names head for the words of each sentence; the reader must not be calibrated yet."""
    found = []
    for sample in samples:
        found.append((np.log(reader.read(sample.words).tag_probabilities + np.float32(1e-12)), sample))
    return found


def name_temperature(rows: Sequence[tuple[Floats, Sample]]) -> float:
    """The temperature with the least log loss over labelled words."""
    logits = np.concatenate([r for r, _ in rows])
    gold = np.array([_NUMBER.get(t, -1) for _, s in rows for t in s.tags])
    known = gold >= 0
    losses = [-np.log(softmax(logits[known] / t)[np.arange(known.sum()), gold[known]] + 1e-9).mean() for t in GRID]
    return float(GRID[int(np.argmin(losses))])


def said_spans(rows: Sequence[tuple[Floats, Sample]], temperature: float, kind: str) -> tuple[Floats, Booleans]:
    """Logit of each name of a kind that is found, and whether it is right to the word."""
    said, right = [], []
    for logits, sample in rows:
        gold = spans_of(sample.tags)
        for a, b, found, p in decode(softmax(logits / np.float32(temperature))):
            if found == kind:
                bounded = min(max(p, 1e-6), 1 - 1e-6)
                said.append(math.log(bounded / (1 - bounded)))
                right.append((a, b, found) in gold)
    return np.array(said, dtype=np.float32), np.array(right, dtype=bool)


def pair_rows(reader: Reader, samples: Sequence[Sample]) -> tuple[Floats, Booleans]:
    """Logits of the pairs whose place the reader finds itself, and whether they are right."""
    said: list[float] = []
    right: list[bool] = []
    for sample in samples:
        if "@" not in sample.key or sample.key.startswith(UNLINKED):
            continue
        reading = reader.read(sample.words)
        trigger = int(sample.key.rsplit("@", 1)[1])
        spans = [(s.first, s.last) for s in reading.spans if s.kind == "PLACE"]
        gold = [(a, b) for _, a, b, yes in sample.pairs if yes]
        said += [math.log(p / (1 - p)) for p in np.clip(reading.place_scores(trigger, spans), 1e-6, 1 - 1e-6)]
        right += [any(a <= d and c <= b for a, b in gold) for c, d in spans]
    return np.array(said, dtype=np.float32), np.array(right, dtype=bool)


def sigmoid(logits: Floats, temperature: float, shift: float) -> Floats:
    """Probabilities of logits."""
    return np.asarray(1 / (1 + np.exp(-(logits + shift) / temperature)), dtype=np.float32)


def pair_temperature(logits: Floats, right: Booleans) -> tuple[float, float]:
    """Temperature and shift (added before it divides) with the least log loss."""
    best = (np.inf, 1.0, 0.0)
    for t in GRID:
        for shift in np.arange(-3.0, 3.01, 0.1):
            p = np.clip(sigmoid(logits, float(t), float(shift)), 1e-6, 1 - 1e-6)
            loss = -float(np.where(right, np.log(p), np.log(1 - p)).mean())
            best = min(best, (loss, float(t), round(float(shift), 2)))
    return best[1], best[2]


Rows = Sequence[tuple[Floats, Sample]]


def name_settings(rows: Rows) -> dict[str, float]:
    """Temperature of the names head, and scale and shift of each kind's names."""
    temperature = name_temperature(rows)
    found = {"names": temperature}
    for kind in KINDS:
        t, moved = pair_temperature(*said_spans(rows, temperature, kind))
        found |= {f"{kind}_scale": round(1 / t, 4), f"{kind}_shift": round(moved / t, 4)}
    return found


def name_answers(rows: Rows, settings: Mapping[str, float]) -> tuple[Floats, Booleans]:
    """Probability of each place and organisation that is found, and whether it is right."""
    said, right = [], []
    for kind in ("PLACE", "ORG"):
        logits, correct = said_spans(rows, settings["names"], kind)
        scaled = settings[f"{kind}_scale"] * logits + settings[f"{kind}_shift"]
        said.append(sigmoid(scaled, 1.0, 0.0))
        right.append(correct)
    return np.concatenate(said), np.concatenate(right)


def crossed(answers: Sequence[tuple[Floats, Booleans]]) -> float:
    """ECE over the answers of both halves, each by the other's settings."""
    said, right = (np.concatenate(column) for column in zip(*answers, strict=True))
    return round(ece(said, right), 4)


def calibrated(reader: Reader, mix: Mixture) -> dict[str, float]:
    """The settings of ``config.json``: fitted on all held-out sentences, errors by halves."""
    names = [name_rows(reader, [s for s in mix.names if first_half(s) == half]) for half in (True, False)]
    places = [pair_rows(reader, [s for s in mix.places if first_half(s) == half]) for half in (True, False)]
    found = NONE | name_settings([row for half in names for row in half])
    logits, right = (np.concatenate(column) for column in zip(*places, strict=True))
    found["place"], found["place_shift"] = pair_temperature(logits, right)
    found["names_ece"] = crossed([name_answers(one, name_settings(other)) for one, other in (names, names[::-1])])
    found["place_ece"] = crossed(
        [(sigmoid(one[0], *pair_temperature(*other)), one[1]) for one, other in (places, places[::-1])]
    )
    return found
