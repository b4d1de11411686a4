"""The sides of a reference's events, related to the organisations that our reports name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from marsad.pack import Pack, fold

STATE_KINDS = frozenset(
    {"state", "government", "ministry", "military", "police", "intelligence", "paramilitary", "security"}
)
FORCES = frozenset({"military", "police", "paramilitary", "intelligence", "security"})
GROUPS = frozenset({"armed_group", "faction", "militia"})
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_SAME = re.compile(r":\s*")
"""ACLED writes an abbreviation and a name: "TTP: Tehreek-i-Taliban Pakistan"."""
_PART = re.compile(r"\s+-\s+")
"""UCDP writes a group and its faction: "TTP - TA"."""
_SHOWN = {"unnamed": "an armed group without a name"}
_ALIAS = re.compile(r"\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Side:
    """A side as the reference names it, and what it stands for here."""

    shown: str
    """The name to show: the pack's plain one, else as written, without a person's name."""
    kind: str
    """``state``, ``civilians``, ``protesters``, ``unnamed`` or ``group``."""
    actors: frozenset[str] = frozenset()
    """Registry ids of the organisation that it is."""
    countries: frozenset[str] = frozenset()
    """Of states: ISO 3166 alpha-2, lower case."""
    part_of: frozenset[str] = frozenset()
    """Registry ids of the organisation of which it is a part that the pack does not know."""


class Sides:
    """Reads names of sides and relates them to party keys (registry ids, ``generic:word@country``)."""

    def __init__(self, pack: Pack) -> None:
        words: Mapping[str, Any] = pack.words.get("reference_sets", {}).get("sides", {})
        self._words = {kind: tuple(fold(w) for w in listed) for kind, listed in words.items()}
        self._governments = tuple(pack.words.get("reference_sets", {}).get("governments", ()))
        self._actors = pack.actors
        self._generic: Mapping[str, Mapping[str, str]] = pack.words.get("actors", {}).get("generic", {})
        self._named: dict[str, str] = {}
        for actor in pack.actors.values():
            for name in (actor.name, *actor.aliases):
                self._named.setdefault(fold(name), actor.id)
        self._read_name = lru_cache(maxsize=65536)(self._read)
        self.relate = lru_cache(maxsize=262144)(self._relate)

    def read(self, name: str, day: date | None = None) -> Side:
        """What a side stands for; with the day of the event also the armed group that governs the country then."""
        side = self._read_name(name)
        if day is None or side.kind != "state":
            return side
        ruling = frozenset(g["actor"] for g in self._governments if g["country"] in side.countries and _at(g, day))
        return replace(side, actors=ruling) if ruling else side

    def _read(self, name: str) -> Side:
        plain = fold(_BRACKETS.sub("", name)).strip()
        for kind in ("civilians", "protesters", "unnamed"):
            if any(plain == w or plain.startswith(w + " ") for w in self._words.get(kind, ())):
                return Side(_SHOWN.get(kind, kind), kind)
        if countries := self._states(plain):
            return Side(_BRACKETS.sub("", name).strip(), "state", frozenset(), countries)
        whole, part = self._actor(name, plain)
        if whole is not None:
            return Side(self._actors[whole].name, "group", frozenset({whole}))
        shown = self._without_person(name, plain)
        return Side(shown, "group", frozenset(), frozenset(), frozenset({part} if part else ()))

    def _states(self, plain: str) -> frozenset[str]:
        """The countries of "Government of A, Government of B", and of "Police Forces of A Highway Patrol"."""
        found: set[str] = set()
        leads = sorted(self._words.get("state", ()), key=len, reverse=True)
        for piece in plain.split(","):
            lead = next((w for w in leads if piece.strip().startswith(w + " ")), None)
            words = piece.strip().removeprefix(lead or "").split() if lead else []
            for end in range(len(words), 0, -1):
                actor = self._actors.get(self._named.get(" ".join(words[:end]), ""))
                if actor is not None and actor.country:
                    found.add(actor.country)
                    break
        return frozenset(found)

    def _without_person(self, name: str, plain: str) -> str:
        leads = self._words.get("personal", ())
        for lead in leads:
            if plain.startswith(lead + " "):
                rest = self._named.get(plain.removeprefix(lead).strip())
                return f"{lead} {self._actors[rest].name}" if rest else f"{lead} a named leader"
        personal = any(fold(said).startswith(lead + " ") for said in _ALIAS.findall(name) for lead in leads)
        return _BRACKETS.sub("", name).strip() if personal else name

    def _actor(self, name: str, plain: str) -> tuple[str | None, str | None]:
        """The organisation that a name means, and the one of which it names a part ("X - Y faction")."""
        for said in (fold(name), fold(name.replace("(", " ").replace(")", " ")), plain, *_SAME.split(plain)):
            if found := self._organisation(" ".join(said.split())):
                return found, None
        leads = self._words.get("personal", ())
        beside = [p.removeprefix(w + " ") for p in (plain,) for w in leads if p.startswith(w + " ")]
        return None, next((f for p in (*_PART.split(plain), *beside) if (f := self._organisation(p.strip()))), None)

    def _organisation(self, name: str) -> str | None:
        found = self._named.get(name)
        return found if found is not None and self._actors[found].kind != "state" else None

    def kind_of(self, key: str) -> tuple[str | None, str | None]:
        """Registry kind and country of a party key."""
        if key.startswith("generic:"):
            word, _, country = key.removeprefix("generic:").partition("@")
            return self._generic.get(word, {}).get("kind"), country or None
        actor = self._actors.get(key)
        return (actor.kind, actor.country) if actor else (None, None)

    def _relate(self, key: str, side: Side) -> str:
        """Relate a party key to a side: same, related (it may well be), or none."""
        kind, country = self.kind_of(key)
        if side.kind in ("civilians", "protesters"):
            word = self._generic.get(key.removeprefix("generic:").partition("@")[0], {})
            if kind in (side.kind, "civilians") or word.get("side") == "civilians":
                return "same"
            return "related" if kind in ("ngo", "media", "party", "movement", "company") else "none"
        if side.kind == "state" and key in side.actors:
            return "same"
        if side.kind == "state":
            if kind not in STATE_KINDS:
                return "none"
            if country is not None and country in side.countries:
                return "same"
            # "Soldiers", and foreign forces: UCDP counts those who fight for a government on its side.
            return "related" if country is None or kind in FORCES else "none"
        if key in side.actors or any(self._over(a, key) or self._over(key, a) for a in side.actors):
            return "same"
        if key in side.part_of or (kind in GROUPS and (key.startswith("generic:") or side.kind == "unnamed")):
            return "related"
        return "none"

    def _over(self, upper: str, lower: str) -> bool:
        rising, seen = [lower], {lower}
        while rising:
            actor = self._actors.get(rising.pop())
            for membership in actor.member_of if actor else ():
                if membership.id == upper:
                    return True
                if membership.id not in seen:
                    seen.add(membership.id)
                    rising.append(membership.id)
        return False

    def groups(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The party keys that name an armed group of its own."""
        return tuple(k for k in keys if not k.startswith("generic:") and self.kind_of(k)[0] in GROUPS)

    def is_group(self, side: Side) -> bool:
        """Whether a side is an armed group with a name."""
        return side.kind == "group"


def _at(government: Mapping[str, Any], day: date) -> bool:
    since: date = government.get("since", date.min)
    until: date = government.get("until", date.max)
    return since <= day <= until
