"""Which place, time and means of a sentence are a frame's own.

Relies on the parse (prepositions, lists) and on drafts that are merged already: of several verbs that tell one
happening only one asks for a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from marsad.annotate.rules.drafts import Draft, Roles
from marsad.values import Argument, Mention, VoiceMark

_NEAR_START = 40
"""Characters from the sentence's beginning within which a place phrase with a comma sets the scene."""


def attach_places(roles: Roles, drafts: Sequence[Draft]) -> None:
    """Give each draft the place phrases of its own clause; a sentence's only place serves all its events."""
    used = {(a.start, a.end) for d in drafts for a in d.role("from", "to", "via")}
    groups = [g for g in place_groups(roles) if not any((m.start, m.end) in used for m in g)]
    live = [d for d in drafts if not d.dropped]
    open_to = [d for d in live if not d.settled]
    needing = [d for d in open_to if d.shape in ("event", "figure") or (d.shape == "presence" and not d.has("at"))]
    starts = sorted((roles.parse.tokens[d.trigger[0]].start, n) for n, d in enumerate(needing))
    groups.sort(key=lambda g: (_opens_clause(roles, g) or not any(s <= g[0].start for s, _ in starts), g[0].start))
    for group in groups if needing else []:
        owner = _owner(roles, group, needing, starts)
        if owner is not None and not owner.has("at"):
            owner.add(Argument("at", m.start, m.end) for m in group)
    for draft in needing:
        if groups and not draft.has("at") and draft.shape != "presence":
            trigger = roles.parse.tokens[draft.trigger[0]].start
            nearest = min(groups, key=lambda g: abs(g[0].start - trigger))
            draft.add(Argument("at", m.start, m.end) for m in nearest)
    _complete_groups(roles, live)


def _owner(
    roles: Roles, group: Sequence[Mention], needing: Sequence[Draft], starts: Sequence[tuple[int, int]]
) -> Draft | None:
    """Whose the places are: of the trigger before them, or, where they open the clause ("In Swat, …"), behind them.

    ``starts`` holds for each draft the offset of its trigger and its number, in the order of the text.
    """
    before = [n for s, n in starts if s <= group[0].start]
    after = [n for s, n in starts if s > group[0].start]
    opens = _opens_clause(roles, group)
    if any(d.shape == "presence" for d in needing) and not opens and not before:
        return None
    return needing[after[0] if (opens and after) or not before else before[-1]]


def _complete_groups(roles: Roles, drafts: Sequence[Draft]) -> None:
    """Who has one part of "Bara, Khyber district" has all."""
    for group in place_groups(roles, locative=False):
        if len(group) < 2:
            continue
        spans = {(m.start, m.end) for m in group}
        for draft in drafts:
            mine = [a for a in draft.role("at") if (a.start, a.end) in spans]
            if mine:
                draft.add(Argument("at", m.start, m.end) for m in group)


def _opens_clause(roles: Roles, group: Sequence[Mention]) -> bool:
    """Whether the places stand near the sentence's beginning, with a comma behind them."""
    tokens = roles.parse.tokens
    after = next((t for t in tokens if t.start >= group[-1].end), None)
    return group[0].start - tokens[0].start < _NEAR_START and after is not None and after.low == ","


def place_groups(roles: Roles, locative: bool = True) -> list[list[Mention]]:
    """Runs of place mentions that name one spot ("Sabari district, Khost province").

    ``locative``: only those that stand behind a preposition of place.
    """
    places = [m for m in roles.mentions if m.kind == "place"]
    groups: list[list[Mention]] = []
    for mention in places:
        if groups and _joined(roles, groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    if not locative:
        return groups
    return [g for g in groups if _after_preposition(roles, g[0])]


def _joined(roles: Roles, one: Mention, two: Mention) -> bool:
    between = [t.low for t in roles.parse.tokens if t.start >= one.end and t.end <= two.start]
    return 0 < len(between) <= 4 and all(w in roles.parse.classes.place_joiners for w in between)


def _after_preposition(roles: Roles, mention: Mention) -> bool:
    nps = roles.parse.nps
    np = next((n for n in nps if roles.span(n)[0] <= mention.start and mention.end <= roles.span(n)[1]), None)
    if np is None:
        return False
    first = next((n for n in reversed(nps) if n.conjoined is np), np)
    return first.prep is not None and roles.parse.tokens[first.prep].low in roles.parse.classes.place_prepositions


def attach_times(roles: Roles, drafts: Sequence[Draft], cues: Sequence[VoiceMark]) -> None:
    """The time expression nearest to a trigger with no other trigger between; else the sentence's only one.

    A time right behind a word of saying ("confirmed today that …") is when it was said, where the sentence has another.
    """
    every = [m for m in roles.mentions if m.kind == "time"]
    times = [
        m for m in every if not any(0 <= m.start - v.cue.end <= 4 or 0 <= v.cue.start - m.end <= 1 for v in cues)
    ] or every
    triggers = sorted(roles.parse.tokens[d.trigger[0]].start for d in drafts if not d.dropped)
    for draft in drafts:
        if draft.dropped or not times:
            continue
        at = roles.parse.tokens[draft.trigger[0]].start
        free = [m for m in times if not any(min(at, m.start) < t < max(at, m.start) for t in triggers)]
        best = min(free or times, key=lambda m: abs(m.start - at))
        draft.add([Argument("time", best.start, best.end)])


def attach_means(roles: Roles, drafts: Sequence[Draft], modes: Mapping[str, str]) -> None:
    """Means of the sentence belong to its assaults; the most specific gives a mode where none was said."""
    means = [m for m in roles.mentions if m.kind == "means"]
    for draft in drafts:
        if draft.type != "ASSAULT" or draft.shape != "event" or not means:
            continue
        draft.add(Argument("means", m.start, m.end) for m in means)
        found = [modes[m.name] for m in means if m.name is not None and m.name in modes]
        if draft.mode in (None, "explosives"):
            # a suicide bombing and a drone are also explosions; the narrower mode stands
            narrow = [f for f in found if f in ("suicide-attack", "drone")]
            draft.mode = next(iter(narrow), draft.mode or next(iter(found), None))
