"""All rules over a table of awards, beside judging the same awards one by one: awards times rules a second.

Rows are seeded and made up: what award feeds carry (agency, award day, kind of item, place of work, value), each value
missing as often as in real files. `make bench NAME=rules`.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

from buyfair.columns.embedded import Embedded
from buyfair.columns.engine import Engine, TableExpression
from buyfair.judge.batch import answered, answered_alone
from buyfair.judge.coding import codings
from buyfair.judge.facts import Purchase
from buyfair.judge.judging import judge
from buyfair.purchase import law, vocabulary
from buyfair.records.duties import DUTIES

ASKED = date(2026, 6, 1)
ROWS_OF_THE_FEED = """
SELECT printf('A%08d', i) AS award_id,
       CASE WHEN h1 % 10 < 7 THEN 'dod' ELSE 'civilian' END AS agency,
       DATE '2016-10-01' + CAST(h2 % 3500 AS INTEGER) AS award_date,
       CAST(0 AS BIGINT) AS tier_low, CAST(0 AS BIGINT) AS tier_high,
       CASE h3 % 10 WHEN 0 THEN NULL WHEN 1 THEN 'construction' WHEN 2 THEN 'research' WHEN 3 THEN 'service'
            WHEN 4 THEN 'service' ELSE 'supply' END AS item,
       CASE h4 % 10 WHEN 0 THEN true WHEN 1 THEN true WHEN 2 THEN NULL ELSE false END AS performed_outside_us,
       {more}
       CAST(h5 % 2000000 AS DECIMAL(18, 2)) AS value_low,
       CASE WHEN h6 % 3 = 0 THEN NULL ELSE CAST(h5 % 2000000 AS DECIMAL(18, 2)) END AS value_high
FROM (SELECT i, hash(i, 1) AS h1, hash(i, 2) AS h2, hash(i, 3) AS h3, hash(i, 4) AS h4, hash(i, 5) AS h5, hash(i, 6) AS h6
      FROM range({rows}) t(i))
"""
TOLD = "h6 % 2 = 0 AS cots, h5 % 3 = 0 AS acquired_outside_us, h1 % 7 = 0 AS credible_information, false AS bulk_cargo,"


def made(engine: Engine, name: str, rows: int, more: str) -> TableExpression:
    """The made-up awards as a table."""
    engine.run(f"CREATE OR REPLACE TABLE {name} AS {ROWS_OF_THE_FEED.format(rows=rows, more=more)}")
    return engine.table(name)


def alone(engine: Engine, awards: TableExpression) -> float:
    """Seconds for the bare answers, as one array of every award by every rule."""
    start = time.perf_counter()
    answered_alone(engine, law(), vocabulary(), awards, ASKED).told(engine)
    return time.perf_counter() - start


def timed(engine: Engine, awards: TableExpression, folder: Path) -> tuple[float, float, int, int]:
    """Seconds for all answers with their missing facts, seconds for writing them out, rows written, patterns of answers."""
    start = time.perf_counter()
    found = answered(engine, law(), vocabulary(), awards, ASKED)
    told = time.perf_counter()
    ordered = engine.keep("awards_by_id", found.of_awards.order_by("award_id"))
    engine.begin(found.rows(engine, ordered), DUTIES, folder / "duties.parquet").result()
    written = time.perf_counter()
    rows = pq.ParquetFile(folder / "duties.parquet").metadata.num_rows
    return told - start, written - told, rows, len(found.patterns)


def one_by_one(number: int) -> float:
    """Awards a second, judged singly."""
    seeded = random.Random(1)
    purchases = []
    for _ in range(number):
        awarded = date(2016, 10, 1) + timedelta(days=seeded.randrange(3500))
        line = {"item": seeded.choice(("supply", "service")), "performed_outside_us": seeded.random() < 0.2}
        purchases.append(Purchase({"agency": seeded.choice(("dod", "civilian")), "award_date": awarded}, (line,)))
    start = time.perf_counter()
    for purchase in purchases:
        judge(law(), vocabulary().derive(purchase), ASKED)
    return number / (time.perf_counter() - start)


def main() -> None:
    """Prints one table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--times", type=int, default=5)
    given = asked.parse_args()
    rules = len(law().rules)
    print(f"{given.rows:,} awards, {rules} rules, median of {given.times}")
    for title, more in (("facts of a feed (most answers unknown, missing facts listed)", ""), ("all facts told", TOLD)):
        with tempfile.TemporaryDirectory() as folder:
            engine = Embedded(Path(folder))
            awards = made(engine, "awards", given.rows, more)
            bare = statistics.median(alone(engine, awards) for _ in range(given.times))
            found = [timed(engine, awards, Path(folder)) for _ in range(given.times)]
            told = statistics.median(each[0] for each in found)
            written = statistics.median(each[0] + each[1] for each in found)
            print(f"{title}: {found[0][2]:,} rows, {found[0][3]:,} patterns, "
                  f"{len(codings(law(), vocabulary(), awards.columns))} facts coded")  # fmt: skip
            for what, seconds in (("answers alone", bare), ("with missing facts", told), ("written too", written)):
                speed = Decimal(given.rows * rules) / Decimal(seconds) / 10**6
                print(f"  {what}: {seconds:.2f} s, {speed:.1f} M award-rules/s")
            engine.close()
    single = one_by_one(300)
    print(f"one by one: {single:.0f} awards/s, {1000 / single:.2f} ms each, {single * rules / 10**6:.3f} M award-rules/s")


if __name__ == "__main__":
    main()
