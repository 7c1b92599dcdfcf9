"""Screens the names on awards: suppliers, their parents and sub-awardees; leads stand apart from every figure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from buyfair.assessed import AGAIN
from buyfair.columns.embedded import Embedded
from buyfair.columns.engine import Engine, TableExpression
from buyfair.records.leads import LEADS
from buyfair.screen.leads import Query
from buyfair.screening import Found, Screening, as_row, listed_between, lists_asked, screening_on
from buyfair.terms.errors import refuse

ScreeningOn = Callable[[date], Screening]
"""The listed parties as known on a day, with the decisions held."""

SUPPLIER, PARENT, SUBAWARDEE, ITS_PARENT = "supplier", "parent", "subawardee", "subawardee_parent"
_NUMBERS = ("uei", "duns", "cage")


def bundled_lists(on: date) -> Screening:
    """The lists about labor that come with Buyfair, as known on a day, without any decision."""
    return screening_on(on)


@dataclass(frozen=True, slots=True)
class AwardLeads:
    """The leads of all awards as a table with the columns of records LEADS, and what the summary says of them."""

    rows: TableExpression
    told: Mapping[str, Any]


Asked = tuple[str, ...]
"""A name, its country, two other names and each official number beside it, "" where one is not told: what one row of a
feed says."""

_OTHER = ("dba", "other")
_ASKED = ("name", "country", *_OTHER, *_NUMBERS)


def award_leads(
    engine: Engine, actions: TableExpression, subawards: Path | None, screening: Screening
) -> AwardLeads:
    """Every name on these awards against the lists; `actions` has the columns of records ACTIONS.

    A number belongs to the name that it stands beside: two firms of one name are asked apart.
    """
    tables = dict(_names(engine, actions, subawards))
    asked = _asked(engine, tables)
    found: dict[Asked, list[Found]] = {}
    for one in screening.of([_query(at, each) for at, each in enumerate(asked)]):
        found.setdefault(asked[one.lead.query.row], []).append(one)
    rows = sorted(_rows(engine, tables, found), key=lambda row: [row[name] or "" for name in LEADS.key])
    kinds = {c.name: c.kind for c in LEADS.columns}
    table = engine.values("award_leads", kinds, [[row[name] for name in kinds] for row in rows])
    return AwardLeads(table, _told(rows, len({each[0] for each in asked}), screening))


def _query(at: int, asked: Asked) -> Query:
    name, place, dba, other, *numbers = asked
    told = tuple((scheme, value) for scheme, value in zip(_NUMBERS, numbers, strict=True) if value)
    also = tuple(n for n in dict.fromkeys((dba, other)) if n and n != name)
    return Query(at, name, also, (place,) if place else (), tuple(sorted(told)))


def _names(engine: Engine, actions: TableExpression, subawards: Path | None) -> Iterator[tuple[str, TableExpression]]:
    """Per role one table of names: award, name, country ("" where not told), numbers, day of the first action."""
    a = actions
    others = (a.supplier_dba, a.supplier_other_name)
    numbers = (a.supplier_uei, a.supplier_duns, a.supplier_cage)
    yield SUPPLIER, _table(a, a.supplier_name, a.supplier_country, *others, *numbers)
    yield PARENT, _table(a, a.parent_name, None, None, None, a.parent_uei, None, None)
    if subawards is not None:
        s = engine.read(subawards, "screened_subawards")
        numbers = (s.supplier_uei, s.supplier_duns, None)
        yield SUBAWARDEE, _table(s, s.supplier_name, s.supplier_country, s.supplier_dba, None, *numbers)
        yield ITS_PARENT, _table(s, s.parent_name, None, None, None, s.parent_uei, None, None)


def _table(t: TableExpression, *told: Any) -> TableExpression:
    """The columns of what is asked, in their order, "" where one is not told; rows without a name are left out."""
    name = told[0]
    columns = {
        key: name.substr(0, 0) if column is None else column.fill_null("") for key, column in zip(_ASKED, told, strict=True)
    }
    held = t.filter(name.notnull()).select("award_id", day=t.action_date, **columns)
    return held.filter(held.name != "")


def _asked(engine: Engine, tables: Mapping[str, TableExpression]) -> list[Asked]:
    asked: set[Asked] = set()
    for table in tables.values():
        asked |= {tuple(row[c] for c in _ASKED) for row in engine.rows(table.select(*_ASKED).distinct())}
    return sorted(asked)


def _rows(
    engine: Engine, tables: Mapping[str, TableExpression], found: Mapping[Asked, list[Found]]
) -> list[dict[str, Any]]:
    """One row per award, role, name as asked, and lead."""
    if not found:
        return []
    met = engine.values("names_met", dict.fromkeys(_ASKED, "text"), sorted(found))
    held: list[dict[str, Any]] = []
    for role, table in tables.items():
        on = table.join(met, list(_ASKED)).group_by("award_id", *_ASKED).agg(first=table.day.min())
        for row in engine.rows(on):
            held += [_row(role, row, one) for one in found[tuple(row[c] for c in _ASKED)]]
    return held


def _row(role: str, of: Mapping[str, Any], one: Found) -> dict[str, Any]:
    party, said = one.lead.party, as_row(one)
    since, until = listed_between(party)
    return {
        "award_id": of["award_id"], "role": role, "name": of["name"], "country": of["country"] or None,
        "also": " | ".join(one.lead.query.also),
        "numbers": "; ".join(f"{scheme} {value}" for scheme, value in one.lead.query.identifiers),
        "lead_name": one.lead.listed, "party": party.name, "party_key": party.key, "list": party.list_id,
        "edition": party.edition, "listed_since": since, "listed_until": until,
        "listed_then": party.listed_on(of["first"]), "score": f"{one.lead.score:.3f}", "why": one.lead.why,
        "list_says": said["list_says"], "state": one.standing.state, "decision": said["decision"],
    }  # fmt: skip


def _pairs(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """The rows by name as asked and listed party: one lead, on however many awards."""
    held: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        of = (row["list"], row["party_key"], row["name"], row["country"] or "", row["also"], row["numbers"])
        held.setdefault(of, []).append(row)
    return held


def _told(rows: list[dict[str, Any]], names: int, screening: Screening) -> dict[str, Any]:
    states = [held[0]["state"] for held in _pairs(rows).values()]
    return {
        "lists": [{k: held[k] for k in ("list", "title", "edition", "sha256", "parties", "behind")}
                  for held in lists_asked(screening)],
        "lists_not_held": list(screening.not_held), "lists_not_known_then": list(screening.not_known_then),
        "decisions": screening.decisions_hash,
        "names": names, "names_with_leads": len({row["name"] for row in rows}), "leads": len(states),
        "wait": sum(state in ("open", "reopened") for state in states),
        **{state: states.count(state) for state in ("same_party", "not_the_same", "cannot_tell")},
        "awards": len({row["award_id"] for row in rows}), "same": list(_same(rows)),
    }  # fmt: skip


def _same(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What a person decided to be the same party: one row a name and listed party, with its awards.

    Who decided and why stays in leads.parquet and the dossier: the summary and the report are shared.
    """
    for _, of in sorted(_pairs(rows).items()):
        if of[0]["state"] == "same_party":
            since, until = of[0]["listed_since"], of[0]["listed_until"]
            then = [row["listed_then"] for row in of]
            yield {
                **{key: of[0][key] for key in ("name", "party", "list", "edition")},
                "listed_since": since and since.isoformat(), "listed_until": until and until.isoformat(),
                "awards": len({row["award_id"] for row in of}), "awards_listed_then": sum(t is True for t in then),
            }  # fmt: skip


