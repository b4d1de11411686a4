"""Closed classes of words that the grammar goes by, read from the pack (``words/grammar.toml``, table ``[classes]``).

What one or two function words do ("of", "by", "that") stands in the rules themselves; a class that a speaker of the
language could lengthen stands in the pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class WordClasses:
    """Sets of folded words; what each is for is written beside it in ``grammar.toml``."""

    be: frozenset[str] = frozenset()
    have: frozenset[str] = frozenset()
    do: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    before_participle: frozenset[str] = frozenset()
    past_auxiliaries: frozenset[str] = frozenset()
    approximate: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    relative: frozenset[str] = frozenset()
    subordinators: frozenset[str] = frozenset()
    clause_prepositions: frozenset[str] = frozenset()
    event_prepositions: frozenset[str] = frozenset()
    answering: frozenset[str] = frozenset()
    list_joiners: frozenset[str] = frozenset()
    place_prepositions: frozenset[str] = frozenset()
    name_prepositions: frozenset[str] = frozenset()
    place_joiners: frozenset[str] = frozenset()
    turns: frozenset[str] = frozenset()
    new_story: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    ordinals: frozenset[str] = frozenset()
    linking: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    counterparts: frozenset[str] = frozenset()
    correlatives: frozenset[str] = frozenset()
    continuing: frozenset[str] = frozenset()
    speaking: frozenset[str] = frozenset()
    one_person: frozenset[str] = frozenset()
    plurals: frozenset[str] = frozenset()
    quantities: frozenset[str] = frozenset()
    speaks_for: frozenset[str] = frozenset()
    land: frozenset[str] = frozenset()
    homelands: frozenset[str] = frozenset()
    spot_nouns: frozenset[str] = frozenset()
    body_nouns: frozenset[str] = frozenset()
    body_openers: frozenset[str] = frozenset()
    directions: frozenset[str] = frozenset()
    spot_joiners: frozenset[str] = frozenset()
    settlements: frozenset[str] = frozenset()
    people_words: frozenset[str] = frozenset()
    scene_prepositions: frozenset[str] = frozenset()
    care_places: frozenset[str] = frozenset()
    resultatives: frozenset[str] = frozenset()
    tolling: frozenset[str] = frozenset()
    place_pronouns: frozenset[str] = frozenset()
    person_titles: frozenset[str] = frozenset()
    locative: frozenset[str] = frozenset()
    directional: frozenset[str] = frozenset()


def word_classes(grammar: Mapping[str, Any]) -> WordClasses:
    """Take the classes from a pack's ``words["grammar"]``; a class that is not there is empty."""
    table: Mapping[str, Any] = grammar.get("classes", {})
    return WordClasses(**{f.name: frozenset(table.get(f.name, ())) for f in fields(WordClasses)})
