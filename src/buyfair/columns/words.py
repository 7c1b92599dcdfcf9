"""Words of which column expressions are built: each says one thing, in three-valued logic, on either engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis

Expression = Any
TableExpression = Any


def first_true(*pairs: tuple[Expression, Expression], otherwise: Expression | None = None) -> Expression:
    """The value of the first condition that is yes; unknown counts as not yes."""
    return ibis.cases(*pairs, else_=otherwise)


def text(value: str | None) -> Expression:
    """A constant text, or no text."""
    return ibis.null("string") if value is None else ibis.literal(value)


def whole(value: int) -> Expression:
    """A constant whole number."""
    return ibis.literal(value, "int64")


def long_zero() -> Expression:
    """Zero in 64 bits, from which sums grow in 64 bits; a bare constant would take the narrowest type that holds it."""
    return ibis.literal("0").cast("int64")


def nothing(kind: str = "string") -> Expression:
    """Not known."""
    return ibis.null(kind)


def place_in(order: Sequence[str], column: Expression) -> Expression:
    """Where the column's value stands in an order, from 0: smaller is higher."""
    return ibis.cases(*((column == value, whole(i)) for i, value in enumerate(order)), else_=whole(len(order)))


def at_place(order: Sequence[str], column: Expression) -> Expression:
    """The value that stands at a place of an order."""
    return ibis.cases(*((column == whole(i), text(value)) for i, value in enumerate(order)), else_=nothing())


def numbered(*order: Expression) -> Expression:
    """Numbers of rows from 0, to join by; rows alike in the order given share one, without an order none do."""
    if not order:
        return ibis.row_number()
    return ibis.dense_rank().over(order_by=[ibis.asc(column, nulls_first=False) for column in order])


def least(**fields: Expression) -> Expression:
    """The least set of values among the rows of a group: by the first field, ties by the next, and so on."""
    return ibis.struct(fields).min()


def all_of_them(numbers: Expression, where: Expression) -> Expression:
    """The numbers of a group that the condition lets in, each once, ascending."""
    return numbers.collect(distinct=True, where=where).sort()


def same(one: TableExpression, other: TableExpression, **pairs: str) -> list[Expression]:
    """Conditions of a join in which two unknown values are the same: column of the one = name in the other."""
    return [one[mine].identical_to(other[theirs]) for mine, theirs in pairs.items()]


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


def total(dollars: Expression, where: Expression | None = None) -> Expression:
    """The exact sum; over no rows it is 0.00. Unit: US dollars."""
    summed = dollars.sum() if where is None else dollars.sum(where=where)
    return summed.fill_null(ibis.literal("0").cast("decimal(18, 2)")).cast("decimal(18, 2)")


def largest_first(key: Sequence[Expression], order: Sequence[Expression]) -> Expression:
    """The place of a row within its group, 0 for the first in the order given."""
    return ibis.row_number().over(group_by=list(key), order_by=list(order))


def rows_of(*tables: TableExpression) -> TableExpression:
    """One table under another."""
    return tables[0] if len(tables) == 1 else ibis.union(*tables, distinct=False)
