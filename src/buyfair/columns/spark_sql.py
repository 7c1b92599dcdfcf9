"""How an expression is said to Spark so that it answers what the embedded engine answers, letter for letter.

The library of expressions puts most words into Spark's language; here stand the few that Spark takes otherwise. What no
wording makes equal stays out of shared expressions (docs/decisions/0026-spark.md).
"""

from __future__ import annotations

import re
from typing import Any

import ibis.expr.operations as ops
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from sqlglot.expressions import DataType

from buyfair.columns.engine import TableExpression

Said = Any
"""A piece of a statement, before it is text."""

NO_LETTER = "~"
"""Stands for every letter beyond ASCII where words are looked for: no pattern names it, and it ends a word as they do."""
_TO_ASCII = ("ıſ", "IS")
"""The two letters beyond ASCII whose capitals are ASCII."""


_EMPTY: dict[str, Any] = {"string": "", "int64": 0, "boolean": False}
"""What stands for a value that is not told where values are compared, by type."""


class _Spark(PySparkCompiler):  # type: ignore[misc]
    """Spark's language, with what Spark itself, and what takes its place in tests, must be told otherwise."""

    __slots__ = ()

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Said:  # noqa: N802
        """A whole number is one of 64 bits: Spark would take 32, and narrow what is reckoned from it; no power of ten."""
        if dtype.is_int64():
            return sge.Cast(this=sge.convert(value), to=DataType.build("BIGINT"))
        if dtype.is_decimal():
            return self.cast(format(value, "f"), dtype)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_Uppercase(self, op: Any, *, arg: Said) -> Said:  # noqa: N802
        """Capitals, in which words of a list are looked for: engines differ in what they make of letters beyond ASCII."""
        plain = self.f.anon.translate(arg, *_TO_ASCII)
        return self.f.upper(self.f.regexp_replace(plain, "[^\\x00-\\x7F]", NO_LETTER))

    def visit_RegexSearch(self, op: Any, *, arg: Said, pattern: Said) -> Said:  # noqa: N802
        """A pattern in the words that all engines read alike; one that stands in a column was made so before."""
        if isinstance(op.pattern, ops.Literal):
            pattern = sge.convert(portable(op.pattern.value))
        return self.f.anon.rlike(arg, pattern)

    def visit_FloorDivide(self, op: Any, *, left: Said, right: Said) -> Said:  # noqa: N802
        """Whole division of numbers from 0 up; Spark's other way goes by floats."""
        return sge.Paren(this=sge.IntDiv(this=left, expression=right))

    def visit_BitwiseRightShift(self, op: Any, *, left: Said, right: Said) -> Said:  # noqa: N802
        """By how many bits is a number of 32."""
        return self.f.shiftright(left, sge.Cast(this=right, to=DataType.build("INT")))

    def visit_DateDelta(self, op: Any, *, left: Said, right: Said, part: Said) -> Said:  # noqa: N802
        """Whole days from one day to another."""
        return sge.Cast(this=self.f.anon.datediff(left, right), to=DataType.build("BIGINT"))

    def visit_IdenticalTo(self, op: Any, *, left: Said, right: Said) -> Said:  # noqa: N802
        """Two values alike, or both not told, as plain equalities: rows are then brought together by them."""
        empty = _EMPTY.get(str(op.left.dtype).lstrip("!"))
        if empty is None:
            return super().visit_IdenticalTo(op, left=left, right=right)
        filled = (self.f.coalesce(side, sge.convert(empty)) for side in (left, right))
        untold = (sge.Paren(this=sge.Is(this=side, expression=sge.Null())) for side in (left, right))
        same = [sge.EQ(this=next(sides), expression=next(sides)) for sides in (filled, untold)]
        return sge.Paren(this=sge.And(this=same[0], expression=same[1]))

    def visit_IsNull(self, op: Any, *, arg: Said) -> Said:  # noqa: N802
        """Whether it is not told; what is asked stands in brackets, as Spark wants it."""
        return sge.Is(this=sge.Paren(this=arg), expression=sge.Null())

    def visit_NotNull(self, op: Any, *, arg: Said) -> Said:  # noqa: N802
        """Whether it is told."""
        return sge.Not(this=sge.Is(this=sge.Paren(this=arg), expression=sge.Null()))

    def visit_ArrayCollect(  # noqa: N802
        self, op: Any, *, arg: Said, where: Said, order_by: Said, include_null: bool, distinct: bool
    ) -> Said:
        """The values of a group; those not told, or not let in, fall out."""
        if where is not None:
            arg = self.if_(where, arg, sge.Null())
        return self.f.anon.collect_set(arg) if distinct else self.f.anon.collect_list(arg)

    def visit_WindowFunction(self, op: Any, *, func: Said, group_by: Said, order_by: Said, **frame: Any) -> Said:  # noqa: N802
        """Numbers without an order are dealt out where the rows lie: one counter over all would bring them to one place."""
        if isinstance(op.func, ops.RowNumber) and not group_by and not order_by:
            return self.f.anon.monotonically_increasing_id()
        return super().visit_WindowFunction(op, func=func, group_by=group_by, order_by=order_by, **frame)


_COMPILER = _Spark()


def said(expression: TableExpression) -> str:
    """A table expression in Spark's language."""
    return str(_COMPILER.to_sqlglot(expression).sql(dialect=_COMPILER.dialect))


_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_BLANKS, _LETTERS = r"\t\n\f\r ", "0-9A-Za-z_"
_OUTSIDE = {
    "$": r"\z", ".": r"[^\n]", r"\b": r"(?-u:\b)", r"\s": f"[{_BLANKS}]", r"\w": f"[{_LETTERS}]", r"\W": f"[^{_LETTERS}]",
}  # fmt: skip
"""What engines read otherwise: the end before a last new line, what a dot passes over, a vertical tab as a blank, and
which letters make words; in words of ASCII the plain classes find the same and are put together many times faster.
"""


def portable(pattern: str) -> str:
    """A pattern that finds, in words of ASCII, on every engine what the embedded one finds by the pattern given.

    >>> portable(r"^0+$")
    '^0+\\\\z'
    >>> portable(r"\\s[\\s.$]")
    '[\\\\t\\\\n\\\\f\\\\r ][\\\\t\\\\n\\\\f\\\\r .$]'
    """
    return "".join(_piece(piece) for piece in _PIECE.findall(pattern))


def _piece(piece: str) -> str:
    if len(piece) > 1 and piece[0] == "[":
        return "[" + piece[1:-1].replace(r"\s", _BLANKS).replace("[", r"\[").replace("&", r"\&") + "]"
    return _OUTSIDE.get(piece, piece)
