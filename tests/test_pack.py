"""Packs: reading, checking, and what the bundled ones hold.  All small packs are invented."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from marsad.errors import PackError
from marsad.pack import bundled_packs, fold, load_pack
from marsad.pack.check import Finding, check_pack
from marsad.pack.sphere import distance_m

HEAD = 'id = "p"\nname = "P"\nversion = "1"\n[sources]\nown = "invented"\n'
COLUMNS = "id,name,kind,country,lat,lon,radius_m,parent,aliases,valid_from,valid_to,source"
GOOD = [
    "xx,Xland,country,xx,10,10,400000,,,,,own",
    "xx.a,Aria,province,xx,10,10,50000,xx,,,,own",
    "xx.a.t,Aria,town,xx,10.1,10.1,5000,xx.a,Ariah|Ar'ia,,,own",
]


def make(home: Path, rows: list[str], head: str = HEAD, actors: str = "", areas: object = None) -> Path:
    """Write a pack; rows with commas for tabs."""
    folder = home / "p"
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text(head)
    (folder / "places.tsv").write_text("\n".join("\t".join(r.split(",")) for r in [COLUMNS, *rows]) + "\n")
    (folder / "actors.toml").write_text(actors)
    if areas is not None:
        (folder / "areas.geojson").write_text(json.dumps(areas))
    return folder


def said(findings: list[Finding]) -> str:
    return "\n".join(f"{f.level} {f.file} {f.message}" for f in findings)


def test_a_good_pack_has_no_findings(tmp_path: Path) -> None:
    assert check_pack(make(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("xx.b,Borna,castle,xx,10,10,5000,xx,,,,own", "unknown kind 'castle'"),
        ("xx.b,Borna,town,yy,10,10,5000,xx,,,,own", "unknown country 'yy'"),
        ("xx.b,Borna,town,xx,10,10,5000,xx.q,,,,own", "parent 'xx.q' is not there"),
        ("xx.b,Borna,town,xx,10,10,5000,xx.b,,,,own", "lies in itself"),
        ("xx.b,Borna,town,xx,10,10,5000,xx,,2019,2018,own", "valid_to is before valid_from"),
        ("xx.b,Borna,town,xx,95,10,5000,xx,,,,own", "is nowhere"),
        ("xx.b,Borna,town,xx,10,10,0,xx,,,,own", "radius_m is not above 0"),
        ("xx.b,Borna,town,xx,10,10,5000,xx,,,,atlas", "source 'atlas' is not declared"),
        ("xx.b,Borna,town,xx,10,10,5000,xx,,,,", "names no source"),
        ("xx.b,Borna,town,xx,,,5000,xx,,,,own", "has no coordinates"),
        ("xx.a.b,Borna,town,xx,10,11,5000,xx.a,,,,own", "60 km outside of its parent xx.a"),
        ("xx.a.t,Borna,town,xx,10,10,5000,xx,,,,own", "id 'xx.a.t' is there twice (here)"),
        ("xx.b,Aria,town,xx,10,10,5000,xx,,,,own", "3 places are called 'aria': xx.a, xx.a.t, xx.b"),
        ("xx.b,ARIAH,town,xx,10,10,5000,xx,,,,own", "2 places are called 'ariah': xx.a.t, xx.b"),
        ("xx.b,Borna,town,xx,ten,10,5000,xx,,,,own", "'xx.b': could not convert"),
        ("xx.b,Borna,town,xx,10,10,5000,xx,,2018-13-01,,own", "'xx.b': month must be"),
    ],
)
def test_what_is_wrong_with_a_place_is_found(tmp_path: Path, row: str, message: str) -> None:
    findings = check_pack(make(tmp_path, [*GOOD, row]))
    assert message in said(findings)
    assert all(f.hint for f in findings)


def test_roads_and_areas_may_reach_beyond_their_parent(tmp_path: Path) -> None:
    rows = [*GOOD, "xx.a.r,Aria-Borna road,road,xx,10,11,60000,xx.a,,,,own"]
    assert check_pack(make(tmp_path, rows)) == []


def test_a_circle_of_parents_is_found(tmp_path: Path) -> None:
    rows = ["xx,Xland,country,xx,10,10,9000,,,,,own", "xx.a,A1,area,xx,10,10,9000,xx.b,,,,own",
            "xx.b,B1,area,xx,10,10,9000,xx.a,,,,own"]  # fmt: skip
    assert said(check_pack(make(tmp_path, rows))).count("lies in itself") == 2


def test_a_declared_collision_covers_its_other_spellings(tmp_path: Path) -> None:
    rows = [*GOOD, "xx.b,Aria,town,xx,10,10,5000,xx,Ariah,,,own"]
    head = HEAD + '[collisions]\n"aria" = ["xx.a", "xx.a.t", "xx.b"]\n'
    assert check_pack(make(tmp_path, rows, head)) == []
    head = HEAD + '[collisions]\n"aria" = ["xx.a", "xx.a.t", "xx.gone"]\n'
    found = said(check_pack(make(tmp_path, rows, head)))
    assert "'xx.gone' is not there" in found and "3 places are called 'aria'" in found


def square(west: float, south: float, size: float = 1.0) -> dict[str, object]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_an_outline_counts_before_the_radius(tmp_path: Path) -> None:
    far = {"features": [{"properties": {"id": "xx.a"}, "geometry": square(10.6, 9.6)}], "attribution": "invented"}
    near = {"features": [{"properties": {"id": "xx.a"}, "geometry": square(9.6, 9.6)}], "attribution": "invented"}
    assert "xx.a.t lies 56 km outside" in said(check_pack(make(tmp_path, GOOD, areas=far)))
    assert check_pack(make(tmp_path, GOOD, areas=near)) == []


def test_bad_areas_are_found(tmp_path: Path) -> None:
    areas = {"features": [{"properties": {"id": "xx.q"}, "geometry": {"type": "Polygon", "coordinates": "far away"}}]}
    found = said(check_pack(make(tmp_path, GOOD, areas=areas)))
    assert "unknown place 'xx.q'" in found and "bad geometry" in found and "no attribution" in found
    assert "no GeoJSON FeatureCollection" in said(check_pack(make(tmp_path, GOOD, areas=[1])))


ACTOR = '[[actor]]\nid = "{id}"\nname = "{name}"\nkind = "{kind}"\nsource = "own"\n{more}\n'


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('kind = "gang"', "unknown kind 'gang'"),
        ('country = "yy"', "unknown country 'yy'"),
        ('member_of = [{ id = "nobody" }]', "member of unknown 'nobody'"),
        ('member_of = [{ id = "front", since = "2012", until = "2011" }]', "in front until before since"),
        ('since = "2012-02"\nuntil = "2012-01"', "until is before since"),
        ('labels = [{ text = "rats" }]', "nobody imposes the label 'rats'"),
        ('labels = [{ text = "rats", by = "nobody" }]', "label by unknown 'nobody'"),
        ('aliases = ["Front of Aria"]', "2 actors are called 'front of aria': front, wing"),
        ('since = "last year"', "actors.toml: 'wing'"),
    ],
)
def test_what_is_wrong_with_an_actor_is_found(tmp_path: Path, more: str, message: str) -> None:
    kind = "armed_group" if "kind" not in more else "gang"
    more = more if "kind" not in more else ""
    actors = ACTOR.format(id="front", name="Front of Aria", kind="armed_group", more="")
    actors += ACTOR.format(id="wing", name="Wing", kind=kind, more=more)
    assert message in said(check_pack(make(tmp_path, GOOD, actors=actors)))


def test_acronyms_with_a_rule_may_be_shared(tmp_path: Path) -> None:
    actors = ACTOR.format(id="front", name="Front of Aria", kind="party", more='aliases = ["FA"]')
    actors += ACTOR.format(id="flock", name="Flock of Aria", kind="party", more='aliases = ["FA"]')
    folder = make(tmp_path, GOOD, actors=actors)
    assert "2 actors are called 'fa': flock, front" in said(check_pack(folder))
    (folder / "words").mkdir()
    (folder / "words" / "ambiguous.toml").write_text('[acronym.FA]\ncandidates = ["front", "flock"]\n')
    assert check_pack(folder) == []


def test_expectations(tmp_path: Path) -> None:
    head = HEAD + "[expect]\nplaces_min = 4\ntown_max = 0\nactors_min = 0\nareas_min = 1\nsheep_min = 1\n"
    found = said(check_pack(make(tmp_path, GOOD, head)))
    assert "3 places, expected min 4" in found and "1 town, expected max 0" in found
    assert "0 areas, expected min 1" in found and "sheep_min: not understood" in found and "actors" not in found


def test_includes_are_checked_against(tmp_path: Path) -> None:
    make(tmp_path, GOOD)
    (tmp_path / "p").rename(tmp_path / "base")
    rows = ["xx.a.u,Ulm,town,xx,10,10,5000,xx.a,,,,own", "xx.a.t,Other,town,xx,10,10,5000,xx.a,,,,own"]
    head = 'id = "p"\nname = "P"\nversion = "1"\nincludes = ["base"]\n'
    found = said(check_pack(make(tmp_path, rows, head)))
    assert found == "error places*.tsv id 'xx.a.t' is there twice (in an included pack)"


def test_packs_that_include_each_other(tmp_path: Path) -> None:
    for name, other in (("p", "q"), ("q", "p")):
        (tmp_path / name).mkdir()
        head = f'id = "{name}"\nname = "N"\nversion = "1"\nincludes = ["{other}"]\n'
        (tmp_path / name / "pack.toml").write_text(head)
    assert "include each other: p -> q -> p" in said(check_pack(tmp_path / "p"))
    with pytest.raises(PackError, match="include each other"):
        load_pack(str(tmp_path / "p"))


def test_an_incomplete_head_is_an_error_with_a_hint(tmp_path: Path) -> None:
    folder = make(tmp_path, GOOD, 'id = "p"\n[sources]\nown = "invented"\n')
    assert "no name" in said(check_pack(folder)) and "no version" in said(check_pack(folder))
    with pytest.raises(PackError, match="no name, version"):
        load_pack(str(folder))
    with pytest.raises(PackError, match="no pack called"):
        check_pack(tmp_path / "nowhere")


def test_the_example_in_the_docs_is_a_good_pack(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "packs.md").read_text(encoding="utf-8")
    files = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```", page, re.M | re.S))
    assert set(files) == {"pack.toml", "places.tsv", "actors.toml"}
    folder = tmp_path / "borsk"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    assert check_pack(folder) == []
    pack = load_pack(str(folder))
    (hit,) = pack.names.find("near Ostra")
    assert hit.places == ("bk.lom.ostra", "bk.vel.ostra")


# -------------------------------------------------------------------------------------------------- the bundled packs


@pytest.mark.parametrize("name", bundled_packs())
def test_bundled_packs_have_no_findings(name: str) -> None:
    assert check_pack(name) == []


def test_all_provinces_and_districts_are_there() -> None:
    places = load_pack("afpak").places.values()
    of_kind = {k: [p for p in places if p.kind == k and p.country in ("pk", "af")] for k in ("province", "district")}
    assert len([p for p in of_kind["province"] if p.country == "af"]) == 34
    today = [p.id for p in of_kind["province"] if p.country == "pk" and p.valid_to is None]
    assert today == ["pk.ba", "pk.gb", "pk.is", "pk.jk", "pk.kp", "pk.pb", "pk.sd"]
    assert len([p for p in of_kind["district"] if p.country == "af"]) >= 400
    assert len([p for p in of_kind["district"] if p.country == "pk"]) >= 140


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("in Panjwa’i district", "af.kandahar.panjwai"),
        ("in Zheray district", "af.kandahar.zharay"),
        ("in Nad 'Ali", "af.helmand.nad-e-ali"),
        ("near Pul-e ‘Alam", "af.logar.pul-e-alam"),
        ("in Paktiya", "af.paktia"),
        ("across Hilmand province", "af.helmand"),
        ("in Konar", "af.kunar"),
        ("in Nahr-e-Saraj", "af.helmand.nahr-e-saraj"),
        ("from Fāryāb", "af.faryab"),
        ("in the Khyber Agency", "pk.kp.khyber"),
        ("in KP", "pk.kp"),
        ("in North Waziristan", "pk.kp.north-waziristan"),
        ("in FATA", "pk.fata"),
        ("in Bara", "pk.kp.khyber.bara"),
        ("in Achini", "pk.kp.peshawar.achini"),
        ("at Sarband", "pk.kp.peshawar.sarband"),
        ("in the Tirah Valley", "pk.kp.khyber.tirah-valley"),
        ("to Miran Shah", "pk.kp.north-waziristan.miranshah"),
        ("in Darra Adam Khel", "pk.kp.kohat.fr.darra-adam-khel"),
        ("at Angoor Adda", "pk.kp.south-waziristan.angoor-adda"),
        ("through Torkham", "pk.kp.khyber.torkham"),
        ("in Marjah", "af.helmand.marjah"),
        ("at Weesh", "af.kandahar.spin-boldak.weesh"),
        ("at Tora Bora", "af.nangarhar.pachir-wa-agam.tora-bora"),
        ("at Camp Bastion", "af.helmand.camp-bastion"),
        ("on the Bannu-Miranshah road", "pk.kp.bannu-miranshah-road"),
        ("along the Durand Line", "pk.afghanistan-pakistan-border"),
        ("in Dushanbe", "tj.dushanbe"),
        ("in Türkiye", "tr"),
    ],
)
def test_names_are_found(text: str, place: str) -> None:
    assert place in [i for hit in load_pack("afpak").names.find(text) for i in hit.places]


@pytest.mark.parametrize("text", ["a water tank exploded", "they march on", "you and us", "who wanna go"])
def test_everyday_words_are_no_places(text: str) -> None:
    assert [h.places for h in load_pack("afpak").names.find(text)] == []


def test_states_have_their_adjectives_and_capitals_speak_for_them() -> None:
    pack = load_pack("afpak")
    (hit,) = pack.names.find("two Kazakhs")
    assert hit.actors == ("kz.state",) and hit.places == ()
    metonyms = pack.options["metonyms"]
    assert metonyms["pk.is.islamabad"] == "pk.state" and metonyms["us.washington"] == "us.state"
    assert all(place in pack.places and actor in pack.actors for place, actor in metonyms.items())
    assert all(f"{p.id}.state" in pack.actors for p in pack.places.values() if p.kind == "country")


def test_radii_cover_the_outlines() -> None:
    pack = load_pack("afpak")
    path = pack.home / "areas.geojson"
    assert path.stat().st_size < 700_000
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        place, geometry = pack.places[feature["properties"]["id"]], feature["geometry"]
        if place.kind != "district" or geometry["type"] != "Polygon":
            continue
        assert place.lat is not None and place.lon is not None and place.radius_m is not None
        # The outlines are simplified, the radii are not: allow for the difference.
        far = max(distance_m(place.lat, place.lon, lat, lon) for lon, lat in geometry["coordinates"][0])
        assert far <= place.radius_m + 1500, place.id


def test_folding_keeps_offsets() -> None:
    assert fold("Faīẕābād – Nad ‘Ali") == "faizabad - nad 'ali"
    assert len(fold("İstanbul ẞ ﬁ")) == len("İstanbul ẞ ﬁ")
