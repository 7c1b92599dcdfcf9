"""The answer for one purchase in a terminal: what binds it, why and by which text, and what is still to be found out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

from buyfair.cards.reasons import OWED, by_threshold, dollars, ids, listed, why
from buyfair.judge.amounts import MARKS, READ
from buyfair.judge.facts import CHOICE, place
from buyfair.judge.judging import Judged, is_subcontract
from buyfair.judge.rule import ADVICE, ALERT, ANY_TIER, BAR, CODIFIED, DUTY, OVERHAUL, Rule
from buyfair.judge.seen import LINES
from buyfair.knowledge import facts as f
from buyfair.purchase import Duties, cites, law, regime_of, vocabulary
from buyfair.terms.answer import Answer

LINES_ON_PAGE = "How many line items are bought? Each is asked about by itself then."
LINES_ASKED = "How many line items are bought? Each is described below a [[lines]] of its own."
NOT_LEGAL_ADVICE = "Not legal advice: it cites, and the text named decides."
ASKED_AT_MOST, LIFTS_NAMED = 12, 3
COLLECTED = "WHAT THE PRIME MUST COLLECT FROM SUBCONTRACTORS"
EVENTS = {
    f.CREDIBLE.key: "If credible information of a violation comes in",
    f.SUBSTANTIATED.key: "If an allegation is finally found substantiated",
    f.FOIA_REQUEST.key: "If somebody asks for what a firm submitted in confidence",
    f.CHILD_LABOR_CERTIFICATE.key: "Once the certificate on child labor is given",
    f.CHILD_LABOR_SUSPECTED.key: "If there is reason to believe that child labor made a delivered product",
    f.CHILD_LABOR_VIOLATION.key: "If a violation of FAR 22.1504 is established",
}
TEXTS_IN_USE = {
    CODIFIED: "the codified text",
    OVERHAUL: "the overhaul text",
    "unknown": "the codified or the overhaul text, not known which",
}
_BOLD, _DIM, _RED, _PLAIN = "\033[1m", "\033[2m", "\033[1;31m", "\033[0m"


def duties_text(found: Duties, width: int, color: bool, everything: bool = False) -> str:
    """The answer as calm text of at most `width` columns: the answer, then the reason, then the source.

    With `everything` the rules that are not in force are named too.
    """
    page = _Page(width, color)
    sorted_out = _Sorted.of(found)
    for block in (
        _headline,
        _contradictions,
        _bars,
        _binding,
        _alerts,
        _advice,
        _open,
        _collect,
        _events,
        _standing,
        _not_bound,
        _next,
    ):
        block(page, found, sorted_out)
    if everything:
        _not_in_force(page, found)
    _footing(page, found)
    return page.text()


@dataclass(slots=True)
class _Page:
    """Lines of text, wrapped before they are colored."""

    width: int
    color: bool
    lines: list[str] = field(default_factory=list)

    def say(self, words: str, style: str = "", *, first: str = "", indent: int = 0) -> None:
        """One paragraph; `first` stands at the head of its first line."""
        hang = " " * max(indent, len(first) if first else 0)
        told = wrap(words, max(self.width, 20), initial_indent=first or hang, subsequent_indent=hang,
                    break_long_words=False, break_on_hyphens=False) or [first.rstrip()]  # fmt: skip
        self.lines += [f"{style}{line}{_PLAIN}" if self.color and style else line for line in told]

    def heading(self, words: str, style: str = _BOLD) -> None:
        """A line that opens a section."""
        self.lines.append("")
        self.say(words, style)

    def text(self) -> str:
        """Everything said, one final line end."""
        return "\n".join(self.lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The rules in force, each in exactly one place of the page."""

    bars: tuple[Judged, ...]
    duties: tuple[Judged, ...]
    alerts: tuple[Judged, ...]
    advice: tuple[Judged, ...]
    standing: tuple[Judged, ...]
    open: tuple[Judged, ...]
    events: tuple[Judged, ...]
    below: tuple[Judged, ...]
    no: tuple[Judged, ...]

    @classmethod
    def of(cls, found: Duties) -> _Sorted:
        """Every rule by its answer, its kind and what it still turns on."""
        places: dict[str, list[Judged]] = {name: [] for name in cls.__slots__}
        for j in found.in_force:
            if j.answer is not Answer.NO or not _collected(found, j):
                places[_place(j)].append(j)  # else it stands where the prime collects it
        return cls(**{name: tuple(held) for name, held in places.items()})


