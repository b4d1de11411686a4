"""Sentences from our own grammars, with every name, trigger and place of the event known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from marsad.annotate.rules.tokens import cut
from training.names import Names
from training.samples import Pair, Sample, bio

GRAMMARS = Path(__file__).resolve().parent / "grammars"
_SLOT = re.compile(r"\{(PLACE|ORG|PERSON|LAST|DEMONYM|ACRONYM)(\*\d?)?\}")
_SYMBOL = re.compile(r"\{([a-zN]+)\}")
_TRIGGER = re.compile(r"!(\d?)(\w.*)")
KIND = {"PLACE": "PLACE", "ORG": "ORG", "PERSON": "PERSON", "LAST": "PERSON", "ACRONYM": "ORG"}
Grammar = Mapping[str, Sequence[str]]


def read_grammar(name: str) -> Grammar:
    """Symbols of a grammar file and of the shared lists, with their alternatives."""
    rules: dict[str, list[str]] = {}
    for file in ("lists.txt", name):
        symbol = ""
        for line in (GRAMMARS / file).read_text(encoding="utf-8").splitlines():
            if line.startswith("[") and line.endswith("]"):
                symbol = line[1:-1]
            elif line.strip() and not line.startswith("# "):
                rules.setdefault(symbol, []).append(line)
    return rules


@dataclass(slots=True)
class _Draft:
    words: list[str] = field(default_factory=list)
    names: list[tuple[int, int, str]] = field(default_factory=list)
    triggers: list[tuple[int, str]] = field(default_factory=list)
    places: list[tuple[int, int, str | None]] = field(default_factory=list)

    def sample(self, weight: float) -> Sample:
        pairs: list[Pair] = [
            (t, a, b, mark is not None and mark in ("", number))
            for t, number in self.triggers
            for a, b, mark in self.places
        ]
        tags = bio(len(self.words), self.names)
        return Sample("made", tuple(self.words), tags, tuple(pairs), weight=weight, key=" ".join(self.words))


def generate(grammar: str, count: int, seed: int, weight: float = 0.5) -> list[Sample]:
    """So many sentences of a grammar; every template about as often as any other."""
    rules, names = read_grammar(grammar), Names(seed)
    templates = rules["sentence"]
    found = []
    for n in range(count):
        template = templates[n % len(templates)]
        while _SYMBOL.search(template):
            template = _SYMBOL.sub(lambda m: names.rng.choice(rules[m.group(1)]), template, count=1)
        found.append(_filled(template, names).sample(weight))
    return found


def _filled(template: str, names: Names) -> _Draft:
    draft = _Draft()
    for part in template.split():
        slot, trigger = _SLOT.fullmatch(part), _TRIGGER.fullmatch(part)
        if slot is not None:
            _name(draft, slot.group(1), slot.group(2), names)
        elif trigger is not None:
            draft.triggers.append((len(draft.words), trigger.group(1)))
            draft.words.append(trigger.group(2))
        else:
            draft.words.extend(word for _, _, word in cut(part))
    if draft.words and draft.words[0][0].islower():
        draft.words[0] = draft.words[0][0].upper() + draft.words[0][1:]
    return draft


def _name(draft: _Draft, slot: str, mark: str | None, names: Names) -> None:
    """Add a name of a slot; "the" before an organisation now and then, outside of its span."""
    drawn = {
        "PLACE": names.place, "ORG": names.organisation, "PERSON": names.person, "LAST": names.family,
        "DEMONYM": names.demonym, "ACRONYM": names.acronym,
    }[slot]()  # fmt: skip
    if slot == "ORG" and names.rng.random() < 0.25 and (not draft.words or draft.words[-1] not in ("the", "The")):
        draft.words.append("the")
    start = len(draft.words)
    draft.words.extend(word for _, _, word in cut(drawn))
    if slot in KIND and len(draft.words) > start:
        span = (start, len(draft.words) - 1)
        draft.names.append((*span, KIND[slot]))
        if slot == "PLACE":
            draft.places.append((*span, None if mark is None else mark[1:]))
