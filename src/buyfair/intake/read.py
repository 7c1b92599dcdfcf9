"""Reads award files into canonical actions, and accounts for every record and every dollar of them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from buyfair.intake.account import Account, Block, Tally
from buyfair.intake.checkpoint import Checkpoint
from buyfair.intake.digest import Digests
from buyfair.intake.feed import Dollars, Feed, Read
from buyfair.intake.feeds import FEEDS
from buyfair.intake.load import Loaded, Loader, Say, recognized
from buyfair.intake.shape import Lookup
from buyfair.intake.sources import Given, Source, find, open_sources
from buyfair.terms.errors import InputRefusedError, MachineError, refuse

MEMORY = "2GB"
"""What the scratch database may hold in memory; beyond it, it uses the work folder."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file that was read. Unit: `rows` are data records, header and blank lines not counted.

    Hash and size are not told of a table that lies elsewhere.
    """

    name: str
    sha256: str | None
    size: int | None
    rows: int
    layout: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading: the accepted actions as SQL over Parquet files in the work folder, and the account of it.

    `actions` has the columns of records ACTIONS and `_line`, a number that grows in the order of the input.
    read = accepted + rejected + superseded, for records and for dollars. `dollars_are` is the one kind of dollars that was
    summed; `subawards` and `waivers` are blocks of their own, None where no such file was given.
    """

    actions: str
    rejected: Path
    inputs: tuple[Input, ...]
    passed_over: tuple[tuple[str, str], ...]
    dollars_are: Dollars
    read: Tally
    accepted: Tally
    set_aside: Tally
    superseded: Tally
    unreadable: Mapping[str, int]
    reasons: Mapping[str, Tally]
    notes: tuple[str, ...] = ()
    subawards: Block | None = None
    waivers: Block | None = None


def read_awards(
    paths: Sequence[Path], *, countries: Lookup, work: Path, product_titles: Lookup | None = None,
    industry_titles: Lookup | None = None, say: Say = lambda _: None,
) -> Reading:  # fmt: skip
    """Reads every award file behind the paths.

    `countries` maps each spelling (upper case, no accents, single blanks) to ISO alpha-3, or to None where it says
    that no country is recorded; `product_titles` and `industry_titles` map the titles of codes to the codes. `work` is a
    folder for intermediate files: empty, or that of an earlier run over the same files, which then goes on where it stood.

    Raises: InputRefusedError with one sentence; MachineError where disk or memory do not suffice.
    """
    try:
        lookups: dict[Read, Lookup] = {
            "country": countries, "product_title": product_titles or {}, "industry_title": industry_titles or {},
        }  # fmt: skip
        return _Reader(lookups, work, say).read(find(paths))
    except (duckdb.OutOfMemoryException, duckdb.IOException) as problem:
        raise MachineError(f"reading stopped: {str(problem).splitlines()[0]}") from None


NOTES = 2
"""The form of the notes of finished steps: raised where it changes, so that nobody goes on from notes of another form."""


def unfinished(paths: Sequence[Path]) -> tuple[str, int]:
    """What names the work on these files, the same for the same files and layouts, and their size in bytes.

    Raises: InputRefusedError where a path does not exist or a folder holds no award file.
    """
    given = find(paths)
    layouts = sorted((feed.id, sorted(feed.known_columns())) for feed in FEEDS)
    named = json.dumps([[[str(g.path), g.size, g.changed] for g in given], layouts, duckdb.__version__, NOTES])
    return hashlib.sha256(named.encode()).hexdigest()[:16], sum(g.size for g in given)


class _Reader:
    """One run of reading: a scratch database in the work folder, so that memory stays bounded."""

    def __init__(self, lookups: Mapping[Read, Lookup], work: Path, say: Say) -> None:
        self.work, self.say = work, say
        self.done = Checkpoint(work)
        shutil.rmtree(work / "scratch", ignore_errors=True)
        (work / "scratch").mkdir()
        self.sql = duckdb.connect(str(work / "scratch" / "intake.duckdb"))
        self.sql.execute(
            "SET autoinstall_known_extensions = false; SET preserve_insertion_order = true; SET TimeZone = 'UTC'; "
            f"SET memory_limit = '{MEMORY}'"
        )
        self.loader = Loader(self.sql, work, lookups, self.done, say)
        self.digests = Digests()
        self.loaded: list[Loaded] = []

    def read(self, given: list[Given]) -> Reading:
        try:
            return self._read(given)
        finally:
            self.digests.close()
            self.sql.close()

    def _read(self, given: list[Given]) -> Reading:
        found: list[tuple[Given, int, str, tuple[str, ...]]] = []
        passed_over: list[tuple[str, str]] = []
        for nth, file in enumerate(given):
            try:
                rows, layout, notes, skipped = self._read_file(file, f"{nth:04}")
            except InputRefusedError as refusal:
                if not file.in_folder or len(given) == 1:
                    raise
                passed_over.append((file.name, str(refusal)))
                continue
            found.append((file, rows, layout, notes))
            passed_over += skipped
        for _, why in passed_over:
            self.say(f"passed over: {why}")
        if not found:
            raise refuse(
                f"none of the {len(given)} files holds award actions (the first: {passed_over[0][1].rstrip('.')})",
                "at least one file of contract actions",
                "name the download itself",
            )
        self.say("reconciling")
        account = Account(self.sql, self.work, self.loaded, self.digests)
        book = account.close_books()
        inputs = tuple(
            Input(file.name, self.digests.of(file.path).sha256, file.size, rows, layout, notes)
            for file, rows, layout, notes in found
        )
        return Reading(
            book.actions, book.rejected, inputs, tuple(passed_over), book.dollars_are, book.read, book.accepted,
            book.set_aside, book.superseded, book.unreadable, book.reasons, book.notes, book.subawards, book.waivers,
        )  # fmt: skip

    def _read_file(self, file: Given, step: str) -> tuple[int, str, tuple[str, ...], list[tuple[str, str]]]:
        rows = 0
        notes: list[str] = []
        layouts: list[str] = []
        sources, passed_over = open_sources(file, self.work)
        self.digests.ask(file.path, lines=any(_is_plain(source) for source in sources))
        refusals: list[InputRefusedError] = []
        for nth, source in enumerate(sources):
            try:
                feed = recognized(source, FEEDS)
                loaded = self.loader.load(source, feed, f"{step}-{nth:04}")
            except InputRefusedError as refusal:
                refusals.append(refusal)
                passed_over.append((source.name(), str(refusal)))
                continue
            self.loaded.append(loaded)
            rows += loaded.records
            layout = _layout(feed, loaded.source)
            layouts += [layout] if layout not in layouts else []
            notes += [note for note in (*loaded.source.notes, feed.note) if note and note not in notes]
        if refusals and not layouts:
            raise refusals[0]
        return rows, "; ".join(layouts), tuple(notes), passed_over


def _is_plain(source: Source) -> bool:
    return source.kind == "csv" and source.compression == "none"


def _layout(feed: Feed, source: Source) -> str:
    return feed.title if feed.nested is not None else f"{feed.title}, {len(source.header)} columns"
