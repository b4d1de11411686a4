"""Noun phrases and verb groups of a sentence, and who is whose subject and object: a parse as light as the coder needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.annotate.rules.tokens import QUOTES, Token

_NP_TAGS = frozenset(("DT", "PRP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "PRP", "SYM"))
_BE = frozenset(
    [
        "be",
        "is",
        "are",
        "was",
        "were",
        "been",
        "being",
        "am",
        "'s",
        "get",
        "gets",
        "got",
        "gotten",
        "getting",
        "isn't",
        "wasn't",
        "weren't",
        "aren't",
    ]
)
_HAVE = frozenset(["has", "have", "had", "having"])
_DO = frozenset(["do", "does", "did"])
_PARTICLES = frozenset(("out", "up", "off", "down", "away", "back"))
_SPEAKS_FOR = frozenset(("spokesman", "spokesperson", "spokeswoman", "spokesmen", "lawyer"))
_RELATIVE = frozenset(["who", "which", "that", "whom"])
SUBORDINATORS = frozenset(
    [
        "after",
        "before",
        "when",
        "while",
        "as",
        "because",
        "since",
        "until",
        "unless",
        "if",
        "although",
        "though",
        "whereas",
        "whenever",
        "where",
        "once",
        "so",
    ]
)


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


@dataclass(slots=True)
class Parse:
    """Tokens with their chunks in order."""

    tokens: list[Token]
    nps: list[NP]
    vgs: list[VG]

    def np_at(self, token: int) -> NP | None:
        """The noun phrase that covers a token."""
        for np in self.nps:
            if np.first <= token <= np.last:
                return np
        return None


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of single tokens before parsing.

    ``glued`` tokens (of names and count expressions) never break a noun phrase; ``apart`` (times) are never part of one;
    ``sayers`` are verbs that a clause may follow without "that"; ``movers`` make their object do what follows ("urged X to …").
    """

    glued: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    sayers: frozenset[int] = frozenset()
    movers: frozenset[int] = frozenset()


def parse(tokens: list[Token], hints: Hints) -> Parse:
    """Chunk and attach; linear in the sentence's length but for short look-backs."""
    nps, vgs = _chunks(tokens, hints)
    result = Parse(tokens, nps, vgs)
    _prepositions(result)
    _coordinate(result, hints)
    for n in range(len(vgs)):
        _attach_left(result, n, hints)
    for vg, after in zip(vgs, vgs[1:], strict=False):
        if vg.form == "ger" and vg.subject is None and after.finite:
            vg.subject = after.subject  # "After killing two, the attackers fled"
    for n, vg in enumerate(vgs):
        _attach_right(result, n)
        _settle_voice(result, vg)
    return result


# ------------------------------------------------------------------------------------------------------ chunking


def _chunks(tokens: list[Token], hints: Hints) -> tuple[list[NP], list[VG]]:
    nps: list[NP] = []
    vgs: list[VG] = []
    i = 0
    while i < len(tokens):
        group = None if i in hints.glued or i in hints.apart else _verb_group(tokens, i)
        if group is not None:
            vgs.append(group)
            i = group.last + 1
            continue
        np = None if i in hints.apart else _noun_phrase(tokens, i, hints)
        if np is not None:
            nps.append(np)
            i = np.last + 1
            continue
        i += 1
    return nps, vgs


def _verb_group(tokens: list[Token], i: int) -> VG | None:
    token = tokens[i]
    if token.tag == "TO":
        j = i + 1
        while j < len(tokens) and tokens[j].tag == "RB":
            j += 1
        if j < len(tokens) and tokens[j].tag == "VB":
            group = _verb_group(tokens, j)
            if group is not None:
                group.first, group.finite, group.form = i, False, "inf"
            return group
        return None
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
        elif (word.low in _BE and word.is_verb) or word.low in ("being",):
            auxiliary_be, group.head = True, j
        elif word.low in _HAVE or word.low in _DO:
            auxiliary_have |= word.low in _HAVE
            group.head = j
        elif word.is_verb or (auxiliary_be and word.tag in ("VBN", "VBG")):
            group.head = j
            j += 1
            break
        else:
            break
        j += 1
    group.last = max(j - 1, group.head)
    while group.last > group.head and tokens[group.last].tag == "RB":
        group.last -= 1
    _form(tokens, group, auxiliary_be, auxiliary_have)
    return group


