"""Which awards of a held file are asked for: what filters say, as conditions in the engine's language.

A value of None stands for what is not recorded. Within one field any of the values suffices; all fields must hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from buyfair.columns.held_making import OWN, OWN_DOLLARS
from buyfair.terms.exposure import MATCHED, OUTSIDE_SECTORS, POSSIBLE_INPUT, POSSIBLE_PLACE, TAKEN_BACK
from buyfair.terms.harm import Harm

Values = Sequence[str | None]
Asked = Mapping[str, Values]
"""Field and values; fields without a value are not asked about."""

APART = ":"
"""Between a value and what is said more closely of it."""
ASKED = "awards_asked"
"""The view of the awards that meet a filter."""
ACCEPTED = (
    "SELECT coalesce(sum(lines), 0)::BIGINT AS lines, coalesce(sum(dollars), 0)::DECIMAL(18,2)::VARCHAR AS dollars "
    "FROM cells_asked"
)  # fmt: skip
"""Lines and dollars of the awards asked for, those taken back included, where their cells are held."""


def narrowed(asked: Asked) -> str:
    """The awards that meet a filter."""
    return f"SELECT * FROM awards WHERE {where(asked)}"


def in_rank(most: int) -> str:
    """The first in rank of the awards asked for: awards lie in the order of rank, so their numbers are found first."""
    numbers = f"SELECT n FROM {ASKED} WHERE rank IS NOT NULL ORDER BY n LIMIT {most}"
    return f"SELECT * FROM awards WHERE n IN ({numbers})"


def summed(by: str, columns: Sequence[str]) -> str:
    """The awards asked for, summed by the number of what they share: these columns, how many, their lines and dollars."""
    names = ", ".join(f'c."{c}"' for c in columns)
    return (
        f"SELECT {names}, g.stands_for, g.lines, g.dollars FROM (SELECT {by}, count(*) AS stands_for, "
        f"sum(lines)::BIGINT AS lines, sum(dollars)::DECIMAL(18,2) AS dollars FROM {ASKED} GROUP BY {by}) g "
        f"JOIN {_TABLES.get(by, by)} c USING ({by})"
    )


_TABLES = {"cell": "cells"}


def patterned() -> str:
    """The awards asked for, summed by class and by what the law answers."""
    return (
        "SELECT exposure, pattern, count(*) AS stands_for, sum(lines)::BIGINT AS lines, sum(dollars)::DECIMAL(18,2) AS dollars "
        f"FROM {ASKED} GROUP BY exposure, pattern"
    )


KINDS = ("exposure", "item", "origin_country", "lines", "dollars", "first", "last")
"""The columns of lines summed."""


def lines_summed(home: str) -> str:
    """The lines of the awards asked for, by class, then those of goods by whether an origin is told and where.

    A row counts lines either by class or by origin, never by both; every row has the first and the last day.
    """
    parts = [
        *(f"('{name}', NULL, NULL, {own}, {own}_dollars)" for name, own in
          ((MATCHED, "own_matched"), (POSSIBLE_PLACE, "own_place"), (POSSIBLE_INPUT, "own_input"))),
        "(NULL, 'supply', NULL, own_goods - own_placed, 0)", "(NULL, 'supply', '-', own_placed - own_home, 0)",
        f"(NULL, 'supply', {literal(home)}, own_home, 0)",
    ]  # fmt: skip
    counts = ", ".join(f"coalesce(sum({c}), 0)::BIGINT AS {c}" for c in OWN)
    sums = ", ".join(f"coalesce(sum({c}_dollars), 0)::DECIMAL(18,2) AS {c}_dollars" for c in OWN_DOLLARS)
    return (
        f"SELECT v.*, s.first, s.last FROM (SELECT {counts}, {sums}, min(first_action) AS first, max(last_action) AS last "
        f"FROM {ASKED}) s, LATERAL (VALUES {', '.join(parts)}) v(exposure, item, origin_country, lines, dollars)"
    )


FLOW = ("met_origin", "met_in_largest", "good", "strength", "depth", "through", "agency")
"""What a band of the flows is told by, in this order."""


def literal(value: str) -> str:
    """A text as a constant."""
    return "'" + value.replace("\0", "").replace("'", "''") + "'"


def one_of(column: str, values: Values) -> str:
    """The column holds one of these."""
    told = [literal(v) for v in values if v is not None]
    found = [f"{column} IN ({', '.join(told)})"] if told else []
    if None in values:
        found.append(f"{column} IS NULL")
    return _either(found)


def where(asked: Asked, beside: str = "") -> str:
    """The condition that an award meets. `beside`: a field that is left out."""
    found = [_FIELDS[name](values) for name, values in asked.items() if values and name != beside]
    return " AND ".join(found) if found else "true"


def _either(conditions: Sequence[str]) -> str:
    return f"({' OR '.join(conditions)})" if conditions else "false"


def _column(name: str) -> Callable[[Values], str]:
    return lambda values: one_of(name, values)


def _sector(values: Values) -> str:
    return one_of("sector", [None if v == OUTSIDE_SECTORS else v for v in values])


def _class(values: Values) -> str:
    both = (POSSIBLE_PLACE, POSSIBLE_INPUT)
    return one_of("exposure", [c for v in values for c in (both if v == "possible" else (v,))])


def _harm(values: Values) -> str:
    """Reached by the harm; more closely: matched, or possible, and then not taken back, as the figures count it."""
    found = []
    for value in values:
        if value is None:
            found.append(" AND ".join(f"harm_{h} IS NULL" for h in Harm))
            continue
        name, _, how = value.partition(APART)
        said = {"matched": "= 0", "possible": "> 0"}.get(how, "IS NOT NULL")
        standing = f" AND exposure <> '{TAKEN_BACK}'" if how else ""
        found.append(f"harm_{Harm(name)} {said}{standing}")
    return _either([f"({each})" for each in found])


def _supplier(values: Values) -> str:
    """A supplier's key names it alone; where it is nobody's, every name that holds the words."""
    found = [
        one_of("supplier_key", [v if v is not None else "not recorded"]) if v is None else _named(v) for v in values
    ]
    return _either(found)


def _named(value: str) -> str:
    key = literal(value)
    return (
        f"(supplier_key = {key} OR (NOT EXISTS (SELECT 1 FROM suppliers s WHERE s.supplier_key = {key}) AND supplier_key IN "
        f"(SELECT s.supplier_key FROM suppliers s WHERE contains(upper(s.supplier_name), upper({key})))))"
    )


def _vehicle(values: Values) -> str:
    """A vehicle's PIID, more closely with the code of its agency; any where a star stands for it."""
    found = []
    for value in values:
        if value == "*":
            found.append("parent_piid IS NOT NULL")
            continue
        piid, apart, agency = (value or "").partition(APART)
        of = one_of("parent_agency_code", [agency or None]) if apart else "true"
        found.append(f"({one_of('parent_piid', [piid if value is not None else None])} AND {of})")
    return _either(found)


