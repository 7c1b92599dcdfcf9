"""A reform of one's own: typed into the form or brought as a file, the same answer; and no failed try loses a letter."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given as generated
from hypothesis import strategies as st
from lab_pages import content, shown, words_of

from buyfair import catalogue
from buyfair.intake.facts_file import REFORM, parse_facts
from buyfair.knowledge.reforms import text_of
from buyfair.reform.trying import given_text, tried
from buyfair.terms.errors import InputRefusedError
from buyfair.web.lab.form import from_file
from buyfair.web.lab.packed import LARGEST, LONGEST, packed, unpacked
from buyfair.web.lab.toml import toml

pytest_plugins = ["lab_pages"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.alike]
READY = [reform.name for reform in catalogue.reforms()]
HEAD = {"title": "A lower amount", "instrument": "far_case", "words": "Strike the amount.\nInsert another.",
        "source": "our own"}  # fmt: skip
PLAN = {**HEAD, "amount-rows": "1", "amount-1-name": "TIP_PLAN", "amount-1-value": "250000", "amount-1-from": ""}
DUTY = {**HEAD, "duty-rows": "1", "duty-1-id": "conduct", "duty-1-owed_by": "contractor", "duty-1-then": "Accept the code.",
        "duty-1-sectors": ["food", "apparel"], "duty-1-goods": "garments\ncotton", "duty-1-origins": "India; CHN",
        "duty-1-above": "$15,000", "duty-1-subcontracts": "yes", "duty-1-from": "2024-01-01"}  # fmt: skip
IGNORE = {**HEAD, "ignore-rows": "2", "ignore-1-rule": "TIP-04", "ignore-1-fact": "cots", "ignore-2-rule": "",
          "ignore-2-fact": ""}  # fmt: skip
PRICE = {**HEAD, "preference-rows": "1", "preference-1-percent": "5", "preference-1-for": "food\nelectronics"}
FEE = {**HEAD, "fee-rows": "1", "fee-1-basis_points": "10", "fee-1-for": "food", "fee-1-visit_cost": "1000 2000 4,000",
       "fee-1-source": "our own", "fee-1-mark": "inferred"}  # fmt: skip
FILES = {
    "plan": (PLAN, '[[amount]]\nname = "TIP_PLAN"\nvalue = 250000\n'),
    "duty": (DUTY, '[[duty]]\nid = "conduct"\nowed_by = "contractor"\nthen = "Accept the code."\n'
                   'sectors = ["food", "apparel"]\n'
                   'goods = ["garments", "cotton"]\norigins = ["India", "CHN"]\nabove = 15000\nsubcontracts = true\n'
                   "from = 2024-01-01\n"),
    "ignore": (IGNORE, '[[ignore]]\nrule = "TIP-04"\nfact = "cots"\n'),
    "preference": (PRICE, '[[preference]]\npercent = 5\nfor = ["food", "electronics"]\n'),
    "fee": (FEE, '[[fee]]\nbasis_points = 10\nfor = ["food"]\nvisit_cost = [1000, 2000, 4000]\nsource = "our own"\n'
                 'mark = "inferred"\n'),
}  # fmt: skip
TOP = 'title = "A lower amount"\ninstrument = "far_case"\nsource = "our own"\n'
TOP += 'words = """\nStrike the amount.\nInsert another."""\n'


def sent(typed: Mapping[str, Any], do: str = "try", **more: Any) -> Any:
    """What the form answers."""
    return Client().post("/lab/write/", {**typed, "do": do, **more})


def own(page: Any) -> str:
    """The address that a form leads to."""
    assert page.status_code == 302, words_of(page)
    assert page["Location"].startswith("/lab/own/?reform=")
    return str(page["Location"])


def test_a_form_and_a_file_that_say_the_same_are_answered_alike(lab: Path) -> None:
    """Every kind of change that the form has; the page's answer is the library's on the file."""
    for kind, (typed, text) in FILES.items():
        address = own(sent(typed))
        found = json.loads(content(shown(address.replace("/own/", "/own/answer.json"))))
        by_file = json.loads(json.dumps(tried(given_text("own", TOP + text), lab)))
        for each in (found, by_file):
            del each["manifest"]
        assert found == by_file, kind
        assert found["title"] in words_of(shown(address))


def test_a_file_is_tried_as_it_is_pasted_or_sent(lab: Path) -> None:
    """The text lives in the address to the letter, notes and all, and can be taken again."""
    text = "# a note of mine\n" + TOP + FILES["plan"][1]
    pasted = own(sent({"text": text}, "try-file"))
    uploaded = own(sent({"text": "ignored", "upload": SimpleUploadedFile("mine.toml", text.encode())}, "try-file"))
    assert pasted == uploaded
    assert content(Client().get(pasted.replace("/own/", "/own/reform.toml"))).decode() == text
    for file in ("manifest.json", "moved.csv", "brief.pdf"):
        assert shown(pasted.replace("/own/", f"/own/{file}")).status_code == 200


@pytest.mark.parametrize("name", READY)
def test_a_ready_reform_goes_through_the_form_and_stays_what_it_is(name: str) -> None:
    """Read into the fields and written again: the same reform, whatever the form has no field for."""
    again = from_file(text_of(name)).text()
    assert given_text(name, again).reform == given_text(name, text_of(name)).reform


def test_rows_come_and_go_without_script_and_nothing_is_lost() -> None:
    """A row more, a row less: all that was typed stays in its place."""
    page = sent({**PLAN, "duty-rows": "0"}, "add-amount")
    text = content(page).decode()
    assert page.status_code == 200 and 'name="amount-rows" value="2"' in text and 'value="250000"' in text
    two = {**PLAN, "amount-rows": "2", "amount-2-name": "MPT", "amount-2-value": "777"}
    text = content(sent(two, "drop-amount-1")).decode()
    assert 'name="amount-rows" value="1"' in text and 'value="777"' in text and 'value="250000"' not in text
    for _ in range(12):
        two["amount-rows"] = re.search(r'name="amount-rows" value="(\d+)"', content(sent(two, "add-amount")).decode())[1]  # type: ignore[index]
    assert two["amount-rows"] == "8", "a form has an end"


def test_the_form_gives_the_reform_as_a_file() -> None:
    """What the command takes."""
    page = sent(DUTY, "file")
    assert page["Content-Disposition"] == 'attachment; filename="own.toml"'
    assert given_text("own", content(page).decode()).reform == given_text("own", TOP + FILES["duty"][1]).reform


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("no title", {"title": ""}, "own: title is not told"),
    ("a title of blanks", {"title": "   "}, "own: title is not told"),
    ("no instrument", {"instrument": ""}, "own: instrument is not told"),
    ("an instrument that is none", {"instrument": "decree"}, 'own: instrument is "decree"'),
    ("no words", {"words": ""}, "own: words is not told"),
    ("no source", {"source": ""}, "own: source is not told"),
    ("nothing that changes", {"amount-rows": "0"}, "own changes nothing"),
    ("an empty row", {"amount-1-name": "", "amount-1-value": ""}, "own changes nothing"),
    ("an amount that is none", {"amount-1-name": "TIP_PLANS"}, "the nearest is TIP_PLAN"),
    ("an amount without a name", {"amount-1-name": ""}, "own: amount[1].name is not told"),
    ("an amount without a value", {"amount-1-value": ""}, "own: amount[1].value is not told"),
    ("a value below zero", {"amount-1-value": "-5"}, "the nearest is 5"),
    ("a value in words", {"amount-1-value": "a lot"}, 'own: amount[1].value is "a lot"'),
    ("a value beyond all money", {"amount-1-value": "9" * 19}, "the largest is"),
    ("a value with three decimals", {"amount-1-value": "1.005"}, "at most 2 decimals"),
    ("a value that is no number", {"amount-1-value": "nan"}, 'own: amount[1].value is "nan"'),
    ("a value with a power", {"amount-1-value": "1e400"}, 'own: amount[1].value is "1e400"'),
    ("digits of another script", {"amount-1-value": "٢٥٠"}, "own: amount[1].value is"),
    ("a day that is none", {"amount-1-from": "2027-02-30"}, "own: amount[1].from is"),
    ("a day in words", {"amount-1-from": "next spring"}, 'own: amount[1].from is "next spring"'),
    ("a day before the text read", {"amount-1-from": "1999-01-01"}, "a day on or after 2015-03-02"),
    ("the same amount twice", {"amount-rows": "2", "amount-2-name": "TIP_PLAN", "amount-2-value": "1"}, "is there twice"),
    ("a rule that is none", {"ignore-rows": "1", "ignore-1-rule": "TIP-99", "ignore-1-fact": "cots"}, "own: ignore[1].rule"),
    ("a fact that the rule never asks", {"ignore-rows": "1", "ignore-1-rule": "TIP-04", "ignore-1-fact": "origin"},
     "TIP-04 looks at"),
    ("a duty without a name", {"duty-rows": "1", "duty-1-then": "do it", "duty-1-owed_by": "contractor"},
     "own: duty[1].id is not told"),
    ("a duty with a name in capitals", {"duty-rows": "1", "duty-1-id": "My Duty", "duty-1-then": "x"}, "small letters"),
    ("a sector that is none", {**DUTY, "amount-rows": "0", "duty-1-sectors": ["toys"]}, 'names "toys"'),
    ("a good that is none", {**DUTY, "amount-rows": "0", "duty-1-goods": "garmints"}, "garment"),
    ("a country that is none", {**DUTY, "amount-rows": "0", "duty-1-origins": "Atlantis"}, 'names "Atlantis"'),
    ("a product code that is none", {**DUTY, "amount-rows": "0", "duty-1-psc": "65*, ????"}, 'names "????"'),
    ("main materials of nothing", {**DUTY, "amount-rows": "0", "duty-1-components": "yes"}, "own: duty[1].components"),
    ("more than all of the price", {"preference-rows": "1", "preference-1-percent": "101", "preference-1-for": "food"},
     "percent from 0 to 100"),
    ("visits out of order", {**FEE, "fee-1-visit_cost": "3 2 1"}, "put them in order"),
    ("other parts that are no TOML", {"rest": "summary = "}, "line 1 of the other parts"),
    ("other parts with an unknown key", {"rest": "sumary = 'x'"}, "the nearest is summary"),
    ("too long for an address", {"words": "".join(f"{n * 7919 % 99991:x} " for n in range(9000))},
     "since it lives in the address"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "sentence"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_no_reform_is_refused_in_one_sentence_and_nothing_is_lost(typed: dict[str, Any], sentence: str) -> None:
    """The sentence of the library beside the form; every letter that was typed is there again."""
    whole = {**PLAN, **typed}
    page = sent(whole)
    assert page.status_code == 422
    text = content(page).decode()
    said = re.findall(r'<p class="usa-alert__text lab-break">(.*?)</p>', text, re.S)
    assert len(said) == 1 and sentence in html.unescape(said[0]), said
    assert "Nothing that you typed is lost" in text
    for name, value in typed_ones(whole):
        assert kept(text, name, value), f"{name} lost {value!r}"


def typed_ones(whole: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every single thing typed into a row that is on the page."""
    every = [(name, value) for name, values in whole.items() if not name.endswith("-rows")
             for value in (values if isinstance(values, list) else [values])]  # fmt: skip
    return [(n, v) for n, v in every if "-" not in n or int(n.split("-")[1]) <= int(whole.get(f"{n.split('-')[0]}-rows", 0))]


