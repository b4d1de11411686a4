"""The overview, places and sources: what they count, what leads on from them, and how they refuse."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bench import make_pack
from made import town
from marsad.pack import load_pack
from marsad.pipeline import Workbench
from marsad.pipeline.observatory.map import MOST
from marsad.store.wanted import Sum
from marsad.values import Change, Incident
from marsad.views.pages.overview import chance_of, period_of, trends
from marsad.views.pages.places import PlaceLine, Sums, TollSum, in_order, tolls_of
from marsad.web.app import application
from test_web import LOCAL, browser, home, ids, made_home  # noqa: F401  fixtures

WOUNDED = "Several of the wounded were children."
TEXTS = {
    "first": ("Wire", "2031-03-05", "The Scarlet Menace attacked the Zedland Army near Fellbury on 3 March 2031."),
    "copy": ("Post", "2031-03-06", "The Scarlet Menace attacked the Zedland Army near Fellbury on 3 March 2031."),
    "moor": (
        "Wire",
        "2031-03-28",
        "Fighters of the Red Front attacked the market of Moorham on 27 March 2031. " + WOUNDED,
    ),
    "later": (None, "2031-03-30", "Fighters of the Red Front attacked the bridge of Moorham on 29 March 2031."),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four reports of three incidents; one outlet uses a label, one document names no outlet."""
    made = tmp_path_factory.mktemp("overview") / "wb"
    bench = Workbench.init(made, backend="rules/1", pack=str(make_pack(made.parent)))
    for name, (outlet, day, text) in TEXTS.items():
        source = f"Source: {outlet}\n" if outlet else ""
        bench.add_bytes(f"Title: {name}\n{source}Published: {day}\n\n{text}\n".encode(), f"{name}.txt")
    bench.run()
    at = datetime(2031, 4, 2, 10, tzinfo=UTC)
    bench.store.changes.put([Change(at, "run", "a new document", "gone", "i0gone", (), (), ())])
    bench.store.close()
    return made


@pytest.fixture
def pages(folder: Path) -> Iterator[TestClient]:
    with TestClient(application(folder), base_url=LOCAL) as client:
        yield client


def item(pages: TestClient, address: str) -> dict[str, Any]:
    found: dict[str, Any] = pages.get(address).json()["item"]
    return found


