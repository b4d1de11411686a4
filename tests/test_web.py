"""The workbench in the browser: pages and their twins, refusals, headers, judgements."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import socket
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from bench import make_pack
from marsad.cli import main
from marsad.errors import UserError
from marsad.pipeline import Workbench
from marsad.pipeline.observatory.incidents import INCIDENTS
from marsad.views.pages.query import Allowed, Query, parse, toggled, url
from marsad.web.app import application
from marsad.web.judge import back
from marsad.web.pages import NAVIGATION, PAGES
from marsad.web.templating import scripts

TEXTS = {
    "wire": "The Red Front attacked the Zedland Army near Fellbury on 3 March 2031. Rain fell all day.",
    "post": "On 3 March 2031 the Red Front attacked the Zedland Army at Fellbury. The bridge is old.",
    "moor": "Fighters of the Red Front attacked the market of Moorham on 8 March 2031. Trade was slow.",
}
LOCAL = "http://127.0.0.1:8765"


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three reports of two incidents, one with a hostile title."""
    folder = tmp_path_factory.mktemp("web") / "wb"
    bench = Workbench.init(folder, backend="fake/1", pack=str(make_pack(folder.parent)))
    for name, text in TEXTS.items():
        title = "<script>alert(1)</script>" if name == "wire" else f"=1+{name}"
        said = f"Title: {title}\nSource: {name.title()}\nPublished: 2031-03-09\n\n{text}\n"
        bench.add_bytes(said.encode(), f"{name}.txt")
    bench.run()
    bench.store.close()
    return folder


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_home, tmp_path / "wb"))


@pytest.fixture
def browser(home: Path) -> Iterator[TestClient]:
    with TestClient(application(home), base_url=LOCAL, raise_server_exceptions=False) as client:
        yield client


def ids(browser: TestClient, address: str = "/incidents.json") -> list[str]:
    return [row["id"] for row in browser.get(address).json()["rows"]]


def form(page: str, verdict: str, number: int = 0) -> dict[str, str]:
    """What a page's form for a verdict sends: the verdict, by a button or a field, and the hidden fields."""
    found = [f for f in re.findall(r"<form class=\"judge\".*?</form>", page, re.S) if f'value="{verdict}"' in f]
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[number])
    return {"verdict": verdict} | {name: unescape(value) for name, value in pairs}


# -------------------------------------------------------------------------------------------------- pages and twins


def test_a_list_is_a_page_json_and_csv_at_one_address(browser: TestClient) -> None:
    page = browser.get("/incidents?place=zz.up")
    assert page.status_code == 200 and "Fellbury" in page.text
    found = browser.get("/incidents.json?place=zz.up").json()
    assert found["marsad"] == 1 and found["page"] == "incidents" and found["url"] == "/incidents?place=zz.up"
    assert found["total"] == len(found["rows"]) and found["query"]["facets"] == {"place": ["zz.up"]}
    assert {f["name"] for f in found["facets"]} <= set(INCIDENTS.facets)
    answer = browser.get(found["links"]["csv"])
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv") and [r["id"] for r in rows] == ids(
        browser, found["url"].replace("?", ".json?")
    )


def test_a_thing_is_a_page_and_json(browser: TestClient) -> None:
    for identity in ids(browser):
        assert browser.get(f"/incidents/{identity}").status_code == 200
        found = browser.get(f"/incidents/{identity}.json").json()
        assert found["item"]["id"] == identity and found["item"]["sides"] and found["links"]["csv"] is None


def test_what_an_incident_names_leads_to_its_page(browser: TestClient) -> None:
    pages = [browser.get(f"/incidents/{i}").text for i in ids(browser)]
    facts = [re.findall(r'<dl class="facts">.*?</dl>', page, re.S)[0] for page in pages]
    led = {a for f in facts for a in re.findall(r'href="(/[^"#]+)"', f)}
    assert "/organisations/red-front" in led and any(a.startswith("/places/zz.") for a in led)
    assert not any("generic" in a for a in led) and {browser.get(a).status_code for a in led} == {200}


