"""The pages of plans: the queue, a new one, one plan with its review, its letter, the review as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.cards.letter import letter_pdf, letter_plain, letter_word
from buyfair.cards.plan_review import MEANS_NOT, letter_text
from buyfair.cards.words import many
from buyfair.web import received
from buyfair.web.casework.forms import form_of
from buyfair.web.casework.needs import LONGEST
from buyfair.web.casework.page import about
from buyfair.web.casework.refused import RefusedError
from buyfair.web.casework.table import Answer
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.core.sheets.take import DOLLARS, file_asked, table
from buyfair.web.plans import findings, telling
from buyfair.web.plans.flow import FLOW
from buyfair.web.plans.models import GONE, Plan, PlanVersion

ANSWER_DAYS = 30
"""So many days the letter gives at first; the officer changes them."""
NOT_YET = 409
"""The status of an address that opens once the office answered: who asks may see the case, only not this of it now."""
TURNS = {"received": "office", "awaited": "supplier", "returned": "supplier"}
"""Whose turn it is in a state; in the others nobody's."""
ROW = "TIP-05"
"""The row of the rules that asks for a plan."""
COLUMNS = ("reference", "supplier", "contract", "award_id", "state", "adequate", "gaps", "next", "due", "office")
Write = Callable[[str, str, list[str], date], bytes]
FORMS: dict[str, tuple[str, str, Write]] = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", letter_word),
    "pdf": ("PDF", "application/pdf", letter_pdf),
    "txt": ("Plain text", "text/plain; charset=utf-8", letter_plain),
}


def find(actor: Actor, **keys: Any) -> Plan | None:
    """The plan of the number `reference`, if this actor may see it."""
    found: Plan | None = Plan.objects.find(actor, keys["reference"])
    return found


def plans(request: HttpRequest) -> HttpResponseBase:
    """The queue: what waits for me first, then by the next day that is due."""
    of = received.filters(request.GET, [s.name for s in FLOW.states])
    day = today()
    rows = received.queue(Plan.objects.all(), request.actor, of, TURNS, day)
    if (form := file_asked(request)) and not of.wrong:
        return table(_rows(rows, request.actor), COLUMNS, form, "plans")
    page = received.page_of(rows, request.GET.get("page"))
    told = {
        "page": page, "of": of, "states": FLOW.states, "dues": received.DUE.items(),
        "rows": [(row, received.standing(row.next_due, day), _in_short(row, request.actor)) for row in page],
        "mine": rows.filter(mine=0).count(), "any": Plan.objects.seen_by(request.actor).exists(),
        "may_begin": received.offices(request.actor).exists(), "may_look": bool(request.actor.roles & (BUYERS | OVERSIGHT)),
    }  # fmt: skip
    return render(request, "plans/plans.html", told, status=400 if of.wrong else 200)


def _may_hear(row: Plan, actor: Actor) -> bool:
    """Whether the list tells this actor what the last review found."""
    return row.on_file and (row.read_by(actor) or row.state in ("returned", "accepted"))


def _in_short(row: Plan, actor: Actor) -> str:
    """What the last review found, in a few words."""
    if not row.verdict:
        return "nothing came in yet"
    if not row.on_file:
        return "awaited again"
    if not _may_hear(row, actor):
        return "the office did not answer yet"
    found = {"no": many(row.gaps or 0, "gap"), "unknown": "no gap found; not everything can be told"}
    return found.get(row.verdict, "no gap found")


def _rows(rows: Any, actor: Actor) -> Iterator[dict[str, Any]]:
    for row in rows.iterator(chunk_size=500):
        verdict, gaps = (row.verdict, row.gaps) if _may_hear(row, actor) else ("", None)
        yield dict(zip(COLUMNS, (
            row.reference, row.supplier, row.contract, row.award_id, row.stands.label, verdict, gaps, row.next_what,
            row.next_due, row.organization.name,
        ), strict=True))  # fmt: skip


def new(request: HttpRequest) -> HttpResponseBase:
    """Asks for a plan, or makes room for one that came in."""
    form = received.begun(request, ("send_by",))
    refused: RefusedError | None = None
    if request.method == "POST":
        received.checked(form)
        send_by = form.typed["send_by"]
        if send_by and received.day(send_by) is None:
            form.errors["send_by"] = f"{send_by[:40]!r} was given; expected a day such as 2026-03-31, or nothing"
        if not form.errors:
            try:
                case = received.opened(Plan, request.actor, form, {}, {"send_by": send_by} if send_by else None)
                return redirect(case.get_absolute_url())
            except RefusedError as said:
                refused = said
                form.errors |= getattr(said, "by_name", {})
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "plans/new.html", {"form": form, "refused": refused}, status=status)


