"""The page of the package: its items by authority, what the officer decides, the blanks, and the way to solicit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from buyfair.briefing import as_document, briefing_for
from buyfair.cards.briefing_questions import on_sheet
from buyfair.cards.package_parts import HEADINGS, asks, binds, cited, numbers, of_others, of_purchase, plainly, told_of
from buyfair.cards.package_record import drafted
from buyfair.cards.package_texts import in_solicitation, number, solicited, worded
from buyfair.cards.words import listing
from buyfair.knowledge.package import DISCRETION, NOTE, OFFERED, PRIVATE, REQUIRED, WAIVER
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.acquisitions import binding, frozen, package_typed
from buyfair.web.acquisitions.addressees import in_all, noted
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.package_typed import Typed
from buyfair.web.acquisitions.reading import judged
from buyfair.web.acquisitions.views import completing, framed, may, version_of
from buyfair.web.casework.refused import MissingError, RefusedError
from buyfair.web.core.clock import today

KINDS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
         "txt": "text/plain; charset=utf-8", "json": "application/json"}  # fmt: skip
TEXTS, LETTER, RECORD = "Texts for the solicitation", "Questions for vendors", "Record for your file"
PAPERS = (
    (TEXTS, (("solicitation_docx", "Word"), ("solicitation_pdf", "PDF"), ("package_paste", "Text to paste"))),
    (LETTER, (("questions_docx", "Word"),)),
    (RECORD, (("package_docx", "Word"), ("package_pdf", "PDF"), ("package_txt", "Text"),
              ("requests_docx", "Drafts of requests"), ("package_json", "Data (JSON)"))),
)  # fmt: skip
"""The papers of a purchase by the names of their addresses: what goes out, what a vendor gets, what stays in the file."""
SAVED = {
    frozen.PASTE: "solicitation.txt", frozen.TEXTS_DOCX: "solicitation.docx", frozen.TEXTS_PDF: "solicitation.pdf",
    frozen.DRAFTS: "requests.docx",
}  # fmt: skip
"""How a file is called that is not the record."""
ALONE = "The texts on labor alone."
BINDS = {"yes": "binds"}
NOTHING = Typed()
NOTHING_NEW = "Nothing new was typed: everything stands as it was kept before."
FIRST_UNKNOWN = 8
FEW = 3
"""So many items with blanks stand open on the page; more are folded, beneath their heading."""
APART = (
    (OFFERED, "Offered: you may take these in", "Not in the package until you take them in, each with your reason."),
    (
        WAIVER,
        "Needs a waiver or deviation",
        "Not in the package. A draft of the request stands with each: who signs is named.",
    ),
    ("not lawful", "Not lawful here", "Not in the package, and no waiver puts it there."),
    (PRIVATE, "Between contractor and supplier", "Not in the package: firms agree on it among themselves."),
    (frozen.LEFT_OUT, "Left out by the contracting officer", "Within discretion; the reason is kept."),
)


def package(request: HttpRequest, case: Acquisition) -> HttpResponse:
    """The whole package with its forms."""
    return _shown(request, case)


def _shown(request: HttpRequest, case: Acquisition, refused: RefusedError | None = None,
           typed: Typed = NOTHING) -> HttpResponse:  # fmt: skip
    told: dict[str, Any] = framed(request, case, "package")
    try:
        whole = frozen.document(case)
    except InputRefusedError as problem:
        return none_made(request, told, problem)
    told |= _sorted(whole, typed) | {
        "refused": refused, "typed": typed.said, "whole": {**whole, "day": _of_days(whole)}, "frozen": bool(case.package_hash),
        "downloads": [(paper, _says(paper, case, whole), forms) for paper, forms in downloads(case, whole)],
        "letter": _letter(case),
        "day_told": str(case.sol_date or ""), "to_note": frozen.to_note(case, whole),
        **{f"may_{name}": may(case, request.actor, name) for name in ("choose", "solicit", "complete")},
    }  # fmt: skip
    if told["may_complete"] and (move := case.flow.move("complete")) is not None:
        found = judged(case.told)
        told["open_bars"] = binding.open_bars(found)
        told["complete"] = completing(case, move, found)
    return render(request, "acquisitions/package.html", told, status=refused.status if refused is not None else 200)


def none_made(request: HttpRequest, framed: Mapping[str, Any], problem: Exception) -> HttpResponse:
    """The page where no package or briefing can be shown, with the reason."""
    gone = isinstance(problem, frozen.GoneError)
    context = {**framed, "why": str(problem), "gone": gone}
    return render(request, "acquisitions/no_package.html", context, status=410 if gone else 422)


def downloads(case: Acquisition, whole: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The papers of the page, each with its forms, address and words: first what goes into the solicitation."""
    return [(paper, [(reverse(f"acquisition_{name}", args=[case.reference]), words) for name, words in forms
                     if name != "requests_docx" or drafted(whole)]) for paper, forms in PAPERS]  # fmt: skip


