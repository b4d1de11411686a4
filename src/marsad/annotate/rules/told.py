"""What a model's reading adds to the drafts of a sentence, and takes from them.

The model is asked where the rules are in doubt: they found nothing that they code, or not who does it to whom.  Its
word counts for what it is surest of: a kind of event where the rules have none or another, and which phrase is whose
role.
The phrases themselves are read by the rules, so that every argument is a mention of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marsad.annotate.rules.advice import Told
from marsad.annotate.rules.chunks import NP
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.values import Argument

ADD = 0.5
"""Least probability at which a proposition that no rule found is drafted."""
RETYPE = 0.6
"""Least probability at which a draft of another type gives way.  On held-out labels kinds scored .654 with 0.6 and 0.8
for these two, .666 with 0.5 and 0.6."""
NOTHING = 0.15
"""A sentence in which no word is likelier than this to tell of anything has no weak drafts."""
PART = 0.4
"""Least probability of a role's words."""
REPLACE = 0.75
"""Least probability at which a party of the model's takes the place of the rules'."""
LIFT = 0.1
"""What the model's certainty adds to a draft's score at most."""
_ROLES = {"who": "actor", "whom": "recipient", "at": "at", "from": "from", "to": "to", "via": "via"}


def ask(roles: Roles, drafts: list[Draft]) -> None:
    """Let the model, if there is one, complete, retype, add and drop drafts."""
    if roles.told is None:
        return
    told = roles.told(in_doubt(drafts))
    if told is None:
        return
    if max((t.probability for t in told), default=0.0) < NOTHING:
        for draft in drafts:
            draft.dropped = draft.dropped or draft.weak
    for one in told:
        here = [d for d in drafts if not d.dropped and _tells(d, one)]
        for draft in here:
            _revise(roles, draft, one)
        if not here and one.probability >= ADD:
            drafts.extend(_drafted(roles, one))


def in_doubt(drafts: Sequence[Draft]) -> bool:
    """Whether the rules found no event, or one without somebody who does it or whom it concerns."""
    live = [d for d in drafts if not d.dropped and not d.weak]
    return not live or not all(_is_whole(d) for d in live)


def _is_whole(draft: Draft) -> bool:
    concerned = draft.has("recipient", "at", "from", "to", "via") or any(
        a.role.startswith("count:") for a in draft.arguments
    )
    return draft.has("actor") and concerned


def _tells(draft: Draft, told: Told) -> bool:
    """Whether a draft is about the model's trigger: the same words, or the noun of its light verb."""
    first, last = draft.trigger
    if first <= told.trigger <= last or told.trigger in draft.also:
        return True
    heads = {draft.np.head} if draft.np is not None else set()
    if draft.vg is not None:
        heads |= {draft.vg.head}
        heads |= {o.head for o in draft.vg.objects} if draft.type == told.type else set()
    return told.trigger in heads


def _revise(roles: Roles, draft: Draft, told: Told) -> None:
    """Another kind where the model is sure of it; parties that the rules miss."""
    if (draft.shape, draft.type) != (told.shape, told.type) and told.probability >= RETYPE:
        draft.shape, draft.type, draft.mode, draft.weak = told.shape, told.type, told.mode, False
        draft.counts = None
    if draft.type == told.type:
        draft.score += LIFT * told.probability
    for role in ("actor", "recipient"):
        if not draft.has(role):
            draft.add(_arguments(roles, told, role, PART))
        else:
            _replace(roles, draft, told, role)


def _replace(roles: Roles, draft: Draft, told: Told, role: str) -> None:
    """Other parties, where the model is sure of some and gives none of the rules' this role."""
    sure = _arguments(roles, told, role, REPLACE)
    given = [
        (roles.parse.tokens[a].start, roles.parse.tokens[b].end)
        for name, a, b, _ in told.parts
        if _ROLES.get(name) == role
    ]
    held = draft.role(role)
    if sure and not any(a.start < end and start < a.end for a in held for start, end in given):
        draft.arguments = [a for a in draft.arguments if a not in held]
        draft.add(sure)


def _drafted(roles: Roles, told: Told) -> Iterator[Draft]:
    """A draft of the model's own, hung on the verb or noun phrase that its trigger stands in."""
    parse = roles.parse
    vg = next((v for v in parse.vgs if v.first <= told.trigger <= v.last), None)
    np = None if vg is not None else parse.np_at(told.trigger)
    if vg is None and np is None:
        return
    draft = Draft(told.shape, told.type, told.mode, (told.trigger, told.trigger), vg, np)
    for role in _ROLES.values():
        draft.add(_arguments(roles, told, role, PART))
    draft.auxiliary |= told.auxiliary
    draft.modality = told.modality
    draft.score = 0.5 + 0.3 * told.probability
    yield draft


def _arguments(roles: Roles, told: Told, role: str, least: float) -> list[Argument]:
    """What the phrases that the model gives a role name, each read by the rules."""
    found: list[Argument] = []
    for name, first, last, probability in told.parts:
        if _ROLES.get(name) == role and probability >= least:
            for np in _phrases(roles, first, last):
                found += [a for a in roles.fill(np, role) if a not in found]
    return found


def _phrases(roles: Roles, first: int, last: int) -> Iterator[NP]:
    """The noun phrases whose head is among some words; alone, without what is coordinated to them."""
    for np in roles.parse.nps:
        if first <= np.head <= last:
            yield NP(np.first, np.last, np.head, np.prep, None, np.of, np.examples)
