"""Cut a sentence into words and marks; the value that stands for one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\d+(?:,\d{3})*(?:\.\d+)?(?:st|nd|rd|th)?(?:-[a-z]+)*"  # 3,200  16th  45-year-old
    r"|\w+(?:['’](?!s\b)\w+)*(?:-\w+(?:['’](?!s\b)\w+)*)*"  # Taliban-backed  Panjwa'i
    r"|['’]s\b"
    r"|\.\.\.|[^\w\s]"
)
QUOTES = frozenset('"“”«»„')


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: position in the sentence, document offsets, folded form and Penn Treebank tag."""

    i: int
    start: int
    end: int
    text: str
    low: str
    tag: str

    @property
    def is_verb(self) -> bool:
        """Whether the tag is one of a verb's."""
        return self.tag.startswith("VB")

    @property
    def is_noun(self) -> bool:
        """Whether the tag is one of a noun's."""
        return self.tag.startswith("NN")


def cut(text: str) -> list[tuple[int, int, str]]:
    """Words and marks of a text: half-open offsets and the characters."""
    return [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text)]


def folded(word: str) -> str:
    """The form by which a word is looked up: lower case, plain apostrophe."""
    return word.lower().replace("’", "'")
