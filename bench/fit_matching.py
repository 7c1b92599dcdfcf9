"""Fits what each finding about two names weighs (screen/model.py), on the development halves alone.

Run by hand: make bench NAME=fit_matching. Three kinds of pairs: labelled pairs of organizations, the
half of the forced-labor variants and sister firms that a hash of the name picks, and clean recipients that are not among
the 5,000 of the bench beside the listed names nearest to them. No finding may speak against its sense: what met can only
raise, what differs can only lower.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import matching_cases as cases
from buyfair.knowledge.name_words import vocabulary
from buyfair.screen.index import NameIndex
from buyfair.screen.likeness import FINDINGS, findings
from buyfair.screen.names import Name, readings

RAISES = {"met_share", "smaller_met", "series_differ", "letters_alike", "own_met"}
AT_MOST = {"numbers_differ": -4.0, "forms_differ": -5.2, "country_extra": -1.2, "number_extra": -0.2, "no_own_met": -0.8}
"""Where the pairs are too few to say: another number is another prison, an association is no firm."""
SHRINK = 0.3
ORGANIZATION, VARIANT, SISTER, CLEAN = 2.0, 0.7, 0.4, 100.0
"""What one pair of each kind counts; the clean ones count so much together."""


class Rows(NamedTuple):
    """Findings of pairs, whether each is one party, and what each counts."""

    found: NDArray[np.float64]
    same: NDArray[np.float64]
    counts: NDArray[np.float64]


def main() -> None:
    """Prints the weights and where the sum begins."""
    rows = Rows(*(np.array(column, float) for column in zip(*_pairs(), strict=True)))
    weights, first = fit(rows)
    for finding, weight in zip(FINDINGS, weights, strict=True):
        print(f'    "{finding.__name__}": {weight:.2f},')
    print(f"FIRST = {first:.2f}")


def fit(rows: Rows) -> tuple[NDArray[np.float64], float]:
    """Logistic regression whose weights keep their sense."""
    n = rows.found.shape[1]

    def loss(t: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        share = 1 / (1 + np.exp(-(rows.found @ t[:n] + t[n])))
        wrong = rows.counts * (share - rows.same)
        tiny = 1e-12
        told = rows.same * np.log(share + tiny) + (1 - rows.same) * np.log(1 - share + tiny)
        slope = np.concatenate([rows.found.T @ wrong + 2 * SHRINK * t[:n], [wrong.sum()]])
        return float(-(rows.counts * told).sum() + SHRINK * (t[:n] ** 2).sum()), slope

    bounds = [(0, None) if f.__name__ in RAISES else (None, AT_MOST.get(f.__name__, 0.0)) for f in FINDINGS]
    start = np.array([*(AT_MOST.get(f.__name__, 0.0) for f in FINDINGS), 0.0])
    done = minimize(loss, start, jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B", options={"maxiter": 5000})
    return done.x[:n], float(done.x[n])


def development(name: str) -> bool:
    """Whether a name is on the half that weights and thresholds are chosen on."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 1


Pair = tuple[list[float], float, float]


def _pairs() -> Iterator[Pair]:
    known = vocabulary()

    def best(left: Sequence[Name], right: Sequence[Name]) -> list[float]:
        return max((list(findings(a, b)[1].values()) for a in left for b in right), key=lambda found: found[0])

    for row in cases.labelled():
        if row["schema"] in cases.ORGANIZATIONS:
            left, right = readings(row["name1"], known), readings(row["name2"], known)
            yield best(left, right), float(row["is_match"] == "true"), ORGANIZATION
    parties = cases.parties()
    listed = {
        row: [n for given in parties.names_of(at) for n in readings(given, known)] for row, at in parties.of_row.items()
    }
    for file, column, same, counts in (("variants", "variant", 1.0, VARIANT), ("sisters", "name", 0.0, SISTER)):
        for row in cases.rows(cases.HERE / f"{file}.csv"):
            if development(row[column]) and (left := readings(row[column], known)):
                yield best(left, listed[(row["list"], row["listed_name"])]), same, counts
    names = [n for given in parties.names for n in readings(given, known)]
    clean = [n for given in cases.clean_recipients(20_000)[cases.CLEAN :] for n in readings(given, known)]
    near = NameIndex(names).candidates(clean, 12, 0.3)
    for candidate in near:
        yield best([clean[candidate.query]], [names[candidate.name]]), 0.0, CLEAN / len(near)


if __name__ == "__main__":
    main()
