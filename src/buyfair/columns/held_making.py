"""Makes the file that pages read of an assessed folder: its tables in a useful order, with what filters ask beside them.

It is written once and never again, so that any number of readers may open it at a time. Its tables:

awards: the columns of awards.parquet in the order of rank, then of id; `n` counts them from 0. Beside them harm_... per
    harm (0 where a line that counts is matched for it, 1 where one may be, null where none is); pattern (the number of what
    the law answers of the making); supplier_key; description, performance_state and supplier_state of the largest line;
    fiscal_year of the first action; own_... lines and dollars of its lines by class, of goods, with origin, with one in
    the United States; words (id, supplier and description in capitals); cell and said, the numbers of what follows.
cells: what awards share by which they are summed, PLACE and the harms. said: what the indicators answered of them.
ids: award_id and n, by id. suppliers: the names under which each supplier has awards.
lines: the columns of lines.parquet by award, in their order within it (`nth`), with the number of its set of exposures.
exposures: the different exposures, by number in the order of their key. exposure_sets: which of them a set holds.
facts, leads: by award, in their order (`nth`).
law_answers, law_patterns: what the law answers of the making (rule, answer, in_force, missing), and which a pattern has.

States stand as postal codes, whatever a feed writes; what names no state is null.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from buyfair.columns.embedded import Embedded
from buyfair.columns.engine import quoted
from buyfair.records.exposures import EXPOSURES
from buyfair.terms.exposure import DEPTHS, MATCHED, POSSIBLE_INPUT, POSSIBLE_PLACE, TAKEN_BACK

_Of = Callable[[str], str]
KIND = tuple(name for name in EXPOSURES.names() if name != "line_id")
"""What tells an exposure from another, whichever line it is of."""
FISCAL_YEAR = "year({day} + INTERVAL 3 MONTH)"
"""The fiscal year of a day: it begins on 1 October."""


def make_held(
    engine: Embedded, folder: Path, to: Path, harms: Sequence[str], indicators: Sequence[str], homes: Sequence[str]
) -> None:
    """Writes the file. `homes`: countries and territories inside the United States.

    The engine holds what SQL alone cannot tell: patterns (award_id, pattern), state_codes (spelled, state), law_answers
    and law_patterns.
    """

    def of(name: str) -> str:
        return f"read_parquet('{quoted(folder / f'{name}.parquet')}', file_row_number = true)"

    engine.run(f"ATTACH '{quoted(to)}' AS made")
    made = (
        *_exposed(of),
        *_lines(of, harms),
        *_own(homes),
        *_awards(of, harms, indicators),
        *_beside(of),
        "CHECKPOINT made",
    )
    for statement in made:
        engine.run(statement)
    engine.run("DETACH made")


def _exposed(of: _Of) -> Sequence[str]:
    """Lines share few sets of exposures: each different exposure, and each different set, is held once."""
    order = ", ".join(f'"{c}" ASC NULLS LAST' for c in KIND)
    met = " AND ".join(f'x."{c}" IS NOT DISTINCT FROM e."{c}"' for c in KIND)
    names = ", ".join(f'"{c}"' for c in KIND)
    return (
        f"CREATE TABLE made.exposures AS SELECT row_number() OVER (ORDER BY {order}) - 1 AS number, * "
        f"FROM (SELECT DISTINCT {names} FROM {of('exposures')}) ORDER BY number",
        f"CREATE TEMP TABLE sets_of_lines AS SELECT x.line_id, list_sort(list(e.number)) AS numbers "
        f"FROM {of('exposures')} x JOIN made.exposures e ON {met} GROUP BY x.line_id",
        "CREATE TABLE made.exposure_sets AS SELECT row_number() OVER (ORDER BY numbers) AS exposed, numbers "
        "FROM (SELECT DISTINCT numbers FROM sets_of_lines) ORDER BY exposed",
    )


def _lines(of: _Of, harms: Sequence[str]) -> Sequence[str]:
    """Lines by award; per harm the surest that a set of exposures says, main material at most, of the lines that count."""
    place = f"CASE WHEN e.level = '{MATCHED}' THEN 0 ELSE 1 END"
    said = ", ".join(
        f"min({place}) FILTER (WHERE e.harm = '{h}' AND e.depth <> '{DEPTHS[-1]}')::BIGINT AS harm_{h}" for h in harms
    )  # fmt: skip
    counted = ", ".join(
        f"CASE WHEN bool_or(spends) THEN min(harm_{h}) FILTER (WHERE spends) ELSE min(harm_{h}) END AS harm_{h}"
        for h in harms
    )
    return (
        f"CREATE TEMP TABLE harms_of_sets AS SELECT s.exposed, {said} "
        "FROM made.exposure_sets s, unnest(s.numbers) AS u(number) JOIN made.exposures e ON e.number = u.number "
        "GROUP BY s.exposed",
        "CREATE TEMP TABLE exposed_lines AS SELECT line_id, exposed FROM sets_of_lines JOIN made.exposure_sets USING (numbers)",
        f"CREATE TABLE made.lines AS SELECT l.* EXCLUDE (file_row_number), l.file_row_number AS nth, x.exposed "
        f"FROM {of('lines')} l LEFT JOIN exposed_lines x USING (line_id) ORDER BY award_id, nth",
        f"CREATE TEMP TABLE harmed AS SELECT award_id, {counted} FROM (SELECT award_id, dollars_obligated <> 0 AS spends, h.* "
        "FROM made.lines LEFT JOIN harms_of_sets h USING (exposed)) GROUP BY award_id",
    )


OWN = {
    "own_matched": f"exposure = '{MATCHED}'", "own_place": f"exposure = '{POSSIBLE_PLACE}'",
    "own_input": f"exposure = '{POSSIBLE_INPUT}'", "own_goods": "item = 'supply'",
    "own_placed": "item = 'supply' AND origin_country IS NOT NULL",
    "own_home": "item = 'supply' AND origin_country IN ({homes})",
}  # fmt: skip
"""What is counted of an award's own lines."""
OWN_DOLLARS = ("own_matched", "own_place", "own_input")
"""Of these the dollars too."""


