"""Marsad's own labels: both labellings cover the same sentences, stay inside them, and agree as the docs say."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from training.labelling import agreement, labels, overlap

DOCS = Path(__file__).parent.parent / "docs" / "labelling.md"


@pytest.mark.parametrize("labeller", ["a", "b"])
def test_labels_lie_within_their_sentence(labeller):
    for row in labels(labeller):
        spans = [v[k] for v in row.get("voices", ()) for k in ("cue", "source") if k in v]
        spans += [s for v in row.get("voices", ()) for s in v.get("content", ())]
        spans += [e["trigger"] for e in row.get("events", ())]
        spans += [s for e in row.get("events", ()) for k in ("actors", "recipients", "times") for s in e.get(k, ())]
        spans += [s[1:3] for e in row.get("events", ()) for k in ("places", "counts") for s in e.get(k, ())]
        assert all(row["start"] <= a < b <= row["end"] for a, b in spans), row


def test_both_labelled_the_same_sentences():
    one, two = ([(r["set"], r["document"], r["start"], r["end"]) for r in labels(x)] for x in "ab")
    assert one == two
    assert len(one) >= 400
    assert not any(a[:2] == b[:2] and overlap(a[2:], b[2:]) for a, b in pairwise(one))


def test_the_docs_give_the_agreement():
    text = DOCS.read_text("utf-8")
    assert all(f"{value:.3f}" in text for value in agreement(labels("a"), labels("b")).values())
