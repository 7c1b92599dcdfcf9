"""The rows of the matching benches: listed names, and clean recipients picked by a hash of their name."""

from __future__ import annotations

import csv
import gzip
import hashlib
from pathlib import Path

HERE = Path(__file__).parent / "forced_labor"


def listed_names() -> dict[tuple[str, str], list[str]]:
    """Per list and the party's own name every name that the list gives it."""
    held: dict[tuple[str, str], list[str]] = {}
    for row in csv.DictReader((HERE / "parties.csv").open(encoding="utf-8")):
        others = [name.strip() for name in row["other_names"].split(";") if name.strip()]
        held.setdefault((row["list"], row["listed_name"]), []).extend([row["listed_name"], *others])
    return held


def clean_recipients(real: Path, most: int = 5_000, skip: int = 0) -> list[str]:
    """Distinct recipients of federal contracts in the order of the hash of their name."""
    with gzip.open(real / "awards/treasury_datalab_recipients_by_agency.csv.gz", "rt", encoding="utf-8") as table:
        names = {row["recipient"].strip() for row in csv.DictReader(table)}
    ordered = sorted(names - {""}, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return ordered[skip : skip + most]