def _form(tokens: list[Token], group: VG, auxiliary_be: bool, auxiliary_have: bool) -> None:
    head, first = tokens[group.head], tokens[group.first]
    group.perfect = auxiliary_have
    group.passive = auxiliary_be and head.tag in ("VBN", "VBD") and group.head != group.first
    group.past = first.low in ("was", "were", "had", "did") or head.tag == "VBD" or auxiliary_have
    group.negated |= any(
        tokens[k].low.endswith("n't") or tokens[k].low == "cannot" for k in range(group.first, group.head)
    )
    if group.head == group.first:
        if head.tag == "VBG":
            group.form, group.finite = "ger", False
        elif head.tag == "VBN":
            group.form, group.finite, group.passive = "part", False, True
    elif first.tag == "VBG":
        group.form, group.finite = "ger", False


def _premodifies(tokens: list[Token], i: int) -> bool:
    """Whether a participle stands before its noun ("the suspected insurgent", "exploding devices")."""
    if i + 1 >= len(tokens) or not (tokens[i + 1].is_noun or tokens[i + 1].tag == "JJ"):
        return False
    before = tokens[i - 1].tag if i else "."
    if before in ("DT", "PRP$", "JJ", "CD", "POS") or (tokens[i].tag == "VBN" and before in ("VB", "VBG")):
        return True
    # "released militants are …" / "wounded soldiers": bare participle and plural at the start of a phrase
    return tokens[i].tag == "VBN" and (
        (before in ("IN", ".", "CC", "''") and tokens[i + 1].tag in ("NNS", "NNPS"))
        or (before == "IN" and tokens[i + 1].tag == "JJ")
    )


def _noun_phrase(tokens: list[Token], i: int, hints: Hints) -> NP | None:
    if i not in hints.glued and (not _in_np(tokens, i) or tokens[i].tag == "POS"):
        return None
    j, head = i, -1
    while j < len(tokens) and j not in hints.apart and (j in hints.glued or _in_np(tokens, j)):
        token = tokens[j]
        if j > i and token.tag == "CD" and tokens[j - 1].is_noun and j not in hints.glued:
            break
        if j > i and token.tag == "CD" and tokens[j - 1].is_noun and (j - 1) not in hints.glued:
            break
        if j > i and j not in hints.glued and token.tag in ("DT", "PRP$", "PRP") and tokens[j - 1].tag not in ("DT",):
            break
        if token.is_noun or token.tag in ("PRP", "CD") or (token.tag == "DT" and head < 0):
            head = j
        j += 1
    if head < 0:
        head = j - 1
    if j + 2 < len(tokens) and tokens[j].low == "(" and tokens[j + 2].low == ")" and tokens[j + 1].text.isupper():
        j += 3  # "Balochistan Liberation Army (BLA)"
    return NP(i, j - 1, head)


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


# --------------------------------------------------------------------------------------------------- attachment


def _prepositions(p: Parse) -> None:
    ends = {np.last: np for np in p.nps}
    for np in p.nps:
        i = np.first - 1
        while i >= 0 and p.tokens[i].text in QUOTES:
            i -= 1
        if i > 0 and p.tokens[i].low in _PARTICLES and p.tokens[i - 1].is_verb:
            continue
        if i >= 0 and p.tokens[i].tag in ("IN", "TO") and p.tokens[i].low != "that":
            np.prep = i
            if p.tokens[i].low == "of" or (p.tokens[i].low == "for" and i and p.tokens[i - 1].low in _SPEAKS_FOR):
                owner = ends.get(i - 1)
                if owner is not None:
                    owner.of = np
            elif p.tokens[i].low in ("as", "like", "including"):
                j = i - 1 if p.tokens[i].low != "as" else i - 2
                if p.tokens[i].low == "as" and (i == 0 or p.tokens[i - 1].low != "such"):
                    continue
                if j >= 0 and p.tokens[j].low == ",":
                    j -= 1
                owner = ends.get(j) or ends.get(i - 1)
                if owner is not None and owner is not np:
                    if p.tokens[owner.last].low == "such" and owner.first < owner.last:
                        owner.last -= 1
                        owner.head = min(owner.head, owner.last)
                    owner.examples = np


