"""Cut a tagged sentence into noun phrases and verb groups.

The values that all later steps share (:class:`NP`, :class:`VG`, :class:`Parse`) are here too.  Relies on the tags of
:mod:`marsad.annotate.rules.tagging` and on the pack's word classes; how chunks hang together is found by
:mod:`~marsad.annotate.rules.lists`, :mod:`~marsad.annotate.rules.subjects` and :mod:`~marsad.annotate.rules.parsing`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.annotate.rules.tokens import Token
from marsad.annotate.rules.wordclasses import WordClasses

_NP_TAGS = frozenset(("DT", "PRP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "PRP", "SYM"))


@dataclass(slots=True)
class NP:
    """A noun phrase: token range, head, and the preposition that governs it (or None)."""

    first: int
    last: int
    head: int
    prep: int | None = None
    conjoined: NP | None = None
    """The next noun phrase of a coordination ("soldiers, police and civilians")."""
    of: NP | None = None
    """The noun phrase after "of" ("members of the TTP")."""
    examples: NP | None = None
    """The first noun phrase after "such as", "like" or "including"."""


@dataclass(slots=True)
class VG:
    """A verb group: token range, head verb, voice, finiteness; and its subject, objects and prepositional phrases."""

    first: int
    last: int
    head: int
    passive: bool = False
    finite: bool = True
    form: str = "fin"
    """fin, inf, ger or part."""
    modal: str | None = None
    negated: bool = False
    past: bool = False
    perfect: bool = False
    governor: VG | None = None
    relation: str = ""
    """How it hangs on its governor: coord, inf, ger, part, rel, comp, sub."""
    subject: NP | None = None
    objects: list[NP] = field(default_factory=list)
    pps: list[tuple[str, NP]] = field(default_factory=list)
    antecedent: NP | None = None
    """What a relative clause is about: the subject of the verb that follows the clause."""
    marker: str = ""
    """The subordinator before its clause ("after", "if", "that")."""

    def become_participle(self) -> None:
        """Take it for a past participle with a passive sense ("workers kidnapped from a site")."""
        self.form, self.finite, self.passive = "part", False, True

    def become_finite(self) -> None:
        """Take it for the active verb of a clause."""
        self.form, self.finite, self.passive = "fin", True, False


@dataclass(slots=True)
class Parse:
    """Tokens with their chunks in order."""

    tokens: list[Token]
    nps: list[NP]
    vgs: list[VG]
    classes: WordClasses

    def np_at(self, token: int) -> NP | None:
        """The noun phrase that covers a token."""
        return next((np for np in self.nps if np.first <= token <= np.last), None)

    def np_starting(self, token: int) -> NP | None:
        """The noun phrase whose first token it is."""
        return next((np for np in self.nps if np.first == token), None)

    def np_ending(self, token: int) -> NP | None:
        """The noun phrase whose last token it is."""
        return next((np for np in self.nps if np.last == token), None)

    def object_follows(self, vg: VG) -> bool:
        """Whether a noun phrase stands right behind a verb group."""
        return self.np_starting(vg.last + 1) is not None


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of single tokens before parsing.

    ``glued`` tokens (of names and count expressions) never break a noun phrase; ``apart`` (times) are never part of
    one; ``sayers`` are verbs that a clause may follow without "that"; ``movers`` make their object do what follows
    ("urged X to …").
    """

    glued: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    sayers: frozenset[int] = frozenset()
    movers: frozenset[int] = frozenset()


def np_list(np: NP | None) -> list[NP]:
    """A noun phrase with all that is coordinated to it."""
    result: list[NP] = []
    while np is not None and np not in result:
        result.append(np)
        np = np.conjoined
    return result


def chunk(tokens: list[Token], hints: Hints, classes: WordClasses) -> Parse:
    """Find noun phrases and verb groups from left to right; nothing hangs together yet."""
    parse = Parse(tokens, [], [], classes)
    i = 0
    while i < len(tokens):
        group = None if i in hints.glued or i in hints.apart else _verb_group(tokens, i, classes)
        np = None if group is not None or i in hints.apart else _noun_phrase(tokens, i, hints)
        if group is not None:
            parse.vgs.append(group)
            i = group.last + 1
        elif np is not None:
            parse.nps.append(np)
            i = np.last + 1
        else:
            i += 1
    return parse


# ------------------------------------------------------------------------------------------------ verb groups


