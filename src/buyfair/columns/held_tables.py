"""What tables of a picture are asked of a held file whole, in the engine's language: the summary shows the first rows of them.

Each has the columns, the order and the meaning of the list of the same name in summary.json, and all of its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from buyfair.columns.held_asked import Asked, where
from buyfair.terms.exposure import ABROAD, MATCHED, POSSIBLE_INPUT, POSSIBLE_PLACE, TAKEN_BACK, UNKNOWN

_POSSIBLE = f"exposure IN ('{POSSIBLE_PLACE}', '{POSSIBLE_INPUT}')"
_MATCHED, _UNKNOWN = f"exposure = '{MATCHED}'", f"exposure = '{UNKNOWN}'"
_EXPOSED = f"exposure IN ('{MATCHED}', '{POSSIBLE_PLACE}', '{POSSIBLE_INPUT}')"
_MOST = "matched DESC, possible DESC"


def _sum(name: str, when: str = "true") -> str:
    return f"coalesce(sum(dollars) FILTER ({when}), 0)::DECIMAL(18,2) AS {name}"


def _standing(asked: Asked) -> str:
    return f"({where(asked)}) AND exposure <> '{TAKEN_BACK}'"


def _vehicles(asked: Asked) -> str:
    """One row per parent vehicle; its period is the one that its own actions record, where these are there."""
    sums = f"{_sum('dollars')}, {_sum('matched', _MATCHED)}, {_sum('possible', _POSSIBLE)}, {_sum('unknown', _UNKNOWN)}"
    return (
        "WITH own AS MATERIALIZED (SELECT piid AS vehicle, max(ordering_period_end) AS ends FROM awards "
        f"WHERE {_standing(asked)} AND ordering_period_end IS NOT NULL GROUP BY piid), under AS (SELECT "
        "parent_piid AS vehicle, parent_agency_code AS parent_agency, min(parent_agency) AS parent_agency_name, "
        "count(*) AS awards, count(DISTINCT supplier) AS suppliers, count(DISTINCT agency) AS agencies, "
        f"sum(lines)::BIGINT AS lines, {sums}, max(ordering_period_end) AS ends, min(rank) AS best_rank FROM awards "
        f"WHERE {_standing(asked)} AND parent_piid IS NOT NULL GROUP BY parent_piid, parent_agency_code) "
        "SELECT under.* EXCLUDE (ends, best_rank), coalesce(own.ends, under.ends) AS ordering_period_end, best_rank "
        f"FROM under LEFT JOIN own USING (vehicle) ORDER BY {_MOST}, dollars DESC, vehicle, parent_agency"
    )


def _calendar(asked: Asked) -> str:
    """One row per decision ahead on an exposed award, or on labor services abroad."""
    return (
        "SELECT award_id, piid, decision AS what, decision_day AS day, dollars, supplier_name AS supplier, agency, good, "
        f"CASE WHEN sector = '{ABROAD}' THEN performance_country ELSE origin_country END AS country, sector, psc, exposure, "
        f"rank FROM awards WHERE {_standing(asked)} AND decision IS NOT NULL AND ({_EXPOSED} OR sector = '{ABROAD}') "
        "ORDER BY decision_day, rank"
    )


def _flows(asked: Asked) -> str:
    """One row per band from recorded origin through good to agency."""
    told = ", ".join(f"CASE WHEN met_in_largest THEN met_{c} END AS {c}" for c in ("good", "strength", "depth"))
    keys = ("country", "good", "strength", "depth", "through", "in_largest", "agency")
    order = ("country", "in_largest", "good", "strength", "depth", "through", "agency")
    return (
        f"WITH met AS (SELECT met_origin AS country, {told}, met_in_largest AND exposure_reason = 'input_listed' AS through, "
        f"met_in_largest AS in_largest, agency, dollars, exposure FROM awards WHERE ({where(asked)}) AND {_EXPOSED}) "
        f"SELECT {', '.join(keys)}, count(*) AS awards, {_sum('dollars')}, {_sum('matched', _MATCHED)}, "
        f"{_sum('possible', _POSSIBLE)} "
        f"FROM met GROUP BY ALL ORDER BY {_MOST}, {', '.join(f'{key} NULLS LAST' for key in order)}"
    )


TABLES: Mapping[str, Callable[[Asked], str]] = {"vehicles": _vehicles, "calendar": _calendar, "flows": _flows}
"""What is asked for each."""
