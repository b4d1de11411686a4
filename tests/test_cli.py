"""The command line: data on stdout, talk on stderr, exit codes, hostile text."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bench import make_pack, make_reports
from marsad.cli import main
from marsad.cli.talk import clean, marked
from marsad.values import Span


def call(*words: str | Path, stdin: bytes = b"", code: int = 0) -> Result:
    done = CliRunner(env={"MARSAD_WORKBENCH": ""}).invoke(main, [str(w) for w in words], input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done


def lines(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workbench with three reports, run."""
    home = tmp_path / "wb"
    call("init", home, "--set", "backend=fake/1", "--set", f"pack={make_pack(tmp_path)}", "--set", "workers=1")
    call("-w", home, "add", make_reports(tmp_path))
    call("-w", home, "run")
    return home


def test_from_a_folder_of_reports_to_results(tmp_path: Path) -> None:
    home = tmp_path / "wb"
    done = call("init", home, "--set", "backend=fake/1", "--set", f"pack={make_pack(tmp_path)}")
    assert done.stdout == "" and "made the workbench" in done.stderr
    reports = make_reports(tmp_path)
    (reports / "empty.txt").write_bytes(b"")
    done = call("add", reports, "-w", home)
    assert done.stdout == "" and done.stderr.startswith("3 added, 0 already there, 1 problems\n")
    assert call("add", reports, "-w", home).stderr.startswith("0 added, 3 already there, 1 problems\n")
    done = call("run", "-w", home, "--json")
    assert lines(done) == [{"coded": 3, "fresh": 0, "resolved": True, "incidents": 2, "claims": 0}]
    (problem,) = lines(call("problems", "-w", home, "--json"))
    assert problem["subject"].endswith("empty.txt") and problem["stage"] == "read" and problem["hint"]


def test_status(folder: Path) -> None:
    (found,) = lines(call("-w", folder, "status", "--json"))
    assert (found["stale"], found["resolved"], found["counts"]["documents"]) == (0, True, 3)
    text = call("-w", folder, "status").stdout
    assert "3 (3 coded, 0 to be coded)" in text and "fake/1" in text


def test_the_workbench_is_found_from_the_folder_one_is_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "sub").mkdir()
    monkeypatch.chdir(folder / "sub")
    assert "documents" in call("status").stdout
    monkeypatch.chdir("/")
    done = call("status", code=2)
    assert "no workbench here" in done.stderr and "marsad init" in done.stderr and done.stdout == ""
    runner = CliRunner(env={"MARSAD_WORKBENCH": str(folder)})
    assert runner.invoke(main, ["status"]).exit_code == 0


def test_add_from_stdin(folder: Path) -> None:
    done = call("-w", folder, "add", "-", "--json", stdin=b"The Red Front attacked Moorham on 3 May 2031.")
    assert lines(done) == [{"added": 1, "there": 0, "problems": 0}]


def test_search_marks_what_it_found(folder: Path) -> None:
    done = call("-w", folder, "search", "market")
    assert "⟦market⟧" in done.stdout and done.stdout.startswith("document d")
    hits = lines(call("-w", folder, "search", "market of", "--json"))
    assert {h["noun"] for h in hits} == {"document", "statement"}
    assert all(h["excerpt"][a:b] == "market of" for h in hits for a, b in h["marks"])
    assert call("-w", folder, "search", "unicorn").stdout == ""


def test_show_any_noun(folder: Path) -> None:
    listed = {h["noun"]: h["id"] for h in lines(call("-w", folder, "search", "attacked", "--json"))}
    text = call("-w", folder, "show", listed["statement"][:9]).stdout
    assert text.startswith(f"statement {listed['statement']}") and "⟦attacked⟧" in text and "Zed Wire" in text
    text = call("-w", folder, "show", listed["document"][:9]).stdout
    assert "⟦Red Front⟧ ⟦attacked⟧" in text and "uncoded: background" in text
    (found,) = lines(call("-w", folder, "show", listed["document"], "--json"))
    start, end = found["coded"]["statements"][0]["evidence"][0]
    assert found["noun"] == "document" and "attacked" in found["text"][start:end]
    for given, noun in (("zz.up", "place"), ("red-front", "actor"), ("Red Front", "actor"), ("outlet:zed", "outlet")):
        assert call("-w", folder, "show", given).stdout.startswith(f"{noun} ")
        assert lines(call("-w", folder, "show", given, "--json"))[0]["noun"] == noun


def test_show_an_incident_down_to_its_quotes(folder: Path) -> None:
    (found, *_) = lines(call("-w", folder, "export", "jsonl"))
    text = call("-w", folder, "show", found["id"]).stdout
    assert text.startswith(f"incident {found['id']}") and "how sure" in text and "⟦attacked⟧" in text


