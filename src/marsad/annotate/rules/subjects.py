"""What stands left of a verb group: its subject, the verb it hangs on, and the word that opens its clause.

Relies on chunks whose prepositions and lists are known (:mod:`marsad.annotate.rules.lists`) and on the verb groups
before having been attached.  The readings are tried from the most to the least certain; the first that holds is kept.
"""

from __future__ import annotations

from marsad.annotate.rules.chunks import NP, VG, Hints, Parse
from marsad.annotate.rules.lists import first_of_list
from marsad.annotate.rules.tokens import QUOTES


def attach_left(p: Parse, n: int, hints: Hints) -> None:
    """Find subject, governor, relation and marker of the ``n``-th verb group."""
    vg = p.vgs[n]
    i = vg.first - 1
    while i >= 0 and (p.tokens[i].tag == "RB" or p.tokens[i].text in QUOTES):
        i -= 1
    if i < 0:
        return
    if vg.form == "inf" or (vg.form == "ger" and p.tokens[i].tag in ("IN", "TO")):
        _hang_on_verb(p, n, i, hints)
        return
    if _is_reduced(p, n):
        vg.become_participle()
    if _as_relative(p, n, i):
        return
    if vg.form == "part" and p.tokens[i].low == "," and p.object_follows(vg):
        # "…, supported by coalition troops, arrested a leader": the main verb after a participle in commas
        vg.become_finite()
    previous = _partner(p, n, i)
    if _as_coordinate(p, vg, previous, i) or _as_participle(p, vg, previous, i):
        return
    _as_clause(p, vg, previous, i, hints)


def _hang_on_verb(p: Parse, n: int, i: int, hints: Hints) -> None:
    """An infinitive or a gerund behind a preposition does what the verb before it, or that verb's object, does."""
    vg, word = p.vgs[n], p.tokens[i]
    previous = p.vgs[n - 1] if n else None
    vg.relation = "inf" if vg.form == "inf" else "ger"
    vg.marker = word.low if word.tag in ("IN", "TO") else ""
    vg.governor = previous
    if previous is not None:
        vg.subject = previous.subject
        if previous.head in hints.movers and not previous.passive:
            moved = next(
                (np for np in p.nps if np.first > previous.last and np.last < vg.first and np.prep is None), None
            )
            if moved is not None and (vg.form == "inf" or vg.marker in ("of", "for", "from")):
                vg.subject = moved
    if vg.form == "ger" and vg.marker == "by" and i > 1 and p.tokens[i - 1].low == ",":
        # "the group, by sheltering militants, …": the phrase before the comma does it
        vg.subject = p.np_ending(i - 2) or vg.subject


# -------------------------------------------------------------------------------------------- relative clauses


def _is_reduced(p: Parse, n: int) -> bool:
    """Whether a bare past form is a participle: the clause's verb follows ("workers kidnapped from … were freed")."""
    vg = p.vgs[n]
    if vg.head != vg.first or p.tokens[vg.head].tag != "VBD" or p.object_follows(vg):
        return False
    if vg.last + 1 < len(p.tokens) and p.tokens[vg.last + 1].low == "by":
        return True
    if n + 1 >= len(p.vgs):
        return False
    after = p.vgs[n + 1]
    if not after.finite or (p.tokens[after.head].tag in ("VBG", "VBN") and after.head == after.first):
        return False
    between = p.tokens[vg.last + 1 : after.first]
    if not between or between[0].tag not in ("IN", "TO"):
        return False
    if any(t.tag in (",", ":", "CC") or t.low in p.classes.relative for t in between):
        return False
    return all(np.prep is not None for np in p.nps if vg.last < np.first < after.first)


def _as_relative(p: Parse, n: int, i: int) -> bool:
    """Attach a clause behind "who", "which", "that" to the noun before it."""
    vg, word = p.vgs[n], p.tokens[i]
    previous = p.vgs[n - 1] if n else None
    if word.low not in p.classes.relative or word.tag not in ("WP", "WDT", "IN", "DT"):
        return False
    before = _noun_before(p, i)
    if word.low == "that":
        said = previous is not None and previous.head == i - 1  # "said that …"
        if said or before is None or before.last < i - 2:
            return False
    if before is not None and p.tokens[i - 1].low == ",":
        before = first_of_list(p, before)
    vg.relation, vg.subject, vg.governor = "rel", before, previous
    vg.antecedent = _antecedent(p, before, i)
    return True


