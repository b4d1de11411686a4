"""Bad input and bad ends, through the command line and on real files: clear problems, nothing lost, nothing twice."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bench import make_pack
from marsad.cli import main
from marsad.store.sqlite import SqliteStore

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's signals and special files")

RAID = "The Red Front attacked the Zedland Army near Fellbury with 12 men on 3 March 2031."
ARTICLE = "".join(f"<p>{RAID} Report {i} of the day was quiet about the rest of the valley.</p>" for i in range(9))
GOOD: dict[str, bytes] = {
    "no-date.txt": b"The Red Front attacked Moorham. Nobody says when.",
    "latin-1.txt": "The Red Front attacked the café of Moorham, said Señor Núñez of the coöperative. ".encode("latin-1")
    * 9,
    "windows.txt": f"“{RAID}” – so the wire’s report.".encode("cp1252"),
    "utf-16.txt": RAID.encode("utf-16"),
    "utf-16-bare.txt": RAID.encode("utf-16-le"),
    "utf-32.txt": RAID.encode("utf-32"),
    "byte-order-mark.txt": b"\xef\xbb\xbf" + RAID.encode(),
    "right-to-left.txt": f"هاجمت الجبهة الحمراء سوق فيلبوري يوم الاثنين. \u202e{RAID}\u202c وقالت الشرطة ذلك.".encode(),
    "zero-width.txt": RAID.replace(" ", " \u200b").replace("e", "e\u200d\ufeff").encode() + f" {RAID}".encode(),
    "combining.txt": "".join(c + "\u0301" * 3 for c in RAID).encode() + f" {RAID}".encode(),
    "astral.txt": f"🔥🔥 {RAID} 𝕿𝖍𝖊 𝕽𝖊𝖉 𝕱𝖗𝖔𝖓𝖙 İstanbul ŉ ẞ ﬁ 👩‍👩‍👧".encode(),
    "odd-lines.txt": RAID.replace(" ", "\u2028", 2).replace("Army ", "Army\x85\u2029\x0b\x0c\r").encode(),
    "one-line.txt": (f"{RAID} " * 2_000).encode(),
    "one-word.txt": RAID.encode() + b" " + b"a" * 100_000,
    "marks.txt": RAID.encode() + b" " + b"(" * 3_000 + b'"' * 3_000 + b"." * 3_000 + b"-" * 3_000,
    "page.html": f"<html><head><title>Raid</title></head><body><article>{ARTICLE}</article></body></html>".encode(),
}
BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\r\n ", "empty"),
    "only-a-mark.txt": (b"\xef\xbb\xbf", "no words"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG image"),
    "program.txt": (b"\x7fELF" + bytes(900), "program"),
    "document.txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
    "archive.md": (b"PK\x03\x04" + bytes(range(256)), "ZIP"),
    "noise.txt": (bytes(range(256)) * 40, ""),
    "zeros.txt": (bytes(5_000), "no text"),
    "controls.txt": (b"\x01\x02\x03raid" * 500, "binary"),
    "cut-utf-16.txt": (RAID.encode("utf-16")[:-1], "cut"),
    "rows.csv": (b"a,b\n1,2\n", "data file"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG image"),
    "no-article.html": (b"<html><title>Home</title><body><a href='/'>Home</a></body></html>", "no article"),
    "deep.html": (b"<html><body>" + b"<div>" * 50_000 + RAID.encode(), "nests"),
    "huge.txt": ((RAID.encode() + b"\n") * (50_000_000 // (len(RAID) + 1)), "more than 25,000,000"),
}  # fmt: skip


MANY = 300
"""Documents in a workbench that is interrupted: enough to be in the middle of them."""


def call(*words: str | Path, code: int = 0) -> list[dict[str, Any]]:
    done = CliRunner(env={"MARSAD_WORKBENCH": ""}).invoke(main, [str(w) for w in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def make(folder: Path, workers: int = 1) -> Path:
    pack = make_pack(folder.parent)
    call("init", folder, "--set", "backend=fake/1", "--set", f"pack={pack}", "--set", f"workers={workers}")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make(tmp_path / "wb")


def write(folder: Path, number: int, more: str = "") -> Path:
    """So many reports, no two alike."""
    folder.mkdir()
    for i in range(number):
        day, place = 1 + i % 28, ("Fellbury", "Moorham")[i % 2]
        head = f"Title: Raid {i}\nSource: Zed Wire\nPublished: 2031-03-29"
        said = f"The Red Front attacked {place} on {day} March 2031. This was report number {i}.{more}"
        (folder / f"r{i:04}.txt").write_text(f"{head}\n\n{said}\n")
    return folder


def exports(home: Path) -> list[list[dict[str, Any]]]:
    """All that a workbench has to say."""
    return [call("-w", home, "export", "jsonl", "--what", what) for what in ("incidents", "statements")]


# ---------------------------------------------------------------------------------------------------------- bad files


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbench, coded with rules, from a folder of everything that a folder may hold."""
    folder = tmp_path_factory.mktemp("mixed")
    for name, data in {**GOOD, **{name: data for name, (data, _) in BAD.items()}}.items():
        (folder / name).write_bytes(data)
    home = tmp_path_factory.mktemp("home") / "wb"
    call("init", home, "--set", f"pack={make_pack(home.parent)}", "--set", "workers=1")
    (done,) = call("-w", home, "add", folder, "--json")
    assert done == {"added": len(GOOD), "there": 0, "problems": len(BAD)}
    (done,) = call("-w", home, "run", "--json")
    assert done["coded"] == len(GOOD)
    return home


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(mixed: Path, name: str) -> None:
    (found,) = [p for p in call("-w", mixed, "problems", "--json") if Path(p["subject"]).name == name]
    assert BAD[name][1] in found["message"] and found["stage"] == "read" and len(found["hint"]) > 10
    assert not any(sign in found["message"] for sign in ("Traceback", "Error(", "0x"))


