"""Writes an invented award file in the form of USAspending's prime transactions, for trying and timing Buyfair.

    python bench/generate.py --rows 6000 --seed 20261122 --out awards.csv.gz

No supplier, award or amount in it is real. No figure about accuracy, exposure or reach may be taken from it.
The suffix of the file decides its form: .csv, .csv.gz (or .gz), .zst, .zip, .parquet. What was put in on purpose
(repeats, older versions, broken rows) is counted in one JSON line on standard error.
"""

import argparse
import gzip
import json
import sys
import tempfile
import zipfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import duckdb

from rows import Counts, World

DEFAULT_SEED = 20261122
COLUMNS = Path(__file__).with_name("columns_297.txt")


def read_columns() -> list[str]:
    """Return the 297 column names of the current layout, in order."""
    return COLUMNS.read_text(encoding="utf-8").split()


class Maker:
    """Makes the pieces of one file, in this process or in several; the pieces come in order either way."""

    def __init__(self, rows: int, seed: int, clean: bool, workers: int = 1, at_once: int = 2_000) -> None:
        self.world, self.at_once, self.workers = World(rows, seed, clean, read_columns()), at_once, workers
        self.counts = Counts()

    def pieces(self, low: int, high: int) -> Iterator[bytes]:
        """Yield the header, then the lines low to high - 1, a bounded number at a time."""
        yield (",".join(self.world.columns) + "\n").encode()
        stretches = [(start, min(start + self.at_once, high)) for start in range(low, high, self.at_once)]
        for text, made in self._made(stretches):
            self.counts.add(made)
            yield text

    def _made(self, stretches: list[tuple[int, int]]) -> Iterator[tuple[bytes, Counts]]:
        if self.workers == 1:
            yield from (make(self.world, *stretch) for stretch in stretches)
            return
        with ProcessPoolExecutor(self.workers, initializer=remember, initargs=(self.world,)) as pool:
            waiting: deque[Future[tuple[bytes, Counts]]] = deque()
            for stretch in stretches:
                waiting.append(pool.submit(make_remembered, stretch))
                if len(waiting) > 3 * self.workers:  # bounds the memory when the disk is slower than the workers
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()


def make(world: World, low: int, high: int) -> tuple[bytes, Counts]:
    text, counts = world.lines(low, high)
    return text.encode(), counts


_remembered: list[World] = []  # in a worker process: the world, sent once instead of with every piece


def remember(world: World) -> None:
    _remembered[:] = [world]


def make_remembered(stretch: tuple[int, int]) -> tuple[bytes, Counts]:
    return make(_remembered[0], *stretch)


def write_csv(maker: Maker, out: Path) -> None:
    with out.open("wb") as file:
        file.writelines(maker.pieces(0, maker.world.rows))


def write_gz(maker: Maker, out: Path) -> None:
    """Write with day 0 and no file name inside, so that the same rows give the same bytes."""
    with out.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=9, mtime=0) as file:
        file.writelines(maker.pieces(0, maker.world.rows))


def write_zip(maker: Maker, out: Path, member_rows: int) -> None:
    """Write one CSV per member_rows lines, each with its header, as USAspending does."""
    rows = maker.world.rows
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, low in enumerate(range(0, max(rows, 1), member_rows), start=1):
            member = zipfile.ZipInfo(f"Contracts_PrimeTransactions_Invented_{number}.csv")
            member.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(member, "w", force_zip64=True) as file:
                file.writelines(maker.pieces(low, min(low + member_rows, rows)))


def write_by_engine(maker: Maker, out: Path, form: str) -> None:
    """Write a plain CSV first, then let the database turn it into the form (Python 3.11 knows no zstd)."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in maker.world.columns)
    with tempfile.TemporaryDirectory(dir=out.resolve().parent) as folder:
        plain = Path(folder) / "plain.csv"
        write_csv(maker, plain)
        database = duckdb.connect(config={"threads": 1})  # one thread: row groups fall the same way each time
        database.execute(
            f"""COPY (
                SELECT * FROM read_csv('{_quoted(plain)}', auto_detect = false, header = true, delim = ',',
                    quote = '"', escape = '"', new_line = '\\n', columns = {{{columns}}})
            ) TO '{_quoted(out)}' ({form})"""
        )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def generate(
    rows: int, seed: int, out: Path, *, clean: bool = False, member_rows: int = 1_000_000, workers: int = 1
) -> Counts:
    """Write the file and return what was put in. The number of workers changes no byte.

    Raises: ValueError for a number out of bounds or a suffix that is not known.
    """
    if rows < 0 or member_rows < 1 or workers < 1:
        raise ValueError(f"rows must be 0 or more, member rows and workers 1 or more: {rows}, {member_rows}, {workers}")
    maker = Maker(rows, seed, clean, workers)
    if out.suffix == ".csv":
        write_csv(maker, out)
    elif out.suffix == ".gz":
        write_gz(maker, out)
    elif out.suffix == ".zip":
        write_zip(maker, out, member_rows)
    elif out.suffix == ".zst":
        write_by_engine(maker, out, "FORMAT csv, HEADER, COMPRESSION zstd")
    elif out.suffix == ".parquet":
        write_by_engine(maker, out, "FORMAT parquet, COMPRESSION zstd")
    else:
        raise ValueError(f"{out.name}: the file must end in .csv, .csv.gz, .zst, .zip or .parquet")
    return maker.counts


def main() -> int:
    ask = argparse.ArgumentParser(description="Write an invented award file in the form of USAspending.")
    ask.add_argument("--rows", type=int, default=6000, help="lines without the header")
    ask.add_argument("--seed", type=int, default=DEFAULT_SEED)
    ask.add_argument("--out", type=Path, required=True, help=".csv, .csv.gz, .zst, .zip or .parquet")
    ask.add_argument("--clean", action="store_true", help="no repeats, no older versions, no broken rows")
    ask.add_argument("--member-rows", type=int, default=1_000_000, help="lines per CSV inside a .zip")
    ask.add_argument("--workers", type=int, default=1, help="processes that make lines; changes no byte")
    given = ask.parse_args()
    try:
        counts = generate(
            given.rows,
            given.seed,
            given.out,
            clean=given.clean,
            member_rows=given.member_rows,
            workers=given.workers,
        )
    except ValueError as wrong:
        print(f"generate: {wrong}", file=sys.stderr)
        return 1
    print(json.dumps(counts.as_dict()), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
