"""Patterns as a pack writes them: regular expressions with the pack's word tables spliced in.

A pattern's ``form`` is a regular expression in which ``{month}`` stands for a named group of the words of the table
``month`` (a digit behind the name, ``{month2}``, tells two groups of one table apart), a blank for any white space, and
case does not count except in tables listed under ``cased``.  An entry of ``[macro]`` is spliced in as it stands.  A
pattern's ``cue`` is what must stand before it in running text (a look-behind) and is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from marsad.errors import PackError

_SLOT = re.compile(r"\{([a-z_]+)(\d?)\}")
_BLANK = re.compile(r"(?<!\[) (\?)?")
_NAMED = re.compile(r"\(\?P<\w+>")


class Grammar:
    """The patterns of one word file, ready to find and to read.

    Parameters
    ----------
    words
        A pack's word file with ``[[pattern]]`` (``read``, ``form``), ``[macro]`` and the tables that the forms name.
    """

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.words = words
        patterns = [(p["read"], expand(p["form"], words), p.get("cue", "")) for p in words.get("pattern", ())]
        self.readers = tuple((str(read), _compile(form)) for read, form, _ in patterns)
        union = "|".join(cue + _NAMED.sub("(?:", form) for _, form, cue in patterns) or r"(?!)"
        self.finder = _compile(rf"(?<![\w$£€])(?:{union})(?!\w)")

    def read(self, text: str) -> tuple[str, dict[str, str]] | None:
        """Match all of ``text``: what the first fitting pattern reads as, and its groups in lower case."""
        for read, form in self.readers:
            if hit := form.fullmatch(text):
                return read, {k: " ".join(v.lower().split()) for k, v in hit.groupdict().items() if v}
        return None


def expand(form: str, words: Mapping[str, Any]) -> str:
    """Fill the slots of a form; a blank matches any run of white space.

    Raises
    ------
    PackError
        If the form names a table that the word file has not.
    """
    macros, cased = words.get("macro", {}), words.get("cased", ())

    def fill(slot: re.Match[str]) -> str:
        name, digit = slot[1], slot[2]
        if name in macros:
            return f"(?P<{name}{digit}>{_NAMED.sub('(?:', expand(macros[name], words))})"
        if name not in words:
            raise PackError(
                f"pattern {form!r} names no table {name!r}", "add the table to the word file, or mend the name"
            )
        choices = alternatives(words[name], cased=name in cased)
        return f"(?P<{name}{digit}>{choices})"

    return _BLANK.sub(lambda blank: r"\s*" if blank[1] else r"\s+", _SLOT.sub(fill, form))


def alternatives(entries: Iterable[str], cased: bool = False) -> str:
    """Make a regular expression of the entries, longest first; ``cased`` asks for Title or CAPITAL letters."""
    found = sorted(entries, key=lambda x: (-len(x), x))
    if cased:
        both = (form for x in found for form in dict.fromkeys((x[:1].upper() + x[1:], x.upper())))
        return f"(?-i:{'|'.join(re.escape(x) for x in both)})"
    return "|".join(re.escape(x) for x in found).replace(r"\ ", " ")


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


def _compile(form: str) -> re.Pattern[str]:
    try:
        return re.compile(form, re.IGNORECASE)
    except re.error as error:
        raise PackError(f"pattern {form!r}: {error}", "mend the pattern in the pack's word file") from error
