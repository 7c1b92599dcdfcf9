"""What each move of a planned purchase asks beyond its table, and what it keeps."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from buyfair.cards.reasons import ids, listed
from buyfair.intake.facts_file import parse_facts
from buyfair.terms.answer import Answer
from buyfair.terms.errors import InputRefusedError
from buyfair.web.acquisitions import changes, frozen
from buyfair.web.acquisitions.addressees import FREE, in_all, others
from buyfair.web.acquisitions.binding import Binding, sorted_out
from buyfair.web.acquisitions.reading import as_written, checked, judged
from buyfair.web.casework import store
from buyfair.web.casework.refused import MissingError
from buyfair.web.core.clock import today

if TYPE_CHECKING:
    from buyfair.web.acquisitions.models import Acquisition

FIELD_OF = {"tell": "changes", "read": "paper_facts", "complete": "despite", "solicit": "day", "award": "day"}
"""Under which field of a move a refusal of the facts themselves is said."""
CONTROL_NUMBER = re.compile(r"[0-9]{4}-[0-9]{4}", re.ASCII)
YEARLY = "TIP-07"
NEEDED = (
    ("agency", "who buys"),
    ("sol_date", "the day on which the solicitation goes out"),
    ("lines", "what is bought"),
)
CURED = "change the purchase, or have signed what would lift it and tell that"


def unmet(case: Acquisition, move: str, told: Mapping[str, Any]) -> dict[str, str]:
    """By field what is missing.

    Raises: InputRefusedError, where the facts would be wrong.
    """
    if move == "tell":
        checked(changed(case, told["changes"]))
    if move == "complete":
        return _open_bars(case, told["despite"])
    if move in ("ask", "ask_complete"):
        return _asked_of_many(case, told["addressees"], told["control_number"] or "")
    if move == "fill":
        _blanks(told["blanks"])
    if move == "solicit":
        return _solicited(case, told["day"])
    if move == "award":
        return _award(case, told)
    return {}


def changed(case: Acquisition, text: str) -> changes.Told:
    """The facts of a case after the changes that an event holds."""
    told = changes.read(text)
    if any(path == changes.UNDO for path, _ in told):
        if not case.past:
            raise InputRefusedError("Nothing can be undone; expected a change before; go on with the questions.")
        return dict(case.past[-1])
    return changes.storable(changes.changed(case.told, told))


def _open_bars(case: Acquisition, despite: str | None) -> dict[str, str]:
    if missing := [words for key, words in NEEDED if changes.value_at(case.told, key) in (None, "?", [])]:
        return {
            "despite": f"Not told yet: {listed(missing)}; no rule can be chosen without: answer it on the page What binds"
        }
    found = sorted_out(judged(case.told))
    if found.bars:
        return {"despite": f"A bar stands: {found.bars[0].rule.title} ({ids(found.bars)}); {CURED}"}
    if found.open_bars and not despite:
        return {"despite": f"A bar cannot be told yet: {_named(found)}; answer that, or write why you go on without"}
    return {}


def _named(found: Binding) -> str:
    return "; ".join(
        f"{j.rule.title} ({j.rule.row}) turns on {listed(m.path for m in j.missing[:3])}" for j in found.open_bars
    )


def _solicited(case: Acquisition, day: date) -> dict[str, str]:
    if day != case.sol_date:
        return {"day": f"The facts say {case.sol_date} for the solicitation, and {day} was given; the day chooses the "
                       "texts of the law: change the fact first, and look at the package again"}  # fmt: skip
    if day > today():
        return {"day": f"{day} lies ahead: what is issued is marked on its day or later; come back then, or change the fact"}
    if frozen.to_note(case, frozen.document(case)):
        return {"day": "The code of conduct in this package asks every offeror, and nobody noted to how many it goes: note it "
                       "on the page Risk briefing; ten or more need an OMB control number (44 USC 3502(3), 3512)"}  # fmt: skip
    return {}


def _asked_of_many(case: Acquisition, addressees: int, number: str) -> dict[str, str]:
    if addressees < 0:
        return {"addressees": f"{addressees} was given; expected a number from 0 up: write how many"}
    if number and not CONTROL_NUMBER.fullmatch(number):
        return {"control_number": f"“{number[:30]}” is no control number; expected four digits, a hyphen, four digits, "
                                  "such as 1234-5678: copy it from the clearance"}  # fmt: skip
    if addressees > FREE and not number:
        return {"control_number": f"{addressees} addressees and no OMB control number: the same questions to ten or more "
                "persons outside the government are a collection of information that needs one, and nobody may be punished "
                "for not answering without it (44 USC 3502(3), 3512); ask nine at most, or get the number first"}  # fmt: skip
    if addressees and not number and addressees + (found := others(case)).number > FREE:
        return {"control_number": f"{in_all(found, addressees)} The same questions to ten or more persons within twelve months "
                "need an OMB control number, over all purchases together (44 USC 3502(3), 3512): get the number first, or ask "
                "fewer. Who was asked there already counts once: leave them out of the number here"}  # fmt: skip
    return {}


def _blanks(text: str) -> dict[str, dict[str, str]]:
    """What stands in the blanks, by item and blank."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    whole = isinstance(found, dict) and all(
        isinstance(held, dict) and all(isinstance(v, str) for v in held.values()) for held in found.values()
    )
    if not isinstance(found, dict) or not whole or "\\u0000" in text:
        raise InputRefusedError(
            "The blanks cannot be read; expected by item a text for each; fill them in on the page of the package."
        )
    return found


