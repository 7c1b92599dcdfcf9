"""Leads: listed parties that a supplier, its parent or a sub-awardee could be, until a person decides."""

from __future__ import annotations

from buyfair.records.table import Column, Table

LEADS = Table(
    name="leads",
    row="one award, one name on it, and one listed party that the name could be: a lead, no finding",
    key=("award_id", "role", "name", "country", "also", "numbers", "list", "party_key"),
    columns=(
        Column("award_id", "text", "the award", nullable=False),
        Column("role", "text", "supplier, parent, subawardee or subawardee_parent", nullable=False),
        Column("name", "text", "the name as the feed writes it", nullable=False),
        Column("country", "text", "its country, ISO 3166-1 alpha-3"),
        Column("also", "text", "its other names in the feed (doing business as, alternate), each after a bar", nullable=False),
        Column("numbers", "text", "its official numbers as scheme and value, separated by semicolons", nullable=False),
        Column("lead_name", "text", "the name of the listed party that met", nullable=False),
        Column("party", "text", "the listed party as its list names it", nullable=False),
        Column("party_key", "text", "its key on the list, the same from edition to edition", nullable=False),
        Column("list", "text", "the list", nullable=False),
        Column("edition", "text", "the edition that shows it", nullable=False),
        Column("listed_since", "day", "first day of the oldest statement; null where the list does not tell"),
        Column("listed_until", "day", "day from which no statement holds any more; null while one does"),
        Column("listed_then", "flag", "whether it was listed on the day of the award's first action; null: not told"),
        Column("score", "text", "how likely both are one party, from 0 to 1 with three decimals", nullable=False),
        Column("why", "text", "both strings, what met and what differs", nullable=False),
        Column("list_says", "text", "the statements of the list about it", nullable=False),
        Column("state", "text", "open, reopened, or what a person decided: same_party, not_the_same, cannot_tell",
               nullable=False),
        Column("decision", "text", "open, or who decided what, when and why", nullable=False),
    ),
)  # fmt: skip
