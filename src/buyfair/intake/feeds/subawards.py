"""USAspending sub-awards of contracts: parts of a prime award that its prime reported, in the current and the 2018 layout.

The dollars are parts of the prime's and never added to them. They are what the prime says: reports are late, missing and
repeated, and a sub-award may exceed its prime. One report (subaward_sam_report_id, before 2025 subaward_fsrs_report_id)
may hold many sub-awards, and a number is free text that primes use twice: neither identifies a row, so that only an exact
repeat of all cells is superseded. `report_id` and the report's own last-modified day are kept, by which a newer version of
a whole report can be told from the older. Sub-awards of grants have other prime keys (or say sub-grant) and are no
contracts. Lost: product codes, which no sub-award file carries; the industry code is the prime's in the current layout and
the sub-award's own in the 2018 one. Pay of named persons is not read.

The 2018 layout (41 columns) has no key of the prime and no code of the agency behind its vehicle. A key built from its
parts is therefore not the prime's: the prime is found in the same run by PIID, parent PIID and sub-agency.

Three names of the older reporting system are known, so that a table derived from it (without prime, number or day) is
refused as what it is.

Source: the data dictionary crosswalk of 2026-05-20 and a download of 2018 (immigration and customs enforcement).
"""

from __future__ import annotations

from buyfair.intake.feed import Feed, Field
from buyfair.records.subawards import SUBAWARDS

FIELDS: tuple[Field, ...] = (
    Field("report_id", ("subaward_sam_report_id", "subaward_fsrs_report_id")),
    Field("subaward_number", ("subaward_number",)),
    Field("action_date", ("subaward_action_date",), "day"),
    Field("dollars", ("subaward_amount", "subawardamount"), "money"),
    Field("piid", ("prime_award_piid",)),
    Field("parent_piid", ("prime_award_parent_piid",)),
    Field("agency", ("prime_award_awarding_agency_name", "prime_awarding_agency_name")),
    Field("sub_agency", ("prime_award_awarding_sub_agency_name", "prime_awarding_sub_agency_name")),
    Field("sub_agency_code", ("prime_award_awarding_sub_agency_code", "prime_awarding_sub_agency_code")),
    Field("prime_name", ("prime_awardee_name",)),
    Field("prime_uei", ("prime_awardee_uei",)),
    Field("prime_duns", ("prime_awardee_duns",)),
    Field("supplier_name", ("subawardee_name", "subawardeename")),
    Field("supplier_dba", ("subawardee_dba_name", "subawardee_doing_business_as_name")),
    Field("supplier_uei", ("subawardee_uei",)),
    Field("supplier_duns", ("subawardee_duns", "subawardeedunsnumber")),
    Field("parent_name", ("subawardee_parent_name",)),
    Field("parent_uei", ("subawardee_parent_uei",)),
    Field("supplier_country", ("subawardee_country_code",), "country", ("subawardee_country_name",)),
    Field("supplier_state", ("subawardee_state_code", "subawardee_state_name")),
    Field("naics", ("subaward_naics_code", "prime_award_naics_code"), "code"),
    Field("description", ("subaward_description",)),
    Field(
        "performance_country",
        ("subaward_primary_place_of_performance_country_code",),
        "country",
        ("subaward_primary_place_of_performance_country_name",),
    ),
    Field(
        "performance_state",
        ("subaward_primary_place_of_performance_state_code", "subaward_primary_place_of_performance_state_name"),
    ),
    Field(
        "last_modified",
        ("subaward_sam_report_last_modified_date", "subaward_fsrs_report_last_modified_date"),
        "stamp",
    ),
)

FEEDS = (
    Feed(
        id="usaspending_subawards",
        title="USAspending sub-awards of contracts",
        dollars="sub_award",
        table=SUBAWARDS,
        fields=FIELDS,
        marks=(frozenset({"subaward_amount"}), frozenset({"subaward_number"}), frozenset({"subawardamount"})),
        award_key=("prime_award_unique_key",),
        not_when=(("subaward_type", ("sub-grant",)),),
        contract_prefixes=("CONT_",),
    ),
)
