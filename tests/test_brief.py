"""The brief as a page: everything is there, nothing is fetched, nothing in a document becomes markup."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser
from markdown_it import MarkdownIt

from made_material import REPORTS, made_material, made_pack
from marsad.brief import render_html, render_markdown
from marsad.brief.figures import OUTSIDE, incident_map
from marsad.brief.render import escape_markdown
from marsad.pack import Pack
from marsad.values import Span
from marsad.views import BriefView, Filters, Material, brief_view
from marsad.views.shapes import shapes_of, spot_of
from marsad.views.wording import REASONS

TEMPLATES = Path(__file__).parent.parent / "src" / "marsad" / "brief" / "templates"
VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><iframe src=//x.example>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "<!--<script>",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>",
    "\u202e<b>x",
    "<a href='javascript:alert(1)'>x</a>",
    "<form action=//x.example><input name=a>",
    "<base href=//x.example>",
    "`<b>`",
    "<meta http-equiv=refresh>",
]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return made_pack(tmp_path_factory.mktemp("amarra") / "pack")


@pytest.fixture(scope="module")
def view(pack: Pack) -> BriefView:
    return brief_view(made_material(pack), pack)


@pytest.fixture(scope="module")
def page(view: BriefView, pack: Pack) -> str:
    return render_html(view, pack)


def test_nothing_is_fetched_and_nothing_runs(page: str) -> None:
    tree = parser.fromstring(page)
    assert not tree.xpath("//script|//link|//img|//iframe|//object|//embed|//form|//base|//image|//use")
    assert not re.search(r"url\(\s*['\"]?(?!#)", page)
    assert "@import" not in page
    assert not [a for a in tree.xpath("//@*") if a.attrname.startswith("on")]
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")


def test_only_addresses_of_documents_lead_out(page: str) -> None:
    tree = parser.fromstring(page)
    out = [a for a in tree.xpath("//a") if not a.get("href").startswith("#")]
    assert out
    for link in out:
        assert link.get("href").startswith("https://")
        assert link.get("rel") == "noopener noreferrer nofollow"
    assert "javascript:" not in page


def test_every_link_inside_the_page_has_a_goal(page: str) -> None:
    tree = parser.fromstring(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    inside = {h[1:] for h in tree.xpath("//a/@href") if h.startswith("#")}
    assert inside <= set(ids)
    assert any(h.startswith("note-") for h in inside)


def test_every_note_is_there_with_offsets_and_voice(page: str, view: BriefView) -> None:
    tree = parser.fromstring(page)
    for note in view.notes:
        (item,) = tree.xpath(f"//li[@id='note-{note.number}']")
        text = item.text_content()
        assert f"characters {note.start}–{note.end} of {note.source.document}" in text
        assert note.source.outlet in text
        assert "".join(p.text for p in note.pieces) in text
        assert item.xpath(".//a[@class='back']")


def test_the_page_says_what_it_must(page: str) -> None:
    text = " ".join(parser.fromstring(page).text_content().split())
    for words in [
        "5–8 civilians killed (best 6)", "According to police, quoted by Hill Press Agency, in Amarra Daily",
        "Not on the map", "no place is stated", "rival claims", "contested", "hill bandits",
        "militants move from Belistan via Zarra Pass and Landai to Kotla", "known only to the province",
        "Made with Marsad",
    ]:  # fmt: skip
        assert words in text, words


def test_landmarks_headings_and_tables_for_those_who_do_not_see(page: str) -> None:
    tree = parser.fromstring(page)
    assert tree.get("lang") == "en"
    assert tree.xpath("count(//main)=1") and tree.xpath("//header") and tree.xpath("//nav[@aria-label]")
    assert tree.xpath("count(//h1)=1")
    assert all(t.xpath("./caption") and t.xpath(".//th[@scope='col']") for t in tree.xpath("//table"))
    levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4")]
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    for drawing in tree.xpath("//*[local-name()='svg']"):
        assert drawing.get("aria-hidden") or drawing.get("aria-labelledby") or drawing.xpath("ancestor::*[@role='img']")


def test_colours_have_contrast(page: str) -> None:
    style = page[page.index("<style>") : page.index("</style>")]
    style, _ = style.split("@media print")
    light, dark = (dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", part)) for part in style.split("color-scheme:dark"))
    for colours in (light, dark):
        for ink in ("ink", "soft", "accent", "warn"):
            for ground in ("paper", "card", "faint"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        for name, colour in colours.items():
            if name.startswith("f-"):
                assert contrast(colour, colours["on"]) >= 4.5, name
                assert contrast(colour, colours["card"]) >= 3, name
            if name.startswith("m-") or name == "quote":
                assert contrast(colours["ink"], colour) >= 4.5, name


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio of two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def hostile(vector: str, pack: Pack) -> Material:
    """The case with a vector wherever a document can put one: text, title, source, address, label, names of voices."""
    text = REPORTS["d1"][4]
    poisoned = vector + text
    fields = {
        "text": poisoned,
        "title": vector,
        "source": vector,
        "url": f"https://x.example/{vector}",
        "language": vector,
    }
    material = made_material(pack, d1=fields)
    shift = len(vector)
    d1 = material.coded["d1"]
    said = tuple(
        replace(
            s, evidence=tuple(Span(0, e.end + shift) for e in s.evidence), quote=vector,
            trigger=Span(s.trigger.start + shift, s.trigger.end + shift) if s.trigger else None,
            voice=tuple(replace(v, name=vector) for v in s.voice),
        )
        for s in d1.statements
    )  # fmt: skip
    mentions = tuple(replace(m, start=0, end=shift, name=vector, label=vector, text=vector) for m in d1.mentions[:1])
    coded = {**material.coded, "d1": replace(d1, statements=said, mentions=mentions, title=vector, source=vector)}
    names = tuple(replace(i, actors=tuple(replace(p, name=vector) for p in i.actors)) for i in material.incidents)
    return replace(material, coded=coded, incidents=names)


def shape_of(page: str) -> tuple[list[str], set[str]]:
    tree = parser.fromstring(page)
    return sorted({str(e.tag) for e in tree.iter() if isinstance(e.tag, str)}), {
        str(a.attrname) for a in tree.xpath("//@*")
    }


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("document", [None, "d1"])
def test_nothing_in_a_document_becomes_markup(vector: str, document: str | None, pack: Pack) -> None:
    filters = Filters(document=document)
    calm = shape_of(render_html(brief_view(hostile("calm words", pack), pack, filters), pack))
    page = render_html(brief_view(hostile(vector, pack), pack, filters), pack)
    assert shape_of(page) == calm or set(shape_of(page)[0]) <= set(calm[0])
    tree = parser.fromstring(page)
    assert not tree.xpath("//script|//img|//iframe|//form|//base|//math|//input")
    assert not [a for a in tree.xpath("//@*") if a.attrname.startswith("on")]
    assert all(h.startswith(("#", "https://")) for h in tree.xpath("//a/@href"))
    assert len(tree.xpath("//title")) - len(tree.xpath("//*[local-name()='svg']//*[local-name()='title']")) == 1


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_in_a_document_becomes_markup_in_markdown(vector: str, pack: Pack) -> None:
    text = render_markdown(brief_view(hostile(vector, pack), pack), pack)
    shown = parser.fromstring("<div>" + MarkdownIt("commonmark").enable("table").render(text) + "</div>")
    assert not shown.xpath("//script|//img|//iframe|//form|//base|//math|//svg|//input|//b")
    assert all(h.startswith("https://") for h in shown.xpath("//a/@href"))


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_escaped_markdown_shows_the_words_as_written(text: str) -> None:
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for before in ("", "x "):
        found = parser.fromstring("<div>" + markdown.render(before + escape_markdown(text)) + "</div>")
        assert not found.xpath("//div//*[not(self::p)]")


def test_templates_never_switch_escaping_off() -> None:
    for path in TEMPLATES.glob("*.j2"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"\|\s*safe\b|autoescape|Markup", text.replace("{# Every value is escaped: autoescape is on", "")
        ), path


def test_right_to_left_text_is_isolated(pack: Pack) -> None:
    page = render_html(brief_view(made_material(pack), pack, Filters(document="d8")), pack)
    tree = parser.fromstring(page)
    arabic = [e for e in tree.iter("bdi") if "الطريق" in (e.text_content() or "")]
    assert arabic
    assert all(e.get("dir") == "auto" for e in arabic)


def test_one_document_shows_each_sentence_or_the_reason(pack: Pack) -> None:
    page = render_html(brief_view(made_material(pack), pack, Filters(document="d1")), pack)
    tree = parser.fromstring(page)
    sentences = tree.xpath("//ol[@class='sentences']/li")
    assert len(sentences) == 5
    assert "Not coded: a question" in sentences[4].text_content()
    assert sentences[0].xpath(".//span[contains(@class,'m-trigger')]")[0].text == "exploded"


def test_the_map_draws_points_only_for_exact_places(view: BriefView, pack: Pack) -> None:
    found = incident_map(view.incidents, pack)
    assert found is not None
    exact = {int(b.text) for b in found.badges if b.exact}
    assert exact == {r.number for r in view.incidents if r.place and r.place.where_prec == 1}
    assert [row.number for row, _ in found.off] == [r.number for r in view.incidents if r.place is None]
    assert {b.text for b in found.badges} | {str(r.number) for r, _ in found.off} == {
        str(r.number) for r in view.incidents
    }


def test_badges_on_the_map_do_not_cover_each_other(view: BriefView, pack: Pack) -> None:
    found = incident_map(view.incidents, pack)
    assert found is not None
    for a in found.badges:
        for b in found.badges:
            assert a is b or abs(a.x - b.x) + abs(a.y - b.y) > 20


def test_a_crowd_at_one_place_shares_a_badge(view: BriefView, pack: Pack) -> None:
    row = view.incidents[0]
    found = incident_map([replace(row, number=n) for n in range(1, 9)], pack)
    assert found is not None
    assert [b.text for b in found.badges] == ["×8"]


def test_on_a_busy_map_neighbours_share_a_badge(view: BriefView, pack: Pack) -> None:
    row = view.incidents[0]
    assert row.place
    places = [replace(row.place, lat=33.0 + n * 0.0002, lon=70.0 + n % 7 * 0.1, link=None) for n in range(42)]
    found = incident_map([replace(row, number=n, place=p) for n, p in enumerate(places, 1)], pack)
    assert found is not None
    assert sum(int(b.text.removeprefix("×")) for b in found.badges) == 42
    assert len(found.badges) == 7


def test_a_lone_far_place_does_not_shrink_the_map(view: BriefView, pack: Pack) -> None:
    row = view.incidents[0]
    assert row.place
    near = [replace(row, number=n, place=replace(row.place, lon=70 + n * 0.05, link=None)) for n in range(1, 20)]
    far = replace(row, number=20, place=replace(row.place, lat=20.0, lon=40.0, link=None))
    found = incident_map([*near, far], pack)
    assert found is not None
    assert [(r.number, why) for r, why in found.off] == [(20, OUTSIDE)]
    assert found.ground.extent.west > 60


def test_a_country_is_no_pin(view: BriefView, pack: Pack) -> None:
    row = view.incidents[0]
    assert row.place
    country = replace(row.place, where_prec=6, link="xa")
    assert spot_of(country, shapes_of(pack)) is None
    assert incident_map([replace(row, place=country)], pack) is None


def test_an_empty_brief_is_a_page_all_the_same(pack: Pack) -> None:
    view = brief_view(Material({}, {}), pack)
    assert "Nothing was found" in render_html(view, pack)
    assert "Nothing was found" in render_markdown(view, pack)


def test_every_reason_code_has_plain_words() -> None:
    table = (Path(__file__).parent.parent / "docs" / "coding.md").read_text(encoding="utf-8")
    codes = re.findall(r"^\| `([a-z_]+)` \|", table.split("## Reason codes")[1].split("\n## ")[0], re.M)
    assert codes
    assert set(codes) <= set(REASONS)


def test_markdown_says_the_same(view: BriefView, pack: Pack) -> None:
    text = render_markdown(view, pack)
    assert "5–8 civilians killed (best 6)" in text
    assert "According to police, quoted by Hill Press Agency, in Amarra Daily" in text
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    defined = set(re.findall(r"^\[\^(\d+)\]:", text, re.M))
    assert used <= defined
    assert defined == {str(n.number) for n in view.notes}


def test_the_same_view_gives_the_same_page(view: BriefView, pack: Pack, page: str) -> None:
    assert render_html(view, pack) == page
