"""Finds, among many listed names, the few that a query could be: by letters in threes, the rarer words weighing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from buyfair.screen.names import Name

_LETTERS = {letter: n for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz0123456789", 1)}
_TABLE = np.zeros(256, np.int64)
for _letter, _n in _LETTERS.items():
    _TABLE[ord(_letter)] = _n
_BASE = len(_LETTERS) + 1
GRAMS = _BASE**3
"""How many different threes of letters there are; a name of one or two letters is padded."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One listed name that a query could be: which query, which name of the index, how near by letters."""

    query: int
    name: int
    nearness: float


class NameIndex:
    """The listed names by their threes of letters."""

    def __init__(self, names: Sequence[Name]) -> None:
        grams = _grams(names)
        self._idf: NDArray[np.float64] = _rarity(grams)
        self._columns: csr_matrix = _scaled(grams, self._idf).T.tocsr()

    def candidates(self, queries: Sequence[Name], most: int, least: float) -> list[Candidate]:
        """For each query up to `most` names that are at least so near, the nearest first."""
        rows = _scaled(_grams(queries), self._idf)
        found = sp_matmul_topn(rows, self._columns, top_n=most, threshold=least, sort=True)
        return [
            Candidate(query, int(found.indices[at]), float(found.data[at]))
            for query in range(len(queries))
            for at in range(found.indptr[query], found.indptr[query + 1])
        ]


def _grams(names: Sequence[Name]) -> csr_matrix:
    """One row a name, one column a three of letters: the mean weight of the words that its letters belong to."""
    texts = [f" {n.letters or n.run} " for n in names]
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    codes = _TABLE[np.frombuffer("".join(texts).encode("ascii", "replace"), np.uint8)]
    weights = (
        np.concatenate([_weights(n, size) for n, size in zip(names, sizes, strict=True)]) if names else np.zeros(0)
    )
    ends = np.cumsum(sizes)
    inside = np.ones(len(codes), bool)
    for back in (1, 2):
        inside[ends - back] = False
    at = np.flatnonzero(inside[: max(len(codes) - 2, 0)])
    columns = (codes[at] * _BASE + codes[at + 1]) * _BASE + codes[at + 2]
    values = (weights[at] + weights[at + 1] + weights[at + 2]) / 3
    rows = np.repeat(np.arange(len(names)), sizes)[at]
    held = csr_matrix((values, (rows, columns)), shape=(len(names), GRAMS))
    held.sum_duplicates()
    return held


def _weights(name: Name, size: int) -> NDArray[np.float64]:
    """One weight a letter, the gaps at both ends like their neighbours."""
    if not name.words:
        return np.ones(size)
    per = np.repeat([w.weight for w in name.words], [len(w.text) for w in name.words])
    return np.concatenate([per[:1], per, per[-1:]])


def _rarity(grams: csr_matrix) -> NDArray[np.float64]:
    seen = np.bincount(grams.indices, minlength=GRAMS)
    rare: NDArray[np.float64] = np.log1p(grams.shape[0] / (1.0 + seen))
    return rare


def _scaled(grams: csr_matrix, idf: NDArray[np.float64]) -> csr_matrix:
    """Rows of length 1, so that a product of two is their nearness."""
    out = grams.copy()
    out.data = out.data * idf[out.indices]
    length = np.sqrt(np.asarray(out.multiply(out).sum(axis=1)).ravel())
    out.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(out.indptr))
    return out