def _noun_before(p: Parse, i: int) -> NP | None:
    """The noun that a relative word at ``i`` is about: over "in …" and "of …" phrases to what they belong to."""
    best: NP | None = None
    for np in p.nps:
        if np.last < i:
            best = np
    while best is not None and best.prep is not None and p.tokens[best.prep].low in ("in", "at", "near", "on", "of"):
        outer = p.np_ending(best.prep - 1)
        if outer is None or i - best.last > 2:
            break
        if p.tokens[best.prep].low == "of" and p.tokens[best.head].tag == "NNS":
            break
        best = outer
    return best


def _antecedent(p: Parse, before: NP | None, i: int) -> NP | None:
    """Of "criminals, many of whom …" the criminals; else the phrase before the relative word."""
    if before is not None and p.tokens[i - 1].low == "of":
        return next((np for np in reversed(p.nps) if np.last < before.first and np.prep is None), before)
    return before


# ------------------------------------------------------------------------------- coordination and participles


def _partner(p: Parse, n: int, i: int) -> VG | None:
    """The verb group that it may go on from: the one before; for "… and <past form>" the last that is its equal."""
    previous = p.vgs[n - 1] if n else None
    if p.tokens[i].tag == "CC" and p.tokens[p.vgs[n].head].tag in ("VBD", "VBN"):
        return next((v for v in reversed(p.vgs[:n]) if v.finite or v.form == "part"), previous)
    return previous


def _as_coordinate(p: Parse, vg: VG, previous: VG | None, i: int) -> bool:
    """Attach "… and wounded ten", "…, wounding ten" to the verb it goes on from."""
    joined = p.tokens[i].tag == "CC"
    if not joined and (p.tokens[i].low != "," or vg.finite):
        return False
    if previous is None or any(t.tag in (":", ".") for t in p.tokens[previous.last + 1 : i]):
        return False
    vg.relation = "coord" if joined else "ger"
    tells = not joined and p.tokens[vg.head].low in p.classes.tolling
    above = previous.governor
    if tells and previous.relation == "part" and previous.form == "ger" and above is not None and above.finite:
        previous = above  # "ambushed a bus carrying soldiers, killing twelve": the ambush did
    vg.governor, vg.subject = previous, previous.subject
    if vg.form == "part" and joined:
        if previous.passive and not p.object_follows(vg):
            vg.passive = True
        elif previous.finite or p.object_follows(vg):
            vg.become_finite()
    return True


def _as_participle(p: Parse, vg: VG, previous: VG | None, i: int) -> bool:
    """Attach a gerund to the verb right before it, and a participle to the noun before it."""
    if vg.form == "ger" and previous is not None and previous.last == i:
        vg.relation, vg.governor, vg.subject = "ger", previous, previous.subject
        return True
    if vg.form not in ("ger", "part"):
        return False
    behind_time = p.np_at(i) is None and (p.tokens[i].is_noun or p.tokens[i].tag == "CD")
    if vg.form == "ger" and previous is not None and previous.finite and behind_time:
        # "marched on Sunday demanding …": whoever marched demands
        vg.relation, vg.governor, vg.subject = "ger", previous, previous.subject
        return True
    comma = p.tokens[i].low == ","
    np = p.np_ending(i) or (p.np_ending(i - 1) if vg.form == "part" and comma else None)
    if np is None:
        return False
    vg.relation, vg.subject, vg.governor = "part", first_of_list(p, np) if comma else np, previous
    tells = p.tokens[vg.head].low in p.classes.tolling and not _verb_follows(p, vg)
    if tells and previous is not None and previous.finite and np.first == previous.last + 1:
        vg.relation, vg.subject = "ger", previous.subject  # "attacked the convoy killing three"
    return True


# ---------------------------------------------------------------------------------------------- a clause's own subject