def test_show_what_is_not_there_or_not_enough(folder: Path) -> None:
    assert "nothing is called" in call("-w", folder, "show", "nowhere", code=2).stderr
    assert "not enough" in call("-w", folder, "show", "d", code=2).stderr
    call("-w", folder, "show", "", code=2)


def test_forget(folder: Path) -> None:
    (first, *_) = lines(call("-w", folder, "search", "attacked", "--json"))
    call("-w", folder, "forget", first["id"][:8])
    assert first["id"] not in call("-w", folder, "search", "attacked", "--json").stdout
    assert lines(call("-w", folder, "status", "--json"))[0]["counts"]["documents"] == 2
    assert "no document is called" in call("-w", folder, "forget", first["id"], code=2).stderr


def test_settings_are_shown_and_changed(folder: Path) -> None:
    done = call("-w", folder, "settings", "incident_km=7", "--json")
    assert {s["name"]: s["value"] for s in lines(done)}["incident_km"] == 7.0
    assert "incident_km" in (folder / "settings.toml").read_text()
    assert {s["name"]: s["value"] for s in lines(call("-w", folder, "settings", "--json"))}["backend"] == "fake/1"
    assert "no setting called" in call("-w", folder, "settings", "colour=red", code=2).stderr
    assert "no int" in call("-w", folder, "settings", "workers=many", code=2).stderr


def test_the_folder_of_a_pack_is_the_same_from_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_pack(tmp_path)
    monkeypatch.chdir(tmp_path)
    call("init", "wb", "--set", "pack=zedpack")
    monkeypatch.chdir(tmp_path / "wb")
    assert "pack zed" in call("status").stdout
    call("settings", "pack=afpak")
    assert "pack afpak" in call("status").stdout


def test_plugins_and_packs() -> None:
    found = lines(call("plugins", "--json"))
    assert {"group": "backend", "name": "fake/1", "at": "marsad.annotate.fake:FakeBackend"} in found
    assert "afpak" in [p["id"] for p in lines(call("pack", "list", "--json"))]


def test_pack_check_says_what_is_wrong(tmp_path: Path) -> None:
    home = make_pack(tmp_path)
    (home / "places.tsv").write_text((home / "places.tsv").read_text().replace("zz.up\t\t\t\town", "zz.no\t\t\t\town"))
    done = call("pack", "check", home, code=1)
    assert "zz.no" in done.stdout and "errors" in done.stderr
    assert "no pack called" in call("pack", "check", "nowhere", code=2).stderr


def test_brief_and_export(folder: Path, tmp_path: Path) -> None:
    assert "Fellbury" in call("-w", folder, "brief").stdout
    out = tmp_path / "brief.html"
    done = call("-w", folder, "brief", "--out", out, "--since", "2031-03-01")
    assert done.stdout == "" and "wrote" in done.stderr and out.read_text().lower().startswith("<!doctype html")
    for form, what in (("csv", "incidents"), ("jsonl", "statements"), ("csv", "claims"), ("geojson", "incidents")):
        assert call("-w", folder, "export", form, "--what", what).stdout
    assert "no exporter" in call("-w", folder, "export", "xls", code=2).stderr
    assert "cannot be written" in call("-w", folder, "export", "csv", "--out", tmp_path / "no" / "x", code=2).stderr
    assert not list(tmp_path.glob(".*.part"))


# -------------------------------------------------------------------------------------------------------------- pipes


def test_code_answers_every_line_in_order(tmp_path: Path) -> None:
    given = (
        b'\xef\xbb\xbf{"id": "a", "text": "The Red Front attacked Fellbury.", "published": "2031-03-04"}\n\n'
        b'no json\n{"id": "b"}\n[1]\n{"id": 7, "text": "Rain.", "published": "soon"}\n{"id": "c", "text": "\xff"}\n'
        b'{"text": "no id"}\n{"id": "d", "text": "", "more": 1}\n'
    )
    done = call("code", "-", "--backend", "fake/1", "--pack", make_pack(tmp_path), stdin=given)
    found = lines(done)
    assert [f["id"] for f in found] == ["a", None, "b", None, "7", None, None, "d"]
    assert [len(f["problems"]) for f in found] == [0, 1, 1, 1, 1, 1, 1, 0]
    (statement,) = found[0]["statements"]
    assert statement["places"][0]["link"] == "zz.up.fell" and statement["type"] == "ASSAULT"
    assert "line 3" in found[1]["problems"][0]["message"] and found[1]["problems"][0]["hint"]


