"""The dossier of an award as a page: the same figures as the command, open to buyers, told to nobody else."""

from __future__ import annotations

import html
import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import pyarrow as pa
import pyarrow.parquet as pq
import pypdfium2
import pytest
from click.testing import CliRunner
from django.test import Client
from people import Acting
from tiny_subject.models import Pledge
from tiny_subject.people import officer as officer_of_a_pledge

from buyfair.cards.dossier_file import ON_PAGE
from buyfair.cards.dossier_file_text import dossier_plain
from buyfair.cli import main
from buyfair.dossier import dossier
from buyfair.portfolio import assess
from buyfair.web.awards import links
from buyfair.web.awards.found import choice, data_hash
from buyfair.web.casework.clocks import actor_for
from buyfair.web.core.beside import beside, on_file
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import BUYERS, OVERSIGHT, Role
from buyfair.web.subjects import told_by_each
from test_dossier_file import chosen, lacks, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.alike]
QUERIES = 4
"""Session, account, memberships, and one to spare for the frame: a dossier asks the database for nothing of its own."""
PER_SUBJECT = 2
"""What each subject may ask to tell what it has on file, however many cases there are."""


@pytest.fixture
def officer(acting: Acting) -> Client:
    return acting(Role.CONTRACTING_OFFICER)


def first_of(folder: Path) -> str:
    return chosen(folder, 1)[0]


