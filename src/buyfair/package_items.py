"""The items of a solicitation package: what each is, which rules ask for it, what it leaves open and what lets it stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from buyfair.judge.facts import place
from buyfair.judge.judging import Judged, solicited, texts_in_use
from buyfair.judge.seen import Ask, Reason, Seen, Setting, least, most
from buyfair.knowledge.clauses import Clause, Dated, Due, clauses
from buyfair.knowledge.package import Blank, Entry, Request
from buyfair.knowledge.package.applies import WHEN
from buyfair.package_fills import filled
from buyfair.purchase import Duties, law
from buyfair.terms.answer import Answer

SOLICITATION_DAY = "the edition in force on the day of the solicitation"
BY_REFERENCE = "{named} is incorporated by reference."


@dataclass(frozen=True, slots=True)
class FillIn:
    """A blank of an item: what it asks, who fills it, and what the facts already tell."""

    asks: str
    by: str
    filled: str | None


@dataclass(frozen=True, slots=True)
class Authority:
    """What lets an item stand, or keeps it out: its standing, why, the citations, whether they were read, and who signs."""

    standing: str
    says: str
    cites: tuple[str, ...]
    mark: str
    request: Request | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """The edition that an item names: the date printed, or words, and what is not known of it."""

    date: str
    known: bool
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a package. `demands` are the rules that ask for it, `serves` those that bind through it.

    `lines` are counted from 0 and empty where the whole purchase is concerned; `find_out` the facts that would settle it;
    `instead` what can be done in the place of what does not stand by default.
    """

    id: str
    kind: str
    number: str
    title: str
    edition: Printed | None
    alternate: str
    place: str
    text: str
    fill_ins: tuple[FillIn, ...]
    lines: tuple[int, ...]
    demands: tuple[Judged, ...]
    serves: tuple[str, ...]
    because: tuple[Reason, ...]
    authority: Authority
    answer: Answer
    find_out: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    instead: str = ""


class Weighing:
    """One purchase with every rule judged, as the items of a package look at it."""

    def __init__(self, found: Duties) -> None:
        self.found, self.purchase = found, found.purchase
        self.judged = {j.rule.row: j for j in found.judged}

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day that may be the solicitation's; None where nothing bounds them."""
        window = solicited(self.purchase, law().dated, self.found.asked)
        return None if window.first == date.min else (window.first, window.last)

    @cached_property
    def setting(self) -> Setting:
        """The facts beside the amounts and groups of the solicitation's day; not known where that day is not told."""
        day = self.days[0] if self.days is not None and self.days[0] == self.days[1] else None
        amounts = {name: None if day is None else a.on(day) for name, a in law().amounts.items()}
        groups = {name: None if day is None else g.on(day) for name, g in law().groups.items()}
        return Setting(self.purchase, amounts, groups)

    def word(self, name: str) -> Seen:
        """Whether a word of `applies` holds."""
        return WHEN[name].weigh(self.setting)

    def in_use(self, clause: Clause, regimes: Sequence[str]) -> Answer:
        """Whether the text of the FAR in use has the clause, and is one that the entry is for."""
        texts = texts_in_use(law(), self.purchase, clause.part) if clause.part else ("codified",)
        fits = {
            t in regimes and not (self._due(clause, t).edition is None and self._due(clause, t).known) for t in texts
        }
        return Answer.UNKNOWN if len(fits) > 1 else Answer.YES if fits == {True} else Answer.NO

    def _due(self, of: Dated, text: str) -> Due:
        return of.edition_on(self.days[1] if self.days is not None else self.found.asked, text)

    def printed(self, clause: Clause, alternate: str) -> Printed:
        """The edition due on the solicitation's day, as far as it is known."""
        of: Dated | None = clause.alternate(alternate) if alternate else clause
        texts = texts_in_use(law(), self.purchase, clause.part) if clause.part else ("codified",)
        if of is None or self.days is None:
            return Printed(SOLICITATION_DAY, False, "the day of the solicitation is not told")
        due = {(day, text): of.edition_on(day, text) for day in self.days for text in texts}
        editions = {d.edition for d in due.values()}
        if len(editions) > 1 or None in editions:
            why = next(
                (d.why for d in due.values() if d.why), "it depends on the day, or on which text of the FAR applies"
            )
            return Printed(SOLICITATION_DAY, False, why)
        edition = editions.pop()
        assert edition is not None
        unknown = next((d.why for d in due.values() if not d.known), "")
        if edition.month is None:
            return Printed(
                edition.printed, not unknown, unknown or "each agency puts its own date to the overhaul text"
            )
        return Printed(edition.printed, not unknown, unknown)


