"""When two names of actors may be one actor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from marsad.pack import Pack, fold
from marsad.values import Party

STATE_FORCES = frozenset({"military", "paramilitary", "police", "intelligence", "security"})
GROUPS = frozenset({"armed_group", "faction", "militia"})
KIN: tuple[frozenset[str], ...] = (
    STATE_FORCES,
    GROUPS | {"suspects"},
    frozenset({"state", "government", "ministry", "court", "legislature"}),
)
"""Registry kinds that a loose word may stand for alike ("security forces", "militants", "the authorities")."""


def key_of(party: Party) -> str | None:
    """What identifies a party: its registry link, else its name as written."""
    return party.link or (fold(party.name).removeprefix("the ") if party.name else None)


class Parties:
    """Relates party keys with a pack's registry at hand."""

    def __init__(self, pack: Pack) -> None:
        self._actors = pack.actors
        self._generic: Mapping[str, Mapping[str, str]] = pack.words.get("actors", {}).get("generic", {})
        self.relate = lru_cache(maxsize=65536)(self._relate)
        self.compare = lru_cache(maxsize=65536)(self._compare)

    def _compare(self, ours: frozenset[str], theirs: frozenset[str]) -> str:
        """Relate two sets of parties by their best pair: same, related, unlike, or unknown."""
        if not ours or not theirs:
            return "unknown"
        if ours & theirs:
            # A shared loose word ("militants") says less than a shared name.
            return "same" if any(not k.startswith("generic:") for k in ours & theirs) else "related"
        found = {self.relate(*sorted((a, b))) for a in ours for b in theirs}
        return next(r for r in ("same", "related", "unknown", "unlike") if r in found)

    def _relate(self, one: str, other: str) -> str:
        if one == other:
            return "same"
        if self._over(one, other) or self._over(other, one):
            return "related"
        kind_a, country_a = self.kind_of(one)
        kind_b, country_b = self.kind_of(other)
        if kind_a is None or kind_b is None:
            return "unknown"
        if country_a and country_b and country_a != country_b:
            return "unlike"
        loose = one.startswith("generic:") or other.startswith("generic:")
        if loose and (kind_a == kind_b or any(kind_a in k and kind_b in k for k in KIN)):
            return "related"
        # A state acts through its forces.
        if "state" in (kind_a, kind_b) and (kind_a in STATE_FORCES or kind_b in STATE_FORCES):
            return "related" if country_a and country_a == country_b else "unknown"
        # Two forces of one state act together more often than they are mistaken for one another.
        if kind_a in STATE_FORCES and kind_b in STATE_FORCES:
            return "unknown"
        return "unlike"

    def kind_of(self, key: str) -> tuple[str | None, str | None]:
        """Registry kind and country (alpha-2) of a party key."""
        if key.startswith("generic:"):
            name, _, country = key.removeprefix("generic:").partition("@")
            return self._generic.get(name, {}).get("kind"), country or None
        actor = self._actors.get(key)
        return (actor.kind, actor.country) if actor else (None, None)

    def body_of(self, key: str) -> str:
        """A party key, or the state whose body it is: government, ministries and the like stand for one state."""
        kind, country = self.kind_of(key)
        return f"state@{country}" if kind in KIN[-1] and country else key

    def _over(self, upper: str, lower: str) -> bool:
        seen: set[str] = set()
        rising = [lower]
        while rising:
            actor = self._actors.get(rising.pop())
            for membership in actor.member_of if actor else ():
                if membership.id == upper:
                    return True
                if membership.id not in seen:
                    seen.add(membership.id)
                    rising.append(membership.id)
        return False

    def specific(self, parties: Iterable[Party]) -> tuple[Party, ...]:
        """Drop loose words that a named party in the same list already covers; order is kept."""
        held = list(parties)
        keys = {key_of(p) for p in held}
        named = [k for k in keys if k and not k.startswith("generic:")]
        kept = []
        for party in held:
            key = key_of(party)
            loose = key is not None and key.startswith("generic:")
            if loose and any(self.relate(*sorted((str(key), n))) == "related" for n in named):
                continue
            kept.append(party)
        return tuple(kept)
