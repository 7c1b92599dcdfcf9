"""Asks long tables of names on two cores: a second process takes every other lot; the leads and their order stay the same."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from multiprocessing.connection import Connection, Pipe
from multiprocessing.process import BaseProcess

from buyfair.screen.leads import LEAST, Lead, Query, Screen
from buyfair.terms.errors import MachineError
from buyfair.terms.interrupts import interrupts_held

LOT = 500
"""Names that a process takes at once."""

ALONE = 8
"""Lots that one process does by itself: a table of some thousand names is done before a second one is worth it."""

AHEAD, WAITING = 2, 8
"""Lots that the second process has before it, and lots that may wait for one that it has not answered."""

ROOM = 1 << 20
"""Bytes that a pipe should hold, so that neither process waits for the other to read."""

HAS_THREADS = frozenset({"duckdb", "pyarrow", "polars"})
"""Libraries with threads of their own: a process that has loaded one is not forked."""


def leads_in_order(screen: Screen, lots: Iterable[Sequence[Query]], least: float = LEAST) -> Generator[list[Lead]]:
    """The leads of each lot of queries, in their order; close it where it is not read to its end.

    Raises: MachineError where the second process was ended by somebody else.
    """
    rest = iter(lots)
    for lot in islice(rest, ALONE):
        yield list(screen.leads(lot, least))
    first = next(rest, None)
    if first is None:
        return
    if not two_are_safe():
        for lot in chain((first,), rest):
            yield list(screen.leads(lot, least))
        return
    with _second(screen, least) as second:
        yield from _shared(screen, second, chain((first,), rest), least)


def two_are_safe() -> bool:
    """Whether a second core is there and this process can be forked: on Linux, while it has no threads at work."""
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return False
    return threading.active_count() == 1 and HAS_THREADS.isdisjoint(sys.modules)


class _Second:
    """The second process as the first one sees it: lots go in, and come out as leads in the same order."""

    def __init__(self, screen: Screen, child: BaseProcess, asks: Connection, hears: Connection) -> None:
        self._screen, self._child, self._asks, self._hears = screen, child, asks, hears
        self._room = min(_widened(asks), _widened(hears))
        self._lots: deque[tuple[Sequence[Query], int]] = deque()

    def takes(self, lot: Sequence[Query]) -> bool:
        """Gives it a lot where it has few before it. One that does not fit into the pipe goes only to an idle process:
        else each could wait for the other to read.
        """
        if len(self._lots) >= AHEAD:
            return False
        content = pickle.dumps([(q.name, q.also, q.countries, q.identifiers, q.address) for q in lot], pickle.HIGHEST_PROTOCOL)
        if self._lots and sum(size for _, size in self._lots) + len(content) > self._room // 2:
            return False
        self._lots.append((lot, len(content)))
        with suppress(BrokenPipeError):  # that it has ended is told where its answer is read
            self._asks.send_bytes(content)
        return True

    def answered(self) -> bool:
        """Whether the answer to its first lot waits to be read."""
        return self._hears.poll()

    def leads(self) -> list[Lead]:
        """The leads of the first lot that it has."""
        try:
            told = pickle.loads(self._hears.recv_bytes())
        except (EOFError, OSError):
            self._child.join()
            raise MachineError(_ended(self._child.exitcode)) from None
        if isinstance(told, Exception):
            raise told
        lot, _ = self._lots.popleft()
        return [Lead(lot[at], self._screen.parties[owner], *said) for at, owner, *said in told]


def _ended(status: int | None) -> str:
    how = f"signal {-status}" if status is not None and status < 0 else f"status {status}"
    return f"the second process that compares names was ended ({how}, memory may be short); nothing was written: run it again"


def _widened(pipe: Connection) -> int:
    """What a pipe holds, widened where the system lets us."""
    import fcntl  # only where processes are forked

    with suppress(OSError):
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, ROOM)
    return fcntl.fcntl(pipe.fileno(), fcntl.F_GETPIPE_SZ)


@contextmanager
def _second(screen: Screen, least: float) -> Iterator[_Second]:
    """A second process over the same listed names, there as long as it is needed and no longer."""
    theirs, asks = Pipe(duplex=False)
    hears, says = Pipe(duplex=False)
    gc.freeze()  # what both read stays shared between them
    child = multiprocessing.get_context("fork").Process(
        target=_answer, args=(screen, least, theirs, says, (asks, hears)), daemon=True
    )
    try:
        with warnings.catch_warnings(), interrupts_held():  # a process half made would not be ended
            warnings.simplefilter("ignore", DeprecationWarning)  # the threads of numpy's algebra are made for a fork
            child.start()
        theirs.close()
        says.close()
        yield _Second(screen, child, asks, hears)
    finally:
        asks.close()
        hears.close()
        if child.pid is not None:
            child.kill()
            child.join()
        gc.unfreeze()


def _answer(screen: Screen, least: float, asked: Connection, says: Connection, of_parent: Sequence[Connection]) -> None:
    """What the second process does: answers lots until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is told to stop, and ends this one
    gc.disable()
    for pipe in of_parent:
        pipe.close()
    owners = {id(party): at for at, party in enumerate(screen.parties)}
    with suppress(EOFError, BrokenPipeError):
        while True:
            lot = [Query(at, *told) for at, told in enumerate(pickle.loads(asked.recv_bytes()))]
            says.send_bytes(pickle.dumps(_told(screen, owners, lot, least), pickle.HIGHEST_PROTOCOL))


def _told(screen: Screen, owners: dict[int, int], lot: list[Query], least: float) -> object:
    """The leads of a lot in few words: which query, which party, and what is said of both; or what went wrong."""
    try:
        return [(x.query.row, owners[id(x.party)], x.asked, x.listed, x.score, x.why) for x in screen.leads(lot, least)]
    except Exception as problem:
        return problem


def _shared(screen: Screen, second: _Second, lots: Iterable[Sequence[Query]], least: float) -> Iterator[list[Lead]]:
    """The leads of each lot in order, whoever of the two found them."""
    order: deque[list[Lead] | None] = deque()
    for lot in lots:
        order.append(None if second.takes(lot) else list(screen.leads(lot, least)))
        while order and (order[0] is not None or second.answered() or len(order) > WAITING):
            yield _next(order, second)
    while order:
        yield _next(order, second)


def _next(order: deque[list[Lead] | None], second: _Second) -> list[Lead]:
    found = order.popleft()
    return second.leads() if found is None else found
