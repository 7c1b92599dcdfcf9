"""What a page says of the review of a plan: the verdict, the five parts, the gaps, what was mended since the last version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from buyfair.cards.plan_review import ASKED, FRAMES, HEAD, NAMES, VERDICT, WHERE
from buyfair.cards.words import clean
from buyfair.cards.words import many as counted

Review = Mapping[str, Any]
ANSWERED = {
    "present": "present",
    "specific": "specific",
    "dated": "dated",
    "fits_facts": "fits what is told of the work",
}
HEADS = HEAD[1:]
LABELS = {
    "contractor": "Contractor", "contract": "Contract", "plan_date": "Date of the plan", "workforce": "Workers",
    "recruiters": "Recruiters", "housing": "Housing", "place": "Place", "subcontractors": "Subcontractors",
}  # fmt: skip
"""The facts of the work as a page names them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five parts: what was asked of it with the answer, the sentences that answered, the gaps in it."""

    name: str
    answers: tuple[tuple[str, str], ...]
    quotes: tuple[tuple[str, str, str], ...]
    remark: str


def verdict(review: Review) -> str:
    """The answer first, in the words of the command line."""
    unknown = ", ".join(
        f"{NAMES[p['part']].lower()} ({', '.join(a.partition('_')[0] for a in ASKED if p[a] == 'unknown')})"
        for p in review["parts"] if "unknown" in (p[a] for a in ASKED)
    )  # fmt: skip
    return VERDICT[review["adequate"]].format(gaps=counted(len(review["gaps"]), "gap"), unknown=unknown)


def parts(review: Review) -> list[Part]:
    """The five parts in the order of the law."""
    return [_part(told) for told in review["parts"]]


def _part(told: Mapping[str, Any]) -> Part:
    rightly = told["part"] == "housing" and told["present"] == "no" and told["fits_facts"] == "yes"
    return Part(
        NAMES[told["part"]], tuple((head, told[key]) for head, key in zip(HEADS, ASKED, strict=True)),
        tuple((ANSWERED[q["answer_to"]], clean(q["quote"]), q["place"]) for q in told["quotes"]),
        "No housing is arranged, so none is needed." if rightly else "",
    )  # fmt: skip


def gaps(review: Review) -> list[dict[str, str]]:
    """Each gap with the part it is in, the sentence it is about, and how to mend it."""
    return [_gap(told) for told in review["gaps"]]


def _gap(told: Mapping[str, Any]) -> dict[str, str]:
    rules = list(dict.fromkeys((told["id"], told["rule"])))
    return {
        "part": NAMES[told["part"]], "what": told["what"], "quote": clean(told["quote"] or ""), "place": told["place"] or "",
        "fix": told["fix"], "rules": ", ".join(rules),
    }  # fmt: skip


def untold(review: Review) -> list[str]:
    """What cannot be told: answers that are unknown, and the notes of the reading."""
    open_ = [
        f"{NAMES[p['part']]}: whether it is {ANSWERED[a] if a != 'fits_facts' else 'fit for the work'} cannot be told."
        for p in review["parts"] for a in ASKED if p[a] == "unknown"
    ]  # fmt: skip
    return [*open_, *review["notes"]]


def told_of_the_work(review: Review, by_office: Mapping[str, str]) -> list[tuple[str, str]]:
    """The facts that the parts were held against, each with who told it: the office, or the plan itself."""
    rows = [(key, label, clean(review["facts"].get(key) or "")) for key, label in LABELS.items()]
    return [
        (label, f"{words} ({'the office' if key in by_office else 'the plan itself'} told so)" if words else "not told")
        for key, label, words in rows
    ]


def work_document(review: Review) -> dict[str, Any] | None:
    """What is said of the work document of each worker; None where it is not spoken of."""
    found = review["worker_document"]
    if found is None:
        return None
    says = [(clean(s["name"]), s["said"], clean(s["quote"] or ""), s["place"] or "") for s in found["says"]]
    return {"name": clean(found["name"]), "where": WHERE[found["found_in"]], "says": says,
            "findings": [f["fix"] for f in found["findings"]]}  # fmt: skip


def second_reading(review: Review) -> list[dict[str, Any]]:
    """Two frames beside the law, no duty."""
    return [
        {"title": title, "key": key,
         "steps": [(s["name"], s["addressed"], clean(s["quote"] or ""), s["place"] or "") for s in review[key]]}
        for key, title in FRAMES.items()
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mended:
    """Two versions beside each other: by part the answers of both, and the gaps that are gone, still there, or new."""

    rows: tuple[tuple[str, str, str, str, bool], ...]
    gone: tuple[dict[str, str], ...]
    still: tuple[dict[str, str], ...]
    new: tuple[dict[str, str], ...]

    @property
    def changed(self) -> list[tuple[str, str, str, str, bool]]:
        """The answers that are others now."""
        return [row for row in self.rows if row[-1]]


def mended(before: Review, now: Review) -> Mended:
    """What the later version says otherwise. A gap is the same where its part, its kind and its fix are."""
    was, is_ = {_same(g): g for g in before["gaps"]}, {_same(g): g for g in now["gaps"]}
    rows = tuple(
        (NAMES[a["part"]], head, a[key], b[key], a[key] != b[key])
        for a, b in zip(before["parts"], now["parts"], strict=True) for head, key in zip(HEADS, ASKED, strict=True)
    )  # fmt: skip
    return Mended(
        rows,
        _told(was, was.keys() - is_.keys()),
        _told(is_, is_.keys() & was.keys()),
        _told(is_, is_.keys() - was.keys()),
    )


def _told(gaps: Mapping[tuple[str, str, str], Any], keys: Iterable[tuple[str, str, str]]) -> tuple[dict[str, str], ...]:
    return tuple(_gap(gap) for key, gap in gaps.items() if key in set(keys))


def _same(gap: Mapping[str, Any]) -> tuple[str, str, str]:
    return gap["part"], gap["what"], gap["fix"]
