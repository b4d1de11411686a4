"""Link mentions: places and organisations to the registry, times to days.  Spans never change; unknown stays None."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from marsad.link.actors import ActorLinker, Named, Near, Scene
from marsad.link.places import PlaceLinker
from marsad.link.times import Anchor, anchor_of, resolve_time
from marsad.pack import Pack, fold
from marsad.values import Annotation, Document, Mention, Span

__all__ = ["Linker"]


class Linker:
    """Links the mentions of a document by one pack's registry.

    Parameters
    ----------
    pack
        The region pack.  The linker only reads it and keeps no state between documents, so one linker serves all.
    """

    def __init__(self, pack: Pack) -> None:
        self._places = PlaceLinker(pack)
        self._actors = ActorLinker(pack)
        self._times = pack.words.get("times", {})

    def link(self, document: Document, annotations: Sequence[Annotation]) -> list[Annotation]:
        """Return the annotations with every mention linked, or with the reason why it is not (``why_not``).

        Places get coordinates, radius (metres) and precision codes, times their first and last day.
        """
        anchor = anchor_of(document, self._times)
        linked: dict[tuple[int, int], Mention] = {}
        places = sorted(_of_kind(annotations, "place"), key=lambda p: p[2].start)
        states = [m for _, _, m in _of_kind(annotations, "actor")]
        answers = self._places.link(document, places, anchor.date or anchor.month, states)
        for (number, _, mention), answer in zip(places, answers, strict=True):
            linked[number, mention.start] = answer
        scene = _scene(document, anchor.date or anchor.month, places, answers)
        actors = sorted(_of_kind(annotations, "actor"), key=lambda p: p[2].start)
        named = [Named(number, m, _speaks(annotations[number], m)) for number, _, m in actors]
        found = self._actors.link(document, named, scene)
        by_actor = {(n.sentence, n.mention.start): m for n, m in zip(named, found, strict=True)}
        times = self._link_times(annotations, anchor)
        tables = {"place": linked, "actor": by_actor, "time": times}
        return [
            replace(a, mentions=tuple(tables.get(m.kind, {}).get((i, m.start), m) for m in a.mentions))
            for i, a in enumerate(annotations)
        ]

    def _link_times(self, annotations: Sequence[Annotation], anchor: Anchor) -> dict[tuple[int, int], Mention]:
        out: dict[tuple[int, int], Mention] = {}
        before: date | None = None
        for number, _, mention in sorted(_of_kind(annotations, "time"), key=lambda p: p[2].start):
            answer = resolve_time(mention.text, anchor, self._times, before)
            out[number, mention.start] = replace(
                mention, earliest=answer.earliest, latest=answer.latest, date_prec=answer.date_prec,
                why_not=answer.why_not,
            )  # fmt: skip
            if answer.earliest is not None and answer.earliest == answer.latest:
                before = answer.earliest
        return out


def _of_kind(annotations: Sequence[Annotation], kind: str) -> list[tuple[int, Span, Mention]]:
    return [(i, a.sentence, m) for i, a in enumerate(annotations) for m in a.mentions if m.kind == kind]


def _speaks(annotation: Annotation, mention: Mention) -> bool:
    """Whether the mention stands in the source of a voice."""
    sources = (v.source for v in annotation.voices if v.source is not None)
    return any(s.start <= mention.start and mention.end <= s.end for s in sources)


def _scene(
    document: Document, day: date | None, places: Sequence[tuple[int, Span, Mention]], answers: Sequence[Mention]
) -> Scene:
    countries: Counter[str] = Counter()
    by_sentence: dict[int, list[Near]] = defaultdict(list)
    for (number, _, _), answer in zip(places, answers, strict=True):
        if answer.country:
            countries[answer.country] += 1
            by_sentence[number].append(Near(answer.start, answer.country, answer.admin1))
    return Scene(day, fold(document.text), countries, {k: tuple(v) for k, v in by_sentence.items()})
