"""How fast pages are on a large workbench: makes one of invented incidents through the store, then asks for pages.

    python benchmarks/web.py --incidents 200000 --statements 600000 --folder /tmp/large

A folder that is there already is not made again: ask a second time to see the memory of the server alone.  Prints p50
and p95 of each page of the table in milliseconds (by the clock, and of processor time, which what else runs on the
machine hardly changes), the memory, and the bytes of the overview as they are sent.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from marsad.pack import Place
from marsad.pipeline import Workbench
from marsad.store import CodedRow, Given, row_of
from marsad.values import (
    Assessment,
    Change,
    Claim,
    Coded,
    CopyLink,
    Count,
    Document,
    Figure,
    Incident,
    Mention,
    Origin,
    Party,
    Shape,
    Span,
    StatedPlace,
    Statement,
    Toll,
    Voice,
    VoiceKind,
    Vote,
)
from marsad.web.app import application
from marsad.web.pages import PAGES
from marsad.web.templating import STATIC

PER_DOCUMENT = 10
OUTLETS = 40
AT_ONCE = 500
MODES = ("explosives", "firearms", "drone", "aerial", "abduct", None)
KINDS: tuple[VoiceKind, ...] = ("official_named", "official_anonymous", "witness", "armed_group", "outlet")
SHAPES: tuple[Shape, ...] = ("tie", "presence", "movement")
SIDES = ("civilians", "militants", "police", "soldiers")
LOCAL = "http://127.0.0.1:8765"


class Maker:
    """Invented reports: each incident told by so many statements, each statement in a document of ten."""

    def __init__(self, bench: Workbench, incidents: int, statements: int) -> None:
        self.bench, self.incidents, self.statements = bench, incidents, statements
        self.random = random.Random(7)
        pack = bench.pack
        self.places = [p for p in pack.own_places.values() if p.lat is not None and p.country in pack.region]
        self.actors = [a for a in pack.actors.values() if a.kind in ("armed_group", "military", "police")]

    def make(self) -> None:
        """Fill the workbench."""
        for start in range(0, self.statements // PER_DOCUMENT, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, self.statements // PER_DOCUMENT))
            made = [self.document(n) for n in numbers]
            self.bench.store.put_documents([Given(d, d.text.encode(), f"{d.id}.txt") for d, _ in made])
            self.bench.store.put_all_coded([row for _, row in made], "made")
        things = [self.incident(n) for n in range(self.incidents)]
        claims = [self.claim(n) for n in range(self.incidents // 5)]
        self.resolve("the first time", things, claims)
        self.resolve("one incident changed", [replace(things[0], judged=("j",)), *things[1:]], claims)
        at = datetime(2031, 3, 1, tzinfo=UTC)
        self.bench.store.changes.put([
            Change(at + timedelta(minutes=i), "run", "new documents", "updated", f"i{i:08}", (),
                   (("killed", "4", "5"),), ())
            for i in range(min(5000, self.incidents))
        ])  # fmt: skip

    def resolve(self, words: str, things: list[Incident], claims: list[Claim]) -> None:
        """Put the resolution, and print how long it took."""
        began, worked = time.perf_counter(), time.process_time()
        self.bench.store.put_resolution(things, claims, "made", self.bench.above())
        took, processor = time.perf_counter() - began, time.process_time() - worked
        print(f"put_resolution, {words}: {took:.1f} s, {processor:.1f} s of processor")

    def document(self, number: int) -> tuple[Document, CodedRow]:
        """A document and its rows."""
        sentences, said, at = [], [], 0
        for n in range(number * PER_DOCUMENT, (number + 1) * PER_DOCUMENT):
            name = self.place(n % self.incidents).name
            words = f"A blast near the market of {name} killed {n % 30} people, police said. "
            sentences.append(words)
            said.append(self.statement(n, Span(at, at + len(words) - 1), words[:-1]))
            at += len(words)
        day = date(2020, 1, 1) + timedelta(days=number % 3000)
        text, outlet = "".join(sentences), f"Outlet {number % OUTLETS}"
        document = Document(f"d{number:08}", text, f"Report {number}", outlet, None, day, None, "en")
        spans = tuple(s.evidence[0] for s in said)
        label = Mention(2, 7, "Scarlet Menace", "actor", "ttp", "Tehreek-e-Taliban Pakistan", label="Khawarij")
        labels = (label,) if number % 5 == 0 else ()
        coded = Coded(document.id, spans, labels, tuple(said), (), (), document.source, day, document.title)
        return document, row_of(coded)

    def place(self, incident: int) -> Place:
        """Where an incident is."""
        return self.places[(incident * 7919) % len(self.places)]

    def stated(self, incident: int) -> StatedPlace:
        """The same, as a statement's place."""
        p = self.place(incident)
        return StatedPlace("at", p.name, p.id, p.lat, p.lon, p.radius_m, 1, 1, p.country, None, None, 27, 34)

    def statement(self, number: int, span: Span, quote: str) -> Statement:
        """The statement of this number."""
        incident, kind = number % self.incidents, KINDS[number % len(KINDS)]
        voice = Voice("police", "pk.police", kind, 0, 1, Span(0, 1))
        day = date(2020, 1, 1) + timedelta(days=incident % 3000)
        actor = self.actors[incident % len(self.actors)]
        return Statement(
            f"s{number:08}", (span,), "event", "ASSAULT", MODES[incident % len(MODES)], (),
            (Party(actor.name, actor.id, span.start, span.start + 5),), (), (self.stated(incident),), day, day, 1,
            (Count("killed", None, number % 30, number % 30, span.start, span.start + 5),), (), (voice,), "reported",
            "affirmed", 0.9, Span(span.start + 2, span.start + 7), quote,
        )  # fmt: skip

    def incident(self, number: int) -> Incident:
        """The incident of this number."""
        said = tuple(f"s{n:08}" for n in range(number, self.statements, self.incidents))
        documents = tuple(sorted({f"d{int(s[1:]) // PER_DOCUMENT:08}" for s in said}))
        day, actor = date(2020, 1, 1) + timedelta(days=number % 3000), self.actors[number % len(self.actors)]
        party = (Party(actor.name, actor.id, None, None),)
        return Incident(
            f"i{number:08}", "incident", said, documents, "ASSAULT", MODES[number % len(MODES)], party, (),
            self.stated(number), day, day, 1, party if number % 9 == 0 else (), (), (), (),
            self.assessment(said, number),
        )  # fmt: skip

    def assessment(self, said: tuple[str, ...], number: int) -> Assessment:
        """One origin for each statement."""
        origins = tuple(
            Origin(f"o{s}", "official_named", "police", None, (f"d{int(s[1:]) // PER_DOCUMENT:08}",), (s,))
            for s in said
        )
        votes = tuple(Vote(o.id, "supports", 0.8, "says so", o.statements) for o in origins)
        figures = tuple(Figure(o.id, o.statements[0], number % 30, number % 30) for o in origins)
        killed = number % 30
        tolls = tuple(
            Toll("killed", side, killed, killed, killed + 3, killed, killed, killed + 3, figures)
            for side in (None, SIDES[number % len(SIDES)])
        )
        (first,), (last,) = origins[0].documents, origins[-1].documents
        copies = (CopyLink(last, first, 12.0, ("the same words",)),) if number % 4 == 0 and len(said) > 1 else ()
        grade = "ABCDEF"[number % 6]
        return Assessment(grade, 1 + number % 6, origins, votes, tolls, number % 11 == 0, (), copies)  # type: ignore[arg-type]

    def claim(self, number: int) -> Claim:
        """A claim on the statement of this number: a tie, a presence or a movement."""
        one, other = (self.actors[(number + n) % len(self.actors)] for n in (0, 5))
        parties = (Party(one.name, one.id, None, None),), (Party(other.name, other.id, None, None),)
        said = (f"s{number:08}",)
        shape, day = SHAPES[number % len(SHAPES)], date(2020, 1, 1) + timedelta(days=number % 3000)
        places = () if shape == "tie" else (self.stated(number),)
        mode = "allied" if shape == "tie" else None
        return Claim(
            f"c{number:08}", "claim", shape, None, mode, said, (f"d{number // PER_DOCUMENT:08}",), *parties, places,
            day, day, self.assessment(said, number),
        )  # fmt: skip


