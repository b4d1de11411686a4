"""Figures of the shipped weights, as they run: ``python -m training.report --data ../shared/data [--runs FOLDER...]``.

Prints Markdown: the measures with the int8 encoder, its speed and memory, and a table of training runs (their
``scores.json``, in floating point) for the ablations of the model card.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from marsad.annotate.encoder.heads import Span
from marsad.annotate.encoder.model import WEIGHTS, Reader, Reading
from training.mixture import Mixture, mixture
from training.samples import Sample
from training.scores import Answer, Floats, fact_scores, name_scores, place_scores, rounded

COLUMNS = ("names_span_f1", "names_place_f1", "names_org_f1", "made_span_f1", "place_accuracy", "located", "placeless",
           "pair_auc", "sign_accuracy", "pearson")  # fmt: skip


def answered(reader: Reader, samples: Sequence[Sample]) -> list[Answer]:
    """The reader's answers, sentence by sentence."""
    return [_answer(reader.read(sample.words), sample) for sample in samples]


def _answer(reading: Reading, sample: Sample) -> Answer:
    def score(trigger: int, spans: Sequence[Span]) -> Floats:
        p = np.clip(np.array(reading.place_scores(trigger, spans), dtype=np.float32), 1e-6, 1 - 1e-6)
        return np.asarray(np.log(p / (1 - p)), dtype=np.float32)

    pairs = tuple(float(score(t, [(a, b)])[0]) for t, a, b, _ in sample.pairs)
    facts = tuple(reading.factuality(f.word) for f in sample.facts)
    return Answer(sample, reading.tag_probabilities, pairs, facts, score)


def figures(reader: Reader, mix: Mixture) -> dict[str, float]:
    """The measures of the weights that run."""
    found = {f"names_{k}": v for k, v in name_scores(answered(reader, mix.names)).items()}
    found["made_span_f1"] = name_scores(answered(reader, mix.made))["span_f1"]
    found |= place_scores(answered(reader, mix.places))
    return rounded(found | fact_scores(answered(reader, mix.facts)))


def speed(samples: Sequence[Sample]) -> dict[str, float]:
    """Seconds to load, sentences a second of processor time, peak memory of this process so far in MB."""
    before = time.perf_counter()
    reader = Reader()
    reader.read(["Ready", "."])
    load = time.perf_counter() - before
    began = time.process_time()
    for sample in samples:
        reader.read(sample.words).spans  # noqa: B018
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = sum(len(s.words) for s in samples) / len(samples)
    return {"load_s": round(load, 3), "sentences_per_cpu_s": round(len(samples) / spent, 1),
            "words_per_sentence": round(words, 1), "peak_mb": round(peak)}  # fmt: skip


def table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Runs against measures."""
    lines = [f"| run | {' | '.join(COLUMNS)} |", "|---|" + "---:|" * len(COLUMNS)]
    for name, scores in rows.items():
        lines.append(f"| {name} | " + " | ".join(f"{scores[c]:.3f}" if c in scores else "" for c in COLUMNS) + " |")
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    mix = mixture(given.data, {"made"})
    print(json.dumps(speed(mix.places[:300])))
    rows = {"shipped (int8)": figures(Reader(), mix)}
    for folder in given.runs:
        rows[folder.name] = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    print(table(rows))
    print(json.dumps(rows["shipped (int8)"]))
    print((WEIGHTS / "config.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
