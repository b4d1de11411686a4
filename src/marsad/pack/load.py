"""Read a pack's folder into a :class:`~marsad.pack.types.Pack`.  Data only: nothing in a pack is ever executed."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from marsad.errors import PackError
from marsad.pack.types import Actor, Label, Membership, Outlet, Pack, Place
from marsad.pack.world import Places, World

WORLD = "gazetteer.tsv"
"""A pack's table of places that count only where the text speaks of a place (:mod:`marsad.pack.world`)."""
BUNDLED = Path(__file__).resolve().parent.parent / "packs"


def bundled_packs() -> list[str]:
    """Names of the packs that come with Marsad."""
    return sorted(p.parent.name for p in BUNDLED.glob("*/pack.toml"))


def load_pack(name: str = "afpak") -> Pack:
    """Load a bundled pack by name, or any pack by its folder's path."""
    return _load(str(find_pack(name)))


@cache
def _load(folder: str) -> Pack:
    home = Path(folder)
    head = read_toml(home / "pack.toml")
    folders = [*included_folders(home), home]
    sources: dict[str, str] = {}
    places: dict[str, Place] = {}
    actors: dict[str, Actor] = {}
    outlets: dict[str, Outlet] = {}
    words: dict[str, Any] = {}
    options: dict[str, Any] = {}
    for place in folders:
        one = read_toml(place / "pack.toml")
        sources |= one.get("sources", {})
        options = merge(options, one.get("options", {}))
        _take(places, read_places(place), place)
        _take(actors, read_actors(place), place)
        _take(outlets, read_outlets(place), place)
        for file in sorted((place / "words").glob("*.toml")):
            words[file.stem] = merge(words.get(file.stem, {}), read_toml(file))
    tables = [f / WORLD for f in folders if (f / WORLD).is_file()]
    world = World(tables[-1], head.get("region", []), places) if tables else None
    known = places if world is None else Places(places, world=world)
    if missing := [key for key in ("id", "name", "version") if key not in head]:
        raise PackError(f"{home / 'pack.toml'}: no {', '.join(missing)}", "a pack states its id, name and version")
    return Pack(
        id=head["id"], name=head["name"], version=str(head["version"]), home=home, folders=tuple(folders),
        region=tuple(head.get("region", [])), sources=sources, places=known, actors=actors, outlets=outlets,
        words=words, options=options, world=world,
    )  # fmt: skip


def merge(low: Any, high: Any) -> Any:
    """Merge two TOML trees: tables by key, arrays end to end, anything else: ``high`` wins."""
    if isinstance(low, dict) and isinstance(high, dict):
        return {**low, **{k: merge(low[k], v) if k in low else v for k, v in high.items()}}
    if isinstance(low, list) and isinstance(high, list):
        return low + high
    return high


def find_pack(name: str, beside: Path | None = None) -> Path:
    """Folder of the pack: a folder's path, a bundled pack's name, or the name of a folder next to ``beside``.

    Raises
    ------
    PackError
        When there is none.
    """
    for folder in (Path(name), BUNDLED / name, *([beside.parent / name] if beside else [])):
        if (folder / "pack.toml").is_file():
            return folder.resolve()
    raise PackError(f"no pack called {name!r}", f"bundled packs: {', '.join(bundled_packs())}; or give a folder's path")


def included_folders(home: Path) -> list[Path]:
    """Folders of all packs that a pack includes, those that they include first, each once.

    Raises
    ------
    PackError
        When an included pack is not there, or packs include each other in a circle.
    """
    return _included(home, ())


