"""The propositions of a reading: triggers with their kind, the words of each role, and their status."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marsad.annotate.encoder.eventheads import AUXILIARIES, KINDS_OF_EVENT, MODALITIES, MODES, ROLES
from marsad.annotate.encoder.heads import Floats
from marsad.annotate.encoder.model import Reading, Status
from marsad.annotate.rules.advice import Told
from marsad.values import Auxiliary, Modality

LEAST = 0.05
"""Probability below which a word is no trigger worth asking about."""
MODE = 0.4
"""Least probability at which a mode is told."""
HALF = 0.5
LEAST_AUXILIARY: dict[Auxiliary, float] = {"historical": HALF, "future": HALF, "hypothetical": HALF, "negation": 0.35}
"""Least probability of each auxiliary mode.  Negation is rare in what taught it and comes out too unlikely: on held-out
labels F1 .53 at .35 and .47 at .5, on MEANTIME .38 and .29; the others are best at a half."""


def propositions(reading: Reading) -> list[Told]:
    """What the sentence tells, in order; the callers choose by probability."""
    if not len(reading.words):
        return []
    kinds = reading.kinds
    best = kinds[:, 1:].argmax(1) + 1
    return [
        _told(reading, int(word), int(best[word]), float(kinds[word, best[word]]))
        for word in np.flatnonzero(kinds[:, 0] < 1 - LEAST)
        if kinds[word, best[word]] >= LEAST
    ]


def _told(reading: Reading, word: int, kind: int, probability: float) -> Told:
    name = KINDS_OF_EVENT[kind]
    status = reading.status(word)
    mode = int(status.modes.argmax())
    return Told(
        word,
        "event" if name.isupper() else name,
        name if name.isupper() else None,
        MODES[mode] if mode and status.modes[mode] >= MODE else None,
        probability,
        tuple(runs(reading.roles(word))) if probability >= HALF / 2 else (),
        auxiliaries(status),
        modality(status),
    )


def runs(rows: Floats) -> Iterator[tuple[str, int, int, float]]:
    """Runs of words whose likeliest role is the same: role, first and last word, mean probability."""
    best = rows.argmax(1)
    start = 0
    for i in range(1, len(best) + 1):
        if i == len(best) or best[i] != best[start]:
            if best[start]:
                yield ROLES[best[start]], start, i - 1, float(rows[start:i, best[start]].mean())
            start = i


def auxiliaries(status: Status) -> frozenset[Auxiliary]:
    """The auxiliary modes that are likely."""
    return frozenset(n for n, p in zip(AUXILIARIES, status.auxiliaries, strict=True) if p >= LEAST_AUXILIARY[n])


def modality(status: Status) -> Modality:
    """The likeliest modality."""
    return MODALITIES[int(status.modalities.argmax())]
