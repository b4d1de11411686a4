"""Whether a frame says enough to be a statement.

Relies on drafts whose roles, places and scope are settled.  What each shape and type must bring is written here; a
place that only the document knows is added by :mod:`marsad.coding`.
"""

from __future__ import annotations

from itertools import pairwise

from marsad.annotate.rules.attach import place_groups
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.values import Argument

_NEED_ACTOR = frozenset(("ACCUSE", "CONSULT", "SUPPORT", "AID", "COOPERATE", "AGREE", "REJECT", "REQUEST", "MOBILIZE"))
"""Types that are nothing, in the active voice, without somebody who does it."""
_SCENE = frozenset(("ASSAULT", "SANCTION", "CONCEDE"))
"""Types that happen to things at a scene as well as to people."""
_SURE = 0.6
"""Least score of a frame without parties and counts."""


def is_worth(draft: Draft, roles: Roles) -> bool:
    """Whether there is a party, a count, or a place for what just happened, as its shape and type ask for."""
    if draft.shape == "tie":
        return draft.has("actor") and draft.has("recipient")
    if draft.shape == "presence":
        return draft.has("at") and any(_is_organised(a, roles) for a in draft.role("actor"))
    if draft.type == "ASSAULT" and _is_no_violence(draft, roles):
        return False
    counted = _is_counted(draft)
    if draft.shape == "movement":
        on_a_way = counted or draft.has("actor", "recipient") or len(draft.role("from", "to", "via")) > 1
        return draft.has("from", "to", "via") and on_a_way
    if draft.weak and not counted:
        return draft.has("actor") and draft.has("recipient", "at")
    if draft.shape == "position":
        if draft.type == "THREATEN" and draft.vg is not None and draft.vg.objects and not draft.has("recipient"):
            return "future" in draft.auxiliary  # "threatens stability" threatens nobody
        return draft.has("actor", "recipient")
    return _is_worth_by_type(draft, roles, counted)


def _is_organised(actor: Argument, roles: Roles) -> bool:
    """Whether it is not just people who live somewhere: "fewer than 90 residents remain in the town"."""
    words = next((m.text for m in roles.mentions if (m.start, m.end, m.kind) == (actor.start, actor.end, "actor")), "")
    return words[:1].isupper() or roles.side(words) != "civilians"


def _is_worth_by_type(draft: Draft, roles: Roles, counted: bool) -> bool:
    vg = draft.vg
    parties = draft.has("actor", "recipient")
    if draft.type == "CONSULT" and draft.mode != "multilateral" and vg is not None:
        return draft.has("actor") and draft.has("recipient")
    if draft.type in _NEED_ACTOR and vg is not None and not vg.passive:
        return draft.has("actor")
    if draft.type == "COERCE" and draft.mode in ("restrict", "censor", "misinformation", "arrest"):
        main = vg is not None and vg.finite and draft.has("actor") and not draft.auxiliary
        return counted or main or draft.has("recipient") or (draft.has("actor") and draft.has("at"))
    if draft.type == "COERCE" and draft.mode in ("curfew", "martial-law"):
        return parties or bool(place_groups(roles))
    if parties or counted:
        return True
    if draft.has("at"):
        return draft.type in _SCENE or draft.type in ("PROTEST", "MOBILIZE")
    # "Nine trucks were torched": what happened to things at the scene; coding keeps it only where the scene is known.
    done = vg is not None and (vg.finite or draft.denied) and (vg.past or vg.passive) and not vg.modal
    # "No shots were fired", "without any shots being fired" is told of the scene as much as what happened there.
    return (done and draft.type in _SCENE and draft.score >= _SURE) or _has_begun(draft, roles)


def _has_begun(draft: Draft, roles: Roles) -> bool:
    """Whether a protest that readers know of did something: "The sit-in began on Monday"."""
    parse = roles.parse
    np = next((n for n in parse.nps if n.head == draft.trigger[0]), None)
    if np is None or draft.type != "PROTEST" or parse.tokens[np.first].low not in ("the", "this", "that"):
        return False
    return any(vg.subject is np and vg.past and not vg.modal for vg in parse.vgs)


def _is_counted(draft: Draft) -> bool:
    return any(a.role.startswith("count:") for a in draft.arguments)


def _is_no_violence(draft: Draft, roles: Roles) -> bool:
    """Whether words of sport, or of accidents and nature where nobody did it, stand in the sentence."""
    tokens = roles.parse.tokens
    # single words and pairs: "fire" may be gunfire, "a fire" is none
    words = {t.low for t in tokens} | {f"{a.low} {b.low}" for a, b in pairwise(tokens)}
    if words & roles.lexicon.sport or _is_match(draft, roles):
        return True
    doers = {(a.start, a.end) for a in draft.role("actor")}
    done = draft.has("means") or any(
        m.kind == "actor" and (m.start, m.end) in doers and m.text.lower() not in roles.lexicon.things
        for m in roles.mentions
    )
    return not done and bool(words & roles.lexicon.harmless)


def _is_match(draft: Draft, roles: Roles) -> bool:
    """Whether a state "beat" another: with bare hands states only play."""
    parties = draft.role("actor", "recipient")
    named = {(m.start, m.end): m.text for m in roles.mentions if m.kind == "actor"}
    return draft.mode == "beat" and len(parties) > 1 and all(
        roles.is_state(named.get((a.start, a.end), "")) for a in parties
    )  # fmt: skip
