"""`assess` from Parquet beside a Polars program that was written from the method alone, run by turns.

    make bench NAME=polars_peer              200,000 rows
    make bench NAME=polars_peer ROWS=1000000 TIMES=5
    FILE=some.parquet make bench NAME=polars_peer

The peer shares the knowledge (bridge, goods, lists, sectors, industries, countries) and no expression of the engine.
Both answer with the same figures: money read, accepted, rejected and superseded, net dollars and class of every award,
and the tables `exposure`, `sectors` and `goods` of the summary. Their hashes are compared, and where they differ the
first award that differs is printed. Polars is installed under build/bench, never into the project.

Whole: a process from start to end; the engine also writes its tables and its page. Core: the engine without other tables
and report (it writes lines.parquet there), the peer without the start of its process and without writing its awards.
The peer reads the columns that its answer needs; rows of one key and one stamp that differ it keeps by place, not by hash.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
import time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "bench"
POLARS = PLACE / "polars"
VERSION = "2.1.0"
ROWS = int(os.environ.get("ROWS", "200000"))
TIMES = int(os.environ.get("TIMES", "5"))
SEED = "20261122"
BESIDE = ("other tables", "report")
"""Stages outside the core."""
SPLIT = ("possible_place_not_recorded", "possible_through_input")

if POLARS.is_dir():
    sys.path.insert(0, str(POLARS))
try:
    import polars as pl
except ImportError:
    pl = None  # the parent installs it; only the child needs it

# ---------------------------------------------------------------- reading

NEEDED = (
    "contract_transaction_unique_key", "contract_award_unique_key", "award_id_piid", "modification_number",
    "transaction_number", "parent_award_agency_id", "parent_award_id_piid", "awarding_sub_agency_code",
    "federal_action_obligation", "action_date", "last_modified_date", "product_or_service_code", "naics_code",
    "transaction_description", "prime_award_base_transaction_description", "country_of_product_or_service_origin_code",
    "country_of_product_or_service_origin", "primary_place_of_performance_country_code",
    "primary_place_of_performance_country_name",
)  # fmt: skip


def filled(name: str) -> Any:
    """A cell as text without blanks around it; nothing where it is empty."""
    bare = pl.col(name).str.strip_chars()
    return pl.when(bare != "").then(bare)


def cents(written: Any) -> Any:
    """An amount as whole cents, half-even; null where it is none."""
    bare = written.str.replace_all(r"[\s$]", "")
    behind = bare.str.contains(r"^[^-].*-$")
    negative = bare.str.contains(r"^-|^\(.*\)$") | behind
    body = bare.str.replace(r"^\((.*)\)$", "$1").str.replace(r"^[-+]", "").str.replace(r"-$", "")
    right = r"^(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?$"
    body = pl.when(body.str.contains(right) & body.str.contains(r"\d")).then(body.str.replace_all(",", "", literal=True))
    whole = body.str.extract(r"^(\d*)", 1)
    part = body.str.extract(r"\.(\d*)$", 1).fill_null("").str.pad_end(12, "0")
    units = pl.when(whole == "").then(pl.lit("0")).otherwise(whole).cast(pl.Int64, strict=False) * 100
    units = units + part.str.slice(0, 2).cast(pl.Int64)
    rest = part.str.slice(2, 10).cast(pl.Int64)
    up = (rest > 5_000_000_000) | ((rest == 5_000_000_000) & (units % 2 == 1))
    total = units + up.cast(pl.Int64)
    return pl.when(negative).then(-total).otherwise(total)


def day(written: Any) -> Any:
    """A day of the calendar, written as ISO (a clock behind it is passed over); null where it is none."""
    return written.str.extract(r"^(\d{4}-\d{2}-\d{2})([T ].*)?$", 1).str.to_date("%Y-%m-%d", strict=False)


def country(raw: Any, code: str, name: str) -> Any:
    """ISO alpha-3 by the code column; by the name where the code tells none."""
    from buyfair.knowledge.countries import plain, spellings

    def coded(column: str) -> Any:
        words = {word.strip() for word in raw[column].drop_nulls().unique().to_list()}
        known = {word: spellings().get(plain(word)) for word in sorted(words)}
        return filled(column).replace_strict(known, default=None, return_dtype=pl.String)

    return pl.coalesce(coded(code), coded(name))


def read(path: Path) -> tuple[Any, dict[str, tuple[int, int]]]:
    """The accepted lines of a Parquet file, and records and cents read, accepted, rejected and superseded."""
    held = set(pl.read_parquet_schema(path))
    raw = pl.scan_parquet(path).select(
        pl.col(n).cast(pl.String) if n in held else pl.lit(None, pl.String).alias(n) for n in NEEDED
    ).collect()  # fmt: skip

    def part(name: str) -> Any:
        return filled(name).fill_null("-NONE-")

    piid, agency = filled("award_id_piid"), part("awarding_sub_agency_code")
    parent, parent_agency = part("parent_award_id_piid"), part("parent_award_agency_id")
    built_award = pl.concat_str(pl.lit("CONT_AWD"), piid, agency, parent, parent_agency, separator="_")
    built_line = pl.concat_str(
        agency, parent_agency, piid, part("modification_number"), parent, filled("transaction_number"), separator="_"
    )
    lines = raw.lazy().with_row_index("place").select(
        "place",
        pl.coalesce(filled("contract_transaction_unique_key"), built_line).alias("line_id"),
        pl.coalesce(filled("contract_award_unique_key"), built_award).alias("award_id"),
        cents(filled("federal_action_obligation")).alias("cents"),
        day(filled("action_date")).alias("action_date"),
        filled("last_modified_date").str.slice(0, 19).str.replace("T", " ").alias("stamp"),
        filled("product_or_service_code").str.to_uppercase().alias("psc"),
        filled("naics_code").alias("naics"),
        pl.coalesce(
            filled("transaction_description"), filled("prime_award_base_transaction_description")
        ).str.to_uppercase().alias("text"),
        country(
            raw, "country_of_product_or_service_origin_code", "country_of_product_or_service_origin"
        ).alias("origin"),
        country(
            raw, "primary_place_of_performance_country_code", "primary_place_of_performance_country_name"
        ).alias("where"),
    ).collect()  # fmt: skip
    money = {"read": (lines.height, int(lines["cents"].sum()))}
    good = pl.all_horizontal(pl.col("award_id", "action_date", "cents").is_not_null())
    taken = lines.filter(good)
    keyed = taken.filter(pl.col("line_id").is_not_null())
    bare = taken.filter(pl.col("line_id").is_null())
    newest = keyed.sort("stamp", "place", descending=[True, False], nulls_last=True, maintain_order=True)
    newest = newest.unique("line_id", keep="first", maintain_order=True)
    if bare.height:  # a row without a key: only an exact repeat of all its cells goes
        whole = pl.read_parquet(path).with_row_index("place").join(bare.select("place"), on="place", how="semi")
        first = whole.unique([c for c in whole.columns if c != "place"], keep="first", maintain_order=True)
        bare = bare.join(first.select("place"), on="place", how="semi")
        bare = bare.with_columns(pl.concat_str(pl.lit("row "), "place").alias("line_id"))
    kept = pl.concat([newest, bare]).sort("place")
    money["accepted"] = (kept.height, int(kept["cents"].sum()))
    money["superseded"] = (taken.height - kept.height, int(taken["cents"].sum()) - int(kept["cents"].sum()))
    money["rejected"] = (lines.height - taken.height, int(lines["cents"].sum()) - int(taken["cents"].sum()))
    return kept, money


# ---------------------------------------------------------------- words


@cache
def ascii_only(pattern: str) -> str:
    r"""An RE2 pattern in Rust's notation: there \b, \w and \s mean all of Unicode, in RE2 ASCII alone."""
    means = {"w": "0-9A-Za-z_", "s": "\\t\\n\\f\\r ", "d": "0-9"}
    out, inside, at = [], False, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            letter = pattern[at + 1]
            at += 2
            if letter in "bB":
                out.append(f"(?-u:\\{letter})")
            elif letter in means:
                out.append(means[letter] if inside else f"[{means[letter]}]")
            elif letter.lower() in means and not inside:
                out.append(f"[^{means[letter.lower()]}]")
            else:
                out.append("\\" + letter)
            continue
        if sign == "[" and not inside:
            inside = True
            out.append(sign)
            at += 1
            while pattern[at] in "^]":
                out.append(pattern[at])
                at += 1
            continue
        if sign == "]":
            inside = False
        out.append(sign)
        at += 1
    return "".join(out)


