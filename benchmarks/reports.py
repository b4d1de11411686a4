"""Invented incidents and what is reported of them, as coded statements; the truth is kept apart.

Nothing here ever happened: places, words and figures come out of a seeded generator.  It makes what is hard in
practice: towns that are hit more than once a day, one place at three precisions, days that are off by one, tolls that
grow and that each side bends, sentences without place or day, recaps of last week's attack, round-ups of two incidents,
and copies that are cut, rewritten, re-credited and mistyped.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp

from marsad.pipeline.coder import sketch
from marsad.values import Auxiliary, Coded, Count, Mention, Party, Span, StatedPlace, Statement, Voice, VoiceKind

START = date(2031, 1, 1)
DAYS = 365
UNSEEN = 0.12
"""Share of the copies that nobody can tell for one."""
CUT, REWRITTEN, RECREDITED, MISTYPED = 0.5, 0.6, 0.5, 0.08
COARSE, COARSER, PLACELESS = 0.22, 0.05, 0.04
OFF_BY_ONE, NIGHT = 0.05, 0.08
RECAP, ROUND_UP, UPDATE = 0.12, 0.04, 0.15

KINDS: tuple[tuple[str, str | None, str, float], ...] = (
    ("ASSAULT", "explosives", "improvised explosive device", 0.30), ("ASSAULT", "firearms", "firearms", 0.34),
    ("ASSAULT", "suicide-attack", "suicide bombing", 0.06), ("ASSAULT", "aerial", "aircraft", 0.08),
    ("ASSAULT", "abduct", "", 0.06), ("COERCE", "arrest", "", 0.08), ("PROTEST", "demo", "", 0.08),
)  # fmt: skip
"""Type, mode, means and share."""
LOOSER = {"explosives": ("destroy", None), "firearms": ("targeted", None), "suicide-attack": ("explosives", None)}
GROUPS = ("ttp", "iskp", "bla", "afghan-taliban")
LOOSE = "generic:militants@pk"
SIDES = (("pk.army", "soldiers"), ("generic:police@pk", "police"), ("generic:civilians@pk", "civilians"))
ERRS: dict[str, tuple[float, float]] = {  # bias and spread of what is said; not the pack's
    "police": (0.05, 0.12), "army": (-0.18, 0.18), "group": (0.65, 0.5), "hospital": (-0.04, 0.1),
    "witness": (0.08, 0.38), "own": (0.0, 0.2),
}  # fmt: skip
SPEAKERS: dict[str, tuple[VoiceKind, str | None, str]] = {
    "police": ("official_named", "generic:police@pk", "police"), "army": ("official_named", "pk.army", "army"),
    "group": ("armed_group", "", "spokesman"), "hospital": ("medical", None, "hospital"),
    "witness": ("witness", None, "residents"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A town in its district and province."""

    link: str
    name: str
    district: str
    province: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Happening:
    """One incident as it was."""

    number: int
    place: Place
    day: date
    kind: tuple[str, str | None, str, float]
    group: str
    side: tuple[str, str]
    dead: int


@dataclass(frozen=True)
class World:
    """Reports, what each statement truly tells, and the truth."""

    coded: tuple[Coded, ...]
    gold: dict[str, int]
    """Statement -> number of its incident."""
    truth: dict[int, Happening]
    copies: int


