"""What contract texts say beside an award: those whose number is the award's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.http import urlencode

from buyfair.cards.dossier_on_file import Filed
from buyfair.cards.words import listing, long_day, many
from buyfair.web.audits.flow import SEES
from buyfair.web.audits.models import HEAVY, ContractText, Gap, key_of
from buyfair.web.audits.shown import answer
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from buyfair.web.core.roles import Role

SHORTEST = 8
"""A number of a contract has more letters than the codes that stand beside it in the id of an award."""
MOST = 20


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
    lacks = tuple(_lacks(texts)) if texts else ()
    return Beside("Contract text", says, held, begin if Role.CONTRACTING_OFFICER in actor.roles else None, filed=lacks)


def _lacks(texts: Sequence[ContractText]) -> Iterator[Filed]:
    """What the newest text that was checked lacks of each duty; a gap is of the text, and papers may be elsewhere."""
    newest = next((text for text in texts if text.last is not None), None)
    if newest is None or newest.last is None:
        return
    found: dict[str, list[str]] = {}
    for gap in Gap.objects.filter(check_of=newest.last_id).order_by("pk"):
        found.setdefault(gap.rule, []).append(gap.what if not gap.clause else f"{gap.what} ({gap.clause})")
    day = long_day(newest.last.made_on.isoformat())
    for rule, whats in found.items():
        yield Filed(rule, f"Contract text {newest.reference}, checked {day}: {listing(dict.fromkeys(whats))}.")


def of_purchase(actor: Actor, reference: str) -> Beside | None:
    """The texts of the contract of a planned purchase that the actor may see, each with the answer of its last check."""
    if not actor.roles & {who.role for who in SEES}:
        return None
    found = ContractText.objects.seen_by(actor).filter(purchase=reference).exclude(state="withdrawn")
    texts = list(found.select_related("last").defer(*HEAVY).order_by("-opened_at", "-pk")[:MOST])
    held = tuple(Held(f"{t.file_name} ({t.reference})", t.get_absolute_url(), t.stands.label, answer(t)) for t in texts)
    says = f"{many(len(held), 'text')} of its contract was checked." if len(held) == 1 else (
        f"{len(held)} texts of its contract were checked." if held else "No text of its contract was checked yet.")  # fmt: skip
    begin = ("Check the text of the contract", f"{reverse('audit_new')}?{urlencode({'purchase': reference})}")
    return Beside("Contract text", says, held, begin if Role.CONTRACTING_OFFICER in actor.roles else None)
