"""Places of the world: found where the text speaks of a place, and the right one of that name."""

from __future__ import annotations

import pytest

from marsad.link.worldly import address_country
from marsad.pack import load_pack
from marsad.pack.world import World
from marsad.pipeline import Coder
from marsad.pipeline.pipe import PipeTask
from marsad.settings import Settings
from marsad.values import Document, Mention


@pytest.fixture(scope="module")
def coder() -> Coder:
    return PipeTask(Settings.of(), None).coder()


@pytest.fixture(scope="module")
def world() -> World:
    table = load_pack("afpak").world
    assert table is not None
    return table


def places(coder: Coder, text: str, url: str | None = None) -> dict[str, Mention]:
    coded = coder.code(Document(id="w", text=text, url=url))
    return {m.text: m for m in coded.mentions if m.kind == "place"}


FOUND = [
    ("Fire broke out in Winnipeg on Monday.", "Winnipeg", "ca.manitoba"),
    ("A woman from Immokalee was hurt.", "Immokalee", "us.florida"),
    ("The flood reached the town of Oskaloosa on Sunday.", "Oskaloosa", "us.iowa"),
    ("Police in Springfield, Ill., closed the bridge.", "Springfield", "us.illinois"),
    ("Police in Springfield, Mo., closed the bridge.", "Springfield", "us.missouri"),
    ("Police in Springfield, MA closed the bridge.", "Springfield", "us.massachusetts"),
    ("Two trains met near Reading, Pennsylvania.", "Reading", "us.pennsylvania"),
    ("He lives in Athens, Georgia.", "Athens", "us.georgia"),
    ("Shells fell on Douma overnight, and in Manbij a bridge was hit.", "Manbij", "sy"),
    ("Rain closed roads around St. Louis.", "St. Louis", "us.missouri"),
    ("CALGARY — The council met on Monday.", "CALGARY", "ca.alberta"),
    ("Storms hit Kansas City and Tulsa.", "Tulsa", "us.oklahoma"),
    ("A ferry left Stoke-on-Trent.", "Stoke-on-Trent", "gb.england"),
]


@pytest.mark.parametrize(("text", "name", "holder"), FOUND, ids=[f[0][:40] for f in FOUND])
def test_a_town_is_found_and_put_into_its_region(coder: Coder, text: str, name: str, holder: str) -> None:
    found = places(coder, text)
    assert name in found, sorted(found)
    link = found[name].link
    assert link is not None
    gazetteer = coder._linker._places.gazetteer
    assert holder in gazetteer.ancestors(link), link


NO_PLACE = [
    "Mr. Jackson said the plan would fail.",
    "Jackson said the plan would fail, and Mrs Jackson agreed.",
    "Paul Anderson met Victoria Milton and Austin Reed.",
    "Reading books is nice, and Split peas are cheap.",
    "Franklin, 45, was released.",
    "They saw a Batman film; Orange juice was served.",
    "The Of and the Date are words.",
]


@pytest.mark.parametrize("text", NO_PLACE)
def test_words_and_persons_are_no_places(coder: Coder, text: str) -> None:
    assert places(coder, text) == {}


def test_a_name_is_a_place_when_the_text_says_so_elsewhere(coder: Coder) -> None:
    text = "Snow fell in Hinton on Monday. The mayor said Hinton had closed its schools."
    coded = coder.code(Document(id="w", text=text))
    assert [m.text for m in coded.mentions if m.kind == "place"] == ["Hinton", "Hinton"]


def test_one_sense_in_a_document(coder: Coder) -> None:
    text = "A fire burned in Paris, Texas, on Monday. Crews in Paris worked all night."
    coded = coder.code(Document(id="w", text=text))
    links = {m.link for m in coded.mentions if m.text == "Paris"}
    assert len(links) == 1 and links != {"fr.paris"}


def test_the_largest_of_a_name_unless_the_document_says_otherwise(coder: Coder) -> None:
    assert places(coder, "Thousands marched in London.")["London"].link == "gb.london"
    canadian = "Canadian police said so. Fires burned in Toronto, in Windsor, Ontario, and in London."
    assert places(coder, canadian)["London"].country == "ca"


def test_the_address_tells_the_country(coder: Coder) -> None:
    assert address_country("https://news.example.co.uk/a") == "gb"
    assert address_country("https://news.example.ca/a") == "ca"
    assert address_country("https://example.tv/a") is None
    assert address_country("https://example.com") is None and address_country(None) is None


def test_relations_between_far_capitals_pin_nothing_between_them(coder: Coder) -> None:
    found = places(coder, "Trade between London and Nairobi fell, officials said in Paris.")
    assert found["London"].lat == pytest.approx(51.5, abs=0.3)


def test_the_packs_region_comes_first(coder: Coder) -> None:
    found = places(coder, "Gunmen killed two people in Hangu and in Hyderabad on Friday.")
    assert found["Hangu"].link == "pk.kp.hangu" and found["Hyderabad"].country == "pk"
    indian = "Indian police arrested two men in Hyderabad, Telangana, and in Chennai."
    assert places(coder, indian)["Hyderabad"].country == "in"


def test_names_of_the_region_are_not_swallowed(coder: Coder) -> None:
    found = places(coder, "A bomb went off in Miranshah Bazaar; later, troops left Bannu City for Tank.")
    assert {"Miranshah", "Bannu", "Tank"} <= {m.name for m in found.values()}


def test_the_table_knows_its_names(world: World) -> None:
    reading, winnipeg = world.bearers("Reading"), world.bearers("Winnipeg")
    assert reading is not None and reading.doubtful and reading.people >= 100_000
    assert winnipeg is not None and not winnipeg.doubtful
    assert world.bearers("Saint Louis") == world.bearers("St. Louis")
    assert world.bearers("Nowhere At All") is None


def test_the_table_is_found_by_id_and_not_counted() -> None:
    pack = load_pack("afpak")
    assert "gn.6183235" in pack.places and pack.places["gn.6183235"].name == "Winnipeg"
    assert "gn.6183235" not in set(pack.places)
    assert len(pack.places) == len(pack.own_places)


def test_the_region_is_left_to_the_packs_own_tables(world: World) -> None:
    countries = {p.country for name in ("Lahore", "Herat", "Kandahar") for p in world.named(name)}
    assert countries.isdisjoint({"pk", "af"})


def test_sizes_come_from_the_table(world: World) -> None:
    pack = load_pack("afpak")
    london, winnipeg = pack.places["gb.london"], pack.places["gn.6183235"]
    assert world.size(london) > world.size(winnipeg) > 5
