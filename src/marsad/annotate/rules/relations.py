"""Frames that no single word tells: ties in compounds and appositions, predicates, demands, routes.

Relies on the parse and on the drafts found before (:mod:`~marsad.annotate.rules.frames`), which it completes or
replaces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from marsad.annotate.rules.chunks import VG
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.matching import doer
from marsad.values import Argument


def add_suffix_ties(roles: Roles, drafts: list[Draft], suffixes: Mapping[str, str]) -> None:
    """In "Taliban-backed elements" the name before the hyphen has a tie to what the phrase names."""
    for token in roles.parse.tokens:
        stem, _, tail = token.low.rpartition("-")
        if not stem or tail not in suffixes:
            continue
        giver = next(
            (m for m in roles.mentions if m.kind == "actor" and m.start == token.start and m.end < token.end), None
        )
        np = roles.parse.np_at(token.i)
        if giver is None or np is None:
            continue
        others = [m for m in roles.inside(np, "actor") if m.start >= token.end]
        if others:
            draft = Draft("tie", None, suffixes[tail], (token.i, token.i), None, np, score=0.6)
            draft.add(
                [Argument("actor", giver.start, giver.end), Argument("recipient", others[-1].start, others[-1].end)]
            )
            drafts.append(draft)


def add_appositions(roles: Roles, drafts: list[Draft], heads: Mapping[str, str]) -> None:
    """Take "X, a faction of Y, …" for a tie of X and Y."""
    tokens = roles.parse.tokens
    for np in roles.parse.nps:
        mode = heads.get(tokens[np.head].low)
        if mode is None or np.of is None or np.first < 2 or tokens[np.first - 1].low != ",":
            continue
        before = next((n for n in roles.parse.nps if n.last == np.first - 2), None)
        if before is None:
            continue
        draft = Draft("tie", None, mode, (np.head, np.head), None, np, score=0.6)
        draft.add(roles.parties(before, "actor"))
        draft.add(roles.parties(np.of, "recipient"))
        drafts.append(draft)


def add_predicates(roles: Roles, drafts: list[Draft], kinds: Mapping[str, str]) -> None:
    """In "left four dead and nine injured", "Eight dead in …" people are counted by what became of them."""
    tokens = roles.parse.tokens
    verbal = {vg.head for vg in roles.parse.vgs}
    for np in roles.parse.nps:
        reach = range(np.first, min(np.last + 2, len(tokens)))
        at = next((k for k in reach if tokens[k].low in kinds and k not in verbal), None)
        numbers = roles.inside(np, "count")
        if at is None or not numbers or tokens[at].start < numbers[0].end:
            continue
        if at < np.last and tokens[np.head].is_noun and np.head > at:
            continue  # "four wounded soldiers" tells nothing new
        if any(vg.subject is np and vg.finite for vg in roles.parse.vgs):
            continue
        noun = next((t for t in reversed(tokens[np.first : at]) if t.is_noun), None)
        side = roles.side(" ".join(t.low for t in tokens[np.first : at])) if noun is not None else None
        kind = kinds[tokens[at].low]
        draft = Draft("event", "ASSAULT", None, (at, at), None, None, score=0.55, counts=kind)
        draft.add([Argument(f"count:{kind}", numbers[0].start, numbers[0].end, side)])
        draft.add(roles.parties(np, "recipient"))
        drafts.append(draft)


def complete_ties(roles: Roles, drafts: list[Draft]) -> None:
    """In "X, emboldened by the support of Y" a tie in the agent's place of a passive binds the verb's subject."""
    for draft in drafts:
        if draft.shape != "tie" or draft.np is None or draft.has("recipient"):
            continue
        for vg in roles.parse.vgs:
            if any(p == "by" and n is draft.np for p, n in vg.pps):
                draft.add(roles.fill(vg.subject, "recipient"))
                draft.weak = False


def complete_presence(roles: Roles, drafts: list[Draft]) -> None:
    """Whose base it is and where, if the noun's own phrase does not say.

    "The group plans raids from hideouts in …": whose deed it is; "the hill where the group has its base": the hill.
    """
    tokens = roles.parse.tokens
    for draft in drafts:
        if draft.shape != "presence":
            continue
        if draft.np is not None and not draft.has("actor"):
            for vg in roles.parse.vgs:
                if any(n is draft.np and p in ("from", "in", "at") for p, n in vg.pps):
                    draft.add(roles.fill(doer(vg), "actor"))
        if draft.vg is not None and draft.vg.subject is not None and not draft.has("at"):
            opens = draft.vg.subject.first - 1
            if opens > 0 and tokens[opens].low == "where":
                before = roles.parse.np_ending(opens - 1 - (tokens[opens - 1].low == ","))
                draft.add(roles.places(before, "at"))


def add_demands(roles: Roles, drafts: list[Draft], says: Callable[[str], bool]) -> None:
    """Take "Moscow said that Khartoum must …" for a demand by who says it of who must."""
    tokens = roles.parse.tokens
    for vg in roles.parse.vgs:
        speaker = vg.governor
        if vg.modal not in ("must", "should") or speaker is None or not says(tokens[speaker.head].low) or vg.negated:
            continue
        who, whom = roles.fill(speaker.subject, "actor"), roles.fill(vg.subject, "recipient")
        if not who or not whom or {(a.start, a.end) for a in who} == {(a.start, a.end) for a in whom}:
            continue
        demand = Draft("position", "REQUEST", "change", (vg.first, vg.first), vg, None, score=0.8)
        demand.add([*who, *whom])
        for draft in drafts:
            draft.dropped |= draft.vg is vg
        drafts.append(demand)


def add_routes(roles: Roles, drafts: list[Draft]) -> None:
    """A movement goes on where its clause hands over: "operating from A and B, eventually reaching C" is one route."""
    for draft in drafts:
        vg = draft.vg
        if draft.shape != "movement" or vg is None:
            continue
        governor = vg.governor
        if not draft.has("actor") and governor is not None:
            draft.add(roles.parties(governor.subject, "actor"))
        if governor is None or vg.form != "ger" or draft.has("from", "via"):
            continue
        stations = _stations(roles, governor)
        if stations and draft.has("to"):
            draft.add([Argument("from", stations[0].start, stations[0].end)])
            draft.add(Argument("via", a.start, a.end) for a in stations[1:])


def _stations(roles: Roles, vg: VG) -> list[Argument]:
    """Places that a verb group leaves from or passes, in the order of the text."""
    found: list[Argument] = []
    for prep, np in vg.pps:
        if prep in ("from", "through", "via"):
            found += [a for a in roles.places(np, "via") if a not in found]
    return sorted(found, key=lambda a: a.start)
