"""The pages of cards: open to everybody, each card once, links that lead somewhere, a day that may be asked about."""

from __future__ import annotations

import re
import time
import tomllib
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import resolve
from people import Acting

from buyfair import catalogue
from buyfair.cards import lists, rules
from buyfair.cards.amounts import value_on
from buyfair.cards.between import between
from buyfair.cards.list_days import listed_on, listings_of
from buyfair.cards.page import Grid
from buyfair.cli import main
from buyfair.knowledge.conduct import clauses, code
from buyfair.knowledge.goods import official_names
from buyfair.terms.answer import Answer
from buyfair.web.cards import shipped
from buyfair.web.cards.names import kind
from buyfair.web.cards.search import hits
from buyfair.web.core.actor import Actor
from buyfair.web.core.roles import Role

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"rule": "rules", "amount": "amounts", "list": "lists", "indicator": "indicators", "conduct-clause": "conduct",
         "good": "goods", "country": "countries", "method-page": "method"}  # fmt: skip
INDEXES = ("/cards/", "/rules/", "/amounts/", "/changes/", "/lists/", "/goods/", "/countries/", "/indicators/", "/conduct/",
           "/method/", "/coverage/")  # fmt: skip
NOBODY = Actor(None, frozenset())
DAY = "2026-02-20"


def read(page: str) -> str:
    """What a reader sees of a page, each run of blanks as one."""
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:a|code|strong|em|span|wbr)\b[^>]*>", "", page))
    return " ".join(unescape(bare).split())


def rows_listed(page: str) -> int:
    """How many rows the table of a list shows."""
    return page.partition('id="listed"')[2].partition("</table>")[0].count('scope="row"')


def got(address: str, status: int = 200) -> str:
    """The page of an address, opened without an account."""
    answer = Client().get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


# Every page


@pytest.mark.slow
def test_every_card_opens_for_anybody_with_one_title_and_no_link_leads_nowhere(home_folder: Path) -> None:
    """Walks from the indexes over every link of these pages; an anchor is looked for on the page that it leads to."""
    seen: dict[str, set[str]] = {}
    wanted: list[tuple[str, str, str]] = []
    waiting = [*INDEXES, *(f"/{folder}/{name}/" for of, folder in KINDS.items() for name in kind(of).titles)]
    client = Client()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer.streaming:  # a table to take along, as a file
            assert next(iter(answer.streaming_content), b""), address
            seen[address] = set()
            continue
        page = answer.content.decode()
        seen[address] = set(re.findall(r'\sid="([^"]+)"', page))
        assert page.count("<h1") == 1, address
        assert len(re.findall(r'\sid="', page)) == len(seen[address]), f"{address} names two things alike"
        for link in re.findall(r'<a [^>]*href="([^"]*)"', page):
            target = urlsplit(urljoin(address, unescape(link)))
            if target.netloc or not resolve(target.path).func.__module__.startswith("buyfair.web.cards"):
                continue
            whole = target.path + (f"?{target.query}" if target.query else "")
            wanted.append((address, whole, target.fragment))
            if not target.path.endswith(".txt"):
                waiting.append(whole)
    assert [w for w in wanted if w[2] and w[2] not in seen[w[1]]] == []
    assert len(seen) > 600


@pytest.mark.parametrize("address", INDEXES)
def test_every_role_sees_what_anybody_sees(address: str, acting: Acting) -> None:
    """An account changes nothing here."""
    for role in (Role.PUBLIC, Role.REPORTER, Role.CONTRACTING_OFFICER):
        assert acting(role).get(address).status_code == 200


def test_a_page_says_what_the_command_says(home_folder: Path) -> None:
    """Each card of the terminal stands on its page, word for word, for the day asked about."""
    asked = {f"/rules/{row}/?day={DAY}": ["rules", row, "--day", DAY] for row in ("TIP-04", "CL-03", "XU-05", "P40-01")}
    asked |= {f"/lists/{card.id}/": ["lists", card.id] for card in lists.every()}
    asked |= {f"/indicators/{i.code}/": ["indicators", i.code] for i in catalogue.indicators()}
    asked |= {f"/conduct/{c.id}/": ["conduct", c.id] for c in clauses()} | {"/conduct/": ["conduct"]}
    for address, command in asked.items():
        told = CliRunner().invoke(main, command, env={"BUYFAIR_HOME": str(home_folder)}).output
        page = set(read(re.sub(r'data-label="([^"]*)"', r"> \1 <x ", got(address))).split())
        missing = set(re.sub(r"^\s*(?:- |\d+\. )", "", told, flags=re.MULTILINE).split()) - page
        assert missing == set(), address


