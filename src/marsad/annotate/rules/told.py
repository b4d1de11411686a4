"""What a model's reading adds to the drafts of a sentence, and takes from them.

The model is asked where the rules are in doubt: they found nothing that they code, or not who does it to whom.  Its
word counts for what it is surest of: a kind of event where the rules have none or another, and which phrase is whose
role.
The phrases themselves are read by the rules, so that every argument is a mention of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marsad.annotate.rules.advice import Told
from marsad.annotate.rules.chunks import NP, VG
from marsad.annotate.rules.drafts import PLACE_ROLES, Draft, Roles
from marsad.annotate.rules.matching import doer
from marsad.values import Argument

ADD = 0.5
"""Least probability at which a proposition that no rule found is drafted."""
ADD_CLAIM = 0.3
"""The same for what is and holds rather than happens: ties, presence, movements, which rules seldom find by a word."""
RETYPE = 0.6
"""Least probability at which a draft of another type gives way.  On held-out labels kinds scored .654 with 0.6 and 0.8
for these two, .666 with 0.5 and 0.6."""
NOTHING = 0.15
"""A sentence in which no word is likelier than this to tell of anything has no weak drafts."""
PART = 0.6
"""Least probability of a role's words.  With 0.4 targets of PLOVER scored .740 and not .733, and an incident of the
exercise took a day from a party that was none."""
REPLACE = 0.75
"""Least probability at which a party of the model's takes the place of the rules'."""
LIFT = 0.1
"""What the model's certainty adds to a draft's score at most."""
_POSITIONS = frozenset(("ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
"""Types that are words, not deeds: as in the pack's entries they are positions; investigations are deeds."""
_MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone"
    " heavy-weapons crowd-control unconventional",
}
"""The modes of each type (PLOVER 2.0): the model tells kind and mode apart, and they may not fit."""
_OTHER = {"actor": "recipient", "recipient": "actor"}
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
        named = [d for d in here if d.trigger[0] <= one.trigger <= d.trigger[1]]
        for draft in here:
            _revise(roles, draft, one, alone=draft in named or not named)
        claims = one.shape in roles.lexicon.shapes
        if not here and one.probability >= (ADD_CLAIM if claims else ADD) and not _is_empty(one):
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


def _revise(roles: Roles, draft: Draft, told: Told, alone: bool = True) -> None:
    """Another kind where the model is sure of it; parties that the rules miss.

    Of several drafts for one trigger ("attacks on the school and the post") only the doers are common to all: what is
    done to whom goes to the one that is ``alone``.
    """
    if _is_other_kind(draft, told) and told.probability >= RETYPE:
        draft.shape, draft.type, draft.mode, draft.weak = _shape(told), told.type, _mode(told), False
        draft.counts = None
    elif draft.type is not None and told.type is None:
        return  # another reading's parties
    if draft.type == told.type:
        draft.score += LIFT * told.probability
    for role in ("actor", "recipient") if alone else ("actor",):
        if not draft.has(role):
            draft.add(_party(roles, draft, told, role, PART))
        else:
            _replace(roles, draft, told, role)


def _is_other_kind(draft: Draft, told: Told) -> bool:
    """Whether the model reads another type, or another shape where there is none.

    A type is the same as a deed or as a position.  A tie or stay of no named kind, or a position that nobody takes,
    says less than what the rules read.
    """
    if draft.type is not None and told.type is None:
        return told.shape not in ("tie", "presence") and (told.shape != "position" or draft.has("actor"))
    if told.type is not None:
        return draft.type != told.type
    return draft.shape != told.shape and told.shape != "tie"


def _is_empty(told: Told) -> bool:
    """Whether there is nothing to tell: a tie of no kind, or a position that nobody takes."""
    takes = any(name == "who" and p >= PART for name, _, _, p in told.parts)
    return told.type is None and (told.shape == "tie" or (told.shape == "position" and not takes))


def _mode(told: Told) -> str | None:
    """The mode, if it is one of the type's."""
    return told.mode if told.mode in _MODES.get(told.type or "", "").split() else None


def _shape(told: Told) -> str:
    """What a type's statements are: deeds, or positions."""
    return "position" if told.type in _POSITIONS and told.mode != "investigate" else told.shape


def _replace(roles: Roles, draft: Draft, told: Told, role: str) -> None:
    """Other parties, where the model is sure of some and gives none of the rules' this role."""
    sure = _party(roles, draft, told, role, REPLACE)
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
    """A draft of the model's own, hung on the verb that its trigger stands in."""
    parse = roles.parse
    vg = next((v for v in parse.vgs if v.first <= told.trigger <= v.last), None)
    if vg is None:
        return  # a noun tells again, as often as not, what the text has told: "the third attack this week"
    draft = Draft(_shape(told), told.type, _mode(told), (told.trigger, told.trigger), vg, None)
    for role in _ROLES.values():
        draft.add(_party(roles, draft, told, role, PART))
    if draft.shape in roles.lexicon.shapes:
        _complete(roles, draft, vg)
    if draft.type is None and draft.shape == "position" and not draft.has("actor"):
        return  # what somebody says of others is in the voices already
    draft.auxiliary |= told.auxiliary
    draft.modality = told.modality
    draft.score = 0.5 + 0.3 * told.probability
    yield draft


def _complete(roles: Roles, draft: Draft, vg: VG) -> None:
    """Fill from the grammar what the model leaves open: subject, object, and what stands behind prepositions."""
    shape = roles.lexicon.shapes[draft.shape]
    if not draft.has("actor"):
        draft.add(roles.fill(doer(vg), "actor"))
    hung = [(shape["object"], np) for np in vg.objects[:1]]
    hung += [(shape["prep"].get(prep, ""), np) for prep, np in vg.pps]
    whole = {role for role in ("recipient", *PLACE_ROLES) if draft.has(role)}
    for role, np in hung:
        if role and role not in whole:
            draft.add(roles.fill(np, role))


def _party(roles: Roles, draft: Draft, told: Told, role: str, least: float) -> list[Argument]:
    """What the model gives a role, without who has the opposite role: nobody does something to himself."""
    others = {_words(roles, a) for a in draft.role(_OTHER.get(role, ""))}
    return [a for a in _arguments(roles, told, role, least) if _words(roles, a) not in others]


def _words(roles: Roles, argument: Argument) -> tuple[str, ...]:
    return tuple(t.low for t in roles.parse.tokens if argument.start <= t.start and t.end <= argument.end)


def _arguments(roles: Roles, told: Told, role: str, least: float) -> list[Argument]:
    """What the phrases that the model gives a role name, each read by the rules."""
    found: list[Argument] = []
    for name, first, last, probability in told.parts:
        if _ROLES.get(name) == role and probability >= least:
            for np in _phrases(roles, first, last, role in _OTHER):
                found += [a for a in roles.fill(np, role) if a not in found]
    return found


def _phrases(roles: Roles, first: int, last: int, parties: bool) -> Iterator[NP]:
    """The noun phrases whose head is among some words; alone, without what is coordinated to them.

    What stands behind a preposition within the words tells where or which one, and is no party itself: "analysts in
    Kabul", "a group of men near a camp of the army".
    """
    for np in roles.parse.nps:
        if first <= np.head <= last and not (parties and np.prep is not None and np.prep > first):
            yield NP(np.first, np.last, np.head, np.prep, None, np.of, np.examples)
