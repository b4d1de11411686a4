"""Which place, time and means of a sentence are a frame's own.

Relies on the parse (prepositions, lists) and on drafts that are merged already: of several verbs that tell one
happening only one asks for a place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.placing import NOWHERE, TAKEN, Site, leading
from marsad.annotate.rules.scenes import Scene
from marsad.values import Argument, Mention, Span, VoiceMark

_PLACED = ("event", "figure", "presence")
"""Shapes that happen somewhere; the others have only the places that their own words name."""


def attach_places(roles: Roles, drafts: Sequence[Draft]) -> None:
    """Give each draft the places of its own event; a sentence's only place serves all its events."""
    live = [d for d in drafts if not d.dropped]
    if not any(d.shape in _PLACED or d.has("at") for d in live):
        return
    site = Site(roles)
    site.keep(lambda scene: _is_sure(roles, scene))
    if not site.spots:
        return
    open_to = [d for d in live if not d.settled and not d.has("at")]
    used = {(a.start, a.end) for d in drafts for a in d.role("from", "to", "via")}
    for draft in open_to:
        if draft.shape in _PLACED:
            for scene in (scene for spot in _spots(site, draft, used) for scene in spot):
                _give(roles, draft, scene)
            if not draft.has("at"):
                draft.add(_arrival(draft, live))
    _complete_spots(site, live)
    _complete_groups(roles, live)


def _arrival(draft: Draft, drafts: Sequence[Draft]) -> list[Argument]:
    """Where the verb before brought the doers: "crossed into X and attacked"."""
    if draft.vg is None or draft.vg.relation != "coord":
        return []
    moves = [d for d in drafts if d.shape == "movement" and d.vg is not None and d.vg is draft.vg.governor]
    return [Argument("at", a.start, a.end) for d in moves for a in d.role("to")]


def located(roles: Roles, trigger: Span) -> list[Mention]:
    """The places of any word's event, each by its most exact name, as :func:`attach_places` gives them to drafts."""
    token = next((t.i for t in roles.parse.tokens if t.start < trigger.end and trigger.start < t.end), None)
    if token is None:
        return []
    vg = next((vg for vg in roles.parse.vgs if vg.first <= token <= vg.last), None)
    draft = Draft("event", None, None, (token, token), vg, None)
    return [spot[0].mention for spot in spots_of(Site(roles), draft)]


def located_last(roles: Roles) -> list[Mention]:
    """The place of the last verb of a sentence that has any: where the next sentence's "there" is."""
    site = Site(roles)
    for vg in reversed(roles.parse.vgs if site.scenes else []):
        spots = spots_of(site, Draft("event", None, None, (vg.head, vg.head), vg, None))
        if spots:
            return [spot[0].mention for spot in spots]
    return []


def points_back(roles: Roles) -> bool:
    """Whether a sentence speaks of a place named before: "there", "in the area", "stormed the town"."""
    p = roles.parse
    if any(t.low in p.classes.place_pronouns for t in p.tokens):
        return True
    bare = [np for np in p.nps if p.tokens[np.head].low in p.classes.spot_nouns and not roles.inside(np, "place")]
    return any(p.tokens[np.first].low in ("the", "this", "that", "these", "those") for np in bare if np.last == np.head)


def spots_of(site: Site, draft: Draft) -> list[list[Scene]]:
    """The spots where a draft's event happened."""
    trigger = draft.trigger[0]
    # another verb of the same happening is asked where the draft's own says nothing, or only where shots came from
    for triggers in ((trigger,), (trigger, *draft.also)):
        ranked = [(score, spot) for score, spot in site.ranked(triggers) if not site.answers(spot, trigger)]
        if ranked and ranked[0][0] > TAKEN and (ranked[0][1][0].prep != "from" or len(triggers) > 1 or not draft.also):
            return site.listed(ranked[0][1])
    return []


def _spots(site: Site, draft: Draft, used: Collection[tuple[int, int]]) -> list[list[Scene]]:
    """A draft's spots; where it has none of its own, the likeliest that the sentence puts anything at."""
    spots = spots_of(site, draft)
    if spots or draft.shape == "presence":
        return spots
    for score, spot in site.ranked((draft.trigger[0], *draft.also)):
        if score < NOWHERE:
            break
        if site.answers(spot, draft.trigger[0]):
            continue
        first = min(spot, key=lambda s: s.first)
        places = site.roles.parse.classes.place_prepositions
        if all(s.known for s in spot) and first.prep in places and (first.mention.start, first.mention.end) not in used:
            return [spot]
    return []


