"""The values a region pack holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marsad.pack.names import NameIndex, fold
from marsad.pack.toponyms import Toponyms
from marsad.pack.worldnames import WorldNames

if TYPE_CHECKING:
    from marsad.pack.imported import Imported
    from marsad.pack.world import World

PLACE_KINDS = (
    "country", "province", "district", "city", "town", "village", "neighbourhood", "valley", "pass", "crossing", "road",
    "river", "mountain", "area", "base", "camp", "refugee_camp", "facility",
)  # fmt: skip
ACTOR_KINDS = (
    "state", "government", "ministry", "military", "police", "intelligence", "paramilitary", "armed_group", "faction",
    "militia", "party", "igo", "ngo", "court", "legislature", "media", "company", "movement", "civilians", "generic",
)  # fmt: skip
OUTLET_KINDS = ("wire", "state", "public", "private", "party", "armed_group", "ngo", "igo", "government", "local")


@dataclass(frozen=True, slots=True)
class Place:
    """A named place.  ``lat``/``lon`` are WGS84 degrees, ``radius_m`` metres within which it lies.

    ``kind``: country province district city town village neighbourhood valley pass crossing road river mountain area
    base camp refugee_camp facility.  ``valid_from``/``valid_to`` bound the time in which this name was its name.
    """

    id: str
    name: str
    kind: str
    country: str
    lat: float | None
    lon: float | None
    radius_m: float | None
    parent: str | None
    aliases: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name that one side imposes on an actor; it resolves, and is kept as a framing fact."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Time-bounded belonging of an actor to another (faction, umbrella, command)."""

    id: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation or state.  Never a private person.

    ``kind``: one of :data:`ACTOR_KINDS`.
    """

    id: str
    name: str
    kind: str
    country: str | None
    aliases: tuple[str, ...]
    labels: tuple[Label, ...]
    member_of: tuple[Membership, ...]
    since: date | None
    until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher of reports.  ``kind``: wire state public private party armed_group ngo igo government local."""

    id: str
    name: str
    kind: str
    country: str | None
    language: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Pack:
    """A region pack with all that it includes, read-only."""

    id: str
    name: str
    version: str
    home: Path
    folders: tuple[Path, ...]
    region: tuple[str, ...]
    """ISO 3166 alpha-2 codes of the countries the pack is about, in order of prior."""
    sources: Mapping[str, str]
    """Where facts come from: source id -> citation and licence."""
    places: Mapping[str, Place]
    actors: Mapping[str, Actor]
    outlets: Mapping[str, Outlet]
    words: Mapping[str, Any]
    """Coding words by file name: ``words['events']`` is what the ``words/events.toml`` of all folders say, merged."""
    options: Mapping[str, Any] = field(default_factory=dict)
    imported: Imported | None = None
    """Places of imported gazetteers, which ``places`` holds too; see :mod:`marsad.pack.gazetteer`."""
    world: World | None = None
    """Towns and regions of the world, which ``places`` finds by id too, without counting them."""

    @property
    def own_places(self) -> Mapping[str, Place]:
        """The places without those of imported gazetteers: what tables of names are built from."""
        own: Mapping[str, Place] = getattr(self.places, "own", self.places)
        return own

    @cached_property
    def outlet_names(self) -> Mapping[str, Outlet]:
        """Outlets by folded name and alias; of two with one name the first."""
        found: dict[str, Outlet] = {}
        for outlet in self.outlets.values():
            for name in (outlet.name, *outlet.aliases):
                found.setdefault(fold(name), outlet)
        return found

    @cached_property
    def outlet_domains(self) -> Mapping[str, Outlet]:
        """Outlets by domain, in small letters; of two with one domain the first."""
        found: dict[str, Outlet] = {}
        for outlet in self.outlets.values():
            for domain in outlet.domains:
                found.setdefault(domain.lower(), outlet)
        return found

    @cached_property
    def names(self) -> NameIndex:
        """Every name, searchable in text; those of imported places only where the text speaks of a place."""
        index = NameIndex.build(self.own_places.values(), self.actors.values(), self.outlets.values())
        if self.imported is not None:
            index = Toponyms(index, self.own_places, self.imported, self.words.get("places", {}))
        return index if self.world is None else WorldNames(index, self)
