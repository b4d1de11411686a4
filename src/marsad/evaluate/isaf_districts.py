"""ISAF releases: whether the happening lies in the district that the release itself names.

The records have no district, so the gold is read off the text, by nothing that the coder uses: the first "in X
district" (or "Y, X district", "in X and Y districts") that the text does not put into another province than the
record's.  Right is a district of ours that bears that name, by any name of the pack or by one that romanises alike.
A release that names several districts may be about a later one; such count as wrong and show in the errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from marsad.pack import Pack, Place
from marsad.pack.spelling import alike, loose, skeleton
from marsad.values import Coded, Statement

_NAME = r"['‘’`]?[A-Z][\w'’`-]*(?:[ -](?:(?:e|i|ye|wa|al|ul)[ -])?['‘’`]?[A-Z][\w'’`-]*){0,3}"
_BEFORE = r"(?:\b(?i:in|of|near|outside|inside|around)|,)\s+(?:the\s+)?"
_NAMED = re.compile(
    rf"{_BEFORE}({_NAME})(?:,? (?:and|or) ({_NAME}))?[\s-]+[Dd]istricts?\b(?!\s+(?:governor|leader|chief|court))"
)
_PROVINCE = re.compile(rf"\s*(?:,|in|of)?\s*({_NAME})\s+[Pp]rovince")


def named(text: str, provinces: Sequence[str], plain: Callable[[str], str]) -> tuple[str, ...]:
    """Names of the first district (two, if it is a pair) that the text names in one of the gold's provinces."""
    for found in _NAMED.finditer(text):
        follows = _PROVINCE.match(text, found.end())
        if follows and provinces and plain(follows[1]) not in provinces:
            continue
        return tuple(n for n in found.groups() if n)
    return ()


def right(names: Iterable[str], happened: Sequence[Statement], coded: Coded, pack: Pack) -> bool:
    """Whether the district of what happened (else of the first place that has one) bears one of the names."""
    return any(_same(name, ours) for name in names for ours in answer(happened, coded, pack))


def answer(happened: Sequence[Statement], coded: Coded, pack: Pack) -> list[str]:
    """Every name of our district."""
    for s in happened:
        for p in s.places:
            if p.role == "at" and p.admin2:
                return [p.admin2, *_names(p.link, pack)]
    for m in coded.mentions:
        if m.kind == "place" and m.admin2 and not m.text.isupper():
            return [m.admin2, *_names(m.link, pack)]
    return []


def _names(link: str | None, pack: Pack) -> Iterator[str]:
    place: Place | None = pack.places.get(link or "")
    while place is not None:
        if place.kind == "district":
            yield from (place.name, *place.aliases)
            return
        place = pack.places.get(place.parent or "")


def _same(one: str, other: str) -> bool:
    return loose(one) == loose(other) or alike(skeleton(one), skeleton(other))


def mistake(row: Mapping[str, Any], names: Sequence[str], ours: Sequence[str]) -> Mapping[str, Any]:
    """One wrong release, with the names that it gives and ours."""
    return {"id": row["id"], "text": row["text"], "gold": " / ".join(names), "answer": ours[0] if ours else None}
