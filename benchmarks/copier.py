"""How well copies are told from independent reports: a copier cuts, rewrites and re-credits real-looking reports.

    python -m benchmarks.copier [--gold examples/exercise/gold.json] [--seed 1]

Each report of the exercise is copied under another outlet's name at four strengths of rewriting.  Pairs of copies
should be found; pairs of different reports of one incident (by the gold, without its own copies) should not.  One JSON
line per strength: ``found`` is the share of copies found, ``overlap`` their mean overlap of word triples (Jaccard; true
wire copies have 0.30, NEWS-COPY, ICLR 2023), ``sketch_alone`` the share that half-containment of triples would find.
The points in ``marsad.origins.evidence`` were set with seed 1 in sight; another seed makes other copies of the same
texts.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path

from marsad.annotate.rules import RulesBackend
from marsad.evaluate import exercise
from marsad.origins import Told, containment, copies_of
from marsad.pack import load_pack
from marsad.pipeline.coder import Coder
from marsad.values import Coded, Document

GOLD = Path("examples/exercise/gold.json")
STRENGTHS: Mapping[str, tuple[float, float, float, float]] = {
    "reprint": (0.0, 0.0, 0.0, 0.0),
    "cut": (0.5, 0.1, 0.0, 0.0),
    "rewritten": (0.35, 0.8, 0.5, 0.12),
    "heavily": (0.45, 1.0, 0.8, 0.3),
}
"""Shares: of sentences dropped (never the first two), of replaceable words replaced, of sentences recast, of small and
qualifying words changed or left out."""
SWAPS: Mapping[str, str] = {
    "killed": "left dead", "killing": "leaving dead", "wounded": "injured", "wounding": "injuring",
    "injured": "hurt", "attack": "assault", "attacked": "targeted", "blast": "explosion", "explosion": "blast",
    "bomb": "explosive device", "police": "police", "officials": "authorities", "official": "officer", "said": "stated",
    "told": "informed", "militants": "fighters", "fighters": "gunmen", "soldiers": "troops", "troops": "soldiers",
    "group": "outfit", "area": "locality", "vehicle": "car", "convoy": "column", "house": "home", "houses": "homes",
    "night": "evening", "early": "in the early hours", "district": "district", "responsibility": "responsibility",
    "immediately": "at once", "several": "a number of", "near": "close to", "after": "following", "when": "as",
    "while": "as", "also": "too", "about": "around", "around": "some", "people": "persons", "residents": "locals",
    "hospital": "hospital", "statement": "communique", "operation": "raid", "raid": "operation", "border": "frontier",
    "frontier": "border", "government": "administration", "carried": "mounted", "hit": "struck", "struck": "hit",
    "died": "lost their lives", "arrested": "detained", "detained": "held", "seized": "recovered", "shot": "gunned",
    "fire": "gunfire", "opened": "began", "forces": "personnel", "men": "persons", "women": "females", "two": "2",
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "previous": "earlier", "last": "past", "members": "cadres", "released": "freed", "sources": "insiders",
    "claimed": "accepted", "according": "as per", "northwestern": "north-western", "overnight": "during the night",
    "morning": "early hours", "local": "area", "security": "security", "spokesman": "spokesperson",
}  # fmt: skip
"""Rewriters' words.  Some change what the coder reads: rewriting does so in practice, too."""
OWN = (
    "Reactions poured in from across the region within hours.",
    "A senior politician of the opposition demanded an inquiry into the lapse.",
    "The road was reopened to traffic in the afternoon.",
    "Analysts say that such incidents have become more frequent this season.",
    "Shops and schools stayed shut the next day.",
)
CREDITS = ("(Agencies)", "— with input from wires", "Kaynak: ajanslar", "Mit Material der Agenturen", "Courtesy: wires")
SMALL = frozenset(("the", "a", "an", "its", "their", "his"))
MORE = ("reportedly ", "later ", "", "also ")
_TRIMMED = re.compile(r"\b(?:the|an?|its|their|his|of the|in the)\b ?|\b[a-z]{7,}ly\b ?|\b(?:was|were|had|has) ")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?[\"”']?\s*")


@dataclass(frozen=True)
class Rates:
    """Shares of what the copier does."""

    drop: float
    swap: float
    recast: float
    trim: float


def copied(text: str, rates: Rates, chance: random.Random) -> str:
    """A copy of a text: sentences dropped, words replaced, clauses turned round, own sentences and a credit added."""
    lines = [s.strip() for s in _SENTENCE.findall(text) if s.strip()]
    kept = [s for n, s in enumerate(lines) if n < 2 or chance.random() >= rates.drop]
    done = [_recast(_trimmed(_swapped(s, rates.swap, chance), rates.trim, chance), rates.recast, chance) for s in kept]
    for _ in range(round(4 * rates.drop)):
        done.insert(chance.randrange(2, len(done) + 1) if len(done) > 1 else 1, chance.choice(OWN))
    return " ".join([*done, chance.choice(CREDITS)])


