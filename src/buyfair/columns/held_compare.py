"""What two held files say of the same awards, in the engine's language."""

from __future__ import annotations

_OF = ("rank", "exposure", "dollars", "supplier_name", "agency", "good")


def compared(earlier: str) -> str:
    """Every award of either as one table of this conversation: what it was, and what it is."""
    columns = ", ".join(f"b.{c} AS {c}_before, a.{c} AS {c}_after" for c in _OF)
    return (
        f"CREATE OR REPLACE TEMP TABLE compared AS SELECT coalesce(a.award_id, b.award_id) AS award_id, {columns}, "
        "CASE WHEN b.award_id IS NULL THEN 'came' WHEN a.award_id IS NULL THEN 'went' ELSE 'stayed' END AS what "
        f"FROM awards a FULL JOIN {earlier}.awards b ON a.award_id = b.award_id"
    )


def counted_between() -> str:
    """Awards that came, went and stayed; dollars of those that went as they were, of the others as they are."""
    return (
        "SELECT what, count(*) AS awards, sum(coalesce(dollars_after, dollars_before))::DECIMAL(18,2) AS dollars "
        "FROM compared GROUP BY what"
    )


def every() -> str:
    """All awards of either with what they were and what they are: those that went and came first, then the most dollars."""
    return (
        "SELECT award_id, what, * EXCLUDE (award_id, what), exposure_before <> exposure_after AS moved FROM compared "
        "ORDER BY what = 'stayed', what DESC, coalesce(dollars_after, dollars_before) DESC, award_id"
    )


def moves(limit: int) -> dict[str, str]:
    """Moves between classes, ranks as a whole, and the awards of each kind by name, the most dollars first."""
    size = "coalesce(dollars_after, dollars_before) DESC, award_id"
    stayed = "FROM compared WHERE what = 'stayed'"
    moved = "abs(rank_after - rank_before)"
    named = "SELECT * EXCLUDE (what) FROM compared WHERE"
    return {
        "classes": "SELECT exposure_before AS before, exposure_after AS after, count(*) AS awards, "
        f"sum(dollars_before)::DECIMAL(18,2) AS dollars_before, sum(dollars_after)::DECIMAL(18,2) AS dollars_after {stayed} "
        "AND exposure_before <> exposure_after GROUP BY ALL ORDER BY awards DESC, before, after",
        "ranks": "SELECT count(*) FILTER (rank_after < rank_before) AS up, "
        "count(*) FILTER (rank_after > rank_before) AS down, "
        f"count(*) FILTER (rank_after = rank_before) AS same {stayed}",
        "came": f"{named} what = 'came' ORDER BY {size} LIMIT {limit}",
        "went": f"{named} what = 'went' ORDER BY {size} LIMIT {limit}",
        "changed": f"{named} what = 'stayed' AND exposure_before <> exposure_after ORDER BY {size} LIMIT {limit}",
        "ranks_moved": f"{named} what = 'stayed' AND {moved} > 0 AND least(rank_before, rank_after) <= 1000 "
        f"ORDER BY {moved} DESC, award_id LIMIT {limit}",
    }  # fmt: skip
