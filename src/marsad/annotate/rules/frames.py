"""Find what happened in one sentence: verb and noun triggers of the lexicon with their roles."""

from __future__ import annotations

from dataclasses import replace

from marsad.annotate.rules.chunks import NP, VG, Parse, np_list
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.lexicon import Lexicon, NounEntry, VerbEntry
from marsad.annotate.rules.tokens import Token
from marsad.values import Argument

_PERIPHERAL = frozenset(("after", "before", "following", "during", "amid", "despite", "since", "until"))


_ORDINALS = frozenset(
    ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "latest", "first")
)
_COPULA = frozenset(("be", "is", "was", "were", "been", "become", "mark"))
_CLAUSAL = frozenset(("AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "CONCEDE", "SUPPORT"))


def _split_between(draft: Draft) -> None:
    """ "Links between A and B": the first is the tie's actor, the rest its recipients."""
    actors = draft.role("actor")
    if draft.shape == "tie" and len(actors) > 1 and not draft.has("recipient"):
        draft.arguments = [a for a in draft.arguments if a not in actors[1:]]
        draft.add(Argument("recipient", a.start, a.end) for a in actors[1:])


def _headline_passive(tokens: list[Token], vg: VG) -> bool:
    """ "Five killed in blast": a simple past that needs an object and has none is a participle."""
    return not vg.passive and vg.head == vg.first and not vg.objects and tokens[vg.head].tag in ("VBD", "VBN")


class FrameFinder:
    """Drafts of one sentence from the verb groups and noun phrases of its parse."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, roles: Roles) -> list[Draft]:
        """All drafts, verbs first, each noun phrase used once."""
        drafts: list[Draft] = []
        used: set[int] = set()
        for vg in roles.parse.vgs:
            draft = self._verb(roles, vg, used)
            if draft is not None:
                drafts.append(draft)
        for np in roles.parse.nps:
            if np.head in used:
                continue
            draft = self._noun(roles, np)
            if draft is not None:
                drafts += self._per_target(roles, draft)
        return drafts

    # ------------------------------------------------------------------------------------------------ verbs

    def _verb(self, roles: Roles, vg: VG, used: set[int]) -> Draft | None:
        tokens = roles.parse.tokens
        lemma = self._lexicon.lemma(tokens[vg.head].low)
        entries = self._lexicon.verbs.get(lemma, ())
        light = False
        if _headline_passive(tokens, vg) and any(
            e.counts and e.transitive and not e.light and not e.conditions for e in entries
        ):
            vg.passive = True
        light_first = any(e.light for e in entries) and any(self._is_event(roles, o) for o in self._objects(vg))
        for entry in entries:
            if entry.light or entry.inclusion:
                light |= entry.light
                continue
            if light_first and entry.counts:
                continue
            if self._holds(roles, vg, entry):
                draft = self._from_verb(roles, vg, entry)
                if draft is not None:
                    self._absorb_noun(roles, vg, draft, used)
                    wanted = entry.conditions.get("object", frozenset())
                    used |= {o.head for o in self._objects(vg) if roles.words(o) & wanted}
                    return draft
        if any(e.inclusion for e in entries):
            return self._inclusion(roles, vg, used)
        return self._light(roles, vg, used) if light else None

    def _inclusion(self, roles: Roles, vg: VG, used: set[int]) -> Draft | None:
        """ "These releases included members of …": an event noun as subject, those it concerned as object."""
        subject = vg.subject
        entry = self._noun_entry(roles, subject) if subject is not None else None
        if subject is None or entry is None or subject.head in used:
            return None
        draft = self._from_noun(roles, subject, entry, [])
        for np in (*vg.objects, *(n for p, n in vg.pps if p in ("from", "of"))):
            draft.add(roles.fill(np, "recipient"))
        draft.vg = vg
        used.add(subject.head)
        self._score(draft, vg, 0)
        return draft

    def _holds(self, roles: Roles, vg: VG, entry: VerbEntry) -> bool:
        tokens = roles.parse.tokens
        objects = self._objects(vg)
        words = entry.conditions
        if "object" in words and not any(roles.words(o) & words["object"] for o in objects):
            return False
        if "prep_object" in words and not any(roles.words(n) & words["prep_object"] for _, n in vg.pps):
            return False
        if "subject" in words and not any(roles.words(s) & words["subject"] for s in np_list(self._agent(vg))):
            return False
        after = [t.low for t in tokens[vg.last + 1 : vg.last + 3]]
        if entry.particles and not entry.particles & set(after) and not self._late_particle(roles, vg, entry):
            return False
        if entry.needs_prep and entry.needs_prep not in [p for p, _ in vg.pps] and entry.needs_prep not in after[:1]:
            return False
        if entry.present and (vg.past or vg.passive or not vg.finite):
            return False
        if entry.past and not (vg.past or vg.modal):
            return False
        if entry.place_object and not any(roles.inside(o, "place") for o in objects):
            return False
        if entry.finite and not vg.finite:
            return False
        if entry.people and not any(roles.counts(o, "other") for o in objects):
            return False
        if entry.intransitive and (objects or self._complement(roles, vg, "that")):
            return False
        if entry.adjectives and not any(t.low in entry.adjectives for t in tokens[vg.last + 1 : vg.last + 3]):
            return False
        if entry.complement and vg.passive and entry.type == "AGREE":
            return False
        if entry.complement and not self._complement(roles, vg, entry.complement):
            return False
        if entry.inner and not self._inner_is(roles, vg, entry.inner):
            return False
        if entry.modal and not vg.modal and vg.form != "inf":
            return False
        return not entry.transitive or vg.passive or bool(objects) or bool(entry.complement) or vg.relation == "rel" or (
            any(p in entry.prep for p, _ in vg.pps) or bool(entry.particles)
            or (entry.type in _CLAUSAL and (self._complement(roles, vg, "that") or self._complement(roles, vg, "inf")))
        )  # fmt: skip

    def _late_particle(self, roles: Roles, vg: VG, entry: VerbEntry) -> bool:
        """ "shot three men dead": the particle after the object."""
        return any(
            roles.parse.tokens[o.last + 1].low in entry.particles
            for o in vg.objects
            if o.last + 1 < len(roles.parse.tokens)
        )

    def _complement(self, roles: Roles, vg: VG, kind: str) -> bool:
        if kind == "that":
            after = roles.parse.tokens[vg.last + 1 : vg.last + 2]
            return bool(after) and after[0].low == "that"
        return any(other.form == "inf" and other.governor is vg for other in roles.parse.vgs)

    def _inner_is(self, roles: Roles, vg: VG, family: str) -> bool:
        wanted = self._lexicon.cooperation if family == "cooperation" else self._lexicon.conflict
        for other in roles.parse.vgs:
            if other.governor is vg and other.form in ("inf", "ger", "fin"):
                lemma = self._lexicon.lemma(roles.parse.tokens[other.head].low)
                for entry in self._lexicon.verbs.get(lemma, ()):
                    if entry.light:
                        nouns = [n for o in other.objects if (n := self._noun_entry(roles, o))]
                        if any(n.type in wanted for n in nouns):
                            return True
                        continue
                    if entry.shape in ("event", "position") and self._holds(roles, other, entry):
                        return entry.type in wanted
        return False

    @staticmethod
    def _objects(vg: VG) -> list[NP]:
        if vg.passive:
            return np_list(vg.subject)
        return [n for o in vg.objects[:2] for n in np_list(o)] or (np_list(vg.subject) if False else [])

    @staticmethod
    def _agent(vg: VG) -> NP | None:
        if not vg.passive:
            return vg.subject
        return next((n for p, n in vg.pps if p == "by"), None)

    def _from_verb(self, roles: Roles, vg: VG, entry: VerbEntry) -> Draft | None:
        draft = Draft(
            entry.shape, entry.type, entry.mode, (vg.head, vg.head), vg, None, weak=entry.weak, counts=entry.counts
        )
        if vg.passive and not entry.transitive and not entry.counts:
            vg = replace(vg, passive=False)  # "is allied with": nothing is done to the subject
        patient: list[NP] = [vg.subject] if vg.passive and vg.subject else [o for o in vg.objects[:1]]
        agent = self._agent(vg)
        if entry.shape == "presence" and vg.passive and entry.object_role == "":
            agent = vg.subject
        draft.add(roles.fill(agent, entry.subject_role) if not self._is_event(roles, agent) else [])
        if vg.passive and "passive_to" in entry.prep:
            draft.add(roles.parties(vg.subject, entry.prep["passive_to"]))
        else:
            for np in patient:
                draft.add(roles.fill(np, entry.object_role))
        for prep, np in vg.pps:
            role = entry.prep.get(prep)
            if role:
                draft.add(roles.fill(np, role))
        if not entry.object_role and "to" in entry.prep and len(vg.objects) > 1 and not vg.passive:
            # "gave the country a loan": the first of two objects receives
            draft.add(a for a in roles.fill(vg.objects[0], "recipient") if a.role == "recipient")
        if entry.counts:
            for np in patient:
                draft.add(roles.counts(np, entry.counts))
        if entry.self_counts:
            who = agent if entry.type == "ASSAULT" else None
            draft.add(roles.counts(who or vg.subject, entry.self_counts))
        _split_between(draft)
        self._score(draft, vg, entry.specificity)
        return draft

    def _score(self, draft: Draft, vg: VG, specificity: int) -> None:
        draft.score = 0.6 + 0.02 * min(specificity, 5) + 0.1 * draft.has("actor") + 0.1 * draft.has("recipient")
        draft.score += 0.05 * (vg.finite and vg.relation in ("", "coord", "comp")) - 0.2 * draft.weak

    # ------------------------------------------------------------------------------------------------ nouns

    def _is_event(self, roles: Roles, np: NP | None) -> bool:
        entry = self._noun_entry(roles, np) if np is not None else None
        return entry is not None and entry.shape == "event"

    def _noun_entry(self, roles: Roles, np: NP) -> NounEntry | None:
        tokens = roles.parse.tokens
        if np.of is not None:
            of = tokens[np.of.head].low
            for entry in self._lexicon.nouns.get(of, ()):
                if entry.words == (tokens[np.head].low, "of", of):  # "an exchange of fire"
                    return entry
        for entry in self._lexicon.nouns.get(tokens[np.head].low, ()):
            k = len(entry.words)
            if tuple(t.low for t in tokens[max(np.head - k + 1, np.first) : np.head + 1]) == entry.words:
                return entry
        return None

    def _light(self, roles: Roles, vg: VG, used: set[int]) -> Draft | None:
        """ "carried out an attack on …": the noun says what, the verb says who."""
        nouns = np_list(vg.subject) if vg.passive else [o for o in vg.objects]
        for np in nouns:
            entry = self._noun_entry(roles, np)
            if entry is None and np.of is not None:
                np = np.of  # "10 days of war games"
                entry = self._noun_entry(roles, np)
            if entry is None or np.head in used:
                continue
            draft = self._from_noun(roles, np, entry, vg.pps)
            if not self._is_event(roles, self._agent(vg)):
                draft.add(roles.fill(self._agent(vg), "actor"))
            draft.vg, draft.trigger = vg, (np.head, np.head)
            used.add(np.head)
            self._score(draft, vg, 2)
            draft.score += 0.05
            return draft
        return None

    def _absorb_noun(self, roles: Roles, vg: VG, draft: Draft, used: set[int]) -> None:
        """ "The attack on the base killed five": the subject says how, the verb with which toll."""
        agent = self._agent(vg)
        if agent is None or draft.type != "ASSAULT":
            return
        entry = self._noun_entry(roles, agent)
        if entry is None or entry.type != "ASSAULT" or agent.head in used:
            return
        inner = self._from_noun(roles, agent, entry, [])
        draft.mode = draft.mode or entry.mode
        draft.add(inner.arguments)
        used.add(agent.head)

    def _noun(self, roles: Roles, np: NP) -> Draft | None:
        entry = self._noun_entry(roles, np)
        if entry is None:
            return None
        draft = self._from_noun(roles, np, entry, self._following(roles.parse, np))
        tokens = roles.parse.tokens
        if self._recap(roles, np):
            return None
        first = next((n for n in roles.parse.nps if np in np_list(n)), np)
        peripheral = first.prep is not None and tokens[first.prep].low not in _PERIPHERAL
        generic = tokens[np.head].tag == "NNS" and tokens[np.first].tag not in ("CD", "DT")
        draft.score = 0.45 + 0.1 * draft.has("actor") + 0.1 * draft.has("recipient") - 0.15 * entry.weak
        draft.score -= 0.1 * peripheral + 0.1 * generic
        draft.weak = entry.weak or (peripheral and generic)
        if not draft.arguments and (entry.weak or generic or peripheral):
            return None
        return draft

    def _per_target(self, roles: Roles, draft: Draft) -> list[Draft]:
        """ "Attacks on A in P, B in Q and C in R" are as many happenings as there are targets with a place of their own."""
        np = draft.np
        if np is None or draft.type != "ASSAULT":
            return [draft]
        target = next((n for p, n in self._following(roles.parse, np) if p in ("on", "against", "at")), None)
        members = [(n, self._own_place(roles, n)) for n in np_list(target)]
        if sum(bool(place) for _, place in members) < 2:
            return [draft]
        drafts = []
        for n, (member, place) in enumerate(members):
            one = Draft(
                draft.shape, draft.type, draft.mode, draft.trigger if n == 0 else (member.head, member.head), None, np
            )
            one.add(draft.role("actor"))
            single = NP(member.first, member.last, member.head, of=member.of)
            one.add(roles.fill(single, "recipient"))
            one.add(place)
            one.score = draft.score - 0.01 * n
            drafts.append(one)
        return drafts

    def _own_place(self, roles: Roles, member: NP) -> list[Argument]:
        after = self._following(roles.parse, member)
        return [
            a for p, n in after if p in ("in", "at", "near") for a in roles.places(NP(n.first, n.last, n.head), "at")
        ]

    def _recap(self, roles: Roles, np: NP) -> bool:
        """ "It was the third attack in a week" tells of no further attack."""
        tokens = roles.parse.tokens
        ordinal = any(t.low in _ORDINALS or (t.low[:1].isdigit() and t.low[-2:] in ("st", "nd", "rd", "th"))
                      for t in tokens[np.first : np.head])  # fmt: skip
        return ordinal and any(
            np in vg.objects and self._lexicon.lemma(tokens[vg.head].low) in _COPULA for vg in roles.parse.vgs
        )

    def _from_noun(self, roles: Roles, np: NP, entry: NounEntry, pps: list[tuple[str, NP]]) -> Draft:
        draft = Draft(
            entry.shape, entry.type, entry.mode, (np.head, np.head), None, np, weak=entry.weak, counts=entry.counts
        )
        start, end = roles.span(np)
        modifiers = [m for m in roles.mentions if m.kind == "actor" and m.start >= start and m.end <= end]
        head_start = roles.parse.tokens[max(np.head - len(entry.words) + 1, np.first)].start
        draft.add(Argument(entry.modifier, m.start, m.end) for m in modifiers if m.end <= head_start)
        draft.add(Argument("at", m.start, m.end) for m in roles.inside(np, "place"))
        following = pps + [("of", np.of)] if np.of is not None and all(n is not np.of for _, n in pps) else pps
        for prep, inner in following:
            role = entry.prep.get(prep)
            if role and inner is not None:
                draft.add(roles.fill(inner, role))
                if entry.counts and role == "recipient":
                    draft.add(roles.counts(inner, entry.counts))
        _split_between(draft)
        return draft

    @staticmethod
    def _following(parse: Parse, np: NP) -> list[tuple[str, NP]]:
        """Prepositional phrases right after a noun phrase, one behind the other."""
        found: list[tuple[str, NP]] = []
        last = np.last
        for other in parse.nps:
            if other.prep is not None and other.prep == last + 1 and other.first > np.last:
                found.append((parse.tokens[other.prep].low, other))
                last = other.last
            elif other.first > last + 2:
                break
        return found
