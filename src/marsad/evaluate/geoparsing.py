"""Toponyms found, and how far off they are put.

Wanted are the gold's toponyms with coordinates; other marked words (demonyms, common nouns) are neither wanted nor
counted against us.  Found are our places, and states ("Turkish" too: the sets want adjectives), within the names of
actors too ("Turkish police", of which the sets mark the first word).  ``acc_161km`` is the
share of the found toponyms that lie within 161 km (100 miles) of the gold; one without coordinates is wrong.
``acc_161km_all`` counts toponyms that were not found as wrong too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marsad.evaluate.score import Outcome, Tally, share
from marsad.evaluate.texts import overlap, trimmed
from marsad.pipeline.coder import Coder
from marsad.resolve.spots import distance_km
from marsad.values import Coded, Document

NEAR_KM = 161.0
_STATES = ("country", "area")
Point = tuple[float, float] | None
Toponyms = Mapping[tuple[int, int], Point]


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Exact-span F1 of toponyms, and the share of the found ones within 161 km."""
    exact, loose = Tally(), Tally()
    near: list[bool] = []
    missed = 0
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        text = row.get("text") or ""
        gold, other = _gold(row, text)
        coded = coder.code(Document(id=str(row.get("id", n)), text=text, title=row.get("title"), url=row.get("url")))
        found = toponyms(coded, text, coder)
        ours = {s: p for s, p in found.items() if s in gold or not any(overlap(s, o) for o in other)}
        exact.add(gold, ours)
        for span, point in gold.items():
            answers = [p for s, p in ours.items() if overlap(s, span)]
            loose.right += bool(answers)
            missed += not answers
            if answers:
                near.append(any(_near(point, p) for p in answers))
            if not answers or not near[-1]:
                errors.append(_error(text, span, point, answers))
        loose.wanted += len(gold)
        loose.found += sum(any(overlap(s, g) for g in gold) for s in ours) + _wrong(ours, gold)
        errors += [_error(text, s, None, [p]) for s, p in ours.items() if not any(overlap(s, g) for g in gold)]
    metrics = {"toponym_f1": exact.f1, "toponym_precision": exact.precision, "toponym_recall": exact.recall}
    metrics |= {"toponym_f1_overlap": loose.f1, "acc_161km": share(near)}
    metrics |= {"acc_161km_all": share(near + [False] * missed)}
    return Outcome(len(rows), metrics, errors)


def _gold(row: Mapping[str, Any], text: str) -> tuple[dict[tuple[int, int], Point], list[tuple[int, int]]]:
    """Spans with coordinates, and the other marked spans."""
    wanted: dict[tuple[int, int], Point] = {}
    other: list[tuple[int, int]] = []
    for t in row.get("toponyms", ()):
        start, end = t.get("start", -1), t.get("end", -1)
        if not 0 <= start < end <= len(text):
            continue
        if t.get("lat") is not None and t.get("lon") is not None:
            wanted[trimmed(text, start, end)] = (float(t["lat"]), float(t["lon"]))
        else:
            other.append((start, end))
    return wanted, other


def _wrong(ours: Toponyms, gold: Toponyms) -> int:
    return sum(not any(overlap(s, g) for g in gold) for s in ours)


def toponyms(coded: Coded, text: str, coder: Coder) -> dict[tuple[int, int], Point]:
    """Our places with their points; a state, and a state named in an actor's name, has its country's point."""
    found: dict[tuple[int, int], Point] = {}
    for m in coded.mentions:
        if m.kind == "actor":
            found |= {
                trimmed(text, m.start + start, m.start + end): point
                for start, end, point in _states(m.text, coder)
            }  # fmt: skip
        elif m.kind == "place":
            found[trimmed(text, m.start, m.end)] = (m.lat, m.lon) if m.lat is not None and m.lon is not None else None
    return found


def _states(name: str, coder: Coder) -> Iterator[tuple[int, int, Point]]:
    """The states that an actor's words name: "Turkish" in "Turkish police", nothing in "the government"."""
    pack = coder.pack
    for hit in pack.names.find(name):
        ids = (*(a.removesuffix(".state") for a in hit.actors), *hit.places)
        place = next((p for i in ids if (p := pack.own_places.get(i)) is not None and p.kind in _STATES), None)
        if place is not None and place.lat is not None and place.lon is not None:
            yield hit.start, hit.end, (place.lat, place.lon)


def _near(gold: Point, ours: Point) -> bool:
    return gold is not None and ours is not None and distance_km(gold, ours) <= NEAR_KM


def _error(text: str, span: tuple[int, int], gold: Point, answers: Sequence[Point]) -> Mapping[str, Any]:
    start, end = span
    around = f"{text[max(0, start - 60) : start]}[{text[start:end]}]{text[end : end + 60]}"
    return {"text": around, "gold": gold, "answer": list(answers)}
