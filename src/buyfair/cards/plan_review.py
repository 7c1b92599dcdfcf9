"""The review of one compliance plan on a page that a contracting officer reads in a minute, and as a letter."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from buyfair.cards.words import clean

NAMES = {
    "awareness": "Awareness program",
    "reporting": "Reporting process",
    "recruitment_and_wages": "Recruitment and wage plan",
    "housing": "Housing plan",
    "prevention_and_monitoring": "Prevention and monitoring",
}
ASKED = ("present", "specific", "dated", "fits_facts")
HEAD = ("Part", "present", "specific", "dated", "fits")
VERDICT = {
    "yes": "The five parts stand in the plan, specific, dated and fitting what is told of the work. Whether it is kept is "
    "seen at the site, not here.",
    "no": "The plan falls short of what the clause asks: {gaps} below. Each is a lead: read the sentence before you write.",
    "unknown": "No gap was found, and not everything can be told: {unknown}.",
}
FRAMES = {"oecd": "OECD, six steps", "comply_chain": "Comply Chain, eight steps"}
WHERE = {"file": "a file of its own", "annex": "an annex of the plan", "plan": "only spoken of in the plan, not seen"}
LONGEST = 260
MEANS_NOT = "A sentence that says it is not the deed: nothing here shows that the plan is kept."


def review_text(document: Mapping[str, Any], width: int) -> str:
    """The page for a terminal."""
    blocks = (_verdict, _table, _gaps, _worker_document, _second_reading, _aside)
    return "\n".join(line for block in blocks for line in block(document, width)).rstrip("\n") + "\n"


def _verdict(document: Mapping[str, Any], width: int) -> Iterator[str]:
    yield from _wrapped(f"{document['plan']}", width)
    about = [document["facts"].get(key) for key in ("contractor", "contract", "plan_date")]
    if any(about):
        yield from _wrapped("; ".join(a for a in about if a), width)
    yield ""
    many = len(document["gaps"])
    unknown = ", ".join(
        f"{NAMES[p['part']].lower()} ({', '.join(_asked(a) for a in ASKED if p[a] == 'unknown')})"
        for p in document["parts"]
        if "unknown" in (p[a] for a in ASKED)
    )
    said = VERDICT[document["adequate"]].format(gaps="1 gap" if many == 1 else f"{many} gaps", unknown=unknown)
    yield from _wrapped(said, width)
    yield ""


def _asked(key: str) -> str:
    return key.partition("_")[0]


def _table(document: Mapping[str, Any], _: int) -> Iterator[str]:
    first = max(len(n) for n in NAMES.values()) + 2
    yield f"{HEAD[0]:<{first}}" + "".join(f"{word:<10}" for word in HEAD[1:]).rstrip()
    for part in document["parts"]:
        yield f"{NAMES[part['part']]:<{first}}" + "".join(f"{part[a]:<10}" for a in ASKED).rstrip()
        if part["part"] == "housing" and part["present"] == "no" and part["fits_facts"] == "yes":
            yield f"{'':<{first}}no housing is arranged, so none is needed"
    yield ""


def _gaps(document: Mapping[str, Any], width: int) -> Iterator[str]:
    for n, gap in enumerate(document["gaps"], 1):
        yield f"{n}. {NAMES[gap['part']]}: {gap['what']} ({_rules(gap)})"
        yield from _quoted(gap["quote"], gap["place"], width)
        yield from _wrapped(f"Write: {gap['fix']}", width, "   ")
        yield ""


def _rules(gap: Mapping[str, Any]) -> str:
    return gap["id"] if gap["rule"] == gap["id"] else f"{gap['id']}, {gap['rule']}"


def _quoted(quote: str | None, place: str | None, width: int) -> Iterator[str]:
    if quote is not None:
        yield from _wrapped(f"\u201c{_short(quote)}\u201d ({place})", width, "   ")


def _short(quote: str) -> str:
    said = clean(quote)
    return said if len(said) <= LONGEST else said[:LONGEST].rsplit(" ", 1)[0] + " ..."


def _worker_document(document: Mapping[str, Any], width: int) -> Iterator[str]:
    found = document["worker_document"]
    if found is None:
        return
    where = WHERE[found["found_in"]]
    yield from _wrapped(f"Work document of each worker (TIP-15): {clean(found['name'])}, {where}", width)
    for answer in ("yes", "no", "unknown"):
        named = [s["name"] for s in found["says"] if s["said"] == answer]
        if named:
            word = {"yes": "says", "no": "lacks", "unknown": "not told"}[answer]
            yield from _wrapped(f"{word}: {'; '.join(named)}", width, "   ")
    yield ""


def _second_reading(document: Mapping[str, Any], width: int) -> Iterator[str]:
    for key, title in FRAMES.items():
        yield f"{title} (a second reading, no duty)"
        for step in document[key]:
            mark = f"   {step['addressed']:<4}{step['name']}"
            yield mark if step["quote"] is None else f"{mark} ({step['place']})"
        yield ""
    del width


def _aside(document: Mapping[str, Any], width: int) -> Iterator[str]:
    for note in (*document["notes"], MEANS_NOT):
        yield from _wrapped(note, width)
    yield f"Read on {document['day']}; knowledge {document['knowledge']}"


def _wrapped(text: str, width: int, indent: str = "") -> Iterator[str]:
    yield from textwrap.wrap(
        clean(text), width, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


# The letter


def letter_text(document: Mapping[str, Any]) -> str:
    """The findings as the body of a letter, to send as it is after a person has read the sentences."""
    return "\n".join(_letter(document)) + "\n"


def _letter(document: Mapping[str, Any]) -> Iterator[str]:
    told = document["facts"]
    yield f"To: {clean(told.get('contractor') or 'the contractor')}"
    yield f"Subject: Compliance plan under FAR 52.222-50(h), {clean(told.get('contract') or document['plan'])}"
    yield ""
    if not document["gaps"]:
        yield "We have read your compliance plan and have no findings on its text."
        if document["adequate"] == "unknown":
            yield ""
            yield from textwrap.wrap(f"Please tell us what we could not: {' '.join(_untold(document))}", 88)
        return
    yield from textwrap.wrap(
        "We have read your compliance plan. The clause asks that it be appropriate to this contract and hold five parts. "
        "Please mend the points below and send the plan again within the time that the contract sets.", 88,
    )  # fmt: skip
    yield ""
    yield from _points(document["gaps"])
    found = document["worker_document"]
    if found and found["findings"]:
        yield "Work document of each worker:"
        for finding in found["findings"]:
            yield from textwrap.wrap(f"- {finding['fix']}", 88, subsequent_indent="  ")
        yield ""
    yield from textwrap.wrap(
        "If a sentence was misread, tell us where the plan says it. These points are about the text of the plan; they are no "
        "finding that anybody broke the law.", 88,
    )  # fmt: skip


def _untold(document: Mapping[str, Any]) -> Iterator[str]:
    for part in document["parts"]:
        if "unknown" in (part[a] for a in ASKED):
            yield f"how the {NAMES[part['part']].lower()} fits this contract (workers, languages, recruiters, housing);"


def _points(gaps: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for n, gap in enumerate(gaps, 1):
        yield from textwrap.wrap(f"{n}. {gap['fix']}", 88, subsequent_indent="   ")
        if gap["quote"] is not None:
            said = f"You write ({gap['place']}): \u201c{_short(gap['quote'])}\u201d"
            yield from textwrap.wrap(said, 88, initial_indent="   ", subsequent_indent="   ")
        yield ""