def _swapped(sentence: str, share: float, chance: random.Random) -> str:
    def other(word: re.Match[str]) -> str:
        found = SWAPS.get(word[0])
        return found if found and chance.random() < share else word[0]

    return re.sub(r"\w+", other, sentence)


def _trimmed(sentence: str, share: float, chance: random.Random) -> str:
    """Leave small words out, or put another in their place."""

    def other(word: re.Match[str]) -> str:
        if chance.random() >= share:
            return word[0]
        return (
            chance.choice(("", "the ", "its ", "this ")) if word[0].strip() in SMALL else word[0] + chance.choice(MORE)
        )

    return re.sub(
        r"\b(?:the|an?|its|their|his|of the|in the)\b ?|\b[a-z]{7,}ly\b ?|\b(?:was|were|had|has) ", other, sentence
    )


def _recast(sentence: str, share: float, chance: random.Random) -> str:
    """Turn "A, B." into "B, A.": the cheapest way to look different."""
    head, comma, tail = sentence.partition(", ")
    if not comma or chance.random() >= share:
        return sentence
    tail = tail.rstrip(".")
    return f"{tail[:1].upper()}{tail[1:]}, {head[:1].lower()}{head[1:]}."


@dataclass(frozen=True)
class World:
    """The reports coded, and which pairs of them the gold has as independent reports of one incident."""

    documents: Mapping[str, Document]
    coded: Mapping[str, Coded]
    apart: tuple[tuple[str, str], ...]
    coder: Coder


def load(path: Path) -> World:
    """Code the exercise and find its independent pairs."""
    gold = exercise.load(path)[0]
    pack = load_pack("afpak")
    coder = Coder(RulesBackend(pack), pack)
    coded = {name: coder.code(d) for name, d in gold["read"].items()}
    related = set()
    for group in gold["copies"]:
        every = [group["origin"], *group.get("copies", ()), *group.get("partly", ()), *group.get("updates", ())]
        related |= {frozenset(p) for p in combinations(every, 2)}
    told: set[tuple[str, str]] = set()
    for incident in gold["incidents"]:
        files = sorted({d["file"] for d in incident["documents"]})
        told |= {p for p in combinations(files, 2) if frozenset(p) not in related}
    return World(gold["read"], coded, tuple(sorted(told)), coder)


def same(one: Coded, other: Coded) -> bool:
    """Whether two documents come out as one origin's."""
    groups = copies_of([Told(s, c) for c in (one, other) for s in c.statements])
    return len(groups) > 1 and len(set(groups.values())) == 1


def pairs(world: World, rates: Rates, chance: random.Random) -> Iterator[tuple[str, Coded, Coded]]:
    """Every report with statements and a copy of it, coded."""
    for name, document in sorted(world.documents.items()):
        if not world.coded[name].statements:
            continue
        text = copied(document.text, rates, chance)
        later = document.published + timedelta(days=chance.randrange(2)) if document.published else None
        twin = replace(document, id=f"{document.id}-copy", text=text, source="Another Paper", published=later)
        yield name, world.coded[name], world.coder.code(twin)


def jaccard(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimate of the overlap of two texts' word triples, from their sketches."""
    union = sorted(set(one) | set(other))[: max(len(one), len(other))]
    return len(set(union) & set(one) & set(other)) / len(union) if union else 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.copier", description="Copies found, and false ones.")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    world = load(given.gold)
    for name, shares in STRENGTHS.items():
        chance = random.Random(f"{given.seed} {name}")
        found = [(same(a, b), jaccard(a.sketch, b.sketch), containment(a.sketch, b.sketch)[0])
                 for _, a, b in pairs(world, Rates(*shares), chance) if b.statements]  # fmt: skip
        say(strength=name, pairs=len(found), **_shares(found))
    wrong = [p for p in world.apart if same(world.coded[p[0]], world.coded[p[1]])]
    say(independent_pairs=len(world.apart), joined_wrongly=len(wrong), which=wrong[:5])


def _shares(found: Sequence[tuple[bool, float, float]]) -> dict[str, float]:
    number = max(len(found), 1)
    halves = {f"found_{name}": found[start::2] for start, name in ((0, "even"), (1, "odd"))}
    return {
        "found": round(sum(x for x, _, _ in found) / number, 3),
        **{name: round(sum(x for x, _, _ in half) / max(len(half), 1), 3) for name, half in halves.items()},
        "overlap": round(sum(x for _, x, _ in found) / number, 3),
        "sketch_alone": round(sum(x >= 0.5 for _, _, x in found) / number, 3),
    }


def say(**found: object) -> None:
    """Print one line of JSON."""
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
