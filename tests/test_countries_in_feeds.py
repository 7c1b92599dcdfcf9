"""Every spelling of a country in the real award files is one country, or stands on the list of words that are none."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from buyfair.knowledge.countries import plain, spellings

NOT_A_COUNTRY_COLUMN = {"MaxOfIsOriginCanada"}
"""A flag."""

AT_LEAST = {"awards": 40, "format_samples": 10}
"""Columns of countries in each folder: fewer means that they were not found."""


def is_country(column: str) -> bool:
    """Whether a column or element holds a country by its name."""
    name = column.lower().replace(" ", "").replace("_", "")
    return ("country" in name or "origin" in name.replace("original", "")) and column not in NOT_A_COUNTRY_COLUMN


def cells(path: Path) -> Iterator[tuple[str, str]]:
    """Every told cell of every column of countries in one file."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    kind = path.name.removesuffix(".gz").rpartition(".")[2]
    if kind == "csv":
        yield from table(raw)
    elif kind == "parquet":
        for column in filter(is_country, pq.read_schema(path).names):
            for value in pq.read_table(path, columns=[column]).column(0).unique().to_pylist():
                if value is not None:
                    yield column, str(value)
    elif kind == "xml":
        for name, attributes, value in re.findall(r"<(?:ns1:)?(\w*[cC]ountry\w*)([^>]*)>([^<]+)<", raw.decode()):
            yield name, value
            yield from ((f"{name}@name", said) for said in re.findall(r'\bname="([^"]*)"', attributes))
    elif kind == "json":
        yield from re.findall(r'"(\w*[cC]ountry\w*)"\s*:\s*"([^"]+)"', raw.decode())


def table(raw: bytes) -> Iterator[tuple[str, str]]:
    """The same of a CSV file, in whichever of the two encodings the feeds use."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    rows = csv.reader(io.StringIO(text, newline=""))
    head = next(rows)
    places = [n for n, column in enumerate(head) if is_country(column)]
    for row in rows:
        yield from ((head[n], row[n]) for n in places if n < len(row))


@pytest.mark.real
@pytest.mark.parametrize("folder", AT_LEAST)
def test_no_spelling_of_the_award_files_is_unmapped(folder: str, real_data: Path) -> None:
    columns: set[tuple[str, str]] = set()
    unmapped: set[tuple[str, str, str]] = set()
    for path in sorted((real_data / folder).iterdir()):
        for column, value in set(cells(path)):
            if value.strip():
                columns.add((path.name, column))
                unmapped |= {(path.name, column, value)} if plain(value) not in spellings() else set()
    assert len(columns) >= AT_LEAST[folder], sorted(columns)
    assert sorted(unmapped) == []
