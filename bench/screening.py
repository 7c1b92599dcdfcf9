"""How fast names are screened with their explanations: many names against all lists, beside logic-v2 over 50 candidates.

    make bench NAME=screening

All lists that the real files hold are read by their own readers; recipients of federal contracts that are not asked fill
the index up to about 150,000 names, as listed parties that nobody asks about. Asked are 100,000 names: distinct recipients
and names of suppliers, and where these are too few the same with one letter changed. Ours gives every lead with score,
sentence and card, on two cores as `buyfair screen` does it and in one process; logic-v2 compares 50 candidates a name that a
search has found before (the search is not counted), in its own environment and one process. Ours and theirs take turns, so
that what else the machine does meets both; of each of its turns the best of three counts, for its first is cold. Single
queries are timed one by one.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from datetime import date

import matching
from buyfair import catalogue
from buyfair.knowledge.countries import country
from buyfair.knowledge.name_words import vocabulary
from buyfair.screen.index import NameIndex
from buyfair.screen.leads import Query, Screen
from buyfair.screen.names import read
from buyfair.screen.two_cores import LOT, leads_in_order, two_are_safe
from buyfair.terms.party import ListedParty, Statement
from matching_cases import DATA

NAMES, LISTED, TIMES = 100_000, 150_000, 5
PEER_NAMES, CANDIDATES = 200, 50
DAY = date(2026, 7, 9)
NAMED = {
    "awards/treasury_datalab_recipients_by_agency.csv.gz": "recipient",
    "awards/usaspending_api_transactions_11naics_half.parquet": "recipient_name",
    "awards/fpds_atom_idv_kenosa_91817.parquet": "vendorName",
    "supply_chain/canada_buyandsell_ocds2014_flat.parquet": "supplier",
}


def real_names() -> list[str]:
    """Distinct names of suppliers in the real files, read in a process of their own: the database library has threads, and
    a process that has loaded it is not forked.
    """
    done = subprocess.run([sys.executable, __file__, "names"], stdout=subprocess.PIPE, text=True, check=True)
    return list(json.loads(done.stdout))


def names_of_files() -> list[str]:
    """Distinct names of suppliers in the real files, in a stable order."""
    import duckdb

    found: set[str] = set()
    for path, column in NAMED.items():
        held = {row[0] for row in duckdb.sql(f"describe select * from '{DATA / path}'").fetchall()}
        if column in held:
            read_names = duckdb.sql(f"select distinct {column} from '{DATA / path}'").fetchall()
            found |= {row[0].strip() for row in read_names if row[0]}
    return sorted(found - {""})


def changed(name: str, nth: int) -> str:
    """The name with two neighbouring letters exchanged."""
    at = (nth * 7919) % max(len(name) - 1, 1)
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


def asked(names: list[str]) -> list[str]:
    """100,000 names: the real ones, then the real ones with one slip each."""
    out = list(names)
    nth = 0
    while len(out) < NAMES:
        out += [changed(name, nth) for name in names]
        nth += 1
    return out[:NAMES]


def all_parties(names: list[str]) -> list[ListedParty]:
    """Every party of every list that its real file gives, then made-up parties of combined real words up to the size."""
    parties = list(catalogue.parties())
    for module, files in REAL_LISTS.items():
        parties += read_list(module, files)
    told = (Statement("filler", "in_force", None, None, DAY),)
    count = sum(len(p.names) for p in parties)
    firsts, lasts = names[::3], names[1::3]
    for nth in range(LISTED - count):
        a, b = firsts[nth % len(firsts)].split(), lasts[(nth * 31) % len(lasts)].split()
        parties.append(ListedParty("filler", "1", f"f{nth}", " ".join([*a[:2], *b[-2:]]), told))
    return parties


REAL_LISTS = {
    "sam_exclusions": ["sam_exclusions_firms_2026_08_07_6877.csv.gz"],
    "csl": ["trade_gov_consolidated_screening_list_2022_04.csv.gz"],
    "ofac_sdn": ["ofac_sdn_2021_07.csv.gz", "ofac_add_2021_07.csv.gz", "ofac_alt_2021_07.csv.gz"],
    "bis_entity_list": ["bis_entity_list_2026_07_3409.json.gz"],
    "world_bank_debarred": ["world_bank_debarred_2025_01_07.xlsx"],
    "ebrd_ineligible": ["ebrd_ineligible_2025.csv.gz"],
    "iadb_sanctioned": ["iadb_sanctioned_firms_2025.xlsx"],
}


def read_list(list_id: str, files: list[str]) -> tuple[ListedParty, ...]:
    """The parties of a list, by its own reader."""
    from buyfair.intake.list_editions import bring

    module = next(m for m in catalogue.party_modules() if list_id == m.ID)
    raw = bring([DATA / "lists" / name for name in files])
    return tuple(p for p in module.read(raw, spelled, DAY).parties if p.kind != "goods")


def spelled(place: str) -> str | None:
    """A country's code by its spelling."""
    found = country(place)
    return None if found is None else found.code


