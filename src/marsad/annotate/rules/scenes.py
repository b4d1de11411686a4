"""What may be the place of an event: names of places, known and unknown, with how they stand in their sentence.

Relies on the parse and on mentions.  Unknown names are runs of capitalised words; most places of a war are in no
gazetteer, so that here a name counts by how it stands.  Which of them is an event's place is for
:mod:`~marsad.annotate.rules.placing` to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from marsad.annotate.rules.chunks import NP, Parse
from marsad.annotate.rules.drafts import Roles
from marsad.annotate.rules.tagging import is_common
from marsad.annotate.rules.tokens import Token
from marsad.values import Mention

_ADJECTIVE = re.compile(r"-[a-z]+$")
"""The end of "ISIS-held", "Kurdish-majority"."""
_LETTERS = 5
"""Letters in what is still an acronym when it stands in capitals."""
_CHAIN = 7
"""Words that may stand between two names of one spot."""
_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|ash|at|an|az|ed|er|es)-[A-Z]")
"""Small Arabic articles that begin a name ("al-Bab")."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A name that may be an event's place."""

    mention: Mention
    first: int
    """Token index of its first word."""
    last: int
    known: bool
    """Whether the pack has it as a place."""
    state: bool
    spot: bool
    """Whether a kind word stands with it: "the village of X", "X hospital"."""
    body: bool
    """Whether it names people by the place: "X police"."""
    np: NP | None
    prep: str
    """The word that leads to it: the preposition of its phrase, or of the list it is in; else nothing."""


def scenes(roles: Roles) -> list[Scene]:
    """All candidates of a sentence, in order."""
    tokens = roles.parse.tokens
    found: list[Scene] = []
    taken: set[int] = set()
    for mention in roles.mentions:
        state = mention.kind == "actor" and mention.text[:1].isupper() and roles.is_state(mention.text)
        if mention.kind == "place" or state:
            # overlapping, not inside: "Tank-Wana" is one token and two names
            inside = [t.i for t in tokens if t.start < mention.end and mention.start < t.end]
            described = bool(inside) and bool(_ADJECTIVE.search(tokens[inside[-1]].text))
            if not inside or described or taken.intersection(inside) or (state and tokens[inside[-1]].tag == "JJ"):
                continue
            taken.update(inside)
            found.append(_scene(roles, mention, inside[0], inside[-1], not state))
    for first, last in _runs(roles, taken):
        start, end = tokens[first].start, tokens[last].end
        words = " ".join(t.text for t in tokens[first : last + 1])
        found.append(_scene(roles, Mention(start, end, words, "place"), first, last, False))
    found.sort(key=lambda s: s.first)
    for k in range(len(found) - 1, 0, -1):
        one, two = found[k - 1], found[k]
        if two.spot and not one.spot and [t.low for t in tokens[one.last + 1 : two.first]] in (["and"], [","]):
            # "X and Y villages": both are villages
            plural = tokens[two.last + 1].tag == "NNS" if two.last + 1 < len(tokens) else False
            found[k - 1] = replace(one, spot=plural)
    return found


def _runs(roles: Roles, taken: set[int]) -> list[tuple[int, int]]:
    """Runs of capitalised words that no mention covers; over a mention's words where a kind word ends the run."""
    tokens, classes = roles.parse.tokens, roles.parse.classes
    covered = {
        t.i: m.kind
        for m in roles.mentions
        if m.kind in ("actor", "time")
        for t in tokens
        if m.start <= t.start and t.end <= m.end
    }
    found: list[tuple[int, int]] = []
    i = 0
    while i < len(tokens):
        if i in taken or not _is_name(tokens[i]) or covered.get(i) == "time":
            i += 1
            continue
        j = i
        while j + 1 < len(tokens) and j + 1 not in taken and covered.get(j + 1) != "time" and _is_name(tokens[j + 1]):
            j += 1
        spot = next((k for k in (j + 1, j) if k < len(tokens) and tokens[k].low in classes.spot_nouns), None)
        own = [k for k in range(i, j + 1) if k not in covered]
        if spot is not None and (own or spot > j):
            found.append((i, j))
        else:
            found += _cut(own)
        i = j + 1
    return [(a, b) for a, b in found if not _excluded(roles, a, b, taken)]