# Days


@pytest.mark.parametrize("day", ("2014-06-01", "2020-10-01", DAY, "2031-01-01"))
def test_the_rules_of_a_day_are_those_of_the_command(day: str) -> None:
    """The same three answers with the same reasons."""
    told = " ".join(CliRunner().invoke(main, ["rules", "--day", day]).output.split())
    page = got(f"/rules/?day={day}")
    counted = re.search(r"\d+ rules: \d+ stand on this day, \d+ not in force, \d+ cannot be told\.", told)
    assert counted is not None and counted[0] in read(page)
    for rule in catalogue.rules():
        answer, why = rules.state(rule, date.fromisoformat(day))
        each = page.partition(f'id="each-rule-on-{day}"')[2]
        row = read(each.partition(f'href="/rules/{rule.row}/"')[2].partition("</tr>")[0])
        assert f"{rule.title} {answer.value} " in row and why[1:] in row
        title = {Answer.NO: "not-in-force-on-this-day", Answer.UNKNOWN: "cannot-be-told-for-this-day"}.get(answer)
        if title is not None:
            part = page.partition(f'id="{title}"')[2].partition("<h2")[0]
            assert f'href="/rules/{rule.row}/"' in part and why[1:] in read(part)


def test_a_rule_says_whether_it_stands_on_the_day() -> None:
    """Yes, no and unknown, each with its reason."""
    for rule in catalogue.rules():
        answer, why = rules.state(rule, date(2016, 1, 1))
        page = read(got(f"/rules/{rule.row}/?day=2016-01-01"))
        assert why in page
        assert {"yes": "In force", "no": "Not in force", "unknown": "Cannot be told"}[answer.value] + " on 2016-01-01" in page


def test_an_amount_is_that_of_the_day_with_its_citation_and_sentence() -> None:
    """The threshold of the plan: three values on three days, and none before the first."""
    for day, value in (("2016-01-01", "$500,000"), ("2021-01-01", "$550,000"), ("2026-01-01", "$700,000")):
        assert f"On {day}: {value}, since" in read(got(f"/amounts/TIP_PLAN/?day={day}"))
    assert "not held for that day: no value before" in read(got("/amounts/TIP_PLAN/?day=1999-01-01"))
    for amount in catalogue.amounts().values():
        page = read(got(f"/amounts/{amount.name}/?day={DAY}"))
        assert value_on(amount, date.fromisoformat(DAY)) in page
        assert all(v.quote in page and v.cites in page for v in amount.versions)


@pytest.mark.parametrize("given", ("x", "2026-02-30", "20260220", "2026-W08-5", "<b>", "1" * 5000, "٢٠٢٦-٠٢-٢٠"))
@pytest.mark.parametrize("address", ("/rules/", "/rules/TIP-04/", "/amounts/", "/lists/dol_tvpra/", "/goods/cotton/"))
def test_what_is_no_day_is_said_in_a_sentence_and_stays_in_its_field(address: str, given: str) -> None:
    """And the page answers for today below it."""
    page = Client().get(address, {"day": given})
    text = page.content.decode()
    assert page.status_code == 400
    assert "is no day; expected a day of the calendar" in text and "<h1" in text
    kept = re.search(r'<input[^>]*id="day"[^>]*value="([^"]*)"', text)
    assert kept is not None and unescape(kept[1]) == given
    assert "<b>" not in text


@pytest.mark.parametrize("day", ("0001-01-01", "9999-12-31"))
@pytest.mark.parametrize("address", (*INDEXES[1:3], "/lists/", "/rules/TIP-04/", "/amounts/SAT/", "/lists/cbp_wro/"))
def test_the_first_and_the_last_day_of_the_calendar_are_days(address: str, day: str) -> None:
    """Nothing is known of them, and that is said."""
    got(f"{address}?day={day}")


