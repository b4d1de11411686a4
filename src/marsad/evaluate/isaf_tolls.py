"""ISAF releases: how many were killed and captured over a release that tells one operation more than once.

A release opens with the whole ("captured a leader and several insurgents"), then tells it again in detail, and what
follows on the same page is often an update of it.  So tellings are compared and not added: the largest sentence counts.
Only what is said to come on top ("also", "two additional") adds, once, and not to a number that was left open
("several") or that holds an addition already, for then it was counted there.  So do several of the rank and file
behind a sentence that tells of the wanted man alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from marsad.values import Coded, Count, Statement

_MORE = re.compile(r"\b(?:additional|other|another|also|second|third|more)\b")
_AGAIN = re.compile(r"(?:the|both|these|those|this|that|him|her|them|his)\b")
_INCLUDING = re.compile(r"\b(?:including|included|include|one of whom|among them|of whom)\b")
_LEADER = re.compile(r"\b(?:sub-?)?(?:leaders?|commanders?|emirs?|governors?|chiefs?|deput(?:y|ies))\b")
_PHRASE_ENDS = re.compile(
    r"[.,;:()\"“”]|\b(?:who|that|which|for|in|of|during|while|and|along|with|responsible|as|was|were|is|yesterday|today)\b"
)
_RANK_AND_FILE = re.compile(
    r"\b(?:insurgents?|suspects?|individuals?|militants?|m[ae]n|fighters?|associates?|occupants?|members?|terrorists?"
    r"|persons?|people|detainees?|others?|criminals?|attackers?)\b"
)
_OTHER_DAY = 2
"""Days from the main happening beyond which a statement is of another one: IED attacks told as background."""

_STRETCH = 6
"""Days in an interval beyond which a number sums up many operations ("17 leaders in the last month")."""


@dataclass(frozen=True, slots=True)
class Toll:
    """People of one kind: how many, and how many of them are called leaders."""

    people: int = 0
    leaders: int = 0


@dataclass(frozen=True, slots=True)
class _Counted:
    sentence: int
    low: int
    is_open: bool
    more: bool
    again: bool
    common: bool
    whole: bool
    leaders: int

    @property
    def on_top_of_the_wanted(self) -> bool:
        return self.common and self.low > 1 and not self.again and not self.whole


def of_release(happened: Sequence[Statement], coded: Coded, text: str, kind: str) -> Toll:
    """Killed or captured people who are no soldiers, and the leaders among them."""
    found = sorted(_counted(happened, coded, text, kind), key=lambda c: c.sentence)
    people = leaders = 0
    covered = False
    for _, told in groupby(found, key=lambda c: c.sentence):
        one = list(told)
        base, more = [c for c in one if not c.more], sum(c.low for c in one if c.more)
        here = sum(c.low for c in base) + more
        adds = not covered and (not base or (0 < people != here and all(c.on_top_of_the_wanted for c in one)))
        people = people + here if adds else max(people, here)
        covered |= any(c.is_open or c.more or c.common for c in one)
        leaders = max(leaders, sum(c.leaders for c in one))
    return Toll(people, leaders)


def one_operation(statements: Sequence[Statement]) -> list[Statement]:
    """Those of the operation that the release tells: of one day, and in a province where any of them names one.

    Summaries of weeks and regions ("numerous insurgents were killed in the south") and earlier attacks fall away.
    """
    placed = [s for s in statements if any(p.admin1 for p in s.places)] or list(statements)
    day = next((s.earliest for s in placed if s.date_prec == 1), None)
    since = placed[0].evidence[0].start if placed else 0
    told = [s for s in statements if s in placed or (not s.places and s.evidence[0].start > since)]
    return [s for s in told if day is None or _of_day(s, day)]


def _of_day(s: Statement, day: date) -> bool:
    if s.earliest is None or s.latest is None:
        return True
    return (s.latest - s.earliest).days <= _STRETCH and abs((s.earliest - day).days) <= _OTHER_DAY


def _counted(happened: Sequence[Statement], coded: Coded, text: str, kind: str) -> Iterator[_Counted]:
    seen: set[int] = set()
    for s in happened:
        for c in s.counts:
            if c.kind != kind or not c.low or c.side == "soldiers" or c.start in seen:
                continue
            seen.add(c.start)
            opening = max((x.start for x in coded.sentences if x.start <= c.start), default=0)
            counted = max((o.end for o in s.counts if o.kind == kind and o.end <= c.start), default=c.start)
            if not _INCLUDING.search(text[counted : c.start].lower()):
                yield _read(c, opening, text[opening : c.start].lower(), text)


def _read(c: Count, opening: int, before: str, text: str) -> _Counted:
    phrase = text[c.start : c.end + 60].lower()
    words = _PHRASE_ENDS.split(phrase, maxsplit=1)[0]
    low = c.low or 0
    return _Counted(
        opening, low, c.high is None,
        more=bool(_MORE.search(words) or re.search(r"\balso\b[^.]*$", before[-60:])),
        again=bool(_AGAIN.match(phrase)),
        common=bool(_RANK_AND_FILE.search(words)), whole=bool(_INCLUDING.search(phrase)),
        leaders=low if _LEADER.search(words) else 0,
    )  # fmt: skip