def hits(kinds: Any, asked: Any) -> Any:
    """Which patterns meet which texts: `asked` says which codes ask which pattern (a null code: every text)."""
    texts = kinds.filter(pl.col("text").is_not_null()).select("psc", "text_id", "text").unique(["psc", "text_id"])
    every = texts.unique("text_id")
    held = {psc[0]: part for psc, part in texts.group_by("psc")}
    wanted: dict[str, set[str | None]] = {}
    for pattern, psc in asked:
        if pattern:
            wanted.setdefault(pattern, set()).add(psc)
    found = []
    for pattern, codes in sorted(wanted.items()):
        if None in codes:
            some = every
        else:
            parts = [held[c] for c in codes if c in held]
            if not parts:
                continue
            some = parts[0] if len(parts) == 1 else pl.concat(parts).unique("text_id")
        found.append(
            some.lazy().filter(pl.col("text").str.contains(ascii_only(pattern)))
            .select(pl.lit(pattern).alias("pattern"), "text_id")
        )  # fmt: skip
    none = pl.DataFrame(schema={"pattern": pl.String, "text_id": pl.UInt32})
    return pl.concat([none, *pl.collect_all(found)])


# ---------------------------------------------------------------- classification

SURE = {"is": 0, "mostly": 1, "may_contain": 2, "by_words": 3, "none": 4, "not_bridged": 5, "not_goods": 6}
NAMELESS = ("none", "not_bridged", "not_goods")


