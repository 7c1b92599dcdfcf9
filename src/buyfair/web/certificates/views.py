"""The pages of certificates: the queue, a new one, one certificate with its checks and what relying on it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.judge.amounts import months_after
from buyfair.web import received
from buyfair.web.casework.forms import form_of
from buyfair.web.casework.page import about
from buyfair.web.casework.refused import RefusedError
from buyfair.web.certificates import checks
from buyfair.web.certificates.flow import FLOW
from buyfair.web.certificates.kinds import CREDIBLE, KINDS, REFERRED, RELIANCE, SUBCONTRACT, edition, rule
from buyfair.web.certificates.models import Certificate
from buyfair.web.certificates.notes import notes
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.purchases import Purchase, purchase
from buyfair.web.core.roles import BUYERS, OVERSIGHT
from buyfair.web.core.sheets.take import DOLLARS, file_asked, table

ANSWER_DAYS = 30
TURNS = {"filed": "office", "answered": "office", "due": "supplier", "challenged": "supplier", "withdrawn": "supplier",
         "expired": "supplier"}  # fmt: skip
"""Whose turn it is in a state; in the others nobody's."""
COLUMNS = ("reference", "certificate", "supplier", "contract", "award_id", "state", "signed_by", "signed_on", "text_version",
           "speaks_until", "next", "due", "office")  # fmt: skip
GONE = ("withdrawn", "expired", "closed")
"""Where the certificate of a case no longer stands, and nothing was asked for since."""
CHECKED = "Checks of the paper itself; none of them says that it is true."
DAYS = ("awarded_on", "solicited_on", "due_on")


def find(actor: Actor, **keys: Any) -> Certificate | None:
    """The certificate of the number `reference`, if this actor may see it."""
    found: Certificate | None = Certificate.objects.find(actor, keys["reference"])
    return found


def certificates(request: HttpRequest) -> HttpResponseBase:
    """The queue: what waits for me first, then by the next day that is due."""
    of = received.filters(request.GET, [s.name for s in FLOW.states])
    day, what, wrong = today(), request.GET.get("what", ""), list(of.wrong)
    if what and what not in KINDS:
        wrong.append(f"what={what[:40]!r} is no kind of certificate; expected one of {', '.join(KINDS)}.")
        what = ""
    rows = received.queue(Certificate.objects.all(), request.actor, of, TURNS, day)
    rows = rows.filter(what=what) if what else rows
    if (form := file_asked(request)) and not wrong:
        return table(_rows(rows), COLUMNS, form, "certificates")
    page = received.page_of(rows, request.GET.get("page"))
    query = "&".join(filter(None, (of.query, f"what={what}" if what else "")))
    told = {
        "page": page, "of": of, "wrong": wrong, "query": query, "what": what, "kinds": KINDS.values(), "states": FLOW.states,
        "rows": [(row, received.standing(row.next_due, day), _in_short(row)) for row in page], "dues": received.DUE.items(),
        "mine": rows.filter(mine=0).count(), "any": Certificate.objects.seen_by(request.actor).exists(),
        "may_begin": received.offices(request.actor).exists(), "may_look": bool(request.actor.roles & (BUYERS | OVERSIGHT)),
    }  # fmt: skip
    return render(request, "certificates/certificates.html", told, status=400 if wrong else 200)


def _in_short(row: Certificate) -> str:
    """What the checks say, in a few words."""
    if row.signed_on is None:
        return "nothing is on file"
    if not row.on_file:
        return "nothing that stands is on file"
    open_ = checks.doubts(row, today())
    no = sum(1 for check in open_ if check.answer is checks.NO)
    told = [_checks(no, "say no", "says no"), _checks(len(open_) - no, "cannot tell", "cannot tell")]
    return ", ".join(filter(None, told)) or "nothing against it on the paper"


def _checks(n: int, many: str, one: str) -> str:
    return "" if not n else f"{n} check {one}" if n == 1 else f"{n} checks {many}"


def _rows(rows: Any) -> Iterator[dict[str, Any]]:
    for row in rows.iterator(chunk_size=500):
        yield dict(zip(COLUMNS, (
            row.reference, row.kind_of.label, row.supplier, row.contract, row.award_id, row.stands.label, row.signed_by,
            row.signed_on, row.text_version, checks.until(row), row.next_what, row.next_due, row.organization.name,
        ), strict=True))  # fmt: skip


