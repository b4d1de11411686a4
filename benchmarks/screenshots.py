"""Take pictures of a brief at desktop and phone width, in dark mode and as PDF, with a headless Chromium from the PATH.

    python benchmarks/screenshots.py brief.html [FOLDER]

Pictures are for looking, not for tests: fonts differ from machine to machine.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = {"desktop": (1280, 4000), "tablet": (820, 4000), "phone": (390, 6000)}
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


def browse(browser: str, page: Path, *options: str) -> None:
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *QUIET, f"--user-data-dir={profile}", *options, page.resolve().as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def dark(page: Path, folder: Path) -> Path:
    """Write a copy of the page that is dark whatever the system prefers."""
    copy = folder / "dark.html"
    text = page.read_text(encoding="utf-8").replace("(prefers-color-scheme:dark)", "(min-width:0px)")
    copy.write_text(text, encoding="utf-8")
    return copy


def main(page: Path, folder: Path) -> int:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        print("no Chromium on the PATH", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    for name, (width, height) in SIZES.items():
        browse(browser, page, f"--window-size={width},{height}", f"--screenshot={folder / name}.png")
    browse(browser, dark(page, folder), "--window-size=1280,4000", f"--screenshot={folder / 'dark.png'}")
    browse(browser, page, "--no-pdf-header-footer", f"--print-to-pdf={folder / 'print.pdf'}")
    print(f"pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "screenshots")))
