"""USAspending account breakdown by award: what each federal account says that it obligated on an award in a period.

The dollars are shares: an award stands in as many rows as there are accounts, program activities, object classes,
emergency funds and submission periods, and an amount may be moved between two of them (a plus and a minus of one size).
They add up to what the accounts of this download reported, not to the award. A row without an amount reports an outlay
only: most rows of a download are such (1,418 of 1,899 in the one that was read), and all are set aside. The day is that
of the award's first action. No column identifies a row: only an exact repeat of all its cells is superseded. Grants and
loans stand in the same file under other keys and are no contracts; rows without an award have no key at all. Lost: offers,
competition, size, commercial procedures, origin and place of manufacture; the place of performance is spelled out.
Source: a download of 2025-03-23 (Health and Human Services, 79 columns) and the crosswalk of 2026-05-20.
"""

from __future__ import annotations

from buyfair.intake.feed import Feed, Field

FIELDS: tuple[Field, ...] = (
    Field("action_date", ("award_base_action_date",), "day"),
    Field("dollars_obligated", ("transaction_obligated_amount",), "money"),
    Field("piid", ("award_id_piid",)),
    Field("parent_piid", ("parent_award_id_piid",)),
    Field("instrument", ("award_type", "idv_type")),
    Field("start_date", ("period_of_performance_start_date",), "day"),
    Field("end_date", ("period_of_performance_current_end_date",), "day"),
    Field("ordering_period_end", ("ordering_period_end_date",), "day"),
    Field("agency", ("awarding_agency_name",)),
    Field("sub_agency", ("awarding_subagency_name", "awarding_sub_agency_name")),
    Field("sub_agency_code", ("awarding_subagency_code", "awarding_sub_agency_code")),
    Field("office", ("awarding_office_name",)),
    Field("supplier_name", ("recipient_name",)),
    Field("supplier_dba", ("recipient_doing_business_as_name",)),
    Field("supplier_other_name", ("recipient_name_raw",)),
    Field("supplier_uei", ("recipient_uei",)),
    Field("supplier_duns", ("recipient_duns",)),
    Field("parent_name", ("recipient_parent_name",)),
    Field("parent_uei", ("recipient_parent_uei",)),
    Field("supplier_country", ("recipient_country",), "country"),
    Field("supplier_state", ("recipient_state",)),
    Field("supplier_district", ("prime_award_summary_recipient_cd_current", "recipient_congressional_district")),
    Field("psc", ("product_or_service_code",), "code"),
    Field("naics", ("naics_code",), "code"),
    Field("description", ("prime_award_base_transaction_description", "award_description")),
    Field("performance_country", ("primary_place_of_performance_country",), "country"),
    Field("performance_state", ("primary_place_of_performance_state",)),
    Field(
        "performance_district",
        (
            "prime_award_summary_place_of_performance_cd_current",
            "primary_place_of_performance_congressional_district",
        ),
    ),
    Field("last_modified", ("last_modified_date",), "stamp"),
)

FEEDS = (
    Feed(
        id="usaspending_account_breakdown",
        title="USAspending account breakdown by award",
        dollars="account_share",
        fields=FIELDS,
        marks=(frozenset({"transaction_obligated_amount"}),),
        award_key=("award_unique_key",),
        contract_prefixes=("CONT_",),
    ),
)
