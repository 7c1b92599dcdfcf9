"""The sentences and figures about a reform that the terminal and the briefs have in common, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from buyfair.cards import words
from buyfair.judge.facts import Fact
from buyfair.knowledge.facts import FACTS
from buyfair.reform.said import phrased

Document = Mapping[str, Any]

UNKNOWN = "not known"
INSTRUMENTS = {
    "statute": "Statute",
    "far_case": "FAR case",
    "class_deviation": "Class deviation",
    "omb_memo": "OMB memorandum",
    "officers_discretion": "Contracting officer's discretion",
}
FOUR = {"before": "Covered today", "anew": "Covered anew", "freed": "No longer covered", "after": "Under the reform"}
ELSE = {"anew": "gained", "freed": "lost"}
"""What stands in for a span where an answer does not tell it."""
PARTS = {"certain": "for certain", "possible": "at most", "undecidable": "cannot be told"}
READ_BOUNDS = (
    "At most = for certain + cannot be told: all that records do not rule out, no estimate. What is covered anew at most holds "
    "awards that cannot be told today either, and that the reform may cover. Today is by the law of each award's own day. A "
    "supplier stands by its most surely covered award."
)
_BINDS = "Covered means that a duty would bind the award."
_REACHES = {
    "fee": "Covered means that the fee would be taken on the award's dollars; it is no duty of a supplier.",
    "preference": "Covered means that the preference could have counted: two offers or more. It is no duty of a supplier.",
}
_NO_ACCUSATION = "It says nothing about how a supplier works."
_OUTSIDE = {"outside": "Outside the sectors", "none": "None of the sectors"}
"""How sectors are named that are none."""
GROUPS = {"sector": "sector", "agency": "agency", "state": "state", "size": "size of supplier"}
_SIZES = {"small": "Small business", "other": "Other than small"}
_HELD = {"nowhere": "in no award record", "proxy": "by a proxy in some award records", "fact": "in some award records"}
MARKS = {"recalled": "recalled, its text was not read", "inferred": "inferred, not read as such"}


# Figures


def count(value: object) -> str:
    """A count or another number as a reader expects it; what is not there is `not known`, never zero."""
    if value is None or isinstance(value, bool):
        return UNKNOWN
    number = Decimal(str(value))
    whole = number == number.to_integral_value()
    return f"{int(number):,}" if whole else f"{number.normalize():,f}"


def dollars(value: object) -> str:
    """An amount in few characters; what is not there is `not known`, never zero."""
    return UNKNOWN if value is None else words.tight_dollars(value)


def spoken(value: object) -> str:
    """An amount for a sentence."""
    return "an amount that is not known" if value is None else words.short_dollars(value)


def many(value: object, one: str) -> str:
    """A count with what it counts."""
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return words.many(value, one)
    return f"an unknown number of {one}s"


def span(low: str, high: str) -> str:
    """Between two figures, or the one that both are."""
    return low if low == high else f"{low} to {high}"


def part(row: object, name: str) -> Document:
    """One part of a row; empty where the answer does not hold it, so that each figure of it reads `not known`."""
    held = row.get(name) if isinstance(row, Mapping) else None
    return held if isinstance(held, Mapping) else {}


def listed(row: object, name: str) -> list[Document]:
    """The rows of a list of the answer; none where it holds none."""
    held = row.get(name) if isinstance(row, Mapping) else None
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, Sequence) else []


def spanned(row: Document, when: str) -> Document:
    """One of FOUR, of an answer or of a group of it."""
    return part(row, when) or part(row, ELSE.get(when, when))


def texts(row: object, name: str) -> list[str]:
    """The sentences of a list of the answer."""
    held = row.get(name) if isinstance(row, Mapping) else None
    return [words.clean(each) for each in held] if isinstance(held, Sequence) and not isinstance(held, str) else []


def between(b: Document, figure: str) -> str:
    """The bounds of one B: from what is certain to what is possible."""
    shown = dollars if figure == "dollars" else count
    return span(*(shown(part(b, name).get(figure)) for name in ("certain", "possible")))


# Sentences


def title(answer: Document) -> str:
    """What the reform is called."""
    return words.clean(answer.get("title") or "") or words.clean(answer.get("reform") or "") or "A reform without a title"


def made_up(answer: Document) -> str:
    """Said first where the bundled sample is among the files: its figures are invented."""
    return f"{words.SAMPLE_BANNER}." if words.is_sample(part(answer, "portfolio")) else ""


def instrument(answer: Document) -> str:
    """By which instrument the reform would come."""
    told = words.clean(answer.get("instrument") or "")
    return INSTRUMENTS.get(told, words.sentence_case(told.replace("_", " "))) if told else "Instrument not told"


def marked(row: Document) -> str:
    """A citation, and whether its text was read."""
    cites = words.clean(row.get("cites") or "no citation")
    mark = MARKS.get(str(row.get("mark")))
    return f"{cites}; {mark}" if mark else cites


def conflicts(answer: Document) -> list[str]:
    """Where the reform meets other law, each with its citation."""
    return [f"{words.clean(row.get('with'))}: {words.clean(row.get('says') or '')} ({marked(row)})"
            for row in listed(answer, "conflicts")]  # fmt: skip


def precedents(answer: Document) -> list[str]:
    """What was done before, each with its citation."""
    return [f"{words.clean(row.get('title') or row.get('id'))}: {words.clean(row.get('says') or '')} ({marked(row)})"
            for row in listed(answer, "precedents")]  # fmt: skip


def limits(answer: Document) -> list[str]:
    """What the figures do not show; that nothing is named is said, too."""
    return texts(answer, "limits") or ["The answer names no limits: take its figures with care."]


def changes(answer: Document) -> list[str]:
    """One sentence for each change of the law."""
    return texts(answer, "changes") or ["Nothing: the answer names no change."]


def owed(answer: Document) -> bool:
    """Whether the reform moves a duty or a bar; a fee and a price preference by themselves do not."""
    rules = listed(answer, "rules")
    return not rules or any(row.get("result") in ("duty", "bar") for row in rules)


def covered_means(answer: Document) -> str:
    """What it means that an award is covered, and what it does not."""
    only = next((said for key, said in _REACHES.items() if part(answer, key)), _BINDS)
    return f"{_BINDS if owed(answer) else only} {_NO_ACCUSATION}"


def headline(answer: Document) -> list[str]:
    """Who is newly covered, released, or cannot be told, in a few sentences that do not overlap."""
    moved = _moves(answer)
    if not moved:
        return [_by_bounds(answer)]
    still = all(_none(moved.get(key)) for key in moved if key[0] != key[1])
    anew = _anew(answer, moved)
    said = [*anew, *(_nothing(moved, bool(anew)) if still else [_newly(moved), *_otherwise(moved)])]
    if str(answer.get("expects")) == "nothing":
        said.append(_expected(answer, still))
    untold = moved.get(("unknown", "unknown"))
    if untold is not None and not _none(untold):
        said.append(f"For {award_sum(untold)} the records cannot tell whether a duty binds, with or without the reform.")
        said += _open(part(answer, "open"), untold)
    return said


def _nothing(moved: Mapping[tuple[str, str], Document], opened: bool) -> list[str]:
    """That nothing moves, and that nothing is reached at all where that is why."""
    said = [f"No award in these files changes its answer{', as far as records tell' if opened else ''}."]
    if all(_none(row) for key, row in moved.items() if key != ("no", "no")):
        said.append("None of them is of a kind and a day that these duties reach, neither by today's law nor by the reform.")
    return said


def _expected(answer: Document, still: bool) -> str:
    if still:
        return "That nothing moves was expected: this reform is run as a check on the lab."
    if owed(answer):
        return "Nothing was expected to move: this reform is run as a check on the lab, and the check fails here."
    return "As expected no duty moves: what is called covered here is only what the reform could have reached."


def _open(row: Document, untold: Document) -> list[str]:
    """Of what cannot be told either time, what the reform may cover; nothing where the answer does not say."""
    if not row:
        return []
    if _none(row):
        return ["The reform brings none of these under a duty: what is not known of them is the same both times, or it only "
                "releases."]
    of_these = "Each of these the reform may cover" if row.get("awards") == untold.get("awards") else (
        f"Of these the reform may cover {award_sum(row)}")  # fmt: skip
    return [f"{of_these}; what would tell is not recorded."]


def _anew(answer: Document, moved: Mapping[tuple[str, str], Document]) -> list[str]:
    """The span of what is covered anew, where it is wider than what is newly in; years and burden are counted from it."""
    if not (opened := part(answer, "open")) or _none(opened):
        return []
    sure = moved.get(("no", "yes"), {})
    most = [sure, *(moved.get(key, {}) for key in (("no", "unknown"), ("unknown", "yes"))), opened]
    awards, amount = sum(row.get("awards") or 0 for row in most), sum(words.money(row.get("dollars") or 0) for row in most)
    return [f"Covered anew, all told: from {award_sum(sure)} for certain to {award_sum({'awards': awards, 'dollars': amount})} "
            "at most. The years and the burden are counted from these."]


def _moves(answer: Document) -> dict[tuple[str, str], Document]:
    return {(str(row.get("before")), str(row.get("after"))): row for row in listed(answer, "moves")}


def _none(row: Document | None) -> bool:
    return row is None or row.get("awards") == 0


def award_sum(row: Document | None) -> str:
    """Awards and their dollars in words."""
    row = row or {}
    return f"{many(row.get('awards'), 'award')} ({spoken(row.get('dollars'))})"


def _newly(moved: Mapping[tuple[str, str], Document]) -> str:
    sure, maybe = moved.get(("no", "yes")), moved.get(("no", "unknown"))
    if _none(sure) and _none(maybe):
        return "No award that is not covered today would be covered."
    said = "No award that is not covered today would be covered for certain" if _none(sure) else (
        f"{words.sentence_case(award_sum(sure))} that are not covered today would be covered for certain")  # fmt: skip
    more = "" if _none(sure) else " more"
    return f"{said}." if _none(maybe) else f"{said}; {award_sum(maybe)}{more} may be: what would decide it is not recorded."


def _otherwise(moved: Mapping[tuple[str, str], Document]) -> list[str]:
    says = {
        ("unknown", "yes"): "{} that cannot be told today would be covered for certain.",
        ("unknown", "no"): "{} of which it cannot be told today would surely not be covered.",
        ("yes", "no"): "{} would no longer be covered.",
        ("yes", "unknown"): "Of {} that are covered today it could no longer be told.",
    }
    return [words.sentence_case(said.format(award_sum(moved[key]))) for key, said in says.items() if not _none(moved.get(key))]


def _by_bounds(answer: Document) -> str:
    today, then = (f"{between(part(answer, when), 'awards')} awards, {between(part(answer, when), 'dollars')}"
                   for when in ("before", "after"))  # fmt: skip
    return f"Covered today: {today}. Under the reform: {then}. Each from what is certain to what is possible at most."


DOLLARS = {"action": "net obligations, summed over actions", "award_total": "totals of awards as the feed gives them"}
"""What the dollars of a kind of feed are."""


def ground(answer: Document) -> str:
    """On what the reform was tried: the files' awards, dollars and days."""
    of = part(answer, "portfolio")
    first, last = of.get("first_action"), of.get("last_action")
    days = f", actions {words.clean(first)} to {words.clean(last)}" if first and last else ""
    told = DOLLARS.get(str(of.get("dollars_are")), words.clean(of.get("dollars_are") or "").replace("_", " "))
    kind = f" Dollars are {told}." if told else ""
    return (f"Tried on {many(of.get('awards'), 'award')}, {spoken(of.get('dollars'))}, "
            f"{many(of.get('suppliers'), 'supplier')}{days}; {as_of(words.clean(answer.get('day') or UNKNOWN))}.{kind}")