def _coordinate(p: Parse, hints: Hints) -> None:
    """Join noun phrases of a list; a phrase that is the subject of its own verb is no member."""
    starts_verb = {vg.first for vg in p.vgs if vg.finite}
    for n, two in enumerate(p.nps):
        if n == 0 or two.prep is not None:
            continue
        one = _list_member_before(p, n)
        if one is None:
            continue
        words = [t.low for t in p.tokens[one.last + 1 : two.first]]
        by_comma = words[-1:] == [","]
        opens = one.first > 0 and p.tokens[one.first - 1].low == ","
        if two.last + 1 in starts_verb and not by_comma and _has_verb_before(p, one) and not opens:
            continue
        if by_comma and (not _list_goes_on(p, two) or _speaks_next(p, n, hints)):
            continue
        one.conjoined = two


def _list_member_before(p: Parse, n: int) -> NP | None:
    """The phrase that a list may join to the ``n``-th: only joining words and "in …" phrases stand between."""
    two = p.nps[n]
    first = two.first - 1
    joiners: list[str] = []
    while first >= 0 and p.tokens[first].low in _JOINERS:
        joiners.append(p.tokens[first].low)
        first -= 1
    if not joiners or len(joiners) > 4 or all(j == '"' for j in joiners):
        return None
    for one in reversed(p.nps[:n]):
        if one.last != first or (one.prep == 0 and joiners == [","]):
            return None
        if one.prep is None or p.tokens[one.prep].low not in ("in", "near", "at", "of") or one.prep == 0:
            return one
        outer = _np_ending(p, one.prep - 1)
        listed = _in_list(p, one)
        if outer is None or outer.prep is not None or listed or two.prep is not None or not _full_phrase(p, two):
            return one
        first = outer.last
    return None


def _speaks_next(p: Parse, n: int, hints: Hints) -> bool:
    """Whether the list after a comma is the subject of a verb of saying: "wounding five, police and doctors said"."""
    two = p.nps[n]
    last = two
    for other in p.nps[n + 1 :]:
        if other.prep is None and [t.low for t in p.tokens[last.last + 1 : other.first]] == ["and"]:
            last = other
        else:
            break
    verb = next((vg for vg in p.vgs if vg.first == last.last + 1), None)
    return verb is not None and verb.head in hints.sayers and _has_verb_before(p, two)


def _in_list(p: Parse, np: NP) -> bool:
    return any(o.conjoined is np for o in p.nps)


def _full_phrase(p: Parse, np: NP) -> bool:
    """Whether a phrase opens with an article or adjective: "in Wana, and various posts" joins posts to what was in Wana."""
    return p.tokens[np.first].tag in ("DT", "JJ", "CD", "PRP$")


def _list_goes_on(p: Parse, np: NP) -> bool:
    """Whether another member follows: a comma or conjunction comes before the next verb."""
    stop = min((vg.first for vg in p.vgs if vg.first > np.last), default=len(p.tokens))
    after = p.tokens[np.last + 1 : stop]
    return bool(after) and (
        after[0].low in (",", "and", "or") or (after[0].tag == "IN" and any(t.low == "and" for t in after[:8]))
    )


_JOINERS = frozenset((",", "and", "or", "&", "as", "well", "along", "with", "both", "'", '"', "alongside", "together"))


def _has_verb_before(p: Parse, np: NP) -> bool:
    return any(vg.head < np.first for vg in p.vgs)


