"""Words of a sentence with part-of-speech tags: Brill's lexicon, endings, and a few context rules.

The lexicon (94,000 words with their commonest Penn tag; Brown and Penn corpora, Brill 1992) is read from the textblob package
as data, without importing it (its import takes 0.5 s, the file 0.06 s).  Words of the pack's ``grammar.toml`` come first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\d+(?:,\d{3})*(?:\.\d+)?(?:st|nd|rd|th)?(?:-[a-z]+)*"  # 3,200  16th  45-year-old
    r"|\w+(?:['’](?!s\b)\w+)*(?:-\w+(?:['’](?!s\b)\w+)*)*"  # Taliban-backed  Panjwa'i
    r"|['’]s\b"
    r"|\.\.\.|[^\w\s]"
)
_MARKS = {",": ",", ";": ":", ":": ":", ".": ".", "?": ".", "!": ".", "(": "(", ")": ")", "—": ":", "–": ":", "-": ":"}
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


_ENDINGS = (
    ("ing", "VBG"), ("ed", "VBN"), ("ly", "RB"), ("tion", "NN"), ("ment", "NN"), ("ness", "NN"), ("ity", "NN"),
    ("ous", "JJ"), ("ful", "JJ"), ("ive", "JJ"), ("able", "JJ"), ("ible", "JJ"), ("ical", "JJ"), ("less", "JJ"),
    ("ist", "NN"), ("ists", "NNS"), ("ises", "VBZ"), ("ise", "VB"), ("izes", "VBZ"), ("ize", "VB"), ("s", "NNS"),
)  # fmt: skip


class Tagger:
    """Tokenise and tag one sentence.

    ``verb_forms`` maps an inflected trigger verb to its lemma; ``nouns`` are words that name events ("attacks").
    """

    def __init__(self, grammar: Mapping[str, Any], verb_forms: Mapping[str, str], nouns: Collection[str] = ()) -> None:
        self._fixed: dict[str, str] = {}
        for tag, words in grammar.get("tags", {}).items():
            for word in words:
                self._fixed[word] = tag
        self._verb_forms = verb_forms
        self._nouns = nouns

    def __call__(self, text: str, offset: int = 0) -> list[Token]:
        """Tokens of ``text`` with offsets shifted by ``offset``."""
        words = [(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text)]
        tags = [self._first(w, n == 0) for n, (_, _, w) in enumerate(words)]
        self._context(words, tags)
        self._rescue([w.lower() for _, _, w in words], tags)
        return [
            Token(n, offset + s, offset + e, w, w.lower().replace("’", "'"), t)
            for n, ((s, e, w), t) in enumerate(zip(words, tags, strict=True))
        ]

    def _first(self, word: str, at_start: bool) -> str:
        low = word.lower().replace("’", "'")
        if low in self._fixed:
            return self._fixed[low]
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
        capital = word[0].isupper()
        if capital and not at_start:
            tag = lexicon.get(word) or ("NNP" if low not in lexicon or word.isupper() else "")
            if tag.startswith("NNP"):
                return tag
            # A capital inside a sentence is a name, unless the word is a closed-class one or a demonym.
            closed = lexicon.get(low, "")
            return tag if tag in ("JJ", "CD") else closed if closed in ("IN", "DT", "CC", "PRP", "MD", "TO") else "NNP"
        tag = lexicon.get(low) or lexicon.get(word) or ""
        if tag:
            return "NNP" if capital and low not in lexicon else tag
        return self._unknown(low, capital)

    def _unknown(self, low: str, capital: bool) -> str:
        if capital:
            return "NNP"
        if low in self._verb_forms:
            return "VBG" if low.endswith("ing") else "VBN" if low.endswith("ed") else "VB"
        if "-" in low:
            return "JJ"
        for ending, tag in _ENDINGS:
            if low.endswith(ending) and len(low) > len(ending) + 2:
                return tag
        return "NN"

    def _context(self, words: list[tuple[int, int, str]], tags: list[str]) -> None:
        low = [w.lower().replace("’", "'") for _, _, w in words]
        for n, tag in enumerate(tags):
            before = tags[n - 1] if n else "."
            after = tags[n + 1] if n + 1 < len(tags) else "."
            form = low[n]
            verbal = form in self._verb_forms
            if (
                before == "TO"
                and (tag in ("NN", "VBP", "VBD") or verbal)
                and form.isalpha()
                and not form.endswith("ing")
            ):
                if after in (
                    "DT",
                    "PRP",
                    "PRP$",
                    "IN",
                    "NNP",
                    "CD",
                    "JJ",
                    "NNS",
                    "NN",
                    ".",
                    ",",
                    "TO",
                    "CC",
                    "RB",
                ) and (verbal or tag in ("VBP", "VBD") or after in ("DT", "PRP", "PRP$", "TO")):
                    tags[n] = "VB"
            elif before == "MD" and tag in ("NN", "VBP", "VBD", "VBN", "NNS", "JJ") and tag != "RB":
                tags[n] = "VB"
            elif (
                tag in ("VB", "VBP", "NN", "VBZ", "NNS")
                and before in ("DT", "PRP$", "JJ", "CD", "POS")
                and verbal
                and low[n - 1] not in ("all", "both", "each")
            ):
                tags[n] = "NNS" if form.endswith("s") and not form.endswith("ss") else "NN"
            elif tag in ("NNS", "NN") and verbal and self._verb_slot(form, before, after, low, n):
                tags[n] = "VBZ" if form.endswith("s") else "VBP"
            elif (
                tag in ("VB", "VBP", "VBZ")
                and before in ("IN",)
                and low[n - 1] not in ("that", "as", "while", "if", "than")
            ):
                tags[n] = "NNS" if form.endswith("s") and not form.endswith("ss") else "NN"
            elif (
                tag == "VBZ"
                and form in self._nouns
                and (before == "." or before.startswith("NNP"))
                and after in ("IN", "CC", ",")
            ):
                # "Attacks on …", "TTP attacks in …"
                tags[n] = "NNS"
            if tags[n] in ("VB", "VBZ", "VBP") and form.endswith("s") and before in ("VBD", "VBZ", "VBN", "VBG"):
                tags[n] = "NNS"
            relative = before in ("WDT", "WP") or (before == "RB" and n > 1 and tags[n - 2] in ("WDT", "WP", "PRP"))
            if tags[n] in ("NNS", "NN") and verbal and relative:
                tags[n] = "VBZ" if form.endswith("s") else "VBP"
            if (
                tags[n] == "NN"
                and verbal
                and form.endswith("ing")
                and before in (",", "CC", "IN", "RB", "VBD", "VBZ", "VBP")
                and (after in _OBJECT_OPENS or (n + 1 < len(low) and low[n + 1] in _ABOUT))
            ):
                tags[n] = "VBG"
            if (
                tags[n] in ("NN", "JJ", "VB")
                and verbal
                and self._verb_forms[form] != form
                and not form.endswith(("s", "ing"))
            ):
                if self._has_auxiliary(low, tags, n):
                    tags[n] = "VBN"
            if tags[n] == "NN" and verbal and self._verb_forms[form] == form:
                k = n - 1
                while k > 0 and tags[k] == "RB":
                    k -= 1
                if k >= 0 and low[k] in ("do", "does", "did", "didn't", "doesn't", "don't"):
                    tags[n] = "VB"
            if form == "overnight" and after in ("NN", "NNS", "JJ"):
                tags[n] = "JJ"
            if tags[n] == "VBN" and not self._has_auxiliary(low, tags, n) and before in _NOMINAL:
                tags[n] = "VBD"
            elif tags[n] == "VBD" and self._has_auxiliary(low, tags, n):
                tags[n] = "VBN"

    def _rescue(self, low: list[str], tags: list[str]) -> None:
        """A clause after "that", or a whole sentence, needs a verb: take the likeliest noun-tagged verb form behind a noun."""
        start = 0
        for n in range(len(low) + 1):
            if n < len(low) and not (low[n] == "that" and tags[n] == "IN") and tags[n] != ":":
                continue
            segment = range(start, n)
            start = n + 1
            if len(segment) < 3 or any(tags[k] == "MD" or _finite(tags, k) for k in segment):
                continue
            for k in segment[1:-1]:
                if tags[k] in ("NN", "NNS", "JJ") and low[k] in self._verb_forms and _nominal(tags, k):
                    if tags[k + 1] in ("DT", "IN", "JJ", "PRP$", "CD", "NNS", "NNP", "TO", "RB"):
                        tags[k] = "VBZ" if low[k].endswith("s") else "VBP"
                        break

    @staticmethod
    def _verb_slot(form: str, before: str, after: str, low: list[str], n: int) -> bool:
        """Whether a noun-tagged verb form stands between a subject and an object: "Islamabad demands the …"."""
        plural_subject = before in ("NNS", "NNPS", "PRP") and not form.endswith("s")
        single_subject = before in ("NN", "NNP") and form.endswith("s")
        # "the Taliban support the …": a name may be a plural
        plural_subject |= before == "NNP" and not form.endswith(("s", "ing")) and after in ("DT", "PRP$")
        return (plural_subject or single_subject) and (after in ("DT", "PRP$", "PRP") or low[n + 1 : n + 2] == ["that"])

    @staticmethod
    def _has_auxiliary(low: list[str], tags: list[str], n: int) -> bool:
        for k in range(n - 1, max(n - 5, -1), -1):
            if low[k] in _AUXILIARY:
                return True
            if tags[k] not in ("RB", "VBN", "CC", ",", "RBR") and low[k] not in _LIGHT:
                return False
        return False


def _nominal(tags: list[str], k: int) -> bool:
    """Whether a subject stands before ``k``, perhaps with an adverb between ("the Front now controls")."""
    before = tags[k - 1] if tags[k - 1] != "RB" or k < 2 else tags[k - 2]
    return before.startswith(("NN", "PRP"))


def _finite(tags: list[str], k: int) -> bool:
    return tags[k] in ("VBD", "VBZ", "VBP", "VBN") or (tags[k] == "VB" and (k == 0 or tags[k - 1] != "TO"))


_OBJECT_OPENS = frozenset(("DT", "CD", "PRP", "PRP$", "JJ", "NNS", "NNP", "RB"))
_ABOUT = frozenset(["at", "around", "about", "up", "as", "more", "nearly", "over", "some", "almost"])
_LIGHT = frozenset(("long", "now", "up", "out", "down", "off"))
_NOMINAL = ("NN", "NNS", "NNP", "NNPS", "PRP", "RB", "WDT", "WP", ")")
_AUXILIARY = frozenset(
    [
        "be",
        "is",
        "are",
        "was",
        "were",
        "been",
        "being",
        "am",
        "have",
        "has",
        "had",
        "having",
        "'s",
        "'ve",
        "get",
        "got",
        "gets",
        "getting",
        "isn't",
        "wasn't",
        "weren't",
        "aren't",
    ]
)
