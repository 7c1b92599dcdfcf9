"""An office's risk register on paper: on one sheet how risks are found, answered and communicated; the rows are its annex.

The summary is bounded, whatever the register holds, so that it stands on the first sheet. `told` is one document, the same for
the page and its copies:

office, day; of: whose awards are ranked; snapshot (id, day, label) and summary (of the portfolio, as summary.json), each
    null where none is held.
first: asked, answered (null where nothing is ranked).
counts: all, standing, closed, open, responded, told, reviewed, late, unanswered.
messages: written, sent (gone out), received.
risks: reference, title, stands, response, owner, due, told (sentences), next (the next day that runs and what it is),
    late, came; those that are not closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from buyfair.cards import words
from buyfair.cards.dossier_file_parts import Block, Part, cell, grid, points, say
from buyfair.cards.dossier_file_pdf import paper_of
from buyfair.cards.dossier_file_word import word_of

Told = Mapping[str, Any]
SUBJECT = "Systematic approach to risks of trafficking and forced or child labor in what is bought"
MEMORANDUM = (
    "OMB memorandum M-20-01 has agencies review their contract spending to understand their risk, and see that safeguards and "
    "reviews are in place for high-risk areas. So published summaries say; the memorandum itself was not read."
)
GAO = (
    "GAO-24-106973 asks for a systematic approach: identify and analyze risks, develop responses to them, and communicate them "
    "to those who buy (read in part). The three headings below follow it."
)
LATE_NAMED, LONGEST = 2, 60
"""So many overdue risks are named in the summary, each by so many letters; the annex names all of them whole."""
NOTHING_HELD = "No portfolio is held, so no award is ranked: that nothing is shown here is not the same as no risk."
BY_RESPONSE = ("Response", "Risks", "Message written", "Late")
HEAD = ("Risk", "Response", "Owner", "Done by", "Told", "Stands")
IN_ANNEX = "Each risk that is not closed stands by its own row in the annex, on the sheets that follow."
ANNEX = "It belongs to the summary on the first sheet."
LIMITS = (
    "A rank is an order of looking, and an alert is not a finding. Nothing here says that a supplier did wrong.",
    "That no listing was found is not the same as safe, and what is not recorded never lowers a risk.",
    "Award data hold what the records hold: sites and suppliers below the first tier stand in none.",
    "This page names no trafficking expert and no contact in procurement: the agency designates them elsewhere.",
)


@dataclass(frozen=True, slots=True)
class Page:
    """The page in parts: its title, what stands at its foot."""

    title: str
    parts: tuple[Part, ...]
    foot: tuple[str, ...]


def page(told: Told) -> Page:
    """The summary, which one sheet holds, and its annex; the same document gives the same words."""
    summary = (_answer(told), _identified(told), _answered(told), _told(told), _late(told), _not_shown(told))
    title = f"{_short(words.clean(told['office']))}: {SUBJECT}"
    return Page(title, (*summary, *_annex(told)), _foot(told))


def _short(text: str, letters: int = LONGEST) -> str:
    return text if len(text) <= letters else f"{text[: letters - 3].rstrip()}..."


def pdf(told: Told) -> bytes:
    """The page as a tagged PDF; the same document gives the same bytes."""
    of = page(told)
    return paper_of(of.title, of.parts, of.foot)


def word(told: Told) -> bytes:
    """The page as a Word document; the same document gives the same bytes."""
    of = page(told)
    return word_of(of.title, SUBJECT, date.fromisoformat(told["day"]), of.parts, of.foot)


def in_one_sentence(told: Told) -> str:
    """The answer that stands first."""
    n, first = told["counts"], told["first"]
    day = words.long_day(told["day"])
    if not n["all"]:
        said = f"As of {day}, no risk stands in the register."
    else:
        stands = "risk stands" if n["standing"] == 1 else "risks stand"
        said = (f"As of {day}, {n['standing']:,} {stands} in the register: {n['unanswered']:,} without a response, "
                f"{n['late']:,} late; {n['closed']:,} more {'is' if n['closed'] == 1 else 'are'} closed.")  # fmt: skip
    if first is not None:
        have = "has" if first["answered"] == 1 else "have"
        said += f" {first['answered']:,} of the first {first['asked']:,} ranked awards {have} a response."
    return said


def _answer(told: Told) -> Part:
    return Part("answer", "", (say(in_one_sentence(told), "lead"), say(MEMORANDUM), say(GAO)))


def _identified(told: Told) -> Part:
    """How risks are found: of what, by what, how much of it, and what cannot be told."""
    summary, snapshot = told["summary"], told["snapshot"]
    title = "1. How risks are identified"
    if summary is None or snapshot is None:
        return Part("identified", title, (say(NOTHING_HELD, "strong"),))
    priority = summary["priority"]
    said = [
        f"Award records as of {words.long_day(summary['day'])}, snapshot {snapshot['id']}. Each of "
        f"{words.many(priority['ranked'] + priority['not_ranked'], 'award')} is asked "
        f"{words.many(priority['asked'], 'question')}, weighed and ranked; every reason stands with its sentence, and each "
        "rank with how far it moves if the weights are wrong.",
        words.headline(summary),
        words.bounds(summary["exposure"]),
        *words.caveats(summary),
        f"Ranked for this page: {_short(words.clean(told['of']))}. Goods and places are looked up in "
        f"{words.many(len(summary['sources']), 'list')}: each with its edition in the annex.",
    ]
    return Part("identified", title, (points([cell(each) for each in said]),))


def _answered(told: Told) -> Part:
    """How many risks stand where, and by which response; each by its own row in the annex."""
    n, title = told["counts"], "2. How they are responded to"
    said = (f"{n['open']:,} open, {n['responded']:,} responded, {n['told']:,} told, {n['reviewed']:,} reviewed; "
            f"{n['closed']:,} closed. A response is one of five (ask for the origin, request the compliance plan, verify on "
            "site, add it to the surveillance plan, decline the option), with an owner and a day.")  # fmt: skip
    if not told["risks"]:
        return Part("answered", title, (say(said), say("No risk stands now.")))
    responses = Counter(risk["response"] for risk in told["risks"])
    late = Counter(risk["response"] for risk in told["risks"] if risk["late"])
    written = Counter(risk["response"] for risk in told["risks"] if risk["told"])
    rows = [(words.sentence_case(name), *(f"{n:,}" for n in (many, written[name], late[name])))
            for name, many in responses.most_common()]  # fmt: skip
    return Part("answered", title, (
        say(f"{said} {IN_ANNEX}"),
        grid("Risks that are not closed, by their response", BY_RESPONSE, rows, (8, 2, 3, 2), (1, 2, 3)),
        say(words.NOT_ABOUT_SUPPLIER, "about"),
    ))  # fmt: skip


def _row(risk: Told) -> Sequence[Any]:
    stands = cell(risk["stands"], risk["came"], "late" if risk["late"] else None)
    told = cell(*(risk["told"] or ("nobody yet",)))
    return (cell(risk["title"], risk["reference"]), risk["response"], risk["owner"], risk["due"] or "no day", told, stands)


def _told(told: Told) -> Part:
    m = told["messages"]
    said = (f"{words.many(m['written'], 'message')} written about these risks; {m['sent']:,} went out, {m['received']:,} "
            "known to have been received. Each stands in the register with its words, whom it told, by which way, and its "
            "receipt. Every response, message, receipt and review is an event of a ledger that shows if it was changed; "
            "whether an e-mail went out is noted beside it.")  # fmt: skip
    return Part("told", "3. How they are communicated", (say(said),))


def _late(told: Told) -> Part:
    late = [risk for risk in told["risks"] if risk["late"]]
    if not late:
        return Part("late", "What is overdue", (say("Nothing is overdue."),))
    named = [f"{_named(risk, LONGEST)}: {risk['next']}" for risk in late[:LATE_NAMED]]
    more = [f"{words.many(len(late) - LATE_NAMED, 'more risk')} that {'is' if len(late) == LATE_NAMED + 1 else 'are'} overdue: "
            "see the annex"] if len(late) > LATE_NAMED else []  # fmt: skip
    return Part("late", "What is overdue", (points([cell(each) for each in (*named, *more)]),))


def _named(risk: Told, letters: int | None = None) -> str:
    return f"{risk['reference']}, {risk['title'] if letters is None else _short(risk['title'], letters)}"


def _annex(told: Told) -> Iterator[Part]:
    """The rows behind the summary: each risk that is not closed, what is overdue, and the lists by their editions."""
    if told["risks"]:
        blocks: list[Block] = [
            say(f"{ANNEX} Not closed: {words.many(len(told['risks']), 'risk')}."),
            grid("The register: risks that are not closed", HEAD, map(_row, told["risks"]), (8, 4, 3, 3, 6, 4)),
        ]
        late = [f"{_named(risk)}: {risk['next']} ({risk['owner']})" for risk in told["risks"] if risk["late"]]
        if len(late) > LATE_NAMED:
            blocks += [say("All that is overdue:", "strong"), points([cell(each) for each in late])]
        yield Part("annex", "Annex: the register, row by row", tuple(blocks), sheet=True)
    if told["summary"] is not None:
        lists = [(row["name"], row["edition"], row.get("read") or "not told") for row in told["summary"]["sources"]]
        yield Part("lists", "Annex: the lists", (
            grid("Lists that goods and places are looked up in", ("List", "Edition", "Read on"), lists, (6, 3, 2)),
        ), sheet=not told["risks"])  # fmt: skip


def _not_shown(told: Told) -> Part:
    return Part("limits", "What this page does not show", (points([cell(each) for each in LIMITS]),))


def _foot(told: Told) -> tuple[str, ...]:
    versions = "" if told["summary"] is None else (
        f" Buyfair {told['summary']['versions']['code']}, knowledge {told['summary']['versions']['knowledge']}, "
        f"snapshot {told['snapshot']['id']}.")  # fmt: skip
    return (words.clean(f"{_short(told['office'])}, as of {told['day']}.{versions}"),)
