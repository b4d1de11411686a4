"""Browsing a store: one contract for both stores, the index beside each resolution, workbenches of before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import apsw
import pytest

from made import party, report, said, town, voice
from marsad.store import Store, Wanted, row_of
from marsad.store.columns import Index
from marsad.store.describing import place_of
from marsad.store.memory import MemoryStore
from marsad.store.rows import encode
from marsad.store.sqlite import FILE, VERSION, SqliteStore
from marsad.store.wanted import Described, Sum
from marsad.values import Assessment, Change, Claim, CopyLink, Document, Incident, Mention, Origin, Toll, Vote

PLACES = ("north", "mill", "south", "port")
ALL = Wanted()


def assessed(number: int) -> Assessment:
    origins = tuple(Origin(f"o{n}", "official_named", None, None, (), ()) for n in range(1 + number % 2))
    toll = Toll("killed", None, number, number, number, number, number, number, ())
    return Assessment("B", 1 + number % 3, origins, (), (toll,), number % 4 == 0, ())  # type: ignore[arg-type]


def incident(number: int) -> Incident:
    day = date(2031, 3, 1 + number)
    return Incident(
        f"i{number:02}", "incident", (f"d{number}.s",), (f"d{number}",), "ASSAULT",
        "explosives" if number % 2 else None,
        (party("red"),), (party("pk.army"),) if number % 3 else (), town(PLACES[number % 4]), day, day, 1, (), (), (),
        (),
        assessed(number), ("j1",) if number == 5 else (),
    )  # fmt: skip


INCIDENTS = [incident(n) for n in range(12)]
UNDATED = replace(INCIDENTS[0], id="i99", earliest=None, latest=None, place=None, assessment=None, statements=("d0.t",))
VOTES = tuple(Vote(f"o{n}", stance, 1.0, "", ("d1.t",)) for n, stance in enumerate(("supports", "denies")))  # type: ignore[arg-type]
CLAIM = Claim(
    "c1", "claim", "tie", None, "allied", ("d1.t",), ("d1",), (party("red"),), (), (), None, None,
    replace(assessed(1), votes=VOTES),
)  # fmt: skip


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    found: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path, create=True)
    fill(found)
    yield found
    found.close()


def fill(store: Store) -> None:
    for n in range(12):
        words = f"A blast shook {PLACES[n % 4]}."
        other = said("t", shape="tie", modality="alleged", quote="Red is allied with none.")
        coded = report(f"d{n}", said("s", quote=words), other, published=date(2031, 4, 1 + n))
        document = Document(f"d{n}", words, source="Daily" if n % 2 else "Post", published=coded.published)
        store.put_document(document, words.encode(), f"/in/{n}.txt")
        store.put_coded(row_of(coded), "k")
    store.put_resolution([*INCIDENTS, UNDATED], [CLAIM], "r")


def test_a_page_is_a_part_in_order_with_the_whole_number(store: Store) -> None:
    page = store.browse.page("incidents", Wanted(order="-latest", offset=2, limit=3))
    assert (page.ids, page.total) == (("i09", "i08", "i07"), 13)
    assert store.browse.page("incidents", Wanted(order="latest")).ids[-1] == "i99", "what has no date comes last"
    assert store.browse.page("incidents", Wanted(order="-latest")).ids[-1] == "i99"
    assert [i.id for i in store.browse.incidents(["i03", "no", "i01"])] == ["i03", "i01"]
    assert store.browse.size("incidents") == 13 and store.browse.claims(["c1"]) == [CLAIM]


def test_values_of_a_facet_are_alternatives_and_facets_bound_each_other(store: Store) -> None:
    found = store.browse.page("incidents", Wanted({"place": ("pk.hill",), "contested": ("yes",)}))
    assert found.ids == ("i00", "i04", "i08")
    both = Wanted({"place": ("pk.plain", "pk.hill.lower")})
    assert store.browse.page("incidents", both).total == 6
    assert store.browse.page("incidents", Wanted({"place": ("nowhere",)})).total == 0


def test_a_facet_counts_what_the_others_leave_and_is_not_bound_by_itself(store: Store) -> None:
    asked = Wanted({"place": ("pk.plain",), "single": ("yes",)})
    found = store.browse.facets("incidents", asked, ("place", "single", "mode", "reviewed"))
    assert dict(found["place"])["pk.hill"] == 6 and "pk.plain" not in dict(found["place"])
    assert dict(found["single"]) == {"no": 3} and found["mode"] == ()
    assert store.browse.facets("incidents", ALL, ["reviewed"])["reviewed"] == (("no", 12), ("yes", 1))


def test_days_and_words_bound(store: Store) -> None:
    days = Wanted(
        bounds={"latest": (date(2031, 3, 5).toordinal(), None), "earliest": (None, date(2031, 3, 7).toordinal())}
    )
    assert store.browse.page("incidents", days).ids == ("i04", "i05", "i06")
    assert store.browse.page("incidents", Wanted(words="blast port")).ids == ("i03", "i07", "i11")
    assert store.browse.page("documents", Wanted(words="blast port", order="-published")).ids == ("d11", "d7", "d3")
    assert store.browse.page("incidents", Wanted(words='"')).total == 0


def test_claims_and_documents_have_their_own_facets(store: Store) -> None:
    found = store.browse.facets("claims", ALL, ("voice", "modality", "shape", "actor"))
    assert found == {
        "voice": (("official_named", 2 - 1),), "modality": (("alleged", 1),), "shape": (("tie", 1),),
        "actor": (("red", 1),),
    }  # fmt: skip
    assert store.browse.facets("documents", ALL, ["outlet", "coded"]) == {
        "outlet": (("Daily", 6), ("Post", 6)), "coded": (("yes", 12),),
    }  # fmt: skip
    (shown,) = store.browse.documents(["d3"])
    assert (shown.name, shown.coded, shown.statements) == ("/in/3.txt", True, 2)
    assert store.browse.holders(["d3.s", "d1.t", "no"]) == {
        "d3.s": (("incidents", "i03"),),
        "d1.t": (("claims", "c1"),),
    }


def test_a_claim_without_a_day_belongs_to_the_days_of_its_publication(store: Store) -> None:
    _, numbers = store.browse.numbers("claims", ALL, ("earliest", "latest", "support", "against"))
    assert [n.tolist() for n in numbers] == [[date(2031, 4, 2).toordinal()]] * 2 + [[1], [1]]


def test_numbers_come_in_the_order_of_the_ids(store: Store) -> None:
    asked = Wanted({"mode": ("ASSAULT/explosives",)})
    ids, (killed, origins) = store.browse.numbers("incidents", asked, ["killed", "origins"])
    assert ids == ("i01", "i03", "i05", "i07", "i09", "i11") and list(killed) == [1, 3, 5, 7, 9, 11]
    assert list(origins) == [2] * 6


def test_incidents_at_one_place_share_a_spot_that_says_where_it_is(store: Store) -> None:
    spots, at = store.browse.labels("incidents", ALL, "spot")
    assert len(spots) == len(PLACES) and list(at[:5]) == [*at[:4], at[0]]
    assert at[-1] == -1, "what has no place has no spot"
    assert place_of(spots[at[1]]) == replace(town("mill"), start=None, end=None)


def test_sums_are_by_value_and_group_and_what_is_unknown_adds_nothing(store: Store) -> None:
    found = {s.value: (s.number, s.amounts) for s in store.browse.sums("incidents", ALL, "place", ["killed"])}
    assert found["pk.plain"] == (3, (3 + 7 + 11,)) and found["pk"] == (12, (66,))
    tolls = store.browse.sums("incidents", Wanted({"place": ("pk.plain",)}), "toll", ["low", "high"], "earliest")
    assert tolls == (Sum("killed|", "2031-03", 3, (21, 21)),)
    said_ = store.browse.sums("documents", ALL, "outlet", ["statements"])
    assert {(s.value, s.number, *s.amounts) for s in said_} == {("Daily", 6, 12), ("Post", 6, 12)}
    assert store.browse.sums("documents", ALL, "nothing") == ()


def test_an_incident_has_the_outlets_that_report_it_and_those_that_copy(store: Store) -> None:
    copies = (CopyLink("d1", "d2", 9.0, ()),)
    told = replace(INCIDENTS[1], documents=("d1", "d2"), assessment=replace(assessed(1), copies=copies))
    store.put_resolution([told, INCIDENTS[2]], [], "r2")
    found = store.browse.facets("incidents", ALL, ["outlet", "copied"])
    assert found == {"outlet": (("Post", 2), ("Daily", 1)), "copied": (("Daily", 1),)}


def test_voices_and_labels_of_documents_are_kept_with_what_is_coded(store: Store) -> None:
    name = Mention(4, 8, "Reds", "actor", "red", "RED", label="Reds")
    quoted = said("q", at=20, voice=(voice("official_named"),))
    for document, mentions in (("d0", (name, replace(name, start=24, end=28))), ("d2", (name,))):
        store.put_coded(row_of(replace(report(document, quoted), mentions=mentions)), "k")
    told = store.browse.sums("documents", ALL, "voice", ["said"], "outlet")
    assert {(s.group, s.value): s.amounts for s in told}["Post", "official_named"] == (2,)
    labels = store.browse.sums("documents", ALL, "label", ["own", "quoted"], "outlet")
    assert labels == (Sum("reds|RED", "Post", 2, (2, 1)),)
    uses = store.browse.label_uses("Post", "reds|RED", 1)
    assert [(d, use.start, use.own, use.quoted) for d, use in uses] == [("d2", 4, 1, 0)]
    store.forget("d2")
    assert [d for d, _ in store.browse.label_uses("Post", "reds|RED", 5)] == ["d0"]


def test_changes_are_found_by_day(store: Store) -> None:
    days = [datetime(2031, 3, n, tzinfo=UTC) for n in (1, 2, 3)]
    store.changes.put([Change(at, "run", "", "found", f"i{at.day}", (), (), ()) for at in days])
    store.changes.put([Change(days[2], "run", "", "gone", "i9", (), (), ())])
    assert [c.id for c in store.changes.since(days[1], 2)] == ["i9", "i3"]
    assert store.changes.numbers(days[1]) == {"found": 2, "gone": 1}


def test_the_index_goes_with_the_resolution(store: Store) -> None:
    store.put_resolution(INCIDENTS[:2], [], "r2", lambda place: [place, "everywhere"])
    assert store.browse.page("incidents", Wanted({"place": ("everywhere",)})).ids == ("i00", "i01")
    assert store.browse.size("claims") == 0
    store.forget("d1")
    assert store.browse.size("incidents") == 0 and store.browse.holders(["d1.s"]) == {}
    assert store.browse.page("documents", ALL).total == 11


def test_what_a_resolution_changes_brings_and_takes_away_is_held_as_it_is_now(store: Store) -> None:
    moved = replace(INCIDENTS[1], statements=("d2.s",))
    store.put_resolution([INCIDENTS[0], moved, UNDATED], [], "r2")
    held = store.browse.holders(["d0.s", "d1.s", "d2.s", "d3.s", "d1.t", "d0.t"])
    assert held == {"d0.s": (("incidents", "i00"),), "d2.s": (("incidents", "i01"),), "d0.t": (("incidents", "i99"),)}
    assert store.incidents() == [INCIDENTS[0], moved, UNDATED] and store.claims() == []


def test_documents_that_come_after_a_resolution_are_found(store: Store) -> None:
    document = Document("d99", "Rain.", source="Gazette")
    store.put_document(document, b"Rain.", "/in/99.txt")
    assert store.browse.size("documents") == store.browse.page("documents", ALL).total == 13
    outlets = store.browse.facets("documents", ALL, ["outlet"])["outlet"]
    assert ("Gazette", 1) in outlets and store.browse.page("documents", Wanted({"coded": ("no",)})).ids == ("d99",)


def test_an_index_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    index = Index.of([
        Described("a", [("x", "1"), ("x", "2")], {"n": 1}, [("t", "v", {"low": 2})]),
        Described("b", [("x", "2")], {"n": None}),
    ])  # fmt: skip
    again = Index.from_bytes(index.to_bytes())
    assert again.ids == index.ids and again.counts("x", again.mask(ALL)) == (("2", 2), ("1", 1))
    assert list(again.ordered(again.mask(ALL), "-n")) == [0, 1]
    assert again.sums("t", ["low", "n"], again.mask(ALL)) == (Sum("v", "", 1, (2, 1)),)


def test_a_workbench_of_version_4_can_be_browsed(tmp_path: Path) -> None:
    db = apsw.Connection(str(tmp_path / FILE))
    for step in ("schema", "version2", "version3", "version4"):
        db.execute(files("marsad.store").joinpath(f"sql/{step}.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 4")
    db.executemany("INSERT INTO incidents (id, json) VALUES (?, ?)", [(i.id, encode(i)) for i in INCIDENTS])
    db.execute("INSERT INTO runs VALUES ('resolve', 'r')")
    row = row_of(report("d3", said("s", voice=(voice("witness"),))))
    db.execute("INSERT INTO documents (id, name, source, text) VALUES ('d3', 'd3', 'Daily', 'A blast.')")
    db.execute("INSERT INTO coded VALUES ('d3', 'k', ?, ?, ?)", (row.sentences, row.sketch, row.json))
    (one,) = row.statements
    sql = (
        "INSERT INTO statements (id, document, shape, modality, polarity, quote, json) VALUES (?, 'd3', ?, ?, ?, ?, ?)"
    )
    db.execute(sql, (one.id, one.shape, one.modality, one.polarity, one.quote, one.json))
    db.close()
    store = SqliteStore(tmp_path)
    assert store.browse.page("incidents", Wanted({"place": ("pk.plain",)})).total == 3
    assert store.browse.facets("incidents", ALL, ["outlet"]) == {"outlet": (("Daily", 1),)}
    assert [s.value for s in store.browse.sums("documents", ALL, "voice")] == ["witness"]
    assert store.browse.holders(["d3.s"]) == {"d3.s": (("incidents", "i03"),)} and store.resolution_key() == "r"
    assert apsw.Connection(str(tmp_path / FILE)).execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_snapshot_sees_one_moment(tmp_path: Path) -> None:
    writer = SqliteStore(tmp_path, create=True)
    fill(writer)
    reader = SqliteStore(tmp_path)
    with reader.snapshot():
        assert reader.browse.size("incidents") == 13
        writer.put_resolution(INCIDENTS[:1], [], "r2")
        assert reader.browse.size("incidents") == 13 and len(reader.browse.incidents(["i05"])) == 1
    with reader.snapshot():
        assert reader.browse.size("incidents") == 1


def test_hits_are_bounded_by_outlet_and_day(store: Store) -> None:
    found = store.hits("documents", Wanted({"outlet": ("Daily",)}, {"published": (date(2031, 4, 3).toordinal(), None)},
                                           "blast mill", "-published"))  # fmt: skip
    assert [h.id for h in found.hits] == ["d9", "d5"] and (found.total, found.partial) == (2, False)
    part = store.hits("statements", Wanted(words='"blast shook"', order="published", offset=1, limit=2))
    assert [h.id for h in part.hits] == ["d1.s", "d2.s"] and part.total == 12
    assert "".join(part.hits[0].excerpt[m.start : m.end] for m in part.hits[0].marks).replace(" ", "") == "blastshook"
    assert store.hits("documents", Wanted(words='"')).total == 0