def _cut(indices: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of indices that follow one another."""
    out: list[tuple[int, int]] = []
    for k in indices:
        if out and out[-1][1] == k - 1:
            out[-1] = (out[-1][0], k)
        else:
            out.append((k, k))
    return out


def _is_name(token: Token) -> bool:
    if _ARTICLE.match(token.text):
        return True
    if not token.text[:1].isupper() or _ADJECTIVE.search(token.text):
        return False
    return token.tag.startswith("NNP") if token.i == 0 else token.is_noun or token.tag in ("JJ", "CD")


def _excluded(roles: Roles, first: int, last: int, taken: set[int]) -> bool:
    """Whether a run is no place's name whatever stands around."""
    tokens, classes = roles.parse.tokens, roles.parse.classes
    words = tokens[first : last + 1]
    if first and first - 1 in taken and words[-1].low in classes.spot_nouns:
        return True  # the rest of a known place's name
    if all(t.low in classes.spot_nouns or t.low in classes.directions for t in words):
        return True
    if _is_person(roles, first) or words[0].low in classes.people_words or words[-1].low in classes.people_words:
        return True
    if _has_kind_word(roles.parse, first, last):
        return words[-1].low in classes.body_nouns
    if all(is_common(t.text) for t in words) or _is_body(roles.parse, first, last) or _is_modifier(roles.parse, last):
        return True
    alone = words[0].text
    return len(words) == 1 and not _ARTICLE.match(alone) and (
        words[0].tag == "JJ" or (alone.isupper() and len(alone) <= _LETTERS)
    )  # fmt: skip


def _is_person(roles: Roles, first: int) -> bool:
    """Whether a title stands with a name, with its full stop or without."""
    tokens, titles = roles.parse.tokens, roles.parse.classes.person_titles
    before = first - 2 if first > 1 and tokens[first - 1].text == "." else first - 1
    return tokens[first].low in titles or (first > 0 and tokens[before].low in titles)


def _is_body(p: Parse, first: int, last: int) -> bool:
    """Whether a run names an organisation: by its last word, by its first, or by the letters in brackets behind it."""
    tokens, classes = p.tokens, p.classes
    if tokens[last].low in classes.body_nouns or tokens[first].low in classes.body_openers:
        return True
    return last + 2 < len(tokens) and tokens[last + 1].low == "(" and tokens[last + 2].text.isupper()


def _is_modifier(p: Parse, last: int) -> bool:
    """Whether a common noun follows that the name only describes: "Uber offices"."""
    np = p.np_at(last)
    if np is None or np.head <= last or p.tokens[last + 1].tag == "POS":
        return False
    head = p.tokens[np.head]
    return not head.tag.startswith("NNP") and head.low not in p.classes.spot_nouns


def _has_kind_word(p: Parse, first: int, last: int) -> bool:
    """Whether a word for a kind of place stands with a name: "X hospital", "the village of X"."""
    after = p.tokens[last + 1].low if last + 1 < len(p.tokens) else "."
    if after in p.classes.spot_nouns or p.tokens[last].low in p.classes.spot_nouns:
        return True
    before = [t.low for t in p.tokens[max(first - 3, 0) : first]]
    return any(a in p.classes.spot_nouns and b == "of" for a, b in pairwise(before))


def _scene(roles: Roles, mention: Mention, first: int, last: int, known: bool) -> Scene:
    p = roles.parse
    np = p.np_at(first)
    after = p.tokens[last + 1].low if last + 1 < len(p.tokens) else "."
    return Scene(
        mention, first, last, known, roles.is_state(mention.text), spot=_has_kind_word(p, first, last),
        body=after in p.classes.body_nouns, np=np, prep=_leading(p, np),
    )  # fmt: skip


def _leading(p: Parse, np: NP | None) -> str:
    """The preposition of a name's phrase or of the list it is in."""
    while np is not None and np.prep is None:
        one = next((n for n in reversed(p.nps) if n.conjoined is np), None)
        if one is None:
            break
        np = one
    if np is None or np.prep is None:
        return ""
    outer = p.np_ending(np.prep - 1)
    if p.tokens[np.prep].low == "with" and outer is not None and p.tokens[outer.head].low in p.classes.land:
        return _leading(p, outer)  # "along the border with X"
    return p.tokens[np.prep].low


def chains(p: Parse, every: Sequence[Scene]) -> list[list[int]]:
    """Numbers of the scenes that name one spot, the most exact first: "Bara, Khyber district", "Khyber's Bara"."""
    words = p.classes.spot_joiners | p.classes.spot_nouns
    found: list[list[int]] = []
    for k, scene in enumerate(every):
        between = [t.low for t in p.tokens[every[k - 1].last + 1 : scene.first]] if k else []
        if not between or len(between) > _CHAIN or not all(w in words for w in between):
            found.append([k])
        elif between[0] in ("'s", "’s") or _holds(p, every[k - 1], between):
            found[-1].insert(0, k)
        else:
            found[-1].append(k)
    return found


def _holds(p: Parse, scene: Scene, between: Sequence[str]) -> bool:
    """Whether the first name is the larger: "the Khyber town of Bara"; not so in "Bara town of Khyber"."""
    article = scene.np is not None and scene.np.first < scene.first and p.tokens[scene.np.first].tag == "DT"
    return article and len(between) > 1 and between[0] in p.classes.settlements and between[1] == "of"
