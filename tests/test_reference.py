"""Reference data sets: rows to events, events to incidents, and what they say to a document.  All rows are invented."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import apsw
import pytest
from click.testing import CliRunner, Result
from lxml import html as parser

from marsad.brief import render_comparison
from marsad.cli import main
from marsad.errors import UserError
from marsad.export.comparison import COLUMNS
from marsad.pack import Pack, load_pack
from marsad.pipeline import Workbench
from marsad.pipeline.references import add_reference, compare, default_name, remove_reference
from marsad.reference import Comparison, Event, Matcher, Report, coverage_of, read_events, report_of
from marsad.reference.differences import differences, overall
from marsad.reference.features import POINTS, WORDS
from marsad.reference.matching import REASONS
from marsad.reference.propositions import Record, near
from marsad.reference.sides import Sides
from marsad.store import Reference, ReferenceRow, Store
from marsad.store.memory import MemoryStore
from marsad.store.originals import digest_of
from marsad.store.sqlite import FILE, VERSION, SqliteStore
from marsad.values import Assessment, Claim, Count, Figure, Party, StatedPlace, Toll
from marsad.views import Filters

ROOT = Path(__file__).resolve().parent.parent
EXERCISE = ROOT / "examples" / "exercise"
TABLE = ROOT / "examples" / "reference" / "ged-march-2031.csv"
DAY = date(2031, 3, 6)
GED = {
    "id": "7", "type_of_violence": "1", "side_a": "Government of Pakistan", "side_b": "TTP", "where_prec": "1",
    "where_coordinates": "Bannu town", "adm_1": "Khyber Pakhtunkhwa province", "adm_2": "Bannu district",
    "latitude": "32.98", "longitude": "70.60", "country": "Pakistan", "date_prec": "1",
    "date_start": "2031-03-06 00:00:00.000", "date_end": "2031-03-06 00:00:00.000", "deaths_a": "4", "deaths_b": "1",
    "deaths_civilians": "0", "deaths_unknown": "0", "best": "5", "high": "6", "low": "4", "number_of_sources": "2",
    "source_office": "Northgate Press Agency;Indus Ledger", "source_original": "Lt. Col. Example", "event_clarity": "1",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "PAK7", "event_date": "2031-03-06", "time_precision": "1", "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "Military Forces of Pakistan (2030-)",
    "actor2": "TTP: Tehreek-i-Taliban Pakistan", "country": "Pakistan", "admin1": "Khyber Pakhtunkhwa",
    "admin2": "Bannu", "location": "Bannu", "latitude": "32.98", "longitude": "70.60", "geo_precision": "1",
    "source": "Indus Ledger; Northgate Press Agency", "notes": "A person was named here.", "fatalities": "5",
}  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("afpak")


def table(*rows: dict[str, str], like: dict[str, str] = GED, mark: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else list(like), delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def event(id: str = "e1", **given: Any) -> Event:
    first = given.pop("first", DAY)
    plain: dict[str, Any] = {
        "first": first, "last": first, "date_prec": 1, "lat": 32.98, "lon": 70.60, "where_prec": 1,
        "place": "Bannu town", "admin1": "", "admin2": "", "country": "Pakistan",
        "sides": ("Government of Pakistan", "TTP"), "kind": "state-based", "low": 5, "best": 5, "high": 5,
    }  # fmt: skip
    return Event(id, **(plain | given))


def report(id: str = "i1", **given: Any) -> Report:
    first = given.pop("first", DAY)
    plain: dict[str, Any] = {
        "type": "ASSAULT", "mode": "explosives", "first": first, "last": first, "place": "Bannu", "lat": 32.985,
        "lon": 70.603, "radius_km": 7.0, "where_prec": 1, "country": "pk",
        "parties": (("pk.police", "Pakistan Police"), ("ttp", "Tehreek-e-Taliban Pakistan")), "killed": (5, 5),
    }  # fmt: skip
    return Report(id, **(plain | given))


def compared(reports: Sequence[Report], events: Sequence[Event], pack: Pack, form: Any = "ged") -> Comparison:
    # Two events far off: the reference covers a year.
    edges = [event("first", first=date(2031, 1, 1), lat=25.0), event("last", first=date(2031, 12, 31), lat=25.0)]
    everything = [*edges, *events]
    return Matcher(everything, coverage_of(form, everything, pack), pack).compare(reports)


# ------------------------------------------------------------------------------------------------------------ reading


def test_ged_row_is_read_whole() -> None:
    (found,) = read_events(table(GED), "a.csv").events
    assert (found.id, found.first, found.last, found.date_prec, found.where_prec) == ("7", DAY, DAY, 1, 1)
    assert (found.low, found.best, found.high) == (4, 5, 6)
    assert found.parts == (("side a", 4), ("side b", 1))
    assert found.sides == ("Government of Pakistan", "TTP") and found.kind == "state-based"
    assert found.outlets == ("Northgate Press Agency", "Indus Ledger") and found.sources == 2


def test_notes_and_quoted_sources_are_not_kept() -> None:
    for row in (GED, ACLED):
        (found,) = read_events(table(row), "a.csv").events
        assert "Example" not in repr(found) and "person" not in repr(found)


def test_the_tag_row_of_hdx_is_no_event() -> None:
    tags = dict.fromkeys(GED, "") | {"id": "#event+id", "latitude": "#geo+lat"}
    reading = read_events(table(tags, GED), "a.csv")
    assert (len(reading.events), reading.bad, reading.problems) == (1, 0, ())


@pytest.mark.parametrize("change", [
    {"best_est": "best", "low_est": "low", "high_est": "high"},  # releases before 17.1
    {"Date_Start": "date_start", "SIDE_A": "side_a"},
    {"date": "date_start"},
])  # fmt: skip
def test_other_names_of_columns(change: dict[str, str]) -> None:
    row = {next((new for new, old in change.items() if old == k), k): v for k, v in GED.items()}
    if "date" in change:
        del row["date_end"]
    (found,) = read_events(table(row), "a.csv").events
    assert (found.first, found.last, found.best) == (DAY, DAY, 5)


def test_gzip_other_separators_and_encodings() -> None:
    for mark in ",;\t":
        assert len(read_events(gzip.compress(table(GED, mark=mark)), "a.csv.gz").events) == 1
    (found,) = read_events(table(GED | {"where_coordinates": "Kéran"}).decode().encode("cp1252"), "a.csv").events
    assert found.place == "Kéran"
    assert len(read_events(b"\xef\xbb\xbf" + table(GED), "a.csv").events) == 1


@pytest.mark.parametrize(("said", "day"), [
    ("2031-03-06", DAY), ("06-03-2031", DAY), ("06 March 2031", DAY), ("6 Mar 2031", DAY),
])  # fmt: skip
def test_days_of_acled(said: str, day: date) -> None:
    (found,) = read_events(table(ACLED | {"event_date": said}, like=ACLED), "a.csv").events
    assert found.first == found.last == day
    assert found.kind == "armed clash" and (found.low, found.best, found.high) == (5, 5, 5)


def test_precisions_of_acled_become_those_of_ucdp() -> None:
    rows = [ACLED | {"event_id_cnty": n, "time_precision": n, "geo_precision": n} for n in "123"]
    one, two, three = read_events(table(*rows), "a.csv").events
    assert [(e.date_prec, e.where_prec) for e in (one, two, three)] == [(1, 1), (3, 2), (4, 4)]
    assert (two.first, two.last) == (DAY - timedelta(3), DAY + timedelta(3))
    assert (three.first, three.last) == (date(2031, 3, 1), date(2031, 3, 31))


def test_slashes_are_read_as_the_file_writes_them() -> None:
    american = [GED | {"id": "1", "date_start": "3/6/2031", "date_end": "3/6/2031"}]
    told = GED | {"id": "2", "date_start": "3/27/2031 0:00:00", "date_end": "3/27/2031 0:00:00"}
    assert read_events(table(*american, told), "a.csv").events[0].first == DAY
    with pytest.raises(UserError, match="a date that cannot be read"):
        read_events(table(*american), "a.csv")  # 3 June or 6 March: nothing is guessed


def test_bad_rows_are_counted_with_reasons_and_lines() -> None:
    bad = [
        GED, GED, GED | {"id": ""}, GED | {"id": "8", "date_start": "soon"}, GED | {"id": "9", "latitude": "132"},
        GED | {"id": "10", "best": "many"}, GED | {"id": "11", "date_end": "2031-03-01"}, GED | {"id": "12"},
    ]  # fmt: skip
    reading = read_events(table(*bad) + b"13,cut\n", "a.csv")
    assert [e.id for e in reading.events] == ["7", "12"] and reading.bad == 7
    told = {p.subject: p.message for p in reading.problems}
    assert "line 3" in told["a.csv: an id that another row has"]
    assert {s.removeprefix("a.csv: ") for s in told if s} == {
        "an id that another row has", "no id", "a date that cannot be read", "no such coordinates",
        "a number that is none", "an end before its start", "another number of cells",
    }  # fmt: skip
    assert all(p.hint and p.stage == "reference" for p in reading.problems)


@pytest.mark.parametrize(("data", "said"), [
    (b"", "neither"), (b"name,age\na,1\n", "neither"), (b"PK\x03\x04rest", "packed"), (b"\0\1\2", "no text"),
    (b"\x1f\x8bgarbage", "unpacked"), (table(), "no event"), (gzip.compress(table(GED))[:-9], "unpacked"),
])  # fmt: skip
def test_what_is_no_such_table_is_the_users_to_mend(data: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        read_events(data, "a.csv")
    assert caught.value.hint


def test_a_missing_column_is_named() -> None:
    row = {k: v for k, v in GED.items() if k != "longitude"}
    with pytest.raises(UserError, match=r"UCDP GED.*longitude"):
        read_events(table(row), "a.csv")


def test_a_large_table_is_read_quickly_and_tells_progress() -> None:
    rows = [GED | {"id": str(n), "latitude": str(30 + n % 40 / 10)} for n in range(6000)]
    told: list[tuple[int, int]] = []
    before = time.perf_counter()
    reading = read_events(table(*rows), "a.csv", lambda done, total: told.append((done, total)))
    assert len(reading.events) == 6000 and time.perf_counter() - before < 10
    assert told[-1][0] == told[-1][1] and len(told) > 2


# -------------------------------------------------------------------------------------------------------------- sides


@pytest.mark.parametrize(("name", "kind", "shown"), [
    ("Government of Pakistan", "state", "Government of Pakistan"),
    ("Military Forces of Pakistan (2030-) Frontier Corps", "state", "Military Forces of Pakistan Frontier Corps"),
    ("TTP", "group", "Tehreek-e-Taliban Pakistan"),
    ("TTP: Tehreek-i-Taliban Pakistan", "group", "Tehreek-e-Taliban Pakistan"),
    ("Civilians (Pakistan)", "civilians", "civilians"),
    ("Protesters (Pakistan)", "protesters", "protesters"),
    ("Unidentified Armed Group (Pakistan)", "unnamed", "an armed group without a name"),
    ("Forces of Some Leader", "group", "forces of a named leader"),
    ("Army faction (forces of Some Leader)", "group", "Army faction"),
    ("Lashkar of the Example tribe", "group", "Lashkar of the Example tribe"),
])  # fmt: skip
def test_names_of_sides(name: str, kind: str, shown: str, pack: Pack) -> None:
    side = Sides(pack).read(name)
    assert (side.kind, side.shown) == (kind, shown)


@pytest.mark.parametrize(("key", "name", "relation"), [
    ("pk.police", "Government of Pakistan", "same"), ("generic:soldiers", "Government of Pakistan", "related"),
    ("us.forces", "Government of Pakistan", "related"), ("pk.police", "TTP", "none"), ("ttp", "TTP", "same"),
    ("generic:militants@pk", "TTP", "related"), ("bla", "TTP", "none"), ("generic:civilians@pk", "Civilians", "same"),
    ("ttp", "TTP - an unknown faction", "related"), ("generic:militants", "Civilians", "none"),
])  # fmt: skip
def test_relations_of_sides(key: str, name: str, relation: str, pack: Pack) -> None:
    sides = Sides(pack)
    assert sides.relate(key, sides.read(name)) == relation


def test_who_governs_depends_on_the_day(pack: Pack) -> None:
    sides = Sides(pack)
    for year, relation in ((1999, "same"), (2010, "none"), (2031, "same")):
        side = sides.read("Government of Afghanistan", date(year, 3, 1))
        assert sides.relate("afghan-taliban", side) == relation


# ----------------------------------------------------------------------------------------------------------- matching


@pytest.mark.parametrize(("ours", "theirs", "matched"), [
    ({}, {}, True),
    ({}, {"first": DAY + timedelta(1)}, True),  # a night
    ({}, {"first": DAY + timedelta(4)}, False),
    ({}, {"lat": 33.6, "lon": 71.5}, False),  # 100 km off
    ({}, {"low": 60, "best": 66, "high": 70, "lat": 33.1}, False),
    ({"killed": (66, 66)}, {"low": 60, "best": 66, "high": 70, "lat": 33.1}, True),
    ({"parties": ()}, {}, True),
    ({"parties": (("bla", "BLA"),)}, {"lat": 33.1, "best": 9, "low": 9, "high": 9}, False),
    ({"where_prec": 3, "radius_km": 30.0}, {"lat": 33.2}, True),
    ({"where_prec": 4, "radius_km": 365.0, "lat": 34.1, "lon": 71.6}, {}, True),
    ({"lat": None, "lon": None, "where_prec": None, "killed": None}, {}, False),
    ({}, {"first": DAY - timedelta(20), "last": DAY + timedelta(5)}, True),  # "in March"
])  # fmt: skip
def test_what_is_one_happening(ours: dict[str, Any], theirs: dict[str, Any], matched: bool, pack: Pack) -> None:
    found = compared([report(**ours)], [event(**theirs)], pack)
    assert bool(found.matches) is matched
    assert len(found.matches) + len(found.unmatched) == 1


@pytest.mark.parametrize(("ours", "reason"), [
    ({"first": None, "last": None}, "undated"),
    ({"last": DAY + timedelta(60)}, "vague date"),
    ({"first": date(2040, 1, 1)}, "outside its days"),
    ({"country": "in", "lat": 20.0, "lon": 78.0}, "outside its area"),
    ({"type": "CONSULT", "mode": "visit", "killed": None}, "kind not covered"),
    ({"killed": None, "lat": 30.2, "lon": 67.0}, "no deaths"),
    ({"lat": None, "lon": None, "where_prec": None, "country": None, "killed": (1, 1), "parties": ()}, "unplaced"),
    ({"lat": 30.0, "lon": 69.4, "where_prec": 6, "radius_km": 950.0, "killed": (90, 90)}, "vague place"),
    ({"killed": (40, 40), "lat": 33.1}, "unclear"),
    ({"lat": 30.2, "lon": 67.0}, None),
])  # fmt: skip
def test_why_nothing_can_be_said(ours: dict[str, Any], reason: str | None, pack: Pack) -> None:
    (found,) = compared([report(**ours)], [event()], pack).unmatched
    assert found.reason == reason
    assert reason is None or reason in REASONS


def test_acled_covers_what_is_not_deadly(pack: Pack) -> None:
    protest = report(type="PROTEST", mode="demo", killed=None, parties=(("generic:protesters@pk", "protesters"),))
    theirs = event(kind="peaceful protest", sides=("Protesters (Pakistan)",), low=0, best=0, high=0)
    (match,) = compared([protest], [theirs], pack, "acled").matches
    assert "kind open" in match.fit.features or "kind same" in match.fit.features
    assert compared([protest], [theirs], pack, "ged").unmatched[0].reason == "kind not covered"


def test_matches_are_one_to_one_and_the_best_ones(pack: Pack) -> None:
    events = [event("five"), event("nine", low=9, best=9, high=9)]
    reports = [report("i9", killed=(9, 9)), report("i5"), report("i5-too", lat=33.05)]
    found = compared(reports, events, pack)
    assert {m.fit.report: m.fit.event.id for m in found.matches} == {"i5": "five", "i9": "nine"}
    (left,) = found.unmatched
    assert left.report == "i5-too" and left.taken is not None


def test_order_never_matters(pack: Pack) -> None:
    rng = random.Random(5)
    events = [
        event(f"e{n}", first=DAY + timedelta(n % 5), lat=32.9 + n % 3 / 20, best=n, low=n, high=n) for n in range(30)
    ]
    reports = [report(f"i{n}", first=DAY + timedelta(n % 5), lat=32.9 + n % 4 / 20, killed=(n, n)) for n in range(20)]
    expected = {m.fit.report: m.fit.event.id for m in compared(reports, events, pack).matches}
    assert len(expected) > 10
    for _ in range(4):
        rng.shuffle(events)
        rng.shuffle(reports)
        assert {m.fit.report: m.fit.event.id for m in compared(reports, events, pack).matches} == expected


def test_events_that_fit_as_well_are_told(pack: Pack) -> None:
    (match,) = compared([report()], [event("a"), event("b", lat=32.981)], pack).matches
    assert match.fit.event.id == "a" and [f.event.id for f in match.others] == ["b"]


def test_what_only_the_reference_has(pack: Pack) -> None:
    reports = [report(), report("i2", first=DAY + timedelta(9))]
    events = [event("a"), event("b", first=DAY + timedelta(3), lat=25.0), event("c", first=DAY + timedelta(40))]
    assert [e.id for e in compared(reports, events, pack).theirs] == ["b"]


def test_a_pair_of_sides_that_most_events_have_says_less(pack: Pack) -> None:
    many = [event(f"m{n}", first=DAY + timedelta(40 + n), lat=25.0) for n in range(60)]
    (few,) = compared([report()], [event()], pack).matches
    (usual,) = compared([report()], [event(), *many], pack).matches
    assert "sides both" in few.fit.features and "sides both, the usual ones" in usual.fit.features


def test_a_table_without_countries_covers_the_surroundings_of_its_events(pack: Pack) -> None:
    events = [event("a", country=""), event("b", country="", first=date(2031, 9, 1), lat=33.5)]
    coverage = coverage_of("ged", events, pack)
    assert not coverage.countries and coverage.lacks(report()) is None
    assert coverage.lacks(report(lat=25.0, lon=63.0)) == "outside its area"


def test_each_feature_and_reason_has_points_and_words(pack: Pack) -> None:
    assert set(POINTS) == set(WORDS)
    (match,) = compared([report()], [event()], pack).matches
    assert match.fit.points == pytest.approx(sum(POINTS[f] for f in match.fit.features))
    assert "the same day" in match.fit.reasons and match.fit.grade == "clear"


# -------------------------------------------------------------------------------------------------------- differences


@pytest.mark.parametrize(("ours", "theirs", "field", "verdict"), [
    ({}, {}, "date", "supports"),
    ({}, {"first": DAY + timedelta(1)}, "date", "cannot say"),
    ({}, {"first": DAY + timedelta(2)}, "date", "contradicts"),
    ({}, {}, "place", "supports"),
    ({}, {"lat": 33.2}, "place", "contradicts"),
    ({}, {"lat": 33.15, "where_prec": 2}, "place", "supports"),
    ({"where_prec": 3, "radius_km": 30.0}, {"lat": 33.2}, "place", "cannot say"),
    ({}, {}, "sides", "supports"),
    ({"parties": (("bla", "BLA"),)}, {}, "sides", "contradicts"),
    ({"parties": (("generic:gunmen", "gunmen"),)}, {}, "sides", "cannot say"),
    ({"parties": ()}, {}, "sides", "cannot say"),
    ({}, {}, "deaths", "supports"),
    ({"killed": (4, 8)}, {}, "deaths", "supports"),
    ({"killed": (8, 9)}, {}, "deaths", "contradicts"),
    ({"killed": (7, None)}, {}, "deaths", "cannot say"),  # "several"
    ({"killed": (20, None)}, {}, "deaths", "contradicts"),
    ({"killed": None}, {}, "deaths", "cannot say"),
])  # fmt: skip
def test_differences(ours: dict[str, Any], theirs: dict[str, Any], field: str, verdict: str, pack: Pack) -> None:
    one, other = report(**ours), event(**theirs)
    matcher = Matcher([other], coverage_of("ged", [other], pack), pack)
    (fit,) = matcher.fits(one)
    found = {d.field: d for d in differences(one, fit, matcher.sides)}
    assert (found[field].verdict, bool(found[field].words)) == (verdict, True)
    assert overall(tuple(found.values())).startswith("supports")


# --------------------------------------------------------------------------------------------------------- propositions

BANNU = StatedPlace("at", "Bannu", "bannu", 32.985, 70.603, 7000.0, 1, 1, "pk", None, None, 0, 5)
TTP = Party("Tehreek-e-Taliban Pakistan", "ttp", 0, 3)
ARMY = Party("Pakistan Army", "pk.army", 0, 3)
MARCH = {"earliest": date(2031, 3, 1), "latest": date(2031, 3, 31)}


def claim(shape: Any, mode: str | None = None, **given: Any) -> Claim:
    plain: dict[str, Any] = {
        "type": None, "statements": ("s1",), "documents": ("d1",), "actors": (TTP,), "recipients": (), "places": (),
        "earliest": None, "latest": None,
    }  # fmt: skip
    return Claim("c1", "claim", shape, mode=mode, **(plain | given))


def dead(low: int, high: int | None) -> Assessment:
    toll = Toll("killed", None, low, low, high, low, low, high, (Figure("o1", "s1", low, high),))
    return Assessment("F", 3, (), (), (toll,), False, ())


@pytest.mark.parametrize(("said", "verdict"), [
    (claim("tie", "fights", recipients=(ARMY,)), "supports"),
    (claim("tie", "allied", recipients=(ARMY,)), "contradicts"),
    (claim("tie", "supports", recipients=(Party("BLA", "bla", 0, 3),)), "cannot say"),
    (claim("presence", "operates", places=(BANNU,)), "supports"),
    (claim("presence", "controls", places=(BANNU,)), "cannot say"),
    (claim("presence", "operates", places=(BANNU,), actors=(Party("BLA", "bla", 0, 3),)), "cannot say"),
    (claim("presence", "operates", places=(replace(BANNU, country="in", lat=20.0, lon=78.0),)), "cannot say"),
    (claim("figure", places=(BANNU,), assessment=dead(9, 12), **MARCH), "supports"),
    (claim("figure", places=(BANNU,), assessment=dead(30, None), **MARCH), "contradicts"),
    (claim("figure", places=(BANNU,), assessment=dead(30, None)), "cannot say"),
    (claim("figure", places=(BANNU,), assessment=dead(9, 9), earliest=DAY, latest=date(2035, 1, 1)), "cannot say"),
    (claim("figure", places=(BANNU,)), "cannot say"),
    (claim("event", type="ASSAULT", places=(BANNU,)), "cannot say"),
    (claim("movement"), "cannot say"),
    (claim("position"), "cannot say"),
])  # fmt: skip
def test_what_is_said_to_claims(said: Claim, verdict: str, pack: Pack) -> None:
    days = [date(2031, 1, 1), date(2031, 12, 1)]
    edges = [event(f"edge {d}", first=d, lat=25.0) for d in days]
    events = [event("a"), event("b", first=DAY + timedelta(4)), *edges]
    record = Record(events, coverage_of("ged", events, pack), Sides(pack), near)
    found = record.find(said, date(2031, 6, 1))
    assert found.verdict == verdict and found.words
    # Of a time after its last event, and of one that is not known, a reference says nothing.
    for later in (date(2033, 1, 1), None):
        if said.shape != "figure":
            assert record.find(said, later).verdict == "cannot say"


# -------------------------------------------------------------------------------------------------------------- store


def stores() -> list[Callable[[Path], Store]]:
    return [lambda path: SqliteStore(path, create=True), lambda path: MemoryStore()]


def kept(name: str, data: bytes, days: Sequence[date]) -> tuple[Reference, bytes, list[ReferenceRow]]:
    digest = digest_of(data)
    held = Reference(name, digest, "ged", 1, "CC", "who", len(days), 0, min(days), max(days), ("Pakistan",))
    return held, data, [ReferenceRow(d, d, f'"{name} {d}"') for d in days]


@pytest.mark.parametrize("make", stores())
def test_stores_keep_replace_and_drop_references(make: Callable[[Path], Store], tmp_path: Path) -> None:
    references = make(tmp_path).references
    first = kept("a", b"one", [DAY, DAY + timedelta(2)])
    references.put(*first)
    references.put(*kept("b", b"one", [DAY]))
    assert references.all() == [first[0], replace(first[0], name="b", events=1, latest=DAY)]
    assert references.events("a", DAY + timedelta(1), DAY + timedelta(9)) == ['"a 2031-03-08"']
    assert len(references.events("a")) == 2 and references.events("nothing") == []
    references.put(*kept("a", b"two", [DAY]))
    assert (references.data("a"), references.data("b"), references.data("c")) == (b"two", b"one", None)
    assert references.events("a") == ['"a 2031-03-06"']
    assert references.drop("a") and not references.drop("a")
    assert [r.name for r in references.all()] == ["b"] and references.events("a") == []


def test_an_interrupted_import_changes_nothing(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, create=True)
    store.references.put(*kept("a", b"one", [DAY]))
    held, data, rows = kept("a", b"two", [DAY, DAY])

    def broken() -> Any:
        yield rows[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.references.put(held, data, broken())
    assert store.references.data("a") == b"one" and len(store.references.events("a")) == 1


def test_a_workbench_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    db = apsw.Connection(str(tmp_path / FILE))
    for step in ("sql/schema.sql", "sql/version2.sql"):
        db.execute(files("marsad.store").joinpath(step).read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 2")
    db.close()
    store = SqliteStore(tmp_path)
    store.references.put(*kept("a", b"one", [DAY]))
    store.close()
    db = apsw.Connection(str(tmp_path / FILE))
    assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert [r.name for r in SqliteStore(tmp_path).references.all()] == ["a"]


# ------------------------------------------------------------------------------------------------------- the workbench

NAMES = (
    "0303-npa-bannu.txt", "0304-asna-spera.txt", "0305-npa-spera.txt", "0306-npa-quetta.txt", "0307-npa-mirali.txt",
    "0312-npa-jalalabad.txt", "0317-courier-tirah.html", "0321-npa-turbat.txt", "0321-psw-zhob.txt",
)  # fmt: skip
EXPECTED = {"900001", "900002", "900004", "900006", "900008", "900012", "900013"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    found = Workbench.init(tmp_path_factory.mktemp("case"), workers=1)
    found.add([EXERCISE / n for n in NAMES if (EXERCISE / n).exists()])
    found.run()
    add_reference(found, TABLE, "exercise")
    return found


def call(*words: str | Path, code: int = 0) -> Result:
    done = CliRunner(env={"MARSAD_WORKBENCH": ""}).invoke(main, [str(w) for w in words])
    assert done.exit_code == code, done.output
    return done


def test_the_exercise_is_matched_with_its_table(bench: Workbench) -> None:
    view = compare(bench, None, Filters())
    found = {m.theirs.event.id for m in view.matches}
    assert len(found & EXPECTED) >= len(EXPECTED) - 1 and not found - EXPECTED
    assert {"900014", "900015"} <= {e.event.id for e in view.theirs}
    assert all(m.ours.quote and m.ours.notes for m in view.matches)
    for match in view.matches:
        quoted = "".join(p.text for p in match.ours.quote if p.marks)
        assert any(quoted.split(" … ")[0][:20] in d.text for d in bench.material().documents.values())


@pytest.mark.parametrize(("said", "killed"), [
    ([], None),
    ([[("police", 2, 2)]], (2, 2)),
    ([[("soldiers", 3, 3), ("militants", 4, 4)]], (7, 7)),  # told together: added
    ([[("police", 2, 2)], [("civilians", 2, 2)]], (2, 4)),  # two officers, two bodies: the same or not
    ([[("police", 2, 2)], [("police", 4, None)]], (2, None)),
    ([[("soldiers", 3, 3), (None, 9, 9)], [("militants", 6, 6)]], (9, 9)),  # the whole toll is said
])  # fmt: skip
def test_the_dead_of_a_report(said: list[list[Any]], killed: Any, bench: Workbench) -> None:
    incident = bench.store.incidents()[0]
    base = next(s for c in bench.store.heads() for s in c.statements)
    statements = [
        replace(base, id=f"s{n}", counts=tuple(Count("killed", side, low, high, 0, 1) for side, low, high in counts))
        for n, counts in enumerate(said)
    ]
    assert report_of(incident, statements).killed == killed


def test_adding_again_changes_nothing_and_another_file_replaces(bench: Workbench, tmp_path: Path) -> None:
    before = bench.store.references.all()
    assert add_reference(bench, TABLE, "exercise") == before[0]
    path = tmp_path / "other.csv.gz"
    path.write_bytes(gzip.compress(table(GED, GED | {"id": "8", "best": "some"})))
    assert default_name(path) == "other"
    found = add_reference(bench, path)
    assert (found.name, found.events, found.bad) == ("other", 1, 1)
    assert [p.subject for _, p in bench.store.problems() if p.stage == "reference"] == ["other: a number that is none"]
    with pytest.raises(UserError, match="several references"):
        compare(bench, None, Filters())
    path.write_bytes(table(GED))
    assert add_reference(bench, path).bad == 0
    assert not [p for _, p in bench.store.problems() if p.stage == "reference"]
    remove_reference(bench, "other")
    assert bench.store.references.all() == before
    for broken in (lambda: remove_reference(bench, "other"), lambda: compare(bench, "other", Filters())):
        with pytest.raises(UserError, match="no reference called 'other'"):
            broken()
    with pytest.raises(UserError, match="cannot be read"):
        add_reference(bench, tmp_path / "nothing.csv")


def test_a_part_is_compared(bench: Workbench) -> None:
    quetta = compare(bench, None, Filters(area="Balochistan"))
    assert {"900004"} <= {m.theirs.event.id for m in quetta.matches} <= {"900004", "900012", "900013"}
    assert {e.event.id for e in quetta.theirs} <= {"900005", "900013", "900016"}
    week = compare(bench, None, Filters(since=date(2031, 3, 10), until=date(2031, 3, 14)))
    assert {e.event.id for e in week.theirs} >= {"900014"}
    assert all(e.event.first <= date(2031, 3, 14) and e.event.last >= date(2031, 3, 10) for e in week.theirs)


def test_one_document_claim_by_claim(bench: Workbench) -> None:
    document = next(i for i in bench.store.document_ids() if (bench.store.name_of(i) or "").endswith(NAMES[0]))
    view = compare(bench, None, Filters(document=document))
    assert view.document == document and not view.theirs
    (match,) = [m for m in view.matches if m.theirs.event.id == "900001"]
    assert match.ours.said_by.endswith("Northgate Press Agency") and match.fields
    quoted = {view.notes[n - 1].source.document for f in view.findings for n in f.notes}
    assert quoted == {document}
    assert view.findings and all(f.why and f.quote for f in view.findings)


def test_the_page_escapes_everything_and_fetches_nothing(bench: Workbench) -> None:
    view = compare(bench, None, Filters())
    hostile = "<script>alert(1)</script>"
    odd = replace(view.theirs[0], where=hostile, sides=(hostile,))
    page = render_comparison(replace(view, theirs=(odd,), title=hostile))
    tree = parser.fromstring(page)
    assert not tree.xpath("//script | //img | //link | //iframe | //@onload | //@onerror")
    assert "&lt;script&gt;" in page and "CC BY 4.0" in page and "no judge" in page
    assert tree.xpath("//section[@id='terms']") and tree.xpath("//blockquote//span[contains(@class, 'm-quote')]")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    anchors = {a[1:] for a in tree.xpath("//a/@href") if a.startswith("#")}
    assert anchors <= set(ids)


def test_the_commands(bench: Workbench, tmp_path: Path) -> None:
    w = ("-w", bench.folder)
    listed = call(*w, "reference", "list").stdout
    assert "exercise: 16 events" in listed and "CC BY 4.0" in listed
    assert json.loads(call(*w, "reference", "list", "--json").stdout)["countries"] == ["Afghanistan", "Pakistan"]
    assert "matched" in call(*w, "compare").stdout
    assert "exercise: 16 events; UCDP" in call(*w, "status").stdout
    call(*w, "compare", "--html", tmp_path / "page.html", "--csv", tmp_path / "rows.csv")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").lstrip().startswith("<!doctype html>")
    rows = list(csv.DictReader((tmp_path / "rows.csv").open(encoding="utf-8", newline="")))
    assert tuple(rows[0]) == COLUMNS
    lines = [json.loads(line) for line in call(*w, "compare", "--json").stdout.splitlines()]
    assert [r["status"] for r in lines] == [r["status"] for r in rows]
    matched = [r for r in lines if r["status"] == "matched"]
    assert len({r["event"] for r in matched} & EXPECTED) >= len(EXPECTED) - 1 and all(
        r["features"] and r["quote"] for r in matched
    )
    assert all(r["attribution"].startswith("UCDP") for r in lines)


def test_commands_say_what_to_mend(tmp_path: Path) -> None:
    call("init", tmp_path / "new")
    w = ("-w", tmp_path / "new")
    assert "marsad reference add FILE" in call(*w, "compare", code=2).stderr
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    assert "neither a UCDP GED" in call(*w, "reference", "add", tmp_path / "bad.csv", code=2).stderr
    (tmp_path / "acled.csv").write_bytes(table(ACLED | {"latitude": "71", "longitude": "232"}, ACLED))
    added = call(*w, "reference", "add", tmp_path / "acled.csv", "--name", "mine", "--json")
    assert json.loads(added.stdout)["form"] == "acled" and "not to be passed on" in added.stderr
    assert "1 row left out, with no such coordinates" in call(*w, "problems").stdout
    call(*w, "reference", "remove", "mine")
    assert "no problems" in call(*w, "problems").stderr
