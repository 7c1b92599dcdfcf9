"""Two who move at once, and a machine that dies amid a move: one wins, and nothing is half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections
from tiny_subject.models import Pledge
from tiny_subject.people import AT, officer, pledge, proposal, supplier

from buyfair.web.casework import deeds
from buyfair.web.casework.models import Case, Document, Refusal
from buyfair.web.casework.refused import NotNowError, RefusedError, StaleError
from buyfair.web.casework.verify import verify

HERE = Path(__file__).resolve().parent


def at_once(count: int, doing: Any) -> list[Any]:
    """What each of so many threads, each with a connection of its own, got or was refused with."""
    gate, found = threading.Barrier(count), [None] * count

    def one(n: int) -> None:
        try:
            gate.wait(timeout=20)
            found[n] = doing(n)
        except RefusedError as refused:
            found[n] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_at_once_exactly_one_wins(home_folder: Path) -> None:
    for _ in range(5):
        case = pledge()
        case.move("propose", supplier(), proposal(), at=AT)
        actors = [officer(), officer(name="second")]
        moves = [("agree", {"pay_by": "2026-06-30"}, ""), ("hand_back", {}, "Say who pays.")]

        def doing(n: int, case: Pledge = case, actors: Any = actors, moves: Any = moves) -> str:
            own = Pledge.objects.get(pk=case.pk)
            own.move(moves[n][0], actors[n], moves[n][1], moves[n][2], version=2, at=AT)
            return str(moves[n][0])

        found = at_once(2, doing)
        won = [f for f in found if isinstance(f, str)]
        assert len(won) == 1
        assert [type(f) for f in found if not isinstance(f, str)] == [StaleError]
        assert Case.objects.get(pk=case.pk).state == {"agree": "agreed", "hand_back": "draft"}[won[0]]
    assert verify().broken == []
    assert Refusal.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_what_many_write_at_once_is_numbered_without_gaps(home_folder: Path) -> None:
    case = pledge()
    actor = supplier()
    found = at_once(
        6, lambda n: deeds.comment(case=Case.objects.get(pk=case.pk), by=actor, text=f"word {n}", at=AT).number
    )
    assert sorted(found) == [2, 3, 4, 5, 6, 7]
    references = at_once(4, lambda n: pledge().reference)
    assert len(set(references)) == 4
    assert verify().broken == []


@pytest.mark.django_db(transaction=True)
def test_the_same_move_twice_by_an_impatient_finger_is_one(home_folder: Path) -> None:
    case = pledge()
    actor = supplier()
    found = at_once(3, lambda n: Pledge.objects.get(pk=case.pk).move("propose", actor, proposal(), at=AT).number)
    assert [f for f in found if isinstance(f, int)] == [2]
    assert {type(f) for f in found if not isinstance(f, int)} == {NotNowError}


KILLED = """
import os, sys
import django
django.setup()
from buyfair.web.casework.models import Case
from tiny_subject.models import Pledge
from tiny_subject.people import AT, proposal, supplier
Pledge.objects.get(reference=sys.argv[1]).move("propose", supplier(), proposal(), at=AT)
"""
"""Proposes, and waits within the transaction after everything was written, to be killed there."""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("amid", [True, False], ids=["killed amid the move", "killed after it"])
def test_a_process_killed_amid_a_move_leaves_all_or_nothing(home_folder: Path, settings: Any, amid: bool) -> None:
    case = pledge()
    connection.close()
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    environment = {**os.environ, "DATABASE_URL": url, "BUYFAIR_HOME": str(home_folder), "BUYFAIR_SUBJECTS": "tiny_subject",
                   "DJANGO_SETTINGS_MODULE": "buyfair.web.settings", "TINY_SUBJECT_WAITS": "1" if amid else "",
                   "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}  # fmt: skip
    command = [sys.executable, "-c", KILLED, case.reference]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as started:
        if amid:
            assert started.stdout is not None and started.stdout.readline() == "amid\n"
            started.send_signal(signal.SIGKILL)
        assert started.wait(timeout=60) == (-signal.SIGKILL if amid else 0)
    read = Pledge.objects.get(pk=case.pk)
    whole = ("draft", 1, None, 0) if amid else ("proposed", 2, 12, 1)
    assert (read.state, read.version, read.workers, Document.objects.filter(case=read).count()) == whole
    assert verify().broken == []
    if amid:
        read.move("propose", supplier(), proposal(), at=AT)
        assert verify().broken == []
