"""Who says it, in which words: what the rules read in one sentence, and whose words a quotation of several is."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.annotate import annotate
from marsad.annotate.rules.backend import RulesBackend
from marsad.coding.quotes import holders
from marsad.evaluate.voice import score
from marsad.pack import Pack, load_pack
from marsad.pipeline.coder import Coder
from marsad.split import split
from marsad.values import Annotation, Document, Span

FILE = Path(__file__).parent / "rules" / "voices_read.tsv"
"""Texts, and their voices in lines that begin with a tab: source, cue, what is said."""


def table() -> list[tuple[str, set[tuple[str, ...]]]]:
    found: list[tuple[str, set[tuple[str, ...]]]] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("\t"):
            found[-1][1].add(tuple(line[1:].split("\t")))
        elif line and not line.startswith("# "):
            found.append((line, set()))
    return found


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("afpak")


@pytest.fixture(scope="module")
def backend(pack: Pack) -> RulesBackend:
    return RulesBackend(pack)


def read(backend: RulesBackend, text: str) -> list[Annotation]:
    return annotate(backend, Document("d", text), split(text))


def told(text: str, annotations: list[Annotation]) -> set[tuple[str, ...]]:
    def quote(span: Span) -> str:
        return text[span.start : span.end]

    return {
        (quote(v.source) if v.source else "-", quote(v.cue), " … ".join(quote(w) for w in v.words))
        for a in annotations
        for v in a.voices
        if v.act != "hedges"
    }


@pytest.mark.parametrize(("text", "voices"), table())
def test_voices_of_a_sentence(text: str, voices: set[tuple[str, ...]], backend: RulesBackend) -> None:
    assert told(text, read(backend, text)) == voices


HELD = [
    ("Minister Jane Example said:\nI welcome the release of five men. Two are ill.\nThe ministry was founded in 1999.",
     [None, "Minister Jane Example", "Minister Jane Example", None]),
    ('"Gunmen attacked a post," the officer said. "Two policemen were killed." The road is closed.',
     [None, "the officer", None]),
    ('"We attacked a post.\n"Two policemen were killed," said the spokesman.', ["the spokesman", None]),
    ("The officer said the road was closed. Two policemen were killed.", [None, None]),
    ('The officer spoke.\n"Two policemen were killed."\nThe road is closed.', [None, None, None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), HELD)
def test_words_that_another_sentence_attributes(text: str, wanted: list[str | None], backend: RulesBackend) -> None:
    annotations = read(backend, text)
    held = holders(text, annotations)
    found = [held.get(a.sentence.start) for a in annotations]
    assert [text[slice(*h[0].source)] if h and h[0].source else None for h in found] == wanted


def test_kinds_by_the_apposition_beside_a_name(backend: RulesBackend) -> None:
    text = "Sana Miller, a doctor at the clinic, said that nine people had died."
    assert [v.kind for a in read(backend, text) for v in a.voices] == ["medical"]


def test_a_name_alone_is_of_the_kind_that_the_document_gives_it(backend: RulesBackend) -> None:
    text = (
        "Ann Miller welcomed the plan.\nDefence Secretary Ann Miller said it was late.\nMiller added that it was good."
    )
    assert [v.kind for a in read(backend, text) for v in a.voices] == ["official_named"] * 3


def test_who_condemns_or_urges_judges_and_who_complains_that_tells(backend: RulesBackend) -> None:
    for text, act in (
        ("The council condemned the attack.", "judges"),
        ("The council urged both sides to stop.", "judges"),
        ("Residents complained that the water had been cut.", "tells"),
        ("Five men were possibly killed.", "hedges"),
    ):
        assert [v.act for a in read(backend, text) for v in a.voices] == [act], text


def test_names_of_voices_are_offices(pack: Pack, backend: RulesBackend) -> None:
    text = "Provincial spokesman Anwar Sample said:\nGunmen killed two guards in Ghazni."
    statements = Coder(backend, pack).code(Document("d", text, source="Example Wire")).statements
    chains = [[v.name or "" for v in s.voice] for s in statements]
    assert chains and all("spokesman" in chain[0] for chain in chains)
    assert not any("Sample" in name or "Anwar" in name for chain in chains for name in chain)


def test_the_scorer_counts_voices_without_statements(pack: Pack, backend: RulesBackend) -> None:
    text = "The mayor said the road was closed."
    row = {"id": "v", "text": text, "voices": [{"source": [0, 9], "cue": [10, 14], "content": [15, 34]}]}
    metrics = score([row], Coder(backend, pack)).metrics
    assert (metrics["source_f1"], metrics["cue_f1"], metrics["content_f1"]) == (1, 1, 1)
    assert metrics["cue_f1_coded"] == 0
