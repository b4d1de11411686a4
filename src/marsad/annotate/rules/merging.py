"""One happening told by several verbs of a sentence is one frame: "attacked a post, killing five and wounding ten".

Relies on drafts whose scope is settled: what is denied or planned never merges with what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.placing import Site
from marsad.values import Mention, Span, VoiceMark

_HARM = ("killed", "injured")
_REACH = 30
"""Words between two verbs that may still tell one happening."""


def merge(roles: Roles, drafts: Sequence[Draft], voices: Sequence[VoiceMark]) -> list[Draft]:
    """Merge tolls into the assault they belong to; deterministic, left to right."""
    live = [d for d in drafts if not d.dropped]
    for draft in live:
        if draft.dropped or draft.shape != "event":
            continue
        for other in live:
            if other is draft or other.dropped or other.shape != "event":
                continue
            if _speaker(roles, draft, voices) != _speaker(roles, other, voices):
                continue  # "residents said nine had died, while the army said it had killed ten" are two accounts
            if _same_happening(roles, draft, other):
                _fold(draft, other)
    for draft in live:
        harm = draft.has("count:killed", "count:injured")
        if draft.weak and draft.type == "ASSAULT" and not harm and not draft.dropped:
            # "the operation", "fighting" beside an attack that is told outright is that attack
            draft.dropped = any(o is not draft and not o.dropped and o.type == "ASSAULT" and not o.weak for o in live)
    return [d for d in live if not d.dropped]


def _speaker(roles: Roles, draft: Draft, voices: Sequence[VoiceMark]) -> Span | None:
    """Whose words a draft is in: the narrowest attribution around its trigger that names a source."""
    token = roles.parse.tokens[draft.trigger[0]]
    around = [
        v for v in voices if v.source is not None and v.content.start <= token.start and token.end <= v.content.end
    ]
    return min(around, key=lambda v: v.content.end - v.content.start).source if around else None


def _same_happening(roles: Roles, one: Draft, two: Draft) -> bool:
    if one.settled and two.settled:
        return False
    if one.type != two.type or one.denied != two.denied or one.auxiliary != two.auxiliary:
        return False
    if one.type == "COERCE":
        return one.mode == two.mode and one.counts == two.counts and _coordinated(one, two)
    if one.type == "RETREAT":
        return one.mode == two.mode and _coordinated(one, two)
    if one.type != "ASSAULT" or ("abduct" in (one.mode, two.mode) and one.mode != two.mode):
        return False
    if two.vg is not None and two.vg.relation == "rel" and two.vg.past and one.vg is not None and two.vg.perfect:
        return False
    if (_coordinated(one, two) and _apart(roles, one, two)) or _elsewhere(roles, one, two):
        return False
    return _linked(roles, one, two) and not _clash(one, two)


def _coordinated(one: Draft, two: Draft) -> bool:
    return one.vg is not None and two.vg is not None and (two.vg.governor is one.vg or one.vg.governor is two.vg)


def _clash(one: Draft, two: Draft) -> bool:
    """Two named doers or two modes that differ are two happenings; so are the two sides' deeds."""
    doers = {(a.start, a.end) for a in one.role("actor")}, {(a.start, a.end) for a in two.role("actor")}
    if doers[0] and doers[1] and not doers[0] & doers[1]:
        return True
    done_to = {(a.start, a.end) for a in one.role("recipient")}
    if done_to & doers[1] or doers[0] & {(a.start, a.end) for a in two.role("recipient")}:
        return True
    places = {(a.start, a.end) for a in one.role("at")}, {(a.start, a.end) for a in two.role("at")}
    if places[0] and places[1] and not places[0] & places[1]:
        return True
    return bool(one.mode and two.mode and one.mode != two.mode and "destroy" in (one.mode, two.mode))


def _apart(roles: Roles, one: Draft, two: Draft) -> bool:
    """Whether each has a day or place of its own: "killed one in Hub on Sunday and wounded two on Tuesday"."""
    tokens = roles.parse.tokens
    a, b = sorted((tokens[one.trigger[0]].start, tokens[two.trigger[0]].start))
    for kind in ("time", "place"):
        here = [m for m in roles.mentions if m.kind == kind and _placed(roles, m)]
        if any(a < m.start < b for m in here) and any(m.start > b for m in here):
            return True
    return False


def _elsewhere(roles: Roles, one: Draft, two: Draft) -> bool:
    """Whether each has a place in its own clause, not the same: "shot one in Hub and a bomb hurt two in Dir"."""
    if sum(m.kind == "place" for m in roles.mentions) < 2:
        return False
    site = Site(roles)
    here, there = site.own(one.trigger[0]), site.own(two.trigger[0])
    return bool(here and there and not here & there)


def _placed(roles: Roles, mention: Mention) -> bool:
    """Whether a place stands behind a preposition of place; times always count."""
    before = next((t for t in reversed(roles.parse.tokens) if t.end <= mention.start), None)
    return mention.kind == "time" or (before is not None and before.low in ("in", "at", "near"))


def _linked(roles: Roles, one: Draft, two: Draft) -> bool:
    """Whether the triggers are near and no word between them ("but", "meanwhile") opens another story."""
    a, b = sorted((one.trigger[0], two.trigger[0]))
    between = roles.parse.tokens[a + 1 : b]
    return len(between) < _REACH and not any(t.low in roles.parse.classes.new_story for t in between)


def _fold(into: Draft, other: Draft) -> None:
    """Keep the more telling frame's type and mode, and all roles and counts."""
    into.mode = into.mode or other.mode
    if other.mode and into.counts in _HARM and other.counts is None:
        into.mode = other.mode
    sides = [a.side for a in into.arguments if a.role.startswith("count:") and a.side]
    if sides and (other.vg is None or other.vg.relation == "coord"):
        # "seven soldiers were killed and eleven wounded": eleven soldiers
        other.arguments = [
            replace(a, side=sides[0]) if a.role.startswith("count:") and a.side is None else a for a in other.arguments
        ]
    mine = {a.role for a in into.role("actor")}
    into.add(a for a in other.arguments if a.role not in mine)
    into.counts = into.counts or other.counts
    into.also += [other.trigger[0], *other.also]
    into.score = max(into.score, other.score)
    into.weak = into.weak and other.weak
    other.dropped = True
