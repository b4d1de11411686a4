"""Suggestions while a value is typed: places and organisations of the pack, never people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.errors import UserError
from marsad.pack import Pack, fold
from marsad.pipeline.observatory.opening import Observatory
from marsad.views.pages.query import Allowed, Query

SUGGEST = Allowed(more=("kind", "q"))
KINDS = ("place", "actor")
MOST = 12


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value as the pack spells it, and what it is."""

    value: str
    words: str


Named = tuple[tuple[str, ...], Suggestion]
"""Its names, folded, the plain one first."""


def suggest(observatory: Observatory, query: Query) -> tuple[Suggestion, ...]:
    """What begins so: by its plain name first, then by another name, then by any word of a name.

    Raises
    ------
    UserError
        When there is no such kind.
    """
    kind, asked = query.option("kind"), fold(query.option("q"))
    if kind not in KINDS:
        raise UserError(f"kind: {kind!r} is not suggested", f"there are: {', '.join(KINDS)}")
    pack = observatory.pack
    names: Sequence[Named] = observatory.kept(f"names of {kind}", (pack.home, pack.version), lambda: _names(kind, pack))
    ranked = sorted((r, n, s.value) for n, (names_, s) in enumerate(names) if (r := _rank(asked, names_)) is not None)
    return tuple(names[n][1] for _, n, _ in ranked[:MOST]) if asked else ()


def _rank(asked: str, names: Sequence[str]) -> int | None:
    if names[0].startswith(asked):
        return 0 if names[0] == asked else 1
    if any(n.startswith(asked) for n in names):
        return 2
    return 3 if any(f" {asked}" in n for n in names) else None


def _names(kind: str, pack: Pack) -> list[Named]:
    found = _places(pack) if kind == "place" else _actors(pack)
    return sorted(found, key=lambda x: (len(x[0][0]), x[1].value))


def _places(pack: Pack) -> Iterator[Named]:
    for place in pack.own_places.values():
        above = pack.places[place.parent].name if place.parent and place.parent in pack.places else place.country or ""
        words = f"{place.name}, {place.kind}{f' in {above}' if above else ''}"
        yield _folded(place.name, place.aliases), Suggestion(place.id, words)


def _actors(pack: Pack) -> Iterator[Named]:
    for actor in pack.actors.values():
        others = (*actor.aliases, *(label.text for label in actor.labels))
        yield _folded(actor.name, others), Suggestion(actor.id, f"{actor.name}, {actor.kind.replace('_', ' ')}")


def _folded(name: str, others: Iterable[str]) -> tuple[str, ...]:
    return (fold(name), *(fold(other) for other in others))
