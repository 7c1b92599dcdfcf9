"""The package of a planned purchase: its items with what the officer decided, and the documents that a solicitation keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from buyfair.cards.package_file import drafts_docx, package_docx, package_pdf, package_text
from buyfair.cards.package_solicitation import solicitation_docx, solicitation_pdf, solicitation_text
from buyfair.cards.package_texts import NUMBER, number
from buyfair.cards.questions import as_toml
from buyfair.knowledge.package import DISCRETION, FACTOR, INSTRUCTION, KINDS, OFFERED, REQUIREMENT, STANDINGS
from buyfair.package import as_document, package_for
from buyfair.terms.errors import InputRefusedError
from buyfair.web.casework import store
from buyfair.web.casework.refused import MissingError
from buyfair.web.core.clock import today

if TYPE_CHECKING:
    from buyfair.web.acquisitions.models import Acquisition

Document = dict[str, Any]
PASTE, TEXTS_DOCX, TEXTS_PDF, DRAFTS = "paste", "texts_docx", "texts_pdf", "drafts"
"""What goes into the solicitation as text, Word and PDF; drafts of requests."""
KEPT = {"json": "package", "docx": "package_docx", "pdf": "package_pdf", TEXTS_DOCX: "texts_docx", TEXTS_PDF: "texts_pdf"}
"""Forms of the package that a solicitation keeps, each with the kind of its document."""
DRAWN: dict[str, Callable[[Mapping[str, Any], date], bytes]] = {
    PASTE: lambda told, _: solicitation_text(told).encode(), "txt": lambda told, day: package_text(told, day).encode(),
    "docx": package_docx, "pdf": package_pdf, TEXTS_DOCX: solicitation_docx, TEXTS_PDF: solicitation_pdf, DRAFTS: drafts_docx,
}  # fmt: skip
"""How each form is made of the package."""
GONE = (
    "The kept package cannot be read any more: its document is gone, or is not what was kept. Nothing is drawn in its place; "
    "restore it from the backup of the folder documents."
)
LEFT_OUT = "left out"
NAMED = "Why it goes on although a bar cannot be told yet"
GOES_ON: Document = {
    "id": "goes_on_with_unknown", "kind": "file note", "number": None, "title": NAMED, "name": NAMED,
    "edition": None, "alternate": None, "place": "contract file",
    "fill_ins": [], "lines": [], "rules": [], "serves": [], "because": [], "answer": "yes", "find_out": [], "cautions": [],
    "instead": None,
    "authority": {"standing": DISCRETION, "means": STANDINGS[DISCRETION], "says": "Written by the contracting officer.",
                  "cites": ["FAR 4.801(b)"], "mark": "recalled", "signed_by": None, "request": None},
}  # fmt: skip
"""The note that carries the officer's reason into the file."""
WHOLE = "solicitation"
"""Under this name stands, beside the blanks of the items, what is filled in of the whole solicitation: its number."""


class GoneError(InputRefusedError):
    """What was kept with the solicitation cannot be read any more."""


def kept(case: Acquisition, form: str) -> bytes:
    """What the solicitation kept of this form.

    Raises: GoneError where it cannot be read any more.
    """
    brought = case.documents.filter(paper=KEPT[form], content__isnull=False, event__move="solicit").last()
    content = None if brought is None else store.content_of(brought.content.sha256)
    if content is None or (form == "json" and digest(content) != case.package_hash):
        raise GoneError(GONE)
    return content


def holds(case: Acquisition, form: str) -> bool:
    """Whether the solicitation kept this form: one that was kept before the texts were papers of their own has none of them."""
    if not case.package_hash or form not in KEPT:
        return False
    return form not in (TEXTS_DOCX, TEXTS_PDF) or case.documents.filter(paper=KEPT[form], event__move="solicit").exists()


def document(case: Acquisition, day: date | None = None) -> Document:
    """The package with the officer's decisions; once solicited, the one that was kept.

    Raises: InputRefusedError where the facts are those of no package; GoneError where the kept one cannot be read.
    """
    if case.package_hash:
        held: Document = json.loads(kept(case, "json"))
        return held
    return decided(as_document(package_for(case.facts_told, day or today())), case)


def asks_everybody(told: Mapping[str, Any]) -> bool:
    """Whether a factor or a requirement of the code of conduct stands in the package: every offeror answers it."""
    return any(i["id"].startswith("code_") and i["kind"] in (FACTOR, INSTRUCTION, REQUIREMENT) for i in told["items"])


def to_note(case: Acquisition, told: Mapping[str, Any]) -> bool:
    """Whether it must still be noted to how many the package puts its questions: a told fact that it is fewer says so too."""
    return case.addressees is None and case.told.get("asks_ten_or_more") is not False and asks_everybody(told)


def own_words(case: Acquisition) -> dict[str, dict[str, str]]:
    """By item and blank what the facts themselves fill in, without the officer.

    Raises: InputRefusedError where the facts are those of no package.
    """
    told = as_document(package_for(case.facts_told, today()))
    return {i["id"]: {b["asks"]: b["filled"] for b in i["fill_ins"] if b["filled"]}
            for i in (*told["items"], *told["open"], *told["later"])}  # fmt: skip