def _as_clause(p: Parse, vg: VG, previous: VG | None, i: int, hints: Hints) -> None:
    subject, stop = _subject_left(p, i, previous, hints)
    if subject is None and previous is not None and vg.form != "ger":
        subject = _resumed(previous, p.nps)
        if subject is None and p.tokens[i].low == "," and previous.finite:
            subject = previous.subject  # "stormed a post, killed two and …"
    vg.subject = subject
    if stop >= 0:
        marker = p.tokens[stop].low
        vg.marker = marker if marker in p.classes.subordinators or marker == "that" else ""
    if previous is not None:
        vg.governor = previous
        below = vg.marker in p.classes.subordinators or (stop >= 0 and p.tokens[stop].tag == "WP")  # "whom they had …"
        vg.relation = "sub" if below else "comp" if vg.marker == "that" else ""
    if vg.form == "part" and subject is not None and vg.relation == "" and not _verb_follows(p, vg):
        vg.finite = True


def _subject_left(p: Parse, i: int, previous: VG | None, hints: Hints) -> tuple[NP | None, int]:
    """Walk left over prepositional phrases to the phrase that no preposition governs.

    Returns the phrase, if there is one, and the token before it or the word that opens the clause (-1: none).
    """
    i, floor = _over_apposition(p, i, previous)
    while i > floor:
        np = p.np_ending(i)
        if np is None:
            if p.tokens[i].low in p.classes.subordinators or p.tokens[i].low == "that" or p.tokens[i].tag == ":":
                return None, i
            i -= 1
            continue
        first = first_of_list(p, np)
        aside = _before_aside(p, first)
        if aside >= 0:
            i = aside
            continue
        if first.prep is None:
            return (None, -1) if _is_object(first, previous, hints) else (first, first.first - 1)
        if _opens_clause(p, first.prep):
            return first, first.prep
        i = first.prep - 1
    # The noun phrase between two verb groups may be object of the first and subject of the second.
    for np in p.nps:
        if floor < np.first and np.last < i + 1 and np.prep is None and not _is_object(np, previous, hints):
            return np, np.first - 1
    return None, -1


def _over_apposition(p: Parse, i: int, previous: VG | None) -> tuple[int, int]:
    """Where the walk to the subject begins, and the token at which it ends.

    "Residents of the town, the one nearest to the border, said …" begins before the apposition, "police, quoted by an
    agency, said …" before the participle in commas.
    """
    floor = previous.last if previous is not None else -1
    if p.tokens[i].low != ",":
        return i, floor
    comma = next((k for k in range(i - 1, floor, -1) if p.tokens[k].low == ","), -1)
    if comma < 0 and previous is not None and previous.form == "part" and previous.first > 1:
        comma = previous.first - 1 if p.tokens[previous.first - 1].low == "," else -1
        floor = -1 if comma > 0 else floor
    if comma > 0 and p.np_ending(comma - 1) is not None:
        i = comma - 1
    return i, floor


def _opens_clause(p: Parse, i: int) -> bool:
    """Whether what looks like a preposition is a conjunction: "after troops stormed the post"."""
    word = p.tokens[i].low
    return word in p.classes.clause_prepositions or (word in p.classes.subordinators and p.np_ending(i - 1) is None)


def _before_aside(p: Parse, np: NP) -> int:
    """The token before a parenthesis such as ", among them an officer," or -1."""
    before = [t.low for t in p.tokens[max(np.first - 3, 0) : np.first]]
    if len(before) == 3 and before[0] == "," and before[1] in ("among", "including") and before[2] in ("them", "whom"):
        return np.first - 4
    return -1


def _is_object(np: NP, previous: VG | None, hints: Hints) -> bool:
    """Whether a phrase right behind a verb is that verb's object and not the next verb's subject.

    Behind a verb of saying it is the subject ("said five men were killed").
    """
    if previous is None or np.first != previous.last + 1 or previous.passive:
        return False
    return previous.head not in hints.sayers


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


def _verb_follows(p: Parse, vg: VG) -> bool:
    """Whether the clause has a finite verb further on."""
    return any(
        other.first > vg.last and other.finite and other.form == "fin"
        and p.tokens[other.first - 1].low not in p.classes.relative
        and not any(
            t.tag in (":", ".", "CC") or t.low in p.classes.subordinators for t in p.tokens[vg.last + 1 : other.first]
        )
        for other in p.vgs
    )  # fmt: skip
