"""The measures: names on UNER EWT, the place of an event, factuality; each on sentences that taught nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from marsad.annotate.encoder.heads import Span, bucket, decode, softmax
from training.batches import bucketed, make
from training.bert import Model
from training.losses import pair_logits, word_states
from training.samples import Sample

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says about a sample."""

    sample: Sample
    tags: Floats
    """Probability of each tag for each word."""
    pairs: tuple[float, ...]
    """Logit of each pair of the sample."""
    facts: tuple[float, ...]
    score: Callable[[int, Sequence[Span]], Floats]
    """Logits of any spans for a trigger word."""


def answers(model: Model, samples: Sequence[Sample], pieces: Any, temperature: float = 1.0) -> list[Answer]:
    """The model's answers, in batches, without dropout."""
    model.eval()
    found: list[Answer] = []
    with torch.no_grad():
        for group in bucketed(samples, pieces, random.Random(0), 6000) if samples else ():
            batch = make(group, pieces)
            words, _ = word_states(model, batch)
            tags = model.names(words).numpy()
            pairs = pair_logits(model, words, batch.pairs).tolist() if len(batch.pairs) else []
            facts = model.factuality(words[batch.facts[:, 0], batch.facts[:, 1]]).tolist() if len(batch.facts) else []
            for n, sample in enumerate(group):
                mine = [i for i, row in enumerate(batch.pairs.tolist()) if row[0] == n]
                told = [i for i, row in enumerate(batch.facts.tolist()) if row[0] == n]
                size = int((batch.firsts[n] > 0).sum())
                found.append(
                    Answer(
                        sample,
                        softmax(tags[n, :size] / temperature),
                        tuple(pairs[i] for i in mine),
                        tuple(facts[i] for i in told),
                        _scorer(model, words[n : n + 1, :size]),
                    )
                )
    return found


def _scorer(model: Model, words: torch.Tensor) -> Callable[[int, Sequence[Span]], Floats]:
    def score(trigger: int, spans: Sequence[Span]) -> Floats:
        rows = [(0, trigger, a, b, bucket(trigger, (a, b))) for a, b in spans]
        with torch.no_grad():
            return np.asarray(pair_logits(model, words, torch.tensor(rows)).numpy(), dtype=np.float32)

    return score


def spans_of(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Spans of BIO tags: first word, last word, kind."""
    found: set[tuple[int, int, str]] = set()
    start = -1
    for i, tag in enumerate((*tags, "O")):
        if start >= 0 and not tag.startswith("I-"):
            found.add((start, i - 1, tags[start][2:]))
            start = -1
        if tag.startswith("B-"):
            start = i
    return found


def f1(right: int, said: int, wanted: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * right / (said + wanted) if said + wanted else 0.0


def name_scores(found: Sequence[Answer]) -> dict[str, float]:
    """Exact-span F1: PLACE and ORG together, with persons, and each."""
    counts = {kind: [0, 0, 0] for kind in ("PLACE", "ORG", "PERSON")}
    for answer in found:
        gold = {s for s in spans_of(answer.sample.tags) if s[1] < len(answer.tags)}
        ours = {(a, b, kind) for a, b, kind, _ in decode(answer.tags)}
        for kind, tally in counts.items():
            g, o = {s for s in gold if s[2] == kind}, {s for s in ours if s[2] == kind}
            tally[0], tally[1], tally[2] = tally[0] + len(g & o), tally[1] + len(o), tally[2] + len(g)
    both = [sum(counts[k][i] for k in ("PLACE", "ORG")) for i in range(3)]
    scores = {"span_f1": f1(*both), "precision": both[0] / max(1, both[1]), "recall": both[0] / max(1, both[2])}
    scores["span_f1_with_persons"] = f1(*(sum(c[i] for c in counts.values()) for i in range(3)))
    return scores | {f"{kind.lower()}_f1": f1(*tally) for kind, tally in counts.items()}


def place_scores(found: Sequence[Answer], threshold: float = 0.0) -> dict[str, float]:
    """The set's own measure (right place, or rightly none) with the model's places as candidates; and pairs alone."""
    located: list[bool] = []
    placeless: list[bool] = []
    for answer in found:
        gold = [(a, b) for _, a, b, yes in answer.sample.pairs if yes]
        if not answer.sample.pairs and not answer.sample.tags:
            continue
        trigger = trigger_of(answer.sample)
        if trigger is None or trigger >= len(answer.tags):
            continue
        spans = [(a, b) for a, b, kind, _ in decode(answer.tags) if kind == "PLACE"]
        scores = answer.score(trigger, spans) if spans else np.zeros(0)
        best = int(scores.argmax()) if spans else -1
        ours = spans[best] if spans and scores[best] > threshold else None
        if gold:
            located.append(ours is not None and any(a <= ours[1] and ours[0] <= b for a, b in gold))
        else:
            placeless.append(ours is None)
    pairs = [(s, yes) for a in found for s, (_, _, _, yes) in zip(a.pairs, a.sample.pairs, strict=False)]
    right = sum((s > threshold) == yes for s, yes in pairs)
    both = located + placeless
    return {
        "place_accuracy": sum(both) / max(1, len(both)), "located": sum(located) / max(1, len(located)),
        "placeless": sum(placeless) / max(1, len(placeless)), "pair_accuracy": right / max(1, len(pairs)),
        "pair_auc": auc([s for s, _ in pairs], [yes for _, yes in pairs]),
    }  # fmt: skip


def trigger_of(sample: Sample) -> int | None:
    """The verb that the row asks about."""
    return int(sample.key.rsplit("@", 1)[1]) if "@" in sample.key else None


def auc(scores: Sequence[float], gold: Sequence[bool]) -> float:
    """Area under the ROC curve."""
    order = np.argsort(np.asarray(scores, dtype=float), kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    yes = np.asarray(gold, dtype=bool)
    if not yes.any() or yes.all():
        return 0.5
    return float((ranks[yes].sum() - yes.sum() * (yes.sum() + 1) / 2) / (yes.sum() * (~yes).sum()))


def fact_scores(found: Sequence[Answer]) -> dict[str, float]:
    """Right sign, and Pearson's r."""
    pairs = [(f.value, v) for a in found for f, v in zip(a.sample.facts, a.facts, strict=False)]
    if not pairs:
        return {}
    gold, ours = np.array(pairs).T
    return {"sign_accuracy": float(((gold > 0) == (ours > 0)).mean()), "pearson": float(np.corrcoef(gold, ours)[0, 1])}


def rounded(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores to four places."""
    return {name: round(value, 4) for name, value in scores.items()}