def rows(pages: TestClient, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pages.get(address).json()["rows"]
    return found


def test_every_link_of_these_pages_leads_somewhere(pages: TestClient) -> None:
    for address in ("/overview", "/places", "/places/zz.up", "/sources", "/sources/Wire"):
        page = pages.get(address).text
        found = {unescape(a) for a in re.findall(r'(?:href|data-src|data-areas)="(/[^"#]*)"', page)}
        broken = {a: s for a in found if not a.startswith("/static/") and (s := pages.get(a).status_code) != 200}
        assert found and not broken, address


# --------------------------------------------------------------------------------------------------------- overview


def test_the_overview_compares_the_last_days_with_those_before(pages: TestClient) -> None:
    found = item(pages, "/overview.json")["escalation"]
    assert found["period"] == {"since": "2031-03-01", "until": "2031-03-30", "before": "2031-01-30"}
    assert (found["now"]["incidents"], found["before"]["incidents"], found["now"]["documents"]) == (3, 0, 4)
    assert [(t["place"], t["now"], t["rises"]) for t in found["trends"]] == [("zz.up", 3, False)]
    asked = item(pages, "/overview.json?since=2031-03-20&until=2031-03-30")["escalation"]
    assert asked["before"]["incidents"] == 0 and asked["now"]["incidents"] == 2


def test_what_changed_is_named_and_linked(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "wb")
    bench = Workbench.open(copy)
    one = next(i.id for i in bench.store.incidents() if "Fellbury" in (i.place.name if i.place else ""))
    at = datetime(2031, 4, 5, 10, tzinfo=UTC)
    bench.store.changes.put([Change(at, "run", "because", "merged", one, ("i0123456789ab",), (), ())])
    bench.store.close()
    with TestClient(application(copy), base_url=LOCAL) as pages:
        page = pages.get("/overview").text
    changed = re.findall(r'<ol class="history">.*?</ol>', page, re.S)[0]
    assert re.search(rf'<a href="/incidents/{one}"><bdi>Attack, Fellbury[^<]*</bdi></a>: ', changed)
    assert '<a href="/incidents/i0123456789ab">' in changed, "what it took in is told by its id"


def test_the_overview_says_what_changed_since_a_day(pages: TestClient) -> None:
    found = item(pages, "/overview.json")["changed"]
    assert found["since"] == "2031-04-02" and found["numbers"] == {"gone": 1} and found["rows"][0]["id"] == "i0gone"
    assert item(pages, "/overview.json?changed=2031-04-03")["changed"]["rows"] == []
    assert "No run has changed" in pages.get("/overview?changed=2031-04-03").text
    refused = pages.get("/overview.json?changed=soon")
    assert refused.status_code == 400 and "2031-03-05" in refused.json()["error"]["hint"]


def test_an_empty_workbench_says_how_to_fill_it(tmp_path: Path) -> None:
    Workbench.init(tmp_path / "wb", backend="rules/1", pack=str(make_pack(tmp_path))).store.close()
    with TestClient(application(tmp_path / "wb"), base_url=LOCAL) as client:
        assert "marsad add" in client.get("/").text and client.get("/overview.json").status_code == 200
        assert client.get("/timeline.json").json()["item"]["bins"] == []
        assert all(client.get(a).status_code == 200 for a in ("/places", "/sources", "/places/zz.up"))


def test_a_timeline_has_every_step_between_the_first_and_the_last(pages: TestClient) -> None:
    found = item(pages, "/timeline.json")
    assert found["unit"] == "day" and len(found["bins"]) == 27 and found["undated"] == 0
    assert found["bins"][0] == {"since": "2031-03-03", "until": "2031-03-03", "counts": {"armed": 1}}
    assert item(pages, "/timeline.json?since=2031-03-20")["bins"][0]["since"] == "2031-03-27"


def test_too_many_incidents_for_a_map_are_counted_by_place_family_and_month(tmp_path: Path) -> None:
    bench = Workbench.init(tmp_path / "wb", backend="rules/1", pack=str(make_pack(tmp_path)))
    mill, port = (town(name) for name in ("mill", "port"))
    days = [date(2031, 3, 5), date(2031, 4, 5), None]
    made = [
        Incident(f"i{n:04}", "incident", (f"s{n}",), (), "ASSAULT", "explosives" if n % 2 else None, (), (),
                 (None, mill, port)[n % 3], days[n // 3 % 3], days[n // 3 % 3], 1, (), (), (), (), None)
        for n in range(MOST + 1)
    ]  # fmt: skip
    bench.store.put_resolution(made, [], "r")
    bench.store.close()
    with TestClient(application(tmp_path / "wb"), base_url=LOCAL) as client:
        found = client.get("/map/layers.json").json()["item"]
    counted = {(p["place"], kind): numbers for p in found["points"] for kind, numbers in p["counts"]}
    march = 12 * 2031 + 2
    blasts = counted[mill.link, "blast"]
    there = [i for i in made if i.place is mill and i.mode == "explosives" and i.earliest == days[0]]
    assert blasts[::2] == [0, march, march + 1] and blasts[3] == len(there), "no date, March, April"
    assert found["unplaced"] + sum(sum(numbers[1::2]) for numbers in counted.values()) == MOST + 1


def test_what_a_browser_has_already_is_not_sent_again(pages: TestClient) -> None:
    first = pages.get("/map/areas.json")
    again = pages.get("/map/areas.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert pages.get("/timeline.json", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_a_rise_is_one_when_chance_makes_none_such() -> None:
    assert chance_of(1, 0) == 0.5 and chance_of(0, 5) == 1.0 and chance_of(5, 5) > 0.5
    assert chance_of(5, 0) == pytest.approx(1 / 32)
    assert chance_of(510, 490) == pytest.approx(chance_of(511, 491), rel=0.05), "counted out, and by the curve"


def test_among_many_areas_a_rise_must_be_rarer(tmp_path: Path) -> None:
    pack = load_pack(str(make_pack(tmp_path)))
    (one,) = trends({"zz": 9, "zz.up": 9, "zz.up.fell": 9}, {"zz.up": 1}, pack)
    assert (one.place, one.within, one.rises) == ("zz.up", "Zedland", True)
    assert trends({"zz.up": 1}, {"zz.up": 2}, pack) == (), "fewer than before is no rise"


def test_a_period_is_as_long_as_the_one_before() -> None:
    found = period_of(date(2031, 3, 1), date(2031, 3, 10), None)
    assert found and (found.before, found.last_before) == (date(2031, 2, 19), date(2031, 2, 28))
    assert period_of(None, None, None) is None and period_of(date(2031, 3, 2), None, date(2031, 3, 1)) is None
    assert period_of(date(1, 1, 2), date(9000, 1, 1), None) is None, "there are no days before"


def test_an_incident_lists_the_sentences_that_go_on_about_it(pages: TestClient) -> None:
    found = [item(pages, f"/incidents/{i}.json")["continued"] for i in ids(pages)]
    (going_on,) = [c for each in found for c in each]
    assert going_on["words"] == WOUNDED and going_on["source"]["title"] == "moor"
    (at,) = [i for i, each in zip(ids(pages), found, strict=True) if each]
    assert f"?statement={going_on['statement']}" in pages.get(f"/incidents/{at}").text


# ----------------------------------------------------------------------------------------------------------- places


def test_places_are_a_tree_and_a_table(pages: TestClient) -> None:
    assert [(r["id"], r["depth"], r["sums"]["incidents"]) for r in rows(pages, "/places.json")] == [
        ("zz", 0, 3), ("zz.up", 1, 3),
    ]  # fmt: skip
    assert [r["id"] for r in rows(pages, "/places.json?level=province")] == ["zz.up"]
    assert rows(pages, "/places.json?since=2031-03-20")[0]["sums"]["incidents"] == 2
    table = list(csv.DictReader(io.StringIO(pages.get("/places.csv").text)))
    assert [(r["id"], r["incidents"]) for r in table] == [("zz", "3"), ("zz.up", "3")]
    assert pages.get("/places?level=village").status_code == 400 and pages.get("/places?page=9").status_code == 400


def test_a_place_has_its_incidents_and_says_that_it_forecasts_nothing(pages: TestClient) -> None:
    found = item(pages, "/places/zz.up.moor.json")
    assert found["above"] == [["zz", "Zedland"], ["zz.up", "Upmark"]] and found["sums"]["incidents"] == 2
    assert len(found["latest"]) == 2 and found["presence"] == []
    assert "makes no forecasts" in pages.get("/places/zz.up.moor").text
    assert item(pages, "/places/zz.up.moor.json?until=2031-03-27")["sums"]["incidents"] == 1
    missing = pages.get("/places/zz.up.more.json")
    assert missing.status_code == 404 and "zz.up.moor" in missing.json()["error"]["hint"]


def line(place: str, parent: str | None, incidents: int) -> PlaceLine:
    return PlaceLine(place, place, "province", parent, 0, Sums(incidents))


def test_parts_follow_their_area_in_the_order_that_is_asked_for() -> None:
    found = [line("a", None, 1), line("b", None, 2), line("b1", "b", 1), line("b2", "b", 3), line("c", "gone", 4)]
    assert [x.id for x in in_order(found, "incidents", True, False)] == ["c", "b", "b2", "b1", "a"]
    assert [x.id for x in in_order(found, "incidents", True, True)] == ["c", "b2", "b", "a", "b1"]
    assert [x.id for x in in_order(found, "name", True, True)] == ["c", "b2", "b1", "b", "a"]


def test_tolls_are_added_up_by_month_and_side_never_over_sides(tmp_path: Path) -> None:
    pack = load_pack(str(make_pack(tmp_path)))
    sums = [
        Sum("killed|", "2031-03", 2, (3, 5, 9)), Sum("killed|civilians", "2031-03", 1, (2, 2, 4)),
        Sum("killed|zz.army", "2031-04", 1, (7, 7, 7)), Sum("injured|", "2031-04", 1, (1, 1, 1)),
    ]  # fmt: skip
    found = tolls_of(sums, pack)
    assert found.sides == ("Zedland Army", "civilians") and [r.when for r in found.rows] == ["2031-04", "2031-03"]
    assert found.rows[1].whole == TollSum(3, 5, 9) and found.rows[1].sides == (None, TollSum(2, 2, 4))
    years = tolls_of([Sum("killed|", f"{2000 + n // 12}-{n % 12 + 1:02}", 1, (1, 1, 1)) for n in range(36)], pack)
    assert next((r.when, r.whole) for r in years.rows) == ("2002", TollSum(12, 12, 12))


# ---------------------------------------------------------------------------------------------------------- sources


def test_sources_have_their_shares_and_voices(pages: TestClient) -> None:
    found = {r["name"]: r for r in rows(pages, "/sources.json")}
    assert list(found) == ["Wire", "Post"] and found["Wire"]["documents"] == 2 and found["Wire"]["incidents"] == 2
    assert found["Post"]["copied"] == {"number": 1, "of": 1} and found["Wire"]["copied"]["number"] == 0
    assert found["Wire"]["labels"] == 1 and found["Wire"]["voices"][0][1]["of"] == found["Wire"]["statements"]
    assert [r["name"] for r in rows(pages, "/sources.json?sort=-copied")] == ["Post", "Wire"]
    assert "1 document names no outlet" in pages.get("/sources").text
    assert ids(pages, "/incidents.json?copied=Post") == ids(pages, "/incidents.json?outlet=Post")
    table = list(csv.DictReader(io.StringIO(pages.get("/sources.csv").text)))
    assert [(r["name"], r["documents"], r["copied"]) for r in table] == [("Wire", "2", "0"), ("Post", "1", "1")]


def test_a_source_cites_the_labels_it_uses(pages: TestClient) -> None:
    found = item(pages, "/sources/Wire.json")
    (label,) = found["labels"]
    assert (label["label"], label["actor"], label["imposed_by"]) == ("Scarlet Menace", "Red Front", "Zedland Army")
    assert label["own"] == 1 and label["notes"] == [1]
    assert '<span class="m-quote ">Scarlet Menace</span>' in pages.get("/sources/Wire").text
    missing = pages.get("/sources/Wires.json")
    assert missing.status_code == 404 and "Wire" in missing.json()["error"]["hint"]
