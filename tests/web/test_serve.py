"""The system opens by one command, tells what is wrong in one sentence, and a demonstration never meets real work."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest

BUYFAIR = [sys.executable, "-c", "import sys; from buyfair.cli import entry; sys.argv[0] = 'buyfair'; entry()"]


def said(home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """What the command says that cannot serve."""
    env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"BUYFAIR_HOME": str(home)}
    return subprocess.run([*BUYFAIR, "serve", *more], env=env, capture_output=True, text=True, timeout=60)


def free_port() -> int:
    """A port that nobody serves."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        (("--demo", "--host", "0.0.0.0"), 1, "--demo with --host 0.0.0.0; expected an address of this machine alone"),
        (("--host", "no such name"), 1, "--host no such name; expected a name or address of this machine"),
        (("--port", "0"), 2, "0 is not in the range"),
        (("--port", "many"), 2, "'many' is not a valid integer"),
    ],
)
def test_what_cannot_be_served_is_said_in_a_sentence(
    options: tuple[str, ...], status: int, sentence: str, tmp_path: Path
) -> None:
    """And nothing was made in the data folder."""
    done = said(tmp_path / "home", *options)
    assert (done.returncode, sentence in done.stderr, "Traceback" in done.stderr) == (status, True, False), done.stderr
    assert not (tmp_path / "home").exists()


def test_a_port_that_is_taken_is_the_machines_affair(tmp_path: Path) -> None:
    """Status 3, and which other to choose."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = said(tmp_path, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 3
    assert "cannot be served: address already in use; choose another --port" in done.stderr


@pytest.mark.slow
def test_a_demonstration_opens_with_a_portfolio_and_an_account_for_every_role(tmp_path: Path) -> None:
    """One command from nothing; it lives, ends with the interrupt, and lies in a folder of its own."""
    port, told = free_port(), tmp_path / "told.txt"
    env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"BUYFAIR_HOME": str(tmp_path / "home")}
    with told.open("w") as out:
        running = subprocess.Popen([*BUYFAIR, "serve", "--demo", "--port", str(port)], env=env, stderr=out, stdout=out)
    try:
        assert b'"ok"' in answered(f"http://127.0.0.1:{port}/healthz", running, told)
        assert by_http_2(port) == b"", "a form without its length is never taken for an empty one"
        assert "Password of every one" in told.read_text()
        asked_in_each_process(f"http://127.0.0.1:{port}", told.read_text())
        assert re.search(r"officer, representative, .*administrator", told.read_text())
        home = tmp_path / "home"
        assert [p.name for p in home.iterdir()] == ["demo"]
        assert (home / "demo" / "snapshots" / "current" / "awards.parquet").is_file()
        assert (home / "demo" / "secret.key").stat().st_mode & 0o077 == 0
        assert at_work(home / "demo" / "uploads" / ".workers.lock", patience=20), "a worker runs beside the server"
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) in (0, -signal.SIGINT)
    assert not at_work(home / "demo" / "uploads" / ".workers.lock"), "and ends with it"


def asked_in_each_process(site: str, told: str) -> None:
    """A dossier and a table are read from the files of the portfolio, by each of the processes that serve pages: the threads
    that read them do not come along where a process is forked."""
    browser = build_opener(HTTPCookieProcessor())
    form = browser.open(f"{site}/account/login/", timeout=60).read().decode()
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    name, secret = (re.search(rf'<input type="{kind}" name="([^"]+)"', form) for kind in ("text", "password"))
    assert name and secret, form
    password = told.split("Password of every one, for this start: ")[1].split()[0]
    sent = urlencode(kept | {name[1]: "officer", secret[1]: password}).encode()
    browser.open(Request(f"{site}/account/login/", sent, {"Referer": f"{site}/account/login/"}), timeout=60).read()
    award = re.search(r'href="(/awards/[^"/]+/)"', browser.open(f"{site}/portfolio/awards/", timeout=60).read().decode())
    assert award
    for _ in range(6):
        for address in (award[1], "/portfolio/files/duties.csv"):
            with browser.open(site + address, timeout=60) as page:
                assert len(page.read()) > 10_000


def by_http_2(port: int) -> bytes:
    """What the server says to who begins with HTTP/2: where it speaks that, the frame of its settings."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0]))
        with suppress(ConnectionError):
            told = line.recv(9)
            return told if told[3:4] == b"\x04" else b""
    return b""


def at_work(lock: Path, patience: float = 0.0) -> bool:
    """Whether a worker holds its lock, or does so within some seconds."""
    until = time.monotonic() + patience
    while True:
        if lock.exists():
            with lock.open("r+") as held:
                try:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return True
        if time.monotonic() >= until:
            return False
        time.sleep(0.2)


def answered(address: str, running: subprocess.Popen[bytes], told: Path) -> bytes:
    """The page, as soon as the system is up: within a minute, for which everything that was started for it counts."""
    begun = time.monotonic()
    while (took := spent(running.pid, begun)) < MINUTE:
        assert running.poll() is None, told.read_text()
        try:
            with urlopen(address, timeout=10) as page:
                return bytes(page.read())
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise AssertionError(f"not up after {took:.0f} seconds: {told.read_text()}")


MINUTE = 60


def spent(pid: int, begun: float) -> float:
    """Seconds of processor time of a process and of all below it, so that a busy machine counts for nothing.

    By the clock where the system does not tell.
    """
    if not Path("/proc/self/stat").is_file():
        return time.monotonic() - begun
    told = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            told[int(stat.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    mine = {pid}
    while more := {p for p, (parent, _) in told.items() if parent in mine} - mine:
        mine |= more
    return sum(told[p][1] for p in mine if p in told) / os.sysconf("SC_CLK_TCK")
