"""The canonical line: one contract action, in our words, whatever feed it came from."""

from __future__ import annotations

from buyfair.records.table import Column, Table

ACTIONS = Table(
    name="actions",
    row="one accepted contract action (a USAspending transaction), as read from the feed",
    key=("line_id",),
    columns=(
        Column("line_id", "text", "the action: the feed's unique key, or one built from its parts", nullable=False),
        Column("award_id", "text", "the award that the action changes, as USAspending keys it", nullable=False),
        Column("source_file", "text", "name of the file that the row was read from", nullable=False),
        Column("source_member", "text", "name inside an archive"),
        Column("source_record", "count", "data record in that file, from 1", nullable=False),
        Column("piid", "text", "procurement instrument identifier"),
        Column("parent_piid", "text", "PIID of the vehicle that an order stands under"),
        Column("parent_agency_code", "text", "agency of that vehicle"),
        Column("parent_agency", "text", "its name, as the feed writes it"),
        Column("modification", "text", "modification number"),
        Column("transaction_number", "text", "tie-breaker of actions with one modification number"),
        Column("instrument", "text", "type of award or of vehicle"),
        Column("action_date", "day", "day the action was signed", nullable=False),
        Column("solicitation_date", "day", "day the solicitation was issued"),
        Column("start_date", "day", "period of performance, first day"),
        Column("end_date", "day", "period of performance, current last day"),
        Column("potential_end_date", "day", "period of performance, last day with all options"),
        Column("ordering_period_end", "day", "last day to order under a vehicle"),
        Column("dollars_obligated", "money", "signed obligation of this action", nullable=False),
        Column("total_value", "money", "base and all options of this action, never added to obligations"),
        Column("agency", "text", "awarding department or independent agency"),
        Column("sub_agency", "text", "awarding sub-agency"),
        Column("sub_agency_code", "text", "four-character agency code"),
        Column("office", "text", "contracting office"),
        Column("supplier_name", "text", "recipient as the feed writes it"),
        Column("supplier_dba", "text", "name under which it does business, as the feed writes it"),
        Column("supplier_other_name", "text", "another name of it in the feed: as first entered, alternate or legal"),
        Column("supplier_uei", "text", "unique entity identifier"),
        Column("supplier_duns", "text", "identifier before April 2022"),
        Column("supplier_cage", "text", "commercial and government entity code"),
        Column("parent_name", "text", "immediate or ultimate parent as recorded"),
        Column("parent_uei", "text", "its unique entity identifier"),
        Column("supplier_country", "text", "ISO 3166-1 alpha-3"),
        Column("supplier_state", "text", "US state or territory"),
        Column("supplier_district", "text", "congressional district of the supplier"),
        Column("business_size", "text", "contracting officer's determination"),
        Column("manufacturer_of_goods", "flag", "the supplier says that it makes goods"),
        Column("psc", "text", "product or service code of the largest item"),
        Column("naics", "text", "industry code of the action"),
        Column("description", "text", "requirement in the officer's words, kept whole"),
        Column("origin_country", "text", "country of product or service origin, ISO alpha-3: the last step of making"),
        Column("place_of_manufacture", "text", "FPDS place-of-manufacture code"),
        Column("performance_country", "text", "country of performance, ISO alpha-3"),
        Column("performance_state", "text", "US state or territory of performance"),
        Column("performance_district", "text", "congressional district of performance"),
        Column("commercial", "flag", "commercial procedures were used (says nothing of COTS)"),
        Column("pricing", "text", "type of contract pricing"),
        Column("extent_competed", "text", "how far the award was competed"),
        Column("offers_received", "count", "number of offers"),
        Column("set_aside", "text", "type of set-aside"),
        Column("undefinitized", "text", "undefinitized action"),
        Column("labor_standards", "text", "Service Contract Labor Standards flag"),
        Column("last_modified", "stamp", "when the feed last changed the row"),
    ),
)

JUDGED = (
    Column("item", "text", "supply, service, construction or research, from the product code"),
    Column("sector", "text", "electronics, minerals, apparel, food or labor_services_abroad; null outside them"),
    Column("good", "text", "principal good that the line may be; null where none is bridged"),
    Column("strength", "text", "how surely: is, mostly, may_contain, none, not_bridged, not_goods"),
    Column("classified_by", "text", "what decided: psc, words, naics (where a row for its industry did), or null"),
    Column("exposure", "text", "class of the line, main material at most", nullable=False),
    Column("exposure_reason", "text", "why the line stands in that class", nullable=False),
)
"""What classification and exposure add to an action."""

LINES = Table(
    name="lines",
    row="one accepted contract action with its classification and class of exposure",
    key=("line_id",),
    columns=ACTIONS.columns + JUDGED,
    in_file_order=True,
)

REJECTED = Table(
    name="rejected",
    row="one data record that was set aside, never silently",
    key=("file", "member", "record"),
    columns=(
        Column("file", "text", "name of the file", nullable=False),
        Column("member", "text", "name inside an archive"),
        Column("record", "count", "data record, from 1", nullable=False),
        Column("line", "count", "line of the text file on which the record begins; null in Parquet"),
        Column("reason", "text", "one of the closed list of reasons", nullable=False),
        Column("dollars", "money", "the amount, where it could be read"),
        Column("raw", "text", "the record as it stood"),
    ),
)

REJECTION_REASONS = {
    "no_award_id": "the award has no identifier",
    "bad_day": "the action date is missing or no day of the calendar",
    "ambiguous_day": "the action date could be day/month or month/day and nothing in the file decides",
    "bad_amount": "the obligated amount is missing or not an amount",
    "no_obligation": "the row of an account reports an outlay and no obligation",
    "not_a_contract": "the row is of a grant, a loan or of no award: not of a contract",
    "other_currency": "the amount is in another currency than US dollars",
    "other_kind_of_dollars": "the row's dollars are of another kind than this run sums, and its award is not in it: "
    "assess its file alone",
    "broken_record": "the record has another number of fields than the header, or broken quotes",
}
"""The closed list of reasons, with the sentence that a report prints."""
