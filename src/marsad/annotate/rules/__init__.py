"""``rules/1``: read sentences with words and patterns of the pack, a light parse, and no model."""

from marsad.annotate.rules.backend import RulesBackend

__all__ = ["RulesBackend"]
