"""A session with Spark: on this machine, on a cluster, or behind an address; what is not there is said in one sentence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from buyfair.columns.engine import beyond_money
from buyfair.terms.errors import MachineError

REMOTE = "sc://"
"""How the address of a Spark Connect server begins; any other is a master (local[2], spark://..., yarn, k8s://...)."""

PORT, PATIENCE = 15002, 10
"""The port of Spark Connect where an address names none, and the seconds that a first answer may take."""

_OPEN: dict[str, Any] = {}
"""Sessions by address: opening one takes seconds, and one serves the whole program."""

_ALWAYS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
}
"""What every session is told: days and moments as written, and no number that silently does not fit."""


def session(address: str) -> Any:
    """The session at an address, opened where it is not yet.

    Raises: MachineError where the library, Java or the address is not there.
    """
    if address not in _OPEN:
        _OPEN[address] = _opened(address)
    return _OPEN[address]


def _opened(address: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise MachineError("Spark's library for Python is not installed: pip install 'buyfair[spark]'") from None
    with asking(f"no Spark answers at {address}"):
        if address.startswith(REMOTE):
            _knock(address)
            found = SparkSession.builder.remote(address).getOrCreate()
            for name, value in _ALWAYS.items():
                found.conf.set(name, value)
            return found
        return _on_master(SparkSession, address)


def _knock(address: str) -> None:
    """Asks once whether anybody listens: Spark's client itself would go on asking for ten minutes."""
    import grpc

    place, _, more = address.removeprefix(REMOTE).partition("/")
    if "use_ssl=true" in more:
        return
    with grpc.insecure_channel(place if ":" in place else f"{place}:{PORT}") as channel:
        try:
            grpc.channel_ready_future(channel).result(timeout=PATIENCE)
        except grpc.FutureTimeoutError:
            raise MachineError(f"no Spark answers at {address}: start its Connect server, or name another address") from None


def _on_master(sessions: Any, address: str) -> Any:
    """A session within this program, its Java started beside it."""
    try:
        import py4j  # noqa: F401
    except ImportError:
        raise MachineError(
            f"{address} needs the whole of Spark, and only its client is installed: pip install 'buyfair[spark]'"
        ) from None
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise MachineError("Spark needs Java 17 or newer, and none is found: install a headless JRE or set JAVA_HOME")
    builder = sessions.builder.master(address).appName("buyfair")
    for name, value in {**_ALWAYS, **_here(address)}.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("OFF")  # what goes wrong is raised; what merely takes its time is no news
    return found


def _here(address: str) -> dict[str, str]:
    """What suits Spark on one machine; a cluster keeps its own settings."""
    if not address.startswith("local"):
        return {}
    return {
        "spark.driver.memory": "3g", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": str(os.cpu_count() or 2), "spark.sql.adaptive.enabled": "false",
        # Spark makes a program of every expression; of ours, which count through a whole law, it cannot, and tries long.
        "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    }  # fmt: skip


_BEYOND_MONEY = ("NUMERIC_VALUE_OUT_OF_RANGE", "ARITHMETIC_OVERFLOW", "too large to store in a Decimal128")


@contextmanager
def asking(what: str = "Spark stopped") -> Iterator[None]:
    """What Spark refuses is said in one sentence; a sum beyond money's range is an input's defect."""
    try:
        yield
    except Exception as problem:
        if not type(problem).__module__.startswith(("pyspark.", "py4j.", "grpc.")):
            raise
        told = str(problem)
        if any(word in told for word in _BEYOND_MONEY):
            raise beyond_money() from None
        raise MachineError(f"{what} ({told.strip().splitlines()[0] if told.strip() else type(problem).__name__})") from None
