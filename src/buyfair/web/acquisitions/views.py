"""The workbench of a planned purchase: what binds, what is still to be found out, and the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from buyfair.cards.questions import as_toml
from buyfair.judge.told import NOT_SAID
from buyfair.purchase import Duties, as_document, duties
from buyfair.terms.errors import InputRefusedError
from buyfair.web.acquisitions import asking, binding, changes, rounds
from buyfair.web.acquisitions.after import falls_due
from buyfair.web.acquisitions.awarding import Paper, awarding, before_award
from buyfair.web.acquisitions.flow import OWN_PAGES
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.reading import checked
from buyfair.web.acquisitions.waiting import Waiting, waiting
from buyfair.web.casework.deeds import said
from buyfair.web.casework.forms import MoveForm, form_of
from buyfair.web.casework.page import Ahead, about
from buyfair.web.casework.refused import MissingError, RefusedError
from buyfair.web.casework.table import Move
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.purchases import beside_purchase
from buyfair.web.core.roles import Role

MOST_ANSWERS = 60
"""Answers of one form."""
FIRST_UNTOLD = 8
"""Open questions on the page before the rest is folded."""
SAID = "said:"
NOW, BESIDE, OFFERS, LATER = "now", "beside", "offers", "later"
WITH_OFFERS = "It can be known only once offers are in."
FORMS = {
    NOW: ("What decides the package", "Answer what you know, in one go."),
    BESIDE: ("Optional, no clause turns on it", "It decides what is within your discretion, or a rule beside the package."),
    OFFERS: ("For later, only offers tell", "Facts of the firm, of its people and of its chain. Until they are told they are "
             "unknown, and the package says so. What you learn after the solicitation goes into the file of this case."),
    LATER: ("Left open", "Not answered, not known yet, or there may be more. Tell it as soon as you know."),
}  # fmt: skip
"""The forms of the page: what each is, and what an answer does."""
CHECKED_WHILE = ("complete", "solicited", "awarded")
"""The states in which a contract may be drawn up, so that its text can be checked against the package."""
NOTHING = "Nothing was answered; expected one answer at least; choose “I do not know yet” where you do not know."


def find(actor: Actor, **keys: Any) -> Acquisition | None:
    """The purchase of the number `reference`, if this actor may see it."""
    found: Acquisition | None = Acquisition.objects.find(actor, keys["reference"])
    return found


def workbench(request: HttpRequest, case: Acquisition) -> HttpResponse:
    """The purchase: the answer, the next questions, everything that binds, and what can be done next."""
    return _shown(request, case)


def _shown(request: HttpRequest, case: Acquisition, typed: Mapping[str, list[str]] | None = None,
           wrong: Mapping[str, str] | None = None, refused: RefusedError | None = None) -> HttpResponse:  # fmt: skip
    found = duties(case.facts_told, today())
    waits = waiting(case.facts_told)
    sent = request.POST.get("form", NOW)
    forms = _forms(found, case, waits, typed, wrong or {}, sent if sent in FORMS else NOW)
    late = [q.path for form in forms if form.name == LATER for q in form.questions]
    told = {
        **framed(request, case, "workbench"), **about(case, request.actor), "binds": binding_of(found),
        "forms": forms, "refused": refused,
        "wrong": [(q.id, q.asks, q.wrong) for form in forms for q in form.questions if q.wrong],
        "offered": asking.offered({q.datalist for form in forms for q in form.questions}),
        "texts": binding.texts_in_use(found),
        "may_copy": request.actor.plays(Role.CONTRACTING_OFFICER, case.organization_id),
        "decided": not forms or forms[0].name != NOW,
        "left_open": list(dict.fromkeys(n for path in late for n in waits.required.get(path, ()))),
    }  # fmt: skip
    told["open_bars"] = binding.open_bars(found) if case.state == "draft" else []
    told["work"] = beside_purchase(request.actor, case.reference)
    told["not_known"] = len(binding.asked(found))
    told["due"] = falls_due(case, found, request.actor)
    told["before_award"] = papers = before_award(found, told["work"]) if case.state == "solicited" else []
    ahead = [_ready(row, case, found, papers) for row in told["ahead"] if row.move.name not in OWN_PAGES]
    leads_on = [row for row in ahead if row.move.name == "complete" and row.form is not None] if told["decided"] else []
    told["ahead"] = [row for row in ahead if row not in leads_on]
    told["complete"] = leads_on[0].form if leads_on else None
    return render(request, "acquisitions/workbench.html", told, status=refused.status if refused is not None else 200)


@dataclass(frozen=True)
class Form:
    """Questions that are sent together; `title` says of which kind they are, `says` what an answer does."""

    name: str
    title: str
    says: str
    questions: list[asking.Question]


def _forms(found: Duties, case: Acquisition, waits: Waiting, typed: Mapping[str, list[str]] | None,
           wrong: Mapping[str, str], form: str) -> list[Form]:  # fmt: skip
    """The forms of the page, what decides the package first; what was typed and not taken stands alone, as it was sent."""
    held = rounds.rounds(found, case.told, waits)
    groups = {form: tuple(typed)} if typed else {NOW: held.now, BESIDE: held.beside, OFFERS: held.offers, LATER: held.later}
    forms = []
    for name, paths in groups.items():
        questions = [asking.put(found, case.told, p, typed, wrong.get(p, ""), waits[p]) for p in paths]
        title, says = FORMS[name]
        forms += [Form(name, title, says, questions)] if questions else []
    return forms


def _ready(row: Ahead, case: Acquisition, found: Duties, papers: list[Paper]) -> Ahead:
    """A move with its form, in which stands what is known already: days that follow from the facts, a reason told before."""
    if row.form is None or row.move.name not in ("award", "complete"):
        return row
    filled = awarding(row.form, found, today(), papers) if row.move.name == "award" else completing(case, row.move, found)
    return replace(row, form=filled)


def completing(case: Acquisition, move: Move, found: Duties) -> MoveForm:
    """The form that goes on with the facts as they are.

    In it stands the reason that was written before of the very bars open now; else, where only offers can tell, just that.
    """
    said = _reason_before(case) if _same_bars(case, found) else ""
    form = form_of(case.flow, move, case.version, {"despite": said or (WITH_OFFERS if _wait_for_offers(found) else "")})
    return form if binding.sorted_out(found).open_bars else replace(form, boxes=())


def _wait_for_offers(found: Duties) -> bool:
    """Whether bars are open, and each turns on nothing that could be told before offers are in."""
    bars = binding.sorted_out(found).open_bars
    return bool(bars) and all(rounds.only_offers_tell(m.path) for bar in bars for m in bar.missing)


def _same_bars(case: Acquisition, found: Duties) -> bool:
    """Whether bars are open, the same as when the facts were last called complete, and none turns on a fact that is new."""
    now = binding.sorted_out(found).turning_on
    return bool(now) and now.keys() == case.gone_on.keys() and all(set(now[bar]) <= set(case.gone_on[bar]) for bar in now)


def _reason_before(case: Acquisition) -> str:
    """The reason that the event holds; empty where it was destroyed."""
    before = case.events.filter(move="complete").select_related("payload").order_by("-number").first()
    told = (said(before) or {}).get("told", {}) if before is not None else {}
    return told.get("despite") or ""


def version_of(request: HttpRequest) -> int:
    """The version of the case that the page had seen; -1, which is always stale, where none was sent."""
    told = request.POST.get("version", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else -1


def framed(request: HttpRequest, case: Acquisition, here: str) -> dict[str, Any]:
    """What every page of a purchase shows: its pages, and whether this person may change it now."""
    views = [("workbench", "What binds", "acquisition"), ("facts", "Facts", "acquisition_facts"),
             ("briefing", "Risk briefing", "acquisition_briefing"), ("package", "Package", "acquisition_package")]  # fmt: skip
    return {
        "case": case, "day": today(), "may_tell": may(case, request.actor, "tell"),
        "may_check": case.state in CHECKED_WHILE and request.actor.plays(Role.CONTRACTING_OFFICER, case.organization_id),
        "views": [(words, reverse(name, args=[case.reference]), key == here) for key, words, name in views],
    }  # fmt: skip


def may(case: Acquisition, actor: Actor, move: str) -> bool:
    """Whether this actor may make the move now."""
    return case.part_for(actor, move) is not None


def binding_of(found: Any) -> dict[str, Any]:
    """Everything that binds, as the page shows it."""
    held = binding.sorted_out(found)
    untold = binding.by_question(held.unknown, found)
    return {
        "answer": held.answer, "progress": held.progress, "contradictions": found.contradictions,
        "bars": [binding.row(j, found) for j in held.bars], "steps": binding.by_step(held.duties, found),
        "alerts": [binding.row(j, found) for j in held.alerts], "advice": [binding.row(j, found) for j in held.advice],
        "standing": [binding.row(j, found) for j in held.standing],
        "unknown": untold[:FIRST_UNTOLD], "more_unknown": untold[FIRST_UNTOLD:],
        "events": binding.if_it_happens(held.events, found),
        "no": binding.by_reason(held.no, found), "open": len(held.unknown), "open_bars": len(held.open_bars),
    }  # fmt: skip


def answer(request: HttpRequest, case: Acquisition) -> HttpResponseBase:
    """Takes the answers of a form; what cannot be taken comes back with what was typed."""
    typed = {key.removeprefix(SAID): request.POST.getlist(key) for key in request.POST if key.startswith(SAID)}
    if request.POST.get("later"):
        typed = put_off(typed, request.POST.getlist("asked"))
    wrong: dict[str, str] = {}
    told = _answers(dict(list(typed.items())[:MOST_ANSWERS]), wrong, case)
    if not told and not wrong:
        wrong[next(iter(typed), "")] = NOTHING
    if wrong:
        return _shown(request, case, _sent(request, case, typed), wrong, MissingError(dict(wrong)))
    try:
        case.move("tell", request.actor, {"changes": changes.written(told)}, version=version_of(request))
    except RefusedError as refused:
        case = Acquisition.objects.get(pk=case.pk)
        return _shown(request, case, _sent(request, case, typed), {}, refused)
    messages.success(request, _taken(told))
    return redirect(back_to(request, case))


def _sent(request: HttpRequest, case: Acquisition, typed: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Every question of the form that was sent, with what was typed; one that was left alone comes back too."""
    every = dict.fromkeys((*request.POST.getlist("asked"), *request.POST.getlist("beside"), *typed))
    return {path: typed.get(path, []) for path in every if asking_of(case, path)}


