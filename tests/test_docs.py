"""The docs cannot lag: every command, option, setting and reason code is in them, links hold, examples run."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from doc_examples import PAGES, Example, examples, rewritten, run, scored, steps
from marsad.annotate import REASONS
from marsad.annotate.rules.lexicon import NounEntry, VerbEntry
from marsad.cli import main
from marsad.settings import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
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


def test_each_command_that_a_page_of_the_browser_names_is_one() -> None:
    known = {name for name, _ in commands()}
    for page in (ROOT / "src/marsad/web/templates").glob("*.j2"):
        for named in re.findall(r"<code>(marsad(?: [a-z]+)+)", page.read_text(encoding="utf-8")):
            words = named.split()
            assert known & {" ".join(words[:2]), " ".join(words[:3])}, f"{page.name}: {named}"


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


EXAMPLES = [pytest.param(e, id=e.name) for page in PAGES for e in examples(page)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_run(example: Example, tmp_path: Path) -> None:
    """Every command of a console block; a block may go on from the one before (see doc_examples)."""
    for _, step, command, done in run(example, tmp_path):
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}"
        assert bool(done.stdout) or not step.shown, f"{command} says nothing; {example.page.name} shows {step.shown}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_stand_where_they_are_run(page: Path) -> None:
    """A prompt stands only in console blocks; what is not run (make, pip) stands in sh blocks without a prompt."""
    for language, body in re.findall(r"^```(\w*)[^\n]*\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M):
        assert language == "console" or not re.search(r"^\$ ", body, re.M), f"{page.name}: a prompt in {language!r}"
        if language == "sh":
            assert not re.search(r"^marsad ", body, re.M), f"{page.name}: marsad commands belong in console blocks"
    for example in examples(page):
        text = page.read_text(encoding="utf-8")
        for start, end in example.blocks:
            for step in steps(text[start:end]):
                assert not step.command.startswith(("make", "git", "pip")), f"{page.name}: {step.command} is not run"


def test_an_id_that_a_page_shows_stands_for_todays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ printf 'statement s0123456789ab\\na\\nb\\n'\nstatement sffffffffffff\n…\n```\n"
        "Words.\n<!-- goes on -->\n```console\n$ echo sffffffffffff\n```\n<!-- not run -->\n```console\n$ false\n```\n"
    )
    (example,) = examples(page)
    folder = tmp_path / "folder"
    folder.mkdir()
    assert [c for _, _, c, _ in run(example, folder)][1] == "echo s0123456789ab"
    again = rewritten(example)
    assert "\nstatement s0123456789ab\n…\n```" in again and "$ echo s0123456789ab\n```" in again


def test_python_examples_run() -> None:
    for page in PAGES:
        for block in re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M):
            exec(compile(block, str(page), "exec"), {})


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_make_says_what_there_is() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("demo", "test", "gate", "check", "docs"):
        assert f"\n{target} " in "\n" + done.stdout


def test_each_field_of_the_word_tables_has_docs() -> None:
    page = (ROOT / "docs" / "coding.md").read_text(encoding="utf-8")
    for entry in (VerbEntry, NounEntry):
        for name in {f.name for f in fields(entry)} - {"lemma", "conditions"}:
            assert f"`{name}`" in page, f"docs/coding.md says nothing of {name}"


def test_scores_are_written_anew_from_the_command_of_their_row() -> None:
    table = {"data/x": {"f1": 0.5, "precision": 0.25}}
    page = "| a | `f1` 0.111 | `marsad evaluate ner data/x` |\n| | `precision` 0.9 | the same |\n`f1` 0.7 in words"
    assert scored(page, lambda _, path: table[path]) == (
        "| a | `f1` 0.500 | `marsad evaluate ner data/x` |\n| | `precision` 0.250 | the same |\n`f1` 0.7 in words"
    )


def test_the_modules_of_the_rules_have_docs() -> None:
    page = (ROOT / "docs" / "coding.md").read_text(encoding="utf-8")
    table = page.split("| step | module |")[1].split("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", "".join(row.split("|")[2] for row in table.splitlines()[2:])))
    rules = ROOT / "src/marsad/annotate/rules"
    assert named <= {p.stem for p in rules.glob("*.py")}
    assert {p.stem for p in rules.glob("*.py")} - named <= {"__init__", "backend", "forms", "wordclasses"}
