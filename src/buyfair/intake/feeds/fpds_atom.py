"""FPDS ATOM feed: pages of XML as FPDS serves them (schema 1.0 to 1.5), and a harvest of them laid flat in Parquet.

Element names are those of the FPDS schema, compared in lower case; an attribute stands as element_attribute
(`contractActionType_description`), as the harvest wrote them. An element that occurs in two places keeps the name of
the place before it: `referencedIDVID.PIID`, `principalPlaceOfPerformance.countryCode`. Records are award, IDV,
OtherTransactionAward and OtherTransactionIDV; the last two are no procurement contracts (10 USC 4021): set aside.

The dollars are the change by one action (dollarValues/obligatedAmount); the amounts of single Treasury accounts and
the total* elements are not read. Key of the XML: agencyID, PIID, modNumber, transactionNumber and the agencyID and PIID
of the vehicle, as USAspending keys the same action. agencyID is the agency of that key (all of Defense is 9700); the
name beside it is the contracting office's agency. An action on a vehicle has no transaction number.
The harvest dropped referencedIDVID: of its 150 awards 52 are orders whose vehicle is not told. Five pairs of them would
meet in one key, with other days and other dollars, so that its transaction number is not taken for a key. Origin, place
of manufacture and country of performance are not in the harvest at all; stateCode there is the place of performance.
Words stand in the descriptions; a page without them gives the codes (J for FIRM FIXED PRICE), and no names of agencies.
Offers of 999 stand as recorded: no count, an old filler.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import zstandard

from buyfair.intake.feed import RAW, Feed, Field, Nested, Row
from buyfair.intake.text import open_text

_PLACE = "principalplaceofperformance"
FLAT_FIELDS: tuple[Field, ...] = (
    Field("action_date", ("signeddate",), "day"),
    Field("dollars_obligated", ("obligatedamount",), "money"),
    Field("piid", ("piid",)),
    Field("modification", ("modnumber",)),
    Field("instrument", ("contractactiontype_description", "contractactiontype")),
    Field("solicitation_date", ("solicitationdate", "solicitationissuedate"), "day"),
    Field("start_date", ("effectivedate",), "day"),
    Field("end_date", ("currentcompletiondate",), "day"),
    Field("potential_end_date", ("ultimatecompletiondate",), "day"),
    Field("ordering_period_end", ("lastdatetoorder",), "day"),
    Field("total_value", ("baseandalloptionsvalue",), "money"),
    Field("agency", ("contractingofficeagencyid_departmentname",)),
    Field("sub_agency", ("contractingofficeagencyid_name", "agencyid_name")),
    Field("sub_agency_code", ("agencyid",)),
    Field("office", ("contractingofficeid_name",)),
    Field("supplier_name", ("vendorname", "ueilegalbusinessname")),
    Field("supplier_dba", ("vendordoingasbusinessname",)),
    Field("supplier_other_name", ("vendoralternatename", "vendorlegalorganizationname")),
    Field("supplier_uei", ("uei",)),
    Field("supplier_duns", ("dunsnumber",)),
    Field("supplier_cage", ("cagecode",)),
    Field("parent_name", ("ultimateparentueiname", "globalparentdunsname")),
    Field("parent_uei", ("ultimateparentuei",)),
    Field("supplier_country", ("countrycode",), "country", ("countrycode_name",)),
    Field("supplier_state", ("state",)),
    Field("supplier_district", ("congressionaldistrictcode",)),
    Field(
        "business_size",
        ("contractingofficerbusinesssizedetermination_description", "contractingofficerbusinesssizedetermination"),
    ),
    Field("manufacturer_of_goods", ("ismanufacturerofgoods",), "flag"),
    Field("psc", ("productorservicecode", "psccode"), "code"),
    Field("naics", ("principalnaicscode",), "code"),
    Field("description", ("descriptionofcontractrequirement",)),
    Field("origin_country", ("countryoforigin",), "country", ("countryoforigin_name",)),
    Field("place_of_manufacture", ("placeofmanufacture",), "place_of_manufacture"),
    Field("performance_country", (f"{_PLACE}.countrycode",), "country", (f"{_PLACE}.countrycode_name",)),
    Field("performance_state", (f"{_PLACE}.statecode", "statecode")),
    Field("performance_district", ("placeofperformancecongressionaldistrict",)),
    Field("commercial", ("commercialitemacquisitionprocedures",), "commercial"),
    Field("pricing", ("typeofcontractpricing_description", "typeofcontractpricing")),
    Field("extent_competed", ("extentcompeted_description", "extentcompeted")),
    Field("offers_received", ("numberofoffersreceived",), "count"),
    Field("set_aside", ("typeofsetaside_description", "typeofsetaside")),
    Field("undefinitized", ("undefinitizedaction_description", "undefinitizedaction")),
    Field("labor_standards", ("laborstandards_description", "laborstandards", "servicecontractact")),
    Field("last_modified", ("lastmodifieddate", "_modified"), "stamp"),
)
FIELDS: tuple[Field, ...] = (
    *FLAT_FIELDS,
    Field("transaction_number", ("transactionnumber",)),
    Field("parent_piid", ("referencedidvid.piid",)),
    Field("parent_agency_code", ("referencedidvid.agencyid",)),
    Field("parent_agency", ("referencedidvid.agencyid_name",)),
)

_KINDS = frozenset({"award", "IDV", "OtherTransactionAward", "OtherTransactionIDV"})
_NAMED_BY_PLACE = frozenset({"referencedIDVID", "principalPlaceOfPerformance"})
_PASSED_OVER = frozenset({"listOfTreasuryAccounts"})
"""Elements that hold another obligatedAmount than the action's."""
_NAMESPACES = (b"fpds.gov/FPDS", b"fpdsng.com/FPDS")
_CHUNK = 1 << 18
_MOST = 1 << 24
"""No record of FPDS comes near this many bytes: a longer one is no record."""
_DEEPEST = 100


