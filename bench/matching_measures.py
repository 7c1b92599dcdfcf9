"""The measures of matching: F1, area under the curve, bands, calibration, the threshold that few clean names pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
DRAWS = 1000
SEED = 20261129


def f1_at(scores: Floats, same: Bools, threshold: float) -> float:
    """F1 of calling a pair the same from this score on."""
    said = scores >= threshold
    hits = int((said & same).sum())
    return 2 * hits / max(int(said.sum()) + int(same.sum()), 1)


def best_f1(scores: Floats, same: Bools) -> tuple[float, float]:
    """The best F1 and the score from which it is reached."""
    return max((f1_at(scores, same, t), float(t)) for t in np.unique(scores))


def auc(scores: Floats, same: Bools) -> float:
    """The chance that a pair that is the same scores above one that is not; a tie is half."""
    yes, no = scores[same], np.sort(scores[~same])
    below, up_to = np.searchsorted(no, yes, "left"), np.searchsorted(no, yes, "right")
    return float((below + up_to).sum() / 2 / max(len(yes) * len(no), 1))


@dataclass(frozen=True)
class Drawn:
    """Measures of one scorer over the same seeded draws of the pairs as any other."""

    f1: Floats
    auc: Floats


def drawn(scores: Floats, same: Bools) -> Drawn:
    """Each draw takes as many pairs as there are, with replacement, and finds its own best threshold."""
    random = np.random.default_rng(SEED)
    f1s, aucs = np.empty(DRAWS), np.empty(DRAWS)
    for i in range(DRAWS):
        take = random.integers(0, len(scores), len(scores))
        f1s[i], aucs[i] = best_f1(scores[take], same[take])[0], auc(scores[take], same[take])
    return Drawn(f1s, aucs)


def band(values: Floats) -> tuple[float, float]:
    """The middle 95 %."""
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def calibration_error(scores: Floats, same: Bools, bins: int = 10) -> float:
    """The mean gap between what a score promises and how often it holds, over bins of equally many pairs.

    Pairs of one score are shuffled first, so that their order in the files decides nothing.
    """
    mixed = np.random.default_rng(SEED).permutation(len(scores))
    order = mixed[np.argsort(scores[mixed], kind="stable")]
    parts = [p for p in np.array_split(order, bins) if len(p)]
    gaps = [abs(float(scores[p].mean()) - float(same[p].mean())) * len(p) for p in parts]
    return sum(gaps) / len(scores)


def threshold_for(clean: Floats, per_thousand: float = 1.0) -> float:
    """The lowest threshold that lets at most so many of a thousand clean names pass."""
    allowed = int(len(clean) * per_thousand / 1000)
    return float(np.nextafter(np.sort(clean)[::-1][allowed], 2.0))


def first_leads(strengths: Floats, own: NDArray[np.int64], threshold: float) -> tuple[Bools, Bools]:
    """Per variant: whether its own party passes the threshold, and whether none passes it by more."""
    mine = strengths[np.arange(len(own)), own]
    found = mine >= threshold
    return found, found & (mine >= strengths.max(axis=1))
