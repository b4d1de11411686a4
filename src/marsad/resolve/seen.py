"""Statements looked at in their documents: what each one's own sentence says of where and when.

Each is looked at once; stories, comparison and consensus use what was seen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marsad.origins import Told
from marsad.pack import Pack
from marsad.resolve.kinds import group_of
from marsad.resolve.parties import key_of
from marsad.resolve.spots import Spot, spot_of
from marsad.values import Coded, Mention, Party, Statement

BEDSIDE = 3
"""Words before a place among which "hospital" is looked for."""
WAY = 6
"""Words before a place among which "to" is looked for, past its article and kind ("to the Pakistani town of")."""
UNREAL = frozenset({"predicted", "demanded", "hypothetical"})
ELSE = "relative to another event"
"""Why :mod:`marsad.link` gives no days for "a day after"."""
Days = tuple[date | None, date | None]
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen(Told):
    """A statement with what its document says around it.

    ``passing``: its place is only one that something goes to or comes from; ``sentence``: where its own sentence lies
    (None: unknown); ``placed``: that names its place (or there is no telling); ``days``: first and last day, none for
    what is dated by something else; ``dated``: its sentence names them; ``spot``: where it happened, by its own word.
    """

    passing: bool = False
    sentence: tuple[int, int] | None = None
    placed: bool = True
    days: Days = (None, None)
    dated: bool = False
    spot: Spot | None = None
    actors: frozenset[str] = _NOBODY
    recipients: frozenset[str] = _NOBODY
    means: frozenset[str] = _NOBODY


@dataclass(frozen=True, slots=True)
class Around:
    """The pack's words around the name of a place."""

    medical: frozenset[str]
    directional: frozenset[str]
    locative: frozenset[str]
    between: frozenset[str]

    @classmethod
    def of(cls, pack: Pack) -> Around:
        """From ``words/voices.toml`` and ``words/grammar.toml`` of a pack."""
        words: Mapping[str, Sequence[str]] = pack.words.get("grammar", {}).get("classes", {})
        between = ("spot_joiners", "spot_nouns", "directions")
        return cls(
            frozenset(pack.words.get("voices", {}).get("nouns", {}).get("medical", ())),
            frozenset(words.get("directional", ())),
            frozenset(words.get("locative", ())),
            frozenset(w for name in between for w in words.get(name, ())),
        )

    def is_bed(self, before: Sequence[str]) -> bool:
        """Whether a place behind these words is only where people are treated ("died in a hospital in …")."""
        return not self.medical.isdisjoint(w.lower() for w in before[-BEDSIDE:])

    def is_way(self, before: Sequence[str]) -> bool:
        """Whether a place behind these words is only where something goes to or comes from ("flew them to …").

        The preposition before it decides, past its article and kind.
        """
        for word in reversed(before[-WAY:]):
            low = word.lower().strip("'’\"“")
            if low in self.directional:
                return True
            if low in self.locative:
                return False
            if low not in self.between and not word[:1].isupper():
                return False
        return False


def happened(statement: Statement) -> bool:
    """Say whether a statement puts an event forward that makes (or joins) an incident."""
    return (
        statement.shape == "event"
        and group_of(statement.type) is not None
        and statement.polarity == "affirmed"
        and statement.modality not in UNREAL
        and not {"future", "hypothetical", "negation"} & set(statement.auxiliary)
    )


def look(coded: Coded, around: Around) -> list[Seen]:
    """All statements of a document, seen in it."""
    starts = [s.start for s in coded.sentences]
    sentences = {s.id: _sentence(s, coded, starts) for s in coded.statements}
    beds, ways = _aside(coded, sentences, around)
    times = [m for m in coded.mentions if m.kind == "time"]
    seen = []
    for statement in coded.statements:
        at = {p.start for p in statement.places}
        bed, way = bool(at) and at <= beds, bool(at) and at <= ways
        if statement.shape != "event" or group_of(statement.type) is None:
            seen.append(Seen(statement, coded, bed, way, sentences[statement.id]))
            continue
        sentence = sentences[statement.id]
        days = _days(statement, sentence, times)
        seen.append(Seen(
            statement, coded, bed, way, sentence, _placed(statement, sentence, bed or way), days,
            _dated(days, sentence, times), None if bed else place_of(statement),
            keys(statement.actors), keys(statement.recipients), keys(statement.means),
        ))  # fmt: skip
    return seen


def _sentence(statement: Statement, coded: Coded, starts: Sequence[int]) -> tuple[int, int] | None:
    """The range of the statement's own sentence."""
    spans = statement.evidence
    if not spans:
        return None
    start, end = spans[0].start, spans[-1].end
    index = bisect_right(starts, start) - 1
    if index < 0 or start >= coded.sentences[index].end:
        return start, end
    sentence = coded.sentences[index]
    return min(sentence.start, start), max(sentence.end, end)


def _aside(
    coded: Coded, sentences: Mapping[str, tuple[int, int] | None], around: Around
) -> tuple[set[int | None], set[int | None]]:
    """Where places stand that are no scenes: those of hospitals, and those of ways.

    The same place carried over to the next sentence is no scene there, either.
    """
    beds: set[int | None] = set()
    ways: set[int | None] = set()
    if not (around.medical or around.directional):
        return beds, ways
    for statement in coded.statements:
        sentence = sentences[statement.id]
        for place in statement.places if sentence is not None else ():
            start = place.start
            if start is None or sentence is None or not sentence[0] <= start < sentence[1]:
                continue
            before = statement.quote[: max(0, start - statement.evidence[0].start)].split()
            if around.is_bed(before):
                beds.add(start)
            if place.role == "at" and group_of(statement.type) == "force" and around.is_way(before):
                ways.add(start)
    return beds, ways


def _days(statement: Statement, sentence: tuple[int, int] | None, times: Iterable[Mention]) -> Days:
    """First and last day of a statement; none for what its sentence dates by something else.

    In "closed the road on Saturday, a day after an attack" Saturday is not the attack's day.
    """
    if statement.trigger is not None and sentence is not None and statement.earliest is not None:
        for mention in times:
            if mention.why_not == ELSE and sentence[0] <= mention.start < mention.end <= statement.trigger.start:
                return None, None
    return statement.earliest, statement.latest


def _dated(days: Days, sentence: tuple[int, int] | None, times: Iterable[Mention]) -> bool:
    """Say whether a statement's own sentence names its day (or there is no telling)."""
    if days == (None, None):
        return False
    said = [m.start for m in times if (m.earliest, m.latest) == days]
    return sentence is None or not said or any(sentence[0] <= start < sentence[1] for start in said)


def _placed(statement: Statement, sentence: tuple[int, int] | None, aside: bool) -> bool:
    """Say whether a statement's own sentence names its place (or there is no telling).

    A hospital's place, and so a doctor's, is none that was said for the event.
    """
    starts = [p.start for p in statement.places if p.start is not None]
    if sentence is None or not starts:
        return True
    if aside or (statement.voice and statement.voice[0].kind == "medical"):
        return False
    return any(sentence[0] <= start < sentence[1] for start in starts)


def place_of(statement: Statement) -> Spot | None:
    """Where it happened: the most precise place at which it is said to be."""
    best: Spot | None = None
    for role in ("at", "to", "from", "via") if statement.places else ():
        for place in statement.places:
            spot = spot_of(place) if place.role == role else None
            if spot is not None and (best is None or spot.level > best.level):
                best = spot
        if best is not None:
            return best
    return None


def keys(parties: Sequence[Party]) -> frozenset[str]:
    """What identifies some parties."""
    return frozenset(k for p in parties if (k := key_of(p))) if parties else _NOBODY
