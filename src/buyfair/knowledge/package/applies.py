"""When an item of a solicitation package fits a purchase besides the rules that ask for it: a few words on told facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from buyfair.judge.conditions import above, all_lines, all_of, any_line, any_of, holds, named, not_, one_of, signed
from buyfair.judge.facts import Fact
from buyfair.judge.groups import belongs, first_told
from buyfair.judge.seen import NO, UNKNOWN, YES, Condition, Seen, Setting
from buyfair.knowledge import facts as f
from buyfair.knowledge.conduct.applies import CARRIED
from buyfair.knowledge.facts.listed import listed_product_type
from buyfair.knowledge.facts.portion import IS_SUPPLY, OUTSIDE, acquisition_value, for_supplies
from buyfair.knowledge.psc_goods import bridge
from buyfair.knowledge.rules.dfars.berry import COVERED_ITEM, EXEMPT_BY_METHOD

FLAG_CODE, TOOL_CODES = "8345", ("51", "52")
"""Product codes of flags and pennants, and the groups of hand tools and of measuring tools."""
INTEGRITY = ((date(2025, 10, 1), Decimal(750_000)), (date.min, Decimal(600_000)))
"""US dollars; the value above which 52.209-7 is due from each day on, newest first, as the rule RS-03 quotes it."""


@cache
def goods_of(test: Callable[[str], bool]) -> frozenset[str]:
    """Every good that a product code of this kind may be."""
    return frozenset(row.good for row in bridge() if row.good and test(row.psc))


@dataclass(frozen=True)
class OfCode:
    """What a line's product code says; where none is told, a good that no such code may be is none of these things.

    `wide`: the code holds other things too, so that it leaves open whether the line is one of these.
    """

    test: Callable[[str], bool]
    words: str
    opposite: str
    wide: bool = False

    def weigh(self, at: Setting) -> Seen:
        """Yes or no by the code; no by a good that no such code may be; open where neither tells."""
        code, good = at.told(f.CODE), at.told(f.GOOD_BOUGHT)
        if code is None and (good is None or good in goods_of(self.test)):
            return Seen(UNKNOWN, missing=(at.ask(f.CODE),))
        if code is None:
            return Seen(NO, (at.reason(f.GOOD_BOUGHT, good),))
        if self.wide and self.test(code):
            return Seen(UNKNOWN)
        return Seen(YES if self.test(code) else NO, (at.reason(f.CODE, code),))

    def says(self, but: bool = False) -> str:
        """The clause in words of its own."""
        return self.opposite if but else self.words

    def parts(self) -> Iterable[Condition | Fact | str]:
        """The facts that it looks at."""
        return (f.CODE, f.GOOD_BOUGHT)


@dataclass(frozen=True)
class WorthMore:
    """The value of the acquisition against amounts that no table of amounts holds, newest first. Unit: US dollars."""

    amounts: tuple[tuple[date, Decimal], ...]

    def weigh(self, at: Setting) -> Seen:
        """Yes above the amount of the solicitation's day, no at or below it; of a day not told where all amounts agree."""
        measured, day = acquisition_value.measure(at), at.told(f.SOL_DATE)
        held = [amount for _, amount in self.amounts]
        if day is not None:
            held = [next(amount for first, amount in self.amounts if first <= day)]
        low, high = measured.interval.low, measured.interval.high
        if low > max(held):
            return Seen(YES, measured.because)
        if high is not None and high <= min(held):
            return Seen(NO, measured.because)
        return Seen(UNKNOWN, (), measured.missing or (at.ask(f.SOL_DATE),))

    def says(self, but: bool = False) -> str:
        """The clause with the newest amount."""
        return f"the acquisition is {'not ' if but else ''}worth more than ${self.amounts[0][1]:,}"

    def parts(self) -> Iterable[Condition | Fact | str]:
        """The facts of the value."""
        return acquisition_value.parts()


