"""Sub-awards: parts of primes that the prime reported; a block of their own, never added to obligations."""

from __future__ import annotations

from buyfair.records.table import Column, Table

SUBAWARDS = Table(
    name="subawards",
    row="one reported first-tier sub-award, as read from the feed",
    key=("line_id",),
    in_file_order=True,
    columns=(
        Column("line_id", "text", "the sub-award: from the content of its row: no feed keys it", nullable=False),
        Column("award_id", "text", "the prime award, as USAspending keys it", nullable=False),
        Column("source_file", "text", "name of the file that the row was read from", nullable=False),
        Column("source_member", "text", "name inside an archive"),
        Column("source_record", "count", "data record in that file, from 1", nullable=False),
        Column("report_id", "text", "the prime's report that it stands in: one report may hold many sub-awards"),
        Column("subaward_number", "text", "number that the prime gave it: free text, not unique"),
        Column("action_date", "day", "day of the sub-award", nullable=False),
        Column("dollars", "money", "amount of the sub-award, part of the prime's", nullable=False),
        Column("piid", "text", "procurement instrument identifier of the prime award"),
        Column("parent_piid", "text", "PIID of the vehicle that the prime award stands under"),
        Column("parent_agency_code", "text", "agency of that vehicle"),
        Column("agency", "text", "awarding department or independent agency of the prime award"),
        Column("sub_agency", "text", "its sub-agency"),
        Column("sub_agency_code", "text", "four-character agency code"),
        Column("prime_name", "text", "recipient of the prime award"),
        Column("prime_uei", "text", "its unique entity identifier"),
        Column("prime_duns", "text", "its identifier before April 2022"),
        Column("supplier_name", "text", "recipient of the sub-award as the feed writes it"),
        Column("supplier_dba", "text", "name under which it does business, as the feed writes it"),
        Column("supplier_uei", "text", "its unique entity identifier"),
        Column("supplier_duns", "text", "its identifier before April 2022"),
        Column("parent_name", "text", "its parent as recorded"),
        Column("parent_uei", "text", "the parent's unique entity identifier"),
        Column("supplier_country", "text", "ISO 3166-1 alpha-3"),
        Column("supplier_state", "text", "US state or territory"),
        Column("naics", "text", "industry code of the prime award or of the sub-award"),
        Column("psc", "text", "product or service code, where the feed carries one"),
        Column("description", "text", "what the sub-award is for, kept whole"),
        Column("performance_country", "text", "country of performance, ISO alpha-3"),
        Column("performance_state", "text", "US state or territory of performance"),
        Column("last_modified", "stamp", "when the prime last changed the report"),
        Column("linked", "flag", "whether the prime award is among the awards of this run"),
    ),
)
