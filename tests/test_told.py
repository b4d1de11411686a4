"""What a model's propositions do to the rules' drafts, and when it is asked for them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from marsad.annotate.rules import RulesBackend
from marsad.annotate.rules.advice import Advice, Told
from marsad.annotate.rules.tokens import Token
from marsad.pack import Pack, load_pack
from marsad.values import Document, Frame, Mention, Span


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("afpak")


class Says:
    """An adviser with a fixed answer; each part is (role, words)."""

    def __init__(self, trigger: str, told: Told, *parts: tuple[str, str], always: bool = False) -> None:
        self.trigger, self.answer, self.parts, self.always = trigger, told, parts, always
        self.doubts: list[bool] = []

    def __call__(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> Advice | None:
        def told(in_doubt: bool) -> list[Told] | None:
            self.doubts.append(in_doubt)
            return [self._told(tokens)] if in_doubt or self.always else None

        return Advice(tuple(mentions), None, told)

    def _told(self, tokens: Sequence[Token]) -> Told:
        words = [t.text for t in tokens]
        parts = []
        for role, phrase in self.parts:
            span = phrase.split()
            first = next(i for i in range(len(words)) if words[i : i + len(span)] == span)
            parts.append((role, first, first + len(span) - 1, 0.9))
        given = self.answer
        return Told(words.index(self.trigger), given.shape, given.type, given.mode, given.probability, tuple(parts))


def frames(pack: Pack, adviser: Says, text: str) -> list[Frame]:
    (annotation,) = RulesBackend(pack, adviser).annotate(Document("d", text), [Span(0, len(text))])
    return list(annotation.frames)


def named(text: str, frame: Frame, role: str) -> list[str]:
    return [text[a.start : a.end] for a in frame.arguments if a.role == role]


UNKNOWN = "The Haqqani network gronked the Afghan Taliban in Khost."


def test_what_no_rule_knows_is_drafted_from_the_model(pack: Pack) -> None:
    says = Says(
        "gronked", Told(0, "event", "ACCUSE", "disapprove", 0.9), ("who", "Haqqani network"), ("whom", "Taliban")
    )
    (frame,) = [f for f in frames(pack, says, UNKNOWN) if f.type == "ACCUSE"]
    assert says.doubts == [True]
    assert frame.mode == "disapprove"
    assert named(UNKNOWN, frame, "actor") == ["Haqqani network"] or named(UNKNOWN, frame, "actor") == [
        "The Haqqani network"
    ]
    assert any("Taliban" in name for name in named(UNKNOWN, frame, "recipient"))


def test_a_model_that_is_not_sure_adds_nothing(pack: Pack) -> None:
    says = Says("gronked", Told(0, "event", "ACCUSE", None, 0.4), ("who", "Haqqani network"))
    assert not [f for f in frames(pack, says, UNKNOWN) if f.type == "ACCUSE"]


KNOWN = "Pakistan accused the Afghan Taliban on Monday."


def test_where_the_rules_are_sure_the_model_is_not_in_doubt(pack: Pack) -> None:
    says = Says("accused", Told(0, "event", "SUPPORT", None, 0.99))
    assert [f.type for f in frames(pack, says, KNOWN)] == ["ACCUSE"]
    assert says.doubts == [False]


def test_another_kind_counts_only_when_it_is_sure(pack: Pack) -> None:
    for probability, kind in ((0.99, "SUPPORT"), (0.5, "ACCUSE")):
        says = Says("accused", Told(0, "event", "SUPPORT", None, probability), always=True)
        assert [f.type for f in frames(pack, says, KNOWN)] == [kind]


def test_every_argument_is_a_mention_of_the_sentence(pack: Pack) -> None:
    says = Says("gronked", Told(0, "event", "ASSAULT", None, 0.9), ("who", "Haqqani network"), ("at", "Khost"))
    (annotation,) = RulesBackend(pack, says).annotate(Document("d", UNKNOWN), [Span(0, len(UNKNOWN))])
    known = {(m.start, m.end) for m in annotation.mentions}
    assert all((a.start, a.end) in known for f in annotation.frames for a in f.arguments)


def test_the_shape_of_a_type_is_the_rules(pack: Pack) -> None:
    says = Says("gronked", Told(0, "event", "ACCUSE", "allege", 0.9), ("who", "Haqqani network"), ("whom", "Taliban"))
    assert [f.shape for f in frames(pack, says, UNKNOWN) if f.type == "ACCUSE"] == ["position"]
    says = Says("gronked", Told(0, "event", "ACCUSE", "investigate", 0.9), ("who", "Haqqani network"))
    assert [f.shape for f in frames(pack, says, UNKNOWN) if f.type == "ACCUSE"] == ["event"]


def test_a_demand_keeps_its_shape_when_the_model_agrees(pack: Pack) -> None:
    text = "The Traders Forum requested the Afghan Taliban to open the gate."
    says = Says("requested", Told(0, "event", "REQUEST", "change", 0.95), always=True)
    (frame,) = [f for f in frames(pack, says, text) if f.type == "REQUEST"]
    assert frame.shape == "position"


def test_a_mode_of_another_type_is_left_out(pack: Pack) -> None:
    says = Says("gronked", Told(0, "event", "COERCE", "investigate", 0.9), ("who", "Haqqani network"), ("at", "Khost"))
    assert [(f.type, f.mode) for f in frames(pack, says, UNKNOWN)] == [("COERCE", None)]


@pytest.mark.parametrize("shape", ["tie", "position"])
def test_nothing_is_drafted_that_says_nothing(pack: Pack, shape: str) -> None:
    parts = (("who", "Haqqani network"), ("whom", "Taliban")) if shape == "tie" else (("whom", "Taliban"),)
    says = Says("gronked", Told(0, shape, None, None, 0.95), *parts)
    assert not frames(pack, says, UNKNOWN)


def test_a_tie_of_no_kind_does_not_take_an_accusations_place(pack: Pack) -> None:
    says = Says("accused", Told(0, "tie", None, None, 0.99), always=True)
    assert [f.type for f in frames(pack, says, KNOWN)] == ["ACCUSE"]


def test_nobody_does_it_to_himself(pack: Pack) -> None:
    text = "The Haqqani network gronked in Khost."
    says = Says(
        "gronked", Told(0, "event", "ASSAULT", None, 0.9), ("who", "Haqqani network"), ("whom", "Haqqani network")
    )
    (frame,) = frames(pack, says, text)
    assert named(text, frame, "actor") and not named(text, frame, "recipient")


def test_what_stands_behind_a_preposition_is_no_party(pack: Pack) -> None:
    text = "The Haqqani network gronked some militants near a post of the Afghan Taliban."
    says = Says(
        "gronked",
        Told(0, "event", "ASSAULT", None, 0.9),
        ("who", "Haqqani network"),
        ("whom", "some militants near a post of the Afghan Taliban"),
    )
    (frame,) = [f for f in frames(pack, says, text) if f.type == "ASSAULT"]
    assert not any("Taliban" in name for name in named(text, frame, "recipient"))
    assert named(text, frame, "recipient")


def test_a_position_that_nobody_takes_does_not_take_a_threats_place(pack: Pack) -> None:
    text = "Experts warn that Pakistan cannot afford complacency."
    says = Says("warn", Told(0, "position", None, None, 0.95), ("whom", "Pakistan"), always=True)
    assert not frames(pack, says, text)
