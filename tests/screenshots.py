"""Take a picture of every web page at desktop and phone width, and in the dark: to look at, not to test by.

    python tests/screenshots.py [--workbench FOLDER] [--look 1280 …] [FOLDER FOR PICTURES] [NAME OF A PAGE …]

Without a workbench, one is made of the exercise.  Fonts differ from machine to machine, so pictures do too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, expect, sync_playwright

from browsing import EXERCISE, FLAGS, addresses, chromium, served
from marsad.pipeline import Workbench

_DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
_PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LOOKS: dict[str, dict[str, Any]] = {
    "1280": _DESK,
    "390": _PHONE,
    "1280-dark": {**_DESK, "color_scheme": "dark"},
    "390-dark": {**_PHONE, "color_scheme": "dark"},
}


def made(folder: Path) -> Path:
    """A workbench of the exercise."""
    bench = Workbench.init(folder)
    bench.add(sorted(EXERCISE.glob("[0-9]*")))
    bench.run()
    bench.store.close()
    return folder


def shoot(base: str, pictures: Path, names: list[str], looks: list[str]) -> None:
    """All pages of a served workbench, or those named, in some looks; `name=address` for another state of a page."""
    known = {name: path for name, path in addresses(base).items() if not names or name in names}
    known |= dict(name.split("=", 1) for name in names if "=" in name)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for look in looks:
            context = browser.new_context(base_url=base, reduced_motion="reduce", **LOOKS[look])
            page = context.new_page()
            for name, path in known.items():
                answer = page.goto(path)
                try:
                    expect(page.locator("[data-island]:not([data-ready])")).to_have_count(0, timeout=20_000)
                    page.screenshot(path=pictures / f"{name}-{look}.png", full_page=True)
                except (AssertionError, Error) as error:
                    print(f"{path}: {str(error).splitlines()[0]}", file=sys.stderr)
                print(f"{name}-{look}.png  {path}  {answer.status if answer else ''}")
        browser.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--workbench", type=Path)
    parser.add_argument("--look", choices=LOOKS, action="append")
    parser.add_argument("pictures", type=Path, nargs="?", default=Path("screenshots"))
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    if not chromium():
        print("there is no Chromium: apt-get install chromium", file=sys.stderr)
        return 2
    given.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        workbench = given.workbench or made(Path(folder) / "exercise")
        with served(workbench) as base:
            shoot(base, given.pictures, given.names, given.look or list(LOOKS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
