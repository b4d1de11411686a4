"""Compose Statements from linked annotations, sentence by sentence.

Relies on the backend's frames and voices and on linked mentions; what the document said before is kept in
:class:`marsad.coding.context.Context`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from marsad.coding.answering import Pointing, answers
from marsad.coding.context import Context, context_of, is_stale
from marsad.coding.continuing import continued
from marsad.coding.voice import chain
from marsad.pack import Pack
from marsad.values import (
    Annotation,
    Count,
    Document,
    Frame,
    Mention,
    Party,
    StatedPlace,
    Statement,
    Uncoded,
)


def code(
    document: Document, annotations: Sequence[Annotation], pack: Pack
) -> tuple[tuple[Statement, ...], tuple[Uncoded, ...]]:
    """Statements of a document and the sentences that gave none, with the reason.

    Pure: the same document, annotations and pack give the same result.
    """
    context = context_of(document, annotations, pack)
    words = pack.words.get("voices", {})
    figures = frozenset(words.get("figures", {}).get("nouns", ()))
    pointing = Pointing.of(words.get("pointing", {}))
    told: list[list[Statement]] = []
    uncoded: list[Uncoded] = []
    for annotation in annotations:
        _come_back(context, annotation)
        made = [_statement(context, annotation, frame, figures) for frame in annotation.frames]
        kept = [s for s in made if s is not None]
        _remember(context, annotation, kept)
        told.append(kept)
        kept += answers(context, annotation, told, pointing)
        if not kept:
            reason = annotation.reason or "no_known_actor"
            uncoded.append(Uncoded(annotation.sentence.start, annotation.sentence.end, reason))
    statements = tuple(_unique([s for kept in told for s in kept]))
    return statements, continued(uncoded, statements, annotations)


_PLACED = frozenset(("ASSAULT", "COERCE", "RETREAT", "PROTEST", "SANCTION", "CONCEDE"))
"""Events that happen at the scene of the story; talks, aid and sanctions need not."""


def _statement(context: Context, annotation: Annotation, frame: Frame, figures: frozenset[str]) -> Statement | None:
    actors = _parties(context, frame, "actor")
    recipients = _parties(context, frame, "recipient")
    counts = _counts(context, frame)
    places = _places(context, frame, annotation)
    if not (actors or recipients or counts or places):
        return None
    if frame.shape == "tie":
        doers = {p.link or p.name for p in actors}
        # nobody has a tie to himself: a pronoun was taken for the wrong party, and whom is not known
        others = tuple(p for p in recipients if (p.link or p.name) not in doers)
        if recipients and not others and frame.polarity == "affirmed" and not chain(context, annotation, frame)[2]:
            return None  # that somebody backs nobody knows whom says nothing; that he denies it does
        recipients = others
    voice, modality, denies = chain(context, annotation, frame)
    time = _time(context, frame, annotation)
    auxiliary = set(frame.auxiliary)
    if time is not None and is_stale(time.latest, context.document.published):
        auxiliary.add("historical")
    shape = frame.shape
    if shape == "event" and counts and voice and _speaks_figures(context, voice[0], figures):
        shape = "figure"
    denied = (frame.polarity == "denied") != denies
    evidence, trigger = frame.evidence, frame.trigger
    text = context.document.text
    return Statement(
        id=_identity(context.document.id, frame), evidence=(evidence,), shape=shape, type=frame.type, mode=frame.mode,
        auxiliary=tuple(sorted(auxiliary)), actors=actors, recipients=recipients, places=places,
        earliest=time.earliest if time else None, latest=time.latest if time else None,
        date_prec=time.date_prec if time else None, counts=counts, means=_means(context, frame), voice=voice,
        modality=modality, polarity="denied" if denied else "affirmed", score=frame.score, trigger=trigger,
        quote=text[evidence.start : evidence.end],
    )  # fmt: skip


def _identity(document: str, frame: Frame) -> str:
    """Stable over runs: the document, where the trigger stands, and what it was read as."""
    key = f"{document}|{frame.trigger.start}|{frame.trigger.end}|{frame.shape}|{frame.type}"
    return "s" + blake2b(key.encode(), digest_size=6).hexdigest()


def _parties(context: Context, frame: Frame, role: str) -> tuple[Party, ...]:
    found: list[Party] = []
    for a in frame.arguments:
        if a.role != role:
            continue
        mention = context.mention(a.start, a.end, "actor")
        if mention is None or (mention.link is None and mention.text.lower() in ("it", "they")):
            continue
        party = Party(mention.name or mention.text, mention.link, a.start, a.end, mention.label)
        if all((p.link, p.name) != (party.link, party.name) for p in found):
            found.append(party)
    return tuple(found)


def _counts(context: Context, frame: Frame) -> tuple[Count, ...]:
    found: list[Count] = []
    for a in frame.arguments:
        if not a.role.startswith("count:"):
            continue
        mention = context.mention(a.start, a.end, "count")
        if mention is None:
            continue
        kind: Any = a.role.partition(":")[2]
        found.append(Count(kind, a.side, mention.low, mention.high, a.start, a.end))
    return tuple(found)


def _means(context: Context, frame: Frame) -> tuple[Party, ...]:
    found: list[Party] = []
    for a in frame.arguments:
        if a.role == "means":
            mention = context.mention(a.start, a.end, "means")
            if mention is not None and all(p.name != (mention.name or mention.text) for p in found):
                found.append(Party(mention.name or mention.text, None, a.start, a.end))
    return tuple(found)


def _places(context: Context, frame: Frame, annotation: Annotation) -> tuple[StatedPlace, ...]:
    """The frame's own places; an event without one takes the place that the document spoke of last."""
    found: list[StatedPlace] = []
    at: list[Mention] = []
    for a in frame.arguments:
        if a.role not in ("at", "from", "via", "to"):
            continue
        mention = context.mention(a.start, a.end, "place")
        if mention is None or context.filed(mention):
            continue
        if a.role == "at":
            at.append(mention)
        else:
            found.append(_stated(mention, a.role))
    if frame.shape == "event" and not at and frame.type in _PLACED:
        # what did not happen did not happen at the scene: "no shots were fired"
        at = list(context.near_places(annotation)) if set(frame.auxiliary) <= {"negation"} else []
    if frame.shape == "presence":
        chosen = [m for m in at if not any(_holds(m, other) for other in at)]  # "in Khost and Paktika in Afghanistan"
    else:
        chosen = at if frame.shape in ("tie", "position") else most_precise(at)
    return tuple([_stated(m, "at") for m in chosen] + found)


