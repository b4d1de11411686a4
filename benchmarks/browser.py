"""How fast map and timeline are in a real browser on a large workbench, and how much memory their server takes.

    python benchmarks/web.py --incidents 200000 --statements 600000 --folder /tmp/large   # makes the workbench
    python -m benchmarks.browser --folder /tmp/large

Serves the workbench as ``marsad serve`` does and opens pages in a headless Chromium that draws without a graphics card.
Prints the milliseconds from navigation (of visitors who were never here) to the first frame of the map, to the map with
all that is on it, and to the timeline; frames a second, and the longest pause between two, while the map is dragged,
zoomed and played through time; and the memory of the server after every page was asked for (VmRSS, and VmHWM, the most
it ever was).
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from tests.browsing import FLAGS, addresses, chromium, marsad

SIZE = {"width": 1280, "height": 900}
READY = '[data-island="map"][data-ready="yes"]'
COUNT = """() => {
  window.frames_seen = [performance.now()];
  const tick = (now) => { window.frames_seen.push(now); window.ticking = requestAnimationFrame(tick); };
  window.ticking = requestAnimationFrame(tick);
}"""
COUNTED = "() => { cancelAnimationFrame(window.ticking); return window.frames_seen; }"
MARKS = "() => Object.fromEntries(performance.getEntriesByType('mark').map((m) => [m.name, m.startTime]))"


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, int]]:
    """A serving process: its address without the last slash, and its number."""
    command = [*marsad(folder, "serve"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().rstrip("/"), process.pid
        finally:
            process.terminate()


def opened(browser: Browser, address: str, island: str) -> dict[str, float]:
    """Milliseconds from navigation to each mark that the page sets, by a visitor who was never here."""
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(f'[data-island="{island}"][data-ready]', timeout=60_000)
    marks: dict[str, float] = page.evaluate(MARKS)
    context.close()
    return marks


def frames(page: Page, act: Callable[[], None]) -> tuple[float, float]:
    """Frames a second while something is done, and the longest pause between two of them in milliseconds."""
    page.evaluate(COUNT)
    act()
    seen: list[float] = page.evaluate(COUNTED)
    pauses = [later - earlier for earlier, later in itertools.pairwise(seen)]
    return 1000 * len(pauses) / (seen[-1] - seen[0]), max(pauses)


def drag(page: Page) -> None:
    """Drag the map to and fro for some three seconds, as a hand does: sixty places a second."""
    box = page.locator(".map-canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    until, n = time.perf_counter() + 3, 0
    while time.perf_counter() < until:
        n += 1
        step = n % 60 if n % 120 < 60 else 60 - n % 60
        page.mouse.move(x + 3 * step, y + 2 * step)
        time.sleep(1 / 60)
    page.mouse.up()


def zoom(page: Page) -> None:
    """Zoom in and out with the wheel for some three seconds."""
    box = page.locator(".map-canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for n in range(60):
        page.mouse.wheel(0, -60 if n < 30 else 60)
        time.sleep(1 / 20)


def play(page: Page) -> None:
    """Play the map through time for five seconds."""
    page.locator(".slider button", has_text="Play").click()
    page.wait_for_timeout(5_000)
    page.locator(".slider button", has_text="Pause").click()


def memory(process: int) -> dict[str, float]:
    """Megabytes that a process takes now and took at most."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines if line.startswith(("VmRSS", "VmHWM")))
    return {name: int(words.split()[0]) / 1024 for name, words in found.items()}


def main() -> None:
    """Serve, look, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    began = time.perf_counter()
    with server(given.folder) as (base, process), sync_playwright() as playwright:
        print(f"listening after {time.perf_counter() - began:.1f} s, {memory(process)['VmRSS']:.0f} MB")
        urllib.request.urlopen(f"{base}/overview").read()
        print(f"first page after {time.perf_counter() - began:.1f} s")
        for path in addresses(base).values():
            urllib.request.urlopen(base + path).read()
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for path, island in (("/map", "map"), ("/overview", "map"), ("/overview", "timeline")):
            seen = [opened(browser, base + path, island) for _ in range(given.times)]
            for mark in sorted(set.intersection(*(set(s) for s in seen))):
                times = sorted(s[mark] for s in seen)
                print(f"{path:10} {mark:10} median {statistics.median(times):5.0f} ms  most {times[-1]:5.0f} ms")
        page = browser.new_page(viewport=SIZE)
        page.goto(f"{base}/map")
        page.wait_for_selector(READY, timeout=60_000)
        for act in (drag, zoom, play):
            rate, longest = frames(page, lambda act=act: act(page))  # type: ignore[misc]
            print(f"{act.__name__:6} {rate:5.1f} frames/s, longest pause {longest:5.0f} ms")
        browser.close()
        print(f"processes that ran or waited meanwhile: {os.getloadavg()[0]:.1f}, for {os.cpu_count()} processors")
        print("server after every page: " + ", ".join(f"{name} {mb:.0f} MB" for name, mb in memory(process).items()))


if __name__ == "__main__":
    main()
