"""Names in running text: word boundaries, letters that keyboards write differently, points, digits.  All invented."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import pytest

from marsad.pack import fold, load_pack
from marsad.pack.names import NameIndex
from marsad.pack.spelling import loose
from marsad.pipeline import Coder, code_document
from marsad.plugins import load
from marsad.values import Document


@dataclass(frozen=True, slots=True)
class Named:
    id: str
    name: str
    aliases: tuple[str, ...] = ()


INDEX = NameIndex.build(
    [
        Named("sarvan", "Sarvan", ("سروان", "Sar Van")), Named("kishta", "Kishta", ("کشتہ کلی",)),
        Named("chak", "Chak 205"), Named("brackets", "Old Fort (north)"),
        Named("sector", "Sector G-9"), Named("tribunal", "Border Tribunal 2"), Named("yel", "Deh-e Yel", ("یېل",)),
        Named("dash", "Deh Yel"), Named("ella", "Élla"), Named("far", "Sarvan Far"),
    ],
    [],
    [],
)  # fmt: skip


def found(text: str) -> list[tuple[str, str]]:
    return [(text[h.start : h.end], h.places[0]) for h in INDEX.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Sarvan.", [("Sarvan", "sarvan")]),
        ("Sarvan", [("Sarvan", "sarvan")]),
        ("Sarvans, asarvan and Sarvan2", []),
        ("sarvan in small letters", []),
        ("the Sarvan-Kishta road", [("Sarvan", "sarvan"), ("Kishta", "kishta")]),
        ("Sarvan Far and Sarvan far off", [("Sarvan Far", "far"), ("Sarvan far", "far")]),
        ("Sarvan (سروان) was quiet", [("Sarvan", "sarvan"), ("سروان", "sarvan")]),
        ("“Sarvan”—said\u2028Sarvan", [("Sarvan", "sarvan"), ("Sarvan", "sarvan")]),
        ("Deh–e Yel, Deh Yel, Deh.Yel", [("Deh–e Yel", "yel"), ("Deh Yel", "dash")]),
        ("ÉLLA and Ella, Ellā", [("ÉLLA", "ella"), ("Ella", "ella"), ("Ellā", "ella")]),
        ("at Old Fort (north), at Old Fort (northern)", [("Old Fort (north)", "brackets")]),
        ("漢字 Sarvan ☃ Kishta", [("Sarvan", "sarvan"), ("Kishta", "kishta")]),
        ("", []),
    ],
)
def test_names_stand_at_word_boundaries(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سروان میں", [("سروان", "sarvan")]),
        ("سروانی، بسروان", []),
        ("کشتہ کلی کې", [("کشتہ کلی", "kishta")]),
        ("كشته كلي", [("كشته كلي", "kishta")]),  # Arabic letters
        ("کشتة\u200cکلى", [("کشتة\u200cکلى", "kishta")]),
        ("سَروانُ، بعد", [("سَروانُ", "sarvan")]),  # vowel points, the last upon the last letter
        ("ســـروان۔", [("ســـروان", "sarvan")]),  # stretched
        ("Kishta, سَروان and Sarvan", [("Kishta", "kishta"), ("سَروان", "sarvan"), ("Sarvan", "sarvan")]),
    ],
)
def test_names_in_arabic_script_are_found_as_keyboards_write_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_names_with_digits_are_whole() -> None:
    assert found("in Chak 205, not Chak 2051 nor Chak 20") == [("Chak 205", "chak")]
    assert found("Chak ۲۰۵ and Chak ٢٠٥") == [("Chak ۲۰۵", "chak"), ("Chak ٢٠٥", "chak")]
    assert found("Sector G–9 and Sector G-95, Sector G 9") == [("Sector G–9", "sector")]
    assert found("Border Tribunal 2 sat; Border Tribunal 22 did not") == [("Border Tribunal 2", "tribunal")]


def test_folding_keeps_offsets() -> None:
    for text in ("İstanbul ǅ ß ﬁ", "ميرانشاه ٣", "Fa\u012bz\u0101b\u0101d’s – “x”", "\u2028\t\r\n`"):
        assert len(fold(text)) == len(text)
    assert fold("كلى ٣") == fold("کلی ۳") == "کلی 3"
    assert loose("کـلی") == loose("کلی")


@pytest.fixture(scope="module")
def coder() -> Coder:
    pack = load_pack()
    return Coder(load("backend", "rules/1")(pack), pack)


def test_urdu_spellings_are_mentions_and_link(coder: Coder) -> None:
    text = "Two soldiers were killed in Miranshah (میرانشاہ) on Monday.\n\nميرانشاه میں پاک فوج کے دو اہلکار زخمی ہوئے۔"
    links = [(m.text, m.link) for m in code_document(Document("d", text), coder.backend, coder.pack).mentions if m.link]
    town = "pk.kp.north-waziristan.miranshah"
    assert {("Miranshah", town), ("میرانشاہ", town), ("ميرانشاه", town), ("پاک فوج", "pk.army")} <= set(links)


def test_coding_alone_imports_no_geometry_and_no_views() -> None:
    code = (
        "import sys, marsad.pipeline.pipe\nprint([m for m in ('shapely', 'numpy', 'marsad.views') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