def test_two_days_are_compared_by_what_binds_on_each() -> None:
    """What is told otherwise is exactly what each day by itself tells."""
    first, second = date(2020, 9, 1), date(2026, 2, 20)
    card = between(first, second, lambda _: ())
    page = read(got(f"/changes/?from={first}&to={second}"))
    assert card.lead.partition(",")[0] in page
    told = {r.row: (rules.state(r, first), rules.state(r, second)) for r in catalogue.rules()}
    changed = {row for row, (before, after) in told.items() if before[0] != after[0]}
    texts = {row for row, (before, after) in told.items() if before != after} - changed
    for title, expected in (("Rules", changed), ("Rules that stand by other texts", texts)):
        grid = next(s for s in card.sections if s.title == title).blocks[0]
        assert isinstance(grid, Grid) and {row[0] for row in grid.rows} == expected and expected
    same = read(got(f"/changes/?from={second}&to={second}"))
    assert "0 rules, 0 amounts and 0 listings are told otherwise" in same


def test_days_to_compare_may_be_wrong_or_in_either_order() -> None:
    """Both are kept as typed, each with its own sentence; the later day may stand first."""
    answer = Client().get("/changes/", {"from": "last year", "to": "31.12.2025"})
    page = unescape(answer.content.decode())
    assert answer.status_code == 400 and page.count("is no day; expected a day of the calendar") == 2
    assert 'value="last year"' in page and 'value="31.12.2025"' in page
    assert "TIP_PLAN" in got("/changes/?from=2026-02-20&to=2020-09-01")


def test_a_listing_that_came_and_one_that_went_are_told() -> None:
    """Between the editions of 2020 and 2022 of the list of goods: polysilicon came in 2021."""
    page = read(got("/changes/?from=2020-10-01&to=2022-10-01"))
    assert "Polysilicon China Forced labor not named named" in page
    before = read(got("/changes/?from=2015-01-01&to=2022-10-01"))
    assert "Before 2016-09-30 no edition is held" in before


@pytest.mark.parametrize("day", (date(2008, 1, 1), date(2012, 5, 1), date(2018, 1, 1), date(2023, 1, 1), date(2026, 2, 20)))
def test_what_a_list_is_said_to_name_on_a_day_is_what_the_catalogue_says(day: date) -> None:
    """Named by any harm: yes; not told for one: never a plain no."""
    for card in catalogue.cards():
        told: dict[tuple[str, str], set[Answer]] = {}
        for x in listings_of(card.id):
            told.setdefault((official_names()[x.good], x.country), set()).add(listed_on(x, day))
        for (good, country), answers in told.items():
            listed = catalogue.is_listed(good, country, day, card.id)
            assert (Answer.YES in answers) == (listed is True), (good, country, day)
            assert not (listed is None and answers == {Answer.NO}), (good, country, day)


# Addresses


@pytest.mark.parametrize(
    ("given", "card"),
    [("/rules/far-22.1503-c/", "/rules/CL-03/"), ("/rules/cl-03/", "/rules/CL-03/"), ("/rules/Cl_03/", "/rules/CL-03/"),
     ("/amounts/sat/", "/amounts/SAT/"), ("/lists/DOL-TVPRA/", "/lists/dol_tvpra/"),
     ("/goods/Thread/", "/goods/thread-yarn/"), ("/goods/COTTON/", "/goods/cotton/"), ("/countries/Burma/", "/countries/MMR/"),
     ("/conduct/debt bondage/", "/conduct/debt_bondage/"),
     ("/indicators/Listed-Good-Matched/", "/indicators/listed_good_matched/"),
     ("/method/EXPOSURE/", "/method/exposure/")],
)  # fmt: skip
def test_other_spellings_lead_to_the_one_address_of_a_card(given: str, card: str) -> None:
    """And keep what was asked."""
    answer = Client().get(f"{given}?day={DAY}")
    if answer.status_code == 404:
        pytest.fail(f"{given}: {read(answer.content.decode())}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{card}?day={DAY}")


def test_every_row_and_every_id_of_the_law_leads_to_its_card() -> None:
    """By its row in small letters and by its id."""
    for one in rules.every():
        for given in (one.id, one.row.lower()):
            assert Client().get(f"/rules/{given}/").headers.get("Location") == f"/rules/{one.row}/"


@pytest.mark.parametrize("given", ("TIP-99", "zzz", "%00", "💥", "a" * 3000, "..", "<script>", "٢"))
@pytest.mark.parametrize("folder", KINDS.values())
def test_what_is_not_there_names_the_three_nearest(folder: str, given: str) -> None:
    """With links that open."""
    answer = Client().get(f"/{folder}/{given}/")
    page = answer.content.decode()
    assert answer.status_code == 404 and "<h1>There is no " in page and "<script>" not in page.partition("<h1>")[2]
    near = re.findall(rf'href="(/{folder}/[^"]+/)"', page)
    assert len(near) == 3
    for link in near:
        got(link)


