"""Searching in the browser."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from test_web import browser, home, made_home  # noqa: F401  fixtures


def test_a_search_leads_to_the_sentence(browser: TestClient) -> None:  # noqa: F811
    page = browser.get("/search?q=bridge+old").text
    assert '<span class="m-quote ">bridge</span>' in page
    (address, anchor) = re.findall(r'href="(/documents/[^"#]+)#(\w+)"', page)[0]
    assert anchor == "s2" and f'id="{anchor}"' in browser.get(address).text
    statements = browser.get("/search?q=fellbury&in=statements").text
    assert re.search(r'href="/documents/\w+\?statement=(\w+)#\1"', statements)


def test_a_search_is_bounded_by_outlet_and_days(browser: TestClient) -> None:  # noqa: F811
    def found(address: str) -> list[str]:
        return [r["outlet"] for r in browser.get(f"/search.json?q=attack*&{address}").json()["rows"]]

    assert sorted(found("")) == ["Moor", "Post", "Wire"] and found("outlet=Moor") == ["Moor"]
    assert found("since=2031-03-10") == []
    assert "search everywhere" in browser.get("/search?q=attack*&since=2031-03-10").text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/search", 200, "a phrase"), ("/search?q=***", 400, "holds no word"), ("/search?q=%22red", 200, "Red"),
        ("/search?q=red+AND+(", 200, "Fewer words"), ("/search?q=red&in=people", 400, "documents, statements"),
        ("/search?q=red&page=9", 400, "there are 1"), ("/search?q=NEAR(red+front)", 200, "Fewer words"),
    ],
)  # fmt: skip
def test_what_is_no_search_says_so(browser: TestClient, address: str, status: int, said: str) -> None:  # noqa: F811
    answer = browser.get(address)
    assert answer.status_code == status and said in answer.text