def _taken(told: list[tuple[str, Any]]) -> str:
    """What became of a form, in a sentence."""
    later = sum(1 for _, value in told if value == NOT_SAID)
    answers = binding.counted(len(told) - later, "answer")
    put = f"; {later} {'is' if later == 1 else 'are'} not known yet" if later else ""
    return f"Taken: {answers}{put}. What binds was worked out anew."


def put_off(typed: Mapping[str, list[str]], asked: list[str]) -> dict[str, list[str]]:
    """Every question of the form that has no answer is put off; a choice among circles, left alone, is not sent at all."""
    every = {**dict.fromkeys(asked, [""]), **typed}
    return {path: [asking.UNKNOWN] if path in asked and not any(said.strip() for said in given) else given
            for path, given in every.items()}  # fmt: skip


def back_to(request: HttpRequest, case: Acquisition) -> str:
    """The page that the form stood on."""
    where = "acquisition_facts" if request.POST.get("from") == "facts" else "acquisition"
    return reverse(where, args=[case.reference]) + ("#next-questions" if where == "acquisition" else "")


def asking_of(case: Acquisition, path: str) -> bool:
    """Whether there is such a fact, and such a line."""
    if path in (changes.ADD, changes.REMOVE, changes.UNDO):
        return False
    try:
        changes.changed(case.told, [(path, None)])
    except (InputRefusedError, ValueError):
        return False
    return True


