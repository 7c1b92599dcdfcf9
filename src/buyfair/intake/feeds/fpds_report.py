"""FPDS report export: the 169 columns of an FPDS standard or ad hoc report, under the names that people read.

Seen in reports of national interest actions (events of 2010 to 2019, exported 2020-08-13); a reader's own column such
as `__file` does no harm. Days are ISO with a clock, amounts plain or with a dollar sign, countries are FPDS names
("KOREA, SOUTH"), answers are words ("COMMERCIAL ITEM", "MFG IN U.S.").

The dollars are the change by one action (Action Obligation); `Number of Actions` above 1 marks an express report that
sums small actions of one order. Keys: contracting agency, PIID, modification, transaction number, PIID of the vehicle.
The vehicle's agency is not in the layout, and for Defense the contracting agency (1700, 2100, 97AS) stands where the
key of FPDS says 9700: the same action in a USAspending file is not recognized, so give one file or the other. Actions
on vehicles have no transaction number. The supplier's state is a name, the place's a code. Lost: department, UEI
(identifiers are DUNS), CAGE, offers received, day of last change, undefinitized action, solicitation day.
"""

from __future__ import annotations

from buyfair.intake.feed import Feed, Field

FIELDS: tuple[Field, ...] = (
    Field("action_date", ("date signed",), "day"),
    Field("dollars_obligated", ("action obligation",), "money"),
    Field("piid", ("piid",)),
    Field("parent_piid", ("referenced  idv piid", "referenced idv piid")),
    Field("modification", ("modification number",)),
    Field("transaction_number", ("transaction number",)),
    Field("instrument", ("award type",)),
    Field("start_date", ("period of performance start date",), "day"),
    Field("end_date", ("current completion date",), "day"),
    Field("potential_end_date", ("est. ultimate completion date",), "day"),
    Field("ordering_period_end", ("last date to order",), "day"),
    Field("total_value", ("base and all options value (total contract value)",), "money"),
    Field("sub_agency", ("contracting agency name",)),
    Field("sub_agency_code", ("contracting agency id",)),
    Field("office", ("contracting office name",)),
    Field("supplier_name", ("vendor name",)),
    Field("supplier_duns", ("vendor duns",)),
    Field("parent_name", ("global vendor name",)),
    Field("supplier_country", (), "country", ("vendor country name",)),
    Field("supplier_state", ("vendor state name",)),
    Field("supplier_district", ("congressional district - contractor",)),
    Field("business_size", ("contracting officer's business size determination",)),
    Field("manufacturer_of_goods", ("is vendor business type - manufacturer of goods",), "flag"),
    Field("psc", ("product or service code",), "code"),
    Field("naics", ("naics code",), "code"),
    Field("description", ("description of requirement",)),
    Field("origin_country", (), "country", ("country of origin",)),
    Field("place_of_manufacture", ("place of manufacture",), "place_of_manufacture"),
    Field("performance_country", (), "country", ("place of performance country name",)),
    Field("performance_state", ("principal place of performance state code",)),
    Field("performance_district", ("congressional district - place of performance",)),
    Field("commercial", ("commercial item acquisition procedures",), "commercial"),
    Field("pricing", ("type of contract",)),
    Field("extent_competed", ("extent competed",)),
    Field("set_aside", ("type of set aside",)),
    Field("labor_standards", ("labor standards",)),
)

FEEDS = (
    Feed(
        id="fpds_report",
        title="FPDS report export",
        dollars="action",
        fields=FIELDS,
        marks=(frozenset({"date signed", "action obligation", "modification number"}),),
        vehicle=("award type", ("IDC", "FSS", "GWAC", "BOA", "BPA")),
    ),
)
