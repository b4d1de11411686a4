"""Gold event mentions across documents: by the words themselves, by statements, and by the same-lemma heuristic."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nltk.stem.snowball import SnowballStemmer

from marsad.evaluate.coref import Clustering, b3_f1, ceaf_e_f1, conll_f1, muc_f1
from marsad.evaluate.texts import statement_at
from marsad.pipeline.coder import Coder
from marsad.resolve import resolve
from marsad.resolve.words import Text, Word, happenings
from marsad.settings import Settings
from marsad.values import Claim, Coded, Incident, Span


@dataclass(frozen=True, slots=True)
class Mentions:
    """Documents that are resolved together, and the gold's mentions in them, each under a key of its own."""

    texts: tuple[Text, ...]
    words: Mapping[Hashable, Word]
    gold: Mapping[Hashable, Hashable]
    """Mention -> gold cluster."""


@cache
def _stemmer() -> SnowballStemmer:
    return SnowballStemmer("english")


@cache
def stem(word: str) -> str:
    """What the forms of an English word share (Porter 2001, Snowball)."""
    return str(_stemmer().stem(word))


def by_word(together: Mentions) -> dict[Hashable, Hashable]:
    """The happening of each mention by its word and document, whether it is coded or not."""
    groups = happenings(together.texts, list(together.words.values()), stem)
    return dict(zip(together.words, groups, strict=True))


def by_stem(together: Mentions) -> dict[Hashable, Hashable]:
    """The same-lemma heuristic: mentions of the same words, whatever their forms, are one."""
    rows = {t.id: t.sentences for t in together.texts}
    return {key: " ".join(stem(rows[w.text][w.sentence][n].lower()) for n in w.at) for key, w in together.words.items()}


def clusters_of(coded: Sequence[Coded], coder: Coder) -> dict[str, str]:
    """Statement id -> id of the incident, or else the claim, that holds it."""
    resolution = resolve(coded, coder.pack, Settings.of())
    found: dict[str, str] = {}
    values: tuple[Incident | Claim, ...] = (*resolution.incidents, *resolution.claims)
    for value in values:
        for statement in value.statements:
            found.setdefault(statement, value.id)
    return found


def clustering(
    mentions: Mapping[Hashable, tuple[Coded, Span]], clusters: Mapping[str, str]
) -> tuple[dict[Hashable, Hashable], float]:
    """Our cluster of each gold mention (alone where no statement is about it), and the share that has one."""
    ours: dict[Hashable, Hashable] = {}
    covered = 0
    for key, (coded, span) in mentions.items():
        found = statement_at(coded, span)
        covered += found is not None
        ours[key] = clusters.get(found.id, found.id) if found is not None else ("alone", key)
    return ours, covered / len(mentions) if mentions else 0.0


def compared(gold: Clustering, ours: Clustering, before: str = "", behind: str = "") -> dict[str, float]:
    """B-cubed, MUC, CEAF-e and CoNLL F1, named with something before or behind."""
    scores = {"b3_f1": b3_f1, "conll_f1": conll_f1, "muc_f1": muc_f1, "ceafe_f1": ceaf_e_f1}
    return {f"{before}{name}{behind}": score(gold, ours) for name, score in scores.items()}