def _is_sure(roles: Roles, scene: Scene) -> bool:
    """Whether a name may be kept as a place's: it is known, or stands where no person's or thing's name does.

    Unknown names are kept right behind "in", "near" and the like, or with a kind word ("to X village").
    """
    if scene.known or scene.state:
        return True
    tokens, classes = roles.parse.tokens, roles.parse.classes
    lead = leading(roles.parse, scene.prep)
    if scene.spot:
        return _is_taken(roles, scene) if lead == "bare" else lead != "other"
    direct = scene.np is not None and scene.np.prep is not None and all(
        t.tag in ("DT", "JJ") or t.low in classes.directions for t in tokens[scene.np.prep + 1 : scene.first]
    )  # fmt: skip
    return direct and scene.prep in classes.scene_prepositions


def _is_taken(roles: Roles, scene: Scene) -> bool:
    """Whether a name is the object of a verb that takes places ("captured X village")."""
    tokens, takers = roles.parse.tokens, roles.lexicon.place_takers
    return any(scene.np is np for vg in roles.parse.vgs if tokens[vg.head].low in takers for np in vg.objects)


def _give(roles: Roles, draft: Draft, scene: Scene) -> None:
    """Add a scene to a draft; a name that no mention covers becomes the mention of an unknown place."""
    mention = scene.mention
    if not any(m.kind == "place" and m.start == mention.start and m.end == mention.end for m in roles.mentions):
        roles.mentions.append(Mention(mention.start, mention.end, mention.text, "place"))
    draft.add([Argument("at", mention.start, mention.end)])


def _complete_spots(site: Site, drafts: Sequence[Draft]) -> None:
    """Who has the larger part of a spot has the village too, though nobody knows it: "in X village of Bara"."""
    for numbers in site.spots:
        spot = [site.scenes[k] for k in numbers]
        if len(spot) < 2 or all(s.known for s in spot):
            continue
        spans = {(s.mention.start, s.mention.end) for s in spot}
        for draft in drafts:
            if any((a.start, a.end) in spans for a in draft.role("at")):
                for scene in spot:
                    _give(site.roles, draft, scene)


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


def place_groups(roles: Roles, locative: bool = True) -> list[list[Mention]]:
    """Runs of place mentions that name one spot or a list ("Sabari district, Khost province", "Swat and Dir").

    ``locative``: only those that stand behind a preposition of place.
    """
    groups: list[list[Mention]] = []
    for mention in sorted((m for m in roles.mentions if m.kind == "place"), key=lambda m: m.start):
        if groups and _joined(roles, groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    if not locative:
        return groups
    return [g for g in groups if _after_preposition(roles, g[0])]


def _joined(roles: Roles, one: Mention, two: Mention) -> bool:
    between = [t.low for t in roles.parse.tokens if t.start >= one.end and t.end <= two.start]
    if between[-2:] == ["and", "in"]:
        return False  # "in Wana, and in Tank a bomb …"
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

    A time right behind a word of saying ("confirmed today that …") is when it was said, and one inside a noun phrase
    ("an overnight operation", "Tuesday's attack") only that noun's, where the sentence has another behind it.
    """
    every = [m for m in roles.mentions if m.kind == "time"]
    times = [
        m for m in every if not any(0 <= m.start - v.cue.end <= 4 or 0 <= v.cue.start - m.end <= 1 for v in cues)
    ] or every
    last = max((m.start for m in times if not _is_modifier(roles, m)), default=-1)
    whole = [m for m in times if m.start >= last or not _is_modifier(roles, m)]
    triggers = sorted(roles.parse.tokens[d.trigger[0]].start for d in drafts if not d.dropped)
    for draft in drafts:
        if draft.dropped or not times:
            continue
        at = roles.parse.tokens[draft.trigger[0]].start
        # "killed in last year's bombing": both words tell one happening, and so does the day of either
        heads = (draft.trigger[0], *draft.also)
        own = [m for m in times if m in whole or any(_is_modifier(roles, m, head) for head in heads)]
        free = [m for m in own if not any(min(at, m.start) < t < max(at, m.start) for t in triggers)]
        best = min(free or own, key=lambda m: abs(m.start - at))
        draft.add([Argument("time", best.start, best.end)])


def _is_modifier(roles: Roles, time: Mention, head: int | None = None) -> bool:
    """Whether a time belongs to a noun behind it (if given: to that one): "an overnight raid", "Tuesday's attack"."""
    tokens = roles.parse.tokens
    after = next((t.i for t in tokens if t.start >= time.end), len(tokens))
    before = next((t for t in reversed(tokens) if t.end <= time.start), None)
    owner = after < len(tokens) and tokens[after].tag == "POS"
    article = before is not None and before.low in ("a", "an", "the")
    inside = article and after < len(tokens) and (tokens[after].is_noun or tokens[after].tag in ("JJ", "VBG"))
    if not (owner or inside):
        return False
    return head is None or any(np.head == head and after <= head and np.first <= after + 1 for np in roles.parse.nps)


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
