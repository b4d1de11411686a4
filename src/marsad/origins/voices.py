"""Whose word a statement is: the first speaker of its voice chain as an institution with a side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marsad.pack import Pack, fold
from marsad.values import Coded, Statement, Voice, VoiceKind

STATE_KINDS: Mapping[str, str] = {
    "military": "military",
    "paramilitary": "military",
    "police": "police",
    "intelligence": "intelligence",
    "security": "security",
    "government": "government",
    "ministry": "government",
    "state": "government",
    "court": "government",
    "legislature": "government",
}
"""Registry kinds that speak for a state, and the institution that each counts as: one institution, one origin."""
GROUP_KINDS = frozenset({"armed_group", "faction", "militia"})
OUTLET_SIDES: Mapping[str, str] = {"state": "state", "government": "state", "armed_group": "group", "party": "party"}
KIND_SIDES: Mapping[VoiceKind, str] = {
    "witness": "local",
    "medical": "medical",
    "ngo_un": "observer",
    "expert": "observer",
    "media": "press",
    "outlet": "press",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is quoted.  ``own``: the outlet's own voice.  ``nameless``: known by kind only ("a witness")."""

    key: str
    kind: VoiceKind
    name: str | None
    side: str | None
    own: bool = False
    nameless: bool = False


class Voices:
    """Reads speakers with a pack's registry at hand."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._generic: Mapping[str, Mapping[str, str]] = pack.words.get("actors", {}).get("generic", {})
        self._outlets: dict[str, str] = {}
        for outlet in sorted(pack.outlets.values(), key=lambda o: o.id):
            for name in (outlet.name, *outlet.aliases):
                self._outlets.setdefault(fold(name), outlet.id)

    def speaker(self, statement: Statement, coded: Coded, country: str | None) -> Speaker:
        """The first speaker of a statement; ``country`` (alpha-2) is where it happened, if known."""
        own = self.outlet(statement, coded)
        for voice in statement.voice:
            if voice.kind == "outlet":
                break
            if voice.kind == "media" and self._outlet_key(voice) == own:
                break
            return self._quoted(voice, statement, country)
        return self.published_by(own)

    def published_by(self, outlet: str | None) -> Speaker:
        """The outlet in its own voice."""
        if outlet is None:
            return Speaker("outlet:?", "outlet", None, "press", own=True)
        return Speaker(outlet, "outlet", self._outlet_name(outlet), self._outlet_side(outlet), own=True)

    def outlet(self, statement: Statement, coded: Coded) -> str | None:
        """Key of the outlet that published the document: a registry id, or "source:<name>"."""
        for voice in reversed(statement.voice):
            if voice.kind == "outlet" and (voice.link or voice.name):
                return self._outlet_key(voice)
        if coded.source:
            return self._outlets.get(fold(coded.source)) or f"source:{fold(coded.source)}"
        return None

    def is_wire(self, outlet: str | None) -> bool:
        """Whether it is a news agency."""
        known = self._pack.outlets.get(outlet or "")
        return known is not None and known.kind == "wire"

    def _outlet_key(self, voice: Voice) -> str | None:
        if voice.link in self._pack.outlets:
            return voice.link
        if voice.name:
            return self._outlets.get(fold(voice.name)) or voice.link or f"source:{fold(voice.name)}"
        return voice.link

    def _outlet_name(self, key: str) -> str:
        known = self._pack.outlets.get(key)
        return known.name if known else key.partition(":")[2]

    def _outlet_side(self, key: str) -> str:
        known = self._pack.outlets.get(key)
        side = OUTLET_SIDES.get(known.kind, "press") if known else "press"
        if side == "press" or known is None:
            return "press"
        if side == "state":
            return f"state:{known.country or '?'}"
        return f"{side}:{key}"

    def _quoted(self, voice: Voice, statement: Statement, country: str | None) -> Speaker:
        if voice.kind == "unspecified":
            return Speaker("unspecified", "unspecified", voice.name, None, nameless=False)
        if voice.kind == "media":
            key = self._outlet_key(voice)
            if key in self._pack.outlets:
                return Speaker(str(key), "media", self._outlet_name(str(key)), self._outlet_side(str(key)))
            return Speaker(f"media:{fold(voice.name or '?')}", "media", voice.name, "press")
        kind, actor_country, root = self.actor(voice.link)
        country = actor_country or _stated_country(statement) or country
        if kind is not None and kind in STATE_KINDS:
            institution = STATE_KINDS[kind]
            key = f"{institution}@{country or '?'}"
            return Speaker(key, voice.kind, voice.name, f"state:{country or '?'}")
        if kind in GROUP_KINDS and root:
            return Speaker(voice.link or root, voice.kind, voice.name, f"group:{root}")
        if voice.link and not voice.link.startswith("generic:"):
            return Speaker(voice.link, voice.kind, voice.name, KIND_SIDES.get(voice.kind, f"party:{voice.link}"))
        side = KIND_SIDES.get(voice.kind)
        if side is None:
            side = "group:?" if voice.kind == "armed_group" else f"state:{country or '?'}"
        label = (voice.link or "").removeprefix("generic:").partition("@")[0] or fold(voice.name or "")
        return Speaker(f"{voice.kind}:{label}", voice.kind, voice.name, side, nameless=True)

    def actor(self, link: str | None) -> tuple[str | None, str | None, str | None]:
        """Kind, country and umbrella (registry id) of whom a link names; all None when unknown."""
        if link is None:
            return None, None, None
        if link.startswith("generic:"):
            key, _, country = link.removeprefix("generic:").partition("@")
            return self._generic.get(key, {}).get("kind"), country or None, None
        actor = self._pack.actors.get(link)
        if actor is None:
            return None, None, None
        return actor.kind, actor.country, self.umbrella(link)

    def umbrella(self, link: str) -> str:
        """The organisation at the top of a chain of memberships (in name order where there are several)."""
        seen = {link}
        while (actor := self._pack.actors.get(link)) and actor.kind in GROUP_KINDS:
            above = sorted(m.id for m in actor.member_of if m.id not in seen)
            if not above:
                break
            link = above[0]
            seen.add(link)
        return link


def _stated_country(statement: Statement) -> str | None:
    return next((p.country for p in statement.places if p.country), None)