def words_of(page: bytes) -> str:
    """What is read on a page: its text without its marks."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page.decode()))


@pytest.mark.slow
def test_every_figure_and_sentence_of_a_dossier_stands_on_its_page(officer: Client, held: Path) -> None:
    for award_id in chosen(held, 8):
        answer = officer.get(links.link("award", award_id))
        assert answer.status_code == 200
        without_copy = re.sub(rb"<textarea.*?</textarea>", b"", answer.content, flags=re.S)
        assert lacks(dossier(held, award_id), words_of(without_copy)) == [], award_id


def test_the_page_and_its_copies_rest_on_the_document_of_the_command(officer: Client, held: Path) -> None:
    award_id = first_of(held)
    said = CliRunner().invoke(main, ["dossier", award_id, "--in", str(held), "--json"])
    document: dict[str, Any] = json.loads(said.output)
    assert document == json.loads(json.dumps(dossier(held, award_id)))
    by = actor_for(User.objects.get(memberships__role=Role.CONTRACTING_OFFICER))
    plain = dossier_plain(document, data_hash(held.resolve()), today(), on_file(beside(by, award_id)))
    assert officer.get(f"{links.link('award', award_id)}?as=txt").content.decode() == plain
    page = officer.get(links.link("award", award_id)).content.decode()
    box = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    assert box is not None
    assert html.unescape(box[1]).strip() == plain.strip()
    assert "readonly" in page[box.start() : box.start() + 200]


def test_the_answer_stands_first_and_the_parts_in_their_order(officer: Client, held: Path) -> None:
    page = officer.get(links.link("award", first_of(held))).content.decode()
    assert page.count("<h1") == 1
    places = [page.find(f'<section id="{name}"') for name in ON_PAGE]
    there = [p for p in places if p >= 0]
    assert there == sorted(there)
    assert len(there) >= 14
    supplier, about = page.index("Supplier:"), page.index("This is about the good and the place, not about this supplier.")
    assert about - supplier < 300, "the sentence stands beside the name of the firm"
    assert "How to read this page" in page


@pytest.mark.slow
@pytest.mark.parametrize("form", ["txt", "pdf", "docx"])
def test_a_copy_is_downloaded_and_is_the_same_twice(officer: Client, held: Path, form: str) -> None:
    address = links.copy(first_of(held), form)
    one, two = officer.get(address), officer.get(address)
    assert one.status_code == 200
    assert one.content == two.content
    assert re.fullmatch(rf'attachment; filename="dossier-[a-z0-9-]+-\d{{4}}-\d\d-\d\d\.{form}"', one["Content-Disposition"])


def test_a_copy_of_a_form_that_is_not_written_is_refused_in_a_sentence(officer: Client, held: Path) -> None:
    answer = officer.get(f"{links.link('award', first_of(held))}?as=exe")
    assert answer.status_code == 404
    assert "There is no copy of this form; expected txt, pdf or docx" in words_of(answer.content)


def test_a_piid_opens_the_dossier_too_in_any_case_of_letters(officer: Client, held: Path) -> None:
    row = next(r for r in pq.read_table(held / "awards.parquet").to_pylist() if r["piid"])
    for asked in (row["piid"], row["piid"].lower()):
        answer = officer.get(f"/awards/{asked}/")
        assert answer.status_code == 200
        assert row["award_id"] in answer.content.decode()
    assert officer.get("/awards/", {"id": row["piid"]}).status_code == 200


def test_an_award_that_is_not_there_is_refused_with_the_nearest_ids(officer: Client, held: Path) -> None:
    answer = officer.get("/awards/CONT_AWD_NOTHING/")
    assert answer.status_code == 404
    text = words_of(answer.content)
    assert '"CONT_AWD_NOTHING" is no award of this folder' in text
    meant = re.findall(r'href="(/awards/CONT_[^"]+)"', answer.content.decode())
    assert len(meant) == 3
    assert officer.get(html.unescape(meant[0])).status_code == 200


def test_without_a_portfolio_the_page_says_what_to_do_next(officer: Client, home_folder: Path) -> None:
    answer = officer.get("/awards/ANY/")
    assert answer.status_code == 404
    assert "No portfolio stands yet" in words_of(answer.content)
    assert officer.get("/awards/").status_code == 200


def test_nothing_asked_shows_how_to_find_an_award(officer: Client, held: Path) -> None:
    answer = officer.get("/awards/")
    assert answer.status_code == 200
    assert "Award id or number (PIID)" in words_of(answer.content)


# Who may


@pytest.mark.parametrize("role", sorted(Role))
def test_only_buyers_and_oversight_open_a_dossier(acting: Acting, held: Path, role: Role) -> None:
    for address in (links.link("award", first_of(held)), "/awards/", links.copy(first_of(held), "txt")):
        status = acting(role).get(address).status_code
        if role in BUYERS | OVERSIGHT:
            assert status == 200
        else:
            assert status == (302 if role == Role.PUBLIC else 403)


def test_a_dossier_takes_no_form(officer: Client, held: Path) -> None:
    assert officer.post(links.link("award", first_of(held))).status_code == 405


# Odd and hostile ids

HOSTILE = "<script>alert(1)</script>"
IDS = (
    "A/1", "A/B/C d", "100% sure", "%2F%2e", "ünïcødé-契約", "a?b=c&d#e", "..", "../admin", "A//B", "./x", "/lead", "trail/",
    f"X{HOSTILE}", "'; DROP TABLE awards; --", "{{ 7*7 }}", "\u202eevil", "A+B", "semi;colon", "back\\slash",
)  # fmt: skip
COLUMNS = ("award_id", "piid", "action_date", "dollars_obligated", "agency", "office", "supplier_name", "psc", "description",
           "origin_country", "modification", "place_of_manufacture")  # fmt: skip
SHIRTS = ("2024-05-01", "5.00", "City", "Desk", "Plain", "8405", "SHIRTS")

MANY_TALES = (
    ("2024-05-01", "CHN", "0", None), ("2024-06-02", "USA", "P1", None), ("2024-07-03", None, "P2", "G"),
    ("2024-08-04", None, "P3", None), ("2024-09-05", "VNM", "P4", "L"), ("2024-10-06", "USA", "P5", "C"),
)  # fmt: skip


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Awards whose ids hold every sign that means something in an address, and two that share a PIID."""
    folder = tmp_path_factory.mktemp("odd")
    rows = [[one, f"P{n}", "2024-05-01", "100.10", HOSTILE, HOSTILE, HOSTILE, "8405", HOSTILE, "BGD", HOSTILE,
             None] for n, one in enumerate(IDS)]  # fmt: skip
    rows += [[f"S-{n}", "SAME", *SHIRTS, "USA", "0", None] for n in (1, 2)]
    rows.append(["BACK", "TAKEN", "2024-05-01", "-5.00", "City", "Desk", None, "8405", "SHIRTS", "USA", "0", None])
    rows += [["TWO-TALES", "TALES", *SHIRTS, "CHN", mod, code] for mod, code in (("0", "D"), ("1", "G"))]
    rows.append(["ONE-TALE", "TALE", *SHIRTS, "CHN", "0", "G"])
    rows += [["MANY-TALES", "MANY", day, *SHIRTS[1:], origin, mod, code] for day, origin, mod, code in MANY_TALES]
    pq.write_table(pa.table({n: [row[i] for row in rows] for i, n in enumerate(COLUMNS)}), folder / "awards.parquet")
    assess([folder / "awards.parquet"], folder / "assessed", render=lambda summary: "")
    return folder / "assessed"


