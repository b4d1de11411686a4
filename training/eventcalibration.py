"""Temperatures of the event heads: what kind of event a word tells, and what a word is to a trigger.

Both heads learn with their rare labels weighing more than "nothing", so that beside a temperature a shift of "nothing"
is fitted.  Each half of the held-out sentences fits what the other measures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from marsad.annotate.encoder.eventheads import KINDS_OF_EVENT, ROLES
from marsad.annotate.encoder.heads import softmax
from marsad.annotate.encoder.model import Reader
from training.calibration import GRID, crossed, first_half
from training.samples import Sample
from training.scores import Floats

Integers = NDArray[np.int64]
Rows = tuple[Floats, Integers]
"""Log probabilities of an uncalibrated head, and the right column of each row."""


def kind_rows(reader: Reader, samples: Sequence[Sample]) -> Rows:
    """Each word of each sentence, with the kind of event that it triggers."""
    logs, gold = [], []
    for sample in samples:
        logs.append(np.log(reader.read(sample.words).kinds + 1e-9))
        row = np.zeros(len(sample.words), dtype=np.int64)
        for event in sample.events or ():
            row[event.trigger] = KINDS_OF_EVENT.index(event.kind)
        gold.append(row)
    return np.concatenate(logs), np.concatenate(gold)


def role_rows(reader: Reader, samples: Sequence[Sample]) -> Rows:
    """Each word of each sentence for each of its events, with its role."""
    logs, gold = [], []
    for sample in samples:
        reading = reader.read(sample.words)
        for event in sample.events or ():
            row = np.zeros(len(sample.words), dtype=np.int64)
            for role, first, last in event.roles:
                row[first : last + 1] = ROLES.index(role)
            others = np.arange(len(row)) != event.trigger
            logs.append(np.log(reading.roles(event.trigger) + 1e-9)[others])
            gold.append(row[others])
    return np.concatenate(logs), np.concatenate(gold)


def shifted(logs: Floats, temperature: float, shift: float) -> Floats:
    """Probabilities, with so much added to "nothing" before the temperature divides."""
    moved = logs.copy()
    moved[:, 0] += np.float32(shift)
    return softmax(moved / np.float32(temperature))


def fitted(rows: Rows) -> tuple[float, float]:
    """Temperature and shift with the least log loss."""
    logs, gold = rows
    index = np.arange(len(gold))
    best = (np.inf, 1.0, 0.0)
    for t in GRID[:33]:
        for shift in np.arange(-1.0, 2.01, 0.25):
            loss = -float(np.log(shifted(logs, float(t), float(shift))[index, gold] + 1e-9).mean())
            best = min(best, (loss, float(t), float(shift)))
    return best[1], best[2]


def said(rows: Rows, temperature: float, shift: float) -> tuple[Floats, NDArray[np.bool_]]:
    """What is answered where it is not "nothing": its probability, and whether it is right."""
    logs, gold = rows
    found = shifted(logs, temperature, shift)
    best = found[:, 1:].argmax(1) + 1
    answered = found[:, 0] < 0.5
    return found[np.arange(len(gold)), best][answered], (best == gold)[answered]


def calibrated_events(reader: Reader, samples: Sequence[Sample]) -> dict[str, float]:
    """The event heads' settings of ``config.json``; the reader must not be calibrated yet.

    The error is that of each half by the settings that the other half gave (a half alone has some 250 answers: noise of
    0.05); what is shipped is fitted on both.
    """
    found: dict[str, float] = {}
    readers: dict[str, Callable[[Reader, Sequence[Sample]], Rows]] = {"kinds": kind_rows, "roles": role_rows}
    for name, rows in readers.items():
        halves = [rows(reader, [s for s in samples if first_half(s) == half]) for half in (True, False)]
        measured = crossed([said(one, *fitted(other)) for one, other in (halves, halves[::-1])])
        temperature, shift = fitted((np.concatenate([h[0] for h in halves]), np.concatenate([h[1] for h in halves])))
        found |= {name: temperature, f"{name}_shift": shift, f"{name}_ece": measured}
    return found
