"""How often site matching is right on labelled pairs of production sites, beside a token-sort ratio.

    make bench NAME=sites            the table
    python bench/sites.py --weights  what each finding weighs, for screen/site_model.py

The pairs are the development half of Open Supply Hub's training pairs (real files). Each is scored by weights fitted on
the other folds alone; pairs that share a record are in one fold. Twenty seeds draw the folds. The peer is the mean of
RapidFuzz's token-sort ratios of name and address (on this half better than one ratio over all text, .76 to .61), its
threshold chosen on the other folds too, and beside it the best threshold there is. Bands: 2,000 resamples of the pairs.
The findings and where their weights begin were written looking at this half: the other half, not held here, is the test.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import token_sort_ratio
from scipy.optimize import minimize

from buyfair.knowledge.name_words.address_words import address_words, site_vocabulary
from buyfair.screen.site_findings import FINDINGS
from buyfair.screen.sites import LEAST, Site, findings, lay

REAL = Path(os.environ.get("BUYFAIR_REAL_DATA", str(Path(__file__).resolve().parents[2] / "shared" / "data")))
PAIRS = "matching/site_pairs_labelled_half.json"
FOLDS, SEEDS, RESAMPLES = 5, 20, 2_000

BEGIN = {
    "firm_met": 1.5, "smaller_firm_met": 1.0, "firm_letters_alike": 1.5, "firm_swapped": -2.0, "firm_extra": -0.7,
    "trade_swapped": -1.0, "site_same": 0.5, "site_differs": -5.0, "site_told_once": -0.8, "places_met": 1.0,
    "smaller_places_met": 0.8, "places_swapped": -1.0, "firm_and_places_met": 2.0, "house_same": 1.2,
    "house_differs": -2.0, "part_same": 0.5, "part_differs": -1.5, "postal_same": 0.5, "postal_differs": -0.5,
    "countries_differ": -5.0,
}  # fmt: skip
"""Where fitting begins and what it is drawn back to: the pairs are too few to weigh twenty findings alone, and some (two
countries, two numbers of one firm) hardly occur in them. A finding keeps its sense: none crosses nought."""
DRAW = 1.0
"""How strongly weights are drawn back to where they begin."""
GENTLE = 0.1
"""How strongly they are drawn back to nought, where the pairs alone shall say."""

Floats = NDArray[np.float64]


class Pairs(NamedTuple):
    """Labelled pairs: their findings, their token-sort ratio, whether each is one site, and which share a record."""

    found: Floats
    ratio: Floats
    same: Floats
    shared: NDArray[np.int64]


def main() -> None:
    """Prints the weights, or the table."""
    pairs = labelled(REAL / PAIRS)
    if "--weights" in sys.argv[1:]:
        weights, first = fit(pairs.found, pairs.same)
        for finding, weight in zip(FINDINGS, weights, strict=True):
            print(f'    "{finding.__name__}": {weight:.2f},')
        print(f"FIRST = {first:.2f}")
        return
    print(f"{len(pairs.same)} pairs, {int(pairs.same.sum())} of one site; {FOLDS} folds, {SEEDS} draws of folds")
    print("| scorer | F1, pooled | band (95 %) | lowest and highest draw |\n|---|---|---|---|")
    ours = held_out(pairs, _by_findings)
    at_best = np.array([pairs.ratio >= best_threshold(pairs.ratio, pairs.same)])
    for name, answers in (
        ("buyfair", ours),
        ("buyfair, weights drawn back to nought", held_out(pairs, _by_findings_alone)),
        ("token-sort ratio", held_out(pairs, _by_ratio)),
        ("token-sort ratio, best threshold there is", at_best),
    ):
        each = [f1(row, pairs.same) for row in answers]
        low, high = np.percentile(resampled(answers, pairs.same), [2.5, 97.5])
        print(f"| {name} | {np.mean(each):.3f} | {low:.3f} to {high:.3f} | {min(each):.3f} and {max(each):.3f} |")
    above = np.mean(resampled(ours, pairs.same) > resampled(at_best, pairs.same))
    print(f"above the ratio at its best threshold in {above:.1%} of the same resamples")


def labelled(file: Path) -> Pairs:
    """The real pairs with their findings."""
    known, words = site_vocabulary(), address_words()
    rows = [(pair["__value__"], kind) for kind, held in json.loads(file.read_text("utf-8")).items() for pair in held]
    sites = [tuple(Site(r["name"], r["address"], r["country"]) for r in pair) for pair, _ in rows]
    found = [[f.value for f in findings(lay(*sorted(p, key=_order), known, words)).values()] for p in sites]
    ratio = [(token_sort_ratio(a.name, b.name) + token_sort_ratio(a.address, b.address)) / 2 for a, b in sites]
    same = [kind == "match" for _, kind in rows]
    return Pairs(np.array(found, float), np.array(ratio, float), np.array(same, float), _shared(sites))


def fit(found: Floats, same: Floats, to: float = 1.0, draw: float = DRAW) -> tuple[Floats, float]:
    """Logistic regression whose weights keep their sense and are drawn back to `to` times where they begin."""
    sense = np.array([BEGIN[f.__name__] for f in FINDINGS])
    begin = sense * to

    def loss(t: Floats) -> tuple[float, Floats]:
        total, away = found @ t[:-1] + t[-1], t[:-1] - begin
        wrong = 1 / (1 + np.exp(-total)) - same
        told = np.logaddexp(0, -total) * same + np.logaddexp(0, total) * (1 - same)
        return float(told.sum() + draw * away @ away), np.append(found.T @ wrong + 2 * draw * away, wrong.sum())

    bounds = [(0, None) if b > 0 else (None, 0) for b in sense]
    done = minimize(loss, np.append(begin, 0.0), jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B")
    return done.x[:-1], float(done.x[-1])


def held_out(pairs: Pairs, judge: Callable[[Pairs, NDArray[np.bool_]], NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """One row a draw of folds: for each pair the answer of a judge who has not seen its fold."""
    answers = np.zeros((SEEDS, len(pairs.same)), bool)
    for seed in range(SEEDS):
        drawn = np.random.default_rng(seed).permutation(np.unique(pairs.shared))
        fold_of = {group: at % FOLDS for at, group in enumerate(drawn)}
        folds = np.array([fold_of[group] for group in pairs.shared])
        for fold in range(FOLDS):
            answers[seed, folds == fold] = judge(pairs, folds != fold)[folds == fold]
    return answers


def _by_findings(pairs: Pairs, seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return _at_least(pairs, *fit(pairs.found[seen], pairs.same[seen]))


def _by_findings_alone(pairs: Pairs, seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return _at_least(pairs, *fit(pairs.found[seen], pairs.same[seen], to=0.0, draw=GENTLE))


def _at_least(pairs: Pairs, weights: Floats, first: float) -> NDArray[np.bool_]:
    return 1 / (1 + np.exp(-(pairs.found @ weights + first))) >= LEAST


def _by_ratio(pairs: Pairs, seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return pairs.ratio >= best_threshold(pairs.ratio[seen], pairs.same[seen])


def best_threshold(scores: Floats, same: Floats) -> float:
    """The score from which on saying "one site" gives the best F1."""
    return max((float(c) for c in np.unique(scores)), key=lambda c: f1(scores >= c, same))


def f1(answers: NDArray[np.bool_], same: Floats) -> float:
    """Twice the hits by twice the hits and all misses."""
    right = float((answers & (same > 0)).sum())
    return 2 * right / max(1.0, float(answers.sum() + same.sum()))


def resampled(answers: NDArray[np.bool_], same: Floats) -> Floats:
    """F1 of resampled pairs, the draws of folds by turns."""
    draw = np.random.default_rng(len(same))
    picks = draw.integers(0, len(same), (RESAMPLES, len(same)))
    return np.array([f1(answers[at % len(answers)][pick], same[pick]) for at, pick in enumerate(picks)])


def _order(site: Site) -> tuple[str, str, str]:
    return site.name, site.address, site.country


def _shared(sites: list[tuple[Site, ...]]) -> NDArray[np.int64]:
    """A number a pair, the same for pairs that are linked by records they share."""
    group = np.arange(len(sites))
    for at, pair in enumerate(sites):
        for before in range(at):
            if not {(s.name, s.address) for s in pair}.isdisjoint((s.name, s.address) for s in sites[before]):
                group[group == group[at]] = group[before]
    return group


if __name__ == "__main__":
    main()
