"""What lists, choices and searches ask of a held file, in the engine's language: pages by a mark, never by an offset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from buyfair.columns.held_asked import Asked, literal, where
from buyfair.terms.exposure import TAKEN_BACK
from buyfair.terms.harm import Harm

ORDERS: Mapping[str, tuple[str, bool]] = {
    "rank": ("n", True), "dollars": ("dollars", False), "newest": ("last_action", False), "oldest": ("first_action", True),
    "decision": ("decision_day", True),
}  # fmt: skip
"""Orders of awards: the column, and whether it ascends; ties go by `n`. Only of `decision` may the column be null."""
ROW = ("n", "award_id", "piid", "parent_piid", "parent_agency_code", "rank", "band_low", "band_high", "points",
       "points_at_least", "supplier_key", "supplier_name", "supplier_uei", "agency", "office", "sector", "good", "strength",
       "psc", "origin_country", "performance_country", "performance_state", "supplier_state", "fiscal_year", "exposure",
       "exposure_reason", "reach", "dollars", "lines", "first_action", "last_action", "decision", "decision_day",
       "description")  # fmt: skip
"""What a list says of an award."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended: the value of its order's column in its last row, as text, and that row's `n`."""

    value: str
    n: int


def page(asked: Asked, order: str, after: Mark | None, limit: int) -> str:
    """One page of the awards that meet a filter, and one row more where there is any."""
    column, up = ORDERS[order]
    conditions = [where(asked)] + ([f"{column} IS NOT NULL"] if order == "decision" else [])
    if after is not None:
        conditions.append(_behind(column, up, after))
    by = column if column == "n" else f"{column} {'ASC' if up else 'DESC'}, n"
    return f"SELECT {', '.join(ROW)} FROM awards WHERE {' AND '.join(conditions)} ORDER BY {by} LIMIT {limit + 1}"


def _behind(column: str, up: bool, after: Mark) -> str:
    if column == "n":
        return f"n > {after.n}"
    value = f"{literal(after.value)}::{'DECIMAL(18,2)' if column == 'dollars' else 'DATE'}"
    return f"({column} {'>' if up else '<'} {value} OR ({column} = {value} AND n > {after.n}))"


def counted(asked: Asked) -> str:
    """How many awards meet a filter, and their dollars, those taken back apart."""
    standing = f"FILTER (exposure <> '{TAKEN_BACK}')"
    return (
        f"SELECT count(*) AS awards, coalesce(sum(dollars) {standing}, 0)::DECIMAL(18,2) AS dollars, "
        f"coalesce(sum(dollars) FILTER (exposure = '{TAKEN_BACK}'), 0)::DECIMAL(18,2) AS taken_back "
        f"FROM awards WHERE {where(asked)}"
    )


FACETS: Mapping[str, tuple[str, str]] = {
    "agency": ("agency", ""), "sector": ("coalesce(sector, 'none')", ""), "good": ("good", ""),
    "country": ("origin_country", ""),
    "supplier": ("supplier_key", "min(supplier_name)"),
    "vehicle": ("parent_piid || ':' || coalesce(parent_agency_code, '')", "min(parent_agency)"),
    "state": ("supplier_state", ""), "performed_in": ("performance_state", ""), "year": ("fiscal_year::VARCHAR", ""),
    "class": ("exposure", ""),
}  # fmt: skip
"""Fields of which each award has one value: the value, and its name where it has another. The harms stand apart."""


def choices(asked: Asked, field: str, limit: int) -> str:
    """The values of a field with the awards that meet the other filters, the most dollars first."""
    value, name = FACETS[field]
    standing = f"FILTER (exposure <> '{TAKEN_BACK}')"
    return (
        f"SELECT {value} AS value, {name or 'NULL'} AS name, count(*) AS awards, "
        f"coalesce(sum(dollars) {standing}, 0)::DECIMAL(18,2) AS dollars "
        f"FROM awards WHERE {where(asked, field)} GROUP BY 1 ORDER BY dollars DESC, awards DESC, value LIMIT {limit}"
    )


def choices_of(asked: Asked, fields: Sequence[str]) -> str:
    """The same of several fields about which nothing is asked, in one look at the awards: `of` says whose value it is."""
    values = [FACETS[field][0] for field in fields]
    sets = ", ".join(f"(v{i})" for i in range(len(values)))
    own = " ".join(f"WHEN GROUPING(v{i}) = 0 THEN {literal(field)}" for i, field in enumerate(fields))
    told = ", ".join(f"{value} AS v{i}" for i, value in enumerate(values))
    standing = f"FILTER (exposure <> '{TAKEN_BACK}')"
    return (
        f"SELECT CASE {own} END AS of, coalesce({', '.join(f'v{i}' for i in range(len(values)))}) AS value, NULL AS name, "
        f"count(*) AS awards, coalesce(sum(dollars) {standing}, 0)::DECIMAL(18,2) AS dollars "
        f"FROM (SELECT {told}, dollars, exposure FROM awards WHERE {where(asked)}) GROUP BY GROUPING SETS ({sets}) "
        "ORDER BY of, dollars DESC, awards DESC, value"
    )


