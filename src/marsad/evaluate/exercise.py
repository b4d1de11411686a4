"""The example corpus, end to end: what resolve and assess make of it, against a gold that was written first.

FILE is the corpus's ``gold.json``; the reports lie beside it.  A *unit* is a sentence (or a part of one) that the gold
gives to an incident or claim.  Our statements stand for a unit when their trigger lies in it.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from marsad.assess import assess
from marsad.errors import ReadError, UserError
from marsad.evaluate.rows import read_rows
from marsad.evaluate.score import Outcome, Tally, share
from marsad.origins import Told, copies_of
from marsad.pack import fold
from marsad.pipeline.coder import Coder
from marsad.read import read_path
from marsad.resolve import resolve
from marsad.settings import Settings
from marsad.values import Claim, Coded, Document, Incident, Statement

_REAL = frozenset({"historical", "future", "hypothetical", "negation"})
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Unit:
    """Part of a sentence of a document that the gold gives to something (``item``), as a range of its text."""

    item: str
    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _World:
    """Everything of ours."""

    coded: Mapping[str, Coded]
    incidents: tuple[Incident, ...]
    claims: tuple[Claim, ...]
    home: Mapping[str, str]
    """Statement -> incident."""

    def goes_on(self, unit: _Unit) -> set[str]:
        """Incidents that the sentences of a unit without statements go on about."""
        left = [u for u in self.coded[unit.file].uncoded if u.start < unit.end and unit.start < u.end]
        return {self.home[u.continues] for u in left if u.continues and u.continues in self.home}


def load(path: Path) -> list[Mapping[str, Any]]:
    """The gold with the documents that it names."""
    gold = dict(read_rows(path)[0])
    try:
        gold["read"] = {name: read_path(path.parent / name, Settings.of()) for name in gold.get("documents", ())}
    except (ReadError, OSError) as error:
        raise UserError(f"a report of the exercise: {error}", "the reports lie beside gold.json") from error
    return [gold]


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Incidents (pairs of units), their fields, what is none, copies and claims."""
    gold = rows[0]
    documents: Mapping[str, Document] = gold["read"]
    world = _world(documents, coder)
    placed = {part: _placed(gold.get(part, ()), documents, world) for part in ("incidents", "not_incidents", "claims")}
    errors: list[Mapping[str, Any]] = []
    metrics = _pairs(placed, world, errors)
    metrics |= _fields(gold.get("incidents", ()), placed["incidents"], world, errors)
    metrics["not_incidents"] = _kept_out(placed["not_incidents"], world, documents, errors)
    metrics["copies_f1"] = _copies(gold.get("copies", ()), world, errors)
    metrics |= _claims(gold.get("claims", ()), placed["claims"], world, errors)
    return Outcome(len(documents), metrics, errors)


def _world(documents: Mapping[str, Document], coder: Coder) -> _World:
    coded = {name: coder.code(document) for name, document in documents.items()}
    resolution = resolve(list(coded.values()), coder.pack, Settings.of())
    incidents, claims = assess(resolution.incidents, resolution.claims, list(coded.values()), coder.pack)
    return _World(coded, tuple(incidents), tuple(claims), {s: i.id for i in incidents for s in i.statements})


# ---------------------------------------------------------------------------------------------------- gold in our texts