def _collected(found: Duties, j: Judged) -> bool:
    """Whether the prime has this to collect from its subcontracts: where the duty beside it binds the prime, or may."""
    under = j.rule.collected_under
    return under is not None and not _is_subcontract(found) and _answer(found, under) is not Answer.NO


def _answer(found: Duties, rule: Rule) -> Answer:
    return next(j.answer for j in found.judged if j.rule.row == rule.row)


def _place(j: Judged) -> str:
    if j.answer is Answer.UNKNOWN:
        return "events" if j.missing and all(_is_event(m.path) for m in j.missing) else "open"
    if j.answer is Answer.NO:
        return "below" if by_threshold(j) else "no"
    if j.rule.standing and j.rule.result == DUTY:
        return "standing"
    return {BAR: "bars", DUTY: "duties", ALERT: "alerts", ADVICE: "advice"}[j.rule.result]


def _is_event(path: str) -> bool:
    fact = vocabulary().fact(path)
    return fact is not None and fact.event


# The answer


def _headline(page: _Page, found: Duties, placed: _Sorted) -> None:
    subject = "this subcontract" if _is_subcontract(found) else "this purchase"
    if placed.bars:
        count = len(placed.bars)
        page.say(f"{_count(count, 'bar')} {'stands' if count == 1 else 'stand'} against {subject}: it may not be made as told.",
                 _RED)  # fmt: skip
    bound, still = len(placed.duties), len(placed.open)
    if bound:
        said = (
            f"{_count(bound, 'duty', 'duties')} beyond the standing ones {'binds' if bound == 1 else 'bind'} {subject}"
        )
    else:
        said = f"No duty beyond the standing ones is known to bind {subject}"
    if still:
        said += f"; {still} {'rule' if still == 1 else 'rules'} cannot be decided yet"
    page.say(f"{said}.", _BOLD)
    page.say(f"{_law_day(found)} {_texts_in_use(found)}Asked as of {found.asked.isoformat()}.", _DIM)


def _contradictions(page: _Page, found: Duties, placed: _Sorted) -> None:
    """Told facts that do not fit together: above everything that was judged by them."""
    if found.contradictions:
        page.heading("TOLD FACTS THAT DO NOT FIT TOGETHER", _RED)
        for sentence in found.contradictions:
            page.say(sentence, indent=2)


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"


def _is_subcontract(found: Duties) -> bool:
    return is_subcontract(found.purchase, law().dated)


def _law_day(found: Duties) -> str:
    """The day that chose the texts, or the days that may have."""
    sub = _is_subcontract(found)
    fact, name = (f.SUB_AWARD_DATE, "sub-award") if sub else (f.SOL_DATE, "solicitation")
    told = found.purchase.told.get(fact.key)
    if told is not None:
        return f"Texts chosen by the {name} date {told.isoformat()}."
    windows = [j.law_days for j in found.in_force if j.rule.tiers == ANY_TIER and j.law_days is not None]
    if not windows:
        return f"The {name} date, which chooses the texts, is not told ({fact.key})."
    first, last = windows[0]
    between = f"it lies between {first.isoformat()} and {last.isoformat()}"
    return f"The {name} date, which chooses the texts, is not told ({fact.key}): {between}."


def _texts_in_use(found: Duties) -> str:
    """Which text of the FAR is used, the parts that share one named together."""
    by_text: dict[str, list[str]] = {}
    for part, text in regime_of(found).items():
        by_text.setdefault(text, []).append(part)
    told = [f"part{'s' if len(parts) > 1 else ''} {listed(parts)} by {TEXTS_IN_USE[text]}"
            for text, parts in by_text.items()]  # fmt: skip
    return f"FAR {'; '.join(told)}. " if told else ""


# What binds


def _bars(page: _Page, found: Duties, placed: _Sorted) -> None:
    _entries(page, found, placed.bars, "BARS: the purchase may not be made", _RED)


def _binding(page: _Page, found: Duties, placed: _Sorted) -> None:
    _entries(page, found, placed.duties, "WHAT BINDS, beyond the standing duties")


