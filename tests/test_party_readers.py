"""The readers of lists whose rows are not bundled: a made-up sample each, and the real file where it is at hand."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyfair import catalogue
from buyfair.intake.list_editions import bring
from buyfair.knowledge.countries import country
from buyfair.knowledge.lists import (
    bis_denied_persons,
    bis_entity_list,
    bis_meu,
    csl,
    dod_1260h,
    dod_1286,
    ebrd_ineligible,
    fcc_covered,
    iadb_sanctioned,
    mte_cadastro,
    ns_cmic,
    ofac_sdn,
    sam_exclusions,
    world_bank_debarred,
)
from buyfair.knowledge.lists.sam_exclusions.read import DUNS_ONLY, EXTRACT
from buyfair.terms import bundled
from buyfair.terms.organization_words import kind_by_words
from buyfair.terms.party import Reading
from buyfair.terms.party_list import within_bounds
from buyfair.terms.party_names import short_names
from buyfair.terms.party_table import as_table, from_rows
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


JUNK = (b"\0", b'"', b",", b"\n", b"(", b")", b";", b"\xff", b"\xe2\x80\xae", b"{", b"]", b"null", b"1e999", b"<table>",
        b" | ", b"2021-02-31")  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 30), st.sampled_from((b"", *JUNK))),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("module", BROUGHT, ids=lambda m: m.ID)
@settings(max_examples=60, deadline=None)
@given(changes=CHANGES)
def test_whatever_is_in_a_file_it_is_read_or_refused_in_one_sentence(
    module: ModuleType, changes: list[tuple[float, int, bytes]]
) -> None:
    told, raw = sample(module)
    for place, gone, put in changes:
        at = int(place * len(raw))
        raw = raw[:at] + put + raw[at + gone :]
    try:
        parties = module.read(raw, code_of, told["day"]).parties
    except ValueError as refused:
        assert str(refused).endswith(".") and "\n" not in str(refused)
        return
    rows = csv.DictReader(io.StringIO(as_table(parties), newline=""))
    assert from_rows(rows, module.ID, f"{told['day']}", told["day"]) == parties


def real(module: ModuleType, path: Path, on: date) -> Reading:
    """What a real file gives, within the bounds of its list."""
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
    reading: Reading = within_bounds(module.read(raw, code_of, on), module.card())
    assert not any(p.kind in ("person", "not_told") for p in reading.parties)
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
    assert not reading.partial and not sam_exclusions.is_partial(reading.parties)
    assert reading.doubts == ("In 7 records a comment had broken the row; they were read from both ends.",)
    kinds = Counter(p.kind for p in reading.parties)
    assert kinds == {"organization": 8341, "vessel": 251}


@pytest.mark.real
def test_the_copy_with_names_only_is_read_whole(real_data: Path) -> None:
    path = real_data / "lists" / "sam_exclusions_firms_2026_08_07_6877.csv.gz"
    reading = real(sam_exclusions, path, date(2026, 8, 7))
    assert counted(reading) == (4794, 6877, {}) and reading.partial
    assert sam_exclusions.is_partial(reading.parties), "known again from the shelf"


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


# Names with brackets, and names that tell whose they are


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Hill Looms (HLX)", ("Hill Looms", ("HLX",))),
        ("Hill Looms Ltd. (Hill Looms)", ("Hill Looms Ltd.", ("Hill Looms",))),
        ("“Hill” LLP (“Hill”)", ("“Hill” LLP", ("Hill",))),
        ("Hill Looms (formerly operating as: Vale Looms Ltd.)", ("Hill Looms", ("Vale Looms Ltd.",))),
        ("Hill Looms (also known as HL b.v.; also d.b.a. Vale)", ("Hill Looms", ("HL b.v.", "Vale"))),
        ("Hill Looms (Qatar)", ("Hill Looms (Qatar)", ())),
        ("Hill (HK) Ltd.", ("Hill (HK) Ltd.", ())),
        ("Hill Looms (", ("Hill Looms (", ())),
        ("(Hill)", ("(Hill)", ())),
    ],
)
def test_the_last_bracket_of_a_name_is_another_name_or_a_part_of_it(
    name: str, told: tuple[str, tuple[str, ...]]
) -> None:
    assert short_names(name) == told


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Hill Looms Ltd.", "organization"), ("Hill, S.A.", "organization"), ("Hill & Vale", "organization"),
        ("7103 Hill", "organization"), ("Hillsoft", "organization"), ("虚构公司", "organization"),
        ("MR HILL LTD", "organization"),
        ("Mr. Hill Vale", "person"), ("Sheikh Hill Vale", "person"), ("Sheikh Hill Trading", "organization"),
        ("HILL, Vale", "not_told"), ("Hill Vale", "not_told"), ("AG HILL, Vale", "not_told"),
        ("Sa'd Hill", "not_told"), ("", "not_told"),
    ],
)  # fmt: skip
def test_a_name_tells_a_firm_a_person_or_nothing(name: str, kind: str) -> None:
    assert kind_by_words(name) == kind


@pytest.mark.real
def test_of_persons_that_lists_mark_as_such_fewer_than_one_of_a_hundred_pass_for_firms(real_data: Path) -> None:
    rows = cells((real_data / "lists" / "iadb_sanctioned_firms_2025.xlsx").read_bytes())
    table = gzip.decompress((real_data / "lists" / "trade_gov_consolidated_screening_list_2022_04.csv.gz").read_bytes())
    told = [(r[0], r[1] == "Firm") for r in rows[1:] if r[1]]
    told += [(r[5], r[3] == "Entity") for r in cells(table)[1:] if r[3] in ("Entity", "Individual")]
    found = Counter((firm, kind_by_words(name) == "organization") for name, firm in told)
    assert found[False, True] / (found[False, True] + found[False, False]) < 0.01
    assert found[True, True] / (found[True, True] + found[True, False]) > 0.92


# Lists that are not about labor

MAY_BE = "may be a person: no word of an organization in the name"
REAL = {
    bis_denied_persons: ("bis_denied_persons_list.tsv.gz", 105, 145, {MAY_BE: 434, "person": 2}),
    bis_entity_list: ("bis_entity_list_2026_07_3409.json.gz", 2789, 2905, {MAY_BE: 502, "person": 2}),
    bis_meu: ("bis_meu_2026_70.json.gz", 70, 70, {}),
    csl: ("trade_gov_consolidated_screening_list_2022_04.csv.gz", 6864, 7037,
          {"aircraft": 283, "individual": 5286, MAY_BE: 1550, "person": 4}),
    dod_1260h: ("dod_1260h_2026_06_80.json.gz", 80, 80, {}),
    dod_1286: ("dod_1286_fy24_134.json.gz", 128, 128, {"program, no party": 6}),
    ebrd_ineligible: ("ebrd_ineligible_2025.csv.gz", 1081, 1088, {MAY_BE: 114, "person": 120}),
    fcc_covered: ("fcc_covered_list_2026_15.json.gz", 15, 15, {}),
    iadb_sanctioned: ("iadb_sanctioned_firms_2025.xlsx", 846, 848, {"individual": 233}),
    ns_cmic: ("ofac_ns_cmic_2026_68.json.gz", 68, 68, {}),
    world_bank_debarred: ("world_bank_debarred_2025_01_07.xlsx", 955, 998, {MAY_BE: 123, "person": 164}),
}  # fmt: skip
"""Per list the real file, the parties and statements that it gives, and what is passed over."""


@pytest.mark.real
@pytest.mark.parametrize("module", REAL, ids=lambda m: m.ID)
def test_the_real_file_is_read_whole(module: ModuleType, real_data: Path) -> None:
    file, parties, statements, passed = REAL[module]
    reading = real(module, real_data / "lists" / file, date(2026, 7, 9))
    assert counted(reading) == (parties, statements, passed)


def test_every_list_that_is_not_about_labor_is_off_unless_named() -> None:
    others = {card.id for card in catalogue.party_cards() if not card.about_labor}
    assert others == {"ofac_sdn", *(module.ID for module in REAL)}
    assert not [card.id for card in catalogue.party_cards() if card.bundled and not card.about_labor]
    assert not {p.list_id for p in catalogue.parties()} & others


@pytest.mark.real
def test_the_three_files_of_designated_nationals_are_read_together(real_data: Path) -> None:
    files = [real_data / "lists" / f"ofac_{name}_2021_07.csv.gz" for name in ("sdn", "add", "alt")]
    reading = within_bounds(ofac_sdn.read(bring(files), code_of, date(2021, 7, 1)), ofac_sdn.card())
    assert counted(reading) == (4079, 4079, {"aircraft": 277, "individual": 4620}) and reading.doubts == ()
    assert Counter(p.kind for p in reading.parties) == {"organization": 3673, "vessel": 406}
    (one,) = [p for p in reading.parties if p.name == "AEROCARIBBEAN AIRLINES"]
    assert (one.aliases, one.countries, one.addresses) == (("AERO-CARIBBEAN",), ("CUB",), ("Havana, Cuba",))
    alone = ofac_sdn.read(bring(files[:1]), code_of, date(2021, 7, 1))
    assert len(alone.parties) == 4079 and alone.doubts and not any(p.aliases for p in alone.parties)


def archive(**files: str) -> bytes:
    """A made-up archive of files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, content in files.items():
            packed.writestr(f"{name}.csv", content)
    return held.getvalue()


