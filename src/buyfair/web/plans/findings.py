"""What a review of a plan found, as files: one row per gap with its fix, or one per question with its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

from buyfair.cards.plan_review import ASKED, MEANS_NOT
from buyfair.web.core.sheets.take import table
from buyfair.web.plans import telling
from buyfair.web.plans.models import Plan, PlanVersion

LEAD = "Each gap is a lead about the text: it is no finding that anybody broke the law."


def taken(plan: Plan, version: PlanVersion, what: str, form: str) -> StreamingHttpResponse:
    """One table of a review as a file that says which version it is about; `what` is one of TABLES."""
    review, (columns, rows) = version.document_of_review, TABLES[what]
    about = {
        "case": plan.reference, "supplier": plan.supplier, "contract": plan.contract, "version": str(version.number),
        "received on": version.received_on.isoformat(), "read as of": str(review["day"]), "answer": telling.verdict(review),
        "sha256": str(review["sha256"]), "knowledge": str(review["knowledge"]), "not": f"{LEAD} {MEANS_NOT}",
    }  # fmt: skip
    return table(rows(review), columns, form, f"{plan.reference.lower()}-{version.number}-{what}", about)


def _answers(review: telling.Review) -> Iterator[dict[str, Any]]:
    for told, part in zip(review["parts"], telling.parts(review), strict=True):
        for (asked, answer), key in zip(part.answers, ASKED, strict=True):
            said = [f"{q['quote']} ({q['place']})" for q in told["quotes"] if q["answer_to"] == key]
            yield {"part": part.name, "asked": asked, "answer": answer, "sentences": said, "remark": part.remark}


TABLES: dict[str, tuple[tuple[str, ...], Callable[[telling.Review], Iterable[dict[str, Any]]]]] = {
    "gaps": (("part", "what", "quote", "place", "fix", "rules"), telling.gaps),
    "answers": (("part", "asked", "answer", "sentences", "remark"), _answers),
}
"""Each table by its name in the address: its columns and its rows."""
