"""A saved table of USAspending transaction search results: ten columns under the names of the site, and a fiscal year.

As published by a dashboard on the contracts of CBP and ICE (FY2021 to FY2026, read 2026-08-22). Days are ISO.

The dollars are the change by one action (Federal Action Obligation). Keys: the award's own key; an action has none and
no transaction number, so that rows equal in every cell count once (in the file of 2026: 126 pairs, 2,972,195.00
dollars). The product is given by its title alone: a title that one code bears is read as that code, any other stays
unread and is counted; the industry is a title too and stays unread. Lost: identifiers of the supplier, places, origin,
competition, the department ('CBP' and 'ICE' are sub-agencies).
"""

from __future__ import annotations

from buyfair.intake.feed import Feed, Field

FIELDS: tuple[Field, ...] = (
    Field("action_date", ("action date",), "day"),
    Field("dollars_obligated", ("federal action obligation",), "money"),
    Field("piid", ("award id",)),
    Field("modification", ("modification",)),
    Field("sub_agency", ("agency",)),
    Field("supplier_name", ("recipient name",)),
    Field("psc", ("product/service description",), "product_title"),
    Field("naics", ("naics description",), "industry_title"),
    Field("description", ("transaction description",)),
)

FEEDS = (
    Feed(
        id="usaspending_search_download",
        title="saved table of USAspending transaction search results",
        dollars="action",
        fields=FIELDS,
        marks=(frozenset({"generated award id", "federal action obligation"}),),
        award_key=("generated award id",),
        contract_prefixes=("CONT_",),
    ),
)