@pytest.mark.parametrize(("given", "near"), [("far-22.1503", {"CL-01", "CL-03", "CL-04", "CL-05", "CL-07"}), ("TIP", None)])
def test_an_id_that_is_begun_names_what_begins_so(given: str, near: set[str] | None) -> None:
    """Several begin so: the reader chooses."""
    found = set(re.findall(r'href="/rules/([^"]+)/"', got(f"/rules/{given}/", 404)))
    assert found and (found <= near if near else all(row.startswith("TIP-") for row in found))


def test_a_row_that_is_not_there_names_rows_that_are_like_it() -> None:
    """TIP-99 is nearest to rows of the same table."""
    assert re.findall(r'href="/rules/(TIP-\d+)/"', got("/rules/TIP-99/", 404))


# Lists


def test_a_list_says_its_age_its_licence_and_what_is_not_known_of_the_next_edition() -> None:
    """Never an invented day: the one that a law names, and no other."""
    for card in (*catalogue.cards(), *catalogue.party_cards()):
        page = read(got(f"/lists/{card.id}/?day={DAY}"))
        due = "2026-12-01 at the latest, by 22 U.S.C. 7112(b)(3)" if card.id == "dol_tvpra" else "not known"
        assert f"Next edition due: {due}" in page
        assert " ".join(card.means.split()) in page and card.licence in page and card.law in page
    assert "Age: 1 year 5 months old" in read(got(f"/lists/dol_tvpra/?day={DAY}"))
    assert "43 entities are told to have been added" in read(got("/lists/uflpa_entity_list/"))


@pytest.mark.parametrize(("day", "due", "missing"), [
    ("2014-12-01", "2014-12-01", ""), ("2015-01-01", "2016-12-01", "2014-12-01"), ("2016-12-01", "2016-12-01", "2014-12-01"),
    ("2022-12-02", "2024-12-01", ""), ("2026-12-01", "2026-12-01", ""), ("2026-12-02", "2028-12-01", "2026-12-01"),
])  # fmt: skip
def test_an_edition_that_is_due_and_not_held_is_said_to_be_unknown(day: str, due: str, missing: str) -> None:
    page = read(got(f"/lists/dol_tvpra/?day={day}"))
    assert f"Next edition due: {due} at the latest" in page
    said = "is held: whether it came out is not known here"
    assert (f"No edition for the day before, {missing}, {said}" if missing else said) in page or not missing
    assert (said in page) is bool(missing)


def test_a_list_is_searched_by_good_country_harm_and_party_and_paged() -> None:
    """All words must meet; nothing found is no clearance."""
    page = read(got("/lists/dol_tvpra/?q=cotton+burkina+child"))
    assert "Cotton Burkina Faso Child labor" in page and "Cotton India" not in page
    assert "Hoshine" in read(got("/lists/uflpa_entity_list/?q=hoshine"))
    nothing = read(got("/lists/dol_tvpra/?q=unobtainium"))
    assert "Nothing here meets “unobtainium”" in nothing and "That is no clearance" in nothing
    assert [rows_listed(got(f"/lists/dol_tvpra/?page={n}")) for n in (1, 2)] == [50, 50]
    for odd in ("0", "-1", "99999999999999", "x", "%00"):
        got(f"/lists/dol_tvpra/?page={odd}")
    assert "No edition is held" in got("/lists/csl/")


def test_every_listing_stands_on_some_page_of_its_list(home_folder: Path) -> None:
    """Paging loses nothing."""
    found, n = 0, 1
    while True:
        page = got(f"/lists/dol_eo13126/?page={n}")
        found += rows_listed(page)
        if "Next page" not in page:
            break
        n += 1
    assert found == len(listings_of("dol_eo13126"))


def test_a_good_tells_which_list_names_it_where_for_what_and_since_when() -> None:
    """With the sentence that it is not about a supplier, and the codes that may be it."""
    page = read(got(f"/goods/cotton/?day={DAY}"))
    assert "This is about the good and the place, not about any supplier." in page
    assert "Burkina Faso Child labor dol_tvpra 2016-09-30 or before yes stands" in page
    assert "Product codes that may be it" in page
    assert "What stands on no list is not safe" in page


