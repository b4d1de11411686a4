"""Inflect English verbs and nouns, so that packs list lemmas only."""

from __future__ import annotations

import re
from collections.abc import Mapping

_VOWELS = "aeiou"
_ONE_SYLLABLE = re.compile(r"^[^aeiou]*[aeiou]{1,2}[^aeiou]*$")


def verb_forms(lemma: str, irregular: Mapping[str, str], doubling: frozenset[str]) -> list[str]:
    """All forms of a verb: base, -s, -ing, past, participle.  ``irregular`` maps a lemma to "past participle"."""
    head, _, rest = lemma.partition(" ")
    tail = f" {rest}" if rest else ""
    forms = [head, third_person(head), _ing(head, doubling)]
    if head in irregular:
        forms += irregular[head].split()
    else:
        forms += _past(head, doubling)
    if head.endswith("l") and head[-2:-1] in _VOWELS:
        forms += [head + "led", head + "ling", head + "ed", head + "ing"]
    return [f + tail for f in dict.fromkeys(forms)]


def plural(noun: str) -> str:
    """Regular plural of the last word of a noun phrase."""
    if noun.endswith(("man",)) and not noun.endswith(("human", "german")):
        return noun[:-3] + "men"
    return third_person(noun)


def third_person(word: str) -> str:
    """The -s form."""
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    return word + "s"


def _doubles(verb: str, doubling: frozenset[str]) -> bool:
    if verb in doubling:
        return True
    return (
        len(verb) > 2
        and verb[-1] not in "aeiouwxyhrl"
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
        and bool(_ONE_SYLLABLE.match(verb))
    )


def _ing(verb: str, doubling: frozenset[str]) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + verb[-1] + "ing" if _doubles(verb, doubling) else verb + "ing"


def _past(verb: str, doubling: frozenset[str]) -> list[str]:
    if verb.endswith("e"):
        return [verb + "d"]
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return [verb[:-1] + "ied"]
    return [verb + verb[-1] + "ed"] if _doubles(verb, doubling) else [verb + "ed"]
