"""The table that the user owns (``words/origins.toml`` of the pack): classes, weights, biases of kinds of origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from marsad.assess.measure import Model
from marsad.pack import Pack
from marsad.values import Origin, Statement

SourceClass = Literal["A", "B", "C", "D", "E", "F"]
LOSSES = frozenset({"killed", "injured", "captured", "abducted"})
"""Kinds of count that a party to the fighting has reason to make larger or smaller."""
CLASSES = ("A", "B", "C", "D", "E", "F")


@dataclass(frozen=True, slots=True)
class Table:
    """Reads the table for an origin.  A kind that the table lacks is F, weighs 0.5 and is off by a factor of 1.3."""

    rows: Mapping[str, Any]
    outlet_kinds: Mapping[str, str]

    @classmethod
    def of(cls, pack: Pack) -> Table:
        """The table of a pack."""
        return cls(pack.words.get("origins", {}), {o.id: o.kind for o in pack.outlets.values()})

    def source_class(self, origin: Origin) -> SourceClass:
        """Letter A-F of an origin (NATO source reliability; F: cannot be judged)."""
        letter = self._row("class", origin, "F")
        return cast(SourceClass, letter) if letter in CLASSES else "F"

    def weight(self, origin: Origin) -> float:
        """Log-odds of one vote of an origin, before hedges and company."""
        return float(self._row("weight", origin, 0.5))

    def hedge(self, statement: Statement) -> float:
        """Share of a vote that its modality leaves (0-1)."""
        return float(self.rows.get("modality", {}).get(statement.modality, 1.0))

    @property
    def same_side(self) -> float:
        """Share that each further vote of one side keeps of the one before it."""
        return float(self.rows.get("vote", {}).get("same_side", 0.5))

    @property
    def counts_from(self) -> float:
        """Least share of a vote under hedges at which its origin still counts as one that agrees."""
        return float(self.rows.get("vote", {}).get("counts_from", 0.5))

    @property
    def model(self) -> Model:
        """What holds for the figures of all origins (``[posterior]``)."""
        return Model(**{k: float(v) for k, v in self.rows.get("posterior", {}).items() if k in Model.__slots__})

    def with_tolls(self, tolls: Mapping[str, Mapping[str, tuple[float, float]]]) -> Table:
        """The table with other biases and spreads (kind of origin -> whose losses -> both)."""
        kinds = dict(self.rows.get("toll", {}))
        for kind, rows in tolls.items():
            kinds[kind] = {**kinds.get(kind, {}), **rows}
        return Table({**self.rows, "toll": kinds}, self.outlet_kinds)

    def toll(self, origin: Origin, kind: str, side: str | None) -> tuple[float, float]:
        """Bias and spread (natural log) of an origin's figures of a kind for ``side``; sides matter for losses only."""
        kinds = self.rows.get("toll", {}).get(origin.kind, {})
        bias, spread = kinds.get(self.row_of(origin, kind, side)) or kinds.get("other") or (0.0, 0.25)
        return float(bias), float(spread)

    def row_of(self, origin: Origin, kind: str, side: str | None) -> str:
        """Whose losses those of a kind and side are to an origin: own, enemy or other."""
        return self._whose(origin, side) if kind in LOSSES else "other"

    def part_of(self, side: str) -> str | None:
        """The side that another side lies within ("children" within "civilians")."""
        found = self.rows.get("part_of", {}).get(side)
        return str(found) if found else None

    def _whose(self, origin: Origin, side: str | None) -> str:
        speaks_for = (origin.side or "").partition(":")[0]
        sides = self.rows.get("sides", {})
        if speaks_for not in ("state", "group") or side is None:
            return "other"
        if side in sides.get(speaks_for, ()):
            return "own"
        return "enemy" if side in sides.get("group" if speaks_for == "state" else "state", ()) else "other"

    def _row(self, name: str, origin: Origin, default: Any) -> Any:
        outlet = self.outlet_kinds.get(origin.id)
        if outlet is not None and origin.kind in ("outlet", "media"):
            found = self.rows.get(f"{name}_outlet", {}).get(outlet)
            if found is not None:
                return found
        return self.rows.get(name, {}).get(origin.kind, default)
