"""Check a region pack: what a loader would only trip over later, in words for whoever keeps the pack.

A pack is checked against its own files and the packs it includes.  An *error* makes the pack wrong (a parent
that does not exist, a name that two places share without anybody having said so); a *warning* makes it poorer.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from shapely.errors import ShapelyError
from shapely.geometry import shape

from marsad.errors import PackError
from marsad.pack.collisions import Bearer, clashes
from marsad.pack.geometry import Shape, away_m
from marsad.pack.load import (
    find_pack,
    included_folders,
    read_actors,
    read_outlets,
    read_places,
    read_toml,
)
from marsad.pack.types import ACTOR_KINDS, OUTLET_KINDS, PLACE_KINDS, Actor, Outlet, Place

TOLERANCE_M = 30_000.0
"""How far a place may lie outside the outline or the radius of its parent: free outlines are that rough."""
SPREAD = frozenset({"road", "river", "mountain", "area", "country"})
"""Kinds that lie in more than one parent, so that their middle says nothing."""

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong (``error``) or poor (``warning``) in a pack: in which file, what, and how to mend it."""

    level: Level
    file: str
    message: str
    hint: str


@dataclass(slots=True)
class _Check:
    """One run over one pack: what is there (own and included) and what was found."""

    home: Path
    head: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    places: dict[str, Place] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    inherited: frozenset[str] = frozenset()
    """Ids of all that the included packs bring."""

    def error(self, file: str, message: str, hint: str) -> None:
        self.findings.append(Finding("error", file, message, hint))

    def warn(self, file: str, message: str, hint: str) -> None:
        self.findings.append(Finding("warning", file, message, hint))

    def source(self, file: str, name: str, source: str) -> None:
        if not source:
            self.warn(file, f"{name} names no source", "fill the column or key `source`")
        elif source not in self.sources:
            self.error(file, f"{name}: source {source!r} is not declared", "declare it in [sources] of pack.toml")


def check_pack(pack: str | Path) -> list[Finding]:
    """Check the pack of that name or folder.

    Parameters
    ----------
    pack
        A bundled pack's name, or the folder of any pack.

    Returns
    -------
    list of Finding
        Errors first; empty when there is nothing to say.

    Raises
    ------
    PackError
        When there is no such pack, or its ``pack.toml`` cannot be read.
    """
    home = find_pack(str(pack))
    check = _Check(home, read_toml(home / "pack.toml"))
    _head(check)
    _inherit(check)
    places, actors, outlets = _own(check)
    _shapes(check)
    _places(check, places)
    _actors(check, actors)
    _outlets(check, outlets)
    _collisions(check, {p.id for p in places} | {a.id for a in actors})
    _expect(check, places, len(actors), len(outlets))
    return sorted(check.findings, key=lambda f: (f.level, f.file, f.message))


def _head(check: _Check) -> None:
    for key in ("id", "name", "version"):
        if not check.head.get(key):
            check.error("pack.toml", f"no {key}", f'write {key} = "…" at the top')
    if check.head.get("id") not in (None, check.home.name):
        check.warn("pack.toml", f"id {check.head['id']!r} differs from the folder's name", "give both the same name")


def _inherit(check: _Check) -> None:
    try:
        folders = included_folders(check.home)
    except PackError as error:
        check.error("pack.toml", error.message, error.hint)
        folders = []
    ids: set[str] = set()
    for folder in folders:
        check.sources |= set(read_toml(folder / "pack.toml").get("sources", {}))
        check.places |= {p.id: p for p in read_places(folder)}
        check.actors |= {a.id: a for a in read_actors(folder)}
        ids |= {o.id for o in read_outlets(folder)}
    check.sources |= set(check.head.get("sources", {}))
    check.inherited = frozenset(ids | check.places.keys() | check.actors.keys())


