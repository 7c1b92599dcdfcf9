"""Award files in, a picture of risk out: reads, judges, sums and writes, to the cent and twice the same."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from buyfair.attention import awards_table, look
from buyfair.award_leads import ScreeningOn, award_leads, bundled_lists
from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.engines import OpenEngine, embedded
from buyfair.intake.read import Reading, read_awards, unfinished
from buyfair.judgement import judge_awards, judge_lines
from buyfair.knowledge import naics, psc
from buyfair.knowledge.countries import spellings
from buyfair.measure.exposure import WITHIN_LINE
from buyfair.reach import ORDER_OF_DUTIES, reach
from buyfair.ready_table import taken
from buyfair.records.duties import DUTIES, FACTS
from buyfair.records.exposures import AWARDS, EXPOSURES, SUPPLIERS
from buyfair.records.leads import LEADS
from buyfair.records.lines import LINES
from buyfair.summary import Summary, last_action, summarize
from buyfair.terms.clock import Clock
from buyfair.terms.errors import InputRefusedError, MachineError

Render = Callable[[Mapping[str, Any]], str]
Say = Callable[[str], None]
_Taken = Callable[[Engine], tuple[TableExpression, Reading]]
"""Gives the actions as a table of the engine, and the account of them."""


def assess(
    paths: Sequence[Path], out: Path, *, day: date | None = None, render: Render, say: Say = lambda _: None,
    clock: Clock | None = None, screening: ScreeningOn = bundled_lists, engine: OpenEngine = embedded,
) -> Summary:  # fmt: skip
    """Assesses award files and writes the folder `out`; `render` turns the summary into the report page.

    `day` is the known day; by default the latest action date in the input. `screening` gives the lists of parties and
    the decisions of that day; `engine` judges what was read. On any error nothing is written.

    Raises: InputRefusedError for a wrong input; MachineError for disk, memory or rights.
    """
    clock = clock or Clock()
    with _written(out), _workplace(out, paths, say) as place:
        reading = read_awards(
            paths, countries=spellings(), product_titles=psc.codes_by_title(),
            industry_titles=naics.codes_by_title(), work=place / "work", say=say,
        )  # fmt: skip
        clock.stage("read and reconcile")
        judging = _Judging(engine, day, say, clock, screening, render)
        return judging.into(out, place, lambda held: (held.hand_over("actions", reading.actions), reading))


def assess_table(
    table: str, out: Path, *, day: date | None = None, render: Render, say: Say = lambda _: None,
    clock: Clock | None = None, screening: ScreeningOn = bundled_lists, engine: OpenEngine = embedded,
) -> Summary:  # fmt: skip
    """Assesses a table that already has the columns of records ACTIONS, where it lies, as `assess` does award files.

    Raises: InputRefusedError for no such table; MachineError for disk, memory, rights or an engine that is not there.
    """
    judging = _Judging(engine, day, say, clock or Clock(), screening, render)
    with _written(out), _scratch(out) as place:
        return judging.into(out, place, lambda held: taken(held, table, place / "work"))


@contextmanager
def _written(out: Path) -> Iterator[None]:
    """What the disk refuses is said in one sentence."""
    try:
        yield
    except OSError as problem:
        raise MachineError(f"{out} could not be written ({problem.strerror or problem})") from None


def _beside(reading: Reading) -> list[tuple[str, Path]]:
    """The tables that reading itself wrote."""
    blocks = (("subawards.parquet", reading.subawards), ("waivers.parquet", reading.waivers))
    return [("rejected.parquet", reading.rejected), *((name, b.rows) for name, b in blocks if b is not None)]


LARGE = 256 << 20
"""Inputs of so many bytes keep their work folder when a run is stopped or killed, so that the next one goes on from it."""


@contextmanager
def _workplace(out: Path, paths: Sequence[Path], say: Say) -> Iterator[Path]:
    """A scratch folder beside the output, with `work` and an empty `ready` in it.

    Large inputs get a folder named after them, held under a lock; it stays when the run is stopped, and goes when the
    run ends well or the input is refused.
    """
    key, size = unfinished(paths)
    if size < LARGE:
        with _scratch(out) as place:
            yield place
        return
    place = _nearest(out) / f".buyfair-unfinished-{key}"
    begun = (place / "work").is_dir()
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise MachineError(f"another run is at work on the same files (it holds {place.name})") from None
        if begun:
            say("going on where an earlier run over the same files stopped")
        try:
            yield _set_up(place)
        except InputRefusedError:
            shutil.rmtree(place, ignore_errors=True)
            raise
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".buyfair-", dir=_nearest(out)) as scratch:
        yield _set_up(Path(scratch))


def _set_up(place: Path) -> Path:
    shutil.rmtree(place / "ready", ignore_errors=True)
    for name in ("work", "ready"):
        (place / name).mkdir(exist_ok=True)
    return place


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists: nothing is made before there is a result."""
    here = folder.absolute()
    return next(f for f in (here, *here.parents) if f.is_dir())