def bridge_table() -> Any:
    """The bridge, one row a row, numbered in its order."""
    from buyfair.knowledge import psc_goods

    rows = [
        {
            "row": number, "code": b.psc, "place": b.place, "good": b.good, "strength": b.strength,
            "row_depth": b.depth or "good", "row_sector": b.sector or None, "sharpen": b.sharpen or None,
            "contradict": b.contradict or None, "only": list(b.naics),
        }
        for number, b in enumerate(psc_goods.bridge())
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"row": pl.UInt32, "only": pl.List(pl.String)}, infer_schema_length=None)


def in_group(psc: str, group: str) -> bool:
    """Whether a group names a code; a star alone is every product code, services are named by their letter."""
    head = group[:-1]
    return psc.startswith(head) if head else psc[:1].isdigit()


def standing(kinds: Any, rows: Any, met: Any, group: bool) -> Any:
    """The rows of `code` that stand for each kind, after words and industry; `rows` joins on `code`."""
    by_industry = [
        {"row": row, "naics": naics, "fits": any(naics.startswith(o) for o in only)}
        for row, only in rows.filter(pl.col("only").list.len() > 0).select("row", "only").rows()
        for naics in kinds["naics"].drop_nulls().unique().to_list()
    ]
    industry = pl.DataFrame(by_industry, schema={"row": pl.UInt32, "naics": pl.String, "fits": pl.Boolean})
    named = met.with_columns(pl.lit(True).alias("hit"))
    both = kinds.join(rows, on="code").join(industry, on=["row", "naics"], how="left")
    both = both.join(named.rename({"hit": "sharpened"}), left_on=["sharpen", "text_id"],
                     right_on=["pattern", "text_id"], how="left")  # fmt: skip
    both = both.join(named.rename({"hit": "contradicted"}), left_on=["contradict", "text_id"],
                     right_on=["pattern", "text_id"], how="left")  # fmt: skip
    limited = pl.col("only").list.len() > 0
    both = both.with_columns(pl.col("sharpened", "contradicted").fill_null(False), limited.alias("limited"))
    both = both.with_columns((pl.col("limited") & pl.col("naics").is_null()).alias("open"))
    both = both.filter(~pl.col("limited") | pl.col("open") | pl.col("fits"))
    silent = pl.lit(group) | (pl.col("strength") == "by_words")
    both = both.filter(~pl.col("contradicted") & (pl.col("sharpened") | ~silent))
    both = both.filter(pl.col("sharpened") | ~pl.col("sharpened").any().over("kind"))
    sure = (
        pl.when(pl.col("open") & ~pl.col("strength").is_in(NAMELESS)).then(pl.lit("may_contain"))
        .when(pl.col("sharpened") & pl.col("good").is_not_null()).then(pl.lit("is"))
        .otherwise(pl.col("strength"))
    )  # fmt: skip
    return both.select(
        "kind", "row", "place", "good", sure.alias("strength"), "row_depth", "row_sector", "sharpened"
    )


