"""Ties a text that is on file to a planned purchase: from the page of the text, or from that of the purchase."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.cards.words import clean
from buyfair.web.audits import views
from buyfair.web.audits.flow import FACTS_OF
from buyfair.web.audits.models import ContractText
from buyfair.web.audits.prepared import was_given_up
from buyfair.web.audits.tying import MOST, can_be_tied, free, move_of
from buyfair.web.casework.refused import MissingError, RefusedError
from buyfair.web.core.actor import Actor
from buyfair.web.core.purchases import Purchase, purchase
from buyfair.web.core.roles import Role

TOLD = ("purchase", "facts_of")
BOXES = {"text": "text", FACTS_OF.name: "facts-of"}
"""The boxes of the form that chooses a text, by what they tell."""


def tie(request: HttpRequest, found: ContractText) -> HttpResponseBase:
    """Ties the text to the purchase that was chosen on its page; refused, the page comes back with what was chosen."""
    typed = {name: request.POST.get(name, "") for name in TOLD}
    try:
        found.move(move_of(found), request.actor, _told(typed), version=_seen(request.POST.get("version", "")))
    except RefusedError as refused:
        found = ContractText.objects.get(pk=found.pk)
        return views.shown(request, found, refused.status, refused=refused, tied_to=typed)
    messages.success(request, _done(request.actor, found, typed["facts_of"]))
    return redirect(found.get_absolute_url())


def _seen(version: str) -> int:
    """The version that a page had seen; one that no text has where that is no number."""
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1


def _told(typed: dict[str, str]) -> dict[str, str]:
    return {name: said for name, said in typed.items() if said or name == "purchase"}


def _done(actor: Actor, text: ContractText, facts_of: str) -> str:
    """What was done, and with what the text was really checked."""
    if not text.purchase:
        return ("This text is tied to no purchase now. It was checked again with the facts told of the text itself, without "
                "those of the purchase, and no gap that those made is carried on.")  # fmt: skip
    of = purchase(actor, text.purchase)
    if facts_of == "text":
        facts = "the facts told of the text itself alone"
    elif of is not None and of.facts:
        facts = "the facts of the purchase, and beneath them those told of the text itself"
    else:
        facts = "the facts told of the text itself: the purchase tells none"
    return (f"This text is the contract of {text.purchase} now. It was checked with {facts}. {_held_against(text, of)} "
            "Every result is kept.")  # fmt: skip


def _held_against(text: ContractText, of: Purchase | None) -> str:
    """Whether its last check held it against a package, and why not where it did not."""
    held = text.last.document.get("package") if text.last is not None else None
    if held is not None and held.get("as_of_today"):
        return "It was held against the package as it would be today: none is kept of the purchase yet."
    if held is not None:
        return "It was held against the package that was kept of the purchase."
    if of is not None and of.solicited_on:
        return "It was held against no package: the one that was kept cannot be read any more."
    return "It was held against no package: none is kept of the purchase yet."


def on_file(request: HttpRequest) -> HttpResponseBase:
    """From the page of a purchase: the texts on file that could be its contract; sent, the one that was chosen is tied."""
    actor = request.actor
    sent = request.POST if request.method == "POST" else request.GET
    named = clean(sent.get("purchase", ""))[:30]
    if not named:
        return render(request, "audits/on_file.html")
    of = purchase(actor, named)
    if of is None or not actor.plays(Role.CONTRACTING_OFFICER, of.organization):
        said = (f"There is no purchase {named!r} of an office for which you act as contracting officer; open this page from "
                "the page of the purchase.")  # fmt: skip
        return render(request, "audits/no_file.html", {"wrong": (said,)}, status=404)
    if of.given_up:
        return render(request, "audits/no_file.html", {"wrong": (f"{was_given_up(of)}.",)}, status=409)
    if request.method != "POST":
        return _choice(request, of)
    try:
        text = _chosen(actor, request.POST.get("text", "").partition(" ")[0])
        _tie_chosen(request, text, of)
    except RefusedError as refused:
        return _choice(request, of, refused)
    return redirect(text.get_absolute_url())


def _tie_chosen(request: HttpRequest, text: ContractText, of: Purchase) -> None:
    """Ties it, unless that is done: a form that was sent twice ties once. Raises: RefusedError."""
    told = _told({"purchase": of.reference, "facts_of": request.POST.get("facts_of", "")})
    # A text that is closed by now says so itself, rather than that it was changed.
    seen = _seen(request.POST.get("text", "").partition(" ")[2]) if can_be_tied(text) else text.version
    try:
        if text.purchase != of.reference:
            text.move(move_of(text), request.actor, told, version=seen)
            messages.success(request, _done(request.actor, text, told.get("facts_of", "")))
            return
    except RefusedError:
        if ContractText.objects.get(pk=text.pk).purchase != of.reference:
            raise
    messages.info(request, f"This text is tied to {of.reference} already: nothing was done again.")


def _chosen(actor: Actor, reference: str) -> ContractText:
    """The text that was chosen, also where it left the list meanwhile. Raises: MissingError."""
    if not reference:
        raise MissingError({"text": "No text of the list was chosen: choose one"})
    found = ContractText.objects.find(actor, reference)
    if not isinstance(found, ContractText):
        raise MissingError({"text": f"There is no text {clean(reference)[:30]!r} that you may see: choose one of the list"})
    return found


def _choice(request: HttpRequest, of: Purchase, refused: RefusedError | None = None) -> HttpResponse:
    texts = list(free(request.actor, of))
    wrong = {name: says for name, says in getattr(refused, "by_name", {}).items() if name in BOXES} if texts else {}
    return render(request, "audits/on_file.html", {
        "purchase": of, "texts": texts, "full": len(texts) == MOST, "refused": refused,
        "chosen": request.POST.get("text", "").partition(" ")[0],
        "facts_of": FACTS_OF.choices, "facts_help": FACTS_OF.help, "facts_chosen": request.POST.get("facts_of", ""),
        "wrong_fields": [{"id": BOXES[name], "says": says} for name, says in wrong.items()],
        "text_wrong": wrong.get("text"), "facts_wrong": wrong.get(FACTS_OF.name),
    }, status=200 if refused is None else refused.status)  # fmt: skip
