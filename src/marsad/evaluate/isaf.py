"""ISAF press releases: one record per release, scored from coded statements by a fixed mapping.

The mapping reads only public fields of the statements: the earliest event's date and province, people killed and
captured, groups that are named, means.  It is written here and nowhere else; the coder knows nothing of the set.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marsad.evaluate import isaf_districts
from marsad.evaluate.score import Outcome, binary_f1, share
from marsad.link.anchor import anchor_of
from marsad.pipeline.coder import Coder
from marsad.values import Coded, Document, Statement

GROUPS = {
    "afghan-taliban": "taliban", "haqqani-network": "haqqani", "al-qaeda": "aq", "hig": "hig", "hik": "hik",
    "let": "let", "imu": "imu", "jdq": "judq", "iju": "iju", "ttp": "ttp",
}  # fmt: skip
FIELDS = (
    "start_date", "event_type", "province", "target_group", "min_killed", "min_captured", "killq", "captureq",
    "killcaptureraid", "airstrike", "noshotsfired", "min_leaders_killed", "min_leaders_captured",
)  # fmt: skip
_LEADER = ("leader", "commander", "emir", "governor", "deputy")


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Accuracy per field, their mean, and F1 of "someone was killed" and "someone was captured"."""
    hits: dict[str, list[bool]] = {f: [] for f in FIELDS}
    datable: list[bool] = []
    districts: list[bool] = []
    killed: list[tuple[bool, bool]] = []
    captured: list[tuple[bool, bool]] = []
    errors: list[Mapping[str, Any]] = []
    for row in rows:
        gold = row["gold"]
        document = Document(id=row["id"], text=row["text"], source="ISAF Joint Command")
        coded = coder.code(document)
        answer = record(coded, row["text"], anchor_of(document, coder.pack.words["times"]).date)
        right = {f: _equal(f, gold[f], answer[f]) for f in FIELDS}
        for field, ok in right.items():
            hits[field].append(ok)
        if row["datable"]:
            datable.append(right["start_date"])
        if names := isaf_districts.named(row["text"], [_plain(g) for g in gold["province"]], _plain):
            happened = _happened(coded)
            districts.append(isaf_districts.right(names, happened, coded, coder.pack))
            if not districts[-1]:
                errors.append(isaf_districts.mistake(row, names, isaf_districts.answer(happened, coded, coder.pack)))
        killed.append((bool(gold["killq"]), answer["killq"]))
        captured.append((bool(gold["captureq"]), answer["captureq"]))
        wrong = {f: (gold[f], answer[f]) for f, ok in right.items() if not ok and (f != "start_date" or row["datable"])}
        if wrong:
            errors.append({"id": row["id"], "text": row["text"], "gold and answer": wrong})
    metrics = {f if f != "start_date" else "date": share(v) for f, v in hits.items()}
    metrics["district"] = share(districts)
    metrics["date_datable"] = share(datable)
    metrics["mean13"] = sum(share(v) for v in hits.values()) / len(FIELDS)
    metrics["killed_f1"] = binary_f1(killed)
    metrics["captured_f1"] = binary_f1(captured)
    return Outcome(len(rows), metrics, errors)


def record(coded: Coded, text: str, filed: date | None = None) -> dict[str, Any]:
    """The 13 fields from what was coded."""
    events = _events(coded)
    kills = [s for s in events if _people(s, "killed")]
    catches = [s for s in events if _people(s, "captured")]
    happened = _happened(coded)
    min_killed = _total(kills, "killed", text)
    min_captured = _total(catches, "captured", text)
    aerial = any(s.mode in ("aerial", "drone") for s in events)
    leaders_captured = sum(_leaders(s, text) for s in catches[:1])
    leaders_killed = sum(_leaders(s, text) for s in kills[:1])
    return {
        "start_date": _date(happened, filed), "province": _province(happened, coded),
        "target_group": _groups(coded), "min_killed": min_killed, "min_captured": min_captured,
        "killq": min_killed > 0, "captureq": min_captured > 0,
        "event_type": _type(min_killed, min_captured, aerial, kills),
        "killcaptureraid": any(w in text.lower() for w in ("operation", "searching for", "in search of")),
        "airstrike": aerial,
        "noshotsfired": any(s.polarity == "denied" and s.mode == "firearms" for s in coded.statements),
        "min_leaders_killed": leaders_killed, "min_leaders_captured": leaders_captured,
    }  # fmt: skip


def _events(coded: Coded) -> list[Statement]:
    return [s for s in coded.statements if s.shape in ("event", "figure") and not _aside(s)]