def as_of(day: str) -> str:
    """Of which day the files are, which is not the day of the law."""
    return f"files as of {day}, each award under the law of its own day"


def waits(row: Document) -> str:
    """What one open fact is, and where award records hold it."""
    held = _HELD.get(str(row.get("held")), words.clean(row.get("held") or "").replace("_", " "))
    asked, mark, _ = words.clean(row.get("says") or row.get("fact") or UNKNOWN).partition("?")  # advice may follow
    says = f"{asked}{mark}"
    return f"{says} (recorded {held})" if held else says


def fact_words(key: str) -> str:
    """A fact as the end of a sentence has it."""
    return phrased(key, _facts().get(key))


@cache
def _facts() -> dict[str, Fact]:
    return {fact.key: fact for fact in FACTS}


def suppliers(answer: Document) -> str:
    """How many suppliers hold an award that would be covered."""
    today, then = (between(part(answer, when), "suppliers") for when in ("before", "after"))
    if then == UNKNOWN:
        return "How many suppliers that are is not known."
    return f"Suppliers that would hold a covered award under the reform: {then}; that hold one today: {today}."


# Where


@dataclass(frozen=True, slots=True)
class Place:
    """One sector, agency, state or size: its bounds today, under the reform, and what is covered anew."""

    name: str
    before: Document
    after: Document
    gained: Document


