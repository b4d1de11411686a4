"""The cheap gate before the encoder: words and pairs of words that a sentence without any event hardly has.

A linear model over hashed words, taught beside the encoder (``training/gate.py``); it costs a few microseconds a word
where the encoder costs a third of a millisecond.  The hash is CRC-32, the same on every machine.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from marsad.annotate.encoder.heads import Floats

SIZE = 1 << 14
"""Weights of the table; two words in a hundred share one."""


def features(words: Sequence[str]) -> list[int]:
    """Rows of the table that a sentence touches: its words and pairs of neighbours, in small letters."""
    low = ["0" if w[0].isdigit() else w.lower() for w in words if w[0].isalnum()]
    pairs = [f"{a} {b}" for a, b in pairwise(low)]
    return [zlib.crc32(feature.encode()) % SIZE for feature in dict.fromkeys(low + pairs)]


class Gate:
    """Says whether a sentence may tell of an event; wrong about at most one of two hundred that do."""

    def __init__(self, weights: Floats, bias: float) -> None:
        self.weights = weights
        self.bias = bias

    @classmethod
    def load(cls, path: Path) -> Gate:
        """A gate from its file; its bias already holds the threshold."""
        with np.load(path) as stored:
            return cls(stored["weights"].astype(np.float32), float(stored["bias"]))

    def __call__(self, words: Sequence[str]) -> bool:
        """Whether the encoder should read the sentence."""
        return self.score(words) >= 0.0

    def score(self, words: Sequence[str]) -> float:
        """How far above the threshold a sentence is."""
        return float(self.weights[features(words)].sum()) + self.bias
