"""Whether an option, the end of an ordering period or a recompete falls within the next twelve months."""

from __future__ import annotations

from buyfair.columns.words import (
    Expression,
    TableExpression,
    days_between,
    first_true,
    nothing,
    packed_day,
    packed_days,
    text,
)
from buyfair.measure.indicator import Indicator, Row, always, counted
from buyfair.records.table import Column

YEAR = 365
OPTION, ORDERING, END = "option", "ordering period", "end"
VEHICLE, BOUGHT = "CONT_IDV_", "CONT_AWD_"
"""How the keys of vehicles and of other awards begin: a vehicle's decision is its ordering period, another's its end."""


_DAYS = {
    "end_date": ("action_date", "end_date", "potential_end_date"),
    "ordering_period_end": ("action_date", "ordering_period_end"),
}


def _sums(lines: TableExpression) -> dict[str, Expression]:
    """Of each of the two dates the latest action that records it, and the last day on which an action does not.

    Of several actions on one day the one with the later date counts.
    """
    found = {}
    for name, days in _DAYS.items():
        told = lines[name].notnull()
        found[f"latest_{name}"] = packed_days(*(lines[d] for d in days)).max(where=told)
        found[f"untold_{name}"] = lines.action_date.max(where=~told)
    return found


def _adds(awards: TableExpression) -> dict[str, Expression]:
    """The dates, and the next decision with its day."""
    a = awards
    end, ordering = (_ahead(a, name) for name in ("end_date", "ordering_period_end"))
    ordering, end = ordering & _vehicle(a).fill_null(True), end & (~_vehicle(a)).fill_null(True)
    last, potential = (_latest(a, "end_date", n) for n in (1, 2))
    order = _latest(a, "ordering_period_end", 1)
    more = (potential > last).fill_null(False)
    return {
        "end_date": last,
        "potential_end_date": potential,
        "ordering_period_end": order,
        "decision": first_true((ordering, text(ORDERING)), (end & more, text(OPTION)), (end, text(END)), otherwise=nothing()),
        "decision_day": first_true((ordering, order), (end, last), otherwise=nothing("date")),
        "ends_ahead": end,
        "orders_ahead": ordering,
        "performance_over": _over(a),
    }


def _ahead(awards: TableExpression, name: str) -> Expression:
    """Whether the date lies ahead; nothing where the latest action does not record it and may have moved it."""
    action, day = (_latest(awards, name, n) for n in (0, 1))
    ahead = (day > awards.known_day) & (days_between(awards.known_day, day) <= YEAR)
    return first_true((awards[f"untold_{name}"] >= action, nothing("boolean")), otherwise=ahead)


def _over(awards: TableExpression) -> Expression:
    """Whether the last day on record, options included, has passed; nothing where one of its days is not recorded."""
    a = awards
    end, potential = (_latest(a, "end_date", n) for n in (1, 2))
    bought = first_true(
        (a.untold_end_date >= _latest(a, "end_date", 0), nothing("boolean")),
        otherwise=(end < a.known_day) & (potential < a.known_day),
    )
    ordering = first_true(
        (a.untold_ordering_period_end >= _latest(a, "ordering_period_end", 0), nothing("boolean")),
        otherwise=_latest(a, "ordering_period_end", 1) < a.known_day,
    )
    return first_true((_vehicle(a), ordering), (~_vehicle(a), bought), otherwise=nothing("boolean"))


def _latest(awards: TableExpression, name: str, place: int) -> Expression:
    return packed_day(awards[f"latest_{name}"], place, len(_DAYS[name]))


def _vehicle(awards: TableExpression) -> Expression:
    """Whether the award is a vehicle, by its key; nothing where the key is of another make."""
    key = awards.award_id
    return first_true((key.startswith(VEHICLE), True), (key.startswith(BOUGHT), False), otherwise=nothing("boolean"))


def _holds(awards: TableExpression) -> Expression:
    return awards.orders_ahead | awards.ends_ahead


def _says(row: Row) -> str:
    days = (row["decision_day"] - row["known_day"]).days
    when = f"On {row['decision_day']}, {counted(days, 'day')} after {row['known_day']} and within the {YEAR} looked at, "
    if row["decision"] == ORDERING:
        return f"{when}the ordering period of the vehicle ends."
    if row["decision"] == OPTION:
        return f"{when}the period of performance ends and an option may follow."
    if row["potential_end_date"] is None:
        return f"{when}the period of performance ends; whether an option may follow is not recorded."
    return f"{when}the period of performance ends with no option left: what follows must be bought anew."


def _says_no(row: Row) -> str:
    if row["performance_over"]:
        return f"The last day on record had passed by {row['known_day']}: none of the {YEAR} days looked at decides about it."
    return f"No option, ordering period or end on record falls within the {YEAR} days after {row['known_day']}."


INDICATOR = Indicator(
    code="decision_ahead",
    title="A decision within twelve months",
    asks="Does an option, the end of an ordering period or a recompete fall within the next twelve months?",
    unit="days from the known day to the decision, of 365",
    worse="a reading: sooner means that asking carries weight now",
    source="FPDS elements 2B and 2C (completion dates) and 2E (last date to order) of the latest action that records them.",
    feeds=(
        "usaspending_transactions_2018", "usaspending_transactions_2017", "usaspending_2016", "usaspending_2013",
        "usaspending_search_awards", "usaspending_account_breakdown", "fpds_report", "fpds_atom", "fpds_atom_flat",
        "doge_fpds",
    ),  # fmt: skip
    caution="Dates move with each modification: the contract file decides.",
    assumptions="A potential end after the current one is an option not yet exercised. A vehicle's decision is the end of its "
    "ordering period, another award's the end of its performance.",
    exclusions="Periods that ended before the known day.",
    gathers=(
        Column("end_date", "day", "current last day of performance, of the latest action that records one"),
        Column("potential_end_date", "day", "last day with all options"),
        Column("ordering_period_end", "day", "last day to order under the vehicle"),
        Column("decision", "text", "option, ordering period or end, within twelve months of the known day"),
        Column("decision_day", "day", "the day of that decision"),
        Column("ends_ahead", "flag", "the period of performance ends within twelve months"),
        Column("orders_ahead", "flag", "the ordering period ends within twelve months"),
        Column("performance_over", "flag", "the last day on record, options included, lies before the known day; of a "
               "vehicle the last day to order"),
    ),
    sums=_sums,
    adds=_adds,
    applies=always,
    holds=_holds,
    says=_says,
    says_no=_says_no,
    silence="the latest action does not record the end of performance, or of the ordering period",
)
