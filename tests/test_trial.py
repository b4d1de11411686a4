"""What a newcomer's first texts and first mistakes brought to light."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from marsad.annotate.rules import RulesBackend
from marsad.errors import UserError
from marsad.pack import load_pack
from marsad.pack.gazetteer import Source
from marsad.pipeline import Coder
from marsad.values import Document, Statement
from test_cli import call


@pytest.fixture(scope="module")
def coder() -> Coder:
    pack = load_pack("afpak")
    return Coder(RulesBackend(pack), pack)


def read(coder: Coder, text: str) -> list[Statement]:
    return list(coder.code(Document("d0", text, published=date(2021, 3, 4))).statements)


@pytest.mark.parametrize("word", ["linked to", "linked with", "tied to", "affiliated with"])
def test_a_participle_leaves_the_verb_its_subject(coder: Coder, word: str) -> None:
    tie, attack = read(coder, f"Militants {word} the TTP attacked a post in Bannu, officials said.")
    assert (tie.shape, [p.link for p in tie.actors]) == ("tie", ["generic:militants@pk"])
    assert [p.link for p in tie.recipients] == ["ttp"]
    assert (attack.type, [p.link for p in attack.actors]) == ("ASSAULT", ["generic:militants@pk"])


def test_attacks_that_are_linked_to_somebody_stay_an_accusation(coder: Coder) -> None:
    (found,) = read(coder, "Attacks in Bannu have been linked to the TTP.")
    assert (found.type, found.mode, [p.link for p in found.recipients]) == ("ACCUSE", "allege", ["ttp"])


@pytest.mark.parametrize(
    ("text", "mode", "actors"),
    [
        ("Clashes erupted near Chaman.", "firearms", []),
        ("Gun battles erupted near Chaman on Monday.", "firearms", []),
        ("Fighting broke out in Chaman on Monday.", None, []),
        ("Clashes between the army and the TTP erupted near Chaman.", "firearms", ["generic:soldiers@pk", "ttp"]),
        ("Two rockets landed in Chaman on Monday.", "heavy-weapons", []),
    ],
)
def test_fighting_that_nobody_is_said_to_have_begun(
    coder: Coder, text: str, mode: str | None, actors: list[str]
) -> None:
    (found,) = read(coder, text)
    assert (found.type, found.mode, [p.link for p in found.actors]) == ("ASSAULT", mode, actors)
    assert [p.name for p in found.places] == ["Chaman"]


@pytest.mark.parametrize("text", ["The talks continued in Doha.", "A meteor fell near Chaman.", "Shares fell."])
def test_other_things_that_continue_and_fall_are_no_attack(coder: Coder, text: str) -> None:
    assert not read(coder, text)


def test_who_finds_the_dead_did_not_kill_them(coder: Coder) -> None:
    (found,) = read(coder, "Police recovered the body of a soldier in Panjgur.")
    assert (found.actors, [p.link for p in found.recipients]) == ((), ["generic:soldiers@pk"])


def test_a_department_is_a_province(coder: Coder) -> None:
    (found,) = read(coder, "Gunmen killed two soldiers near San Luis, in the department of Huila.")
    assert {p.country for p in found.places} == {"co"}
    assert [p.link for p in found.recipients] == ["generic:soldiers@co"]


def test_a_text_of_several_other_countries_is_not_about_the_region(coder: Coder) -> None:
    text = "Islamic State fighters attacked a convoy in Niger. Two men died in Gao, Mali. Dori, Burkina Faso, fell."
    assert "iskp" not in [p.link for s in read(coder, text) for p in s.actors]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"name,lat,lon\n", "no row that can be used"),
        (b"name,lat,lon\nBarikot,north,70\n", "no coordinates"),
        (b"name;lat;lon\nBarikot;33;70\n", "no column"),
    ],
)
def test_a_gazetteer_without_a_place_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why):
        Source("mine.csv", data).table()


def test_a_gazetteer_that_is_not_there(tmp_path: Path) -> None:
    call("init", tmp_path / "wb")
    told = call("-w", tmp_path / "wb", "pack", "import-gazetteer", tmp_path / "none.tsv", code=2).stderr
    assert "No such file" in told and "Errno" not in told


def test_a_name_shows_the_pack_s_own_place_before_a_gazetteer_s(tmp_path: Path) -> None:
    rows = ("wof_id\tname\tplacetype\tcountry\tlat\tlon", "1\tBara\tlocality\tpk\t31.0\t73.0")
    (tmp_path / "far.tsv").write_text("\n".join(rows), encoding="utf-8")
    call("init", tmp_path / "wb")
    call("-w", tmp_path / "wb", "pack", "import-gazetteer", tmp_path / "far.tsv")
    assert "Khyber" in call("-w", tmp_path / "wb", "show", "Bara").stdout
    assert "Punjab" in call("-w", tmp_path / "wb", "show", "wof.1").stdout


def test_a_name_in_two_scripts_is_one_organisation(coder: Coder) -> None:
    (found,) = read(coder, "The Islamic State (داعش) attacked a post in Kunar.")
    assert [p.link for p in found.actors] == ["iskp"]
    (found,) = read(coder, "The Balochistan Liberation Front (بلوچستان لبریشن فرنٹ) claimed an attack in Awaran.")
    assert [p.link for p in found.actors] == ["blf"]
