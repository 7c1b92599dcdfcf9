"""Uploading contract texts, one or an office's folder: every file is answered, and checking goes on where it was broken off."""

from __future__ import annotations

import secrets
from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.cards.words import clean
from buyfair.intake.facts_file import LARGEST, parse_facts
from buyfair.knowledge.facts import REGIME
from buyfair.knowledge.facts.words import chosen
from buyfair.terms.errors import InputRefusedError
from buyfair.web import received
from buyfair.web.audits import taking
from buyfair.web.audits.checking import FACTS_NAME
from buyfair.web.audits.drafting import DRAFTS
from buyfair.web.audits.finding import DraftOfBatch, drafted, lacking
from buyfair.web.audits.models import HEAVY, Batch
from buyfair.web.audits.prepared import was_given_up
from buyfair.web.audits.shown import answer
from buyfair.web.audits.tying import MOST
from buyfair.web.casework import store
from buyfair.web.casework.refused import DocumentRefusedError, RefusedError
from buyfair.web.core.models import Organization
from buyfair.web.core.purchases import Listed, Purchase, purchase, purchases_of
from buyfair.web.core.roles import Role

OFFICER = Role.CONTRACTING_OFFICER
SALT = "audits.kept"
A_DAY = 24 * 3600
LONGEST_FACTS = 20_000
Wrong = tuple[str, str]
"""The field that is wrong, empty for none, and the sentence that says why."""


def new(request: HttpRequest) -> HttpResponseBase:
    """The form for one text or many; sent, each file becomes a case or is answered with why not."""
    of, wrong_purchase = _purchase(request)
    if request.method != "POST":
        return _form(request, {}, wrong_purchase, [], 404 if wrong_purchase else 200, of)
    files, refused = _files(request)
    facts, wrong = _facts(request)
    office = received.office(_offices(request, of))
    if office is None:
        wrong.append(("office", "The office is none that you act for as a contracting officer: choose one of the list."))
    wrong += wrong_purchase
    if of is not None and office is not None and office.pk != of.organization:
        said = f"The purchase {of.reference} is of another office than the one chosen: choose the office that plans it."
        wrong.append(("office", said))
    if not files and not refused:
        wrong.append(("files", "No file was chosen: choose one text, or several at once."))
    regime = request.POST.get("regime", "")
    whole, odd = (facts, []) if any(where.startswith("facts") for where, _ in wrong) else _with_regime(facts, regime)
    wrong += odd
    if wrong or office is None or not files:
        every = [*wrong, *(("files", says) for _, says in refused)]
        return _form(request, {"facts": facts, "regime": regime}, every, files, 422, of)
    return _taken(request, office, [*files, *refused], whole, "" if of is None else of.reference)


def _with_regime(facts: str, regime: str) -> tuple[str, list[Wrong]]:
    """The facts with the text of the FAR that was chosen, or why it cannot be taken."""
    if regime not in ("", *REGIME.values):
        return facts, [("regime", "The text of the FAR is none of the list: choose one, or leave it open.")]
    told = parse_facts(facts.encode(), FACTS_NAME).get(REGIME.key) if facts.strip() else None
    if not regime or told == regime:
        return facts, []
    if told is not None:
        named = chosen(REGIME.key, str(told))
        said = f"The facts below name {named}, and you chose {chosen(REGIME.key, regime)}: choose the same, or mend the facts."
        return facts, [("regime", said)]
    return f'{REGIME.key} = "{regime}"\n{facts}', []


def _purchase(request: HttpRequest) -> tuple[Purchase | None, list[Wrong]]:
    """The planned purchase that the texts are of, where the address or the form names one, or why it cannot be taken."""
    sent = request.POST if request.method == "POST" else request.GET
    named = clean(sent.get("purchase", ""))[:30]
    found = purchase(request.actor, named)
    if found is not None and found.given_up:
        return None, [("purchase", f"{was_given_up(found)}, or check the text without one.")]
    if not named or found is not None and request.actor.plays(OFFICER, found.organization):
        return found, []
    said = (f"There is no purchase {named} of an office for which you act as contracting officer: choose one below, begin on "
            "the page of the purchase, or check the text without one.")  # fmt: skip
    return None, [("purchase", said)]


