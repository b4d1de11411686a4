"""Find counts in a sentence: how many people or things, as the least and the most that the words allow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from marsad.pack.patterns import Grammar, grammar
from marsad.values import Mention

_REACH = 5
"""Words behind an article among which the noun must stand ("a senior local Taliban commander")."""

_WORD = re.compile(r"[\w’'.-]*[\w’']")
_CLAUSE = re.compile(r"[.,;:()—–“”\"]")
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_counts(text: str, offset: int, words: Mapping[str, Any]) -> list[Mention]:
    """Counts of one sentence, in order, not overlapping.

    Parameters
    ----------
    text
        The sentence.
    offset
        Where the sentence starts in its document (code points); added to every offset.
    words
        The pack's ``words["counts"]``; every convention is written there.

    Returns
    -------
    list of Mention
        Of kind ``count``: the span holds quantifier and number ("at least five"), not the noun; ``low`` or ``high`` is
        None where the words leave that side open.  What is counted (people, rifles) is for the caller to see; dates,
        ages, money, measures, durations, ordinals and unit numbers are none.
    """
    rules = grammar(words)
    found = []
    for start, end in _spans(text, rules):
        if interval := _interval(text[start:end], rules):
            low, high = interval
            found.append(Mention(offset + start, offset + end, text[start:end], "count", low=low, high=high))
    return found


def side_of(noun: str, words: Mapping[str, Any]) -> str | None:
    """Tell whose side the counted people are of, or None for things and unknown words.

    Parameters
    ----------
    noun
        The noun, or the noun phrase ("FC men", "suspected insurgents"); the longest ending that is known counts.
    words
        The pack's ``words["counts"]`` (``side``, ``modifier``).
    """
    sides, modifiers, general = _side_tables(grammar(words))
    tokens = [t.lower() for t in _WORD.findall(noun.replace("’", "'"))]
    for begin in range(len(tokens)):
        for last in _singulars(tokens[-1]):
            side = sides.get(" ".join([*tokens[begin:-1], last]))
            if side is None:
                continue
            if begin == len(tokens) - 1 and last in general:
                return _modified(tokens[:-1], modifiers) or side
            return side
    return None


def _spans(text: str, rules: Grammar) -> Iterator[tuple[int, int]]:
    for start, end in rules.find(text):
        said = text[start:end]
        if said.lower() in rules.words["article"] and not _person_follows(text, end, said.lower(), rules):
            continue
        if _YEAR.fullmatch(said) and not _noun_follows(text, end, rules):
            continue
        yield start, end


def _person_follows(text: str, end: int, article: str, rules: Grammar) -> bool:
    """Whether the noun phrase behind an article has a person for its head; "no" also takes casualties."""
    stop, things, casualties, doubtful = _nouns(rules)
    tail = _CLAUSE.split(text[end : end + 80], maxsplit=1)[0]
    person = sure = False
    for word in _WORD.findall(tail)[:_REACH]:
        low = word.lower()
        if low in stop or low in rules.words["number"] or low.isdigit():
            break
        if article == "no" and low in casualties:
            return True
        if low in things or low.endswith("ing"):
            person = False
        elif side_of(word, rules.words):
            person, sure = True, low not in doubtful
        elif person:
            # A verb behind a noun, or a noun behind what was but its adjective.
            return sure or low.endswith("ed")
    return person


def _noun_follows(text: str, end: int, rules: Grammar) -> bool:
    following = _WORD.findall(text[end : end + 40])[:2]
    return any(side_of(word, rules.words) for word in following)


# ------------------------------------------------------------------------------------------------- what the words say


@lru_cache(maxsize=4096)
def _interval(text: str, rules: Grammar) -> tuple[int | None, int | None] | None:
    found = rules.read(text)
    if found is None:
        return None
    read, groups = found
    low: int | None
    high: int | None
    if read == "range":
        low, high = number(groups["num"], rules.words), number(groups["num2"], rules.words)
        if low > high:
            return None
    elif read in ("vague", "article"):
        said: Sequence[int] = rules.words[read][groups[read]]
        low, high = said[0], said[1] if len(said) > 1 else None
    else:
        low = high = number(groups["num"], rules.words)
    match rules.words["bound"].get(groups.get("bound", ""), "about"):
        case "least":
            high = None
        case "above":
            # Past a thousand the number is a round one: one more would be false precision.
            low, high = (low + 1 if read == "number" and low < 1000 else low), None
        case "most":
            low = None
        case "below":
            low, high = None, high - 1 if high else high
    return low, high


def number(text: str, words: Mapping[str, Any]) -> int:
    """Read a number in digits or words ("3,200", "1.5 million", "two hundred and fifty", "two dozen")."""
    total = current = 0.0
    for token in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", text.lower()):
        if token[0].isdigit():
            current += float(token.replace(",", ""))
        elif token in words["scale"]:
            scale = words["scale"][token]
            current = (current or 1) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
        elif token == "a":
            current += 1
        elif token in words["number"]:
            current += words["number"][token]
    return round(total + current)


# ----------------------------------------------------------------------------------------------- tables, made once


@lru_cache(maxsize=16)
def _nouns(rules: Grammar) -> tuple[frozenset[str], ...]:
    nouns = rules.words.get("noun", {})
    return tuple(frozenset(nouns.get(x, ())) for x in ("stop", "things", "casualties", "doubtful"))


@lru_cache(maxsize=16)
def _side_tables(rules: Grammar) -> tuple[Mapping[str, str], Mapping[str, str], frozenset[str]]:
    sides = {noun: side for side, nouns in rules.words.get("side", {}).items() for noun in nouns}
    table = dict(rules.words.get("modifier", {}))
    general = frozenset(table.pop("general", ()))
    return sides, {word: side for side, found in table.items() for word in found}, general


def _modified(before: list[str], modifiers: Mapping[str, str]) -> str | None:
    for size in (2, 1):
        for begin in range(len(before) - size, -1, -1):
            if side := modifiers.get(" ".join(before[begin : begin + size])):
                return side
    return None


def _singulars(noun: str) -> Iterator[str]:
    """Yield the noun and what its singular could be."""
    yield noun
    if noun.endswith("men"):
        yield noun[:-2] + "an"
    if noun == "children" or noun.endswith("schoolchildren"):
        yield noun[:-3]
    if noun == "wives":
        yield "wife"
    if noun.endswith("ies"):
        yield noun[:-3] + "y"
    if noun.endswith("es"):
        yield noun[:-2]
    if noun.endswith("s"):
        yield noun[:-1]