def harm_choices(asked: Asked) -> str:
    """Awards and dollars by harm: one award may stand under several."""
    standing = f"exposure <> '{TAKEN_BACK}'"
    counts = ", ".join(f"count(harm_{h}) AS n_{h}" for h in Harm)
    sums = ", ".join(
        f"coalesce(sum(dollars) FILTER (harm_{h} IS NOT NULL AND {standing}), 0)::DECIMAL(18,2) AS d_{h}" for h in Harm
    )
    rows = ", ".join(f"('{h}', NULL, n_{h}, d_{h})" for h in Harm)
    return (
        f"SELECT v.* FROM (SELECT {counts}, {sums} FROM awards WHERE {where(asked, 'harm')}) s, "
        f"LATERAL (VALUES {rows}) v(value, name, awards, dollars)"
    )


def lines_of(award_id: str) -> str:
    """The lines of one award, by day, then as they stood."""
    return f"SELECT * EXCLUDE (exposed) FROM lines WHERE award_id = {literal(award_id)} ORDER BY action_date, nth"


def named(words: Sequence[str], limit: int) -> Mapping[str, str]:
    """What bears all of these words, in capitals: awards, suppliers and vehicles, the surest first.

    An award whose id or PIID begins with the only word stands first, then the others by rank.
    """
    every = " AND ".join(f"contains(words, {literal(w)})" for w in words) or "false"
    name = " AND ".join(f"contains(upper(supplier_name), {literal(w)})" for w in words) or "false"
    joined = literal(" ".join(words))
    begins = f"(starts_with(upper(award_id), {joined}) OR starts_with(upper(piid), {joined}))"
    columns = "award_id, piid, supplier_name, agency, good, origin_country, exposure, dollars, rank, description, n"
    standing = f"coalesce(sum(dollars) FILTER (exposure <> '{TAKEN_BACK}'), 0)::DECIMAL(18,2) AS dollars"
    return {
        "begins": f"SELECT {columns} FROM awards WHERE {begins} ORDER BY n LIMIT {limit}",
        "awards": f"SELECT {columns} FROM awards WHERE {every} ORDER BY n LIMIT {limit}",
        "suppliers": f"SELECT supplier_key, min(supplier_name) AS supplier_name, sum(awards)::BIGINT AS awards, "
        f"sum(dollars)::DECIMAL(18,2) AS dollars FROM suppliers WHERE ({name}) OR upper(supplier_key) = {joined} "
        f"GROUP BY supplier_key ORDER BY dollars DESC, supplier_key LIMIT {limit}",
        "vehicles": "SELECT parent_piid, parent_agency_code, min(parent_agency) AS parent_agency, count(*) AS awards, "
        f"{standing} FROM awards WHERE starts_with(upper(parent_piid), {joined}) GROUP BY ALL "
        f"ORDER BY dollars DESC, parent_piid, parent_agency_code LIMIT {limit}",
    }


def exported(what: str, asked: Asked, folder: str) -> str:
    """Every row of a table that belongs to the awards that meet a filter; `folder` is that of the snapshot."""
    met = f"SELECT award_id FROM awards WHERE {where(asked)}"
    if what == "awards":
        return (
            "SELECT * EXCLUDE (n, words, cell, said, pattern, "
            "own_matched, own_place, own_input, own_goods, own_placed, own_home, own_matched_dollars, own_place_dollars, "
            f"own_input_dollars) FROM awards WHERE {where(asked)} ORDER BY n"
        )
    if what == "lines":
        return f"SELECT * EXCLUDE (nth, exposed) FROM lines WHERE award_id IN ({met})"
    if what == "exposures":
        return (
            "SELECT l.award_id, l.line_id, e.* EXCLUDE (number) FROM lines l JOIN exposure_sets s USING (exposed), "
            f"unnest(s.numbers) AS u(number) JOIN exposures e ON e.number = u.number WHERE l.award_id IN ({met})"
        )
    if what == "suppliers":
        standing = f"exposure <> '{TAKEN_BACK}'"
        sums = ", ".join(
            f"coalesce(sum(dollars) FILTER ({when}), 0)::DECIMAL(18,2) AS {name}"
            for name, when in (("dollars", standing), ("matched", "exposure = 'matched'"),
                               ("possible", "exposure LIKE 'possible%'"), ("unknown", "exposure = 'unknown'"))
        )  # fmt: skip
        return (
            "SELECT supplier_key, arg_min_null(supplier_name, (-dollars, award_id)) AS supplier_name, "
            "arg_min_null(supplier_uei, (-dollars, award_id)) AS supplier_uei, count(*) AS awards, "
            f"sum(lines)::BIGINT AS lines, {sums} FROM awards WHERE {where(asked)} GROUP BY supplier_key ORDER BY supplier_key"
        )  # fmt: skip
    return f"SELECT * FROM read_parquet({literal(f'{folder}/{what}.parquet')}) WHERE award_id IN ({met})"
