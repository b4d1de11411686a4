"""Linked annotations → Statements: voice chains, modality, and what the document adds (dateline, dates, places said before)."""

from marsad.coding.code import code

__all__ = ["code"]
