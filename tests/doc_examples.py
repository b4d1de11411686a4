"""The console examples of the docs: found, run, and (as a program) written anew with what the commands say today.

    python tests/doc_examples.py                    write the outputs in all pages anew
    python tests/doc_examples.py --figures DATA     also the scores in rows that name a `marsad evaluate` command

A block that follows the comment ``goes on`` works in the folder of the block before it; one that follows ``not run`` is
left alone.  Output that ends in a line "…" is cut there; long lines are cut with "…".  Ids of derived things change
with the coder: an id that a page shows stands for the one that the same command gives at the same place today.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from doc_server import start_server

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
_BLOCK = re.compile(r"(<!-- (?P<mark>goes on|not run) -->\n+)?^```console\n(?P<body>.*?)^```", re.S | re.M)
_FILE = re.compile(r"^```\w+ (\S+\.\w+)\n(.*?)^```", re.S | re.M)
_ID = re.compile(r"\b(?:d[0-9a-f]{16}|[sicj][0-9a-f]{12})\b")
_SCORE = re.compile(r"`(\w+)` (\d\.\d+)")
_WIDTH = 118


@dataclass
class Step:
    """A command of a block, and the output that the page shows under it."""

    command: str
    shown: list[str] = field(default_factory=list)


@dataclass
class Example:
    """Blocks of one page that work in one folder, as spans of the page's text."""

    page: Path
    blocks: list[tuple[int, int]]

    @property
    def name(self) -> str:
        text = self.page.read_text(encoding="utf-8")
        return f"{self.page.relative_to(ROOT)}:{text.count(chr(10), 0, self.blocks[0][0]) + 1}"


def examples(page: Path) -> list[Example]:
    found: list[Example] = []
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["mark"] == "not run":
            continue
        if block["mark"] == "goes on":
            found[-1].blocks.append(block.span("body"))
        else:
            found.append(Example(page, [block.span("body")]))
    return found


def steps(body: str) -> list[Step]:
    found: list[Step] = []
    for line in body.replace("\\\n", "\\\0").splitlines():
        if line.startswith("$ "):
            found.append(Step(line[2:]))
        elif found:
            found[-1].shown.append(line)
    for step in found:
        step.command = step.command.replace("\\\0", "\\\n")
        while step.shown and not step.shown[-1].strip():
            step.shown.pop()
    return found


def prepare(page: Path, folder: Path) -> None:
    """Put the examples into the folder, and the files that the page gives in fences with a name."""
    (folder / "examples").symlink_to(ROOT / "examples")
    files = dict(_FILE.findall(page.read_text(encoding="utf-8")))
    into = folder / tomllib.loads(files["pack.toml"])["id"] if "pack.toml" in files else folder
    for name, text in files.items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_text(text, encoding="utf-8")


def run(example: Example, folder: Path) -> Iterator[tuple[int, Step, str, subprocess.CompletedProcess[str]]]:
    """Run an example: the number of the block, the step, the command as it was run, and what came of it."""
    prepare(example.page, folder)
    text = example.page.read_text(encoding="utf-8")
    today: dict[str, str] = {}
    env = _shell()
    for number, (start, end) in enumerate(example.blocks):
        for step in steps(text[start:end]):
            asked = _ID.sub(lambda m, known=today: known.get(m[0], m[0]), step.command)
            done = subprocess.run(
                ["sh", "-c", asked], cwd=folder, env=env, text=True, timeout=300,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            done.stdout = done.stdout.replace(f"{ROOT}/", "…/").replace(f"{folder}/", "…/")
            shown, given = _ID.findall("\n".join(step.shown)), _ID.findall(done.stdout)
            for noun in "dsicj":
                pairs = ([x for x in ids if x[0] == noun] for ids in (shown, given))
                today |= dict(zip(*pairs, strict=False))
            yield number, step, asked, done


@cache
def _shell() -> dict[str, str]:
    """The environment in which commands are run: ``marsad`` is in it, and nothing of the user's settings."""
    folder = tempfile.TemporaryDirectory()
    env = {k: v for k, v in os.environ.items() if not k.startswith("MARSAD_")} | {"COLUMNS": str(_WIDTH)}
    server = start_server(Path(folder.name), env)
    atexit.register(lambda: (server.communicate(), folder.cleanup()))
    return env | {"PATH": f"{folder.name}{os.pathsep}{env.get('PATH', os.defpath)}"}


def rewritten(example: Example) -> str:
    """The page with the outputs of one example as they are today."""
    text = example.page.read_text(encoding="utf-8")
    bodies = [""] * len(example.blocks)
    with tempfile.TemporaryDirectory() as folder:
        for number, step, command, done in run(example, Path(folder)):
            if done.returncode:
                raise SystemExit(f"{example.name}: {command}\n{done.stdout}")
            bodies[number] += "".join(f"{line}\n" for line in [f"$ {command}", *_shortened(step, done.stdout)])
    for (start, end), body in reversed(list(zip(example.blocks, bodies, strict=True))):
        text = text[:start] + body + text[end:]
    return text


def _shortened(step: Step, output: str) -> list[str]:
    if not any(line.strip() for line in step.shown):
        return []
    lines = [x.rstrip() if len(x) <= _WIDTH else x[: _WIDTH - 1].rstrip() + "…" for x in output.splitlines()]
    keep = [x for x in step.shown if x.strip()]
    if keep[-1] == "…" and len(lines) > step.shown.index("…"):
        return [*lines[: step.shown.index("…")], "…"]
    return lines


def scored(text: str, score: Callable[[str, str], dict[str, float]]) -> str:
    """The page with the scores in rows that name a `marsad evaluate` command (or "the same") as `score` gives them."""
    rows = []
    scores: dict[str, float] = {}
    for row in text.split("\n"):
        asked = re.search(r"`marsad evaluate (\w+) (\S+)`", row)
        if row.startswith("|") and _SCORE.search(row):
            if asked:
                scores = score(asked[1], asked[2])
            row = _SCORE.sub(lambda m, now=scores: f"`{m[1]}` {now[m[1]]:.3f}", row)
        rows.append(row)
    return "\n".join(rows)


def _scores(name: str, path: str, data: str) -> dict[str, float]:
    path = path.replace("../shared/data", data)
    command = [sys.executable, "-m", "marsad", "evaluate", name, path, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    scores: dict[str, float] = json.loads(done.stdout.splitlines()[-1])["metrics"]
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the examples' outputs in the docs anew.")
    parser.add_argument("--figures", metavar="DATA", help="the folder of development data")
    parser.add_argument("pages", nargs="*", type=Path, default=PAGES)
    asked = parser.parse_args()
    for page in (p.resolve() for p in asked.pages):
        # From the last example to the first, so that the spans of those still to come stay right.
        for example in reversed(examples(page)):
            page.write_text(rewritten(example), encoding="utf-8")
        if asked.figures:
            score = partial(_scores, data=asked.figures)
            page.write_text(scored(page.read_text(encoding="utf-8"), score), encoding="utf-8")


if __name__ == "__main__":
    main()
