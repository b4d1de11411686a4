"""What a clause makes of its frame: negation, modality, plans, demands and threats.

Relies on the parse (which verb hangs on which, by what word) and on the pack's ``words/voices.toml``.  A deed that is
only demanded, threatened or refused is no deed: it tells the kind of the demand, threat or refusal, and is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marsad.annotate.rules.chunks import NP, VG
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.lexicon import Lexicon
from marsad.values import Argument

_THREATENED = {
    "ASSAULT": "violence", "SANCTION": "relations", "COERCE": "restrict", "MOBILIZE": "violence", "PROTEST": "violence",
}  # fmt: skip
"""Deeds that an expressed will makes a threat, and the mode of the threat."""
_WISHED = {
    "AID": "assist", "COOPERATE": "assist", "SUPPORT": "assist", "CONSULT": "meet", "RETREAT": "yield",
    "CONCEDE": "yield",
}  # fmt: skip
"""What a deed that is asked for or refused makes the mode of the request or refusal."""


class Scope:
    """Modality, polarity and auxiliary modes of drafts, from the pack's tables."""

    def __init__(self, voices: Mapping[str, Any], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._modals: Mapping[str, str] = voices.get("modals", {})
        self._factual = frozenset(voices.get("infinitives", {}).get("factual", ()))
        self._gerunds: Mapping[str, str] = voices.get("gerunds", {})
        words = {k: frozenset(v) for k, v in voices.get("scope", {}).items()}
        self._hypothetical = words.get("hypothetical", frozenset())
        self._awaited = words.get("awaited", frozenset())
        self._never = words.get("never", frozenset())
        self._history = words.get("historical", frozenset())
        adjectives = {k: frozenset(v) for k, v in voices.get("adjectives", {}).items()}
        self._intending = adjectives.get("intending", frozenset())
        self._able = adjectives.get("able", frozenset())
        self._refusing = adjectives.get("refusing", frozenset())
        sayers = frozenset(lemma for row in voices.get("verb", []) for lemma in row["lemmas"])
        self._sayers = frozenset(form for form, lemma in lexicon.verb_lemma.items() if lemma in sayers)
        self._movers = frozenset(voices.get("movers", {}).get("lemmas", ()))
        self._intents = frozenset(voices.get("intents", {}).get("lemmas", ()))
        self._control = _by_lemma(voices.get("control", []))
        self._over_nouns = _by_lemma(voices.get("over_noun", []))

    def moves(self, form: str) -> bool:
        """Whether a verb makes its object do what follows ("urged X to …", "accused X of …")."""
        lemma = self._lexicon.verb_lemma.get(form, "")
        return self._control.get(lemma) == "demanded" or lemma in self._movers

    def __call__(self, roles: Roles, drafts: list[Draft]) -> None:
        """Settle every draft of the sentence; some are swallowed by the verb that governs them."""
        by_verb = {id(d.vg): d for d in drafts if d.vg is not None}
        for draft in drafts:
            if draft.vg is not None:
                self._verb(roles, draft, draft.vg, by_verb)
            elif draft.np is not None:
                self._noun(roles, draft, by_verb)
            if _says_no(roles, draft.np):
                draft.negate()
        words = " " + " ".join(t.low for t in roles.parse.tokens) + " "
        # "have come under attack three times in eight days" is a sum over what was told before
        times = any(t.low == "times" and t.i and roles.parse.tokens[t.i - 1].tag == "CD" for t in roles.parse.tokens)
        if times or any(f" {cue} " in words for cue in self._history):
            for draft in drafts:
                draft.auxiliary.add("historical")
        for draft in drafts:
            if self._warns_of(roles, draft):
                draft.dropped = True
            if draft.type == "REQUEST" and draft.vg is not None and not draft.has("recipient"):
                self._demanded_of(roles, draft)
            if draft.vg is not None and not draft.dropped:
                self._intention(roles, draft)

    def _verb(self, roles: Roles, draft: Draft, vg: VG, by_verb: Mapping[int, Draft]) -> None:
        if self._negated(roles, vg):
            draft.negate()
        self._modal(draft, vg)
        awaited = vg.marker in self._awaited and not vg.past and not vg.passive
        if awaited or vg.marker in self._hypothetical or self._conditional(roles, vg):
            draft.auxiliary.add("hypothetical")
            draft.modality = "hypothetical"
        governor = vg.governor
        if vg.relation in ("coord", "ger") and governor is not None and vg.form != "ger" and not vg.modal:
            self._inherit(draft, governor)
        if vg.form == "inf":
            self._infinitive(roles, draft, vg, by_verb)
        elif governor is not None and self._goes_on_infinitive(roles, vg, governor):
            self._infinitive(roles, draft, governor, by_verb)
        elif vg.form == "ger" and vg.marker:
            self._gerund(draft, vg, roles, by_verb)
        elif vg.relation == "comp" and governor is not None:
            self._demanded(roles, draft, governor, by_verb)

    def _negated(self, roles: Roles, vg: VG) -> bool:
        before = roles.parse.tokens[vg.first - 1].low if vg.first else ""
        return (
            vg.negated
            or before in self._never
            or (before == "longer" and vg.first > 1 and roles.parse.tokens[vg.first - 2].low == "no")
            or _says_no(roles, vg.subject)
            or any(_says_no(roles, o) for o in vg.objects[:1])
            # "ended with no shots fired": the noun right before a bare participle
            or (vg.head == vg.first and not vg.objects and _says_no(roles, roles.parse.np_ending(vg.first - 1)))
        )

    @staticmethod
    def _goes_on_infinitive(roles: Roles, vg: VG, governor: VG) -> bool:
        """Whether it is the second of two infinitives: "to enter and search the house"."""
        bare = vg.head == vg.first and roles.parse.tokens[vg.head].tag == "VB"
        return vg.relation == "coord" and governor.form == "inf" and bare

    def _demanded(self, roles: Roles, draft: Draft, governor: VG, by_verb: Mapping[int, Draft]) -> None:
        """Swallow what is demanded: "demanded that Pakistan release prisoners"."""
        over, vg = by_verb.get(id(governor)), draft.vg
        if over is None or over.type != "REQUEST" or vg is None:
            return
        if roles.parse.tokens[vg.head].tag in ("VB", "VBP"):
            over.add(Argument("recipient", a.start, a.end) for a in draft.role("actor"))
            _swallow(over, draft)

    def _modal(self, draft: Draft, vg: VG) -> None:
        mood = self._modals.get(vg.modal or "")
        if not mood:
            return
        draft.modality = mood  # type: ignore[assignment]
        if mood in ("predicted", "demanded"):
            draft.auxiliary.add("future")
        elif mood in ("possible", "hypothetical"):
            draft.auxiliary.add("hypothetical")

    def _inherit(self, draft: Draft, governor: VG) -> None:
        """A second verb shares the first one's "may" and "not"."""
        if governor.modal:
            self._modal(draft, governor)
        if governor.negated and not draft.vg_has_own_subject():
            draft.negate()

    def _conditional(self, roles: Roles, vg: VG) -> bool:
        """Whether the clause (up to the verb, back to the last comma) begins with "if" and the like."""
        i = vg.first - 1
        while i >= 0 and roles.parse.tokens[i].tag not in (",", ":"):
            if roles.parse.tokens[i].low in self._hypothetical:
                return True
            if any(o is not vg and o.first <= i <= o.last and o.finite for o in roles.parse.vgs):
                return False
            i -= 1
        return False

    def _infinitive(self, roles: Roles, draft: Draft, vg: VG, by_verb: Mapping[int, Draft]) -> None:
        """What is planned, demanded or prevented did not happen; what somebody "managed to" do did."""
        governor = vg.governor
        lemma = self._lexicon.lemma(roles.parse.tokens[governor.head].low) if governor is not None else ""
        if governor is not None and lemma == "use" and not governor.passive:
            draft.auxiliary.add("historical")  # "used to attack"
            return
        if governor is not None and lemma in self._factual:
            self._modal(draft, governor)  # "managed to kill", but "will continue to kill"
            return
        over = by_verb.get(id(governor)) if governor is not None else None
        if over is not None and over.type in ("REQUEST", "REJECT", "THREATEN", "AGREE") and over is not draft:
            _swallow(over, draft)
            if over.type == "AGREE" and lemma in self._intents:
                over.auxiliary.add("future")  # "hope to meet": nothing is agreed as yet
                over.modality = "predicted"
            return
        scope = self._control.get(lemma, "future")
        if scope == "negation":
            draft.negate()
        else:
            draft.auxiliary.add("future")
            draft.modality = "demanded" if scope == "demanded" else "predicted"
        draft.score -= 0.15

    def _gerund(self, draft: Draft, vg: VG, roles: Roles, by_verb: Mapping[int, Draft]) -> None:
        """What the preposition before it makes of a gerund ("without firing", "capable of striking")."""
        effect = self._gerunds.get(vg.marker, "")
        before = roles.parse.tokens[vg.first - 2].low if vg.first > 1 else ""
        if before in self._able:
            effect = "hypothetical"
        over = by_verb.get(id(vg.governor))
        if over is not None and vg.marker in ("of", "to", "for", "from"):
            if over.type == "ACCUSE":
                draft.modality = "alleged"
                draft.score -= 0.1
                return
            if over.type in ("REJECT", "REQUEST"):
                _swallow(over, draft)
                return
        if effect == "negation":
            draft.negate()
        elif effect == "historical":
            draft.auxiliary.add("historical")
            draft.score -= 0.2
        elif effect:
            draft.auxiliary.add(effect)  # type: ignore[arg-type]
            draft.score -= 0.1

    def _noun(self, roles: Roles, draft: Draft, by_verb: Mapping[int, Draft]) -> None:
        """A noun governed by a plan or a fear ("planning attacks", "prevented an attack") did not happen as told."""
        np = draft.np
        for vg in roles.parse.vgs:
            if np not in vg.objects and all(n is not np for _, n in vg.pps):
                continue
            over = by_verb.get(id(vg))
            if over is not None and over.type == "REQUEST" and np in vg.objects:
                _swallow(over, draft)  # "demanded the release of …"
                return
            effect = self._over_nouns.get(self._lexicon.lemma(roles.parse.tokens[vg.head].low))
            effect = effect or self._wished(roles, vg)
            if effect == "negation":
                draft.negate()
            elif effect is not None:
                draft.auxiliary.add(effect)  # type: ignore[arg-type]
                draft.score -= 0.1
            first = vg.governor if vg.relation == "coord" and vg.governor is not None else vg
            if first.form == "ger" and self._gerunds.get(first.marker) == "historical":
                draft.auxiliary.add("historical")  # "is responsible for planning and coordinating attacks"
            if vg.negated:
                draft.negate()
            self._modal(draft, vg)

    def _wished(self, roles: Roles, vg: VG) -> str | None:
        """What becomes of the objects of an infinitive that somebody only wants: "urged X to allow strikes"."""
        if vg.form != "inf" or vg.governor is None:
            return None
        scope = self._control.get(self._lexicon.lemma(roles.parse.tokens[vg.governor.head].low))
        return "future" if scope in ("demanded", "future") else None

    def _warns_of(self, roles: Roles, draft: Draft) -> bool:
        """Whether a warning only says what may happen to others: "warned that thousands could be displaced"."""
        vg = draft.vg
        if vg is None or draft.type != "THREATEN" or roles.parse.tokens[vg.head].low not in self._sayers:
            return False
        told = [o for o in roles.parse.vgs if o.governor is vg and o.relation == "comp" and o.subject is not None]
        return any(
            o.modal and self._modals.get(o.modal) in ("possible", "hypothetical")
            and roles.head(o.subject) not in roles.parse.classes.pronouns
            for o in told if o.subject is not None
        )  # fmt: skip

    def _intention(self, roles: Roles, draft: Draft) -> None:
        """PLOVER: an expressed will to cooperate is AGREE, to harm is THREATEN, not to cooperate REJECT."""
        vg = draft.vg
        if vg is None or draft.shape not in ("event", "position") or draft.type is None:
            return
        reported = vg.governor is not None and roles.parse.tokens[vg.governor.head].low in self._sayers
        willing = vg.modal in ("will", "'ll", "shall") or (vg.modal == "would" and reported)
        if vg.form == "inf":
            adjective = roles.parse.tokens[vg.first - 1].low if vg.first else ""
            if adjective in self._refusing:
                draft.denied, willing = True, True
            elif adjective in self._intending:
                willing = True
            else:
                return
            draft.score += 0.15
        if willing:
            self._will(draft)

    @staticmethod
    def _demanded_of(roles: Roles, draft: Draft) -> None:
        """In "demanded that X act" the demand is of X."""
        for vg in roles.parse.vgs:
            if vg.governor is draft.vg and vg.relation == "comp" and vg.subject is not None:
                draft.add(a for a in roles.fill(vg.subject, "recipient") if a.role == "recipient")
        after = draft.vg.last + 1 if draft.vg is not None else 0
        that = any(t.low == "that" for t in roles.parse.tokens[after : after + 1])
        if that and not draft.has("recipient"):
            np = roles.parse.np_starting(after + 1)
            draft.add(a for a in roles.fill(np, "recipient") if a.role == "recipient")

    def _will(self, draft: Draft) -> None:
        if draft.type in self._lexicon.cooperation:
            draft.type, draft.mode = ("REJECT", "change") if draft.denied else ("AGREE", None)
            draft.shape = "position" if draft.type == "REJECT" else draft.shape
        elif draft.type in _THREATENED and draft.has("actor") and not draft.denied:
            draft.mode, draft.type, draft.shape = _threat(draft), "THREATEN", "position"
        else:
            return
        draft.denied = False
        draft.auxiliary -= {"negation", "hypothetical"}
        draft.auxiliary.add("future")
        draft.modality = "predicted"


def _by_lemma(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The ``scope`` of each lemma; the first row that has it counts."""
    table: dict[str, str] = {}
    for row in rows:
        for lemma in row["lemmas"]:
            table.setdefault(lemma, row["scope"])
    return table


def _says_no(roles: Roles, np: NP | None) -> bool:
    """Whether it is none of it: "no shots", "without any shots"."""
    tokens = roles.parse.tokens
    if np is None:
        return False
    without = np.prep is not None and tokens[np.prep].low == "without"
    return without or tokens[np.first].low in roles.parse.classes.none


def _threat(draft: Draft) -> str | None:
    """The mode of a threat by what is threatened."""
    if draft.mode in ("deport", "expel"):
        return "expel"
    if draft.type == "COERCE" and draft.mode == "arrest":
        return "arrest"
    return _THREATENED.get(draft.type or "")


def _swallow(over: Draft, draft: Draft) -> None:
    """Make one of "demanded that X release Y": the inner deed only tells the demand's kind and parties."""
    if over.type == "REQUEST" and draft.type:
        over.mode = _WISHED.get(draft.type, "change")
    elif over.type == "THREATEN" and draft.type:
        over.mode = _threat(draft)
    elif over.type == "REJECT" and draft.type:
        over.mode = _WISHED.get(draft.type, over.mode)
    if not over.has("recipient"):
        over.add(Argument("recipient", a.start, a.end) for a in draft.role("recipient") if a not in over.arguments)
    over.add(draft.role("at", "from", "to"))
    over.score += 0.05
    draft.dropped = True
