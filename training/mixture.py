"""Which samples teach and which only measure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from training import events, muc, sources
from training.generate import generate
from training.samples import Sample

EVENTS = ("own", "own2", "invented")
"""Sources of labelled events."""
MADE = 4000
"""Sentences from the grammars: as many as an epoch can bear."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """Training sentences, and the held-out ones of each measure."""

    train: tuple[Sample, ...]
    names: tuple[Sample, ...]
    made: tuple[Sample, ...]
    places: tuple[Sample, ...]
    facts: tuple[Sample, ...]
    events: tuple[Sample, ...]
    fillers: tuple[Sample, ...]


def mixture(data: Path, without: set[str], limit: int = 0) -> Mixture:
    """Everything that is read and generated, split; ``limit`` keeps so many of each source."""
    located = data / "event_location/event_location_dev.jsonl"
    groups: dict[str, Iterable[Sample]] = {
        "pud": sources.iob(data / "ner/uner_pud.jsonl", "pud"),
        "gum": sources.gum(data / "ner/gum_open_genres.jsonl"),
        "wnut": sources.iob(data / "ner/wnut17_train.jsonl", "wnut"),
        "wnut_dev": sources.iob(data / "ner/wnut17_dev.jsonl", "wnut_dev"),
        "ecb": sources.ecb(data / "ecbplus/ecbplus_train.jsonl.gz"),
        "re3d": sources.re3d(data / "re3d/re3d_dev.jsonl"),
        "event_location": [s for s in sources.event_location(located, teaching=True) if not sources.held_out(s)],
        "uds": sources.uds(data / "uds_factuality/uds_factuality_train.jsonl.gz"),
        "made": list({s.key: s for s in generate("taught.txt", MADE, 1)}.values()),
    }
    told = [*events.stand_off(data), *events.invented()]
    for source in EVENTS:
        groups[source] = [s for s in told if s.source == source and not events.held_out(s.key)]
    groups["muc4"] = muc.messages(data / "muc4/grit_train.jsonl.gz")
    train = [s for name, group in groups.items() if name not in without for s in list(group)[: limit or None]]
    return Mixture(
        tuple(train),
        tuple(sources.iob(data / "ner/uner_ewt_dev.jsonl", "ewt")),
        tuple(generate("heldout.txt", 400, 2)),
        tuple(s for s in sources.event_location(located) if sources.held_out(s)),
        tuple(sources.uds(data / "uds_factuality/uds_factuality_dev.jsonl.gz")),
        tuple(s for s in told if events.held_out(s.key)),
        tuple(muc.messages(data / "muc4/grit_dev.jsonl.gz")),
    )
