"""Train the reading model: ``python -m training.train --data ../shared/data --out /tmp/model``.

Writes ``model.pt``, ``scores.json`` and ``curve.csv`` into the folder.  Seeds are fixed; ``--without`` leaves sources
out (for ablations), ``--teacher`` adds names that an earlier model is sure of in sentences nobody has labelled.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from marsad.annotate.encoder.pieces import Pieces, read_vocabulary
from training.batches import bucketed, make, shaken
from training.bert import WIDTH, Model, base_encoder, base_folder
from training.losses import WEIGHTS, losses
from training.mixture import Mixture, mixture
from training.samples import Sample
from training.scores import answers, fact_scores, name_scores, place_scores, rounded


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    epochs: int = 3
    rate: float = 2e-4
    head_rate: float = 1e-3
    threads: int = 1
    seed: int = 7
    freeze_words: bool = True


SHARES: dict[str, float] = {"wnut": 0.6, "wnut_dev": 0.6, "uds": 0.6, "pud": 3.0}
"""How often an epoch sees the sentences of a source, where that is not once: tweets are far from reports, PUD is
labelled by the rules of the measure, and UDS is so large that names would starve."""
KEPT_SIMILAR = frozenset({"pud", "event_location", "ecb", "re3d"})
"""Sources whose sentences keep the base's embedding: news, which is what is compared later."""


def drawn(samples: Sequence[Sample], rng: random.Random) -> list[Sample]:
    """The sentences of one epoch."""
    found = []
    for sample in samples:
        share = SHARES.get(sample.source, 1.0)
        found += [sample] * (int(share) + (rng.random() < share % 1))
    return found


def base_embeddings(samples: Sequence[Sample], pieces: Pieces) -> dict[int, Tensor]:
    """The base's embedding of each sentence that is kept similar: by the identity of the sample."""
    encoder = base_encoder(0.0).eval()
    found: dict[int, Tensor] = {}
    with torch.no_grad():
        for group in bucketed([s for s in samples if s.source in KEPT_SIMILAR], random.Random(0), 4000):
            batch = make(group, pieces)
            states = encoder(batch.ids, torch.zeros_like(batch.cases), batch.real)
            real = batch.real[..., None].float()
            for sample, row in zip(group, (states * real).sum(1) / real.sum(1), strict=True):
                found[id(sample)] = row
    return found


def optimiser(model: Model, plan: Plan) -> torch.optim.AdamW:
    """Slow for the encoder, fast for the new heads; the word table stays as it is where the plan says so."""
    model.encoder.words.weight.requires_grad_(not plan.freeze_words)
    base = [p for n, p in model.named_parameters() if n.startswith("encoder.") and "cases" not in n and p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.") or "cases" in n]
    groups = [{"params": base, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def measured(model: Model, mix: Mixture, pieces: Pieces, sample: int = 0) -> dict[str, float]:
    """All measures; ``sample`` limits the sentences of each while training."""

    def part(samples: Sequence[Sample]) -> Sequence[Sample]:
        return samples[:sample] if sample else samples

    scores = {f"names_{k}": v for k, v in name_scores(answers(model, part(mix.names), pieces)).items()}
    scores |= {f"made_{k}": v for k, v in name_scores(answers(model, part(mix.made), pieces)).items() if k == "span_f1"}
    scores |= place_scores(answers(model, part(mix.places), pieces))
    return rounded(scores | fact_scores(answers(model, part(mix.facts), pieces)))


def train(mix: Mixture, plan: Plan, pieces: Pieces, out: Path) -> Model:
    """Learn; a row of the curve for each half epoch."""
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    model = Model()
    model.encoder = base_encoder()
    kept = base_embeddings(mix.train, pieces)
    steps = torch.optim.lr_scheduler.LambdaLR
    adam = optimiser(model, plan)
    length = sum(1 for _ in bucketed(drawn(mix.train, random.Random(0)), random.Random(0)))
    total = plan.epochs * length
    schedule = steps(adam, lambda n: min(1.0, (n + 1) / (0.06 * total)) * max(0.02, 1 - n / total))
    began, seen, sums, rows = time.monotonic(), 0, Counter[str](), []
    for epoch in range(plan.epochs):
        for n, group in enumerate(bucketed(drawn(mix.train, rng), rng)):
            model.train()
            batch = make([shaken(s, rng) for s in group], pieces)
            wanted = torch.stack([kept.get(id(s), torch.zeros(WIDTH)) for s in group])
            each = losses(model, batch, wanted)
            total_loss = torch.stack([WEIGHTS[name] * loss for name, loss in each.items()]).sum()
            adam.zero_grad()
            total_loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            adam.step()
            schedule.step()
            seen += 1
            sums.update({name: float(loss.detach()) for name, loss in each.items()})
            sums.update({f"n_{name}": 1 for name in each})
            if n % (length // 2) == length // 2 - 1:
                row = {"epoch": round(epoch + n / length, 2), "seconds": round(time.monotonic() - began)}
                row |= {f"loss_{k}": round(sums[k] / max(1, sums[f"n_{k}"]), 4) for k in WEIGHTS}
                rows.append(row | measured(model, mix, pieces, 300))
                print(rows[-1], flush=True)
                sums.clear()
                _curve(out, rows)
                torch.save(model.state_dict(), out / "model.pt")
    return model


def _curve(out: Path, rows: Sequence[dict[str, float]]) -> None:
    with (out / "curve.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Read the arguments, train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--threads", type=int, default=Plan().threads)
    parser.add_argument("--rate", type=float, default=Plan().rate)
    parser.add_argument("--limit", type=int, default=0, help="sentences of each source: a quick trial")
    parser.add_argument("--without", action="append", default=[], help="a source to leave out")
    parser.add_argument("--teacher", type=Path, help="folder of an earlier model")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(given.threads)
    pieces = Pieces(read_vocabulary(base_folder() / "vocab.txt"))
    mix = mixture(given.data, pieces, set(given.without), given.limit, given.teacher)
    print(Counter(s.source for s in mix.train), flush=True)
    model = train(mix, Plan(epochs=given.epochs, rate=given.rate, threads=given.threads), pieces, given.out)
    scores = measured(model, mix, pieces)
    (given.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
