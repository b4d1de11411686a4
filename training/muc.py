"""MUC-4 messages as samples: a few sentences at a time, the words that fill a role of an attack tagged.

The set names the first place of each filler; its other occurrences stay open, since they may be in sentences that tell
nothing of the attack.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from marsad.annotate.encoder.eventheads import FILLERS
from marsad.annotate.encoder.fillers import stretches
from marsad.annotate.rules.tokens import cut
from training.samples import Sample, bio

EMPTY = 0.35
"""Share of the stretches without any filler that teach."""
_END = re.compile(r"[.!?\]]\s+")


def messages(path: Path, seed: int = 3) -> Iterator[Sample]:
    """Stretches of whole sentences of each message."""
    rng = random.Random(seed)
    with gzip.open(path, "rt", encoding="utf-8") as packed:
        for row in map(json.loads, packed):
            words = cut(row["doctext"])
            tags = tagged(row, words)
            for first, last in stretches(sentence_ends(row["doctext"], [(a, b) for a, b, _ in words])):
                part = tags[first:last]
                if any(t not in ("O", "") for t in part) or rng.random() < EMPTY:
                    yield Sample(
                        "muc4", tuple(w for _, _, w in words[first:last]), key=f"{row['docid']}:{first}", fillers=part
                    )


def tagged(row: Mapping[str, Any], words: Sequence[tuple[int, int, str]]) -> tuple[str, ...]:
    """The role tag of each word; open where the words of a filler stand again."""
    text = row["doctext"]
    marks: list[tuple[int, int, str]] = []
    again: set[int] = set()
    for role in FILLERS:
        for entity in row["extracts"].get(role, ()):
            for string, offset in entity:
                for found in re.finditer(rf"\b{re.escape(string)}(?!\w)", text):
                    inside = [i for i, (a, b, _) in enumerate(words) if a < found.end() and found.start() < b]
                    if found.start() == offset and inside:
                        marks.append((inside[0], inside[-1], role))
                    again.update(inside)
    tags = list(bio(len(words), sorted(marks, key=lambda m: m[0] - m[1])))
    return tuple("" if t == "O" and i in again else t for i, t in enumerate(tags))


def sentence_ends(text: str, words: Sequence[tuple[int, int]]) -> list[int]:
    """For each sentence the number of words up to its end."""
    ends = [m.end() for m in _END.finditer(text)] + [len(text)]
    found = []
    at = 0
    for end in ends:
        while at < len(words) and words[at][0] < end:
            at += 1
        found.append(at)
    return found
