"""Which of a sentence's scenes is the place of an event: how a name stands to a verb, and what each way weighs.

Each way in which a name may stand to a trigger is a feature with a weight (:data:`WEIGHTS`); a spot's score is that of
its best name, and the best spot is the event's place where it scores more than a threshold.  Nothing looks at which
place or which event it is, except whether an event's verb takes places as objects ("stormed X", not "told X").
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from marsad.annotate.rules.chunks import NP, VG, Parse, np_list
from marsad.annotate.rules.drafts import Roles
from marsad.annotate.rules.matching import noun_entry
from marsad.annotate.rules.scenes import Scene, chains, scenes

TAKEN = -0.6
"""Score above which a spot is taken for the place of the event that was asked about: where accuracy is best on the
70 % of the development rows (within 0.3 points from -0.9 to -0.4)."""
NOWHERE = -5.0
"""Score under which a spot is none at all: where somebody spoke, or victims were brought to."""
BLEND = (0.75, 0.5, 0.4)
"""What the rules' score and a model's log-odds weigh together, and the constant.  ``python -m benchmarks.blend`` fits
(0.55, 1.05, 0.74) on the fifth of the development rows that taught the model nothing; nearer to the rules the
exercise's incident pairs come out at 0.360 instead of 0.338, for 0.8 points of accuracy there (0.854, not 0.862)."""
PLAIN = 2.5
"""Distance in the rules' score (log-odds) beyond which a model is not asked."""
_STEPS = 2
"""Steps between verb groups that still tell how their clauses hang together."""
_FRONT = 4
"""A name among so many first words, behind a preposition of place and before a comma, sets the scene."""
_NEAR = ("same", "up-ger", "up-coord", "down-ger", "down-coord")
"""Of several clauses that share a name, these come first."""
_CLIMB = 4
"""Noun phrases between a name and its verb: "in a camp near the village of X"."""


