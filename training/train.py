"""Train the reading model: ``python -m training.train --data ../shared/data --out /tmp/model``.

Writes ``model.pt``, ``scores.json`` and ``curve.csv`` into the folder.  Seeds are fixed; ``--without`` leaves sources
out (for ablations).  Four stages, each ``--after`` the folder of the one before: names, places and
factuality; events and role fillers; all of it at half the rate; the heads alone.  ``training/make.sh`` runs them.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor
from torch.optim import Optimizer

from marsad.annotate.encoder.pieces import Pieces, read_vocabulary
from training.batches import bucketed, make, shaken
from training.bert import WIDTH, Model, base_encoder, base_folder
from training.eventscores import event_scores, filler_scores
from training.losses import WEIGHTS, losses
from training.mixture import Mixture, mixture
from training.samples import Sample
from training.scores import answers, fact_scores, name_scores, place_scores, rounded


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    epochs: float = 2.0
    rate: float = 2e-4
    head_rate: float = 1e-3
    seed: int = 7
    freeze_words: bool = True
    shares: Shares = field(default_factory=lambda: FIRST)


Shares = Mapping[str, float]
"""How often an epoch sees the sentences of each source."""
FIRST: Shares = {
    "pud": 2.0, "gum": 1.0, "wnut": 0.4, "wnut_dev": 0.4, "ecb": 0.7, "re3d": 1.0, "event_location": 1.0, "uds": 0.4,
    "made": 1.0,
}  # fmt: skip
"""Names, places and factuality.  Tweets are far from reports, PUD is labelled by the rules of the measure, and UDS is
so large that names would starve."""
SECOND: Shares = {
    "pud": 1.0, "gum": 0.3, "wnut": 0.15, "wnut_dev": 0.15, "ecb": 0.3, "re3d": 0.5, "event_location": 0.6, "uds": 0.3,
    "made": 0.2, "own": 3.0, "own2": 3.0, "invented": 3.0, "muc4": 0.8,
}  # fmt: skip
"""Events and role fillers, on a model that knows the first: few labels, seen often; the rest not to be forgotten."""
THIRD: Shares = {
    "pud": 2.0, "gum": 0.5, "wnut": 0.2, "wnut_dev": 0.2, "ecb": 0.5, "re3d": 1.0, "event_location": 0.6, "uds": 0.4,
    "made": 0.4, "own": 1.5, "own2": 1.5, "invented": 1.5, "muc4": 1.0,
}  # fmt: skip
"""All of it once more at half the rate: names had fallen behind (0.69 after 0.73), role fillers were still rising."""
FOURTH: Shares = {
    "pud": 1.0, "gum": 0.3, "wnut": 0.1, "wnut_dev": 0.1, "ecb": 0.2, "re3d": 0.5, "event_location": 0.3, "uds": 0.3,
    "made": 0.2, "own": 2.0, "own2": 2.0, "invented": 2.0, "muc4": 1.0,
}  # fmt: skip
"""The heads alone, on an encoder that stands between the first and the third stage and no longer learns."""
STAGES = (FIRST, SECOND, THIRD, FOURTH)
HEADS_ALONE = 1e-4
"""Rate from which the heads' own follows when the encoder's is 0."""
KEPT_SIMILAR = frozenset({"pud", "ecb", "re3d"})
"""Sources whose sentences keep the base's embedding: news, which is what is compared later."""


def drawn(samples: Sequence[Sample], shares: Shares, rng: random.Random) -> list[Sample]:
    """The sentences of one epoch."""
    found = []
    for sample in samples:
        share = shares.get(sample.source, 0.0)
        found += [sample] * (int(share) + (rng.random() < share % 1))
    return found


def base_embeddings(samples: Sequence[Sample], pieces: Pieces) -> dict[int, Tensor]:
    """The base's embedding of each sentence that is kept similar: by the identity of the sample."""
    encoder = base_encoder().eval()
    found: dict[int, Tensor] = {}
    with torch.no_grad():
        for group in bucketed([s for s in samples if s.source in KEPT_SIMILAR], pieces, random.Random(0), 4000):
            batch = make(group, pieces)
            states = encoder(batch.ids, torch.zeros_like(batch.cases), batch.real)
            real = batch.real[..., None].float()
            for sample, row in zip(group, (states * real).sum(1) / real.sum(1), strict=True):
                found[id(sample)] = row
    return found


def optimiser(model: Model, plan: Plan) -> torch.optim.AdamW:
    """Slow for the encoder, fast for the new heads; the word table stays as it is where the plan says so."""
    model.encoder.words.weight.requires_grad_(not plan.freeze_words)
    if not plan.rate:
        model.encoder.requires_grad_(False)
    base = [p for n, p in model.named_parameters() if n.startswith("encoder.") and "cases" not in n and p.requires_grad]
    heads = [p for n, p in model.named_parameters() if p.requires_grad and (n[:8] != "encoder." or "cases" in n)]
    groups = [{"params": base, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}]
    return torch.optim.AdamW([g for g in groups if g["params"]], weight_decay=0.01)


