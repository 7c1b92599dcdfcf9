"""When a reform bites: running awards at their option or recompete, new ones from their solicitation, over five years.

A change of the law reaches solicitations after it. A running award is out of its reach until an option may be taken up (its
current end) and surely within it when it must be bought anew (its end with all options). What is bought new each year is
taken to go on as in the twelve months before the known day, since nothing in award records tells the future.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from buyfair.columns.words import as_day, first_true, total, yes
from buyfair.judge.amounts import months_after
from buyfair.reform.counts import NO, YES
from buyfair.reform.judged import JudgedAwards
from buyfair.terms.money import as_text

YEARS = 5
SAYS = (
    "Running contracts count from their current end, when an option may be taken up, to their end with all options, if they "
    "are bought again. What is new each year stands beside them and is not to be added: some of it replaces what runs out."
)


def curve(judged: JudgedAwards) -> dict[str, Any]:
    """The five years after the known day, of what the reform newly covers, between bounds.

    `running` is cumulative, `new` is each year's. Counted apart: awards without a recorded end, and those that had ended.
    Unit: US dollars obligated so far.
    """
    of, engine = judged.portfolio, judged.portfolio.engine
    a = judged.awards.filter(judged.awards.anew != NO)
    day = of.day
    outlived = (a.ends > a.ends_with_options).fill_null(False)  # an end that was moved, and the options not told anew
    last = first_true((a.ends_with_options.notnull() & ~outlived, a.ends_with_options), otherwise=a.ends)
    a = a.mutate(last=last, option=first_true((a.ends <= last, a.ends), otherwise=last), sure=a.anew == YES)
    running = (a["last"] > as_day(day)).fill_null(False)
    year = as_day(months_after(day, -12))
    dated = (a.contract_day > year).fill_null(False)
    fresh = dated | (a.contract_day.isnull() & a.parent_piid.isnull() & (a.first_action > year)).fill_null(False)
    ends = list(_years(day))
    wanted: dict[str, Any] = {
        "fresh_sure": dated & a.sure, "fresh": fresh, "untold": a["last"].isnull(), "running": running,
        "over": ~running & a["last"].notnull(),
    }  # fmt: skip
    for n, (_, until) in enumerate(ends):
        wanted[f"sure_{n}"] = running & a.sure & (a["last"] <= as_day(until))
        wanted[f"perhaps_{n}"] = running & (a.option <= as_day(until))
    sums: dict[str, Any] = {}
    for name, where in wanted.items():
        where = where.fill_null(False)
        sums |= {f"{name}_n": yes(where), f"{name}_d": total(a.dollars, where)}
    row = engine.rows(a.agg(**sums))[0]

    def told(name: str) -> dict[str, Any]:
        return {"awards": int(row[f"{name}_n"]), "dollars": as_text(row[f"{name}_d"])}

    years = [
        {"year": n + 1, "from": start.isoformat(), "to": until.isoformat(),
         "running": {"certain": told(f"sure_{n}"), "possible": told(f"perhaps_{n}")},
         "new": {"certain": told("fresh_sure"), "possible": told("fresh")}}
        for n, (start, until) in enumerate(ends)
    ]  # fmt: skip
    return {"years": years, "says": SAYS, "running": told("running"), "over": told("over"), "end_not_recorded": told("untold")}


def _years(day: date) -> Iterator[tuple[date, date]]:
    for year in range(YEARS):
        yield months_after(day, 12 * year) + timedelta(days=1), months_after(day, 12 * (year + 1))