def test_a_toll_is_drawn_as_it_is_counted_and_says_why_it_is_a_range(tmp_path: Path) -> None:
    bench = Workbench.init(tmp_path / "wb", backend="rules/1", pack=str(make_pack(tmp_path)))
    bench.add_bytes(b"A bomb killed three soldiers and two civilians near Fellbury on 3 March 2031.", "a.txt")
    bench.run()
    bench.store.close()
    with TestClient(application(tmp_path / "wb"), base_url=LOCAL) as browser:
        (one,) = ids(browser)
        drawn = browser.get(f"/incidents/{one}.json").json()["item"]["points"]
        assert [(p["side"], p["low"]) for p in drawn] == [("", 5), ("civilians", 2), ("soldiers", 3)], "5 is the sum"
        assert "/method#m-toll" in browser.get(f"/incidents/{one}").text
        assert 'id="m-toll"' in browser.get("/method").text


def test_every_page_of_the_table_is_complete() -> None:
    assert len({p.name for p in PAGES}) == len(PAGES) == len({p.path for p in PAGES})
    for page in PAGES:
        assert bool(page.label) == (page.name in NAVIGATION), page.name


def test_documents_are_never_markup(browser: TestClient) -> None:
    pages = [browser.get(f"/incidents/{i}").text for i in ids(browser)]
    assert any("&lt;script&gt;alert(1)" in p for p in pages) and not any("<script>alert" in p for p in pages)
    for page in [*pages, browser.get("/incidents").text]:
        assert not re.search(r"<[^>]+\s(style|on\w+)=", page), "the policy forbids what stands in the page itself"


def test_what_is_reviewed_and_sorted_stays_in_links(browser: TestClient) -> None:
    page = browser.get("/incidents?type=ASSAULT&sort=-killed&size=25").text
    assert 'name="sort" value="-killed"' in page and 'aria-sort="descending"' in page
    assert "/incidents?type=ASSAULT&amp;sort=killed&amp;size=25" in page
    assert re.search(r'name="type" value="ASSAULT" checked', page)


# --------------------------------------------------------------------------------------------------------- the query


def test_an_address_and_a_query_are_one_to_one() -> None:
    allowed = Allowed(("place", "type"), ("-latest", "killed"), dates=True, words=True, more=("at",))
    address = "/x?place=a&place=b%26c&since=2031-03-01&words=old+mill&at=7&sort=killed&page=3&size=100"
    pairs = [("size", "100"), ("place", "b&c"), ("place", "a"), ("since", "2031-03-01"), ("words", "old mill"),
             ("at", "7"), ("sort", "killed"), ("page", "3"), ("until", "")]  # fmt: skip
    query = parse(pairs, allowed)
    assert url("/x", query, allowed) == address and query.option("at") == "7"
    assert url("/x", query, allowed, sort="-latest").endswith("at=7&size=100"), "another order starts at the first page"
    assert toggled(query, "place", "a") == (("place", ("b&c",)),)
    assert url("/x/{id}", Query(id="a b/c"), Allowed()) == "/x/a%20b%2Fc"


@pytest.mark.parametrize(
    ("pairs", "hint"),
    [
        ([("colour", "red")], "place"), ([("page", "0")], "1 to"), ([("page", "9" * 30)], "1 to"),
        ([("size", "7")], "25, 50"), ([("since", "3 March")], "2031-03-05"), ([("sort", "lat")], "latest"),
        ([("since", "2031-03-02"), ("until", "2031-03-01")], "in order"), ([("words", "a" * 501)], "500"),
        ([("page", "1"), ("page", "2")], "once"), ([("page", "٣")], "1 to"),
        ([("place", f"p{n}") for n in range(101)], "fewer"),
    ],
)  # fmt: skip
def test_a_malformed_filter_is_named_with_what_is_allowed(pairs: list[tuple[str, str]], hint: str) -> None:
    with pytest.raises(UserError) as error:
        parse(pairs, INCIDENTS)
    assert hint in error.value.hint


# ---------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/incidents?colour=red", 400), ("/incidents?page=999", 400), ("/incidents?page=99999999999", 400),
        ("/incidents/i000", 404), ("/nowhere", 404), ("/incidents/i000.csv", 404), ("/static/../app.py", 404),
        ("/incidents?place=%00%ff", 200),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_so(browser: TestClient, address: str, status: int) -> None:
    answer = browser.get(address)
    assert answer.status_code == status and "Traceback" not in answer.text
    if status >= 400:
        assert 'role="alert"' in answer.text
        path, _, query = address.partition("?")
        said = browser.get(f"{path.removesuffix('.csv')}.json?{query}").json()
        assert said["marsad"] == 1 and said["error"]["message"]


