"""Which of several organisations of one name a document means: by day, clues, places and what it names in full.

Candidates are scored by :data:`WEIGHTS`; the best is taken when it leads by :data:`MARGIN`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from marsad.pack import Actor, Pack, fold

WEIGHTS = {
    "in being on the day": 2.0,
    "clue in the document": 1.0,
    "named in full in the document": 3.0,
    "belongs to an organisation of the document": 0.8,
    "country of the places around": 1.2,
    "province of the place beside it": 1.2,
    "based elsewhere": -0.8,
    "country of the pack's region": 0.6,
    "default of the pack": 0.7,
    "an outlet": -0.8,
}
"""What speaks for one of several organisations of the same name.  Set by hand on invented cases."""
MARGIN = 0.25
CLUES = 3
OTHER = "other"
"""Under this key ``words/ambiguous.toml`` keeps the clues that an acronym means a body that the pack does not know."""
DOMINANT = 0.6
"""A country is a document's own when it has this share of its places."""


@dataclass(frozen=True, slots=True)
class Near:
    """A linked place: its offset, country and province."""

    start: int
    country: str
    admin1: str | None


@dataclass(frozen=True)
class Scene:
    """What the rest of the document says: its day, its folded text, the countries of its places."""

    day: date | None
    text: str
    countries: Counter[str]
    by_sentence: dict[int, tuple[Near, ...]]
    """Sentence index -> its linked places."""

    def country_at(self, sentence: int, offset: int) -> str | None:
        """Give the country of the nearest place of the sentence, else the one that rules the document."""
        near = self.nearest(sentence, offset)
        return near.country if near is not None else self.dominant()

    def nearest(self, sentence: int, offset: int) -> Near | None:
        """Give the linked place of the sentence that stands nearest."""
        places = self.by_sentence.get(sentence, ())
        return min(places, key=lambda p: (abs(p.start - offset), p.start), default=None)

    def dominant(self) -> str | None:
        """Give the country of most of the document's places, or None."""
        return self._dominant

    @cached_property
    def _dominant(self) -> str | None:
        if not self.countries:
            return None
        country, n = self.countries.most_common(1)[0]
        return country if n >= DOMINANT * sum(self.countries.values()) else None


class Chooser:
    """Chooses by one pack's registry and its ``words/ambiguous.toml``; holds tables only."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._region = {country: 1.0 - 0.1 * i for i, country in enumerate(pack.region)}
        acronyms: dict[str, dict[str, Any]] = pack.words.get("ambiguous", {}).get("acronym", {})
        self._ambiguous = {name_key(name): rule for name, rule in acronyms.items()}

    def is_ambiguous(self, written: str) -> bool:
        """Tell whether the pack has a rule for the name, so that it alone names nobody for sure."""
        return name_key(written) in self._ambiguous

    def choose(
        self, written: str, ids: Sequence[str], near: Near | None, scene: Scene, known: set[str]
    ) -> tuple[str | None, str]:
        """Choose the id that ``written`` means, or None and why; ``known`` are ids that the document names in full."""
        rule = self._ambiguous.get(name_key(written), {})
        ids = list(dict.fromkeys([*ids, *(i for i in rule.get("candidates", ()) if self.land(i) is not None)]))
        ids = [i for i in ids if _usual(rule.get("when", {}).get(i), scene.day) or i in known] or ids
        others = rule.get("clues", {}).get(OTHER)
        if len(ids) == 1 and not others:
            return ids[0], ""
        scores = [(sum(self.explain(i, rule, near, scene, known).values()), i) for i in ids]
        if others:
            being = WEIGHTS["in being on the day"]
            scores.append((being + WEIGHTS["clue in the document"] * _clues(scene.text, others), OTHER))
        scores.sort(key=lambda s: (-s[0], s[1]))
        if len(scores) > 1 and scores[0][0] - scores[1][0] < MARGIN:
            return None, f"ambiguous: {len(ids)} organisations of that name"
        if scores[0][1] == OTHER:
            return None, "another organisation of that name, which the pack does not know"
        return scores[0][1], ""

    def explain(
        self, candidate: str, rule: dict[str, Any], near: Near | None, scene: Scene, known: set[str]
    ) -> dict[str, float]:
        """Name the features of one candidate and what each adds (keys of :data:`WEIGHTS`)."""
        actor = self._pack.actors.get(candidate)
        land = self.land(candidate)
        clues = _clues(scene.text, rule.get("clues", {}).get(candidate, ()))
        # What is likely in the region says nothing of a document from elsewhere.
        where = scene.dominant()
        here = where in self._region or (where is None and (not scene.countries or self._names_region(scene)))
        country = near.country if near is not None else where
        province = fold(near.admin1) if near is not None and near.admin1 else None
        on = {
            "in being on the day": 1.0 if actor is None or in_being(actor, scene.day) else -1.0,
            "clue in the document": clues,
            "named in full in the document": float(candidate in known),
            "belongs to an organisation of the document": float(
                actor is not None and any(m.id in known for m in actor.member_of)
            ),
            "country of the places around": float(country is not None and land == country),
            "province of the place beside it": float(
                province is not None and actor is not None and province in fold(actor.name)
            ),
            "based elsewhere": float(not here and bool(land) and land != where),
            "country of the pack's region": here * self._region.get(land or "", 0.0),
            "default of the pack": float(rule.get("default") == candidate),
            "an outlet": float(actor is None),
        }
        return {k: WEIGHTS[k] * v for k, v in on.items() if v}

    def _names_region(self, scene: Scene) -> bool:
        return not self._region.keys().isdisjoint(scene.countries)

    def land(self, candidate: str) -> str | None:
        """Give the country of an actor or outlet ("" when it has none), or None when there is no such id."""
        found = self._pack.actors.get(candidate) or self._pack.outlets.get(candidate)
        return None if found is None else found.country or ""


def name_key(name: str) -> str:
    """Acronyms count with their case ("WHO" is not "who"), as in :mod:`marsad.pack.names`."""
    short = 1 < len(name) <= 6 and " " not in name
    return name if short and sum(c.isupper() for c in name) > 1 else fold(name)


def in_being(actor: Actor, day: date | None) -> bool:
    """Whether an organisation was there on a day; of unknown days one assumes so."""
    if day is None:
        return True
    return (actor.since is None or actor.since <= day) and (actor.until is None or day <= actor.until)


@lru_cache(maxsize=512)  # one document asks for the same clues at every mention
def _has(text: str, clue: str) -> bool:
    return clue in text and re.search(rf"(?<!\w){re.escape(clue)}(?!\w)", text) is not None


def _clues(text: str, clues: Sequence[str]) -> float:
    return float(min(CLUES, sum(_has(text, fold(c)) for c in clues)))


def _usual(span: Sequence[str] | None, day: date | None) -> bool:
    """Whether a bearer went by the name on the day: ``span`` is the first day and the day after the last, or ""."""
    if not span or day is None:
        return True
    since, until = (date.fromisoformat(d) if d else None for d in span)
    return (since is None or since <= day) and (until is None or day < until)
