"""Spans that name actors, places, times, counts and means in one sentence.

Relies on the pack's name index, on its word tables and on tags; what a name stands for is for linking to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Any

from marsad.annotate.rules.counts import find_counts
from marsad.annotate.rules.tagging import is_common
from marsad.annotate.rules.times import find_times
from marsad.annotate.rules.tokens import Token
from marsad.annotate.rules.wordclasses import WordClasses
from marsad.pack import NameHit, Pack, fold
from marsad.pack.names import NameIndex
from marsad.values import Mention

_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


class MentionFinder:
    """Find mentions with the pack's names, its generic descriptions, and patterns for times and counts."""

    def __init__(self, pack: Pack, classes: WordClasses) -> None:
        self._prepositions = classes.name_prepositions
        self._names: NameIndex = pack.names
        self._found: tuple[str | None, list[NameHit], list[int]] = (None, [], [])
        """The names of the document that was read last: its sentences come one by one."""
        self._compass = frozenset(pack.words.get("places", {}).get("bearing", ()))
        words = pack.words
        self._times: Mapping[str, Any] = words.get("times", {})
        self._counts: Mapping[str, Any] = words.get("counts", {})
        self._generic = _phrases(
            (p, k) for k, g in words.get("actors", {}).get("generic", {}).items() for p in g["words"]
        )
        self._means = _phrases((p, m) for m, ws in words.get("means", {}).get("means", {}).items() for p in ws)
        self._organisation = frozenset(words.get("actors", {}).get("roles", {}).get("organisation_heads", ()))
        self._metonyms = frozenset(pack.options.get("metonyms", {}))
        self._never = frozenset(words.get("grammar", {}).get("names", {}).get("never", ()))
        things = words.get("candidates", {}).get("never", {}).get("words", ())
        means = words.get("means", {}).get("means", {}).values()
        self._things = {fold(w) for w in (*things, *(p for phrases in means for p in phrases))}
        self._given = frozenset(words.get("places", {}).get("world", {}).get("given", ()))
        self._bodies = classes.spot_nouns | classes.land | classes.body_nouns | classes.person_titles
        self._kinds = {a.id: a.kind for a in pack.actors.values()}
        self._sides: Mapping[str, str] = self._counts.get("organisation", {})
        self._anaphora = frozenset(words.get("actors", {}).get("anaphora", ()))

    def __call__(self, text: str, offset: int, tokens: Sequence[Token], document: str | None = None) -> list[Mention]:
        """All mentions of the sentence ``text`` that begins at ``offset`` of the ``document``, in order.

        Names are looked for in the whole document: what is a place in one sentence is one in the next.
        """
        taken: list[tuple[int, int]] = []
        found: list[Mention] = []

        def add(start: int, end: int, kind: Any) -> None:
            if all(end <= s or start >= e for s, e in taken):
                taken.append((start, end))
                found.append(Mention(start, end, text[start - offset : end - offset], kind))

        times = find_times(text, offset, self._times)
        for mention in times:
            taken.append((mention.start, mention.end))
        place_ends, state = -1, False
        for hit in self._hits(text, offset, document):
            # "anti-Taliban" is somebody else; "UPDATE 2-Taliban" is not, and "Bannu-Miranshah road" names both places.
            glued = text[hit.start - 1 : hit.start] == "-" and not text[: hit.start - 1][-1:].isdigit()
            if text[hit.start : hit.end] in self._never or (glued and hit.start - 1 != place_ends):
                continue
            if self._is_given(text[hit.start : hit.end], document or text):
                continue
            held = place_ends >= 0 and not state and text[place_ends : hit.start] == ", "  # "Atlanta, Georgia"
            place_ends, state = hit.end if hit.places else -1, bool(hit.actors)
            if held and hit.places:
                add(hit.start + offset, hit.end + offset, "place")
            elif not self._opens_longer(hit, offset, tokens, add):
                self._name(hit, offset, tokens, add)
        self._generic_actors(tokens, text, offset, add)
        self._organisations(tokens, add)
        found += times
        found += self._means_of(tokens, text, offset)
        found += find_counts(text, offset, self._counts)
        return sorted(found, key=lambda m: (m.start, m.end, m.kind))

    def _hits(self, text: str, offset: int, document: str | None) -> Sequence[NameHit]:
        """The names of the sentence, by its own offsets, as the whole document tells them."""
        if document is None:
            return self._names.find(text)
        known, found, starts = self._found
        if known is not document:
            found = self._names.find(document)
            starts = [h.start for h in found]
            self._found = (document, found, starts)
        end = offset + len(text)
        first, last = bisect_left(starts, offset), bisect_left(starts, end)
        inside = found[first:last]
        if (inside and inside[-1].end > end) or (first and found[first - 1].end > offset):
            return self._names.find(text)  # a name runs over the end of the sentence
        return [NameHit(h.start - offset, h.end - offset, h.places, h.actors, h.outlets, h.label_of) for h in inside]

    def _is_given(self, name: str, document: str) -> bool:
        """Whether a document gives a place's name to a person: "Jordan Smith", and from then on "Jordan"."""
        if name not in self._given:
            return False
        behind = (m[1] for m in re.finditer(rf"(?<!in )\b{name} ([A-Z][a-z]+)\b", document))
        return any(
            w not in self._organisation
            and w.lower() not in self._bodies
            and not any(h.actors for h in self._names.find(w))
            for w in behind
        )

    def is_state(self, name: str) -> bool:
        """Whether a name is (also) that of a state or an actor of countries."""
        hits = self._names.find(name)
        return any(self._kinds.get(a) == "state" for h in hits for a in h.actors) or any(
            p in self._metonyms for h in hits for p in h.places
        )

    def side(self, phrase: str) -> str | None:
        """Whose side the members of a named organisation count on."""
        kinds = {self._kinds.get(a) for hit in self._names.find(phrase) for a in hit.actors}
        return next((side for kind, side in self._sides.items() if kind in kinds), None)

    def _name(self, hit: NameHit, offset: int, tokens: Sequence[Token], add: Any) -> None:
        start, end = hit.start + offset, hit.end + offset
        actor = bool(hit.actors or hit.label_of or hit.outlets)
        if hit.places and (not actor or self._in_place_slot(tokens, start, end)):
            add(start, end, "place")
        elif actor:
            if hit.actors and all(self._kinds.get(a) == "state" for a in hit.actors):
                generic = _extend_over_generic(tokens, start, end, self._generic)
                behind = next((t for t in tokens if t.start >= end), None)
                if generic == end and behind is not None and behind.low in self._anaphora and behind.is_noun:
                    generic = behind.end  # "the Pakistani agency"
                end = generic
            add(start, end, "actor")

    def _opens_longer(self, hit: NameHit, offset: int, tokens: Sequence[Token], add: Any) -> bool:
        """Take "Syrian Computer Society" for one name, of which a state's adjective is but the first word."""
        if not hit.actors or any(self._kinds.get(a) != "state" for a in hit.actors):
            return False
        first = next((t.i for t in tokens if t.start == hit.start + offset), None)
        if first is None:
            return False
        run = [tokens[first], *takewhile(_capital, tokens[first + 1 :])]
        while len(run) > 2 and run[-1].text not in self._organisation:
            run.pop()
        inner = self._names.find(" ".join(t.text for t in run[1:]))
        if len(run) < 3 or run[0].end < hit.end + offset or any(h.actors or h.label_of for h in inner):
            return False
        add(run[0].start, run[-1].end, "actor")
        return True

    def _generic_actors(self, tokens: Sequence[Token], text: str, offset: int, add: Any) -> None:
        for i, j, _ in _scan(tokens, self._generic):
            if tokens[i].tag.startswith(("VB", "MD")):
                continue
            behind = tokens[j + 1 : j + 2]
            if tokens[i].low == "official" and behind and behind[0].tag in ("NN", "NNS"):
                continue  # "official contacts" are no official
            add(tokens[i].start, tokens[j].end, "actor")
        for a, b in pairwise(tokens):
            if a.low in ("the", "this", "that") and b.low in self._anaphora and b.is_noun:
                add(a.start, b.end, "actor")

    def _organisations(self, tokens: Sequence[Token], add: Any) -> None:
        """Runs of capitalised words that hold an organisation's word, and acronyms outside of headlines in capitals."""
        letters = [t for t in tokens if t.text.isalpha() and len(t.text) > 2]
        shouting = 2 * sum(t.text.isupper() for t in letters) > len(letters) or any(
            t.text.isupper() and t.i < 3 and len(t.text) > 4 for t in letters
        )
        i = 0
        while i < len(tokens):
            if not _capital(tokens[i]):
                i += 1
                continue
            j = i
            while j + 1 < len(tokens) and (
                _capital(tokens[j + 1])
                or (tokens[j + 1].text in ("'", "’") and j + 2 < len(tokens) and _capital(tokens[j + 2]))
                or (
                    tokens[j + 1].low in ("of", "for", "and", "the")
                    and j + 2 < len(tokens)
                    and tokens[j + 2].tag.startswith("NNP")
                )
            ):
                j += 1
            if j > i and any(tokens[k].text in self._organisation for k in range(i, j + 1)):
                add(tokens[i].start, tokens[j].end, "actor")
            elif j == i and i and tokens[i].text in self._organisation and tokens[i - 1].low in ("the", "this"):
                add(tokens[i].start, tokens[i].end, "actor")  # "the Front": the linker may know which
            elif not shouting:
                for k in range(i, j + 1):
                    word = tokens[k].text
                    if self._is_acronym(word):
                        add(tokens[k].start, tokens[k].end, "actor")
            i = j + 1

    def _is_acronym(self, word: str) -> bool:
        """Whether a word in capitals may name a body: no thing, no number ("John XXIII"), no word that is shouted."""
        written = 3 <= len(word) <= 6 and word.isupper() and word.isalpha()
        return written and not (fold(word) in self._things or _ROMAN.fullmatch(word) or is_common(word))

    def _means_of(self, tokens: Sequence[Token], text: str, offset: int) -> list[Mention]:
        found = [(tokens[i].start, tokens[j].end, key) for i, j, key in _scan(tokens, self._means)]
        return [Mention(s, e, text[s - offset : e - offset], "means", name=key) for s, e, key in found]

    def _in_place_slot(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Whether a name of both a place and an actor stands as places do: a whole phrase behind a preposition."""
        first = next((t.i for t in tokens if t.start >= start), None)
        if not first:
            return False
        after = next((t for t in tokens if t.start >= end), None)
        if after is not None and (after.is_noun or after.tag == "JJ" or after.tag == "POS"):
            return False
        before = tokens[first - 1]
        if (before.low == "the" or before.low.replace("-", "") in self._compass) and first > 1:
            before = tokens[first - 2]
        return before.low in self._prepositions


def _capital(token: Token) -> bool:
    name = token.text[3:4].isupper() and token.text[:3].lower() in ("al-", "el-")
    return name or token.tag.startswith("NNP") or (token.tag == "JJ" and token.text[:1].isupper())


def _phrases(pairs: Any) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, key in pairs:
        words = tuple(fold(phrase).split())
        table.setdefault(words[0], []).append((words, key))
    for rows in table.values():
        rows.sort(key=lambda r: -len(r[0]))
    return table


def _scan(
    tokens: Sequence[Token], table: Mapping[str, list[tuple[tuple[str, ...], str]]]
) -> list[tuple[int, int, str]]:
    """Longest phrases of a table, left to right: (first token, last token, key)."""
    found: list[tuple[int, int, str]] = []
    i = 0
    while i < len(tokens):
        for words, key in table.get(tokens[i].low, ()):
            if tuple(t.low for t in tokens[i : i + len(words)]) == words:
                found.append((i, i + len(words) - 1, key))
                i += len(words) - 1
                break
        i += 1
    return found


def _extend_over_generic(
    tokens: Sequence[Token], start: int, end: int, generic: Mapping[str, list[tuple[tuple[str, ...], str]]]
) -> int:
    """The end of one mention "Pakistani security forces": a state's adjective and the generic words after it."""
    at = next((t.i for t in tokens if t.start >= end), None)
    if at is None:
        return end
    k = at
    while (
        k < len(tokens) and k < at + 2 and tokens[k].tag in ("JJ", "NN") and not _scan(tokens[k : k + 3], generic)[:1]
    ):
        k += 1
    for words, _ in generic.get(tokens[k].low, ()) if k < len(tokens) else ():
        if tuple(t.low for t in tokens[k : k + len(words)]) == words:
            return tokens[k + len(words) - 1].end
    return end
