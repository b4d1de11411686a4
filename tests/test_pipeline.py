"""The pipeline: what is computed, when it is computed again, and by whom."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bench import make_pack, make_reports
from marsad.annotate import annotate, breaches
from marsad.annotate.fake import FakeBackend
from marsad.errors import ContractError, UserError
from marsad.pack import Pack, load_pack
from marsad.pack.gazetteer import with_gazetteer
from marsad.pipeline import Coder, Workbench, code_document, code_key, pack_hash, resolve_key, sketch
from marsad.pipeline.config import SETTINGS_FILE
from marsad.pipeline.executors import ProcessExecutor, SerialExecutor
from marsad.pipeline.walking import walk
from marsad.read import read_bytes
from marsad.settings import Settings
from marsad.split import split
from marsad.values import Annotation, Document, Frame, Mention, Span

TEXT = "The Red Front attacked the Zedland Army near Fellbury with 12 men. Rain fell."


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load_pack(str(make_pack(tmp_path)))


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench.init(tmp_path / "wb", backend="fake/1", pack=str(make_pack(tmp_path)), workers=1)


def content(bench: Workbench) -> tuple[object, ...]:
    store = bench.store
    ids = store.document_ids()
    return [store.coded(i) for i in ids], store.incidents(), store.claims(), [store.document(i) for i in ids]


# ------------------------------------------------------------------------------------------------------ one document


def test_every_quote_of_a_coded_document_stands_in_its_text(pack: Pack) -> None:
    coded = code_document(Document("a", TEXT, source="Zed Wire"), FakeBackend(pack), pack)
    assert [TEXT[m.start : m.end] == m.text for m in coded.mentions] and coded.mentions
    (statement,) = coded.statements
    assert statement.type == "ASSAULT" and [a.link for a in statement.actors] == ["red-front"]
    assert [r.link for r in statement.recipients] == ["zz.army"]
    assert [p.name for p in statement.places] == ["Fellbury"] and statement.quote in TEXT
    assert [u.reason for u in coded.uncoded] == ["background"]


def test_coding_is_pure(pack: Pack) -> None:
    document = Document("a", TEXT)
    coder = Coder(FakeBackend(pack), pack)
    assert coder.code(document) == coder.code(document) == code_document(document, FakeBackend(pack), pack)


@dataclass
class Careless:
    """A backend that quotes what it likes."""

    made: Annotation
    name: str = "careless/1"

    def annotate(self, document: Document, sentences: Sequence[Span]) -> list[Annotation]:
        return [self.made, *(Annotation(s) for s in sentences[1:])]


FIRST = Span(0, 66)
BREACHES = {
    "wrong words": Annotation(FIRST, (Mention(4, 13, "Red Frond", "actor"),)),
    "outside": Annotation(FIRST, (Mention(67, 71, "Rain", "actor"),)),
    "empty": Annotation(FIRST, (Mention(4, 4, "", "actor"),)),
    "trigger": Annotation(FIRST, (), (Frame("event", None, None, Span(60, 70), FIRST),)),
    "another sentence": Annotation(Span(0, 10)),
}


@pytest.mark.parametrize("made", BREACHES.values(), ids=BREACHES)
def test_a_backend_is_held_to_its_contract(made: Annotation, pack: Pack) -> None:
    document = Document("a", TEXT)
    assert split(TEXT)[0] == FIRST
    with pytest.raises(ContractError):
        annotate(Careless(made), document, split(TEXT))  # type: ignore[arg-type]
    coded = Coder(Careless(made), pack).code(document)  # type: ignore[arg-type]
    assert coded.statements == () and [p.stage for p in coded.problems] == ["annotate"]


def test_the_fake_backend_keeps_the_contract(pack: Pack) -> None:
    document = Document("a", TEXT * 3)
    for annotation in FakeBackend(pack).annotate(document, split(document.text)):
        assert not list(breaches(annotation, document.text))


def test_sketches_of_copies_overlap_and_of_others_do_not() -> None:
    words = [f"word{i}" for i in range(400)]
    whole, cut = " ".join(words), " ".join(words[:300])
    one, part, other = set(sketch(whole)), set(sketch(cut)), set(sketch(" ".join(reversed(words))))
    assert len(one) == 64 and len(one & part) > 30 and not one & other
    assert sketch(whole.upper()) == sketch(whole) and sketch("") == () and len(sketch("two words")) == 1
    assert all(0 <= h < 2**53 for h in one)


# ---------------------------------------------------------------------------------------------------------- run keys


def test_a_run_key_changes_with_what_it_stands_for(pack: Pack, tmp_path: Path) -> None:
    base = Settings.of()
    key = code_key("fake/1", pack, base)
    assert key == code_key("fake/1", pack, Settings.of(workers=9)), "nothing depends on workers"
    assert key != code_key("rules/1", pack, base)
    assert key != code_key("fake/1", replace(pack, version="2"), base)
    there = resolve_key(pack, base, [("d1", "k")], [])
    assert there != resolve_key(pack, Settings.of(incident_km=3), [("d1", "k")], [])
    assert there != resolve_key(pack, base, [("d1", "k"), ("d2", "k")], [])
    before = pack_hash(pack)
    (pack.home / "places.tsv").write_text((pack.home / "places.tsv").read_text().replace("Moorham", "Moreham"))
    assert pack_hash(pack) != before


# ------------------------------------------------------------------------------------------------------- a workbench


def test_adding_twice_changes_nothing(bench: Workbench, tmp_path: Path) -> None:
    reports = make_reports(tmp_path)
    first = bench.add([reports])
    assert (first.added, first.there, first.problems) == (3, 0, 0)
    (reports / "copy.txt").write_bytes((reports / "r000.txt").read_bytes())
    again = bench.add([reports])
    assert (again.added, again.there, again.problems) == (0, 4, 0)


def test_run_codes_only_what_is_stale(bench: Workbench, tmp_path: Path) -> None:
    reports = make_reports(tmp_path)
    bench.add([reports])
    first = bench.run()
    assert (first.coded, first.resolved) == (3, True) and first.incidents == 2
    second = bench.run()
    assert (second.coded, second.fresh, second.resolved) == (0, 3, False)
    (reports / "more.txt").write_text("The Red Front attacked Fellbury again on 2 May 2031.")
    bench.add([reports])
    assert bench.status().stale == 1 and not bench.status().resolved
    third = bench.run()
    assert (third.coded, third.fresh, third.resolved) == (1, 3, True)
    assert bench.status().stale == 0 and bench.status().resolved


def test_another_backend_makes_everything_stale_and_ids_are_stable(bench: Workbench, tmp_path: Path) -> None:
    bench.add([make_reports(tmp_path)])
    bench.run()
    before = content(bench)
    other = Workbench(bench.folder, bench.store, Settings.of(**{**bench.settings.values, "backend": "rules/1"}))
    assert len(bench.store.stale(other.code_key())) == 3
    other.run()
    bench.run()
    assert content(bench) == before


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    reports, home = make_reports(tmp_path, 40), str(make_pack(tmp_path))
    found = []
    for workers in (1, 2):
        bench = Workbench.init(tmp_path / f"wb{workers}", backend="fake/1", pack=home, workers=workers)
        assert bench.add([reports]).added == 40
        bench.run()
        found.append(content(bench))
    assert found[0] == found[1]


def test_forgetting_a_document_equals_never_having_added_it(tmp_path: Path) -> None:
    reports, home = make_reports(tmp_path), str(make_pack(tmp_path))
    with_it = Workbench.init(tmp_path / "a", backend="fake/1", pack=home, workers=1)
    without = Workbench.init(tmp_path / "b", backend="fake/1", pack=home, workers=1)
    gone = sorted(reports.iterdir())[0]
    for bench, files in ((with_it, [reports]), (without, sorted(reports.iterdir())[1:])):
        bench.add(files)
        bench.run()
    document = read_bytes(gone.read_bytes(), gone.name, with_it.settings).id
    assert content(with_it) != content(without)
    assert with_it.forget(document) and not with_it.forget(document)
    assert content(with_it) == content(without) and with_it.status().resolved


def test_a_bad_file_becomes_a_problem_and_the_rest_goes_on(bench: Workbench, tmp_path: Path) -> None:
    reports = make_reports(tmp_path)
    (reports / "empty.txt").write_bytes(b"")
    (reports / "noise.txt").write_bytes(bytes(range(256)) * 20)
    (reports / "large.txt").write_bytes(b"a" * 2000)
    bench.settings = Settings.of(**{**bench.settings.values, "max_bytes": 1000})
    done = bench.add([reports, tmp_path / "nowhere.txt"])
    assert (done.added, done.problems) == (3, 4)
    for identity, problem in bench.store.problems():
        assert identity.startswith("p") and problem.stage == "read" and problem.message and problem.hint
    assert bench.add([reports, tmp_path / "nowhere.txt"]).problems == 4 == len(bench.store.problems())
    (reports / "empty.txt").write_text("No longer empty: the Red Front attacked Moorham.")
    bench.add([reports])
    assert not any("empty" in (p.subject or "") for _, p in bench.store.problems())


def test_a_folder_of_a_thousand_files_with_a_hundred_broken(bench: Workbench, tmp_path: Path) -> None:
    reports = make_reports(tmp_path, 90)
    for i in range(10):
        (reports / f"broken{i}.txt").write_bytes(bytes(range(256)) * (i + 1))
    done = bench.add([reports])
    assert (done.added, done.problems) == (90, 10)


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text need a POSIX file system")
def test_a_name_that_is_no_text(bench: Workbench, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    for name, data in ((b"\xff\xfe.txt", b"The Red Front attacked Moorham."), (b"\xfd.txt", b"")):
        (folder / os.fsdecode(name)).write_bytes(data)
    done = bench.add([folder])
    assert (done.added, done.problems) == (1, 1)


def test_walking_leaves_out_hidden_files_and_the_workbench(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", ".git/x", "wb/workbench.db", "a/.hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [p.name for p in walk(tmp_path, tmp_path / "wb")] == ["1.txt", "2.txt"]


def test_settings_are_written_with_their_meaning_and_read_again(tmp_path: Path) -> None:
    Workbench.init(tmp_path / "wb", incident_km=7, workers=1)
    again = Workbench.open(tmp_path / "wb", workers=3)
    assert (again.settings["incident_km"], again.settings["workers"]) == (7.0, 3)
    (tmp_path / "wb" / SETTINGS_FILE).write_text("colour = 1\n")
    with pytest.raises(UserError, match="colour"):
        Workbench.open(tmp_path / "wb")
    (tmp_path / "wb" / SETTINGS_FILE).write_text("= 1\n")
    with pytest.raises(UserError):
        Workbench.open(tmp_path / "wb")


def test_a_workbench_is_made_once_and_found_from_below(tmp_path: Path) -> None:
    Workbench.init(tmp_path / "wb")
    with pytest.raises(UserError, match="already"):
        Workbench.init(tmp_path / "wb")
    below = tmp_path / "wb" / "x" / "y"
    below.mkdir(parents=True)
    assert Workbench.find(below) == tmp_path / "wb"
    with pytest.raises(UserError, match="no workbench"):
        Workbench.open(tmp_path)


def test_material_shows_what_the_store_holds(bench: Workbench, tmp_path: Path) -> None:
    bench.add([make_reports(tmp_path)])
    bench.run()
    material = bench.material()
    assert len(material.documents) == len(material.coded) == 3 and len(material.incidents) == 2
    assert {s for i in material.incidents for s in i.statements} <= set(material.statements)
    assert "nothing" not in material.documents


# --------------------------------------------------------------------------------------------------------- executors


@dataclass(frozen=True)
class Double:
    """A task; in one process as in many."""

    def start(self) -> Callable[[int], tuple[int, int]]:
        return lambda item: (2 * item, os.getpid())

    def weight(self, item: int) -> int:
        return 1


@dataclass(frozen=True)
class Fall:
    def start(self) -> Callable[[int], int]:
        return lambda item: 1 // (item - 30)

    def weight(self, item: int) -> int:
        return 1


EXECUTORS: dict[str, Callable[[], Any]] = {
    "serial": SerialExecutor,
    "fork": lambda: ProcessExecutor(2, "fork"),
    "spawn": lambda: ProcessExecutor(2, "spawn"),
}


@pytest.mark.parametrize("name", EXECUTORS)
def test_executors_keep_the_order_and_take_no_more_than_they_need(name: str) -> None:
    taken: list[int] = []

    def items() -> Any:
        for i in range(400):
            taken.append(i)
            yield i

    results = EXECUTORS[name]().map(Double(), items())
    first = next(results)
    assert first[0] == 0 and len(taken) < 200
    rest = list(results)
    assert [r for r, _ in rest] == [2 * i for i in range(1, 400)]
    pids = {pid for _, pid in rest}
    assert (pids == {os.getpid()}) == (name == "serial")
    assert list(EXECUTORS[name]().map(Double(), [])) == []


@pytest.mark.parametrize("name", EXECUTORS)
def test_an_error_in_a_task_comes_through(name: str) -> None:
    done = []
    with pytest.raises(ZeroDivisionError):
        done.extend(EXECUTORS[name]().map(Fall(), range(100)))


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a run with two processes: what was coded is kept, and the rest is coded next time."""
    home = tmp_path / "wb"
    bench = Workbench.init(home, backend="fake/1", pack=str(make_pack(tmp_path)), workers=2)
    bench.add([make_reports(tmp_path, 200)])
    bench.store.close()
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom marsad.pipeline import Workbench\n"
        "def slow(stage, done, total):\n    print(done, flush=True)\n    time.sleep(0.005)\n"
        "if __name__ == '__main__':\n    print(Workbench.open(Path(sys.argv[1])).run(slow))\n"
    )
    (tmp_path / "run.py").write_text(script)
    command = [sys.executable, str(tmp_path / "run.py"), str(home)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    assert process.stdout is not None
    while int(process.stdout.readline()) < 40:
        pass
    os.killpg(process.pid, signal.SIGINT)
    process.wait(timeout=30)
    coded = Workbench.open(home).store.counts().coded
    assert 40 <= coded < 200
    again = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert f"Ran(coded={200 - coded}, fresh={coded}, resolved=True" in again.stdout


# --------------------------------------------------------------------------------------------------------- gazetteer


def test_a_users_places_stand_beside_the_packs(pack: Pack, tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    table.write_text(
        "name,latitude,longitude,cc,admin1\nNewbridge,10.2,10.2,ZZ,Upmark\nFellbury,10.61,10.1,ZZ,\nBad,x,1,ZZ,\n"
    )
    more = with_gazetteer(pack, table)
    (new,) = [p for i, p in more.places.items() if i not in pack.places]
    assert (new.name, new.country, new.parent) == ("Newbridge", "zz", "zz.up"), "what the pack has is not doubled"
    coded = code_document(Document("a", "The Red Front attacked Newbridge."), FakeBackend(more), more)
    (place,) = coded.statements[0].places
    assert (place.name, place.admin1, place.lat) == ("Newbridge", "Upmark", 10.2)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "name\tlat\nx\t1\n"])
def test_a_table_without_the_columns_is_the_users_to_mend(text: str, pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(text)
    with pytest.raises(UserError):
        with_gazetteer(pack, tmp_path / "x.csv")
    with pytest.raises(UserError):
        with_gazetteer(pack, tmp_path / "nowhere.csv")
