"""What the page of a contract text shows: the answer first, each gap with its fix and place, what cannot be told, the draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from buyfair.cards.audit import (
    DIFFERS,
    NOT_IN_PACKAGE,
    NOT_IN_TEXT,
    NOT_LEGAL_ADVICE,
    NOT_SHOWN,
    WHY_NOT_TOLD,
    about_package,
    package_answer,
)
from buyfair.cards.audit_beside import (
    DFARS,
    NOT_CHECKED,
    found_only,
    headline,
    in_doubt,
    may_go,
    not_checked,
    not_used_says,
    unjudged,
)
from buyfair.cards.audit_repair import repairs, with_editions
from buyfair.cards.audit_words import fact_in_words, facts_in_words
from buyfair.cards.repair import blanks
from buyfair.cards.words import clean, many
from buyfair.catalogue import fingerprint
from buyfair.contract import asked
from buyfair.contract_stage import UNSIGNED
from buyfair.web.audits.compared import changes
from buyfair.web.audits.drafting import document_of, sheets_of
from buyfair.web.audits.models import Check, ContractText
from buyfair.web.audits.to_change import after_signing, rows, to_fill_in
from buyfair.web.core.purchases import Purchase

BORNE_OUT = re.compile(r"^(?:the edition due$|a newer |a deviation, as )| stands in its place$|^the kept package of ")
"""Why a clause of other law is in order; earlier results have there also an edition that is old, or cannot be told."""

MOST_OPEN, FIRST_ASKED = 6, 3
"""So many things that cannot be told stand unfolded, and so many questions."""


def answer(text: ContractText, later: int = 0) -> str:
    """The answer in one sentence or two; of what cannot be told, `later` falls due only after the contract is signed."""
    if text.last is None:
        return text.trouble or "This text was not checked yet."
    unknown, lacks = text.last.unknown - later, headline(text.last.counts)
    open_ = f"{many(unknown, 'thing')} cannot be told until you know more"
    if said := f"{lacks[:1].upper()}{lacks[1:]}":
        return f"{said}; {open_}." if unknown else f"{said}."
    if unknown:
        return f"No gap was found, but {open_}. That does not count as in order."
    return "Nothing is missing, as far as the text tells."


def told(text: ContractText, of: Purchase | None = None) -> dict[str, Any]:
    """Everything of the last check, and how it differs from those before. `of` is the purchase that it is the contract of."""
    if text.last is None:
        return {"answer": answer(text)}
    checks = list(text.checks.order_by("number"))
    if text.last.destroyed:
        return {"answer": answer(text), "destroyed": True, "history": _history(checks)}
    whole = document_of(text, of)
    document, repair = with_editions(whole), draft(whole)
    head, lines = facts_in_words(document["facts"])
    doubtful, unlooked, alone = in_doubt(document), not_checked(document), found_only(document)
    gaps, later = [_gap(g) for g in document["gaps"]], after_signing(document)
    beside = [_gap(g) for g in document["beside"]]
    changed = rows({**document, "gaps": gaps, "beside": beside}, repair)
    return {
        "answer": answer(text, len(later)), "found": document, "document": whole,
        "old_law": text.last.knowledge != fingerprint(),
        "rows": changed, "after_signing": later, "first_beside": next((row.number for row in changed if row.beside), 0),
        "clauses": [{**c, "title": (c["title"] or "").removesuffix("()").strip()} for c in document["clauses"]],
        "cannot_tell": [_open(o) for o in document["cannot_tell"]], "questions": text.last.asked,
        "open_now": [_open(o) for o in document["cannot_tell"] if o["id"] not in later],
        "open_many": many_open if (many_open := len(document["cannot_tell"]) - len(later) + len(doubtful)) > MOST_OPEN else 0,
        "questions_more": len(text.last.asked) - FIRST_ASKED, "in_doubt_count": len(doubtful),
        "draft": repair, "kept": in_order(document),
        "in_doubt": [_doubt(o, document) for o in doubtful], "may_go": _not_used(may_go(document)),
        "not_checked": unlooked, "found_only": alone, "not_looked": len(unlooked) + len(alone),
        "about_not_checked": NOT_CHECKED, "unjudged": unjudged(document),
        "sheets": sheets_of(repair) if repair is not None else [],
        "blanks": to_fill_in(blanks(repair)) if repair is not None else [],
        "history": _history(checks), "about_gaps": NOT_LEGAL_ADVICE,
        "head": head, "lines_bought": lines, "read": _read(document), "unsigned": document.get("stage") == UNSIGNED,
    }  # fmt: skip


def _not_used(found: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], str, list[str]]]:
    """Clauses that the overhaul text does not use, each with why, and what would tell whether it applies."""
    return [(one, not_used_says(one), [fact_in_words(m) for m in one["missing"]]) for one in found]


def in_order(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a result shows to be in order, without editions of other law that are old or cannot be told."""
    return [one for one in document["kept"] if one["id"] not in _other_law() or BORNE_OUT.search(one["why"])]


