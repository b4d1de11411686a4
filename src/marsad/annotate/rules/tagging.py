"""Words of a sentence with part-of-speech tags: the pack's words, Brill's lexicon, endings; then the neighbours.

The lexicon (94,000 words with their commonest Penn tag; Brown and Penn corpora, Brill 1992) is read from the textblob
package as data, without importing it (its import takes 0.5 s, the file 0.06 s).  Words of the pack's ``grammar.toml``
come first.  What neighbours make of a tag is in :mod:`marsad.annotate.rules.neighbours`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from marsad.annotate.rules.neighbours import Neighbours
from marsad.annotate.rules.tokens import QUOTES, Token, cut, folded
from marsad.annotate.rules.wordclasses import WordClasses

_MARKS = {",": ",", ";": ":", ":": ":", ".": ".", "?": ".", "!": ".", "(": "(", ")": ")", "—": ":", "–": ":", "-": ":"}
_ENDINGS = (
    ("ing", "VBG"), ("ed", "VBN"), ("ly", "RB"), ("tion", "NN"), ("ment", "NN"), ("ness", "NN"), ("ity", "NN"),
    ("ous", "JJ"), ("ful", "JJ"), ("ive", "JJ"), ("able", "JJ"), ("ible", "JJ"), ("ical", "JJ"), ("less", "JJ"),
    ("ist", "NN"), ("ists", "NNS"), ("ises", "VBZ"), ("ise", "VB"), ("izes", "VBZ"), ("ize", "VB"), ("s", "NNS"),
)  # fmt: skip
_ARTICLED = re.compile(r"(?:[ae]l|a[dnrst]|ash|e[dnrst]|esh)-[A-Z]")
"""A name with an Arabic article in small letters: "al-Hol"."""
_CLOSED_TAGS = ("IN", "DT", "CC", "PRP", "MD", "TO")


@cache
def _lexicon() -> dict[str, str]:
    spec = find_spec("textblob")
    if spec is None or not spec.submodule_search_locations:  # pragma: no cover - a broken installation
        return {}
    path = Path(spec.submodule_search_locations[0]) / "en" / "en-lexicon.txt"
    table: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if line and not line.startswith(";;;"):
            word, _, tag = line.rpartition(" ")
            table[word] = tag
    return table


def is_common(word: str) -> bool:
    """Whether the lexicon has a word in small letters: a capital alone makes it no name."""
    tag = _lexicon().get(word.lower(), "")
    return bool(tag) and not tag.startswith("NNP")


class Tagger:
    """Tokenise and tag one sentence.

    Parameters
    ----------
    tags
        Words by tag, before any lexicon (``grammar.toml``, table ``[tags]``).
    classes
        The pack's word classes.
    verb_forms
        Inflected trigger verbs and their lemmas.
    nouns
        Words that name events ("attacks").
    """

    def __init__(
        self, tags: Mapping[str, Any], classes: WordClasses, verb_forms: Mapping[str, str], nouns: Collection[str] = ()
    ) -> None:
        self._fixed: dict[str, str] = {word: tag for tag, words in tags.items() for word in words}
        self._verb_forms = verb_forms
        self._neighbours = Neighbours(classes, verb_forms, nouns)

    def __call__(self, text: str, offset: int = 0) -> list[Token]:
        """Tokens of ``text`` with offsets shifted by ``offset``."""
        words = cut(text)
        low = [folded(w) for _, _, w in words]
        tags = [self._first(w, n == 0) for n, (_, _, w) in enumerate(words)]
        self._neighbours(low, tags)
        return [Token(n, offset + s, offset + e, w, low[n], tags[n]) for n, (s, e, w) in enumerate(words)]

    def _first(self, word: str, at_start: bool) -> str:
        """The tag of a word by itself."""
        low = folded(word)
        name = len(word) > 1 and word.isupper() and self._fixed.get(low) == "PRP"  # "the US" is no "us"
        if low in self._fixed:
            return "NNP" if name else self._fixed[low]
        if word in _MARKS:
            return _MARKS[word]
        if word in QUOTES:
            return "''"
        if low == "'s":
            return "POS"
        if word[0].isdigit():
            return "JJ" if word[-1].isalpha() else "CD"
        if not word[0].isalnum():
            return "SYM"
        lexicon = _lexicon()
        if word[0].isupper() and not at_start:
            return self._capital(word, low)
        tag = lexicon.get(low) or lexicon.get(word) or ""
        if tag:
            return "NNP" if word[0].isupper() and low not in lexicon else tag
        return self._unknown(word, low)

    @staticmethod
    def _capital(word: str, low: str) -> str:
        """A capital inside a sentence is a name, unless the word is a closed-class one or a demonym."""
        lexicon = _lexicon()
        tag = lexicon.get(word) or ("NNP" if low not in lexicon or word.isupper() else "")
        if tag.startswith("NNP") or tag in ("JJ", "CD"):
            return tag
        closed = lexicon.get(low, "")
        return closed if closed in _CLOSED_TAGS else "NNP"

    def _unknown(self, word: str, low: str) -> str:
        if word[0].isupper():
            return "NNP"
        if low in self._verb_forms:
            return "VBG" if low.endswith("ing") else "VBN" if low.endswith("ed") else "VB"
        if _ARTICLED.match(word):
            return "NNP"
        if "-" in low:
            return "JJ"
        return next((t for end, t in _ENDINGS if low.endswith(end) and len(low) > len(end) + 2), "NN")
