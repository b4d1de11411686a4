"""Linked annotations → Statements: voice chains, modality, and what only the document knows."""

from marsad.coding.code import code

__all__ = ["code"]
