"""Names that may mean a place outside the pack's region: how large the places are, and which countries a text is about.

The pack's own region is told by features that the pack's data support (:mod:`marsad.link.places`); of the world's fifty
thousand towns one knows the inhabitants and the region that holds them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from marsad.link.answers import Choice
from marsad.link.gazetteer import Gazetteer
from marsad.link.reading import Seen
from marsad.pack import Place
from marsad.values import Document, Mention

WEIGHTS = {
    "size": 0.7,
    "capital of a country": 0.8,
    "country that the text names": 1.0,
    "country of the outlet's address": 0.8,
    "holds the place beside it": 3.0,
}
"""What speaks for one of several places of a name, where one of them lies outside the pack's region.  Set by hand on
GeoWebNews and TR-News."""
SETTLED = 2.6
"""The prior of towns of all sizes where sizes count."""
MARGIN = 0.02
"""Of places outside the pack's region the likelier one is taken: sizes and countries tell most of them apart."""
ANYWHERE = frozenset({"co", "tv", "io", "me", "ai", "fm", "ly", "to", "cc", "ws", "la", "eu", "gg", "im", "is"})
"""Countries' domains that are sold to everybody."""


@dataclass(frozen=True, slots=True)
class About:
    """What countries a document is about: by the states that it names, and by the address that it comes from."""

    lands: Mapping[str, float] = field(default_factory=dict)
    """Share of each country among the states that the text names ("Canadian police")."""
    home: str | None = None
    """Country of the outlet's address."""


def about(document: Document, actors: Iterable[Mention], gazetteer: Gazetteer) -> About:
    """Tell what countries the document is about."""
    lands = Counter(c for m in actors if (c := _land(m.text, gazetteer)) is not None)
    return About({c: n / lands.total() for c, n in lands.items()}, address_country(document.url))


def _land(text: str, gazetteer: Gazetteer) -> str | None:
    """The country of a state, or of the adjective or owner that opens a description ("South Sudanese army")."""
    words = text.replace("’", "'").replace("'s", "").split()
    opening = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    return next((c for name in opening if (c := gazetteer.country_of_state(name)) is not None), None)


def address_country(url: str | None) -> str | None:
    """The country whose top-level domain an address has (ISO 3166 alpha-2, lower case); None for all others."""
    host = urlsplit(url or "").hostname or ""
    last = host.rpartition(".")[2]
    if len(last) != 2 or last in ANYWHERE:
        return None
    return "gb" if last == "uk" else last


def features(place: Place, inner: Iterable[Place], told: About, gazetteer: Gazetteer) -> dict[str, float]:
    """Measure the features of :data:`WEIGHTS`; ``inner``: what the place beside it, which it may hold, can be."""
    return {
        "size": gazetteer.size(place),
        "capital of a country": float(place.id in gazetteer.capitals),
        "country that the text names": told.lands.get(place.country, 0.0),
        "country of the outlet's address": float(place.country == told.home),
        "holds the place beside it": float(any(gazetteer.within(p, place) for p in inner)),
    }


def at_home(places: Iterable[Place], said: Collection[str], gazetteer: Gazetteer) -> frozenset[str]:
    """Ids of the places to choose from: those of the pack and its region, where there are some.

    Places of the world's table that bear a name of the region count only where the document names their countries, by
    a place there or by the state (``said``).
    """
    pool = list(places)
    if all(gazetteer.is_worldly(p) for p in pool):
        return frozenset(p.id for p in pool)
    return frozenset(p.id for p in pool if not gazetteer.is_worldly(p) or gazetteer.is_own(p) or p.country in said)


def share_senses(
    seen: Sequence[Seen], found: Sequence[Mapping[str, object]], chosen: list[Choice], gazetteer: Gazetteer
) -> None:
    """Take a bare name for the place that the document elsewhere puts into what holds it ("Paris, Texas")."""
    said: dict[str, Place] = {}
    for one, choice in zip(seen, chosen, strict=True):
        holder = chosen[one.holder].place if one.holder is not None else None
        if choice.place is not None and holder is not None and gazetteer.within(choice.place, holder):
            said.setdefault(one.names[-1].casefold(), choice.place)
    for i, one in enumerate(seen):
        known = said.get(one.names[-1].casefold())
        if known is not None and one.holder is None and known.id in found[i] and gazetteer.is_worldly(known):
            chosen[i] = Choice(known)
