"""Find time expressions in a sentence: where they stand, not what they mean (that is :mod:`marsad.link.times`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from marsad.pack.patterns import Grammar, alternatives, compiled, grammar
from marsad.values import Mention

_BACK = 25
"""Characters before a match in which "since", "until" … are looked for."""


def find_times(text: str, offset: int, words: Mapping[str, Any]) -> list[Mention]:
    """Time expressions of one sentence, in order, not overlapping.

    Parameters
    ----------
    text
        The sentence.
    offset
        Where the sentence starts in its document (code points); added to every offset.
    words
        The pack's ``words["times"]``.

    Returns
    -------
    list of Mention
        Of kind ``time``, unresolved.  The span takes in what changes the meaning ("late Thursday", "since 2007", "the
        last ten days"), not the preposition before it.  A dateline's date is none: it says when was written.
    """
    found = []
    for start, end in _spans(text, grammar(words)):
        found.append(Mention(offset + start, offset + end, text[start:end], "time"))
    return found


def _spans(text: str, rules: Grammar) -> Iterator[tuple[int, int]]:
    opener, datelines = _extras(rules)
    written: list[tuple[int, int]] | None = None
    for start, end in rules.find(text):
        if text[end - 1].isdigit():
            if written is None:
                written = [hit.span("date") for line in datelines for hit in line.finditer(text)]
            if any(start < last and first < end for first, last in written):
                continue
        if text[end - 1] == ".":  # the sentence's, not the abbreviation's; either way no part of the words
            end -= 1
        if before := opener.search(text, max(0, start - _BACK), start):
            start = before.start("open")
        yield start, end


@lru_cache(maxsize=16)
def _extras(rules: Grammar) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    words = rules.words
    opener = rf"(?<!\w)(?P<open>{alternatives(words.get('open', ()))})\s+$"
    return (
        re.compile(opener, re.IGNORECASE),
        tuple(compiled(x) for x in words.get("dateline", ())),
    )
