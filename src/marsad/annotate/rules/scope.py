"""What a clause makes of its frame: negation, modality, plans and demands; and which place and time are its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marsad.annotate.rules.chunks import VG
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.lexicon import Lexicon
from marsad.values import Argument, Mention, VoiceMark

_LOCATIVE = frozenset(
    [
        "in",
        "at",
        "near",
        "on",
        "around",
        "outside",
        "inside",
        "across",
        "along",
        "within",
        "between",
        "throughout",
        "over",
        "beside",
    ]
)
_NO = frozenset(("no", "none", "neither", "nobody", "without", "zero"))
_INTENT = {
    "ASSAULT": "violence",
    "SANCTION": "restrict",
    "COERCE": "arrest",
    "MOBILIZE": "violence",
    "PROTEST": "violence",
}
_WISH = {
    "AID": "assist",
    "COOPERATE": "assist",
    "SUPPORT": "assist",
    "CONSULT": "meet",
    "RETREAT": "yield",
    "CONCEDE": "yield",
}


def _threat(draft: Draft) -> str | None:
    """The mode of a threat by what is threatened."""
    if draft.mode in ("deport", "expel"):
        return "expel"
    if draft.type == "SANCTION":
        return "relations"
    if draft.type == "COERCE":
        return "arrest" if draft.mode == "arrest" else "restrict"
    return _INTENT.get(draft.type or "")


class Scope:
    """Modality, polarity and auxiliary modes of drafts, from the pack's tables."""

    def __init__(self, voices: Mapping[str, Any], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._modals: Mapping[str, str] = voices.get("modals", {})
        self._factual = frozenset(voices.get("infinitives", {}).get("factual", ()))
        self._gerunds: Mapping[str, str] = voices.get("gerunds", {})
        self._hypothetical = frozenset(voices.get("scope", {}).get("hypothetical", ()))
        adjectives = voices.get("adjectives", {})
        self._intending = frozenset(adjectives.get("intending", ()))
        self._never = frozenset(voices.get("scope", {}).get("never", ()))
        self._history: tuple[str, ...] = tuple(voices.get("scope", {}).get("historical", ()))
        self._able = frozenset(adjectives.get("able", ()))
        self._refusing = frozenset(adjectives.get("refusing", ()))
        self._sayers = frozenset(
            f for f, l in lexicon.verb_lemma.items() if any(l in r["lemmas"] for r in voices.get("verb", []))
        )
        self._movers = frozenset(voices.get("movers", {}).get("lemmas", ()))
        self._control: dict[str, str] = {}
        for row in voices.get("control", []):
            for lemma in row["lemmas"]:
                self._control.setdefault(lemma, row["scope"])

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
                self._noun(roles, draft)
            if any(self._says_no(roles, np) for np in ([draft.np] if draft.np else [])):
                self._negate(draft)
        words = " " + " ".join(t.low for t in roles.parse.tokens) + " "
        if any(f" {cue} " in words for cue in self._history):
            for draft in drafts:
                draft.auxiliary.add("historical")
        for draft in drafts:
            if draft.type == "REQUEST" and draft.vg is not None and not draft.has("recipient"):
                self._demanded_of(roles, draft)
            if draft.vg is not None and not draft.dropped:
                self._intention(roles, draft)

    @staticmethod
    def _negate(draft: Draft) -> None:
        draft.denied = True
        draft.auxiliary.add("negation")

    @staticmethod
    def _says_no(roles: Roles, np: Any) -> bool:
        return np is not None and roles.parse.tokens[np.first].low in _NO

    def _verb(self, roles: Roles, draft: Draft, vg: VG, by_verb: Mapping[int, Draft]) -> None:
        tokens = roles.parse.tokens
        before = tokens[vg.first - 1].low if vg.first else ""
        if (
            vg.negated
            or before in self._never
            or self._says_no(roles, vg.subject)
            or any(self._says_no(roles, o) for o in vg.objects[:1])
        ):
            self._negate(draft)
        self._modal(draft, vg)
        if vg.marker in self._hypothetical or self._conditional(roles, vg):
            draft.auxiliary.add("hypothetical")
            draft.modality = "hypothetical"
        governor = vg.governor
        if vg.relation in ("coord", "ger") and governor is not None and vg.form != "ger" and not vg.modal:
            self._inherit(draft, governor, roles)
        if vg.form == "inf" or (vg.relation == "coord" and governor is not None and governor.form == "inf" and vg.head == vg.first
                                and tokens[vg.head].tag == "VB"):  # fmt: skip
            self._infinitive(roles, draft, vg if vg.form == "inf" else governor or vg, by_verb)
        elif vg.relation == "comp" and governor is not None and self._demands(roles, draft, governor, by_verb):
            return
        elif vg.form == "ger" and vg.marker:
            self._gerund(draft, vg, roles, by_verb)

    def _demands(self, roles: Roles, draft: Draft, governor: VG, by_verb: Mapping[int, Draft]) -> bool:
        """Swallow what is demanded: "demanded that Pakistan release prisoners"."""
        over = by_verb.get(id(governor))
        vg = draft.vg
        if over is None or over.type != "REQUEST" or vg is None or roles.parse.tokens[vg.head].tag not in ("VB", "VBP"):
            return False
        over.add(Argument("recipient", a.start, a.end) for a in draft.role("actor"))
        self._swallow(over, draft)
        return True

    def _modal(self, draft: Draft, vg: VG) -> None:
        mood = self._modals.get(vg.modal or "")
        if not mood:
            return
        draft.modality = mood  # type: ignore[assignment]
        if mood in ("predicted", "demanded"):
            draft.auxiliary.add("future")
        elif mood in ("possible", "hypothetical"):
            draft.auxiliary.add("hypothetical")

    def _inherit(self, draft: Draft, governor: VG, roles: Roles) -> None:
        if governor.modal:
            self._modal(draft, governor)
        if governor.negated and not draft.vg_has_own_subject():
            self._negate(draft)

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
        tokens = roles.parse.tokens
        governor = vg.governor
        lemma = self._lexicon.lemma(tokens[governor.head].low) if governor is not None else ""
        if governor is not None and lemma == "use" and not governor.passive:
            draft.auxiliary.add("historical")
            return
        if governor is not None and lemma in self._factual:
            return
        scope = self._control.get(lemma, "future")
        over = by_verb.get(id(governor)) if governor is not None else None
        if over is not None and over.type in ("REQUEST", "REJECT", "THREATEN", "AGREE") and over is not draft:
            self._swallow(over, draft)
            return
        if scope == "negation":
            self._negate(draft)
        else:
            draft.auxiliary.add("future")
            draft.modality = "demanded" if scope == "demanded" else "predicted"
        draft.score -= 0.15

    @staticmethod
    def _swallow(over: Draft, draft: Draft) -> None:
        """ "demanded that X release Y" is one demand: the inner deed only tells its kind and its parties."""
        if over.type == "REQUEST" and draft.type:
            over.mode = _WISH.get(draft.type, "change")
        elif over.type == "THREATEN" and draft.type:
            over.mode = _threat(draft)
        elif over.type == "REJECT" and draft.type:
            over.mode = _WISH.get(draft.type, over.mode)
        if not over.has("recipient"):
            over.add(Argument("recipient", a.start, a.end) for a in draft.role("recipient") if a not in over.arguments)
        over.add(draft.role("at", "from", "to"))
        over.score += 0.05
        draft.dropped = True

    def _gerund(self, draft: Draft, vg: VG, roles: Roles, by_verb: Mapping[int, Draft]) -> None:
        effect = self._gerunds.get(vg.marker, "")
        before = roles.parse.tokens[vg.first - 2].low if vg.first > 1 else ""
        if before in self._able:
            effect = "hypothetical"
        over = by_verb.get(id(vg.governor))
        if (
            over is not None
            and over.type in ("REJECT", "ACCUSE", "REQUEST")
            and vg.marker in ("of", "to", "for", "from")
        ):
            if over.type == "ACCUSE":
                draft.modality = "alleged"
                draft.score -= 0.1
                return
            self._swallow(over, draft)
            return
        if effect == "negation":
            self._negate(draft)
        elif effect == "historical":
            draft.auxiliary.add("historical")
            draft.score -= 0.2
        elif effect:
            draft.auxiliary.add(effect)  # type: ignore[arg-type]
            draft.score -= 0.1

    def _noun(self, roles: Roles, draft: Draft) -> None:
        """A noun governed by a plan ("planning attacks", "responsible for attacks") happened in no told case."""
        np = draft.np
        if np is None:
            return
        for vg in roles.parse.vgs:
            if np in vg.objects or any(n is np for _, n in vg.pps):
                lemma = self._lexicon.lemma(roles.parse.tokens[vg.head].low)
                if lemma in ("prevent", "avert", "foil", "thwart", "avoid"):
                    self._negate(draft)
                elif lemma in ("plan", "threaten", "fear", "warn", "risk", "face"):
                    draft.auxiliary.add("future" if lemma in ("plan", "threaten") else "hypothetical")
                    draft.score -= 0.1
                if vg.negated:
                    self._negate(draft)
                self._modal(draft, vg)

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

    def _demanded_of(self, roles: Roles, draft: Draft) -> None:
        """ "demanded that X act": the demand is of X."""
        for vg in roles.parse.vgs:
            if vg.governor is draft.vg and vg.relation == "comp" and vg.subject is not None:
                draft.add(a for a in roles.fill(vg.subject, "recipient") if a.role == "recipient")
        after = draft.vg.last + 1 if draft.vg is not None else 0
        if (
            roles.parse.tokens[after : after + 1]
            and roles.parse.tokens[after].low == "that"
            and not draft.has("recipient")
        ):
            np = next((n for n in roles.parse.nps if n.first == after + 1), None)
            draft.add(a for a in roles.fill(np, "recipient") if a.role == "recipient")

    def _will(self, draft: Draft) -> None:
        if draft.type in self._lexicon.cooperation:
            draft.type, draft.mode = ("REJECT", "change") if draft.denied else ("AGREE", None)
            draft.shape = "position" if draft.type == "REJECT" else draft.shape
        elif (
            draft.type in ("ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "PROTEST")
            and draft.has("actor")
            and not draft.denied
        ):
            draft.mode, draft.type, draft.shape = _threat(draft), "THREATEN", "position"
        else:
            return
        draft.denied = False
        draft.auxiliary -= {"negation", "hypothetical"}
        draft.auxiliary.add("future")
        draft.modality = "predicted"


def attach_places(roles: Roles, drafts: Sequence[Draft]) -> None:
    """Give each draft the place phrases of its own clause; a sentence's only place serves all its events."""
    used = {(a.start, a.end) for d in drafts for a in d.role("from", "to", "via")}
    groups = [g for g in place_groups(roles) if not any((m.start, m.end) in used for m in g)]
    live = [
        d for d in drafts if not d.dropped and d.shape in ("event", "presence", "figure", "position", "movement", "tie")
    ]
    needing = [d for d in live if d.shape in ("event", "figure") or (d.shape == "presence" and not d.has("at"))]
    starts = sorted((roles.parse.tokens[d.trigger[0]].start, n) for n, d in enumerate(needing))
    groups.sort(key=lambda g: (_clause_initial(roles, g) or not any(s <= g[0].start for s, _ in starts), g[0].start))
    for group in groups if starts else []:
        before = [n for s, n in starts if s <= group[0].start]
        after = [n for s, n in starts if s > group[0].start]
        comma = _clause_initial(roles, group)
        if needing and any(d.shape == "presence" for d in needing) and not comma and not before:
            continue
        owner = after[0] if (comma and after) or not before else before[-1]
        if not needing[owner].has("at"):
            needing[owner].add(Argument("at", m.start, m.end) for m in group)
    if groups:
        for draft in needing:
            if not draft.has("at") and draft.shape != "presence":
                trigger = roles.parse.tokens[draft.trigger[0]].start
                nearest = min(groups, key=lambda g: abs(g[0].start - trigger))
                draft.add(Argument("at", m.start, m.end) for m in nearest)
    _complete_groups(roles, live)


def _complete_groups(roles: Roles, drafts: Sequence[Draft]) -> None:
    """ "Bara, Khyber district": who has one part has all."""
    for group in place_groups(roles, locative=False):
        if len(group) < 2:
            continue
        spans = {(m.start, m.end) for m in group}
        for draft in drafts:
            mine = [a for a in draft.role("at") if (a.start, a.end) in spans]
            if mine:
                draft.add(Argument("at", m.start, m.end) for m in group)


def _clause_initial(roles: Roles, group: Sequence[Mention]) -> bool:
    first = roles.parse.tokens[0].start
    tokens = roles.parse.tokens
    after = next((t for t in tokens if t.start >= group[-1].end), None)
    return group[0].start - first < 40 and after is not None and after.low == ","


def place_groups(roles: Roles, locative: bool = True) -> list[list[Mention]]:
    """Runs of place mentions that name one spot ("Sabari district, Khost province"), each after a preposition of place."""
    tokens = roles.parse.tokens
    places = [m for m in roles.mentions if m.kind == "place"]
    groups: list[list[Mention]] = []
    for mention in places:
        if groups and _joined(tokens, groups[-1][-1].end, mention.start):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    if not locative:
        return groups
    return [g for g in groups if _after_preposition(roles, g[0])]


_JOINERS = frozenset(
    [
        ",",
        "and",
        "&",
        "of",
        "the",
        "in",
        "'s",
        "(",
        ")",
        "district",
        "districts",
        "province",
        "provinces",
        "area",
        "areas",
        "tehsil",
        "agency",
        "valley",
        "city",
        "town",
        "village",
    ]
)


def _joined(tokens: Sequence[Any], end: int, start: int) -> bool:
    between = [t.low for t in tokens if t.start >= end and t.end <= start]
    return 0 < len(between) <= 4 and all(w in _JOINERS for w in between)


def _after_preposition(roles: Roles, mention: Mention) -> bool:
    np = next(
        (n for n in roles.parse.nps if roles.span(n)[0] <= mention.start and mention.end <= roles.span(n)[1]), None
    )
    if np is None:
        return False
    first = np
    for other in roles.parse.nps:
        if other.conjoined is np:
            first = other
    return (
        first.prep is not None
        and roles.parse.tokens[first.prep].low in _LOCATIVE | {"of", "to", "from", "'s"}
        and (roles.parse.tokens[first.prep].low in _LOCATIVE or roles.parse.tokens[first.prep].low == "of")
    )


def attach_times(roles: Roles, drafts: Sequence[Draft], cues: Sequence[VoiceMark]) -> None:
    """The time expression nearest to a trigger with no other trigger between; else the sentence's only one.

    A time right behind a word of saying ("confirmed today that …") is when it was said, where the sentence has another.
    """
    every = [m for m in roles.mentions if m.kind == "time"]
    times = [m for m in every if not any(0 <= m.start - v.cue.end <= 4 for v in cues)] or every
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