def item_of(entry: Entry, at: Weighing) -> Item | None:
    """The item at this purchase; None where it is not asked for, or the text in use does not have it."""
    rows = [at.judged[row] for row in entry.rows if at.judged[row].in_force is not Answer.NO]
    seen = [Seen(j.answer, j.because, j.missing) for j in rows]
    word = [at.word(entry.when)] if entry.when else []
    asked = least([*([most(seen)] if entry.rows and seen else []), *word]) if seen or word else Seen(Answer.NO)
    if entry.rows and not seen or asked.answer is Answer.NO:
        return None
    clause = clauses().get(entry.clause)
    used = Answer.YES if clause is None else at.in_use(clause, entry.regimes)
    if used is Answer.NO:
        return None
    answer = min(asked.answer, used, key=[Answer.NO, Answer.UNKNOWN, Answer.YES].index)
    demands = tuple(j for j in rows if j.answer is not Answer.NO)
    lines = _lines(r.path for r in asked.because)
    return Item(
        id=entry.id, kind=entry.kind, number=entry.clause, title=entry.title or (clause.title if clause else ""),
        edition=at.printed(clause, entry.alternate) if clause else None, alternate=entry.alternate, place=entry.place,
        text=_text(entry, clause, at), fill_ins=tuple(_fill_in(b, at) for b in entry.blanks), lines=lines,
        demands=demands, serves=tuple(row for row in entry.serves if at.judged[row].answer is not Answer.NO),
        because=tuple(dict.fromkeys(asked.because)), authority=_authority(entry, demands), answer=answer,
        find_out=_open(asked.missing, used) if answer is Answer.UNKNOWN else (), cautions=entry.cautions,
    )  # fmt: skip


def _text(entry: Entry, clause: Clause | None, at: Weighing) -> str:
    """Its own text with what the facts tell; a clause stands by reference."""
    if clause is not None and not entry.text:
        edition = at.printed(clause, entry.alternate)
        return BY_REFERENCE.format(named=named(clause.number, clause.title, edition, entry.alternate))
    return _with_facts(entry.text, at)


def _with_facts(text: str, at: Weighing) -> str:
    if "{listed_types}" not in text:
        return text
    told = filled("listed_types", at.purchase, _day(at))
    return text.replace("{listed_types}", f"listed are {told}." if told else "[what met the list, or nothing].")


def named(number: str, title: str, edition: Printed | None, alternate: str = "") -> str:
    """A clause as a list of clauses names it: body, number, title, date."""
    body = "DFARS" if number.startswith("252.") else "FAR"
    dated = "" if edition is None else f" ({edition.date})"
    return f"{body} {number}, {title}{', ' + alternate if alternate else ''}{dated}"


def _fill_in(blank: Blank, at: Weighing) -> FillIn:
    return FillIn(blank.asks, blank.by, filled(blank.source, at.purchase, _day(at)) if blank.source else None)


def _day(at: Weighing) -> date:
    return at.days[1] if at.days is not None else at.found.asked


def _authority(entry: Entry, demands: Sequence[Judged]) -> Authority:
    cites = dict.fromkeys((*entry.cites, *(t.cites for j in demands for t in (j.texts or j.rule.texts[-1:]))))
    marks = {entry.mark, *(t.mark for j in demands for t in j.texts)}
    says = entry.says or "; ".join(dict.fromkeys(j.rule.title for j in demands))
    mark = next((m for m in ("recalled", "inferred") if m in marks), "read")
    return Authority(entry.standing, says, tuple(cites), mark)


def _open(missing: Iterable[Ask], used: Answer) -> tuple[str, ...]:
    """The facts to find out, each once, the purchase's own first; the agency where the text in use is open."""
    paths = [a.path for a in sorted(missing, key=lambda a: (a.order, a.path))]
    return tuple(dict.fromkeys([*paths, *(["regime"] if used is Answer.UNKNOWN else [])]))


def _lines(paths: Iterable[str]) -> tuple[int, ...]:
    """The lines that the facts which decided stand in."""
    return tuple(sorted({line for line, _ in map(place, paths) if line is not None}))
