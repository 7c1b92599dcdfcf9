"""The lists of parties: each reader reads the real file, says so where a file is not what it expects, and guesses nothing."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from buyfair import catalogue
from buyfair.cards.party_lists import party_list_card
from buyfair.knowledge.countries import country
from buyfair.knowledge.lists import cbp_wro, uflpa_entity_list
from buyfair.knowledge.lists.cbp_wro.read import read as read_cbp
from buyfair.knowledge.lists.cbp_wro.read import rows as cbp_rows
from buyfair.knowledge.lists.uflpa_entity_list.read import read as read_uflpa
from buyfair.knowledge.lists.uflpa_entity_list.read import rows as uflpa_rows
from buyfair.knowledge.lists.uflpa_entity_list.read import told_day as uflpa_day
from buyfair.terms.party import ListedParty, Reading, Statement
from buyfair.terms.party_list import within_bounds
from buyfair.terms.party_names import Named, key, read_name, several
from buyfair.terms.party_table import as_table, from_rows, merged

DAY = date(2025, 1, 14)
BUNDLED = [module for module in catalogue.party_modules() if module.card().bundled]


def code_of(spelling: str) -> str | None:
    """A country spelling as ISO alpha-3."""
    found = country(spelling)
    return None if found is None else found.code


# Names in one cell


@pytest.mark.parametrize(
    ("cell", "named"),
    [
        ("Plain Looms Co., Ltd.", Named("Plain Looms Co., Ltd.")),
        ("Plain Looms (and one alias: Bare Looms)", Named("Plain Looms", ("Bare Looms",))),
        ("Looms (Hill) Co. (including one alias: Loom (Hill) Co.) and subsidiaries",
         Named("Looms (Hill) Co.", ("Loom (Hill) Co.",), True)),
        ("Looms (including three aliases: Loom A; Loom B; and Loom and C)", Named("Looms", ("Loom A", "Loom B", "Loom and C"))),
        ("Looms (also known as Loom A Co., Ltd. and Loom B; and formerly known as Loom C)",
         Named("Looms", ("Loom A Co., Ltd.", "Loom B", "Loom C"))),
        ("Looms (also known as Loom A; and Loom B Ltd. and formerly known as Loom C)",
         Named("Looms", ("Loom A", "Loom B Ltd.", "Loom C"))),
        ("Hill Corps (HCX) and its subordinate and affiliated entities", Named("Hill Corps", ("HCX",), True)),
        ("Looms and its two Hill-based subsidiaries, which include Loom A Co., Ltd. and Loom B Co., Ltd.",
         Named("Looms", below=(Named("Loom A Co., Ltd."), Named("Loom B Co., Ltd.")))),
        ("Looms and its three subsidiaries, which include Loom A; Loom B (also known as Bee); and Loom C",
         Named("Looms", below=(Named("Loom A"), Named("Loom B", ("Bee",)), Named("Loom C")))),
        ("  Plain\u00a0Looms \n", Named("Plain Looms")),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_name_other_names_and_what_stands_below(cell: str, named: Named) -> None:
    assert read_name(cell) == named


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("Looms (including two aliases: Loom A)", "tell 2 names, but 1"),
        ("Looms (and one alias: Loom A; and Loom B)", "tell 1 names, but 2"),
        ("Looms and its three subsidiaries, which include Loom A Co., Ltd. and Loom B Co., Ltd.", "tell 3"),
        ("Looms (also known as Loom A", "do not close"),
        ("Looms) and (subsidiaries", "do not close"),
        ("Looms (also known as Loom A) of the Hill", "cannot be read"),
        ("Looms and one alias", "cannot be read"),
        ("(also known as Loom A)", "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_a_cell_whose_words_are_not_all_read_is_refused(cell: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_name(cell)


def test_a_comma_before_a_legal_form_belongs_to_the_name() -> None:
    assert several("Loom A Co., Ltd., Loom B, Inc., and Loom C Co., Ltd.", 3) == [
        "Loom A Co., Ltd.", "Loom B, Inc.", "Loom C Co., Ltd."
    ]  # fmt: skip


def test_spellings_of_one_name_have_one_key() -> None:
    assert key("Hill Looms, Co. Ltd") == key("Hill  Looms Co., Ltd.") == "hill-looms-co-ltd"
    assert key("Yuan’an") == key("Yuan'an") == "yuanan"
    assert key("São Tomé") == "sao-tome"


# Tables and bounds


def made_up(name: str, statement: Statement, **more: object) -> ListedParty:
    return ListedParty("made_up", "2020-01-01", key(name), name, (statement,), **more)  # type: ignore[arg-type]


def test_a_table_of_parties_gives_back_the_same_parties() -> None:
    known = date(2020, 1, 1)
    first = Statement("order", "lifted", date(2019, 1, 1), date(2019, 6, 1), known, "cups", "a remark", 4)
    second = Statement("order", "in_force", None, None, known, row=5)
    one = made_up("Hill Looms", first, aliases=("A", "B, C", "D | E"), countries=("NPL",), identifiers=(("imo", "1234567"),),
                  with_subsidiaries=True)  # fmt: skip
    both = merged((one, made_up("Hill, Looms", second, kind="organization"), made_up("Vale", second, kind="vessel")))
    assert [len(p.statements) for p in both] == [2, 1]
    assert from_rows(csv.DictReader(io.StringIO(as_table(both))), "made_up", "2020-01-01", known) == both


@pytest.mark.parametrize("module", catalogue.party_modules(), ids=lambda m: m.ID)
def test_a_card_says_what_a_hit_means_and_what_not(module: ModuleType) -> None:
    card = module.card()
    assert card.id == module.ID == module.__name__.rpartition(".")[2]
    for words in (card.title, card.issuer, card.law, card.means, card.means_not, card.licence, card.address):
        assert words.strip() == words and words
    assert card.means.endswith(".") and "not" in card.means_not
    assert 0 < card.bounds[0] < card.bounds[1]
    assert bool(module.editions()) is card.bundled


@pytest.mark.parametrize("module", BUNDLED, ids=lambda m: m.ID)
def test_a_bundled_edition_keeps_its_bounds_and_its_promises(module: ModuleType) -> None:
    for edition in module.editions():
        within_bounds(Reading(edition.parties), module.card())
        assert re.fullmatch(r"[0-9a-f]{64}", edition.sha256)
        for p in edition.parties:
            assert (p.list_id, p.edition) == (module.ID, edition.name), p
            assert p.kind != "person" and p.statements and p.name == p.name.strip(), p
            assert all(code_of(c) == c for c in p.countries), p
            assert len(set(p.names)) == len(p.names), p
            assert all(s.until is None or s.since is None or s.since <= s.until for s in p.statements), p
    assert module.parties() == module.editions()[-1].parties


def test_an_edition_with_too_few_or_too_many_parties_is_refused_in_one_sentence() -> None:
    card = uflpa_entity_list.card()
    few = uflpa_entity_list.parties()[:9]
    with pytest.raises(ValueError, match=r"^The file holds 9 parties where an edition of uflpa_entity_list has 120 to"):
        within_bounds(Reading(few), card)
    with pytest.raises(ValueError, match="one key"):
        within_bounds(Reading(few * 20), card)


def test_the_catalogue_gives_the_parties_of_the_lists_about_labor() -> None:
    labor = {card.id for card in catalogue.party_cards() if card.about_labor}
    assert {p.list_id for p in catalogue.parties()} <= labor
    named = catalogue.parties(["uflpa_entity_list"])
    assert tuple(replace(p, known_as=()) for p in named) == uflpa_entity_list.parties()
    assert any(p.known_as for p in named), "with the names that the list does not give"
    assert catalogue.parties([]) == ()
    with pytest.raises(KeyError):
        catalogue.parties(["no_such_list"])
    assert {m.ID for m in catalogue.list_modules()} == {"dol_eo13126", "dol_tvpra"}


# The UFLPA Entity List


@pytest.fixture(scope="module")
def uflpa_page(real_data: Path) -> bytes:
    return gzip.decompress((real_data / "lists" / "uflpa_dhs_gov_page_2026_07_09.html.gz").read_bytes())


@pytest.mark.real
def test_the_bundled_entity_list_is_the_published_page(uflpa_page: bytes) -> None:
    (edition,) = uflpa_entity_list.editions()
    assert uflpa_day(uflpa_page) == edition.published
    assert edition.sha256 == hashlib.sha256(uflpa_page).hexdigest()
    assert read_uflpa(uflpa_page, code_of, edition.published).parties == edition.parties
    assert (len(edition.parties), sum(len(p.statements) for p in edition.parties)) == (144, 160)


@pytest.mark.real
def test_every_row_of_the_page_is_that_of_another_reader(uflpa_page: bytes, real_data: Path) -> None:
    with (real_data / "lists" / "uflpa_page_rows_160_raw_2026_07_09.csv").open(encoding="utf-8", newline="") as table:
        theirs = [tuple(row) for row in csv.reader(table)][1:]
    assert [
        (r.section, r.name, f"{r.since:%B} {r.since.day}, {r.since.year}") for r in uflpa_rows(uflpa_page)
    ] == theirs


@pytest.mark.real
def test_every_party_of_another_reading_of_the_page_is_here_with_names_and_sections(real_data: Path) -> None:
    held = {p.key: p for p in uflpa_entity_list.parties()}
    with (real_data / "lists" / "uflpa_entity_list_2026_07_09_148.csv").open(encoding="utf-8", newline="") as table:
        theirs = list(csv.DictReader(table))
    assert len(theirs) == 148
    met = set()
    for row in theirs:
        party = held[key(read_name(row["name"]).name)]
        met.add(party.key)
        sections = {s.what.removeprefix("section 2(d)(2)(B)").strip("()"): s.since for s in party.statements}
        assert set(row["sections"].split("|")) <= set(sections), row["name"]
        assert date.fromisoformat(row["effective_date"]) in sections.values(), row["name"]
        named = {key(name) for name in party.names}
        spelled = re.sub(r"formerly known as ", "", row["aliases"])
        wanted = {key(name) for part in filter(None, spelled.split("; ")) for name in several(part)}
        assert wanted <= named, row["name"]
        assert party.with_subsidiaries is bool(row["subordinates"]), row["name"]
    assert met == set(held)


def test_a_statement_carries_the_ground_of_its_section_in_few_words() -> None:
    sections = uflpa_entity_list.card().sections
    carried = {(s.what, s.about) for p in uflpa_entity_list.parties() for s in p.statements}
    assert carried == {(s.what, s.about) for s in sections}
    assert all(len(s.about) <= 90 and s.heading for s in sections)


def test_an_edition_that_is_known_to_be_behind_says_what_it_lacks_and_a_newer_one_does_not() -> None:
    card = uflpa_entity_list.card()
    (held,) = uflpa_entity_list.editions()
    assert "43 entities" in card.behind and card.behind_of(held.published) == card.behind
    assert card.behind_of(date(2026, 7, 31)) == "" and cbp_wro.card().behind_of(CBP_DAY) == ""
    newer = replace(held, name="2026-07-31", published=date(2026, 7, 31))
    assert "43 entities" in " ".join(party_list_card(card, [held]).about)
    assert "43 entities" not in " ".join(party_list_card(card, [held, newer]).about)


PAGE = """<html><body><p>words</p>{tables}<div><span>Last Updated:</span> 01/14/2025</div></body></html>"""
TABLE = """<p><strong>A list of entities that weave</strong><br><a>Section 2(d)(2)(B){section}</a></p>
<table><tr><th>Name of Entity</th><th>Effective Date</th></tr>{rows}</table>"""
ROW = "<tr><td>{name}</td><td>{day}</td></tr>"


def page(**changed: str) -> bytes:
    """A made-up page with one row in each section, one of them changed."""
    cells = {"name": "Hill Looms Co., Ltd.", "day": "June 21, 2022"} | changed
    tables = [TABLE.format(section=s, rows=ROW.format(**cells)) for s in ("(i)", "(ii)", changed.get("section", "(v)"))]
    return PAGE.format(tables="".join(tables)).encode()


def test_a_party_in_three_sections_has_three_statements_and_a_country_where_the_heading_tells_it() -> None:
    (party,) = read_uflpa(page(), code_of, DAY).parties
    assert [(s.what[-4:].strip("()B"), s.since, s.row) for s in party.statements] == [
        ("i", date(2022, 6, 21), 1), ("ii", date(2022, 6, 21), 2), ("v", date(2022, 6, 21), 3)
    ]  # fmt: skip
    assert party.countries == ("CHN",) and {s.about for s in party.statements} == {"entities that weave"}
    assert uflpa_day(page()) == DAY and uflpa_day(b"<p>no day</p>") is None


def test_subsidiaries_that_a_row_names_are_parties_of_their_own() -> None:
    told = "Hill Looms and its two Vale-based subsidiaries, which include Vale Dye Co., Ltd. and Vale Spin Co., Ltd."
    found = read_uflpa(page(name=told), code_of, DAY).parties
    assert [(p.name, p.part_of) for p in found] == [
        ("Hill Looms", ""), ("Vale Dye Co., Ltd.", "Hill Looms"), ("Vale Spin Co., Ltd.", "Hill Looms")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (b"<p>nothing</p>", "no rows of section"),
        (page(section="(ii)"), "no rows of section"),
        (page(section="(iii)"), "names no entities"),
        (page(day="June 31, 2022"), "cannot be read"),
        (page(day="21 June 2022"), "cannot be read"),
        (page(name=""), "not a name and a day"),
        (page().replace(b"Name of Entity", b"Entity", 1), "none of the list"),
        (page().replace(b"A list of", b"Entities", 1), "none of the list"),
        (page().replace(b"</table>", b"<table>", 1), "inside another"),
        (page()[: page().rindex(b"</table>")], "cut short"),
        (b"\xff\xfe<table>", "not UTF-8"),
    ],
)
def test_the_reader_of_the_entity_list_refuses(broken: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        read_uflpa(broken, code_of, DAY)
    assert "\n" not in str(refused.value) and str(refused.value).endswith(".")


# Orders and findings of customs

CBP_COPY = "cbp_wro_findings_2026_06_23_67.csv"
CBP_DAY = date(2026, 6, 23)
CBP_HEAD = "Effective Date,Country Code,Country,Merchandise,WRO/Finding,Industry,Status,Entity,Remarks"


@pytest.fixture(scope="module")
def cbp_copy(real_data: Path) -> bytes:
    return (real_data / "lists" / CBP_COPY).read_bytes()


@pytest.mark.real
def test_the_bundled_orders_are_the_public_copy(cbp_copy: bytes) -> None:
    (edition,) = cbp_wro.editions()
    reading = read_cbp(cbp_copy, code_of, edition.published)
    assert (edition.published, edition.sha256) == (CBP_DAY, hashlib.sha256(cbp_copy).hexdigest())
    assert (reading.parties, reading.passed_over, reading.doubts) == (edition.parties, (), ())
    assert len(cbp_rows(cbp_copy)) == 67
    assert {s.row for p in edition.parties for s in p.statements} == set(range(1, 68)), (
        "every row says something of somebody"
    )
    kinds = [p.kind for p in edition.parties]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "goods": 5, "organization": 66, "site": 1, "vessel": 4
    }  # fmt: skip


@pytest.mark.real
def test_the_issuers_layout_gives_the_same_parties(cbp_copy: bytes) -> None:
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL)
    table.writerow(CBP_HEAD.split(","))
    for r in csv.DictReader(io.StringIO(cbp_copy.decode("utf-8"), newline="")):
        since = date.fromisoformat(r["effective_date"])
        entity = ", a/k/a ".join((r["entity"], *filter(None, r["aliases"].split("; "))))
        broken = re.sub(r"(?<=[a-z0-9])(?=See |Limbe|Alliance|Everest)", "\r\n", r["remarks"])
        table.writerow((f"{since.month}/{since.day}/{since.year}", r["country_code"], r["country"], r["merchandise"],
                        r["type"], r["industry"], r["status"], entity, broken))  # fmt: skip
    theirs = read_cbp(text.getvalue().encode("cp1252"), code_of, CBP_DAY).parties
    assert [(p.key, p.names, p.kind, p.countries, p.part_of, p.with_subsidiaries) for p in theirs] == [
        (p.key, p.names, p.kind, p.countries, p.part_of, p.with_subsidiaries) for p in cbp_wro.parties()
    ]
    assert [[(s.what, s.status, s.since, s.until, s.row) for s in p.statements] for p in theirs] == [
        [(s.what, s.status, s.since, s.until, s.row) for s in p.statements] for p in cbp_wro.parties()
    ]


def test_an_order_on_all_goods_of_a_place_names_nobody() -> None:
    goods = {p.name: p.countries for p in cbp_wro.parties() if p.kind == "goods"}
    assert set(goods.values()) == {("TKM",), ("CHN",), ("ZWE",), ("COD",), ("MWI",)}
    assert not set(goods) & {p.name for p in catalogue.parties()}


def test_a_maker_taken_out_of_an_order_on_all_goods_was_never_named_by_it() -> None:
    let_go = [p for p in cbp_wro.parties() if any(s.since == s.until for s in p.statements)]
    assert [p.name for p in let_go] == [
        "Premium Tobacco Malawi Lt", "Limbe Leaf Tobacco Company Limited", "Alliance One International"
    ]  # fmt: skip
    for party in let_go:
        (s,) = party.statements
        assert (
            s.what
            == "withhold-release order on all tobacco of Malawi, which named no maker; this maker taken out of it"
        )
        assert s.since is not None and s.status == "lifted"
        days = (date(2019, 11, 1), s.since - timedelta(days=1), s.since, CBP_DAY)
        assert [party.listed_on(day) for day in days] == [False] * 4


def orders(*changed: dict[str, str], head: str = CBP_HEAD) -> bytes:
    """A made-up table in the issuer's layout, one row for each."""
    cells = {"Effective Date": "6/30/2020", "Country Code": "NP", "Country": "Nepal", "Merchandise": "Cups",
             "WRO/Finding": "WRO", "Industry": "All", "Status": "Active", "Entity": "Hill Looms", "Remarks": ""}  # fmt: skip
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(head.split(","))
    table.writerows((cells | row).values() for row in changed)
    return text.getvalue().encode("cp1252")


