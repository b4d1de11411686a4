"""Claims, organisations and the network of ties in the browser."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from marsad.pipeline import Workbench
from marsad.values import Document, Party
from marsad.views.pages.organisations import Some, Spoken, organisation_page
from marsad.web.app import application
from test_web import LOCAL, form
from told import make


@pytest.fixture(scope="module")
def made_claims(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("told"))


@pytest.fixture
def folder(made_claims: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_claims, tmp_path / "wb"))


@pytest.fixture
def browser(folder: Path) -> Iterator[TestClient]:
    with TestClient(application(folder), base_url=LOCAL, raise_server_exceptions=False) as client:
        yield client


def rows(browser: TestClient, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.get(address).json()["rows"]
    return found


def item(browser: TestClient, address: str) -> dict[str, Any]:
    found: dict[str, Any] = browser.get(address).json()["item"]
    return found


def test_the_ledger_is_filtered_by_voice_modality_shape_and_actor(browser: TestClient) -> None:
    assert sorted(r["shape"] for r in rows(browser, "/claims.json")) == ["presence", "tie", "tie"]
    (tie,) = rows(browser, "/claims.json?shape=tie&voice=official_anonymous&modality=reported&actor=blue-league")
    assert tie["words"] == "Red Front supports Blue League" and tie["denied"]
    assert (tie["support"], tie["against"], tie["statements"]) == (1, 1, 2)
    assert [r["words"] for r in rows(browser, "/claims.json?place=zz.up")] == ["Red Front is based in Fellbury"]
    assert next(r["id"] for r in rows(browser, "/claims.json?sort=-against")) == tie["id"]


def test_the_ledger_says_who_puts_a_claim_and_when(browser: TestClient) -> None:
    for one in rows(browser, "/claims.json"):
        claim = item(browser, f"/claims/{one['id']}.json")
        assert one["speakers"] and one["published"]
        told = {side["attribution"].split(",")[0] for side in claim["sides"]}
        assert set(one["speakers"]) == told, one["words"]
    page = browser.get("/organisations/red-front").text
    assert all(s in page for one in rows(browser, "/claims.json?shape=presence") for s in one["speakers"])


def test_a_claim_without_a_day_is_found_by_the_days_of_its_publication(browser: TestClient) -> None:
    found = rows(browser, "/claims.json?since=2031-03-10&until=2031-03-12")
    assert {r["shape"] for r in found} == {"tie", "presence"} and len(found) == 2
    assert not rows(browser, "/claims.json?until=2027-01-01")


def test_the_claims_as_a_table_are_those_of_the_export(browser: TestClient) -> None:
    found = list(csv.DictReader(io.StringIO(browser.get("/claims.csv?shape=tie").text)))
    assert [r["id"] for r in found] == [r["id"] for r in rows(browser, "/claims.json?shape=tie")]
    assert {(r["affirmed"], r["denied"]) for r in found} == {("1", "1"), ("1", "0")}


def test_a_claim_says_who_puts_and_who_denies_it_in_which_words(browser: TestClient) -> None:
    (tie,) = rows(browser, "/claims.json?contested=yes")
    page = browser.get(f"/claims/{tie['id']}").text
    said = page[page.index('id="who"') : page.index('id="said"')]
    put, denied = said.split("Denied by")
    assert "officials, in Zed Wire" in put and "Blue League, in Post" in denied
    found = item(browser, f"/claims/{tie['id']}.json")
    assert [s["denied"] for s in found["sides"]] == [False, True] and found["more"] == 0
    assert {f["name"]: f["concluded"] for f in found["fields"]}["who"] == "Red Front"
    assert "&lt;b&gt;Report" in page and "<b>Report" not in page


def test_a_claim_is_judged_as_an_incident_is(browser: TestClient, folder: Path) -> None:
    identity = rows(browser, "/claims.json?shape=presence")[0]["id"]
    given = form(browser.get(f"/claims/{identity}").text, "reject")
    assert browser.post("/judge", data=given, follow_redirects=False).headers["location"] == f"/claims/{identity}"
    assert [j.verdict for j in Workbench.open(folder).store.judgements()] == ["reject"]


@pytest.mark.parametrize("address", ["/claims/c0", "/organisations/nobody", "/organisations/generic:militants@zz"])
def test_what_is_not_there_is_named_with_a_hint(browser: TestClient, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 404 and 'role="alert"' in answer.text
    assert browser.get(f"{address}.json").json()["error"]["hint"]


# ----------------------------------------------------------------------------------------------------- organisations


def test_organisations_are_listed_with_what_is_said_of_them(browser: TestClient) -> None:
    found = {r["id"]: r for r in rows(browser, "/organisations.json")}
    assert set(found) == {"red-front", "blue-league", "zz.army"}, "those nobody speaks of are left out"
    assert (found["red-front"]["incidents"], found["red-front"]["claims"]) == (1, 3)
    assert [r["id"] for r in rows(browser, "/organisations.json?kind=party")] == ["blue-league"]
    assert [r["id"] for r in rows(browser, "/organisations.json?words=ARMY")] == ["zz.army"]
    assert next(r["id"] for r in rows(browser, "/organisations.json?sort=name")) == "blue-league"
    assert browser.get("/organisations?page=9").status_code == 400
    assert browser.get("/organisations.csv?size=25").text.count("\n") == 4


def test_the_profile_of_an_organisation(browser: TestClient) -> None:
    found = item(browser, "/organisations/red-front.json")
    assert [(f["id"], f["since"]) for f in found["factions"]] == [("red-youth", "2030-01-01")]
    assert [f["id"] for f in item(browser, "/organisations/red-youth.json")["part_of"]] == ["red-front"]
    uses = {n["words"]: n for n in found["names"]}
    assert uses["Scarlet Menace"]["imposed_by"] == "Zedland Army"
    assert uses["Scarlet Menace"]["uses"] == [["Moor", 1, 0]]
    assert uses["Red Front"]["uses"][0] == ["Post", 1, 1], "in the outlet's own words once, once quoting"
    assert [(m["words"], m["number"]) for m in found["means"]] == [("bomb", 1)]
    spoken = found["spoken"]
    assert {t["words"] for t in spoken["ties"]["lines"]} == {
        "Red Front supports Blue League", "Red Front fights Zedland Army"
    }  # fmt: skip
    assert len(spoken["presence"]["lines"]) == len(spoken["latest"]) == 1
    page = browser.get("/organisations/red-front").text
    for address in re.findall(r'href="(/(?:incidents|claims|documents)[^"#]*)', page):
        assert browser.get(address.replace("&amp;", "&")).status_code == 200, address


def test_words_that_only_refer_back_are_no_names(folder: Path) -> None:
    bench = Workbench.open(folder)
    text = "It fled. The group fled. The Scarlet Menace fled. انصار fled."
    (statement,) = (s for coded in bench.store.heads() for s in coded.statements if s.shape == "event")
    said = [
        replace(statement, actors=(Party("Red Front", "red-front", text.find(w), text.find(w) + len(w)),))
        for w in ("It", "The group", "Scarlet Menace", "انصار")
    ]
    nothing = Spoken(0, 0, (), (), (), Some((), 0), Some((), 0))
    document = Document("d1", text, None, "Post")
    page = organisation_page(bench.pack.actors["red-front"], bench.pack, nothing, [(document, s) for s in said])
    assert {n.words for n in page.names} == {"Scarlet Menace", "انصار"}


def test_an_organisation_that_nobody_speaks_of_says_so(browser: TestClient) -> None:
    assert "No document of this workbench speaks of it" in browser.get("/organisations/red-youth").text


# ----------------------------------------------------------------------------------------------------------- network


def test_ties_stand_at_the_days_about_which_they_are_told(browser: TestClient) -> None:
    assert len(item(browser, "/network.json")["edges"]) == 2
    (edge,) = item(browser, "/network.json?date=2031-06-01")["edges"]
    assert (edge["source"], edge["target"], edge["words"]) == ("red-front", "blue-league", "supports")
    assert edge["denied"] and not edge["hostile"] and edge["statements"] == 2 and edge["origins"] == 2
    (war,) = item(browser, "/network.json?date=2028-12-31")["edges"]
    assert war["hostile"] and war["modalities"] == ["asserted"]
    assert item(browser, "/network.json?date=2027-01-01")["edges"] == []
    assert "No tie between two known sides" in browser.get("/network?date=2027-01-01").text
    assert browser.get("/network?date=soon").status_code == 400


def test_every_tie_opens_its_statements_and_every_node_its_page(browser: TestClient) -> None:
    found = item(browser, "/network.json")
    for page in {e["page"] for e in found["edges"]} | {n["page"] for n in found["nodes"]}:
        assert browser.get(page).status_code == 200
    assert {n["id"] for n in found["nodes"]} == {"red-front", "blue-league", "zz.army"}
    page = browser.get("/network?actor=blue-league").text
    assert "Blue League" in page and "fights" not in page and 'data-src="/network.json?actor=blue-league"' in page
    table = list(csv.DictReader(io.StringIO(browser.get("/network.csv").text)))
    assert {(r["source"], r["target"], r["denied"]) for r in table} == {
        ("red-front", "blue-league", "yes"), ("red-front", "zz.army", "no"),
    }  # fmt: skip
