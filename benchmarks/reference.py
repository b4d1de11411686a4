"""How well incidents find their events: headlines that UCDP GED gives as sources, against the whole of its table.

    python -m benchmarks.reference GED.csv [--from N] [--rows N] [--seed N]

Events with headlines (``source_headline``) and a day known to within a week are shuffled, and a slice is taken.  Each
headline becomes a report with the event's true day ("… on Sunday, 9 November 2014."): place, sides and deaths are left
for it to tell.  A match is right when UCDP names the headline as a source of the event (it splits some reports into
several events).  One JSON line.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from marsad import plugins
from marsad.assess import assess
from marsad.pack import load_pack
from marsad.pipeline.coder import Coder
from marsad.reference import Matcher, coverage_of, read_events, report_of
from marsad.resolve import resolve
from marsad.settings import Settings
from marsad.values import Document

Row = Mapping[str, str]


def plain(headline: str) -> str:
    """A headline without case and marks."""
    return re.sub(r"[^a-z0-9]", "", headline.lower())


def headlines(row: Row) -> list[str]:
    return [h.strip().strip('"') for h in row["source_headline"].split(";") if h.strip()]


def documents(rows: Sequence[Row]) -> Iterator[tuple[Document, str]]:
    """Each headline as a report with the event's day, and the headline."""
    for row in rows:
        day = date.fromisoformat(row["date_start"][:10])
        for number, headline in enumerate(headlines(row)):
            text = headline.capitalize() if headline.isupper() else headline
            text = f"{text.rstrip('.')} on {day:%A}, {day.day} {day:%B} {day.year}."
            yield Document(f"{row['id']}-{number}", text, source="a wire", published=day), headline


def measure(path: Path, start: int, number: int, seed: int) -> dict[str, object]:
    data = path.read_bytes()
    before = time.perf_counter()
    events = read_events(data, path.name).events
    seconds = time.perf_counter() - before
    table = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    rows = [r for r in table if r["source_headline"].strip() and r["date_prec"] in ("1", "2")]
    random.Random(seed).shuffle(rows)
    sources: dict[str, set[str]] = defaultdict(set)
    for row in table:
        for headline in headlines(row):
            sources[plain(headline)].add(row["id"])
    pack = load_pack("afpak")
    coder = Coder(plugins.load("backend", "rules/1")(pack), pack)
    given = list(documents(rows[start : start + number]))
    coded = [coder.code(d) for d, _ in given]
    right = {d.id: sources[plain(h)] for d, h in given}
    found = resolve(coded, pack, Settings.of())
    incidents, _ = assess(found.incidents, found.claims, coded, pack)
    matcher = Matcher(events, coverage_of("ged", events, pack), pack)
    compared = matcher.compare([report_of(i) for i in incidents])
    told = {i.id: set().union(*(right[d] for d in i.documents)) for i in incidents}
    grades = Counter((m.fit.grade, m.fit.event.id in told[m.fit.report]) for m in compared.matches)
    good = sum(n for (_, ok), n in grades.items() if ok)
    return {
        "incidents": len(incidents), "matched": len(compared.matches), "right": good,
        "by_grade": {g: [grades[g, True], grades[g, True] + grades[g, False]] for g in ("clear", "likely", "possible")},
        "unmatched": Counter(u.reason or "ours only" for u in compared.unmatched), "read_seconds": round(seconds, 2),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path, metavar="GED.csv")
    parser.add_argument("--from", dest="start", type=int, default=0)
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    print(json.dumps(measure(asked.table, asked.start, asked.rows, asked.seed)))


if __name__ == "__main__":
    main()
