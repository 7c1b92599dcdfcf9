"""A first look at an award file, in seconds whatever its size: which layout, which columns, and what a sample of it holds."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from buyfair.intake.feeds import FEEDS
from buyfair.intake.read import Reading, read_awards
from buyfair.intake.sheets import looks_like_sheet
from buyfair.intake.text import DAMAGE, compression, is_damage, open_text
from buyfair.knowledge import naics, psc
from buyfair.knowledge.countries import spellings
from buyfair.terms.errors import refuse

HEAD = 4 << 20
"""Bytes of text that the sample of one table holds."""
THROUGH = 256 << 20
"""Bytes of text up to which a compressed file is read to its end, to see that it is whole."""
ROWS, MEMBERS = 2_000, 20
WHOLE = 64 << 20
"""Bytes up to which a file that cannot be cut (a workbook, nested records) is read as a whole."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen. Unit: records.

    `whole`: the file was read to its end, so that the counts are those of the file. `records`: how many it holds, None
    where that was not counted. `sampled`: whether records were read at all. `reasons`: why records of the sample would be
    set aside, each with how many.
    """

    layout: str
    sampled: bool
    whole: bool
    records: int | None
    read: int
    accepted: int
    rejected: int
    superseded: int
    reasons: dict[str, int]
    passed_over: tuple[str, ...]


def first_look(path: Path, name: str, work: Path) -> Look:
    """Looks at one file, called `name`; `work` is an empty folder for what is cut from it.

    Raises: InputRefusedError with one sentence where no award can be read from it.
    """
    (work / "read").mkdir()
    taken = _Sample(work / "sample")
    return taken.of(path, name, work / "read")


class _Sample:
    """The beginning of a file under its own name, in a folder of its own, so that it is read as the file would be."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.whole = True
        self.records: int | None = None

    def of(self, path: Path, name: str, work: Path) -> Look:
        """Cuts the sample and reads it."""
        layout = self._cut(path, self.folder / name)
        if layout is not None:
            return Look(layout, False, False, None, 0, 0, 0, 0, {}, ())
        reading = read_awards(
            [self.folder / name], countries=spellings(), product_titles=psc.codes_by_title(),
            industry_titles=naics.codes_by_title(), work=work,
        )  # fmt: skip
        return self._told(reading, name)

    def _told(self, reading: Reading, name: str) -> Look:
        held = reading.accepted.lines + reading.superseded.lines
        blocks = [b.accepted.lines for b in (reading.subawards, reading.waivers) if b is not None]
        if not held and not any(blocks):
            why = ", ".join(sorted(reading.reasons)) or "nothing to read"
            raise refuse(
                f"none of the {reading.read.lines} records of {name} that were looked at can be taken ({why})",
                "contract actions or awards with an identifier, a day and an amount",
                "look at the columns that these stand in, and export the file again",
            )
        layout = "; ".join(dict.fromkeys(i.layout for i in reading.inputs))
        records = self.records if self.records is not None or not self.whole else sum(i.rows for i in reading.inputs)
        return Look(
            layout, True, self.whole, records, reading.read.lines, reading.accepted.lines, reading.set_aside.lines,
            reading.superseded.lines, {reason: tally.lines for reason, tally in reading.reasons.items()},
            tuple(f"{each}: {why}" for each, why in reading.passed_over),
        )  # fmt: skip

    def _cut(self, path: Path, target: Path) -> str | None:
        """Writes the sample; gives the layout instead where the file can be named but not cut."""
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(8)
        if looks_like_sheet(start, target):
            if size > WHOLE:
                return "a workbook"
            _lent(path, target)
        elif start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            self._zip(path, target)
        elif start.startswith(b"PAR1"):
            self._parquet(path, target)
        else:
            return self._text(path, target, size)
        return None

    def _text(self, path: Path, target: Path, size: int) -> str | None:
        try:
            with open_text(path) as stream:
                head = stream.read(HEAD + 1)
                nested = next((f for f in FEEDS if f.nested is not None and f.nested.looks_like(head)), None)
                if len(head) > HEAD and nested is not None:
                    if size > WHOLE:
                        return nested.title
                    _lent(path, target)
                    return None
                if compression(path) != "none" and len(head) > HEAD:
                    _through(stream)
        except (*DAMAGE, OSError) as problem:
            if not is_damage(problem):
                raise
            # read as it is: the sentence about it is said by what reads award files
            _lent(path, target)
            return None
        if len(head) <= HEAD:
            _lent(path, target)
        else:
            self.whole = False
            target.write_bytes(at_a_record(head))
        return None

    def _zip(self, path: Path, target: Path) -> None:
        """An archive of the beginnings of its members; one that is damaged is passed on as it is."""
        try:
            with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w") as sample:
                for nth, member in enumerate(archive.infolist()):
                    self._member(archive, member, sample, looked_into=nth < MEMBERS)
        except DAMAGE:
            target.unlink(missing_ok=True)
            _lent(path, target)

    def _member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, sample: zipfile.ZipFile, *, looked_into: bool
    ) -> None:
        if member.flag_bits & 0x1:
            raise RuntimeError("locked")
        if not looked_into:
            self.whole = False
            return
        uncut = not member.filename.lower().endswith((".csv", ".jsonl"))
        with archive.open(member) as stream:
            content = stream.read((WHOLE if uncut else HEAD) + 1)
        if len(content) > (WHOLE if uncut else HEAD):
            self.whole = False
            if uncut:
                return
            content = at_a_record(content)
        sample.writestr(member.filename, content)

    def _parquet(self, path: Path, target: Path) -> None:
        try:
            file = pq.ParquetFile(path)
            self.records = file.metadata.num_rows
            batch = next(file.iter_batches(batch_size=ROWS), None)
        except (pa.ArrowException, OSError):
            _lent(path, target)
            return
        if batch is None:
            _lent(path, target)
            return
        self.whole = batch.num_rows == self.records
        pq.write_table(pa.Table.from_batches([batch]), target)


def _through(stream: IO[bytes], most: int = THROUGH) -> None:
    """Reads on, so that a file which breaks off further down is known for it; a very large one only so far."""
    left = most
    while left > 0 and (chunk := stream.read(1 << 20)):
        left -= len(chunk)


def at_a_record(text: bytes) -> bytes:
    """The text up to the end of its last whole record: a line end outside of quotes."""
    end, here, open_quote = 0, 0, False
    for line in text.splitlines(keepends=True):
        here += len(line)
        open_quote ^= bool(line.count(b'"') % 2)
        if not open_quote and line.endswith((b"\n", b"\r")):
            end = here
    return text[:end] if end else text


def _lent(path: Path, target: Path) -> None:
    """The file under its own name: the same content by a second name where the disk can, for a link shows another name."""
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, target)
