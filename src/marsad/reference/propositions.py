"""What a reference says to claims: figures, ties, presence; and why it cannot say more.

A reference of events holds deeds, days, places, sides and deaths.  It can sum up deaths over days and an area, show
that two sides fought, and show that a group was a side of events somewhere.  It holds no words, no motives, no
movements, no numbers of prisoners.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marsad.pack import fold
from marsad.pack.sphere import distance_m
from marsad.reference.differences import Verdict
from marsad.reference.matching import Coverage
from marsad.reference.sides import Side, Sides
from marsad.reference.values import Event
from marsad.values import Claim, Party, StatedPlace

_FIGHTS = frozenset({"fights", "fight", "rival"})
_ALLIED = frozenset(
    {"allied", "supports", "support", "patronises", "backs", "cooperates", "member", "faction", "shelters"}
)
_SHOWN = 6
"""How many events a finding names."""
_TOWN_KM = 15.0
"""An event within this distance of a town is one of that town."""
Inside = Callable[[StatedPlace, Event], bool]
"""Whether an event lies in a place."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the reference says to one claim; ``events`` are examples (the first ones), ``total`` how many there are."""

    claim: str
    verdict: Verdict
    words: str
    events: tuple[Event, ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Record:
    """The events of a reference, to be asked about claims."""

    events: Sequence[Event]
    coverage: Coverage
    sides: Sides
    inside: Inside

    def find(self, claim: Claim, published: date | None = None) -> Finding:
        """What the reference says to a claim.

        Parameters
        ----------
        claim
            The claim.
        published
            The day of the document that puts it, or the last day that it speaks of: a claim without days of its own is
            about the time until then.
        """
        by_shape: Mapping[str, Callable[[Claim, date | None], Finding]] = {
            "tie": self._tie, "presence": self._presence, "figure": self._figure, "event": self._undated,
        }  # fmt: skip
        placed = [p for p in claim.places if p.country or p.lat is not None]
        if placed and not any(self.coverage.has_place(p.country and p.country.lower(), p.lat, p.lon) for p in placed):
            return Finding(claim.id, "cannot say", "its places lie outside of the countries that the reference covers")
        answer = by_shape.get(claim.shape)
        if answer is not None:
            return answer(claim, published)
        why = {
            "movement": "a reference of events holds no movements",
            "position": "a reference of events holds no words: neither demands nor warnings nor accusations",
        }
        return Finding(claim.id, "cannot say", why.get(claim.shape, "a reference of events holds nothing of the kind"))

    # ---------------------------------------------------------------------------------------------------- ties

    def _tie(self, claim: Claim, published: date | None) -> Finding:
        ours, theirs = claim.actors, claim.recipients
        against = [e for e in self.events if self._between(e, ours, theirs)]
        mode = claim.mode or ""
        if mode in _FIGHTS:
            if against:
                return self._found(claim, "supports", against, "in which the two are opposed sides", published)
            return Finding(claim.id, "cannot say", "it holds no event in which the two are opposed sides")
        if mode in _ALLIED and against:
            return self._found(
                claim, "contradicts", against, "in which the two fight each other, which speaks against it", published
            )
        return Finding(claim.id, "cannot say", "a reference of events shows who fights whom, not who supports whom")

    def _between(self, event: Event, ours: Sequence[Party], theirs: Sequence[Party]) -> bool:
        if len(event.sides) < 2:
            return False
        read = [self.sides.read(name, event.first) for name in event.sides[:2]]
        return any(
            self._is(ours, a) and self._is(theirs, b) for a, b in ((read[0], read[1]), (read[1], read[0]))
        )  # fmt: skip

    def _is(self, parties: Sequence[Party], side: Side) -> bool:
        """Whether a side is one of the parties by name; a loose word ("militants") is nobody's name."""
        keys = (p.link or fold(p.name) for p in parties)
        return any(self.sides.relate(k, side) == "same" for k in keys if not k.startswith("generic:"))

    # ------------------------------------------------------------------------------------------------ presence

    def _presence(self, claim: Claim, published: date | None) -> Finding:
        if not claim.places:
            return Finding(claim.id, "cannot say", "no place is named")
        named = [p for p in claim.actors if p.link and not p.link.startswith("generic:")]
        there = [e for e in self.events if any(self.inside(p, e) for p in claim.places)]
        if not named:
            armed = [e for e in there if any(self.sides.read(s).kind in ("group", "unnamed") for s in e.sides)]
            words = "there with an armed group as a side; the claim names no group"
            return self._found(claim, "supports" if armed else "cannot say", armed, words, published)
        held = [e for e in there if any(self._is(named, self.sides.read(s, e.first)) for s in e.sides)]
        who = " and ".join(dict.fromkeys(p.name for p in named))
        if not held:
            return self._found(
                claim, "cannot say", [], f"there with {who} as a side (of {len(there):,} events there)", published
            )
        verdict: Verdict = "cannot say" if claim.mode in ("controls", "control", "governs") else "supports"
        words = f"there with {who} as a side"
        words += ", which shows that it acts there, not that it controls the place" if verdict == "cannot say" else ""
        return self._found(claim, verdict, held, words, published)

    # ------------------------------------------------------------------------------------------------- figures

    def _figure(self, claim: Claim, published: date | None) -> Finding:
        del published
        tolls = [t for t in (claim.assessment.tolls if claim.assessment else ()) if t.kind == "killed"]
        said = [f for t in tolls for f in t.said if f.low is not None]
        if not said:
            return Finding(claim.id, "cannot say", "it is no number of dead; the reference counts nothing else")
        if claim.earliest is None or claim.latest is None:
            return Finding(claim.id, "cannot say", "the claim does not say over which days the dead are counted")
        if claim.earliest < self.coverage.earliest or claim.latest > self.coverage.latest:
            return Finding(claim.id, "cannot say", "its days are not all covered by the reference")
        if not claim.places:
            return Finding(claim.id, "cannot say", "no place is named over which the dead are counted")
        inside = [
            e
            for e in self.events
            if e.first >= claim.earliest and e.last <= claim.latest and any(self.inside(p, e) for p in claim.places)
        ]
        low, best, high = (sum(getattr(e, f) or 0 for e in inside) for f in ("low", "best", "high"))
        least = min(f.low or 0 for f in said)
        most = None if any(f.high is None for f in said) else max(f.high or 0 for f in said)
        agrees = least <= high and (most is None or most >= low)
        ours = f"at least {least:,}" if most is None else f"{least:,}" if least == most else f"{least:,}–{most:,}"
        words = (
            f"the claim says {ours}; over the same days and area it counts {best:,} ({low:,}–{high:,}) in "
            f"{_events(len(inside))}, all sides together"
        )
        verdict: Verdict = "supports" if agrees else "contradicts"
        return Finding(claim.id, verdict, words, tuple(inside[:_SHOWN]), len(inside))

    # ------------------------------------------------------------------------------------------------ happenings

    def _undated(self, claim: Claim, published: date | None) -> Finding:
        """A happening that the document puts without days: what the reference holds there, and why that is no match."""
        if claim.type not in ("ASSAULT", "COERCE", "PROTEST"):
            return Finding(claim.id, "cannot say", "the reference does not hold happenings of this kind")
        if not claim.places:
            return Finding(claim.id, "cannot say", "neither a day nor a place is given")
        parties = (*claim.actors, *claim.recipients)
        there = [e for e in self.events if any(self.inside(p, e) for p in claim.places)]
        named = [e for e in there if any(self._is(parties, self.sides.read(s, e.first)) for s in e.sides)]
        words = "there" + (f", {len(named):,} of them with a side that the claim names" if named else "")
        words += "; without a day none of them can be told to be this one"
        return self._found(claim, "cannot say", named or there, words, published, len(there))

    def _found(
        self, claim: Claim, verdict: Verdict, events: Sequence[Event], words: str, published: date | None,
        total: int | None = None,
    ) -> Finding:  # fmt: skip
        """Say how many events there are, over which days, and that they end before the document where they do."""
        number = len(events) if total is None else total
        span = ""
        if events:
            first, last = min(e.first for e in events), max(e.last for e in events)
            span = f" (the first {first:%d.%m.%Y}, the last {last:%d.%m.%Y})" if number > 1 else f" ({first:%d.%m.%Y})"
        until = claim.latest or published
        tail = ""
        if until is None:
            tail = "; the document gives no day, so it is not known whether the reference covers its time"
        elif until > self.coverage.latest:
            tail = "; its events end before the time of the document, so it says nothing of it"
        if tail:
            verdict = "cannot say"
        text = f"it holds {_events(number)} {words}{span}{tail}"
        return Finding(claim.id, verdict, text, tuple(sorted(events, key=lambda e: (e.last, e.id))[-_SHOWN:]), number)


def _events(number: int) -> str:
    return "no event" if not number else "1 event" if number == 1 else f"{number:,} events"


def near(place: StatedPlace, event: Event) -> bool:
    """Whether an event lies in a place, by its point and radius: where no outline of it is known."""
    if place.lat is None or place.lon is None:
        return False
    reach = max((place.radius_m or 0.0) / 1000, _TOWN_KM)
    return distance_m(place.lat, place.lon, event.lat, event.lon) / 1000 <= reach