SEA = {"Country Code": "FV", "Country": "Fishing Vessels"}
LET_GO = (
    "CBP has removed cups from the order that are produced by the following: Vale Cups removed from the order, 7/1/2021"
)


def test_a_cell_of_the_orders_is_read_as_its_parties() -> None:
    def named(entity: str, **more: str) -> list[tuple[object, ...]]:
        found = read_cbp(orders({"Entity": entity} | more), code_of, CBP_DAY).parties
        return [(p.name, p.kind, p.countries, p.identifiers, p.with_subsidiaries) for p in found]

    assert named("Hill Ltd. and Vale Ltd. and their subsidiaries") == [
        ("Hill Ltd.", "organization", ("NPL",), (), True), ("Vale Ltd.", "organization", ("NPL",), (), True)
    ]  # fmt: skip
    assert named("Fishing Vessel: Hill No. 7 (IMO 1234567)", **SEA) == [
        ("Hill No. 7", "vessel", (), (("imo", "1234567"),), False)
    ]
    assert named("Fishing Vessels owned by Hill Co. Ltd.", **SEA) == [("Hill Co. Ltd.", "organization", (), (), False)]
    assert named("Hill Co. (of Nagoya, Japan)") == [("Hill Co.", "organization", ("JPN",), (), False)]
    assert named("Hill Works Ltd, a/k/a Hill; Bare Hill, a/k/a HILL") == [
        ("Hill Works Ltd", "organization", ("NPL",), (), False)
    ]
    assert named("Hill D.O.O..")[0][0] == "Hill D.O.O."


