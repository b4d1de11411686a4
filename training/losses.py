"""What one batch teaches: a loss for each head, and the states that they stand on."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from marsad.annotate.encoder import eventheads
from training.batches import Batch
from training.bert import Model
from training.samples import IGNORE

WEIGHTS = {
    "names": 1.0, "pairs": 0.5, "facts": 0.5, "embedding": 0.5,
    "kinds": 1.0, "roles": 1.0, "status": 0.5, "relevance": 0.2, "fillers": 1.0,
}  # fmt: skip
"""How much a head's loss counts: names and events lead, for they have the most labels and the hardest measures."""
FILLED = 2.0
"""A word that fills a role, or triggers, weighs this much against one that does not: they are one of ten."""
POSITIVE = 1.5
"""A place where it happened weighs this much: it is the rarer of the two (1 of 3 candidates)."""


def word_states(model: Model, batch: Batch) -> tuple[Tensor, Tensor]:
    """States of the words' first pieces, and the mean over all pieces."""
    states = model.encoder(batch.ids, batch.cases, batch.real)
    index = batch.firsts[..., None].expand(-1, -1, states.shape[-1])
    real = batch.real[..., None].float()
    return states.gather(1, index), (states * real).sum(1) / real.sum(1)


def pair_logits(model: Model, words: Tensor, pairs: Tensor) -> Tensor:
    """Scores of the batch's pairs; a place is the mean of its words."""
    row, trigger, first, last, far = pairs.unbind(1)
    steps = torch.arange(words.shape[1])
    inside = ((steps >= first[:, None]) & (steps <= last[:, None])).float()
    places = torch.einsum("pw,pwd->pd", inside, words[row]) / inside.sum(1, keepdim=True)
    return model.pair_scores(words[row, trigger], places, far)


def losses(model: Model, batch: Batch, wanted: Tensor | None = None) -> dict[str, Tensor]:
    """The loss of each head that the batch teaches; ``wanted`` are the base's sentence embeddings."""
    words, mean = word_states(model, batch)
    found: dict[str, Tensor] = {}
    if (batch.tags != IGNORE).any():
        logits = model.names(model.dropout(words))
        each = functional.cross_entropy(logits.transpose(1, 2), batch.tags, ignore_index=IGNORE, reduction="none")
        weight = batch.tag_weight[:, None] * (batch.tags != IGNORE)
        found["names"] = (each * weight).sum() / weight.sum().clamp(min=1.0) * 3
    if len(batch.pairs):
        scores = pair_logits(model, words, batch.pairs)
        found["pairs"] = functional.binary_cross_entropy_with_logits(
            scores, batch.pair_gold, pos_weight=torch.tensor(POSITIVE)
        )
    if len(batch.facts):
        row, word = batch.facts.unbind(1)
        values = model.factuality(words[row, word])
        each = functional.smooth_l1_loss(values, batch.fact_gold, beta=0.5, reduction="none")
        sign = functional.softplus(-2 * values * batch.fact_gold.sign())
        found["facts"] = ((each + 0.3 * sign) * batch.fact_weight).mean()
    if wanted is not None and (known := wanted.abs().sum(1) > 0).any():
        near = functional.cosine_similarity(model.embed(mean[known]), wanted[known])
        found["embedding"] = (1 - near).mean() * 2
    return found | event_losses(model, batch, words, mean)


def event_losses(model: Model, batch: Batch, words: Tensor, mean: Tensor) -> dict[str, Tensor]:
    """The losses of the event heads, and of role fillers."""
    found: dict[str, Tensor] = {}
    told = batch.events
    if (told.kinds != IGNORE).any():
        found["kinds"] = tag_loss(model.event_kinds(words), told.kinds) * 3
        known = told.relevance >= 0
        found["relevance"] = functional.binary_cross_entropy_with_logits(
            model.relevance(mean[known]).squeeze(-1), told.relevance[known]
        )
    if len(told.triggers):
        row, word = told.triggers.unbind(1)
        triggers = words[row, word]
        logits = model.event_roles(triggers, words[row], reaches(word, words.shape[1]))
        found["roles"] = tag_loss(logits, told.roles) * 3
        mode, auxiliaries, modality = model.status(triggers)
        found["status"] = (
            functional.cross_entropy(mode, told.modes)
            + functional.cross_entropy(modality, told.modalities)
            + functional.binary_cross_entropy_with_logits(auxiliaries, told.auxiliaries) * 2
        )
    if (batch.fillers != IGNORE).any():
        found["fillers"] = tag_loss(model.fillers(model.dropout(words)), batch.fillers) * 3
    return found


def tag_loss(logits: Tensor, gold: Tensor) -> Tensor:
    """Cross entropy over the words that carry a label; a label other than the first weighs :data:`FILLED`."""
    weights = torch.full((logits.shape[-1],), FILLED)
    weights[0] = 1.0
    return functional.cross_entropy(logits.transpose(1, 2), gold, weights, ignore_index=IGNORE)


def reaches(triggers: Tensor, wide: int) -> Tensor:
    """Distance classes of all words from each trigger."""
    rows = [[eventheads.reach(t, w) for w in range(wide)] for t in triggers.tolist()]
    return torch.tensor(rows, dtype=torch.long)
