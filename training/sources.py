"""Readers of the development data: each file's rows as samples.

What a source does not label stays open (tag ""), so that it is neither rewarded nor punished.  UNER EWT is read for
measuring only.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from marsad.annotate.rules.tokens import cut
from training.samples import Fact, Sample, bio

Json = dict[str, Any]
IOB = {
    "PER": "PERSON", "ORG": "ORG", "LOC": "PLACE", "person": "PERSON", "group": "ORG", "corporation": "ORG",
    "location": "PLACE", "organization": "ORG", "place": "PLACE",
}  # fmt: skip
SMALL = frozenset(
    {"of", "the", "for", "in", "on", "de", "la", "del", "al", "el", "&", "'", "-", ".", "at", "y", "bin", "ul"}
)


def rows(path: Path) -> Iterator[Json]:
    """Rows of a JSON Lines file, compressed or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as packed:
            yield from map(json.loads, packed)
    else:
        with path.open(encoding="utf-8") as plain:
            yield from map(json.loads, plain)


DAYS = frozenset(
    {
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March"),
        *("April", "June", "July", "August", "September", "October", "November", "December", "Mr", "Mrs", "Ms", "Mr."),
        *("Mrs.", "Ms.", "I", "He", "She", "It", "We", "They", "The", "A", "An", "In", "On", "At", "But", "And"),
    }
)
"""Capitalised words that are no names."""


def capital(word: str) -> bool:
    """Whether a word begins like a name (also "al-Adamiyah")."""
    return word not in DAYS and (word[:1].isupper() or any(part[:1].isupper() for part in word.split("-")))


def iob(path: Path, source: str) -> list[Sample]:
    """UNER and WNUT17: IOB2 tags; kinds that are not ours are outside."""
    found = []
    for row in rows(path):
        tags = []
        for tag in row["tags"]:
            prefix, _, kind = tag.partition("-")
            tags.append(f"{prefix}-{IOB[kind]}" if kind in IOB else "O")
        found.append(Sample(source, tuple(row["tokens"]), _lawful(tags), key=row["id"]))
    return found


def _lawful(tags: Sequence[str]) -> tuple[str, ...]:
    """Inside tags without a beginning begin."""
    out: list[str] = []
    for tag in tags:
        before = out[-1] if out else "O"
        out.append("B-" + tag[2:] if tag.startswith("I-") and before[2:] != tag[2:] else tag)
    return tuple(out)


def gum(path: Path) -> list[Sample]:
    """GUM's names: the capitalised core of its place, organization and person mentions.

    Its mentions have no boundaries between neighbours and include common nouns, so that a mention is kept when its
    capitalised words form one run and it does not open the sentence; else its words stay open.
    """
    found = []
    for row in rows(path):
        words, labels = tuple(row["tokens"]), row["tags"]
        tags = ["O"] * len(words)
        for first, last, label in _runs(labels):
            if label in IOB:
                _core(words, tags, first, last, IOB[label])
            elif label in ("object", "event", "abstract", "animal", "plant", "substance"):
                for i in range(first, last + 1):
                    tags[i] = "" if capital(words[i]) and i else "O"
        found.append(Sample("gum", words, tuple(tags), key=row["id"]))
    return found


