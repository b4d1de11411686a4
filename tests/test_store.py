"""One contract for every store, and what only the store of a folder has to keep."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.errors import UserError
from marsad.store import Counts, Found, Given, Store, row_of
from marsad.store.memory import MemoryStore
from marsad.store.sqlite import FILE, SqliteStore
from marsad.values import (
    Claim,
    Coded,
    Document,
    Incident,
    Judgement,
    Mention,
    Party,
    Problem,
    Span,
    StatedPlace,
    Statement,
    Uncoded,
    Voice,
)  # fmt: skip

TEXT = "Raiders attacked the mill at Fellbury. It rained."
DOCUMENT = Document(
    "d1", TEXT, "A raid", "Zed Wire", "https://zed.example/1", date(2031, 3, 4), datetime(2031, 3, 5, 8, 30), "en"
)
PLACE = StatedPlace("at", "Fellbury", "zz.up.fell", 10.6, 10.1, 3000.0, 1, 1, "zz", "Upmark", None, 29, 37)
VOICE = Voice("Zed Wire", "outlet:zedwire", "outlet", None, None, None)
STATEMENT = Statement(
    "s1", (Span(0, 38),), "event", "ASSAULT", None, ("historical",), (Party("raiders", None, 0, 7),), (), (PLACE,),
    date(2031, 3, 4), date(2031, 3, 4), 1, (), (), (VOICE,), "reported", "affirmed", 0.9, Span(8, 16), TEXT[:38],
)  # fmt: skip
CODED = Coded(
    "d1", (Span(0, 38), Span(39, 49)), (Mention(29, 37, "Fellbury", "place", "zz.up.fell", lat=10.6, lon=10.1),),
    (STATEMENT,), (Uncoded(39, 49, "background"),), (), "Zed Wire", date(2031, 3, 4), "A raid",
    "https://zed.example/1", (5, 9, 2**53 - 1),
)  # fmt: skip
INCIDENT = Incident(
    "i1", "incident", ("s1",), ("d1",), "ASSAULT", None, (), (), PLACE, date(2031, 3, 4), date(2031, 3, 4), 1, (), (),
    (), ("a single statement",),
)  # fmt: skip
CLAIM = Claim("c1", "claim", "tie", "SUPPORT", None, ("s1",), ("d1",), (), (), (), None, None)
JUDGEMENT = Judgement("j1", "same", ("i1", "i2"), "desk", datetime(2031, 4, 1), "same mill")


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path, create=True)
    yield made
    made.close()


def fill(store: Store) -> None:
    store.put_document(DOCUMENT, TEXT.encode(), "/in/a.txt")
    store.put_coded(row_of(CODED), "k1")


def everything(store: Store) -> tuple[object, ...]:
    ids = store.document_ids()
    return (
        [store.document(i) for i in ids], [store.original(i) for i in ids], [store.coded(i) for i in ids],
        store.coded_keys(), list(store.heads()), store.incidents(), store.claims(), store.resolution_key(),
        store.problems(), store.counts(), store.search("mill"), store.search("raid"), store.find(""),
    )  # fmt: skip


def test_a_document_comes_back_as_it_was_given(store: Store) -> None:
    assert store.put_document(DOCUMENT, b"\xff raw", "/in/a.txt")
    assert store.document("d1") == DOCUMENT
    assert store.original("d1") == b"\xff raw"
    assert store.name_of("d1") == "/in/a.txt"
    assert store.has("d1") and store.document_ids() == ["d1"]


def test_the_same_id_changes_nothing(store: Store) -> None:
    store.put_document(DOCUMENT, b"one", "/in/a.txt")
    assert not store.put_document(replace(DOCUMENT, text="other"), b"two", "/in/b.txt")
    assert store.document("d1") == DOCUMENT and store.original("d1") == b"one" and store.name_of("d1") == "/in/a.txt"


def test_many_documents_are_kept_at_once_and_each_only_once(store: Store) -> None:
    other = replace(DOCUMENT, id="d2", text="The same mill.")
    given = [Given(DOCUMENT, b"1", "/in/a"), Given(other, b"2", "/in/b"), Given(DOCUMENT, b"1", "/in/copy")]
    assert store.put_documents(given) == [True, True, False]
    assert store.put_documents(given) == [False, False, False] and store.put_documents([]) == []
    assert [store.original(i) for i in store.document_ids()] == [b"1", b"2"] and store.name_of("d1") == "/in/a"
    rows = [row_of(replace(CODED, id=i, statements=())) for i in ("d1", "d2", "forgotten")]
    store.put_all_coded(rows, "k")
    assert store.coded_keys() == [("d1", "k"), ("d2", "k")]


def test_what_is_not_there_is_none(store: Store) -> None:
    assert store.document("no") is store.original("no") is store.coded("no") is store.statement("no") is None
    assert not store.has("no") and not store.forget("no") and store.resolution_key() is None


def test_coded_comes_back_whole_and_heads_without_mentions(store: Store) -> None:
    fill(store)
    assert store.coded("d1") == CODED
    assert list(store.heads()) == [replace(CODED, mentions=(), uncoded=())]
    assert store.statement("s1") == ("d1", STATEMENT)


def test_coding_again_replaces(store: Store) -> None:
    fill(store)
    again = replace(CODED, statements=(replace(STATEMENT, id="s2", quote="mill at Fellbury"),), uncoded=())
    store.put_coded(row_of(again), "k2")
    assert store.coded("d1") == again and store.statement("s1") is None
    assert store.coded_keys() == [("d1", "k2")]
    assert store.counts().statements == 1 and store.counts().reasons == {}
    assert [h.id for h in store.search("mill")] == ["d1", "s2"]


def test_stale_is_what_has_another_key_or_none(store: Store) -> None:
    fill(store)
    store.put_document(replace(DOCUMENT, id="d0"), b"x", "/in/b.txt")
    assert store.stale("k1") == ["d0"]
    assert store.stale("k2") == ["d0", "d1"]


def test_a_problem_is_kept_once_per_stage_and_subject_and_can_be_solved(store: Store) -> None:
    store.put_problem(Problem("read", "broken", "mend it", "/in/a.txt"))
    store.put_problem(Problem("read", "still broken", "mend it", "/in/a.txt"))
    store.put_problem(Problem("read", "empty", "fill it", "/in/b.txt"))
    assert [(p.message, p.subject) for _, p in store.problems()] == [
        ("still broken", "/in/a.txt"), ("empty", "/in/b.txt"),
    ]  # fmt: skip
    store.solve("read", "/in/a.txt")
    assert [p.subject for _, p in store.problems()] == ["/in/b.txt"]


def test_problems_of_coding_come_and_go_with_it(store: Store) -> None:
    fill(store)
    store.put_coded(row_of(replace(CODED, problems=(Problem("annotate", "odd", "ask"),))), "k2")
    assert [(p.stage, p.subject) for _, p in store.problems()] == [("annotate", "d1")]
    store.put_coded(row_of(CODED), "k3")
    assert store.problems() == []


def test_a_resolution_replaces_the_one_before(store: Store) -> None:
    fill(store)
    store.put_resolution([INCIDENT, replace(INCIDENT, id="i0")], [CLAIM], "r1")
    assert [i.id for i in store.incidents()] == ["i0", "i1"]
    store.put_resolution([INCIDENT], [], "r2")
    assert (store.incidents(), store.claims(), store.resolution_key()) == ([INCIDENT], [], "r2")


def test_judgements_are_a_log(store: Store) -> None:
    store.put_judgement(JUDGEMENT)
    store.put_judgement(replace(JUDGEMENT, why="rewritten"))
    store.put_judgement(replace(JUDGEMENT, id="j0"))
    assert store.judgements() == [JUDGEMENT, replace(JUDGEMENT, id="j0")]


def test_forgetting_equals_never_having_added(store: Store) -> None:
    other = replace(DOCUMENT, id="d2", text="Sheep grazed by the mill.")
    store.put_document(other, b"two", "/in/b.txt")
    store.put_coded(row_of(replace(CODED, id="d2", statements=(), sentences=(), mentions=(), uncoded=())), "k1")
    before = everything(store)
    fill(store)
    store.put_problem(Problem("code", "odd", "ask", "d1"))
    store.put_resolution([INCIDENT], [CLAIM], "r1")
    assert store.forget("d1")
    assert everything(store) == before


def test_search_finds_words_phrases_and_beginnings(store: Store) -> None:
    fill(store)
    hits = store.search("mill Fellbury")
    assert [(h.noun, h.id, h.document) for h in hits] == [("document", "d1", "d1"), ("statement", "s1", "d1")]
    for hit in hits:
        assert sorted(hit.excerpt[a:b] for a, b in hit.marks) == ["Fellbury", "mill"]
    assert [h.id for h in store.search('"the mill"')] == ["d1", "s1"]
    assert store.search('"mill the"') == [] and store.search("mi") == []
    assert [h.id for h in store.search("mi*")] == ["d1", "s1"]


@pytest.mark.parametrize("words", ["", "*", '"', "AND", "mill OR", "title:x", "(mill", "NEAR(a b)", "a\0b", "'; --"])
def test_search_takes_anything_for_words(store: Store, words: str) -> None:
    fill(store)
    store.search(words)


def test_find_by_beginning_of_an_id(store: Store) -> None:
    fill(store)
    store.put_document(replace(DOCUMENT, id="d10"), b"x", "/in/b.txt")
    store.put_resolution([INCIDENT], [CLAIM], "r")
    assert store.find("d1") == [Found("document", "d1")]
    assert store.find("d") == [Found("document", "d1"), Found("document", "d10")]
    assert store.find("i") == [Found("incident", "i1")] and store.find("c1") == [Found("claim", "c1")]
    assert store.find("%") == store.find("_") == []


def test_counts(store: Store) -> None:
    fill(store)
    store.put_resolution([INCIDENT], [CLAIM], "r")
    assert store.counts() == Counts(1, 1, 2, 1, 1, 1, 0, 0, {"event": 1}, {"background": 1})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1), data=st.binary())
def test_any_text_and_any_bytes_survive(store: Store, text: str, data: bytes) -> None:
    document = Document("d" + str(len(store.document_ids())), text, title=text)
    store.put_document(document, data, text)
    assert store.document(document.id) == document and store.original(document.id) == data
    store.search(text)


# ---------------------------------------------------------------------------------------------- the store of a folder


def test_a_workbench_survives_being_closed(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, create=True)
    fill(store)
    before = everything(store)
    store.close()
    assert everything(SqliteStore(tmp_path)) == before


def test_the_file_is_durable_strict_and_versioned(tmp_path: Path) -> None:
    SqliteStore(tmp_path, create=True).close()
    db = apsw.Connection(str(tmp_path / FILE))
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    tables = db.execute(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    ).fetchall()
    own = [(n, s) for n, s in tables if "words" not in n and not n.startswith("sqlite_")]
    assert own and all(strict for _, strict in own)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(UserError, match="version 99"):
        SqliteStore(tmp_path)


def test_what_is_no_workbench_is_the_users_to_mend(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no workbench"):
        SqliteStore(tmp_path)
    (tmp_path / FILE).write_bytes(b"this is no database, however long it may be" * 40)
    with pytest.raises(UserError, match="cannot be opened"):
        SqliteStore(tmp_path)


def test_originals_lie_under_the_hash_of_their_content(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, create=True)
    fill(store)
    (kept,) = [p for p in (tmp_path / "originals").rglob("*") if p.is_file()]
    assert kept.read_bytes() == TEXT.encode() and kept.parent.name == kept.name[:2] and len(kept.name) == 64


def test_what_a_crash_left_of_an_original_goes(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, create=True)
    fill(store)
    (kept,) = [p for p in (tmp_path / "originals").rglob("*") if p.is_file()]
    own, old, new = (kept.with_name(name) for name in (f"{kept.name}.0a.part", "ab.1.part", "ab.2.part"))
    for part in (own, old, new):
        part.write_bytes(b"half")
    os.utime(old, (1, 1))
    again = SqliteStore(tmp_path)
    again.put_document(replace(DOCUMENT, id="d2"), b"other", "b")
    assert own.exists() and new.exists() and not old.exists(), "another process may be writing the new ones"
    again.forget("d1")
    assert not kept.exists() and not own.exists()


def test_a_write_that_was_cut_off_stands_in_no_ones_way(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, create=True)
    store._db.execute("BEGIN IMMEDIATE")  # Ctrl-C right behind it
    fill(store)
    assert store.document_ids() == ["d1"]


def test_forgetting_leaves_no_words_in_the_file(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, create=True)
    fill(store)
    store.forget("d1")
    store.close()
    left = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"Fellbury" not in left and b"fellburi" not in left.lower() and b"Raiders" not in left


def test_judgements_cannot_be_changed_even_by_sql(tmp_path: Path) -> None:
    SqliteStore(tmp_path, create=True).put_judgement(JUDGEMENT)
    db = apsw.Connection(str(tmp_path / FILE))
    for sql in ("DELETE FROM judgements", "UPDATE judgements SET json = '{}'"):
        with pytest.raises(apsw.ConstraintError, match="append-only"):
            db.execute(sql)


def test_half_a_document_is_never_kept(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, create=True)
    fill(store)
    twice = replace(CODED, statements=(STATEMENT, STATEMENT))
    with pytest.raises(apsw.ConstraintError):
        store.put_coded(row_of(twice), "k2")
    assert store.coded("d1") == CODED and store.coded_keys() == [("d1", "k1")]


def test_readers_never_wait_for_the_writer(tmp_path: Path) -> None:
    writer = SqliteStore(tmp_path, create=True)
    fill(writer)
    seen: list[int] = []
    with writer._write():  # a transaction that is not over yet
        writer._db.execute("DELETE FROM documents")
        reader = threading.Thread(target=lambda: seen.append(SqliteStore(tmp_path).counts().documents))
        reader.start()
        reader.join(timeout=5)
    assert seen == [1]