def label(key: str, value: object) -> str:
    """A sector, agency, state or size in words; what is not recorded is said."""
    if value is None or value == "":
        return "Not told" if key == "sector" else "Not recorded"
    told = words.clean(value)
    if key == "sector":
        return _OUTSIDE.get(told) or words.sector_label(told)
    if key == "size":
        return _SIZES.get(told.lower(), words.sentence_case(told.replace("_", " ").lower()))
    return words.calm(told) if key == "agency" else told


def where(answer: Document, key: str) -> list[Place]:
    """The groups of one kind, those with the most newly covered dollars first."""
    found = [Place(label(key, row.get(key)), part(row, "before"), part(row, "after"), spanned(row, "anew"))
             for row in listed(part(answer, "by"), key)]  # fmt: skip
    return sorted(found, key=lambda place: (*(-_most(b) for b in (place.gained, place.after)), place.name))


NOWHERE = "No award is covered, neither today nor under the reform."


def nowhere_at_all(answer: Document) -> bool:
    """Whether no group holds an award; groups that the answer does not tell are not known instead."""
    held = part(answer, "by")
    return all(held.get(key) == [] for key in GROUPS)


def _most(b: Document) -> Decimal:
    told = part(b, "possible").get("dollars")
    return Decimal(-1) if told is None else words.money(told)


