"""Imported gazetteers, units as they were on a day, and names that the pack does not know.  All tables are invented."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import apsw
import pytest
from click.testing import CliRunner

from annotated import annotated
from marsad.cli import main
from marsad.errors import UserError
from marsad.link import Linker
from marsad.link.former import Former
from marsad.pack import Pack, load_pack
from marsad.pack.gazetteer import Source, add_tables, with_gazetteer
from marsad.pack.imported import Imported
from marsad.pack.spelling import alike, loose, skeleton
from marsad.pack.tables import NAMED, read_table
from marsad.pack.world import Places
from marsad.pipeline import Workbench
from marsad.pipeline.gazetteers import with_file, with_index
from marsad.store import Gazetteer, Store
from marsad.store.memory import MemoryStore
from marsad.store.sqlite import VERSION, SqliteStore
from marsad.values import Mention

VARLAND = Path(__file__).parent / "packs" / "varland"
WOF = "wof_id\tname\tplacetype\tcountry\tlat\tlon\tregion\tdistrict\tpopulation\talt_names\n"
ROWS = (
    "1\tPelworm\tlocality\tVA\t40.21\t20.11\tNordmark\tHarl\t\tPellworm|پلورم",
    "2\tBram\tlocality\tVA\t40.26\t20.16\tNordmark\tHarl\t\t",  # the pack's own town
    "3\tBram\tlocality\tVA\t38.45\t21.45\tKest\tKest\t\t",  # another of that name
    "4\tHope\tlocality\tVA\t40.2\t20.1\tNordmark\tHarl\t\t",  # an English word
    "5\tLisgau\tlocality\tVA\t39.1\t20.0\tSelmar\tOsk\t120000\t",
    "6\tTarn Deval\tlocality\tVA\t38.8\t19.8\tSelmar\tMirvan\t\t",
    "7\tTarn Deval\tlocality\tVA\t38.7\t21.3\tKest\tOrun\t\t",
    "8\tNordmark\tregion\tVA\t40\t20\t\t\t\t",
    "9\tAlbert\tlocality\tVA\t39.1\t20.05\tSelmar\tOsk\t\t",  # in the tagger's lexicon with a capital
    "10\tQuentzel\tlocality\tOB\t39.5\t25.3\tZelt\t\t\t",
    "11\tNo Point\tlocality\tVA\t\t\t\t\t\t",
    "12\t\tlocality\tVA\t1\t1\t\t\t\t",
    "13\tFar Out\tlocality\tVA\t95\t20\t\t\t\t",
)


@pytest.fixture(scope="module")
def varland() -> Pack:
    return load_pack(str(VARLAND))


def table(rows: tuple[str, ...] = ROWS) -> bytes:
    return (WOF + "\n".join(rows) + "\n").encode()


@pytest.fixture(scope="module")
def more(varland: Pack) -> Pack:
    return add_tables(varland, [Source("wof.tsv", table()).table()])


def found(pack: Pack, text: str) -> dict[str, tuple[str, ...]]:
    """Name as written -> ids of the imported places that it was found as."""
    return {
        text[h.start : h.end]: h.places
        for h in pack.names.find(text)
        if any(p not in pack.own_places for p in h.places)
    }


# --------------------------------------------------------------------------------------------------------- tables


def test_a_geonames_dump_has_no_header_and_kinds_by_feature_code() -> None:
    def row(number: int, name: str, kind: tuple[str, str], population: int = 0) -> str:
        cells = [str(number), name, name, "Ander,Other", "40.1", "20.1", *kind, "VA", "", "01", "", "", ""]
        return "\t".join([*cells, str(population), "", "500", "Europe/Var", "2031-01-01"])

    kinds = {
        ("P", "PPL"): "village", ("P", "PPLX"): "neighbourhood", ("T", "PASS"): "pass", ("T", "MTS"): "mountain",
        ("T", "VAL"): "valley", ("H", "STM"): "river", ("R", "RD"): "road", ("S", "AIRB"): "base",
        ("A", "ADM2"): "district", ("S", "SCH"): "facility", ("L", "RGN"): "area", ("S", "CMPRF"): "refugee_camp",
    }  # fmt: skip
    lines = [row(i, f"Place {i}", kind) for i, kind in enumerate(kinds)]
    lines += [row(90, "Big", ("P", "PPL"), 250_000), row(91, "Middling", ("P", "PPL"), 7_000)]
    read = read_table("\n".join(lines).encode(), "VA.txt")
    assert [r.kind for r in read.rows] == [*kinds.values(), "city", "town"]
    assert (read.form, read.licence, read.bad) == ("geonames", "CC BY 4.0", 0) and "GeoNames" in read.attribution
    assert read.rows[0].aliases == ("Ander", "Other") and read.rows[0].country == "va"


def test_the_cities_table_is_geonames_too() -> None:
    read = read_table(b"lat\tlon\tname\tadmin1\tadmin2\tcc\n40.1\t20.1\tFern\tNordmark\tHarl\tVA\n", "cities1000.tsv")
    assert read.form == "geonames" and read.rows[0].district == "Harl"


def test_bad_rows_are_counted_and_named() -> None:
    read = read_table(gzip.compress(table()), "wof.tsv.gz")
    assert (len(read.rows), read.bad) == (10, 3)
    assert [p.subject for p in read.problems] == [f"wof.tsv.gz, row {n}" for n in (12, 13, 14)]
    assert "no coordinates" in read.problems[0].message and "nowhere on Earth" in read.problems[2].message
    many = read_table(table(("7\t\tlocality\tVA\t1\t1\t\t\t\t",) * 50), "wof.tsv")
    assert many.bad == 50 and len(many.problems) == NAMED + 1


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a\tb\n1\t2\n", b"\x1f\x8bbroken"])
def test_what_is_no_table_is_the_users_to_mend(data: bytes) -> None:
    with pytest.raises(UserError):
        read_table(data, "x.tsv")


# ---------------------------------------------------------------------------------------------------------- index


def test_the_packs_own_places_are_not_doubled_nor_its_units(more: Pack) -> None:
    assert more.imported is not None
    assert sorted(more.imported, key=lambda i: int(i[4:])) == [f"wof.{n}" for n in (1, 3, 5, 6, 7, 9, 10)]
    (credit,) = more.imported.credits
    assert credit.places == 7 and "Who's On First" in credit.attribution


def test_an_imported_place_is_a_place(more: Pack) -> None:
    place = more.places["wof.1"]
    assert (place.name, place.kind, place.country, place.parent) == ("Pelworm", "village", "va", "va.nord.harl")
    assert place.aliases == ("Pellworm",), "names in other scripts are not looked for in English text"
    assert more.places["wof.5"].kind == "city" and isinstance(more.places, Places)
    assert len(list(more.places)) == len(more.places) and "wof.99" not in more.places


def test_outlines_tell_the_district_when_the_row_does_not(varland: Pack, tmp_path: Path) -> None:
    square = [[[19.9, 39.0], [20.1, 39.0], [20.1, 39.2], [19.9, 39.2], [19.9, 39.0]]]
    feature = {
        "type": "Feature",
        "properties": {"id": "va.sel.osk"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    (tmp_path / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    rows = ("1\tPelworm\tlocality\tVA\t39.1\t20.0\t\t\t\t", "2\tLisgau\tlocality\tVA\t41.9\t20.0\t\t\t\t")
    pack = add_tables(replace(varland, folders=(tmp_path,)), [Source("w", table(rows)).table()])
    assert [pack.places[i].parent for i in ("wof.1", "wof.2")] == ["va.sel.osk", "va"]


def test_the_index_comes_back_from_its_file(more: Pack, tmp_path: Path) -> None:
    assert more.imported is not None
    more.imported.save(tmp_path / "i")
    again = Imported.load(tmp_path / "i", more.imported.key)
    assert again is not None and [again.place(i) for i in again] == [more.places[i] for i in again]
    assert again.spelt_like("pel-worm") == (more.places["wof.1"],)
    assert Imported.load(tmp_path / "i", "another key") is None
    (tmp_path / "i").write_bytes(b"broken")
    assert Imported.load(tmp_path / "i", more.imported.key) is None


def test_an_index_is_made_once_and_again_for_another_pack(varland: Pack, tmp_path: Path) -> None:
    made = []

    def tables() -> list[object]:
        made.append(1)
        return [Source("w", table()).table()]

    for _ in range(2):
        pack = with_index(varland, tmp_path, ["d1"], tables)  # type: ignore[arg-type]
        assert "wof.1" in pack.places
    assert len(made) == 1
    with_index(varland, tmp_path, ["d2"], tables)  # type: ignore[arg-type]
    assert len(made) == 2


def test_a_table_of_ones_own_is_taken_as_the_packs(varland: Pack, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,lat,lon,country,district\nHope,40.2,20.1,VA,Harl\n")
    pack = with_gazetteer(varland, tmp_path / "own.csv")
    assert pack.imported is None and pack.places["own.2"].parent == "va.nord.harl"
    assert [h.places for h in pack.names.find("Hope was shelled.")] == [("own.2",)]
    assert with_file(varland, tmp_path / "own.csv").places["own.2"].name == "Hope"


# -------------------------------------------------------------------------------------------------------- in text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A bomb exploded in Pelworm on Monday.", ["Pelworm"]),
        ("A bomb exploded near the village of Pelworm.", ["Pelworm"]),
        ("In Pelworm, two soldiers were killed.", ["Pelworm"]),
        ("They fled from Pelworm village.", ["Pelworm"]),
        ("They fled to Pelworm, Harl district.", ["Pelworm"]),
        ("Raids took place in Dorn, Pelworm and Lisgau.", ["Pelworm", "Lisgau"]),
        ("He was seen in PELLWORM.", []),
        ("Colonel Pelworm said that all was calm.", []),
        ("A letter of Pelworm reached them.", []),
        ("It was bought from Pelworm.", []),
        ("In Dorn, Pelworm said that all was calm.", []),
        ("He put his trust in Hope and left.", []),
        ("They fought in pelworm.", []),
        ("A bomb exploded in Pelworm Gulden.", []),
        ("A bomb exploded in Pelworm's house.", []),
        ("They believe in Albert.", []),
        ("A bomb exploded in Albert village.", ["Albert"]),
        ("A bomb exploded in Albert, Osk district.", ["Albert"]),
        ("A bomb exploded in Pellvorm, Harl district.", ["Pellvorm"]),
        ("A bomb exploded in Zwickelbach, Harl district.", []),
        ("A bomb exploded in Tarn-Deval.", ["Tarn-Deval"]),
        ("A bomb exploded in Dorn.", []),
    ],
)
def test_imported_names_count_where_the_text_speaks_of_a_place(text: str, names: list[str], more: Pack) -> None:
    assert list(found(more, text)) == names


def test_the_packs_own_names_are_found_as_before(varland: Pack, more: Pack) -> None:
    text = "The Varland army left Dorn for Bram, Harl district, and Pelworm."
    assert [h for h in more.names.find(text) if h.places[:1] != ("wof.1",)] == varland.names.find(text)


def linked(pack: Pack, marked: str, published: str | None = None) -> list[Mention]:
    document, annotations = annotated(marked, published)
    return [m for a in Linker(pack).link(document, annotations) for m in a.mentions]


@pytest.mark.parametrize(
    ("marked", "link"),
    [
        ("Shots fell in [Pelworm]{place}.", "wof.1"),
        ("Shots fell in [Pellvorm]{place}, [Harl]{place} district.", "wof.1"),
        ("Shots fell in [Bram]{place}, [Harl]{place} district.", "va.nord.harl.bram"),
        ("Shots fell in [Bram]{place}, [Kest]{place} district.", "wof.3"),
        ("Shots fell in [Tarn Deval]{place}, [Mirvan]{place} district.", "wof.6"),
        ("Shots fell in [Tarn Deval]{place}.", None),
        ("Shots fell in [Tarn Deval]{place}. Others fell in [Sarva]{place}.", "wof.7"),
        ("Shots fell in [Quentzel]{place}. Others fell in [Dorn]{place}.", None),
        ("Shots fell in [Quentzel]{place}. Others fell in [Polna]{place}.", "ob.zel.pol"),
    ],
)
def test_imported_places_are_chosen_by_what_stands_around(marked: str, link: str | None, more: Pack) -> None:
    first, *others = linked(more, marked)
    if link == "ob.zel.pol":
        assert (first.link, others[0].link) == ("wof.10", link), "a hamlet of the country that the text is about"
    else:
        assert first.link == link


def test_an_imported_place_has_its_units_and_its_precision(more: Pack) -> None:
    (place,) = linked(more, "Shots fell in [Pelworm]{place}.")
    assert (place.admin1, place.admin2, place.where_prec, place.radius_m) == ("Nordmark", "Harl", 1, 3000.0)


def test_spelling() -> None:
    assert loose("Deh-e Sabz") == loose("Dehsabz") and loose("Nād ‘Alī") == "nadali"
    assert skeleton("Qila") == skeleton("Kela") and alike("pelvorm", "pelvrm") and not alike("pel", "pol")


# ------------------------------------------------------------------------------------------------------- workbench


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return MemoryStore() if request.param == "memory" else SqliteStore(tmp_path, create=True)


def test_a_store_keeps_gazetteers_by_name(store: Store) -> None:
    one = Gazetteer("a.tsv", Source("a.tsv", b"x").digest, "wof", "CC0", "somebody", 3, 1)
    store.put_gazetteer(one, b"x")
    newer = replace(one, sha256=Source("a.tsv", b"y").digest, places=4)
    store.put_gazetteer(newer, b"y")
    assert store.gazetteers() == [newer] and store.gazetteer_data("a.tsv") == b"y"
    assert store.drop_gazetteer("a.tsv") and not store.drop_gazetteer("a.tsv")
    assert store.gazetteers() == [] and store.gazetteer_data("a.tsv") is None


def test_a_workbench_of_version_1_is_brought_up_to_date(tmp_path: Path) -> None:
    db = apsw.Connection(str(tmp_path / "workbench.db"))
    db.execute(files("marsad.store").joinpath("sql/schema.sql").read_text(encoding="utf-8"))
    db.execute("PRAGMA user_version = 1")
    db.close()
    store = SqliteStore(tmp_path)
    assert store.gazetteers() == []
    store.close()
    db = apsw.Connection(str(tmp_path / "workbench.db"))
    assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)


def call(*words: str | Path, code: int = 0) -> str:
    done = CliRunner(env={"MARSAD_WORKBENCH": ""}).invoke(main, [str(w) for w in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def test_from_import_to_export(tmp_path: Path) -> None:
    home, file, report = tmp_path / "wb", tmp_path / "wof.tsv", tmp_path / "a.txt"
    file.write_bytes(table())
    report.write_text("Police said on Monday that two soldiers were killed by a bomb in Pelworm.\n")
    call("init", home, "--set", f"pack={VARLAND}", "--set", "workers=1")
    call("-w", home, "add", report)
    call("-w", home, "run")
    assert "10 places of wof.tsv (wof), 3 rows left out" in call("-w", home, "pack", "import-gazetteer", file)
    assert "wof.tsv, row 12" in call("-w", home, "problems")
    status = call("-w", home, "status")
    assert "(1 coded, 1 to be coded)" in status and "Who's On First" in status and "CC0" in status
    call("-w", home, "run")
    bench = Workbench.open(home)
    (incident,) = bench.store.incidents()
    assert incident.place is not None and incident.place.link == "wof.1"
    exported = call("-w", home, "export", "geojson")
    assert "Who's On First" in exported and "licence CC0" in exported
    call("-w", home, "pack", "import-gazetteer", file)
    assert len(Workbench.open(home).store.problems()) == 3 and "0 to be coded" in call("-w", home, "status")
    call("-w", home, "pack", "import-gazetteer", file, "--remove")
    assert "1 to be coded" in call("-w", home, "status")
    call("-w", home, "pack", "import-gazetteer", file, "--remove", code=2)


# ----------------------------------------------------------------------------------------------------------- time


@pytest.fixture(scope="module")
def afpak() -> Linker:
    return Linker(load_pack("afpak"))


@pytest.mark.parametrize(
    ("published", "marked", "link", "admin1", "admin2"),
    [
        ("2009-03-02", "A bomb went off in [Bara]{place}, [Khyber Agency]{place}, [FATA]{place}.", "pk.kp.khyber.bara",
         "Federally Administered Tribal Areas", "Khyber"),
        ("2024-03-02", "A bomb went off in [Bara]{place}, [Khyber]{place} district.", "pk.kp.khyber.bara",
         "Khyber Pakhtunkhwa", "Khyber"),
        ("2018-05-30", "A bomb went off in [Khyber Agency]{place}.", "pk.kp.khyber",
         "Federally Administered Tribal Areas", "Khyber"),
        ("2018-05-31", "A bomb went off in [Khyber]{place} district.", "pk.kp.khyber", "Khyber Pakhtunkhwa", "Khyber"),
        ("2009-03-02", "A bomb went off in [Mingora]{place}, [Swat]{place}, [NWFP]{place}.", "pk.kp.swat.mingora",
         "North-West Frontier Province", "Swat"),
        ("2011-03-02", "A bomb went off in [Mingora]{place}, [Swat]{place}.", "pk.kp.swat.mingora",
         "Khyber Pakhtunkhwa", "Swat"),
        ("2012-03-02", "A bomb went off in [Wana]{place}, [South Waziristan]{place}.", "pk.kp.south-waziristan.wana",
         "Federally Administered Tribal Areas", "South Waziristan"),
        ("2023-03-02", "A bomb went off in [Wana]{place}, [South Waziristan]{place}.", "pk.kp.south-waziristan.wana",
         "Khyber Pakhtunkhwa", "Lower South Waziristan"),
        ("2023-03-02", "A bomb went off in [Ladha]{place}, [Upper South Waziristan]{place}.",
         "pk.kp.south-waziristan.ladha", "Khyber Pakhtunkhwa", "Upper South Waziristan"),
        ("2010-03-02", "A bomb went off in [Jandola]{place}, [FR Tank]{place}.", "pk.kp.tank.jandola",
         "Federally Administered Tribal Areas", "Frontier Region Tank"),
        ("2020-03-02", "A bomb went off in [Jandola]{place}, [Tank]{place} district.", "pk.kp.tank.jandola",
         "Khyber Pakhtunkhwa", "Tank"),
        ("2012-03-02", "A bomb went off in [Quetta]{place}.", "pk.ba.quetta.quetta", "Balochistan", "Quetta"),
        (None, "A bomb went off in [Bara]{place}, [Khyber]{place} district.", "pk.kp.khyber.bara",
         "Khyber Pakhtunkhwa", "Khyber"),
    ],
)  # fmt: skip
def test_units_are_named_as_they_were_on_the_day(
    published: str | None, marked: str, link: str, admin1: str, admin2: str, afpak: Linker
) -> None:
    document, annotations = annotated(marked, published)
    first = afpak.link(document, annotations)[0].mentions[0]
    assert (first.link, first.admin1, first.admin2) == (link, admin1, admin2)


def test_former_units_are_spells_of_time(varland: Pack) -> None:
    spells = [{"parent": "va.lor", "until": "2010-01-01"}, {"parent": "va.old", "until": "2000-01-01"}]
    former = Former(replace(varland, options={"former_parents": {"va.sel": spells}}))
    days: list[tuple[date | None, str | None]] = [
        (date(1999, 12, 31), "va.old"), (date(2000, 1, 1), "va.lor"), (date(2010, 1, 1), None), (None, None),
    ]  # fmt: skip
    assert [former.parent("va.sel", day) for day, _ in days] == [said for _, said in days]
    with pytest.raises(UserError, match="former_names of 'x'"):
        Former(replace(varland, options={"former_names": {"x": {"name": "y"}}}))


# -------------------------------------------------------------------------------------------------------- suggest

REPORT = """The Green Vale Front said it had attacked a post in Zarbek village. Fighters of the Green Vale Front fled.

