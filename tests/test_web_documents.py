"""Documents in the browser: the list, the text with its coding, the bytes they came from."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from marsad.values import Coded, Span
from marsad.views.pages.document import SENTENCES, part_of
from marsad.web.tables import attachment
from test_web import browser, home, ids, made_home  # noqa: F401  fixtures


def lines(browser: TestClient, address: str = "/documents.json") -> list[dict[str, str]]:  # noqa: F811
    found: list[dict[str, str]] = browser.get(address).json()["rows"]
    return found


def test_documents_are_listed_by_outlet_month_and_words(browser: TestClient) -> None:  # noqa: F811
    assert len(lines(browser)) == 3 and {r["incidents"] for r in lines(browser)} == {1}
    assert [r["outlet"] for r in lines(browser, "/documents.json?outlet=Moor&month=2031-03")] == ["Moor"]
    assert lines(browser, "/documents.json?since=2031-03-10") == []
    assert [r["outlet"] for r in lines(browser, "/documents.json?words=bridge")] == ["Post"]
    assert browser.get("/documents?month=nonsense").status_code == 200
    table = browser.get("/documents.csv").text
    assert table.count("\n") == 4 and "'=1+moor" in table, "no cell is a formula"


def test_a_document_shows_each_sentence_with_its_coding_or_why_there_is_none(browser: TestClient) -> None:  # noqa: F811
    (line,) = lines(browser, "/documents.json?outlet=Wire")
    page = browser.get(f"/documents/{line['id']}").text
    assert 'id="s1"' in page and 'id="s2"' in page and "Not coded: " in page
    assert f"/incidents/{ids(browser, '/incidents.json?place=zz.up.fell')[0]}" in page
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    item = browser.get(f"/documents/{line['id']}.json").json()["item"]
    words = ["".join(p["text"] for p in s["sentence"]["pieces"]) for s in item["stretches"]]
    assert words == ["The Red Front attacked the Zedland Army near Fellbury on 3 March 2031.", "Rain fell all day."]
    statement = item["stretches"][0]["sentence"]["codings"][0]["statement"]
    asked = browser.get(f"/documents/{line['id']}?statement={statement}").text
    assert re.search(r'<li id="s1"[^>]* class="coded[^"]* asked"', asked)


def test_figures_lead_to_the_sentence(browser: TestClient) -> None:  # noqa: F811
    page = browser.get(f"/incidents/{ids(browser)[0]}").text
    address, anchor = re.findall(r'href="(/documents/[^"]+)#(\w+)"', page)[0]
    assert f'id="{anchor}"' in browser.get(address).text


def test_the_original_is_kept_as_a_file_and_never_shown(browser: TestClient) -> None:  # noqa: F811
    (line,) = lines(browser, "/documents.json?outlet=Wire")
    answer = browser.get(f"/documents/{line['id']}/original")
    assert (
        answer.content.startswith(b"Title: <script>") and answer.headers["content-type"] == "application/octet-stream"
    )
    assert answer.headers["content-disposition"].startswith('attachment; filename="wire.txt"')


@pytest.mark.parametrize(
    ("name", "plain"),
    [("/in/re port.txt", "re port.txt"), ('C:\\x\\a"b\r\n.txt', "a_b__.txt"), ("..", "file"), ("بيان.txt", "____.txt")],
)
def test_a_hostile_name_stays_a_name(name: str, plain: str) -> None:
    said = attachment(name)
    assert f'filename="{plain}"' in said and said.isascii() and "\n" not in said


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/documents/d000", 404), ("/documents/d000/original", 404), ("/documents/{id}?part=2", 400),
        ("/documents/{id}?part=x", 400), ("/documents?sort=title", 400), ("/documents/{id}?statement=none", 200),
    ],
)  # fmt: skip
def test_bad_addresses_say_so(browser: TestClient, address: str, status: int) -> None:  # noqa: F811
    answer = browser.get(address.replace("{id}", lines(browser)[0]["id"]))
    assert answer.status_code == status and "Traceback" not in answer.text


def test_a_long_document_comes_in_parts() -> None:
    coded = Coded("d", sentences=tuple(Span(10 * n, 10 * n + 9) for n in range(SENTENCES + 1)))
    assert part_of(coded, "", "2").range == slice(SENTENCES, 2 * SENTENCES) and part_of(coded, "", "").of == 2
