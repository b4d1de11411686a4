"""Words across documents: what tells one happening, asked about given words."""

from __future__ import annotations

import random

import numpy as np
import pytest

from marsad.resolve.words import Text, Word, happenings, joined, matters


def stem(word: str) -> str:
    return word.removesuffix("s").removesuffix("ing").removesuffix("ed")


def text(name: str, *sentences: str) -> Text:
    return Text(name, tuple(tuple(s.split()) for s in sentences))


FIRE = [
    text("a", "Flames gutted the Orrin mill near Veld on Monday", "Fire crews saved 12 weavers from the Orrin mill"),
    text("b", "The Orrin mill near Veld burned on Monday", "A foreman said flames gutted it , and 12 weavers fled"),
]
TRIAL = [
    text("c", "Judge Sella jailed the banker Tor for 9 years", "Tor had robbed the Kessel bank , said Sella"),
    text("d", "A court jailed banker Tor for robbing the Kessel bank", "Judge Sella gave Tor 9 years"),
]


def test_documents_that_share_rare_words_names_and_numbers_are_of_one_matter() -> None:
    found = matters([*FIRE, *TRIAL], stem)
    assert found["a"] == found["b"] != found["c"] == found["d"]


def test_the_same_word_of_another_matter_is_another_happening() -> None:
    fire = [Word("a", 0, (1,)), Word("b", 1, (4,))]
    trial = [Word("c", 0, (2,)), Word("d", 0, (2,))]
    other = text("e", "Flames gutted a ship off Port Anse in 1907", "The Anse harbour museum shows its bell")
    found = happenings([*FIRE, *TRIAL, other], [*fire, *trial, Word("e", 0, (1,))], stem)
    assert found[0] == found[1] and found[2] == found[3]
    assert len({found[0], found[2], found[4]}) == 3


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_words_and_documents_is_nothing(seed: int) -> None:
    chance = random.Random(seed)
    texts = [*FIRE, *TRIAL]
    words = [Word(t.id, n, (at,)) for t in texts for n, row in enumerate(t.sentences) for at in range(len(row))]
    before = partition(words, happenings(texts, words, stem))
    chance.shuffle(texts)
    chance.shuffle(words)
    assert partition(words, happenings(texts, words, stem)) == before


def partition(words: list[Word], found: list[int]) -> set[frozenset[Word]]:
    groups: dict[int, set[Word]] = {}
    for word, number in zip(words, found, strict=True):
        groups.setdefault(number, set()).add(word)
    return {frozenset(group) for group in groups.values()}


def test_groups_join_by_their_mean() -> None:
    chances = np.array([[1, 0.9, 0.5], [0.9, 1, 0.05], [0.5, 0.05, 1]])
    assert joined(chances, 0.4) == [0, 0, 2], "0.5 alone would do; with 0.05 beside it, it does not"
    assert joined(chances, 0.2) == [0, 0, 0]
    assert joined(np.zeros((0, 0)), 0.4) == []
