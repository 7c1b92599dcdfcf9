"""The snapshots: which one is shown, which others are kept, and what changed from one to another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from buyfair import browse_compare, snapshots
from buyfair.browse_figures import opened
from buyfair.browse_filters import Filters
from buyfair.cards import words
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.web.core.sheets.formats import download
from buyfair.web.core.sheets.take import Kinds, file_asked, table
from buyfair.web.portfolio.address import Asked, queried, read
from buyfair.web.portfolio.exports import sheet_of
from buyfair.web.portfolio.framed import tabs, taken
from buyfair.web.portfolio.linked import dossier
from buyfair.web.portfolio.pages import SNAPSHOTS

_SHOWN = 12
_NAMES = {"sectors": ("sector", "Sector", words.sector_label), "goods": ("good", "Good", words.good_label),
          "agencies": ("agency", "Agency", lambda name: words.clean(name or "Agency not told"))}  # fmt: skip


def view(request: HttpRequest) -> HttpResponseBase:
    """All snapshots, the one that is shown marked; two of them side by side where two were chosen."""
    home = Path(settings.HOME)
    shown = snapshots.current(home)
    every = list(snapshots.every(home))
    if shown is not None and shown.id not in {each.id for each in every}:
        every.insert(0, shown)
    asked = Asked(read(request.GET, ("before", "after")).asked.filters)
    told: dict[str, Any] = {
        "page": SNAPSHOTS, "tabs": tabs(SNAPSHOTS, asked), "every": [_row(each, shown) for each in every],
        "before": request.GET.get("before", ""), "after": request.GET.get("after", ""), "one": len(every) < 2,
        "ends": (("before", "Before"), ("after", "After")),
    }  # fmt: skip
    if told["before"] or told["after"]:
        try:
            one, other = (snapshots.one(home, words.clean(told[end])[:80]) for end in ("before", "after"))
            if form := file_asked(request):
                return _taken(one, other, request.GET.get("what", ""), form)
            told["compared"] = _compared(browse_compare.compare(one, other), shown)
        except InputRefusedError as problem:
            told["refused"] = str(problem)
    return render(request, "portfolio/snapshots.html", told, status=400 if "refused" in told else 200)


def _taken(before: Snapshot, after: Snapshot, what: str, form: str) -> HttpResponseBase:
    """The comparison as a file: every group with its dollars, or every award of either."""
    if what not in ("", "awards"):
        raise refuse(f'"{words.clean(what)[:40]}" is no file of a comparison', "awards, or nothing", "take one of those below")
    name = f"compared-{before.id}-{after.id}"
    about = {"before": before.id, "after": after.id, "not": words.NOT_ABOUT_SUPPLIER}
    if what == "awards":
        return download(sheet_of("compared awards", browse_compare.awards(before, after), about), form, f"{name}-awards")
    told = browse_compare.compare(before, after)
    about |= {"same knowledge": "yes" if told["same_knowledge"] else "no: a difference may be of lists and rules"}
    return table(_changes(told), CHANGES, form, name, about, KINDS)


CHANGES = ("by", "value", "awards_before", "awards_after",
           *(f"{money}_{end}" for money in browse_compare.MONEY for end in ("before", "after", "change")))  # fmt: skip
"""The columns of a comparison; of a class its dollars alone are told."""
KINDS: Kinds = {name: "count" if name.startswith("awards") else "money" for name in CHANGES[2:]}


def _changes(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    none = dict.fromkeys(CHANGES)
    for row in told["exposure"]:
        dollars = {f"dollars_{end}": row[end] for end in ("before", "after", "change")}
        yield none | dollars | {"by": "class", "value": row["class"]}
    for part, key in browse_compare.BY.items():
        for row in told[part]:
            sums = {f"{money}_{end}": says for money in browse_compare.MONEY for end, says in row[money].items()}
            yield none | sums | {"by": key, "value": row[key]} | {f"awards_{end}": n for end, n in row["awards"].items()}


def _row(each: Snapshot, shown: Snapshot | None) -> dict[str, Any]:
    return {
        "id": each.id, "label": each.label, "day": words.long_day(each.day) if each.day else "not told",
        "taken": taken(each.taken) if each.taken else "not told", "shown": shown is not None and shown.id == each.id,
    }  # fmt: skip


def _compared(told: Mapping[str, Any], shown: Snapshot | None) -> dict[str, Any]:
    """The comparison in words: the classes, the groups that changed most, and the awards that came, went or moved."""
    awards = told["awards"]
    opens = [end for end in ENDS if shown is not None and told[end]["id"] == shown.id]
    lists = [_list(told, name, opens) for name in LISTS]
    there = {each["name"] for each in lists if each["rows"]}
    return {
        "before": told["before"], "after": told["after"], "same_knowledge": told["same_knowledge"],
        "opens": next((ENDS[end] for end in opens), None),
        "classes": [_class(row, opens) for row in told["exposure"]],
        "groups": [{"head": head, "name": part, "rows": [
            _group(part, says(row[key]), row, opens) for row in told[part][:_SHOWN]
            if any(words.money(row[m]["change"]) for m in _MONEY)]} for part, (key, head, says) in _NAMES.items()],
        "awards": [{"says": says, "awards": words.count(awards[what]["awards"]), "one": awards[what]["awards"] == 1,
                    "dollars": words.short_dollars(awards[what]["dollars"]), "list": what if what in there else ""}
                   for what, says in (("came", "came"), ("went", "went"), ("stayed", "stand in both"))],
        "moved": [{**row, "says": f"{words.class_label(row['before'])} to {words.class_label(row['after']).lower()}"}
                  for row in awards.get("classes") or ()],
        "lists": [each for each in lists if each["rows"]],
    }  # fmt: skip


ENDS = {"before": "Before", "after": "After"}
LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "came": ("The largest awards that came", ("after",)),
    "went": ("The largest awards that went", ("before",)),
    "changed": ("The largest awards that stand in another class", ("before", "after")),
    "ranks_moved": ("The awards whose rank moved most, of those that rank among the first 1,000 before or after",
                    ("before", "after")),
}
"""The lists of awards: what each is called, and in which of the two snapshots its awards stand."""


def _list(told: Mapping[str, Any], name: str, opens: Collection[str]) -> dict[str, Any]:
    """The awards of a list; those of the snapshot that is shown open their dossier, for dossiers are of that one."""
    says, ends = LISTS[name]
    rows = list(told.get(name) or ())
    counts = {**told["awards"], "changed": {"awards": sum(row["awards"] for row in told["awards"].get("classes") or ())}}
    count = counts[name]["awards"] if name in counts else None
    shut = "" if set(ends) & set(opens) else " or ".join(ENDS[end] for end in ends)
    return {
        "name": name, "says": says, "shut": shut, "of": words.count(count) if count is not None and count > _SHOWN else "",
        "rows": [{"id": str(row["award_id"]), "address": None if shut else dossier(row["award_id"]), "was": _was(name, row)}
                 for row in rows[:_SHOWN]],
    }  # fmt: skip


def _was(name: str, row: Mapping[str, Any]) -> str:
    """What is said of an award of a list."""
    if name == "ranks_moved":
        return f"rank {words.count(row['rank_before'])} to {words.count(row['rank_after'])}"
    end = "before" if name == "went" else "after"
    stands = words.class_label(row[f"exposure_{end}"]).lower()
    was = f"{words.class_label(row['exposure_before']).lower()} to {stands}" if name == "changed" else stands
    return f"{words.short_dollars(row[f'dollars_{end}'])}, {was}"


_MONEY = ("matched", "possible", "unknown", "dollars")


def _class(row: Mapping[str, str], opens: Collection[str]) -> dict[str, Any]:
    """A class on both sides; the side of the snapshot that is shown opens its awards, for lists are of that one."""
    to = opened(Filters(), "exposure", {}, row["class"])
    address = None if to is None else reverse("portfolio_awards") + queried(to.pairs())
    return {"name": words.class_label(row["class"]), "figures": [
        {"value": row[end], "says": words.exact_dollars(row[end]),
         "opens": address if end in opens and words.money(row[end]) else None} for end in ("before", "after", "change")
    ]}  # fmt: skip


def _group(part: str, name: str, row: Mapping[str, Any], opens: Collection[str]) -> dict[str, Any]:
    """A group with its changes; its name opens its awards in the snapshot that is shown, where it has some there."""
    there = any(row["awards"][end] for end in opens)
    to = opened(Filters(), part, dict(row)) if there else None
    changes = [row[m]["change"] for m in _MONEY]
    return {"name": name, "address": None if to is None else reverse("portfolio_awards") + queried(to.pairs()),
            "changes": [{"value": each, "says": words.exact_dollars(each)} for each in changes]}  # fmt: skip
