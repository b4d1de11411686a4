"""Texts to measure with: a file of reports where there is one, else invented ones; repeated to any number."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

_YEAR = re.compile(r"\b(?:19[5-9]|20[0-8])\d\b")
_FIRST, _SPAN, _STEP = 1950, 140, 5
"""Years of a repetition are moved by five at a time, round a circle of 140: the repetitions' news do not meet."""

_PLACES = (
    "Bannu", "Miranshah", "Wana", "Khost", "Jalalabad", "Peshawar", "Quetta", "Kandahar", "Ghazni", "Kunduz", "Gardez",
    "Tank", "Kohat", "Hangu", "Zhob", "Spin Boldak",
)  # fmt: skip
_FORCES = ("security forces", "the army", "police", "Afghan forces", "Frontier Corps troops", "coalition forces")
_GROUPS = ("the TTP", "Taliban fighters", "militants", "IS-KP", "gunmen", "insurgents", "the Haqqani network")
_DEEDS = (
    "{group} attacked a checkpoint near {place} on {day}, killing at least {n} soldiers and wounding {m} others.",
    "{force} killed {n} insurgents and captured {m} suspects during an operation in {place} district on {day}.",
    "A roadside bomb hit a convoy outside {place} late {day}; {n} policemen died, a hospital official said.",
    "{force} found a weapons cache and detained a Taliban leader in {place} yesterday.",
    "Residents said that {group} had fired rockets into {place} on {day}. No casualties were reported.",
    "A spokesman for {group} claimed responsibility for the blast in {place}, but police denied the claim.",
)  # fmt: skip
_REST = (
    "The road to the district has been closed since last month, according to local officials.",
    "The governor condemned the attack and promised an inquiry.",
    "It was not clear whether the group would attend the talks planned for next week.",
    "“Operations like this help to make the valley safe,” the commander said.",
    "Prices in the bazaar have doubled within a year, traders complained.",
)
_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def read(path: Path | None) -> list[str]:
    """Texts of a file with one object with a "text" per line; without a file 400 invented reports."""
    if path is None:
        return invented(400)
    lines = path.read_text(encoding="utf-8").split("\n")  # not splitlines: a text may hold U+2028
    return [json.loads(line)["text"] for line in lines if line.strip()]


def invented(number: int) -> list[str]:
    """Reports of three to twelve sentences about nothing that ever happened, always the same ones."""
    chance = random.Random(number)
    texts = []
    for i in range(number):
        place, year = chance.choice(_PLACES), 2009 + chance.randrange(5)
        date = f"{chance.choice(_MONTHS)} {chance.randrange(1, 28)}, {year}"
        said = []
        for _ in range(chance.randrange(2, 7)):
            values = {"n": chance.randrange(2, 20), "m": chance.randrange(2, 9), "day": chance.choice(_DAYS)}
            values |= {"group": chance.choice(_GROUPS), "force": chance.choice(_FORCES), "place": place}
            deed = chance.choice(_DEEDS).format(**values)
            said += [deed[0].upper() + deed[1:], chance.choice(_REST)][: chance.randrange(1, 3)]
        texts.append(f"Report {i} from {place}\n\n{place.upper()} ({date}) – {' '.join(said)}\n")
    return texts


def repeated(texts: list[str], i: int) -> str:
    """The i-th text: beyond the last one they come again, other years in them and a line of their own."""
    again, which = divmod(i, len(texts))
    if not again:
        return texts[which]

    def later(year: re.Match[str]) -> str:
        return str(_FIRST + (int(year[0]) - _FIRST + _STEP * again) % _SPAN)

    return f"{_YEAR.sub(later, texts[which])}\n\nRelease number {i}.\n"


def write(texts: list[str], number: int, folder: Path) -> int:
    """Write so many files, a thousand to a folder; how many bytes they have."""
    size = 0
    for i in range(number):
        home = folder / f"{i // 1000:03}"
        home.mkdir(parents=True, exist_ok=True)
        size += (home / f"{i:06}.txt").write_bytes(repeated(texts, i).encode())
    return size
