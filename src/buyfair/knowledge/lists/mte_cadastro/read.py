"""Reads Brazil's register of employers (bytes in, parties out): firms with a CNPJ; natural persons are passed over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buyfair.terms.party import ListedParty, Reading, Statement
from buyfair.terms.party_names import one_line
from buyfair.terms.party_table import Countries, merged
from buyfair.terms.table_text import cells, decoded
from buyfair.terms.written_days import day

ID = "mte_cadastro"
COPY = ("id", "ano_acao_fiscal", "uf", "empregador", "cpf_cpnj", "estabelecimento", "trabalhadores_envolvidos", "cnae",
        "data_decisao_administrativa", "data_inclusao_cadastro", "data_arquivo", "data_carga", "id_type")  # fmt: skip
"""The columns of a public copy, after a first one that counts its rows."""
OFFICIAL = ("id", "ano da ação fiscal", "uf", "empregador", "cnpj/cpf", "estabelecimento", "trabalhadores envolvidos",
            "cnae", "decisão administrativa de procedência", "inclusão no cadastro de empregadores")  # fmt: skip
_FIELDS = len(OFFICIAL)
"""The copy has the same fields in the same order, then its own days."""
_SPAN = re.compile(r"(?P<since>\d{2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2})(?: 00:00:00)?(?: a (?P<until>\d{2}/\d{2}/\d{4}))?")
_BETWEEN_SPANS = re.compile(r"^(?:[\s;,]|\be\b|\((?:I|II|III|IV)\))*$")
_MARK = re.compile(r"\s*\(\*+\d*\)$")
_NOW_CALLED = re.compile(r"\s*\(ATUAL(?:MENTE)?: (?P<name>[^()]+)\)$", re.I)
_PERSONS_NUMBER = re.compile(r"\s+(?:CPF[ :]*[\d.-]{11,14}|\d{11})$")


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the register, by the fields that its forms share."""

    at: int
    employer: str
    number: str
    place: str
    workers: str
    trade: str
    included: str


def told_day(table: bytes) -> date | None:
    """The day of the register that a public copy carries in a column; the issuer's table does not tell it so."""
    head, rows = _table(table)
    if head[1:] != COPY:
        return None
    days = {row[head.index("data_arquivo")] for row in rows}
    return day(days.pop(), "iso") if len(days) == 1 else None


def read(table: bytes, country: Countries, edition_day: date) -> Reading:
    """The firms of one edition; a firm that left the register and came back has a statement for each time.

    Raises: ValueError where a column, a number or a day is not expected.
    """
    passed: Counter[str] = Counter()
    found = []
    for row in _rows(table):
        number = re.sub(r"\D", "", row.number)
        if len(number) == 14:
            found.append(_party(row, number, country, edition_day))
        elif len(number) <= 11:
            passed["natural person"] += 1
        else:
            raise ValueError(f"The number {row.number!r} of record {row.at} is neither that of a firm nor of a person.")
    return Reading(merged(found), tuple(passed.items()))


def _table(table: bytes) -> tuple[tuple[str, ...], list[list[str]]]:
    """The head and the rows below it; the issuer's table has lines of words above its head.

    Raises: ValueError where there is no head that is known.
    """
    delimiter = ";" if table[:5].isascii() and decoded(table).count(";") > decoded(table).count(",") else ","
    held = cells(table, delimiter)
    for at, row in enumerate(held[:20]):
        head = tuple(cell.lower() for cell in row)
        if head == OFFICIAL or head[1:] == COPY:
            return head, held[at + 1 :]
    raise ValueError(f"The columns {', '.join(held[0] if held else [])[:200]} are not those of the register.")


def _rows(table: bytes) -> Iterator[Row]:
    head, rows = _table(table)
    first = 0 if head == OFFICIAL else 1
    for at, row in enumerate(rows, 1):
        if len(row) != len(head):
            raise ValueError(f"The record {at} has {len(row)} cells where the head has {len(head)}.")
        _, _, _, employer, number, place, workers, trade, _, included = row[first : first + _FIELDS]
        yield Row(at, employer, number, place, workers, trade, included)


def _party(row: Row, number: str, country: Countries, edition_day: date) -> ListedParty:
    called = _MARK.sub("", row.employer)
    now = _NOW_CALLED.search(called)
    name = _PERSONS_NUMBER.sub("", _NOW_CALLED.sub("", called))
    if not name:
        raise ValueError(f"The record {row.at} names no employer.")
    where = country("Brazil")
    return ListedParty(
        ID, f"{edition_day}", number, name, tuple(_statements(row, edition_day)),
        () if now is None else (one_line(now["name"]),), "organization", (where,) if where else (),
        (row.place.rstrip(". "),) if row.place else (), (("cnpj", number),),
    )  # fmt: skip


def _statements(row: Row, edition_day: date) -> Iterator[Statement]:
    """One statement per time in the register, such as 05/10/2021 a 19/05/2022 e 16/09/2022."""
    spans = list(_SPAN.finditer(row.included))
    if not spans or not _BETWEEN_SPANS.match(_SPAN.sub("", row.included)):
        raise ValueError(f"The days {row.included!r} of record {row.at} cannot be read.")
    for span in spans:
        since = day(span["since"], "day_first", "iso")
        until = day(span["until"], "day_first") if span["until"] else None
        about, workers = f"activity (CNAE) {row.trade}", f"{row.workers} workers concerned"
        yield Statement("entry in the register", "in_force" if until is None else "lifted", since, until, edition_day,
                        about, workers, row.at)  # fmt: skip