SDN = "1,HILL TRADING,-0- ,HILLS,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"
ALT, ADD = "1,1,aka,VALE TRADING,-0- \n", "1,1,1 Hill Road,Plainfield,Nepal,-0- \n"


def test_other_names_and_addresses_stand_with_their_party() -> None:
    (party,) = ofac_sdn.read(archive(sdn=SDN, alt=ALT, add=ADD), code_of, DAY).parties
    assert party.names == ("HILL TRADING", "VALE TRADING") and party.addresses == ("1 Hill Road, Plainfield, Nepal",)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (archive(sdn=SDN, alt=ALT), "three files"),
        (archive(sdn=SDN.replace("-0- ", "guild", 1), alt=ALT, add=ADD), "guild"),
        (archive(sdn=SDN, alt=ALT.replace("aka", "yka"), add=ADD), "yka"),
        (archive(sdn=SDN, alt=ALT, add=ADD.replace("Nepal", "Atlantis")), "Atlantis"),
        (archive(sdn=SDN, alt="1,2\n", add=ADD), "5 cells"),
        (archive(sdn=SDN, alt=ALT, add=ADD)[:-9], "broken"),
    ],
)
def test_the_reader_of_designated_nationals_refuses(files: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        ofac_sdn.read(files, code_of, DAY)


@pytest.mark.parametrize(
    ("module", "old", "new", "says"),
    [
        (csl, "Entity,HILLS", "Guild,HILLS", "Guild"),
        (csl, "2019-10-09", "October", "cannot be read"),
        (csl, "_id,source", "id,source", "columns"),
        (bis_denied_persons, "\tNP\t", "\tXX\t", "XX"),
        (bis_denied_persons, "\tY\t", "\tM\t", "order 'M'"),
        (bis_denied_persons, "\tEffective_Date", "\tDate", "columns"),
        (bis_entity_list, '"country": "China"', '"country": "Atlantis"', "Atlantis"),
        (bis_entity_list, '"count": 3', '"count": 4', "tells 4"),
        (bis_entity_list, '"bis-entity-list"', '"bis-meu"', "of the list 'bis-meu'"),
        (bis_entity_list, '"status": null', '"status": "gone"', "not expected"),
        (bis_entity_list, '"notes"', '"note"', "other fields"),
        (bis_entity_list, '"aliases": []', '"aliases": [7]', "not expected"),
        (dod_1286, "Table 1:", "Table 7:", "no table"),
        (world_bank_debarred, "From Date", "From", "columns"),
        (world_bank_debarred, "Nepal", "Atlantis", "Atlantis"),
        (world_bank_debarred, "2027-08-09", "soon", "cannot be read"),
        (ebrd_ineligible, "Nationality", "Nation", "columns"),
        (ebrd_ineligible, "Nepal,,Ongoing", "Atlantis,,Ongoing", "Atlantis"),
        (ebrd_ineligible, "2025-05-31T", "31.5.2025T", "cannot be read"),
        (iadb_sanctioned, ",Firm,", ",Guild,", "Guild"),
        (iadb_sanctioned, '"Nepal, India"', '"Nepal, Atlantis"', "Atlantis"),
        (iadb_sanctioned, "Jul 03", "Juli 03", "cannot be read"),
    ],
)  # fmt: skip
def test_a_reader_refuses_what_it_does_not_know(module: ModuleType, old: str, new: str, says: str) -> None:
    told, raw = sample(module)
    changed = raw.decode("utf-8").replace(old, new, 1)
    assert changed != raw.decode("utf-8")
    with pytest.raises(ValueError, match=says):
        module.read(changed.encode(), code_of, told["day"])


def test_a_day_of_an_edition_is_told_where_the_file_tells_it() -> None:
    told = {m.ID: m.told_day(sample(m)[1]) for m in BROUGHT if hasattr(m, "told_day")}
    copies = ("bis_entity_list", "bis_meu", "dod_1260h", "dod_1286", "fcc_covered", "ns_cmic")
    assert told == {
        "mte_cadastro": None,
        "world_bank_debarred": date(2025, 1, 7),
        **dict.fromkeys(copies, date(2026, 7, 9)),
    }


def test_a_debarment_without_end_stands_and_one_with_an_end_is_over_then() -> None:
    told, raw = sample(world_bank_debarred)
    parties = {p.name: p for p in world_bank_debarred.read(raw, code_of, told["day"]).parties}
    assert parties["HILL WATERWORKS LLC"].listed_on(date(2099, 1, 1)) is True
    assert parties["HILL WATERWORKS LLC"].listed_on(date(2024, 12, 9)) is False
