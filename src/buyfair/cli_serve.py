"""Starting the web application by its name: the command knows nothing of its pages, and loads none of them."""

from __future__ import annotations

import os
import socket
import sys
from ipaddress import ip_address

from buyfair.terms.errors import MachineError, refuse

DEMO = "BUYFAIR_DEMO"
"""Set for a demonstration: accounts of every role with one printed password and no second factor."""


def serve(host: str, port: int, demo: bool) -> None:
    """Hands this process over to the server of pages; comes back only by an error.

    Raises: InputRefusedError for an address that is none, or a demonstration for others than this machine;
    MachineError where the address is taken.
    """
    if demo and not on_this_machine(host):
        raise refuse(
            f"--demo with --host {host}", "an address of this machine alone, such as 127.0.0.1",
            "accounts of a demonstration share one printed password: show it here, or serve without --demo",
        )  # fmt: skip
    free(host, port)
    # A demonstration has a folder of its own below the data folder, so that made-up work never mixes with real work.
    environment = {**os.environ, **({DEMO: "1"} if demo else {})}
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "buyfair.web.serve", host, str(port)], environment)


def on_this_machine(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def free(host: str, port: int) -> None:
    """Tries the address before anything is set up."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise refuse(f"--host {host}", "a name or address of this machine", "leave it out for 127.0.0.1") from None
    try:
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as problem:
        said = f"{host}:{port} cannot be served: {(problem.strerror or 'the machine refused').lower()}"
        raise MachineError(f"{said}; choose another --port") from None
