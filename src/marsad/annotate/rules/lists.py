"""Which noun phrases hang on one another: prepositions, "of", "such as", and lists ("soldiers, police and civilians").

Relies on the chunks of :mod:`marsad.annotate.rules.chunks`; fills ``prep``, ``of``, ``examples`` and ``conjoined``.
"""

from __future__ import annotations

from collections.abc import Mapping

from marsad.annotate.rules.chunks import NP, Hints, Parse
from marsad.annotate.rules.tokens import QUOTES


def set_prepositions(p: Parse) -> None:
    """Give each noun phrase the preposition before it, and hang "of" and example phrases on what they belong to."""
    ends = {np.last: np for np in p.nps}
    for np in p.nps:
        i = np.first - 1
        while i >= 0 and p.tokens[i].text in QUOTES:
            i -= 1
        if i < 0 or (i > 0 and p.tokens[i].low in p.classes.particles and p.tokens[i - 1].is_verb):
            continue
        word = p.tokens[i].low
        if p.tokens[i].tag not in ("IN", "TO") or word == "that" or _adds(p, i, ends):
            continue
        np.prep = i
        if word == "of" or (word == "for" and i and p.tokens[i - 1].low in p.classes.speaks_for):
            owner = ends.get(i - 1)
            if owner is not None:
                owner.of = np
        elif word in ("like", "including") or (word == "as" and i and p.tokens[i - 1].low == "such"):
            _hang_examples(p, np, i, ends)


def _adds(p: Parse, i: int, ends: Mapping[int, NP]) -> bool:
    """Whether the word at ``i`` ends "along with", "together with" or "as well as" behind a phrase: a list goes on."""
    j = i - (2 if p.tokens[i].low == "as" else 1)
    opening = [t.low for t in p.tokens[max(j, 0) : i + 1]]
    if opening not in (["along", "with"], ["together", "with"], ["as", "well", "as"]):
        return False
    return (j - 2 if j and p.tokens[j - 1].low == "," else j - 1) in ends


def _hang_examples(p: Parse, np: NP, i: int, ends: Mapping[int, NP]) -> None:
    """Hang "A and B" on "groups" in "groups such as A and B", "groups, including A"; the word between is at ``i``."""
    j = i - 2 if p.tokens[i].low == "as" else i - 1
    if j >= 0 and p.tokens[j].low == ",":
        j -= 1
    owner = ends.get(j) or ends.get(i - 1)
    if owner is None or owner is np:
        return
    if p.tokens[owner.last].low == "such" and owner.first < owner.last:
        owner.last -= 1
        owner.head = min(owner.head, owner.last)
    owner.examples = np


def coordinate(p: Parse, hints: Hints) -> None:
    """Join noun phrases of a list; a phrase that is the subject of its own verb is no member."""
    starts_verb = {vg.first for vg in p.vgs if vg.finite}
    for n, two in enumerate(p.nps):
        if n == 0 or two.prep is not None:
            continue
        one = _member_before(p, n)
        if one is None:
            continue
        by_comma = two.first > one.last + 1 and p.tokens[two.first - 1].low == ","
        opens = one.first > 0 and p.tokens[one.first - 1].low == ","
        if two.last + 1 in starts_verb and not by_comma and _has_verb_before(p, one) and not opens:
            continue
        if by_comma and (not _goes_on(p, two) or _speaks_next(p, n, hints)):
            continue
        one.conjoined = two


def first_of_list(p: Parse, np: NP) -> NP:
    """The first member of the list that a phrase is in, or the phrase."""
    for one in reversed(p.nps):
        if one.conjoined is np:
            return first_of_list(p, one)
    return np


def _member_before(p: Parse, n: int) -> NP | None:
    """The phrase that a list may join to the ``n``-th: only joining words and "in …" phrases stand between."""
    two = p.nps[n]
    first = two.first - 1
    joiners: list[str] = []
    while first >= 0 and p.tokens[first].low in p.classes.list_joiners:
        joiners.append(p.tokens[first].low)
        first -= 1
    if not joiners or len(joiners) > 4 or all(j == '"' for j in joiners):
        return None
    for one in reversed(p.nps[:n]):
        if one.last != first or (one.prep == 0 and joiners == [","]):
            return None
        if not one.prep or p.tokens[one.prep].low not in ("in", "near", "at"):
            return one
        outer = p.np_ending(one.prep - 1)
        if outer is None or outer.prep is not None or _in_list(p, one) or not _full_phrase(p, two):
            return one
        first = outer.last
    return None


def _speaks_next(p: Parse, n: int, hints: Hints) -> bool:
    """Whether the list after a comma is the subject of a verb of saying: "wounding five, police and doctors said"."""
    last = p.nps[n]
    for other in p.nps[n + 1 :]:
        if other.prep is not None or [t.low for t in p.tokens[last.last + 1 : other.first]] != ["and"]:
            break
        last = other
    verb = next((vg for vg in p.vgs if vg.first == last.last + 1), None)
    return verb is not None and verb.head in hints.sayers and _has_verb_before(p, p.nps[n])


def _in_list(p: Parse, np: NP) -> bool:
    return any(o.conjoined is np for o in p.nps)


def _full_phrase(p: Parse, np: NP) -> bool:
    """Whether it opens with an article or adjective: "in Wana, and various posts" joins posts to what was in Wana."""
    return p.tokens[np.first].tag in ("DT", "JJ", "CD", "PRP$")


def _goes_on(p: Parse, np: NP) -> bool:
    """Whether another member follows: a comma or conjunction comes before the next verb."""
    stop = min((vg.first for vg in p.vgs if vg.first > np.last), default=len(p.tokens))
    after = p.tokens[np.last + 1 : stop]
    return bool(after) and (
        after[0].low in (",", "and", "or") or (after[0].tag == "IN" and any(t.low == "and" for t in after[:8]))
    )


def _has_verb_before(p: Parse, np: NP) -> bool:
    return any(vg.head < np.first for vg in p.vgs)
