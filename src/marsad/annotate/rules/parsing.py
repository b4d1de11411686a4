"""The light parse: chunks, lists, then for each verb its subject, its objects and its voice.

No tree: :class:`~marsad.annotate.rules.chunks.Parse` says who is whose subject and object, behind which preposition,
and which verb hangs on which, for that is all that coding asks.
"""

from __future__ import annotations

from itertools import pairwise

from marsad.annotate.rules.chunks import NP, VG, Hints, Parse, chunk
from marsad.annotate.rules.lists import coordinate, set_prepositions
from marsad.annotate.rules.subjects import attach_left
from marsad.annotate.rules.tokens import Token
from marsad.annotate.rules.wordclasses import WordClasses


def parse(tokens: list[Token], hints: Hints, classes: WordClasses) -> Parse:
    """Chunk and attach; linear in the sentence's length but for short look-backs."""
    result = chunk(tokens, hints, classes)
    set_prepositions(result)
    coordinate(result, hints)
    _join_parted(result)
    for n in range(len(result.vgs)):
        attach_left(result, n, hints)
    for vg, after in pairwise(result.vgs):
        if vg.form in ("ger", "part") and vg.subject is None and after.finite:
            vg.subject = after.subject  # "After killing two, the attackers fled", "Allied with the group, they …"
    for n, vg in enumerate(result.vgs):
        _attach_right(result, n)
        _settle_voice(result, vg)
    for vg, after in pairwise(result.vgs):
        if after.governor is vg and after.relation == "coord" and vg.last + 2 == after.first and not vg.pps:
            vg.objects = vg.objects or after.objects  # "supports nor shelters the group": one object for both
    return result


def _join_parted(p: Parse) -> None:
    """Put an auxiliary together with the participle that a phrase parts from it: "has for two years paid"."""
    for vg, after in pairwise(list(p.vgs)):
        alone = vg.first == vg.last and p.tokens[vg.head].low in ("has", "have", "had")
        bare = after.first == after.head and p.tokens[after.head].tag in ("VBN", "VBD")
        between = p.np_ending(after.first - 1)
        if alone and bare and between is not None and between.prep == vg.last + 1:
            after.become_finite()
            after.first, after.perfect = vg.first, True
            p.vgs.remove(vg)


def _attach_right(p: Parse, n: int) -> None:
    """Objects and prepositional phrases up to the next clause."""
    vg = p.vgs[n]
    limit = _end_of_clause(p, n)
    i = vg.last + 1
    while i < limit:
        token = p.tokens[i]
        if (
            token.tag == ":"
            or (token.low in p.classes.subordinators and p.np_at(i + 1) is None)
            or (token.low in p.classes.relative and token.tag != "DT")
        ):
            break
        np = p.np_starting(i)
        if np is None:
            i += 1
            continue
        if np.prep is not None and np.prep >= vg.last:
            vg.pps.append((p.tokens[np.prep].low, np))
        elif _is_object(p, np, vg):
            vg.objects.append(np)
        i = np.last + 1


def _end_of_clause(p: Parse, n: int) -> int:
    """The token at which the next clause begins; participle clauses inside of this one are no end."""
    vg = p.vgs[n]
    for other in p.vgs[n + 1 :]:
        if other.form == "part" and other.relation == "part" and other.subject is not None:
            continue
        if other.subject is not None and other.subject.first > vg.last and other.relation in ("", "sub", "comp"):
            return min(other.first, other.subject.first)
        return other.first
    return len(p.tokens)


def _is_object(p: Parse, np: NP, vg: VG) -> bool:
    """Whether a phrase behind a verb is its object: no comma or "and" between, unless it goes on a list of them."""
    if np.first == np.last and p.tokens[np.first].low in p.classes.resultatives and p.np_starting(np.last + 1):
        return False  # "shot dead a teacher"
    apart = any(t.tag in (",", "CC") for t in p.tokens[vg.last + 1 : np.first])
    return not apart or any(o.conjoined is np for o in vg.objects)


def _settle_voice(p: Parse, vg: VG) -> None:
    """A simple past before "by" without an object is a participle: "five killed by a blast"."""
    if vg.passive or vg.head != vg.first or p.tokens[vg.head].tag not in ("VBD", "VBN"):
        return
    after = p.tokens[vg.last + 1].low if vg.last + 1 < len(p.tokens) else "."
    if (not vg.objects and after == "by") or vg.form == "part":
        vg.passive = True