@pytest.mark.parametrize("name", GOOD)
def test_offsets_are_exact_in_any_text_that_can_be_read(mixed: Path, name: str) -> None:
    store = SqliteStore(mixed)
    (identity,) = [i for i in store.document_ids() if Path(store.name_of(i) or "").name == name]
    document, coded = store.document(identity), store.coded(identity)
    assert document is not None and coded is not None and not coded.problems
    assert all(document.text[m.start : m.end] == m.text for m in coded.mentions)
    assert all(s.quote == " … ".join(document.text[a:b] for a, b in s.evidence) for s in coded.statements)
    covered = sorted(coded.sentences)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(covered))
    assert not "".join(
        document.text[a:b] for a, b in zip([0, *(e for _, e in covered)], [*(s for s, _ in covered), None], strict=True)
    ).strip()
    store.close()


@pytest.mark.parametrize(
    "name", ["windows.txt", "utf-16.txt", "utf-16-bare.txt", "utf-32.txt", "astral.txt", "page.html"]
)
def test_the_raid_is_found_in_any_encoding(mixed: Path, name: str) -> None:
    store = SqliteStore(mixed)
    (identity,) = [i for i in store.document_ids() if Path(store.name_of(i) or "").name == name]
    coded = store.coded(identity)
    assert coded is not None
    assert any(s.type == "ASSAULT" and s.places and s.places[0].name == "Fellbury" for s in coded.statements)
    store.close()


def test_a_thousand_files_of_which_a_hundred_are_broken(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 900)
    broken = [data for data, _ in BAD.values() if len(data) < 1_000_000]
    for i in range(100):
        (folder / f"broken{i:03}.txt").write_bytes(broken[i % len(broken)] + bytes([i]) * 3)
        if i % 3 == 0:
            (folder / f"broken{i:03}.txt").write_bytes(b"\x00\x01" * (i + 1))
    home = make(tmp_path / "wb", workers=2)
    (done,) = call("-w", home, "add", folder, "--json")
    assert done["added"] >= 900 and done["added"] + done["problems"] == 1000
    assert len(call("-w", home, "problems", "--json")) == done["problems"]
    (ran,) = call("-w", home, "run", "--json")
    assert ran["coded"] == done["added"] and ran["resolved"]
    (again,) = call("-w", home, "add", folder, "--json")
    assert again == {"added": 0, "there": done["added"], "problems": done["problems"]}


@linux
def test_what_is_no_file_is_named_and_loops_end(home: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 3)
    (folder / "sub").mkdir()
    (folder / "sub" / "own.txt").write_text(f"{RAID} In a folder of its own.")
    (folder / "sub" / "round").symlink_to(folder)
    (folder / "again").symlink_to(folder / "sub")
    (folder / "self").symlink_to("self")
    (folder / "nothing").symlink_to("nowhere")
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "far.txt").write_text(f"{RAID} From afar.")
    (folder / "linked").symlink_to(tmp_path / "far")
    os.mkfifo(folder / "pipe")
    (done,) = call("-w", home, "add", folder, "/proc/self/mem", tmp_path / "absent", "--json")
    assert done == {"added": 5, "there": 0, "problems": 5}, "a linked folder is read, and each folder once"
    said = {Path(p["subject"]).name: p["message"] for p in call("-w", home, "problems", "--json")}
    assert set(said) == {"self", "nowhere", "pipe", "mem", "absent"} and "no file" in said["pipe"]


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(home: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 2)
    (folder / "secret.txt").write_text(RAID)
    (folder / "closed").mkdir()
    for path in ("secret.txt", "closed"):
        (folder / path).chmod(0)
    (done,) = call("-w", home, "add", folder, "--json")
    (folder / "closed").chmod(0o700)
    assert done == {"added": 2, "there": 0, "problems": 2}