def most_precise(places: Sequence[Mention]) -> list[Mention]:
    """Of places that contain one another only the innermost; equals of a list all.

    Unlinked ones count only where nothing is linked.
    """
    linked = [m for m in places if m.lat is not None]
    if not linked:
        return list(places[:1])
    kept: list[Mention] = []
    for m in linked:
        if not any(_holds(m, other) for other in linked) and all(m.link is None or m.link != k.link for k in kept):
            kept.append(m)
    return kept


def _holds(outer: Mention, inner: Mention) -> bool:
    """Whether ``outer`` is the district, province or country of ``inner``."""
    if outer.link and inner.link and inner.link.startswith(f"{outer.link}."):
        return True
    wide, narrow = _width(outer), _width(inner)
    if outer is inner or wide <= narrow or outer.country != inner.country:
        return False
    if wide >= 6:
        return True
    if wide == 4:
        return outer.admin1 == inner.admin1
    return outer.admin2 is not None and outer.admin2 == inner.admin2


def _width(place: Mention) -> float:
    """UCDP ``where_prec``; a line or a valley (5) is narrower than the unit in which it is known to lie."""
    if place.where_prec == 5:
        return 2.5 if place.admin2 else 3.5 if place.admin1 else 5
    return place.where_prec or 9


def _stated(m: Mention, role: Any) -> StatedPlace:
    return StatedPlace(
        role, m.name or m.text, m.link, m.lat, m.lon, m.radius_m, m.where_prec, m.geo_precision, m.country, m.admin1,
        m.admin2, m.start, m.end,
    )  # fmt: skip


