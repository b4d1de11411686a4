"""The one table of what counts as an incident, and which types and modes can be two words for one happening.

Types and modes are PLOVER 2.0's (Halterman et al. 2023, coding manual).  Deeds and meetings are incidents, and so is
what is conceded somewhere on a day (a road that is reopened, a curfew that is lifted).  Speech (REQUEST, ACCUSE,
REJECT, THREATEN, SUPPORT) is not something that happened on the ground: it becomes a claim (a position), and is
attached to the incident that it speaks of.
"""

from __future__ import annotations

from collections.abc import Mapping

GROUP_OF: Mapping[str, str] = {
    "ASSAULT": "force",
    "COERCE": "force",
    "PROTEST": "protest",
    "RETREAT": "retreat",
    "CONCEDE": "retreat",
    "MOBILIZE": "mobilize",
    "SANCTION": "sanction",
    "AID": "aid",
    "CONSULT": "talks",
    "AGREE": "talks",
    "COOPERATE": "talks",
}
"""Type -> group.  Only statements of one group are ever one incident."""

MODE_FAMILIES: Mapping[str, tuple[frozenset[str], ...]] = {
    "ASSAULT": (
        frozenset(
            {"explosives", "suicide-attack", "destroy", "targeted", "firearms", "heavy-weapons", "unconventional"}
        ),
        frozenset({"firearms", "primitive", "beat", "crowd-control", "targeted"}),
        frozenset({"aerial", "drone", "heavy-weapons", "explosives", "targeted", "destroy"}),
        frozenset({"beat", "torture", "sexual"}),
        frozenset({"abduct", "beat"}),
        frozenset({"abduct", "firearms"}),
    ),
    "COERCE": (
        frozenset({"arrest", "seize", "restrict"}),
        frozenset({"restrict", "curfew", "martial-law", "censor"}),
        frozenset({"deport", "restrict"}),
    ),
    "PROTEST": (frozenset({"demo", "riot", "obstruct", "strike", "boycott", "vandalize", "hunger"}),),
    "RETREAT": (
        frozenset({"withdraw", "access"}),
        frozenset({"release", "disarm"}),
        frozenset({"ceasefire", "withdraw"}),
    ),
    "SANCTION": (frozenset({"discontinue", "withdraw", "expel"}),),
    "MOBILIZE": (frozenset({"troops", "weapons", "police", "militia"}),),
    "CONSULT": (frozenset({"visit", "third-party", "multilateral"}),),
}
"""Modes of one type that reports of one happening use side by side."""

ACROSS: frozenset[frozenset[str]] = frozenset(
    {
        frozenset({"CONSULT", "AGREE"}),
        frozenset({"CONSULT", "COOPERATE"}),
        frozenset({"AGREE", "COOPERATE"}),
        frozenset({"CONCEDE", "RETREAT"}),
    }
)
"""Different types that can be one happening: a meeting and what it agreed on; two halves of CAMEO's "yield"."""
RAID = frozenset({"arrest", "seize"})
"""Modes of COERCE that go with an ASSAULT in one operation (a raid that kills some and detains others)."""


TWO_SIDED = frozenset({"AGREE", "COOPERATE"})
"""Types that are a happening only between two parties; one side's vow is speech."""
YIELDING = frozenset({"CONCEDE"})
"""Types that are a happening only where and when they are done; else they are speech ("gave in to demands")."""
MEETINGS = frozenset({"CONSULT"})
"""Types that say too little with neither a place nor a second party."""


def group_of(kind: str | None) -> str | None:
    """Group of a type, or None when it makes no incident."""
    return GROUP_OF.get(kind or "")


def kinship(type_a: str, mode_a: str | None, type_b: str, mode_b: str | None) -> str:
    """Relate two codes: same, same_type, kin_mode, kin_type or unlike."""
    if type_a == type_b:
        if mode_a == mode_b:
            return "same" if mode_a else "same_type"
        if mode_a is None or mode_b is None:
            return "same_type"
        for family in MODE_FAMILIES.get(type_a, ()):
            if mode_a in family and mode_b in family:
                return "kin_mode"
        return "unlike"
    if frozenset({type_a, type_b}) in ACROSS:
        return "kin_type"
    if {type_a, type_b} == {"ASSAULT", "COERCE"}:
        coerce = mode_a if type_a == "COERCE" else mode_b
        return "kin_type" if coerce is None or coerce in RAID else "unlike"
    return "unlike"
