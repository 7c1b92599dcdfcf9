"""USAspending prime award summaries (contracts): one row an award, with everything obligated on it so far.

The dollars are cumulative: beside the award's own actions they are never added. The day is that of the award's first
action, though the money may have come over many years; the newest day of an action is lost. Modifications are lost:
offers, size and place are as the latest action reports them. The award's key is its identity; a newer download of the
same award (last_modified_date) takes the place of the older. Summaries of grants and loans have other keys and are
refused. Source: the USAspending data dictionary crosswalk of 2026-05-20; older downloads say total_dollars_obligated and
award_description.
"""

from __future__ import annotations

from buyfair.intake.feed import Feed, Field

FIELDS: tuple[Field, ...] = (
    Field("action_date", ("award_base_action_date",), "day"),
    Field("dollars_obligated", ("total_obligated_amount", "total_dollars_obligated"), "money"),
    Field("piid", ("award_id_piid",)),
    Field("parent_piid", ("parent_award_id_piid", "parent_award_id")),
    Field("parent_agency_code", ("parent_award_agency_id",)),
    Field("parent_agency", ("parent_award_agency_name",)),
    Field("instrument", ("award_type", "idv_type")),
    Field("solicitation_date", ("solicitation_date",), "day"),
    Field("start_date", ("period_of_performance_start_date",), "day"),
    Field("end_date", ("period_of_performance_current_end_date",), "day"),
    Field("potential_end_date", ("period_of_performance_potential_end_date",), "day"),
    Field("ordering_period_end", ("ordering_period_end_date",), "day"),
    Field("total_value", ("potential_total_value_of_award",), "money"),
    Field("agency", ("awarding_agency_name",)),
    Field("sub_agency", ("awarding_sub_agency_name",)),
    Field("sub_agency_code", ("awarding_sub_agency_code",)),
    Field("office", ("awarding_office_name",)),
    Field("supplier_name", ("recipient_name",)),
    Field("supplier_dba", ("recipient_doing_business_as_name",)),
    Field("supplier_other_name", ("recipient_name_raw",)),
    Field("supplier_uei", ("recipient_uei",)),
    Field("supplier_duns", ("recipient_duns",)),
    Field("supplier_cage", ("cage_code",)),
    Field("parent_name", ("recipient_parent_name",)),
    Field("parent_uei", ("recipient_parent_uei",)),
    Field("supplier_country", ("recipient_country_code",), "country", ("recipient_country_name",)),
    Field("supplier_state", ("recipient_state_code", "recipient_state_name")),
    Field("supplier_district", ("prime_award_summary_recipient_cd_current", "recipient_congressional_district")),
    Field("business_size", ("contracting_officers_determination_of_business_size",)),
    Field("manufacturer_of_goods", ("manufacturer_of_goods",), "flag"),
    Field("psc", ("product_or_service_code",), "code"),
    Field("naics", ("naics_code",), "code"),
    Field("description", ("prime_award_base_transaction_description", "award_description")),
    Field(
        "origin_country",
        ("country_of_product_or_service_origin_code",),
        "country",
        ("country_of_product_or_service_origin",),
    ),
    Field("place_of_manufacture", ("place_of_manufacture_code",)),
    Field(
        "performance_country",
        ("primary_place_of_performance_country_code",),
        "country",
        ("primary_place_of_performance_country_name",),
    ),
    Field(
        "performance_state",
        ("primary_place_of_performance_state_code", "primary_place_of_performance_state_name"),
    ),
    Field(
        "performance_district",
        (
            "prime_award_summary_place_of_performance_cd_current",
            "primary_place_of_performance_congressional_district",
        ),
    ),
    Field("commercial", ("commercial_item_acquisition_procedures_code",), "commercial"),
    Field("pricing", ("type_of_contract_pricing",)),
    Field("extent_competed", ("extent_competed",)),
    Field("offers_received", ("number_of_offers_received",), "count"),
    Field("set_aside", ("type_of_set_aside",)),
    Field("labor_standards", ("labor_standards",)),
    Field("last_modified", ("last_modified_date",), "stamp"),
)

FEEDS = (
    Feed(
        id="usaspending_award_summaries",
        title="USAspending prime award summaries (contracts)",
        dollars="award_total",
        fields=FIELDS,
        marks=(
            frozenset({"award_base_action_date", "total_obligated_amount"}),
            frozenset({"award_base_action_date", "total_dollars_obligated"}),
        ),
        award_key=("contract_award_unique_key", "generated_unique_award_id"),
        line_key=("contract_award_unique_key", "generated_unique_award_id"),
        vehicle=("award_or_idv_flag", ("IDV",)),
        contract_prefixes=("CONT_",),
    ),
)
