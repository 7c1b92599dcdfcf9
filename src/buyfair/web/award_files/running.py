"""A worker at work on a batch: starts the process that assesses, writes down how far it is, stops it when asked."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

import buyfair
from buyfair import snapshots
from buyfair.cards.words import clean
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.award_files import checks, jobs, places, showing
from buyfair.web.award_files.bounded import MACHINE, NO_ROOM, REFUSED, STOPPED, no_room
from buyfair.web.award_files.models import Batch, Deed
from buyfair.web.award_files.places import Lock
from buyfair.web.core.clock import now

STEPS = ("Read the files", "Reconcile records and dollars", "Classify, and look up lists", "Judge and write the tables",
         "Copy and check the snapshot", "Make what the pages read")  # fmt: skip
_WORDS = ("reading", "reconciling", "classifying", "writing", "copying", "making")
"""How the engine begins what it says at each step."""
ENDING = threading.Event()
"""Set when the worker was told to end: the process of the batch is stopped, and the batch goes back to the queue."""
_LEFT = 1 << 30
"""Bytes that a failed batch must leave free, or else what it had written goes."""
_LOOK, _GRACE, _BUSY = 0.5, 20.0, 30.0
"""Seconds between two looks, until a process is killed that was told to stop, and to wait for one that is ending."""


def worked_off(pk: int, attempt: int) -> str:
    """Runs one attempt at a batch, if it still waits at this attempt and nobody else is at work on it."""
    try:
        lock = Lock(places.of_batch(pk))
    except OSError as problem:
        if not no_room(problem):
            raise
        return _not_begun(pk, attempt)
    try:
        if not lock.taken(patience=_BUSY):
            return "somebody is at work on it"
        mine = Batch.objects.filter(pk=pk, attempt=attempt)
        begun = mine.filter(state="waiting").update(
            state="running", began=now(), seen=now(), ended=None, step=0, says="", problem="", stages=[]
        )
        return _Attempt(pk, mine.filter(state="running"), lock).done() if begun else "passed over"
    finally:
        lock.close()


def _not_begun(pk: int, attempt: int) -> str:
    """A disk that takes not even the lock of a batch: it is said on its page, and not tried again and again."""
    with transaction.atomic():
        told = {"state": "failed", "problem": NO_ROOM, "ended": now(), "stop_asked": False}
        if not Batch.objects.filter(pk=pk, attempt=attempt, state="waiting").update(**told):
            return "passed over"
        Deed.objects.create(batch_id=pk, what="failed", at=now(), how="background job", why=NO_ROOM)
    return "failed"


class _Attempt:
    """One attempt at one batch. Everything it writes is written only while the batch still stands at this attempt."""

    def __init__(self, pk: int, mine: QuerySet[Batch], lock: Lock) -> None:
        self.batch = Batch.objects.get(pk=pk)
        self.mine, self.lock = mine, lock
        self.folder = places.work(pk)
        self.told: dict[str, Any] = {}
        self.stages: list[dict[str, Any]] = []
        self.step = 0

    def done(self) -> str:
        """Does it, and writes down what came of it."""
        try:
            places.made(self.folder)
            files = self._laid_out()
            log = (self.folder / "log").open("ab")
        except (OSError, InputRefusedError) as problem:
            return self._over("failed", NO_ROOM if no_room(problem) else str(problem))
        with log:
            process = self._begun(files, log)
            try:
                status = self._followed(process)
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait()
        return self._ended(status)

    def _laid_out(self) -> list[Path]:
        """The files under the names that they came with; what an earlier try left half-done goes."""
        for left in self.folder.glob(".buyfair-*"):
            if not left.name.startswith(".buyfair-unfinished-"):
                shutil.rmtree(left, ignore_errors=True)
        inside = places.made(self.folder / "in")
        laid: list[Path] = []
        for file in self.batch.files.order_by("pk"):
            source = places.content(file.sha256)
            if not source.is_file():
                raise InputRefusedError(
                    f"{file.name} is no longer in the data folder; expected is its content; bring it again, then resume."
                )
            name = file.name if file.name not in {p.name for p in laid} else f"{file.pk} {file.name}"
            if not (inside / name).exists():
                (inside / name).hardlink_to(source)
            laid.append(inside / name)
        return laid

    def _begun(self, files: list[Path], log: Any) -> subprocess.Popen[bytes]:
        batch = self.batch
        command = [sys.executable, "-m", "buyfair.web.award_files.assessing", str(os.getpid()), str(settings.JOB_MEMORY),
                   str(settings.HOME), str(self.folder / "assessed"), batch.day.isoformat() if batch.day else "", batch.label,
                   batch.at.isoformat(), *map(str, files)]  # fmt: skip
        ours = str(Path(buyfair.__file__).parents[1])
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([ours, *filter(None, [os.environ.get("PYTHONPATH")])])}
        # It holds the lock too: were this worker killed, nobody begins anew before it has ended as well.
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL, env=env,
                                start_new_session=True, pass_fds=(self.lock.fileno(),))  # fmt: skip

    def _followed(self, process: subprocess.Popen[bytes]) -> int:
        """Writes down what it tells until it ends; passes a wish to stop on to it."""
        stop_at = written = 0.0
        for told in _lines(process):
            self._heard(told)
            moment = time.monotonic()
            if moment - written < _LOOK:
                continue
            written = moment
            if not stop_at and (ENDING.is_set() or not self._noted()):
                process.send_signal(signal.SIGINT)
                stop_at = moment
            elif stop_at and moment - stop_at > _GRACE:
                process.kill()
        return process.wait()

    def _noted(self) -> bool:
        """Writes down how far it is; whether it may go on."""
        says = self.told.get("say", "")
        if not self.mine.update(seen=now(), step=self.step, says=says[:300], stages=self.stages):
            return False
        return not self.mine.filter(stop_asked=True).exists()

    def _heard(self, told: dict[str, Any] | None) -> None:
        if told is None:
            return
        if "stage" in told:
            self.stages.append({"name": told["stage"], "seconds": told["seconds"]})
        if "say" in told:
            told["say"] = clean(told["say"])
            self.step = next((n for n, word in enumerate(_WORDS, 1) if told["say"].startswith(word)), self.step)
        self.told |= told

    # what came of it

    def _ended(self, status: int) -> str:
        if status == 0 and "snapshot" in self.told:
            return self._assessed()
        if status == REFUSED:
            return self._over("refused", clean(self.told.get("refused", "")))
        if status == STOPPED or status < 0 and (ENDING.is_set() or self.mine.filter(stop_asked=True).exists()):
            return self._stopped()
        if status == MACHINE and self.told.get("full"):
            return self._over("failed", NO_ROOM)
        if status == MACHINE:
            return self._over("failed", f"The machine could not do it: {clean(self.told.get('machine', ''))}.")
        why = f"by signal {-status}, most often because memory ran out" if status < 0 else f"with status {status}"
        return self._over(
            "failed", f"The process ended {why}. What it wrote last stands in uploads/batches/{self.batch.pk}/log."
        )

    def _stopped(self) -> str:
        if ENDING.is_set() and not self.mine.filter(stop_asked=True).exists():
            if jobs.again(self.batch.pk, attempt=self.batch.attempt, states=("running",)):
                Deed.objects.create(batch=self.batch, what="interrupted", at=now(),
                                    how="the worker was told to end; the batch was queued again")  # fmt: skip
            return "interrupted"
        return self._over("stopped", "")

    def _over(self, state: str, problem: str) -> str:
        with transaction.atomic():
            ended = self.mine.update(state=state, problem=problem, ended=now(), stop_asked=False, stages=self.stages,
                                     figures=self.told.get("figures", {}))  # fmt: skip
            if ended:
                Deed.objects.create(batch=self.batch, what=state, at=now(), how="background job", why=problem[:300])
        if state == "refused" or state == "failed" and places.free() < _LEFT:
            # a disk that is full would stay so for everybody: then it begins anew when it is resumed
            shutil.rmtree(self.folder, ignore_errors=True)
        return state if ended else "passed over"

    def _assessed(self) -> str:
        """Notes the snapshot; where it was so chosen and every check holds, it is shown."""
        with ExitStack() as held:
            at_once = self.batch.show_at_once
            try:
                if at_once:  # what it is checked against stays what is shown until it takes its place
                    held.enter_context(showing.alone())
            except InputRefusedError:
                at_once = False
            except OSError as problem:
                if not no_room(problem):
                    raise
                at_once = False  # the snapshot is there all the same, and a person shows it
            state = self._written_down(at_once)
        if state == "assessed":
            shutil.rmtree(self.folder, ignore_errors=True)
        return state

    def _written_down(self, at_once: bool) -> str:
        shown = snapshots.current(Path(settings.HOME))
        answers = checks.checked(self.told["figures"], shown)
        # What somebody told to stop, and was done before it heard it, is kept and not shown.
        at_once = at_once and checks.may_show(answers) and not self.mine.filter(stop_asked=True).exists()
        deed = None
        with transaction.atomic():
            ended = self.mine.update(state="assessed", ended=now(), stages=self.stages, figures=self.told["figures"],
                                     checks=answers, snapshot=self.told["snapshot"], stop_asked=False,
                                     step=len(STEPS))  # fmt: skip
            if ended:
                Deed.objects.create(batch=self.batch, what="assessed", at=now(), after=self.told["snapshot"],
                                    how="background job")  # fmt: skip
            if ended and at_once and self.told["snapshot"] != (shown.id if shown else ""):
                deed = showing.written("shown", before=shown.id if shown else "", after=self.told["snapshot"], by=None,
                                       organization=self.batch.organization, batch=self.batch,
                                       how=showing.AS_CHOSEN)  # fmt: skip
        if deed is not None:
            try:
                showing.carried_out(deed)
            except (InputRefusedError, MachineError):
                return "assessed, not shown"
        return "assessed" if ended else "passed over"


def _lines(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any] | None]:
    """What the process tells, line by line, and None now and then, so that its reader can look up."""
    assert process.stdout is not None
    pipe, rest = process.stdout.fileno(), b""
    while True:
        ready, _, _ = select.select([pipe], [], [], _LOOK)
        if not ready:
            yield None
            continue
        block = os.read(pipe, 1 << 16)
        if not block:
            return
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            try:
                yield json.loads(line)
            except ValueError:
                yield None
