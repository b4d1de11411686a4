"""Views: what is selected, what is said of it, and that every line leads to its quote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from made_material import made_material, made_pack
from marsad.errors import UserError
from marsad.pack import Pack
from marsad.values import Figure, Incident, Toll
from marsad.views import (
    BriefView,
    Desk,
    Filters,
    Material,
    Notes,
    brief_view,
    incident_rows,
    safe_url,
    source_of,
    timeline,
)
from marsad.views.claims import proposition
from marsad.views.incidents import toll_row
from marsad.views.shapes import shapes_of, spot_of
from marsad.views.wording import amount, days, kind_of_happening, people


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return made_pack(tmp_path_factory.mktemp("amarra") / "pack")


@pytest.fixture(scope="module")
def view(pack: Pack) -> BriefView:
    return brief_view(made_material(pack), pack)


def test_a_note_shows_exactly_the_words_of_its_document(view: BriefView) -> None:
    material = made_material()
    assert view.notes
    for note in view.notes:
        text = material.documents[note.source.document].text
        quoted = "".join(p.text for p in note.pieces if "quote" in p.marks)
        assert quoted == text[note.start : note.end]


def test_every_row_cites(view: BriefView) -> None:
    assert all(r.notes and all(t.notes for t in r.tellings) for r in view.incidents)
    assert all(r.notes and all(t.notes for t in r.tellings) for r in view.claims)
    assert all(f.notes for r in view.incidents for t in r.tolls for f in t.said)
    assert all(row.notes for row in view.labels)
    numbers = [n.number for n in view.notes]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_claim_is_never_said_without_its_voice(view: BriefView) -> None:
    said = {t.attribution for r in view.incidents for t in r.tellings}
    assert "police, quoted by Hill Press Agency, in Amarra Daily" in said
    assert "Amarra Daily, in its own voice" in said


def test_incidents_carry_ranges_precision_and_who_said_which(view: BriefView) -> None:
    market = next(r for r in view.incidents if r.id == "i100000000001")
    assert market.headline == "Bomb attack, Mirgarh town, Mirgarh"
    assert market.tolls[0].text == "5–8 civilians killed (best 6)"
    assert [(s.who, s.text) for s in market.tolls[0].said] == [("police", "at least 5"), ("district hospital", "7")]
    assert market.precision == "exact place"
    assert market.claimed[0].name == "Free Hills Movement"
    assert market.claimed[0].notes
    assert market.grade
    assert (market.grade.pair, market.grade.contested) == ("B1", True)
    unplaced = next(r for r in view.incidents if r.place is None)
    assert unplaced.where == "place not stated"


def test_ranges_that_share_a_number_are_no_dispute(pack: Pack) -> None:
    desk = Desk(made_material(pack), pack, Notes(made_material(pack), pack))

    def row(*figures: tuple[int | None, int | None]) -> bool:
        said = tuple(Figure(f"o{n}", "sd11", low, high) for n, (low, high) in enumerate(figures))
        return toll_row(Toll("killed", None, 1, 2, 9, 1, 2, 9, said), None, desk).disputed

    assert not row((5, None), (7, 7))
    assert not row((5, 9), (7, 12))
    assert not row((None, None), (4, 4))
    assert row((14, 14), (5, 7))
    assert row((3, 3), (5, None))


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(), 6),
        (Filters(area="Sarwan"), 3),
        (Filters(area="xa.nor.mir"), 1),
        (Filters(area="Norhaal"), 2),
        (Filters(since=date(2031, 3, 10)), 5),
        (Filters(since=date(2031, 3, 10), until=date(2031, 3, 16)), 3),
        (Filters(document="d6"), 1),
        (Filters(until=date(2020, 1, 1)), 0),
        (Filters(limit=2), 2),
    ],
)
def test_filters(pack: Pack, filters: Filters, kept: int) -> None:
    assert len(brief_view(made_material(pack), pack, filters).incidents) == kept


def test_what_filters_leave_out_is_said(pack: Pack) -> None:
    material = made_material(pack)
    undated = replace(material.incidents[0], id="i9", earliest=None, latest=None)
    material = replace(material, incidents=(*material.incidents, undated))
    said = " ".join(brief_view(material, pack, Filters(since=date(2031, 3, 1))).scope.left_out)
    assert "1 incident whose date is not stated" in said
    assert "1 incident whose place is not stated" in " ".join(
        brief_view(material, pack, Filters(area="Norhal")).scope.left_out
    )
    assert "2 incidents beyond" not in said
    assert "beyond the 2 shown" in " ".join(brief_view(material, pack, Filters(limit=2)).scope.left_out)


def test_wrong_filters_are_the_users_to_mend(pack: Pack) -> None:
    material = made_material(pack)
    with pytest.raises(UserError) as wrong:
        brief_view(material, pack, Filters(area="Mirgah"))
    assert "Mirgarh" in wrong.value.hint
    with pytest.raises(UserError):
        brief_view(material, pack, Filters(document="nothing"))
    with pytest.raises(UserError):
        brief_view(material, pack, Filters(since=date(2031, 3, 2), until=date(2031, 3, 1)))


def test_disputed_claims_ties_and_movements(view: BriefView) -> None:
    tie = view.ties[0]
    assert (tie.source, tie.kind, tie.target) == ("Belistan", "arms", "Free Hills Movement")
    assert (tie.claim.affirmed, tie.claim.denied) == (1, 1)
    stops = [(s.role, s.name) for s in view.movements[0].stops]
    assert stops == [("from", "Belistan"), ("via", "Zarra Pass"), ("via", "Landai"), ("to", "Kotla")]
    assert view.movements[0].claim.words == "militants move from Belistan via Zarra Pass and Landai to Kotla"
    assert view.presences[0].words == "Free Hills Movement controls Shobar"


def test_propositions_of_claims_without_fields(pack: Pack) -> None:
    claim = replace(made_material().claims[0], actors=(), recipients=(), mode=None)
    assert proposition(claim) == "an unnamed actor is tied to an unnamed party"


def test_single_origins_count_copies_once(view: BriefView) -> None:
    anchors = {anchor for o in view.singles for anchor, _ in o.items}
    market = next(r for r in view.incidents if r.id == "i100000000001")
    assert f"incident-{market.number}" not in anchors
    assert len([a for a in anchors if a.startswith("incident")]) == 4


def test_labels_name_who_imposes_and_who_only_quotes(view: BriefView) -> None:
    (label,) = view.labels
    assert (label.words, label.name, label.imposed_by) == ("hill bandits", "Free Hills Movement", "Amarra")
    assert label.uses == (("Amarra Daily", 0, 1), ("Voice of Amarra", 0, 1))


def test_one_document_sentence_by_sentence(pack: Pack) -> None:
    view = brief_view(made_material(pack), pack, Filters(document="d1")).document
    assert view is not None
    assert [bool(s.codings) for s in view.sentences] == [True, True, False, False, False]
    assert view.sentences[4].reasons == ("a question",)
    text = made_material().documents["d1"].text
    for sentence in view.sentences:
        assert "".join(p.text for p in sentence.pieces) == text[sentence.start : sentence.end]
    marks = [(p.text, p.marks) for p in view.sentences[0].pieces if p.marks]
    assert ("exploded", ("trigger",)) in marks
    assert ("Mirgarh town", ("place",)) in marks
    assert marks[-2:] == [("police", ("actor", "voice")), (" said", ("voice",))]


def test_the_order_of_the_material_does_not_matter(pack: Pack) -> None:
    material = made_material(pack)
    turned = Material(
        dict(reversed(list(material.documents.items()))), dict(reversed(list(material.coded.items()))),
        tuple(reversed(material.incidents)), tuple(reversed(material.claims)), material.backend, pack,
    )  # fmt: skip
    assert brief_view(turned, pack) == brief_view(material, pack)


def test_empty_material(pack: Pack) -> None:
    view = brief_view(Material({}, {}), pack)
    assert view.judgements == ()
    assert timeline(view.incidents) is None


def test_a_brief_survives_what_has_been_forgotten(pack: Pack) -> None:
    material = made_material(pack)
    documents = {k: d for k, d in material.documents.items() if k != "d1"}
    coded = {k: c for k, c in material.coded.items() if k != "d1"}
    view = brief_view(replace(material, documents=documents, coded=coded), pack)
    assert len(view.incidents) == 6


def test_the_timeline_draws_days_and_intervals(view: BriefView) -> None:
    found = timeline(view.incidents)
    assert found is not None
    marks = {m.number: m for lane in found.lanes for m in lane.marks}
    assert set(marks) == {r.number for r in view.incidents}
    assert marks[1].exact
    assert not marks[2].exact
    assert all(0 <= m.start < m.end <= 1 for m in marks.values())


def test_what_is_recalled_from_before_the_period_stands_apart(pack: Pack) -> None:
    material = made_material(pack)
    old = replace(material.incidents[0], id="i8", earliest=date(2029, 5, 1), latest=date(2029, 5, 31))
    undated = replace(material.incidents[0], id="i9", earliest=None, latest=None)
    view = brief_view(replace(material, incidents=(old, undated, *material.incidents)), pack)
    assert [r.group for r in view.incidents] == ["current"] * 6 + ["undated", "before"]
    assert [r.number for r in view.incidents] == list(range(1, 9))
    assert view.scope.period == "6–22 March 2031"
    assert view.judgements[0].text.endswith("1 of them without a date. 1 more is recalled from before.")


def test_an_outlet_is_known_by_its_domain_and_alias(pack: Pack) -> None:
    document = made_material().documents["d1"]
    for change in ({"source": None}, {"source": "hpa"}, {"source": "HPA", "url": None}):
        assert source_of(replace(document, **change), pack).outlet == "Hill Press Agency"  # type: ignore[arg-type]
    stranger = replace(document, source="Somebody", url="https://hpa.example.org/")
    assert source_of(stranger, pack).outlet == "Somebody"


def test_marks_of_one_lane_do_not_cover_each_other(pack: Pack) -> None:
    first: Incident = made_material(pack).incidents[0]
    desk = Desk(made_material(pack), pack, Notes(made_material(pack), pack))
    rows = incident_rows([replace(first, id=f"i{n}") for n in range(5)], desk)
    found = timeline(rows)
    assert found is not None
    assert sorted(m.row for m in found.lanes[0].marks) == [0, 1, 2, 3, 4]


def test_points_are_only_for_exact_places(pack: Pack) -> None:
    shapes = shapes_of(pack)
    kinds = {i.id: (spot.kind if (spot := spot_of(i.place, shapes)) else None) for i in made_material(pack).incidents}
    assert list(kinds.values()) == ["point", "area", "area", "point", None, "circle"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//x.example",
        "ftp://x.example/",
        "http://", "https://user:pass@x.example/", "http://x.example/\"onmouseover=alert(1)", "http://x.example/<b>",
        "vbscript:x",
        "http://[::1", "", None, "file:///etc/hosts", "http://x.example/a b", "java\nscript:alert(1)",
    ],
)  # fmt: skip
def test_unsafe_addresses_are_not_linked(url: str | None) -> None:
    assert safe_url(url) is None


def test_safe_addresses_are() -> None:
    assert safe_url("https://x.example/a?b=c&d=é") == "https://x.example/a?b=c&d=é"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(5, 5, "5"), (5, None, "at least 5"), (None, 8, "up to 8"), (5, 8, "5–8"), (None, None, "an unstated number"),
     (3200, 3200, "3,200"), (0, 0, "0")],
)  # fmt: skip
def test_amounts(low: int | None, high: int | None, words: str) -> None:
    assert amount(low, high) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2031, 3, 6), date(2031, 3, 6), "6 March 2031"), (date(2031, 3, 5), date(2031, 3, 7), "5–7 March 2031"),
        (date(2031, 3, 30), date(2031, 4, 2), "30 March – 2 April 2031"),
        (date(2031, 3, 1), date(2031, 3, 31), "March 2031"),
        (date(2031, 1, 1), date(2031, 12, 31), "2031"),
        (date(2030, 12, 30), date(2031, 1, 2), "30 December 2030 – 2 January 2031"),
        (None, None, "date not stated"), (date(2031, 3, 6), None, "since 6 March 2031"),
    ],
)  # fmt: skip
def test_days(first: date | None, last: date | None, words: str) -> None:
    assert days(first, last) == words


def test_one_and_many() -> None:
    assert people(1, 1, "civilians", "killed") == "civilian killed"
    assert people(1, 1, "children", "killed") == "child killed"
    assert people(1, 2, "aid_workers", "killed") == "aid workers killed"
    assert people(3, 3, None, "") == ""


def test_unknown_codes_still_read() -> None:
    assert kind_of_happening("ASSAULT", "new-mode") == "Attack"
    assert kind_of_happening(None, None) == "Happening of unknown kind"


def test_no_pack_areas_means_circles_not_pins(tmp_path: Path) -> None:
    pack = made_pack(tmp_path / "bare")
    material = made_material(pack)
    district = next(i for i in material.incidents if i.place and i.place.where_prec == 3)
    spot = spot_of(district.place, {})
    assert spot
    assert (spot.kind, spot.metres) == ("circle", 30000.0)