def _included(home: Path, trail: tuple[Path, ...]) -> list[Path]:
    if home in trail:
        circle = " -> ".join(p.name for p in (*trail, home))
        raise PackError(f"packs include each other: {circle}", "take one of them out of `includes`")
    folders: list[Path] = []
    for name in read_toml(home / "pack.toml").get("includes", []):
        inner = find_pack(name, home)
        folders += [f for f in (*_included(inner, (*trail, home)), inner) if f not in folders]
    return folders


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; empty when there is none.

    Raises
    ------
    PackError
        When it is no TOML.
    """
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{path}: {error}", "mend the file; the line and column are in the message") from error


def _take(into: dict[str, Any], new: Iterator[Any], folder: Path) -> None:
    for item in new:
        if item.id in into:
            raise PackError(f"{folder}: id {item.id!r} is there twice", "ids are unique over a pack and its includes")
        into[item.id] = item


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(
                (x for x in lines if not x.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
            )


def _split(value: str | None) -> tuple[str, ...]:
    return tuple(x.strip() for x in (value or "").split("|") if x.strip())


def _date(value: Any, end: bool = False) -> date | None:
    """Read 2018, 2018-05 or 2018-05-31; a bare year or month means its first day, or its last when ``end``."""
    text = str(value or "").strip()
    if not text:
        return None
    parts = [int(x) for x in text.split("-")]
    if len(parts) == 3:
        return date(parts[0], parts[1], parts[2])
    year, month = parts[0], parts[1] if len(parts) == 2 else (12 if end else 1)
    if not end:
        return date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _number(value: str | None) -> float | None:
    return float(value) if value and value.strip() else None


@contextmanager
def _told(file: Path, row: Mapping[str, Any]) -> Iterator[None]:
    """Say which row of which file is wrong, and not only that something is."""
    try:
        yield
    except KeyError as error:
        raise PackError(
            f"{file}: {row.get('id', 'a row')!r} has no {error}", "docs/packs.md lists the columns"
        ) from error
    except (ValueError, TypeError) as error:
        hint = "numbers as 31.5, dates as 2018-05-31, 2018-05 or 2018"
        raise PackError(f"{file}: {row.get('id', 'a row')!r}: {error}", hint) from error


def read_places(folder: Path) -> Iterator[Place]:
    """Read a pack folder's own ``places*.tsv``; a bad row is a :class:`PackError`."""
    for file in sorted(folder.glob("places*.tsv")):
        for row in _rows(file):
            with _told(file, row):
                place = Place(
                    id=row["id"], name=row["name"], kind=row["kind"], country=row["country"], lat=_number(row["lat"]),
                    lon=_number(row["lon"]), radius_m=_number(row.get("radius_m")), parent=row.get("parent") or None,
                    aliases=_split(row.get("aliases")), valid_from=_date(row.get("valid_from")),
                    valid_to=_date(row.get("valid_to"), end=True), source=row.get("source") or "",
                )  # fmt: skip
            yield place


def read_actors(folder: Path) -> Iterator[Actor]:
    """Read a pack folder's own ``actors*.toml``; a bad entry is a :class:`PackError`."""
    for file in sorted(folder.glob("actors*.toml")):
        for row in read_toml(file).get("actor", []):
            with _told(file, row):
                actor = Actor(
                    id=row["id"], name=row["name"], kind=row["kind"], country=row.get("country"),
                    aliases=tuple(row.get("aliases", [])),
                    labels=tuple(Label(x["text"], x.get("by", "")) for x in row.get("labels", [])),
                    member_of=tuple(
                        Membership(x["id"], _date(x.get("since")), _date(x.get("until"), end=True))
                        for x in row.get("member_of", [])
                    ),
                    since=_date(row.get("since")), until=_date(row.get("until"), end=True),
                    source=row.get("source", ""),
                )  # fmt: skip
            yield actor


def read_outlets(folder: Path) -> Iterator[Outlet]:
    """Read a pack folder's own ``sources.tsv``; a bad row is a :class:`PackError`."""
    file = folder / "sources.tsv"
    for row in _rows(file):
        with _told(file, row):
            outlet = Outlet(
                id=row["id"], name=row["name"], kind=row["kind"], country=row.get("country") or None,
                language=row.get("language") or "en", aliases=_split(row.get("aliases")),
                domains=_split(row.get("domains")), source=row.get("source") or "",
            )  # fmt: skip
        yield outlet