@pytest.fixture
def odd_held(home_folder: Path, odd: Path) -> Path:
    (home_folder / "snapshots").mkdir()
    (home_folder / "snapshots" / "current").symlink_to(odd)
    return odd


@pytest.mark.slow
@pytest.mark.parametrize("award_id", IDS)
def test_an_odd_id_opens_its_own_award_and_nothing_is_run(officer: Client, odd_held: Path, award_id: str) -> None:
    answer = officer.get(links.link("award", award_id))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert HOSTILE not in page
    assert f"P{IDS.index(award_id)}:" in page
    for form in ("txt", "pdf", "docx"):
        copied = officer.get(links.copy(award_id, form))
        assert copied.status_code == 200
        assert "\n" not in copied["Content-Disposition"]


def test_a_piid_of_several_awards_leads_to_a_choice(officer: Client, odd_held: Path) -> None:
    answer = officer.get("/awards/same/")
    assert answer.status_code == 300
    assert '"same" is the PIID of 2 awards' in words_of(answer.content)
    assert re.findall(r'href="(/awards/S-[^"]+)"', answer.content.decode()) == ["/awards/S-1/", "/awards/S-2/"]


def test_an_award_taken_back_and_without_a_supplier_has_its_page(officer: Client, odd_held: Path) -> None:
    text = words_of(officer.get("/awards/BACK/").content)
    assert "more was taken back than obligated" in text
    assert "a supplier that is not recorded" in text


def origins_told(officer: Client, award_id: str) -> list[str]:
    """What the page of an award, and then its copy as text, say of the origin."""
    page = officer.get(links.link("award", award_id)).content
    section = words_of(page.partition(b'id="origins"')[2].partition(b"</section>")[0])
    copy = officer.get(f"{links.link('award', award_id)}?as=txt").content.decode()
    part = copy.partition("ORIGINS AS RECORDED, AND WHAT CONTRADICTS THEM")[2].partition("NAMES THAT MET A LIST")[0]
    return [" ".join(told.split()) for told in (section, part)]


def test_an_award_that_contradicts_itself_of_the_origin_says_so_on_its_page_and_in_its_copy(
    officer: Client, odd_held: Path
) -> None:
    """One of two lines says made in the United States, of goods of China; an award of which both agree says that."""
    both = "lines of goods that record an origin and a place-of-manufacture code"
    tales = f"Of 2 {both}, 1 contradicts itself: one says made in the United States, one not."
    caution = "it tells that the origin was not looked at closely, not where the good was made."
    code = "Origin is FPDS element 9E, place of manufacture is element 9H."
    for told in origins_told(officer, "TWO-TALES"):
        assert tales in told and caution in told and code in told and "Origin China" in told
    for told in origins_told(officer, "ONE-TALE"):
        assert f"On the one {both.replace('lines', 'line').replace('record', 'records')} the two agree." in told
        assert "contradicts itself" not in told and code not in told
    for told in origins_told(officer, "S-1"):
        assert "a line of goods does not record both" in told and "contradicts itself" not in told and "agree." not in told