def _answers(typed: Mapping[str, list[str]], wrong: dict[str, str], case: Acquisition) -> list[tuple[str, Any]]:
    """The answers that can be taken; `wrong` gets a sentence for each that cannot."""
    told: list[tuple[str, Any]] = []
    for path, given in typed.items():
        try:
            given = asking.one_of_two(given, changes.value_at(case.told, path)) if asking_of(case, path) else []
            value = asking.answered(path, given)
            if value is None:
                continue
            checked(changes.storable(changes.changed(case.told, [*told, (path, value)])))
            told.append((path, value))
        except InputRefusedError as refused:
            wrong[path] = asking.plainly(refused, path)
    return told


def facts_file(request: HttpRequest, case: Acquisition) -> HttpResponse:
    """The facts as the file that `buyfair duties` reads."""
    told = HttpResponse(as_toml(case.facts_told), content_type="application/toml; charset=utf-8")
    told["Content-Disposition"] = f'attachment; filename="{case.reference}-facts.toml"'
    return told


def answer_file(request: HttpRequest, case: Acquisition) -> JsonResponse:
    """The answer as `buyfair duties --json` gives it for these facts today."""
    told = JsonResponse(
        as_document(duties(case.facts_told, today())), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    told["Content-Disposition"] = f'attachment; filename="{case.reference}-duties.json"'
    return told