@pytest.mark.parametrize(
    ("address", "onward"),
    [
        ("/incidents?colour=red", "/incidents"), ("/incidents?since=2031-03-20&until=2031-03-01", "/incidents"),
        ("/incidents/i000", "/incidents"), ("/organisations/nobody", "/organisations"),
        ("/brief?area=Nowhere", "/brief"), ("/brief/sheet?area=Nowhere", "/brief"), ("/nowhere", ""),
    ],
)  # fmt: skip
def test_a_refusal_leads_on(browser: TestClient, address: str, onward: str) -> None:
    page = browser.get(address).text
    assert re.findall(r'<main.*?<a href="([^"]+)">', page, re.S)[0] == (onward or "/")
    assert browser.get(onward or "/").status_code == 200


def test_what_is_to_be_made_anew_says_so(browser: TestClient, home: Path) -> None:
    one, bench = ids(browser)[0], Workbench.open(home)
    bench.store.forget(bench.store.document_ids()[0])  # nothing is made anew while a run is pending
    bench.store.close()
    page = browser.get(f"/incidents/{one}")
    assert page.status_code == 404 and "made anew" in page.text
    assert 'href="/status"' in browser.get("/incidents").text.split("<main")[1]


def test_methods_hosts_and_our_own_faults(browser: TestClient, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert browser.post("/incidents").status_code == 405 and browser.get("/judge").status_code == 405
    assert browser.get("/incidents", headers={"Host": "evil.example"}).status_code == 421
    assert browser.get("/incidents", headers={"Host": "[::1]:8765"}).status_code == 200
    with TestClient(application(home, ["desk.example"]), base_url="http://desk.example") as named:
        assert named.get("/incidents").status_code == 200
    (home / "workbench.db").write_bytes(b"")  # what nobody expects
    shutil.rmtree(home)
    answer = browser.post("/judge", data={"token": "x"})
    assert answer.status_code in (409, 500) and "Traceback" not in answer.text


def test_every_answer_has_the_headers(browser: TestClient) -> None:
    for address in ("/incidents", "/incidents.json", "/static/style.css", "/nowhere", "/incidents?x=1"):
        headers = browser.get(address).headers
        assert (
            "default-src 'self'" in headers["content-security-policy"]
            and "unsafe" not in headers["content-security-policy"]
        )
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
    sheet = browser.get("/static/style.css")
    again = browser.get("/static/style.css", headers={"If-None-Match": sheet.headers["etag"]})
    assert again.status_code == 304


def test_the_front_end_is_used_when_it_is_built(tmp_path: Path) -> None:
    assert scripts(tmp_path)["script"] is None
    (tmp_path / "app").mkdir()
    manifest = {"src/main.ts": {"file": "assets/main-1.js", "css": ["assets/main-1.css"]}}
    (tmp_path / "app" / "manifest.json").write_text(json.dumps(manifest))
    assert scripts(tmp_path) == {"script": "assets/main-1.js", "styles": ("assets/main-1.css",)}


# --------------------------------------------------------------------------------------------------------- judgements


def test_a_judgement_and_its_undo(browser: TestClient, home: Path) -> None:
    identity = next(i for i in ids(browser) if "Fellbury" in browser.get(f"/incidents/{i}").text)
    given = form(browser.get(f"/incidents/{identity}").text, "accept") | {"why": "read <both>"}
    done = browser.post("/judge", data=given, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, f"/incidents/{identity}")
    page = browser.get(f"/incidents/{identity}").text
    history = re.findall(r'<ol class="history">.*?</ol>', page, re.S)[0]
    assert f'<a href="/incidents/{identity}">{identity}</a> accepted' in history
    assert "read &lt;both&gt;" in page and ids(browser, "/incidents.json?reviewed=yes") == [identity]
    browser.post("/judge", data=form(page, "undo"))
    page = browser.get(f"/incidents/{identity}").text
    assert ids(browser, "/incidents.json?reviewed=yes") == []
    assert "<button>Judge so again</button>" in page and "<button>Undo</button>" not in page
    assert [j.verdict for j in Workbench.open(home).store.judgements()] == ["accept", "withdraw"]


def test_what_was_merged_leads_on_to_what_it_is_now(browser: TestClient) -> None:
    before = set(ids(browser))
    # Of two that are merged one keeps its name: each is tried as the one that is looked at.
    for one, other in [tuple(before), tuple(reversed(tuple(before)))]:
        given = form(browser.get(f"/incidents/{one}").text, "same") | {"other": other}
        merged = browser.post("/judge", data=given)
        assert merged.status_code == 200
        (now,) = ids(browser)
        assert merged.url.path == f"/incidents/{now}"
        for gone in before - {now}:
            assert browser.get(f"/incidents/{gone}", follow_redirects=False).headers["location"] == f"/incidents/{now}"
            assert browser.get(f"/incidents/{gone}.json").json()["item"]["id"] == now
        undone = browser.post("/judge", data=form(merged.text, "undo", -1))
        assert undone.status_code == 200 and undone.url.path.removeprefix("/incidents/") in before
        assert set(ids(browser)) == before


def test_a_correction_is_seen_at_once(browser: TestClient) -> None:
    identity = ids(browser)[0]
    given = form(browser.get(f"/incidents/{identity}").text, "correct") | {"field": "mode", "value": "drone"}
    assert browser.post("/judge", data=given).status_code == 200
    assert identity in ids(browser, "/incidents.json?mode=ASSAULT/drone")


def test_two_incidents_are_joined_and_parted(browser: TestClient) -> None:
    before = sorted(ids(browser))
    given = form(browser.get(f"/incidents/{before[0]}").text, "same") | {"other": before[1]}
    browser.post("/judge", data=given)
    assert len(ids(browser)) == len(before) - 1
    (kept,) = set(ids(browser)) & set(before[:2])
    browser.post("/judge", data=form(browser.get(f"/incidents/{kept}").text, "undo"))
    assert sorted(ids(browser)) == before


def test_what_was_changed_meanwhile_is_not_judged(browser: TestClient, home: Path) -> None:
    identity = ids(browser)[0]
    seen = form(browser.get(f"/incidents/{identity}").text, "reject")
    browser.post("/judge", data=form(browser.get(f"/incidents/{identity}").text, "accept"))
    refused = browser.post("/judge", data=seen)
    assert refused.status_code == 409 and "nothing was written" in refused.text
    assert f"/incidents/{identity}" in refused.text, "it leads to the thing as it is now"
    assert [j.verdict for j in Workbench.open(home).store.judgements()] == ["accept"]


@pytest.mark.parametrize(
    ("change", "headers", "status"),
    [
        ({"token": "stale"}, {}, 409), ({"token": ""}, {}, 409), ({}, {"Origin": "http://evil.example"}, 400),
        ({}, {"Origin": "null"}, 400), ({"verdict": "burn"}, {}, 400), ({"verdict": "same"}, {}, 400),
        ({"verdict": "correct", "field": "colour", "value": "red"}, {}, 400), ({"why": "x" * 3000}, {}, 400),
        ({"subject": "i000", "seen": ""}, {}, 400), ({"why": "x" * 200_000}, {}, 400), ({}, {"Origin": LOCAL}, 303),
    ],
)  # fmt: skip
def test_a_bad_form_writes_nothing(
    browser: TestClient, home: Path, change: dict[str, str], headers: dict[str, str], status: int
) -> None:
    given = form(browser.get(f"/incidents/{ids(browser)[0]}").text, "accept") | change
    answer = browser.post("/judge", data=given, headers=headers, follow_redirects=False)
    assert answer.status_code == status, answer.text
    assert len(Workbench.open(home).store.judgements()) == (status == 303)


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "x", "/a\nb"])
def test_the_way_back_never_leads_away(address: str) -> None:
    assert back(address) == "/incidents" and back("/incidents?page=2") == "/incidents?page=2"


# ------------------------------------------------------------------------------------------------------- the command


def test_serve_refuses_what_it_cannot(home: Path, tmp_path: Path) -> None:
    def serve(*words: str) -> tuple[int, str]:
        done = CliRunner(env={"MARSAD_WORKBENCH": ""}).invoke(main, ["serve", *words])
        return done.exit_code, done.output

    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = serve("-w", str(home), "--port", str(taken.getsockname()[1]))
    assert code == 2 and "another --port" in said
    code, said = serve("-w", str(home), "--host", "300.1.1.1")
    assert code == 2 and "another --host" in said
    code, said = serve("-w", str(tmp_path))
    assert code == 2 and "marsad init" in said
