"""What contract texts say beside an award: those whose number is the award's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from buyfair.cards.audit_beside import in_doubt
from buyfair.cards.dossier_on_file import Filed
from buyfair.cards.words import clean, listing, long_day, many
from buyfair.contract import asked
from buyfair.knowledge.package import CLAUSE, PROVISION, entries
from buyfair.spot.clause_places import STRUCK
from buyfair.web.audits.flow import SEES
from buyfair.web.audits.models import HEAVY, Check, ContractText, key_of
from buyfair.web.audits.shown import answer, in_order
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from buyfair.web.core.roles import Role

SHORTEST = 8
"""A number of a contract has more letters than the codes that stand beside it in the id of an award."""
MOST = 20
MENDED = {"needed": ", a modification is to be sent", "sent": ", the modification was sent and its answer is awaited"}
"""What becomes of a gap, by where its text stands."""
IN_ORDER = "in order, as far as it tells"
AGAINST_PACKAGE = "Check the contract text against this package"
OUTDATED, EXTRACT = "outdated", "unless the text is an extract"
"""A clause of other law that stands there is no thing that an extract left out."""


def keys(award_id: str) -> set[str]:
    """What could be the number of the contract in the id of an award, such as CONT_AWD_(number)_9700_-NONE-_-NONE-."""
    parts = [award_id, *award_id.split("_")[2:3]] if award_id.startswith("CONT_") else [award_id]
    return {key for part in parts if len(key := key_of(part)) >= SHORTEST}


def of_award(actor: Actor, award_id: str) -> Beside | None:
    """The texts of this contract that the actor may see, each with the answer of its last check."""
    if not actor.roles & {who.role for who in SEES}:
        return None
    found = ContractText.objects.seen_by(actor).filter(number_key__in=keys(award_id)).exclude(state="withdrawn")
    texts = list(found.select_related("last").defer(*HEAVY).order_by("-opened_at", "-pk")[:MOST])
    held = tuple(Held(f"{t.file_name} ({t.reference})", t.get_absolute_url(), t.stands.label, answer(t)) for t in texts)
    says = f"{many(len(held), 'text')} of this contract on file." if held else (
        "No text of this contract was checked: nobody can tell from here which clauses stand in it.")  # fmt: skip
    begin = ("Check the text of this contract", f"{reverse('audit_new')}?{urlencode({'award': award_id})}")
    may_begin = Role.CONTRACTING_OFFICER in actor.roles
    return Beside("Contract text", says, held, begin if may_begin else None, filed=tuple(_told(texts)))


def _told(texts: Sequence[ContractText]) -> Iterator[Filed]:
    """What the newest text that was checked shows of each duty, lacks of it, or does not let anybody tell."""
    newest = next((text for text in texts if text.last_id is not None), None)
    check = Check.objects.filter(pk=newest.last_id).first() if newest is not None else None
    if newest is None or check is None:
        return
    found: dict[str, list[str]] = {}
    for rule, says in _shown(check):
        found.setdefault(rule, []).append(says)
    whats: dict[str, list[str]] = {}
    for gap in check.every_gap:
        whats.setdefault(gap["id"], []).append(_named(gap))
    for rule, lacks in whats.items():
        found.setdefault(rule, []).append(listing(dict.fromkeys(lacks)) + MENDED.get(newest.state, ""))
    day = long_day(check.made_on.isoformat())
    for rule, parts in found.items():
        yield Filed(rule, f"Contract text {newest.reference}, checked {day}: {'; '.join(dict.fromkeys(parts))}.")


def _shown(check: Check) -> Iterator[tuple[str, str]]:
    """By rule, the clauses that stand in the text, what is in order, what nobody can tell, and what it lacks of other law."""
    if check.destroyed:
        return
    document = check.document
    standing = _standing(document)
    for rule, number in _clauses():
        if number in standing:
            yield rule, f"{'DFARS' if number.startswith('252.') else 'FAR'} {number} {standing[number]}"
    for one in in_order(document):
        yield one["id"], f"{IN_ORDER}: {clean(one['why']).rstrip('.')}"
    for one in document["cannot_tell"]:
        yield one["id"], f"it does not let anybody tell: {clean(one['why']).rstrip('.')}"
    for one in in_doubt(document):
        yield one["id"], f"whether {one['clause']} is due cannot be told: {clean(one['why']).rstrip('.')}"
    for one in document["beside"]:
        yield one["id"], _named(one) if one["what"] == OUTDATED else f"{_named(one)}, {EXTRACT}"


def _named(gap: Mapping[str, Any]) -> str:
    return f"{gap['what']} ({gap['clause']})" if gap["clause"] else str(gap["what"])


def _standing(document: Mapping[str, Any]) -> dict[str, str]:
    """By number, the date and the line of each clause that stands in the text; one that is struck further down does not."""
    struck = {one["number"]: one["line"] for one in document["spoken_of"] if one["how"] == STRUCK}
    return {one["number"]: f"({clean(one['date'] or 'no date printed')}) stands in it, line {one['line']}"
            for one in document["clauses"] if one["line"] >= struck.get(one["number"], 0)}  # fmt: skip


@cache
def _clauses() -> tuple[tuple[str, str], ...]:
    """Rules with the number of each clause or provision that they ask for; of an Alternate, the base clause tells nothing."""
    looked_for = ((a.rule, a.clause) for a in asked() if a.check == "clause")
    held = ((row, e.clause) for e in entries() if e.kind in (CLAUSE, PROVISION) and not e.alternate for row in e.rows)
    return tuple(dict.fromkeys((*looked_for, *held)))


def of_purchase(actor: Actor, reference: str) -> Beside | None:
    """The texts of the contract of a planned purchase that the actor may see, each with the answer of its last check."""
    if not actor.roles & {who.role for who in SEES}:
        return None
    found = ContractText.objects.seen_by(actor).filter(purchase=reference).exclude(state="withdrawn")
    texts = list(found.select_related("last").defer(*HEAVY).order_by("-opened_at", "-pk")[:MOST])
    held = tuple(Held(f"{t.file_name} ({t.reference})", t.get_absolute_url(), t.stands.label, answer(t)) for t in texts)
    says = f"{many(len(held), 'text')} of its contract was checked." if len(held) == 1 else (
        f"{len(held)} texts of its contract were checked." if held else "No text of its contract was checked yet.")  # fmt: skip
    begin = (AGAINST_PACKAGE, f"{reverse('audit_new')}?{urlencode({'purchase': reference})}")
    return Beside("Contract text", says, held, begin if Role.CONTRACTING_OFFICER in actor.roles else None)