@dataclass(frozen=True, slots=True)
class _Judging:
    """How a run judges, whatever gave it its actions."""

    engine: OpenEngine
    day: date | None
    say: Say
    clock: Clock
    screening: ScreeningOn
    render: Render

    def into(self, out: Path, place: Path, take: _Taken) -> Summary:
        """Judges what is taken, and publishes the folder `out` when all of it is written."""
        work, ready = place / "work", place / "ready"
        shutil.rmtree(work / "engine", ignore_errors=True)
        (work / "engine").mkdir()
        held = self.engine(work / "engine")
        try:
            self.say("classifying and looking up lists")
            actions, reading = take(held)
            summary = self._judged(held, actions, reading, ready)
        finally:
            held.close()
        (ready / "summary.json").write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n", "utf-8")
        self.clock.stage("summary")
        (ready / "report.html").write_text(self.render(summary), "utf-8")
        for name, path in _beside(reading):
            shutil.copyfile(path, ready / name)
        _write_manifest(ready, summary)
        self.clock.stage("report")
        _publish(ready, out, self.clock)
        return summary

    def _judged(self, engine: Engine, actions: TableExpression, reading: Reading, ready: Path) -> Summary:
        """Everything that is said of the actions; every table but what reading itself wrote is written."""
        clock = self.clock
        of_lines = judge_lines(engine, actions, clock)
        self.say("writing")
        writing = engine.begin(of_lines.lines, LINES, ready / "lines.parquet", of_lines.order)
        judged = judge_awards(engine, of_lines, clock)
        known = self.day or last_action(engine, judged)
        reached = seen = leads = None
        if known is not None:
            reached = reach(engine, of_lines, judged.awards, reading.dollars_are, known, clock)
            judged = replace(judged, awards=reached.awards)
            seen = look(engine, of_lines, judged, _subawards(reading), known, clock)
            leads = award_leads(engine, of_lines.actions, _subawards(reading), self.screening(known))
            engine.write(leads.rows, LEADS, ready / "leads.parquet")
            clock.stage("screening")
        summary = summarize(engine, reading, judged, known, seen, reached, leads)
        clock.stage("summary")
        writing.result()
        clock.stage("lines.parquet")
        exposed = of_lines.exposures(engine.again(ready / "lines.parquet", "lines", of_lines.lines))
        writing = engine.begin(exposed, EXPOSURES, ready / "exposures.parquet", (*of_lines.order, WITHIN_LINE))
        if seen is None:
            engine.write(judged.awards, AWARDS, ready / "awards.parquet")
        else:
            engine.write(seen.awards, awards_table(), ready / "awards.parquet")
        engine.write(judged.suppliers, SUPPLIERS, ready / "suppliers.parquet")
        writing.result()
        if reached is not None:
            writing = engine.begin(reached.duties(engine), DUTIES, ready / "duties.parquet", ORDER_OF_DUTIES)
            engine.write(reached.facts, FACTS, ready / "facts.parquet")
            writing.result()
        clock.stage("other tables")
        return summary


def _subawards(reading: Reading) -> Path | None:
    return None if reading.subawards is None else reading.subawards.rows


def _write_manifest(ready: Path, summary: Summary) -> None:
    files = sorted(p for p in ready.iterdir() if p.name != "manifest.json")
    manifest = {
        "day": summary["day"],
        "versions": summary["versions"],
        "inputs": [{"name": i["name"], "sha256": i["sha256"]} for i in summary["inputs"]],
        "files": [{"name": p.name, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()} for p in files],
    }
    (ready / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _publish(ready: Path, out: Path, clock: Clock) -> None:
    """Moves the finished files into place, the manifest last; a half-written folder never bears a manifest."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "manifest.json").unlink(missing_ok=True)
    for path in sorted(ready.iterdir(), key=lambda p: (p.name == "manifest.json", p.name)):
        path.replace(out / path.name)
    log = "".join(f"{seconds:9.2f} s  {name}\n" for name, seconds in clock.stages)
    (out / "run.log").write_text(log, "utf-8")