def world(incidents: int, reports: int, seed: int, days: int = DAYS) -> World:
    """So many incidents on so many days, told in about so many reports, always the same for one seed."""
    chance = random.Random(f"{incidents} {reports} {seed}")
    places = list(_places(chance, max(40, incidents // 8)))
    # Few towns are hit often, many once: weights fall off as in Zipf's law, so that large cities have busy days.
    weights = [1 / (n + 3) ** 0.9 for n in range(len(places))]
    truth = {n: _happening(n, chance, (places, weights), days) for n in range(incidents)}
    writer = Writer(chance, truth)
    originals = [writer.report(h) for h in truth.values()]
    while len(originals) < reports * 0.45:
        originals.append(writer.report(truth[chance.randrange(incidents)]))
    copies: list[Coded] = []
    popular = [min(chance.paretovariate(1.5), 12.0) for _ in originals]
    while len(originals) + len(copies) < reports:
        copies.append(writer.copy(chance.choices(originals, popular)[0]))
    coded = [*originals, *copies]
    chance.shuffle(coded)
    return World(tuple(coded), writer.gold, truth, len(copies))


def _places(chance: random.Random, number: int) -> Iterator[Place]:
    for n in range(number):
        province, district = n % 5, (n * 7) % max(10, number // 6)
        lat = 26.0 + 1.6 * province + 0.35 * (district % 6) + chance.uniform(-0.12, 0.12)
        lon = 62.0 + 0.35 * (district // 6 % 20) + chance.uniform(-0.12, 0.12)
        link = f"pk.q{province}.e{district}.town{n}"
        yield Place(link, f"Town{n}", f"E{district}", f"Q{province}", lat, lon)


def _happening(n: int, chance: random.Random, towns: tuple[list[Place], list[float]], days: int) -> Happening:
    kind = chance.choices(KINDS, [k[3] for k in KINDS])[0]
    deadly = kind[0] == "ASSAULT" and kind[1] != "abduct" and chance.random() < 0.85
    dead = max(1, round(exp(chance.gauss(1.1, 1.0)))) if deadly else 0
    place = chance.choices(*towns)[0]
    day = START + timedelta(chance.randrange(days))
    return Happening(n, place, day, kind, chance.choice(GROUPS), chance.choice(SIDES), dead)


Told = tuple[Happening, str, tuple[Auxiliary, ...]]
"""What a sentence tells, how, and whether it looks back."""


class Writer:
    """Writes reports and copies of them."""

    def __init__(self, chance: random.Random, truth: dict[int, Happening]) -> None:
        self._chance = chance
        self._truth = truth
        self._by_day: dict[date, list[Happening]] = {}
        for happening in truth.values():
            self._by_day.setdefault(happening.day, []).append(happening)
        self._number = 0
        self._words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "u", "ar", "en") for c in
                       ("lo", "mi", "ner", "sta", "vor", "dine", "tek", "bur", "shan", "wick", "gar")]  # fmt: skip
        self.gold: dict[str, int] = {}

    def report(self, main: Happening) -> Coded:
        """A report of its own: lead, what follows, and now and then a recap or a second incident."""
        chance = self._chance
        later = chance.choice((0, 0, 1, 1, 1, 2)) + (3 if chance.random() < UPDATE else 0)
        published = main.day + timedelta(later)
        told: list[Told] = [(main, "lead", ())]
        told += [(main, chance.choice(("toll", "more", "toll")), ()) for _ in range(chance.randrange(3))]
        if chance.random() < ROUND_UP:
            others = [h for h in self._by_day[main.day] if h.place.district != main.place.district]
            told += [(chance.choice(others), "lead", ())] if others else []
        if chance.random() < RECAP:
            past = list(self._by_day.get(main.day - timedelta(chance.randrange(3, 30)), ()))
            told += [(chance.choice(past), "lead", ("historical",))] if past else []
        return self._document(told, published, chance.choice(("police", "army", "group", "hospital", "witness", "own")))

    def _document(self, told: list[Told], published: date, speaker: str) -> Coded:
        chance = self._chance
        self._number += 1
        name, text = f"r{self._number:06}", ""
        sentences, mentions, statements = [], [], []
        scene: tuple[Happening, StatedPlace | None, date, date] | None = None
        figure: dict[int, int] = {}
        outlet = f"Paper {chance.randrange(60)}"
        for n, (happening, how, auxiliary) in enumerate(told):
            start, words = len(text), self._sentence()
            sentence = Span(start, start + len(words))
            if how == "lead" or scene is None or scene[0] is not happening:
                place = self._place(happening.place, sentence)
                first, last = self._days(happening.day)
                scene = (happening, place, first, last)
                mentions.append(Mention(start + 2, start + 6, words[2:6], "time", earliest=first, latest=last))
            count = self._figure(happening, speaker, figure)
            statement = self._statement(f"{name}.{n}", scene, how, auxiliary)
            statements.append(replace(
                statement, counts=count, voice=self._voice(happening, speaker, outlet), evidence=(sentence,),
                trigger=Span(start + 8, start + 12), quote=words,
            ))  # fmt: skip
            self.gold[f"{name}.{n}"] = happening.number
            sentences.append(sentence)
            text += words + " "
        text += " ".join(self._sentence() for _ in range(chance.randrange(2, 7)))
        return Coded(name, tuple(sentences), tuple(mentions), tuple(statements), (), (), outlet, published, None, None,
                     sketch(text))  # fmt: skip

    def _statement(
        self,
        id: str,
        scene: tuple[Happening, StatedPlace | None, date, date],
        how: str,
        auxiliary: tuple[Auxiliary, ...],
    ) -> Statement:
        chance = self._chance
        happening, place, first, last = scene
        kind, mode, means, _ = happening.kind
        if chance.random() < 0.25:
            mode = chance.choice(LOOSER.get(mode or "", (None,)))
        says = how == "lead" or chance.random() < 0.7  # a sentence that follows may carry nothing over
        where = (place,) if place is not None and says else ()
        return Statement(
            id=id, evidence=(), shape="event", type=kind, mode=mode if how == "lead" else None, auxiliary=auxiliary,
            actors=self._party(happening.group, LOOSE, 0.45 if how == "lead" else 0.15),
            recipients=self._party(*_force(happening.side[0]), 0.75 if how == "lead" else 0.4),
            places=where, earliest=first if says else None, latest=last if says else None, date_prec=1,
            counts=(), means=self._means(means) if how == "lead" else (), voice=(), modality="reported",
            polarity="affirmed", score=1.0,
        )  # fmt: skip

    def _party(self, named: str, loose: str, share: float) -> tuple[Party, ...]:
        if self._chance.random() >= share:
            return ()
        link = named if self._chance.random() < 0.6 else loose
        return (Party(link, link, None, None),)

    def _means(self, means: str) -> tuple[Party, ...]:
        return (Party(means, None, None, None),) if means and self._chance.random() < 0.6 else ()

    def _place(self, place: Place, sentence: Span) -> StatedPlace | None:
        rolled = self._chance.random()
        province, district = f"pk.{place.province}".lower(), f"pk.{place.province}.{place.district}".lower()
        if rolled < PLACELESS:
            return None
        point, start, end = (place.lat, place.lon), sentence.start + 14, sentence.start + 18
        above = ("pk", place.province, place.district)
        if rolled < PLACELESS + COARSER:
            return StatedPlace(
                "at", place.province, province, *point, 150_000.0, 4, 3, "pk", place.province, None, start, end
            )
        if rolled < PLACELESS + COARSER + COARSE:
            return StatedPlace("at", place.district, district, *point, 30_000.0, 3, 2, *above, start, end)
        return StatedPlace("at", place.name, place.link, *point, 2000.0, 1, 1, *above, start, end)

    def _days(self, day: date) -> tuple[date, date]:
        rolled = self._chance.random()
        if rolled < OFF_BY_ONE:
            day += timedelta(self._chance.choice((-1, 1, 1)))
        return (day - timedelta(1), day) if rolled > 1 - NIGHT else (day, day)

    def _figure(self, happening: Happening, speaker: str, held: dict[int, int]) -> tuple[Count, ...]:
        if not happening.dead:
            return ()
        if happening.number not in held:
            bias, spread = ERRS[speaker]
            if speaker == "group" and happening.side[1] == "civilians":
                bias = 0.0
            heavy = self._chance.gauss(0, 1) / (self._chance.gammavariate(2, 0.5) ** 0.5)  # Student's t, 4 degrees
            held[happening.number] = max(1, round(happening.dead * exp(bias + spread * heavy)))
        dead = held[happening.number]
        rolled = self._chance.random()
        if rolled < 0.15:
            return ()
        side = happening.side[1]
        return (Count("killed", side, dead, None if rolled > 0.9 else dead, 0, 1),)

    def _voice(self, happening: Happening, speaker: str, outlet: str) -> tuple[Voice, ...]:
        last = Voice(outlet, None, "outlet", None, None, None)
        if speaker == "own":
            return (last,)
        kind, link, name = SPEAKERS[speaker]
        return (Voice(name, happening.group if speaker == "group" else link, kind, 0, 1, Span(0, 1)), last)

    def _sentence(self) -> str:
        # Common words are common: the square makes the first of the list come often.
        number = self._chance.randrange(11, 24)
        return " ".join(self._words[int(len(self._words) * self._chance.random() ** 2)] for _ in range(number)) + "."

    # ------------------------------------------------------------------------------------------------------ copying

    def copy(self, original: Coded) -> Coded:
        """The same news in another paper, a day later at most: cut, rewritten, credited otherwise, mistyped."""
        chance = self._chance
        self._number += 1
        name, outlet = f"r{self._number:06}", f"Paper {chance.randrange(60)}"
        unseen = chance.random() < UNSEEN
        kept = len(original.statements)
        if chance.random() < CUT:
            kept = chance.randrange(1, kept + 1)
        change = 1.0 if unseen else chance.uniform(0.2, 0.5) if chance.random() < REWRITTEN else 0.0
        agency = (
            () if unseen or chance.random() < RECREDITED else (Voice(original.source, None, "media", 0, 1, Span(0, 1)),)
        )
        statements, text = [], ""
        for n, statement in enumerate(original.statements[:kept]):
            words = self._rewritten(statement.quote, change)
            voice = tuple(v for v in statement.voice if v.kind != "outlet")
            voice = (*voice, *agency, Voice(outlet, None, "outlet", None, None, None))
            statements.append(
                replace(statement, id=f"{name}.{n}", quote=words, voice=voice, counts=self._typed(statement))
            )
            self.gold[f"{name}.{n}"] = self.gold[statement.id]
            text += words + " "
        text += " ".join(self._sentence() for _ in range(chance.randrange(0, 4)))
        published = (original.published or START) + timedelta(chance.randrange(2))
        sentences = original.sentences[:kept]
        return replace(original, id=name, statements=tuple(statements), sentences=sentences, source=outlet,
                       published=published, sketch=sketch(text))  # fmt: skip

    def _rewritten(self, words: str, share: float) -> str:
        if not share:
            return words
        chance = self._chance
        return " ".join(chance.choice(self._words) if chance.random() < share else w for w in words.split(" "))

    def _typed(self, statement: Statement) -> tuple[Count, ...]:
        if not statement.counts or self._chance.random() >= MISTYPED:
            return statement.counts
        count = statement.counts[0]
        wrong = max(1, (count.low or 1) + self._chance.choice((-1, 1, 2, 10)))
        return (replace(count, low=wrong, high=wrong if count.high is not None else None),)


def _force(link: str) -> tuple[str, str]:
    return link, "generic:soldiers@pk" if link == "pk.army" else link


def flooded(coded: tuple[Coded, ...], of: Coded, number: int, factor: float) -> list[Coded]:
    """The reports with so many copies of one more, whose figures are ``factor`` times those of ``of``."""
    more = []
    for n in range(number):
        statements = tuple(
            replace(
                s,
                id=f"flood{n:03}.{i}",
                counts=tuple(
                    replace(c, low=round((c.low or 1) * factor), high=round((c.low or 1) * factor)) for c in s.counts
                ),
                voice=(Voice(f"Flood {n}", None, "outlet", None, None, None),),
            )
            for i, s in enumerate(of.statements)
        )
        more.append(replace(of, id=f"flood{n:03}", statements=statements, source=f"Flood {n}"))
    return [*coded, *more]
