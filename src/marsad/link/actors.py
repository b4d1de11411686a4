"""Choose the registry's organisation for each actor mention; generic actors get their country; "the group" its name.

A mention that names nobody stays without a link and says why.  Candidates of one name are scored by :data:`WEIGHTS`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from marsad.link.generics import Generic, Generics
from marsad.pack import Actor, Outlet, Pack, fold
from marsad.values import Document, Mention

_OWNER = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
WEIGHTS = {
    "in being on the day": 2.0,
    "clue in the document": 1.0,
    "named in full in the document": 3.0,
    "belongs to an organisation of the document": 0.8,
    "country of the places around": 1.2,
    "country of the pack's region": 0.6,
    "default of the pack": 0.7,
    "an outlet": -0.8,
}
"""What speaks for one of several organisations of the same name.  Set by hand on invented cases."""
MARGIN = 0.25
CLUES = 3
DOMINANT = 0.6
"""A country is a document's own when it has this share of its places."""
STATELESS = frozenset({"igo"})
"""Generic actors of these kinds get no country from what stands around."""
RULERS = frozenset({"state", "government"})


@dataclass(frozen=True, slots=True)
class Named:
    """An actor or outlet mention as it stands in the document: sentence index and the mention."""

    sentence: int
    mention: Mention


@dataclass(frozen=True, slots=True)
class Scene:
    """What the rest of the document says: its day, its folded text, the countries of its places."""

    day: date | None
    text: str
    countries: Counter[str]
    by_sentence: dict[int, tuple[tuple[int, str], ...]]
    """Sentence index -> (offset, country) of its linked places."""

    def country_at(self, sentence: int, offset: int) -> str | None:
        """Give the country of the nearest place of the sentence, else the one that rules the document."""
        if near := self.by_sentence.get(sentence):
            return min(near, key=lambda p: (abs(p[0] - offset), p[0]))[1]
        return self.dominant()

    def dominant(self) -> str | None:
        """Give the country of most of the document's places, or None."""
        if not self.countries:
            return None
        country, n = self.countries.most_common(1)[0]
        return country if n >= DOMINANT * sum(self.countries.values()) else None


@dataclass(slots=True)
class _Memory:
    """What has been linked so far in one document, for words that refer back."""

    known: set[str] = field(default_factory=set)
    said: list[tuple[int, str]] = field(default_factory=list)


