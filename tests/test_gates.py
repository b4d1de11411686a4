"""Floors under the scores."""

from __future__ import annotations

import tomllib

from marsad.evaluate import Report, sets
from marsad.evaluate.gates import Gate, breaches, lowered, read_gates, written

GATE = Gate("isaf", "isaf/x.jsonl", "ab", {"province": 0.9})
REPORT = Report("isaf", "ab", 10, {"province": 0.95, "other": 0.5}, 1.0, "rules/1", "afpak/1")


def test_a_score_below_its_floor_is_a_breach() -> None:
    assert breaches(GATE, REPORT) == []
    (low,) = breaches(Gate("isaf", "x", "ab", {"province": 0.96}), REPORT)
    assert "province 0.9500 is below 0.9600" in low
    assert breaches(Gate("isaf", "x", "ab", {"gone": 0.1}), REPORT), "a metric that is not reported holds no floor"


def test_scores_on_another_file_are_not_compared() -> None:
    (other,) = breaches(Gate("isaf", "x", "cd", {}), REPORT)
    assert "another file" in other


def test_floors_are_set_below_what_is_measured_and_read_again() -> None:
    low = lowered(GATE, REPORT)
    assert low.floors == {"province": 0.945} and breaches(low, REPORT) == []
    assert set(lowered(Gate("isaf", "x", "", {}), REPORT).floors) == {"province", "other"}
    (row,) = tomllib.loads(written([low]))["gate"]
    assert (row["sha256"], row["floors"]) == ("ab", {"province": 0.945})


def test_the_bundled_floors_name_sets_that_there_are() -> None:
    gates = read_gates()
    assert {g.set for g in gates} <= set(sets())
    assert all(g.floors and min(g.floors.values()) >= 0 and max(g.floors.values()) < 1 for g in gates)
