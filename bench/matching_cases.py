"""Reads what names are compared in `bench/matching.py`: labelled pairs, listed parties, variants, sisters, clean recipients."""

from __future__ import annotations

import csv
import gzip
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("BUYFAIR_REAL_DATA", ROOT.parent / "shared" / "data"))
HERE = ROOT / "bench" / "forced_labor"
ORGANIZATIONS = ("Company", "Organization", "LegalEntity")
CLEAN = 5000
LEGAL_FORMS = re.compile(r"INC|LLC|LTD|CORP|LLP|PLLC|INCORPORATED|CORPORATION|COMPANY|LIMITED")
PERSON = re.compile(r"[A-Z]{2,} [A-Z] ([A-Z'-]{3,})( JR| SR| MD| II| III)?")


def rows(path: Path) -> list[dict[str, str]]:
    """The records of a CSV file."""
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def labelled() -> list[dict[str, str]]:
    """The labelled pairs of organizations and vessels, people left out."""
    pairs = rows(DATA / "matching" / "name_pairs_labelled_half.csv")
    return [pair for pair in pairs if pair["schema"] in (*ORGANIZATIONS, "Vessel")]


@dataclass(frozen=True)
class Parties:
    """All names of both lists, and to which party each belongs; a firm on both lists is one party."""

    names: list[str]
    owners: list[int]
    keys: list[str]
    of_row: dict[tuple[str, str], int]

    def names_of(self, party: int) -> list[str]:
        """Every listed name of this party."""
        return [name for name, owner in zip(self.names, self.owners, strict=True) if owner == party]


def parties() -> Parties:
    """The listed parties, in the order of their lists."""
    held = rows(HERE / "parties.csv")
    keys = list(dict.fromkeys(row["party"] for row in held))
    at = {key: number for number, key in enumerate(keys)}
    owned: dict[str, int] = {}
    for row in held:
        for name in (row["listed_name"], *filter(None, row["other_names"].split("; "))):
            owned.setdefault(name, at[row["party"]])
    of_row = {(row["list"], row["listed_name"]): at[row["party"]] for row in held}
    return Parties(list(owned), list(owned.values()), keys, of_row)


def is_person(name: str) -> bool:
    """Whether a recipient is evidently a person: given name, initial, family name, and no legal form."""
    found = PERSON.fullmatch(name)
    return found is not None and LEGAL_FORMS.fullmatch(found[1]) is None


def clean_recipients(many: int = CLEAN) -> list[str]:
    """Distinct names of real federal recipients, drawn by the hash of the name, evident persons left out."""
    path = DATA / "awards" / "treasury_datalab_recipients_by_agency.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        names = {" ".join(row["recipient"].split()) for row in csv.DictReader(text)}
    firms = (name for name in names if name and not is_person(name))
    return sorted(firms, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:many]