def test_code_gives_the_keys_of_the_interface(tmp_path: Path) -> None:
    text = "The Red Front attacked Fellbury with 12 men."
    given = json.dumps({"id": "a", "text": text}).encode()
    (found,) = lines(call("code", "--backend", "fake/1", "--pack", make_pack(tmp_path), stdin=given))
    assert {"id", "sentences", "mentions", "statements", "uncoded", "problems"} <= set(found)
    mentions = {m["kind"]: m for m in found["mentions"]}
    base = {"start", "end", "text", "kind", "link", "name", "why_not"}
    place = {"lat", "lon", "radius_m", "where_prec", "geo_precision", "country", "admin1", "admin2"}
    assert set(mentions["actor"]) == base and set(mentions["place"]) == base | place
    assert set(mentions["count"]) == base | {"low", "high"} and mentions["count"]["low"] == 12
    assert all(text[m["start"] : m["end"]] == m["text"] for m in found["mentions"])
    assert {
        "id", "evidence", "shape", "type", "mode", "auxiliary", "actors", "recipients", "places", "earliest", "latest",
        "date_prec", "counts", "voice", "modality", "polarity", "score",
    } <= set(found["statements"][0])  # fmt: skip


def test_code_then_resolve(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    texts = [f"The Red Front attacked {place} on 3 March 2031." for place in ("Fellbury", "Moorham")]
    given = "\n".join(json.dumps({"id": f"a{i}", "text": t, "published": "2031-03-04"}) for i, t in enumerate(texts))
    coded = call("code", "--backend", "fake/1", "--pack", pack, stdin=given.encode()).stdout
    found = lines(call("resolve", "--pack", pack, stdin=coded.encode() + b"nonsense\n"))
    assert [f["kind"] for f in found] == ["problem", "incident", "incident"]
    assert all(f["assessment"]["credibility"] for f in found[1:])
    assert sorted(d for f in found[1:] for d in f["documents"]) == ["a0", "a1"]
    backwards = "\n".join(reversed(coded.splitlines())).encode()
    assert lines(call("resolve", "--pack", pack, stdin=backwards)) == found[1:]


def test_resolve_reads_lines_of_another_coder(tmp_path: Path) -> None:
    """Only the keys that the interface names: what else there could be is unknown, not wrong."""
    line = {
        "id": "x", "statements": [{
            "id": "x1", "evidence": [[0, 9]], "shape": "event", "type": "ASSAULT", "mode": None, "auxiliary": [],
            "actors": [{"name": "Red Front", "link": "red-front", "start": 0, "end": 9}], "recipients": [],
            "places": [{"role": "at", "name": "Fellbury", "link": "zz.up.fell", "lat": 10.6, "lon": 10.1,
                        "radius_m": 3000, "where_prec": 1, "admin1": "Upmark", "admin2": None, "country": "zz",
                        "start": 3, "end": 9}],
            "earliest": "2031-03-04", "latest": "2031-03-04", "date_prec": 1, "counts": [], "voice": [],
            "modality": "asserted", "polarity": "affirmed", "score": 1,
        }],
    }  # fmt: skip
    (found,) = lines(call("resolve", "--pack", make_pack(tmp_path), stdin=json.dumps(line).encode()))
    assert found["kind"] == "incident" and found["statements"] == ["x1"]


def test_the_schema_is_the_published_one() -> None:
    published = Path(__file__).parent.parent / "docs" / "interface.schema.json"
    assert json.loads(call("code", "--schema").stdout) == json.loads(published.read_text(encoding="utf-8"))


def test_code_streams_and_stops_quietly_when_nobody_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "marsad", "code", "--backend", "fake/1", "--pack", str(make_pack(tmp_path))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin and process.stdout and process.stderr
    line = json.dumps({"id": "a", "text": "The Red Front attacked Fellbury."}).encode() + b"\n"
    process.stdin.write(line)
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == "a", "the answer comes before the input ends"
    process.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(line * 3000)
        process.stdin.close()
    assert process.wait(timeout=60) in (0, 1) and process.stderr.read() == b""


def test_what_is_wrong_with_a_command_is_exit_2(tmp_path: Path) -> None:
    assert "cannot be read" in call("code", tmp_path / "nowhere.jsonl", code=2).stderr
    assert "no backend called" in call("code", "--backend", "gpt/9", stdin=b"{}", code=2).stderr
    call("run", "-w", tmp_path, code=2)
    call("init", tmp_path / "a", "--set", "nonsense", code=2)
    call("unknown", code=2)


# ------------------------------------------------------------------------------------------------------ hostile text


def test_nothing_of_a_documents_reaches_the_terminal_as_control() -> None:
    hostile = "a\x1b[31mred\x07\x9b1m\u202egnp.exe\u2066x\r\n\tend"
    shown = clean(hostile)
    assert not any(ord(c) < 32 and c not in "\n\t" for c in shown) and "\u202e" not in shown and "\x9b" not in shown
    assert len(shown) == len(hostile) and "end" in shown


def test_highlights_survive_overlaps_and_edges() -> None:
    assert marked("abcdef", [Span(1, 3), Span(2, 4), Span(5, 9)]) == "a⟦bc⟧de⟦f⟧"
    assert marked("abcdef", [Span(11, 13)], offset=10) == "a⟦bc⟧def"
    assert marked("", []) == ""
