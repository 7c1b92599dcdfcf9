"""How well names are matched: labelled pairs and the forced-labor lists, beside nomenklatura's logic-v2 and RapidFuzz.

    make bench NAME=matching

Every scorer sees two names and nothing else. Labelled pairs are the development half: thresholds were chosen on it, and
each draw of a band finds its own best threshold. logic-v2 stands twice: with the schema that the labels give, and with
every name as a LegalEntity (LE), which does better there and is what a screen that knows only a name can say. Both peers
get the threshold that lets at most one of a thousand clean federal recipients pass; ours is asked at the threshold that
it publishes. A variant counts where its own party is the strongest lead, ties included. The peers live in
build/bench-venv, made from requirements/bench.lock. What goes wrong is written to build/bench/matching_errors.csv.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

import matching_measures as measures
from buyfair import catalogue, screening
from buyfair.screen.leads import LEAST, Query
from buyfair.screening import Screening
from buyfair.terms.party_names import key
from matching_cases import HERE, ORGANIZATIONS, ROOT, Parties, clean_recipients, labelled, parties, rows
from matching_measures import Floats
from matching_search import Compare
from matching_table import OnLists, Row, Table, calibration_line, errors, labelled_lines, list_lines, write_errors

VENV = ROOT / "build" / "bench-venv"
LOCK = ROOT / "requirements" / "bench.lock"
ERRORS = ROOT / "build" / "bench" / "matching_errors.csv"


@dataclass(frozen=True)
class Ours:
    """Our scorer: its comparison, the score from which it publishes a lead, and the lists with all that is known of them.

    Pairs are asked of the comparison alone. The lists are asked as `buyfair screen` asks them: candidates first, with the
    names that public sources give and the words that the lists teach; `bare` leaves those names out.
    """

    compare: Compare
    threshold: float

    def on_lists(self, queries: list[str], listed: Parties, bare: bool) -> tuple[Floats, list[tuple[float, str]]]:
        """Per query the strength of each party of the bench, and the strongest lead of all."""
        held = [replace(p, known_as=()) if bare else p for p in catalogue.parties()]
        own = {(list_id, key(name)): at for (list_id, name), at in listed.of_row.items()}
        strengths = np.zeros((len(queries), len(listed.keys)))
        best: list[tuple[float, str]] = [(0.0, "")] * len(queries)
        for found in Screening(held, DAY, {}).of([Query(i, q) for i, q in enumerate(queries)], least=0.01):
            lead, row = found.lead, found.lead.query.row
            best[row] = max(best[row], (lead.score, lead.listed))
            for name in lead.party.names:
                at = own.get((lead.party.list_id, key(name)))
                if at is not None:
                    strengths[row, at] = max(strengths[row, at], lead.score)
        return strengths, best


DAY = date(2026, 7, 9)


def ours() -> Ours:
    """Buyfair's own comparison through its public surface."""
    return Ours(lambda left, right: float(screening.compare(left, right).score), LEAST)


def install() -> Path:
    """The python of the peers' environment, made from the hashed lock when missing or older than it."""
    python, ready = VENV / "bin" / "python", VENV / "ready"
    if not ready.exists() or ready.stat().st_mtime < LOCK.stat().st_mtime:
        uv = str(Path(sys.executable).parent / "uv")
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)], check=True)
        made = subprocess.run([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(python), str(LOCK)])
        if made.returncode:
            sys.exit(
                "The peers could not be installed: nomenklatura needs PyICU, which compiles where libicu-dev, pkg-config "
                "and a C++ compiler are; install those and run this again."
            )
        ready.touch()
    return python


def ask_peers(job: str, **asked: Any) -> Any:
    """What the peers answer to one job."""
    child = [str(install()), str(ROOT / "bench" / "matching_peers.py")]
    given = json.dumps({"job": job, **asked})
    env = {**os.environ, "PYTHONPATH": ""}
    run = subprocess.run(child, input=given, stdout=subprocess.PIPE, text=True, check=True, env=env)
    return json.loads(run.stdout)