def plan(request: HttpRequest, plan: Plan) -> HttpResponseBase:
    """One plan: what its review found first, then what can be done; as a file one table of a review."""
    form = file_asked(request)
    return _page(request, plan) if form is None else _table(request, plan, form)


def _table(request: HttpRequest, plan: Plan, form: str) -> HttpResponseBase:
    """The findings of a version, or its answers part by part, to whoever may read its review."""
    version = _chosen(request, list(plan.versions.select_related("document__event")))
    if version is None:
        return _no_such(request, plan)
    if (kept := _kept_back(request, plan, version)) is not None:
        return kept
    what = request.GET.get("table", "gaps")
    if what not in findings.TABLES:
        return render(request, "plans/no_version.html", {"plan": plan, "no_table": tuple(findings.TABLES)}, status=404)
    return findings.taken(plan, version, what, form)


def let_in(request: HttpRequest, plan: Plan) -> HttpResponseBase:
    """Lets the supplier's own organization into the case."""
    try:
        messages.success(request, received.let_in(request, plan))
    except RefusedError as refused:
        return _page(request, plan, refused)
    return redirect(plan.get_absolute_url())


def missing(request: HttpRequest) -> HttpResponseBase:
    """Awards of which the law asks a plan while none was asked for here."""
    seen = Plan.objects.seen_by(request.actor).open().exclude(award_id="")
    there = list(seen.values_list("award_id", flat=True).distinct())
    form = file_asked(request)
    found = received.lacking(ROW, there, request.GET.get("page", ""), whole=form is not None)
    if form and found.count is not None:
        return table(found.rows, received.OWING, form, "plans-missing", kinds=DOLLARS)
    told = {"found": found, "rule": ROW, "may_begin": received.offices(request.actor).exists()}
    return render(request, "plans/missing.html", told)


def _page(request: HttpRequest, plan: Plan, refused: RefusedError | None = None) -> HttpResponse:
    versions = list(plan.versions.select_related("document", "document__content", "document__event"))
    shown = _chosen(request, versions)
    if shown is None and versions:
        return _no_such(request, plan)
    told = about(plan, request.actor)
    told["ahead"] = [_filled(row, plan, versions) for row in told["ahead"]]
    hidden = shown is not None and (shown.destroyed or _hidden(shown, request.actor))
    return render(request, "plans/plan.html", {
        "plan": plan, "versions": versions, "shown": shown, "hidden": hidden, "gone": GONE,
        "dossier": received.dossier(plan.award_id, request.actor),
        "may_read_letter": shown is not None and bool(shown.letter or _may_return(plan, shown, request.actor)),
        **(_of_version(shown, versions, request.actor) if shown is not None and not hidden else {}), **told,
        "refused": refused,
        "may_let_in": plan.part_for(request.actor, "invite") is not None, "firms": received.firms(),
        "typed_firm": request.POST.get("firm", ""),
    }, status=refused.status if refused is not None else 200)  # fmt: skip


def _chosen(request: HttpRequest, versions: list[PlanVersion]) -> PlanVersion | None:
    """The version that the address asks for, else the last; None where there is no such version, or none at all."""
    asked = request.GET.get("version", str(len(versions)))
    return next((v for v in versions if str(v.number) == asked), None)


def _hidden(version: PlanVersion, actor: Actor) -> bool:
    """Whether its review is kept from a supplier that was let in: no person of the office answered it yet."""
    return not version.plan.read_by(actor) and not version.answered


def _of_version(shown: PlanVersion, versions: list[PlanVersion], actor: Actor) -> dict[str, Any]:
    review = shown.document_of_review
    before = next(
        (v for v in reversed(versions) if v.number < shown.number and not v.destroyed and not _hidden(v, actor)), None
    )
    return {
        "verdict": telling.verdict(review), "review": review, "parts": telling.parts(review), "gaps": telling.gaps(review),
        "heads": telling.HEADS, "untold": telling.untold(review), "work_facts": telling.told_of_the_work(review, shown.told),
        "work_document": telling.work_document(review), "frames": telling.second_reading(review), "means_not": MEANS_NOT,
        "before": before, "mended": telling.mended(before.document_of_review, review) if before is not None else None,
        "told_anew": before is not None and before.told != shown.told,
    }  # fmt: skip


