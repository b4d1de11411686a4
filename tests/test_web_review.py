"""The review: which questions are asked, in which order, and what becomes of them when they are decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from made import town
from marsad.pipeline import Workbench
from marsad.pipeline.progress import told
from marsad.pipeline.questions import questions_of
from marsad.resolve import Doubt
from marsad.resolve.score import JOIN
from marsad.store import Question, Store
from marsad.store.memory import MemoryStore
from marsad.store.sqlite import SqliteStore
from marsad.values import Assessment, Incident, Judgement, Origin, Toll
from test_web import browser, home, ids, made_home  # noqa: F401  fixtures

FEATURES = ("place same", "day next", "actors unknown")


def incident(name: str, *said: str, killed: tuple[int, int] = (0, 0), contested: bool = False) -> Incident:
    toll = Toll("killed", None, killed[0], killed[1], killed[1], None, None, None, ())
    origins = tuple(Origin(s, "official_named", None, None, (), (s,)) for s in said)
    assessed = Assessment("B", 2, origins, (), (toll,), contested, ())
    return Incident(
        name,
        "incident",
        said,
        ("d",),
        "ASSAULT",
        None,
        (),
        (),
        town("mill"),
        None,
        None,
        None,
        (),
        (),
        (),
        (),
        assessed,
    )


# -------------------------------------------------------------------------------------------------- what is asked


def test_close_decisions_are_asked_by_how_close_they_are_and_what_hangs_on_them() -> None:
    many, few, far = incident("i1", "s1", "s2", killed=(8, 9)), incident("i2", "s3", "t"), incident("i3", "s4", "u")
    doubts = [
        Doubt("s1", "s3", JOIN - 1.4, FEATURES, joined=False), Doubt("s3", "s4", JOIN, FEATURES, joined=False),
        Doubt("s1", "s2", JOIN + 0.1, FEATURES, joined=True), Doubt("s1", "s4", JOIN, FEATURES, joined=True),
    ]  # fmt: skip
    asked = questions_of([many, few, far], doubts, ())
    assert [(q.kind, q.subjects) for q in asked] == [
        ("together", ("i1", "s2")), ("apart", ("i1", "i2")), ("apart", ("i2", "i3")),
    ], "what is not (any more) as the doubt says is not asked"  # fmt: skip
    assert asked[1].statements == ("s1", "s3")
    assert asked[1].reasons == (("same place", 3.0), ("dates one apart", -0.6))


def test_contested_tolls_vague_places_and_single_origins_are_asked_until_they_are_judged() -> None:
    wide = incident("i1", "s1", "s2", killed=(5, 30), contested=True)
    narrow = incident("i2", "s3", "s4", killed=(5, 6), contested=True)
    single = incident("i3", "s5", killed=(5, 5))
    nowhere = replace(incident("i4", "s6", "s7"), place=None)
    assert [(q.kind, q.subjects[0]) for q in questions_of([nowhere, single, narrow, wide], (), ())] == [
        ("toll", "i1"), ("single", "i3"), ("toll", "i2"), ("place", "i4"),
    ]  # fmt: skip
    judged = replace(wide, judged=("j1",))
    log = [Judgement("j1", "accept", ("i1",), "me", None, "")]  # type: ignore[arg-type]
    assert questions_of([judged], (), log) == ()
    assert questions_of([judged], (), [replace(log[0], verdict="same")]), "that they are one does not settle the toll"


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    found: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path, create=True)
    yield found
    found.close()


def test_questions_are_kept_in_the_order_of_their_value(store: Store) -> None:
    questions = [Question(f"q{n}", "apart", ("i1", f"i{n}"), n % 3, ("s1",), (("why", 1.0),)) for n in range(2, 6)]
    store.questions.put(questions)
    assert [a.id for a in store.questions.asked()] == ["q2", "q5", "q4", "q3"]
    assert store.questions.asked()[0].subjects == ("i1", "i2")
    assert store.questions.get(["q3", "no", "q2"]) == [questions[1], questions[0]]
    store.questions.put(questions[:1])
    assert len(store.questions.asked()) == 1


# ------------------------------------------------------------------------------------------------------- the page


@pytest.fixture
def asked(home: Path, browser: TestClient) -> list[str]:  # noqa: F811
    """Two questions on the two incidents; their ids."""
    bench = Workbench.open(home)
    one, other = (i.id for i in bench.store.incidents())
    said = [i.statements[0] for i in bench.store.incidents()]
    questions = [
        Question("qpair", "apart", (one, other), 2.0, tuple(said), (("same place", 3.0), ("tolls differ", -1.5))),
        Question("qtoll", "toll", (one,), 1.0, (said[0],), (("its tolls differ", 0.0),)),
        Question("qgone", "toll", ("i000",), 0.5, (), ()),
    ]
    bench.store.questions.put(questions)
    bench.store.close()
    return [one, other]


def press(page: str, item: str, verdict: str) -> dict[str, str]:
    """What the form of an item posts when its button for a verdict is pressed."""
    (part,) = re.findall(rf'<li data-item="{item}".*?</li>\n(?=<li data-item|</ol>)', page, re.S)
    found = [f for f in re.findall(r"<form.*?</form>", part, re.S) if f'name="verdict" value="{verdict}"' in f]
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0])
    return {name: unescape(value) for name, value in pairs} | {"verdict": verdict}


def open_items(browser: TestClient) -> list[str]:  # noqa: F811
    return [r["id"] for r in browser.get("/review.json").json()["rows"]]


def test_what_is_decided_leaves_the_review_and_comes_back_when_it_is_undone(
    browser: TestClient, asked: list[str], home: Path  # noqa: F811
) -> None:  # fmt: skip
    page = browser.get("/review").text
    assert open_items(browser) == ["qpair", "qtoll"] and "Is the toll right?" in page and "same place" in page
    answer = browser.post("/judge.json", data=press(page, "qpair", "same"))
    item = answer.json()["item"]
    assert answer.status_code == 200 and "next run" in item["words"]
    assert open_items(browser) == ["qtoll"] and len(ids(browser)) == 2, "incidents follow with the run"
    page = browser.get("/review").text
    assert "Run pending" in page and "1 decided since the last run" in page
    assert "Run pending" in browser.get(f"/incidents/{asked[0]}").text
    latest = re.findall(r'aria-labelledby="latest".*?</section>', page, re.S)[0]
    assert all(f'href="/incidents/{i}"><bdi>' in latest and f">{i}<" not in latest for i in asked), (
        "named, not numbered"
    )
    back = browser.post("/judge.json", data=press(page, "qtoll", "accept") | item["undo"])
    assert back.status_code == 200 and open_items(browser) == ["qpair", "qtoll"]
    done = browser.post("/judge", data=press(page, "qtoll", "accept"), follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, "/review") and open_items(browser) == ["qpair"]
    assert [j.verdict for j in Workbench.open(home).store.judgements()] == ["same", "withdraw", "accept"]


def test_a_run_takes_the_decisions_into_account(browser: TestClient, asked: list[str], home: Path) -> None:  # noqa: F811
    browser.post("/judge", data=press(browser.get("/review").text, "qpair", "same"))
    Workbench.open(home).run()
    assert len(ids(browser)) == 1 and "up to date with every judgement" in browser.get("/review").text
    assert "Run pending" not in browser.get(f"/incidents/{ids(browser)[0]}").text
    assert "qpair" not in open_items(browser)


def test_a_correction_in_the_review_is_checked(browser: TestClient, asked: list[str]) -> None:  # noqa: F811
    given = press(browser.get("/review").text, "qtoll", "correct")
    refused = browser.post("/judge.json", data=given | {"field": "killed", "value": "dozens"})
    assert refused.status_code == 400 and refused.json()["error"]["hint"]
    assert browser.post("/judge.json", data=given | {"field": "killed", "value": "4..6"}).status_code == 200
    assert open_items(browser) == ["qpair"]


def test_what_changed_meanwhile_is_not_decided(browser: TestClient, asked: list[str]) -> None:  # noqa: F811
    given = press(browser.get("/review").text, "qtoll", "accept")
    page = browser.get(f"/incidents/{asked[0]}").text
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    correct = {"token": token, "verdict": "correct", "subject": asked[0], "field": "mode", "value": "drone"}
    assert browser.post("/judge", data=correct, follow_redirects=False).status_code == 303
    refused = browser.post("/judge.json", data=given)
    assert refused.status_code == 409 and "nothing was written" in refused.json()["error"]["hint"]


def test_two_tabs_do_not_decide_the_same_question_twice(
    browser: TestClient, asked: list[str], home: Path  # noqa: F811
) -> None:  # fmt: skip
    page = browser.get("/review").text
    first = browser.post("/judge.json", data=press(page, "qpair", "same")).json()["item"]
    for verdict in ("different", "same"):
        refused = browser.post("/judge.json", data=press(page, "qpair", verdict))
        assert refused.status_code == 409 and "same, by" in refused.json()["error"]["message"], verdict
    assert browser.post("/judge.json", data=press(page, "qtoll", "accept")).status_code == 200, "another question"
    for value in ("4..6", "5..6"):
        corrected = press(page, "qtoll", "correct") | {"field": "killed", "value": value}
        assert browser.post("/judge.json", data=corrected).status_code == (200 if value == "4..6" else 409), value
    browser.post("/judge.json", data=press(page, "qpair", "same") | first["undo"])
    assert browser.post("/judge.json", data=press(page, "qpair", "different")).status_code == 200, "what was undone"
    stands = ["same", "accept", "correct", "withdraw", "different"]
    assert [j.verdict for j in Workbench.open(home).store.judgements()] == stands


def test_a_review_beside_a_run_says_so(browser: TestClient, asked: list[str], home: Path) -> None:  # noqa: F811
    with told(home, "run", lambda *x: None):
        page = browser.get("/review").text
        assert "A command is at work" in page
        assert browser.post("/judge.json", data=press(page, "qtoll", "accept")).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/review?after=1&question=toll", 200), ("/review?after=x", 400), ("/review?after=999", 200),
        ("/review?kind=toll", 400), ("/suggest.json?kind=person&q=a", 400), ("/suggest.json?kind=place", 200),
    ],
)  # fmt: skip
def test_bad_addresses_say_so(browser: TestClient, asked: list[str], address: str, status: int) -> None:  # noqa: F811
    assert browser.get(address).status_code == status


def test_places_and_organisations_are_suggested(browser: TestClient) -> None:  # noqa: F811
    def found(address: str) -> list[str]:
        return [s["value"] for s in browser.get(f"/suggest.json?{address}").json()["item"]]

    assert found("kind=place&q=fel") == ["zz.up.fell"] and found("kind=place&q=FELBURY") == ["zz.up.fell"]
    assert "zz.army" in found("kind=actor&q=army") and found("kind=actor&q=scarlet") == ["red-front"]
