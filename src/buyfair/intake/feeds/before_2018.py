"""USAspending contract actions as downloaded before 2018: 225 columns (2016) and 214 columns (Data_Feed, 2013).

Both write code and name into one cell ("2044: UNITED STATES MINT"; a blank pair is ": ") and days as month/day/year.
Source: the "Contracts Data Fields Dictionary" of the USAspending downloads (4 April 2015) and the two real files.

The dollars are the change by one action (dollarsobligated, in 2013 obligatedamount; four decimals, never more than
cents filled). Keys: agency, PIID, modification, transaction number, vehicle's agency and PIID, as FPDS keys an action,
so that the same action in a later download counts once; unique_transaction_id belongs to the download, not to the
action, and tells no two downloads apart from one. Actions on vehicles have no transaction number. `agencyid` is the
agency of that key: all of Defense is 9700 there; the name beside it is the contracting office's agency.
Lost: UEI, CAGE and the parent's UEI (identifiers are DUNS), solicitation day; in 2013 also the day of last change.
The pay of executives that the file carries is not read. Offers of 999 stand as recorded: no count, an old filler.
"""

from __future__ import annotations

from buyfair.intake.feed import Feed, Field

FIELDS: tuple[Field, ...] = (
    Field("action_date", ("signeddate",), "day"),
    Field("dollars_obligated", ("dollarsobligated", "obligatedamount"), "money"),
    Field("piid", ("piid",)),
    Field("parent_piid", ("idvpiid",)),
    Field("parent_agency_code", ("idvagencyid",), part="before_colon"),
    Field("parent_agency", ("idvagencyid",), part="behind_colon"),
    Field("modification", ("modnumber",)),
    Field("transaction_number", ("transactionnumber",)),
    Field("instrument", ("contractactiontype",), part="behind_colon"),
    Field("start_date", ("effectivedate",), "day"),
    Field("end_date", ("currentcompletiondate",), "day"),
    Field("potential_end_date", ("ultimatecompletiondate",), "day"),
    Field("ordering_period_end", ("lastdatetoorder",), "day"),
    Field("total_value", ("baseandalloptionsvalue",), "money"),
    Field("agency", ("maj_agency_cat",), part="behind_colon"),
    Field("sub_agency", ("contractingofficeagencyid",), part="behind_colon"),
    Field("sub_agency_code", ("agencyid",), part="before_colon"),
    Field("office", ("contractingofficeid",), part="behind_colon"),
    Field("supplier_name", ("vendorname",)),
    Field("supplier_dba", ("vendordoingasbusinessname",)),
    Field("supplier_other_name", ("vendoralternatename", "vendorlegalorganizationname")),
    Field("supplier_duns", ("dunsnumber",)),
    Field("parent_name", ("mod_parent",)),
    Field("supplier_country", ("vendorcountrycode",), "country", part="before_colon"),
    Field("supplier_state", ("vendor_state_code", "state"), part="before_colon"),
    Field("supplier_district", ("vendor_cd", "congressionaldistrict")),
    Field("business_size", ("contractingofficerbusinesssizedetermination",), part="behind_colon"),
    Field("manufacturer_of_goods", ("ismanufacturerofgoods",), "flag"),
    Field("psc", ("productorservicecode",), "code", part="before_colon"),
    Field("naics", ("principalnaicscode",), "code", part="before_colon"),
    Field("description", ("descriptionofcontractrequirement",)),
    Field("origin_country", ("countryoforigin",), "country", part="before_colon"),
    Field("place_of_manufacture", ("placeofmanufacture",), "place_of_manufacture", part="before_colon"),
    Field("performance_country", ("placeofperformancecountrycode",), "country", part="before_colon"),
    Field("performance_state", ("pop_state_code",), part="before_colon"),
    Field("performance_district", ("pop_cd", "placeofperformancecongressionaldistrict")),
    Field("commercial", ("commercialitemacquisitionprocedures",), "commercial", part="before_colon"),
    Field("pricing", ("typeofcontractpricing",), part="behind_colon"),
    Field("extent_competed", ("extentcompeted",), part="behind_colon"),
    Field("offers_received", ("numberofoffersreceived",), "count"),
    Field("set_aside", ("typeofsetaside",), part="behind_colon"),
    Field("undefinitized", ("lettercontract",)),
    Field("labor_standards", ("servicecontractact",), part="behind_colon"),
    Field("last_modified", ("last_modified_date",), "stamp"),
)

VEHICLES = (
    "A: GWAC", "B: IDC", "C: FSS", "D: BOA", "E: BPA",
    "GWAC GOVERNMENT WIDE ACQUISITION CONTRACT", "IDC INDEFINITE DELIVERY CONTRACT", "FSS FEDERAL SUPPLY SCHEDULE",
    "BOA BASIC ORDERING AGREEMENT", "BPA BLANKET PURCHASE AGREEMENT",
)  # fmt: skip
"""What contractactiontype says of a vehicle: 2016 and 2013. Letters alone say nothing: B is a purchase order too."""


def _feed(id_: str, title: str, *marks: str) -> Feed:
    return Feed(
        id=id_,
        title=title,
        dollars="action",
        fields=FIELDS,
        marks=(frozenset({"unique_transaction_id", "signeddate", *marks}),),
        vehicle=("contractactiontype", VEHICLES),
        deleted=("transaction_status",),
    )


FEEDS = (
    _feed("usaspending_2016", "USAspending contract actions before 2018", "dollarsobligated"),
    _feed("usaspending_2013", "USAspending contract actions, Data_Feed of 2013", "obligatedamount"),
)
