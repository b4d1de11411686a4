"""Patterns as a pack writes them: regular expressions with the pack's word tables spliced in.

A pattern's ``form`` is a regular expression over lower-case text (:func:`marsad.pack.names.fold`) in which ``{month}``
stands for a named group of the words of the table ``month`` (a digit behind the name, ``{month2}``, tells two groups of
one table apart) and a blank for any white space.  Words of tables listed under ``cased`` must begin with a capital in
the text.  An entry of ``[macro]`` is spliced in as it stands.  A pattern's ``cue`` is what must stand before it in
running text (a look-behind) and is no part of it.  ``never`` lists expressions that rule a match out, searched in
``before<match>after`` of the text as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from marsad.errors import PackError
from marsad.pack.names import fold

WINDOW = 30
"""Characters each side of a match that ``never`` expressions may look at."""

_SLOT = re.compile(r"\{([a-z_]+)(\d?)\}")
_BLANK = re.compile(r"(?<!\[) (\?)?")
_NAMED = re.compile(r"\(\?P<\w+>")


class Grammar:
    """The patterns of one word file, ready to find and to read.

    Parameters
    ----------
    words
        A pack's word file with ``[[pattern]]`` (``read``, ``form``, perhaps ``cue``), ``[macro]`` and the tables that
        the forms name.
    """

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.words = words
        patterns = [(p["read"], expand(p["form"], words), p.get("cue", "")) for p in words.get("pattern", ())]
        self._readers = tuple((str(read), compiled(form)) for read, form, _ in patterns)
        union = "|".join(cue + _NAMED.sub("(?:", form) for _, form, cue in patterns) or r"(?!)"
        # Folded text and case-sensitive patterns: three times as fast as ignoring case.
        self._finder = compiled(rf"(?<![\w$£€])(?:{union})(?!\w)")
        cased = [word for table in words.get("cased", ()) for word in words[table]]
        self._cased = compiled(rf"(?<!\w)(?:{alternatives(cased)})(?!\w)") if cased else None

        self._never = _Never(words.get("never", ()))

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Find the patterns in running text: half-open offsets, left to right, not overlapping."""
        folded = fold(text)
        for hit in self._finder.finditer(folded):
            if self._cased and any(text[m.start()].islower() for m in self._cased.finditer(folded, *hit.span())):
                continue
            if not self._never(text, *hit.span()):
                yield hit.span()

    def read(self, text: str) -> tuple[str, dict[str, str]] | None:
        """Match all of ``text``: what the first fitting pattern reads as, and its groups in lower case."""
        folded = fold(text)
        for read, form in self._readers:
            if hit := form.fullmatch(folded):
                return read, {k: " ".join(v.split()) for k, v in hit.groupdict().items() if v}
        return None


class _Never:
    """What rules a match out, sorted by the side it looks at: most expressions need no search then."""

    def __init__(self, forms: Iterable[str]) -> None:
        after = [f[1:] for f in forms if f.startswith(">")]
        before = [f[:-1] for f in forms if f.endswith("<") and not f.startswith(">")]
        around = [f for f in forms if not f.startswith(">") and not f.endswith("<")]
        self._after = compiled("|".join(after) or r"(?!)")
        self._before = compiled(rf"(?:{'|'.join(before) or '(?!)'})$")
        self._around = compiled("|".join(around) or r"(?!)")

    def __call__(self, text: str, start: int, end: int) -> bool:
        before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
        if self._after.match(after) or self._before.search(before):
            return True
        return bool(self._around.search(f"{before}<{text[start:end]}>{after}"))


def expand(form: str, words: Mapping[str, Any]) -> str:
    """Fill the slots of a form; a blank matches any run of white space.

    Raises
    ------
    PackError
        If the form names a table that the word file has not.
    """
    macros = words.get("macro", {})

    def fill(slot: re.Match[str]) -> str:
        name, digit = slot[1], slot[2]
        if name in macros:
            return f"(?P<{name}{digit}>{_NAMED.sub('(?:', expand(macros[name], words))})"
        if name not in words:
            raise PackError(f"pattern {form!r} names no table {name!r}", "add the table to the word file, or mend it")
        return f"(?P<{name}{digit}>{alternatives(words[name])})"

    return _BLANK.sub(lambda blank: r"\s*" if blank[1] else r"\s+", _SLOT.sub(fill, form))


def alternatives(entries: Iterable[str]) -> str:
    """Make a regular expression of the entries, longest first."""
    found = sorted(entries, key=lambda x: (-len(x), x))
    return "|".join(re.escape(x) for x in found).replace(r"\ ", " ")


def compiled(form: str) -> re.Pattern[str]:
    """Compile a pack's expression; a bad one is the pack's to mend."""
    try:
        return re.compile(form)
    except re.error as error:
        raise PackError(f"pattern {form!r}: {error}", "mend the pattern in the pack's word file") from error


def grammar(words: Mapping[str, Any]) -> Grammar:
    """Compile a word file's grammar, once for each loaded pack."""
    return _cached(_Key(words))


class _Key:
    """Makes a word file a key by identity: packs are loaded once and never change."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.words = words

    def __hash__(self) -> int:
        return id(self.words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.words is self.words


@lru_cache(maxsize=16)
def _cached(key: _Key) -> Grammar:
    return Grammar(key.words)