def test_the_united_states_are_said_to_be_no_answer() -> None:
    """The lists do not look there."""
    assert "Inside the United States the lists of goods do not look" in read(got("/countries/USA/"))


# Search


@pytest.mark.parametrize(
    ("typed", "first"),
    [("TIP-04", "/rules/TIP-04/"), ("tip 04", "/rules/TIP-04/"), ("shrimp", "/goods/shrimp/"),
     ("far-22.1503-c-certificate", "/rules/CL-03/"),
     ("forced labor shrimp", "/goods/shrimp/"), ("52.222-50", "/method/clauses/#52-222-50-combating-trafficking-in-persons"),
     ("dol_tvpra", "/lists/dol_tvpra/"), ("listed_good_matched", "/indicators/listed_good_matched/"),
     ("debt bondage", "/conduct/debt_bondage/"), ("Burkina Faso", "/countries/BFA/"), ("burma", "/countries/MMR/")],
)  # fmt: skip
def test_what_is_typed_by_name_is_found_first(typed: str, first: str) -> None:
    """A row, an id, a clause, a good with its harm, a list, an indicator, a harm, a country."""
    assert hits(NOBODY, typed, 10)[0].url == first


def test_a_citation_or_an_amount_finds_what_cites_it() -> None:
    """In any way of writing an amount."""
    assert {"/rules/CL-01/", "/rules/CL-03/"} <= {h.url for h in hits(NOBODY, "22.1503", 10)}
    for typed in ("$500,000", "500000", "$500000"):
        assert "/amounts/TIP_PLAN/" in {h.url for h in hits(NOBODY, typed, 5)}, typed


def test_a_listed_party_is_found_and_is_said_to_be_no_more_than_a_lead() -> None:
    """The link shows the party on the page of its list."""
    found = next(h for h in hits(NOBODY, "hoshine", 10) if h.kind == "party on a list")
    assert "is a lead, not the listed party" in found.why
    assert "Hoshine" in read(got(found.url.partition("#")[0]).partition('id="listed"')[2])


def test_what_met_is_shown_beside_the_hit() -> None:
    """The value that was asked for, not the newest one."""
    plan = next(h for h in hits(NOBODY, "$500,000", 5) if h.url == "/amounts/TIP_PLAN/")
    assert plan.why.startswith("$500,000 from 2015-03-02")


@pytest.mark.parametrize("typed", ("", " ", "the", "%", "\x00", "(((", "💥", "a" * 10_000, "zzzzqqq", "' OR 1=1 --", "ﷺ"))
def test_odd_words_are_answered_with_a_page(typed: str) -> None:
    """Nothing found says what to try next, and that it is no clearance."""
    page = Client().get("/cards/", {"q": typed})
    assert page.status_code == 200
    if typed == "zzzzqqq":
        assert "Nothing found is no clearance" in page.content.decode()


def test_a_search_takes_less_than_a_tenth_of_a_second() -> None:
    """Of the processor, after the first, which makes the index."""
    hits(NOBODY, "cotton", 5)
    for typed in ("forced labor shrimp", "22.1503", "a", "labor", "contracting officer duty before award"):
        start = time.thread_time()
        found = hits(NOBODY, typed, 20)
        assert time.thread_time() - start < 0.1, typed
        assert len(found) <= 20


@pytest.mark.django_db
@pytest.mark.parametrize("address", (*INDEXES, "/rules/TIP-04/", "/lists/dol_tvpra/?q=cotton", "/cards/?q=cotton"))
def test_a_page_of_cards_asks_the_database_nothing(address: str, django_assert_num_queries: Any) -> None:
    """What is known is held in memory."""
    with django_assert_num_queries(0):
        got(address)


# Kept by a browser