CHINA = "Modification 0, May 1, 2024: origin China; place of manufacture not recorded."
HOME = "Modification P1, June 2, 2024: origin United States; place of manufacture not recorded."
AGAIN = ("Modification P5, October 6, 2024: origin United States; place of manufacture C, says neither of a manufactured "
         "product.")  # fmt: skip
CODE = "Modification P2, July 3, 2024: origin not recorded; place of manufacture G, made outside the United States."
VIETNAM = "Modification P4, September 5, 2024: origin Vietnam; place of manufacture L, made outside the United States."
AGAINST = {
    "Modification 0, May 1, 2024": f"{HOME} {VIETNAM} {AGAIN}", "Modification P1, June 2, 2024": f"{CHINA} {CODE} {VIETNAM}",
    "Modification P2, July 3, 2024": f"{HOME} {AGAIN}", "Modification P4, September 5, 2024": f"{CHINA} {HOME} {AGAIN}",
    "Modification P5, October 6, 2024": f"{CHINA} {CODE} {VIETNAM}",
}  # fmt: skip
"""Of the award with many tales, each action that stands against another, and what says otherwise."""


def contradictions_told(officer: Client, award_id: str) -> dict[str, str]:
    """The table of contradictions as the Word copy has it: each action without its record, and what says otherwise."""
    copy = docx.Document(io.BytesIO(officer.get(links.copy(award_id, "docx")).content))
    table = next(t for t in copy.tables if t.rows[0].cells[-1].text == "What says otherwise")
    return {row.cells[0].text.split("\n")[0]: row.cells[2].text.replace("\n", " ") for row in table.rows[1:]}


def test_each_contradiction_of_origin_names_the_action_its_day_what_it_says_and_what_says_otherwise(
    officer: Client, odd_held: Path
) -> None:
    """What is not recorded contradicts nothing, a code that says neither is against nobody, and every form says the same."""
    assert contradictions_told(officer, "MANY-TALES") == AGAINST
    itself = "Itself: one of the two says made in the United States, the other not."
    assert contradictions_told(officer, "TWO-TALES")["Modification 0, May 1, 2024"].startswith(itself)
    sheets = pypdfium2.PdfDocument(officer.get(links.copy("MANY-TALES", "pdf")).content)
    printed = "\n".join(sheet.get_textpage().get_text_range() for sheet in sheets)
    for told in map(squeezed, (*origins_told(officer, "MANY-TALES"), printed)):
        assert all(squeezed(action) in told for action in AGAINST)
        assert all(squeezed(each) in told for each in (CHINA, HOME, AGAIN, CODE, VIETNAM))
        assert squeezed("Not recorded in either: 1 action on goods.") in told
    for told in origins_told(officer, "ONE-TALE"):
        assert "What says otherwise" not in told


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    ["/awards/%00/", "/awards/%FF%FE/", "/awards/" + "x" * 5000 + "/", "/awards/?id=%00", "/awards/?id=" + "%20" * 50,
     "/awards/a%0d%0aSet-Cookie:%20x=1/", "/awards/-/?as=", "/awards/?id[]=1&as=pdf"],
)  # fmt: skip
def test_a_hostile_address_is_answered_in_a_sentence(officer: Client, odd_held: Path, address: str) -> None:
    answer = officer.get(address)
    assert answer.status_code in (200, 300, 404)
    assert "<h1" in answer.content.decode()


def test_a_folder_of_another_version_is_refused_in_its_own_sentence(officer: Client, home_folder: Path, odd: Path) -> None:
    import shutil

    snapshot = home_folder / "snapshots" / "current"
    shutil.copytree(odd, snapshot)
    pq.write_table(pq.read_table(snapshot / "awards.parquet").drop_columns(["spoke"]), snapshot / "awards.parquet")
    answer = officer.get("/awards/S-1/")
    assert answer.status_code == 409
    assert "This dossier cannot be told" in words_of(answer.content)


# Leads


