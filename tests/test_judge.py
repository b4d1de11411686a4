"""Judgements: what persons decide goes before what is computed, survives it, and can be taken back."""

from __future__ import annotations

import json
import random
import shutil
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

import made
from bench import make_pack
from made import killed, report, said, town
from marsad.cli import main
from marsad.pipeline import Workbench
from marsad.pipeline.judged import Verdicts
from marsad.pipeline.judging import Asked, judge, standings
from marsad.pipeline.verdicts import anchor_of, rests_on
from marsad.resolve import Resolution, resolve
from marsad.settings import Settings
from marsad.values import Coded, Judgement, Span

TEXTS = {
    "wire": "The Red Front attacked the Zedland Army near Fellbury on 3 March 2031. Rain fell all day.",
    "post": "On 3 March 2031 the Red Front attacked the Zedland Army at Fellbury. The bridge is old.",
    "moor": "Fighters of the Red Front attacked the market of Moorham on 8 March 2031. Trade was slow.",
}


def call(home: Path, *words: str, code: int = 0) -> Result:
    done = CliRunner(env={"MARSAD_WORKBENCH": str(home)}).invoke(main, list(words))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done


def lines(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def add(home: Path, name: str, text: str) -> str:
    """Add one report and run; the document's id."""
    path = home.parent / "reports" / f"{name}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"Title: {name}\nSource: {name.title()}\nPublished: 2031-03-09\n\n{text}\n")
    before = set(Workbench.open(home).store.document_ids())
    call(home, "add", str(path))
    call(home, "run")
    (new,) = set(Workbench.open(home).store.document_ids()) - before
    return new


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three reports of two incidents: one told by two papers."""
    folder = tmp_path_factory.mktemp("judge") / "wb"
    call(folder, "init", str(folder), "--set", "backend=fake/1", "--set", f"pack={make_pack(folder.parent)}")
    for name, text in TEXTS.items():
        add(folder, name, text)
    return folder


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Path:
    """A copy of that workbench."""
    return Path(shutil.copytree(made_home, tmp_path / "wb"))


def held(home: Path) -> list[tuple[str, ...]]:
    return sorted((i.statements for i in Workbench.open(home).store.incidents()), key=lambda s: (len(s), s))


def content(home: Path) -> object:
    store = Workbench.open(home).store
    return store.incidents(), store.claims()


def ids(home: Path) -> tuple[str, str]:
    """The incident of two statements, and the other one."""
    one, other = sorted(Workbench.open(home).store.incidents(), key=lambda i: -len(i.statements))
    assert (len(one.statements), len(other.statements)) == (2, 1)
    return one.id, other.id


def judged(home: Path, *words: str) -> str:
    (found,) = lines(call(home, "judge", *words, "--json"))
    return str(found["judgement"]["id"])


def states(home: Path) -> list[str]:
    return [s["state"] for s in lines(call(home, "judge", "list", "--json"))]


# --------------------------------------------------------------------------------------------------- same, different


def test_two_incidents_become_one_and_again_two(home: Path) -> None:
    before = content(home)
    identity = judged(home, "same", *ids(home), "--by", "Amal", "--why", "one raid, two days")
    assert [len(s) for s in held(home)] == [3]
    (one,) = Workbench.open(home).store.incidents()
    assert "a person judged them the same" in one.reasons and one.judged == (identity,)
    call(home, "settings", "incident_km=20")
    assert "resolved and assessed anew" in call(home, "run").stderr
    assert [len(s) for s in held(home)] == [3]
    call(home, "judge", "undo", identity[:6], "--why", "a slip")
    assert content(home) == before
    assert states(home) == ["withdrawn", "stands"]


def test_what_the_model_merged_is_parted_and_a_withdrawal_can_be_withdrawn(home: Path) -> None:
    merged, _ = ids(home)
    before = content(home)
    one = Workbench.open(home).store.incidents()
    first, second = next(i.statements for i in one if i.id == merged)
    identity = judged(home, "different", first, second)
    assert [len(s) for s in held(home)] == [1, 1, 1]
    withdrawal = judged(home, "undo", identity)
    assert content(home) == before
    judged(home, "undo", withdrawal)
    assert [len(s) for s in held(home)] == [1, 1, 1]
    assert "withdrawn already" in call(home, "judge", "undo", withdrawal, code=2).stderr


def test_a_statement_is_taken_out_of_its_incident(home: Path) -> None:
    merged, _ = ids(home)
    statement = next(i for i in Workbench.open(home).store.incidents() if i.id == merged).statements[1]
    judged(home, "different", statement, merged)
    assert [len(s) for s in held(home)] == [1, 1, 1]


def test_of_two_that_conflict_the_later_stands_and_both_are_shown(home: Path) -> None:
    one, other = ids(home)
    first = judged(home, "same", one, other, "--by", "Amal", "--why", "alike")
    done = call(home, "judge", "different", *ids_of_texts(home, "wire", "moor"), "--by", "Omar")
    assert f"overrules {first}" in done.stderr and "Amal" in done.stderr and "alike" in done.stderr
    wire, moor = ids_of_texts(home, "wire", "moor")
    assert not any({wire, moor} <= set(s) for s in held(home))
    (second,) = [x["judgement"]["id"] for x in lines(call(home, "judge", "list", "--json"))][1:]
    listed = call(home, "judge", "list").stdout
    assert f"overruled by {second}" in listed or f"stands in part by {second}" in listed
    judged(home, "undo", second)
    assert [len(s) for s in held(home)] == [3]


def ids_of_texts(home: Path, *names: str) -> tuple[str, ...]:
    store = Workbench.open(home).store
    by_title = {c.title: c.statements[0].id for d in store.document_ids() if (c := store.coded(d))}
    return tuple(by_title[n] for n in names)


def test_a_judgement_waits_for_the_next_run_when_told_so(home: Path) -> None:
    done = call(home, "judge", "same", *ids(home), "--later")
    assert "next `marsad run`" in done.stderr and [len(s) for s in held(home)] == [1, 2]
    call(home, "run")
    assert [len(s) for s in held(home)] == [3]


# ------------------------------------------------------------------------------------------- accept, reject, correct


def test_what_is_rejected_is_left_out_until_it_is_accepted(home: Path) -> None:
    _, other = ids(home)
    judged(home, "reject", other, "--why", "a drill")
    assert [len(s) for s in held(home)] == [2]
    assert "rejected" in call(home, "history", other).stdout
    judged(home, "accept", other)
    assert [len(s) for s in held(home)] == [1, 2] and states(home) == ["overruled", "stands"]
    (statement,) = ids_of_texts(home, "moor")
    judged(home, "reject", statement)
    assert [len(s) for s in held(home)] == [2]
    assert statement not in call(home, "export", "jsonl", "--what", "statements").stdout
    assert "statement" in call(home, "show", statement).stdout  # it is still there to be looked at


FIELDS = {
    "type": ("protest", "type", "PROTEST"),
    "mode": ("Suicide attack", "mode", "suicide-attack"),
    "date": ("2031-03-01..2031-3-4", "latest", "2031-03-04"),
    "actors": ("Scarlet Menace; generic:militants@zz", "actors", ["red-front", "generic:militants@zz"]),
    "recipients": ("unknown", "recipients", []),
    "place": ("Moorham", "place", "zz.up.moor"),
    "killed": ("5..8", "killed", (5, 8)),
    "injured:police": ("12+", "injured", (12, None)),
}


@pytest.mark.parametrize("noun", ["incident", "statement"])
@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_corrected_for_good(home: Path, noun: str, field: str) -> None:
    value, key, expected = FIELDS[field]
    if field == "actors":
        value = value.replace("Scarlet Menace", "Red Front")
    identity = ids(home)[1] if noun == "incident" else ids_of_texts(home, "moor")[0]
    judged(home, "correct", identity, field, value)
    call(home, "settings", "incident_km=20")
    call(home, "run")
    (found,) = lines(call(home, "show", identity, "--json")) if noun == "incident" else [read(home, identity)]
    if key in ("killed", "injured"):
        counts = found["assessment"]["tolls"] if noun == "incident" else found["counts"]
        (count,) = [c for c in counts if c["kind"] == key]
        assert (count["low"], count["high"]) == expected
    elif key in ("actors", "recipients"):
        assert [p["link"] for p in found[key]] == expected
    elif key == "place":
        place = found["place"] if noun == "incident" else found["places"][0]
        assert (place["link"], place["admin1"], place["where_prec"]) == (expected, "Upmark", 1)
    else:
        assert found[key] == expected


def read(home: Path, identity: str) -> dict[str, Any]:
    """A statement as views and exports have it."""
    found: dict[str, Any] = msgspec.to_builtins(Workbench.open(home).material().statements[identity][1])
    return found


def test_a_corrected_reading_is_what_resolve_sees(home: Path) -> None:
    (moor,) = ids_of_texts(home, "moor")
    judged(home, "correct", moor, "place", "Fellbury")
    judged(home, "correct", moor, "date", "2031-03-03")
    assert [len(s) for s in held(home)] == [3]


def test_a_judgement_on_an_incident_outlives_its_id(home: Path) -> None:
    one, _ = ids(home)
    judged(home, "correct", one, "type", "COERCE")
    for n in range(40):  # until a statement's id comes before the others
        add(home, f"more{n}", f"The Red Front attacked the Zedland Army near Fellbury on 3 March 2031. Paper {n}.")
        now = max(Workbench.open(home).store.incidents(), key=lambda i: len(i.statements))
        if now.id != one:
            break
    assert now.id != one and now.type == "COERCE" and states(home) == ["stands"]
    assert one in call(home, "history", now.id).stdout
    accepted = judged(home, "accept", one)  # under the id that it had when it was judged
    assert accepted in next(i.judged for i in Workbench.open(home).store.incidents() if i.id == now.id)


def test_a_later_correction_of_a_field_stands(home: Path) -> None:
    _, other = ids(home)
    judged(home, "correct", other, "type", "COERCE")
    assert "overrules" in call(home, "judge", "correct", other, "type", "PROTEST").stderr
    judged(home, "correct", other, "date", "unknown")
    assert states(home) == ["overruled", "stands", "stands"]
    assert next(i for i in Workbench.open(home).store.incidents() if i.id == other).type == "PROTEST"


def test_an_anchor_is_found_again_however_its_place_is_read_now() -> None:
    was = said("s1", trigger=Span(20, 28))
    anchor = anchor_of("i1", "d", was)
    moved, other = said("s2", type="COERCE", trigger=Span(22, 28)), said("s3", at=100, trigger=Span(104, 110))
    assert rests_on(anchor, [other, moved]) == "s2"
    assert rests_on(anchor, [other, moved, was]) == "s1"
    assert rests_on(anchor, [other]) is None


# --------------------------------------------------------------------------------------------------------- bad input


BAD = [
    (("same", "{one}"), "one id is not enough"),
    (("same", "{one}", "{one}"), "named twice"),
    (("same", "{one}", "i000000000000"), "nothing is called"),
    (("different", "{one}", "{document}"), "is a document"),
    (("accept", ""), "nothing is called"),
    (("accept", "i"), "not enough"),
    (("correct", "{one}", "colour", "red"), "no field"),
    (("correct", "{one}", "typ", "PROTEST"), "did you mean type"),
    (("correct", "{one}", "type", "ASAULT"), "did you mean ASSAULT"),
    (("correct", "{one}", "mode", "arrest"), "is a mode of COERCE"),
    (("correct", "{one}", "place", "Felbry"), "did you mean Fellbury"),
    (("correct", "{one}", "place", ""), "is empty"),
    (("correct", "{one}", "date", "2031-02-30"), "is no date"),
    (("correct", "{one}", "date", "2031-03-05..2031-03-01"), "comes after the last"),
    (("correct", "{one}", "killed", "few"), "is no count"),
    (("correct", "{one}", "killed", "9..3"), "is no count"),
    (("correct", "{one}", "killed:polise", "3"), "did you mean police"),
    (("correct", "{one}", "type:police", "PROTEST"), "no field"),
    (("correct", "{one}", "actors", "Red Frontt"), "did you mean Red Front"),
    (("correct", "{one}", "modality", "alleged"), "no field"),
    (("accept", "{one}", "--by", " "), "the name is empty"),
    (("accept", "{one}", "--why", "x" * 3000), "3,000 characters"),
    (("undo", "j000"), "no judgement is called"),
    (("undo", ""), "no judgement is called"),
]


@pytest.mark.parametrize(("words", "said_then"), BAD, ids=[" ".join(w)[:40] for w, _ in BAD])
def test_bad_input_is_told_with_a_hint_and_nothing_is_written(
    home: Path, words: tuple[str, ...], said_then: str
) -> None:
    before = content(home)
    names = {"one": ids(home)[0], "document": Workbench.open(home).store.document_ids()[0]}
    done = call(home, "judge", *(w.format(**names) for w in words), code=2)
    assert said_then in done.stderr and len(done.stderr.strip().splitlines()) == 2 and done.stdout == ""
    assert Workbench.open(home).store.judgements() == [] and content(home) == before


def test_unknown_ids_are_answered_with_those_that_are_meant(home: Path) -> None:
    one, _ = ids(home)
    assert one in call(home, "judge", "accept", one[:-1] + "x", code=2).stderr
    assert ids_of_texts(home, "moor")[0] in call(home, "judge", "accept", "Moorham", code=2).stderr
    assert judged(home, "accept", one[:9])


def test_the_name_is_the_one_that_is_given(home: Path) -> None:
    one, _ = ids(home)
    judged(home, "accept", one)
    call(home, "settings", "analyst=Desk 2")
    judged(home, "accept", one)
    judged(home, "accept", one, "--by", "Ömer  K.")
    assert [j.by for j in Workbench.open(home).store.judgements()] == ["analyst", "Desk 2", "Ömer  K."]


# ---------------------------------------------------------------------------------------- forgetting, writers, history


def test_forgetting_a_document_equals_never_having_added_it_also_when_it_was_judged(home: Path) -> None:
    document = add(home, "third", "The Red Front attacked Moorham on 20 March 2031. It snowed.")
    call(home, "forget", document)
    before = content(home)
    again = add(home, "third", "The Red Front attacked Moorham on 20 March 2031. It snowed.")
    assert again == document
    (third,) = ids_of_texts(home, "third")
    judged(home, "same", third, *ids_of_texts(home, "moor"))
    judged(home, "correct", third, "type", "COERCE")
    call(home, "forget", document)
    after = content(home)
    assert [replace(i, judged=()) for i in after[0]] == list(before[0]) and after[1] == before[1]  # type: ignore[index]
    assert set(states(home)) == {"idle"}
    assert not Workbench.open(home).store.changes.in_document(document)
    with (home / "workbench.db").open("rb") as file:
        assert b"snowed" not in file.read()
    add(home, "third", "The Red Front attacked Moorham on 20 March 2031. It snowed.")
    assert set(states(home)) == {"stands"}


def test_many_judge_at_once(home: Path) -> None:
    one, other = ids(home)
    failed: list[BaseException] = []

    def work(name: str) -> None:
        try:
            bench = Workbench.open(home)
            for n in range(4):
                judge(bench, Asked("accept", (one if n % 2 else other,), by=name), later=n > 0)
        except BaseException as error:
            failed.append(error)

    workers = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failed
    log = Workbench.open(home).store.judgements()
    assert len({j.id for j in log}) == len(log) == 16
    call(home, "run")
    assert states(home).count("stands") == 2


def test_history_tells_who_when_and_why(home: Path) -> None:
    one, other = ids(home)
    document = next(d for d in Workbench.open(home).store.document_ids() if Workbench.open(home).store.coded(d))
    judged(home, "same", one, other, "--by", "Amal", "--why", "one raid")
    rows = lines(call(home, "history", one, "--json")) + lines(call(home, "history", other, "--json"))
    kinds = {r["kind"] for r in rows}
    assert {"judgement", "merged"} <= kinds
    (first, *_) = [r for r in rows if r["kind"] == "judgement"]
    assert (first["by"], first["why"], first["state"]) == ("Amal", "one raid", "stands") and first["at"][:2] == "20"
    merge = next(r for r in rows if r["kind"] == "merged")
    assert merge["by"] == "Amal" and first["id"] in merge["why"] and one in merge["what"] and other in merge["what"]
    call(home, "judge", "undo", first["id"], "--by", "Omar")
    now = call(home, "history", max(one, other)).stdout + call(home, "history", min(one, other)).stdout
    assert "Omar" in now and "withdrawn by" in now and "a part became" in now
    assert "Amal" in call(home, "history", document).stdout
    third = judged(home, "accept", ids(home)[0])
    assert third not in call(home, "history", ids_of_texts(home, "moor")[0]).stdout
    assert "Amal" in call(home, "history", ids_of_texts(home, "moor")[0]).stdout
    assert "nothing is called" in call(home, "history", "nowhere", code=2).stderr


def test_a_document_that_changes_an_incident_stands_in_its_history(home: Path) -> None:
    add(home, "fourth", "The Red Front attacked the Zedland Army near Fellbury on 3 March 2031. It hailed.")
    now = max(Workbench.open(home).store.incidents(), key=lambda i: len(i.statements))
    told = call(home, "history", now.id).stdout
    assert "statements was 2, is 3" in told and "1 document was coded" in told


def test_a_first_run_leaves_no_log(home: Path) -> None:
    done = call(home, "history", ids(home)[1])
    assert "was found" in done.stdout or "nothing has been judged" in done.stderr


# --------------------------------------------------------------------------------------------------- beyond incidents

PACK = made.pack({})


def verdicts(documents: list[Coded], *log: Judgement) -> tuple[Resolution, Verdicts]:
    found = Verdicts.of(log, documents, documents, PACK)
    return found.settle(resolve(documents, PACK, Settings.of(), found.links))[0], found


def says(documents: list[Coded], verdict: Any, *subjects: str, n: int = 1, **given: Any) -> Judgement:
    """A judgement on statements."""
    by_id = {s.id: (c.id, s) for c in documents for s in c.statements}
    anchors = tuple(anchor_of(s, *by_id[s]) for s in subjects)
    at = datetime(2031, 4, 1, 0, n, tzinfo=UTC)
    return Judgement(f"j{n}", verdict, subjects, "x", at, "", anchors=anchors, **given)


def holders(found: Resolution) -> dict[str, str]:
    return {s: x.id for kind in (found.incidents, found.claims) for x in kind for s in x.statements}


def test_claims_are_joined_and_parted() -> None:
    tie = {"shape": "tie", "type": None, "mode": "supports", "where": []}
    red, blue = made.party("red"), made.party("blue")
    documents = [
        report("a", said("t", actors=[red], recipients=[blue], **tie)),
        report("b", said("t", actors=[red], recipients=[blue], **tie), source="Wire"),
        report("c", said("t", actors=[blue], recipients=[red], **tie), source="Post"),
    ]
    assert [c.statements for c in verdicts(documents)[0].claims] in (
        [("a.t", "b.t"), ("c.t",)],
        [("c.t",), ("a.t", "b.t")],
    )
    joined, _ = verdicts(documents, says(documents, "same", "a.t", "c.t"))
    assert [c.statements for c in joined.claims] == [("a.t", "b.t", "c.t")] and joined.claims[0].judged == ("j1",)
    parted, _ = verdicts(documents, says(documents, "different", "a.t", "b.t"))
    assert sorted(c.statements for c in parted.claims) == [("a.t",), ("b.t",), ("c.t",)]


def test_a_denial_is_put_to_the_incident_it_speaks_of_and_taken_away() -> None:
    denial = said("n", polarity="denied", where=[town("port")], at=60)
    documents = [report("a", said("s")), report("b", denial, source="Wire")]
    assert "b.n" in {s for c in verdicts(documents)[0].claims for s in c.statements}
    put, _ = verdicts(documents, says(documents, "same", "a.s", "b.n"))
    assert [i.statements for i in put.incidents] == [("a.s", "b.n")] and not put.claims
    both = [report("a", said("s"), said("n", polarity="denied", at=60))]
    assert [i.statements for i in verdicts(both)[0].incidents] == [("a.n", "a.s")]
    taken, _ = verdicts(both, says(both, "different", "a.s", "a.n"))
    assert [i.statements for i in taken.incidents] == [("a.s",)] and [c.statements for c in taken.claims] == [("a.n",)]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_judged_holds_and_the_later_one_wins(seed: int) -> None:
    rng = random.Random(seed)
    places = list(made.TOWNS)
    documents = [
        report(
            f"d{n}", said("s", where=[town(rng.choice(places))], counts=[killed(rng.choice((3, 4)))]), source="Daily"
        )
        for n in range(8)
    ]
    names = [f"d{n}.s" for n in range(8)]
    log = [
        says(documents, rng.choice(("same", "different")), *rng.sample(names, 2), n=n)
        for n in range(rng.randint(1, 12))
    ]
    found, read = verdicts(documents, *log)
    home = holders(found)
    assert sorted(home) == sorted(names)
    for judgement, standing in zip(log, read.standings(found.incidents, found.claims), strict=True):
        one, other = judgement.subjects
        if standing.state == "stands":
            assert (home[one] == home[other]) == (judgement.verdict == "same")
        else:
            assert standing.state == "overruled" and standing.by
            assert all(int(j[1:]) > int(judgement.id[1:]) for j in standing.by)
    assert read.standings(found.incidents, found.claims)[-1].state == "stands"
    shuffled = rng.sample(documents, len(documents))
    assert verdicts(shuffled, *log)[0] == found


def test_nothing_judged_changes_nothing() -> None:
    documents = [report("a", said("s")), report("b", said("s"), source="Wire")]
    assert verdicts(documents)[0] == resolve(documents, PACK, Settings.of())


def test_standings_of_an_empty_log(home: Path) -> None:
    assert standings(Workbench.open(home)) == []
    assert "none" in call(home, "judge", "list").stderr
