"""What the model's names add to the rules' mentions and take from them; when it is read at all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from marsad.annotate.encoder.adviser import EncoderAdviser
from marsad.annotate.encoder.eventheads import KINDS_OF_EVENT
from marsad.annotate.encoder.heads import Floats
from marsad.annotate.encoder.model import NameSpan, Reading
from marsad.annotate.rules import RulesBackend
from marsad.pack import Pack, load_pack
from marsad.values import Document, Span


class Told(Reading):
    """A reading whose names are given."""

    found: tuple[NameSpan, ...] = ()

    @property
    def spans(self) -> tuple[NameSpan, ...]:  # type: ignore[override]
        return self.found

    @property
    def kinds(self) -> Floats:  # type: ignore[override]
        """No word tells of anything."""
        rows = np.zeros((len(self.words), len(KINDS_OF_EVENT)), np.float32)
        rows[:, 0] = 1.0
        return rows

    def place_scores(self, trigger: int, spans: Sequence[tuple[int, int]]) -> list[float]:
        return [0.5] * len(spans)


class Model:
    """Finds the given names wherever their words stand."""

    def __init__(self, *names: tuple[str, str, float]) -> None:
        self.names = names
        self.read_sentences: list[list[str]] = []

    def may_tell(self, words: Sequence[str]) -> bool:
        return False

    def read(self, words: Sequence[str]) -> Reading:
        self.read_sentences.append(list(words))
        reading = Told(tuple(words), np.zeros((len(words), 1), np.float32), np.zeros(1, np.float32), {}, {})
        found = []
        for name, kind, probability in self.names:
            parts = name.split()
            for i in range(len(words) - len(parts) + 1):
                if list(words[i : i + len(parts)]) == parts:
                    found.append(NameSpan(i, i + len(parts) - 1, kind, probability))
        object.__setattr__(reading, "found", tuple(found))
        return reading


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("afpak")


def mentions(pack: Pack, model: Model, text: str) -> list[tuple[str, str]]:
    backend = RulesBackend(pack, EncoderAdviser(model))
    (annotation,) = backend.annotate(Document("d", text), [Span(0, len(text))])
    return [(m.text, m.kind) for m in annotation.mentions if m.kind in ("place", "actor")]


def test_unknown_places_and_organisations_are_added(pack: Pack) -> None:
    model = Model(("Tal Qarsa", "PLACE", 0.9), ("Ansar Jund", "ORG", 0.9))
    found = mentions(pack, model, "Fighters of Ansar Jund shelled Tal Qarsa on Monday.")
    assert ("Tal Qarsa", "place") in found
    assert ("Ansar Jund", "actor") in found


def test_what_the_model_doubts_is_not_added(pack: Pack) -> None:
    assert ("Qarsa", "place") not in mentions(
        pack, Model(("Qarsa", "PLACE", 0.3)), "The men said that Qarsa was quiet."
    )


def test_a_word_in_small_letters_is_no_name(pack: Pack) -> None:
    model = Model(("hujra", "PLACE", 0.9), ("Zarkhel", "PLACE", 0.9))
    names = mentions(pack, model, "Elders of Zarkhel met at a hujra and left.")
    assert ("Zarkhel", "place") in names and ("hujra", "place") not in names


def test_persons_leave_nothing_behind(pack: Pack) -> None:
    model = Model(("Bannu Qarsani", "PERSON", 0.95))
    found = mentions(pack, model, "The talks were led by Bannu Qarsani, an elder.")
    assert not any("Bannu" in text or "Qarsani" in text for text, _ in found)


def test_the_pack_keeps_its_names(pack: Pack) -> None:
    model = Model(("Wana", "ORG", 0.95), ("Qarsa", "PLACE", 0.9))
    assert ("Wana", "place") in mentions(pack, model, "Militants attacked a post in Wana and Qarsa.")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Militants attacked a post in Wana on Monday.", 0),
        ("For Immediate Release", 0),
        ("The IED hit a car in Wana.", 0),
        ("Militants attacked a post in Qarsa.", 1),
    ],
)
def test_the_model_reads_only_where_it_can_add(pack: Pack, text: str, read: int) -> None:
    model = Model()
    mentions(pack, model, text)
    assert len(model.read_sentences) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The elders spoke at length.", 1),  # no event known to the rules, but somebody and a verb
        ("It was seen that all had gone well.", 0),  # nobody, nowhere, none
        ("Provincial council of Khost", 0),  # no verb
    ],
)
def test_the_model_is_asked_only_where_what_it_tells_can_stand(pack: Pack, text: str, read: int) -> None:
    class Open(Model):
        def may_tell(self, words: Sequence[str]) -> bool:
            return True

    model = Open()
    mentions(pack, model, text)
    assert len(model.read_sentences) == read


def test_a_surname_that_the_text_gives_in_full_is_no_place(pack: Pack) -> None:
    backend = RulesBackend(pack, EncoderAdviser(Model(("Qarsani", "PLACE", 0.9))))
    text = "The elder was called Dobar Qarsani. Later Qarsani went home."
    sentences = [Span(0, 35), Span(36, len(text))]
    found = [m for a in backend.annotate(Document("d", text), sentences) for m in a.mentions]
    assert not any("Qarsani" in m.text for m in found if m.kind in ("place", "actor"))


def test_nothing_happens_in_a_person(pack: Pack) -> None:
    """Even where the model likes the name as a scene: a person is nowhere."""

    class Fond(Told):
        def place_scores(self, trigger: int, spans: Sequence[tuple[int, int]]) -> list[float]:
            return [0.99] * len(spans)

    class FondModel(Model):
        def read(self, words: Sequence[str]) -> Reading:
            found = super().read(words)
            fond = Fond(found.words, found.states, found.mean, {}, {})
            object.__setattr__(fond, "found", found.spans)
            return fond

    backend = RulesBackend(pack, EncoderAdviser(FondModel(("Dobar Qarsani", "PERSON", 0.9))))
    text = "Gunmen killed two aides of Dobar Qarsani."
    (annotation,) = backend.annotate(Document("d", text), [Span(0, len(text))])
    assert not any("Qarsani" in text[a.start : a.end] for f in annotation.frames for a in f.arguments if a.role == "at")
