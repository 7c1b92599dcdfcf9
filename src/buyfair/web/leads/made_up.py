"""For a demonstration only: made-up listed parties, so that names of the made-up sample have something to meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pyarrow import parquet

from buyfair.screen.leads import Query
from buyfair.screening import Screening
from buyfair.terms.party import ListedParty, Statement
from buyfair.web.leads.sightings import OF_AN_AWARD, On, Sighting

MARK = "(fictional)"
UFLPA, CBP = "uflpa_entity_list", "cbp_wro"
EARLIER, LATER = "2025-01-15 (made up)", "2025-08-20 (made up)"


@dataclass(frozen=True)
class MadeUp:
    """One made-up party: words of the supplier that it resembles, its name, its list, and an alias of the later edition."""

    resembles: str
    name: str
    on: str
    alias: str = ""


PARTIES = (
    MadeUp("MEADOW POINT TEXTILES", "Example Meadow Point Textile Group Co., Ltd.", UFLPA),
    MadeUp("WILLOW BAY TEXTILES", "Example Willow Bay Cotton Textiles", UFLPA),
    MadeUp("HARBOR LANE TEXTILES", "Example Harbor Lane Textiles Co., Ltd.", UFLPA),
    MadeUp("HERON LANDING COMPUTER", "Example Heron Landing Computer Supply Works", CBP),
    MadeUp("HARBOR BROOK FURNISHINGS", "Example Harbour Brook Furnishing Factory", CBP),
    MadeUp("FALCON HOLLOW ELECTRONICS", "Example Falcon Hill Electronics", UFLPA),
    MadeUp("SUMMIT VALLEY ELECTRONICS", "Example Summit Valley Electronic Materials", UFLPA),
    MadeUp("JUNIPER VALLEY FOODS", "Example Juniper Valley Food Processing", UFLPA, "Example Juniper Foods Trading"),
)


def made_up(folder: Path, *, later: bool = True) -> list[Sighting]:
    """The names of the sample beside these parties, as their later edition has them or as the earlier one had."""
    awards = [row for row in _awards(folder) if any(p.resembles in row["supplier_name"].upper() for p in PARTIES)]
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for row in awards:
        by_name.setdefault(row["supplier_name"], []).append(row)
    screening = Screening([_party(p, later) for p in PARTIES], date(2025, 9, 29), {})
    queries = [Query(at, name, (), ("USA",), _numbers(rows[0])) for at, (name, rows) in enumerate(sorted(by_name.items()))]
    found = [one.lead for one in screening.of(queries) if _of(one.lead.party.name) in one.lead.query.name.upper()]
    return [Sighting(lead, tuple(map(_on, by_name[lead.query.name]))) for lead in found]


def _awards(folder: Path) -> list[dict[str, Any]]:
    table = parquet.read_table(folder / "awards.parquet", columns=["award_id", "supplier_uei", "first_action", *OF_AN_AWARD])
    return [row for row in table.to_pylist() if row["supplier_name"]]


def _numbers(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return (("uei", row["supplier_uei"]),) if row["supplier_uei"] else ()


def _party(of: MadeUp, later: bool) -> ListedParty:
    day = date(2024, 3, 1) if of.on == UFLPA else date(2022, 6, 21)
    what = "section (ii)" if of.on == UFLPA else "withhold-release order"
    said = Statement(what, "in_force", day, None, day, "made up for this demonstration")
    party = ListedParty(of.on, EARLIER, "made-up-" + of.resembles.lower().replace(" ", "-"), f"{of.name} {MARK}", (said,),
                        countries=("CHN",), addresses=("1 Made-up Road, Nowhere",))  # fmt: skip
    if not later:
        return party
    alias: Sequence[str] = (f"{of.alias} {MARK}",) if of.alias else ()
    return replace(party, edition=LATER, aliases=tuple(alias))


def _of(name: str) -> str:
    return next(p.resembles for p in PARTIES if name == f"{p.name} {MARK}")


def _on(row: Mapping[str, Any]) -> On:
    return On(row["award_id"], "supplier", row["first_action"] >= date(2024, 3, 1), row["piid"] or "", row["agency"] or "",
              row["supplier_name"], row["dollars"])  # fmt: skip