def addresses(maker: Maker, number: int) -> Iterator[tuple[str, str]]:
    """Pages with the addresses that are asked for: each page of the table, and some lists as they are narrowed."""
    pick = maker.random
    for _ in range(number):
        place, actor, n = pick.choice(maker.places).id, pick.choice(maker.actors).id, pick.randrange(maker.incidents)
        ids = {
            "incident": f"i{n:08}", "claim": f"c{n // 5:08}", "place": place.rpartition(".")[0] or place,
            "organisation": actor, "source": f"Outlet {n % OUTLETS}", "document": f"d{n // PER_DOCUMENT:08}",
        }  # fmt: skip
        for page in PAGES:
            if page.name != "suggest":
                yield page.name, page.path.replace("{id}", ids.get(page.name, "")) + (".json" if page.drawn else "")
        yield "suggest", f"/suggest.json?kind=place&q={maker.place(n).name[:3]}"
        yield "incidents, sorted", f"/incidents?sort=-killed&page={pick.randrange(1, max(2, maker.incidents // 50))}"
        yield "incidents, filtered", f"/incidents?place={place.rsplit('.', 1)[0]}&contested=yes&actor={actor}"
        yield "incidents, words", f"/incidents?words={maker.place(n).name.split()[0]}"
        yield "claims, filtered", f"/claims?shape=tie&actor={actor}&sort=-documents"
        yield "documents, words", f"/documents?words={maker.place(n).name.split()[0]}"
        yield "places, filtered", "/places?contested=yes&level=district&sort=-killed"
        yield "map-layers, filtered", f"/map/layers.json?place={place.rsplit('.', 1)[0]}"
        yield "search, words", f"/search?q={maker.place(n).name.split()[0]}"