def _award(case: Acquisition, told: Mapping[str, Any]) -> dict[str, str]:
    day: date = told["day"]
    if case.solicited_on is not None and day < case.solicited_on:
        return {"day": f"The award of {day} would lie before the solicitation of {case.solicited_on}: check the day"}
    early = {name: f"{told[name]} lies before the award of {day}: check the day"
             for name in ("posting_day", "certificate_day") if told[name] is not None and told[name] < day}  # fmt: skip
    if early:
        return early
    found = judged({**case.told, "award_date": day.isoformat()})
    yearly = any(j.rule.row == YEARLY and j.answer is Answer.YES for j in found.judged)
    if yearly and told["certificate_day"] is None:
        return {"certificate_day": f"{YEARLY} binds, so that the contractor certifies every year, and no day was given; "
                f"expected the first one: {year_after(day)} by our reading, the anniversary of the award"}  # fmt: skip
    return {}


def year_after(day: date) -> date:
    """The anniversary; the last of February for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def kept(case: Acquisition, move: str, told: Mapping[str, Any]) -> None:
    """Writes what a move told into the columns of the case; the caller saves."""
    if move in _KEEP:
        _KEEP[move](case, told)


def _of_these_facts(case: Acquisition, before: Mapping[str, Mapping[str, str]]) -> None:
    """Drops what was said of other facts: the reason to go on, words in blanks that the facts now fill otherwise, and the
    number of addressees where the facts say something else."""
    case.despite = ""
    if case.filled:
        now = _own_words(case)
        case.filled = {item: {asks: words for asks, words in blanks.items()
                              if before.get(item, {}).get(asks) == now.get(item, {}).get(asks)}
                       for item, blanks in case.filled.items()}  # fmt: skip
    asks_many = case.told.get("asks_ten_or_more")
    together = asks_many is True and case.control_number  # ten or more over several purchases
    if case.addressees is not None and asks_many != (case.addressees > FREE) and not together:
        case.addressees, case.control_number = None, ""


def _own_words(case: Acquisition) -> Mapping[str, Mapping[str, str]]:
    """What the facts fill in; nothing where they are those of no package."""
    try:
        return frozen.own_words(case) if case.filled else {}
    except InputRefusedError:
        return {}


def _tell(case: Acquisition, told: Mapping[str, Any]) -> None:
    before = _own_words(case)
    if any(path == changes.UNDO for path, _ in changes.read(told["changes"])):
        case.told, case.past = case.past[-1], case.past[:-1]
    else:
        case.tell(changed(case, told["changes"]))
    _of_these_facts(case, before)


def _read(case: Acquisition, told: Mapping[str, Any]) -> None:
    before = _own_words(case)
    case.tell(facts_in(_latest(case, "facts")))
    _of_these_facts(case, before)


def facts_in(content: bytes) -> changes.Told:
    """The facts of an uploaded file, held against the law's words.

    Raises: MissingError, with the one sentence that says what is wrong.
    """
    try:
        facts = parse_facts(content, "the file")
        as_written(facts)
        return changes.storable(facts)
    except InputRefusedError as refused:
        raise MissingError({"paper_facts": str(refused).rstrip(".")}) from None


def _latest(case: Acquisition, paper: str) -> bytes:
    """The newest document of a kind on the case."""
    document = case.documents.filter(paper=paper, content__isnull=False).order_by("-pk").first()
    content = None if document is None else store.content_of(document.content.sha256)
    if content is None:
        raise MissingError({f"paper_{paper}": "the document cannot be read any more: send it again"})
    return content


def _complete(case: Acquisition, told: Mapping[str, Any]) -> None:
    """Keeps the reason with the bars that it was written of; where none is open, there is nothing to go on in spite of."""
    case.gone_on = sorted_out(judged(case.told)).turning_on
    case.despite = (told["despite"] or "") if case.gone_on else ""


def _choose(case: Acquisition, told: Mapping[str, Any]) -> None:
    frozen.known(case, [told["item"]], discretion=True)
    case.choices = {**case.choices, told["item"]: {"taken": told["taken"] == "in", "why": told["why"]}}


def _fill(case: Acquisition, told: Mapping[str, Any]) -> None:
    blanks_of, facts = _blanks(told["blanks"]), frozen.own_words(case)
    frozen.known(case, (name for name in blanks_of if name != frozen.WHOLE), discretion=False)
    filled = dict(case.filled)
    for name, blanks in blanks_of.items():
        filled[name] = {asks: words for asks, words in blanks.items() if words != facts.get(name, {}).get(asks)}
    case.filled = filled


def _ask(case: Acquisition, told: Mapping[str, Any]) -> None:
    case.addressees, case.control_number = told["addressees"], told["control_number"] or ""
    asks_many = case.addressees > FREE
    if case.addressees and case.control_number and not asks_many:
        asks_many = case.addressees + others(case).number > FREE
    case.tell({**case.told, "asks_ten_or_more": asks_many})


def _solicit(case: Acquisition, told: Mapping[str, Any]) -> None:
    """Keeps the package; whoever sent other documents than those that follow from the facts is refused."""
    whole = frozen.papers(case)
    for paper, (_, content) in whole.items():
        if _latest(case, paper) != content:
            raise MissingError({f"paper_{paper}": "this is not the document that follows from the facts as they stand: "
                                "issue the solicitation from the page of the package"})  # fmt: skip
    case.package_hash, case.solicited_on = frozen.digest(whole["package"][1]), told["day"]


def _award_kept(case: Acquisition, told: Mapping[str, Any]) -> None:
    case.award_id, case.supplier, case.awarded_on = told["award_id"], told["supplier"], told["day"]
    case.told = {**case.told, "award_date": told["day"].isoformat()}


_KEEP = {"tell": _tell, "read": _read, "complete": _complete, "choose": _choose, "fill": _fill, "ask": _ask,
         "ask_complete": _ask, "solicit": _solicit, "award": _award_kept}  # fmt: skip
