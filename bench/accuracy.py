"""How often the classification agrees with blind labels: precision and recall per sector on lines labelled blind.

    make bench NAME=accuracy

The labels (bench/accuracy/labels.csv) name a line by file, record and hash, never by its text: 1,150 distinct lines drawn
by a seeded draw over seven real files, labelled by two readers who saw neither the classification nor each other, by the
boundaries of the method; a third decided where they differed. Half of them, told by the hash, were set aside: words were
mended while looking at the development half only. Prints the table that docs/method/accuracy.md holds.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import duckdb

from buyfair.portfolio import assess
from buyfair.terms.exposure import SECTORS

LABELS = Path(__file__).parent / "accuracy" / "labels.csv"
HALVES = ("held_out", "development")
FILES = {
    "usaspending_api_transactions_11naics_half.parquet": ("transaction_description", "psc_code", "naics_code"),
    "fpds_atom_idv_kenosa_91817.parquet": (
        "descriptionOfContractRequirement", "coalesce(productOrServiceCode, PSCCode)", "principalNAICSCode",
    ),
    "fpds_report_export_169col_quarter.csv.gz": (
        '"Description of Requirement"', '"Product or Service Code"', '"NAICS Code"',
    ),
    "usaspending_sample_2021_2024_1000x28.csv.gz": (
        "transaction_description", "product_or_service_code", "naics_code",
    ),
    "ice_fy13_17_usaspending_prime_transactions.csv.gz": (
        "award_description", "product_or_service_code", "naics_code",
    ),
    "usaspending_2018_prime_transactions_99x277.csv.gz": (
        "award_description", "product_or_service_code", "naics_code",
    ),
    "cbp_ice_fy2021_2026_contract_obligations.csv.gz": ('"Transaction Description"', "''", "''"),
}  # fmt: skip
"""Where each file keeps what the readers read: description, product code, industry code."""

TWO_DIGITS = {
    "electronics": (
        "58", "59", "60", "61", "62", "63", "66", "67", "70", "7A", "7B", "7C", "7D", "7E", "7F", "7G", "7H", "7J", "7K",
    ),
    "minerals": ("93", "94", "95", "96"),
    "apparel": ("83", "84"),
    "food": ("87", "88", "89"),
}
"""The plain peer: a sector for the first two digits of the product code, and services by letter Y, Z, S, M abroad."""


def labels() -> list[dict[str, str]]:
    """The labelled lines."""
    with LABELS.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def told(data: Path, rows: list[dict[str, str]]) -> dict[tuple[str, str], dict[str, str | None]]:
    """What the classification says of each labelled line: its file's layout is read as any file of it would be.

    Raises: ValueError where a record is not the one that was labelled.
    """
    found = {}
    for name, (description, psc, naics) in FILES.items():
        mine = sorted((r for r in rows if r["file"] == name), key=lambda r: int(r["record"]))
        with tempfile.TemporaryDirectory() as scratch:
            cut, out = Path(scratch) / "lines.parquet", Path(scratch) / "out"
            path = data / "awards" / name
            source = (
                f"read_parquet('{path}')"
                if path.suffix == ".parquet"
                else f"read_csv('{path}', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"')"
            )
            wanted = ", ".join(r["record"] for r in mine)
            duckdb.sql(
                f"COPY (SELECT * EXCLUDE (_n) FROM (SELECT row_number() OVER () AS _n, * FROM {source}) "
                f"WHERE _n IN ({wanted}) ORDER BY _n) TO '{cut}' (FORMAT parquet)"
            )
            texts = duckdb.sql(f"SELECT {description}, {psc}, {naics} FROM '{cut}'").fetchall()
            for row, cells in zip(mine, texts, strict=True):
                clean = [str(c or "").strip() for c in cells]
                clean[2] = clean[2].replace(".0", "")
                if hashlib.sha256("\x1f".join(clean).encode()).hexdigest() != row["sha256"]:
                    raise ValueError(f"record {row['record']} of {name} is not the line that was labelled")
            assess([cut], out, render=lambda _: "")
            lines = duckdb.sql(
                f"SELECT source_record, sector, good, psc, classified_by, item, performance_country FROM '{out}/lines.parquet'"
            ).fetchall()
            for record, *of in lines:
                names = ("sector", "good", "psc", "classified_by", "item", "country")
                found[(name, mine[int(record) - 1]["record"])] = dict(zip(names, of, strict=True))
    return found


def two_digits(line: dict[str, str | None]) -> str:
    """What the plain peer says."""
    code = line["psc"] or ""
    for sector, starts in TWO_DIGITS.items():
        if code[:2] in starts:
            return sector
    inside = ("USA", "PRI", "GUM", "VIR", "ASM", "MNP", "UMI", None)
    return "labor_services_abroad" if code[:1] in "YZSM" and code and line["country"] not in inside else "none"


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % range of a share."""
    if of == 0:
        return 0.0, 1.0
    z, p = 1.959964, hits / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def score(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[int, int, int]]:
    """Per sector and pooled: right, said, labelled."""
    held = list(pairs)
    out = {}
    for sector in SECTORS:
        right = sum(1 for label, said in held if label == said == sector)
        out[sector] = (right, sum(1 for _, s in held if s == sector), sum(1 for la, _ in held if la == sector))
    sums = [sum(v[i] for v in out.values()) for i in range(3)]
    out["pooled"] = (sums[0], sums[1], sums[2])
    return out


def shown(right: int, of: int) -> str:
    """A share with its range."""
    low, high = wilson(right, of)
    return f"{right / of if of else 0:.3f} ({low:.2f} to {high:.2f})"


def main() -> None:
    """Prints the tables; the lines of the development half that went wrong with `--wrong`."""
    data = Path(os.environ.get("BUYFAIR_REAL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    if not data.is_dir():
        sys.exit(f"the real files are not at {data}")
    rows = labels()
    said = told(data, rows)
    left = [r for r in rows if (r["file"], r["record"]) not in said]
    rows = [r for r in rows if (r["file"], r["record"]) in said]
    print(f"{len(left)} labelled lines are no contract actions (other transactions) and are not scored.")
    for half in HALVES:
        mine = [r for r in rows if r["half"] == half]
        ours = score((r["label"], said[(r["file"], r["record"])]["sector"] or "none") for r in mine)
        plain = score((r["label"], two_digits(said[(r["file"], r["record"])])) for r in mine)
        outside = Counter(r["label"] for r in mine)["none"]
        print(f"\n{half.replace('_', ' ')}: {len(mine)} lines, {outside} of them in no sector\n")
        print("| sector | labelled | precision (95 % range) | recall (95 % range) | two-digit code, precision / recall |")
        print("|---|---|---|---|---|")
        for name, (right, of_said, of_label) in ours.items():
            r, s, la = plain[name]
            peer = f"{r / s if s else 0:.2f} / {r / la if la else 0:.2f}"
            print(f"| {name} | {of_label} | {shown(right, of_said)} | {shown(right, of_label)} | {peer} |")
    if "--wrong" in sys.argv:
        for r in rows:
            line = said[(r["file"], r["record"])]
            if r["half"] == "development" and (line["sector"] or "none") != r["label"]:
                print(json.dumps({**r, **line}))


if __name__ == "__main__":
    main()
