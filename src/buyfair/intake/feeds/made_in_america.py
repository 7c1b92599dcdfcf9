"""Made in America waivers (madeinamerica.gov): where an agency asked to buy a foreign product, and why.

No dollars: the file has none but those in prose. The waiver's number (`_id`) is its identity, the newest `modified` counts.
Most waivers name no contract, and those that do may name several, with blanks: the link to awards is the PIID alone, and a
solicitation becomes an award only in the officer's hands. The country of origin was a field of the form in 2022 and is none
in the 2026 file: there it stands in prose, which is kept whole and never guessed from. Codes come with their titles
("6640 - LABORATORY EQUIPMENT AND SUPPLIES") and are cut there. A posted request is no decision: see determination.

Four shapes of the same public file are read: JSON as the form's server gives it, CSV with its dotted names (2022-02), CSV
with titles (2022-03, Psc_Code), and CSV of 2026-03 (Waiver_Title). Source of the names: GSA/made-in-america-data on GitHub
(waivers-data.json, waiverscsv.csv, waivers.csv of February to March 2022) and a copy of the 2026-03 file.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from buyfair.intake.feed import RAW, Feed, Field, Nested, Row
from buyfair.intake.json_records import as_it_stood, cell, records
from buyfair.intake.text import is_utf8, open_text
from buyfair.records.waivers import WAIVERS

PIID = "procurement_instrument_identifier(s)_(piid)_for_this_waiver_(if_applicable)"
NAICS = "north_american_industry_classification_system_(naics)"

FIELDS: tuple[Field, ...] = (
    Field("agency", ("contracting_office_agency_name", "data.contractingofficeagencyname")),
    Field("funding_agency", ("funding_agency_name", "data.fundingagencyname")),
    Field("piid", (PIID, "piids", "data.piids", "data.piids.piid")),
    Field("solicitation", ("solicitation_id", "data.solicitationid")),
    Field("title", ("waiver_title", "procurement_title", "data.procurementtitle")),
    Field("description", ("summary_and_rationale",)),
    Field("psc", ("product_service_code_(psc)", "psc_code", "data.psc.psccode"), "code"),
    Field("naics", (NAICS, "naics_code", "data.naics.naics_code"), "code"),
    Field("origin_country", ("only_country_of_origin",), "country"),
    Field("origins", ("countries_of_origin_and_uscontent", "data.countriesoforiginanduscontent")),
    Field("kind", ("waiver_type", "data.waivertype")),
    Field("coverage", ("waiver_coverage", "data.waivercoverage")),
    Field("stage", ("procurement_stage", "data.procurementstage")),
    Field("status", ("request_status", "data.requeststatus", "state")),
    Field("determination", ("omb_determination", "data.ombdetermination")),
    Field(
        "duration",
        (
            "expected_maximum_duration_of_the_proposed_waiver",
            "expected_maximum_duration_of_the_request_waiver",
            "data.expectedmaximumdurationoftherequestedwaiver",
        ),
    ),
    Field("action_date", ("created",), "day"),
    Field("decided", ("determination_date", "data.determinationdate"), "day"),
    Field("start_date", ("waiver_start_date", "data.waiverstartdate"), "day"),
    Field("end_date", ("waiver_expiration_date", "data.waiverexpirationdate"), "day"),
    Field("last_modified", ("modified",), "stamp"),
)
"""Two elements are ours: summary_and_rationale joins two texts, only_country_of_origin stands where just one is named."""

SUMMARY = ("summary_of_procurement_(500_word_max)", "summary_of_procurement", "data.summaryofprocurement")
RATIONALE = (
    "waiver_rationale_summary_(500_word_max)", "waiver_rationale_summary", "data.waiverrationalesummary",
    "please_describe_why_this_is_in_the_public_interest_(500_word_max)",
)  # fmt: skip
_TITLED = (NAICS, "product_service_code_(psc)")
_MARKS = ("omb_determination", "data.ombdetermination")
_BLANK_LISTS = ("[]", "{}", "N/A", "NA", "None", "-")
_LARGEST = 4 << 20


def looks_like(head: bytes) -> bool:
    """Whether the beginning of a text is that of the waivers file, JSON or CSV."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if start[:1] in (b"[", b"{"):
        return b'"ombDetermination"' in head or b'"waiverRationaleSummary"' in head
    first = start.split(b"\n", 1)[0].lower()
    return b"_id" in first and any(mark.encode() in first for mark in _MARKS)


def rows(path: Path) -> Iterator[Row]:
    """One row a waiver.

    Raises: ValueError where the text breaks off or is not what it seemed.
    """
    with open_text(path) as stream:
        start = stream.read(1 << 10).removeprefix(codecs.BOM_UTF8).lstrip()
    try:
        yield from _from_json(path) if start[:1] in (b"[", b"{") else _from_csv(path)
    except RecursionError:
        raise ValueError("its records are nested too deeply") from None


def _from_json(path: Path) -> Iterator[Row]:
    for _, waiver in records(path, ("submissions", "waivers")):
        raw = as_it_stood(waiver)
        flat = dict(_flattened(waiver)) if isinstance(waiver, dict) else {}
        yield {**_row(flat), RAW: raw} if flat.get("_id") else {RAW: raw}


def _flattened(record: dict[str, Any], above: str = "") -> Iterator[tuple[str, str | None]]:
    for name, value in record.items():
        path = f"{above}{cell(name) or ''}".lower()
        if isinstance(value, dict) and path.count(".") < 3:
            yield from _flattened(value, f"{path}.")
        else:
            yield path, cell(value) if isinstance(value, (str, bool)) or value is None else as_it_stood(value)


def _from_csv(path: Path) -> Iterator[Row]:
    lines = csv.reader(_lines(path), strict=True)
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        for cells in lines:
            if len(cells) == len(header):
                # a name may stand twice (Waiver_Type does): the first filled cell counts
                flat: dict[str, str | None] = {}
                for name, text in zip(header, cells, strict=True):
                    flat[name] = flat.get(name) or cell(text)
                yield {**_row(flat), RAW: as_it_stood(cells)}
            elif any(text.strip() for text in cells):
                yield {RAW: as_it_stood(cells)}
    except csv.Error:
        raise ValueError("a quote is opened and not closed, or a cell is longer than any cell should be") from None


def _lines(path: Path) -> Iterator[str]:
    encoding = "utf-8-sig" if is_utf8(path) else "cp1252"
    with open_text(path) as stream:
        while line := stream.readline(_LARGEST):
            yield line.decode(encoding, "replace").replace("\0", "")
            encoding = encoding.removesuffix("-sig")



def _row(flat: dict[str, str | None]) -> Row:
    """The waiver's cells, with codes cut from their titles and lists of the form turned into words."""
    row = {name: None if text in _BLANK_LISTS else text for name, text in flat.items()}
    for name in _TITLED:
        row[name] = (row.get(name) or "").split(" - ", 1)[0].strip() or None
    for name in (PIID, "piids", "data.piids"):
        row[name] = "; ".join(_piids(row.get(name))) or None
    codes: list[str] = []
    for name in ("countries_of_origin_and_uscontent", "data.countriesoforiginanduscontent"):
        named, said = _origins(row.get(name))
        row[name] = "; ".join((*named, *said)) or None
        codes += named
    row["only_country_of_origin"] = codes[0] if len(set(codes)) == 1 else None
    texts = (next((row[n] for n in names if row.get(n)), None) for names in (SUMMARY, RATIONALE))
    row["summary_and_rationale"] = "\n\n".join(text for text in texts if text) or None
    return row


def _piids(text: str | None) -> list[str]:
    listed = _list(text)
    if listed is None:
        return [text] if text else []
    found = [cell(entry.get("piid")) if isinstance(entry, dict) else cell(entry) for entry in listed]
    return [piid for piid in found if piid]


def _origins(text: str | None) -> tuple[list[str], list[str]]:
    """The countries that the form's list names, and whatever else is said in it."""
    listed = _list(text)
    if listed is None:
        return [], [text] if text else []
    named, said = [], []
    for entry in listed:
        if not isinstance(entry, dict):
            continue
        country = entry.get("countryOfOriginAndUSContent")
        code = cell(country.get("Three")) or cell(country.get("Name")) if isinstance(country, dict) else cell(country)
        words = cell(entry.get("countryiesOfOriginAndUSContent"))
        named += [code] if code else []
        said += [words] if words else []
    return named, said


def _list(text: str | None) -> list[Any] | None:
    if text is None or not text.startswith("["):
        return None
    try:
        found = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


FEEDS = (
    Feed(
        id="made_in_america_waivers",
        title="Made in America waivers",
        dollars="none",
        table=WAIVERS,
        fields=FIELDS,
        award_key=("_id",),
        line_key=("_id",),
        nested=Nested(looks_like, rows),
    ),
)
