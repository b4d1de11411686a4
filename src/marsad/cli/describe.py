"""Values in words, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from marsad.cli.talk import table

if TYPE_CHECKING:
    from marsad.values import Assessment, Claim, Figure, Incident, Party, StatedPlace, Statement, Toll, Voice, Vote

_CREDIBILITY = {
    1: "confirmed by independent origins of different sides",
    2: "probably true: independent origins agree",
    3: "possibly true: a single origin, not contradicted",
    4: "doubtful: a single origin, contradicted",
    5: "improbable: contradicted by several",
    6: "cannot be judged",
}


def describe_fields(*fields: tuple[str, Any]) -> None:
    """Say the fields that are known, below one another."""
    table([(name, str(value)) for name, value in fields if value not in (None, "")], "  ")


def headline(value: Statement | Incident | Claim) -> str:
    """What kind of thing is said: shape or type, with its mode and auxiliary modes."""
    shape = getattr(value, "shape", None) or "event"
    said = f"{shape} {value.type}" if value.type else shape
    said += f" ({value.mode})" if value.mode else ""
    auxiliary = getattr(value, "auxiliary", ())
    return said + (f" [{', '.join(auxiliary)}]" if auxiliary else "")


def describe_parties(parties: Sequence[Party]) -> str:
    """Names with their registry ids, and the label that was used for them."""
    return "; ".join(
        p.name + (f" [{p.link}]" if p.link else "") + (f" (called “{p.label}”)" if p.label else "") for p in parties
    )


def describe_place(place: StatedPlace | None) -> str:
    """A place with what holds it and how precise it is."""
    if place is None:
        return ""
    parts = dict.fromkeys(x for x in (place.name, place.admin2, place.admin1, place.country) if x)
    said = ", ".join(parts) + (f" [{place.link}]" if place.link else "")
    return said + (f" precision {place.where_prec}" if place.where_prec else "")


def describe_when(value: Statement | Incident | Claim) -> str:
    """The interval in which it is said to have happened."""
    if value.earliest is None and value.latest is None:
        return ""
    if value.earliest == value.latest:
        return str(value.earliest)
    return f"{value.earliest or '…'} to {value.latest or '…'}"


def describe_voice(chain: Sequence[Voice]) -> str:
    """The chain from the first speaker to the outlet."""
    return " ← ".join(f"{v.name or 'unnamed'} ({v.kind.replace('_', ' ')})" for v in chain)


def describe_statement(statement: Statement) -> str:
    """One line: what, by whom, to whom, where, when, how put."""
    parties = describe_parties(statement.actors)
    if statement.recipients:
        parties = f"{parties or '?'} → {describe_parties(statement.recipients)}"
    places = ", ".join(f"{p.role} {p.name}" for p in statement.places)
    parts = [headline(statement), parties, places, describe_when(statement), statement.modality]
    parts += ["denied"] if statement.polarity == "denied" else []
    return " · ".join(p for p in parts if p)


def describe_assessment(found: Assessment | None) -> None:
    """How sure one can be, and why."""
    if found is None:
        return
    describe_fields(
        ("how sure", f"{found.source_class}{found.credibility}, {_CREDIBILITY[found.credibility]}"),
        ("origins", "; ".join(f"{o.name or o.id} ({o.kind.replace('_', ' ')})" for o in found.origins)),
        *((f"{t.kind} {t.side or 'all'}", _toll(t)) for t in found.tolls),
        *(("vote", f"{v.origin} {v.stance} ({v.weight:+.2f}): {v.reason}") for v in found.votes),
        *(("why", reason) for reason in found.reasons),
    )


def describe_workings(found: Assessment | None) -> None:
    """What each score is made of: factors of votes, figures as they were weighed, copies with their evidence."""
    if found is None:
        return
    describe_fields(
        *((f"vote of {v.origin}", _workings(v)) for v in found.votes),
        *((f"{t.kind} {t.side or 'all'}", f"{f.origin} said {_range(f)}: bias {f.bias:+.2f}, spread {f.spread:.2f}, "
           f"share {f.share:g} ({f.statement})" + (f"; before: {', '.join(f.superseded)}" if f.superseded else ""))
          for t in found.tolls for f in t.said),
        *((f"{a.role} ({a.party})", f"{', '.join(a.origins) or 'origin not known'} ({', '.join(a.statements)})")
          for a in found.attributions),
        *(("copy", f"{c.document} of {c.source}, {c.points:g} points: {'; '.join(c.reasons)}") for c in found.copies),
    )  # fmt: skip


def _workings(vote: Vote) -> str:
    factors = " × ".join(f"{f.value:g} ({f.name})" for f in vote.factors)
    counted = "" if vote.counts else ", not counted"
    said = ", ".join(vote.statements)
    return f"{vote.stance}, class {vote.source_class}, {vote.weight:+.2f} = {factors}{counted}: {said}"


def _range(figure: Figure) -> str:
    if figure.low == figure.high:
        return f"{figure.low}"
    return f"{'…' if figure.low is None else figure.low}–{'…' if figure.high is None else figure.high}"


def _toll(toll: Toll) -> str:
    high = "?" if toll.high is None else toll.high
    number = f"{toll.low}–{high}" if toll.low != toll.high else f"{toll.low}"
    return f"{number}, best {toll.best}" if toll.best is not None else number
