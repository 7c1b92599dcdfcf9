"""Every edition of the lists is what the public copies say, and whoever asks what was listed then is told or told why not."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from buyfair import catalogue
from buyfair.knowledge.countries import country
from buyfair.knowledge.goods import official_names
from buyfair.knowledge.lists import dol_tvpra
from buyfair.knowledge.lists.dol_tvpra.read import HARMS, TOLD_BY, Row, read, read_xlsx, read_xml
from buyfair.terms import bundled

WHOLE = 350
"""No edition held has fewer pairs."""


def code_of(spelling: str) -> str | None:
    """A country spelling as ISO alpha-3."""
    found = country(spelling)
    return None if found is None else found.code


def newest_name(row: Row) -> Row:
    """The row with the newest spelling of its good."""
    words: dict[str, str] = bundled.card(dol_tvpra.__name__, "list.toml")["respelled"]
    return row._replace(good=words.get(row.good, row.good))


def ours(edition: str, *harms: str) -> set[Row]:
    """The bundled rows of one edition, of these harms only."""
    names = [e.name for e in dol_tvpra.editions()]
    at = names.index(edition)
    return {
        Row(r["good"], r["country"], r["harm"], r["through_inputs"], edition)
        for r in bundled.rows(dol_tvpra.__name__, "listings.csv")
        if names.index(r["first"]) <= at <= names.index(r["last"]) and r["harm"] in (harms or HARMS)
    }


def app(folder: Path, file: str, edition: str) -> set[Row]:
    """The rows of one goods file of the Labor Department's app, with the newest spellings."""
    raw = gzip.decompress((folder / "lists" / file).read_bytes())
    return {newest_name(row) for row in read_xml(raw, code_of, edition, WHOLE)}


# Against the public files


@pytest.mark.real
def test_the_2016_edition_is_the_app_and_the_workbook_alike(real_data: Path) -> None:
    assert app(real_data, "dol_goods_app_2016.xml.gz", "2016") == ours("2016")
    book = (real_data / "lists" / "dol_tvpra_2016_ilab.xlsx").read_bytes()
    sheet = {newest_name(row) for row in read_xlsx(book, code_of, "2016", WHOLE)}
    assert sheet == ours("2016", *TOLD_BY["sheet"])


@pytest.mark.real
def test_the_2018_edition_is_the_app_and_one_harm_differs_in_its_earlier_file(real_data: Path) -> None:
    assert app(real_data, "dol_goods_app_2018.xml.gz", "2018") == ours("2018")
    earlier = app(real_data, "dol_goods_app_2017.xml.gz", "2018")
    assert ours("2018") ^ earlier == {Row("Fish", "GHA", "forced_child_labor", "no", "2018")}


@pytest.mark.real
def test_the_2020_edition_and_its_update_are_the_app(real_data: Path) -> None:
    copy = app(real_data, "dol_goods_app_2019.xml.gz", "2021")
    assert copy == ours("2021")
    update = {row._replace(edition="2021") for row in ours("2020")}
    assert copy - update == {Row("Polysilicon", "CHN", "forced_labor", "no", "2021")}
    assert update <= copy


@pytest.mark.real
def test_the_2022_edition_is_the_app_but_for_the_harms_of_inputs(real_data: Path) -> None:
    raw = (real_data / "lists" / "dol_tvpra_2022_edition_467.csv").read_bytes()
    table = {newest_name(row) for row in read(raw, code_of, "2022", WHOLE)}
    assert table == app(real_data, "dol_goods_2022_edition.xml.gz", "2022")
    newest = ours("2024") | {row for row in ours("2022") if row.good in dol_tvpra.unread()}
    expected = {row for row in table if row.harm}
    for row in table - expected:
        same_pair = {n for n in newest if (n.good, n.country, n.through_inputs) == (row.good, row.country, "yes")}
        assert same_pair, "the newer edition names no harm of inputs for this pair"
        expected |= {row._replace(harm=n.harm) for n in same_pair}
    assert sum(not row.harm for row in table) == 10
    assert expected == ours("2022")


@pytest.mark.real
def test_the_2024_edition_is_both_copies_but_for_one_country(real_data: Path) -> None:
    lists = real_data / "lists"
    words = set(read((lists / "dol_tvpra_2024_edition_partial_451.csv").read_bytes(), code_of, "2024", WHOLE))
    merged = set(read((lists / "dol_tvpra_merged_2024partial_plus_2022.csv").read_bytes(), code_of, at_least=WHOLE))
    assert words == {row for row in merged if row.edition == "2024"}
    assert words - ours("2024") == {Row("Indium", "PRK", "child_labor", "yes", "2024")}
    assert ours("2024") - words == {Row("Indium", "KOR", "child_labor", "yes", "2024")}
    stand = {
        Row(x.good, x.country, x.harm, "yes" if x.through_inputs else "no", x.edition)
        for x in dol_tvpra.listings()
        if x.stands
    }
    assert stand ^ merged == words ^ ours("2024")


