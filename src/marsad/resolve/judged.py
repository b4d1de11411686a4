"""What a person decided, in the terms of resolve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from marsad.resolve.claims import stable_id
from marsad.values import Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of statement ids that are the same or different, and ids (statements, incidents) that are rejected."""

    same: frozenset[tuple[str, str]]
    different: frozenset[tuple[str, str]]
    rejected: frozenset[str]
    named: frozenset[str] = frozenset()
    """Statements that some pair names."""

    def changed(self, other: Judged) -> frozenset[str]:
        """Ids that are judged otherwise in the other log."""
        pairs = (self.same ^ other.same) | (self.different ^ other.different)
        return frozenset(s for pair in pairs for s in pair) | (self.rejected ^ other.rejected)


def read_judgements(judgements: Iterable[Judgement], statements: Mapping[str, Any]) -> Judged:
    """Read the log: of two judgements on one pair (or one id) the later holds.

    A subject is a statement id or an incident id; an incident id stands for the statement that it is named after, so
    that a judgement outlives a rebuild.  Subjects that are no longer there are passed over.
    """
    by_incident: dict[str, str] = {}
    log = sorted(judgements, key=lambda j: (j.at, j.id))
    if any(s not in statements for j in log for s in j.subjects):
        by_incident = {stable_id("i", s): s for s in statements}
    pairs: dict[tuple[str, str], str] = {}
    verdicts: dict[str, str] = {}
    for judgement in log:
        if judgement.verdict in ("same", "different"):
            subjects = sorted({t for s in judgement.subjects if (t := s if s in statements else by_incident.get(s))})
            pairs.update((pair, judgement.verdict) for pair in combinations(subjects, 2))
        elif judgement.verdict in ("accept", "reject") and judgement.field is None:
            verdicts.update((s, judgement.verdict) for s in judgement.subjects)
    return Judged(
        frozenset(p for p, v in pairs.items() if v == "same"),
        frozenset(p for p, v in pairs.items() if v == "different"),
        frozenset(s for s, v in verdicts.items() if v == "reject"),
        frozenset(s for pair in pairs for s in pair),
    )
