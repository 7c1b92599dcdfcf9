"""An assessed folder as the policy lab needs it: every award with its facts, its places, its size, its days and its offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from buyfair.assessed import AGAIN, other_version, quoted, shaped, summary_of, written
from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.words import first_true, no_money, nothing, same, text, total, yes
from buyfair.intake.digest import digest
from buyfair.judge.facts import FLAG
from buyfair.knowledge.countries import inside_us
from buyfair.knowledge.states import district, state
from buyfair.records.duties import FACTS
from buyfair.records.exposures import AWARDS, EXPOSURES
from buyfair.records.lines import LINES
from buyfair.records.subawards import SUBAWARDS
from buyfair.reform.law import OFFERS, lab_facts, listed_fact
from buyfair.terms.errors import refuse
from buyfair.terms.exposure import ABROAD, MATCHED, OUTSIDE_SECTORS, UNKNOWN
from buyfair.terms.harm import Harm
from buyfair.terms.money import as_text

TABLES = (AWARDS, FACTS, LINES, EXPOSURES)
SURE = ("is", "mostly")
"""Strengths at which the sector of an award is taken as told; a code that may contain a good leaves it open."""
NAMED = (*SURE, "may_contain", "none", "not_goods")
"""Strengths at which something is known of what was bought, so that no sector means none of them."""
MAY_HOLD, SERVICE = "contents_not_recorded", "service"
"""Reasons of a class: what was bought may hold a listed good; a service that holds no goods."""
LEVELS = (MATCHED, "possible")
"""Levels of exposure that say something of the good itself or of its main material."""
NEAR = ("good", "main_material")
"""Depths that a duty on listed goods may speak of: not the traces of what went into a material."""
SMALL, OTHER_SIZE = "small", "other than small"
SIZES = {"SMALL BUSINESS": SMALL, "S": SMALL, "OTHER THAN SMALL BUSINESS": OTHER_SIZE, "O": OTHER_SIZE}
"""How feeds write what the contracting officer determined; anything else is not recorded."""
DIMENSIONS = ("sector", "good", "country", "agency", "size", "state", "district")
"""By what a result is told. State and district are those of the supplier, as the award records them."""


@dataclass(frozen=True)
class Portfolio:
    """Awards and what the law is told of each.

    `awards`: award_id, piid, parent_piid, psc, item, supplier (UEI, else name as written), supplier_name, dollars (net
    obligations, none below zero), first_action, last_action, contract_day (of an order: of its vehicle; null where not
    known), ends, ends_with_options, offers, exposure, manufacturer_of_goods (of the supplier, by its own word), and
    DIMENSIONS; sector is `none` where it is known to be in none of them, null where nothing tells. `facts`: the columns of
    records FACTS with those of the lab beside them.
    """

    engine: Engine
    awards: TableExpression
    facts: TableExpression
    summary: Mapping[str, Any]
    files: tuple[Mapping[str, str], ...]
    """Name and hash of each file of the folder that a result rests on."""
    subawards: TableExpression | None = None
    """Reported first-tier sub-awards: award_id of the prime, supplier (UEI, else name). None where no file of them was read."""

    @property
    def day(self) -> date:
        """The known day of the folder."""
        return date.fromisoformat(self.summary["day"])


def portfolio(engine: Engine, folder: Path, listed: bool = True) -> Portfolio:
    """Reads an assessed folder. `listed`: whether any reform will ask what stands on the list of goods; else it is not told.

    Raises: InputRefusedError for a folder that buyfair assess did not write, or without an award.
    """
    summary = _summary(folder)
    awards, facts, lines, exposures = (shaped(written(engine, folder, table), table) for table in TABLES)
    sectors = _sectors(awards)
    borne = _borne(engine, awards, lines, facts, sectors)
    told = facts.select(*FACTS.names()).left_join(sectors, "award_id")
    if listed:
        told = told.left_join(_listed(engine, awards, lines, exposures), "award_id")
    else:
        told = told.mutate(**{fact.key: nothing("boolean") for fact in lab_facts() if fact.kind == FLAG})
    offers = borne.select("award_id", offers_low=borne.offers, offers_high=borne.offers)
    told = told.left_join(offers, "award_id")
    names = (*FACTS.names(), "offers_low", "offers_high", *(fact.key for fact in lab_facts() if fact is not OFFERS))
    facts = engine.keep("lab_facts", told.select(*names))
    return Portfolio(engine, borne, facts, summary, _files(folder), _subawards(engine, folder))


def _summary(folder: Path) -> Mapping[str, Any]:
    """What the folder says of itself, as far as a result repeats it.

    Raises: InputRefusedError where that is not what buyfair assess writes.
    """
    summary = summary_of(folder, TABLES, "dollars_are", "dates.first_action", "dates.last_action")
    if summary["day"] is None:
        raise refuse(f"{quoted(folder)} holds no award", "a folder with accepted award lines", AGAIN)
    try:
        date.fromisoformat(summary["day"])
        _ = [(file["name"], file["sha256"]) for file in summary["inputs"]]
    except (ValueError, TypeError, KeyError):
        raise other_version(folder, "summary.json") from None
    return summary


def _files(folder: Path) -> tuple[Mapping[str, str], ...]:
    """Hashed anew, not taken from the folder's own manifest: a file that was changed since is told apart."""
    names = ["summary.json", *(f"{table.name}.parquet" for table in (*TABLES, SUBAWARDS))]
    names = sorted(name for name in names if (folder / name).is_file())
    return tuple({"name": name, "sha256": digest(folder / name, lines=False).sha256} for name in names)


