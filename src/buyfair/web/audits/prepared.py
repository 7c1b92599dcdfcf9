"""What a check needs before its move: the text to read, its facts, and the result, made before anything is locked."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from buyfair.cards.audit_repair import repairs
from buyfair.cards.questions import WRITTEN, as_toml
from buyfair.terms.errors import InputRefusedError
from buyfair.web.audits.carried import FROM_PURCHASE, Carried, beneath, carried, read
from buyfair.web.audits.checking import FactsRefusedError, Found, reading
from buyfair.web.audits.flow import NO_PURCHASE, TYING
from buyfair.web.audits.joining import joined
from buyfair.web.casework import deeds, store
from buyfair.web.casework.moving import refusals_kept
from buyfair.web.casework.refused import DocumentRefusedError, MissingError
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import day_of
from buyfair.web.core.purchases import Purchase, package_today, purchase

if TYPE_CHECKING:
    from buyfair.web.audits.models import Check, ContractText

READ = ("pdf", "docx", "txt")
"""What a contract text may be, of what the engine takes."""
NO_MODIFICATION = "a document is missing: attach the contract text as it now stands, or the signed modification"
PAPERS = ("paper_contract", "paper_signed", "paper_modification")


@dataclass(frozen=True)
class Made:
    """A check that was made and waits for its move to be kept. `still` are gaps that its text cannot show to be closed.

    `purchase` is the number of the purchase that the move ties the text to, empty for none; None where it ties nothing.
    """

    name: str
    facts: str
    found: Found
    at: datetime
    still: list[dict[str, Any]] = field(default_factory=list)
    joined: tuple[str, bytes] | None = None
    purchase: str | None = None

    def file_with(self, text: ContractText, by: Actor) -> None:
        """Puts on the case what the check wrote itself, the text put together and the result: the ledger holds both."""
        if self.joined is not None:
            deeds.filed(text, by, "joined", _file(*self.joined), self.at)
        deeds.filed(text, by, "result", _file(f"check-{day_of(self.at)}.json", self.result.encode()), self.at)

    @property
    def left(self) -> list[dict[str, Any]]:
        """Every gap that is left."""
        return [*self.found.document["gaps"], *self.still]

    @property
    def result(self) -> str:
        """Letter for letter what `buyfair audit --json` prints."""
        return json.dumps(self.found.document, indent=1, ensure_ascii=False) + "\n"


_MADE: ContextVar[Made | None] = ContextVar("made", default=None)


def now_made() -> Made:
    """The check of the move that is being made."""
    found = _MADE.get()
    if found is None:
        raise MissingError({"result": "the check was not made: send the form again"})
    return found


@contextmanager
def made(text: ContractText, name: str, by: Actor, with_: Mapping[str, Any], at: datetime) -> Iterator[dict[str, Any]]:
    """Makes the check and hands over what its move is told; refused, nothing is written but the refusal."""
    with refusals_kept(text, name, by, at):
        told = dict(with_)
        _stored(told)
        check = _made(text, name, by, told, at)
    token = _MADE.set(check)
    try:
        yield told
    finally:
        _MADE.reset(token)


def _stored(told: dict[str, Any]) -> None:
    wrong: dict[str, str] = {}
    for name in PAPERS:
        if told.get(name) and not isinstance(told[name], store.Kept):
            try:
                told[name] = store.kept(told[name])
            except DocumentRefusedError as refused:
                wrong[name] = str(refused).rstrip(".")
        if isinstance(told.get(name), store.Kept) and told[name].suffix not in READ:
            wrong[name] = not_a_text(told[name].name)
    if wrong:
        raise MissingError(wrong)


def not_a_text(name: str) -> str:
    """What is said of a document that is no contract text."""
    return f"{name!r} is no text of a contract: expected PDF, DOCX or TXT; save it as one of them"


def was_given_up(of: Purchase) -> str:
    """What is said of a purchase that was given up, without its stop."""
    return f"The purchase {of.reference} was given up, so that no text is its contract: choose another"


def purchase_told(text: ContractText, by: Actor, told: Mapping[str, Any]) -> Purchase | None:
    """The purchase that a move ties the text to; None where it says that there is none. Raises: MissingError."""
    said = str(told.get("purchase") or "").strip()
    if not said:
        raise MissingError({"purchase": "Number of the planned purchase is missing: choose one, or write none"})
    if said.lower() == NO_PURCHASE:
        if not text.purchase:
            raise MissingError({"purchase": "This text is tied to no purchase: there is nothing to undo"})
        return None
    of = purchase(by, said)
    if of is None:
        raise MissingError({"purchase": f"There is no purchase {said[:30]!r} that you may see; expected is the number of "
                                        "one of your office: choose it from the list"})  # fmt: skip
    if of.organization != text.organization_id:
        raise MissingError({"purchase": f"The purchase {of.reference} is of another office than this text: choose one of the "
                                        "office that holds the text"})  # fmt: skip
    if of.given_up:
        raise MissingError({"purchase": was_given_up(of)})
    return of


def _made(text: ContractText, name: str, by: Actor, told: dict[str, Any], at: datetime) -> Made:
    of = purchase_told(text, by, told) if name in TYING else purchase(by, text.purchase)
    stays = _stays(text, "" if of is None else of.reference) if name in TYING else None
    if stays is not None:
        facts = _tied_with(stays, of, told)
    elif (again := _again(text, name, of, told)) is not None:
        told["facts_of"], facts = FROM_PURCHASE, _anew(again, of, str(told.get("facts") or ""))
    else:
        facts = _facts(text, str(told.get("facts") or ""))
    given = told.get("paper_contract")
    signed = told.get("paper_signed") if name == "modify" and not given else None
    if name == "modify" and not given and not signed:
        raise MissingError({"paper_contract": NO_MODIFICATION})
    read, paper = (given, "contract") if given else last_read(text)
    together = None
    try:
        with reading() as reader:
            if signed:
                together = joined(read, signed, reader)  # it is stored with its check, so that none is left of a refused one
            given_text = together or (read.name, _content(read))
            found = reader.check(*given_text, facts, day_of(at), _package(by, of))
    except FactsRefusedError as refused:
        raise MissingError({"facts": str(refused).rstrip(".")}) from None
    except InputRefusedError as refused:
        raise MissingError({"paper_signed" if signed else "paper_contract": str(refused).rstrip(".")}) from None
    still = standing(text.last if stays is None else stays.last, found.document, below=bool(signed) or paper == "joined")
    tied = None if name not in TYING else "" if of is None else of.reference
    return Made(given_text[0], facts, found, at, still, together, tied)


def standing(last: Check | None, document: Mapping[str, Any], *, below: bool) -> list[dict[str, Any]]:
    """Gaps of an earlier check that this one cannot show to be gone: a text that tells less closes none.

    Nor does a modification put `below` the text bring papers that are to come: only the file tells that they did.
    """
    if last is None:
        return []
    gaps, mended = last.every_gap, set()
    named, untold = ({entry["id"] for entry in document[name]} for name in ("gaps", "cannot_tell"))
    if below and not last.destroyed:
        drafted = repairs([{**last.document, "gaps": gaps}]).repairs
        mended = {change.gap_id for repair in drafted for change in repair.changes}
    return [g for g in gaps if g["id"] not in named and (g["id"] in untold or below and g["id"] not in mended)]


def _again(text: ContractText, name: str, of: Purchase | None, told: Mapping[str, Any]) -> Carried | None:
    """What stays beside the facts of the purchase, where a check takes them anew; None where it does not.

    That is what happens unless somebody writes other facts, or wants those of the last check, or of the text alone.
    """
    asked = str(told.get("facts_of") or "")
    if name == "check" or of is None or of.given_up or asked not in ("", FROM_PURCHASE):
        return None
    if not asked and str(told.get("facts") or "").strip():
        return None
    stays = _stays(text, of.reference)
    return None if stays.alone and not asked else stays


def _anew(stays: Carried, of: Purchase | None, typed: str) -> str:
    """The facts of the purchase as they are told now, beneath them those of the text, and over both what was typed."""
    drops = typed.strip().lower() == "none"
    try:
        under = Carried() if drops else stays
        facts = {**beneath(under, "" if of is None else of.facts), **({} if drops else read(typed))}
    except InputRefusedError as refused:
        raise MissingError({"facts": str(refused).rstrip(".")}) from None
    return as_toml(facts).removeprefix(WRITTEN)


def _package(by: Actor, of: Purchase | None) -> Mapping[str, Any] | None:
    """What the text is held against: the package that was kept, before the solicitation the one that would be kept today."""
    return None if of is None else of.package if of.package is not None else package_today(by, of)


def _stays(text: ContractText, purchase: str) -> Carried:
    try:
        return carried(text, purchase)
    except InputRefusedError as refused:
        raise MissingError({"facts": str(refused).rstrip(".")}) from None


def _tied_with(stays: Carried, of: Purchase | None, told: Mapping[str, Any]) -> str:
    """The facts that a text is tied with: those told of the text itself, beneath those of the purchase if they are taken."""
    try:
        facts = stays.facts if of is None or told.get("facts_of") == "text" else beneath(stays, of.facts)
    except InputRefusedError as refused:
        raise MissingError({"facts_of": str(refused).rstrip(".")}) from None
    return as_toml(facts).removeprefix(WRITTEN)


def _facts(text: ContractText, typed: str) -> str:
    """The facts of this check: those typed, those of the last check where nothing was, none where so wished."""
    if typed.strip().lower() == "none":
        return ""
    if typed.strip():
        return typed
    return text.last.facts if text.last is not None else text.facts_told


def last_read(text: ContractText) -> tuple[store.Kept, str]:
    """The text that was read last, or uploaded last where none was read yet, and what kind of document it is.

    Raises: MissingError where there is none.
    """
    lain = text.documents.filter(paper__in=("contract", "joined"), content__isnull=False).select_related("content")
    found = lain.order_by("-pk").first()
    if found is None:
        raise MissingError({"paper_contract": "a document is missing: contract text"})
    return store.Kept(found.content.sha256, found.content.size, found.content.suffix, found.name), found.paper


def _content(kept: store.Kept) -> bytes:
    content = store.content_of(kept.sha256)
    if content is None:
        raise MissingError({"paper_contract": f"{kept.name!r} is missing from the store: tell the administrator"})
    return content


def _file(name: str, content: bytes) -> store.Kept:
    file: Any = io.BytesIO(content)
    file.name = name
    return store.kept(file)
