"""A workbench of a few invented claims and an attack, coded by hand: who says what is known exactly."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bench import make_pack
from marsad.pipeline import Workbench
from marsad.read import document_id
from marsad.store import Given, row_of
from marsad.values import Coded, Document, Party, Span, StatedPlace, Statement, Voice

MORE_ACTORS = """
[[actor]]
id = "blue-league"
name = "Blue League"
kind = "party"
country = "zz"

[[actor]]
id = "red-youth"
name = "Red Youth"
kind = "faction"
member_of = [{ id = "red-front", since = "2030" }]
"""
FELLBURY = StatedPlace("at", "Fellbury", "zz.up.fell", 10.6, 10.1, 3000, 1, 1, "zz", "zz.up", None, 0, 3)
NAMES = {"red-front": "Red Front", "blue-league": "Blue League", "zz.army": "Zedland Army"}
OFFICIALS = Voice("officials", None, "official_anonymous", 0, 3, Span(0, 3))
LEAGUE = Voice("Blue League", "blue-league", "official_named", 0, 3, Span(0, 3))

Told = tuple[str, str, str, dict[str, Any]]
"""Outlet, day of publication, text, and what was coded of it."""
TOLD: tuple[Told, ...] = (
    ("Zed Wire", "2031-03-09", "The Red Front supports the Blue League, officials said.",
     {"shape": "tie", "mode": "supports", "actors": "red-front", "recipients": "blue-league", "voice": (OFFICIALS,),
      "modality": "reported"}),
    ("Post", "2031-03-12", "The Blue League denied that the Red Front supports the Blue League.",
     {"shape": "tie", "mode": "supports", "actors": "red-front", "recipients": "blue-league", "voice": (LEAGUE,),
      "modality": "reported", "polarity": "denied"}),
    ("Post", "2028-05-01", "The Red Front fights the Zedland Army.",
     {"shape": "tie", "mode": "fights", "actors": "red-front", "recipients": "zz.army"}),
    ("Moor", "2031-03-10", "The Red Front is based in Fellbury.",
     {"shape": "presence", "mode": "based", "actors": "red-front", "places": (FELLBURY,)}),
    ("Moor", "2031-03-04", "The Scarlet Menace bombed the Zedland Army in Fellbury on 3 March 2031.",
     {"shape": "event", "type": "ASSAULT", "mode": "explosives", "actors": "red-front", "recipients": "zz.army",
      "places": (FELLBURY,), "day": date(2031, 3, 3), "means": (Party("bomb", None, 19, 25),)}),
)  # fmt: skip


def make(folder: Path) -> Path:
    """The workbench; its folder."""
    pack = make_pack(folder)
    (pack / "actors-more.toml").write_text(MORE_ACTORS)
    bench = Workbench.init(folder / "wb", backend="fake/1", pack=str(pack))
    for number, (outlet, day, text, how) in enumerate(TOLD):
        published = date.fromisoformat(day)
        document = Document(document_id(text.encode()), text, f"<b>Report {number}</b>", outlet, published=published)
        bench.store.put_documents([Given(document, text.encode(), f"{number}.txt")])
        spans = (Span(0, len(text)),)
        coded = Coded(
            document.id, spans, (), (_statement(f"s{number}", text, **how),), source=outlet, published=published
        )
        bench.store.put_coded(row_of(coded), bench.code_key())
    bench.resolve(None)
    bench.store.close()
    return folder / "wb"


def _statement(identity: str, text: str, **how: Any) -> Statement:
    day = how.pop("day", None)
    values: dict[str, Any] = {
        "id": identity, "evidence": (Span(0, len(text) - 1),), "type": None, "auxiliary": (), "places": (),
        "earliest": day, "latest": day, "date_prec": 1 if day else None, "counts": (), "means": (), "voice": (),
        "modality": "asserted", "polarity": "affirmed", "score": 1.0, "quote": text[:-1],
    } | how  # fmt: skip
    for role in ("actors", "recipients"):
        link = values.get(role)
        name = NAMES.get(link or "", "")
        start = text.find(name) if name in text else text.find("Scarlet Menace")
        end = start + (len(name) if name in text else len("Scarlet Menace"))
        values[role] = (Party(name, link, start, end),) if link else ()
    return Statement(**values)