@dataclass(slots=True)
class Site:
    """The scenes of one sentence and how they stand in it; made once and asked about each trigger."""

    roles: Roles
    scenes: list[Scene] = field(init=False)
    spots: list[list[int]] = field(init=False)
    """Numbers of the scenes that name one spot, the most exact first."""
    _hosts: dict[int, list[tuple[int, str]]] = field(init=False)
    """By the first token of a noun phrase: the verb groups that it belongs to and as what."""
    _number: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        p = self.roles.parse
        self.scenes = scenes(self.roles)
        self.spots = chains(p, self.scenes)
        self._number = {id(vg): n for n, vg in enumerate(p.vgs)}
        self._hosts = {}
        for n, vg in enumerate(p.vgs):
            for np, part in ((vg.subject, "subj"), *((o, "obj") for o in vg.objects), *((o, "pp") for _, o in vg.pps)):
                for one in np_list(np):
                    self._hosts.setdefault(one.first, []).append((n, part))

    def keep(self, sure: Callable[[Scene], bool]) -> None:
        """Leave out of all spots the names that are not sure to be places'."""
        kept = ([k for k in spot if sure(self.scenes[k])] for spot in self.spots)
        self.spots = [spot for spot in kept if spot]

    def ranked(self, triggers: Sequence[int]) -> list[tuple[float, list[Scene]]]:
        """All spots with their scores for a happening that some tokens tell, best first."""
        weighed = [self.weighed(trigger) for trigger in triggers]
        best = [max(scores[k] for scores in weighed) for k in range(len(self.scenes))]
        found = [(max(best[k] for k in spot), [self.scenes[k] for k in spot]) for spot in self.spots]
        return sorted(found, key=lambda f: (-f[0], f[1][0].first))

    def weighed(self, trigger: int) -> list[float]:
        """Each scene's score for a trigger: that of the rules, blended with a model's where one was asked."""
        scores = [score(f) for f in self.all_features(trigger)]
        if self.roles.place_scores is None or _is_plain(scores):
            return scores
        model = self.roles.place_scores(trigger, [s.mention for s in self.scenes])
        return [BLEND[0] * rules + BLEND[1] * _log_odds(p) + BLEND[2] for rules, p in zip(scores, model, strict=True)]

    def listed(self, spot: Sequence[Scene]) -> list[list[Scene]]:
        """A spot with those that stand in one list with it: "in Turbat and Gwadar"."""
        heads = [self.scenes[numbers[0]] for numbers in self.spots]
        found: list[list[Scene]] = []
        for numbers, head in zip(self.spots, heads, strict=True):
            members = [self.scenes[k] for k in numbers]
            if members[0] is spot[0] or (head.known == spot[0].known and self._in_list(head, spot[0])):
                found.append(members)
        return sorted(found, key=lambda members: members[0] is not spot[0])

    def _in_list(self, one: Scene, two: Scene) -> bool:
        """Whether nothing but commas, "and" and names of the list stand between two names."""
        low, high = sorted((one, two), key=lambda s: s.first)
        names = {i for s in self.scenes for i in range(s.first, s.last + 1)}
        between = [t for t in self.roles.parse.tokens[low.last + 1 : high.first] if t.i not in names]
        return any(t.low in ("and", "or", "&") for t in between) and all(
            t.low in (",", "and", "or", "&") for t in between
        )

    def own(self, trigger: int) -> set[int]:
        """Numbers of the spots that stand behind a preposition of place in a trigger's own clause."""
        clause = self._clause(trigger)
        standing = [self._standing(k, trigger, clause) for k in range(len(self.scenes))]
        return {n for n, spot in enumerate(self.spots) if any(self._settles(k, standing) for k in spot)}

    def all_features(self, trigger: int) -> list[frozenset[str]]:
        """Features of each scene: what the weights are fitted on."""
        clause = self._clause(trigger)
        standing = [self._standing(k, trigger, clause) for k in range(len(self.scenes))]
        return [self.features(k, trigger, clause, standing) for k in range(len(self.scenes))]

    # --------------------------------------------------------------------------------------------------- clauses

    def _clause(self, trigger: int) -> int | None:
        """The verb group that a trigger is in, or whose phrase it is in."""
        p = self.roles.parse
        inside = next((n for n, vg in enumerate(p.vgs) if vg.first <= trigger <= vg.last), None)
        if inside is not None:
            return inside
        hosts = self._climb(p.np_at(trigger), -1)
        return hosts[0][0] if hosts else None

    def _climb(self, np: NP | None, trigger: int) -> list[tuple[int, str]]:
        """The verb groups of a noun phrase, over the phrases that it hangs on; [] where the trigger's own is met."""
        p = self.roles.parse
        for _ in range(_CLIMB):
            if np is None or np.first in self._hosts or np.first <= trigger <= np.last:
                break
            listed = next((one for one in reversed(p.nps) if one.conjoined is np), None)
            np = listed or (p.np_ending(np.prep - 1) if np.prep else None)
        if np is None:
            return []
        if np.first <= trigger <= np.last:
            return [(-1, "pp")]
        return self._hosts.get(np.first, [])

    def _standing(self, k: int, trigger: int, clause: int | None) -> tuple[str, str, VG | None]:
        """How a scene's clause hangs on the trigger's, what part of its clause the scene is, and its verb."""
        hosts = self._climb(self.scenes[k].np, trigger)
        if (-1, "pp") in hosts:
            return "same", "pp", None
        if clause is None or not hosts:
            return "none", "none", None
        ways = self._ways(clause)
        rank = {way: n for n, way in enumerate(_NEAR)}
        best = min(hosts, key=lambda h: rank.get(ways.get(h[0], "far"), len(rank)))
        return ways.get(best[0], "far"), best[1], self.roles.parse.vgs[best[0]]

    def _ways(self, start: int) -> dict[int, str]:
        """How each verb group hangs on one of them: its governor's way up, its dependents' down, two steps off."""
        vgs = self.roles.parse.vgs
        found = {start: "same"}
        edge = [start]
        for step in range(_STEPS):
            new: list[int] = []
            for n in edge:
                around = [(m, f"down-{o.relation or 'main'}") for m, o in enumerate(vgs) if o.governor is vgs[n]]
                governor = vgs[n].governor
                if governor is not None:
                    around.insert(0, (self._number[id(governor)], f"up-{vgs[n].relation or 'main'}"))
                for m, way in around:
                    if m not in found:
                        found[m] = "two" if step else way
                        new.append(m)
            edge = new
        return found

    # -------------------------------------------------------------------------------------------------- features

    def features(
        self, k: int, trigger: int, clause: int | None, standing: Sequence[tuple[str, str, VG | None]]
    ) -> frozenset[str]:
        """All that is weighed of one scene for one trigger."""
        scene, roles = self.scenes[k], self.roles
        way, part, verb = standing[k]
        lead = leading(roles.parse, scene.prep)
        found = {"every", f"lead:{lead}", f"clause:{way}", f"part:{part}"}
        if not any(self._settles(j, standing) for j in range(len(self.scenes)) if j != k):
            found.add(f"alone:{way}")
        if not (scene.known or scene.state or scene.spot):
            found.add(f"unknown:{lead}")
        if roles.parse.tokens[trigger].low in roles.lexicon.sayers:
            found.add("saying:own" if way in ("same", "up-ger") else "saying:other")
        if part == "obj" and verb is not None:
            takes = roles.parse.tokens[verb.head].low in roles.lexicon.place_takers
            found.add(f"object:{'taken' if takes else 'other'}:{'name' if scene.spot or scene.known else 'unknown'}")
        if self._is_elsewhere(scene, trigger, part, verb):
            found.add("elsewhere")
        return frozenset(found | self._between(scene, trigger) | self._looks(k) | self._trigger(clause))

    def _is_elsewhere(self, scene: Scene, trigger: int, part: str, verb: VG | None) -> bool:
        """Whether a name is where somebody spoke ("a doctor in Bannu said") or where victims were brought to."""
        p, sayers = self.roles.parse, self.roles.lexicon.sayers
        if self._tells(scene.np):
            return False  # "the explosion in X claimed …"
        after = p.tokens[scene.last + 1] if scene.last + 1 < len(p.tokens) else None
        if after is not None and after.is_verb and after.low in sayers:
            return True
        if verb is None or verb.first <= trigger <= verb.last:
            return False
        if part == "subj":
            return p.tokens[verb.head].low in sayers and verb.head > scene.last
        way = p.tokens[verb.last + 1 : scene.last + 2]
        conveyed = p.tokens[verb.head].low in self.roles.lexicon.conveyers
        return conveyed and any(t.low in p.classes.care_places for t in way)

    def answers(self, spot: Sequence[Scene], trigger: int) -> bool:
        """Whether a trigger answers another deed, whose spot it is: "arrested two men for an attack in X"."""
        p = self.roles.parse
        np = spot[0].np
        for _ in range(_CLIMB):
            np = p.np_ending(np.prep - 1) if np is not None and np.prep else None
            if np is None or np.first <= trigger:
                return False
            if np.prep and p.tokens[np.prep].low in p.classes.answering and noun_entry(self.roles, np) is not None:
                return True
        return False

    def _tells(self, np: NP | None) -> bool:
        """Whether a phrase hangs on a noun that tells an event: "the explosion at a school in …"."""
        p = self.roles.parse
        for _ in range(_CLIMB):
            np = p.np_ending(np.prep - 1) if np is not None and np.prep else None
            if np is not None and p.tokens[np.head].low in self.roles.lexicon.nouns:
                return True
        return False

    def _settles(self, j: int, standing: Sequence[tuple[str, str, VG | None]]) -> bool:
        """Whether a scene tells the place of the trigger's own clause."""
        scene, (way, part, _) = self.scenes[j], standing[j]
        place = scene.prep == "of" or scene.prep in self.roles.parse.classes.locative
        return way == "same" and part != "subj" and place and not scene.body

    def _between(self, scene: Scene, trigger: int) -> set[str]:
        """What stands between a name and the trigger: verbs, other names, commas, words of saying."""
        p = self.roles.parse
        if scene.first <= trigger <= scene.last:
            return {"itself"}
        before = scene.last < trigger
        low, high = (scene.last, trigger) if before else (trigger, scene.first)
        verbs = [vg for vg in p.vgs if low < vg.head < high]
        names = sum(low < s.first < high for s in self.scenes)
        commas = sum(p.tokens[i].low == "," for i in range(low, high))
        found = {f"commas:{min(commas, 2)}"}
        if not before:
            found |= {f"verbs:{min(len(verbs), 2)}", f"names:{min(names, 2)}"}
        if any(p.tokens[vg.head].low in self.roles.lexicon.sayers for vg in verbs):
            found.add("saying between")
        return found

    def _looks(self, k: int) -> set[str]:
        """What the name itself and its nearest words say."""
        p, scene = self.roles.parse, self.scenes[k]
        after = p.tokens[scene.last + 1].low if scene.last + 1 < len(p.tokens) else "."
        flags = {
            "state": scene.state, "known": scene.known and not scene.state, "kind word": scene.spot,
            "fronted": scene.first < _FRONT and scene.prep in p.classes.locative and after == ",",
            "people": scene.body, "possessor": after in ("'s", "’s"),
            "possessed": scene.first > 0 and p.tokens[scene.first - 1].low in ("'s", "’s"),
            "comma before": scene.first > 0 and p.tokens[scene.first - 1].low == ",",
        }  # fmt: skip
        found = {name for name, holds in flags.items() if holds}
        np = scene.np
        if np is not None and np.head > scene.last:
            found.add("modifier of a kind" if p.tokens[np.head].low in p.classes.spot_nouns else "modifier")
        owner = p.np_ending(np.prep - 1) if np is not None and np.prep and scene.prep == "of" else None
        if owner is not None:
            head = p.tokens[owner.head].low
            kind = "kind" if head in p.classes.spot_nouns else "people" if self.roles.side(head) else "other"
            found.add(f"of:{kind}")
        if k and (joiner := _joiner(p, self.scenes[k - 1], scene)):
            found.add(f"joined:{joiner}")
        return found

    def _trigger(self, clause: int | None) -> set[str]:
        """What the trigger's own verb group says."""
        if clause is None:
            return {"no verb"}
        vg = self.roles.parse.vgs[clause]
        found = {f"verb:{vg.form}"}
        if vg.passive:
            found.add("passive")
        if vg.modal or vg.negated:
            found.add("unreal")
        return found


