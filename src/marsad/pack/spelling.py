"""Names without what spellings differ in: for looking up places that reports romanise in many ways."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from marsad.pack.names import fold

_STROKE = "\u0640"
"""Stretches an Arabic word, and is no letter of it."""
_IZAFAT = re.compile(r"(?<=\w)[-' ]+(?:e|i)[-' ]+(?=\w)")
_SKELETON = str.maketrans("ywqvzeo", "iukusiu", "h")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def loose(name: str) -> str:
    """Strip a name of what spellings differ in: accents, apostrophes, hyphens, blanks, the -e-/-i- between words."""
    plain = fold(name)
    if not plain.isascii():
        plain = "".join(
            c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c) and c != _STROKE
        )
    return "".join(filter(str.isalnum, _IZAFAT.sub(" ", plain)))


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """``loose`` with the letters that romanisations confuse made one (y/i, w/u, q/k, e/i, o/u, silent h, doubles)."""
    return _DOUBLE.sub(r"\1", loose(name).translate(_SKELETON))


def alike(one: str, other: str) -> bool:
    """Whether two skeletons are equal, or differ by one letter in five or more."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return (
        one[start + 1 :] == other[start + 1 :] or one[start:] == other[start + 1 :] or one[start + 1 :] == other[start:]
    )
