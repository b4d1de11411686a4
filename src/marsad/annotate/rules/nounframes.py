"""Frames that a noun names ("the attack on the base"): one happening, or one for each target with its own place.

Relies on :mod:`~marsad.annotate.rules.matching` and on the prepositional phrases behind the noun.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.annotate.rules.chunks import NP, Parse, np_list
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.lexicon import NounEntry
from marsad.annotate.rules.matching import noun_entry
from marsad.values import Argument


def noun_drafts(roles: Roles, np: NP) -> list[Draft]:
    """The drafts of a noun phrase that no verb has taken up."""
    entry = noun_entry(roles, np)
    if entry is None:
        return []
    draft = draft_of_noun(roles, np, entry, following(roles.parse, np))
    if _is_recap(roles, np):
        return []
    tokens = roles.parse.tokens
    first = next((n for n in roles.parse.nps if np in np_list(n)), np)
    # An event in a phrase such as "for attacks" or "against attacks" may be any attack or none.
    aside = first.prep is not None and tokens[first.prep].low not in roles.parse.classes.event_prepositions
    generic = tokens[np.head].tag == "NNS" and tokens[np.first].tag not in ("CD", "DT")
    draft.score = 0.45 + 0.1 * draft.has("actor") + 0.1 * draft.has("recipient") - 0.15 * entry.weak
    draft.score -= 0.1 * aside + 0.1 * generic
    draft.weak = entry.weak or (aside and generic)
    if not draft.arguments and (entry.weak or generic or aside):
        return []
    return _per_target(roles, draft, np)


def draft_of_noun(roles: Roles, np: NP, entry: NounEntry, pps: Sequence[tuple[str, NP]]) -> Draft:
    """The draft of an event noun: its modifiers, the places inside, and the prepositional phrases that go with it."""
    head = (np.head, np.head)
    draft = Draft(entry.shape, entry.type, entry.mode, head, None, np, weak=entry.weak, counts=entry.counts)
    words_start = roles.parse.tokens[max(np.head - len(entry.words) + 1, np.first)].start
    modifiers = [m for m in roles.inside(np, "actor") if m.end <= words_start]
    draft.add(Argument(entry.modifier, m.start, m.end) for m in modifiers)
    if entry.shape == "tie" and not draft.has("actor"):
        draft.add(roles.possessor(np, "actor"))  # "our alliance with …"
    draft.add(Argument("at", m.start, m.end) for m in roles.inside(np, "place"))
    if entry.counts:
        # "920 deaths", "three arrests": the number in the phrase is of people
        draft.add(
            Argument(f"count:{entry.counts}", m.start, m.end) for m in roles.inside(np, "count")[:1] if m.low != 1
        )
    own = [("of", np.of)] if np.of is not None and all(n is not np.of for _, n in pps) else []
    for prep, inner in [*pps, *own]:
        role = entry.prep.get(prep)
        if role:
            draft.add(roles.fill(inner, role))
            if entry.counts and role == "recipient":
                draft.add(roles.counts(inner, entry.counts))
    draft.split_between()
    return draft


def _is_recap(roles: Roles, np: NP) -> bool:
    """Whether it tells of no further happening: "It was the third attack in a week"."""
    tokens, classes = roles.parse.tokens, roles.parse.classes
    ordinal = any(
        t.low in classes.ordinals or (t.low[:1].isdigit() and t.low[-2:] in ("st", "nd", "rd", "th"))
        for t in tokens[np.first : np.head]
    )
    return ordinal and any(
        np in vg.objects and roles.lexicon.lemma(tokens[vg.head].low) in classes.linking for vg in roles.parse.vgs
    )


def _per_target(roles: Roles, draft: Draft, np: NP) -> list[Draft]:
    """Read "Attacks on A in P, B in Q and C in R" as so many happenings as there are targets with a place."""
    if draft.type != "ASSAULT":
        return [draft]
    target = next((n for p, n in following(roles.parse, np) if p in ("on", "against", "at")), None)
    members = [(n, _own_place(roles, n)) for n in np_list(target)]
    if sum(bool(place) for _, place in members) < 2:
        return [draft]
    drafts = []
    for n, (member, place) in enumerate(members):
        trigger = draft.trigger if n == 0 else (member.head, member.head)
        one = Draft(draft.shape, draft.type, draft.mode, trigger, None, np)
        one.add(draft.role("actor"))
        one.add(roles.fill(NP(member.first, member.last, member.head, of=member.of), "recipient"))
        one.add(place)
        one.score = draft.score - 0.01 * n
        one.settled = True  # a target without a place of its own has not its neighbour's
        drafts.append(one)
    return drafts


def _own_place(roles: Roles, member: NP) -> list[Argument]:
    after = following(roles.parse, member)
    return [a for p, n in after if p in ("in", "at", "near") for a in roles.places(NP(n.first, n.last, n.head), "at")]


def following(parse: Parse, np: NP) -> list[tuple[str, NP]]:
    """Prepositional phrases right after a noun phrase, one behind the other."""
    found: list[tuple[str, NP]] = []
    last = np.last
    for other in parse.nps:
        if other.prep is not None and other.prep == last + 1 and other.first > np.last:
            found.append((parse.tokens[other.prep].low, other))
            last = other.last
        elif other.first > last + 2:
            break
    return found