def decided(whole: Mapping[str, Any], case: Acquisition) -> Document:
    """The package after the officer's decisions: what is left out stands apart with its reason, blanks are filled."""
    told = deepcopy(dict(whole))
    for item in (*told["items"], *told["open"], *told["later"], *told["apart"]):
        for blank in item["fill_ins"]:
            blank["filled"] = case.filled.get(item["id"], {}).get(blank["asks"]) or blank["filled"]
            if blank["in_title"] and blank["filled"]:
                _dated(item, blank["filled"])
    stays, out = [], []
    for item in told["items"]:
        choice = case.choices.get(item["id"]) if item["authority"]["standing"] == DISCRETION else None
        item["decision"] = choice
        if choice is not None and not choice["taken"]:
            item["authority"] = {**item["authority"], "standing": LEFT_OUT, "means": "left out by the contracting officer",
                                 "says": f"The reason: {choice['why']}"}  # fmt: skip
            out.append(item)
            continue
        if choice is not None:
            item["cautions"] = [*item["cautions"], f"Taken in by the contracting officer: {choice['why']}"]
        stays.append(item)
    apart = []
    for item in told["apart"]:
        choice = case.choices.get(item["id"]) if item["authority"]["standing"] == OFFERED else None
        if choice is None or not choice["taken"] or item["answer"] != "yes":
            apart.append(item)
            continue
        means = STANDINGS[DISCRETION] + item["authority"]["means"].removeprefix(STANDINGS[OFFERED])
        stays.append({**item, "decision": choice, "authority": {**item["authority"], "standing": DISCRETION, "means": means},
                      "cautions": [*item["cautions"], f"Taken in by the contracting officer: {choice['why']}"]})  # fmt: skip
    stays.sort(key=lambda item: KINDS.index(item["kind"]))
    if case.despite:
        stays.append({**GOES_ON, "text": case.despite, "decision": None})
    whole = {**told, "items": stays, "apart": [*out, *apart], "case": case.reference, "purchase": case.title,
             "office": case.organization.name}  # fmt: skip
    if said := case.filled.get(WHOLE, {}).get(NUMBER):
        whole["number"] = said
    return _numbered(whole)


def _numbered(told: Document) -> Document:
    """The number of the solicitation, told for one form, stands in every one that asks for it."""
    if said := number(told):
        for item in (*told["items"], *told["open"], *told["later"], *told["apart"]):
            for blank in item["fill_ins"]:
                if blank["asks"] == NUMBER:
                    blank["filled"] = blank["filled"] or said
    return told


def _dated(item: Document, day: str) -> None:
    """The date of the agency's deviation stands behind the title, as the officer wrote it."""
    printed = f"DEVIATION {day}"
    for words in ("name", "text"):
        item[words] = item[words].replace(item["edition"]["printed"], printed)
    item["edition"] = {**item["edition"], "printed": printed, "known": True, "dated": True, "own": False, "why": ""}


def known(case: Acquisition, names: Iterable[str], *, discretion: bool) -> list[Mapping[str, Any]]:
    """The items of these names; where `discretion`, such as the officer may take in or leave out.

    Raises: MissingError where one is none.
    """
    try:
        told = document(case)
    except InputRefusedError as refused:
        raise MissingError({"item": str(refused).rstrip(".")}) from None
    held = {i["id"]: i for i in (*told["apart"], *told["later"], *told["open"], *told["items"])
            if not discretion or i["authority"]["standing"] in (DISCRETION, LEFT_OUT, OFFERED)}  # fmt: skip
    wanted = list(names)
    for name in wanted:
        if name not in held:
            what = "an item that you may take in or leave out" if discretion else "an item of this package"
            raise MissingError({"item": f"“{name[:60]}” is not {what}: choose one on the page of the package"})
    return [held[name] for name in wanted]


def digest(content: bytes) -> str:
    """The SHA-256 of a document."""
    return hashlib.sha256(content).hexdigest()


def as_bytes(told: Mapping[str, Any]) -> bytes:
    """The package as one JSON file; the same package gives the same bytes."""
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()


@lru_cache(maxsize=8)
def drawn(told: bytes, form: str, day: date) -> bytes:
    """The package as one of its files.

    Raises: MachineError if the pages cannot be set.
    """
    return DRAWN[form](json.loads(told), day)


def papers(case: Acquisition) -> dict[str, tuple[str, bytes]]:
    """By kind the documents that a solicitation of today keeps: name and content."""
    told, day = as_bytes(document(case)), today()
    name, texts = f"{case.reference}-package", f"{case.reference}-solicitation"
    return {
        "package": (f"{name}.json", told), "package_docx": (f"{name}.docx", drawn(told, "docx", day)),
        "package_pdf": (f"{name}.pdf", drawn(told, "pdf", day)),
        "texts_docx": (f"{texts}.docx", drawn(told, TEXTS_DOCX, day)),
        "texts_pdf": (f"{texts}.pdf", drawn(told, TEXTS_PDF, day)),
        "facts": (f"{case.reference}-facts.txt", as_toml(case.facts_told).encode()),
    }  # fmt: skip
