"""Who attacked, with what, what and whom: the words of a document that fill these roles, read some sentences at a time.

The head was taught with MUC-4's messages, where a filler's sentence may stand apart from the sentence that tells of the
attack; so neighbouring sentences go through the encoder together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from marsad.annotate import Filler
from marsad.annotate.encoder.model import Reader
from marsad.annotate.rules.tokens import cut
from marsad.values import Document, Span

WORDS = 150
"""Words that are read together at most: about 200 pieces, as in training."""
BIAS, LEAST = 1.0, 0.6
"""What is taken from the score of "no role", and the least probability of a filler: of 20 pairs the best on MUC-4's
development set (.455; the others .397 to .442)."""


def stretches(ends: Sequence[int], limit: int = WORDS) -> Iterator[tuple[int, int]]:
    """Runs of whole sentences of at most so many words, half-open, in words; a longer sentence is cut.

    ``ends`` has, for each sentence, the number of words up to its end.
    """
    start = last = 0
    for end in ends:
        if end - start > limit and last > start:
            yield start, last
            start = last
        while end - start > limit:
            yield start, start + limit
            start += limit
        last = end
    if last > start:
        yield start, last


def role_fillers(reader: Reader, document: Document, sentences: Sequence[Span]) -> list[Filler]:
    """All fillers of a document, in order; each a quote."""
    words: list[tuple[int, int, str]] = []
    ends: list[int] = []
    for sentence in sentences:
        at = sentence.start
        words += [(at + a, at + b, word) for a, b, word in cut(document.text[sentence.start : sentence.end])]
        ends.append(len(words))
    found: list[Filler] = []
    for start, end in stretches(ends):
        reading = reader.read([word for _, _, word in words[start:end]])
        for first, last, role, probability in reading.fillers(BIAS):
            span = Span(words[start + first][0], words[start + last][1])
            if probability >= LEAST:
                found.append(Filler(role, span, probability))
    return found
