"""One purchase as the items of a solicitation package look at it: its rules judged, its day, the texts and editions in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from buyfair.catalogue import listed_pairs
from buyfair.judge.judging import solicited, texts_in_use
from buyfair.judge.rule import CODIFIED
from buyfair.judge.seen import LINES, Ask, Seen, Setting, most
from buyfair.knowledge import facts as f
from buyfair.knowledge.clauses import Clause, Dated
from buyfair.knowledge.goods import TRACE, goods, reach
from buyfair.knowledge.package import Entry
from buyfair.knowledge.package.applies import WHEN
from buyfair.purchase import Duties, law
from buyfair.terms.answer import Answer
from buyfair.terms.exposure import ABROAD
from buyfair.terms.harm import Harm

SOLICITATION_DAY = "the edition in force on the day of the solicitation"
OWN_DATE = "each agency puts the date of its own deviation to the overhaul text"


@dataclass(frozen=True, slots=True)
class Printed:
    """The edition that an item names: the date printed, or words where none can be told, and what is not known of it.

    `own`: each agency puts its own date, that of its deviation to the overhaul text.
    """

    date: str
    known: bool
    why: str
    dated: bool = True
    own: bool = False


@cache
def places_named(good: str, harms: frozenset[str]) -> tuple[frozenset[str], bool]:
    """The countries that lists name for a good with one of these harms, and whether they name a main material of it."""
    near = [r for r in reach() if r.good == good and r.depth != TRACE]
    own = {r.listed_good for r in near if r.relation != "input"}
    inputs = {r.listed_good for r in near if r.relation == "input"}
    held = [p for p in listed_pairs() if p.harm in harms]
    return frozenset(p.country for p in held if p.good in own), any(p.good in inputs for p in held)


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

    def texts(self, part: str | None) -> tuple[str, ...]:
        """The texts of the FAR that may be in use for a part; the defense supplement has one."""
        return tuple(texts_in_use(law(), self.purchase, part)) if part else (CODIFIED,)

    def in_use(self, clause: Clause, regimes: Sequence[str]) -> Answer:
        """Whether the text of the FAR in use has the clause, on every day that may be the solicitation's."""
        fits = {
            text in regimes and self._has(clause, text, day) for text in self.texts(clause.part) for day in self._ends
        }
        if len(fits) > 1 or self.days is None and clause.ended is not None:
            return Answer.UNKNOWN
        return Answer.YES if fits == {True} else Answer.NO

    @property
    def _ends(self) -> tuple[date, ...]:
        return (self.found.asked,) if self.days is None else self.days

    def _has(self, clause: Clause, text: str, day: date) -> bool:
        """Whether a text of the FAR has the clause on a day, as far as anybody knows."""
        due = clause.edition_on(day, text)
        return due.edition is not None or not due.known

    def left_out(self, entry: Entry, clause: Clause) -> Seen:
        """Whether another text stands in its place: by its word, in the texts of the FAR that say so."""
        if not entry.left_out_when:
            return Seen(Answer.NO)
        under = {text in entry.left_out_under for text in self.texts(clause.part)}
        word = self.word(entry.left_out_when)
        if under == {False} or word.answer is Answer.NO:
            return Seen(Answer.NO)
        return word if under == {True} else Seen(Answer.UNKNOWN, missing=(self.setting.ask(f.REGIME),))

    def watched(self, entry: Entry) -> Seen:
        """Whether a line is in a sector of the entry and lists name one of its harms for it, or for what it is made of."""
        if not entry.sectors or ABROAD in entry.sectors:
            return Seen(Answer.YES)
        if not self.purchase.lines:
            return Seen(Answer.UNKNOWN, missing=(Ask(LINES, (-1, 0)),))
        return most([self._watched_in(self.setting.within(n), entry) for n in range(len(self.purchase.lines))])

    def _watched_in(self, at: Setting, entry: Entry) -> Seen:
        item, good = at.told(f.ITEM), at.told(f.END_PRODUCT) or at.told(f.GOOD_BOUGHT)
        if item not in (None, "supply"):
            return Seen(Answer.NO, (at.reason(f.ITEM, item),))
        if good is None:
            return Seen(Answer.UNKNOWN, missing=(at.ask(f.GOOD_BOUGHT),))
        because = (at.reason(f.GOOD_BOUGHT, good),)
        if goods()[good].sector not in entry.sectors:
            return Seen(Answer.NO, because)
        own, behind = places_named(good, frozenset(entry.harms) & frozenset(Harm))
        told = at.told(f.ORIGIN)
        if behind or not set(entry.harms) & set(Harm) or told is not None and own & set(told.items):
            return Seen(Answer.YES, because)
        if own and (told is None or not told.closed):
            return Seen(Answer.UNKNOWN, missing=(at.ask(f.ORIGIN),))
        return Seen(Answer.NO, because)

    def printed(self, clause: Clause, alternate: str) -> Printed:
        """The edition due on the solicitation's day, as far as it is known."""
        of: Dated | None = clause.alternate(alternate) if alternate else clause
        texts = self.texts(clause.part)
        if of is None or self.days is None:
            return Printed(SOLICITATION_DAY, False, "the day of the solicitation is not told", dated=False)
        due = {(day, text): of.edition_on(day, text) for day in self.days for text in texts}
        editions = {d.edition for d in due.values()}
        if len(editions) > 1 or None in editions:
            why = next(
                (d.why for d in due.values() if d.why), "it depends on the day, or on which text of the FAR applies"
            )
            return Printed(SOLICITATION_DAY, False, why, dated=False)
        edition = editions.pop()
        assert edition is not None
        unknown = next((d.why for d in due.values() if not d.known), "")
        if edition.month is None:
            return Printed(edition.printed, not unknown, unknown or OWN_DATE, own=True)
        return Printed(edition.printed, not unknown, unknown)
