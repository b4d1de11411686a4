"""The pages in a real browser: they load clean, can be used by anyone, and keep what was asked for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from browsing import EXERCISE, FLAGS, ROOT, addresses, chromium, is_built, marsad, served
from marsad.pipeline import Workbench
from marsad.web.pages import PAGES

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements/dev.txt)")
expect = playwright.expect
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 800}
"""What is left of 1280 pixels when everything is four times as large (WCAG 2.2, 1.4.10)."""
ALL_RULES = {"rules": {"target-size": {"enabled": True}}}
"""axe-core leaves the size of targets out unless it is asked for (WCAG 2.2, 2.5.8)."""


@pytest.fixture(scope="session")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbench of some of the exercise's days: copies, contested tolls, claims of several kinds, ten questions."""
    folder = tmp_path_factory.mktemp("browser") / "exercise"
    bench = Workbench.init(folder)
    bench.add(sorted([*EXERCISE.glob("030[3-6]*"), *EXERCISE.glob("0318*"), *EXERCISE.glob("0320*")]))
    bench.run()
    bench.store.close()
    return folder


@pytest.fixture
def judged_in(exercise: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A copy to judge in and to add to, and its address."""
    folder = Path(shutil.copytree(exercise, tmp_path_factory.mktemp("judged") / "exercise"))
    with served(folder) as base:
        yield folder, base


@pytest.fixture(scope="session")
def looked_at(exercise: Path) -> Iterator[str]:
    """The address of the workbench that is only looked at."""
    with served(exercise) as base:
        yield base


@pytest.fixture(scope="session")
def chrome() -> Iterator[Any]:
    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    if not is_built():
        pytest.skip("the front end is not built: make frontend (needs npm)")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def known(chrome: Any, looked_at: str) -> dict[str, str]:
    return addresses(looked_at)


@contextmanager
def tab(chrome: Any, base: str, **options: Any) -> Iterator[Any]:
    """A tab in which nothing goes wrong unseen: no error in the console, no request to elsewhere."""
    context = chrome.new_context(viewport=DESK, base_url=base, reduced_motion="reduce", **options)
    page, faults = context.new_page(), []
    page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith((base, "blob:", "data:")) else faults.append(r.url))
    yield page
    context.close()
    assert faults == []


def drawn(page: Any) -> None:
    """Wait until every island is drawn, or found nothing to draw."""
    expect(page.locator("[data-island]:not([data-ready])")).to_have_count(0, timeout=20_000)
    assert page.locator("[data-ready=failed]").count() == 0


def findings(page: Any, options: dict[str, Any]) -> list[str]:
    """What axe-core calls serious or critical."""
    found: dict[str, Any] = page.evaluate("o => axe.run(document, o)", {"resultTypes": ["violations"], **options})
    return [
        f"{v['id']}: {n['html'][:200]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
        for n in v["nodes"][:3]
    ]


@pytest.mark.parametrize("name", [page.name for page in PAGES if not page.drawn])
def test_page(name: str, chrome: Any, looked_at: str, known: dict[str, str]) -> None:
    if name not in known:
        pytest.skip(f"nothing of the exercise has a page {name}")
    with tab(chrome, looked_at) as page:
        page.add_init_script(path=AXE)
        assert page.goto(known[name]).status == 200
        drawn(page)
        assert findings(page, ALL_RULES) == []
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(PHONE)
        assert findings(page, ALL_RULES) == []
        for size in (PHONE, NARROW):
            page.set_viewport_size(size)
            wide = page.evaluate("() => document.scrollingElement.scrollWidth")
            assert wide <= size["width"], f"the page scrolls sideways at {size['width']} pixels"


def test_pages_work_without_script(chrome: Any, looked_at: str, known: dict[str, str]) -> None:
    with tab(chrome, looked_at, java_script_enabled=False) as page:
        for path in known.values():
            assert page.goto(path).status == 200
            assert page.locator("main h1").inner_text()
        for path in ("/map", "/network", "/overview"):
            page.goto(path)
            assert page.locator("[data-island] tbody tr").count()
        page.goto("/map")
        page.locator(".over > summary").click()
        page.locator("input[name=contested][value=yes]").locator("xpath=ancestor::details[1]/summary").click()
        page.locator("input[name=contested][value=yes]").check()
        page.get_by_role("button", name="Filter").click()
        assert "contested=yes" in page.url
        page.locator(".chip").first.click()
        expect(page).to_have_url(f"{looked_at}/map")
        page.goto("/overview")
        page.get_by_label("Words in any document").fill("checkpost")
        page.get_by_role("button", name="Search").click()
        assert page.locator(".found li").count()


def test_keys_lead_to_the_content_and_the_search(chrome: Any, looked_at: str) -> None:
    with tab(chrome, looked_at) as page:
        page.goto("/incidents")
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        expect(skip).to_be_focused()
        assert skip.bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "() => document.activeElement.closest('main') && document.activeElement.matches(':focus-visible')"
        )
        assert inside, "after the skip link the next stop lies in the content, and shows"
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("/")
        expect(page.get_by_label("Words in any document")).to_be_focused()


def test_filters_survive_reload_and_back(chrome: Any, looked_at: str) -> None:
    with tab(chrome, looked_at) as page:
        page.goto("/incidents")
        every = page.locator("tbody tr").count()
        box = page.locator("input[name=contested][value=yes]")
        box.evaluate("box => box.closest('details').open = true")
        box.check()
        page.get_by_role("button", name="Filter").click()
        expect(page).to_have_url(f"{looked_at}/incidents?contested=yes")
        some = page.locator("tbody tr").count()
        assert 0 < some < every
        page.reload()
        assert page.locator("tbody tr").count() == some
        expect(page.locator("input[name=contested][value=yes]")).to_be_checked()
        page.go_back()
        assert page.locator("tbody tr").count() == every


def test_map_keeps_what_is_picked_and_when(chrome: Any, looked_at: str) -> None:
    with tab(chrome, looked_at) as page:
        page.goto("/map")
        drawn(page)
        place = page.locator(".pick").first
        words = place.locator("span").first.inner_text().removesuffix(" (area)")
        place.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".map-panel h3").first).to_have_text(words)
        assert "pick=" in page.url
        page.get_by_label("First day").focus()
        page.keyboard.press("ArrowRight")
        assert "days=" in page.url
        shown = page.locator(".map-words").inner_text()
        page.reload()
        drawn(page)
        expect(page.locator(".map-words")).to_have_text(shown)
        expect(page.locator(".map-panel h3").first).to_have_text(words)
        page.get_by_role("button", name="All places").click()
        expect(page.locator(".map-panel h3").first).to_contain_text("Places")
        page.go_back()
        expect(page.locator(".map-panel h3").first).to_have_text(words)


def test_merge_and_its_undo(chrome: Any, judged_in: tuple[Path, str]) -> None:
    with tab(chrome, judged_in[1]) as page:
        before = incidents_of(page)
        one, other = before[:2]
        page.goto(f"/incidents/{one}")
        judge(page, "same", other)
        assert len(incidents_of(page)) == len(before) - 1
        with page.expect_navigation():
            page.locator(".history").get_by_role("button", name="Undo").last.click()
        assert incidents_of(page) == before


def test_two_tabs_never_overwrite_each_other(chrome: Any, judged_in: tuple[Path, str]) -> None:
    with tab(chrome, judged_in[1]) as first:
        one, other = incidents_of(first)[2:4]
        second = first.context.new_page()
        for page in (first, second):
            page.goto(f"/incidents/{one}")
        judge(first, "accept")
        judge(second, "same", other)
        expect(second.locator("main")).to_contain_text("not what it was when you looked")
        assert {one, other} <= set(incidents_of(second))


def test_pages_hold_while_documents_come_in(chrome: Any, judged_in: tuple[Path, str]) -> None:
    folder, base = judged_in
    with tab(chrome, base) as page:
        page.goto("/incidents")
        before = page.locator(".foot").inner_text()
        more = [str(p) for p in EXERCISE.glob("0307*")]
        for command in ([*marsad(folder, "add"), *more], marsad(folder, "run")):
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as writer:
                while writer.poll() is None:
                    assert page.goto("/incidents").status == 200
                    assert page.goto("/map").status == 200
                    page.wait_for_timeout(300)
                assert writer.returncode == 0
        page.goto("/incidents")
        assert page.locator(".foot").inner_text() != before


def test_ten_decisions_by_keyboard(chrome: Any, judged_in: tuple[Path, str]) -> None:
    folder, base = judged_in
    with tab(chrome, base) as page:
        page.goto("/review")
        drawn(page)
        said = page.locator(".review-status")
        for n in range(10):
            key = "s" if page.locator("[aria-current] button[value=same]").count() else "a"
            page.keyboard.press(key)
            expect(said).to_contain_text(f"{n + 1} decided", timeout=15_000)
        page.keyboard.press("u")
        expect(said).to_contain_text("9 decided")
    verdicts = [j.verdict for j in Workbench.open(folder).store.judgements()]
    assert len(verdicts) == 11
    assert verdicts[-1] == "withdraw"


def incidents_of(page: Any) -> list[str]:
    """The ids of a list of incidents."""
    rows = json.loads(page.request.get("/incidents.json").text())["rows"]
    return [row["id"] for row in rows]


def judge(page: Any, verdict: str, value: str | None = None) -> None:
    """Fill the form of a verdict in and send it."""
    form = page.locator(f"form.judge:has([value={verdict}])").first
    form.evaluate("form => { const box = form.closest('details'); if (box) box.open = true; }")
    if value is not None:
        form.locator("input[required]").fill(value)
    with page.expect_navigation():
        form.get_by_role("button", name=re.compile(verdict, re.I)).click()