@cache
def _other_law() -> frozenset[str]:
    """Rules beside those against trafficking, of which an audit looks for the clause alone."""
    return frozenset(a.rule for a in asked() if a.field != "trafficking")


def against(told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What differs from the package of its purchase, as tables; None where the check had none."""
    if told is None:
        return None
    tables = (
        ("package-lacks", NOT_IN_TEXT, ("Item of the package", "It is", "Why"),
         [(e["name"], e["means"], e["why"]) for e in told["not_in_text"]]),
        ("package-more", NOT_IN_PACKAGE, ("Clause", "Where", "Why"),
         [(f"{e['number']} {e['title']}", _where(e), e["why"]) for e in told["not_in_package"]]),
        ("package-differs", DIFFERS, ("Item", "What", "In the package", "In the text"),
         [(e["name"], e["what"], clean(e["package"]), clean(e["text"] or "not so")) for e in told["differs"]]),
        ("package-untold", NOT_SHOWN, ("Item of the package", "It is", "Why"),
         [(e["name"], e["means"], e["why"]) for e in told["cannot_tell"]]),
    )  # fmt: skip
    held = [{"id": id_, "caption": caption, "heads": heads, "rows": rows} for id_, caption, heads, rows in tables if rows]
    return {"answer": package_answer(told), "about": about_package(told), "tables": held,
            "as_of_today": bool(told.get("as_of_today"))}


def _where(entry: Mapping[str, Any]) -> str:
    return f"line {entry['line']}" if entry["page"] is None else f"page {entry['page']}, line {entry['line']}"


def _gap(gap: Mapping[str, Any]) -> dict[str, Any]:
    where = "" if gap["line"] is None else _where(gap)
    return {**gap, "where": where, "quote": clean(gap["quote"]) if gap["quote"] else "", "why": clean(gap["why"])}


def _open(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": entry["id"], "why": clean(entry["why"]),
            "needs": [clean(WHY_NOT_TOLD.get(m) or fact_in_words(m)) for m in entry["missing"]]}  # fmt: skip


def _doubt(entry: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    stands = any(one["number"] == entry["clause"] for one in document["clauses"])
    return {**entry, **_open(entry), "defense": entry["clause"].startswith(DFARS), "stands": stands}


def _read(document: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """What was read in the head of the text, in its words and with the line where it stands; results of before tell none."""
    return [(_read_as(e["fact"]), clean(e["words"]), e["line"]) for e in document.get("read", ())]


def _read_as(fact: str) -> str:
    return f"line {fact[4:]}" if re.fullmatch(r"line[0-9]+", fact) else fact_in_words(fact)


def draft(document: Mapping[str, Any]) -> Any:
    """The draft modification of a text that lacks something; None where there is none."""
    return next(iter(repairs([document]).repairs), None)


def _history(checks: list[Check]) -> list[dict[str, Any]]:
    """The checks, the last first, each with what differs from the one before."""
    rows = [
        {"check": check, "changes": changes(checks[n - 1], check) if n else []} for n, check in enumerate(checks)
    ]  # fmt: skip
    return rows[::-1]
