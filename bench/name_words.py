"""Counts in how many names of suppliers each word stands (knowledge/name_words/seen.csv.gz), from the real files.

Run by hand when the vocabulary changes: python bench/name_words.py REAL_DATA_FOLDER
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from pathlib import Path

import duckdb

from buyfair.knowledge import name_words
from buyfair.screen.names import read

FOLDER = Path(name_words.__file__).parent
AT_LEAST = 2
"""A word that stands in one name alone is left out: it is as rare as one never seen."""

SUPPLIERS = {
    "awards/treasury_datalab_recipients_by_agency.csv.gz": ("recipient",),
    "awards/usaspending_api_transactions_11naics_half.parquet": ("recipient_name",),
    "awards/fpds_atom_idv_kenosa_91817.parquet": ("vendorName", "UEILegalBusinessName", "contractorName"),
    "lists/sam_exclusions_firms_2026_08_07_6877.csv.gz": ("name",),
}
FOREIGN = {
    "lists/trade_gov_consolidated_screening_list_2022_04.csv.gz": ("name",),
    "supply_chain/canada_buyandsell_ocds2014_flat.parquet": ("supplier",),
}


def main() -> None:
    """Reads, counts, writes the table and prints the number of names for the card."""
    real = Path(sys.argv[1])
    known = name_words.vocabulary()
    names: set[str] = set()
    for files in (SUPPLIERS, FOREIGN):
        for path, columns in files.items():
            for column in _there(real / path, columns):
                found = duckdb.sql(f"select distinct {column} from '{real / path}'").fetchall()
                names |= {re.sub(r"\W+", " ", row[0]).strip().upper(): row[0] for row in found if row[0]}.keys()
    seen: Counter[str] = Counter()
    for name in sorted(names):
        seen.update({word.text for word in read(name, known).words})
    with (FOLDER / "seen.csv.gz").open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write(b"word,names\n")
        for word, n in sorted(seen.items()):
            if n >= AT_LEAST and not word.isdigit():
                out.write(f"{word},{n}\n".encode())
    print(f"names_counted = {len(names)}")


def _there(path: Path, columns: tuple[str, ...]) -> list[str]:
    held = {row[0] for row in duckdb.sql(f"describe select * from '{path}'").fetchall()}
    return [c for c in columns if c in held]


if __name__ == "__main__":
    main()
