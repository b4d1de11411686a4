"""Cases in ``tests/rules/*.toml``: what a text should be coded as, part by part, and how that is compared.

A case is a text (several sentences if need be) with the statements that are right for it::

    [[case]]
    id = "clause/passive-agent"
    text = "Five policemen were killed by gunmen in Bannu."
    published = "2031-03-05"      # optional; this is the default
    statements = [{ type = "ASSAULT", actors = ["gunmen"], at = ["pk.kp.bannu"], counts = ["killed police 5"] }]

Only the parts that are named are compared, each as a whole; there must be no further statement unless ``more = true``.
``absent`` holds parts that no statement may have together, ``uncoded`` the reason of a sentence that states nothing.

============  ===============================================================================================
shape         event, tie, presence, movement, figure, position
type, mode    PLOVER; "none" for None
actors, …     ids or names; "police" stands for "generic:police" and "generic:police@pk"; "this|that" is either
at from via   ids: an inner place of the named one will do ("pk.kp.bannu" is also the town of Bannu); a name where
to            nothing is linked
when          "2031-03-04" or "2031-03-01/2031-03-31"; "none"
counts        "killed police 5", "killed civilians 5-7", "killed ? 12+", "injured ? <=20"; "?" is side None or any other
has           counts that must be among them (the parts of a total may be told or not)
voice         without the outlet: "media AFP", "official_anonymous police", "unspecified" (kind, then part of the name)
============  ===============================================================================================

``known_failure = true`` with a ``cause`` marks what does not work yet.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from marsad.values import Coded, Count, Party, StatedPlace, Statement, Voice

FOLDER = Path(__file__).parent / "rules"
DAY = "2031-03-05"
"""A Wednesday."""

PARTS = frozenset(
    [
        "shape",
        "type",
        "mode",
        "actors",
        "recipients",
        "at",
        "from",
        "via",
        "to",
        "when",
        "prec",
        "counts",
        "has",
        "means",
        "voice",
        "modality",
        "polarity",
        "aux",
    ]
)
KEYS = frozenset(
    ["id", "text", "title", "source", "published", "statements", "absent", "uncoded", "more", "known_failure", "cause"]
)

Part = Mapping[str, Any]
Case = Mapping[str, Any]


def cases() -> list[Case]:
    """All cases of all tables, in order."""
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.toml")):
        found += tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return found


def faults(case: Case, coded: Coded) -> list[str]:
    """Everything in which a coded document is not what its case says; empty when it is right."""
    wanted: Sequence[Part] = case.get("statements", ())
    missing = unmatched(wanted, coded.statements)
    found = [_nearest(part, coded.statements) for part in missing]
    if not missing and len(coded.statements) > len(wanted) and not case.get("more") and "absent" not in case:
        found += [f"too many: {told(s)}" for s in coded.statements if all(differences(p, s) for p in wanted)] or [
            "twice"
        ]
    for part in case.get("absent", ()):
        found += [f"must not be: {told(s)}" for s in coded.statements if not differences(part, s)]
    if "uncoded" in case:
        reasons = [u.reason for u in coded.uncoded]
        if case["uncoded"] not in reasons:
            found.append(f"uncoded is {reasons}, not {case['uncoded']!r}")
    return found


def unmatched(wanted: Sequence[Part], statements: Sequence[Statement]) -> list[Part]:
    """The parts that no statement of their own fits, in the best assignment."""
    fits = [[n for n, s in enumerate(statements) if not differences(part, s)] for part in wanted]
    owner: dict[int, int] = {}

    def place(part: int, seen: set[int]) -> bool:
        for n in fits[part]:
            if n not in seen:
                seen.add(n)
                if n not in owner or place(owner[n], seen):
                    owner[n] = part
                    return True
        return False

    return [part for k, part in enumerate(wanted) if not place(k, set())]


def _nearest(part: Part, statements: Sequence[Statement]) -> str:
    if not statements:
        return f"nothing coded for {dict(part)}"
    weight: Callable[[Statement], tuple[int, int]] = lambda s: (  # noqa: E731
        sum(3 if d.startswith(("shape", "type")) else 1 for d in differences(part, s)), 0
    )  # fmt: skip
    best = min(statements, key=weight)
    return f"{part.get('shape', '')} {part.get('type', '')}: " + (
        "; ".join(differences(part, best)) or "fits no second statement"
    )


def differences(part: Part, statement: Statement) -> list[str]:
    """Which of the named parts the statement has otherwise."""
    return [why for key, want in part.items() if (why := _difference(key, want, statement))]


def _difference(key: str, want: Any, s: Statement) -> str:
    assert key in PARTS, f"no such part: {key}"
    if key in ("shape", "type", "mode", "modality", "polarity"):
        have = getattr(s, key) or "none"
        return "" if have in want.split("|") else f"{key} is {have}, not {want}"
    if key in ("actors", "recipients"):
        parties: Sequence[Party] = getattr(s, key)
        return _sets(key, want, parties, is_party, [p.link or p.name for p in parties])
    if key in ("at", "from", "via", "to"):
        places = [p for p in s.places if p.role == key]
        return _sets(key, want, places, is_place, [p.link or p.name for p in places])
    if key == "counts":
        return _sets(key, want, s.counts, is_count, [told_count(c) for c in s.counts])
    if key == "has":
        return _sets(key, want, [c for c in s.counts if any(is_count(w, c) for w in want)], is_count, [])
    if key == "means":
        return _sets(key, want, s.means, lambda w, p: w == p.name, [p.name for p in s.means])
    if key == "voice":
        chain = s.voice[:-1]
        right = len(chain) == len(want) and all(is_voice(w, v) for w, v in zip(want, chain, strict=True))
        return "" if right else f"voice is {[f'{v.kind} {v.name}' for v in chain]}, not {want}"
    if key == "aux":
        return "" if sorted(want) == sorted(s.auxiliary) else f"aux is {list(s.auxiliary)}, not {want}"
    if key == "prec":
        return "" if s.date_prec == want else f"prec is {s.date_prec}, not {want}"
    days = [_when(w) for w in want.split("|")]
    return "" if (s.earliest, s.latest) in days else f"when is {s.earliest}/{s.latest}, not {want}"


def _sets(
    key: str, want: Sequence[str], have: Sequence[Any], same: Callable[[str, Any], bool], names: Sequence[str]
) -> str:
    right = all(any(same(w, h) for h in have) for w in want) and all(any(same(w, h) for w in want) for h in have)
    return "" if right else f"{key} are {list(names)}, not {list(want)}"


def is_party(want: str, party: Party) -> bool:
    """Whether a party is the wanted one (or one of "this|that"), by id or name."""
    link = (party.link or "").removeprefix("generic:")
    return any(w in (link, link.split("@")[0], party.name) for w in want.split("|"))


def is_place(want: str, place: StatedPlace) -> bool:
    """Whether a place is the wanted one (or one of "this|that") or lies in it."""
    link = place.link or ""
    words = want.split("|")
    return any(link == w or ("." in w and link.startswith(w + ".")) or (not link and place.name == w) for w in words)


def is_count(want: str, count: Count) -> bool:
    """Whether a count has the kind, side and bounds."""
    kind, side, bounds = want.split(" ")
    if kind != count.kind or (side != "?" and side != (count.side or "-")):
        return False
    if bounds.endswith("+"):
        return (count.low, count.high) == (int(bounds[:-1]), None)
    if bounds.startswith("<="):
        return not count.low and count.high == int(bounds[2:])
    low, _, high = bounds.partition("-")
    return (count.low, count.high) == (int(low), int(high or low))


def is_voice(want: str, voice: Voice) -> bool:
    """Whether a voice has the kind and, where it is told, the name (or a part of it, or the link)."""
    kind, _, name = want.partition(" ")
    said = (voice.name or "").lower()
    return kind == voice.kind and (not name or any(w == voice.link or w.lower() in said for w in name.split("|")))


def _when(want: str) -> tuple[date | None, date | None]:
    if want == "none":
        return None, None
    first, _, last = want.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def told_count(c: Count) -> str:
    """A count as the tables write it."""
    return f"{c.kind} {c.side or '-'} " + (
        f"{c.low}+" if c.high is None else str(c.low) if c.low == c.high else f"{c.low}-{c.high}"
    )


def told(s: Statement) -> str:
    """A statement in one line."""
    parties = " → ".join("+".join(p.link or p.name for p in side) or "·" for side in (s.actors, s.recipients))
    places = " ".join(f"{p.role}:{p.link or p.name}" for p in s.places)
    counts = ", ".join(told_count(c) for c in s.counts)
    chain = " ← ".join(f"{v.kind} {v.name or ''}".strip() for v in s.voice[:-1])
    return (
        f"{s.shape} {s.type} {s.mode} | {parties} | {places} | {s.earliest}/{s.latest} {s.date_prec} | {counts} | "
        f"{[p.name for p in s.means]} | {chain} | {s.modality} {s.polarity} {list(s.auxiliary)} | {s.quote!r}"
    )
