"""Which words tell one happening, asked about given words of some documents, whether they are coded or not.

Statements are resolved by place, day and party (:mod:`marsad.resolve.score`); a word alone ("shot", "the trial") has
none of these.  What it has is the word itself and the document: first, documents that share rare words, names and
numbers are taken to tell of one matter; then words are compared by named features, and the most alike join first.
Nothing is stored of it: sets with gold mentions of events are scored by it (``docs/evaluation.md``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler

Floats = npt.NDArray[np.float64]
Stem = Callable[[str], str]

LEAD = 4
"""Sentences with which a document begins: what it is about."""
ALIKE = 0.7
"""Likeness (Jaro-Winkler) of two words from which it says anything: two random stems reach 0.5."""
FAR = 4.0
"""Points beyond which documents are no likelier to be of one matter, or of two."""
MATTER = 0.4
WORD = 0.25
"""Mean probability across two groups from which documents, or words, are put together (best over folds of topics)."""


@dataclass(frozen=True, slots=True)
class Points:
    """Log-odds per feature that two documents tell of one matter, and that two words tell one happening."""

    documents: Mapping[str, float]
    words: Mapping[str, float]


FITTED = Points(
    {"bias": -3.21, "words": 4.4, "names": 16.09, "numbers": 9.09, "lead": 29.11},
    {
        "bias": -5.93, "head": 0.74, "alike": 9.31, "head in one matter": 1.12, "head in like sentences": 1.69,
        "documents": 0.14, "one matter": 2.59, "sentences": 0.37, "one sentence": -1.62, "rare": -0.42,
    },
)  # fmt: skip
"""By logistic regression on the training topics of ECB+ (``benchmarks/words.py``)."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document as the words of its sentences."""

    id: str
    sentences: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """Words of a sentence (their numbers) that tell of something that happens."""

    text: str
    sentence: int
    at: tuple[int, ...]


def matters(texts: Sequence[Text], stem: Stem, points: Points = FITTED) -> dict[str, int]:
    """Number of the matter of each document, by id.  ``stem`` brings the forms of a word together."""
    texts = sorted(texts, key=lambda t: t.id)
    groups = joined(_odds(_sum(likeness(texts, stem), points.documents)), MATTER)
    return {text.id: group for text, group in zip(texts, groups, strict=True)}


def happenings(texts: Sequence[Text], words: Sequence[Word], stem: Stem, points: Points = FITTED) -> list[int]:
    """Number of the happening that each word tells."""
    if not words:
        return []
    # Equal chances join in the order in which they stand: it must not be the caller's.
    texts, ordered = sorted(texts, key=lambda t: t.id), sorted(words, key=lambda w: (w.text, w.sentence, w.at))
    groups = joined(_odds(_sum(word_features(texts, ordered, stem, points), points.words)), WORD)
    found = dict(zip(ordered, groups, strict=True))
    return [found[word] for word in words]


def word_features(
    texts: Sequence[Text], words: Sequence[Word], stem: Stem, points: Points = FITTED
) -> dict[str, Floats]:
    """Each feature of two words, for all pairs."""
    stem = cache(stem)
    between = _sum(likeness(texts, stem), points.documents)
    matter = joined(_odds(between), MATTER)
    number = {text.id: n for n, text in enumerate(texts)}
    document = [number[w.text] for w in words]
    rows = [texts[d].sentences[w.sentence] for d, w in zip(document, words, strict=True)]
    said = [[stem(row[n].lower()) for n in w.at] for row, w in zip(rows, words, strict=True)]
    weights = _weights([_stems(text.sentences, stem) for text in texts])
    around = [[s for s in _stems([row], stem) if s not in own] for row, own in zip(rows, said, strict=True)]
    one_sentence = _equal([(w.text, w.sentence) for w in words])
    sentences = _cosines(around, weights) * (1 - one_sentence)
    head, one_matter = _equal([s[-1] for s in said]), _equal([matter[d] for d in document])
    rare = np.array([max(weights.get(s, 0.0) for s in own) for own in said])
    far = np.clip(between, -FAR, FAR)[document][:, document]
    return {
        "head": head, "alike": _alike([" ".join(s) for s in said]), "head in one matter": head * one_matter,
        "head in like sentences": head * sentences, "documents": np.where(_equal(document) > 0, FAR, far),
        "one matter": one_matter, "sentences": sentences, "one sentence": one_sentence,
        "rare": np.minimum(rare[:, None], rare[None, :]),
    }  # fmt: skip


