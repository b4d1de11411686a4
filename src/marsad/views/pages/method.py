"""How it is done: scales, settings, versions, and whose facts are used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.settings import SETTINGS, Settings
from marsad.views.wording import CREDIBILITIES, MODALITIES, SOURCE_CLASSES, WHEN, WHERE


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting with its value here."""

    name: str
    value: str
    is_default: bool
    help: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose facts are used, for what, under which terms."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Codes with what they mean."""

    name: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What the workbench is made with: versions, the pack, the key under which it was resolved."""

    version: str
    backend: str
    pack: str
    pack_name: str
    key: str | None


@dataclass(frozen=True, slots=True)
class MethodPage:
    """How the workbench comes to what it shows."""

    made: Made
    settings: tuple[SettingRow, ...]
    scales: tuple[Scale, ...]
    credits: tuple[Credit, ...]


def method_page(made: Made, settings: Settings, credits_: Sequence[Credit]) -> MethodPage:
    """The page of the method."""
    rows = tuple(SettingRow(s.name, str(settings[s.name]), settings[s.name] == s.default, s.help) for s in SETTINGS)
    return MethodPage(made, rows, scales(), tuple(credits_))


def scales() -> tuple[Scale, ...]:
    """Every scale that pages use, in the order in which the page explains them."""
    return (
        _scale("source", SOURCE_CLASSES), _scale("credibility", CREDIBILITIES), _scale("modality", MODALITIES),
        _scale("where", WHERE), _scale("when", WHEN),
    )  # fmt: skip


def _scale(name: str, codes: Mapping[Any, str]) -> Scale:
    return Scale(name, tuple((str(code), words) for code, words in codes.items()))
