"""Whether an entry of the lexicon fits a verb group or a noun phrase of a sentence.

Relies on the parse (objects, prepositional phrases, infinitives) and on the mentions inside of noun phrases.  Which of
the fitting entries is taken, and what becomes of it, is for :mod:`marsad.annotate.rules.frames` to say.
"""

from __future__ import annotations

from marsad.annotate.rules.chunks import NP, VG, np_list
from marsad.annotate.rules.drafts import Roles
from marsad.annotate.rules.lexicon import NounEntry, VerbEntry

_CLAUSAL = frozenset(("AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "CONCEDE", "SUPPORT"))
"""Types of verbs that may have a clause in place of an object ("demanded that …")."""


def done_to(vg: VG) -> list[NP]:
    """To whom or what the verb does it: its objects, or the subject of a passive."""
    if vg.passive:
        return np_list(vg.subject)
    return [n for o in vg.objects[:2] for n in np_list(o)]


def doer(vg: VG) -> NP | None:
    """Who does it: the subject, or what stands behind "by" in a passive."""
    if not vg.passive:
        return vg.subject
    return next((n for p, n in vg.pps if p == "by"), None)


def noun_entry(roles: Roles, np: NP) -> NounEntry | None:
    """The event that a noun phrase names by its last words, or by "… of …" ("an exchange of fire")."""
    tokens, nouns = roles.parse.tokens, roles.lexicon.nouns
    if np.of is not None:
        of = tokens[np.of.head].low
        for entry in nouns.get(of, ()):
            if entry.words == (tokens[np.head].low, "of", of):
                return entry
    for entry in nouns.get(tokens[np.head].low, ()):
        first = max(np.head - len(entry.words) + 1, np.first)
        if tuple(t.low for t in tokens[first : np.head + 1]) == entry.words:
            return entry
    return None


def is_event(roles: Roles, np: NP | None) -> bool:
    """Whether a noun phrase names an event and so no party."""
    entry = noun_entry(roles, np) if np is not None else None
    return entry is not None and entry.shape == "event"


def complement(roles: Roles, vg: VG, kind: str) -> bool:
    """Whether a verb is followed by "that" (``kind`` that) or governs an infinitive (``kind`` inf)."""
    if kind == "that":
        tokens, i = roles.parse.tokens, vg.last + 1
        # "demanded on Friday that …": adverbs and times may stand between
        while i < len(tokens) and (roles.is_timed(i) or tokens[i].tag == "RB"):
            i += 1
        return i < len(tokens) and tokens[i].low == "that"
    return any(other.form == "inf" and other.governor is vg for other in roles.parse.vgs)


def holds(roles: Roles, vg: VG, entry: VerbEntry) -> bool:
    """Whether all conditions of an entry hold for a verb group."""
    return (
        _words_hold(roles, vg, entry)
        and _followers_hold(roles, vg, entry)
        and _form_holds(vg, entry)
        and _objects_hold(roles, vg, entry)
        and _complement_holds(roles, vg, entry)
        and _is_complete(roles, vg, entry)
    )


def _words_hold(roles: Roles, vg: VG, entry: VerbEntry) -> bool:
    wanted = entry.conditions
    if "object" in wanted and not any(roles.words(o) & wanted["object"] for o in done_to(vg)):
        return False
    if "prep_object" in wanted and not any(roles.words(n) & wanted["prep_object"] for _, n in vg.pps):
        return False
    if "subject" not in wanted or any(roles.words(s) & wanted["subject"] for s in np_list(doer(vg))):
        return True
    there = roles.parse.tokens[vg.first - 1] if vg.first else None
    return there is not None and there.tag == "EX" and there.low in wanted["subject"]


def _followers_hold(roles: Roles, vg: VG, entry: VerbEntry) -> bool:
    """Particles, preposition and adjectives that must come behind the verb."""
    tokens = roles.parse.tokens
    after = [t.low for t in tokens[vg.last + 1 : vg.last + 3]]
    if entry.particles and not entry.particles & set(after):
        # "shot three men dead": the particle after the object
        behind = [tokens[o.last + 1].low for o in vg.objects if o.last + 1 < len(tokens)]
        if not entry.particles & set(behind):
            return False
    if entry.needs_prep and entry.needs_prep not in [*(p for p, _ in vg.pps), *after[:1]]:
        return False
    return not entry.adjectives or bool(entry.adjectives & set(after))


def _form_holds(vg: VG, entry: VerbEntry) -> bool:
    if entry.present and (vg.past or vg.passive or not vg.finite):
        return False
    if entry.past and not (vg.past or vg.modal):
        return False
    if entry.finite and not vg.finite:
        return False
    return not entry.modal or bool(vg.modal) or vg.form == "inf"


def _objects_hold(roles: Roles, vg: VG, entry: VerbEntry) -> bool:
    objects = done_to(vg)
    if entry.place_object and not any(roles.inside(o, "place") for o in objects):
        return False
    if entry.people and not any(roles.counts(o, "other") for o in objects):
        return False
    return not entry.intransitive or not (objects or complement(roles, vg, "that"))


def _complement_holds(roles: Roles, vg: VG, entry: VerbEntry) -> bool:
    if entry.complement and ((vg.passive and entry.type == "AGREE") or not complement(roles, vg, entry.complement)):
        return False
    return not entry.inner or _inner_is(roles, vg, entry.inner)


def _inner_is(roles: Roles, vg: VG, family: str) -> bool:
    """Whether what the verb governs is of good will ("cooperation"), of ill will ("conflict") or no event ("other")."""
    lexicon = roles.lexicon
    if family == "other":
        return not _inner_is(roles, vg, "cooperation") and not _inner_is(roles, vg, "conflict")
    wanted = lexicon.cooperation if family == "cooperation" else lexicon.conflict
    for other in roles.parse.vgs:
        if other.governor is not vg or other.form not in ("inf", "ger", "fin"):
            continue
        for entry in lexicon.verbs.get(lexicon.lemma(roles.parse.tokens[other.head].low), ()):
            if entry.light:
                nouns = [n for o in other.objects if (n := noun_entry(roles, o))]
                if any(n.type in wanted for n in nouns):
                    return True
            elif entry.shape in ("event", "position") and holds(roles, other, entry):
                return entry.type in wanted
    return False


def _is_complete(roles: Roles, vg: VG, entry: VerbEntry) -> bool:
    """Whether a verb that needs an object has one, or what may stand for it."""
    if not entry.transitive or vg.passive or done_to(vg) or entry.complement or vg.relation == "rel":
        return True
    if any(p in entry.prep for p, _ in vg.pps) or entry.particles:
        return True
    return entry.type in _CLAUSAL and (complement(roles, vg, "that") or complement(roles, vg, "inf"))