def _attach_left(p: Parse, n: int, hints: Hints) -> None:
    vg = p.vgs[n]
    previous = p.vgs[n - 1] if n else None
    i = vg.first - 1
    while i >= 0 and (p.tokens[i].tag == "RB" or p.tokens[i].text in QUOTES):
        i -= 1
    if i < 0:
        vg.governor, vg.relation = None, ""
        return
    word = p.tokens[i]
    if vg.form == "inf" or (vg.form == "ger" and word.tag in ("IN", "TO")):
        vg.relation = "inf" if vg.form == "inf" else "ger"
        vg.marker = word.low if word.tag in ("IN", "TO") else ""
        vg.governor = previous
        if previous is not None:
            vg.subject = previous.subject
        if previous is not None and previous.head in hints.movers and not previous.passive:
            moved = next(
                (np for np in p.nps if np.first > previous.last and np.last < vg.first and np.prep is None), None
            )
            if moved is not None and (vg.form == "inf" or vg.marker in ("of", "for", "from")):
                vg.subject = moved
        if vg.form == "ger" and vg.marker == "by" and i > 1 and p.tokens[i - 1].low == ",":
            # "the group, by sheltering militants, …": the phrase before the comma does it
            vg.subject = _np_ending(p, i - 2) or vg.subject
        return
    if _reduced(p, n):
        vg.form, vg.finite, vg.passive = "part", False, True
    if word.low in _RELATIVE and word.tag in ("WP", "WDT", "IN", "DT"):
        before = _noun_before(p, i, skip_places=False)
        if word.low != "that" or (before is not None and before.last >= i - 2):
            if not (word.low == "that" and previous is not None and previous.head == i - 1):
                if before is not None and p.tokens[i - 1].low == ",":
                    before = _first_of_list(p, before)
                vg.relation, vg.subject, vg.governor = "rel", before, previous
                vg.antecedent = _antecedent(p, before, i)
                return
    if vg.form == "part" and word.low == "," and _object_follows(p, vg):
        # "…, supported by coalition troops, arrested a leader": the main verb after a participle in commas
        vg.form, vg.finite, vg.passive = "fin", True, False
    if word.tag in ("CC",) or (word.low == "," and not vg.finite):
        if word.tag == "CC" and p.tokens[vg.head].tag in ("VBD", "VBN"):
            previous = next((v for v in reversed(p.vgs[:n]) if v.finite or v.form == "part"), previous)
        if previous is not None and _same_clause(p, previous.last + 1, i):
            vg.relation = "coord" if word.tag == "CC" else "ger"
            vg.governor, vg.subject = previous, previous.subject
            if vg.form == "part" and previous.passive and word.tag == "CC" and not _object_follows(p, vg):
                vg.passive = True
            elif vg.form == "part" and word.tag == "CC" and (previous.finite or _object_follows(p, vg)):
                vg.form, vg.finite, vg.passive = "fin", True, False
            return
    if vg.form == "ger" and previous is not None and previous.last == i:
        vg.relation, vg.governor, vg.subject = "ger", previous, previous.subject
        return
    if vg.form in ("ger", "part"):
        np = _np_ending(p, i) or (_np_ending(p, i - 1) if vg.form == "part" and word.low == "," else None)
        if np is not None:
            np = _first_of_list(p, np) if word.low == "," else np
            vg.relation, vg.subject, vg.governor = "part", np, previous
            return
    subject, stop = _subject_left(p, i, previous, hints)
    if subject is None and previous is not None and vg.form != "ger":
        subject = _resumed(previous, p.nps)
        if subject is None and word.low == "," and previous.finite:
            subject = previous.subject  # "stormed a post, killed two and …"
    vg.subject = subject
    if stop >= 0:
        marker = p.tokens[stop].low
        vg.marker = marker if marker in SUBORDINATORS or marker == "that" else ""
    if previous is not None:
        vg.governor = previous
        vg.relation = "sub" if vg.marker in SUBORDINATORS else "comp" if vg.marker == "that" else ""
    if vg.form == "part" and subject is not None and vg.relation == "" and not _later_finite(p, vg):
        vg.finite = True