# When


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the curve: running totals between bounds, and their shares of the largest for a bar."""

    name: str
    certain: Decimal
    possible: Decimal
    dollars: str
    awards: str
    new: str


def years(answer: Document) -> list[Year]:
    """The curve of five years; shares of the largest running amount."""
    rows = listed(answer, "curve")
    amounts = [[words.money(part(part(row, "running"), name).get("dollars") or 0) for name in ("certain", "possible")]
               for row in rows]  # fmt: skip
    top = max((abs(high) for _, high in amounts), default=Decimal(0)) or Decimal(1)
    return [
        Year(f"Year {row.get('year')}, to {words.clean(row.get('to') or UNKNOWN)}", _share(low, top), _share(high, top),
             between(part(row, "running"), "dollars"), between(part(row, "running"), "awards"),
             between(part(row, "new"), "dollars"))
        for row, (low, high) in zip(rows, amounts, strict=True)
    ]  # fmt: skip


def bites(answer: Document) -> list[str]:
    """What stands beside the curve: what is bought new each year, and which awards the curve cannot hold."""
    if _nothing_anew(answer):
        return []
    rows = listed(answer, "curve")
    found = []
    if rows:
        new = part(rows[0], "new")
        found.append("Bought new each year, in no bar, if buying goes on as in the twelve months before: "
                     f"{between(new, 'awards')} awards, {between(new, 'dollars')}.")
    held = part(answer, "curve_of")
    if held:
        running, over, untold = (part(held, key).get("awards") for key in ("running", "over", "end_not_recorded"))
        found.append(f"Of what is covered anew at most, {many(running, 'award')} ran on beyond the day of the files and can "
                     f"stand in a bar; {count(over)} had ended, and {count(untold)} record no end.")
    return found


def _nothing_anew(answer: Document) -> bool:
    held = part(answer, "curve_of")
    return bool(held) and all(part(held, key).get("awards") == 0 for key in ("running", "over", "end_not_recorded"))


def no_bars(answer: Document) -> str:
    """Why there is no bar to draw; nothing where there is one."""
    if _nothing_anew(answer):
        return "No award is covered anew, so nothing is drawn over the years."
    if any(part(part(row, "running"), "possible").get("awards") != 0 for row in listed(answer, "curve")):
        return ""
    return "No bar can be drawn: no award that is covered anew is recorded to end within the five years."


def _share(amount: Decimal, top: Decimal) -> Decimal:
    return max(Decimal(0), min(Decimal(1), amount / top))


CURVE_MEANS = (
    "What is solicited after the first day falls under the reform at once; a running contract only from its next option, and "
    "surely when it is bought anew. The bars are running contracts reached by then, added up from year to year, without "
    "what is bought new."
)


# Who moves


ANSWERS = {"yes": "covered", "no": "not covered", "unknown": "cannot be told"}


def moved(row: Document) -> str:
    """How the answer of one award changes."""
    before, after = (ANSWERS.get(str(row.get(when)), words.clean(row.get(when) or UNKNOWN)) for when in ("before", "after"))
    return f"{before} today, {after} under the reform"


def movers_are_all(answer: Document) -> bool:
    """Whether the awards that the answer names are all that move; no where that is not told."""
    moved = _moves(answer)
    counts = [row.get("awards") for key, row in moved.items() if key[0] != key[1]]
    return bool(moved) and None not in counts and sum(filter(None, counts)) == len(listed(answer, "movers"))


def named(row: Document) -> tuple[str, str]:
    """The supplier and the number of an award, each said where it is not recorded."""
    return (words.clean(row.get("supplier") or "Supplier not recorded"),
            words.clean(row.get("piid") or row.get("award_id") or "number not recorded"))  # fmt: skip


def sources(answer: Document) -> list[str]:
    """The files read, each by its name and the beginning of its hash."""
    return [f"{words.clean(row.get('name'))} (sha256 {words.clean(row.get('sha256') or UNKNOWN)[:12]})"
            for row in listed(part(answer, "portfolio"), "inputs")]  # fmt: skip


def versions(answer: Document) -> str:
    """Which code, knowledge and reform made the figures."""
    of = part(answer, "manifest")
    reform = part(of, "reform")
    code, knowledge = (words.clean(of.get(key) or UNKNOWN) for key in ("code", "knowledge"))
    name, digest = words.clean(reform.get("name") or answer.get("reform") or UNKNOWN), reform.get("sha256")
    return (f"Code {code}, knowledge {knowledge}, reform file {name} (sha256 {words.clean(digest or UNKNOWN)[:12]}). The same "
            "three and the same files give the same figures.")  # fmt: skip


def changed(rows: Iterable[Document]) -> list[Document]:
    """Rules of which anything moves."""
    return [row for row in rows
            if any(part(part(row, when), name).get("awards") for when in ("gained", "lost") for name in PARTS)]  # fmt: skip