def _happened(coded: Coded) -> list[Statement]:
    """What the record is about: who was killed or captured, else violence, else anything."""
    events = _events(coded)
    people = [s for kind in ("killed", "captured") for s in events if _people(s, kind)]
    return people or [s for s in events if s.type in ("ASSAULT", "COERCE")] or events


def _aside(s: Statement) -> bool:
    return bool(set(s.auxiliary) & {"historical", "hypothetical", "negation", "future"}) or s.polarity == "denied"


def _people(s: Statement, kind: str) -> bool:
    """Whether it counts people of that kind who are no soldiers of the reporting side and no bystanders kept safe."""
    return any(c.kind == kind and (c.low or 0) > 0 and c.side not in ("soldiers",) for c in s.counts)


_MORE = re.compile(r"\b(additional|other|another|also|second|third|more)\b")
_AGAIN = re.compile(r"^(the|both|these|those|this|that|him|her|them|his)\b")


def _total(statements: Sequence[Statement], kind: str, text: str) -> int:
    """People of a kind over a release: "two additional" adds, "the leader" and a number said before repeat."""
    total = 0
    said: set[tuple[int, str | None]] = set()
    for s in sorted(statements, key=lambda s: s.evidence[0].start):
        for c in s.counts:
            low = c.low or 0
            if c.kind != kind or not low or c.side == "soldiers":
                continue
            words = text[c.start : c.end + 40].lower()
            key = (low, c.side)
            more = bool(_MORE.search(words) or _MORE.search(text[s.evidence[0].start : c.start].lower()[-60:]))
            if (_AGAIN.match(words) or key in said) and not more:
                total = max(total, low)
            else:
                total += low
            said.add(key)
    return total


def _date(happened: Sequence[Statement], filed: date | None) -> str | None:
    """The day of what happened; a release that gives none is of the day that it bears."""
    for s in happened:
        if s.earliest is not None and s.latest is not None:
            # a night is recorded by its morning; longer intervals by their first day
            return (s.latest if (s.latest - s.earliest).days == 1 else s.earliest).isoformat()
    return filed.isoformat() if filed else None


def _province(happened: Sequence[Statement], coded: Coded) -> list[str]:
    for s in happened:
        found = [p.admin1 for p in s.places if p.role == "at" and p.admin1]
        if found:
            return sorted({_plain(found[0])})
    for m in coded.mentions:
        if m.kind == "place" and m.admin1 and not m.text.isupper():
            return [_plain(m.admin1)]
    return []


def _plain(name: str) -> str:
    folded = (
        unicodedata.normalize("NFKD", name)
        .encode("ascii", "ignore")
        .decode()
        .lower()
        .replace("-", " ")
        .replace("'", "")
    )
    return _SPELLINGS.get(folded, folded)


_SPELLINGS = {
    "paktia": "paktya", "sar e pol": "sar e pul", "sari pul": "sar e pul", "saripul": "sar e pul",
    "panjsher": "panjshir", "konar": "kunar", "nurestan": "nuristan", "daikondi": "daykundi",
    "maidan wardak": "wardak", "jawzjan": "jowzjan", "uruzgan": "uruzgan", "oruzgan": "uruzgan", "nimruz": "nimroz",
    "hilmand": "helmand",
}  # fmt: skip


def _groups(coded: Coded) -> list[str]:
    seen = [GROUPS[m.link] for m in coded.mentions if m.kind == "actor" and m.link in GROUPS]
    return list(dict.fromkeys(seen))[:1] or [""]


def _type(killed: int, captured: int, aerial: bool, kills: Sequence[Statement]) -> list[str]:
    if killed and captured:
        return ["captureandkill"]
    if captured:
        return ["detention"]
    if killed:
        return ["airstrike"] if aerial else ["insurgentskilled"]
    return ["airstrike"] if aerial else ["exchangeoffire"]


def _leaders(s: Statement, text: str) -> int:
    words = text[s.evidence[0].start : s.evidence[0].end].lower()
    return int(any(w in words for w in _LEADER))


def _equal(field: str, gold: Any, answer: Any) -> bool:
    if field == "province":
        return sorted(_plain(g) for g in gold) == sorted(answer)
    if field in ("event_type", "target_group"):
        return sorted(gold) == sorted(answer)
    if field.startswith("min_"):
        return bool(int(float(gold or 0)) == answer)
    if field == "start_date":
        return bool(gold == answer)
    return bool(gold) == bool(answer)