def _taken(
    request: HttpRequest, office: Organization, found: list[Any], facts: str, purchase_of: str
) -> HttpResponseBase:
    actor = request.actor
    once = clean(request.POST.get("once", ""))[:40] or secrets.token_hex(16)
    batch = taking.batch_of(actor, office, once)
    taking.take(batch, actor, found, facts, purchase_of)
    rows = list(batch.files.select_related("text"))
    if len(rows) == 1 and rows[0].text is not None:
        text = rows[0].text
        if text.state == "uploaded" and not text.trouble:
            taking.check(text, actor)
        return redirect(text.get_absolute_url())
    return redirect(_going_on(batch))


def _going_on(batch: Batch) -> str:
    """Its page, whose script asks for the next texts from then on: whoever comes there otherwise only looks."""
    return f"{batch.get_absolute_url()}#going-on"


def _files(request: HttpRequest) -> tuple[list[store.Kept], list[tuple[str, str]]]:
    """The files that were taken, those kept from a form that came back included, and those that were not, with why."""
    found, refused = _held(request), []
    together = 0
    for n, file in enumerate(request.FILES.getlist("files")):
        together += file.size or 0
        try:
            if n >= taking.MOST_FILES or together > taking.MOST_TOGETHER:
                name, most = store.safe_name(str(file.name)), taking.MOST_TOGETHER / 1_000_000
                raise DocumentRefusedError(f"{name!r} was not taken: at most {taking.MOST_FILES} files and {most:g} MB go with "
                                           "one upload; send it with the next.")  # fmt: skip
            found.append(taking.kept(file))
        except DocumentRefusedError as said:
            refused.append((store.safe_name(str(file.name or "")), str(said)))
    return list(dict.fromkeys(found)), refused


def _held(request: HttpRequest) -> list[store.Kept]:
    """What this person's form had sent before it was refused."""
    found = []
    for token in request.POST.getlist("held")[: taking.MOST_FILES]:
        try:
            *held, who = signing.loads(token, salt=SALT, max_age=A_DAY)
        except signing.BadSignature:
            continue
        if who == request.user.pk:
            found.append(store.Kept(*held))
    return found


def _facts(request: HttpRequest) -> tuple[str, list[Wrong]]:
    """The facts typed or in the file, as text, and what is wrong with them."""
    typed = request.POST.get("facts", "").replace("\r\n", "\n")
    file = request.FILES.get("facts_file")
    if file is not None and file.size:
        if file.size > LARGEST:
            said = f"The facts file is larger than {LARGEST // 2**20} MB; expected facts, one a line: choose another."
            return typed, [("facts-file", said)]
        try:
            typed = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            return typed, [("facts-file", "The facts file is no UTF-8 text; expected facts in TOML: save it as UTF-8.")]
    if len(typed) > LONGEST_FACTS or "\x00" in typed:
        said = f"The facts are longer than {LONGEST_FACTS:,} letters, or hold a sign that no text holds: mend them."
        return typed[:LONGEST_FACTS], [("facts", said)]
    try:
        parse_facts(typed.encode(), FACTS_NAME)
    except InputRefusedError as refused:
        return typed, [("facts", f"The facts: {refused}")]
    return typed, []


def _offices(request: HttpRequest, of: Purchase | None = None) -> received.Form:
    """The offices that may be chosen, and the one that was; of a text that comes for a purchase, the one that plans it."""
    chosen_one = request.POST.get("office", "") or ("" if of is None else str(of.organization))
    return received.Form({"office": chosen_one}, offices=list(received.offices(request.actor)))


