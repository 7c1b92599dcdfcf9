"""USAspending contract actions: prime transactions (every generation of names) and the dump of the transaction API.

The 297-column layout of 2025, the 277-column layout of 2018, the 259-column layout before it, and any subset of their
columns share one map. The dump of the transaction API has the same columns under shorter names. Source: the USAspending
data dictionary crosswalk of 2026-05-20.
"""

from __future__ import annotations

from buyfair.intake.feed import Feed, Field

FIELDS: tuple[Field, ...] = (
    Field("action_date", ("action_date",), "day"),
    Field("dollars_obligated", ("federal_action_obligation",), "money"),
    Field("piid", ("award_id_piid", "award_id")),
    Field("parent_piid", ("parent_award_id_piid", "parent_award_id")),
    Field("parent_agency_code", ("parent_award_agency_id",)),
    Field("parent_agency", ("parent_award_agency_name",)),
    Field("modification", ("modification_number",)),
    Field("transaction_number", ("transaction_number",)),
    Field("instrument", ("award_type", "idv_type")),
    Field("solicitation_date", ("solicitation_date",), "day"),
    Field("start_date", ("period_of_performance_start_date",), "day"),
    Field("end_date", ("period_of_performance_current_end_date",), "day"),
    Field("potential_end_date", ("period_of_performance_potential_end_date",), "day"),
    Field("ordering_period_end", ("ordering_period_end_date",), "day"),
    Field("total_value", ("base_and_all_options_value",), "money"),
    Field("agency", ("awarding_agency_name", "awarding_agency")),
    Field("sub_agency", ("awarding_sub_agency_name", "awarding_sub_agency")),
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
    Field(
        "supplier_district",
        ("prime_award_transaction_recipient_cd_current", "recipient_congressional_district"),
    ),
    Field("business_size", ("contracting_officers_determination_of_business_size",)),
    Field("manufacturer_of_goods", ("manufacturer_of_goods",), "flag"),
    Field("psc", ("product_or_service_code", "psc_code"), "code"),
    Field("naics", ("naics_code",), "code"),
    Field(
        "description",
        ("transaction_description", "award_description", "prime_award_base_transaction_description"),
    ),
    Field(
        "origin_country",
        ("country_of_product_or_service_origin_code",),
        "country",
        ("country_of_product_or_service_origin",),
    ),
    Field("place_of_manufacture", ("place_of_manufacture_code",)),
    Field(
        "performance_country",
        ("primary_place_of_performance_country_code", "pop_country_code"),
        "country",
        ("primary_place_of_performance_country_name", "pop_country_name"),
    ),
    Field(
        "performance_state",
        ("primary_place_of_performance_state_code", "primary_place_of_performance_state_name", "pop_state_code"),
    ),
    Field(
        "performance_district",
        (
            "prime_award_transaction_place_of_performance_cd_current",
            "primary_place_of_performance_congressional_district",
        ),
    ),
    Field(
        "commercial",
        ("commercial_item_acquisition_procedures_code", "commercial_item_acquisition_procedures"),
        "commercial",
    ),
    Field("pricing", ("type_of_contract_pricing",)),
    Field("extent_competed", ("extent_competed",)),
    Field("offers_received", ("number_of_offers_received",), "count"),
    Field("set_aside", ("type_of_set_aside",)),
    Field("undefinitized", ("undefinitized_action",)),
    Field("labor_standards", ("labor_standards",)),
    Field("last_modified", ("last_modified_date",), "stamp"),
)

_KEYS = ("contract_award_unique_key", "generated_unique_award_id", "generated_internal_id")


def _feed(id_: str, title: str, *marks: frozenset[str]) -> Feed:
    return Feed(
        id=id_,
        title=title,
        dollars="action",
        fields=FIELDS,
        marks=marks,
        award_key=_KEYS,
        line_key=("contract_transaction_unique_key",),
        vehicle=("award_or_idv_flag", ("IDV",)),
        deleted=("correction_delete_ind",),
    )


FEEDS = (
    _feed("usaspending_api_dump", "USAspending transaction API dump", frozenset({"generated_internal_id", "internal_id"})),
    _feed(
        "usaspending_transactions",
        "USAspending prime transactions, current names",
        frozenset({"recipient_uei"}),
        frozenset({"transaction_description"}),
    ),
    _feed(
        "usaspending_transactions_2018",
        "USAspending prime transactions, names of 2018",
        frozenset({"contract_transaction_unique_key"}),
    ),
    _feed("usaspending_transactions_2017", "USAspending prime transactions, names before 2018"),
)
