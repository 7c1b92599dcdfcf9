"""The audit of a contract file in a terminal: what is missing and how to mend it, what cannot be told, what is in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Any

from buyfair.cards.audit_beside import (
    counts,
    in_doubt,
    may_go,
    not_checked,
    not_used_says,
    outdated,
    required,
    to_take_out,
)
from buyfair.cards.audit_words import cited, fact_in_words
from buyfair.cards.words import clean, many
from buyfair.contract_firms import called

NOT_LEGAL_ADVICE = (
    "A gap is a lead to check in the file, not a finding against anybody. Not legal advice: the text cited decides."
)
WHY_NOT_TOLD = {
    "clause list": "the clause list", "solicitation": "the provisions of the solicitation", "certificate": "the certificates",
    "plan": "the compliance plan", "posting": "proof of the posting", "flow_down": "the subcontracts and their clause lists",
    "surveillance": "the surveillance plan",
}  # fmt: skip
"""What a reader would have to see."""


def audit_text(found: Mapping[str, Any], width: int) -> str:
    """One audit, as the document of the audit tells it."""
    lines = _head(found, width)
    lines += _gaps("MISSING OR NOT AS IT SHOULD BE", found["gaps"], width)
    lines += _open(found["cannot_tell"], width)
    lines += _kept(found["kept"], width)
    lines += _beside(found, width)
    lines += _package(found.get("package"), width)
    lines += _footing(found, width)
    return "\n".join(lines) + "\n"


def overview(found: Sequence[Mapping[str, Any]], width: int) -> str:
    """One line for each contract, and how many lack what."""
    lines = [f"{len(found)} contracts read; {sum(bool(f['gaps']) for f in found)} with gaps.", ""]
    for f in found:
        gaps = ", ".join(f"{g['id']} {g['what']}" for g in f["gaps"]) or "no gap found"
        gaps += f"; {counts(f).more} beside the law against trafficking" if counts(f).more else ""
        unsure = f"; {len(f['cannot_tell'])} cannot be told" if f["cannot_tell"] else ""
        lines += _wrapped(f"{clean(f['contract'])}: {gaps}{unsure}", width)
    counted = Counter(f"{g['id']} {g['what']}" for f in found for g in f["gaps"])
    lines += [""] if counted else []
    lines += [f"{times} of {len(found)}: {what}" for what, times in counted.most_common()]
    return "\n".join(lines) + "\n"


def _head(found: Mapping[str, Any], width: int) -> list[str]:
    gaps, unsure, kept = len(found["gaps"]), len(found["cannot_tell"]), len(found["kept"])
    more = counts(found).more
    beside = f", {_count(more, 'thing')} beside the law against trafficking" if more else ""
    said = f"{_count(gaps, 'gap')}{beside}, {unsure} that cannot be told, {kept} in order."
    facts = found["facts"]
    told = [f"{name}: {_shown(key, facts[key])}" for key, name in _FACTS if facts.get(key) is not None]
    number = clean(found["contract"])
    lines = [f"{called(number).capitalize()} {number}", f"file {clean(found['file']['name'])}, read as of {found['day']}"]
    lines += _wrapped("; ".join(told) or "The file tells no facts in its header; name them with --facts.", width)
    return [*lines, "", said]


def _shown(key: str, told: Any) -> str:
    is_money = key in ("value", "possible_outside") and re.fullmatch(r"[\d.]+", str(told)) is not None
    return f"${Decimal(told):,.2f}" if is_money else clean(told)


_FACTS = (("agency", "agency"), ("sol_date", "solicitation"), ("award_date", "award"), ("value", "value"),
          ("possible_outside", "possible outside the US"), ("contractor", "contractor"))  # fmt: skip


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _gaps(title: str, gaps: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    lines = ["", title] if gaps else []
    for gap in gaps:
        lines += ["", *_wrapped(f"{gap['id']}  {gap['what']}  ({cited(gap['cites'])})", width)]
        lines += _wrapped(f"Why: {clean(gap['why'])}.", width, 2)
        if gap["quote"]:
            lines += _wrapped(f"{_place(gap)}: “{_short(clean(gap['quote']))}”", width, 2)
        lines += _wrapped(f"Fix: {gap['fix']}", width, 2)
    return lines


def _place(gap: Mapping[str, Any]) -> str:
    return f"Line {gap['line']}" if gap["page"] is None else f"Page {gap['page']}, line {gap['line']}"


def _short(text: str, most: int = 300) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _open(entries: Sequence[Mapping[str, Any]], width: int) -> list[str]:
    lines = ["", "CANNOT BE TOLD FROM THIS TEXT"] if entries else []
    for entry in entries:
        needs = "; ".join(WHY_NOT_TOLD.get(m) or fact_in_words(m) for m in entry["missing"])
        lines += _wrapped(f"{entry['id']}  {clean(entry['why'])}. To tell it: {clean(needs)}.", width, 2)
    return lines


def _kept(entries: Iterable[Mapping[str, Any]], width: int) -> list[str]:
    lines: list[str] = []
    for entry in entries:
        quote = f": “{_short(clean(entry['quote']), 120)}”" if entry["quote"] else ""
        lines += _wrapped(f"{entry['id']}  {clean(entry['why'])}{quote}", width, 2)
    return ["", "IN ORDER, AS FAR AS THE TEXT TELLS", *lines] if lines else []


def _beside(found: Mapping[str, Any], width: int) -> list[str]:
    gaps, due, doubtful = found["beside"], required(found), in_doubt(found)
    title = ("BESIDE THE LAW AGAINST TRAFFICKING: clauses that these facts ask for and the text does not show, or shows in an "
             "edition older than the one due, and what this text of the FAR does not use")  # fmt: skip
    going, perhaps = to_take_out(found), may_go(found)
    lines = ["", *_wrapped(title, width)] if gaps or due or doubtful or outdated(found) or going or perhaps else []
    for gap in gaps:
        lines += _wrapped(f"{gap['id']}  {gap['field']}: {gap['fix']}", width, 2)
    for each in due:
        lines += _wrapped(f"{clean(each['name'])}: its package requires it by law; {each['why']}.", width, 2)
    for each in outdated(found):
        said = f"{clean(each['name'])}: its package requires it by law; the text has {clean(each['text'])}."
        lines += _wrapped(said, width, 2)
    for one in going:
        lines += _wrapped(f"{one['number']}: take it out: {not_used_says(one)}", width, 2)
    for one in perhaps:
        needs = clean("; ".join(map(fact_in_words, one["missing"])))
        lines += _wrapped(f"{one['number']}: cannot be told: {not_used_says(one)} To tell it: {needs}.", width, 2)
    for one in doubtful:
        needs = f" To tell it: {clean('; '.join(map(fact_in_words, one['missing'])))}." if one["missing"] else ""
        lines += _wrapped(f"{one['id']}  {one['field']}, {one['clause']}: cannot be told: {one['why']}.{needs}", width, 2)
    unseen = not_checked(found)
    return [*lines, *(["", *_wrapped(f"NOT CHECKED HERE: {', '.join(unseen)}.", width)] if unseen else [])]


NOT_IN_TEXT, NOT_IN_PACKAGE = "In the package, not in the text", "In the text, not in the package"
DIFFERS, NOT_SHOWN = "In both, and not the same", "In the package; whether it stands so in the text cannot be told"
ABOUT_PACKAGE = (
    "The package is what was put together for the solicitation. What differs from it may be right, for a contract is agreed: "
    "the law's own answer stands above."
)


AS_OF_TODAY = (
    "No package is kept of the purchase before it is solicited: the text was held against the package as it would have been on "
    "{day}, which may still change."
)


def about_package(told: Mapping[str, Any]) -> str:
    """What the package is that a text was held against."""
    return AS_OF_TODAY.format(day=told["day"]) if told.get("as_of_today") else ABOUT_PACKAGE


def package_answer(told: Mapping[str, Any]) -> str:
    """What differs from a package, in one sentence."""
    more, lacks = len(told["not_in_package"]), len(told["not_in_text"])
    off = len({each["item"] for each in told["differs"]})
    return (
        f"Of {items_compared(told)} items of the package {len(told['same'])} stand in the text as they were, {lacks} do not "
        f"stand in it, {off} {'differs' if off == 1 else 'differ'}, and of {len(told['cannot_tell'])} it cannot be "
        f"told; {many(more, 'clause')} of this field {'stands' if more == 1 else 'stand'} in the text and not in the "
        "package."
    )


def items_compared(told: Mapping[str, Any]) -> int:
    """How many items of a package were looked for in the text."""
    differing = {each["item"] for each in told["differs"]}
    return len(told["same"]) + len(told["not_in_text"]) + len(differing) + len(told["cannot_tell"])


def differing(entry: Mapping[str, Any]) -> str:
    """One difference in a sentence."""
    text = f"in the text: {clean(entry['text'])}" if entry["text"] else "not so in the text"
    return f"{entry['what']}: in the package: {clean(entry['package'])}; {text}"


def _package(told: Mapping[str, Any] | None, width: int) -> list[str]:
    if told is None:
        return []
    lines = ["", "AGAINST THE PACKAGE OF ITS PURCHASE", *_wrapped(package_answer(told), width)]
    lines += _wrapped(about_package(told), width)
    parts = (
        (NOT_IN_TEXT, [f"{e['name']} ({e['means']}): {e['why']}" for e in told["not_in_text"]]),
        (NOT_IN_PACKAGE, [f"{e['number']} {e['title']}, line {e['line']}: {e['why']}" for e in told["not_in_package"]]),
        (DIFFERS, [f"{e['name']}; {differing(e)}" for e in told["differs"]]),
        (NOT_SHOWN, [f"{e['name']}: {e['why']}" for e in told["cannot_tell"]]),
    )
    for title, rows in parts:
        lines += [f"{title}:"] if rows else []
        lines += [line for row in rows for line in _wrapped(clean(row), width, 2)]
    return lines


def _footing(found: Mapping[str, Any], width: int) -> list[str]:
    lines = [line for note in found["notes"] for line in _wrapped(f"Note: {clean(note)}", width)]
    if not found["tells_what_it_holds"]:
        lines += _wrapped("The text does not say what the file holds (no FILE INDEX, no sentence about what was received), so "
                          "papers that it does not name are not called missing.", width)  # fmt: skip
    return ["", *lines, *_wrapped(NOT_LEGAL_ADVICE, width)]


def _wrapped(words: str, width: int, indent: int = 0) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2 if indent else 0)
    return wrap(words, max(width, 40), initial_indent=first, subsequent_indent=rest, break_long_words=False,
                break_on_hyphens=False)  # fmt: skip
