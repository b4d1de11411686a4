"""Coreference scores of two clusterings of the same mentions, by their definitions.

MUC (Vilain et al. 1995), B-cubed (Bagga & Baldwin 1998), CEAF-e with the entity similarity phi-4 (Luo 2005); CoNLL F1
is the mean of the three F1 (Pradhan et al. 2012).  Singletons count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from marsad.evaluate.score import f1

Clustering = Mapping[Hashable, Hashable]
"""Mention -> cluster."""
_FAR = float("inf")


def b3_f1(gold: Clustering, ours: Clustering) -> float:
    """B-cubed F1: per mention, the overlap of its two clusters."""
    if not gold:
        return 0.0
    gold_size, our_size = Counter(gold.values()), Counter(ours.values())
    both = Counter((gold[m], ours[m]) for m in gold)
    precision = sum(n * n / our_size[o] for (_, o), n in both.items()) / len(gold)
    recall = sum(n * n / gold_size[g] for (g, _), n in both.items()) / len(gold)
    return _harmonic(precision, recall)


def muc_f1(gold: Clustering, ours: Clustering) -> float:
    """MUC F1: links that keep a cluster together."""
    return _harmonic(_links(ours, gold), _links(gold, ours))


def _links(key: Clustering, response: Clustering) -> float:
    """Share of the key's links that the response keeps."""
    parts: dict[Hashable, list[Hashable]] = defaultdict(list)
    for mention, cluster in key.items():
        parts[cluster].append(response[mention])
    kept = sum(len(p) - len(set(p)) for p in parts.values())
    wanted = sum(len(p) - 1 for p in parts.values())
    return kept / wanted if wanted else 0.0


def ceaf_e_f1(gold: Clustering, ours: Clustering) -> float:
    """CEAF-e F1: the best one-to-one alignment of clusters by phi-4."""
    gold_size, our_size = Counter(gold.values()), Counter(ours.values())
    both = Counter((gold[m], ours[m]) for m in gold)
    total = best_alignment({(g, o): 2 * n / (gold_size[g] + our_size[o]) for (g, o), n in both.items()})
    return f1(total, len(our_size), len(gold_size))


def conll_f1(gold: Clustering, ours: Clustering) -> float:
    """Mean of MUC, B-cubed and CEAF-e F1."""
    return (muc_f1(gold, ours) + b3_f1(gold, ours) + ceaf_e_f1(gold, ours)) / 3


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def best_alignment(worth: Mapping[tuple[Any, Any], float]) -> float:
    """Greatest total worth of a one-to-one alignment; pairs that are not given are worth nothing.

    Pairs fall into connected groups, each of which is solved by itself: most groups are tiny.
    """
    rows: dict[Hashable, dict[Hashable, float]] = defaultdict(dict)
    columns: dict[Hashable, set[Hashable]] = defaultdict(set)
    for (row, column), value in worth.items():
        if value > 0:
            rows[row][column] = value
            columns[column].add(row)
    total = 0.0
    left = dict.fromkeys(rows)
    while left:
        group = _connected(next(iter(left)), rows, columns)
        for row in group:
            del left[row]
        names = list(dict.fromkeys(c for row in group for c in rows[row]))
        total += _assign([[rows[row].get(c, 0.0) for c in names] for row in group])
    return total


def _connected(
    first: Hashable, rows: Mapping[Hashable, Mapping[Hashable, float]], columns: Mapping[Hashable, set[Hashable]]
) -> list[Hashable]:
    seen = dict.fromkeys([first])
    queue = [first]
    while queue:
        for column in rows[queue.pop()]:
            for row in columns[column]:
                if row not in seen:
                    seen[row] = None
                    queue.append(row)
    return list(seen)


def _assign(worth: Sequence[Sequence[float]]) -> float:
    """Worth of the best assignment in a matrix (Kuhn-Munkres with potentials, cubic time)."""
    if len(worth) == 1:
        return max(worth[0])
    if len(worth) > len(worth[0]):
        worth = [list(column) for column in zip(*worth, strict=True)]
    n, m = len(worth), len(worth[0])
    over_rows, over_columns = [0.0] * (n + 1), [0.0] * (m + 1)
    taken = [0] * (m + 1)
    for row in range(1, n + 1):
        taken[0], column = row, 0
        least, way, done = [_FAR] * (m + 1), [0] * (m + 1), [False] * (m + 1)
        while taken[column]:
            done[column] = True
            here, delta, following = taken[column], _FAR, 0
            for j in range(1, m + 1):
                if done[j]:
                    continue
                cost = -worth[here - 1][j - 1] - over_rows[here] - over_columns[j]
                if cost < least[j]:
                    least[j], way[j] = cost, column
                if least[j] < delta:
                    delta, following = least[j], j
            for j in range(m + 1):
                if done[j]:
                    over_rows[taken[j]] += delta
                    over_columns[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            taken[column], column = taken[way[column]], way[column]
    return sum(worth[taken[j] - 1][j - 1] for j in range(1, m + 1) if taken[j])