def _of_days(whole: Mapping[str, Any]) -> str:
    """By the law of which day it was made; where it was made on another, that day too."""
    law_day = told_of(whole).get("sol_date")
    if law_day in (None, whole["day"]):
        return str(whole["day"])
    return f"{law_day}, the day of the solicitation; worked out on {whole['day']}"


def _sorted(whole: Mapping[str, Any], typed: Typed) -> dict[str, Any]:
    """The items by what lets them stand."""
    whole = {**whole, **{part: [{**i, "text": worded(i, whole)} for i in whole[part]]
                         for part in ("items", "open", "later", "apart")}}  # fmt: skip
    items = [_item(i, typed) for i in whole["items"]]
    required, free = ([i for i in items if i["authority"]["standing"] == s] for s in (REQUIRED, DISCRETION))
    apart = [(title, says, [_item(i, typed) for i in whole["apart"] if i["authority"]["standing"] == standing])
             for standing, title, says in APART]  # fmt: skip
    unknown = [p for p in whole["ask_next"] if not binding.is_event(p)]
    blanks = sum(1 for i in solicited(whole) for b in package_typed.own(i) if not b["filled"])
    return {
        "answer": _answer(whole, required, free, unknown), "required": _by_kind(required), "free": free,
        "required_count": len(required), "free_count": len(free), "unfold": _unfold(required, free, apart),
        "open": [_item(i, NOTHING) for i in whole["open"]], "later": [_item(i, NOTHING) for i in whole["later"]],
        "apart": [(*row, _touched(row[2])) for row in apart if row[2]],
        "numbers": numbers(whole), "without": _without(whole),
        "without_more": len(whole["without_text"]) - len(of_purchase(whole)),
        "untold_bars": [{**bar, "asks": [(p, asks(p)) for p in bar["find_out"]]} for bar in whole.get("open_bars", ())],
        "unknown": [(p, asks(p)) for p in unknown[:FIRST_UNKNOWN]],
        "more": max(0, len(unknown) - FIRST_UNKNOWN),
        "blanks": blanks, **_to_fill([*required, *free]),
        "deviations": sum(1 for i in items for b in package_typed.own(i) if b["in_title"]),
        "sol_number": typed.said.get(package_typed.SOLICITATION_NUMBER, number(whole)),
        "deviation": typed.said.get(package_typed.DEVIATION, package_typed.shared_date(whole)),
    }  # fmt: skip


