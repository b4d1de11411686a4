"""The reading model: words to pieces, heads on states, and what the shipped weights say of invented sentences."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from marsad.annotate.encoder import heads
from marsad.annotate.encoder.model import WEIGHTS, Reader
from marsad.annotate.encoder.pieces import Pieces, case_classes, windows
from marsad.errors import UserError

VOCABULARY = {
    p: n for n, p in enumerate(["[CLS]", "[SEP]", "[UNK]", "kha", "##rib", "##at", "town", "the", "-", "al", "a"])
}


def cut(sentence: str) -> list[str]:
    return sentence.split()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def test_words_are_cut_from_the_left_into_the_longest_pieces() -> None:
    pieces = Pieces(VOCABULARY)
    assert pieces.of("Kharibat") == (3, 4, 5)
    assert pieces.of("Al-Town") == (9, 8, 6)
    assert pieces.of("Ál") == (9,)  # accents are off
    assert pieces.of("qqq") == (2,)
    assert pieces.of("​") == (2,)  # nothing is left of it: still one piece per word
    assert len(pieces.of("the-" * 40)) == 8


def test_letters_are_classed_and_openers_are_told_apart() -> None:
    words = ["The", "FSA", "left", "Deir", "ez-Zor", ".", "“", "We", "3", "A", "McKay"]
    assert case_classes(words) == [8, 3, 1, 2, 4, 0, 0, 8, 0, 5, 4]


def test_long_sentences_go_through_overlapping_windows() -> None:
    pieces = Pieces(VOCABULARY)
    found = windows(["the"] * 50, pieces, 22)
    assert all(len(w.ids) <= 22 for w in found)
    assert {w.first + n for w in found for n in range(len(w.heads))} == set(range(50))
    assert found[1].first == 10


def test_spans_are_lawful_and_carry_their_weakest_word() -> None:
    rows = np.full((4, len(heads.LABELS)), 0.01, dtype=np.float32)
    rows[0, heads.LABELS.index("I-PLACE")] = 0.95  # cannot begin a name
    rows[0, heads.LABELS.index("B-PLACE")] = 0.30
    rows[1, heads.LABELS.index("I-PLACE")] = 0.70
    rows[2, 0] = 0.90
    rows[3, heads.LABELS.index("B-ORG")] = 0.80
    found = heads.decode(rows)
    assert [(a, b, kind) for a, b, kind, _ in found] == [(0, 1, "PLACE"), (3, 3, "ORG")]
    assert found[0][3] == pytest.approx(0.71)
    assert heads.decode(rows[:0]) == []


def test_distance_classes_tell_sides_and_grow() -> None:
    assert heads.bucket(5, (6, 7)) == 10
    assert heads.bucket(5, (3, 4)) == 0
    assert heads.bucket(40, (0, 1)) == 9
    assert heads.bucket(0, (60, 61)) == heads.DISTANCES - 1


def test_gelu_is_the_exact_one() -> None:
    x = np.linspace(-4, 4, 41).astype(np.float32)
    exact = [0.5 * v * (1 + math.erf(v / math.sqrt(2))) for v in x.tolist()]
    assert np.allclose(heads.gelu(x), exact, atol=1e-5)


def test_weights_missing_is_told_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="weights are not in"):
        Reader(tmp_path).read(["A", "word"])


def test_the_shipped_weights_are_small() -> None:
    assert sum(f.stat().st_size for f in WEIGHTS.iterdir()) <= 30_000_000


def test_a_sentence_gets_the_same_scores_whatever_ran_before(reader: Reader) -> None:
    words = cut("Gunmen attacked a checkpoint near Dar Wazeen on Sunday .")
    first = reader.read(words)
    reader.read(cut("Something longer , with other words in it , was said in Lower Pask ."))
    again = Reader().read(words)
    assert np.array_equal(first.states, again.states)
    assert first.spans == again.spans


def test_names_that_no_gazetteer_has(reader: Reader) -> None:
    words = cut("Fighters of the Zarmat Liberation Front shelled the village of Kafr Lutayn , a Syrian officer said .")
    found = {(" ".join(words[s.first : s.last + 1]), s.kind) for s in reader.read(words).spans}
    assert ("Kafr Lutayn", "PLACE") in found
    assert ("Zarmat Liberation Front", "ORG") in found
    assert not any("Syrian" in name for name, _ in found)


def test_persons_are_told_apart(reader: Reader) -> None:
    words = cut("Colonel Rahim Destagul was killed in Ghorzan .")
    found = {" ".join(words[s.first : s.last + 1]): s for s in reader.read(words).spans}
    assert found["Rahim Destagul"].is_person
    assert not found["Ghorzan"].is_person
    assert 0.0 < found["Ghorzan"].probability <= 1.0


def test_the_place_of_the_event_is_not_the_place_of_the_speaker(reader: Reader) -> None:
    words = cut("Nine herders were killed in Tin Dassou on Friday , an official in Ouagazel said .")
    there, speaker = reader.read(words).place_scores(3, [(5, 6), (13, 13)])
    assert there > 0.5 > speaker
    assert reader.read(words).place_scores(3, []) == []


def test_what_did_not_happen_is_lower(reader: Reader) -> None:
    did = cut("Rebels attacked the village last night .")
    did_not = cut("Rebels did not attack the village last night .")
    threat = cut("Rebels threatened to attack the village .")
    values = [reader.read(words).factuality(at) for words, at in ((did, 1), (did_not, 3), (threat, 3))]
    assert values[0] > 0.5 > 0 > values[1]
    assert values[0] > values[2]


def test_embeddings_compare_sentences(reader: Reader) -> None:
    a, b, c = (
        reader.read(cut(s)).embedding
        for s in (
            "A car bomb killed six people at a market .",
            "Six people died when a vehicle exploded in a bazaar .",
            "The bank raised its interest rate .",
        )
    )
    assert a @ b > a @ c + 0.2
    assert np.linalg.norm(a) == pytest.approx(1.0, abs=1e-4)


def test_long_and_empty_sentences_are_read(reader: Reader) -> None:
    words = cut("Clashes went on in Marzakh , " * 80)
    reading = reader.read(words)
    assert reading.states.shape[0] == len(words)
    assert sum(s.kind == "PLACE" for s in reading.spans) > 60
    assert reader.read([]).spans == ()
