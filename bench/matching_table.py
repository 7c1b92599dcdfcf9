"""Lays out what `bench/matching.py` measured as one table, and lists what each scorer gets wrong."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import matching_measures as measures
from matching_measures import Bools, Floats

Row = dict[str, str]
Cell = Callable[[str], str | None]


class Table:
    """The lines of the printed table: what is measured, then one cell per scorer."""

    def __init__(self, scorers: list[str]) -> None:
        self.scorers = scorers
        self.lines = ["| what | " + " | ".join(scorers) + " |", "|---|" + "---|" * len(scorers)]

    def add(self, what: str, cell: Cell) -> None:
        """One line; a scorer that has no answer gets a dash."""
        self.lines.append(f"| {what} | " + " | ".join(cell(s) or "-" for s in self.scorers) + " |")


def labelled_lines(table: Table, scores: dict[str, Floats], same: Bools, what: str) -> None:
    """F1 and area with their bands, and how far each is from logic-v2 over the same draws."""
    draws = {name: measures.drawn(held, same) for name, held in scores.items()}

    def f1(name: str) -> str:
        value, at = measures.best_f1(scores[name], same)
        low, high = measures.band(draws[name].f1)
        return f"{value:.3f} at {at:.3f} ({low:.3f} to {high:.3f})"

    def area(name: str) -> str:
        low, high = measures.band(draws[name].auc)
        return f"{measures.auc(scores[name], same):.3f} ({low:.3f} to {high:.3f})"

    def beside(peer: str, measure: str) -> Cell:
        def cell(name: str) -> str | None:
            if name == peer:
                return None
            low, high = measures.band(getattr(draws[name], measure) - getattr(draws[peer], measure))
            return f"{low:+.3f} to {high:+.3f}"

        return cell

    table.add(f"{what}: best F1 (band)", f1)
    table.add(f"{what}: AUC (band)", area)
    for peer in ("logic-v2", "logic-v2 LE"):
        table.add(f"{what}: best F1 less that of {peer}, paired", beside(peer, "f1"))
        table.add(f"{what}: AUC less that of {peer}, paired", beside(peer, "auc"))


def calibration_line(table: Table, scores: dict[str, Floats], same: Bools, what: str) -> None:
    """How far what a score promises is from how often it holds."""
    table.add(
        f"calibration error, {len(same):,} pairs {what}",
        lambda name: f"{measures.calibration_error(scores[name], same):.3f}",
    )


@dataclass(frozen=True)
class OnLists:
    """Per scorer: the strength of every party for every variant, the strongest lead of every clean recipient, the
    threshold; and whose name each variant is."""

    found: dict[str, Floats]
    leads: dict[str, list[tuple[float, str]]]
    thresholds: dict[str, float]
    own: NDArray[np.int64]

    def clean_scores(self, name: str) -> Floats:
        """The strongest score of every clean recipient."""
        return np.array([score for score, _ in self.leads[name]])

    def right(self, name: str) -> tuple[Bools, Bools]:
        """Per variant: its own party is among the leads; it is the first of them."""
        return measures.first_leads(self.found[name], self.own, self.thresholds[name])


def list_lines(table: Table, on: OnLists, variants: list[Row], sisters: dict[str, Floats]) -> None:
    """Recall over the variants, all and by part, and the false leads that it costs."""

    def asked(cell: Callable[[str], str]) -> Cell:
        return lambda name: cell(name) if name in on.found else None

    def false_leads(name: str) -> str:
        scores = on.clean_scores(name)
        return f"{(scores >= on.thresholds[name]).mean() * 1000:.1f} at {on.thresholds[name]:.3f}"

    def recall(part: Bools, first: bool) -> Callable[[str], str]:
        return lambda name: f"{on.right(name)[first][part].mean():.4f}"

    script = np.array(["own script" in row["how"] for row in variants])
    parts = {"all": np.ones_like(script), "in Latin letters": ~script, "in its own script": script}
    parts |= {s: np.array([r["source"] == s for r in variants]) for s in dict.fromkeys(r["source"] for r in variants)}
    clean = len(next(iter(on.leads.values())))
    table.add(f"lists: false leads per 1,000 of {clean:,} clean recipients", asked(false_leads))
    for name, part in parts.items():
        table.add(f"lists: recall, first lead ({name}: {int(part.sum()):,})", asked(recall(part, first=True)))
    table.add("lists: recall, among the leads (all)", asked(recall(parts["all"], first=False)))
    many = len(next(iter(sisters.values())))
    taken = asked(lambda name: str(int((sisters[name] >= on.thresholds[name]).sum())))
    table.add(f"lists: sisters taken for the party they are near, of {many:,}", taken)


def errors(on: OnLists, keys: list[str], variants: list[Row], clean: list[str]) -> list[list[str]]:
    """What each scorer gets wrong: variants without their party as first lead, clean recipients with a lead."""
    wrong = []
    for scorer, held in on.found.items():
        for i in np.flatnonzero(~on.right(scorer)[1]).tolist():
            row, best = variants[i], int(held[i].argmax())
            scored = [f"{held[i, on.own[i]]:.4f}", keys[best], f"{held[i, best]:.4f}"]
            wrong.append([scorer, "missed", row["id"], row["variant"], row["listed_name"], row["how"], *scored])
        for query, (score, name) in zip(clean, on.leads[scorer], strict=True):
            if score >= on.thresholds[scorer]:
                wrong.append([scorer, "false lead", "", query, name, "", f"{score:.4f}", "", ""])
    return wrong


def write_errors(path: Path, wrong: list[list[str]]) -> None:
    """The errors that remain, one a row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as text:
        out = csv.writer(text, lineterminator="\n")
        out.writerow(["scorer", "error", "id", "name", "listed_name", "how", "score", "strongest_party", "its_score"])
        out.writerows(wrong)