def sent(client: TestClient, address: str) -> int:
    """The bytes of an answer as they go over the wire."""
    with client.stream("GET", address) as answer:
        return sum(len(part) for part in answer.iter_raw())


def weigh(client: TestClient) -> None:
    """Print the bytes of the overview: without the map, and with all that the map asks for."""
    page = client.get("/overview").text
    files = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', page)
    drawn = [unescape(a) for a in re.findall(r'data-(?:src|areas)="([^"]+)"', page)]
    app = STATIC / "app"
    chunks = [f"/static/app/{x.relative_to(app).as_posix()}" for x in app.rglob("*.*") if x.suffix in (".js", ".css")]
    map_only = re.compile(r"map|base|days")
    plain = ["/overview", *files, *(a for a in drawn if "timeline" in a)]
    plain += [c for c in chunks if c not in files and "timeline" in c]
    mapped = [a for a in drawn if "map" in a] + [c for c in chunks if c not in files and map_only.search(c)]
    without, more = (sum(sent(client, a) for a in dict.fromkeys(part)) for part in (plain, mapped))
    print(f"bytes of the overview: {without / 1000:.0f} kB without the map, {(without + more) / 1000:.0f} kB with it")


def main() -> None:
    """Make the workbench and time its pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=20_000)
    parser.add_argument("--statements", type=int, default=60_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    fresh = not given.folder.exists()
    bench = Workbench.init(given.folder, backend="rules/1") if fresh else Workbench.open(given.folder)
    maker = Maker(bench, given.incidents, given.statements)
    if fresh:
        began = time.perf_counter()
        maker.make()
        print(f"made in {time.perf_counter() - began:.0f} s")
    bench.store.close()
    took: dict[str, tuple[list[float], list[float]]] = {}
    with TestClient(application(given.folder), base_url=LOCAL) as client:
        for _, address in addresses(maker, 1):  # what is kept is made with the first visit
            client.get(address)
        for page, address in addresses(maker, given.times):
            began, worked = time.perf_counter(), time.process_time()
            answer = client.get(address)
            clock, processor = took.setdefault(page, ([], []))
            clock.append((time.perf_counter() - began) * 1000)
            processor.append((time.process_time() - worked) * 1000)
            if answer.status_code != 200:
                print(f"{answer.status_code} {address}")
        weigh(client)
    for page, times in took.items():
        (half, most), (half_worked, most_worked) = (
            (sorted(some)[len(some) // 2], sorted(some)[int(len(some) * 0.95)]) for some in times
        )
        print(f"{page:22} p50 {half:5.0f} ms  p95 {most:5.0f} ms   processor {half_worked:5.0f} {most_worked:5.0f} ms")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (with the making, if made)")


if __name__ == "__main__":
    main()