def _runs(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    start = 0
    for i in range(1, len(labels) + 1):
        if i == len(labels) or labels[i] != labels[start]:
            if labels[start] != "O":
                yield start, i - 1, labels[start]
            start = i


def _core(words: Sequence[str], tags: list[str], first: int, last: int, kind: str) -> None:
    """Mark the run of capitals of a mention; open where there are several, or one that opens the sentence."""
    capitals = [i for i in range(first, last + 1) if capital(words[i])]
    if not capitals:
        return
    a, b = capitals[0], capitals[-1]
    one = all(capital(words[i]) or words[i].lower() in SMALL for i in range(a, b + 1))
    if not one or (a == 0 and b == 0 and kind != "PERSON") or (words[a].lower() in ("he", "she", "they", "we", "i")):
        for i in range(a, b + 1):
            tags[i] = "" if words[a] != "I" else "O"
        return
    if words[a].lower() == "the" and a < b:
        a += 1
    for i in range(a, b + 1):
        tags[i] = ("B-" if i == a else "I-") + kind


def ecb(path: Path) -> list[Sample]:
    """ECB+: only the participants of events are marked, so that other capitalised words stay open."""
    kinds = {"HUMAN_PART_PER": "PERSON", "HUMAN_PART_ORG": "ORG", "LOC_GEO": "PLACE"}
    found = []
    for row in rows(path):
        for n in row["validated_sentences"]:
            words = tuple(row["sentences"][n])
            if len(words) < 4:
                continue
            tags = [("" if capital(w) else "O") for w in words]
            for argument in row["arguments"]:
                kind = kinds.get(argument["tag"])
                inside = sorted(argument["tokens"])
                if argument["sentence"] != n or kind is None:
                    continue
                names = [i for i in inside if capital(words[i])]
                whole = names and names == list(range(names[0], names[-1] + 1))
                alone = kind != "PERSON" or len(names) == len(inside) <= 3
                if whole and alone:
                    for i in names:
                        tags[i] = ("B-" if i == names[0] else "I-") + kind
            found.append(Sample("ecb", words, tuple(tags), key=f"{row['id']}:{n}"))
    return found


def re3d(path: Path) -> list[Sample]:
    """re3d: names among its entities; nationalities are outside, other capitalised words stay open."""
    kinds = {"Organisation": "ORG", "Location": "PLACE", "Person": "PERSON"}
    found = []
    for row in rows(path):
        text = row["text"]
        tokens = cut(text)
        marks: list[tuple[int, int, str]] = []
        outside: set[int] = set()
        for entity in sorted(row["entities"], key=lambda e: e["begin"] - e["end"]):
            if text[entity["begin"] : entity["end"]] != entity["value"]:
                continue
            inside = [i for i, (a, b, _) in enumerate(tokens) if entity["begin"] <= a and b <= entity["end"]]
            names = [i for i in inside if capital(tokens[i][2])]
            if entity["type"] == "Nationality":
                outside.update(names)
            kind = kinds.get(entity["type"])
            whole = bool(names) and len(names) == len(inside)
            if kind and whole and names == list(range(names[0], names[-1] + 1)):
                marks.append((names[0], names[-1], kind))
        tags = list(bio(len(tokens), marks, rest=""))
        for i, (_, _, word) in enumerate(tokens):
            if tags[i] == "" and (not capital(word) or i in outside):
                tags[i] = "O"
        found.extend(_sentences(row["id"], tokens, tags, text))
    return found


def _sentences(key: str, tokens: Sequence[tuple[int, int, str]], tags: Sequence[str], text: str) -> Iterator[Sample]:
    """A document's words in pieces that end at a full stop or a new line."""
    start = 0
    for i, (_, end, word) in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        gap = text[end : following[0]] if following else "\n"
        ends = "\n" in gap or (word in ".!?" and gap and following is not None and following[2][:1].isupper())
        if ends:
            words = tuple(w for _, _, w in tokens[start : i + 1])
            if len(words) > 3:
                yield Sample("re3d", words, tuple(tags[start : i + 1]), key=f"{key}:{start}")
            start = i + 1


def uds(path: Path) -> list[Sample]:
    """UDS: how far each predicate happened."""
    found = []
    for row in rows(path):
        facts = tuple(
            Fact(p["token"], float(p["factuality"]), 0.5 + 0.5 * float(p["confidence"]))
            for p in row["predicates"]
            if p.get("factuality") is not None
        )
        if facts:
            found.append(Sample("uds", tuple(row["tokens"]), facts=facts, key=row["id"]))
    return found


def event_location(path: Path, teaching: bool = False) -> list[Sample]:
    """Which place belongs to the verb; other runs of capitals are not where it happened.

    Rows without any name measure (rightly no place) but teach nothing.

    As names: the marked places are places, words in lower case are outside, other capitals stay open.
    """
    found = []
    for row in rows(path):
        text = row["text"]
        tokens = [(a, b) for a, b in row["tokens"] if text[a:b].strip()]
        words = tuple(text[a:b].strip() for a, b in tokens)
        verbs, places = [], []
        for span in row["spans"]:
            inside = [i for i, (a, b) in enumerate(tokens) if a < span["end"] and b > span["start"]]
            if inside and span["start"] < span["end"] and text[span["start"] : span["end"]].strip():
                (verbs if span["label"] == "VERB" else places).append((inside[0], inside[-1]))
        if len(verbs) != 1 or len(words) < 3:
            continue
        places = [p for p in places if any(capital(w) for w in words[p[0] : p[1] + 1])]
        tags = bio(len(words), [(a, b, "PLACE") for a, b in places], rest="")
        tags = tuple(t or ("" if capital(w) else "O") for t, w in zip(tags, words, strict=True))
        pairs = [(verbs[0][0], a, b, True) for a, b in places]
        pairs += [(verbs[0][0], a, b, False) for a, b in names(words, [(a, b) for _, a, b, _ in pairs])]
        if not pairs and teaching:
            continue
        key = hashlib.sha256("".join(c for c in text.lower() if c.isalnum()).encode()).hexdigest()
        found.append(Sample("event_location", words, tags, tuple(pairs), key=f"{row['source']}:{key}@{verbs[0][0]}"))
    return found


def names(words: Sequence[str], without: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words that touch none of the given spans; a lone first word is no name."""
    start = -1
    for i in range(len(words) + 1):
        inside = i < len(words) and capital(words[i]) and not any(a <= i <= b for a, b in without)
        if inside and start < 0:
            start = i
        elif not inside and start >= 0:
            if (start, i - 1) != (0, 0):
                yield start, i - 1
            start = -1


def held_out(sample: Sample) -> bool:
    """Whether a sample is in the fifth that is not trained on: by the hash of its text."""
    return int(hashlib.sha256(sample.key.split("@")[0].split(":")[-1].encode()).hexdigest(), 16) % 5 == 0
