"""Briefs, comparisons and exports from the browser, and the page of the method."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from marsad.brief import render_html, render_markdown
from marsad.pipeline import Workbench
from marsad.pipeline.observatory import briefs
from marsad.pipeline.references import add_reference
from marsad.views import Filters, brief_view
from marsad.web import makings
from marsad.web.app import application
from test_web import LOCAL
from told import make

GED = (
    "id,year,type_of_violence,side_a,side_b,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,country,"
    "event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low\n"
    "7,2031,1,Government of Zedland,Red Front,1,Fellbury,Upmark,,10.6,10.1,Zedland,1,1,2031-03-03,2031-03-03,"
    "1,1,0,0,2,3,1\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("makings")
    found = make(home)
    (home / "ged.csv").write_text(GED)
    add_reference(Workbench.open(found), home / "ged.csv")
    return found


@pytest.fixture
def browser(folder: Path) -> Iterator[TestClient]:
    with TestClient(application(folder), base_url=LOCAL, raise_server_exceptions=False) as client:
        yield client


def incident(folder: Path) -> str:
    return Workbench.open(folder).store.incidents()[0].id


# ------------------------------------------------------------------------------------------------------------- brief


def test_the_brief_is_that_of_the_command(browser: TestClient, folder: Path) -> None:
    bench = Workbench.open(folder)
    view = brief_view(bench.material(), bench.pack, Filters(area="zz.up"))
    sheet = browser.get("/brief/sheet?area=Upmark&since=&document=")
    assert sheet.status_code == 200 and sheet.text == render_html(view, bench.pack)
    kept = browser.get("/brief/file?area=zz.up")
    assert kept.text == render_markdown(view, bench.pack) and "brief.md" in kept.headers["content-disposition"]


def test_a_sheet_lets_in_styles_alone(browser: TestClient) -> None:
    for address in ("/brief/sheet", "/compare/sheet"):
        policy = browser.get(address).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'") and "script" not in policy, address


def test_the_options_of_a_brief_say_how_much_it_is(browser: TestClient, folder: Path) -> None:
    found = browser.get("/brief.json?area=upmark").json()["item"]
    assert (found["area"], found["area_name"], found["incidents"]) == ("zz.up", "Upmark", 1)
    assert {a["id"] for a in found["areas"]} == {"zz", "zz.up"}
    assert browser.get("/brief.json?since=2031-05-01").json()["item"]["incidents"] == 0
    document = Workbench.open(folder).store.document_ids()[0]
    assert browser.get(f"/brief.json?document={document}").json()["item"]["document"] == document
    assert "sentence by sentence" in browser.get(f"/brief?document={document}").text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/brief?area=Nowhereland", 400), ("/brief/sheet?area=Nowhereland", 400), ("/brief/sheet?document=none", 404),
        ("/brief/sheet?colour=red", 400), ("/export?what=rumours", 400), ("/export/file?format=odt", 400),
        ("/export?what=claims&killed=0", 400), ("/export/file?what=claims&format=geojson", 400),
        ("/compare/sheet?reference=none", 400), ("/compare/file?format=odt", 400), ("/brief.csv", 404),
    ],
)  # fmt: skip
def test_what_cannot_be_made_says_why(browser: TestClient, address: str, status: int) -> None:
    answer = browser.get(address)
    assert answer.status_code == status and 'role="alert"' in answer.text and "Traceback" not in answer.text


def test_a_large_workbench_gives_a_part_and_says_what_it_leaves_out(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = browser.get("/brief/file?area=zz").text
    monkeypatch.setattr(briefs, "WHOLE", 1)
    assert browser.get("/brief/file?area=zz").text == whole, "what fits is the same, however it was read"
    monkeypatch.setattr(briefs, "_CLAIMS", 1)
    assert "2 claims with less support than the 1 shown left out" in browser.get("/brief/file").text


# ------------------------------------------------------------------------------------------------------------ export


def test_an_export_is_what_the_filters_ask_for(browser: TestClient, folder: Path) -> None:
    page = browser.get("/export?what=claims&shape=tie").text
    address = next(a for a in re.findall(r'href="(/export/file[^"]+)"', page) if "jsonl" in a).replace("&amp;", "&")
    found = [json.loads(line) for line in browser.get(address).text.splitlines()]
    assert {f["shape"] for f in found} == {"tie"} and len(found) == 2
    rows = list(csv.DictReader(io.StringIO(browser.get("/export/file?format=csv").text)))
    assert [r["id"] for r in rows] == [incident(folder)]
    assert browser.get("/export/file?format=csv&contested=yes").text.count("\n") == 1


def test_statements_are_exported_by_their_documents(browser: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(browser.get("/export/file?what=statements&outlet=Moor").text)))
    assert {r["outlet"] for r in rows} == {"Moor"} and {r["shape"] for r in rows} == {"presence", "event"}
    lines = browser.get("/export/file?what=statements&format=jsonl&since=2031-03-12").text.splitlines()
    assert [json.loads(line)["polarity"] for line in lines] == ["denied"]


def test_incidents_are_exported_for_maps(browser: TestClient, folder: Path) -> None:
    answer = browser.get("/export/file?format=geojson")
    assert answer.headers["content-type"].startswith("application/geo+json")
    assert [f["id"] for f in answer.json()["features"]] == [incident(folder)]
    assert browser.get("/export/file?format=geojson&killed=100%2B").json()["features"] == []


def test_a_format_that_takes_all_at_once_is_bounded(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(makings, "_AT_ONCE", 0)
    monkeypatch.setattr("marsad.plugins.BUILT_IN", {"exporter": {
        "csv": "marsad.export.csv:CsvExporter", "all": "marsad.export.jsonl:JsonLinesExporter"
    }})  # fmt: skip
    answer = browser.get("/export/file?format=all")
    assert answer.status_code == 400 and "marsad export all" in answer.text
    monkeypatch.setattr(makings, "_AT_ONCE", 10)
    assert json.loads(browser.get("/export/file?format=all").text)["kind"] == "incident"


# ----------------------------------------------------------------------------------------------- comparison and method


def test_incidents_are_compared_with_a_reference(browser: TestClient, folder: Path) -> None:
    page = browser.get("/compare").text
    assert "ged" in page and "UCDP GED" in page
    assert "beside" in browser.get("/compare/sheet?area=zz.up").text
    rows = list(csv.DictReader(io.StringIO(browser.get("/compare/file").text)))
    assert [(r["status"], r["id"], r["event"]) for r in rows] == [("matched", incident(folder), "7")]
    lines = browser.get("/compare/file?format=jsonl").text.splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["7"]


def test_too_much_is_not_compared_at_once(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(briefs, "COMPARED", 0)
    answer = browser.get("/compare/sheet")
    assert answer.status_code == 400 and "marsad compare" in answer.text


def test_without_a_reference_the_page_says_how_to_add_one(tmp_path: Path) -> None:
    with TestClient(application(make(tmp_path)), base_url=LOCAL) as browser:
        assert "marsad reference add FILE" in browser.get("/compare").text


def test_the_method_names_settings_versions_and_whose_facts_are_used(browser: TestClient) -> None:
    page = browser.get("/method").text
    assert "incident_km" in page and "fake/1" in page and "Zedland" in page and "Reference ged" in page
    found = browser.get("/method.json").json()["item"]
    assert {s["name"] for s in found["settings"] if not s["is_default"]} == {"backend", "pack"}
    assert any(c["words"] == "invented" for c in found["credits"])
