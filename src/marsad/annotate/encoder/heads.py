"""What the heads read from the states of words: names, the place of an event, whether it happened.

Plain numpy on a small file of weights, so that any pair of a trigger and a place can be scored after one pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DISTANCES",
    "KINDS",
    "LABELS",
    "Floats",
    "Span",
    "bucket",
    "decode",
    "embedding",
    "factuality",
    "gelu",
    "linear",
    "name_logits",
    "place_logits",
    "softmax",
    "spans_of_rows",
]  # fmt: skip

KINDS = ("PLACE", "ORG", "PERSON")
LABELS = ("O", *(f"{prefix}-{kind}" for kind in KINDS for prefix in ("B", "I")))
"""The tags of the names head, in the order of its outputs."""
DISTANCES = 20
"""Classes of :func:`bucket`."""
Floats = NDArray[np.float32]
Span = tuple[int, int]
"""First and last word, both inside."""
_STEPS = (1, 2, 3, 4, 6, 8, 11, 15, 22)
_HALF_ROOT = np.float32(0.7071067811865476)
"""In the states' own precision: a double here would make doubles of all that follows, at twice the time."""


def bucket(trigger: int, span: Span) -> int:
    """How far a span is from the trigger, in words: 0-9 before it (near to far), 10-19 after it."""
    first, last = span
    gap = first - trigger if first > trigger else trigger - last
    step = sum(gap > s for s in _STEPS)
    return step + (10 if first > trigger else 0)


def softmax(scores: Floats) -> Floats:
    """Scores of each row as probabilities."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


def gelu(x: Floats) -> Floats:
    """Gaussian error linear unit; the error function by Abramowitz and Stegun 7.1.26 (error below 1.5e-7)."""
    z = np.abs(x) * _HALF_ROOT
    t = 1.0 / (1.0 + 0.3275911 * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1.0 - poly * np.exp(-z * z))
    return np.asarray(0.5 * x * (1.0 + erf), dtype=np.float32)


def linear(weights: Mapping[str, Any], name: str, x: Floats) -> Floats:
    """One layer of the heads."""
    return np.asarray(x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"], dtype=np.float32)


@cache
def _allowed(labels: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which tag may follow which: an inside tag only its own beginning or inside."""
    allowed = np.ones((len(labels), len(labels)), dtype=bool)
    for n, label in enumerate(labels):
        if label.startswith("I-"):
            allowed[:, n] = [before in (f"B-{label[2:]}", label) for before in labels]
    return allowed


def decode(probabilities: Floats) -> list[tuple[int, int, str, float]]:
    """The names of a sentence from the probabilities of :data:`LABELS`: first word, last word, kind, probability."""
    return spans_of_rows(probabilities, LABELS)


def spans_of_rows(probabilities: Floats, labels: Sequence[str]) -> list[tuple[int, int, str, float]]:
    """The likeliest lawful row of BIO tags, as spans: first word, last word, kind, probability.

    The probability of a span is the least of its words' probabilities of being of its kind.
    """
    if not len(probabilities):
        return []
    allowed = _allowed(tuple(labels))
    may_start = np.array([not label.startswith("I-") for label in labels])
    logs = np.log(probabilities + 1e-9)
    best, back = np.where(may_start, logs[0], -np.inf), []
    for row in logs[1:]:
        scores = np.where(allowed, best[:, None], -np.inf)
        back.append(scores.argmax(0))
        best = scores.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return _spans([labels[n] for n in reversed(path)], probabilities, labels)


def _spans(tags: Sequence[str], probabilities: Floats, labels: Sequence[str]) -> list[tuple[int, int, str, float]]:
    found: list[tuple[int, int, str, float]] = []
    start = -1
    for i, tag in enumerate((*tags, "O")):
        if start >= 0 and not tag.startswith("I-"):
            kind = tags[start][2:]
            columns = [labels.index(f"B-{kind}"), labels.index(f"I-{kind}")]
            found.append((start, i - 1, kind, float(probabilities[start:i, columns].sum(-1).min())))
            start = -1
        if tag.startswith("B-"):
            start = i
    return found


def name_logits(weights: Mapping[str, Any], states: Floats) -> Floats:
    """Scores of :data:`LABELS` for each word."""
    return linear(weights, "names", states)


def place_logits(weights: Mapping[str, Any], states: Floats, trigger: int, spans: Sequence[Span]) -> Floats:
    """Score of each span being where the trigger's event happened."""
    if not spans:
        return np.zeros(0, dtype=np.float32)
    places = np.stack([states[first : last + 1].mean(0) for first, last in spans])
    t = gelu(linear(weights, "pair_trigger", states[trigger][None]))
    p = gelu(linear(weights, "pair_place", places))
    far = weights["distance.weight"][[bucket(trigger, span) for span in spans]]
    joined = np.concatenate([t * p, p, far], -1)
    return linear(weights, "pair_out", gelu(linear(weights, "pair_hidden", joined)))[:, 0]


def factuality(weights: Mapping[str, Any], state: Floats) -> float:
    """How far the event of a trigger happened: about -3 (certainly not) to 3 (certainly)."""
    hidden = gelu(linear(weights, "fact_hidden", state[None]))
    return float(np.clip(linear(weights, "fact_out", hidden)[0, 0], -3.0, 3.0))


def embedding(weights: Mapping[str, Any], mean: Floats) -> Floats:
    """The sentence as a vector of length one, near to the base model's, from the mean state of its pieces."""
    vector = linear(weights, "embed", mean[None])[0]
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-9), dtype=np.float32)