def classify(kinds: Any) -> tuple[Any, Any]:
    """Each kind with sector, good, strength and what decided, and the rows that stand for it."""
    bridge = bridge_table()
    present = set(kinds["psc"].drop_nulls().to_list())
    own = bridge.filter(pl.col("code").is_in(sorted(present)))
    groups = bridge.filter(pl.col("code").str.ends_with("*"))
    asked: list[tuple[str | None, str | None]] = []
    for code, sharpen, contradict in own.select("code", "sharpen", "contradict").rows():
        asked += [(sharpen, code), (contradict, code)]
    for code, sharpen, contradict in groups.select("code", "sharpen", "contradict").rows():
        for psc in sorted(present):
            if in_group(psc, code):
                asked += [(sharpen, psc), (contradict, psc)]
        if code == "*" and kinds["psc"].null_count():
            asked += [(sharpen, None), (contradict, None)]
    met = hits(kinds, asked)
    stand = standing(kinds.with_columns(pl.col("psc").alias("code")), own, met, group=False)
    for length in sorted({len(c) - 1 for c in groups["code"].to_list()}, reverse=True):
        left = kinds.join(stand, on="kind", how="anti")
        if length:
            left = left.filter(pl.col("psc").str.len_chars() >= length)
        else:
            left = left.filter(pl.col("psc").is_null() | pl.col("psc").str.contains(r"^[0-9]"))
        left = left.with_columns((pl.col("psc").fill_null("").str.slice(0, length) + "*").alias("code"))
        stand = pl.concat([stand, standing(left, groups, met, group=True)])
    stand = stand.with_columns(pl.col("strength").replace_strict(SURE, return_dtype=pl.Int8).alias("sure"))
    first = stand.sort("kind", "sure", "place").unique("kind", keep="first", maintain_order=True)
    spoken = own.group_by("code").agg(pl.any_horizontal(pl.col("sharpen", "contradict").is_not_null()).any().alias("worded"))
    told = kinds.join(first, on="kind", how="left").join(spoken, left_on="psc", right_on="code", how="left")
    grouped = {p for p in present for g in groups["code"].to_list() if in_group(p, g)}
    open_to_groups = pl.col("row").is_null() & (pl.col("psc").is_null() | pl.col("psc").is_in(sorted(grouped)))
    told = told.with_columns((pl.col("worded").fill_null(False) | open_to_groups).alias("words_matter"))
    told = told.join(manual_work(kinds), on="kind", how="left").join(industries(kinds), on="naics", how="left")
    by_words = pl.col("sharpened").fill_null(False) | pl.col("manual_by_words").fill_null(False)
    fits = pl.col("fit_sectors")
    manual = pl.col("manual").fill_null(False)
    told = told.with_columns(
        pl.when(manual).then(pl.lit("labor_services_abroad")).otherwise(pl.col("row_sector")).alias("sector")
    )
    other = fits.is_not_null() & ~fits.list.contains(pl.col("sector")).fill_null(False)
    told = told.with_columns((pl.col("sector").is_not_null() & ~by_words & other).alias("disagree"))
    return told.with_columns(pl.when(~pl.col("disagree")).then(pl.col("sector", "good"))), stand


def manual_work(kinds: Any) -> Any:
    """Which kinds are manual work performed abroad, and whether words told so."""
    from buyfair.knowledge.countries import inside_us
    from buyfair.knowledge.sectors import sectors

    inside = sorted({*inside_us(), "USA"})
    rows = {w.psc: w for s in sectors().values() for w in s.manual_work}
    abroad = kinds.filter(pl.col("where").is_not_null() & ~pl.col("where").is_in(inside) & pl.col("psc").is_not_null())
    narrowest: dict[str, str] = {}
    for psc in abroad["psc"].unique().to_list():
        names = [psc, *(psc[:n] + "*" for n in range(len(psc), -1, -1))]
        found = next((n for n in names if n in rows), None)
        if found:
            narrowest[psc] = found
    asked = [(p, psc) for psc, name in narrowest.items() for p in (rows[name].sharpen, rows[name].contradict)]
    met = hits(abroad, asked).with_columns(pl.lit(True).alias("hit"))
    table = pl.DataFrame(
        [(psc, rows[n].sharpen or None, rows[n].contradict or None) for psc, n in narrowest.items()],
        schema={"psc": pl.String, "m_sharpen": pl.String, "m_contradict": pl.String}, orient="row",
    )  # fmt: skip
    both = abroad.join(table, on="psc")
    for name in ("m_sharpen", "m_contradict"):
        both = both.join(met.rename({"hit": f"{name}_hit"}), left_on=[name, "text_id"],
                         right_on=["pattern", "text_id"], how="left")  # fmt: skip
    said = pl.col("m_sharpen_hit").fill_null(False)
    manual = ~pl.col("m_contradict_hit").fill_null(False) & (pl.col("m_sharpen").is_null() | said)
    return both.select("kind", manual.alias("manual"), (manual & said).alias("manual_by_words"))