def _reduced(p: Parse, n: int) -> bool:
    """Whether a bare past form is a participle because the clause's verb follows: "workers kidnapped from a site were freed"."""
    vg = p.vgs[n]
    if vg.head != vg.first or p.tokens[vg.head].tag != "VBD" or _object_follows(p, vg):
        return False
    if vg.last + 1 < len(p.tokens) and p.tokens[vg.last + 1].low == "by":
        return True
    if n + 1 >= len(p.vgs):
        return False
    after = p.vgs[n + 1]
    if not after.finite or (p.tokens[after.head].tag in ("VBG", "VBN") and after.head == after.first):
        return False
    between = p.tokens[vg.last + 1 : after.first]
    if not between or between[0].tag != "IN" or any(t.tag in (",", ":", "CC") or t.low in _RELATIVE for t in between):
        return False
    return all(np.prep is not None for np in p.nps if vg.last < np.first < after.first)


def _antecedent(p: Parse, before: NP | None, i: int) -> NP | None:
    """Of "criminals, many of whom …" the criminals; else the phrase before the relative word."""
    if before is not None and p.tokens[i - 1].low == "of":
        return next((np for np in reversed(p.nps) if np.last < before.first and np.prep is None), before)
    return before


def _resumed(previous: VG, nps: list[NP]) -> NP | None:
    """The subject of a verb behind a relative or participle clause in commas."""
    one: VG | None = previous
    while one is not None:
        if one.relation == "rel" and one.antecedent is not None:
            return one.antecedent
        if one.relation == "part":
            # "three of the six workers kidnapped … were freed": the three
            return next((np for np in nps if np.of is not None and np.of is one.subject), one.subject)
        if one.form in ("ger", "inf"):
            return one.subject
        one = one.governor if one.relation == "coord" else None
    return None


def _np_ending(p: Parse, i: int) -> NP | None:
    for np in p.nps:
        if np.last == i:
            return np
    return None


def _noun_before(p: Parse, i: int, skip_places: bool) -> NP | None:
    best = None
    for np in p.nps:
        if np.last < i:
            best = np
    while best is not None and best.prep is not None and p.tokens[best.prep].low in ("in", "at", "near", "on", "of"):
        outer = _np_ending(p, best.prep - 1)
        if outer is None or (i - best.last > 2 and not skip_places):
            break
        if p.tokens[best.prep].low == "of" and p.tokens[best.head].tag == "NNS":
            break
        best = outer
    return best


def _same_clause(p: Parse, start: int, end: int) -> bool:
    return not any(token.tag in (":", ".") for token in p.tokens[start:end])


def _object_follows(p: Parse, vg: VG) -> bool:
    return any(np.first == vg.last + 1 for np in p.nps)


def _subject_left(p: Parse, i: int, previous: VG | None, hints: Hints) -> tuple[NP | None, int]:
    """Walk left over prepositional phrases to the phrase that no preposition governs."""
    floor = previous.last if previous is not None else -1
    candidate: NP | None = None
    if p.tokens[i].low == ",":
        # "Residents of the town, the one nearest to the border, said …": over the apposition
        j = next((k for k in range(i - 1, floor, -1) if p.tokens[k].low == ","), -1)
        if j < 0 and previous is not None and previous.form == "part" and previous.first > 1:
            # "police, quoted by an agency, said": over the participle in commas
            j = previous.first - 1 if p.tokens[previous.first - 1].low == "," else -1
            floor = -1 if j > 0 else floor
        if j > 0 and _np_ending(p, j - 1) is not None:
            i = j - 1
    while i > floor:
        token = p.tokens[i]
        np = _np_ending(p, i)
        if np is not None:
            head_of_list = _first_of_list(p, np)
            aside = _aside(p, head_of_list)
            if aside >= 0:
                i = aside
                continue
            if head_of_list.prep is None and _is_object(head_of_list, previous, i, hints):
                return None, -1
            if head_of_list.prep is None:
                candidate = head_of_list
                before = p.tokens[candidate.first - 1] if candidate.first else None
                return candidate, candidate.first - 1 if before is not None else -1
            if p.tokens[head_of_list.prep].low in SUBORDINATORS and _np_ending(p, head_of_list.prep - 1) is None:
                return head_of_list, head_of_list.prep
            if p.tokens[head_of_list.prep].low in ("after", "before", "as", "since", "until", "while", "than"):
                return head_of_list, head_of_list.prep
            i = head_of_list.prep - 1
            continue
        if token.low in SUBORDINATORS or token.low == "that" or token.tag == ":":
            return candidate, i
        i -= 1
    # The noun phrase between two verb groups may be object of the first and subject of the second.
    for np in p.nps:
        if floor < np.first and np.last < i + 1 and np.prep is None and not _is_object(np, previous, i, hints):
            return np, np.first - 1
    return candidate, -1