def main() -> None:
    """Prints one table."""
    names = real_names()
    parties, queries = all_parties(names), asked(names)
    began = time.perf_counter()
    screen = Screen(parties, vocabulary())
    loaded = time.perf_counter() - began
    count = sum(len(p.names) for p in parties)
    lots = [[Query(at + i, n) for i, n in enumerate(queries[at : at + LOT])] for at in range(0, NAMES, LOT)]
    cores = 2 if two_are_safe() else 1
    runs, theirs, held = [], [], 0.0
    pairs: list[tuple[str, str, str]] = []
    for _ in range(TIMES):
        began = time.perf_counter()
        leads = sum(len(found) for found in leads_in_order(screen, lots))
        runs.append(NAMES / (time.perf_counter() - began))
        held = held or largest(resource.RUSAGE_SELF) + largest(resource.RUSAGE_CHILDREN) * (cores - 1)
        pairs = pairs or peer_pairs(queries, [n for p in parties for n in p.names])
        theirs.append(PEER_NAMES / min(matching.ask_peers("timed", pairs=pairs, times=3)))
    began = time.perf_counter()
    assert leads == sum(len(list(screen.leads(lot))) for lot in lots)
    alone = NAMES / (time.perf_counter() - began)
    singles = sorted(one(screen, name) for name in queries[:: NAMES // 2_000])
    ours, peer = statistics.median(runs), statistics.median(theirs)
    ratios = sorted(a / b for a, b in zip(runs, theirs, strict=True))
    print("| what | measured |\n|---|---|")
    print(f"| names asked, listed names | {NAMES:,}, {count:,} |")
    print(f"| index made | {loaded:.1f} s |")
    print(f"| ours, every lead with score and sentence ({leads:,} leads), {cores} cores, median of {TIMES} | "
          f"{ours:,.0f} names/s |")  # fmt: skip
    print(f"| the same in one process, once | {alone:,.0f} names/s |")
    print(f"| logic-v2 over {CANDIDATES} candidates each, median of {TIMES} turns | {peer:,.0f} names/s |")
    print(f"| ratio, median of {TIMES} turns (least, most) | "
          f"{statistics.median(ratios):.1f} ({ratios[0]:.1f}, {ratios[-1]:.1f}) |")  # fmt: skip
    print(f"| single query, median and 95th percentile | {singles[len(singles) // 2] * 1e3:.1f} ms, "
          f"{singles[int(len(singles) * 0.95)] * 1e3:.1f} ms |")  # fmt: skip
    print(f"| largest memory, all processes | {held:,.0f} MB |")


def one(screen: Screen, name: str) -> float:
    """Seconds of one query."""
    began = time.perf_counter()
    list(screen.leads([Query(1, name)]))
    return time.perf_counter() - began


def largest(of: int) -> float:
    """The most memory that this process, or the largest of those that it has ended, held: MB."""
    return resource.getrusage(of).ru_maxrss / 1024


def peer_pairs(queries: list[str], listed: list[str]) -> list[tuple[str, str, str]]:
    """Some of the names, each with the 50 listed names that are nearest to it by letters."""
    known = vocabulary()
    few = queries[:: NAMES // PEER_NAMES][:PEER_NAMES]
    index = NameIndex([read(name, known) for name in listed])
    near = index.candidates([read(name, known) for name in few], CANDIDATES, 0.0)
    return [(few[c.query], listed[c.name], "LegalEntity") for c in near]


if __name__ == "__main__":
    if sys.argv[1:] == ["names"]:
        print(json.dumps(names_of_files()))
    else:
        main()
