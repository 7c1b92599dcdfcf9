"""Works off what was queued behind the pages: manage.py work."""

from __future__ import annotations

import os
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from buyfair.web.award_files import places
from buyfair.web.award_files.accepting import nobodys
from buyfair.web.award_files.recovering import recovered
from buyfair.web.award_files.running import ENDING

EVERY = 5.0
"""Seconds between two looks for what nobody is at work on any more."""


class Working(Worker):
    """A worker of the queue that stops the process it follows when it is told to end."""

    def shutdown(self, signum: int, frame: Any) -> None:
        """Lets the batch at hand go back to the queue, then ends."""
        ENDING.set()
        super().shutdown(signum, frame)


class Command(BaseCommand):
    """Run it beside the server, once for each batch that is to be assessed at the same time; end it with SIGTERM."""

    help = "Work off the queue: new award files are assessed and taken as snapshots. Ends with SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether it ends when the queue is empty, and with whom it ends."""
        parser.add_argument("--batch", action="store_true", help="end when nothing is queued any more")
        parser.add_argument("--with", dest="parent", type=int, help="end when the process of this number, the parent, ends")

    def handle(self, *args: Any, batch: bool, parent: int | None, **options: Any) -> None:
        """Look for what was left, then work."""
        present = places.Lock(places.of_workers(), shared=True)
        present.taken(patience=EVERY)
        recovered()
        nobodys()
        worker = Working(queue_names=["*"], interval=0.5, batch=batch, backend_name="default", startup_delay=False,
                         max_tasks=None, worker_id=get_random_string(32), excluded_queue_names=[])  # fmt: skip
        worker.configure_signals()
        threading.Thread(target=self._beside, args=(parent,), daemon=True).start()
        try:
            worker.run()
        finally:
            present.close()

    def _beside(self, parent: int | None) -> None:
        """Looks every few seconds for batches that another worker left, and whether the parent is still there."""
        looked = time.monotonic()
        while not ENDING.is_set():
            time.sleep(0.5)
            if parent is not None and os.getppid() != parent:
                os.kill(os.getpid(), 15)
                return
            if time.monotonic() - looked > EVERY:
                looked = time.monotonic()
                try:
                    recovered()
                except (DatabaseError, OSError) as problem:
                    self.stderr.write(f"buyfair: batches left behind could not be looked for: {problem}")
                finally:
                    connections.close_all()
