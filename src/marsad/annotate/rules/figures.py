"""Figures: counted groups that no frame counts, of people or of what such reporting counts.

Relies on drafts that are merged and placed; the words are the pack's (``words/counts.toml``, table ``figures``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marsad.annotate.rules.chunks import NP, VG, np_list
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.worth import is_worth
from marsad.values import Argument, Mention

_LEAST = 10
"""Fewer people than these are rather persons of the story than a figure."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What counted assertions are made of (``words/counts.toml``, table ``figures``)."""

    verbs: frozenset[str]
    """Verbs that count their object: "registered 1,100 families"."""
    there: frozenset[str]
    """Verbs that only say that there are so many."""
    prepositions: frozenset[str]
    """Behind such a verb, before what is counted: "speaks of 100 families", "put the number at 320"."""
    things: frozenset[str]

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> Figures:
        """From the table."""
        return cls(*(frozenset(words.get(name, ())) for name in ("verbs", "there", "prepositions", "things")))


def add_figures(roles: Roles, drafts: list[Draft], figures: Figures) -> None:
    """A counted group that no frame counts is a figure of its own: "4,300 others saw their terms reduced".

    People are, whatever they do; other things where they are counted as such: "over 600 trucks are waiting", "put the
    number at 320".
    """
    used = {(a.start, a.end) for d in drafts for a in d.arguments if a.role.startswith("count:") and is_worth(d, roles)}
    for vg in roles.parse.vgs:
        told = any(d.vg is vg and is_worth(d, roles) for d in drafts)
        for np in _counted_in(roles, vg, figures, told):
            numbers = [m for m in roles.inside(np, "count") if (m.start, m.end) not in used]
            if not numbers or (numbers[0].low or numbers[0].high or 0) < _LEAST:
                continue
            side = _side_of_figure(roles, np, numbers[0], figures)
            if side is None:
                continue
            draft = Draft("figure", None, None, (vg.head, vg.head), vg, None, score=0.55)
            draft.add([side])
            draft.add(roles.parties(np, "recipient"))
            used.add((numbers[0].start, numbers[0].end))
            drafts.append(draft)


def _counted_in(roles: Roles, vg: VG, figures: Figures, told: bool) -> list[NP]:
    """The phrases of a verb that may hold a figure: its subject; the objects of verbs that count, or that say "is"."""
    found = [] if told or vg.subject is None or not vg.finite else np_list(vg.subject)
    lemma = roles.lexicon.lemma(roles.parse.tokens[vg.head].low)
    if lemma in figures.verbs or (lemma in figures.there and not told):
        found += [one for np in vg.objects for one in np_list(np)]
        found += [np for prep, np in vg.pps if prep in figures.prepositions]
    return found


def _side_of_figure(roles: Roles, np: NP, number: Mention, figures: Figures) -> Argument | None:
    """The count of a figure: of people, of things that are counted, or a bare number that somebody puts."""
    people = roles.counts(np, "other")
    if people and (people[0].side or roles.inside(np, "actor")):
        return people[0]
    tokens = roles.parse.tokens
    bare = tokens[np.last].end <= number.end and np.prep is not None and tokens[np.prep].low == "at"
    if bare or roles.head(np) in figures.things or (np.of is not None and roles.head(np.of) in figures.things):
        return Argument("count:other", number.start, number.end)
    return None