def written_leads(folder: Path) -> list[dict[str, Any]]:
    """The leads of an assessed folder.

    Raises: InputRefusedError where the folder has none that this version reads.
    """
    path = folder / f"{LEADS.name}.parquet"
    if not path.is_file():
        raise refuse(f"{folder} has no {path.name}", "a folder that buyfair assess wrote", AGAIN)
    with TemporaryDirectory(prefix="buyfair-") as work:
        engine = Embedded(Path(work))
        try:
            held = engine.read(path, "written_leads")
            if missing := [name for name in LEADS.names() if name not in held.columns]:
                raise refuse(f"{path} lacks {missing[0]}", "a folder that this version wrote", AGAIN)
            return engine.rows(held.order_by("nth").select(*LEADS.names()))
        finally:
            engine.close()


def known_day(folder: Path) -> date:
    """The known day of an assessed folder.

    Raises: InputRefusedError where its summary cannot be read.
    """
    try:
        told = json.loads((folder / "summary.json").read_text("utf-8"))
        return date.fromisoformat(told["day"])
    except (OSError, ValueError, TypeError, KeyError):
        raise refuse(f"{folder} has no summary.json with its known day", "a folder that buyfair assess wrote", AGAIN) from None


def queries_of(rows: list[dict[str, Any]]) -> list[Query]:
    """The names of written leads, as they were asked."""
    asked = sorted({(row["name"], row["country"] or "", row["also"], row["numbers"]) for row in rows})
    return [
        Query(at, name, tuple(n for n in also.split(" | ") if n), (place,) if place else (), tuple(_numbers(numbers)))
        for at, (name, place, also, numbers) in enumerate(asked, start=1)
    ]


def _numbers(told: str) -> Iterator[tuple[str, str]]:
    for number in told.split("; "):
        if number:
            scheme, _, value = number.partition(" ")
            yield scheme, value
