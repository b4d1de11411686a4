"""MUC-4 role fillers per document (the GRIT form), scored per entity.

The score is CEAF-REE (Du, Rush & Cardie 2021): per role the best one-to-one alignment of our entities with the gold's,
where an entity of ours is right when each of its strings is one of the gold entity's strings (lower-case, without
articles and punctuation); micro-averaged over the five roles.

The set asks for words of the document, so a backend that finds role fillers is asked for them (a
``annotate.FindsFillers``): quotes, of which nothing is stored.  The ``coded_*`` figures are of statements; the set's
victims are mostly persons by name, whom statements never name, so that there all are missed.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from marsad.annotate import Filler, FindsFillers
from marsad.evaluate.coref import best_alignment
from marsad.evaluate.score import Outcome, Tally
from marsad.pipeline.coder import Coder
from marsad.values import Coded, Document, Statement

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
GENERIC = "generic:"
_UNREAL = frozenset({"hypothetical", "negation", "future"})
_HARM = frozenset({"killed", "injured", "abducted"})
_BUILT = frozenset({"facility", "base", "camp", "road", "crossing"})
"""Kinds of place that can be attacked as things."""
_BODIES = ("army", "forces", "force", "military", "police", "government", "navy")
"""Words without a name that stand for an organisation in this set, not for its people."""
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")

Entities = Mapping[str, Sequence[frozenset[str]]]


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """CEAF-REE F1, over all roles and per role."""
    asked, told = _Score(), _Score()
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        text = row.get("doctext") or row.get("text") or ""
        gold = {role: _gold(row.get("extracts", {}).get(role, ())) for role in ROLES}
        document = Document(id=str(row.get("docid", n)), text=text)
        coded = coder.code(document)
        ours = fillers(coded, text, coder)
        told.count(gold, ours)
        if isinstance(coder.backend, FindsFillers):
            ours = entities(coder.backend.fillers(document, coded.sentences), text)
        asked.count(gold, ours)
        if any(set(gold[r]) != set(ours[r]) for r in ROLES):
            errors.append({"id": row.get("docid"), "text": text, "gold": _plain(gold), "answer": _plain(ours)})
    metrics = {"role_filler_f1": asked.total.f1, "precision": asked.total.precision, "recall": asked.total.recall}
    metrics |= {f"{role.lower()}_f1": asked.roles[role].f1 for role in ROLES}
    metrics |= {"coded_role_filler_f1": told.total.f1}
    return Outcome(len(rows), metrics, errors)


class _Score:
    """Entities aligned, per role."""

    def __init__(self) -> None:
        self.roles = {role: Tally() for role in ROLES}

    def count(self, gold: Entities, ours: Entities) -> None:
        """Align one document's entities."""
        for role, tally in self.roles.items():
            pairs = {(i, j): 1.0 for i, g in enumerate(gold[role]) for j, o in enumerate(ours[role]) if o <= g}
            tally.right += best_alignment(pairs)
            tally.found += len(ours[role])
            tally.wanted += len(gold[role])

    @property
    def total(self) -> Tally:
        """All roles together."""
        return Tally(*(sum(getattr(t, k) for t in self.roles.values()) for k in ("right", "found", "wanted")))


def entities(found: Iterable[Filler], text: str) -> dict[str, list[frozenset[str]]]:
    """One entity for each wording of a role; of wordings that hold one another the surest one stands for all."""
    answer: dict[str, list[frozenset[str]]] = {role: [] for role in ROLES}
    for filler in sorted(found, key=lambda f: (-f.probability, f.span)):
        words = normal(text[filler.span.start : filler.span.end])
        if words and not any(_same(words, other) for known in answer[filler.role] for other in known):
            answer[filler.role].append(frozenset({words}))
    return answer


def _same(one: str, two: str) -> bool:
    """Whether all words of one are words of the other."""
    a, b = set(one.split()), set(two.split())
    return a <= b or b <= a


def _gold(entities: Iterable[Sequence[Any]]) -> list[frozenset[str]]:
    """Strings per entity; a mention is [string, offset] or a string."""
    made = [frozenset(normal(m if isinstance(m, str) else m[0]) for m in entity) for entity in entities]
    return [e for e in made if e]


def normal(words: str) -> str:
    """Lower case, without punctuation, articles and double blanks."""
    return " ".join(_ARTICLE.sub(" ", words.lower().translate(_PUNCTUATION)).split())


def fillers(coded: Coded, text: str, coder: Coder) -> dict[str, list[frozenset[str]]]:
    """Who attacked, with what, and what: from affirmed attacks and what does harm."""
    found: dict[str, dict[str, set[str]]] = {role: defaultdict(set) for role in ROLES}

    def add(role: str, link: str | None, start: int | None, end: int | None) -> None:
        if start is not None and end is not None:
            words = normal(text[start:end])
            named = link if link and not link.startswith(GENERIC) else words
            if words:
                found[role][named].add(words)

    for s in coded.statements:
        if not _attack(s):
            continue
        for p in s.actors:
            body = p.start is not None and normal(text[p.start : p.end]).endswith(_BODIES)
            add("PerpInd" if _people(p.link) and not body else "PerpOrg", p.link, p.start, p.end)
        for p in s.recipients:
            if not _people(p.link):
                add("Target", p.link, p.start, p.end)
        for p in s.means:
            add("Weapon", None, p.start, p.end)
        for place in s.places:
            known = coder.pack.places.get(place.link or "")
            if place.role == "at" and known is not None and known.kind in _BUILT:
                add("Target", place.link, place.start, place.end)
    return {role: [frozenset(words) for words in found[role].values()] for role in ROLES}


def _attack(s: Statement) -> bool:
    if s.polarity == "denied" or _UNREAL & set(s.auxiliary):
        return False
    return s.type == "ASSAULT" or any(c.kind in _HARM and (c.low or 0) > 0 for c in s.counts)


def _people(link: str | None) -> bool:
    """Whether a party is people rather than an organisation."""
    return link is None or link.startswith(GENERIC)


def _plain(entities: Entities) -> dict[str, list[list[str]]]:
    return {role: [sorted(e) for e in found] for role, found in entities.items() if found}