def _filled(row: Any, plan: Plan, versions: list[PlanVersion]) -> Any:
    """The form of a move with what the office would type anyway; each can be changed."""
    if row.form is None:
        return row
    day = today()
    told = {
        "send": {"received_on": day.isoformat()},
        "receive": {"received_on": day.isoformat()} | plan.told,
        "ask": {"send_by": (day + timedelta(days=ANSWER_DAYS)).isoformat()},
    }
    if versions:
        told["hand_back"] = {
            "letter": drafted(versions[-1]),
            "answer_by": (day + timedelta(days=ANSWER_DAYS)).isoformat(),
        }
    return replace(row, form=form_of(FLOW, row.move, plan.version, told.get(row.move.name, {})))


def drafted(version: PlanVersion) -> str:
    """The letter as the findings make it, or as it went out."""
    return str(version.letter) or (GONE if version.destroyed else letter_text(version.document_of_review))


def letter(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The letter: to read, to change, and to take on paper; the form of the move that returns the plan with it."""
    version = _chosen(request, list(plan.versions.select_related("document__event")))
    if version is None:
        return _no_such(request, plan)
    if not (version.letter or _may_return(plan, version, request.actor)):
        return render(request, "plans/no_version.html", {"plan": plan, "no_letter": True}, status=NOT_YET)
    typed = request.POST.get("letter", "").replace("\r\n", "\n")
    text = drafted(version) if version.letter else typed or drafted(version)
    form = request.POST.get("as") or request.GET.get("as", "")
    too_long = len(text) > LONGEST[Answer.LONG]
    if form in FORMS and not too_long:
        return _taken(plan, version, text, form)
    day = today()
    return render(request, "plans/letter.html", {
        "plan": plan, "version": version, "letter": text, "forms": [(form, name) for form, (name, _, _) in FORMS.items()],
        "may_return": _may_return(plan, version, request.actor), "sent": bool(version.letter), "sent_on": version.sent_on,
        "answer_by": (day + timedelta(days=ANSWER_DAYS)).isoformat(), "too_long": too_long, "letters": len(text),
    }, status=422 if too_long else 200)  # fmt: skip


def _may_return(plan: Plan, version: PlanVersion, actor: Actor) -> bool:
    """Whether this version may be returned now: it is the last one, and by whom."""
    return plan.part_for(actor, "hand_back") is not None and version.number == plan.versions.count()


def _taken(plan: Plan, version: PlanVersion, text: str, form: str) -> HttpResponse:
    """The letter on paper: as it went out, on its day; before that with the words as they stand in the box."""
    _, kind, write = FORMS[form]
    day, review = version.sent_on or today(), {} if version.destroyed else version.document_of_review
    foot = [f"{plan.reference}, version {version.number} of the plan, received on {version.received_on}."]
    if review:
        foot = [
            f"{foot[0].rstrip('.')}; read on {review['day']}.",
            f"Knowledge {review['knowledge']}. SHA-256 of the plan {review['sha256']}.",
        ]
    answer = HttpResponse(write("Findings on the compliance plan", text, foot, day), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="letter-{plan.reference.lower()}-{day.isoformat()}.{form}"'
    return answer


def review(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The review of a version as data: what `buyfair review-plan --json` prints of the same file, facts and day."""
    version = _chosen(request, list(plan.versions.select_related("document__event")))
    if version is None:
        return _no_such(request, plan)
    if (kept := _kept_back(request, plan, version)) is not None:
        return kept
    answer = HttpResponse(version.review + "\n", content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="review-{plan.reference.lower()}-{version.number}.json"'
    return answer


def _kept_back(request: HttpRequest, plan: Plan, version: PlanVersion) -> HttpResponse | None:
    """Why a review cannot be read: the office did not answer yet, or it was destroyed; None where it can."""
    if _hidden(version, request.actor):
        return render(request, "plans/no_version.html", {"plan": plan, "hidden": True}, status=NOT_YET)
    if version.destroyed:
        return render(request, "plans/no_version.html", {"plan": plan, "gone": GONE}, status=410)
    return None


def _no_such(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Nothing was read yet, or not in the version that was asked for."""
    return render(request, "plans/no_version.html", {"plan": plan, "versions": plan.versions.count()}, status=404)
