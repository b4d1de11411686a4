"""Denials that point back to what was said before them."""

from __future__ import annotations

import pytest

from marsad.coding.answering import Pointing
from marsad.pack import Pack, load_pack
from marsad.pipeline.coder import Coder
from marsad.plugins import load
from marsad.values import Document, Statement


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture(scope="module")
def coder(pack: Pack) -> Coder:
    return Coder(load("backend", "rules/1")(pack), pack)


def denied(coder: Coder, text: str) -> list[Statement]:
    return [s for s in coder.code(Document("d", text)).statements if s.polarity == "denied"]


@pytest.mark.parametrize(
    ("text", "shape", "speaker"),
    [
        ("Pakistan accuses India of backing the BLA. New Delhi denies this.", "tie", "in.state"),
        ("Pakistan said the Afghan Taliban support the TTP, an allegation that Kabul rejected.", "tie", "af.state"),
        ("Officials in Lahore say India funds the BLA. Delhi calls the charge a fiction.", "tie", "in.state"),
        ("The governor said that the TTP operates in Tirah. The army rejected the report.", "presence", "pk.army"),
        ("They said that the TTP operates in Khost. Rain fell. Kabul dismissed such claims.", "presence", "af.state"),
    ],
)  # fmt: skip
def test_who_denies_what_was_said_before(coder: Coder, text: str, shape: str, speaker: str) -> None:
    found = denied(coder, text)
    assert [s.shape for s in found] == [shape]
    assert found[0].voice[0].link in (speaker, f"generic:army@{speaker[:2]}") or found[0].voice[0].name == "army"
    pieces = [text[e.start : e.end] for e in found[0].evidence]
    assert found[0].quote == " … ".join(pieces)
    affirmed = next(s for s in coder.code(Document("d", text)).statements if s.shape == shape and s not in found)
    assert affirmed.evidence[0] == found[0].evidence[1]


@pytest.mark.parametrize(
    "text",
    [
        "Kabul denies it.",  # nothing was said before
        "India funds the BLA, Islamabad says. The minister denied that talks were held.",  # says itself what it denies
        "Islamabad said that India funds the BLA. Islamabad denied it.",  # nobody denies what he said
        "India funds the BLA. Rain fell. Snow fell. Hail fell. New Delhi denied it.",  # too far away
    ],
)
def test_what_is_no_denial_of_that(coder: Coder, text: str) -> None:
    assert [s for s in denied(coder, text) if s.shape == "tie"] == []


def test_an_outer_voice_is_kept(coder: Coder) -> None:
    text = "Pakistan says India backs the BLA. New Delhi denied it, AFP reported."
    (found,) = denied(coder, text)
    assert [v.link for v in found.voice][:1] == ["in.state"]
    assert len(found.voice) > 2 or found.voice[-1].kind == "outlet"


@pytest.mark.parametrize(
    ("words", "back"),
    [
        ("it", True), ("this", True), ("the charge", True), ("such reports as baseless", True), ("which", True),
        ("the claim that the group is there", False), ("reports of a clash", False), ("a truce", False),
        ("the embezzlement charge", False), ("", False),
    ],
)  # fmt: skip
def test_words_that_point_back(pack: Pack, words: str, back: bool) -> None:
    assert Pointing.of(pack.words["voices"]["pointing"]).back(words) is back