def _subawards(engine: Engine, folder: Path) -> TableExpression | None:
    if not (folder / f"{SUBAWARDS.name}.parquet").is_file():
        return None
    s = written(engine, folder, SUBAWARDS)
    return s.select("award_id", supplier=first_true((s.supplier_uei.notnull(), s.supplier_uei), otherwise=s.supplier_name))


_BORNE = (
    "award_id", "piid", "supplier_name", "supplier_uei", "agency", "sector", "good", "origin_country", "first_action",
    "last_action", "ends", "ends_with_options", "offers", "supplier_state", "supplier_district", "business_size",
    "manufacturer_of_goods", "exposure", "dollars", "parent_piid", "psc", "item", "contract_day", "told_sector",
    "supplier_country",
)  # fmt: skip


def _borne(
    engine: Engine, awards: TableExpression, lines: TableExpression, facts: TableExpression, sectors: TableExpression
) -> TableExpression:
    """The awards with what their largest line bears, and the latest days and most offers of any."""
    own = lines.select("line_id", "supplier_state", "supplier_district", "supplier_country", "business_size",
                       "manufacturer_of_goods")  # fmt: skip
    days = lines.group_by("award_id").agg(
        ends=lines.end_date.max(), ends_with_options=lines.potential_end_date.max(), offers=lines.offers_received.max()
    )
    a = awards.join(own, awards.largest_line == own.line_id).drop("line_id").left_join(days, "award_id")
    a = a.drop("award_id_right") if "award_id_right" in a.columns else a
    a = a.left_join(facts.select("award_id", "item", contract_day="award_date"), "award_id")
    a = a.left_join(sectors.select("award_id", told_sector="sector"), "award_id")
    a = engine.keep("lab_joined", a.select(*_BORNE))
    places = _looked_up(engine, a, "places", PLACES, {"state": _state, "district": _district})
    a = a.left_join(places, same(a, places, **{c: f"_{c}" for c in PLACES}))
    sizes = _looked_up(engine, a, "sizes", ("business_size",), {"size": _size})
    a = a.left_join(sizes, same(a, sizes, business_size="_business_size"))
    key = first_true((a.supplier_uei.notnull(), a.supplier_uei), otherwise=a.supplier_name)
    return engine.keep("lab_awards", a.select(
        "award_id", "piid", "parent_piid", "psc", "item", "supplier_name", "agency", "good", "first_action", "last_action",
        "contract_day", "ends", "ends_with_options", "offers", "size", "state", "district", "exposure", "manufacturer_of_goods",
        supplier=key, country=a.origin_country, dollars=first_true((a.dollars > 0, a.dollars), otherwise=no_money()),
        sector=first_true((a.sector.notnull(), a.sector), otherwise=a.told_sector),
    ))  # fmt: skip


