"""What an indicator is: a question put to every award, its card, and one expression that answers yes, no or nothing.

An indicator sees `lines` (the columns of records LINES and the words below) and gathers what it needs of them per award;
it may look beside at other awards; then it says whether the question applies and what the answer is. Both are
three-valued: what is not recorded is never a no. No answer is a silence.

Words that stand in the lines beside the columns of LINES:
`unread`: product code, industry code or description is not recorded, so that another good or class could come out;
`unworked`: it may be manual work, and its place of performance, or the description that would say so, is not recorded;
`unnamed`: one of these two;
`may_match`, `may_shift`, `may_hide`, `may_be_regional`: goods without a recorded origin that with one could match a listing,
that stand as place not recorded, that may hold a listed good, that belong to a sector of such a region;
`foreign_origin`: the recorded origin of goods lies outside the United States (null where not recorded, or for services);
`counts`: whether what the line says of goods, places and work counts: a line of zero dollars lifts no award that has a
line with dollars (the class, the region and what is missing of such a line are not told here);
`region`: the region of the recorded origin for which the law presumes forced labor in goods such as this, else null.
Words that stand in the awards beside the columns of AWARDS:
`supplier`: UEI, else name, else null; `known_day`: the day as of which is asked; `good_listed_from`: the day on which a
list first named the award's good for any country; `subawards`: reported sub-awards linked to it, null where no file of
sub-awards was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from buyfair.columns.words import Expression, TableExpression, first_true, nothing
from buyfair.records.table import Column
from buyfair.terms.money import part_of, spoken

Row = Mapping[str, Any]
"""One award with everything gathered of it."""


Beside = tuple[TableExpression, tuple[str, ...]]
"""Other awards, gathered by columns that every award has too; by none, one row for all."""


def counted(number: int, thing: str, many: str | None = None) -> str:
    """A number of things: `1 line`, `2,000 lines`."""
    return f"{number:,} {thing if number == 1 else many or thing + 's'}"


def among(part: int, whole: int, thing: str) -> str:
    """So many of so many: `2 of 3 lines`, `both lines`, `all 3 lines`, `its one line`."""
    if whole == 1:
        return f"{'its one' if part == 1 else 'none of its one'} {thing}"
    every = "both" if whole == 2 else f"all {whole:,}"  # noqa: PLR2004
    return f"{every} {thing}s" if part == whole else f"{part:,} of {whole:,} {thing}s"


def none_of(whole: int, thing: str, says: str, denies: str) -> str:
    """None of so many, as the beginning of a sentence: `None of its 3 lines is ...`, `Its one line is not ...`."""
    return f"Its one {thing} {denies}" if whole == 1 else f"None of its {whole:,} {thing}s {says}"


def capital(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def within(part: Decimal, whole: Decimal) -> str:
    """Dollars on some lines beside the award's: `$3 of $10`, `all $10`; other lines may have taken money back.

    Unit: US dollars.
    """
    if part == whole <= 0:
        return f"obligations that come to {spoken(whole)} in the end"
    return part_of(part, whole) if 0 <= part <= whole else f"obligations of {spoken(part)}, beside a net of {spoken(whole)},"


def stands_on(row: Row, dollars: str, lines: str) -> str:
    """Dollars on lines, of the award's: `All $129 stand on its one line,`, `$3 of $10 stand on 2 of 3 lines`.

    A clause about these lines follows.
    """
    comma = "," if row[lines] == row["lines"] else ""
    on = among(row[lines], row["lines"], "line")
    return capital(f"{within(row[dollars], row['dollars'])} stand on {on}{comma}")


def nothing_gathered(_lines: TableExpression) -> dict[str, Expression]:
    """An indicator that needs no more of the lines than every award has."""
    return {}


def nobody_beside(_awards: TableExpression) -> Sequence[Beside]:
    """An indicator that looks at no other award."""
    return ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `code`: our word for it, as its file is named. `gathers`: the columns that it adds to awards.

    They come of the award's lines (`sums`), of that and the award (`adds`), and of other awards (`beside`).

    `feeds`: layouts of real files with which it speaks; a test reads them. `says` and `says_no` name numerator and
    denominator of one award; `silence` says what was not recorded. `harms`: harms that a yes stands for by itself.
    `rests_on`: lists and rows of rules, by their ids, without which it would not be asked; nothing where fields suffice.
    """

    code: str
    title: str
    asks: str
    unit: str
    worse: str
    source: str
    feeds: tuple[str, ...]
    caution: str
    assumptions: str
    exclusions: str
    applies: Callable[[TableExpression], Expression]
    holds: Callable[[TableExpression], Expression]
    says: Callable[[Row], str]
    says_no: Callable[[Row], str]
    silence: str
    gathers: tuple[Column, ...] = ()
    sums: Callable[[TableExpression], Mapping[str, Expression]] = nothing_gathered
    adds: Callable[[TableExpression], Mapping[str, Expression]] = nothing_gathered
    beside: Callable[[TableExpression], Sequence[Beside]] = nobody_beside
    harms: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


def always(awards: TableExpression) -> Expression:
    """The question applies to every award."""
    return awards.award_id.notnull()


def of_a_good(awards: TableExpression) -> Expression:
    """Whether a good stands behind the award; not known where a line leaves out what names goods, as it may be another."""
    return first_true((awards.unnamed_lines > 0, nothing("boolean")), otherwise=awards.good.notnull())


def any_of_lines(yes: Expression, silent: Expression) -> Expression:
    """Yes where one line says yes; else nothing where one is silent; else no."""
    return first_true((yes > 0, True), (silent > 0, nothing("boolean")), otherwise=False)
