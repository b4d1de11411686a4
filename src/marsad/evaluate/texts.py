"""Token lists as running text, and spans as tokens: what sets that come tokenised need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marsad.values import Coded, Span, Statement

_BEFORE = frozenset(",.;:!?)]}%…”’'") | {"''", "'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m"}
"""Tokens that lean on the word before."""
_AFTER = frozenset("([{$£€#“‘") | {"``"}
"""Tokens that the word behind leans on."""
_JOINTS = frozenset("-/")
_PLAIN = {
    "``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
}  # fmt: skip
_ARTICLES = ("the ", "a ", "an ")


@dataclass(frozen=True, slots=True)
class Tokenised:
    """Running text and, per sentence, the span of each token in it."""

    text: str
    tokens: tuple[tuple[Span, ...], ...]

    def span(self, sentence: int, tokens: Sequence[int]) -> Span | None:
        """From the first to the last of some tokens of a sentence; None where they are not there."""
        row = self.tokens[sentence] if 0 <= sentence < len(self.tokens) else ()
        known = [row[t] for t in tokens if 0 <= t < len(row)]
        return Span(min(s.start for s in known), max(s.end for s in known)) if known else None


def running(sentences: Iterable[Sequence[str]], gap: str = "\n\n") -> Tokenised:
    """Write token lists as text with ordinary spacing; sentences are set apart, so that they split as in the set."""
    parts: list[str] = []
    rows: list[tuple[Span, ...]] = []
    at = 0
    for sentence in sentences:
        if rows:
            parts.append(gap)
            at += len(gap)
        row: list[Span] = []
        opened = False
        before = ""
        for token in sentence:
            word = _PLAIN.get(token, token)
            closing = word == '"' and opened
            if before and not (closing or _leans(before, word, opened)):
                parts.append(" ")
                at += 1
            parts.append(word)
            row.append(Span(at, at + len(word)))
            at += len(word)
            opened = opened != (word == '"')
            before = word
        rows.append(tuple(row))
    return Tokenised("".join(parts), tuple(rows))


def _leans(before: str, word: str, opened: bool) -> bool:
    """Whether no blank stands between two tokens."""
    if before == '"' and opened:
        return True
    return word in _BEFORE or before in _AFTER or word in _JOINTS or before in _JOINTS


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without blanks, a leading article and a trailing possessive."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    low = text[start:end].lower()
    for article in _ARTICLES:
        if low.startswith(article) and end - start > len(article):
            start += len(article)
            break
    if low.endswith(("'s", "’s")):
        end -= 2
    return start, end


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two half-open spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def statement_at(coded: Coded, span: tuple[int, int]) -> Statement | None:
    """The statement whose trigger is that word: the surest, then the first."""
    found = [s for s in coded.statements if s.trigger is not None and overlap(s.trigger, span)]
    return max(found, key=lambda s: (s.score, -(s.trigger.start if s.trigger else 0)), default=None)
