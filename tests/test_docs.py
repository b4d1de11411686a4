"""The docs cannot lag: every command, option, setting and reason code is in them, links hold, examples run."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from marsad.annotate import REASONS
from marsad.cli import main
from marsad.settings import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(p for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_CONSOLE = re.compile(r"^```console\n(.*?)^```", re.S | re.M)
_FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```", re.S | re.M)
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.S | re.M)


def commands(group: click.Group = main, above: str = "marsad") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{above} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{above} {name}")


@pytest.mark.parametrize("name", [n for n, _ in commands()])
def test_each_command_and_its_options_have_docs(name: str) -> None:
    command = dict(commands())[name]
    heading = " ".join(name.split()[:2])
    assert f"\n## {heading}\n" in CLI, f"docs/cli.md has no section on {heading}"
    section = CLI.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    assert name in section or name == heading
    shared = {"--workbench", "--json", "--help"}
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not shared & set(parameter.opts):
            assert any(o in section for o in parameter.opts), f"{name}: {parameter.opts} is not in docs/cli.md"
    assert command.help, f"{name} says nothing of itself"


def test_each_setting_has_docs_with_its_default() -> None:
    for setting in SETTINGS:
        row = next((x for x in CLI.splitlines() if x.startswith(f"| `{setting.name}` |")), "")
        default = f"{setting.default:g}" if isinstance(setting.default, float) else str(setting.default)
        assert default in row, f"docs/cli.md: {setting.name} = {setting.default}"


def test_each_reason_code_that_the_code_gives_has_docs() -> None:
    page = (ROOT / "docs" / "coding.md").read_text(encoding="utf-8")
    given = set()
    for path in [*(ROOT / "src/marsad/annotate").rglob("*.py"), *(ROOT / "src/marsad/coding").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "reason" and isinstance(node.value, ast.Constant):
                given.add(node.value.value)
            if isinstance(node, ast.FunctionDef) and node.name == "_reason":
                given |= {
                    r.value.value
                    for r in ast.walk(node)
                    if isinstance(r, ast.Return) and isinstance(r.value, ast.Constant)
                }
    assert given - {None} <= set(REASONS), "add the code to marsad.annotate.REASONS"
    for code in REASONS:
        assert f"| `{code}` |" in page, f"docs/coding.md says nothing of {code}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_hold(page: Path) -> None:
    text = _CODE.sub("", page.read_text(encoding="utf-8"))
    for link in (a or b for a, b in _LINK.findall(text)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), f"{page.name} links to {link}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{page.name} links to {link}"


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}


EXAMPLES = [
    pytest.param(page, i, id=f"{page.relative_to(ROOT)}:{i}")
    for page in PAGES
    for i, _ in enumerate(_CONSOLE.findall(page.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize(("page", "number"), EXAMPLES)
def test_examples_run(page: Path, number: int, tmp_path: Path) -> None:
    """The ``$ marsad …`` lines of a console block, one after the other.

    The folder holds the examples, and the files that the page gives in fences with a name (a pack in its own folder).
    """
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    files = dict(_FILE.findall(page.read_text(encoding="utf-8")))
    folder = tmp_path / tomllib.loads(files["pack.toml"])["id"] if "pack.toml" in files else tmp_path
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    block = _CONSOLE.findall(page.read_text(encoding="utf-8"))[number]
    for line in re.findall(r"^\$ (.+)$", block.replace("\\\n", " "), re.M):
        if "marsad " not in line or line.startswith(("make", "git", "pip")):
            continue
        command = re.sub(r"(^|\| )marsad ", rf"\g<1>{sys.executable} -m marsad ", line)
        done = subprocess.run(["sh", "-ec", command], cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{line}\n{done.stdout[-500:]}{done.stderr[-1500:]}"


def test_python_examples_run() -> None:
    for page in PAGES:
        for block in re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M):
            exec(compile(block, str(page), "exec"), {})


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_make_says_what_there_is() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("demo", "test", "gate", "check", "docs"):
        assert f"\n{target} " in "\n" + done.stdout