def _year(values: Values) -> str:
    return _either([f"fiscal_year = {int(v)}" if v is not None else "fiscal_year IS NULL" for v in values])


def _indicator(values: Values) -> str:
    """An indicator and its answer; `-` where the question does not apply. Awards taken back are asked nothing."""
    found = []
    for value in values:
        code, _, answer = (value or "").partition(APART)
        found.append(f"({one_of(_quoted(code), [None if answer == '-' else answer])} AND exposure <> '{TAKEN_BACK}')")
    return _either(found)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', "") + '"'


_SAID = "SELECT p.pattern FROM law_patterns p JOIN law_answers a ON list_contains(p.answers, a.number) WHERE "
"""The sets of answers about the making in which an answer stands that meets what follows."""


def _duty(values: Values) -> str:
    """A rule that looks at the making and its answer; what is not among the answers is no."""
    found = []
    for value in values:
        row, _, answer = (value or "").partition(APART)
        said = _SAID + f"a.rule = {literal(row)}" + f" AND a.answer {'<>' if answer == 'no' else '='} {literal(answer)}"
        found.append(f"pattern {'NOT IN' if answer == 'no' else 'IN'} ({said})")
    return _either(found)


def _waits(values: Values) -> str:
    """A fact for which a rule waits that looks at the making, of the purchase or of a line."""
    told = (rf"(^|, )(lines\[\d+\]\.)?{re.escape(v or '')}(,|$)" for v in values)
    return _either([f"pattern IN ({_SAID}regexp_matches(a.missing, {literal(each)}))" for each in told])


def _decision(values: Values) -> str:
    """The month of the decision ahead; any where a star stands for it."""
    months = [v for v in values if v not in (None, "*")]
    found = [f"strftime(decision_day, '%Y-%m') IN ({', '.join(literal(m) for m in months if m)})"] if months else []
    return _either([*found, *("decision_day IS NOT NULL" for v in values if v == "*"),
                    *("decision_day IS NULL" for v in values if v is None)])  # fmt: skip


def _flow(values: Values) -> str:
    """A band of the flows: seven things apart by `|`, in the order of FLOW, nothing for what is not told."""
    shown = {
        "met_origin": "met_origin", "met_in_largest": "met_in_largest::VARCHAR", "agency": "agency",
        "through": "(met_in_largest AND exposure_reason = 'input_listed')::VARCHAR",
        **{n: f"(CASE WHEN met_in_largest THEN met_{n} END)" for n in ("good", "strength", "depth")},
    }  # fmt: skip
    found = []
    for value in values:
        told = (value or "").split("|", len(FLOW) - 1)
        parts = [one_of(shown[name], [said or None]) for name, said in zip(FLOW, told, strict=False)]
        found.append(f"({' AND '.join(parts)})")
    return _either(found)


def _text(values: Values) -> str:
    """Every word stands in the award's id, description or supplier's name."""
    words = [w for v in values if v for w in v.upper().split()]
    return " AND ".join(f"contains(words, {literal(word)})" for word in words) or "true"


_FIELDS: Mapping[str, Callable[[Values], str]] = {
    "agency": _column("agency"), "sector": _sector, "good": _column("good"), "country": _column("origin_country"),
    "harm": _harm, "supplier": _supplier, "vehicle": _vehicle, "state": _column("supplier_state"),
    "performed_in": _column("performance_state"), "abroad": _column("performance_country"), "year": _year, "class": _class,
    "text": _text, "reason": _column("exposure_reason"), "psc": _column("psc"), "reach": _column("reach"), "duty": _duty,
    "waits": _waits,
    "indicator": _indicator, "decision": _decision, "flow": _flow, "award": _column("award_id"),
}  # fmt: skip
"""Every field with the condition that it makes."""
