"""The document that the project began with: what must be read out of it.

Runs where the development data lies beside the repository.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from marsad.annotate.rules import RulesBackend
from marsad.pack import load_pack
from marsad.pipeline import Coder
from marsad.values import Coded, Document, Statement
from rules_cases import told

ARTICLE = Path(__file__).parents[2] / "shared" / "data" / "founding_article.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the development data folder is missing")


@pytest.fixture(scope="module")
def coded() -> Coded:
    pack = load_pack("afpak")
    text = ARTICLE.read_text(encoding="utf-8")
    return Coder(RulesBackend(pack), pack).code(Document("d0", text, published=date(2025, 12, 1), source="Example"))


def links(statement: Statement, role: str) -> list[str]:
    if role in ("actors", "recipients"):
        return [p.link or p.name for p in getattr(statement, role)]
    return [p.link or p.name for p in statement.places if p.role == role]


def one(coded: Coded, holds: Callable[[Statement], bool]) -> Statement:
    found = [s for s in coded.statements if holds(s)]
    assert len(found) == 1, "\n".join(told(s) for s in found) or "none"
    return found[0]


def with_count(coded: Coded, number: int) -> Statement:
    return one(coded, lambda s: any(c.low == c.high == number for c in s.counts))


def test_offsets_are_exact(coded: Coded) -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    assert all(s.quote == " … ".join(text[a:b] for a, b in s.evidence) for s in coded.statements)
    assert not coded.problems


@pytest.mark.parametrize(("number", "kind", "type_"), [(3200, "released", "RETREAT"), (4300, "other", "CONCEDE")])
def test_the_two_figures_are_estimates(coded: Coded, number: int, kind: str, type_: str) -> None:
    figure = with_count(coded, number)
    assert (figure.shape, figure.type) == ("figure", type_)
    assert [c.kind for c in figure.counts] == [kind]
    assert [(v.kind, v.name) for v in figure.voice[:-1]] == [("unspecified", "estimates")]
    assert figure.modality == "possible"


def test_the_release_by_the_taliban(coded: Coded) -> None:
    release = one(coded, lambda s: s.mode == "release" and "afghan-taliban" in links(s, "actors"))
    assert [(c.kind, c.low, c.high) for c in release.counts] == [("released", 1000, None)]
    assert [v.kind for v in release.voice] == ["unspecified", "outlet"]


def test_the_route_is_one_movement(coded: Coded) -> None:
    route = one(coded, lambda s: s.shape == "movement" and bool(links(s, "via")))
    khyber, peshawar = "pk.kp.khyber.", "pk.kp.peshawar."
    assert links(route, "from") == [khyber + "tirah-valley"]
    assert links(route, "via") == [khyber + "bara", peshawar + "achini", peshawar + "sarband"]
    assert links(route, "to") == [peshawar + "peshawar"]
    assert route.voice[0].kind == "official_anonymous"


def attacks(coded: Coded) -> Iterator[Statement]:
    return (s for s in coded.statements if s.type == "ASSAULT" and s.shape == "event")


def test_the_attacks_name_what_was_attacked_and_where(coded: Coded) -> None:
    targets = {link for s in attacks(coded) for link in links(s, "recipients")}
    assert "pk.frontier-constabulary" in targets
    wheres = {place for s in attacks(coded) for place in links(s, "at")}
    assert {"pk.kp.south-waziristan.wana", "pk.is.islamabad", "pk.kp.peshawar.peshawar"} <= wheres


@pytest.mark.xfail(strict=False, reason="a list of targets, each with its own place, is cut short")
def test_three_attacks_are_three(coded: Coded) -> None:
    one(coded, lambda s: s.type == "ASSAULT" and links(s, "at") == ["pk.kp.south-waziristan.wana"])
    one(coded, lambda s: s.type == "ASSAULT" and links(s, "at") == ["pk.is.islamabad"])
    constabulary = [s for s in attacks(coded) if "pk.frontier-constabulary" in links(s, "recipients")]
    assert not any("pk.kp.south-waziristan.wana" in links(s, "at") for s in constabulary)


def test_presence_in_four_provinces(coded: Coded) -> None:
    presence = one(coded, lambda s: s.shape == "presence" and links(s, "actors") == ["iskp"])
    assert presence.mode == "controls"
    assert set(links(presence, "at")) == {"af.paktia", "af.paktika", "af.khost", "af.nimroz"}


def test_the_alleged_links_keep_their_voice(coded: Coded) -> None:
    tie = one(coded, lambda s: s.shape == "tie" and "il.state" in links(s, "actors") + links(s, "recipients"))
    assert links(tie, "actors") == ["afghan-taliban"]
    assert set(links(tie, "recipients")) == {"in.state", "il.state"}
    assert "official_anonymous" in [v.kind for v in tie.voice]
    assert tie.modality in ("alleged", "possible")


def test_the_warnings_of_states(coded: Coded) -> None:
    warning = one(coded, lambda s: s.shape == "position" and "dk.state" in links(s, "actors"))
    assert set(links(warning, "actors")) == {"ru.state", "cn.state", "dk.state", "eu"}
    assert links(warning, "recipients") == ["af.state"]


def test_the_meetings_with_iran(coded: Coded) -> None:
    found = [s for s in coded.statements if s.type == "CONSULT"]
    pairs = [set(links(s, "actors") + links(s, "recipients")) for s in found]
    assert any({"ir.state", "pk.state"} == p for p in pairs)
    assert any({"pk.state", "ir.state", "cn.state", "ru.state"} == p for p in pairs)


def test_ties_between_the_taliban_and_the_ttp(coded: Coded) -> None:
    ties = [s for s in coded.statements if s.shape == "tie" and links(s, "actors") == ["afghan-taliban"]]
    assert any("ttp" in links(s, "recipients") and s.voice[0].kind != "outlet" for s in ties)
    assert {"supports", "patronises"} <= {s.mode for s in ties}


def test_most_is_opinion_and_stays_uncoded(coded: Coded) -> None:
    assert 0.4 <= len(coded.uncoded) / len(coded.sentences) <= 0.75
    must = [
        s
        for s in coded.statements
        if s.shape == "event" and s.type in ("ASSAULT", "RETREAT") and s.modality == "asserted"
    ]
    assert len(must) <= 5
