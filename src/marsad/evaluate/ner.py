"""Named entities, sentence by sentence: exact spans and labels.

``span_f1`` counts organisations and places, the names that Marsad offers; it never offers persons.
``span_f1_with_persons`` counts the set's persons as missed, and ``not_ours`` is the share of all the set's entities
that are of kinds Marsad does not offer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marsad.evaluate.score import Outcome, Tally
from marsad.evaluate.texts import Tokenised, overlap, running, trimmed
from marsad.pack import fold
from marsad.pipeline.coder import Coder
from marsad.values import Document, Mention

LABELS = {
    "org": "ORG", "organization": "ORG", "organisation": "ORG", "corporation": "ORG", "group": "ORG",
    "loc": "LOC", "gpe": "LOC", "location": "LOC", "place": "LOC", "per": "PER", "person": "PER",
}  # fmt: skip
"""The sets' labels, in lower case, in ours; others are not scored."""
OURS = ("ORG", "LOC")
PRONOUNS = frozenset(
    {"he", "her", "him", "his", "i", "it", "its", "our", "she", "their", "them", "they", "us", "we", "who"}
)
"""Words that may be linked to an organisation and are no name."""
Entity = tuple[int, int, str]
"""First token, token after the last, label."""


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Micro F1 over organisations and places; each also alone, and with persons."""
    tallies = {label: Tally() for label in (*OURS, "PER")}
    foreign = total = 0
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        tokens, tags = row.get("tokens", ()), row.get("tags", ())
        everything = list(entities(tags))
        gold = [(s, e, LABELS[t.lower()]) for s, e, t in everything if t.lower() in LABELS]
        total += len(everything)
        foreign += len(everything) - sum(label in OURS for _, _, label in gold)
        made = running([tokens])
        ours = answer(made, str(row.get("id", n)), coder)
        for label, tally in tallies.items():
            tally.add((g for g in gold if g[2] == label), (o for o in ours if o[2] == label))
        wanted = [g for g in gold if g[2] in OURS]
        if set(wanted) != set(ours):
            errors.append({"text": made.text, "gold": _words(tokens, wanted), "answer": _words(tokens, ours)})
    offered = [tallies[label] for label in OURS]
    ours_only = _sum(offered)
    metrics = {"span_f1": ours_only.f1, "precision": ours_only.precision, "recall": ours_only.recall}
    metrics |= {f"{label.lower()}_f1": tallies[label].f1 for label in OURS}
    metrics["span_f1_with_persons"] = _sum([*offered, tallies["PER"]]).f1
    metrics["not_ours"] = foreign / total if total else 0.0
    return Outcome(len(rows), metrics, errors)


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(*(sum(getattr(t, k) for t in tallies) for k in ("right", "found", "wanted")))


def entities(tags: Sequence[str]) -> Iterator[Entity]:
    """Entities of IOB2 tags, or of bare labels (where neighbours of one label are one entity)."""
    start, label = 0, ""
    for i, tag in enumerate((*tags, "O")):
        prefix, _, kind = tag.partition("-") if tag[:2] in ("B-", "I-") else ("I", "", "" if tag == "O" else tag)
        if label and (prefix == "B" or kind != label):
            yield start, i, label
            label = ""
        if kind and not label:
            start, label = i, kind


def answer(made: Tokenised, name: str, coder: Coder) -> list[Entity]:
    """Our organisations and places as token ranges."""
    coded = coder.code(Document(id=name, text=made.text))
    found: list[Entity] = []
    for mention in coded.mentions:
        label = label_of(mention, coder)
        if label is None or not made.tokens:
            continue
        span = trimmed(made.text, mention.start, mention.end)
        inside = [i for i, token in enumerate(made.tokens[0]) if overlap(token, span)]
        if inside:
            found.append((inside[0], inside[-1] + 1, label))
    return list(dict.fromkeys(found))


def label_of(mention: Mention, coder: Coder) -> str | None:
    """ORG or LOC for a name; a state under the name of its country is a place, its adjective is no name."""
    if mention.kind == "place":
        return "LOC"
    if mention.kind != "actor" or (mention.link or "").startswith("generic:"):
        return None
    if (mention.link or "").endswith(".state"):
        return "LOC" if country_of(mention, coder) else None
    named = any(c.isupper() for c in mention.text) and mention.text.lower() not in PRONOUNS
    return "ORG" if named else None


def country_of(mention: Mention, coder: Coder) -> str | None:
    """The place id of the country whose name (no adjective) an acting state bears in the text."""
    code = (mention.link or "").removesuffix(".state")
    country = coder.pack.places.get(code)
    words = fold(mention.text).removeprefix("the ")
    if country is None or words not in {fold(n) for n in (country.name, *country.aliases)}:
        return None
    return code


def _words(tokens: Sequence[str], found: Sequence[Entity]) -> list[str]:
    return [f"{' '.join(tokens[s:e])} [{label}]" for s, e, label in sorted(found)]
