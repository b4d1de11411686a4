"""Sentences that give no statement of their own and go on about what the sentences before them tell.

"Two passers-by were among the wounded", "The attackers escaped into the lanes": nobody is named, nothing new happened,
and yet a reader knows what it is about.  Such a sentence is no evidence; it is kept beside the statement that it
continues, so that an incident can be read with all that is told of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from marsad.values import Annotation, Mention, Statement, Uncoded

REACH = 3
"""Sentences behind a happening that can still go on about it.  On the exercise 2, 3 and 5 give back 65, 78 and 83 of
the 150 sentences that tell of an incident and are in none, and wrongly 11, 17 and 24 that the gold keeps out."""
GOES_ON = frozenset(("too_vague", "no_known_actor", "quoted_opinion", "background"))
"""Reasons of sentences that may go on; questions, opinions and fragments do not."""
LONG = timedelta(days=2)
"""A longer time looks back ("the third attack within a week") or ahead."""


def continued(
    uncoded: Sequence[Uncoded], statements: Sequence[Statement], annotations: Sequence[Annotation]
) -> tuple[Uncoded, ...]:
    """The sentences without statements, each with the id of the statement that it continues, if there is one."""
    starts = [a.sentence.start for a in annotations]
    told = {_number(starts, s.evidence[0].start): s for s in reversed(statements) if _happened(s)}
    found: list[Uncoded] = []
    for one in uncoded:
        here = _number(starts, one.start)
        before = next((told[n] for n in range(here - 1, max(here - REACH, 0) - 1, -1) if n in told), None)
        if before is None or one.reason not in GOES_ON or _elsewhere(annotations[here].mentions, before):
            found.append(one)
        else:
            found.append(replace(one, continues=before.id))
    return tuple(found)


def _number(starts: Sequence[int], at: int) -> int:
    """The number of the sentence that holds a character."""
    return bisect_right(starts, at) - 1


def _happened(statement: Statement) -> bool:
    """Whether it tells of something that took place, and not long ago."""
    return statement.shape == "event" and not statement.auxiliary and statement.polarity == "affirmed"


def _elsewhere(mentions: Sequence[Mention], statement: Statement) -> bool:
    """Whether a sentence names another place or another time than the statement."""
    return any(
        _apart(m, statement) if m.kind == "place" else m.kind == "time" and _not_then(m, statement) for m in mentions
    )


def _apart(mention: Mention, statement: Statement) -> bool:
    """Whether a place lies in another country, province or district than all of the statement's."""
    at = [p for p in statement.places if p.role == "at"]
    levels = ("country", "admin1", "admin2")

    def differ(level: str, place: object) -> bool:
        one, other = getattr(mention, level), getattr(place, level)
        return one is not None and other is not None and one != other

    return bool(at) and all(any(differ(level, p) for level in levels) for p in at)


def _not_then(mention: Mention, statement: Statement) -> bool:
    """Whether a time is too long to be the day of something, or begins on another side of it."""
    if mention.earliest is None or mention.latest is None:
        return False
    if mention.latest - mention.earliest > LONG:
        return True
    return statement.earliest is not None and mention.latest < statement.earliest
