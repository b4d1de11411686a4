"""The signs of the families of incidents: shape and colour both tell them apart, so that neither is needed alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """SVG path data around (0, 0), about 22 units wide, and how far its number is lowered."""

    path: str
    lower: float


SIGNS: Mapping[str, Sign] = {
    "blast": Sign("M0 -14L13.5 10H-13.5Z", 5.5),
    "armed": Sign("M-11 0A11 11 0 1 1 11 0A11 11 0 1 1 -11 0Z", 3.8),
    "strike": Sign("M0 -14L14 0L0 14L-14 0Z", 3.8),
    "abduct": Sign("M-10 -10H10V10H-10Z", 3.8),
    "coerce": Sign("M-6.5 -11H6.5L12.5 0L6.5 11H-6.5L-12.5 0Z", 3.8),
    "protest": Sign("M0 -12.5L12 -3.5L7.5 10.5H-7.5L-12 -3.5Z", 4.4),
    "relief": Sign("M-5 -12H5V-5H12V5H5V12H-5V5H-12V-5H-5Z", 3.8),
    "talk": Sign("M-12 -10H12V6H2L-4 12V6H-12Z", 1.8),
    "other": Sign("M-13 0A13 8.5 0 1 1 13 0A13 8.5 0 1 1 -13 0Z", 3.8),
}