# -------------------------------------------------------------------------------------------------- twice, and forget


def test_the_same_bytes_are_one_document(home: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 30)
    (folder / "copy.txt").write_bytes((folder / "r0000.txt").read_bytes())
    (done,) = call("-w", home, "add", folder, "--json")
    assert done == {"added": 30, "there": 1, "problems": 0}
    call("-w", home, "run")
    before = exports(home)
    assert call("-w", home, "add", folder, folder, "--json") == [{"added": 0, "there": 62, "problems": 0}]
    (ran,) = call("-w", home, "run", "--json")
    assert (ran["coded"], ran["resolved"]) == (0, False) and exports(home) == before


def test_forgetting_equals_never_having_added(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", 12)
    one, other = make(tmp_path / "one"), make(tmp_path / "other")
    call("-w", one, "add", folder)
    call("-w", one, "run")
    whole = exports(one)
    gone = folder / "r0004.txt"
    (found,) = call("-w", one, "search", '"number 4"', "--json")
    call("-w", one, "forget", found["document"])
    gone.unlink()
    call("-w", other, "add", folder)
    call("-w", other, "run")
    assert exports(one) == exports(other) != whole
    assert b"number 4." not in b"".join(p.read_bytes() for p in one.rglob("*") if p.is_file())


# ----------------------------------------------------------------------------------------------------------- bad ends


def started(*words: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "marsad", *(str(w) for w in words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def wait_for(home: Path, enough: Callable[[Any], bool], process: subprocess.Popen[str]) -> None:
    store = SqliteStore(home)
    end = time.monotonic() + 60
    while not enough(store.counts()) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    store.close()


def children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Long enough that coding them takes a while on a fast machine, too.
    return write(tmp_path_factory.mktemp("many") / "in", MANY, " Rain fell on the hills of Upmark all day." * 40)


@pytest.fixture(scope="module")
def calm(many: Path) -> Iterator[Path]:
    """The same reports in a workbench that nothing happened to."""
    home = make(many.parent / "calm", workers=2)
    call("-w", home, "add", many)
    call("-w", home, "run")
    yield home


@linux
def test_ctrl_c_in_the_middle_of_a_run(tmp_path: Path, many: Path, calm: Path) -> None:
    home = make(tmp_path / "wb", workers=2)
    call("-w", home, "add", many)
    process = started("-w", home, "run")
    wait_for(home, lambda c: c.coded > 0, process)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1 and "goes on from there" in said and "Traceback" not in said
    (status,) = call("-w", home, "status", "--json")
    assert 0 < status["stale"] < MANY and not status["resolved"]
    (ran,) = call("-w", home, "run", "--json")
    assert (ran["coded"], ran["fresh"]) == (status["stale"], MANY - status["stale"])
    assert exports(home) == exports(calm)


@linux
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_an_end_in_the_middle_of_adding(tmp_path: Path, many: Path, calm: Path, end: signal.Signals) -> None:
    home = make(tmp_path / "wb", workers=2)
    process = started("-w", home, "add", many)
    wait_for(home, lambda c: c.documents > 0, process)
    workers = children(process.pid)
    os.kill(process.pid, end)
    _, said = process.communicate(timeout=30)
    assert process.returncode == (-end if end == signal.SIGKILL else 1) and "Traceback" not in said
    late = time.monotonic() + 20
    while any(alive(pid) for pid in workers) and time.monotonic() < late:
        time.sleep(0.05)
    assert workers and not any(alive(pid) for pid in workers), "nobody stays behind"
    (status,) = call("-w", home, "status", "--json")
    there = status["counts"]["documents"]
    assert 0 < there < MANY
    (done,) = call("-w", home, "add", many, "--json")
    assert done == {"added": MANY - there, "there": there, "problems": 0}
    kept = [p for p in (home / "originals").rglob("*") if p.is_file() and p.suffix != ".part"]
    assert len(kept) == MANY
    call("-w", home, "run")
    assert exports(home) == exports(calm)
