"""Imports point down, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAVY = (
    "apsw",
    "jinja2",
    "lxml",
    "msgspec",
    "onnxruntime",
    "rich",
    "sentencex",
    "shapely",
    "textblob",
    "starlette",
    "trafilatura",
    "uvicorn",
    "py3langid",
)


def test_the_import_contracts_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run(
        [*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"}
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def test_help_needs_click_only() -> None:
    code = (
        "import sys\nfrom marsad.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        f"print('HEAVY', sorted(m for m in {HEAVY!r} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_nothing_happens_at_import() -> None:
    """Importing every module opens no file of the user's, starts no thread and prints nothing."""
    code = (
        "import importlib, pkgutil, threading, marsad\n"
        "for found in pkgutil.walk_packages(marsad.__path__, 'marsad.'):\n"
        "    importlib.import_module(found.name)\n"
        "assert threading.active_count() == 1\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd="/")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
