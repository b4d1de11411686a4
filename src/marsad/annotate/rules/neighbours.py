"""What the words around a word make of its tag: rules in the manner of Brill's tagger, for verbs that the coder knows.

The lexicon gives each word its commonest tag, so that "attacks" is a noun; these rules find where it is a verb.  They
look at the pack's trigger verbs only: a wrong tag on any other word does no harm.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from marsad.annotate.rules.wordclasses import WordClasses

_OPENS_OBJECT = frozenset(("DT", "CD", "PRP", "PRP$", "JJ", "NNS", "NNP", "RB"))
_AFTER_VERB = frozenset(("DT", "PRP", "PRP$", "IN", "NNP", "CD", "JJ", "NNS", "NN", ".", ",", "TO", "CC", "RB", "JJR"))
_BEFORE_GERUND = (",", "CC", "IN", "RB", "VBD", "VBZ", "VBP")
_AFTER_NOUN = ("IN", ".", ",", "CC", "VBD", "TO", "POS")
_BEFORE_PAST = ("NN", "NNS", "NNP", "NNPS", "PRP", "RB", "WDT", "WP", ")")


class Neighbours:
    """Mend the tags of one sentence in place."""

    def __init__(self, classes: WordClasses, verb_forms: Mapping[str, str], nouns: Collection[str]) -> None:
        self._classes = classes
        self._verb_forms = verb_forms
        self._nouns = nouns

    def __call__(self, low: list[str], tags: list[str]) -> None:
        """Go through the words from left to right; then see that each clause has a verb."""
        for n in range(len(tags)):
            before = tags[n - 1] if n else "."
            after = tags[n + 1] if n + 1 < len(tags) else "."
            tags[n] = self._verb_or_noun(low, tags, n, after)
            if tags[n] in ("VB", "VBZ", "VBP") and low[n].endswith("s") and before in ("VBD", "VBZ", "VBN", "VBG"):
                tags[n] = "NNS"
            if low[n] in self._verb_forms:
                self._verb(low, tags, n, after)
            manner = before == "RB" and low[n - 1].endswith("ly") and (n == 1 or tags[n - 2] in ("DT", "IN"))
            if tags[n] in ("VBD", "VBN") and manner and (after.startswith("NN") or after == "JJ"):
                tags[n] = "JJ"  # "Newly elected lawmakers", "the recently formed front"
            if tags[n] == "VBG" and before in ("PRP$", "POS") and after == "IN":
                tags[n] = "NN"  # "its backing for …"
            if (
                tags[n] in ("NN", "NNS")
                and low[n] in self._verb_forms
                and before == "RB"
                and self._goes_on(low, tags, n)
            ):
                tags[n] = "VBZ" if low[n].endswith("s") else "VBP"  # "still share intelligence"
            if low[n] == "longer" and n and low[n - 1] == "no" and n + 1 < len(low) and low[n + 1] in self._verb_forms:
                tags[n - 1] = tags[n] = "RB"  # "no longer control the crossing"
                tags[n + 1] = "VBZ" if low[n + 1].endswith("s") else tags[n + 1] if after.startswith("VB") else "VBP"
            if low[n] == "long" and after == "VBN":
                tags[n] = "RB"  # ", long partnered with …"
            if low[n] == "overnight" and after in ("NN", "NNS", "JJ"):
                tags[n] = "JJ"
            if tags[n] == "JJ" and low[n] in self._nouns and before in ("DT", "JJ", "NN") and after in _AFTER_NOUN:
                tags[n] = "NN"  # "launched an offensive against …"
            if tags[n] == "VBN" and before == "CC" and low[n + 1 : n + 2] and low[n + 1] in self._classes.quantities:
                tags[n] = "VBD"  # "looted the hospital and detained dozens"
            if tags[n] == "VBN" and before in _BEFORE_PAST and not self._has_auxiliary(low, tags, n):
                tags[n] = "VBD"
            elif tags[n] == "VBD" and self._has_auxiliary(low, tags, n):
                tags[n] = "VBN"
        self._rescue(low, tags)

    def _goes_on(self, low: list[str], tags: list[str], n: int) -> bool:
        """Whether an adverb of continuing stands before a word, and something that it may be done to behind it."""
        return low[n - 1] in self._classes.continuing and tags[n + 1 : n + 2] in (
            ["NN"], ["NNS"], ["NNP"], ["DT"], ["PRP$"], ["JJ"], ["IN"], ["CD"],
        )  # fmt: skip

    def _verb_or_noun(self, low: list[str], tags: list[str], n: int, after: str) -> str:
        """The tag of a word that may be either, by what stands before: "to …", "will …", "the …", "in …"."""
        tag, form, before = tags[n], low[n], tags[n - 1] if n else "."
        verbal = form in self._verb_forms
        noun = "NNS" if form.endswith("s") and not form.endswith("ss") else "NN"
        if n and verbal and noun == "NNS" and low[n - 1] in self._classes.correlatives:
            tags[n - 1] = "CC" if tags[n - 1] == "CC" else "RB"
            return "VBZ"  # "neither supports nor shelters"
        if before == "TO" and (tag in ("NN", "VBP", "VBD") or verbal) and form.isalpha() and not form.endswith("ing"):
            sure = verbal or tag in ("VBP", "VBD") or after in ("DT", "PRP", "PRP$", "TO")
            return "VB" if sure and after in _AFTER_VERB else tag
        if before == "MD" and tag in ("NN", "VBP", "VBD", "VBN", "NNS", "JJ"):
            return "VB"
        determined = before in ("DT", "PRP$", "JJ", "JJR", "CD", "POS") and low[n - 1] not in ("all", "both", "each")
        auxiliary = form in self._classes.auxiliaries
        if tag in ("VB", "VBP", "NN", "VBZ", "NNS") and verbal and determined and not auxiliary:
            return noun
        if tag in ("NNS", "NN") and verbal and self._between_subject_and_object(low, before, after, n):
            return "VBZ" if form.endswith("s") else "VBP"
        if tag in ("VB", "VBP", "VBZ") and before == "IN" and low[n - 1] not in ("that", "as", "while", "if", "than"):
            return noun
        opens = before == "." or before.startswith("NNP")
        if tag == "VBZ" and form in self._nouns and opens and after in ("IN", "CC", ","):
            return "NNS"  # "Attacks on …", "TTP attacks in …"
        return tag

    def _verb(self, low: list[str], tags: list[str], n: int, after: str) -> None:
        """A trigger verb with a tag of another kind, in a place where only a verb can stand."""
        form, before = low[n], tags[n - 1] if n else "."
        relative = before in ("WDT", "WP") or (before == "RB" and n > 1 and tags[n - 2] in ("WDT", "WP", "PRP"))
        if tags[n] in ("NNS", "NN") and relative:
            tags[n] = "VBZ" if form.endswith("s") else "VBP"
        object_opens = after in _OPENS_OBJECT or (n + 1 < len(low) and low[n + 1] in self._classes.approximate)
        # "engaged the gunmen killing three of them": right behind a noun only before a number or an article
        loose = before in ("NN", "NNS") and after in ("CD", "DT")
        if tags[n] == "NN" and form.endswith("ing") and (loose or (before in _BEFORE_GERUND and object_opens)):
            tags[n] = "VBG"
        base = self._verb_forms[form] == form
        past = not base and not form.endswith(("s", "ing"))
        if past and tags[n] in ("NN", "JJ", "VB") and self._has_auxiliary(low, tags, n):
            tags[n] = "VBN"
        if base and tags[n] in ("VB", "VBP") and n and low[n - 1] in self._classes.be:
            tags[n] = "VBN"  # "were put on alert"
        if tags[n] == "NN" and base:
            k = n - 1
            while k > 0 and tags[k] == "RB":
                k -= 1
            if k >= 0 and low[k] in ("do", "does", "did", "didn't", "doesn't", "don't"):
                tags[n] = "VB"

    def _between_subject_and_object(self, low: list[str], before: str, after: str, n: int) -> bool:
        """Whether a noun-tagged verb form stands where a verb must: "Islamabad demands the …"."""
        form = low[n]
        plural_subject = before in ("NNS", "NNPS", "PRP") and not form.endswith("s")
        single_subject = before in ("NN", "NNP") and form.endswith("s")
        # "the Taliban support the …": a name may be a plural
        plural_subject |= before == "NNP" and not form.endswith(("s", "ing")) and after in ("DT", "PRP$")
        if plural_subject and low[n + 1 : n + 2] and low[n + 1] in self._classes.resultatives:
            return True  # "Gunmen shot dead a teacher"
        return (plural_subject or single_subject) and (after in ("DT", "PRP$", "PRP") or low[n + 1 : n + 2] == ["that"])

    def _has_auxiliary(self, low: list[str], tags: list[str], n: int) -> bool:
        """Whether "was", "has" and the like stand up to four words before, only adverbs and participles between."""
        for k in range(n - 1, max(n - 5, -1), -1):
            if low[k] in self._classes.auxiliaries:
                return True
            if tags[k] not in ("RB", "VBN", "CC", ",", "RBR") and low[k] not in self._classes.before_participle:
                return False
        return False

    def _rescue(self, low: list[str], tags: list[str]) -> None:
        """A clause after "that", or a whole sentence, needs a verb: take the first that may be one, behind a noun."""
        start = 0
        for n in range(len(low) + 1):
            if n < len(low) and not (low[n] == "that" and tags[n] == "IN") and tags[n] != ":":
                continue
            clause = range(start, n)
            start = n + 1
            if len(clause) < 3 or any(tags[k] == "MD" or _finite(tags, k) for k in clause):
                continue
            for k in clause[1:-1]:
                if tags[k] not in ("NN", "NNS", "JJ") or low[k] not in self._verb_forms or not _has_subject(tags, k):
                    continue
                named = tags[k - 1].startswith("NNP") and low[k].endswith("s") and tags[k + 1] == "NN"
                if named or tags[k + 1] in ("DT", "IN", "JJ", "PRP$", "CD", "NNS", "NNP", "TO", "RB"):
                    tags[k] = "VBZ" if low[k].endswith("s") else "VBP"
                    break


def _has_subject(tags: list[str], k: int) -> bool:
    """Whether a subject stands before ``k``, perhaps with an adverb between ("the Front now controls")."""
    before = tags[k - 1] if tags[k - 1] != "RB" or k < 2 else tags[k - 2]
    return before.startswith(("NN", "PRP"))


def _finite(tags: list[str], k: int) -> bool:
    return tags[k] in ("VBD", "VBZ", "VBP", "VBN") or (tags[k] == "VB" and (k == 0 or tags[k - 1] != "TO"))