Haji Akbar Dorvan said that the GVFX had killed two policemen in Zarbek, Harl district. Commander Wendel met elders.
The GVFX denied it. An RPG and another RPG were found. Major Torvald said so in Pelbrook, and went to Dorn.
"""


@pytest.fixture
def suggested(tmp_path: Path) -> Callable[..., str]:
    home, report = tmp_path / "wb", tmp_path / "a.txt"
    report.write_text(REPORT)
    call("init", home, "--set", f"pack={VARLAND}", "--set", "workers=1")
    call("-w", home, "add", report)
    call("-w", home, "run")
    return lambda *words: call("-w", home, "pack", "suggest", *words)


def test_unknown_names_are_offered_with_where_they_stand(suggested: Callable[..., str]) -> None:
    rows = [json.loads(x) for x in suggested("--json").splitlines() if x.startswith("{")]
    assert {(r["kind"], r["name"], r["count"]) for r in rows} == {
        ("organisation", "Green Vale Front", 2), ("organisation", "GVFX", 2), ("place", "Zarbek", 2),
    }  # fmt: skip
    for row in rows:
        for sample in row["samples"]:
            assert REPORT[sample["start"] : sample["end"]] == row["name"]
    (place,) = (r for r in rows if r["kind"] == "place")
    assert place["within"] == "Harl"


def test_a_name_that_runs_over_two_lines_is_one_line_of_its_entry(tmp_path: Path) -> None:
    home, report = tmp_path / "wb", tmp_path / "a.txt"
    report.write_text(
        "Security forces killed nine men in Zarbek village, the Joint\nFrontier Command said on Friday.\n\n"
        "The two events will add to the debate, according to the Joint\nFrontier Command.\n"
    )
    call("init", home, "--set", "workers=1")
    call("-w", home, "add", report)
    call("-w", home, "run")
    assert 'name = "Joint Frontier Command"\n' in call("-w", home, "pack", "suggest", "--toml")


def test_persons_are_never_offered(suggested: Callable[..., str]) -> None:
    names = {json.loads(x)["name"] for x in suggested("--min", "1", "--json").splitlines() if x.startswith("{")}
    assert not [n for n in names if any(w in n for w in ("Akbar", "Dorvan", "Wendel", "Torvald"))]


def test_suggestions_can_be_pasted(suggested: Callable[..., str], tmp_path: Path) -> None:
    said = "\n".join(x for x in suggested("--toml").splitlines() if "names that the pack" not in x)
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "pack.toml").write_text('id = "p"\nname = "P"\nversion = "1"\n[sources]\nown = "test"\n')
    (tmp_path / "p" / "actors.toml").write_text(said)
    pack = load_pack(str(tmp_path / "p"))
    assert pack.actors["green-vale-front"].kind == "armed_group" and "gvfx" in pack.actors
