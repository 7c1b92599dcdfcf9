"""A plain table of awards in our own words: one row a purchase, so that a city's or a state's file is read too.

Any table (CSV, a workbook, Parquet) whose columns bear these names, in any order; only award_id, action_date and
dollars_obligated are needed, every other column may be absent or blank. The dollars are the change by each action: rows of
one award add up, a negative amount takes back. With a line_id the newest last_modified of one line_id counts; without it
only an exact repeat of a row is superseded. Countries may be written as ISO codes or as names, days as 2024-05-01, amounts
in US dollars:

    award_id,action_date,dollars_obligated,agency,supplier_name,psc,description,origin_country
    PO-2024-0017,2024-05-01,48250.00,City of Exampleton,Example Outfitters,8405,"Shirts, work, cotton",BGD

Without a product code (PSC, the federal manual's) the words decide what was bought, and more stays unclassified.
"""

from __future__ import annotations

from buyfair.intake.feed import Feed, Field

FIELDS: tuple[Field, ...] = (
    Field("piid", ("piid",)),
    Field("parent_piid", ("parent_piid",)),
    Field("parent_agency_code", ("parent_agency_code",)),
    Field("parent_agency", ("parent_agency",)),
    Field("modification", ("modification",)),
    Field("transaction_number", ("transaction_number",)),
    Field("instrument", ("instrument",)),
    Field("action_date", ("action_date",), "day"),
    Field("solicitation_date", ("solicitation_date",), "day"),
    Field("start_date", ("start_date",), "day"),
    Field("end_date", ("end_date",), "day"),
    Field("potential_end_date", ("potential_end_date",), "day"),
    Field("ordering_period_end", ("ordering_period_end",), "day"),
    Field("dollars_obligated", ("dollars_obligated",), "money"),
    Field("total_value", ("total_value",), "money"),
    Field("agency", ("agency",)),
    Field("sub_agency", ("sub_agency",)),
    Field("sub_agency_code", ("sub_agency_code",)),
    Field("office", ("office",)),
    Field("supplier_name", ("supplier_name",)),
    Field("supplier_dba", ("supplier_dba",)),
    Field("supplier_other_name", ("supplier_other_name",)),
    Field("supplier_uei", ("supplier_uei",)),
    Field("supplier_duns", ("supplier_duns",)),
    Field("supplier_cage", ("supplier_cage",)),
    Field("parent_name", ("parent_name",)),
    Field("parent_uei", ("parent_uei",)),
    Field("supplier_country", ("supplier_country",), "country"),
    Field("supplier_state", ("supplier_state",)),
    Field("supplier_district", ("supplier_district",)),
    Field("business_size", ("business_size",)),
    Field("manufacturer_of_goods", ("manufacturer_of_goods",), "flag"),
    Field("psc", ("psc",), "code"),
    Field("naics", ("naics",), "code"),
    Field("description", ("description",)),
    Field("origin_country", ("origin_country",), "country"),
    Field("place_of_manufacture", ("place_of_manufacture",)),
    Field("performance_country", ("performance_country",), "country"),
    Field("performance_state", ("performance_state",)),
    Field("performance_district", ("performance_district",)),
    Field("commercial", ("commercial",), "flag"),
    Field("pricing", ("pricing",)),
    Field("extent_competed", ("extent_competed",)),
    Field("offers_received", ("offers_received",), "count"),
    Field("set_aside", ("set_aside",)),
    Field("undefinitized", ("undefinitized",)),
    Field("labor_standards", ("labor_standards",)),
    Field("last_modified", ("last_modified",), "stamp"),
)

FEEDS = (
    Feed(
        id="plain_awards",
        title="a plain table of awards with our own column names",
        dollars="action",
        fields=FIELDS,
        marks=(frozenset({"award_id", "dollars_obligated"}), frozenset({"action_date", "dollars_obligated"})),
        award_key=("award_id",),
        line_key=("line_id",),
    ),
)