def _planned(request: HttpRequest) -> list[Listed]:
    """The purchases that a text may be said to come for."""
    offices = received.offices(request.actor)
    return [one for office in offices for one in purchases_of(request.actor, office.pk, MOST)][:MOST]


def _form(request: HttpRequest, typed: dict[str, str], wrong: list[Wrong], files: list[store.Kept],
          status: int = 200, of: Purchase | None = None) -> HttpResponse:  # fmt: skip
    held = [(one.name, signing.dumps([*astuple(one), request.user.pk], salt=SALT)) for one in files]
    once = clean(request.POST.get("once", ""))[:40] or secrets.token_hex(16)
    shown = {name: told.replace("\x00", "") for name, told in typed.items()}  # no page may hold it
    return render(request, "audits/new.html", {
        "typed": shown, "wrong": wrong, "marked": _marked(wrong), "regimes": _regimes(),
        "held": held, "once": once, "most": taking.MOST_FILES,
        "offices": _offices(request).offices, "office": request.POST.get("office", ""),
        "award": clean(request.GET.get("award", ""))[:120], "purchase": of,
        "planned": [] if of is not None else _planned(request),
    }, status=status)  # fmt: skip


def _marked(wrong: list[Wrong]) -> dict[str, str]:
    """What is wrong at each field, by its name in the template."""
    found: dict[str, str] = {}
    for where, says in wrong:
        name = where.replace("-", "_")
        found[name] = f"{found[name]} {says}" if name in found else says
    return found


def _regimes() -> list[tuple[str, str]]:
    return [(value, chosen(REGIME.key, value)) for value in REGIME.values]


def batch(request: HttpRequest, found: Batch) -> HttpResponseBase:
    """One upload: what became of each file; sent, the next texts are checked."""
    actor = request.actor
    if request.method == "POST":
        try:
            taking.check_some(found, actor)
        except RefusedError as refused:
            messages.error(request, str(refused))
        return redirect(_going_on(found))
    rows = list(found.files.select_related("text", "text__last").defer(*(f"text__{name}" for name in HEAVY)))
    wait = sum(1 for row in rows if row.text is not None and row.text.state == "uploaded" and not row.text.trouble)
    taken = sum(1 for row in rows if row.text is not None)
    return render(request, "audits/batch.html", {
        "batch": found, "answers": [(row, row.says or (answer(row.text) if row.text is not None else "")) for row in rows],
        "waiting": wait, "taken": taken, "refused": len(rows) - taken, "done": taken - wait,
        "with_gaps": sum(1 for row in rows if row.text is not None and row.text.gaps),
        "unsure": sum(1 for row in rows if row.text is not None and not row.text.gaps and row.text.unknown),
        "troubled": sum(1 for row in rows if row.text is not None and row.text.trouble),
        "may_go_on": actor.plays(OFFICER, found.organization_id), "to_mend": lacking(found, actor).count(),
        "drafts": [(form, words) for form, (words, _, _) in DRAFTS.items()],
    })  # fmt: skip


def draft(request: HttpRequest, asked: DraftOfBatch) -> HttpResponse:
    """One draft over all texts of an upload that lack something, as `buyfair audit --repair` writes it of a folder."""
    texts = drafted(asked.batch, request.actor) if asked.form in DRAFTS else []
    if not texts:
        said = f"There is no such form; expected is {' or '.join(DRAFTS)}: choose one on the page of the upload."
        if asked.form in DRAFTS:
            said = "No check of this upload that is kept found a gap, so there is no modification to draft."
        return render(request, "audits/no_file.html", {"wrong": (said,), "batch": asked.batch}, status=404)
    _, kind, write = DRAFTS[asked.form]
    checks = [text.last for text in texts if text.last is not None]
    file = HttpResponse(write(*({**check.document, "gaps": check.every_gap} for check in checks)), content_type=kind)
    file["Content-Disposition"] = f'attachment; filename="draft-modifications-upload-{asked.batch.pk}.{asked.form}"'
    return file