def score_pairs(pairs: list[tuple[str, str, str]], mine: Ours) -> dict[str, Floats]:
    """The scores of every scorer for these pairs of names; the schema is told to one peer only."""
    scores = {name: np.array(held) for name, held in ask_peers("pairs", pairs=pairs).items()}
    scores["ours"] = np.array([mine.compare(a, b) for a, b, _ in pairs])
    return scores


def score_lists(listed: Parties, variants: list[Row], clean: list[str], mine: Ours) -> OnLists:
    """Every variant and every clean recipient against all listed names; ours against all, the peers' clean ones blocked."""
    queries = [row["variant"] for row in variants]
    of_lists = {"names": listed.names, "owners": listed.owners, "parties": len(listed.keys)}
    found = {name: np.array(held) for name, held in ask_peers("variants", queries=queries, **of_lists).items()}
    leads = {name: [(s, n) for s, n in held] for name, held in ask_peers("clean", queries=clean, **of_lists).items()}
    for name, bare in (("ours", False), ("ours, list names", True)):
        found[name], _ = mine.on_lists(queries, listed, bare)
        _, leads[name] = mine.on_lists(clean, listed, bare)
    thresholds = {name: measures.threshold_for(np.array([s for s, _ in held])) for name, held in leads.items()}
    thresholds |= dict.fromkeys(("ours", "ours, list names"), mine.threshold)
    own = np.array([listed.of_row[row["list"], row["listed_name"]] for row in variants])
    return OnLists(found, leads, thresholds, own)


def nearest_pairs(
    listed: Parties, variants: list[Row], sisters: list[Row], clean: list[str]
) -> list[tuple[str, str, str]]:
    """Each variant and sister with the nearest name of its listed party, each clean recipient with the nearest of all."""
    near = [(r["variant"], listed.names_of(listed.of_row[r["list"], r["listed_name"]])) for r in variants]
    near += [(r["name"], listed.names_of(listed.of_row[r["list"], r["listed_name"]])) for r in sisters]
    near += [(name, listed.names) for name in clean]
    nearest = ask_peers("nearest", each=near)
    return [(query, name, "LegalEntity") for (query, _), name in zip(near, nearest, strict=True)]


def main() -> None:
    """Runs every scorer over the same names and prints one table."""
    mine, listed, pairs = ours(), parties(), labelled()
    variants, sisters, clean = rows(HERE / "variants.csv"), rows(HERE / "sisters.csv"), clean_recipients()
    scores = score_pairs([(p["name1"], p["name2"], p["schema"]) for p in pairs], mine)
    table = Table(list(scores))
    same = np.array([p["is_match"] == "true" for p in pairs])
    firms = np.array([p["schema"] in ORGANIZATIONS for p in pairs])
    of_firms = {name: held[firms] for name, held in scores.items()}
    labelled_lines(table, of_firms, same[firms], f"{firms.sum()} pairs of organizations")
    labelled_lines(table, scores, same, f"{len(pairs)} with vessels")

    more = nearest_pairs(listed, variants, sisters, clean)
    scored = score_pairs(more, mine)
    known = np.concatenate([same[firms], np.arange(len(more)) < len(variants)])
    both = {name: np.concatenate([of_firms[name], held]) for name, held in scored.items()}
    close = len(known) - len(clean)
    calibration_line(table, both, known, "of both rows")
    calibration_line(table, {n: held[:close] for n, held in both.items()}, known[:close], "without clean recipients")

    on = score_lists(listed, variants, clean, mine)
    of_sisters = slice(len(variants), len(variants) + len(sisters))
    list_lines(table, on, variants, {name: held[of_sisters] for name, held in scored.items()})
    print("\n".join(table.lines))
    write_errors(ERRORS, errors(on, listed.keys, variants, clean))
    print(f"\nErrors that remain: {ERRORS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
