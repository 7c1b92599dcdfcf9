"""FPDS actions behind a list of contracts said to be ended, as scraped in April 2025 (52 columns).

Each row is one entry of that list, joined to the FPDS page that the entry links to. The FPDS columns are facts of one
action and are read; what the list itself claims (value, savings, vendor, status, deleted_date, description) is not,
but for the department's name: several entries point to one page that is not theirs, so that their description and
vendor belong to another award.

The dollars are the change by the one action that the page shows (amount_obligated; amount_obligated_total is the sum
of the award and is not added). Key: the address of the page (agency, PIID, modification, vehicle), so that an action
met under several entries counts once. An entry without a page (3,485 of 7,425) is set aside as having no award.
Of each award only the newest action is there, picked by somebody: dollars are no portfolio, and an award's net is not
known. Lost: description (only the product code can classify), transaction number, origin, offers, vehicle or order
(183 vehicles are keyed as awards).
"""

from __future__ import annotations

from buyfair.intake.feed import Feed, Field

FIELDS: tuple[Field, ...] = (
    Field("action_date", ("date_signed",), "day"),
    Field("dollars_obligated", ("amount_obligated",), "money"),
    Field("piid", ("award_procurement_id",)),
    Field("parent_piid", ("ref_idv_procurement_id",)),
    Field("parent_agency_code", ("ref_idv_agency",)),
    Field("modification", ("award_modification_num",)),
    Field("solicitation_date", ("date_solicitation",), "day"),
    Field("start_date", ("date_effective",), "day"),
    Field("end_date", ("date_complete",), "day"),
    Field("potential_end_date", ("date_ult_complete_est",), "day"),
    Field("total_value", ("amount_ultimate",), "money"),
    Field("agency", ("agency",)),
    Field("sub_agency_code", ("award_agency",)),
    Field("supplier_name", ("entity_name",)),
    Field("supplier_uei", ("entity_id",)),
    Field("supplier_cage", ("cage_code",)),
    Field("supplier_country", ("entity_county",), "country", ("entity_county_disp",)),  # the scraper's slip: a country
    Field("supplier_state", ("entity_state",)),
    Field("supplier_district", ("entity_congressional_district",)),
    Field("psc", ("product_service_code",), "code"),
    Field("naics", ("principal_naics_code",), "code"),
    Field("performance_country", ("performance_country",), "country"),
    Field("performance_state", ("performance_state",)),
)

FEEDS = (
    Feed(
        id="doge_fpds",
        title="FPDS actions behind the list of ended contracts, 2025",
        dollars="action",
        fields=FIELDS,
        marks=(frozenset({"award_procurement_id", "amount_obligated", "fpds_link"}),),
        line_key=("fpds_link",),
        note="holds one action of each award, chosen by those who made the list: no portfolio",
    ),
)
