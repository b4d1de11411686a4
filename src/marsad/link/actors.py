"""Choose the registry's organisation for each actor mention; generic actors get their country; "the group" its name.

A mention that names nobody stays without a link and says why.  Among several of one name :mod:`marsad.link.choosing`
decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from marsad.link.choosing import WEIGHTS, Chooser, Near, Scene, in_being, name_key
from marsad.link.generics import Generic, Generics
from marsad.link.referring import Memory, Referring, Said
from marsad.pack import Actor, NameHit, Outlet, Pack, fold
from marsad.values import Document, Mention

_OWNER = re.compile(r"['’]s?$")
_OFFICE = re.compile(r"\s+(?:\(|(?:of|for)\s+)?[A-Z]")
"""Behind the acronym of a rank, a name or a charge: "SSP Khan", "the SSP of East Karachi", "SSP (Operations)"."""
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_FRAME = 40
"""Characters before a description in which its "Indian-backed" is looked for."""
STATELESS = frozenset({"igo"})
"""Generic actors of these kinds get no country from what stands around."""
UNOFFICIAL = frozenset({"protesters", "civilians", "party", "igo", "ngo", "armed_group"})
"""Of these kinds a description in capitals is more likely the name of a body ("African Union")."""
UNKNOWN = "unknown name"
RULERS = frozenset({"state", "government"})
_REMEMBERED = 16_384
"""Descriptions of which it is remembered what they hold: a document says "security forces" again and again."""


__all__ = ["WEIGHTS", "ActorLinker", "Named", "Near", "Scene"]


@dataclass(frozen=True, slots=True)
class Named:
    """An actor or outlet mention as it stands in the document: sentence index, the mention, whether it is quoted."""

    sentence: int
    mention: Mention
    speaks: bool = False


class ActorLinker:
    """Links actor mentions; holds tables only, no state between documents."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._find = lru_cache(_REMEMBERED)(pack.names.find)
        self._names: dict[str, list[str]] = defaultdict(list)
        self._labels: dict[str, list[str]] = defaultdict(list)
        bearers: list[Actor | Outlet] = [*pack.actors.values(), *pack.outlets.values()]
        for bearer in bearers:
            for name in dict.fromkeys((bearer.name, *bearer.aliases)):
                _append(self._names[name_key(name)], bearer.id)
        for actor in pack.actors.values():
            for label in actor.labels:
                _append(self._labels[fold(label.text)], actor.id)
        self._places: dict[str, list[str]] = defaultdict(list)
        for place in pack.own_places.values():
            for name in dict.fromkeys((place.name, *place.aliases)):
                _append(self._places[fold(name)], place.id)
        self._metonyms: dict[str, str] = dict(pack.options.get("metonyms", {}))
        self._governs: dict[str, str] = dict(pack.options.get("governs", {}))
        self._forces: dict[str, str | list[str]] = dict(pack.options.get("generic_force", {}))
        self._chooser = Chooser(pack)
        self._generics = Generics(pack)
        self._proper = frozenset(pack.words.get("actors", {}).get("roles", {}).get("organisation_heads", ()))
        self._described = lru_cache(_REMEMBERED)(self._generics.find)
        self._referring = Referring(pack, self._generics)
        self._titles = frozenset(
            t for t in pack.words.get("voices", {}).get("titles", {}).get("named", ()) if t.isupper()
        )
        words = pack.words.get("references", {})
        marks = "|".join(re.escape(w) for w in words.get("framing", {}).get("after", ())) or "(?!)"
        word = rf"(?<!\w)[^\W\d_][\w.]*(?:{marks})"
        self._framing = re.compile(rf"{word}\s+$", re.IGNORECASE), re.compile(rf"{word}\b", re.IGNORECASE)
        self._not_before = tuple(words.get("not_it", {}).get("before", ()))
        self._not_after = tuple(words.get("not_it", {}).get("after", ()))
        self._own = tuple(words.get("not_it", {}).get("own", ()))

    def link(self, document: Document, mentions: Sequence[Named], scene: Scene) -> list[Mention]:
        """Link the actor mentions of a document, which are in order of offsets."""
        cores = [c for m in mentions if not self._chooser.is_ambiguous(c := _core(m.mention.text))]
        sure = [ids[0] for ids in map(self._exact, cores) if len(ids) == 1]
        memory = Memory(document.text, known=set(sure))
        # An outlet's country says where it is read, not what it reports on.
        lands = [
            *filter(None, (self._chooser.land(i) for i in sure if i in self._pack.actors)),
            *filter(None, (self._adjective(m.mention) for m in mentions)),
        ]
        scene = replace(scene, countries=scene.countries + Counter(lands))
        out: list[Mention] = []
        for one in mentions:
            linked = self._one(one, scene, memory)
            out.append(linked)
            if linked.link:
                memory.said.append(self._said(one, linked))
        return out

    def _adjective(self, mention: Mention) -> str | None:
        """Give the country that a description without a name says: "Pakistani police"."""
        if mention.text[:1].islower() or " " not in mention.text:
            return None
        for hit in self._find(mention.text):
            if self._all_states(hit.actors) and not self._is_other(mention.text, hit.start, hit.end, True):
                return self._chooser.land(hit.actors[0])
        return None

    def _said(self, one: Named, linked: Mention) -> Said:
        link = linked.link or ""
        if link.startswith("generic:"):
            key, _, country = link.removeprefix("generic:").partition("@")
            plural = self._referring.is_plural(linked.text)
            return Said(
                one.sentence, link, linked.name, self._generics.kind_of(key), country or None, plural, one.speaks
            )
        actor = self._pack.actors.get(link)
        kind = actor.kind if actor else "media"
        return Said(one.sentence, link, linked.name, kind, actor.country if actor else None, True, one.speaks)

    def _one(self, one: Named, scene: Scene, memory: Memory) -> Mention:
        mention, core = one.mention, _core(one.mention.text)
        kinds = self._referring.kinds(mention, scene.text)
        if kinds is not None and (back := self._back(one, core, kinds, scene, memory)):
            linked = _answer(mention, back.link, back.name)
            return replace(linked, label=core) if self._generics.imposed(fold(core).split()[-1]) else linked
        if core in self._titles and _OFFICE.match(memory.text, mention.end):
            return _unlinked(mention, "an office, not an organisation")
        if (ids := self._exact(core, scene.day)) and not self._gone(core, ids, scene.day):
            return self._pick(one, core, ids, scene, memory)
        if ids := self._labels.get(fold(core), []):
            return replace(self._pick(one, core, ids, scene, memory), label=core)
        if state := self._metonym(core) or self._referring.short(core, memory):
            return self._linked(mention, state)
        return self._parts(one, core, scene, memory, kinds is not None)

    def _parts(self, one: Named, core: str, scene: Scene, memory: Memory, refers: bool) -> Mention:
        """Link a mention that holds more than a name: "TTP fighters", "Pakistani police", "a police spokesman"."""
        found = self._find(core)
        hits = [h for h in found if not self._is_other(core, h.start, h.end, self._all_states(h.actors))]
        named = [h for h in hits if (h.actors or h.label_of) and not self._all_states(h.actors)]
        named = [h for h in named if not self._gone(core[h.start : h.end], list(h.actors), scene.day)]
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
        described = self._described(core)
        if self._is_proper(core, described, hits):
            return _unlinked(one.mention, UNKNOWN)
        if described is not None:
            generic, word = described
            said = country is not None or self._generics.rules(word)
            country = country or scene.country_at(one.sentence, one.mention.start)
            ruler = self._ruler(country, scene.day) if country and said and generic.kind in RULERS else None
            body = self._body(word, country, scene.day)
            linked = self._linked(one.mention, body) if body else self._as_generic(one.mention, generic, country, ruler)
            if generic.kind == "armed_group" and (framed := self._framed(one.mention, memory.text)):
                return replace(linked, label=framed)
            return replace(linked, label=core) if self._generics.imposed(word) else linked
        if states := [a for h in hits for a in h.actors]:
            return self._pick(one, core, states[:1], scene, memory)
        if refers:
            return _unlinked(one.mention, f"refers to nobody named within {self._referring.within} sentences")
        where = fold(core) in self._places
        return _unlinked(one.mention, "a place, not an organisation" if where else UNKNOWN)

    def _is_proper(self, core: str, described: tuple[Generic, str] | None, hits: Sequence[NameHit]) -> bool:
        """Whether it is an unknown body's own name ("Syrian Computer Society"), no description of a country's people.

        A description says no more than whose and what: "Iraqi Parliament", "Kandahar Border Police".
        """
        words = core.split()
        if len(words) < 2 or words[-1] not in self._proper or not all(w[:1].isupper() for w in words if len(w) > 3):
            return False
        if described is not None and described[0].kind not in UNOFFICIAL:
            return False
        said = len(described[1].split()) if described is not None else 0
        return len(words) > said + sum(len(core[h.start : h.end].split()) for h in hits)

    def _framed(self, mention: Mention, text: str) -> str | None:
        """Give the words that say whose fighters they are in one side's eyes: "foreign-backed militants"."""
        if before := self._framing[0].search(text, max(0, mention.start - _FRAME), mention.start):
            return text[before.start() : mention.end]
        return _core(mention.text) if self._framing[1].search(mention.text) else None

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

    def _gone(self, core: str, ids: list[str], day: date | None) -> bool:
        """Whether a plain description ("Afghan border guards") would mean a body that was no more on the day."""
        actor = self._pack.actors.get(ids[0]) if len(ids) == 1 else None
        if actor is None or day is None or actor.until is None or actor.until >= day:
            return False
        return all(w.islower() for w in core.split()[1:]) and self._generics.find(core) is not None

    def _began(self, candidate: str, day: date) -> bool:
        actor = self._pack.actors.get(candidate)
        return actor is None or actor.since is None or actor.since <= day

    def _pick(self, one: Named, written: str, ids: list[str], scene: Scene, memory: Memory) -> Mention:
        near = scene.nearest(one.sentence, one.mention.start)
        asked = (written, *ids, near.country if near else None, near.admin1 if near else None)
        if (answer := memory.chosen.get(asked)) is None:
            answer = memory.chosen[asked] = self._chooser.choose(written, ids, near, scene, memory.known)
        chosen, why = answer
        return self._linked(one.mention, chosen) if chosen else _unlinked(one.mention, why)

    def _metonym(self, core: str) -> str | None:
        for place in self._places.get(fold(core), ()):
            state = self._metonyms.get(place, f"{place}.state")
            if state in self._pack.actors:
                return state
        return None

    def _back(self, one: Named, core: str, kinds: frozenset[str], scene: Scene, memory: Memory) -> Said | None:
        """Find the organisation that the words refer to; one named by the word itself ("the network") comes first."""
        if self._referring.is_pronoun(one.mention):
            return self._referring.back(one.sentence, one.mention, kinds, one.speaks, memory)
        fit = self._referring.named(one.sentence, one.mention, kinds, memory)
        if self._generics.kind(fold(core).split()[-1]) not in (None, "armed_group"):
            # "the army" may just as well be the army of the place.
            country = scene.country_at(one.sentence, one.mention.start)
            fit = [s for s in fit if country is None or s.country in (None, country)]
        return fit[0] if fit else self._ruling(one, kinds, scene, memory)

    def _ruling(self, one: Named, kinds: frozenset[str], scene: Scene, memory: Memory) -> Said | None:
        """Find the government that a group named before has become ("the Taliban … The regime")."""
        if "government" not in kinds or scene.day is None:
            return None
        for said in reversed(memory.said):
            government = self._pack.actors.get(self._governs.get(said.link, ""))
            near = one.sentence - said.sentence <= self._referring.within
            if near and government is not None and in_being(government, scene.day):
                return replace(said, link=government.id, name=government.name, kind=government.kind)
        return None

    # ---------------------------------------------------------------------------------------------------- generics

    def _as_generic(self, mention: Mention, generic: Generic, country: str | None, ruler: str | None) -> Mention:
        if country is None or generic.kind in STATELESS:
            return _answer(mention, f"generic:{generic.key}", generic.name)
        if force := self._body(generic.key, country, None):
            return self._linked(mention, force)
        if ruler is not None:
            return self._linked(mention, ruler)
        land = self._pack.places.get(country)
        name = f"{generic.name} ({land.name if land else country})"
        return _answer(mention, f"generic:{generic.key}@{country}", name)

    def _body(self, word: str, country: str | None, day: date | None) -> str | None:
        """Find the country's one body of that name ("the interior ministry"), of several the one in being."""
        named = self._forces.get(f"{word}@{country}", ())
        ids = [i for i in ((named,) if isinstance(named, str) else named) if i in self._pack.actors]
        being = [i for i in ids if in_being(self._pack.actors[i], day)]
        return being[0] if len(being) == 1 else None

    def _ruler(self, country: str, day: date | None) -> str | None:
        """Find the state, or the one time-bound government that the country had on the day."""
        bound = [
            a.id
            for a in self._pack.actors.values()
            if a.country == country
            and a.kind in RULERS
            and not a.member_of
            and (a.since or a.until)
            and in_being(a, day)
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


@lru_cache(_REMEMBERED)
def _core(text: str) -> str:
    return _ARTICLE.sub("", _OWNER.sub("", text.strip()))


def _unlinked(mention: Mention, why: str) -> Mention:
    return _answer(mention, None, None, why)


def _answer(mention: Mention, link: str | None, name: str | None, why: str | None = None) -> Mention:
    # Spelt out: dataclasses.replace takes ten times as long, and this runs for every actor.
    return Mention(mention.start, mention.end, mention.text, mention.kind, link, name, why, mention.label)


def _append(ids: list[str], new: str) -> None:
    if new not in ids:
        ids.append(new)
