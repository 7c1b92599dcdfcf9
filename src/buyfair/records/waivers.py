"""Waivers of domestic preference: where an agency asked to buy foreign, with what country and why; no dollars."""

from __future__ import annotations

from buyfair.records.table import Column, Table

WAIVERS = Table(
    name="waivers",
    row="one posted waiver request or decision, as read from the public file",
    key=("line_id",),
    in_file_order=True,
    columns=(
        Column("line_id", "text", "the waiver: the feed's number, or one built from its content", nullable=False),
        Column("award_id", "text", "number of the waiver, or of the procurement it is asked for", nullable=False),
        Column("source_file", "text", "name of the file that the row was read from", nullable=False),
        Column("source_member", "text", "name inside an archive"),
        Column("source_record", "count", "data record in that file, from 1", nullable=False),
        Column("agency", "text", "contracting agency, as it names itself"),
        Column("funding_agency", "text", "agency whose money it is"),
        Column("piid", "text", "procurement instrument identifiers that the waiver names, separated by semicolons"),
        Column("solicitation", "text", "solicitation identifier"),
        Column("title", "text", "title of the procurement"),
        Column("description", "text", "summary of what is bought and why the waiver is asked, kept whole"),
        Column("psc", "text", "product or service code"),
        Column("naics", "text", "industry code"),
        Column("origin_country", "text", "country of origin, ISO alpha-3, where exactly one is named"),
        Column("origins", "text", "every country that is named and what is said of them, separated by semicolons"),
        Column("kind", "text", "exception that the waiver rests on: nonavailability, public interest, cost"),
        Column("coverage", "text", "one purchase or several"),
        Column("stage", "text", "before or after the solicitation"),
        Column("status", "text", "where the request stands"),
        Column("determination", "text", "what the Made in America Office found"),
        Column("duration", "text", "how long it is expected to last at most, in the file's words"),
        Column("action_date", "day", "day the request was created"),
        Column("decided", "day", "day of the determination, where the file gives one"),
        Column("start_date", "day", "first day of the waiver"),
        Column("end_date", "day", "last day of the waiver"),
        Column("last_modified", "stamp", "when the feed last changed the row"),
    ),
)
