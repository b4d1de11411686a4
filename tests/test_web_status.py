"""Status, progress, adding files and problems in the browser."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from marsad.errors import OutdatedError
from marsad.pipeline import Workbench
from marsad.pipeline.background import Background
from marsad.pipeline.progress import FILE, Doing, doing, told
from marsad.store.turns import is_taken, turn
from marsad.views.pages.adding import file_name
from test_web import browser, home, ids, made_home  # noqa: F401  fixtures

REPORT = b"Title: Late\nSource: Wire\nPublished: 2031-03-12\n\nThe Red Front attacked the Zedland Army at Moorham.\n"
Sent = list[tuple[str, tuple[str, bytes, str]]]


def token(browser: TestClient) -> str:  # noqa: F811
    return re.findall(r'name="token" value="([^"]+)"', browser.get(f"/incidents/{ids(browser)[0]}").text)[0]


def send(browser: TestClient, *files: tuple[str, bytes], run: str = "") -> tuple[int, str]:  # noqa: F811
    sent: Sent = [("files", (name, data, "text/html")) for name, data in files]
    answer = browser.post("/add", data={"token": token(browser), "run": run}, files=sent, follow_redirects=False)
    return answer.status_code, answer.text


# ----------------------------------------------------------------------------------------------------- whose turn


def test_one_is_at_work_at_a_time_and_a_dead_one_lets_go(tmp_path: Path) -> None:
    with turn(tmp_path) as mine, turn(tmp_path) as also:
        assert (mine, also) == (True, False) and is_taken(tmp_path)
    assert not is_taken(tmp_path) and not is_taken(tmp_path / "nowhere")
    with turn(tmp_path / "nowhere") as mine:
        assert not mine


def test_work_is_told_while_it_lasts_and_how_it_ended(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    def said() -> tuple[str, str, int]:
        now = doing(tmp_path)
        assert isinstance(now, Doing)
        return now.state, now.stage, now.done

    with told(tmp_path, "run", lambda *x: heard.append(x)) as work:
        work.tell("code", 1, 9)
        assert said() == ("working", "code", 1)
        with told(tmp_path, "add", lambda *x: heard.append(x)) as other:
            other.tell("read", 1, 2)
        assert said() == ("working", "code", 1), "what is done beside it is done untold"
        work.tell("resolve", 0, 1)
        work.words = "9 coded"
    assert said() == ("done", "resolve", 0) and heard[1] == ("read", 1, 2)
    with pytest.raises(KeyboardInterrupt), told(tmp_path, "add", lambda *x: None):
        raise KeyboardInterrupt
    assert said()[0] == "stopped"
    with pytest.raises(ZeroDivisionError), told(tmp_path, "add", lambda *x: None):
        raise ZeroDivisionError
    assert said()[0] == "failed"
    (tmp_path / FILE).write_text("{")
    assert doing(tmp_path) is None


def test_a_process_that_died_is_not_at_work(tmp_path: Path) -> None:
    with told(tmp_path, "run", lambda *x: None) as work:
        work.tell("code", 1, 9)
        left = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(left)
    now = doing(tmp_path)
    assert now is not None and (now.state, now.stage) == ("stopped", "code")


def test_while_somebody_works_nobody_else_begins(tmp_path: Path) -> None:
    with told(tmp_path, "add", lambda *x: None), pytest.raises(OutdatedError, match="marsad add is at work"):
        Background(tmp_path).run()


# ---------------------------------------------------------------------------------------------------------- pages


def test_status_shows_progress_of_another_command(browser: TestClient, home: Path) -> None:  # noqa: F811
    assert "Everything is up to date" in browser.get("/status").text
    with told(home, "run", lambda *x: None) as work:
        work.tell("code", 30, 120)
        assert browser.get("/progress.json").json()["item"]["share"] == 0.25
        page = browser.get("/status?live=yes").text
        assert "coding 30 of 120" in page and 'http-equiv="refresh"' in page
        assert send(browser, ("late.txt", REPORT))[0] == 409, "one writes at a time"
    assert browser.get("/status.json").json()["item"]["amounts"]["documents"] == 3


def test_files_are_added_as_by_the_command(browser: TestClient, home: Path) -> None:  # noqa: F811
    files = (("../../late.txt", REPORT), ("copy.txt", REPORT), ("none.pdf", b"\x00\x01\x02" * 50))
    assert send(browser, *files)[0] == 303
    page = browser.get("/status").text
    assert "1 added, 1 already there, 1 problems" in page and "1 of 4 documents are to be coded" in page
    store = Workbench.open(home).store
    assert "late.txt" in {store.name_of(d) for d in store.document_ids()} and not (home.parent / "late.txt").exists()
    assert "none.pdf" in browser.get("/problems?stage=read").text and "none.pdf" in browser.get("/problems.csv").text
    assert browser.get("/problems.json?stage=code").json()["total"] == 0


def test_a_run_goes_on_beside_the_pages(browser: TestClient) -> None:  # noqa: F811
    assert send(browser, ("late.txt", REPORT), run="yes")[0] == 303
    assert browser.get("/progress.json").json()["item"]["what"] == "run"
    for _ in range(200):
        item = browser.get("/status.json").json()["item"]
        if item["fresh"] and item["activity"]["state"] == "done":
            break
        time.sleep(0.1)
    assert item["amounts"]["coded"] == 4 and "1 coded, 3 up to date" in item["activity"]["words"]


def test_bad_uploads_write_nothing(browser: TestClient, home: Path) -> None:  # noqa: F811
    assert send(browser)[0] == 400 and "no file was chosen" in send(browser, ("", b""))[1]
    sent: Sent = [("files", ("late.txt", REPORT, "text/plain"))]
    assert browser.post("/add", data={"token": "stale"}, files=sent).status_code == 409
    assert browser.post("/add", content=b"", headers={"Content-Length": "999999999999"}).status_code == 400
    assert browser.post("/run", data={"token": "stale"}).status_code == 409
    assert len(Workbench.open(home).store.document_ids()) == 3


def test_writing_waits_its_turn(browser: TestClient, home: Path) -> None:  # noqa: F811
    found: list[int] = []
    posts = [threading.Thread(target=lambda n=n: found.append(send(browser, (f"{n}.txt", REPORT + b"%d" % n))[0]))
             for n in range(4)]  # fmt: skip
    for post in posts:
        post.start()
    for post in posts:
        post.join()
    assert set(found) <= {303, 409} and len(Workbench.open(home).store.document_ids()) == 3 + found.count(303)


@pytest.mark.parametrize(
    ("given", "name"),
    [("C:\\in\\a.txt", "a.txt"), ("..", "upload"), ("a\u202egnp.txt\x00", "agnp.txt"), ("x" * 300 + ".html", None)],
)
def test_names_of_files_are_only_names(given: str, name: str | None) -> None:
    found = file_name(given)
    assert found == name or (name is None and len(found) == 200 and found.endswith(".html"))