def _own(homes: Sequence[str]) -> Sequence[str]:
    inside = ", ".join(f"'{h}'" for h in homes)
    counts = [f"count(*) FILTER ({when.format(homes=inside)}) AS {name}" for name, when in OWN.items()]
    sums = [
        f"coalesce(sum(dollars_obligated) FILTER ({OWN[name]}), 0)::DECIMAL(18,2) AS {name}_dollars"
        for name in OWN_DOLLARS
    ]
    return (f"CREATE TEMP TABLE own AS SELECT award_id, {', '.join(counts + sums)} FROM made.lines GROUP BY award_id",)


PLACE = ("agency", "sector", "good", "strength", "psc", "origin_country", "performance_country", "exposure",
         "exposure_reason", "met_origin", "met_in_largest", "met_good", "met_strength", "met_depth", "reach")  # fmt: skip
"""What awards share in a cell, the harms beside."""


def _awards(of: _Of, harms: Sequence[str], indicators: Sequence[str]) -> Sequence[str]:
    key = "coalesce(a.supplier_uei, a.supplier_name, 'not recorded')"
    year = FISCAL_YEAR.format(day="a.first_action")
    placed = [*(f"a.{c}" for c in PLACE), *(f"h.harm_{h}" for h in harms)]
    said = [
        f"CASE WHEN a.exposure = '{TAKEN_BACK}' THEN a.exposure ELSE '' END AS exposure",
        *(f"a.{c}" for c in indicators),
    ]
    joined = f"{of('awards')} a JOIN harmed h USING (award_id)"
    return (
        "CREATE TEMP TABLE largest AS SELECT l.line_id, l.description, p.state AS performance_state, s.state AS supplier_state "
        "FROM made.lines l LEFT JOIN state_codes p ON p.spelled = l.performance_state "
        "LEFT JOIN state_codes s ON s.spelled = l.supplier_state "
        f"SEMI JOIN {of('awards')} a ON a.largest_line = l.line_id",
        *_shared("cells", "cell", joined, placed),
        *_shared("said", "said", joined, said),
        "CREATE TABLE made.awards AS SELECT row_number() OVER (ORDER BY a.rank NULLS LAST, a.award_id) - 1 AS n, "
        f"a.* EXCLUDE (file_row_number), h.* EXCLUDE (award_id), p.pattern, {key} AS supplier_key, l.description, "
        f"l.performance_state, l.supplier_state, {year} AS fiscal_year, o.* EXCLUDE (award_id), "
        "upper(concat_ws(' ', a.award_id, a.supplier_name, l.description)) AS words, c.cell, s.said "
        f"FROM {joined} JOIN patterns p USING (award_id) JOIN own o USING (award_id) JOIN of_cells c USING (award_id) "
        "JOIN of_said s USING (award_id) "
        "JOIN largest l ON l.line_id = a.largest_line ORDER BY n",
        "CREATE TABLE made.ids AS SELECT award_id, n FROM made.awards ORDER BY award_id",
        "CREATE TABLE made.suppliers AS SELECT supplier_key, supplier_name, count(*) AS awards, "
        "sum(dollars)::DECIMAL(18,2) AS dollars FROM made.awards GROUP BY ALL ORDER BY ALL",
    )  # fmt: skip


def _shared(table: str, number: str, awards: str, columns: Sequence[str]) -> Sequence[str]:
    """The different sets of these columns by number, and which of them each award has."""
    names = [c.rpartition(" AS ")[2].rpartition(".")[2] for c in columns]
    same = " AND ".join(f"t.{name} IS NOT DISTINCT FROM x.{name}" for name in names)
    own = f"SELECT a.award_id, {', '.join(columns)} FROM {awards}"
    return (
        f"CREATE TABLE made.{table} AS SELECT row_number() OVER (ORDER BY {', '.join(names)}) AS {number}, * FROM "
        f"(SELECT DISTINCT * EXCLUDE (award_id) FROM ({own})) ORDER BY {number}",
        f"CREATE TEMP TABLE of_{table} AS SELECT x.award_id, t.{number} FROM ({own}) x JOIN made.{table} t ON {same}",
    )


def _beside(of: _Of) -> Sequence[str]:
    return (
        *(
            f"CREATE TABLE made.{name} AS SELECT * EXCLUDE (file_row_number), file_row_number AS nth FROM {of(name)} "
            "ORDER BY award_id, nth"
            for name in ("facts", "leads")
        ),
        *(f"CREATE TABLE made.{name} AS SELECT * FROM {name} ORDER BY ALL" for name in ("law_answers", "law_patterns")),
    )