def _alerts(page: _Page, found: Duties, placed: _Sorted) -> None:
    _entries(page, found, placed.alerts, "ALERTS: something to look at; no finding, and nothing is forbidden")


def _advice(page: _Page, found: Duties, placed: _Sorted) -> None:
    _entries(page, found, placed.advice, "ADVICE: guidance or an exemption, no duty")


def _entries(page: _Page, found: Duties, rules: tuple[Judged, ...], heading: str, style: str = _BOLD) -> None:
    if not rules:
        return
    page.heading(heading, style)
    first_by_reason: dict[str, str] = {}
    for j in rules:
        page.say(j.rule.title, first=_id(j))
        hang = len(_id(j))
        owed, due = OWED[j.rule.result]
        page.say(f"{owed} {j.rule.owed_by}. {due}: {j.rule.due}.", indent=hang)
        reason = why(j, found.purchase)
        same = first_by_reason.setdefault(reason, j.rule.row)
        if reason:
            page.say(f"Because {reason}." if same == j.rule.row else f"For the same reason as {same}.", indent=hang)
        if j.lifts:
            more = len(j.lifts) - LIFTS_NAMED
            rest = f"; and {more} more, on the card" if more > 0 else ""
            page.say(f"Lifted only by {'; or by '.join(j.lifts[:LIFTS_NAMED])}{rest}.", indent=hang)
        page.say(cites(j), _DIM, indent=hang)


def _id(j: Judged) -> str:
    return f"  {j.rule.row:<8}"


# What cannot be told


def _open(page: _Page, found: Duties, placed: _Sorted) -> None:
    if not placed.open:
        return
    page.heading("CANNOT BE DECIDED YET, and which fact would decide")
    for paths, rules in _grouped(placed.open, lambda j: tuple(m.path for m in j.missing)):
        standing = [j for j in rules if j.rule.standing]
        for j in rules:
            if not j.rule.standing:
                kind = "" if j.rule.result == DUTY else f"({j.rule.result}) "
                page.say(f"{kind}{j.rule.title}", first=_id(j))
        if standing:
            since = max(min(t.first for t in j.rule.texts) for j in standing).isoformat()
            page.say(f"Standing duties, all binding on every contract since {since}: {ids(standing)}", first=" " * 10)
        told = f"turns on: {_shortened(paths)}" if paths else "no text was read for that day"
        page.say(told, _DIM, indent=10)


def _shortened(paths: tuple[str, ...]) -> str:
    shown = paths[:ASKED_AT_MOST]
    more = len(paths) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _grouped(rules: Iterable[Judged], by: Callable[[Judged], Any]) -> list[tuple[Any, list[Judged]]]:
    """Rules that share a key, in the order in which the first of them stands."""
    groups: dict[Any, list[Judged]] = {}
    for j in rules:
        groups.setdefault(by(j), []).append(j)
    return list(groups.items())


def _collect(page: _Page, found: Duties, placed: _Sorted) -> None:
    rules = [j for j in found.in_force if _collected(found, j)]
    for under, collected in _grouped(rules, lambda j: j.rule.collected_under):
        certain = _answer(found, under) is Answer.YES
        page.heading(COLLECTED if certain else f"{COLLECTED}, if {under.row} binds")
        for j in collected:
            page.say(j.rule.collects, first=_id(j))
            page.say(cites(j), _DIM, indent=len(_id(j)))


def _events(page: _Page, found: Duties, placed: _Sorted) -> None:
    if not placed.events:
        return
    page.heading("ONLY IF SOMETHING HAPPENS")
    for paths, rules in _grouped(placed.events, lambda j: tuple(m.path for m in j.missing)):
        told = EVENTS.get(paths[0]) if len(paths) == 1 else None
        page.say(f"{told or 'Turns on ' + listed(paths)}: {ids(rules)}.", indent=2)


def _standing(page: _Page, found: Duties, placed: _Sorted) -> None:
    if not placed.standing:
        return
    page.heading("STANDING, whatever is bought")
    named = ", ".join(f"{j.rule.row} {j.rule.short}" for j in placed.standing)
    page.say(f"{named}; buyfair rules {placed.standing[0].rule.row} shows the card.", indent=2)


# What does not bind