def _looked_up(
    engine: Engine, a: TableExpression, name: str, told: tuple[str, ...], to: Mapping[str, Callable[..., str | None]]
) -> TableExpression:
    """What we call each combination of these columns that occurs."""
    rows = [tuple(row[c] for c in told) for row in engine.rows(a.select(*told).distinct())]
    columns = {**{f"_{c}": "text" for c in told}, **dict.fromkeys(to, "text")}
    return engine.values(f"lab_{name}", columns, [(*row, *(call(*row) for call in to.values())) for row in _sorted(rows)])  # type: ignore[arg-type]


def _sorted(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=lambda row: tuple((v is not None, str(v)) for v in row))


PLACES = ("supplier_state", "supplier_district", "supplier_country")
OUTSIDE_US = "outside US"
"""The state of a supplier whose recorded country is not the United States."""


def _state(told: str | None, _: str | None, country: str | None) -> str | None:
    abroad = country is not None and country not in inside_us()
    return OUTSIDE_US if abroad and state(told) is None else state(told)


def _district(told: str | None, of: str | None, _: str | None) -> str | None:
    return district(of, told)


def _size(told: str | None) -> str | None:
    return None if told is None else SIZES.get(" ".join(told.upper().split()))


# What the law is told for reforms alone


def _sectors(awards: TableExpression) -> TableExpression:
    """The sector of each award where it is sure; `none` where it is known to lie in none of them; else not told."""
    surely = awards.strength.isin(SURE) | (awards.sector == text(ABROAD)).fill_null(False)
    named = awards.strength.isin(NAMED) & (awards.exposure_reason != text(MAY_HOLD))
    none = awards.sector.isnull() & (named | (awards.exposure_reason == text(SERVICE)))
    told = first_true((surely & awards.sector.notnull(), awards.sector), (none, text(OUTSIDE_SECTORS)), otherwise=nothing())
    return awards.select("award_id", sector=told)


def _listed(
    engine: Engine, awards: TableExpression, lines: TableExpression, exposures: TableExpression
) -> TableExpression:
    """Whether good and recorded origin of some line stand on the list, per harm: yes, or not told, or no.

    No needs an award of which something is known: one whose class is unknown may be anything.
    """
    met = exposures.filter(
        exposures.level.isin(LEVELS) & exposures.depth.isin(NEAR) & exposures.listed_then.fill_null(True)
    )
    met = met.join(lines.select("line_id", "award_id"), "line_id")
    sure = (met.level == text(MATCHED)) & met.listed_then.fill_null(False)
    counts: dict[str, Any] = {}
    for harm in Harm:
        of = met.harm == text(str(harm))
        good = of & (met.depth == text("good"))
        counts |= {f"sure_{harm}": yes(good & sure), f"met_{harm}": yes(good),
                   f"sure_{harm}_m": yes(of & sure), f"met_{harm}_m": yes(of)}  # fmt: skip
    sums = met.group_by("award_id").agg(**counts)
    a = awards.select("award_id", "exposure").left_join(sums, "award_id")
    known = a.exposure != text(UNKNOWN)
    flags: dict[str, Any] = {}
    for harm in Harm:
        for components, end in ((False, ""), (True, "_m")):
            sure_, met_ = (a[f"{word}_{harm}{end}"].fill_null(0) for word in ("sure", "met"))
            flags[listed_fact(harm, components).key] = first_true(
                (sure_ > 0, True), ((met_ == 0) & known, False), otherwise=nothing("boolean")
            )
    return engine.keep("lab_listed", a.select("award_id", **flags))


def dollars_of(portfolio_: Portfolio) -> dict[str, Any]:
    """What the portfolio is, as a result tells it. Unit: US dollars, net obligations of awards not taken back."""
    a = portfolio_.awards
    row = portfolio_.engine.rows(a.agg(awards=a.count(), dollars=total(a.dollars), suppliers=a.supplier.nunique()))[0]
    dates = portfolio_.summary["dates"]
    return {
        "inputs": [{"name": i["name"], "sha256": i["sha256"]} for i in portfolio_.summary["inputs"]],
        "day": portfolio_.summary["day"], "awards": int(row["awards"]),
        "dollars": as_text(row["dollars"]), "suppliers": int(row["suppliers"]), "first_action": dates["first_action"],
        "last_action": dates["last_action"], "dollars_are": portfolio_.summary["dollars_are"],
    }  # fmt: skip