def industries(kinds: Any) -> Any:
    """The sectors that each industry code fits; null where nobody has said."""
    from buyfair.knowledge import naics

    rows = [(n, f and list(f.sectors)) for n in kinds["naics"].drop_nulls().unique().to_list() for f in [naics.fit(n)]]
    return pl.DataFrame(rows, schema={"naics": pl.String, "fit_sectors": pl.List(pl.String)}, orient="row")


# ---------------------------------------------------------------- exposure

CLASSES = ("matched", *SPLIT, "unknown", "no_listing", "not_goods")


def reach_tables() -> tuple[Any, Any]:
    """The listings that each good reaches at main material or nearer, and the countries of each listing.

    A listing is a good, harm, list and edition with its countries: each is evidence of its own.
    """
    from buyfair.catalogue import countries_of_listings
    from buyfair.knowledge import goods

    listings = list(enumerate(countries_of_listings().items()))
    reach = [
        (r.good, number, r.relation, r.raw)
        for r in goods.reach() if r.depth != "trace"
        for number, (key, _) in listings if key[0] == r.listed_good
    ]  # fmt: skip
    pairs = [(number, place) for number, (_, places) in listings for place in places]
    return (
        pl.DataFrame(reach, schema=["good", "listed", "relation", "raw"], orient="row"),
        pl.DataFrame(pairs, schema=["listed", "origin"], orient="row").with_columns(pl.lit(True).alias("pair")),
    )


def evidence(told: Any, stand: Any) -> Any:
    """The strongest class that any standing good of a kind reaches."""
    reach, pairs = reach_tables()
    of = told.filter(~pl.col("disagree")).select("kind", "used_origin")
    looked = stand.filter(pl.col("good").is_not_null()).join(of, on="kind").join(reach, on="good")
    looked = looked.join(pairs, left_on=["listed", "used_origin"], right_on=["listed", "origin"], how="left")
    pair = pl.col("pair").fill_null(False)
    below = (pl.col("relation") == "input") | (pl.col("row_depth") == "main_material")
    itself, sure = pl.col("relation") == "itself", pl.col("strength") == "is"
    looked = looked.filter(pl.col("row_depth") != "trace")
    rank = (
        pl.when(below).then(pl.lit(2))
        .when(pair & itself & sure).then(pl.lit(0))
        .when(pair).then(pl.lit(2))
        .when(pl.col("used_origin").is_null() | pl.col("raw")).then(pl.lit(1))
    )  # fmt: skip
    return looked.select("kind", rank.cast(pl.Int8).alias("rank")).drop_nulls().group_by("kind").agg(pl.col("rank").min())


def expose(told: Any, stand: Any) -> Any:
    """Each kind with its class."""
    from buyfair.knowledge import psc_goods
    from buyfair.knowledge.countries import inside_us

    kinds = [(p, k and k.item, k and k.contains_goods) for p in told["psc"].drop_nulls().unique().to_list()
             for k in [psc_goods.kind(p)]]  # fmt: skip
    table = pl.DataFrame(kinds, schema={"psc": pl.String, "item": pl.String, "contains": pl.String}, orient="row")
    told = told.join(table, on="psc", how="left")
    # Without a code the line may be a service, and its origin the place of performance: it is not used either, or
    # forgetting the code would raise the floor (decision 0001).
    told = told.with_columns(pl.when(pl.col("item") == "supply").then(pl.col("origin")).alias("used_origin"))
    told = told.join(evidence(told, stand), on="kind", how="left")
    foreign = pl.col("used_origin").is_not_null() & ~pl.col("used_origin").is_in(sorted({*inside_us(), "USA"}))
    told_words = pl.col("text").is_not_null() | ~pl.col("words_matter")
    sure_nothing = pl.col("strength").is_in(["is", "none"]) & foreign & told_words
    open_industry = pl.col("naics").is_null() & pl.col("sector").is_not_null() & ~pl.col("sharpened").fill_null(False)
    service = pl.col("strength").is_null() & (pl.col("contains") == "no").fill_null(False)
    # A service without goods stays so where the codes disagree: its sector alone is taken, or telling the industry
    # would raise the ceiling (decision 0001).
    rank = (
        pl.when(pl.col("disagree") & ~service).then(pl.lit(3))
        .when(pl.col("rank").is_not_null()).then(pl.col("rank"))
        .when(pl.col("strength") == "not_goods").then(pl.when(told_words).then(pl.lit(5)).otherwise(pl.lit(3)))
        .when(service).then(pl.when(told_words).then(pl.lit(5)).otherwise(pl.lit(3)))
        .when(sure_nothing & ~open_industry).then(pl.lit(4))
        .otherwise(pl.lit(3))
    )  # fmt: skip
    return told.with_columns(rank.cast(pl.Int8).alias("rank"))