def kept(text: str, name: str, value: str) -> bool:
    """Whether the field of this name holds it: as its value, its text, or what is chosen."""
    if not value:
        return True
    if (field := re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n(.*?)</textarea>', text, re.S)) is not None:
        return html.unescape(field[1]) == value
    if (field := re.search(rf'<select[^>]* name="{name}".*?</select>', text, re.S)) is not None:
        return html.unescape(re.search(r'value="([^"]*)" selected', field[0])[1]) == value  # type: ignore[index]
    boxes = re.findall(rf'<input[^>]* name="{name}" value="([^"]*)"[^>]*checked', text)
    one = re.search(rf'<input[^>]* type="text" name="{name}"[^>]* value="([^"]*)"', text)
    return value in map(html.unescape, boxes) if one is None else html.unescape(one[1]) == value


FILES_THAT_ARE_NONE = {
    "nothing": ({"text": ""}, "No file was chosen and nothing was pasted"),
    "no TOML": ({"text": "title: x"}, "is not TOML"),
    "binary": ({"upload": SimpleUploadedFile("a.toml", b"\xff\xfe\x00")}, "no UTF-8 text"),
    "too large": ({"upload": SimpleUploadedFile("a.toml", b"#" * (LARGEST + 1))}, "more than 48,000 bytes"),
    "deep": ({"text": "a = " + "[" * 2000 + "]" * 2000}, "reform file"),
    "a huge number": ({"text": "a = " + "9" * 5000}, "no reform file needs"),
    "another table": ({"text": "[[lines]]\na = 1"}, "is no key of a reform"),
}


@pytest.mark.parametrize("what", FILES_THAT_ARE_NONE)
@pytest.mark.parametrize("do", ["try-file", "read-file"])
def test_a_file_that_is_no_reform_is_refused_in_one_sentence(what: str, do: str) -> None:
    """What was typed into the form beside it stays, too."""
    typed, sentence = FILES_THAT_ARE_NONE[what]
    for file in (f for f in typed.values() if isinstance(f, SimpleUploadedFile)):
        file.seek(0)
    page = sent({**PLAN, **typed}, do)
    if do == "read-file" and what == "another table":
        assert page.status_code == 200 and "[[lines]]" in content(page).decode(), "kept as other parts"
        return
    said = re.findall(r'<p class="usa-alert__text lab-break">(.*?)</p>', content(page).decode(), re.S)
    assert page.status_code == 422 and len(said) == 1 and sentence in html.unescape(said[0]), said
    assert do == "read-file" or 'value="250000"' in content(page).decode()


HOSTILE = ["/lab/own/", "/lab/own/?reform=", "/lab/own/?reform=AAAA", f"/lab/own/?reform={'A' * 9000}",
           "/lab/own/?reform=%00%ff",
           "/lab/own/?reform=..%2f..%2fetc", "/lab/own/answer.json?reform=x", "/lab/own/brief.pdf", "/lab/own/reform.toml",
           "/lab/plan_from_250000/?against=%27%22%3E%3Cscript%3E", "/lab/plan_from_250000/?against=own",
           "/lab/plan_from_250000/?against=own&other=AAAA", f"/lab/plan_from_250000/?against={'x' * 5000}",
           "/lab/plan_from_250000/brief.pdf?against=plan", "/lab/write/?from=nothing", "/lab/write/?reform=zzz",
           "/lab/write/?from=%F0%9F%92%A9"]  # fmt: skip
NOT_THERE = ["/lab/nothing/", "/lab/..%2fasked/", "/lab/plan_from_250000.toml/", "/lab/%00/", "/lab/nothing/brief.pdf",
             "/lab/__init__/reform.toml", "/lab/plan_from_250000/district/x.pdf",
             "/lab/plan_from_250000/district/%F0%9F%92%A9.pdf",
             f"/lab/plan_from_250000/district/{'V' * 3000}.pdf"]  # fmt: skip


@pytest.mark.parametrize(("address", "status"), [*((a, 400) for a in HOSTILE), *((a, 404) for a in NOT_THERE)])
def test_odd_and_hostile_addresses_get_a_sentence_and_the_right_status(address: str, status: int, home_folder: Path) -> None:
    """Never a 500, and nothing of the address comes back as markup."""
    page = Client().get(address)
    assert page.status_code == status
    text = content(page).decode()
    assert "<h1" in text and "<script>" not in text and "Traceback" not in text


def test_an_unknown_group_or_a_twisted_query_changes_nothing(lab: Path) -> None:
    """What the page does not know it does not heed."""
    plain = content(shown("/lab/plan_from_550000/"))
    for query in ("?by=nothing", "?by=<b>", "?page=99999999999999999999", "?reform=AAAA"):
        assert content(shown(f"/lab/plan_from_550000/{query}")) == plain


def test_another_method_and_a_form_without_its_token_are_refused() -> None:
    """Only the form takes a POST, and only its own."""
    assert Client().post("/lab/plan_from_250000/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/lab/write/", {**PLAN, "do": "try"}).status_code == 403


# Laws


@generated(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_every_text_comes_out_of_an_address_as_it_went_in(text: str) -> None:
    """And an address has an end."""
    letters = packed(text)
    assert unpacked(letters) == text and len(letters) <= LONGEST


@generated(st.text(max_size=40) | st.binary(max_size=60).map(lambda b: b.hex()))
def test_letters_that_were_changed_are_refused_in_words(letters: str) -> None:
    """Whatever a stranger writes there: a sentence, or the text of somebody who knows how."""
    try:
        unpacked(letters)
    except InputRefusedError as wrong:
        assert "cut or changed" in str(wrong)


def test_a_small_address_cannot_be_made_to_fill_the_memory() -> None:
    """A text that presses well is held to its size unpressed, on the way in and on the way out."""
    import zlib
    from base64 import urlsafe_b64encode

    bomb = urlsafe_b64encode(zlib.compress(b"0" * 4_000_000, 9)).decode().rstrip("=")
    assert len(bomb) < LONGEST
    with pytest.raises(InputRefusedError):
        unpacked(bomb)
    with pytest.raises(InputRefusedError):
        packed("0" * (LARGEST + 1))


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.integers(0, 10**12) | st.booleans() | st.dates()


@generated(st.dictionaries(st.sampled_from(["title", "words", "source"]), VALUES | st.lists(VALUES, max_size=3)),
           st.lists(st.dictionaries(st.sampled_from(["name", "value", "from"]), VALUES, min_size=1), max_size=3))  # fmt: skip
def test_what_is_written_as_a_file_is_read_back_as_it_was_told(top: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Quotes, line ends and signs of every script."""
    read = parse_facts(toml({**top, "amount": rows}).encode(), "a", REFORM)
    assert {key: read.get(key) for key in top} == {key: by_lines(value) for key, value in top.items()}
    assert read.get("amount", []) == [{key: by_lines(value) for key, value in row.items()} for row in rows]


def by_lines(value: Any) -> Any:
    """Words of several lines end each with one sign."""
    return value.replace("\r\n", "\n") if isinstance(value, str) and "\n" in value else value
