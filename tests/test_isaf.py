"""How a page of releases is summed up: tellings of one operation are compared and not added."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from marsad.evaluate import isaf
from marsad.pipeline import Coder
from marsad.pipeline.pipe import PipeTask
from marsad.settings import Settings
from marsad.values import Document

HEAD = "2014-03-S-{n:03}\n\nKABUL, Afghanistan (March {day}, 2014)\n"


@pytest.fixture(scope="module")
def coder() -> Coder:
    return PipeTask(Settings.of(backend="rules/1")).coder()


def recorded(coder: Coder, text: str, day: int = 12) -> dict[str, Any]:
    text = HEAD.format(n=7, day=day) + text
    return isaf.record(coder.code(Document("r", text)), text, date(2014, 3, day))


CAPTURED = [
    ("Forces in Khost province detained a financier and two insurgents yesterday. They detained the financier at home "
     "along with two of his associates.", 3),
    ("Forces in Khost province arrested a Taliban leader yesterday. The force also detained several insurgents.", 4),
    ("Forces in Khost province arrested a Taliban leader yesterday. Three suspected insurgents were detained in the "
     "search.", 4),
    ("Forces in Khost province detained a courier and several insurgents yesterday. Two of his associates were also "
     "detained.", 4),
    ("Forces in Khost province detained four insurgents, including a commander, yesterday.", 4),
    ("Forces in Khost province detained two insurgents yesterday. Since May, forces have detained 140 insurgents.", 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "people"), CAPTURED)
def test_tellings_are_compared_and_additions_added(coder: Coder, text: str, people: int) -> None:
    assert recorded(coder, text)["min_captured"] == people


def test_other_attacks_and_regions_are_not_the_operation(coder: Coder) -> None:
    found = recorded(
        coder,
        "Dozens of insurgents were killed in Afghanistan yesterday. In Khost district, Khost province, a patrol killed "
        "two insurgents yesterday. A bomb killed nine villagers in Ghazni province March 2.",
    )
    assert (found["min_killed"], found["start_date"]) == (2, "2014-03-11")


def test_leaders_are_those_caught_and_not_those_sought(coder: Coder) -> None:
    sought = recorded(coder, "Forces in Khost province detained two insurgents in search of a Taliban leader today.")
    caught = recorded(coder, "Forces in Khost province captured two Taliban leaders today.")
    assert (sought["min_leaders_captured"], caught["min_leaders_captured"]) == (0, 2)


def test_a_raid_has_a_target_and_a_patrol_none(coder: Coder) -> None:
    raid = "Forces killed one insurgent while searching for a Taliban leader in Khost province today."
    patrol = "A patrol detained two insurgents in Khost province today."
    assert (recorded(coder, raid)["killcaptureraid"], recorded(coder, patrol)["killcaptureraid"]) == (True, False)


def test_only_what_strikes_from_the_air_is_an_airstrike(coder: Coder) -> None:
    strike = recorded(coder, "A precision airstrike killed two insurgents in Khost province today.")
    assert (strike["airstrike"], strike["event_type"]) == (True, ["airstrike"])


def test_a_later_release_on_the_page_puts_the_day_right(coder: Coder) -> None:
    again = HEAD.format(n=9, day=14) + "Forces confirmed that a leader was captured in Khost province March 10."
    text = f"Forces captured a Taliban leader in Khost province yesterday.\n\n{again}"
    assert recorded(coder, text)["start_date"] == "2014-03-10"