def _to_fill(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The items with blanks beside dates: those that go out, and those of the office with how many of theirs are open."""
    held = [i for i in items if any(not b["in_title"] for b in i["officer"])]
    notes = [i for i in held if not in_solicitation(i)]
    blanks = [b for i in notes for b in i["officer"] if not b["in_title"]]
    fills = [i for i in held if in_solicitation(i)]
    return {
        "fills": fills, "folded": len(fills) > FEW, "fills_typed": any(b["new"] for i in fills for b in i["officer"]),
        "notes": notes,
        "to_fill": sum(not b["filled"] for b in blanks), "fillable": len(blanks), "fills_new": any(b["new"] for b in blanks),
        "open_notes": [i["name"] for i in notes if i["kind"] == NOTE and any(not b["filled"] for b in i["officer"])],
    }  # fmt: skip


def _unfold(required: list[Any], free: list[Any], apart: Iterable[tuple[Any, ...]]) -> dict[str, bool]:
    """Which parts hold something typed that is not kept yet; `any` of them."""
    parts = {"required": _touched(required), "free": _touched(free)}
    return {**parts, "any": any(parts.values()) or any(_touched(row[2]) for row in apart)}


def _without(whole: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Duties that no text carries: those of this purchase, then the others by their group."""
    def drawn(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{**w, "binds": BINDS.get(binds(w), binds(w)), "cited": plainly(w["cites"])} for w in rows]

    return drawn(of_purchase(whole)), [(says, drawn(held)) for says, held in of_others(whole)]


def _touched(items: Iterable[Mapping[str, Any]]) -> bool:
    """Whether something was typed that is not kept yet: it is not folded away."""
    return any(i["taken"] or i["reason"] or any(b["new"] for b in i["officer"]) for i in items)


def _says(paper: str, case: Acquisition, whole: Mapping[str, Any]) -> str:
    """What stands in one of the papers, or what to heed with it, in a line."""
    if paper == TEXTS:
        return f"{ALONE} {_in_short(solicited(whole))}"
    if paper == RECORD:
        return _counted(i for i in whole["items"] if not in_solicitation(i))
    if case.control_number:
        return f"OMB control number {case.control_number}."
    already = in_all(noted(case), case.addressees)
    return f"To nine at most within twelve months; more need an OMB control number (44 USC 3502(3), 3512). {already}".strip()


def _in_short(items: Iterable[Mapping[str, Any]]) -> str:
    """Per kind what is in, by number where it has one."""
    groups: dict[str, list[str]] = {}
    for i in sorted(items, key=lambda i: list(HEADINGS).index(i["kind"])):
        beside = f" with {i['alternate']}" if i["alternate"] else ""
        groups.setdefault(HEADINGS[i["kind"]], []).append(f"{i['number']}{beside}" if i["number"] else i["title"])
    return " ".join(f"{heading.partition(',')[0]}: {'; '.join(dict.fromkeys(names))}." for heading, names in groups.items())


def _counted(items: Iterable[Mapping[str, Any]]) -> str:
    """How many of each kind stand in the record alone."""
    kinds = Counter(HEADINGS[i["kind"]].partition(",")[0].lower() for i in items)
    held = listing(f"{kind} ({n})" for kind, n in kinds.items())
    return "All of it, each item with its authority" + (f"; beside what goes out: {held}." if held else ".")


def _letter(case: Acquisition) -> dict[str, Any] | None:
    """The letter to vendors: its addresses and how many questions it has; None where none follows from the facts."""
    asked = len(on_sheet(as_document(briefing_for(case.facts_told, today()))))
    forms = {form: reverse(f"acquisition_questions_{form}", args=[case.reference]) for form in ("docx", "pdf")}
    return {**forms, "questions": asked} if asked else None


def _answer(whole: Mapping[str, Any], required: list[Any], free: list[Any], unknown: list[str]) -> str:
    said = [f"{binding.counted(len(required), 'item')} required by law and {binding.counted(len(free), 'item')} within the "
            "officer's discretion stand in this package."]  # fmt: skip
    if whole["open"]:
        said.append(f"{len(whole['open'])} more may have a place, once a fact is known that is not.")
    elif unknown:
        said.append(f"{binding.counted(len(unknown), 'fact')} that a rule turns on {'is' if len(unknown) == 1 else 'are'} "
                    "unknown.")  # fmt: skip
    return " ".join(said)


def _by_kind(items: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    held = list(items)
    groups = [(heading, [i for i in held if i["kind"] == kind]) for kind, heading in HEADINGS.items()]
    return [(heading, few) for heading, few in groups if few]


def _item(i: Mapping[str, Any], typed: Typed) -> dict[str, Any]:
    """One item as the page draws it; what was typed into its blanks stays there."""
    a = i["authority"]
    own = package_typed.own(i)
    again = [typed.blank(i["id"], n) for n in range(len(own))]
    taken, reason = (typed.said.get(f"{name}:{i['id']}", "") for name in ("taken", "why"))
    return {
        **i, "dated": any(b["in_title"] for b in own),
        "by": f"{a['means'][:1].upper()}{a['means'][1:]}: {cited(a['cites'], a['mark'])}",
        "why": "; ".join(r["says"] for r in i["because"]), "own": bool(own), "said": stopped(a["says"]),
        "officer": [{**b, "typed": (b["filled"] or "") if said is None else said, "new": said not in (None, b["filled"] or "")}
                    for b, said in zip(own, again, strict=True)],
        "taken": taken, "reason": reason, "turns_on": [(p, asks(p)) for p in i["find_out"]],
    }  # fmt: skip


def stopped(says: str) -> str:
    """A sentence with one stop at its end."""
    return says if not says or says.endswith((".", "?", "!")) else f"{says}."


def keep(request: HttpRequest, case: Acquisition) -> HttpResponseBase:
    """Keeps all that was typed on the page: the blanks of every item and every decision."""
    typed = Typed.of(request)
    try:
        changed = package_typed.keep(request, case, typed)
    except RefusedError as refused:
        return _shown(request, Acquisition.objects.get(pk=case.pk), refused, typed)
    said = f"Kept: what you wrote or decided for {binding.counted(changed, 'item')}." if changed else NOTHING_NEW
    messages.success(request, said)
    return redirect("acquisition_package", case.reference)


def solicit(request: HttpRequest, case: Acquisition) -> HttpResponseBase:
    """Keeps the package as it stands, each document by its hash, and marks the purchase as solicited."""
    typed = Typed.of(request)
    day = typed.said.get("day", "")
    try:
        if not may(case, request.actor, "solicit"):
            case.move("solicit", request.actor, {"day": day}, version=version_of(request))
        version = case.version if package_typed.keep(request, case, typed) else version_of(request)
        named = {f"paper_{kind}": _paper(*told) for kind, told in frozen.papers(case).items()}
        case.move("solicit", request.actor, {"day": day, **named}, version=version)
    except (InputRefusedError, MachineError) as problem:
        return _shown(request, case, MissingError({"day": str(problem)}), typed)
    except RefusedError as refused:
        return _shown(request, Acquisition.objects.get(pk=case.pk), refused, typed)
    messages.success(request, "Solicited. The package is kept as it stood, each document by its hash.")
    return redirect("acquisition_package", case.reference)


def _paper(name: str, content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def file(request: HttpRequest, case: Acquisition, form: str) -> HttpResponse:
    """The package as a file; once solicited, the very documents that were kept."""
    try:
        content = frozen.kept(case, form) if frozen.holds(case, form) else _drawn(case, form)
    except (InputRefusedError, MachineError) as problem:
        return none_made(request, framed(request, case, "package"), problem)
    name = SAVED.get(form, f"package.{form}")
    told = HttpResponse(content, content_type=KINDS[name.rpartition(".")[2]])
    told["Content-Disposition"] = f'attachment; filename="{case.reference}-{name}"'
    return told


def _drawn(case: Acquisition, form: str) -> bytes:
    told = frozen.as_bytes(frozen.document(case))
    return told if form == "json" else frozen.drawn(told, form, case.solicited_on or today())
