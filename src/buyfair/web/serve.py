"""Starts the web application: the database is brought up to date, then pages are served until interrupted, with a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from buyfair.web.filling import say
from buyfair.web.working import ended

WORKERS, THREADS = 2, 4
"""Processes, and threads in each: two cores answer some thirty people at once with them."""


def main(host: str, port: int) -> None:
    """Serves on this address; ends with the interrupt."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buyfair.web.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    # Apart from this process: the engine's threads do not come along into the processes that serve pages, and a child of
    # who has asked it anything waits for them forever.
    if os.environ.get("BUYFAIR_DEMO") == "1" and (status := filled()):
        sys.exit(status)
    worker = None if os.environ.get("BUYFAIR_WORKER") == "0" else beside()
    say(f"Open http://{f'[{host}]' if ':' in host else host}:{port}/   (interrupt ends it)")
    try:
        Granian(
            "buyfair.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI,
            workers=WORKERS, blocking_threads=THREADS, websockets=False, log_level=LogLevels.warning,
            respawn_failed_workers=True, http=HTTPModes.http1,  # over HTTP/2 a form may come without its length: read as empty
        ).serve()  # fmt: skip
    finally:
        if worker is not None:
            ended(worker)


def filled() -> int:
    """Fills the demonstration, and gives back how that ended; whoever ends this process meanwhile ends it as well."""
    child = subprocess.Popen([sys.executable, "-m", "buyfair.web.filling"])
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return child.wait()
    finally:
        signal.signal(signal.SIGTERM, before)
        if child.poll() is None:
            child.terminate()
            child.wait()


def beside() -> subprocess.Popen[bytes]:
    """What keeps a worker running for what is queued behind the pages; it ends with this process."""
    command = [sys.executable, "-m", "buyfair.web.working", str(os.getpid())]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
