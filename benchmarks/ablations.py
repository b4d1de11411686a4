"""What each head of the reading model is worth to the coding: ``encoder/1`` with one head taken out at a time.

    python -m benchmarks.ablations [--data ../shared/data] [--labels held.jsonl]

One JSON line per variant with the measures of :data:`SETS`; ``--labels`` names the file that ``python -m
training.events`` wrote.  What a training source is worth is measured by ``training/ablate.sh``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.speed import say
from marsad.annotate.encoder.adviser import EncoderAdviser, Reads
from marsad.annotate.encoder.model import Reader
from marsad.annotate.rules import RulesBackend
from marsad.annotate.rules.advice import Advice, Told
from marsad.annotate.rules.tokens import Token
from marsad.evaluate.run import evaluate
from marsad.pack import Pack, load_pack
from marsad.pipeline.coder import Coder
from marsad.values import Mention

SETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "isaf": ("isaf/isaf_dev.jsonl", ("mean13", "event_type", "target_group")),
    "plover_gsr": ("plover_gsr/plover_gsr.jsonl", ("type_accuracy", "source", "target")),
    "ner": ("ner/uner_ewt_dev.jsonl", ("span_f1",)),
    "event_location": ("event_location/event_location_dev.jsonl", ("place_accuracy",)),
}
LABELS = ("kind_f1", "actor_f1", "recipient_f1")
Change = Callable[[Advice, Sequence[Mention]], Advice]


def _told(advice: Advice, change: Callable[[Told], Told]) -> Advice:
    ask = advice.told

    def changed(in_doubt: bool) -> Sequence[Told] | None:
        found = ask(in_doubt) if ask is not None else None
        return None if found is None else [change(t) for t in found]

    return replace(advice, told=changed)


VARIANTS: dict[str, Change] = {
    "all heads": lambda advice, mentions: advice,
    "without names": lambda advice, mentions: replace(advice, mentions=tuple(mentions)),
    "without places of events": lambda advice, mentions: replace(advice, place_scores=None),
    "without events": lambda advice, mentions: replace(advice, told=None),
    "without roles": lambda advice, mentions: _told(advice, lambda t: replace(t, parts=())),
    "without modes, auxiliaries, modality": lambda advice, mentions: _told(
        advice, lambda t: replace(t, mode=None, auxiliary=frozenset(), modality="asserted")
    ),
}
"""What is taken out of the model's advice on a sentence."""


class LessAdvice(EncoderAdviser):
    """The adviser, less one head."""

    def __init__(self, model: Reads, change: Change) -> None:
        super().__init__(model)
        self._change = change

    def __call__(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> Advice | None:
        """Advice with something taken out."""
        advice = super().__call__(text, tokens, mentions)
        return None if advice is None else self._change(advice, mentions)


class LessBackend(RulesBackend):
    """``encoder/1`` with less advice."""

    def __init__(self, pack: Pack, model: Reader, variant: str) -> None:
        super().__init__(pack, LessAdvice(model, VARIANTS[variant]))
        self.name = f"encoder/1 {variant}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablations", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--labels", type=Path, help="own labels, as written by python -m training.events")
    given = parser.parse_args()
    pack, model = load_pack("afpak"), Reader()
    files = {name: (given.data / file, shown) for name, (file, shown) in SETS.items()}
    if given.labels is not None:
        files["events"] = (given.labels, LABELS)
    for variant in VARIANTS:
        coder = Coder(LessBackend(pack, model, variant), pack)
        found: dict[str, float] = {}
        for name, (path, shown) in files.items():
            if path.is_file():
                metrics = evaluate(name, path, coder).metrics
                found |= {f"{name} {measure}": metrics[measure] for measure in shown}
        say(variant=variant, **found)


if __name__ == "__main__":
    main()