def _looks_like(head: bytes) -> bool:
    opening = head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    web_page = b"<html" in opening or opening.startswith(b"<!doctype html")
    return opening.startswith(b"<") and not web_page and any(name in head for name in _NAMESPACES)


def _rows(path: Path) -> Iterator[Row]:
    """The records of a page, one flat row each.

    Raises: ValueError where the XML breaks off, is not well formed, or declares a document type.
    """
    page = _Page()
    try:
        for chunk in _chunks(path):
            yield from page.read(chunk)
        yield from page.read(b"")
    except expat.ExpatError as problem:
        raise ValueError(f"the XML breaks off or is not well formed at line {problem.lineno}") from None
    except (LookupError, UnicodeError):
        raise ValueError("the XML is in an encoding that is not known") from None


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with open_text(path) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except (OSError, EOFError, zlib.error, zstandard.ZstdError):
        raise ValueError("the compressed text is damaged or cut short") from None


class _Page:
    """One XML text on its way through the parser; nothing of it is held but the record that is open."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._say
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.done: list[Row] = []
        self.row: Row | None = None
        self.kind = ""
        self.path: list[str] = []
        self.text: list[str] = []
        self.leaf = False
        self.held = bytearray()
        self.held_from = 0
        self.begin = 0

    def read(self, chunk: bytes) -> list[Row]:
        """The records that end within this chunk; an empty chunk ends the text."""
        self.held += chunk
        self.parser.Parse(chunk, not chunk)
        # of a record that is open all is kept; else the tag that opens the next one may have begun in this chunk
        spent = max((self.begin - self.held_from) if self.row is not None else len(self.held) - 2 * _CHUNK, 0)
        del self.held[:spent]
        self.held_from += spent
        if len(self.held) > _MOST:
            raise ValueError(f"a record is longer than {_MOST >> 20} MiB")
        done, self.done = self.done, []
        return done

    def _refuse(self, *_: object) -> None:
        raise ValueError("it declares a document type, which no page of FPDS does")

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if self.row is None:
            if local in _KINDS:
                self.row, self.kind, self.path = {"_kind": local}, local, []
                self.begin = self.parser.CurrentByteIndex
            return
        self.path.append(local)
        if len(self.path) > _DEEPEST:
            raise ValueError(f"elements stand more than {_DEEPEST} deep in one another")
        self.text, self.leaf = [], True
        for attribute, value in attributes.items():
            if not attribute.startswith("xmlns"):
                self._keep(f"{local}_{_local(attribute)}", value)

    def _say(self, text: str) -> None:
        if self.leaf:
            self.text.append(text)

    def _close(self, name: str) -> None:
        if self.row is None:
            return
        if not self.path:
            end = self.parser.CurrentByteIndex
            raw = bytes(self.held[max(self.begin - self.held_from, 0) : max(end - self.held_from, 0)])
            self.row[RAW] = f"{raw.decode('utf-8', 'replace')}</{name}>"
            self.done.append(self.row)
            self.row = None
            return
        if self.leaf:
            self._keep(self.path[-1], "".join(self.text))
        self.leaf = False
        self.path.pop()

    def _keep(self, name: str, value: str) -> None:
        """The first filled value of a name stands; what belongs to a vehicle or a place says so in its name."""
        assert self.row is not None
        if not value.strip() or not _PASSED_OVER.isdisjoint(self.path):
            return
        place = next((p for p in self.path[:-1] if p in _NAMED_BY_PLACE), None)
        self.row.setdefault((name if place is None else f"{place}.{name}").lower(), value.strip())


def _local(name: str) -> str:
    return name.rpartition(":")[2]


_OTHER_TRANSACTIONS = (("_kind", ("OtherTransactionAward", "OtherTransactionIDV")),)

FEEDS = (
    Feed(
        id="fpds_atom",
        title="FPDS ATOM feed (XML)",
        dollars="action",
        fields=FIELDS,
        marks=(frozenset({"_kind", "modnumber", "referencedidvid.piid"}),),
        vehicle=("_kind", ("IDV",)),
        not_when=_OTHER_TRANSACTIONS,
        nested=Nested(_looks_like, _rows),
    ),
    Feed(
        id="fpds_atom_flat",
        title="FPDS ATOM feed, laid flat",
        dollars="action",
        fields=FLAT_FIELDS,
        marks=(frozenset({"_kind", "modnumber", "obligatedamount", "signeddate"}),),
        vehicle=("_kind", ("IDV",)),
        not_when=_OTHER_TRANSACTIONS,
    ),
)