def _not_bound(page: _Page, found: Duties, placed: _Sorted) -> None:
    if not placed.below and not placed.no:
        return
    page.heading("WHAT DOES NOT BIND, as told")
    for reason, rules in _grouped(placed.below, lambda j: why(j, found.purchase)):
        page.say(f"No {_names(rules)}: {reason} ({ids(rules)}).", indent=2)
        page.say("; ".join(dict.fromkeys(cites(j) for j in rules)), _DIM, indent=4)
    for reason, rules in _grouped(placed.no, lambda j: why(j, found.purchase)):
        page.say(f"Not {ids(rules)}{': ' + reason if reason else ''}.", indent=2)


def _names(rules: list[Judged]) -> str:
    return listed([j.rule.short or f'{j.rule.result} "{j.rule.title}"' for j in rules], "or")


def _not_in_force(page: _Page, found: Duties) -> None:
    rules = [j for j in found.judged if j.in_force is Answer.NO]
    if rules:
        page.heading("NOT IN FORCE on the day that counts")
        for j in rules:
            page.say(j.rule.title, first=_id(j))


# What to do next


def _next(page: _Page, found: Duties, placed: _Sorted) -> None:
    paths = [p for p in found.ask_next if not _is_event(p)]
    if not paths:
        return
    page.heading("FIND OUT NEXT, what settles most first")
    for number, path in enumerate(paths[:ASKED_AT_MOST], start=1):
        page.say(f"{question(found, path)} ({_written(path)})", first=f"  {number:>2}  ")
    more = len(paths) - ASKED_AT_MOST
    if more > 0:
        page.say(f"and {more} more; buyfair duties --ask FILE asks them one by one.", indent=6)


def question(found: Duties, path: str) -> str:
    """The question that a missing fact puts to a person, with the line that it is about."""
    if path == LINES:
        return LINES_ASKED
    fact = vocabulary().fact(path)
    asked = path if fact is None else fact.ask
    line, _ = place(path)
    return asked if line is None else f"{line_name(found, line)}: {asked}"


def question_on_page(found: Duties, path: str) -> str:
    """The same question as a page puts it: a page takes answers one by one and has no file to write lines into."""
    return LINES_ON_PAGE if path == LINES else question(found, path)


def line_name(found: Duties, line: int) -> str:
    """Which line is meant, lines counted from 1."""
    told: Mapping[str, Any] = (found.purchase.lines or ())[line]
    good = told.get(f.GOOD_BOUGHT.key)
    return f"Line {line + 1}" if good is None else f"Line {line + 1} ({good})"


def _written(path: str) -> str:
    fact = vocabulary().fact(path)
    return f"{path}: {listed(fact.values, 'or')}" if fact is not None and fact.kind == CHOICE else path


def _footing(page: _Page, found: Duties) -> None:
    page.lines.append("")
    shown = [j for j in found.in_force if j.answer is Answer.YES or j.answer is Answer.UNKNOWN]
    for day, rules in _grouped((j for j in shown if j.stale_since is not None), lambda j: j.stale_since):
        which = "every rule shown" if len(rules) == len(shown) else ids(rules)
        page.say(
            f"Not checked for changes after {day.isoformat()}: {which}.", _DIM
        )
    for group, rules in _grouped((j for j in shown if j.groups), lambda j: tuple((g.cites, g.first) for g in j.groups)):
        held = "; ".join(f"{cited}, as it reads from {first.isoformat()}" for cited, first in dict.fromkeys(group))
        page.say(f"List or group used: {held} ({ids(rules)}).", _DIM)
    for mark, meaning in MARKS.items():
        marked = [] if mark == READ else _marked(shown, mark)
        if marked:
            page.say(f"{meaning.capitalize()}: {', '.join(marked)}.", _DIM)
    page.say(f"{NOT_LEGAL_ADVICE} buyfair rules ID shows what a rule asks, its evidence and its text.", _DIM)


def _marked(rules: list[Judged], mark: str) -> list[str]:
    """The rules whose texts, and the amounts whose values, bear a mark."""
    rows = [j.rule.row for j in rules if any(t.mark == mark for t in j.texts)]
    amounts = {a: None for j in rules for a in j.amounts if a.mark == mark}
    return [*rows, *(f"the amount {dollars(a.value)} from {a.first.isoformat()}" for a in amounts)]