def _placed(
    items: Iterable[Mapping[str, Any]], documents: Mapping[str, Document], world: _World
) -> dict[_Unit, list[Statement]]:
    """Units with our statements in them; of several in a sentence, each reaches to the next one's beginning."""
    begins: dict[tuple[str, int], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        for told in item["documents"]:
            text = documents[told["file"]].text
            for sentence in told["sentences"]:
                tell = _find(text, sentence["tell"])
                if tell is None:
                    continue
                clause = _find(text, sentence.get("clause") or sentence["tell"], tell[0]) or tell
                begins[told["file"], _end(world.coded[told["file"]], clause[1])][clause[0]].append(item["id"])
    units: dict[_Unit, list[Statement]] = {}
    for (file, high), starts in begins.items():
        ordered = sorted(starts)
        for start, end in zip(ordered, [*ordered[1:], high], strict=True):
            for name in dict.fromkeys(starts[start]):
                unit = _Unit(name, file, start, end)
                units[unit] = [s for s in world.coded[file].statements if s.trigger and start <= s.trigger.start < end]
    return units


def _find(text: str, words: str, after: int = 0) -> tuple[int, int] | None:
    """Where the words stand, whatever the white space."""
    found = re.compile(r"\s+".join(re.escape(w) for w in _BLANK.split(words.strip()))).search(text, after)
    return found.span() if found else None


def _end(coded: Coded, end: int) -> int:
    """The end of the sentence of ours in which some words end (a dateline before them is a sentence of its own)."""
    index = bisect.bisect_right([s.start for s in coded.sentences], end - 1) - 1
    return max(end, coded.sentences[index].end) if index >= 0 else end


# ------------------------------------------------------------------------------------------------------------ incidents


def _pairs(
    placed: Mapping[str, Mapping[_Unit, Sequence[Statement]]], world: _World, errors: list[Mapping[str, Any]]
) -> dict[str, float]:
    """Pairwise F1 over units: same incident in the gold and of ours.  What is no incident can only be wrong."""
    tally = Tally()
    homes = {
        unit: {world.home[s.id] for s in found if s.id in world.home} or (set() if found else world.goes_on(unit))
        for unit, found in placed["incidents"].items()
    }
    real = {unit.item for unit in homes}
    for (one, ours), (other, theirs) in combinations(_sentences(placed, world), 2):
        wanted = bool(ours & theirs & real)
        if ours & theirs and not wanted:
            continue
        found = bool(one[1] & other[1])
        tally.wanted += wanted
        tally.found += found
        tally.right += wanted and found
        if found and not wanted:
            errors.append(
                {"what": "joined wrongly", "gold": (sorted(ours), sorted(theirs)), "answer": (one[0], other[0])}
            )
    empty = [u for u in placed["incidents"] if not homes[u]]
    errors += [{"what": "no incident", "gold": u.item, "text": _words(world, u)} for u in empty]
    seen = share(bool(homes[u]) for u in placed["incidents"])
    metrics = {"incident_pairwise_f1": tally.f1, "incident_precision": tally.precision}
    return metrics | {"incident_recall": tally.recall, "incident_sentences": seen}


def _sentences(
    placed: Mapping[str, Mapping[_Unit, Sequence[Statement]]], world: _World
) -> list[tuple[tuple[str, frozenset[str]], frozenset[str]]]:
    """Each sentence (or part) with its file and our incidents in it, and what the gold gives it to (perhaps two).

    A denial belongs with what it denies: in what the gold keeps out, only what is told as real can be wrong.
    """
    homes: dict[tuple[str, int], set[str]] = defaultdict(set)
    items: dict[tuple[str, int], set[str]] = defaultdict(set)
    for part in ("incidents", "not_incidents"):
        for unit, found in placed[part].items():
            told = [s for s in found if part == "incidents" or _is_real(s)]
            homes[unit.file, unit.start] |= {world.home[s.id] for s in told if s.id in world.home}
            homes[unit.file, unit.start] |= set() if found else world.goes_on(unit)
            items[unit.file, unit.start].add(unit.item)
    return [((place[0], frozenset(homes[place])), frozenset(items[place])) for place in homes]


def _words(world: _World, unit: _Unit) -> str:
    return f"{unit.file}: " + " / ".join(s.quote for s in world.coded[unit.file].statements if _in(s, unit))[:300]


def _in(statement: Statement, unit: _Unit) -> bool:
    return any(e.start < unit.end and unit.start < e.end for e in statement.evidence)


def _fields(
    gold: Iterable[Mapping[str, Any]],
    placed: Mapping[_Unit, Sequence[Statement]],
    world: _World,
    errors: list[Mapping[str, Any]],
) -> dict[str, float]:
    """Fields of the incident of ours that holds most of a gold incident; one that was not found has them all wrong."""
    by_id = {i.id: i for i in world.incidents}
    hits: dict[str, list[bool]] = {k: [] for k in ("found", "place", "district", "date", "type", "toll", "toll_range")}
    for item in gold:
        told = [s.id for unit, found in placed.items() if unit.item == item["id"] for s in found]
        votes = Counter(world.home[s] for s in told if s in world.home)
        ours = by_id[min(votes, key=lambda i: (-votes[i], i))] if votes else None
        right = {"found": ours is not None, **_compare(item, ours)}
        for name, answer in right.items():
            hits[name] += answer if isinstance(answer, list) else [answer]
        if not all(all(a) if isinstance(a, list) else a for a in right.values()):
            errors.append({"what": "fields", "gold": {k: v for k, v in item.items() if k != "documents"},
                           "right": right, "answer": ours and _brief(ours)})  # fmt: skip
    return {name: share(values) for name, values in hits.items()}


def _compare(item: Mapping[str, Any], ours: Incident | None) -> dict[str, bool | list[bool]]:
    place = item.get("place")
    here = ours.place if ours is not None else None
    answer: dict[str, bool | list[bool]] = {}
    if place is None:
        answer["place"] = ours is not None and (here is None or (here.where_prec or 9) >= 4)
    else:
        answer["place"] = here is not None and _alike(place["name"], here.name)
        if place.get("admin2"):
            answer["district"] = here is not None and _alike(place["admin2"], here.admin2 or "")
    days = tuple(d and d.isoformat() for d in (ours.earliest, ours.latest)) if ours is not None else (None, None)
    answer["date"] = days[0] == item.get("earliest") and item.get("latest") in (None, days[1])
    answer["type"] = ours is not None and ours.type in item.get("types_accepted", [item.get("type")])
    exact, within = _tolls(item, ours)
    return {**answer, "toll": exact, "toll_range": within}


def _tolls(item: Mapping[str, Any], ours: Incident | None) -> tuple[list[bool], list[bool]]:
    """Per toll with a known truth: whether our best is it, and whether our range holds it."""
    tolls = ours.assessment.tolls if ours is not None and ours.assessment is not None else ()
    exact: list[bool] = []
    within: list[bool] = []
    for wanted in item.get("tolls", ()):
        truth = wanted.get("truth")
        if truth is None:
            continue
        found = next((t for t in tolls if (t.kind, t.side) == (wanted["kind"], wanted["side"])), None)
        exact.append(found is not None and found.best == truth)
        low, high = (found.low, found.high) if found is not None else (None, None)
        within.append(found is not None and (low is None or low <= truth) and (high is None or truth <= high))
    return exact, within


def _alike(gold: str, ours: str) -> bool:
    """The same name, or one of them within the other ("Tirah", "Tirah Valley")."""
    one, other = fold(gold), fold(ours)
    return bool(other) and (one == other or one in other or other in one)


def _brief(ours: Incident) -> Mapping[str, Any]:
    tolls = ours.assessment.tolls if ours.assessment is not None else ()
    return {
        "type": ours.type, "place": ours.place and (ours.place.name, ours.place.admin2),
        "days": (ours.earliest, ours.latest), "documents": len(ours.documents),
        "tolls": [(t.kind, t.side, t.low, t.best, t.high) for t in tolls],
    }  # fmt: skip


def _kept_out(
    placed: Mapping[_Unit, Sequence[Statement]],
    world: _World,
    documents: Mapping[str, Document],
    errors: list[Mapping[str, Any]],
) -> float:
    """Share of the sentences about history, plans and what did not happen that made no incident as if it were real."""
    kept: list[bool] = []
    for unit, found in placed.items():
        wrong = [s for s in found if s.id in world.home and s.shape == "event" and _is_real(s)]
        kept.append(not wrong)
        if wrong:
            text = documents[unit.file].text[unit.start : unit.end]
            errors.append(
                {"what": "no incident in the gold", "gold": unit.item, "text": text, "answer": [s.quote for s in wrong]}
            )
    return share(kept)


def _is_real(s: Statement) -> bool:
    return not (_REAL & set(s.auxiliary)) and s.polarity == "affirmed"


# ---------------------------------------------------------------------------------------------------- copies and claims


def _copies(gold: Iterable[Mapping[str, Any]], world: _World, errors: list[Mapping[str, Any]]) -> float:
    """F1 of pairs of documents with one origin by copying; partial copies and updates may be found and need not."""
    must: set[frozenset[str]] = set()
    may: set[frozenset[str]] = set()
    for group in gold:
        core = [group["origin"], *group.get("copies", ())]
        must |= {frozenset(p) for p in combinations(core, 2)}
        may |= {frozenset(p) for p in combinations([*core, *group.get("partly", ()), *group.get("updates", ())], 2)}
    groups = copies_of([Told(s, c) for c in world.coded.values() for s in c.statements])
    names = {c.id: name for name, c in world.coded.items()}
    found = {
        frozenset((names[a], names[b])) for a, b in combinations(sorted(groups), 2) if groups[a] == groups[b]
    }  # fmt: skip
    wrong = (found - may - must) | (must - found)
    errors += [{"what": "copies", "gold": p in must, "answer": p in found, "text": sorted(p)} for p in wrong]
    tally = Tally(right=len(found & must), found=len(found - (may - must)), wanted=len(must))
    return tally.f1


def _claims(
    gold: Iterable[Mapping[str, Any]],
    placed: Mapping[_Unit, Sequence[Statement]],
    world: _World,
    errors: list[Mapping[str, Any]],
) -> dict[str, float]:
    """Per claim and document: said in the right shape and polarity, by which kind of voice; and pairs of one claim."""
    hits: list[bool] = []
    voiced: list[bool] = []
    speakers: dict[str, list[set[str]]] = defaultdict(list)
    home = {s: c.id for c in world.claims for s in c.statements} | dict(world.home)
    for item in gold:
        for told in item["documents"]:
            statements = [s for u, f in placed.items() if u.item == item["id"] and u.file == told["file"] for s in f]
            right = [s for s in statements if _says(item, s) and s.polarity == told["polarity"]]
            hits.append(bool(right))
            if right:
                voiced.append(any(v.kind == told["voice"] for s in right for v in s.voice[:1]))
            else:
                quotes = [(s.shape, s.type, s.mode, s.polarity, s.quote) for s in statements]
                errors.append({"what": "claim", "gold": (item["id"], item["proposition"], told), "answer": quotes})
            speakers[item["id"]].append({home[s.id] for s in right if s.id in home})
    metrics = {"claims": share(hits), "claim_voices": share(voiced)}
    return metrics | {"claim_pairwise_f1": _claim_pairs(speakers).f1}


def _claim_pairs(said: Mapping[str, Sequence[set[str]]]) -> Tally:
    tally = Tally()
    everything: Iterator[tuple[str, set[str]]] = ((name, homes) for name, told in said.items() for homes in told)
    for (one, here), (other, there) in combinations(list(everything), 2):
        tally.wanted += one == other
        tally.found += bool(here & there)
        tally.right += one == other and bool(here & there)
    return tally


def _says(item: Mapping[str, Any], s: Statement) -> bool:
    """Whether a statement has the claim's shape; who claims or blames may also be coded as what was done."""
    if item["shape"] == "figure":
        return bool(s.counts) or s.shape == "figure"
    if item["shape"] == "position":
        return s.shape == "position" or s.type is not None
    return bool(s.shape == item["shape"])