def new(request: HttpRequest) -> HttpResponseBase:
    """Notes that a certificate is due, or makes room for one that came in."""
    form = received.begun(request, ("what", "purchase", *DAYS))
    bought = purchase(request.actor, form.typed["purchase"])
    if request.method != "POST" and form.about is not None:
        _from_award(form)
    if request.method != "POST" and bought is not None:
        _from_purchase(form, bought)
    if request.method == "POST" and form.typed["purchase"] and bought is None:
        form.errors["purchase"] = "The purchase is none that you may see: open this form from the page of the purchase"
    refused: RefusedError | None = None
    if request.method == "POST" and not _wrong(form):
        agency = form.about.agency if form.about is not None else None
        told = {
            "what": form.typed["what"],
            "agency": agency or "",
            "purchase": bought.reference if bought is not None else "",
            **{name: received.day(form.typed[name]) for name in DAYS[:2]},
        }
        ask = {"due_on": form.typed["due_on"]} if form.typed["due_on"] else None
        same = {"what": told["what"]}
        if told["what"] == SUBCONTRACT:
            same["supplier__iexact"] = form.typed["supplier"]
        try:
            return redirect(received.opened(Certificate, request.actor, form, told, ask, same).get_absolute_url())
        except RefusedError as said:
            refused = said
            form.errors |= getattr(said, "by_name", {})
    binds = (
        [(kind, form.about.answers.get(kind.row, "no")) for kind in KINDS.values()] if form.about is not None else []
    )
    context = {"form": form, "refused": refused, "kinds": KINDS.values(), "binds": binds, "purchase": bought}
    return render(
        request, "certificates/new.html", context, status=refused.status if refused else 422 if form.errors else 200
    )


def _from_award(form: received.Form) -> None:
    """The days that the award tells, and the first certificate that the law asks for."""
    told = form.about
    assert told is not None
    form.typed["what"] = form.typed["what"] or next(
        (k.key for k in KINDS.values() if told.answers.get(k.row) == "yes"), ""
    )
    for name, day in (("awarded_on", told.awarded), ("solicited_on", told.solicited)):
        form.typed[name] = form.typed[name] or (day.isoformat() if day is not None else "")
    kind = KINDS.get(form.typed["what"])
    if kind is not None and kind.before_award and told.awarded is not None:
        form.typed["due_on"] = form.typed["due_on"] or told.awarded.isoformat()


def _from_purchase(form: received.Form, of: Purchase) -> None:
    """The day of the solicitation, and the number of the purchase where a contract has none yet."""
    form.typed["contract"] = form.typed["contract"] or of.reference
    day = of.solicited_on.isoformat() if of.solicited_on is not None else ""
    form.typed["solicited_on"] = form.typed["solicited_on"] or day


def _wrong(form: received.Form) -> bool:
    wrong = dict(form.errors)
    received.checked(form)
    form.errors |= wrong
    if form.typed["what"] not in KINDS:
        form.errors["what"] = "Which certificate it is was not chosen: choose one of the list"
    for name in DAYS:
        day = received.day(form.typed[name])
        if form.typed[name] and day is None:
            form.errors[name] = f"{form.typed[name][:40]!r} was given; expected a day such as 2026-03-31, or nothing"
        elif day is not None and (said := received.far(day, today())):
            form.errors[name] = said
    return bool(form.errors)


def missing(request: HttpRequest) -> HttpResponseBase:
    """Awards of which the law asks a certificate while none of that kind was noted here."""
    what = request.GET.get("what", "") or next(iter(KINDS))
    kind = KINDS.get(what)
    told: dict[str, Any] = {"kinds": KINDS.values()}
    if kind is None:
        told["wrong"] = f"what={what[:40]!r} is no kind of certificate; expected one of {', '.join(KINDS)}."
        return render(request, "certificates/missing.html", told, status=400)
    seen = Certificate.objects.seen_by(request.actor).filter(what=what).exclude(award_id="").exclude(state__in=GONE)
    there, form = list(seen.values_list("award_id", flat=True).distinct()), file_asked(request)
    found = received.lacking(kind.row, there, request.GET.get("page", ""), whole=form is not None)
    if form and found.count is not None:
        return table(found.rows, received.OWING, form, f"{what}-missing", kinds=DOLLARS)
    told |= {"found": found, "kind": kind,
             "may_begin": received.offices(request.actor).exists()}  # fmt: skip
    return render(request, "certificates/missing.html", told)