def joined(chances: Floats, least: float) -> list[int]:
    """Group what is alike: the two groups with the highest mean chance join, as long as it is at least ``least``."""
    number = len(chances)
    mean, size = chances.astype(float).copy(), np.ones(number)
    np.fill_diagonal(mean, -1.0)
    home = list(range(number))
    while number:
        one, other = sorted(divmod(int(mean.argmax()), number))
        if mean[one, other] < least:
            break
        mean[one] = (size[one] * mean[one] + size[other] * mean[other]) / (size[one] + size[other])
        mean[:, one] = mean[one]
        mean[other] = mean[:, other] = mean[one, one] = -1.0
        size[one] += size[other]
        home = [one if h == other else h for h in home]
    return home


# ---------------------------------------------------------------------------------------------------------- likenesses


def likeness(texts: Sequence[Text], stem: Stem) -> dict[str, Floats]:
    """Each feature of two documents, for all pairs."""
    stem = cache(stem)
    every = [_stems(t.sentences, stem) for t in texts]
    names = [[stem(w.lower()) for row in t.sentences for w in row[1:] if w[:1].isupper()] for t in texts]
    numbers = [[w for row in t.sentences for w in row if any(c.isdigit() for c in w)] for t in texts]
    leads = [_stems([row for row in t.sentences if row][:LEAD], stem) for t in texts]
    weights = _weights(every)
    return {
        "words": _cosines(every, weights), "names": _cosines(names, _weights(names)),
        "numbers": _cosines(numbers, _weights(numbers)), "lead": _cosines(leads, weights),
    }  # fmt: skip


def _stems(rows: Sequence[Sequence[str]], stem: Stem) -> list[str]:
    return [stem(word.lower()) for row in rows for word in row if word[:1].isalnum()]


def _weights(bags: Sequence[Sequence[str]]) -> dict[str, float]:
    """How telling each word is: the log of how few of the documents have it."""
    held = Counter(word for bag in bags for word in set(bag))
    return {word: max(log((len(bags) + 1) / (n + 0.5)), 0.0) for word, n in held.items()}


def _cosines(bags: Sequence[Sequence[str]], weights: Mapping[str, float]) -> Floats:
    column = {word: n for n, word in enumerate(dict.fromkeys(w for bag in bags for w in bag))}
    rows = np.zeros((len(bags), len(column) + 1))
    for n, bag in enumerate(bags):
        for word, times in Counter(bag).items():
            rows[n, column[word]] = (1 + log(times)) * weights.get(word, 0.0)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    found: Floats = rows @ rows.T
    return found


def _equal(keys: Sequence[object]) -> Floats:
    number: dict[object, int] = {}
    codes = np.array([number.setdefault(k, len(number)) for k in keys], dtype=int)
    found: Floats = (codes[:, None] == codes[None, :]).astype(float)
    return found


def _alike(said: Sequence[str]) -> Floats:
    """Likeness of words beyond what chance gives."""
    kinds = list(dict.fromkeys(said))
    table = np.array([[max(JaroWinkler.similarity(a, b) - ALIKE, 0.0) for b in kinds] for a in kinds])
    at = np.array([kinds.index(s) for s in said], dtype=int)
    found: Floats = table[at][:, at]
    return found


def _sum(features: Mapping[str, Floats], points: Mapping[str, float]) -> Floats:
    total: Floats = sum((points[name] * found for name, found in features.items()), np.array(points["bias"]))
    return total


def _odds(points: Floats) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-points))
    return chances
