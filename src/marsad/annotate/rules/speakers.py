"""Who speaks, given a cue: before it, behind it ("…, said the mayor"), in its relative clause, or the cue before's.

The source is the shortest full noun phrase: with its title and what hangs on it ("a spokesman for the ministry"),
without relative clauses, and without an apposition unless that is the name behind a title.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from marsad.annotate.rules.chunks import NP, VG
from marsad.annotate.rules.cues import Cue
from marsad.annotate.rules.stage import Part, Stage


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the noun phrase that tells the kind, another beside it (title and name), and the source's tokens."""

    np: NP
    beside: NP | None
    part: Part


def speaker_of(
    stage: Stage, vg: VG, found: tuple[Cue, int], known: Mapping[int, Speaker], gives: Collection[str]
) -> Speaker | None:
    """The speaker of an active cue, or None.  ``known`` holds those of the cues before, by their verb group."""
    cue, last = found
    governor = vg.governor
    if vg.form == "ger" and vg.marker == "as" and governor is not None and stage.low(governor.head) in gives:
        np = governor.subject if governor.passive else next(iter(governor.objects), None)
        return _plain(stage, np, vg.first) if np is not None else None
    behind = _behind(stage, vg, cue, last)
    if behind is not None:
        return _plain(stage, behind, len(stage.tokens))
    if governor is not None and id(governor) in known and vg.subject is governor.subject and vg.relation != "rel":
        return known[id(governor)]
    subject = vg.subject
    if vg.relation != "rel":
        subject = _adjacent(stage, subject, vg) or _over_relative(stage, subject, vg)
    if subject is None or subject.first > vg.last:
        return None
    return _plain(stage, subject, vg.first) if vg.relation == "rel" else _before(stage, subject, vg.first)


def _adjacent(stage: Stage, subject: NP | None, vg: VG) -> NP | None:
    """The phrase between a comma or quotation mark and the verb, where the parse has an earlier subject."""
    edge = vg.first - (subject is None and stage.low(vg.first - 1) == ",")
    while stage.tag(edge - 1) == "RB":
        edge -= 1
    for np in stage.parse.nps:
        apart = stage.low(np.first - 1) == "," or stage.is_quote(np.first - 1)
        if np.prep is None and apart and stage.extent(np, edge) == edge and np.first < edge:
            between = subject is not None and subject.first < np.first
            named = stage.is_quote(np.first - 1) or stage.low(np.first - 2) == "," or stage.is_quote(np.first - 2)
            return np if (between and named) or subject is None else None
    return None


def _over_relative(stage: Stage, subject: NP | None, vg: VG) -> NP | None:
    """The noun before a relative clause where the parse took one inside.

    "The firm, which lost a case, said"; without commas the object of the clause: "the men who stormed the post said".
    """
    for rel in stage.parse.vgs if subject is not None else ():
        noun = rel.antecedent or rel.subject
        if rel.relation != "rel" or noun is None or subject is None:
            continue
        commas = stage.low(noun.last + 1) == "," and stage.low(vg.first - 1) == ","
        if not commas and rel.last + 1 != subject.first:
            continue
        inside = noun.last < rel.first < subject.first < vg.first
        if inside and not any(v.finite for v in stage.parse.vgs if rel.last < v.first < vg.first):
            return noun
    return subject


def handing_on(stage: Stage, vg: VG, gives: Collection[str]) -> Speaker | None:
    """Who hands words on: the agency in "the agency quoted residents as saying …"."""
    governor = vg.governor
    if vg.form != "ger" or vg.marker != "as" or governor is None or stage.low(governor.head) not in gives:
        return None
    if governor.passive:
        return agent(stage, governor)
    return _before(stage, governor.subject, governor.first) if governor.subject is not None else None


def agent(stage: Stage, vg: VG) -> Speaker | None:
    """The speaker of a passive cue: "was condemned by the council"."""
    np = next((n for prep, n in vg.pps if prep == "by"), None)
    if np is None or stage.is_timed(np.first):
        return None
    return _plain(stage, np, len(stage.tokens))


def _plain(stage: Stage, np: NP, high: int) -> Speaker:
    return Speaker(np, None, (np.first, stage.extent(np, high)))


def _behind(stage: Stage, vg: VG, cue: Cue, last: int) -> NP | None:
    """The phrase behind the cue where that closes what was said: "…," said the mayor."""
    if vg.first == 0 or vg.form not in ("fin", "part") or cue.particles:
        return None
    quote = stage.is_quote(vg.first - 1) and stage.low(vg.first - 2) in (",", "?", "!", ".", "-", "…")
    quote |= stage.is_quote(vg.first - 1) and vg.first > 1
    quote |= stage.low(vg.first - 1) == "," and stage.is_quote(vg.first - 2)
    if not quote and stage.low(vg.first - 1) not in (",", "—", "–"):
        return None
    np = stage.parse.np_starting(last + 1)
    if np is None or stage.is_timed(np.first):
        return None
    end = stage.extent(np, len(stage.tokens))
    if any(v.first in (end, end + 1) and v.finite and v.relation not in ("rel", "coord") for v in stage.parse.vgs):
        return None  # "the mayor, a lawyer, said the council had …"
    if quote:
        return np
    earlier = [v for v in stage.parse.vgs if v.last < vg.first]
    clause = any(v.finite and v.relation != "rel" and not v.marker for v in earlier)
    return np if clause and not (cue.takes_object and not cue.anyone) else None


def _before(stage: Stage, np: NP, verb: int) -> Speaker:
    """The phrase before the cue, over appositions: title and name together, of "name, office," the name."""
    first = np
    while stage.low(first.first - 1) == ",":
        edge = first.first - 1
        outer = next((n for n in stage.parse.nps if n.prep is None and stage.extent(n, edge) == edge), None)
        if outer is None or not _apposed(stage, outer, first, verb):
            break
        first = outer
    if first is np:
        end = stage.extent(np, verb)
        if end < verb and not any(stage.tag(k) in (",", ":") or stage.tokens[k].is_verb for k in range(end, verb)):
            inner = [n for n in stage.parse.nps if n.first >= end and n.last < verb]
            end = inner[-1].last + 1 if inner else end
        name = _name_behind(stage, np, end, verb)
        titled = name is not None and stage.tag(name.head).startswith("NNP") and stage.tag(np.head) == "NN"
        return Speaker(np, name, (np.first, name.last + 1 if titled and name is not None else end))
    if stage.tag(first.head).startswith("NNP") and not _has_noun(stage, first):
        return Speaker(np, first, (first.first, stage.extent(first, verb)))
    return Speaker(first, np, (first.first, np.last + 1))


def _name_behind(stage: Stage, np: NP, end: int, verb: int) -> NP | None:
    """The apposition behind a subject: "the mayor, Ali Example, said"."""
    return stage.parse.np_starting(end + 1) if stage.low(end) == "," and end + 1 < verb else None


def _apposed(stage: Stage, outer: NP, inner: NP, verb: int) -> bool:
    """Whether two phrases with a comma between are one speaker: nothing but that comma parts them from the cue."""
    opens = outer.first == 0 or stage.tag(outer.first - 1) in (",", ":", ".", "''", "CC", "IN", "SYM")
    closes = any(stage.low(k) == "," for k in range(inner.last + 1, verb)) or stage.tag(inner.first) == "DT"
    return opens and closes and not any(outer.first < v.first < inner.first for v in stage.parse.vgs)


def _has_noun(stage: Stage, np: NP) -> bool:
    return any(stage.tag(k) in ("NN", "NNS") for k in range(np.first, np.last + 1))
