"""Samples to batches of numbers, by length, with what each head is taught."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from marsad.annotate.encoder import eventheads
from marsad.annotate.encoder.heads import LABELS, bucket
from marsad.annotate.encoder.pieces import Pieces, windows
from training.samples import IGNORE, Event, Sample, glued, hyphens

LIMIT = 96
"""Pieces of a training sentence; the rest of a longer one is not taught."""
WIDE = 224
"""The same for several sentences of a document, which are read together for role fillers."""
ROW_PIECES = 1400
"""Pieces of a batch, padding included."""
_NUMBER = {label: n for n, label in enumerate(LABELS)}
_FILLER = {label: n for n, label in enumerate(eventheads.FILLER_LABELS)}
_KIND, _MODE, _ROLE, _MODALITY = (
    {name: n for n, name in enumerate(names)}
    for names in (eventheads.KINDS_OF_EVENT, eventheads.MODES, eventheads.ROLES, eventheads.MODALITIES)
)


def limit(sample: Sample) -> int:
    """Pieces of a sample that are taught."""
    return WIDE if sample.fillers else LIMIT


@dataclass(frozen=True, slots=True)
class Events:
    """What a batch teaches of events: ``kinds`` of each word (rows, words), then a row for each trigger.

    ``triggers`` rows of (row, word); ``roles`` (triggers, words); ``modes``, ``modalities`` numbers; ``auxiliaries`` 0
    or 1.  ``relevance`` says of each sentence whether it tells of an event, -1 where nobody says.
    """

    kinds: Tensor
    triggers: Tensor
    roles: Tensor
    modes: Tensor
    modalities: Tensor
    auxiliaries: Tensor
    relevance: Tensor


def events_of(samples: Sequence[Sample], sizes: Sequence[int]) -> Events:
    """The events of a batch; ``sizes`` are the words of each row that were not cut off."""
    wide = max(sizes)
    kinds = torch.full((len(samples), wide), IGNORE)
    relevance = torch.full((len(samples),), -1.0)
    triggers, roles, told = [], [], []
    for n, (sample, size) in enumerate(zip(samples, sizes, strict=True)):
        if sample.events is None:
            continue
        kinds[n, :size] = 0
        relevance[n] = float(bool(sample.events))
        for event in sample.events:
            if event.trigger < size:
                kinds[n, event.trigger] = _KIND[event.kind]
                triggers.append((n, event.trigger))
                roles.append(_role_row(event, size, wide))
                told.append(event)
    return Events(
        kinds,
        torch.tensor(triggers, dtype=torch.long).reshape(-1, 2),
        torch.stack(roles) if roles else torch.zeros(0, wide, dtype=torch.long),
        torch.tensor([_MODE[e.mode] for e in told], dtype=torch.long),
        torch.tensor([_MODALITY[e.modality] for e in told], dtype=torch.long),
        torch.tensor([[float(a in e.auxiliaries) for a in eventheads.AUXILIARIES] for e in told]).reshape(-1, 4),
        relevance,
    )


def _role_row(event: Event, size: int, wide: int) -> Tensor:
    row = torch.full((wide,), IGNORE)
    row[:size] = 0
    for role, first, last in event.roles:
        row[first : min(last + 1, size)] = _ROLE[role]
    row[event.trigger] = IGNORE
    return row


@dataclass(frozen=True, slots=True)
class Batch:
    """One step's sentences.

    ``firsts`` holds the piece of each word (0 where there is none); ``tags`` the label of each word;
    ``pairs`` rows of (row, trigger word, first word, last word, distance class) with ``pair_gold``;
    ``facts`` rows of (row, word) with ``fact_gold`` and ``fact_weight``; ``fillers`` the role tag of each word.
    """

    ids: Tensor
    cases: Tensor
    real: Tensor
    firsts: Tensor
    tags: Tensor
    tag_weight: Tensor
    pairs: Tensor
    pair_gold: Tensor
    facts: Tensor
    fact_gold: Tensor
    fact_weight: Tensor
    events: Events
    fillers: Tensor
    samples: tuple[Sample, ...]


def shaken(sample: Sample, rng: random.Random) -> Sample:
    """The sample as other writers might set it: hyphens glued, all in small letters, all in capitals."""
    glue = [i for i in hyphens(sample) if rng.random() < 0.5]
    if glue:
        sample = glued(sample, glue)
    draw = rng.random()
    if draw < 0.03:
        return replace(sample, words=tuple(w.lower() for w in sample.words))
    if draw < 0.06:
        return replace(sample, words=tuple(w.upper() for w in sample.words))
    return sample


def make(samples: Sequence[Sample], pieces: Pieces) -> Batch:
    """A batch of sentences, each cut at its :func:`limit`."""
    cut = [windows(s.words, pieces, limit(s))[0] for s in samples]
    long, wide = max(len(w.ids) for w in cut), max(len(w.heads) for w in cut)
    ids, cases = (torch.zeros(len(cut), long, dtype=torch.long) for _ in range(2))
    real = torch.zeros(len(cut), long, dtype=torch.bool)
    firsts = torch.zeros(len(cut), wide, dtype=torch.long)
    tags, fillers = (torch.full((len(cut), wide), IGNORE) for _ in range(2))
    pairs, pair_gold, facts, fact_gold, fact_weight = [], [], [], [], []
    for n, (sample, window) in enumerate(zip(samples, cut, strict=True)):
        size, words = len(window.ids), len(window.heads)
        ids[n, :size], cases[n, :size] = torch.tensor(window.ids), torch.tensor(window.cases)
        real[n, :size] = True
        firsts[n, :words] = torch.tensor(window.heads)
        if sample.tags:
            tags[n, :words] = torch.tensor([_NUMBER.get(t, IGNORE) for t in sample.tags[:words]])
        if sample.fillers:
            fillers[n, :words] = torch.tensor([_FILLER.get(t, IGNORE) for t in sample.fillers[:words]])
        for trigger, a, b, yes in sample.pairs:
            if max(trigger, b) < words:
                pairs.append((n, trigger, a, b, bucket(trigger, (a, b))))
                pair_gold.append(float(yes))
        for fact in sample.facts:
            if fact.word < words:
                facts.append((n, fact.word))
                fact_gold.append(fact.value)
                fact_weight.append(fact.weight)
    return Batch(
        ids, cases, real, firsts, tags, torch.tensor([s.weight for s in samples]),
        torch.tensor(pairs, dtype=torch.long).reshape(-1, 5), torch.tensor(pair_gold),
        torch.tensor(facts, dtype=torch.long).reshape(-1, 2), torch.tensor(fact_gold), torch.tensor(fact_weight),
        events_of(samples, [len(w.heads) for w in cut]), fillers, tuple(samples),
    )  # fmt: skip


def bucketed(
    samples: Sequence[Sample], pieces: Pieces, rng: random.Random, room: int = ROW_PIECES
) -> Iterator[list[Sample]]:
    """Sentences of about one number of pieces together, so that little is padded; the groups in random order."""
    sized = [(min(limit(s), 2 + sum(len(pieces.of(w)) for w in s.words)), s) for s in samples]
    sized.sort(key=lambda pair: pair[0] + 2 * rng.random())
    groups: list[list[Sample]] = [[]]
    for length, sample in sized:
        if groups[-1] and (len(groups[-1]) + 1) * length > room:
            groups.append([])
        groups[-1].append(sample)
    rng.shuffle(groups)
    yield from (group for group in groups if group)