# ---------------------------------------------------------------- awards and summary


def assess(path: Path) -> tuple[dict[str, Any], Any, Any]:
    """The answer of the peer, its awards, and its lines."""
    lines, money = read(path)
    facts = ["psc", "naics", "text", "origin", "where"]
    kinds = lines.select(facts).unique(maintain_order=True).with_row_index("kind")
    texts = kinds.select("text").unique(maintain_order=True).with_row_index("text_id")
    kinds = kinds.join(texts, on="text", how="left", nulls_equal=True)
    told, stand = classify(kinds)
    told = expose(told, stand)
    judged = told.select(*facts, "kind", "sector", "good", "strength", "disagree", "rank")
    lines = lines.join(judged, on=facts, how="left", nulls_equal=True)
    largest = lines.select("award_id", "line_id", "cents", "sector", "good").sort(
        "award_id", "cents", "line_id", descending=[False, True, False]
    ).unique("award_id", keep="first", maintain_order=True).drop("cents")  # fmt: skip
    awards = lines.group_by("award_id").agg(
        pl.col("cents").sum(), pl.len().alias("lines"), pl.col("rank").min()
    ).join(largest, on="award_id").sort("award_id")  # fmt: skip
    names = dict(enumerate(CLASSES))
    of_line = pl.col("rank").replace_strict(names, return_dtype=pl.String)
    awards = awards.with_columns(
        pl.when(pl.col("cents") < 0).then(pl.lit("taken_back")).otherwise(of_line).alias("class")
    )
    lines = lines.with_columns(of_line.alias("class"))
    answer = {
        "records": {name: count for name, (count, _) in money.items()},
        "dollars": {name: text(total) for name, (_, total) in money.items()},
        "awards": awards_hash(awards.select("award_id", "cents", "class").rows()),
        "exposure": exposure(awards),
        "sectors": table(awards.with_columns(pl.col("sector").fill_null("none")), "sector", SPLIT),
        "goods": table(awards.with_columns(pl.col("good").fill_null("none")), "good", ()),
    }
    return answer, awards, lines


def text(total: int) -> str:
    """Cents as dollars."""
    return f"{'-' if total < 0 else ''}{abs(total) // 100}.{abs(total) % 100:02d}"


def awards_hash(rows: list[tuple[str, int, str]]) -> str:
    """One hash over every award's net cents and class, in the order of award ids."""
    digest = hashlib.sha256()
    for award, total, held in sorted(rows):
        digest.update(f"{award}\t{total}\t{held}\n".encode())
    return digest.hexdigest()


def exposure(awards: Any) -> dict[str, str]:
    """Dollars per class."""
    sums = dict(awards.group_by("class").agg(pl.col("cents").sum()).rows())
    sums["possible"] = sum(sums.get(part, 0) for part in SPLIT)
    return {name: text(sums.get(name, 0)) for name in ("possible", "taken_back", *CLASSES)}


def table(awards: Any, name: str, split: tuple[str, ...]) -> list[dict[str, Any]]:
    """Awards and lines, and dollars of awards that stand, per value of a column."""
    def dollars(*classes: str) -> Any:
        return pl.col("cents").filter(pl.col("class").is_in(classes)).sum()

    found = awards.group_by(name).agg(
        pl.len().alias("awards"), pl.col("lines").sum(), dollars(*CLASSES).alias("dollars"),
        dollars("matched").alias("matched"), dollars(*SPLIT).alias("possible"), dollars("unknown").alias("unknown"),
        *(dollars(part).alias(part) for part in split),
    ).sort(name)  # fmt: skip
    counts = (name, "awards", "lines")
    return [{k: v if k in counts else text(v) for k, v in row.items()} for row in found.rows(named=True)]