def _aside(p: Parse, np: NP) -> int:
    """The token before a parenthesis such as ", among them an officer," or -1."""
    before = [t.low for t in p.tokens[max(np.first - 3, 0) : np.first]]
    if len(before) == 3 and before[0] == "," and before[1] in ("among", "including") and before[2] in ("them", "whom"):
        return np.first - 4
    return -1


def _is_object(np: NP, previous: VG | None, i: int, hints: Hints) -> bool:
    """Whether a phrase right behind a verb is that verb's object and not the next verb's subject.

    Behind a verb of saying it is the subject ("said five men were killed"); elsewhere only where the next verb follows at once.
    """
    if previous is None or np.first != previous.last + 1 or previous.passive:
        return False
    return previous.head not in hints.sayers


def _first_of_list(p: Parse, np: NP) -> NP:
    for one in reversed(p.nps):
        if one.conjoined is np:
            return _first_of_list(p, one)
    return np


def _later_finite(p: Parse, vg: VG) -> bool:
    return any(
        other.first > vg.last and other.finite and other.form == "fin" and p.tokens[other.first - 1].low not in _RELATIVE
        and not any(t.tag in (":", ".", "CC") or t.low in SUBORDINATORS for t in p.tokens[vg.last + 1 : other.first])
        for other in p.vgs
    )  # fmt: skip


def _attach_right(p: Parse, n: int) -> None:
    """Objects and prepositional phrases up to the next clause."""
    vg = p.vgs[n]
    limit = len(p.tokens)
    for other in p.vgs[n + 1 :]:
        if other.form == "part" and other.relation == "part" and other.subject is not None:
            continue
        limit = other.first
        if other.subject is not None and other.subject.first > vg.last and other.relation in ("", "sub", "comp"):
            limit = min(limit, other.subject.first)
        break
    i = vg.last + 1
    while i < limit:
        token = p.tokens[i]
        if (
            token.tag == ":"
            or (token.low in SUBORDINATORS and p.np_at(i + 1) is None)
            or (token.low in _RELATIVE and token.tag != "DT")
        ):
            break
        np = next((x for x in p.nps if x.first == i), None)
        if np is None:
            i += 1
            continue
        if np.last >= limit and np.first >= limit:
            break
        if np.prep is not None and np.prep >= vg.last:
            vg.pps.append((p.tokens[np.prep].low, np))
        elif not any(t.tag in (",", "CC") for t in p.tokens[vg.last + 1 : np.first]) or _continues_list(p, np, vg):
            vg.objects.append(np)
        i = np.last + 1


def _continues_list(p: Parse, np: NP, vg: VG) -> bool:
    return any(o.conjoined is np for o in vg.objects)


def _settle_voice(p: Parse, vg: VG) -> None:
    """A simple past without an object before "by", or at a headline's end, is a participle: "five killed in a blast"."""
    if vg.passive or vg.head != vg.first or p.tokens[vg.head].tag not in ("VBD", "VBN"):
        return
    after = p.tokens[vg.last + 1].low if vg.last + 1 < len(p.tokens) else "."
    if (not vg.objects and after == "by") or vg.form == "part":
        vg.passive = True


def np_list(np: NP | None) -> list[NP]:
    """A noun phrase with all that is coordinated to it."""
    result: list[NP] = []
    while np is not None and np not in result:
        result.append(np)
        np = np.conjoined
    return result
