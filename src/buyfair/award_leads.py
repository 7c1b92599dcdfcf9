"""Screens the names on awards: suppliers, their parents and sub-awardees; leads stand apart from every figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from buyfair import catalogue
from buyfair.columns.engine import Engine, TableExpression
from buyfair.records.leads import LEADS
from buyfair.screen.leads import Query
from buyfair.screening import Found, Screening, as_row, listed_between, lists_asked, not_held
from buyfair.terms.errors import refuse

ScreeningOn = Callable[[date], Screening]
"""The listed parties as known on a day, with the decisions held."""

SUPPLIER, PARENT, SUBAWARDEE, ITS_PARENT = "supplier", "parent", "subawardee", "subawardee_parent"
_NUMBERS = ("uei", "duns", "cage")


def bundled_lists(on: date) -> Screening:
    """The lists about labor that come with Buyfair, without any decision."""
    parties = catalogue.parties()
    return Screening(parties, on, {}, not_held(parties))


@dataclass(frozen=True, slots=True)
class AwardLeads:
    """The leads of all awards as a table with the columns of records LEADS, and what the summary says of them."""

    rows: TableExpression
    told: Mapping[str, Any]


@dataclass(slots=True)
class _Named:
    """One name and country in these files: every official number that stands beside it."""

    numbers: set[tuple[str, str]] = field(default_factory=set)


def award_leads(
    engine: Engine, actions: TableExpression, subawards: Path | None, screening: Screening
) -> AwardLeads:
    """Every name on these awards against the lists; `actions` has the columns of records ACTIONS."""
    tables = dict(_names(engine, actions, subawards))
    asked = _asked(engine, tables)
    queries = [
        Query(at, name, countries=(place,) if place else (), identifiers=tuple(sorted(named.numbers)))
        for at, ((name, place), named) in enumerate(sorted(asked.items()))
    ]
    found: dict[tuple[str, str], list[Found]] = {}
    for one in screening.of(queries):
        query = one.lead.query
        found.setdefault((query.name, next(iter(query.countries), "")), []).append(one)
    rows = list(_rows(engine, tables, found))
    kinds = {c.name: c.kind for c in LEADS.columns}
    table = engine.values("award_leads", kinds, [[row[name] for name in kinds] for row in rows])
    return AwardLeads(table, _told(rows, found, len(queries), screening))


def _names(engine: Engine, actions: TableExpression, subawards: Path | None) -> Iterator[tuple[str, TableExpression]]:
    """Per role one table of names: award, name, country ("" where not told), numbers, day of the first action."""
    a = actions
    yield SUPPLIER, _table(a, a.supplier_name, a.supplier_country, a.supplier_uei, a.supplier_duns, a.supplier_cage)
    yield PARENT, _table(a, a.parent_name, None, a.parent_uei, None, None)
    if subawards is not None:
        s = engine.read(subawards, "screened_subawards")
        yield SUBAWARDEE, _table(s, s.supplier_name, s.supplier_country, s.supplier_uei, s.supplier_duns, None)
        yield ITS_PARENT, _table(s, s.parent_name, None, s.parent_uei, None, None)


def _table(t: TableExpression, name: Any, place: Any, *numbers: Any) -> TableExpression:
    told = dict(zip(_NUMBERS, numbers, strict=True))
    nothing = name.substr(0, 0)
    columns = {key: nothing if column is None else column.fill_null("") for key, column in told.items()}
    country = nothing if place is None else place.fill_null("")
    held = t.filter(name.notnull()).select("award_id", day=t.action_date, name=name, country=country, **columns)
    return held.filter(held.name != "")


def _asked(engine: Engine, tables: Mapping[str, TableExpression]) -> dict[tuple[str, str], _Named]:
    asked: dict[tuple[str, str], _Named] = {}
    for table in tables.values():
        for row in engine.rows(table.select("name", "country", *_NUMBERS).distinct()):
            named = asked.setdefault((row["name"], row["country"]), _Named())
            named.numbers |= {(scheme, row[scheme]) for scheme in _NUMBERS if row[scheme]}
    return asked


def _rows(
    engine: Engine, tables: Mapping[str, TableExpression], found: Mapping[tuple[str, str], list[Found]]
) -> Iterator[dict[str, Any]]:
    """One row per award, role, name and lead."""
    if not found:
        return
    met = engine.values("names_met", {"name": "text", "country": "text"}, sorted(found))
    for role, table in tables.items():
        on = table.join(met, ["name", "country"]).group_by("award_id", "name", "country").agg(first=table.day.min())
        for row in engine.rows(on.order_by(["award_id", "name", "country"])):
            for one in found[row["name"], row["country"]]:
                yield _row(role, row, one)


def _row(role: str, of: Mapping[str, Any], one: Found) -> dict[str, Any]:
    party, said = one.lead.party, as_row(one)
    since, until = listed_between(party)
    return {
        "award_id": of["award_id"], "role": role, "name": of["name"], "country": of["country"] or None,
        "numbers": "; ".join(f"{scheme} {value}" for scheme, value in one.lead.query.identifiers),
        "lead_name": one.lead.listed, "party": party.name, "party_key": party.key, "list": party.list_id,
        "edition": party.edition, "listed_since": since, "listed_until": until,
        "listed_then": party.listed_on(of["first"]), "score": f"{one.lead.score:.3f}", "why": one.lead.why,
        "list_says": said["list_says"], "state": one.standing.state, "decision": said["decision"],
    }  # fmt: skip


def _told(
    rows: list[dict[str, Any]], found: Mapping[tuple[str, str], list[Found]], names: int, screening: Screening
) -> dict[str, Any]:
    states = [one.standing.state for held in found.values() for one in held]
    return {
        "lists": [{k: held[k] for k in ("list", "title", "edition", "parties")} for held in lists_asked(screening)],
        "lists_not_held": list(screening.not_held), "names": names, "names_with_leads": len(found), "leads": len(states),
        "wait": sum(state in ("open", "reopened") for state in states),
        **{state: states.count(state) for state in ("same_party", "not_the_same", "cannot_tell")},
        "awards": len({row["award_id"] for row in rows}), "same": list(_same(rows)),
    }  # fmt: skip


def _same(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What a person decided to be the same party: one row a name and listed party, with its awards."""
    held: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["state"] == "same_party":
            held.setdefault((row["list"], row["party_key"], row["name"]), []).append(row)
    for _, of in sorted(held.items()):
        since = of[0]["listed_since"]
        yield {
            **{key: of[0][key] for key in ("name", "party", "list", "edition", "decision")},
            "listed_since": since and since.isoformat(), "awards": len({row["award_id"] for row in of}),
        }  # fmt: skip


