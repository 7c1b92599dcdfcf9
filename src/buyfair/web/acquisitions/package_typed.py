"""What was typed on the page of a package: every blank and every decision, whichever button of the page sent it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from buyfair.cards.package_texts import NUMBER, number
from buyfair.terms.errors import InputRefusedError
from buyfair.web.acquisitions import frozen
from buyfair.web.acquisitions.models import Acquisition
from buyfair.web.acquisitions.views import version_of
from buyfair.web.casework.refused import MissingError

OFFICER = "contracting officer"
LONGEST_BLANK = 5000
DEVIATION = "deviation"
"""The field of the date that stands behind the title of every clause of the overhaul text."""
SOLICITATION_NUMBER = "sol_number"
"""The field of the number of the solicitation."""
Blanks = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Typed:
    """By name of the field what was sent; nothing of it is dropped until it is kept."""

    said: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> Typed:
        """What a request sent, with the line ends of every system made one."""
        return cls({name: request.POST.get(name, "").strip().replace("\r\n", "\n") for name in request.POST})

    def blank(self, item: str, n: int) -> str | None:
        """What was typed into one blank; None where the page did not send it."""
        return self.said.get(f"blank:{item}:{n}")

    def decisions(self) -> Iterator[dict[str, str]]:
        """Each item that is taken in or left out, or of which a reason was written."""
        for name in dict.fromkeys(key.partition(":")[2] for key in self.said if key.startswith(("taken:", "why:"))):
            told = {"item": name, "taken": self.said.get(f"taken:{name}", ""), "why": self.said.get(f"why:{name}", "")}
            if told["taken"] or told["why"]:
                yield told


def own(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The blanks that the officer fills."""
    return [b for b in item["fill_ins"] if b["by"] == OFFICER]


def kept_items(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The items whose blanks are filled; those beside the package too, which may still be taken in."""
    yield from (*told["items"], *told["open"], *told["later"], *told["apart"])


def shared_date(told: Mapping[str, Any]) -> str:
    """The date of the agency's deviation where every clause that has one has the same; else empty."""
    dates = {b["filled"] or "" for i in kept_items(told) for b in own(i) if b["in_title"]}
    return dates.pop() if len(dates) == 1 else ""


def keep(request: HttpRequest, case: Acquisition, typed: Typed) -> int:
    """Keeps every blank and every decision that was typed, and tells how many items that changed.

    Raises: RefusedError, with what was typed still whole for the page to show again.
    """
    version = version_of(request)
    wanted = list(typed.decisions())
    decided = frozen.known(case, [t["item"] for t in wanted], discretion=True) if wanted else []
    if missing := dict(filter(None, map(_missing, decided, wanted))):
        raise MissingError(missing)
    changed = _blanks(case, typed)
    if changed:
        case.move("fill", request.actor, {"blanks": json.dumps(changed, ensure_ascii=False)}, version=version)
        version = case.version
    for told in wanted:
        case.move("choose", request.actor, told, version=version)
        version = case.version
    return len(changed) + len(wanted)


def _missing(item: Mapping[str, Any], told: Mapping[str, str]) -> tuple[str, str] | None:
    """What a decision still lacks, by the name of its field."""
    if not told["taken"]:
        return f"taken:{told['item']}", (f"A reason was written for “{item['name']}”, and not what you decide: say whether you "
                                         "take it in or leave it out")  # fmt: skip
    if not told["why"]:
        does = "take it in" if told["taken"] == "in" else "leave it out"
        return f"why:{told['item']}", f"“{item['name']}” has no reason yet: write below it why you {does}"
    return None


def _blanks(case: Acquisition, typed: Typed) -> Blanks:
    """By item what stands in its blanks now, of the items where that is something else than before."""
    if too_long := [said for said in typed.said.values() if len(said) > LONGEST_BLANK and said in _all_blanks(typed)]:
        raise MissingError({"blanks": f"{len(too_long[0]):,} characters were typed into one blank; at most "
                            f"{LONGEST_BLANK:,} are expected: shorten it, or attach it as a document"})  # fmt: skip
    if not _all_blanks(typed) and not {DEVIATION, SOLICITATION_NUMBER} & typed.said.keys():
        return {}
    try:
        whole = frozen.document(case)
    except InputRefusedError as refused:
        raise MissingError({"item": str(refused).rstrip(".")}) from None
    shared, changed = shared_date(whole), Blanks()
    frozen.known(case, {name.split(":")[1] for name in typed.said if name.startswith("blank:")}, discretion=False)
    for item in kept_items(whole):
        before = {b["asks"]: b["filled"] or "" for b in own(item)}
        now = {b["asks"]: _one(b, typed.blank(item["id"], n), typed, shared) for n, b in enumerate(own(item))}
        if now != before:
            changed[item["id"]] = {asks: said for asks, said in now.items() if said}
    told = typed.said.get(SOLICITATION_NUMBER)
    if told is not None and told != number(whole):
        changed[frozen.WHOLE] = {NUMBER: told} if told else {}
    return changed


def _all_blanks(typed: Typed) -> set[str]:
    return {said for name, said in typed.said.items() if name.startswith("blank:") or name in (DEVIATION, SOLICITATION_NUMBER)}


def _one(blank: Mapping[str, Any], said: str | None, typed: Typed, shared: str) -> str:
    """What stands in one blank: its own words; a date of its own is kept, and one that is none of its own follows the rest."""
    before = blank["filled"] or ""
    here = before if said is None else said
    if blank["in_title"] and DEVIATION in typed.said and here == before and here in ("", shared):
        return typed.said[DEVIATION]
    return here
