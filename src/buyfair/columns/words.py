"""Words of which column expressions are built: each says one thing, in three-valued logic, on either engine.

Within `later.saying` they say what they would give and give it later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import ibis

from buyfair.columns.later import said

Expression = Any
TableExpression = Any


@said
def first_true(*pairs: tuple[Expression, Expression], otherwise: Expression | None = None) -> Expression:
    """The value of the first condition that is yes; unknown counts as not yes."""
    return ibis.cases(*pairs, else_=otherwise)


@said
def text(value: str | None) -> Expression:
    """A constant text, or no text."""
    return ibis.null("string") if value is None else ibis.literal(value)


@said
def whole(value: int) -> Expression:
    """A constant whole number."""
    return ibis.literal(value, "int64")


@said
def long_zero() -> Expression:
    """Zero in 64 bits, from which sums grow in 64 bits; a bare constant would take the narrowest type that holds it."""
    return ibis.literal("0").cast("int64")


@said
def no_money() -> Expression:
    """0.00 as money."""
    return ibis.literal("0").cast("decimal(18, 2)")


@said
def nothing(kind: str = "string") -> Expression:
    """Not known."""
    return ibis.null(kind)


@said
def place_in(order: Sequence[str], column: Expression) -> Expression:
    """Where the column's value stands in an order, from 0: smaller is higher."""
    return ibis.cases(*((column == value, whole(i)) for i, value in enumerate(order)), else_=whole(len(order)))


@said
def at_place(order: Sequence[str], column: Expression) -> Expression:
    """The value that stands at a place of an order."""
    return ibis.cases(*((column == whole(i), text(value)) for i, value in enumerate(order)), else_=nothing())


@said
def numbered(*order: Expression) -> Expression:
    """Numbers of rows from 0, to join by; rows alike in the order given share one, without an order none do."""
    if not order:
        return ibis.row_number()
    return ibis.dense_rank().over(order_by=[ibis.asc(column, nulls_first=False) for column in order])


@said
def least(**fields: Expression) -> Expression:
    """The least set of values among the rows of a group: by the first field, ties by the next, and so on."""
    return ibis.struct(fields).min()


@said
def all_of_them(numbers: Expression, where: Expression) -> Expression:
    """The numbers of a group that the condition lets in, each once, ascending."""
    return numbers.collect(distinct=True, where=where).sort()


@said
def same(one: TableExpression, other: TableExpression, **pairs: str) -> list[Expression]:
    """Conditions of a join in which two unknown values are the same: column of the one = name in the other."""
    return [one[mine].identical_to(other[theirs]) for mine, theirs in pairs.items()]


@said
def speaks(words: Expression, number: Expression, patterns: Mapping[int, str]) -> Expression:
    """Whether upper-cased words hold one of a pattern's; `number` says which pattern. No words, or no such number: no.

    Each pattern stands in the expression as a constant, so that it is compiled once and not once per row.
    """
    if not patterns:
        return ibis.literal(False)
    found = ibis.cases(
        *((number == whole(i), words.re_search(pattern)) for i, pattern in patterns.items()), else_=ibis.literal(False)
    )
    return words.notnull() & found


@said
def total(dollars: Expression, where: Expression | None = None) -> Expression:
    """The exact sum; over no rows it is 0.00. Unit: US dollars."""
    summed = dollars.sum() if where is None else dollars.sum(where=where)
    return summed.fill_null(no_money()).cast("decimal(18, 2)")


@said
def largest_first(key: Sequence[Expression], order: Sequence[Expression]) -> Expression:
    """The place of a row within its group, 0 for the first in the order given."""
    return ibis.row_number().over(group_by=list(key), order_by=list(order))


@said
def rows_of(*tables: TableExpression) -> TableExpression:
    """One table under another."""
    return tables[0] if len(tables) == 1 else ibis.union(*tables, distinct=False)


@said
def yes(condition: Expression) -> Expression:
    """How many rows of a group say yes; over none it is 0."""
    return condition.nullif(False).count()


STANDS_FOR = "stands_for"
"""The column that says for how many awards a row stands, in a table of awards that were summed by what they share."""


@said
def counted(rows: TableExpression, where: Expression | None = None) -> Expression:
    """How many awards meet the condition: one a row, or as many as the row stands for; over none it is 0."""
    if STANDS_FOR not in rows.columns:
        return rows.count() if where is None else yes(where)
    summed = rows[STANDS_FOR].sum() if where is None else rows[STANDS_FOR].sum(where=where)
    return summed.fill_null(0).cast("int64")


@said
def silent(column: Expression) -> Expression:
    """How many rows of a group do not tell."""
    return yes(column.isnull())


_FIRST_DAY, _DAY_BITS = date(1900, 1, 1), 22


@said
def packed_days(*days: Expression) -> Expression:
    """Up to two days behind a first one in one number, so that the greatest number has the latest first day, and so on.

    None of them lies before 1900 or is told: no day. The first lies before 2617, the others before the year 10000.
    """
    found = long_zero()
    for day in days:
        number = days_between(as_day(_FIRST_DAY), day) + whole(1)
        told = first_true((day >= as_day(_FIRST_DAY), number), otherwise=whole(0))
        found = found * whole(1 << _DAY_BITS) + told
    return found


@said
def packed_day(number: Expression, place: int, of: int) -> Expression:
    """The day at a place, from 0, of so many packed in a number; null where none was told."""
    days = (number >> whole(_DAY_BITS * (of - 1 - place))) & whole((1 << _DAY_BITS) - 1)  # a division would go by floats
    day = (as_day(_FIRST_DAY) + (days - whole(1)).as_interval("D")).cast("timestamp").cast("date")
    return first_true((days > 0, day), otherwise=nothing("date"))


@said
def as_day(day: date) -> Expression:
    """A constant day."""
    return ibis.literal(day, "date")


@said
def days_between(earlier: Expression, later: Expression) -> Expression:
    """Whole days from one day to another."""
    return later.delta(earlier, unit="day")


@said
def steps(value: Expression, rungs: Sequence[tuple[int, int]]) -> Expression:
    """The points of the highest rung that the value reaches; rungs are (at least, points), 0 below the lowest."""
    climbing = sorted(rungs, reverse=True)
    return ibis.cases(*((value >= whole(least_), whole(points)) for least_, points in climbing), else_=whole(0))


@said
def at_most(cap: int, value: Expression) -> Expression:
    """The value, or the cap where the value passes it."""
    return ibis.cases((value > whole(cap), whole(cap)), else_=value)


@said
def at_most_of(value: Expression, limit: Expression) -> Expression:
    """The value, or the limit of the same row where the value passes it."""
    return ibis.cases((value > limit, limit), else_=value)


@said
def greatest_of(*values: Expression) -> Expression:
    """The greatest of values of which none is missing."""
    found = values[0]
    for value in values[1:]:
        found = ibis.cases((value > found, value), else_=found)
    return found


@said
def numbered_first(*order: Expression) -> Expression:
    """Numbers of rows from 1 in the order given: what is true, and what is smaller, first; the last decides every tie."""
    keys = [ibis.desc(key) if key.type().is_boolean() else ibis.asc(key, nulls_first=False) for key in order]
    return ibis.row_number().over(order_by=keys) + 1
