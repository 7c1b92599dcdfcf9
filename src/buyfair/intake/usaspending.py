"""USAspending contract actions: the field map of prime transactions (every generation of names) and of the API dump.

| our name | element names in the files, the first that is filled counts | read as |
|---|---|---|
| see FIELDS below: one row per column of records/lines.py | | text, day, stamp, money, count, flag, country |

The 297-column layout of 2025, the 277-column layout of 2018, the 259-column layout before it, and any subset of their
columns share one map. The dump of the transaction API has the same columns under shorter names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Read = Literal["text", "code", "day", "stamp", "money", "count", "flag", "country", "commercial"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of ours: where a feed keeps it (the first filled one counts) and how it is read.

    For a country, `names` are code columns and `spelled` the columns that spell it out.
    """

    ours: str
    names: tuple[str, ...]
    read: Read = "text"
    spelled: tuple[str, ...] = ()


AWARD_KEYS = ("contract_award_unique_key", "generated_internal_id", "generated_unique_award_id")
PIIDS = ("award_id_piid", "award_id")
TRANSACTION_KEY = "contract_transaction_unique_key"
DELETED = "correction_delete_ind"
"""In delta files: C for a corrected row, D for one that is gone."""
ACTION_DAY = "action_date"
DOLLARS = "federal_action_obligation"

FIELDS: tuple[Field, ...] = (
    Field("piid", PIIDS),
    Field("parent_piid", ("parent_award_id_piid", "parent_award_id")),
    Field("parent_agency_code", ("parent_award_agency_id",)),
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
        ("commercial_item_acquisition_procedures_code",),
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

KEY_PARTS = ("award_id_piid", "modification_number", "transaction_number", "award_or_idv_flag")
"""Columns that build the action's key where the feed carries none (beside those of FIELDS)."""


def needed_and_missing(header: frozenset[str]) -> list[str]:
    """What the reader cannot do without and this header lacks, in words that name the columns."""
    missing = []
    if not header & {*AWARD_KEYS, *PIIDS}:
        missing.append("the award's identifier (award_id_piid or contract_award_unique_key)")
    if ACTION_DAY not in header:
        missing.append(f"the day of the action ({ACTION_DAY})")
    if DOLLARS not in header:
        missing.append(f"the obligated amount ({DOLLARS})")
    return missing


def known_columns() -> frozenset[str]:
    """Every element name that the map reads."""
    named = {name for field in FIELDS for name in (*field.names, *field.spelled)}
    return frozenset(named | {*AWARD_KEYS, *KEY_PARTS, TRANSACTION_KEY, DELETED, ACTION_DAY, DOLLARS})


def layout(header: frozenset[str]) -> str:
    """What generation of names the header belongs to, for the reader of a report."""
    if "generated_internal_id" in header:
        return "USAspending transaction API dump"
    if "recipient_uei" in header or "transaction_description" in header:
        return "USAspending prime transactions, current names"
    if TRANSACTION_KEY in header:
        return "USAspending prime transactions, names of 2018"
    return "USAspending prime transactions, names before 2018"