def _own(check: _Check) -> tuple[list[Place], list[Actor], list[Outlet]]:
    """Read the pack's own rows; what cannot be read is one finding, and the rest of that kind is not checked."""
    places: list[Place] = []
    actors: list[Actor] = []
    outlets: list[Outlet] = []
    for read, into, file in (
        (read_places, places, "places*.tsv"), (read_actors, actors, "actors*.toml"),
        (read_outlets, outlets, "sources.tsv"),
    ):  # fmt: skip
        try:
            into.extend(read(check.home))  # type: ignore[arg-type]
        except PackError as error:
            check.error(file, error.message, error.hint)
    _unique(check, (("places*.tsv", p.id) for p in places))
    _unique(check, (("actors*.toml", a.id) for a in actors))
    _unique(check, (("sources.tsv", o.id) for o in outlets))
    check.places |= {p.id: p for p in places}
    check.actors |= {a.id: a for a in actors}
    return places, actors, outlets


def _unique(check: _Check, named: Iterable[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for file, key in named:
        if key in seen or key in check.inherited:
            where = "here" if key in seen else "in an included pack"
            check.error(file, f"id {key!r} is there twice ({where})", "ids are unique over a pack and its includes")
        seen.add(key)


def _shapes(check: _Check) -> None:
    path = check.home / "areas.geojson"
    if not path.is_file():
        return
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        features = collection["features"]
    except (ValueError, KeyError, TypeError) as error:
        check.error(path.name, f"no GeoJSON FeatureCollection: {error}", "see RFC 7946 for the format")
        return
    if not collection.get("attribution"):
        check.warn(path.name, "no attribution", "name source and licence in a top-level member `attribution`")
    for feature in features:
        key = str((feature.get("properties") or {}).get("id"))
        if key not in check.places:
            check.error(path.name, f"feature of unknown place {key!r}", "properties.id is the id of a place")
        try:
            check.shapes[key] = shape(feature["geometry"])
        except (ShapelyError, ValueError, KeyError, TypeError, AttributeError) as error:
            check.error(path.name, f"{key}: bad geometry: {error}", "Polygon, MultiPolygon or LineString in lon, lat")


def _places(check: _Check, places: list[Place]) -> None:
    file = "places*.tsv"
    for place in places:
        name = f"place {place.id}"
        if place.kind not in PLACE_KINDS:
            check.error(file, f"{name}: unknown kind {place.kind!r}", f"kinds: {' '.join(PLACE_KINDS)}")
        if place.country and place.country not in check.places:
            check.error(file, f"{name}: unknown country {place.country!r}", "the country is a place's id, such as pk")
        if place.parent and place.parent not in check.places:
            check.error(file, f"{name}: parent {place.parent!r} is not there", "add the parent's row or mend the id")
        elif place.id in _above(check.places, place):
            check.error(file, f"{name} lies in itself", "mend the parents")
        if place.valid_from and place.valid_to and place.valid_to < place.valid_from:
            check.error(file, f"{name}: valid_to is before valid_from", "swap or mend the dates")
        check.source(file, name, place.source)
        _coordinates(check, place)


def _coordinates(check: _Check, place: Place) -> None:
    file, name = "places*.tsv", f"place {place.id}"
    if place.lat is None or place.lon is None:
        check.warn(file, f"{name} has no coordinates", "fill lat and lon (WGS84 degrees)")
        return
    if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        check.error(file, f"{name}: {place.lat}, {place.lon} is nowhere", "lat -90 to 90, lon -180 to 180")
        return
    if place.radius_m is not None and place.radius_m <= 0:
        check.error(file, f"{name}: radius_m is not above 0", "metres around the point within which the place lies")
    parent = check.places.get(place.parent or "")
    if parent is None or place.kind in SPREAD:
        return
    away = away_m(place, parent, check.shapes.get(parent.id))
    if away is not None and away > TOLERANCE_M:
        hint = "mend the coordinates, the parent, or the parent's radius_m or outline"
        check.error(file, f"{name} lies {away / 1000:.0f} km outside of its parent {parent.id}", hint)


def _above(places: Mapping[str, Place], place: Place) -> list[str]:
    """Ids of all that hold the place, nearest first; ends at a circle."""
    chain: list[str] = []
    parent = place.parent
    while parent and parent in places and parent not in chain:
        chain.append(parent)
        parent = places[parent].parent
    return chain


def _actors(check: _Check, actors: list[Actor]) -> None:
    file = "actors*.toml"
    for actor in actors:
        name = f"actor {actor.id}"
        if actor.kind not in ACTOR_KINDS:
            check.error(file, f"{name}: unknown kind {actor.kind!r}", f"kinds: {' '.join(ACTOR_KINDS)}")
        if actor.country and check.places and actor.country not in check.places:
            check.error(file, f"{name}: unknown country {actor.country!r}", "the country is a place's id, such as pk")
        if actor.since and actor.until and actor.until < actor.since:
            check.error(file, f"{name}: until is before since", "swap or mend the dates")
        for belongs in actor.member_of:
            if belongs.id not in check.actors:
                check.error(file, f"{name}: member of unknown {belongs.id!r}", "member_of names an actor's id")
            if belongs.since and belongs.until and belongs.until < belongs.since:
                check.error(file, f"{name}: in {belongs.id} until before since", "swap or mend the dates")
        for label in actor.labels:
            if not label.by:
                check.error(file, f"{name}: nobody imposes the label {label.text!r}", "name the actor in `by`")
            elif label.by not in check.actors:
                check.error(file, f"{name}: label by unknown {label.by!r}", "`by` is an actor's id")
        check.source(file, name, actor.source)


def _outlets(check: _Check, outlets: list[Outlet]) -> None:
    for outlet in outlets:
        name = f"outlet {outlet.id}"
        if outlet.kind not in OUTLET_KINDS:
            check.error("sources.tsv", f"{name}: unknown kind {outlet.kind!r}", f"kinds: {' '.join(OUTLET_KINDS)}")
        check.source("sources.tsv", name, outlet.source)


def _collisions(check: _Check, own: set[str]) -> None:
    """Report every name that several bear, unless it was declared or says the same thing at different sizes."""
    declared = _declared(check)
    places = [Bearer(p.id, p.kind, (p.name, *p.aliases), _above(check.places, p)) for p in check.places.values()]
    actors = [Bearer(a.id, a.id, (a.name, *a.aliases), [m.id for m in a.member_of]) for a in check.actors.values()]
    for what, bearers in (("places", places), ("actors", actors)):
        for name, ids in clashes(bearers):
            # One declared spelling speaks for all that the same bearers share.
            if not own & set(ids) or any(set(ids) <= d for d in declared):
                continue
            listed = ", ".join(f'"{i}"' for i in ids)
            hint = f'declare it under [collisions] in pack.toml: "{name}" = [{listed}]; or take the name from one'
            check.error("pack.toml", f"{len(ids)} {what} are called {name!r}: {', '.join(ids)}", hint)


def _declared(check: _Check) -> list[frozenset[str]]:
    """Bearers known to share names: ``[collisions]``, and what ``words/ambiguous.toml`` tells apart."""
    acronyms = read_toml(check.home / "words" / "ambiguous.toml").get("acronym", {})
    known = check.places.keys() | check.actors.keys()
    for name, ids in check.head.get("collisions", {}).items():
        for unknown in sorted(set(ids) - known):
            check.error("pack.toml", f"[collisions] {name!r}: {unknown!r} is not there", "take the id from the list")
    listed = [*check.head.get("collisions", {}).values(), *(a.get("candidates", []) for a in acronyms.values())]
    return [frozenset(ids) for ids in listed]


def _expect(check: _Check, places: list[Place], actors: int, outlets: int) -> None:
    """Hold the numbers of rows against ``[expect]``: a lost file must not go unnoticed."""
    kinds = Counter(p.kind for p in places)
    counts = {**{k: kinds[k] for k in PLACE_KINDS}, "places": len(places), "actors": actors, "outlets": outlets}
    counts["areas"] = len(check.shapes)
    for key, bound in check.head.get("expect", {}).items():
        what, _, edge = key.rpartition("_")
        if what not in counts or edge not in ("min", "max"):
            hint = "keys are places_min, actors_max, district_min, areas_min …"
            check.error("pack.toml", f"[expect] {key}: not understood", hint)
        elif (counts[what] < bound) if edge == "min" else (counts[what] > bound):
            hint = "is a file missing? else mend [expect]"
            check.error("pack.toml", f"{counts[what]} {what}, expected {edge} {bound}", hint)