def written_leads(folder: Path) -> list[dict[str, Any]]:
    """The leads of an assessed folder.

    Raises: InputRefusedError where the folder has none that this version reads.
    """
    path = folder / f"{LEADS.name}.parquet"
    if not path.is_file():
        raise refuse(f"{folder} has no {path.name}", "a folder that buyfair assess wrote", AGAIN)
    with TemporaryDirectory(prefix="buyfair-") as work:
        engine = Engine(Path(work))
        try:
            held = engine.read(path, "written_leads")
            if missing := [name for name in LEADS.names() if name not in held.columns]:
                raise refuse(f"{path} lacks {missing[0]}", "a folder that this version wrote", AGAIN)
            return engine.rows(held.order_by("nth").select(*LEADS.names()))
        finally:
            engine.close()


AGAIN = "assess the award files again: buyfair assess FILE --out FOLDER"


def queries_of(rows: list[dict[str, Any]]) -> list[Query]:
    """The names of written leads, as they were asked."""
    asked = {}
    for row in rows:
        numbers = tuple(tuple(n.split(" ", 1)) for n in row["numbers"].split("; ") if n)
        asked[row["name"], row["country"] or ""] = numbers
    return [
        Query(at, name, countries=(place,) if place else (), identifiers=numbers)
        for at, ((name, place), numbers) in enumerate(sorted(asked.items()), start=1)
    ]