def leading(p: Parse, word: str) -> str:
    """The class of the word that leads to a name."""
    if not word or word in ("in", "at", "from", "of"):
        return {"": "bare", "at": "in"}.get(word, word)
    if word in p.classes.locative:
        return "near"
    return "to" if word in p.classes.directional else "other"


def _is_plain(scores: Sequence[float]) -> bool:
    """Whether the rules' best name stands so far from the others, and from the threshold, that no model is asked."""
    best, *others = sorted((*scores, TAKEN), reverse=True)
    return not scores or best - others[0] > PLAIN


def _log_odds(probability: float) -> float:
    p = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def score(features: frozenset[str]) -> float:
    """The sum of what the features weigh."""
    return sum(WEIGHTS.get(f, 0.0) for f in sorted(features))  # in order: sums of floats depend on it


def _joiner(p: Parse, one: Scene, two: Scene) -> str:
    """How two names are joined: as members of a list, as parts of one spot, or not."""
    between = [t.low for t in p.tokens[one.last + 1 : two.first]]
    if not 0 < len(between) <= 4 or not all(w in p.classes.place_joiners for w in between):
        return ""
    return "and" if "and" in between else "in"


WEIGHTS: dict[str, float] = {
    "alone:down-comp": -0.2, "alone:down-coord": 0.5, "alone:down-ger": 1.6, "alone:down-inf": 0.8,
    "alone:down-main": 0.6, "alone:down-part": 0.8, "alone:down-rel": 0.3, "alone:down-sub": 0.4, "alone:far": 0.7,
    "alone:none": 0.4, "alone:same": 0.9, "alone:two": 1.5, "alone:up-coord": 0.3, "alone:up-ger": 2.1,
    "alone:up-inf": 1.0, "alone:up-main": 1.9, "alone:up-part": -0.2, "alone:up-rel": 0.2, "alone:up-sub": 1.1,
    "clause:down-comp": -0.4, "clause:down-coord": 0.4, "clause:down-ger": -0.7, "clause:down-main": 0.5,
    "clause:down-part": 0.4, "clause:down-rel": 0.2, "clause:down-sub": 0.4, "clause:same": 0.2, "clause:two": -0.4,
    "clause:up-comp": -0.5, "clause:up-coord": 0.3, "clause:up-ger": -1.2, "clause:up-inf": 0.4,
    "clause:up-main": -0.7, "clause:up-part": 0.3, "clause:up-sub": 0.2,
    "commas:0": 0.2, "commas:1": -0.6, "commas:2": 0.3,
    "joined:and": 1.6,
    "lead:bare": -0.7, "lead:from": -0.7, "lead:in": 1.1, "lead:near": 0.7, "lead:of": 0.5, "lead:other": -1.8,
    "lead:to": 0.3,
    "names:0": 0.9, "names:1": -0.7, "names:2": -1.0,
    "object:other:unknown": -1.3, "object:taken:name": 1.0, "object:taken:unknown": 0.9,
    "of:kind": 0.4, "of:other": -0.5, "of:people": -1.1,
    "part:obj": 0.5, "part:pp": -0.4, "part:subj": -1.0,
    "saying:other": -4.0, "saying:own": -0.9,
    "unknown:bare": -0.7, "unknown:in": -0.2, "unknown:near": -0.8, "unknown:other": -0.7, "unknown:to": -0.8,
    "verb:ger": 0.2, "verb:inf": -0.3, "verb:part": -0.4,
    "verbs:0": 0.8, "verbs:1": -0.4, "verbs:2": -1.2,
    "comma before": 0.9, "elsewhere": -9.0, "every": -0.8,
    "fronted": 1.5, "itself": -9.0, "kind word": 0.2, "known": -0.5,
    "modifier": -1.4,
    "modifier of a kind": -0.5, "no verb": -0.3, "possessed": 0.7, "possessor": -1.4, "saying between": -0.6,
    "state": -1.5, "unreal": -0.4,
}  # fmt: skip
"""What each way in which a name stands weighs: logistic regression (L2 of 2) on 70 % of the development rows of
Halterman's event_location, rounded; the rows of one of its sources, which names places and labels hardly any, left
out (benchmarks/places.py).  By decision, not by fit: "elsewhere", "itself" and "saying:other" (what is said of another
clause happened there, the saying did not)."""
