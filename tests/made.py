"""Small factories of coded documents for tests: each says only what its test is about.  All of it is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from marsad.pack import Actor, Outlet, Pack
from marsad.pack.types import Membership
from marsad.values import Coded, Count, Party, Span, StatedPlace, Statement, Voice

DAY = date(2031, 3, 5)


def actor(id: str, kind: str, country: str | None = None, member_of: Sequence[str] = ()) -> Actor:
    above = tuple(Membership(m, None, None) for m in member_of)
    return Actor(id, id.upper(), kind, country, (), (), above, None, None, "test")


def outlet(name: str, kind: str, country: str = "pk") -> Outlet:
    return Outlet(f"outlet:{name}", name.title(), kind, country, "en", (), (), "test")


ACTORS = (
    actor("pk.police", "police", "pk"),
    actor("pk.kp.police", "police", "pk"),
    actor("pk.army", "military", "pk"),
    actor("pk.foreign", "ministry", "pk"),
    actor("pk.state", "state", "pk"),
    actor("af.emirate", "state", "af"),
    actor("red", "armed_group", None),
    actor("red.young", "faction", None, ["red"]),
    actor("blue", "armed_group", None),
    actor("aid", "ngo", None),
)
OUTLETS = (
    outlet("wire", "wire"), outlet("cable", "wire"), outlet("daily", "private"), outlet("post", "private"),
    outlet("gazette", "private"), outlet("state-tv", "state"),
    outlet("red-voice", "armed_group"), outlet("corner", "local"),
)  # fmt: skip
GENERIC = {
    "militants": {"kind": "armed_group", "name": "militants"},
    "police": {"kind": "police", "name": "police"},
    "soldiers": {"kind": "military", "name": "soldiers"},
    "civilians": {"kind": "civilians", "name": "civilians"},
    "residents": {"kind": "civilians", "name": "residents"},
}


def pack(origins: dict[str, Any]) -> Pack:
    """A tiny pack; ``origins`` is the words/origins.toml to use."""
    return Pack(
        id="made", name="made", version="1", home=Path(), folders=(), region=("pk", "af"), sources={}, places={},
        actors={a.id: a for a in ACTORS}, outlets={o.id: o for o in OUTLETS},
        words={"origins": origins, "actors": {"generic": GENERIC}},
    )  # fmt: skip


TOWNS = {  # invented: (district, province, lat, lon)
    "north": ("Upper", "Hill", 33.00, 70.60),
    "mill": ("Upper", "Hill", 33.03, 70.64),
    "ford": ("Upper", "Hill", 33.01, 70.60),
    "south": ("Lower", "Hill", 32.30, 70.90),
    "port": ("Coast", "Plain", 25.10, 62.30),
}


Towns = Mapping[str, tuple[str, str, float, float]]


def town(name: str, role: str = "at", table: Towns = TOWNS) -> StatedPlace:
    district, province, lat, lon = table[name]
    link = f"pk.{province}.{district}.{name}".lower()
    return StatedPlace(role, name.title(), link, lat, lon, 1500.0, 1, 1, "pk", province, district, 0, 4)  # type: ignore[arg-type]


def district(name: str, table: Towns = TOWNS) -> StatedPlace:
    province = next(p for d, p, _, _ in table.values() if d == name)
    link = f"pk.{province}.{name}".lower()
    return StatedPlace("at", name, link, 32.8, 70.7, 30000.0, 3, 2, "pk", province, name, 0, 4)


def province(name: str) -> StatedPlace:
    return StatedPlace("at", name, f"pk.{name}".lower(), 33.0, 71.0, 150000.0, 4, 3, "pk", name, None, 0, 4)


def party(link: str | None, name: str | None = None) -> Party:
    return Party(name or (link or "").partition(":")[2] or link or "", link, 0, 3)


def voice(kind: str, link: str | None = None, name: str | None = None) -> Voice:
    return Voice(name or link, link, kind, 0, 3, Span(0, 3) if kind != "outlet" else None)  # type: ignore[arg-type]


POLICE = voice("official_named", "pk.kp.police", "police")
RESIDENT = voice("witness", "generic:residents@pk", "residents")
HOSPITAL = voice("medical", None, "hospital")
RED = voice("armed_group", "red", "red")


def killed(low: int | None, high: int | None = -1, side: str | None = None, kind: str = "killed") -> Count:
    return Count(kind, side, low, low if high == -1 else high, 0, 3)  # type: ignore[arg-type]


def said(id: str, **given: Any) -> Statement:
    """A statement: by default, a bomb in the town "north" on DAY, in the outlet's own voice.

    Its sentence names its places, unless they are ``carried`` over from before.
    """
    when = given.pop("day", DAY)
    until = given.pop("until", when)
    values: dict[str, Any] = {
        "id": id, "evidence": (Span(start := given.pop("at", 0), start + 10),), "shape": "event",
        "type": "ASSAULT", "mode": "explosives", "auxiliary": (), "actors": (), "recipients": (),
        "places": (town("north"),), "earliest": when, "latest": until, "date_prec": 1 if when else None,
        "counts": (), "means": (), "voice": (), "modality": "reported", "polarity": "affirmed", "score": 1.0,
        "trigger": None, "quote": "",
    }  # fmt: skip
    where = given.pop("where", None)
    if where is not None:
        values["places"] = tuple(where)
    if not given.pop("carried", False):
        values["places"] = tuple(replace(p, start=start, end=start + 4) for p in values["places"])
    values |= {k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}
    return Statement(**values)


def report(id: str, *statements: Statement, source: str | None = "Daily", **given: Any) -> Coded:
    """A document by an outlet: adds the outlet to the end of each voice chain and the document to each id."""
    link = next((o.id for o in OUTLETS if o.name == source), None)
    last = (voice("outlet", link, source),) if source else ()
    done = tuple(replace(s, id=f"{id}.{s.id}", voice=(*s.voice, *last)) for s in statements)
    words = given.pop("words", f"the words of {id} are its own " * 3 + " ".join(f"{id}{n}" for n in range(30)))
    sentences = tuple(Span(s.evidence[0].start, s.evidence[0].end) for s in done)
    published = given.pop("published", DAY + timedelta(days=1))
    return Coded(id, sentences, (), done, (), (), source, published, None, None, sketch(words), **given)


def sketch(text: str, size: int = 64) -> tuple[int, ...]:
    """Bottom-k sketch of word 3-grams, as the pipeline makes it."""
    words = text.lower().split()
    grams = {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}
    hashes = (int.from_bytes(blake2b(g.encode(), digest_size=8).digest(), "big") for g in grams)
    return tuple(sorted(hashes)[:size])


def copy(original: Coded, id: str, source: str | None = None, later: int = 0) -> Coded:
    """The same text under another id (and outlet), published ``later`` days after."""
    published = original.published + timedelta(days=later) if original.published else None
    name = source or original.source
    link = next((o.id for o in OUTLETS if o.name == name), None)
    statements = tuple(
        replace(
            s,
            id=s.id.replace(original.id + ".", id + "."),
            voice=tuple(voice("outlet", link, name) if v.kind == "outlet" else v for v in s.voice),
        )
        for s in original.statements
    )
    return replace(original, id=id, source=name, published=published, statements=statements)