@pytest.mark.real
def test_no_name_of_any_edition_is_without_a_good(real_data: Path) -> None:
    lists = real_data / "lists"
    found = set(read_xlsx((lists / "dol_tvpra_2016_ilab.xlsx").read_bytes(), code_of, "2016"))
    for file in (*(f"dol_goods_app_{year}.xml.gz" for year in range(2016, 2020)), "dol_goods_2022_edition.xml.gz"):
        found |= set(read_xml(gzip.decompress((lists / file).read_bytes()), code_of, "any"))
    found |= set(read((lists / "dol_tvpra_2024_edition_partial_451.csv").read_bytes(), code_of, "2024"))
    assert len({row.good for row in found}) > 180
    assert sorted({row.good for row in found} - set(official_names())) == []


# What was listed then


def test_what_each_edition_removed_is_history_and_no_exposure() -> None:
    gone: dict[date, set[tuple[str, str, str]]] = {}
    for x in dol_tvpra.listings():
        if x.listed_until is not None:
            gone.setdefault(x.listed_until, set()).add((x.good, x.country, x.harm))
    assert {day: len(rows) for day, rows in gone.items()} == {
        date(2018, 9, 20): 4, date(2020, 9, 30): 2, date(2022, 9, 28): 2, date(2024, 9, 5): 5,
    }  # fmt: skip
    assert ("Cotton", "UZB", "forced_labor") in gone[date(2022, 9, 28)]
    pairs = {(p.good, p.country, p.harm) for p in catalogue.listed_pairs() if p.list_id == dol_tvpra.ID}
    for rows in gone.values():
        named = {(official_names()[good], place, harm) for good, place, harm in rows}
        assert named & pairs <= {("palm fruit", "IDN", "forced_labor")}, "it came back in 2024"


def test_a_harm_that_the_newest_copy_does_not_tell_falls_silent_and_is_no_exposure() -> None:
    silent = [x for x in dol_tvpra.listings() if x.silent_from is not None]
    assert {(x.harm, x.silent_from) for x in silent} == {("forced_child_labor", date(2024, 9, 5))}
    assert len(silent) == 46
    pairs = {(p.good, p.country, p.harm) for p in catalogue.listed_pairs() if p.list_id == dol_tvpra.ID}
    assert not {(official_names()[x.good], x.country, x.harm) for x in silent} & pairs


def test_a_pair_tells_of_every_day_what_its_spans_tell() -> None:
    editions = dol_tvpra.editions()
    days = [day + timedelta(days=n) for e in editions for day in (e.published,) for n in (-1, 0, 1)]
    days += [date(2009, 9, 9), date(2009, 9, 10), date(2026, 11, 22)]
    for p in catalogue.listed_pairs():
        if p.list_id != dol_tvpra.ID:
            continue
        spans = catalogue.history(p.good, p.country, p.harm, p.list_id)
        assert len(spans) - (p.gone_from is not None) == 1, "a pair that came and went more than once needs more columns"
        for day in days:
            before = False if day < date(2009, 9, 10) else None
            want = before if day < p.known_from else any(x.shown(day) for x in spans)
            assert p.listed_then(day) is want, (p, day)


def test_somewhere_listed_has_no_gap_from_its_first_day_on() -> None:
    editions = [e.published for e in dol_tvpra.editions()]
    spans = list(dol_tvpra.listings())
    for p in {(p.good, p.harm, p.somewhere_from) for p in catalogue.listed_pairs() if p.list_id == dol_tvpra.ID}:
        good, harm, since = p
        mine = [x for x in spans if official_names()[x.good] == good and x.harm == harm]
        assert since == min(x.listed_from for x in mine)
        assert all(any(x.shown(day) for x in mine) for day in editions if day >= since), p


def test_editions_are_named_with_their_days() -> None:
    editions = catalogue.editions()
    assert [e.name for e in editions["dol_tvpra"]] == ["2016", "2018", "2020", "2021", "2022", "2024"]
    assert [e.name for e in editions["dol_tvpra"] if not e.whole] == ["2024"]
    assert all(e.how_dated for of in editions.values() for e in of)


def test_a_list_without_more_than_its_listings_may_still_join() -> None:
    class Plain:
        ID = "plain"

    assert catalogue.began(Plain) is None  # type: ignore[arg-type]


# Readers refuse what they do not expect

APP = """<Goods><Good><Good_Name>Bricks</Good_Name><Good_Sector>Manufacturing</Good_Sector><Countries><Country>
<Country_Name>India</Country_Name><Country_Region/><Child_Labor>Yes</Child_Labor><Forced_Labor>Yes</Forced_Labor>
<Forced_Child_Labor>No</Forced_Child_Labor></Country></Countries></Good></Goods>"""
INPUTS = "<Derived_Labor_Exploitation>Yes</Derived_Labor_Exploitation><Derived_Country>China</Derived_Country></Country>"


