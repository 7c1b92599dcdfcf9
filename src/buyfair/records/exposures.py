"""Exposures, awards and suppliers: what the portfolio says of lines, awards and firms."""

from __future__ import annotations

from buyfair.records.table import Column, Table

EXPOSURES = Table(
    name="exposures",
    row="one line, good, listed good below it, harm, evidence, level, list and edition",
    key=("line_id", "good", "input_good", "harm", "evidence", "level", "list", "edition"),
    columns=(
        Column("line_id", "text", "the line", nullable=False),
        Column("good", "text", "good that the line may be", nullable=False),
        Column("input_good", "text", "listed good below it; null where the good itself is listed"),
        Column("country", "text", "the line's recorded origin where it met the listing; else null"),
        Column("listed_countries", "text", "countries of the listing, ISO alpha-3, separated by |", nullable=False),
        Column("harm", "text", "child_labor, forced_labor or forced_child_labor", nullable=False),
        Column("evidence", "text", "what ties line and listing", nullable=False),
        Column("level", "text", "matched, possible, lead or context", nullable=False),
        Column("depth", "text", "good, main_material or trace", nullable=False),
        Column("listed_then", "flag", "the pair stood on the list on the action's day; null where not known"),
        Column("list", "text", "the list", nullable=False),
        Column("edition", "text", "edition of the row", nullable=False),
    ),
    in_file_order=True,
)

EVIDENCE = {
    "recorded_origin": "recorded origin matches a listing of this good",
    "may_be_listed": "recorded origin matches a listing of a good that this purchase may be or contain",
    "place_not_recorded": "the good is listed somewhere and the place of making is not recorded",
    "stage_not_recorded": "the listing is about growing or mining; the recorded origin tells only the last step",
    "contents_not_recorded": "this purchase may be or contain a good that is listed somewhere, and where that was grown, "
    "mined or made is not recorded",
    "input_listed": "a main material of the good is listed for a country that may supply it",
}
"""The closed list of evidence, with the sentence that a report prints."""

AWARDS = Table(
    name="awards",
    row="one award with its net obligations and class; attributes are those of its largest line",
    key=("award_id",),
    columns=(
        Column("award_id", "text", "the award", nullable=False),
        Column("rank", "count", "place in the order of priority, from 1; null where the award is taken back"),
        Column("dollars", "money", "net obligations in the input", nullable=False),
        Column("exposure", "text", "class of the award: the highest of its lines that carry dollars", nullable=False),
        Column("exposure_reason", "text", "why, of the line that decided", nullable=False),
        Column("lines", "count", "accepted actions", nullable=False),
        Column("first_action", "day", "earliest action in the input", nullable=False),
        Column("last_action", "day", "latest action in the input", nullable=False),
        Column("largest_line", "text", "line with the greatest obligation, of those that carry dollars", nullable=False),
        Column("sector", "text", "of the largest line"),
        Column("good", "text", "of the largest line"),
        Column("strength", "text", "how surely the largest line is of that good"),
        Column("psc", "text", "of the largest line"),
        Column("origin_country", "text", "of the largest line; null for services"),
        Column("performance_country", "text", "of the largest line"),
        Column("agency", "text", "of the largest line"),
        Column("office", "text", "of the largest line"),
        Column("supplier_name", "text", "of the largest line"),
        Column("supplier_uei", "text", "of the largest line"),
        Column("met_good", "text", "good that put the line that decided in its class; else its principal good"),
        Column("met_strength", "text", "how surely the line is of that good: is, mostly, may_contain"),
        Column("met_depth", "text", "good: it was bought; main_material: something made of it was"),
        Column("met_goods", "count", "goods that this line may be and that met a listing; null where none did"),
        Column("met_psc", "text", "product code of the line that decided"),
        Column("met_in_largest", "flag", "the largest line has the same code, and stands for the same good as surely"),
        Column("met_origin", "text", "its recorded origin; null for services"),
        Column("piid", "text", "procurement instrument identifier"),
        Column("parent_piid", "text", "vehicle that the award stands under"),
        Column("parent_agency_code", "text", "agency of that vehicle"),
        Column("parent_agency", "text", "its name, as the feed writes it"),
    ),
)

SUPPLIERS = Table(
    name="suppliers",
    row="one supplier: a UEI, or a name as written where no UEI is recorded",
    key=("supplier_key",),
    columns=(
        Column("supplier_key", "text", "UEI, else the name as written", nullable=False),
        Column("supplier_name", "text", "name on its largest award"),
        Column("supplier_uei", "text", "unique entity identifier"),
        Column("awards", "count", "awards in the input", nullable=False),
        Column("lines", "count", "accepted actions", nullable=False),
        Column("dollars", "money", "net obligations of its awards that are not taken back", nullable=False),
        Column("matched", "money", "of these, matched", nullable=False),
        Column("possible", "money", "of these, possible", nullable=False),
        Column("unknown", "money", "of these, unknown", nullable=False),
    ),
)

EXPOSURE_REASONS = {
    **EVIDENCE,
    "not_goods": "software, licences and subscriptions contain no goods",
    "service": "the service contains no goods",
    "words_contradict": "the description says that it is not what its product code says",
    "service_may_contain_goods": "the service may bring goods with it that the award does not list",
    "codes_disagree": "the product code and the industry code name different things and the description does not decide",
    "no_naics": "the product code alone says what was bought, and no industry code is recorded that could disagree",
    "no_psc": "no product or service code is recorded",
    "not_bridged": "no table of ours says which goods are bought under this product code",
    "mixed": "the code holds many things, and nothing listed was found among those named",
    "nothing_found": "classified, looked up, nothing found at the depth looked",
    "no_description": "the code alone says nothing of a listed good, and no description is recorded that could say otherwise",
    "origin_us": "the recorded origin lies in the United States, where the lists do not look",
    "origin_not_recorded": "nothing listed was found, but the origin is not recorded and could lie in the United States",
}
"""Why a line or an award stands in its class: the closed list, with the sentence that a report prints."""
