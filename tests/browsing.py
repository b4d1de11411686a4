"""A real browser on a real server: where Chromium is found, and a workbench that is served meanwhile."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from marsad.web.pages import PAGES, Page

ROOT = Path(__file__).resolve().parent.parent
EXERCISE = ROOT / "examples" / "exercise"
FLAGS = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
"""WebGL without a graphics card."""
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The browser on the PATH; Debian's is installed where it is missing and can be."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found or not shutil.which("apt-get") or os.geteuid() != 0:
        return found
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(["apt-get", "install", "-y", "-q", "chromium"], capture_output=True, timeout=300, check=False)
    return shutil.which("chromium")


def is_built() -> bool:
    """Whether the front end is there; it is built where npm is."""
    manifest = ROOT / "src/marsad/web/static/app/manifest.json"
    if not manifest.is_file() and shutil.which("npm") and shutil.which("make"):
        subprocess.run(["make", "frontend"], cwd=ROOT, capture_output=True, timeout=600, check=False)
    return manifest.is_file()


def marsad(folder: Path, *arguments: str) -> list[str]:
    """A command on a workbench, as a process of its own."""
    return [sys.executable, "-m", "marsad", "-w", str(folder), *arguments]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a workbench; its address without the last slash."""
    command = [*marsad(folder, "serve"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip().rstrip("/")
        finally:
            server.terminate()


def addresses(base: str) -> dict[str, str]:
    """Every page by name with an address that shows something.

    A thing's page is the first that its list links to; of incidents the one that most documents tell of.
    """
    return {page.name: found for page in PAGES if not page.drawn and (found := _address(base, page))}


def _address(base: str, page: Page) -> str | None:
    if not page.has_id:
        return page.path
    start = re.escape(page.path.split("{id}")[0])
    own = page.path.split("/{id}")[0]
    parents = [
        f"{own}?sort=-documents" if page.name == "incident" else own,
        *(p.path for p in PAGES if not p.has_id and not p.drawn),
    ]
    for parent in parents:
        with urllib.request.urlopen(base + parent) as answer:
            found = re.search(f'href="({start}[^"?#]+)"', answer.read().decode())
        if found:
            return found[1]
    return None
