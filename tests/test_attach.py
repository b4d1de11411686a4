"""Which place is an event's: the component asked about any verb, coded or not."""

from __future__ import annotations

import pytest

from marsad.annotate import Locator, annotate, locate
from marsad.annotate.fake import FakeBackend
from marsad.annotate.rules.advice import Advice
from marsad.annotate.rules.backend import RulesBackend
from marsad.annotate.rules.placing import WEIGHTS
from marsad.errors import ContractError
from marsad.evaluate.event_location import gold_places
from marsad.pack import Pack, load_pack
from marsad.split import split
from marsad.values import Document, Mention, Span

CASES = """
Rebels *stormed* the town of Tal Zafran in the Idlib countryside. | Tal Zafran
Rebels stormed the town of Tal Zafran in the Idlib countryside, *killing* nine soldiers. | Tal Zafran
The army *launched* an offensive in rural Marovka, targeting the village of Tal Bersa. | Marovka
The army launched an offensive in rural Marovka, *targeting* the village of Tal Bersa. | Tal Bersa
The minister *said* in Kabul that four soldiers had been killed in Helmand. | Kabul
The minister said in Kabul that four soldiers had been *killed* in Helmand. | Helmand
Police in Quetta *said* gunmen had killed two miners in Turbat. |
Islamabad *said* that its jets had struck two camps in Khost. |
The wounded were *taken* to a hospital in Peshawar. | Peshawar
Protesters *marched* through Multan. | Multan
The bus *left* Kandahar and was ambushed near Qalat. | Kandahar
The bus left Kandahar and was *ambushed* near Qalat. | Qalat
Taliban fighters *seized* Ghazni's Andar district on Friday. | Andar
The talks *began* in the Khyber town of Bara. | Bara
Nine people *died* when gunmen opened fire on a bus in Mastung. | Mastung
Six soldiers were *killed* in clashes between troops and insurgents in Panjgur. | Panjgur
In the village of Karzun, militants *burned* a school. | Karzun
Troops *shelled* Sorkan and Bamel villages near the river. | Sorkan, Bamel
He *told* Jan Zaber that the road was closed. |
Women *waited* outside the Kahrez Hospital in Kabul. | Kahrez Hospital
The Quetta Shura *met* in Doha. | Doha
Militants *burned* ISIS-held villages. |
They *raided* Maxwell offices in two cities. |
The council *met*. |
A bomb exploded in Lashkar Gah. Police *sealed* the city. | Lashkar Gah
A bomb exploded in Lashkar Gah. Police arrested six men and *questioned* them there. | Lashkar Gah
A bomb exploded in Lashkar Gah. Police *praised* the minister. |
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("afpak")


@pytest.fixture(scope="module")
def rules(pack: Pack) -> RulesBackend:
    return RulesBackend(pack)


def asked(backend: RulesBackend | FakeBackend, marked: str) -> list[str]:
    """The places that a backend gives for the word between asterisks."""
    before, verb, after = marked.split("*")
    document = Document("d", before + verb + after)
    trigger = Span(len(before), len(before) + len(verb))
    return [document.text[a:b] for a, b in locate(backend, document, split(document.text), trigger)]


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_a_verb_has_the_place_of_its_own_event(rules: RulesBackend, case: str) -> None:
    marked, _, places = case.partition(" | ") if " | " in case else (case.rstrip(" |"), "", "")
    assert asked(rules, marked) == [p for p in places.split(", ") if p]


def test_statements_get_their_places_from_the_same_code(rules: RulesBackend) -> None:
    text = "Militants attacked a post in Wana, and a bomb wounded two traders in Tank."
    found = annotate(rules, Document("d", text), split(text))[0]
    for frame in found.frames:
        told = [text[a.start : a.end] for a in frame.arguments if a.role == "at"]
        before, after = text[: frame.trigger.start], text[frame.trigger.end :]
        assert told == asked(rules, f"{before}*{text[frame.trigger.start : frame.trigger.end]}*{after}")
    assert [m.text for m in found.mentions if m.kind == "place"] == ["Wana", "Tank"]


def test_an_unknown_name_becomes_a_mention_only_where_no_persons_name_stands(rules: RulesBackend) -> None:
    def places(text: str) -> list[str]:
        return [
            m.text for a in annotate(rules, Document("d", text), split(text)) for m in a.mentions if m.kind == "place"
        ]

    assert places("Gunmen killed two traders in Marovka.") == ["Marovka"]
    assert places("Gunmen killed two traders near Tal Bersa.") == ["Tal Bersa"]
    assert places("Gunmen killed two traders in Tal  Bersa district.") == ["Tal  Bersa"]
    assert places("Gunmen killed Jan Zaber.") == []
    assert places("The raid led to the capture of Jan Zaber, a Logar-based commander.") == ["Logar"]
    assert places("Gunmen killed two traders and Jan Zaber.") == []
    assert places("Gunmen killed two aides of Jan Zaber.") == []
    assert places("Gunmen killed two friends of Mr. Zaber in Swat.") == ["Swat"]


def test_a_backend_that_cannot_be_asked_answers_by_its_frames(pack: Pack) -> None:
    fake = FakeBackend(pack)
    assert not isinstance(fake, Locator)
    assert asked(fake, "Militants *attacked* Wana.") == ["Wana"]
    assert asked(fake, "Militants attacked Wana and *left*.") == []


def test_places_outside_of_the_text_are_a_breach(pack: Pack) -> None:
    class Wild(FakeBackend):
        def locate(self, document: Document, sentences: object, trigger: Span) -> tuple[Span, ...]:
            return (Span(0, 999),)

    with pytest.raises(ContractError, match="not in the text"):
        asked(Wild(pack), "Militants *attacked*.")


@pytest.mark.parametrize(
    ("first", "second", "place"), [(0.01, 0.99, ["Hub"]), (0.001, 0.001, []), (0.5, 0.5, ["Wana"])]
)
def test_a_models_word_weighs_with_the_rules(pack: Pack, first: float, second: float, place: list[str]) -> None:
    """Where it is sure, of the second name or of none, that stands; where it cannot say, the rules decide."""

    def adviser(text: str, tokens: object, mentions: list[Mention]) -> Advice:
        return Advice(tuple(mentions), lambda _, places: [first] * (len(places) - 1) + [second])

    backend = RulesBackend(pack, adviser)  # type: ignore[arg-type]
    assert asked(backend, "Clashes in Wana left two *dead* near the road that leads to Hub.") == place


def test_a_model_is_not_asked_where_the_rules_are_sure(pack: Pack) -> None:
    def never(_: int, places: object) -> list[float]:
        raise AssertionError("asked")

    def adviser(text: str, tokens: object, mentions: list[Mention]) -> Advice:
        return Advice(tuple(mentions), never)

    backend = RulesBackend(pack, adviser)  # type: ignore[arg-type]
    assert asked(backend, "Gunmen *attacked* a post in Wana after a man from Hub fled.") == ["Wana"]


def test_gold_places_may_be_token_numbers() -> None:
    tokens = [[0, 2], [3, 8], [9, 11], [12, 15], [16, 20]]
    row = {
        "tokens": tokens,
        "spans": [
            {"label": "VERB", "start": 3, "end": 8, "token_start": 1, "token_end": 1},
            {"label": "LOCATION", "start": 3, "end": 4, "token_start": 3, "token_end": 4},
            {"label": "LOCATION", "start": 4, "end": 4, "token_start": 4, "token_end": 4},
            {"label": "LOCATION", "start": 12, "end": 15, "token_start": 3, "token_end": 3},
            {"label": "LOCATION", "start": 0, "end": 0, "token_start": 5, "token_end": 5},
        ],
    }
    assert list(gold_places(row)) == [Span(12, 20), Span(16, 20), Span(12, 15)]


def test_weights_are_of_a_size_that_can_be_read() -> None:
    assert all(abs(weight) < 10 and round(weight, 1) == weight for weight in WEIGHTS.values())