def let_in(request: HttpRequest, certificate: Certificate) -> HttpResponseBase:
    """Lets the supplier's own organization into the case."""
    try:
        messages.success(request, received.let_in(request, certificate))
    except RefusedError as refused:
        return _page(request, certificate, refused)
    return redirect(certificate.get_absolute_url())


def certificate(request: HttpRequest, certificate: Certificate) -> HttpResponseBase:
    """One certificate: what the law asks, what the paper tells, what relying means; as a file the checks of the paper."""
    form = file_asked(request)
    return _page(request, certificate) if form is None else _checked(certificate, form)


def _checked(certificate: Certificate, form: str) -> HttpResponseBase:
    """The checks of the paper as of today; none where nothing is on file."""
    found = checks.checks(certificate, today())
    rows = ({"asked": check.asked, "answer": check.answer.value, "why": check.says} for check in found)
    about = {
        "case": certificate.reference, "certificate": certificate.kind_of.label, "supplier": certificate.supplier,
        "contract": certificate.contract, "signed on": str(certificate.signed_on or "nothing is on file"),
        "stands": certificate.stands.label, "not": CHECKED,
    }  # fmt: skip
    return table(rows, ("asked", "answer", "why"), form, f"{certificate.reference.lower()}-checks", about)


def _page(request: HttpRequest, certificate: Certificate, refused: RefusedError | None = None) -> HttpResponse:
    day, told = today(), about(certificate, request.actor)
    told["ahead"] = [_filled(row, certificate) for row in told["ahead"]]
    asked = received.duties(certificate.award_id)
    kind = certificate.kind_of
    return render(request, "certificates/certificate.html", {
        "certificate": certificate, "kind": kind, "checks": checks.checks(certificate, day),
        "doubts": checks.doubts(certificate, day), "until": checks.until(certificate), "rule": rule(kind.row),
        "binds": None if asked is None else asked.answers.get(kind.row, "no"),
        "dossier": received.dossier(certificate.award_id, request.actor),
        "reliance": rule(RELIANCE), "referral": rule(REFERRED.get(kind.key, CREDIBLE)), "version": _version(certificate),
        "next_due": checks.next_due(certificate), "quoted": received.quoted(certificate.award_id), **told,
        "notes": notes(certificate, told["confides"]),
        "refused": refused, "may_let_in": certificate.part_for(request.actor, "invite") is not None, "firms": received.firms(),
        "typed_firm": request.POST.get("firm", ""),
    }, status=refused.status if refused is not None else 200)  # fmt: skip


def _version(certificate: Certificate) -> str:
    number, held = edition(certificate.text_version)
    return f"{number} ({held.printed})" if held is not None else "not told, or none that is held here"


def _filled(row: Any, certificate: Certificate) -> Any:
    """The form of a move with the days that the office would type anyway; each can be changed."""
    if row.form is None:
        return row
    day, after = today(), checks.next_due(certificate)
    while after is not None and after < day:  # an anniversary that is over is no day on which anything can be due
        after = months_after(after, 12)
    again = after.isoformat() if after is not None and certificate.kind_of.yearly else ""
    told = {
        "file": _noted(certificate) | {"received_on": day.isoformat()}, "rely": {"next_due": again},
        "expire": {"due_on": again},
        "challenge": {"answer_by": (day + timedelta(days=ANSWER_DAYS)).isoformat()},
    }  # fmt: skip
    return replace(row, form=form_of(FLOW, row.move, certificate.version, told.get(row.move.name, {})))


def _noted(certificate: Certificate) -> dict[str, str]:
    """The days of the contract, as they were noted before."""
    return {name: "" if (day := getattr(certificate, name)) is None else day.isoformat() for name in DAYS[:2]}
