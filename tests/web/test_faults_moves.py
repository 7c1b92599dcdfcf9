"""A move, killed before and after each thing that it asks of the database: all of it or nothing, and the ledger is whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from django.db import connections
from tiny_subject.models import Pledge
from tiny_subject.people import AT, pledge, proposal, supplier

from buyfair.web.casework.models import Document
from buyfair.web.casework.verify import verify

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from faults_points import ended_at


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_move_killed_at_any_moment_is_made_whole_or_not_at_all(home_folder: Path) -> None:
    accepted, moment, found = False, 0, set()
    while not accepted:
        moment += 1
        case, by = pledge(), supplier()
        connections.close_all()

        def moves(key: int = case.pk, by: object = by) -> None:
            Pledge.objects.get(pk=key).move("propose", by, proposal(), at=AT)

        accepted, _ = ended_at(moment, moves)
        read = Pledge.objects.get(pk=case.pk)
        whole = (read.state, read.version, read.workers, Document.objects.filter(case=read).count())
        assert whole in {("draft", 1, None, 0), ("proposed", 2, 12, 1)}, moment
        assert not accepted or read.state == "proposed"
        found.add(read.state)
        assert moment < 400
    assert found == {"draft", "proposed"} and moment > 20
    assert verify().broken == []
