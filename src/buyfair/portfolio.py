"""Award files in, a picture of risk out: reads, judges, sums and writes, to the cent and twice the same."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from buyfair.columns.engine import Engine
from buyfair.intake.read import Reading, read_awards
from buyfair.judgement import judge_actions
from buyfair.knowledge.countries import spellings
from buyfair.records.exposures import AWARDS, EXPOSURES, SUPPLIERS
from buyfair.records.lines import LINES
from buyfair.summary import Summary, summarize
from buyfair.terms.clock import Clock
from buyfair.terms.errors import MachineError

Render = Callable[[Mapping[str, Any]], str]
Say = Callable[[str], None]


def assess(
    paths: Sequence[Path], out: Path, *, day: date | None = None, render: Render, say: Say = lambda _: None,
    clock: Clock | None = None,
) -> Summary:  # fmt: skip
    """Assesses award files and writes the folder `out`; `render` turns the summary into the report page.

    `day` is the known day; by default the latest action date in the input. On any error nothing is written.

    Raises: InputRefusedError for a wrong input; MachineError for disk, memory or rights.
    """
    clock = clock or Clock()
    try:
        with tempfile.TemporaryDirectory(prefix=".buyfair-", dir=_nearest(out)) as scratch:
            work, ready = Path(scratch) / "work", Path(scratch) / "ready"
            work.mkdir()
            ready.mkdir()
            reading = read_awards(paths, countries=spellings(), work=work, say=say)
            clock.stage("read and reconcile")
            summary = _judge(reading, work, ready, day, say, clock)
            (ready / "summary.json").write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n", "utf-8")
            (ready / "report.html").write_text(render(summary), "utf-8")
            shutil.copyfile(reading.rejected, ready / "rejected.parquet")
            _write_manifest(ready, summary)
            clock.stage("summary and report")
            _publish(ready, out, clock)
    except OSError as problem:
        raise MachineError(f"{out} could not be written ({problem.strerror or problem})") from None
    return summary


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists: nothing is made before there is a result."""
    here = folder.absolute()
    return next(f for f in (here, *here.parents) if f.is_dir())


def _judge(reading: Reading, work: Path, ready: Path, day: date | None, say: Say, clock: Clock) -> Summary:
    engine = Engine(work)
    try:
        say("classifying and looking up lists")
        judged = judge_actions(engine, engine.read(reading.actions, "actions"), clock)
        say("writing")
        engine.write(judged.lines, LINES, ready / "lines.parquet")
        clock.stage("lines.parquet")
        engine.write(judged.exposures, EXPOSURES, ready / "exposures.parquet")
        engine.write(judged.awards, AWARDS, ready / "awards.parquet")
        engine.write(judged.suppliers, SUPPLIERS, ready / "suppliers.parquet")
        clock.stage("other tables")
        return summarize(engine, reading, judged, day)
    finally:
        engine.close()


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
