"""The pages of contract texts: the queue, one text with its answer, its draft modification, the figures of an office."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify

from buyfair.cards.audit_repair import repairs
from buyfair.cards.audit_words import fact_in_words
from buyfair.contract_stage import UNSIGNED
from buyfair.terms.errors import InputRefusedError
from buyfair.web.audits import drafting, listing, repair_paper, tables
from buyfair.web.audits import figures as counting
from buyfair.web.audits.asking import answers_told, not_answered
from buyfair.web.audits.carried import FROM_PURCHASE, carried, taken
from buyfair.web.audits.drafting import DRAFTS, document_of, file_name
from buyfair.web.audits.export import WHAT
from buyfair.web.audits.finding import DraftOf
from buyfair.web.audits.flow import FACTS_OF, TYING
from buyfair.web.audits.models import GONE, Check, ContractText, key_of
from buyfair.web.audits.shown import against, told
from buyfair.web.audits.tying import offered
from buyfair.web.casework.page import Ahead, about
from buyfair.web.casework.refused import MissingError, RefusedError
from buyfair.web.core.actor import Actor
from buyfair.web.core.navigation import open_to
from buyfair.web.core.purchases import Purchase, purchase
from buyfair.web.core.roles import Role
from buyfair.web.core.sheets.formats import FORMATS
from buyfair.web.core.sheets.take import file_asked

A_PAGE = 50
JSON = "application/json"
RULES = "/rules/"
NO_MORE = f"What this check found was {GONE}: check the text again, with the text as it stands."
TIE = {"purchase": "tie-purchase", FACTS_OF.name: "facts-of"}
"""The boxes of the form that ties a text, by what they tell."""
BOX = "answer-"
"""What the name of each box of an answer begins with; the path of its fact follows."""


def texts(request: HttpRequest) -> HttpResponse:
    """The queue: what waits first."""
    actor = request.actor
    offices = listing.offices(actor)
    of = listing.asked(request.GET, offices)
    page = Paginator(listing.listed(actor, of), A_PAGE).get_page(request.GET.get("page"))
    waiting = {case.pk for case in ContractText.objects.waiting_for(actor).filter(pk__in=[row.pk for row in page])}
    return render(request, "audits/texts.html", {
        "page": page, "rows": [(row, row.pk in waiting) for row in page], "asked": of, "offices": offices,
        "states": listing.STATES.items(), "results": listing.RESULTS.items(), "exports": _exports(of.query),
        "any": bool(offices), "may_upload": Role.CONTRACTING_OFFICER in actor.roles,
        "waits": ContractText.objects.waiting_for(actor).count(),
    }, status=400 if of.wrong else 200)  # fmt: skip


def _exports(query: str) -> list[tuple[str, str, str, str]]:
    return [(words, what, form, query) for what, (words, _) in WHAT.items() for form in FORMATS]


def text(request: HttpRequest, found: ContractText) -> HttpResponseBase:
    """One contract text: the answer, the gaps, what cannot be told, the draft, where it stands; as a file one table of it."""
    form = file_asked(request)
    return shown(request, found) if form is None else tables.taken(request, found, form)


def shown(request: HttpRequest, found: ContractText, status: int = 200, typed: Mapping[str, str] | None = None,
          **more: Any) -> HttpResponse:  # fmt: skip
    """The page, with what was typed and refused where something was."""
    actor = request.actor
    context = about(found, actor)
    ahead = [row for row in context["ahead"] if row.move.name not in TYING and _of_use(found, row.move.name)]
    ahead = [_to_tell(row, found) for row in ahead]
    context["ahead"] = [row for row in ahead if row.move.name not in SELDOM]
    context["seldom"] = [row for row in ahead if row.move.name in SELDOM]
    of = purchase(actor, found.purchase)
    found_told, typed = told(found, of), typed or {}
    questions = found_told.get("questions", ())
    asked = {q["path"] for q in questions}
    by_name = getattr(more.get("refused"), "by_name", {})
    wrong = by_name if typed else {}
    tie_wrong = {name: says for name, says in by_name.items() if name in TIE} if more.get("tied_to") else {}
    return render(request, "audits/text.html", {
        **context, **found_told, "text": found, "purchase": of, "tying": offered(found, actor),
        "against": against(found_told.get("found", {}).get("package")) if of is not None else None,
        "taken": _taken(found, of), "award_key": key_of(found.number) if open_to(actor, "/awards/") else "",
        "may_answer": found.state in RECHECK and found.part_for(actor, RECHECK[found.state]) is not None,
        "draft_text": _draft_text(json.dumps(found_told["document"])) if found_told.get("draft") else "",
        "questions_typed": [({**q, "error": wrong.get(q["path"], "")}, typed.get(q["path"], "")) for q in questions],
        "wrong_fields": [
            *({"id": f"answer-{n}", "says": wrong[q["path"]]} for n, q in enumerate(questions, 1) if q["path"] in wrong),
            *({"id": TIE[name], "says": says} for name, says in tie_wrong.items()),
        ],
        "tie_wrong": tie_wrong, "tables": tables.offered(found_told),
        "typed_beside": [(path, said) for path, said in typed.items() if said and path not in asked],
        "rules_stand": open_to(actor, RULES), "drafts": [(form, words) for form, (words, _, _) in DRAFTS.items()], **more,
    }, status=status)  # fmt: skip


def _taken(found: ContractText, of: Purchase | None) -> dict[str, Any] | None:
    """With which facts of its purchase it was checked, and what the purchase tells otherwise since."""
    told_of = None if of is None or of.given_up else taken(found, of.facts)
    if told_of is None:
        return None
    words = {name: [fact_in_words(path) for path in getattr(told_of, name)] for name in ("changed", "own")}
    return {"day": told_of.day, "alone": told_of.alone, **words}


def _to_tell(row: Ahead, found: ContractText) -> Ahead:
    """A move whose form asks for the facts of a purchase only where the text is tied to one, and offers them anew."""
    if row.form is None:
        return row
    boxes = sorted((
        replace(box, value=box.value or FROM_PURCHASE) if box.name == FACTS_OF.name else box
        for box in row.form.boxes if box.name != FACTS_OF.name or found.purchase
    ), key=lambda box: row.move.name in RECHECK.values() and box.takes != "paper")  # fmt: skip
    return replace(row, form=replace(row.form, boxes=tuple(boxes)))


SELDOM = ("withdraw", "not_needed")
"""Moves that a page folds away with the file of the case."""
RECHECK = {"checked": "recheck", "needed": "recheck_needed", "sent": "recheck_sent", "modified": "recheck_modified"}
"""The move that checks again, by where a text stands."""


@lru_cache(64)
def _draft_text(document: str) -> str:
    """The sheet to sign as text; a result is never changed, and a page is opened often."""
    return repair_paper.plain(json.loads(document), sheets=("sign",))


def _of_use(found: ContractText, move: str) -> bool:
    """Without a gap there is nothing to modify; with one that no waiver covers, nothing to close."""
    if move == "need" and found.last is not None and not found.last.destroyed and found.last.document.get("stage") == UNSIGNED:
        return False  # what nobody signed yet is put right, and checked again
    return not (move == "need" and not found.lacks or move == "close" and found.not_waived)


def facts(request: HttpRequest, found: ContractText) -> HttpResponseBase:
    """Answers to what a check left open; the text is checked again with them at once."""
    actor = request.actor
    asked = found.last.asked if found.last is not None else []
    typed = {name.removeprefix(BOX): said.strip() for name, said in request.POST.items() if name.startswith(BOX)}
    given = {q["path"]: said for q in asked if (said := typed.get(q["path"], ""))}
    version, move = request.POST.get("version", ""), RECHECK.get(found.state, "recheck")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
    # Answers to a page that somebody else's check has replaced are not read: the move itself says why it is not made.
    fits = seen == found.version and found.part_for(actor, move) is not None
    try:
        found.move(move, actor, _answered(found, given, actor) if fits else {}, version=seen)
    except RefusedError as refused:
        found = ContractText.objects.get(pk=found.pk)
        return shown(request, found, refused.status, refused=refused, typed=typed)
    messages.success(request, "Checked again with what you told. Both results are kept.")
    return redirect(found.get_absolute_url())


def _answered(found: ContractText, given: dict[str, str], actor: Actor) -> dict[str, str]:
    """What the move is told: the facts with these answers; of a text that is tied, they stand over those of its purchase.

    Raises: MissingError, by the fact that each sentence is about.
    """
    if not given or found.last is None:
        said = "nothing was answered: answer at least one question, and leave open what you do not know"
        raise MissingError({"answers": said})
    if wrong := {path: says for path, said in given.items() if (says := not_answered(path, said))}:
        raise MissingError(wrong)
    of = purchase(actor, found.purchase)
    anew = of is not None and not of.given_up and not carried(found, of.reference).alone
    try:
        facts = answers_told("" if anew else found.last.facts, given)
    except InputRefusedError as refused:
        raise MissingError({"answers": str(refused).rstrip(".")}) from None
    return {"facts": facts, **({"facts_of": FROM_PURCHASE} if anew else {})}


def result(request: HttpRequest, check: Check) -> HttpResponse:
    """One result as JSON, letter for letter as `buyfair audit --json` prints it."""
    if check.destroyed:
        return render(request, "audits/no_file.html", {"wrong": (NO_MORE,), "text": check.text}, status=410)
    answer = HttpResponse(check.result, content_type=JSON)
    answer["Content-Disposition"] = f'attachment; filename="{check.text.reference}-check-{check.number}.json"'
    return answer


def draft(request: HttpRequest, asked: DraftOf) -> HttpResponse:
    """The draft modification as a file."""
    found = asked.text
    if asked.form not in DRAFTS or not found.lacks or found.last is None:
        said = f"There is no such form; expected is {' or '.join(DRAFTS)}: choose one on the page of the contract."
        if asked.form in DRAFTS:
            said = "The last check found nothing missing, so there is no modification to draft."
        return render(request, "audits/no_file.html", {"wrong": (said,), "text": found}, status=404)
    if found.last.destroyed:
        return render(request, "audits/no_file.html", {"wrong": (NO_MORE,), "text": found}, status=410)
    sheet = request.GET.get("sheet", drafting.SIGN)
    of = purchase(request.actor, found.purchase)
    empty = repairs([document_of(found, of)]).repairs[0]
    document = document_of(found, of, drafting.filled(request.GET, empty))
    there = {one["sheet"] for one in drafting.sheets_of(empty)}
    if sheet not in there:
        said = f"There is no such sheet of this draft; expected is {' or '.join(sorted(there))}: choose one on the page."
        return render(request, "audits/no_file.html", {"wrong": (said,), "text": found}, status=404)
    _, kind, write = DRAFTS[asked.form]
    answer = HttpResponse(write(document, sheets=(sheet,)), content_type=kind)
    name = file_name(sheet, document, slugify(found.number)[:80] or found.reference.lower())
    answer["Content-Disposition"] = f'attachment; filename="{name}.{asked.form}"'
    return answer


def figures(request: HttpRequest) -> HttpResponse:
    """What the texts of an office show together."""
    actor = request.actor
    offices = listing.offices(actor)
    of = listing.asked(request.GET, offices)
    told_of = counting.figures(actor, of.office)
    return render(request, "audits/figures.html", {
        **told_of, "offices": offices, "asked": of, "bars": counting.bars(told_of["trend"]),
        "rules_stand": open_to(actor, RULES),
        "exports": _exports(f"stands=all&office={of.office}" if of.office else "stands=all"),
        "may_upload": Role.CONTRACTING_OFFICER in actor.roles,
    }, status=400 if of.wrong else 200)  # fmt: skip