# ---------------------------------------------------------------- the bench


def canonical(answer: dict[str, Any]) -> str:
    """The hash of an answer."""
    return hashlib.sha256(json.dumps(answer, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def engine_answer(summary: dict[str, Any], awards: list[tuple[str, int, str]]) -> dict[str, Any]:
    """The same figures out of the engine's summary and awards."""
    money = ("awards", "lines", "dollars", "matched", "possible", "unknown")
    kept = ("read", "accepted", "superseded", "rejected")
    return {
        "records": {name: summary["lines"][name] for name in kept},
        "dollars": {name: summary["dollars"][name] for name in kept},
        "awards": awards_hash(awards),
        "exposure": {n: summary["exposure"][n] for n in ("possible", "taken_back", *CLASSES)},
        "sectors": sorted(({k: row[k] for k in ("sector", *money, *SPLIT)} for row in summary["sectors"]),
                          key=lambda row: row["sector"]),
        "goods": sorted(({k: row[k] for k in money} | {"good": row["good"] or "none"} for row in summary["goods"]),
                        key=lambda row: row["good"]),
    }  # fmt: skip


def run_peer(path: Path, out: Path) -> tuple[float, float, dict[str, Any]]:
    """Seconds of the whole process, seconds of its core, and its answer."""
    began = time.monotonic()
    command = [sys.executable, __file__, "--peer", str(path), str(out)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    whole = time.monotonic() - began
    said = json.loads(done.stdout)
    return whole, said["seconds"], said["answer"]


def run_engine(path: Path, out: Path) -> tuple[float, float, dict[str, Any]]:
    """Seconds of the whole command, of its core stages, and its summary."""
    command = [str(Path(sys.executable).parent / "buyfair"), "assess", str(path), "--out", str(out), "--json", "--timings"]
    began = time.monotonic()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    whole = time.monotonic() - began
    stages = re.findall(r"^\s*([\d.]+) s  (.+?)\s*$", done.stderr, re.M)
    core = sum(float(seconds) for seconds, stage in stages if stage not in BESIDE)
    return whole, core, json.loads(done.stdout)


def differences(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """Every figure that differs, in words."""
    found = []
    for part in ours:
        mine, other = ours[part], theirs[part]
        if isinstance(mine, list):
            key = part.removesuffix("s")
            mine, other = ({row[key]: row for row in side} for side in (mine, other))
        if isinstance(mine, dict):
            found += [f"{part} {k}: peer {mine.get(k)}, engine {other.get(k)}"
                      for k in sorted({*mine, *other}) if mine.get(k) != other.get(k)]  # fmt: skip
        elif mine != other:
            found.append(f"{part}: peer {mine[:12]}, engine {other[:12]}")
    return found


def first_difference(engine: Path, peer: Path) -> None:
    """Prints how many awards differ and the first of them with its lines, from both."""
    kept = ["award_id", "class", "cents", "sector", "good"]
    mine = pl.read_parquet(peer / "awards.parquet").select(kept)
    other = engine_awards(engine).select(kept)
    both = mine.join(other, on="award_id", how="full", coalesce=True, suffix="_engine").sort("award_id")
    ne = [pl.col(c).ne_missing(pl.col(f"{c}_engine")) for c in kept[1:]]
    apart = both.filter(pl.any_horizontal(ne))
    print(f"{apart.height} of {both.height} awards differ in class, dollars, sector or good")
    lines = pl.read_parquet(peer / "lines.parquet").join(
        pl.read_parquet(engine / "lines.parquet").select(
            "line_id", pl.col("sector").alias("e_sector"), pl.col("good").alias("e_good"),
            pl.col("strength").alias("e_strength"), "classified_by", "exposure", "exposure_reason",
        ), on="line_id", how="full", coalesce=True,
    )  # fmt: skip
    ne = [pl.col(a).ne_missing(pl.col(b)) for a, b in (("class", "exposure"), ("sector", "e_sector"), ("good", "e_good"))]
    lines = lines.filter(pl.any_horizontal(ne))
    print(f"{lines.height} lines differ")
    kinds = lines.group_by("psc", "class", "exposure", "sector", "e_sector", "good", "e_good", "exposure_reason").agg(
        pl.len(), pl.col("naics").first(), pl.col("text").first(), pl.col("origin").first(), pl.col("where").first()
    ).sort("len", descending=True)  # fmt: skip
    for row in kinds.head(25).rows(named=True):
        print(json.dumps(row))
    if apart.height:
        first = apart.row(0, named=True)
        print("first award:", json.dumps(first))
        for row in lines.filter(pl.col("award_id") == first["award_id"]).drop("action_date").rows(named=True):
            print("  line:", json.dumps(row))


def engine_awards(out: Path) -> Any:
    """The engine's awards with their net cents and class."""
    held = pl.read_parquet(out / "awards.parquet")
    return held.with_columns(
        (pl.col("dollars") * 100).cast(pl.Int64).alias("cents"), pl.col("exposure").alias("class")
    )


def peer() -> None:
    """The child: assesses one file and prints its answer."""
    began = time.monotonic()
    answer, awards, lines = assess(Path(sys.argv[2]))
    seconds = time.monotonic() - began
    if len(sys.argv) > 3:
        out = Path(sys.argv[3])
        out.mkdir(parents=True, exist_ok=True)
        awards.write_parquet(out / "awards.parquet")
        lines.write_parquet(out / "lines.parquet")
    print(json.dumps({"answer": answer, "seconds": seconds}))


def install() -> None:
    """Polars under build/bench, by the project's own uv; the script starts again with it."""
    PLACE.mkdir(parents=True, exist_ok=True)
    uv = Path(sys.executable).parent / "uv"
    command = [str(uv), "pip", "install", "--quiet", "--python", sys.executable, "--target", str(POLARS)]
    subprocess.run([*command, f"polars=={VERSION}"], check=True)
    os.execv(sys.executable, [sys.executable, *sys.argv])


def made() -> Path:
    """The generated file, or the one that FILE names."""
    if os.environ.get("FILE"):
        return Path(os.environ["FILE"])
    path = PLACE / f"awards-{ROWS}.parquet"
    if not path.exists():
        draft = PLACE / "draft.parquet"
        command = [sys.executable, str(ROOT / "bench" / "generate.py"), "--rows", str(ROWS), "--seed", SEED]
        subprocess.run([*command, "--out", str(draft)], check=True, stdout=subprocess.DEVNULL)
        draft.rename(path)
    return path


def main() -> int:
    """Runs both by turns and prints the table."""
    path = made()
    out = {"peer": PLACE / "peer", "engine": PLACE / "engine"}
    runs: dict[str, list[tuple[float, float]]] = {"peer": [], "engine": []}
    answers: dict[str, dict[str, Any]] = {}
    for _ in range(TIMES):
        for name, run in (("peer", run_peer), ("engine", run_engine)):
            whole, core, said = run(path, out[name])
            runs[name].append((whole, core))
            answers[name] = said
    held = engine_awards(out["engine"]).select("award_id", "cents", "class").rows()
    answers["engine"] = engine_answer(answers["engine"], held)
    print(f"{answers['peer']['records']['read']:,} records of {path.name}, {TIMES} runs by turns, medians; polars {VERSION}")
    print(f"{'':8}{'whole s':>9}{'core s':>9}  sha256 of the answer")
    middle = {}
    for name, seconds in runs.items():
        middle[name] = [statistics.median(s) for s in zip(*seconds, strict=True)]
        print(f"{name:8}{middle[name][0]:9.2f}{middle[name][1]:9.2f}  {canonical(answers[name])}")
    ratios = [Decimal(p / e).quantize(Decimal("0.01")) for p, e in zip(middle["peer"], middle["engine"], strict=True)]
    print(f"peer / engine: whole {ratios[0]}, core {ratios[1]} (1 or more: the engine is at least as fast)")
    for part in answers["peer"]:
        mine, other = (canonical({"": answers[name][part]})[:16] for name in ("peer", "engine"))
        print(f"  {part:10}{mine}  {other}  {'equal' if mine == other else 'DIFFERS'}")
    for line in differences(answers["peer"], answers["engine"]):
        print("  ", line)
    same = answers["peer"] == answers["engine"]
    if not same:
        first_difference(out["engine"], out["peer"])
    return 0 if same else 1


if __name__ == "__main__":
    if pl is None:
        install()
    if sys.argv[1:2] == ["--peer"]:
        peer()
    else:
        sys.exit(main())
