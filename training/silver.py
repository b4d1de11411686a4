"""Names that an earlier model is sure of, where no source says anything.

The teacher fills open words only, and only where it is sure; what it is unsure of stays open.  So sentences of sources
without names (UDS) and half-labelled ones (event_location, ECB+, GUM) teach names too, at no cost of time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from marsad.annotate.encoder.heads import LABELS, decode
from marsad.annotate.encoder.pieces import Pieces
from training.bert import Model
from training.samples import Sample, bio
from training.scores import Floats, answers

SURE = 0.9
"""Least probability of a name, and of a word outside of all names, that is taken over."""


def filled(samples: Sequence[Sample], teacher: Model, pieces: Pieces) -> list[Sample]:
    """The samples with their open words labelled where the teacher is sure."""
    return [_filled(answer.sample, answer.tags) for answer in answers(teacher, samples, pieces)]


def _filled(sample: Sample, probabilities: Floats) -> Sample:
    found, length = decode(probabilities), len(probabilities)
    silver = list(bio(length, [(a, b, kind) for a, b, kind, p in found if p >= SURE]))
    outside = LABELS.index("O")
    for i in range(length):
        if silver[i] == "O" and probabilities[i, outside] < SURE:
            silver[i] = ""
    silver += [""] * (len(sample.words) - length)
    if not sample.tags:
        return replace(sample, tags=tuple(silver), weight=0.5)
    tags = list(sample.tags)
    i = 0
    while i < len(tags):
        j = i
        while j < len(tags) and tags[j] == "":
            j += 1
        if j > i and not (j < len(tags) and silver[j].startswith("I-")) and not silver[i].startswith("I-"):
            tags[i:j] = silver[i:j]
        i = max(j, i + 1)
    return replace(sample, tags=tuple(tags))