@pytest.mark.slow
def test_a_name_that_met_a_list_shows_both_strings_side_by_side(
    officer: Client, home_folder: Path, tmp_path: Path
) -> None:
    from test_award_leads import assessed

    out, _ = assessed(tmp_path / "leads")
    (home_folder / "snapshots").mkdir()
    (home_folder / "snapshots" / "current").symlink_to(out)
    page = officer.get("/awards/A1/").content
    document = dossier(out, "A1")
    assert lacks(document, words_of(page)) == []
    assert "Hetian Taida Apparel Co., Ltd" in words_of(page)
    main = page[page.index(b"<main") : page.index(b"</main>")]
    assert main.count(b"<button") == 0, "nothing is decided on this page"


# Links and cost


def test_every_duty_indicator_list_and_supplier_opens(officer: Client, held: Path) -> None:
    document = dossier(held, first_of(held))
    page = officer.get(links.link("award", document["award"]["award_id"])).content.decode()
    told = {html.unescape(to) for to in re.findall(r'href="([^"]+)"', page)}
    for answer in document["duties"]["answers"]:
        assert f"/rules/{answer['id']}/" in told
    for i in document["indicators"]:
        assert f"/indicators/{i['code']}/" in told
    for x in document["exposures"]:
        assert f"/lists/{x['list']}/" in told
    assert links.awards_with("supplier", document["award"]["uei"]) in told


def test_a_dossier_asks_the_database_for_the_account_only(
    officer: Client, held: Path, django_assert_max_num_queries: Any
) -> None:
    for address in (links.link("award", first_of(held)), links.copy(first_of(held), "txt"), "/awards/", "/awards/none/"):
        with django_assert_max_num_queries(QUERIES + PER_SUBJECT * len(told_by_each("beside"))):
            officer.get(address)


def test_a_page_without_its_data_is_small_and_runs_nothing(officer: Client, held: Path) -> None:
    answer = officer.get(links.link("award", first_of(held)))
    page = answer.content.decode()
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/static/core/site.js" defer>'], "the frame's, and no other"
    assert " style=" not in page
    assert not re.search(r" on[a-z]+=", page)
    assert len(officer.get("/awards/").content) < 20_000


def test_what_a_refusal_leaves_to_choose_from_is_read_from_its_own_sentence(odd: Path) -> None:
    from buyfair.terms.errors import InputRefusedError

    with pytest.raises(InputRefusedError) as several:
        dossier(odd, "SAME")
    assert choice(several.value).ids == ("S-1", "S-2")
    assert choice(several.value).status == 300
    with pytest.raises(InputRefusedError) as none:
        dossier(odd, "S-3")
    assert choice(none.value).status == 404
    assert set(choice(none.value).ids) >= {"S-1", "S-2"}


@pytest.mark.real
@pytest.mark.slow
def test_every_figure_and_sentence_of_real_awards_stands_on_their_pages(
    officer: Client, home_folder: Path, export_folder: Path
) -> None:
    folder = export_folder / "assessed"
    (home_folder / "snapshots").mkdir()
    (home_folder / "snapshots" / "current").symlink_to(folder)
    for award_id in chosen(folder, 25):
        answer = officer.get(links.link("award", award_id))
        without_copy = re.sub(rb"<textarea.*?</textarea>", b"", answer.content, flags=re.S)
        assert lacks(dossier(folder, award_id), words_of(without_copy)) == [], award_id


def test_what_a_subject_has_on_file_stands_beside_the_award_for_those_who_may_see_it(acting: Acting, held: Path) -> None:
    award_id = first_of(held)
    at_work = officer_of_a_pledge("Office A")
    Pledge.open(at_work, Organization.objects.get(name="Office A"), {"site": award_id})
    seen = [acting(role).get(links.link("award", award_id)).content.decode() for role in
            (Role.INSPECTOR_GENERAL, Role.REPRESENTATIVE)]  # fmt: skip
    assert [f"Fees to pay back at {award_id}" in page for page in seen] == [True, False]
    assert "On file and under way" in seen[0]
