"""Tolls that no verb of harm tells: "the death toll rose to 14", "the dead include two policemen", "920 deaths".

Relies on the parse and the counts of :class:`~marsad.annotate.rules.drafts.Roles`; words are in ``means.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from marsad.annotate.rules.chunks import NP, np_list
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.values import Argument, Mention


def add_tolls(roles: Roles, drafts: list[Draft], kinds: Mapping[str, str], tolls: Sequence[str]) -> None:
    """Add a draft for each toll that no verb of harm counts.

    ``kinds`` gives the kind of a predicate ("dead": killed); ``tolls`` are nouns that stand for a number of people.
    """
    for np in roles.parse.nps:
        words = roles.words(np)
        kind = next((kinds[w] for w in sorted(words) if w in kinds), None)
        head = roles.head(np)
        if head in tolls and (kind or "death" in words or head in ("toll", "tally")):
            number = _number_after(roles, np)
            if number is not None:
                _add(roles, drafts, np, [Argument(f"count:{kind or 'killed'}", number.start, number.end)])
        elif head in kinds and roles.parse.tokens[np.first].low == "the":
            _add(roles, drafts, np, _among(roles, np, kinds[head]))


def _add(roles: Roles, drafts: list[Draft], np: NP, counted: Sequence[Argument]) -> None:
    if not counted:
        return
    for draft in drafts:
        # "the number of people killed in the blast rose to nine": the participle counts nobody
        if draft.vg is not None and draft.vg.subject is np.of and draft.vg.subject is not None:
            draft.arguments = [a for a in draft.arguments if not a.role.startswith("count:")]
    toll = Draft("event", "ASSAULT", None, (np.head, np.head), None, np, score=0.55, counts=counted[0].role[6:])
    toll.add(counted)
    drafts.append(toll)


def _number_after(roles: Roles, np: NP) -> Mention | None:
    """The number that a toll is said to be: behind "to", "at" or a form of "be"."""
    tokens = roles.parse.tokens
    for mention in roles.mentions:
        if mention.kind != "count" or mention.start <= tokens[np.last].end:
            continue
        before = next((t for t in reversed(tokens) if t.end <= mention.start), None)
        if before is not None and (before.low in ("to", "at", "as", "of", "reached", "past") or before.is_verb):
            return mention
    return None


def _among(roles: Roles, np: NP, kind: str) -> list[Argument]:
    """The people in "the dead include X" and "among the dead were X"."""
    for vg in roles.parse.vgs:
        lemma = roles.lexicon.lemma(roles.parse.tokens[vg.head].low)
        told = vg.subject is np and lemma in ("include", "be")
        inverted = np.prep is not None and roles.parse.tokens[np.prep].low == "among" and vg.first == np.last + 1
        if told or (inverted and lemma == "be"):
            return [
                a
                for o in vg.objects
                for one in np_list(o)
                for a in roles.counts(NP(one.first, one.last, one.head), kind)
            ]
    return []