class ActorLinker:
    """Links actor mentions; holds tables only, no state between documents."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._index = pack.names
        self._names: dict[str, list[str]] = defaultdict(list)
        self._labels: dict[str, list[str]] = defaultdict(list)
        bearers: list[Actor | Outlet] = [*pack.actors.values(), *pack.outlets.values()]
        for bearer in bearers:
            for name in dict.fromkeys((bearer.name, *bearer.aliases)):
                _append(self._names[_key(name)], bearer.id)
        for actor in pack.actors.values():
            for label in actor.labels:
                _append(self._labels[fold(label.text)], actor.id)
        self._places: dict[str, list[str]] = defaultdict(list)
        for place in pack.own_places.values():
            for name in dict.fromkeys((place.name, *place.aliases)):
                _append(self._places[fold(name)], place.id)
        self._region = {country: 1.0 - 0.1 * i for i, country in enumerate(pack.region)}
        self._metonyms: dict[str, str] = dict(pack.options.get("metonyms", {}))
        self._forces: dict[str, str] = dict(pack.options.get("generic_force", {}))
        self._ambiguous: dict[str, dict[str, Any]] = pack.words.get("ambiguous", {}).get("acronym", {})
        self._generics = Generics(pack)
        words = pack.words.get("references", {})
        self._within: int = words.get("within", 3)
        heads = {**words.get("refers", {}), **pack.words.get("actors", {}).get("anaphora", {})}
        self._heads = {fold(w): frozenset(kinds) for w, kinds in heads.items()}
        self._pronouns = {fold(w): frozenset(kinds) for w, kinds in words.get("pronouns", {}).items()}
        self._determiners = frozenset(words.get("determiners", ("the",)))
        self._not_before = tuple(words.get("not_it", {}).get("before", ()))
        self._not_after = tuple(words.get("not_it", {}).get("after", ()))
        self._own = tuple(words.get("not_it", {}).get("own", ()))

    def link(self, document: Document, mentions: Sequence[Named], scene: Scene) -> list[Mention]:
        """Link the actor mentions of a document, which are in order of offsets."""
        sure = [ids[0] for m in mentions if len(ids := self._exact(_core(m.mention.text))) == 1]
        memory = _Memory(known=set(sure))
        scene = replace(scene, countries=scene.countries + Counter(c for i in sure if (c := self._of(i))))
        out: list[Mention] = []
        for one in mentions:
            linked = self._one(one, scene, memory)
            out.append(linked)
            if linked.link and not linked.link.startswith("generic:"):
                memory.said.append((one.sentence, linked.link))
        return out

    def _one(self, one: Named, scene: Scene, memory: _Memory) -> Mention:
        mention, core = one.mention, _core(one.mention.text)
        # "the movement of weapons" refers to nobody.
        kinds = self._refers(mention.text) if scene.text[mention.end : mention.end + 4] != " of " else None
        if kinds is not None and (back := self._back(one, core, kinds, scene, memory)):
            return self._linked(mention, back)
        if ids := self._exact(core, scene.day):
            return self._pick(one, core, ids, scene, memory)
        if ids := self._labels.get(fold(core), []):
            return replace(self._pick(one, core, ids, scene, memory), label=core)
        if state := self._metonym(core) or self._short(core, memory):
            return self._linked(mention, state)
        return self._parts(one, core, scene, memory, kinds is not None)

    def _parts(self, one: Named, core: str, scene: Scene, memory: _Memory, refers: bool) -> Mention:
        """Link a mention that holds more than a name: "TTP fighters", "Pakistani police", "a police spokesman"."""
        found = self._index.find(core)
        hits = [h for h in found if not self._is_other(core, h.start, h.end, self._all_states(h.actors))]
        named = [h for h in hits if (h.actors or h.label_of) and not self._all_states(h.actors)]
        if named:
            hit = max(named, key=lambda h: (h.end - h.start, -h.start))
            words = core[hit.start : hit.end]
            linked = self._pick(one, words, list(hit.actors or hit.label_of), scene, memory)
            return replace(linked, label=words) if linked.link and not hit.actors else linked
        country = None
        for hit in hits:
            states = [self._pack.actors[a].country for a in hit.actors]
            lands = {c for c in (*states, *(self._pack.places[p].country for p in hit.places)) if c}
            if country is None and len(lands) == 1:
                country = next(iter(lands))
        if (described := self._generics.find(core)) is not None:
            generic, word = described
            said = country is not None or self._generics.rules(word)
            country = country or scene.country_at(one.sentence, one.mention.start)
            ruler = self._ruler(country, scene.day) if country and said and generic.kind in RULERS else None
            linked = self._as_generic(one.mention, generic, country, ruler)
            return replace(linked, label=core) if self._generics.imposed(word) else linked
        if states := [a for h in hits for a in h.actors]:
            return self._pick(one, core, states[:1], scene, memory)
        if refers:
            return _unlinked(one.mention, f"refers to nobody named within {self._within} sentences")
        where = fold(core) in self._places
        return _unlinked(one.mention, "a place, not an organisation" if where else "unknown name")

    # ---------------------------------------------------------------------------------------------------- choosing

    def _exact(self, core: str, day: date | None = None) -> list[str]:
        """Find the bearers of a name; a name whose bearers came later gives way to its first words."""
        ids = self._names.get(core) or self._names.get(fold(core), [])
        if day is None or any(self._began(i, day) for i in ids):
            return ids
        words = core.split()
        for n in range(len(words) - 1, 0, -1):
            if shorter := [i for i in self._exact(" ".join(words[:n])) if ids and self._began(i, day)]:
                return shorter
        return ids

    def _began(self, candidate: str, day: date) -> bool:
        actor = self._pack.actors.get(candidate)
        return actor is None or actor.since is None or actor.since <= day

    def _pick(self, one: Named, written: str, ids: list[str], scene: Scene, memory: _Memory) -> Mention:
        rule = self._ambiguous.get(written, {})
        ids = list(dict.fromkeys([*ids, *(i for i in rule.get("candidates", ()) if self._of(i) is not None)]))
        if len(ids) == 1:
            return self._linked(one.mention, ids[0])
        country = scene.country_at(one.sentence, one.mention.start)
        scores = sorted(
            ((sum(self.explain(i, rule, country, scene, memory.known).values()), i) for i in ids),
            key=lambda s: (-s[0], s[1]),
        )
        if scores[0][0] - scores[1][0] < MARGIN:
            return _unlinked(one.mention, f"ambiguous: {len(ids)} organisations of that name")
        return self._linked(one.mention, scores[0][1])

    def explain(
        self, candidate: str, rule: dict[str, Any], country: str | None, scene: Scene, known: set[str]
    ) -> dict[str, float]:
        """Name the features of one candidate and what each adds (keys of :data:`WEIGHTS`)."""
        actor = self._pack.actors.get(candidate)
        land = self._of(candidate)
        clues = sum(_has(scene.text, fold(c)) for c in rule.get("clues", {}).get(candidate, ()))
        on = {
            "in being on the day": 1.0 if actor is None or _in_being(actor, scene.day) else -1.0,
            "clue in the document": float(min(CLUES, clues)),
            "named in full in the document": float(candidate in known),
            "belongs to an organisation of the document": float(
                actor is not None and any(m.id in known for m in actor.member_of)
            ),
            "country of the places around": float(country is not None and land == country),
            "country of the pack's region": self._region.get(land or "", 0.0),
            "default of the pack": float(rule.get("default") == candidate),
            "an outlet": float(actor is None),
        }
        return {k: WEIGHTS[k] * v for k, v in on.items() if v}

    def _of(self, candidate: str) -> str | None:
        """Give the country of an actor or outlet ("" when it has none), or None when there is no such id."""
        found = self._pack.actors.get(candidate) or self._pack.outlets.get(candidate)
        return None if found is None else found.country or ""

    def _metonym(self, core: str) -> str | None:
        for place in self._places.get(fold(core), ()):
            state = self._metonyms.get(place, f"{place}.state")
            if state in self._pack.actors:
                return state
        return None

    def _refers(self, text: str) -> frozenset[str] | None:
        """Tell the kinds of actors that "the group" or "they" may stand for; None when it is no such word."""
        words = fold(text).split()
        if len(words) == 1:
            return self._pronouns.get(words[0])
        # "the Kabul-based group" refers, "the Haqqani group" names.
        plain = all(w.islower() or "-" in w for w in text.split()[1:])
        return self._heads.get(words[-1]) if words and words[0] in self._determiners and plain else None

    def _back(self, one: Named, core: str, kinds: frozenset[str], scene: Scene, memory: _Memory) -> str | None:
        """Find the last organisation of a fitting kind; one whose name ends in the word itself comes first."""
        near = [a for said, a in reversed(memory.said) if one.sentence - said <= self._within]
        fit = [a for a in near if a in self._pack.actors and self._pack.actors[a].kind in kinds]
        word = fold(core).split()[-1]
        if named := [a for a in fit if fold(self._pack.actors[a].name).endswith(word)]:
            return named[0]
        if word in self._generics:
            # "the army" may just as well be the army of the place.
            country = scene.country_at(one.sentence, one.mention.start)
            fit = [a for a in fit if country is None or self._pack.actors[a].country == country]
        return fit[0] if fit else None

    def _short(self, core: str, memory: _Memory) -> str | None:
        """Find the organisation named before of whose name only the first or last word is said again ("the Front")."""
        word = fold(core)
        if " " in word or len(word) < 4 or not core[:1].isupper() or word in self._generics:
            return None
        for _, actor in reversed(memory.said):
            known = self._pack.actors.get(actor)
            for name in (known.name, *known.aliases) if known else ():
                parts = fold(name).split()
                if len(parts) > 1 and word in (parts[0], parts[-1]) and known is not None and known.kind != "state":
                    return actor
        return None

    # ---------------------------------------------------------------------------------------------------- generics

    def _as_generic(self, mention: Mention, generic: Generic, country: str | None, ruler: str | None) -> Mention:
        if country is None or generic.kind in STATELESS:
            return _answer(mention, f"generic:{generic.key}", generic.name)
        if (force := self._forces.get(f"{generic.key}@{country}")) and force in self._pack.actors:
            return self._linked(mention, force)
        if ruler is not None:
            return self._linked(mention, ruler)
        land = self._pack.places.get(country)
        name = f"{generic.name} ({land.name if land else country})"
        return _answer(mention, f"generic:{generic.key}@{country}", name)

    def _ruler(self, country: str, day: date | None) -> str | None:
        """Find the state, or the one time-bound government that the country had on the day."""
        bound = [
            a.id
            for a in self._pack.actors.values()
            if a.country == country
            and a.kind in RULERS
            and not a.member_of
            and (a.since or a.until)
            and _in_being(a, day)
        ]
        if day is not None and len(bound) == 1:
            return bound[0]
        return next((i for i in (f"{country}.government", f"{country}.state") if i in self._pack.actors), None)

    # ----------------------------------------------------------------------------------------------------- answers

    def _linked(self, mention: Mention, actor: str) -> Mention:
        found = self._pack.actors.get(actor) or self._pack.outlets.get(actor)
        return _answer(mention, actor, found.name if found else None)

    def _all_states(self, ids: Sequence[str]) -> bool:
        return bool(ids) and all(self._pack.actors[i].kind == "state" for i in ids if i in self._pack.actors)

    def _is_other(self, core: str, start: int, end: int, state: bool) -> bool:
        before, after = fold(core[:start]), fold(core[end:])
        if state and after.startswith(self._own):
            return False
        return before.endswith(self._not_before) or after.startswith(self._not_after)


def _key(name: str) -> str:
    """Acronyms count with their case ("WHO" is not "who"), as in :mod:`marsad.pack.names`."""
    capitals = sum(c.isupper() for c in name)
    return name if 1 < len(name) <= 6 and " " not in name and capitals > 1 else fold(name)


def _core(text: str) -> str:
    return _ARTICLE.sub("", _OWNER.sub("", text.strip()))


def _in_being(actor: Actor, day: date | None) -> bool:
    if day is None:
        return True
    return (actor.since is None or actor.since <= day) and (actor.until is None or day <= actor.until)


@lru_cache(maxsize=64)  # one document asks for the same clues at every mention
def _has(text: str, clue: str) -> bool:
    return clue in text and re.search(rf"(?<!\w){re.escape(clue)}(?!\w)", text) is not None


def _unlinked(mention: Mention, why: str) -> Mention:
    return _answer(mention, None, None, why)


def _answer(mention: Mention, link: str | None, name: str | None, why: str | None = None) -> Mention:
    # Spelt out: dataclasses.replace takes ten times as long, and this runs for every actor.
    return Mention(mention.start, mention.end, mention.text, mention.kind, link, name, why, mention.label)


def _append(ids: list[str], new: str) -> None:
    if new not in ids:
        ids.append(new)
