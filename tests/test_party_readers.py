"""The readers of lists whose rows are not bundled: a made-up sample each, and the real file where it is at hand."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from buyfair import catalogue
from buyfair.knowledge.countries import country
from buyfair.knowledge.lists import mte_cadastro, sam_exclusions
from buyfair.knowledge.lists.sam_exclusions.read import DUNS_ONLY, EXTRACT
from buyfair.terms import bundled
from buyfair.terms.party import Reading
from buyfair.terms.party_list import within_bounds
from buyfair.terms.party_table import as_table
from buyfair.terms.table_text import cells, decoded

BROUGHT = [module for module in catalogue.party_modules() if not module.card().bundled]
DAY = date(2020, 2, 18)
OTHER_FILES = (b"", b"a,b\n1,2\n", b"PK\x03\x04broken", b"{}", b"[1]", b"\xff\xfe\x00\x00", b'"' + b"x" * 2_000_000)


def code_of(spelling: str) -> str | None:
    """A country spelling as ISO alpha-3."""
    found = country(spelling)
    return None if found is None else found.code


def folder(module: ModuleType) -> Path:
    """Where a list keeps its files."""
    assert module.__file__ is not None
    return Path(module.__file__).parent


def sample(module: ModuleType) -> tuple[dict[str, Any], bytes]:
    """What the card says of the made-up sample, and the sample."""
    told: dict[str, Any] = bundled.card(module.__name__, "list.toml")["sample"]
    return told, (folder(module) / told["file"]).read_bytes()


@pytest.mark.parametrize("module", BROUGHT, ids=lambda m: m.ID)
def test_a_made_up_sample_gives_the_parties_beside_it(module: ModuleType) -> None:
    told, raw = sample(module)
    reading = module.read(raw, code_of, told["day"])
    assert as_table(reading.parties) == (folder(module) / "expected.csv").read_text("utf-8")
    assert dict(reading.passed_over) == told.get("passed_over", {})
    assert reading.parties, "a sample without parties shows nothing"
    with pytest.raises(ValueError, match="cut short"):
        within_bounds(reading, module.card())


@pytest.mark.parametrize("module", BROUGHT, ids=lambda m: m.ID)
def test_a_file_of_something_else_is_refused_in_one_sentence(module: ModuleType) -> None:
    told, raw = sample(module)
    for other in (*OTHER_FILES, raw[: len(raw) // 9]):
        with pytest.raises(ValueError) as refused:
            module.read(other, code_of, told["day"])
        assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


def real(module: ModuleType, path: Path, on: date) -> Reading:
    """What a real file gives, within the bounds of its list."""
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
    reading: Reading = within_bounds(module.read(raw, code_of, on), module.card())
    assert not any(p.kind in ("person", "goods") for p in reading.parties)
    return reading


def counted(reading: Reading) -> tuple[int, int, dict[str, int]]:
    """How many parties, statements, and records that were passed over."""
    return len(reading.parties), sum(len(p.statements) for p in reading.parties), dict(reading.passed_over)


# Tables


def test_a_table_is_read_in_any_of_its_encodings_and_delimiters() -> None:
    assert cells("a;ação\n\n1;2\n".encode("cp1252"), ";") == [["a", "ação"], ["1", "2"]]
    assert cells(b'\xef\xbb\xbfa,b\r\n"1\r\n2",3') == [["a", "b"], ["1 2", "3"]]
    with pytest.raises(ValueError, match="no text"):
        decoded(b"a\0b")
    with pytest.raises(ValueError, match="no known encoding"):
        decoded(b"\x81\x8d")


# Exclusions


@pytest.mark.real
def test_the_masked_extract_is_read_whole(real_data: Path) -> None:
    reading = real(
        sam_exclusions, real_data / "lists" / "sam_exclusions_public_extract_2020_02_18_masked_9999.csv.gz", DAY
    )
    assert counted(reading) == (8592, 9998, {"individual": 2})
    assert reading.doubts == ("In 7 records a comment had broken the row; they were read from both ends.",)
    kinds = Counter(p.kind for p in reading.parties)
    assert kinds == {"organization": 8341, "vessel": 251}


@pytest.mark.real
def test_the_copy_with_names_only_is_read_whole(real_data: Path) -> None:
    path = real_data / "lists" / "sam_exclusions_firms_2026_08_07_6877.csv.gz"
    assert counted(real(sam_exclusions, path, date(2026, 8, 7))) == (4794, 6877, {})


def extract(columns: tuple[str, ...] = EXTRACT, **changed: str) -> bytes:
    """A made-up extract with one record."""
    told = {"Classification": "Firm", "Name": "Hill Looms", "Country": "USA", "Exclusion Type": "Prohibition/Restriction",
            "Active Date": "01/02/2019", "Termination Date": "Indefinite", "SAM Number": "S4MADEUP1"}  # fmt: skip
    told |= {name.replace("_", " "): value for name, value in changed.items()}
    text = io.StringIO()
    table = csv.writer(text)
    table.writerows((columns, [told.get(column, "") for column in columns]))
    return text.getvalue().encode()


def test_an_exclusion_ends_on_its_day_of_termination() -> None:
    (party,) = sam_exclusions.read(extract(Termination_Date="01/02/2021"), code_of, DAY).parties
    assert [party.listed_on(date(2019, 1, 1)), party.listed_on(date(2019, 1, 2))] == [False, True]
    assert [party.listed_on(date(2021, 1, 1)), party.listed_on(date(2021, 1, 2))] == [True, False]
    (silent,) = sam_exclusions.read(extract(Active_Date=""), code_of, DAY).parties
    assert [silent.listed_on(date(2019, 1, 1)), silent.listed_on(DAY)] == [None, True]


def test_the_extract_of_older_days_is_read_with_its_number() -> None:
    (party,) = sam_exclusions.read(extract(DUNS_ONLY, DUNS="000000000"), code_of, DAY).parties
    assert party.identifiers == (("duns", "000000000"), ("sam", "S4MADEUP1"))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"Classification": "Guild"}, "Guild"),
        ({"Exclusion_Type": "Perhaps"}, "Perhaps"),
        ({"Record_Status": "Dormant"}, "Dormant"),
        ({"Country": "ATL"}, "ATL"),
        ({"Active_Date": "2019.01.02"}, "cannot be read"),
        ({"Termination_Date": "some day"}, "cannot be read"),
    ],
)
def test_the_reader_of_exclusions_refuses(changed: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        sam_exclusions.read(extract(**changed), code_of, DAY)


# The register of employers


@pytest.mark.real
def test_the_register_of_employers_is_read_whole(real_data: Path) -> None:
    path = real_data / "lists" / "brazil_cadastro_empregadores_2023_04.csv.gz"
    reading = real(mte_cadastro, path, date(2023, 4, 11))
    assert counted(reading) == (68, 69, {"natural person": 221})
    assert mte_cadastro.told_day(gzip.decompress(path.read_bytes())) == date(2023, 4, 11)
    assert all(len(value) == 14 for p in reading.parties for _, value in p.identifiers)
    assert not [p.name for p in reading.parties if sum(sign.isdigit() for sign in p.name) > 4], "no person's number"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("99.999.999/0001-00", "99.999.999/0001", "neither"),
        ("05/10/2021 a 19/05/2022", "outubro de 2021", "cannot be read"),
        ("16/09/2022", "16/09/2022 ou antes", "cannot be read"),
        ("OLARIA INVENTADA LTDA.", "", "names no employer"),
        ("CNPJ/CPF", "CNPJ", "columns"),
    ],
)
def test_the_reader_of_the_register_refuses(old: str, new: str, says: str) -> None:
    _, raw = sample(mte_cadastro)
    with pytest.raises(ValueError, match=says):
        mte_cadastro.read(raw.decode().replace(old, new, 1).encode(), code_of, DAY)
