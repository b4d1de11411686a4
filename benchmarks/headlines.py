"""Headlines that UCDP GED gives as sources of one event: are they found to tell one happening?

    python -m benchmarks.headlines GED.csv [--dated]

Each headline of an event that several sources tell becomes a report of one line, of its outlet and day of publication;
``--dated`` adds the day ("… on Sunday, 9 November 2014."), which the article says and the headline does not.  All are
resolved together.  Two headlines belong together when UCDP names both as sources of one event (one headline may tell
several), and are found so when an incident holds both.  One JSON line: pairwise precision, recall and F1 over all
headlines, over those that are in an incident at all (``within_…``), and the share that is (``covered``).
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path

from benchmarks.reference import Row, plain
from marsad import plugins
from marsad.evaluate.score import Tally
from marsad.pack import load_pack
from marsad.pipeline.coder import Coder
from marsad.resolve import resolve
from marsad.settings import Settings
from marsad.values import Document


@dataclass(slots=True)
class Headline:
    """A headline as an outlet printed it on a day, with the events that UCDP takes from it."""

    words: str
    outlet: str
    published: date
    day: date
    events: set[str] = field(default_factory=set)

    def document(self, number: int, dated: bool) -> Document:
        """A report of this line alone."""
        when = f" on {self.day:%A}, {self.day.day} {self.day:%B %Y}" if dated else ""
        text = f"{self.words.strip().rstrip('.')}{when}."
        return Document(id=f"h{number}", text=text, source=self.outlet, published=self.published)


def headlines(rows: Iterable[Row]) -> list[Headline]:
    """Headlines of the events that several sources tell, each printed headline once."""
    found: dict[tuple[str, str, str], Headline] = {}
    for row in rows:
        parts = [row[k].split(";") for k in ("source_headline", "source_office", "source_date")]
        # Some headlines hold the mark that parts them: such rows cannot be told apart.
        if len({len(p) for p in parts}) != 1 or len(parts[0]) < 2 or row["date_prec"] not in ("1", "2"):
            continue
        for words, outlet, published in zip(*parts, strict=True):
            if len(words.split()) < 3:
                continue
            try:
                known = (plain(words), outlet, published)
                day, start = date.fromisoformat(published.strip()[:10]), date.fromisoformat(row["date_start"][:10])
            except ValueError:
                continue
            found.setdefault(known, Headline(words, outlet, day, start)).events.add(row["id"])
    return list(found.values())


def pairs(groups: Iterable[Iterable[int]]) -> set[tuple[int, int]]:
    """Pairs of numbers that some group holds."""
    return {pair for group in groups for pair in combinations(sorted(set(group)), 2)}


def by_event(told: Iterable[tuple[int, Headline]]) -> Iterator[list[int]]:
    """Numbers of the headlines of each event."""
    events: dict[str, list[int]] = defaultdict(list)
    for number, headline in told:
        for event in headline.events:
            events[event].append(number)
    yield from events.values()


def tallied(wanted: set[tuple[int, int]], found: set[tuple[int, int]]) -> Mapping[str, float]:
    """Precision, recall and F1 of pairs."""
    tally = Tally(right=len(wanted & found), found=len(found), wanted=len(wanted))
    return {k: round(getattr(tally, k), 4) for k in ("precision", "recall", "f1")}


def main() -> None:
    """Read, code, resolve and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.headlines", description="Headlines of one event.")
    parser.add_argument("ged", type=Path)
    parser.add_argument("--dated", action="store_true")
    given = parser.parse_args()
    csv.field_size_limit(sys.maxsize)
    settings = Settings.of()
    pack = load_pack(settings["pack"])
    coder = Coder(plugins.load("backend", settings["backend"])(pack), pack)
    with given.ged.open(encoding="utf-8", newline="") as lines:
        told = list(enumerate(headlines(csv.DictReader(lines))))
    started = time.perf_counter()
    coded = [coder.code(h.document(n, given.dated)) for n, h in told]
    number = {c.id: n for (n, _), c in zip(told, coded, strict=True)}
    incidents = resolve(coded, pack, settings).incidents
    wanted, found = pairs(by_event(told)), pairs([number[d] for d in i.documents] for i in incidents)
    held = {number[d] for i in incidents for d in i.documents}
    within = {f"within_{k}": v for k, v in tallied({p for p in wanted if held.issuperset(p)}, found).items()}
    print(json.dumps({
        "headlines": len(told), "events": len({e for _, h in told for e in h.events}), "pairs": len(wanted),
        "incidents": len(incidents), "covered": round(len(held) / max(len(told), 1), 4),
        **tallied(wanted, found), **within, "seconds": round(time.perf_counter() - started, 1),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
