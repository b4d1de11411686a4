"""The measures of the event heads while they learn, on sentences that taught nothing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from marsad.annotate.encoder import eventheads
from marsad.annotate.encoder.heads import softmax, spans_of_rows
from marsad.annotate.encoder.pieces import Pieces
from training.batches import Batch, bucketed, make
from training.bert import Model
from training.losses import reaches, word_states
from training.samples import IGNORE, Sample
from training.scores import f1, spans_of


def batches(model: Model, samples: Sequence[Sample], pieces: Pieces) -> Iterator[tuple[Batch, Tensor, Tensor]]:
    """Batches with the states of their words and sentences."""
    model.eval()
    with torch.no_grad():
        for group in bucketed(samples, pieces, random.Random(0), 6000) if samples else ():
            batch = make(group, pieces)
            yield batch, *word_states(model, batch)


def event_scores(model: Model, samples: Sequence[Sample], pieces: Pieces) -> dict[str, float]:
    """F1 of triggers, alone and with their kind; F1 of roles, word by word, at given triggers; the rest as shares."""
    count: Counter[str] = Counter()
    for batch, words, mean in batches(model, samples, pieces):
        told = batch.events
        known = told.kinds != IGNORE
        gold, ours = told.kinds[known], model.event_kinds(words).argmax(-1)[known]
        count.update(said=int((ours > 0).sum()), wanted=int((gold > 0).sum()))
        count.update(found=int(((ours > 0) & (gold > 0)).sum()), right=int(((ours > 0) & (gold == ours)).sum()))
        relevant = (model.relevance(mean).squeeze(-1) > 0).float()
        count.update(sentences=len(relevant), relevant=int((relevant == told.relevance).sum()))
        if len(told.triggers):
            row, word = told.triggers.unbind(1)
            triggers = words[row, word]
            roles = model.event_roles(triggers, words[row], reaches(word, words.shape[1])).argmax(-1)
            for name in ("who", "whom", "at"):
                n = eventheads.ROLES.index(name)
                mine, theirs = (roles == n) & (told.roles != IGNORE), told.roles == n
                count.update({f"{name}_said": int(mine.sum()), f"{name}_wanted": int(theirs.sum())})
                count.update({f"{name}_right": int((mine & theirs).sum())})
            mode, auxiliaries, modality = model.status(triggers)
            count.update(events=len(row), mode=int((mode.argmax(-1) == told.modes).sum()))
            count.update(modality=int((modality.argmax(-1) == told.modalities).sum()))
            count.update(aux=int(((auxiliaries > 0).float() == told.auxiliaries).all(1).sum()))
    scores = {"trigger_f1": f1(count["found"], count["said"], count["wanted"])}
    scores["kind_f1"] = f1(count["right"], count["said"], count["wanted"])
    for role in ("who", "whom", "at"):
        scores[f"{role}_f1"] = f1(*(count[f"{role}_{part}"] for part in ("right", "said", "wanted")))
    scores |= {name: count[name] / max(1, count["events"]) for name in ("mode", "aux", "modality")}
    return scores | {"relevance": count["relevant"] / max(1, count["sentences"])}


def filler_scores(model: Model, samples: Sequence[Sample], pieces: Pieces) -> dict[str, float]:
    """F1 of exact spans in the stretches of messages; spans on open words count neither way."""
    right = said = wanted = 0
    for batch, words, _ in batches(model, samples, pieces):
        rows = softmax(model.fillers(words).numpy())
        for n, sample in enumerate(batch.samples):
            size = int((batch.firsts[n] > 0).sum())
            gold = {s for s in spans_of(sample.fillers) if s[1] < size}
            found = {(a, b, kind) for a, b, kind, _ in spans_of_rows(rows[n, :size], eventheads.FILLER_LABELS)}
            found = {s for s in found if "" not in sample.fillers[s[0] : s[1] + 1]}
            right, said, wanted = right + len(gold & found), said + len(found), wanted + len(gold)
    return {"filler_f1": f1(right, said, wanted)}
