"""Choose the registry's place for each place mention, or say why not.

Every candidate (a place of that name) is scored by a sum of named features (:data:`WEIGHTS`, :data:`PRIOR`); the best
wins when it leads by :data:`MARGIN`.  Candidates that lie in one another or close together do not compete: the better
one is taken.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from marsad.link.answers import Answers, Choice, Told
from marsad.link.gazetteer import ADMIN, SETTLEMENTS, Gazetteer, in_force
from marsad.link.reading import PlaceReader, Seen
from marsad.link.relations import NEAR_M, Relations
from marsad.link.surmise import surmise
from marsad.link.worldly import MARGIN as WORLD_MARGIN
from marsad.link.worldly import SETTLED, About, about, at_home, features, share_senses
from marsad.link.worldly import WEIGHTS as WORLD_WEIGHTS
from marsad.pack import Pack, Place, fold
from marsad.values import Document, Mention, Span

WEIGHTS = {
    "kind word fits": 4.0,
    "kind word does not fit": -4.0,
    "inside the place said to hold it": 5.0,
    "spelt differently": -1.0,
    "its own name": 0.4,
    "name not in use on the day": -1.5,
    "country of the pack's region": 1.0,
    "province of the other places": 1.5,
    "country of the other places": 1.5,
    "near another place": 1.0,
    "listed with places of its kind": 1.2,
    "words for the larger unit": 1.5,
    "words for the town": 1.5,
    "of an imported gazetteer": -0.8,
    "inhabitants": 0.25,
    **WORLD_WEIGHTS,
}
"""The features and what they weigh.  Set by hand on invented cases; checked on ISAF releases and UCDP GED names."""
PRIOR = {
    "country": 4.0, "province": 2.0, "city": 2.6, "district": 1.5, "town": 1.7, "area": 1.2, "valley": 1.0, "camp": 0.8,
    "base": 0.8, "crossing": 0.8, "pass": 0.8, "refugee_camp": 0.8, "mountain": 0.6, "road": 0.5, "river": 0.5,
    "village": 0.5, "neighbourhood": 0.6, "facility": 0.5,
}  # fmt: skip
"""How likely a bare name means a place of that kind, in the same units."""
LARGE_CITY_M, SMALL_CITY = 9_000.0, 1.9
"""A city of a smaller radius is less known than a province of its name: "in Khost" pins no city."""
MARGIN = 0.35
NEAR_DECAY_M = 100_000.0
NEIGHBOUR_M = 60_000.0
LARGE = ("country", "province", "city")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the document says besides: its unmistakable places and how often it names them, its day and countries."""

    places: tuple[tuple[Place, int], ...]
    day: date | None
    about: About = field(default_factory=About)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the mention, what is said to hold it (``certain``: it cannot be read as a list), what is around.

    ``listed``: kinds of the places in its list.  ``over``: the text puts a district into it.  ``inner``: what the place
    that the text puts into it can be.  ``worldly``: it may be a place outside the pack's region, so that sizes count.
    """

    seen: Seen
    holder: Place | None
    certain: bool
    around: Surroundings
    listed: Counter[str]
    over: bool = False
    inner: tuple[Place, ...] = ()
    worldly: bool = False


class Match(NamedTuple):
    """A place that bears the name: is it ``exact``ly spelt, and with its kind word (``whole``: "Tirah Valley")."""

    place: Place
    exact: bool
    whole: bool


Candidates = dict[str, Match]
"""The places of one name by id."""


class PlaceLinker:
    """Links place mentions with the pack's places; holds tables only, no state between documents."""

    def __init__(self, pack: Pack) -> None:
        words = pack.words.get("places", {})
        self.gazetteer = Gazetteer(pack)
        self._names = pack.names
        self._region = {country: 1.0 - 0.1 * i for i, country in enumerate(pack.region)}
        self._reader = PlaceReader(words, self.gazetteer.land)
        self._answers = Answers(self.gazetteer, Relations(words, self.gazetteer))
        large, small = words.get("large", {}), words.get("small", {})
        self._large = _cues(large)
        self._small = _cues(small)

    def link(
        self,
        document: Document,
        places: Sequence[tuple[int, Span, Mention]],
        day: date | None,
        actors: Iterable[Mention] = (),
    ) -> list[Mention]:
        """Link the place mentions (sentence index, sentence, mention), which are in order of offsets.

        ``day`` is the document's date, for names that are bound in time; states among ``actors`` tell which countries
        the document is about.
        """
        seen = self._reader.read(document.text, places)
        found = [self._candidates(s) for s in seen]
        around = replace(self._surroundings(document, seen, found, day), about=about(document, actors, self.gazetteer))
        chosen: list[Choice] = [Choice(None)] * len(seen)
        # Holders stand mostly to the right: "Bara, Khyber district, Khyber Pakhtunkhwa".
        for i in sorted(range(len(seen)), key=lambda i: ((seen[i].holder or i) < i, -i)):
            held = seen[i].holder
            kinds = Counter(m.place.kind for j in seen[i].listed for m in found[j].values())
            holder = chosen[held].place if held is not None else self.gazetteer.land(seen[i].land)
            certain = seen[i].certain or self._steps_up(seen, found, chosen, i)
            if held is None and holder is not None:
                certain = not self._around(holder, found[i])
            over = any(
                s.holder == i and s.kind is not None and s.kind.key == "district" for s in seen[max(0, i - 1) : i + 2]
            )
            inner = tuple(m.place for m in found[i - 1].values()) if i and seen[i - 1].holder == i else ()
            chosen[i] = self._choose(Asked(seen[i], holder, certain, around, kinds, over, inner), found[i])
        share_senses(seen, found, chosen, self.gazetteer)
        chosen = surmise(chosen, self.gazetteer)
        told = Told(seen, [c.place for c in chosen], day)
        return [self._answers(told, c, i) for i, c in enumerate(chosen)]

    def _steps_up(self, seen: Sequence[Seen], found: Sequence[Candidates], chosen: Sequence[Choice], i: int) -> bool:
        """Tell "A, B, C" where C holds B (so B holds A), and "A, B" alone, from a list of equals."""
        held = seen[i].holder
        if held is None or (holder := chosen[held].place) is None or holder.kind not in ADMIN:
            return False
        above = seen[held].holder
        larger = ADMIN[: ADMIN.index(holder.kind) + 1]
        if any(m.place.kind in larger for m in found[i].values()):
            return False
        if len(seen[i].listed) < 2:
            return True
        top = chosen[above].place if above is not None else None
        return top is not None and self.gazetteer.within(holder, top)

    def _around(self, country: Place, candidates: Candidates) -> bool:
        """Tell whether a place lies about a country: who says "the Israeli settlement of X" may mean no border."""
        away = (self.gazetteer.distance(m.place, country) for m in candidates.values())
        return any(d is not None and d <= self.gazetteer.radius(country) for d in away)

    # ------------------------------------------------------------------------------------------------- candidates

    def _candidates(self, seen: Seen) -> Candidates:
        out: Candidates = {}
        for i, name in enumerate(seen.names):
            whole = seen.kind is not None and i < len(seen.names) - 1
            for place in (*self.gazetteer.named(name), *self.gazetteer.of_the_world(name)):
                out.setdefault(place.id, Match(place, True, whole))
        if seen.kind and "province" in seen.kind.admits:
            # a province called after its town bears its kind word in its name: "the governorates of Homs and Hama"
            titled = f"{seen.names[-1]} {seen.kind.singular}"
            for place in (*self.gazetteer.named(titled), *self.gazetteer.of_the_world(titled)):
                out[place.id] = Match(place, True, True)
        if not out:
            for name in seen.names:
                for place in self.gazetteer.spelt_like(name):
                    out.setdefault(place.id, Match(place, False, False))
        if (
            seen.kind
            and not seen.kind.soft
            and not any(m.whole or m.place.kind in seen.kind.admits for m in out.values())
        ):
            # "Quetta town", where the pack has the district only
            out |= {i: m for i, m in self._imported(seen).items() if m.place.kind in seen.kind.admits}
        return out or self._imported(seen)

    def _imported(self, seen: Seen) -> Candidates:
        """Places of imported gazetteers: only for names that the pack does not have, or not there."""
        found = (pair for name in seen.names for pair in self.gazetteer.imported(name))
        return {place.id: Match(place, exact, False) for place, exact in found}

    def _surroundings(
        self, document: Document, seen: Sequence[Seen], found: Sequence[Candidates], day: date | None
    ) -> Surroundings:
        clear: list[Place] = []
        for one, candidates in zip(seen, found, strict=True):
            if not candidates or _dateline(one):
                continue
            places = [m.place for m in candidates.values()]
            if one.kind and not one.kind.soft:
                places = [p for p in places if p.kind in one.kind.selects] or places
            if len(places) == 1 or self.gazetteer.nested(places):
                clear.append(max(places, key=lambda p: PRIOR.get(p.kind, 0.5)))
            elif (known := self.gazetteer.outstanding(places)) is not None:
                clear.append(known)
        if document.title:
            for hit in self._names.find(document.title):
                if len(hit.places) == 1:
                    clear.append(self.gazetteer.places[hit.places[0]])
        times = Counter(p.id for p in clear)
        return Surroundings(tuple((self.gazetteer.places[i], n) for i, n in times.items()), day)

    # --------------------------------------------------------------------------------------------------- choosing

    def _choose(self, asked: Asked, candidates: Candidates) -> Choice:
        seen, holder = asked.seen, asked.holder
        pool = self._held(asked, holder, candidates) if holder is not None else candidates
        if holder is not None and pool is candidates and holder.id in candidates:
            # "the border (South Waziristan), South Waziristan": said twice
            return Choice(holder)
        if holder is not None and pool is candidates and asked.certain and (not pool or self._bigger(holder, seen)):
            what = "not where the text puts it" if candidates else "not in the registry"
            return Choice(None, f"{_kind(seen)}{what}; {holder.name} is", holder)
        if not pool:
            return Choice(None, "unknown name")
        match, tied = self._best(asked, pool, candidates)
        best = match.place
        if self.gazetteer.is_imported(best) and self._elsewhere(best, asked, candidates):
            return Choice(None, "unknown name")
        if seen.longer and self._half(best, asked, pool is candidates, candidates):
            return Choice(None, "may be part of a longer name", holder if holder and holder.kind in ADMIN else None)
        if rivals := [p for p in tied if self._compete(best, p)]:
            provinces = {self.gazetteer.holder_of_kind(p, "province") for p in (best, *rivals)}
            province = next(iter(provinces)) if len(provinces) == 1 else None
            why = f"ambiguous: {len(rivals) + 1} places of that name"
            return Choice(None, why, self.gazetteer.places[province] if province else None)
        if seen.kind and not (match.whole or seen.kind.soft or seen.kind.at or best.kind in seen.kind.admits):
            local = best.kind not in ADMIN and self.gazetteer.radius(best) <= NEAR_M
            if not local or seen.kind.key in ADMIN:
                return Choice(None, f"no {seen.kind.key} of that name in the registry; a {best.kind} is", best)
        return Choice(best, spread=max((self.gazetteer.distance(best, p) or 0.0 for p in tied), default=0.0))

    def _held(self, asked: Asked, holder: Place, candidates: Candidates) -> Candidates:
        """Keep the candidates inside the holder, else those of similar sound there, else all."""
        seen = asked.seen
        inside = {i: m for i, m in candidates.items() if self.gazetteer.fits(m.place, holder, asked.certain)}
        if not inside and (asked.certain or holder.kind == "district"):
            found = self._imported(seen).items()
            inside = {i: m for i, m in found if self.gazetteer.fits(m.place, holder, asked.certain)}
        if not inside and asked.certain:
            kinds: frozenset[str] = seen.kind.selects if seen.kind and not seen.kind.soft else frozenset()
            alike = (p for name in seen.names for p in self.gazetteer.sounding_like(name, holder.id, kinds))
            inside = {p.id: Match(p, False, False) for p in alike}
        # Of hamlets there are many of a name: those that lie in the holder go before those near it.
        strict = {i: m for i, m in inside.items() if self._is_inside(m.place, holder)}
        return strict or inside or candidates

    def _is_inside(self, place: Place, holder: Place) -> bool:
        return not self.gazetteer.is_imported(place) or self.gazetteer.within(place, holder)

    def _best(self, asked: Asked, pool: Candidates, candidates: Candidates) -> tuple[Match, list[Place]]:
        """Find the best candidate and those elsewhere that it does not clearly beat."""
        if len(pool) == 1:
            return next(iter(pool.values())), []
        # A name must not speak for itself: the places that it may mean are no evidence for one another.
        others = tuple(p for p in asked.around.places if p[0].id not in candidates)
        if asked.holder is None:
            said = {p.country for p, _ in others} | asked.around.about.lands.keys()
            kept = at_home((m.place for m in pool.values()), said, self.gazetteer)
            pool = {i: m for i, m in pool.items() if i in kept}
        worldly = any(self.gazetteer.is_worldly(m.place) for m in pool.values())
        asked = replace(asked, around=replace(asked.around, places=others), worldly=worldly)
        scores = [(sum(self.explain(asked, match).values()), match) for match in pool.values()]
        scores.sort(key=lambda s: (-s[0], s[1].place.id))
        top, best = scores[0]
        near = (m.place for s, m in scores[1:] if top - s < (WORLD_MARGIN if worldly else MARGIN))
        return best, [p for p in near if not self.gazetteer.nested((best.place, p))]

    def explain(self, asked: Asked, match: Match) -> dict[str, float]:
        """Name the features of one candidate and what each adds: keys of :data:`WEIGHTS`, and ``prior``."""
        seen, holder, around, listed = asked.seen, asked.holder, asked.around, asked.listed
        place = match.place
        on: dict[str, float] = {}
        if seen.kind:
            fits = match.whole or place.kind in seen.kind.selects
            if fits or place.kind not in seen.kind.second:
                soft = seen.kind.soft and not match.whole
                on["kind word fits" if fits else "kind word does not fit"] = 0.1 if soft else 1.0
        else:
            if asked.over:
                on["words for the larger unit"] = 1.0 if place.kind in ("country", "province") else 0.0
            elif self._large(seen):
                on["words for the larger unit"] = 1.0 if place.kind in ADMIN else 0.0
            if self._small(seen):
                on["words for the town"] = 1.0 if place.kind in SETTLEMENTS else 0.0
        if holder is not None and self.gazetteer.fits(place, holder, asked.certain):
            on["inside the place said to hold it"] = 1.0
        on["spelt differently"] = float(not match.exact)
        on["its own name"] = float(match.exact and fold(place.name) in (fold(n) for n in seen.names))
        if self.gazetteer.is_imported(place):
            on["of an imported gazetteer"] = 1.0
            on["inhabitants"] = math.log10(1 + self.gazetteer.population(place))
        if asked.worldly:
            on |= features(place, asked.inner, around.about, self.gazetteer)
        on["name not in use on the day"] = float(not in_force(place, around.day))
        if not (asked.worldly and self._is_abroad(around)):
            on["country of the pack's region"] = self._region.get(place.country, 0.0)
        if listed and not seen.kind:
            on["listed with places of its kind"] = listed[place.kind] / sum(listed.values())
        if around.places and place.kind != "country":
            on |= self._among(place, around.places)
        prior = SETTLED if asked.worldly and place.kind in SETTLEMENTS else self._prior(place)
        return {"prior": prior, **{k: WEIGHTS[k] * v for k, v in on.items() if v}}

    def _is_abroad(self, around: Surroundings) -> bool:
        """Tell whether the document names states, and neither a state nor a place of the pack's region."""
        said = around.about.lands.keys() | {p.country for p, _ in around.places}
        return bool(around.about.lands) and self._region.keys().isdisjoint(said)

    def _prior(self, place: Place) -> float:
        small = place.kind == "city" and self.gazetteer.radius(place) < LARGE_CITY_M
        return SMALL_CITY if small else PRIOR.get(place.kind, 0.5)

    def _among(self, place: Place, others: Sequence[tuple[Place, int]]) -> dict[str, float]:
        total = sum(n for _, n in others)
        province = self.gazetteer.holder_of_kind(place, "province")
        same = sum(n for p, n in others if province and self.gazetteer.holder_of_kind(p, "province") == province)
        local = (p for p, _ in others if p.kind != "country")
        away = min((d for p in local if (d := self.gazetteer.distance(place, p)) is not None), default=math.inf)
        return {
            "province of the other places": same / total,
            "country of the other places": sum(n for p, n in others if p.country == place.country) / total,
            "near another place": math.exp(-away / NEAR_DECAY_M),
        }

    def _half(self, best: Place, asked: Asked, apart: bool, candidates: Candidates) -> bool:
        """Tell whether a word beside unknown capitals is half a name: when nothing around speaks for the place.

        ``apart``: the place does not lie in what is said to hold it, or nothing is.
        """
        known = best.kind in LARGE and (best.kind != "city" or self.gazetteer.radius(best) >= LARGE_CITY_M)
        return apart and not known and not self._near(best, asked, candidates)

    def _bigger(self, holder: Place, seen: Seen) -> bool:
        """Tell whether the holder is a unit that can hold what the mention names."""
        if holder.kind == "district":
            return not (seen.kind and seen.kind.key in ("district", "province", "country"))
        return holder.kind in ("province", "country")

    def _near(self, place: Place, asked: Asked, candidates: Candidates) -> bool:
        """Tell whether another place of the document is near."""
        others = (p for p, _ in asked.around.places if p.id not in candidates and p.kind != "country")
        return any((d := self.gazetteer.distance(place, p)) is not None and d <= NEIGHBOUR_M for p in others)

    def _elsewhere(self, place: Place, asked: Asked, candidates: Candidates) -> bool:
        """Tell whether all other places of the document are in other countries: of hamlets' names there are many."""
        others = [p for p, _ in asked.around.places if p.id not in candidates]
        return bool(others) and all(p.country != place.country for p in others)

    def _compete(self, best: Place, other: Place) -> bool:
        """Tell whether it matters which of the two is meant: not when they are near or in one district."""
        district = self.gazetteer.holder_of_kind(best, "district")
        if district is not None and self.gazetteer.holder_of_kind(other, "district") == district:
            return False
        away = self.gazetteer.distance(best, other)
        return away is None or away > NEAR_M


def _kind(seen: Seen) -> str:
    return f"{seen.kind.key} " if seen.kind and not seen.kind.soft else ""


def _dateline(seen: Seen) -> bool:
    """Tell the place of writing ("KABUL, …"), which says nothing of the happenings."""
    return seen.mention.text.isupper() and len(seen.mention.text) > 3 and not seen.before.strip()


class _cues:  # noqa: N801
    """Words directly before or after a name."""

    def __init__(self, words: dict[str, Sequence[str]]) -> None:
        before = "|".join(re.escape(w) for w in sorted(words.get("before", ()), key=len, reverse=True)) or "(?!)"
        after = "|".join(re.escape(w) for w in sorted(words.get("after", ()), key=len, reverse=True)) or "(?!)"
        self._before = re.compile(rf"\b(?:{before})\s+$", re.IGNORECASE)
        self._after = re.compile(rf"(?:['’]s?)?\s+(?:{after})\b", re.IGNORECASE)

    def __call__(self, seen: Seen) -> bool:
        return bool(self._after.match(seen.after) or self._before.search(seen.before))