def test_the_app_tells_each_harm_and_leaves_that_of_inputs_untold() -> None:
    both = (Row("Bricks", "IND", "child_labor", "no", "2018"), Row("Bricks", "IND", "forced_labor", "no", "2018"))
    assert read_xml(APP.encode(), code_of, "2018") == both
    assert read_xml(b"\xef\xbb\xbf" + APP.encode(), code_of, "2018") == both
    told = read_xml(APP.replace("</Country>", INPUTS).encode(), code_of, "2022")
    assert [row.harm for row in told if row.through_inputs == "yes"] == [""]


@pytest.mark.parametrize(
    ("was", "is_", "says"),
    [
        ("</Goods>", "", "not whole XML"),
        ("Goods>", "Bads>", "opens with Bads"),
        ("<Good_Sector>Manufacturing</Good_Sector>", "", "other parts than a good has"),
        ("<Country_Region/>", "<Region/>", "other parts than expected"),
        ("India", "Atlantis", "Atlantis"),
        ("<Child_Labor>Yes", "<Child_Labor>Perhaps", "Child_Labor says 'Perhaps'"),
        ("Yes", "No", "no harm"),
        ("<Good_Name>Bricks", "<Good_Name>", "cannot be read"),
    ],
)
def test_the_reader_of_the_app_refuses(was: str, is_: str, says: str) -> None:
    assert was in APP
    with pytest.raises(ValueError, match=says):
        read_xml(APP.replace(was, is_).encode(), code_of, "2018")


def test_a_pair_that_stands_twice_and_a_copy_cut_short_are_refused() -> None:
    twice = APP.replace("</Countries>", APP[APP.index("<Country>") : APP.index("</Countries>")] + "</Countries>")
    with pytest.raises(ValueError, match="twice"):
        read_xml(twice.encode(), code_of, "2018")
    with pytest.raises(ValueError, match="holds 1 pairs where at least 2"):
        read_xml(APP.encode(), code_of, "2018", at_least=2)


def workbook(*rows: tuple[str, ...]) -> bytes:
    """A workbook of these rows, in the form of the Labor Department's."""
    words = sorted({cell for row in rows for cell in row if cell})
    name = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = "".join(f"<si><t>{word}</t></si>" for word in words)
    lines = "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{"ABCDE"[k]}{n}" t="s"><v>{words.index(cell)}</v></c>' if cell else f'<c r="{"ABCDE"[k]}{n}"/>'
            for k, cell in enumerate(row)
        )
        + "</row>"
        for n, row in enumerate(rows, start=1)
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as folder:
        folder.writestr("xl/sharedStrings.xml", f"<sst {name}>{shared}</sst>")
        folder.writestr("xl/worksheets/sheet1.xml", f"<worksheet {name}><sheetData>{lines}</sheetData></worksheet>")
    return made.getvalue()


HEAD = ("Country", "Good", "Child Labor", "Forced Labor")


def test_the_workbook_marks_its_harms_with_an_x() -> None:
    book = workbook(HEAD, ("India", "Bricks", "X", "X"), ("Ukraine", "Amber", "X", ""), ("", "", "", ""))
    assert [(row.good, row.harm) for row in read_xlsx(book, code_of, "2016")] == [
        ("Amber", "child_labor"), ("Bricks", "child_labor"), ("Bricks", "forced_labor"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("book", "says"),
    [
        (b"PK no book", "not a whole workbook"),
        (workbook(("Good", "Country", "Child Labor", "Forced Labor")), "columns"),
        (workbook(HEAD, ("India", "Bricks", "maybe", "")), "is marked"),
        (workbook(HEAD, ("India", "Bricks", "", "")), "no harm"),
        (workbook(HEAD, ("India", "Bricks", "X", "", "X")), "beyond the fourth column"),
        (workbook(HEAD, ("Atlantis", "Bricks", "X", "")), "Atlantis"),
    ],
)
def test_the_reader_of_the_workbook_refuses(book: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_xlsx(book, code_of, "2016")


def test_harms_in_words_are_read_or_refused() -> None:
    copy = 'country,good,exploitation_type,edition\nChina,Garments,"{}",2024 (cut)\n'
    both = copy.format("Forced Labor, Inputs Produced with Forced Labor").encode()
    assert read(both, code_of, "2024") == (Row("Garments", "CHN", "forced_labor", "no", "2024"),)
    for said, says in (("Debt", "'Debt'"), ("", "no harm")):
        with pytest.raises(ValueError, match=says):
            read(copy.format(said).encode(), code_of, "2024")