def _time(context: Context, frame: Frame, annotation: Annotation) -> Mention | None:
    """The frame's own time, else the sentence's nearest, else for an event that of the sentences before."""
    own = [
        m for a in frame.arguments if a.role == "time" and (m := context.mention(a.start, a.end, "time")) is not None
    ]
    if any(m.why_not == "vague: no bound is said" for m in own):
        return None  # "confirmed today that they recently detained": not today
    others = [m for m in annotation.mentions if m.kind == "time"]
    others.sort(key=lambda m: abs(m.start - frame.trigger.start))
    for mention in (*own, *others):
        if mention.earliest is not None and not context.filed(mention):
            return mention
    if frame.shape == "event" and not frame.auxiliary:
        return context.near_time(annotation)
    return None


def _speaks_figures(context: Context, first: Any, figures: frozenset[str]) -> bool:
    if first.start is None:
        return False
    words = context.document.text[first.start : first.end].lower().split()
    return bool(set(words) & figures)


def _come_back(context: Context, annotation: Annotation) -> None:
    """A sentence that speaks of the protest again and names no place is where the protest was told to be."""
    again = any(f.shape == "event" and f.type == "PROTEST" and not f.auxiliary for f in annotation.frames)
    if again and context.protest and not any(m.kind == "place" for m in annotation.mentions):
        context.set_places(context.protest, annotation)


def _remember(context: Context, annotation: Annotation, made: Sequence[Statement]) -> None:
    """Carry the place and time of the sentence's events to the following sentences."""
    events = [s for s in made if s.shape == "event" and not s.auxiliary and s.places]
    if events:
        spans = {(p.start, p.end) for p in events[0].places if p.role == "at"}
        carried = [m for m in annotation.mentions if m.kind == "place" and (m.start, m.end) in spans]
        if carried:
            context.set_places(carried, annotation)
        if carried and events[0].type == "PROTEST":
            context.protest = carried
    elif any(s.shape == "movement" and not s.auxiliary for s in made):
        goal = {(p.start, p.end) for s in made if s.shape == "movement" for p in s.places if p.role == "to"}
        arrived = [m for m in annotation.mentions if m.kind == "place" and (m.start, m.end) in goal]
        if arrived:
            context.set_places(arrived, annotation)
    elif not annotation.voices and not any(s.shape == "position" or s.places for s in made):
        _remember_scene(context, annotation)
    times = [m for m in annotation.mentions if m.kind == "time" and m.earliest is not None and not context.filed(m)]
    live = [s for s in made if s.shape == "event" and not s.auxiliary]
    if (live or context.time is None) and times and not is_stale(times[0].latest, context.document.published):
        told = {(s.earliest, s.latest) for s in live[:1]}
        context.set_time(next((m for m in times if (m.earliest, m.latest) in told), times[0]), annotation)


def _remember_scene(context: Context, annotation: Annotation) -> None:
    """A sentence without an event may still set the scene ("is a valley in Bermal district, Paktika province")."""
    start, end = annotation.sentence.start, annotation.sentence.end
    words = context.document.text[start:end].lower()
    told = min((start + at for cue in context.elsewhere if (at := words.find(cue)) >= 0), default=end)
    places = [m for m in annotation.mentions if m.kind == "place" and m.admin1 is not None and m.start < told]
    seen = [m for m in places if not context.filed(m)]
    if seen and len({m.admin1 for m in seen}) == 1:
        context.set_places(seen, annotation)


def _unique(statements: Sequence[Statement]) -> list[Statement]:
    result: list[Statement] = []
    taken: set[str] = set()
    for s in statements:
        identity, n = s.id, 1
        while identity in taken:
            n += 1
            identity = f"{s.id}{n}"
        taken.add(identity)
        result.append(s if identity == s.id else replace(s, id=identity))
    return result
