"""Facets in words: the boxes beside a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from marsad.pack import Pack
from marsad.views.pages.frame import FacetBox, FacetValue
from marsad.views.pages.query import Query
from marsad.views.wording import (
    CREDIBILITIES,
    ORGANISATIONS,
    SHAPES,
    SOURCE_CLASSES,
    TYPES,
    VOICES,
    kind_of_happening,
    sentence_case,
    words_of,
)

FACETS: Mapping[str, str] = {
    "place": "Place", "type": "Type", "mode": "Kind", "shape": "Shape", "actor": "Organisation",
    "claimed": "Claimed by",
    "blamed": "Blamed", "killed": "Killed", "credibility": "Credibility", "source": "Reliability of the source",
    "contested": "Contested", "single": "Rests on a single origin", "reviewed": "Judged by a person",
    "voice": "Voice", "modality": "Modality", "polarity": "Polarity", "outlet": "Outlet",
    "copied": "Copied by", "language": "Language",
    "coded": "Coded", "month": "Published in", "stage": "Stage", "kind": "Kind of organisation", "country": "Country",
}  # fmt: skip
"""Every facet, as its box is headed."""
MOST = 12
"""Values that a box shows; those asked for come on top of it."""
_IN_ORDER = ("killed", "credibility", "source")
_CODES: Mapping[str, Mapping[str, str]] = {
    "type": TYPES, "kind": ORGANISATIONS, "shape": SHAPES, "source": SOURCE_CLASSES,
    "voice": {str(k): v for k, v in VOICES.items()},
    "credibility": {str(k): v for k, v in CREDIBILITIES.items()},
}  # fmt: skip
Counted = Sequence[tuple[str, int]]


def facet_boxes(counted: Mapping[str, Counted], query: Query, pack: Pack) -> tuple[FacetBox, ...]:
    """The boxes of a list, in the order in which the facets are given; empty ones are left out."""
    boxes = (_box(name, values, query, pack) for name, values in counted.items())
    return tuple(box for box in boxes if box.values)


def _box(name: str, counted: Counted, query: Query, pack: Pack) -> FacetBox:
    chosen = query.values(name)
    number = dict(counted)
    shown = [v for v, _ in counted[:MOST]]
    shown += [v for v in chosen if v not in shown]
    if name in ("place", "month"):
        shown.sort(reverse=name == "month")
    elif name in _IN_ORDER:
        shown.sort(key=lambda v: (v == "unknown", len(v) if name == "killed" else 0, v))
    depth = {v: sum(v.startswith(other + ".") for other in shown) if name == "place" else 0 for v in shown}
    values = tuple(FacetValue(v, value_words(name, v, pack), number.get(v, 0), v in chosen, depth[v]) for v in shown)
    return FacetBox(name, FACETS[name], values, max(0, len(counted) - MOST))


def value_words(facet: str, value: str, pack: Pack) -> str:
    """A value of a facet in plain words."""
    if facet in ("place", "country"):
        return pack.places[value].name if value in pack.places else value
    if facet in ("actor", "claimed", "blamed"):
        return actor_name(value, pack)
    if facet == "mode":
        type_, _, mode = value.partition("/")
        return kind_of_happening(type_ or None, mode)
    words = _CODES.get(facet, {}).get(value)
    if facet in ("credibility", "source"):
        return f"{value}: {words or 'unknown'}"
    if facet == "month":
        return _month(value)
    if facet in ("outlet", "copied", "killed", "language"):
        return value
    return sentence_case(words or words_of(value))


def _month(value: str) -> str:
    try:
        return f"{date.fromisoformat(f'{value}-01'):%B %Y}"
    except ValueError:
        return value


def actor_name(link: str, pack: Pack) -> str:
    """The plain name of an organisation; of a generic one ("generic:militants@pk") with its country."""
    if link in pack.actors:
        return pack.actors[link].name
    plain, _, country = link.partition(":")[2].partition("@")
    where = pack.places[country].name if country in pack.places else ""
    return f"{words_of(plain or link)}{f' ({where})' if where else ''}"