DOD, CIVILIAN = one_of(f.AGENCY, "dod"), one_of(f.AGENCY, "civilian")
ALL_COMMERCIAL = named(
    any_of(one_of(f.METHOD, "far12"), all_lines(holds(f.COMMERCIAL))),
    "it is bought as commercial under FAR part 12",
    "it is not bought as commercial under FAR part 12",
)
COMMERCIAL_SUPPLIES = any_line(all_of(IS_SUPPLY, holds(f.COMMERCIAL)))
FLAG = OfCode(lambda code: code == FLAG_CODE, "is a flag of the United States", "is no flag", wide=True)
TOOL = OfCode(lambda code: code[:2] in TOOL_CODES, "is a hand or measuring tool", "is no hand or measuring tool")
BERRY_LINE = all_of(IS_SUPPLY, COVERED_ITEM, not_(EXEMPT_BY_METHOD))
"""A line that BA-01 is about."""
SERVICES = one_of(f.ITEM, "service", "construction", "research")
METAL_LIMIT = all_of(
    DOD,
    above(acquisition_value, "SAT"),
    any_line(not_(any_of(one_of(f.METHOD, "use_outside_us"), all_of(OUTSIDE, one_of(f.USES_AT, "abroad"))))),
    not_(signed(f.DETERMINATIONS, ["covered-material-nonavailability"], "a nonavailability determination is told",
                "no nonavailability determination is told")),
)  # fmt: skip
"""What DFARS 225.7018-5 asks: it names no material, and leaves out what is acquired abroad for use abroad."""
SIMPLIFIED = named(
    any_of(one_of(f.METHOD, "card_micro", "sf44"), not_(above(acquisition_value, "SAT"))),
    "it is not worth more than the simplified acquisition threshold",
    "it is worth more than the simplified acquisition threshold",
)
_PROTECTIVE = (f.PROTECTIVE_EQUIPMENT.phrase, "is not protective equipment that DFARS 225.7023 covers")
PROTECTIVE = first_told(
    holds(f.PROTECTIVE_EQUIPMENT),
    belongs(f.END_PRODUCT, "PPE_GOODS", *_PROTECTIVE, f.PROTECTIVE_EQUIPMENT),
    belongs(f.GOOD_BOUGHT, "PPE_GOODS", *_PROTECTIVE, f.PROTECTIVE_EQUIPMENT),
    belongs(f.CODE, "PPE_CODES", *_PROTECTIVE, f.PROTECTIVE_EQUIPMENT),
)

WHEN: dict[str, Condition] = {
    "always": all_of(),
    "simplified": SIMPLIFIED,
    "simplified_supplies": all_of(for_supplies, SIMPLIFIED),
    "carried": CARRIED,
    "all_commercial": ALL_COMMERCIAL,
    "not_commercial": not_(ALL_COMMERCIAL),
    "supplies": for_supplies,
    "defense_commercial": all_of(DOD, ALL_COMMERCIAL),
    "commercial_supplies": COMMERCIAL_SUPPLIES,
    "civilian_commercial_supplies": all_of(CIVILIAN, COMMERCIAL_SUPPLIES),
    "listed_type": all_of(above(acquisition_value, "MPT"), listed_product_type),
    "services": any_line(SERVICES),
    "services_abroad": any_line(all_of(SERVICES, holds(f.PERFORMED_OUTSIDE))),
    "all_made_abroad": all_lines(all_of(IS_SUPPLY, holds(f.ACQUIRED_OUTSIDE))),
    "work_at_home": any_line(not_(OUTSIDE)),
    "flag": any_line(all_of(IS_SUPPLY, FLAG)),
    "tool": any_line(all_of(IS_SUPPLY, TOOL)),
    "metal_limit": METAL_LIMIT,
    "protective_for_home": all_of(
        DOD, one_of(f.USES_AT, "us"), above(acquisition_value, "PPE"), any_line(all_of(IS_SUPPLY, PROTECTIVE))
    ),
    "above_integrity": WorthMore(INTEGRITY),
    "negotiated": holds(f.COMPETITIVE_NEGOTIATION),
    "not_negotiated": not_(holds(f.COMPETITIVE_NEGOTIATION)),
    "sealed_bids": all_of(not_(holds(f.COMPETITIVE_NEGOTIATION)), not_(SIMPLIFIED)),
    "asks_many": holds(f.ASKS_TEN),
    "may_be_small": all_of(CARRIED, holds(f.SMALL_BUSINESS)),
}
"""The words that an item or a term may use; those on lines hold where one line is so."""
