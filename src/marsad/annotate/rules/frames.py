"""Find what happened in one sentence: verbs and nouns of the lexicon, each with its roles filled.

Relies on :mod:`~marsad.annotate.rules.matching` for which entries fit.  What negation, plans and demands make of a
frame is settled later, in :mod:`~marsad.annotate.rules.scope`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from marsad.annotate.rules.chunks import NP, VG, np_list
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.lexicon import NounEntry, VerbEntry
from marsad.annotate.rules.matching import doer, done_to, holds, is_event, noun_entry
from marsad.annotate.rules.nounframes import draft_of_noun, following, noun_drafts
from marsad.values import Argument


def find_frames(roles: Roles) -> list[Draft]:
    """All drafts of a sentence, verbs first; each noun phrase is the trigger of at most one."""
    drafts: list[Draft] = []
    used: set[int] = set()
    for vg in roles.parse.vgs:
        draft = _of_verb(roles, vg, used)
        if draft is not None:
            drafts.append(draft)
    for np in roles.parse.nps:
        if np.head not in used:
            drafts += noun_drafts(roles, np)
    return drafts


def _of_verb(roles: Roles, vg: VG, used: set[int]) -> Draft | None:
    """The draft of a verb group: of the first entry that fits, else of a noun that it goes with."""
    lexicon = roles.lexicon
    entries = lexicon.verbs.get(lexicon.lemma(roles.parse.tokens[vg.head].low), [])
    if _headline_passive(roles, vg, entries):
        vg.passive = True
    light = any(e.light for e in entries)
    if light and _taken_part_in(roles, vg):
        vg.passive = False
        return _of_light(roles, vg, used)
    noun_tells = light and any(is_event(roles, o) for o in done_to(vg))
    for entry in entries:
        if entry.light or entry.inclusion or (noun_tells and entry.counts):
            continue
        if holds(roles, vg, entry):
            if entry.idle:
                return None
            draft = _with_roles(roles, vg, entry)
            _absorb_subject(roles, vg, draft, used)
            wanted = entry.conditions.get("object", frozenset())
            used |= {o.head for o in done_to(vg) if roles.words(o) & wanted}
            return draft
    if any(e.inclusion for e in entries):
        return _of_inclusion(roles, vg, used)
    return _of_light(roles, vg, used) if light else None


def _headline_passive(roles: Roles, vg: VG, entries: Sequence[VerbEntry]) -> bool:
    """Whether "Five killed in blast" is meant: a simple past that needs an object and has none."""
    bare = not vg.passive and vg.head == vg.first and not vg.objects
    return (
        bare
        and roles.parse.tokens[vg.head].tag in ("VBD", "VBN")
        and any(e.counts and e.transitive and not e.light and not e.conditions for e in entries)
    )


def _of_inclusion(roles: Roles, vg: VG, used: set[int]) -> Draft | None:
    """Read "These releases included members of …": an event noun as subject, those it concerned as object."""
    subject = vg.subject
    entry = noun_entry(roles, subject) if subject is not None else None
    if subject is None or entry is None or subject.head in used:
        return None
    draft = draft_of_noun(roles, subject, entry, [])
    for np in (*vg.objects, *(n for p, n in vg.pps if p in ("from", "of"))):
        draft.add(roles.fill(np, "recipient"))
    draft.vg = vg
    used.add(subject.head)
    _score(draft, vg, 0)
    return draft


def _of_light(roles: Roles, vg: VG, used: set[int]) -> Draft | None:
    """Read "carried out an attack on …": the noun says what, the verb says who."""
    within = _taken_part_in(roles, vg)
    for np in np_list(vg.subject) if vg.passive else [*vg.objects, *within]:
        found = _event_in(roles, np)
        if found is None or found[0].head in used:
            continue
        event, entry = found
        draft = draft_of_noun(roles, event, entry, vg.pps)
        if not is_event(roles, doer(vg)):
            _led_by(draft, roles.fill(doer(vg), "actor"), [*vg.pps, *following(roles.parse, event)], roles)
        draft.vg, draft.trigger = vg, (event.head, event.head)
        used.add(event.head)
        _score(draft, vg, 2)
        draft.score += 0.05
        return draft
    return None


def _taken_part_in(roles: Roles, vg: VG) -> list[NP]:
    """What stands behind "engaged in", "took part in": whoever was engaged in it did it."""
    if roles.lexicon.lemma(roles.parse.tokens[vg.head].low) not in roles.lexicon.part_takers:
        return []
    return [np for prep, np in vg.pps if prep == "in" and is_event(roles, np)]


def _led_by(draft: Draft, doers: list[Argument], pps: Sequence[tuple[str, NP]], roles: Roles) -> None:
    """Add who does it; those "between" whom it is are then whom it concerns ("hosted talks between A and B")."""
    if doers:
        parties = [(a.start, a.end) for prep, np in pps if prep == "between" for a in roles.fill(np, "actor")]
        between = [a for a in draft.role("actor") if (a.start, a.end) in parties]
        draft.arguments = [a for a in draft.arguments if a not in between]
        draft.add(doers)
        draft.add(replace(a, role="recipient") for a in between)


def _event_in(roles: Roles, np: NP) -> tuple[NP, NounEntry] | None:
    """The phrase itself or the one behind "of" ("10 days of war games"), with the event that it names."""
    for one in (np, np.of):
        entry = noun_entry(roles, one) if one is not None else None
        if one is not None and entry is not None:
            return one, entry
    return None


def _absorb_subject(roles: Roles, vg: VG, draft: Draft, used: set[int]) -> None:
    """Read "The attack on the base killed five": the subject says how, the verb with which toll."""
    agent = doer(vg)
    if agent is None or draft.type != "ASSAULT":
        return
    entry = noun_entry(roles, agent)
    if entry is None or entry.type != "ASSAULT" or agent.head in used:
        return
    draft.mode = draft.mode or entry.mode
    sides = [(prep, np) for prep, np in following(roles.parse, agent) if prep == "between"]
    draft.add(draft_of_noun(roles, agent, entry, sides).arguments)
    used.add(agent.head)


def _with_roles(roles: Roles, vg: VG, entry: VerbEntry) -> Draft:
    """The draft of an entry that fits, with parties, places and counts."""
    head = (vg.head, vg.head)
    draft = Draft(entry.shape, entry.type, entry.mode, head, vg, None, weak=entry.weak, counts=entry.counts)
    if vg.passive and not entry.transitive and not entry.counts:
        vg = replace(vg, passive=False)  # "is allied with": nothing is done to the subject
    patient: list[NP] = [vg.subject] if vg.passive and vg.subject else vg.objects[:1]
    agent = doer(vg)
    if entry.shape == "presence" and vg.passive and entry.object_role == "":
        agent = vg.subject
    doers = roles.fill(agent, entry.subject_role) if not is_event(roles, agent) else []
    if not doers and vg.form == "ger" and vg.relation == "part" and vg.governor is not None:
        # "issued a statement demanding …": whoever issued it demands
        doers = roles.fill(doer(vg.governor), entry.subject_role)
    draft.add(doers)
    for np in patient:
        draft.add(roles.fill(np, entry.object_role))
    led = draft.has("actor")
    own_until = _participle_behind(roles, vg)
    for prep, np in vg.pps:
        if prep == "by" and vg.passive:
            continue
        role = entry.prep.get(prep, "") if np.first < own_until else ""
        draft.add(roles.fill(np, "recipient" if role == "actor" and prep == "between" and led else role))
    if not entry.object_role and "to" in entry.prep and len(vg.objects) > 1 and not vg.passive:
        # "gave the country a loan": the first of two objects receives
        draft.add(a for a in roles.fill(vg.objects[0], "recipient") if a.role == "recipient")
    _count_people(roles, draft, vg, entry)
    draft.split_between()
    draft.denied = entry.negative
    _score(draft, vg, entry.specificity)
    return draft


def _participle_behind(roles: Roles, vg: VG) -> int:
    """The token from which phrases go with a participle behind a noun: "an inquiry into crimes committed against …"."""
    inner = (
        o.last
        for o in roles.parse.vgs
        if o.first > vg.last and o.passive and o.relation == "part" and o.subject is not None and o.governor is vg
    )
    return min(inner, default=len(roles.parse.tokens))


def _count_people(roles: Roles, draft: Draft, vg: VG, entry: VerbEntry) -> None:
    if entry.counts:
        for np in [vg.subject] if vg.passive and vg.subject else vg.objects[:1]:
            draft.add(roles.counts(np, entry.counts))
        for np in _companions(roles, vg) if vg.passive else ():
            draft.add(roles.fill(np, "recipient") + roles.counts(np, entry.counts))
    if entry.self_counts:
        who = doer(vg) if entry.type == "ASSAULT" else None
        counted = roles.counts(who or vg.subject, entry.self_counts)
        # fighters move and leave; families that do so are displaced
        draft.add(a for a in counted if entry.mode != "move" or a.side == "civilians")


def _companions(roles: Roles, vg: VG) -> list[NP]:
    """Those to whom the same was done: "was killed along with two guards"."""
    tokens = roles.parse.tokens
    return [np for _, np in vg.pps if np.prep and tokens[np.prep - 1].low in ("along", "together")]


def _score(draft: Draft, vg: VG, specificity: int) -> None:
    """Rank by how much the entry demands, how many roles are filled, and whether the verb heads its clause."""
    draft.score = 0.6 + 0.02 * min(specificity, 5) + 0.1 * draft.has("actor") + 0.1 * draft.has("recipient")
    draft.score += 0.05 * (vg.finite and vg.relation in ("", "coord", "comp")) - 0.2 * draft.weak