def _verb_group(tokens: list[Token], i: int, classes: WordClasses) -> VG | None:
    token = tokens[i]
    if token.tag == "TO":
        return _infinitive(tokens, i, classes)
    if not (token.is_verb or token.tag == "MD"):
        return None
    if token.tag in ("VBN", "VBG") and _premodifies(tokens, i):
        return None
    group = VG(i, i, i)
    auxiliary_be = auxiliary_have = False
    j = i
    while j < len(tokens):
        word = tokens[j]
        if word.tag == "MD":
            group.modal = word.low
        elif word.tag == "RB" or word.low in ("not", "n't"):
            group.negated |= word.low in ("not", "never", "n't")
        elif (word.low in classes.be and word.is_verb) or word.low == "being":
            auxiliary_be, group.head = True, j
        elif word.low in classes.have or word.low in classes.do:
            auxiliary_have |= word.low in classes.have
            group.head = j
        elif word.is_verb:
            group.head = j
            j += 1
            break
        else:
            break
        j += 1
    group.last = max(j - 1, group.head)
    while group.last > group.head and tokens[group.last].tag == "RB":
        group.last -= 1
    group.perfect = auxiliary_have
    _form(tokens, group, auxiliary_be, classes)
    return group


def _infinitive(tokens: list[Token], i: int, classes: WordClasses) -> VG | None:
    """Read "to" with its verb, adverbs between."""
    j = i + 1
    while j < len(tokens) and tokens[j].tag == "RB":
        j += 1
    group = _verb_group(tokens, j, classes) if j < len(tokens) and tokens[j].tag == "VB" else None
    if group is not None:
        group.first, group.finite, group.form = i, False, "inf"
    return group


def _form(tokens: list[Token], group: VG, auxiliary_be: bool, classes: WordClasses) -> None:
    """Tell voice, tense and finiteness by the first and the main verb."""
    head, first = tokens[group.head], tokens[group.first]
    group.passive = auxiliary_be and head.tag in ("VBN", "VBD") and group.head != group.first
    group.past = first.low in classes.past_auxiliaries or head.tag == "VBD" or group.perfect
    group.negated |= any(
        tokens[k].low.endswith("n't") or tokens[k].low == "cannot" for k in range(group.first, group.head)
    )
    if group.head == group.first and head.tag == "VBN":
        group.become_participle()
    elif first.tag == "VBG":
        group.form, group.finite = "ger", False


def _plural_follows(tokens: list[Token], i: int) -> bool:
    """Whether a plural stands right behind, or behind one noun ("affiliated splinter groups")."""
    after = [t.tag for t in tokens[i + 1 : i + 3]]
    return after[:1] in (["NNS"], ["NNPS"]) or after == ["NN", "NNS"]


def _premodifies(tokens: list[Token], i: int) -> bool:
    """Whether a participle stands before its noun ("the suspected insurgent", "exploding devices")."""
    if i + 1 >= len(tokens) or not (tokens[i + 1].is_noun or tokens[i + 1].tag == "JJ"):
        return False
    before = tokens[i - 1].tag if i else "."
    if before in ("DT", "PRP$", "JJ", "CD", "POS") or (tokens[i].tag == "VBN" and before in ("VB", "VBG")):
        return True
    # "released militants are …" / "wounded soldiers": bare participle and plural at the start of a phrase
    return tokens[i].tag == "VBN" and (
        (before in ("IN", ".", "CC", "''") and _plural_follows(tokens, i))
        or (before == "IN" and tokens[i + 1].tag == "JJ")
    )


# ----------------------------------------------------------------------------------------------- noun phrases


def _noun_phrase(tokens: list[Token], i: int, hints: Hints) -> NP | None:
    if i not in hints.glued and (not _in_np(tokens, i) or tokens[i].tag == "POS"):
        return None
    j, head = i, -1
    while j < len(tokens) and j not in hints.apart and (j in hints.glued or _in_np(tokens, j)):
        token = tokens[j]
        if j > i and _begins_anew(tokens, j, hints):
            break
        if token.is_noun or token.tag in ("PRP", "CD") or (token.tag == "DT" and head < 0):
            head = j
        j += 1
    if head < 0:
        head = j - 1
    if j + 2 < len(tokens) and tokens[j].low == "(" and tokens[j + 2].low == ")" and tokens[j + 1].text.isupper():
        j += 3  # "Balochistan Liberation Army (BLA)"
        while j < len(tokens) and tokens[j].tag in ("NN", "NNS") and j not in hints.apart:
            head, j = j, j + 1  # "the … Cooperation (OIC) forum"
    return NP(i, j - 1, head)


def _begins_anew(tokens: list[Token], j: int, hints: Hints) -> bool:
    """Whether a token inside a run of noun words opens the next phrase: a number behind a noun, an article."""
    token, before = tokens[j], tokens[j - 1]
    if token.tag == "CD" and before.is_noun and (j not in hints.glued or j - 1 not in hints.glued):
        return True
    return j not in hints.glued and token.tag in ("DT", "PRP$", "PRP") and before.tag != "DT"


def _in_np(tokens: list[Token], i: int) -> bool:
    token = tokens[i]
    if token.tag in _NP_TAGS:
        return token.tag != "SYM" or token.text in "&%$"
    if token.tag in ("VBN", "VBG"):
        return _premodifies(tokens, i)
    if token.tag == "RB":
        # "at least five", "about 3,200", "lesser known": adverbs inside a phrase
        return i + 1 < len(tokens) and tokens[i + 1].tag in ("CD", "JJ") and token.low not in ("not", "also", "then")
    return False