def measured(model: Model, mix: Mixture, pieces: Pieces, sample: int = 0) -> dict[str, float]:
    """All measures; ``sample`` limits the sentences of each while training."""

    def part(samples: Sequence[Sample]) -> Sequence[Sample]:
        return samples[:sample] if sample else samples

    scores = {f"names_{k}": v for k, v in name_scores(answers(model, part(mix.names), pieces)).items()}
    scores |= {f"made_{k}": v for k, v in name_scores(answers(model, part(mix.made), pieces)).items() if k == "span_f1"}
    scores |= place_scores(answers(model, part(mix.places), pieces))
    scores |= event_scores(model, part(mix.events), pieces)
    scores |= filler_scores(model, part(mix.fillers), pieces)
    return rounded(scores | fact_scores(answers(model, part(mix.facts), pieces)))


@dataclass(slots=True)
class Run:
    """A model that is learning, and what is written down about it."""

    model: Model
    pieces: Pieces
    out: Path
    began: float = field(default_factory=time.monotonic)
    rows: list[dict[str, float]] = field(default_factory=list)

    def train(self, mix: Mixture, plan: Plan) -> None:
        """Learn; a row of the curve and a saved model for each half epoch."""
        rng = random.Random(plan.seed)
        kept = base_embeddings(mix.train, self.pieces)
        adam = optimiser(self.model, plan)
        epoch = drawn(mix.train, plan.shares, random.Random(0))
        length = sum(1 for _ in bucketed(epoch, self.pieces, random.Random(0)))
        total = round(plan.epochs * length)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            adam, lambda n: max(0.02, min((n + 1) / (0.06 * total), 1 - n / total))
        )
        sums, done = Counter[str](), 0
        while done < total:
            for group in bucketed(drawn(mix.train, plan.shares, rng), self.pieces, rng):
                self._step(group, kept, rng, adam, sums)
                schedule.step()
                done += 1
                if done % (length // 2) == 0 or done == total:
                    self._note(mix, plan, done / length, sums)
                elif done % 20 == 0:
                    print(done, total, round(time.monotonic() - self.began), flush=True)
                if done == total:
                    break

    def _step(
        self, group: Sequence[Sample], kept: dict[int, Tensor], rng: random.Random, adam: Optimizer, sums: Counter[str]
    ) -> None:
        self.model.train()
        batch = make([shaken(s, rng) for s in group], self.pieces)
        wanted = torch.stack([kept.get(id(s), torch.zeros(WIDTH)) for s in group])
        each = losses(self.model, batch, wanted)
        adam.zero_grad()
        torch.stack([WEIGHTS[name] * loss for name, loss in each.items()]).sum().backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        adam.step()
        sums.update({name: float(loss.detach()) for name, loss in each.items()})
        sums.update({f"n_{name}": 1 for name in each})

    def _note(self, mix: Mixture, plan: Plan, epoch: float, sums: Counter[str]) -> None:
        row: dict[str, float] = {"rate": plan.rate, "epoch": round(epoch, 2)}
        row["seconds"] = round(time.monotonic() - self.began)
        row |= {f"loss_{k}": round(sums[k] / max(1, sums[f"n_{k}"]), 4) for k in WEIGHTS}
        self.rows.append(row | measured(self.model, mix, self.pieces, 300))
        sums.clear()
        print(self.rows[-1], flush=True)
        _curve(self.out, self.rows)
        torch.save(self.model.state_dict(), self.out / "model.pt")


def _curve(out: Path, rows: Sequence[dict[str, float]]) -> None:
    with (out / "curve.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def started(after: Path, between: Path | None, part: float) -> dict[str, Tensor]:
    """Weights to go on from; with ``between`` so much of that stage's in them, where both have them.

    Between two models of one descent lie models that keep most of both (Wortsman et al. 2022, "Robust fine-tuning").
    """
    found: dict[str, Tensor] = torch.load(after / "model.pt", weights_only=True)
    if between is None:
        return found
    other = torch.load(between / "model.pt", weights_only=True)
    return {n: other[n] * part + t * (1 - part) if n in other else t for n, t in found.items()}


def main() -> None:
    """Read the arguments, train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=Plan().epochs)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=Plan().rate)
    parser.add_argument("--limit", type=int, default=0, help="sentences of each source: a quick trial")
    parser.add_argument("--without", action="append", default=[], help="a source to leave out")
    parser.add_argument("--after", type=Path, help="folder of the stage before")
    parser.add_argument("--stage", type=int, choices=(1, 2, 3, 4), default=1)
    parser.add_argument("--between", type=Path, help="folder of a stage to take part of the weights from")
    parser.add_argument("--part", type=float, default=0.3, help="how much of them")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(given.threads)
    pieces = Pieces(read_vocabulary(base_folder() / "vocab.txt"))
    mix = mixture(given.data, set(given.without), given.limit)
    print(Counter(s.source for s in mix.train), flush=True)
    plan = Plan(given.epochs, given.rate, 5 * (given.rate or HEADS_ALONE), shares=STAGES[given.stage - 1])
    torch.manual_seed(plan.seed)
    run = Run(Model(), pieces, given.out)
    if given.after:
        run.model.load_state_dict(started(given.after, given.between, given.part), strict=False)
    else:
        run.model.encoder = base_encoder()
    run.train(mix, plan)
    scores = measured(run.model, mix, pieces)
    (given.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
