"""The page of the ready reforms: what each changes, in which words, by which instrument, and what was done before."""

from __future__ import annotations

from collections.abc import Iterator

from buyfair import catalogue
from buyfair.knowledge.burden import anchor
from buyfair.knowledge.precedents import Precedent
from buyfair.knowledge.reforms.reading import INSTRUMENTS, Assumption, Reform
from buyfair.reform.said import changes

_HEAD = """# Ready reforms

Changes of the law that can be tried on an assessed folder: `buyfair reform NAME --in FOLDER`. How they are judged, and what
a file of one's own looks like, stands in [lab.md](../method/lab.md); what they come to on real files in
[reforms.md](../method/reforms.md). The draft words are ours. A mark says whether a text was read, recalled or inferred.
"""


def reforms_page() -> str:
    """The whole page in Markdown."""
    parts = [_HEAD, *(_reform(reform) for reform in catalogue.reforms()), "## What was done before\n",
             *(_precedent(p) for p in catalogue.precedents()), _burden()]  # fmt: skip
    return "\n".join(parts)


def _reform(reform: Reform) -> str:
    lines = [f"## {reform.title}\n", f"`{reform.name}`: by {INSTRUMENTS[reform.instrument]}. Source: {reform.source}.\n",
             f"{reform.summary}\n", *(f"- {said}" for said in changes(reform)), "", *_words(reform.words),
             f"**Commercial and COTS purchases.** {reform.commercial}\n"]  # fmt: skip
    lines += [f"- **{c.with_}**: {c.says} ({c.cites}; {c.mark})" for c in reform.conflicts]
    lines += ["", "What its numbers do not show:\n", *(f"- {limit}" for limit in reform.limits)]
    if reform.expects:
        lines += ["", f"It must come out as nearly {reform.expects}: a check of the lab by itself."]
    if reform.burden:
        lines += ["", *_assumptions(reform.burden)]
    lines += ["", f"See {', '.join(f'[{p}](#{_anchor(p)})' for p in reform.precedents)}.\n"]
    return "\n".join(lines)


def _words(words: str) -> Iterator[str]:
    for line in words.strip().splitlines():
        yield f"> {line}".rstrip()
        yield ">"
    yield ""


def _anchor(name: str) -> str:
    held = next(p for p in catalogue.precedents() if p.id == name)
    kept = "".join(c for c in held.title.lower() if c.isalnum() or c in " -")
    return kept.replace(" ", "-")


def _precedent(p: Precedent) -> str:
    steps = [f"| {step.day.isoformat()} | {step.what} | {step.cites} | {step.mark} |" for step in p.steps]
    return "\n".join([
        f"### {p.title}\n",
        f"{p.cites}; enacted {p.enacted.isoformat()}, {p.days_to_clause:,} days to the last step told. {p.did}\n",
        f"**Commercial and COTS purchases.** {p.commercial}\n", f"**What is to be learned.** {p.learned}\n",
        "| day | step | where | mark |", "|---|---|---|---|", *steps, "", f"Source: {p.source} ({p.mark}).\n",
    ])  # fmt: skip


def _burden() -> str:
    held = anchor()
    return "\n".join([
        "## Burden where a reform says nothing of its own\n", *_assumptions(catalogue.burden()), "",
        f"Held against OMB control number {held.control} ({held.edition}): {held.responses:,} responses, {held.hours:,} hours, "
        f"${held.dollars:,}; {held.hours_per_response:f} hours a response, ${held.dollars_per_hour:f} an hour. {held.source}\n",
    ])  # fmt: skip


def _assumptions(assumed: tuple[Assumption, ...]) -> Iterator[str]:
    yield "| assumption | low | middle | high | unit | source | mark |"
    yield "|---|---|---|---|---|---|---|"
    for a in assumed:
        yield f"| {a.what} | {a.low} | {a.mid} | {a.high} | {a.unit} | {a.source} | {a.mark} |"
