"""The page of the facts: every one that is told can be changed, lines come and go, a file may take the place of all."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from buyfair.cards.questions import as_toml
from buyfair.judge.facts import COUNTRIES, LINE, PURCHASE, Fact
from buyfair.judge.seen import LINES
from buyfair.knowledge.countries import country
from buyfair.purchase import duties, vocabulary
from buyfair.web.acquisitions import asking, changes
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.moves import facts_in
from buyfair.web.acquisitions.plain_words import said
from buyfair.web.acquisitions.views import asking_of, framed, version_of
from buyfair.web.acquisitions.waiting import waiting
from buyfair.web.casework.refused import MissingError, RefusedError
from buyfair.web.core.clock import today

LONGEST_PASTED = 200_000


def facts(request: HttpRequest, case: Acquisition) -> HttpResponse:
    """Everything that is told, and the form of the one fact that the address names."""
    return _shown(request, case)


def _shown(
    request: HttpRequest, case: Acquisition, refused: RefusedError | None = None, pasted: str | None = None
) -> HttpResponse:
    found = duties(case.facts_told, today())
    path = request.GET.get("fact", "")
    there = bool(path) and path != LINES and asking_of(case, path)
    one = asking.put(found, case.told, path, items=waiting(case.facts_told)[path]) if there else None
    context = {
        **framed(request, case, "facts"), "one": one, "groups": list(_groups(case)), "refused": refused,
        "addable": list(_addable(case)), "can_undo": bool(case.past), "lines": range(1, changes.count(case.told) + 1),
        "toml": as_toml(case.facts_told), "pasted": pasted, "no_such": bool(path) and one is None,
        "offered": asking.offered({one.datalist} if one else set()),
    }  # fmt: skip
    status = refused.status if refused is not None else 404 if context["no_such"] else 200
    return render(request, "acquisitions/facts.html", context, status=status)


def _groups(case: Acquisition) -> Iterator[tuple[str, int, list[tuple[str, str, str]]]]:
    """The facts that are told: those of the purchase, then those of each line. Path, what it is, what is told."""
    yield "Of the whole purchase", 0, list(_rows(case, PURCHASE, ""))
    for number in range(1, changes.count(case.told) + 1):
        yield f"Line {number}", number, list(_rows(case, LINE, f"{LINES}[{number}]."))


def _rows(case: Acquisition, of: str, before: str) -> Iterator[tuple[str, str, str]]:
    for fact in vocabulary().facts:
        held = changes.value_at(case.told, before + fact.key) if fact.of == of else None
        if held is not None:
            yield before + fact.key, fact.ask, shown(fact.key, held)


def shown(key: str, value: Any) -> str:
    """A told value as a person reads it."""
    if value == "?":
        return "not known yet"
    if isinstance(value, bool):
        return "yes" if value else "no"
    fact = next((f for f in vocabulary().facts if f.key == key), None)
    if isinstance(value, list):
        parts = asking.as_typed(value)[0].split("; ")
        return "; ".join("and perhaps more" if part == "?" else _named(fact, part) for part in parts)
    if fact is not None and fact.values:
        return said(key, str(value))
    if fact is not None and fact.kind == "money":
        return f"${changes.exact({'value': str(value)})['value']:,}"
    return str(value)


def _named(fact: Fact | None, word: str) -> str:
    """A country by its name, a choice in plain words, anything else as it was told."""
    if fact is not None and fact.kind == COUNTRIES and (found := country(word)) is not None:
        return found.name
    return said(fact.key, word) if fact is not None and word in fact.values else word


def _addable(case: Acquisition) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The facts that are not told, for whoever knows more than is asked."""
    for title, number, rows in _groups(case):
        before = f"{LINES}[{number}]." if number else ""
        told = {path for path, _, _ in rows}
        of = LINE if number else PURCHASE
        yield title, [(before + f.key, f.ask) for f in vocabulary().facts if f.of == of and before + f.key not in told]


def change(request: HttpRequest, case: Acquisition) -> HttpResponseBase:
    """Takes a fact back, undoes the last change, adds or removes a line."""
    what = request.POST.get("what", "")
    plain: dict[str, list[tuple[str, Any]]] = {"undo": [(changes.UNDO, True)], "add": [(changes.ADD, 1)]}
    told = plain.get(what, [])
    if what.startswith("remove:"):
        told = [(changes.REMOVE, _number(what))]
    if what.startswith("forget:"):
        told = [(what.removeprefix("forget:"), None)]
    try:
        if not told:
            raise MissingError({"what": f"“{what[:40]}” is nothing that can be done here: choose a button of the page"})
        case.move("tell", request.actor, {"changes": changes.written(told)}, version=version_of(request))
    except RefusedError as refused:
        return _shown(request, Acquisition.objects.get(pk=case.pk), refused)
    done = {
        "undo": "The last change was undone.",
        "add": "A line was added; its questions stand on the page What binds.",
    }
    messages.success(request, done.get(what, "Done. What binds was worked out anew."))
    return redirect("acquisition_facts", case.reference)


def _number(what: str) -> int:
    said = what.partition(":")[2]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0


def read(request: HttpRequest, case: Acquisition) -> HttpResponseBase:
    """Takes the facts of a file, or of pasted text, in the place of those told before."""
    pasted = request.POST.get("pasted", "").replace("\r\n", "\n")
    file = request.FILES.get("file")
    try:
        content = file.read(LONGEST_PASTED + 1) if file is not None else pasted.encode("utf-8", "replace")
        if not content.strip():
            raise MissingError(
                {"pasted": "no file was chosen and nothing was pasted: give the facts in one of the two ways"}
            )
        if len(content) > LONGEST_PASTED:
            raise MissingError(
                {"pasted": f"the facts have more than {LONGEST_PASTED:,} bytes: tell like lines together"}
            )
        facts_in(content)
        paper = BytesIO(content)
        paper.name = "facts.txt"
        case.move("read", request.actor, {"paper_facts": paper}, version=version_of(request))
    except RefusedError as refused:
        return _shown(request, Acquisition.objects.get(pk=case.pk), refused, pasted)
    messages.success(request, "The facts were taken from the file; those told before can be had back with Undo.")
    return redirect("acquisition_facts", case.reference)
