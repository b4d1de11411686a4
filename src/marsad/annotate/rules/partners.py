"""The other party of a frame where none of its verb's own slots names one.

"Threatened to halt talks unless Ruritania …", "rejected a call by the senate", "imposed a curfew in the town": who is
meant stands behind the object, in the clause that the verb governs, in its condition, or is a place that stands for
those who live there.  The readings are tried from the nearest to the farthest; the first that holds is kept.  Which
prepositions and types take part is the pack's (``events.toml``, table ``partners``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marsad.annotate.rules.chunks import NP, VG, np_list
from marsad.annotate.rules.drafts import PLACE_ROLES, Draft, Roles
from marsad.annotate.rules.lexicon import Partners
from marsad.annotate.rules.matching import done_to
from marsad.annotate.rules.nounframes import following

_BELOW = ("comp", "inf", "ger", "rel", "part", "sub")
"""How a clause hangs below another that says more of what the sentence tells."""
_STEP = 0.01
_DEPTH = 3
"""Verbs below one another that are looked through ("agreed to try to reopen …")."""


def add_partners(roles: Roles, drafts: Sequence[Draft], partners: Partners) -> None:
    """Give every frame that has a doer and nobody it concerns the party that its clause names."""
    for draft in drafts:
        if draft.dropped or draft.type is None or draft.shape not in ("event", "position"):
            continue
        _nobody_twice(draft)
        if draft.has("recipient") or not draft.has("actor") or draft.vg is None:
            continue
        if not _people_hurt(draft):
            _complete(roles, draft, draft.vg, partners)


def rank_below(drafts: Sequence[Draft]) -> None:
    """What a clause below tells never outranks what the verb above it tells ("demanded that … who had killed …")."""
    live = {id(d.vg): d for d in drafts if not d.dropped and d.type is not None and d.vg is not None}
    for draft in live.values():
        vg, above = draft.vg, None
        while vg is not None and vg.relation in _BELOW and above is None and vg.governor is not vg:
            vg = vg.governor
            above = live.get(id(vg)) if vg is not None else None
        if above is not None:
            draft.score = min(draft.score, above.score - _STEP)


def _nobody_twice(draft: Draft) -> None:
    """Whoever does it is not whom it concerns ("sent a reminder that it must …")."""
    doers = {(a.start, a.end) for a in draft.role("actor")}
    draft.arguments = [a for a in draft.arguments if a.role != "recipient" or (a.start, a.end) not in doers]


def _people_hurt(draft: Draft) -> bool:
    """Whether those concerned are counted already: "killed five people"."""
    return draft.type in ("ASSAULT", "COERCE") and any(a.role.startswith("count:") for a in draft.arguments)


def _complete(roles: Roles, draft: Draft, vg: VG, partners: Partners) -> None:
    near = list(_owners(roles, draft, vg, partners))
    if draft.type in partners.named:
        near += _phrases(roles, vg, partners, _DEPTH)
    conditional = draft.type in partners.conditional
    far = [other.subject for other in _conditions(roles, vg, partners)] if conditional else []
    there = [np for np in near if _says_where(roles, np, partners)]
    asked = [np for np in (*near, *far) if np is not None and np not in there]
    own_people = draft.type in partners.own_people
    # a name says more than a kind ("handed two nationals over to Ruritania"), a party more than where it happened
    for phrases, named in ((asked, True), (() if own_people else asked, False), (there, True)):
        if any(_take(roles, draft, phrase, named) for phrase in phrases):
            return
    if draft.type in partners.placed or draft.mode in partners.placed:
        _take_place(roles, draft, vg, partners)


def _says_where(roles: Roles, np: NP, partners: Partners) -> bool:
    """Whether a phrase is a place's and names no party: "marched in the capital"."""
    prep = roles.parse.tokens[np.prep].low if np.prep is not None else ""
    return prep in partners.where and not roles.inside(np, "actor")


def _owners(roles: Roles, draft: Draft, vg: VG, partners: Partners) -> Iterator[NP]:
    """What stands right behind the object: "part of a rebel stronghold", "a camp for refugees"."""
    for np in done_to(vg) or ([draft.np] if draft.np is not None else []):
        for prep, inner in following(roles.parse, np):
            if prep not in partners.belonging:
                break
            yield from np_list(inner)
        yield from _done_by(roles, np)


def _done_by(roles: Roles, np: NP) -> Iterator[NP]:
    """Who did what a participle behind a phrase tells: "crimes committed by …"."""
    for vg in roles.parse.vgs:
        if vg.passive and vg.relation == "part" and vg.subject is np:
            yield from (n for prep, n in vg.pps if prep == "by")


def _phrases(roles: Roles, vg: VG, partners: Partners, depth: int) -> Iterator[NP]:
    """Phrases beside a verb, then those of the verbs that it governs."""
    for prep, np in vg.pps:
        if prep in partners.asides:
            break
        if prep in partners.prepositions and not (prep == "by" and vg.passive):
            yield np
            yield from (inner for p, inner in following(roles.parse, np) if p in partners.prepositions)
            yield from _done_by(roles, np)
    for np in vg.objects if not vg.passive else []:
        yield np
        yield from (inner for p, inner in following(roles.parse, np) if p in partners.prepositions)
        yield from _done_by(roles, np)
    if not depth:
        return
    for other in roles.parse.vgs:
        if other.governor is vg and other.relation in ("inf", "ger", "comp"):
            if other.subject is not None and other.subject is not vg.subject:
                yield other.subject
            if other.passive:
                yield from (np for prep, np in other.pps if prep == "by")
            yield from _phrases(roles, other, partners, depth - 1)


def _conditions(roles: Roles, vg: VG, partners: Partners) -> Iterator[VG]:
    for other in roles.parse.vgs:
        if other.first > vg.first and other.marker in partners.conditions and other.subject is not None:
            yield other


def _take(roles: Roles, draft: Draft, np: NP, named: bool) -> bool:
    """Add the parties of a phrase that are not the doers themselves; only those with a name where ``named``."""
    doers = {(a.start, a.end) for a in draft.role("actor")}
    names = {m.text.lower() for m in roles.mentions if m.kind == "actor" and (m.start, m.end) in doers}
    texts = {(m.start, m.end): m.text for m in roles.mentions if m.kind == "actor"}
    found = [
        a
        for a in roles.parties(np, "recipient") or roles.states(np, "recipient")
        if (a.start, a.end) not in doers and texts.get((a.start, a.end), "").lower() not in names
    ]
    found = [a for a in found if texts.get((a.start, a.end), "").lower() not in roles.lexicon.things]
    if named:
        found = [a for a in found if texts.get((a.start, a.end), "")[:1].isupper()]
    draft.add(found)
    return bool(found)


def _take_place(roles: Roles, draft: Draft, vg: VG, partners: Partners) -> None:
    """A place that the frame's own words name stands for who lives there or governs it."""
    own = [a for a in draft.arguments if a.role in PLACE_ROLES]
    if not own:
        for _, np in vg.pps:
            own = own or roles.places(np, "at")
        for np in _phrases(roles, vg, partners, _DEPTH):
            own = own or roles.places(np, "at")
    draft.add(roles.people_of(own))