def test_a_page_that_is_kept_is_not_sent_again(acting: Acting) -> None:
    """304 for the same page, the same day and the same reader; another page, another reader or another day is sent."""
    first = Client().get("/rules/")
    assert first.headers["ETag"] and first.headers["Last-Modified"] and "public" in first.headers["Cache-Control"]
    again = Client().get("/rules/", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    since = Client().get("/rules/", HTTP_IF_MODIFIED_SINCE=first.headers["Last-Modified"])
    assert since.status_code == 304
    for address in ("/rules/?day=2020-01-01", "/rules/TIP-04/", "/lists/"):
        assert Client().get(address, HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 200
    known = acting(Role.CONTRACTING_OFFICER).get("/rules/", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert known.status_code == 200 and "private" in known.headers["Cache-Control"]


def test_a_page_of_yesterday_is_sent_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands today is another question than what stood yesterday."""
    mark = Client().get("/rules/").headers["ETag"]
    monkeypatch.setattr("buyfair.web.cards.fresh.today", lambda: date(2031, 1, 1))
    assert Client().get("/rules/", HTTP_IF_NONE_MATCH=mark).status_code == 200


# The day of cards that are no law


CODE_DAY = code()["day"]
BEFORE, SINCE = CODE_DAY - timedelta(days=1), CODE_DAY.isoformat()


@pytest.mark.parametrize("address", ["/conduct/", "/conduct/child_labor/"])
def test_the_code_is_not_shown_as_if_it_had_been_there_before_its_first_day(address: str) -> None:
    """Its clauses bind from no earlier day; what they rest on, and the law beside them, stand there as of that day."""
    page = read(got(f"{address}?day={BEFORE}"))
    assert f"Not there on {BEFORE}" in page
    assert f"On {BEFORE} this edition did not exist: first published {SINCE}; nothing older is held." in page
    assert "Nobody works below 15" not in page and "Download the code" not in page and "Text to paste" not in page
    there = read(got(f"{address}?day={SINCE}"))
    assert f"There on {SINCE}" in there and "Nobody works below 15" in there and "did not exist" not in there
    assert "Nobody works below 15" in read(got(address)) and "Not there on" not in read(got(address))


def test_what_a_clause_rests_on_is_told_as_of_the_day_and_what_is_not_held_is_not_known() -> None:
    """A convention by its year alone, a rule by its texts, a citation without a day by none."""
    page = read(got("/conduct/child_labor/?day=1985-01-01"))
    old = "1973, as cited; the day is not held yes there by its year; whom it bound by then is not told here"
    assert f"ILO Convention 138 (1973), articles 2 and 3 {old}" in page
    assert "ILO Convention 182 (1999) 1999, as cited; the day is not held no it did not exist: its year is 1999" in page
    assert "ILO Convention 182 (1999) 1999, as cited; the day is not held unknown the years alone do not tell" in read(
        got("/conduct/child_labor/?day=1999-06-01"))  # fmt: skip
    answer, why = rules.state(rules.found_rule("CL-02"), date(2026, 2, 20))
    assert f"{answer.value} {why}" in read(got("/conduct/child_labor/?day=2026-02-20"))
    assert "FAR 11.402(a) not known from which day unknown no day of it is held" in read(got("/conduct/excessive_hours/"))


def test_an_indicator_tells_from_which_day_its_lists_and_rules_are() -> None:
    """On a day before all of them it says that they did not exist, and shows nothing of itself; fields alone have no day."""
    page = read(got("/indicators/region_behind_the_country/?day=2020-01-01"))
    assert "Not there on 2020-01-01" in page and "it begins on 2022-06-17); nothing older is held." in page
    assert "Silent where" not in page and "Silent where" in read(got("/indicators/region_behind_the_country/?day=2023-01-01"))
    listed = read(got("/indicators/listed_good_matched/?day=2021-03-01"))
    assert "There on 2021-03-01" in listed and "edition 2020, published 2020-09-30" in listed
    before = read(got("/indicators/listed_good_matched/?day=1999-01-01"))
    assert "Not known on 1999-01-01" in before and "the list did not exist: first published 2009-09-10" in before
    alone = read(got("/indicators/decision_ahead/?day=2026-02-20"))
    assert "Not known on 2026-02-20" in alone and "no day of these is held" in alone
    assert "On 2023" not in read(got("/indicators/")) and "no release is dated yet" in read(got("/indicators/?day=2023-01-01"))


def test_whatever_an_indicator_rests_on_is_a_list_or_a_rule_and_lists_that_it_names_are_told() -> None:
    lists_of_goods, rows = {c.id for c in catalogue.cards()}, {r.row for r in catalogue.rules()}
    for indicator in catalogue.indicators():
        assert set(indicator.rests_on) <= lists_of_goods | rows, indicator.code
        assert set(indicator.rests_on) >= (lists_of_goods if "lists of goods" in indicator.source else set()), indicator.code


WRITTEN = {"/coverage/": "coverage.md", "/method/": "method/README.md", "/method/exposure/": "method/exposure.md",
           "/method/decision-0001-three-answers/": "decisions/0001-three-answers.md"}  # fmt: skip


@pytest.mark.parametrize("address", WRITTEN)
def test_a_written_page_is_told_by_the_days_of_its_text(address: str) -> None:
    """Before its first day it did not exist, before its last an earlier text stood; neither is held, so nothing is shown."""
    page = shipped.coverage() if address == "/coverage/" else shipped.pages()[WRITTEN[address]]
    assert page.days is not None
    first, last = page.days
    inside = re.sub(r"[`*|]", "", page.text.splitlines()[-1]).split("(")[0].strip("- ")[:40]
    early = read(got(f"{address}?day={first - timedelta(days=1)}"))
    assert f"this edition did not exist: first published {first}; nothing older is held." in early and inside not in early
    if first < last:
        amid = read(got(f"{address}?day={first}"))
        assert f"first published {first}, was changed up to {last}; nothing older is held." in amid and inside not in amid
    there = read(got(f"{address}?day={last}"))
    assert f"it was there on {last}" in there and inside in there
    assert f"First published {first}; this text stands since {last}." in read(got(address))


def test_a_page_that_is_made_of_what_runs_is_of_no_known_day() -> None:
    page = read(got("/method/files/?day=2020-01-01"))
    assert "Not known on 2020-01-01" in page and "Not known from which day: this page is made of what runs" in page


@pytest.mark.parametrize("address", ["/indicators/", "/indicators/listed_input/", "/conduct/", "/conduct/debt_bondage/",
                                     "/method/", "/method/exposure/", "/coverage/"])  # fmt: skip
def test_a_day_of_a_card_that_is_no_day_is_said_and_stays_in_its_field(address: str) -> None:
    page = got(f"{address}?day=soon", 400)
    assert "&quot;soon&quot; is no day" in page and 'value="soon"' in page and "card-state" not in page


# What is shipped


def test_the_days_of_shipped_pages_are_those_of_their_texts(tmp_path: Path) -> None:
    """Where this fails: python -m buyfair.web.cards.shipped docs."""
    told = shipped.copied(ROOT / "docs")
    held = tomllib.loads((ROOT / "src" / "buyfair" / "web" / "cards" / "pages" / shipped.DAYS).read_text("utf-8"))
    assert {name: of["sha256"] for name, of in held.items()} == {name: shipped.digest(text) for name, text in told.items()}
    assert all(of["first"] <= of["last"] for of in held.values())


def test_the_pages_that_are_shipped_are_those_of_the_docs() -> None:
    """Where this fails: python -m buyfair.web.cards.shipped docs."""
    here = ROOT / "src" / "buyfair" / "web" / "cards" / "pages"
    assert {p.name: p.read_text("utf-8") for p in here.glob("*.md")} == shipped.copied(ROOT / "docs")


def test_a_written_page_names_other_pages_by_their_titles_and_links_what_is_here() -> None:
    """A file name says nothing to a reader; what is not on this site is no link."""
    page = got("/method/")
    assert '<a href="/method/exposure/" class="usa-link">From lines to exposure</a>' in page
    assert '<a href="/rules/" class="usa-link">Rules</a>' in page and ".md" not in read(page)
    assert 'href="/method/lab/"' in got("/coverage/"), "docs/method/lab.md in code is a link too"
    for name in kind("method-page").titles:
        assert not re.search(r'href="[^"]*\.md', got(f"/method/{name}/")), name


def test_the_coverage_of_the_report_stands_on_its_page() -> None:
    """Each row of the table, with what was not read said so."""
    page = read(got("/coverage/"))
    for line in (ROOT / "docs" / "coverage.md").read_text("utf-8").splitlines():
        if line.startswith("| 20"):
            assert all(cell.strip().replace("`", "") in page for cell in line.strip("| ").split(" | "))


def test_the_code_of_conduct_is_downloaded_as_the_command_prints_it() -> None:
    """Plain text, to paste."""
    answer = Client().get("/conduct/code.txt")
    assert answer.headers["Content-Type"].startswith("text/plain") and "attachment" in answer.headers["Content-Disposition"]
    assert "A normal week has at most 48 hours." in answer.content.decode()