def test_a_cell_that_may_name_several_is_read_as_one_aloud() -> None:
    reading = read_cbp(orders({"Entity": "Hill Farm, Vale Farm"}), code_of, CBP_DAY)
    assert [p.name for p in reading.parties] == ["Hill Farm, Vale Farm"]
    assert reading.doubts == ("The cell 'Hill Farm, Vale Farm' was read as one party; it may name several.",)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (orders(head="Day,Code,Country,Merchandise,WRO/Finding,Industry,Status,Entity,Remarks"), "columns"),
        (b"", "columns"),
        (orders({"Status": "Dormant"}), "Dormant"),
        (orders({"WRO/Finding": "Notice"}), "Notice"),
        (orders({"Effective Date": "13/31/2020"}), "cannot be read"),
        (orders({"Country": "Atlantis"}), "Atlantis"),
        (orders({"Entity": "Hill Co. (of Nagoya, Atlantis)"}), "Atlantis"),
        (orders({"Entity": ""}), "not all of it is known"),
        (orders({"Entity": "Hill (Works"}), "do not close"),
        (orders({"Entity": "Hill No. 7", **SEA}), "neither a vessel nor an owner"),
        (orders({"Entity": "Hill; Vale, a/k/a Dale"}), "other names"),
        (orders({"Remarks": "The order was revoked in part."}), "speaks of a change"),
        (orders({"Remarks": f"{LET_GO}; Dale Cups was removed, too"}), "speaks of a change"),
        (orders({"Remarks": LET_GO}), "does not name"),
        (orders({}).replace(b",Hill Looms,", b",Hill, Looms,"), "number of cells"),
    ],
)  # fmt: skip
def test_the_reader_of_the_orders_refuses(broken: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        read_cbp(broken, code_of, CBP_DAY)
    assert "\n" not in str(refused.value) and str(refused.value).endswith(".")
