"""Laws: whatever people try, in whatever order, a case stands where its events say, and the chain holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_subject.flow import FLOW
from tiny_subject.models import Pledge
from tiny_subject.people import AT, monitor, officer, paper, pledge, somebody, supplier

from buyfair.web.casework import deeds
from buyfair.web.casework.models import Case, Event, Refusal
from buyfair.web.casework.refused import RefusedError
from buyfair.web.casework.rights import allows
from buyfair.web.casework.verify import verify
from buyfair.web.core.actor import Actor
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("home_folder")]
QUIET = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

ACTORS: list[Callable[[], Actor]] = [
    officer, supplier, monitor, lambda: officer(name="second"), lambda: supplier("Firm Z"),
    lambda: somebody(Role.INSPECTOR_GENERAL, "IG"), lambda: somebody(Role.MONITOR, "Firm B", "supplier", "m@b"),
    lambda: somebody(Role.CONTRACTING_OFFICER, "Firm B", "supplier"), lambda: Actor(None, frozenset()),
]  # fmt: skip
TOLD: dict[str, dict[str, Any]] = {
    "propose": {"workers": "3", "dollars": "5"}, "agree": {"pay_by": "2026-06-30"}, "report": {},
    "hand_back": {}, "close": {}, "reopen": {},
}  # fmt: skip
TRIED = st.tuples(
    st.sampled_from([*TOLD, "comment", "assign"]),
    st.integers(0, len(ACTORS) - 1),
    st.booleans(),
    st.sampled_from([None, 0, 99]),
)


def tried(case: Pledge, deed: str, actor: Actor, whole: bool, off: int | None) -> bool:
    """One attempt; whether it was done."""
    version = None if off is None else case.version + off
    try:
        if deed == "comment":
            deeds.comment(case, actor, "a word" if whole else " ", at=AT)
        elif deed == "assign":
            deeds.assign(case, actor, officer().user if whole else supplier().user, at=AT)
        else:
            papers = {need.name: paper() for need in FLOW.move(deed).needs if need.name.startswith("paper_")}
            with_ = {**TOLD[deed], **(papers if whole else {})}
            case.move(deed, actor, with_, "because" if whole else "", version, at=AT + timedelta(days=case.version))
    except RefusedError as refused:
        assert str(refused).endswith(".")
        return False
    return True


@QUIET
@given(st.lists(TRIED, max_size=12))
def test_a_case_stands_where_its_events_say_and_the_chain_holds(
    attempts: list[tuple[str, int, bool, int | None]],
) -> None:
    with transaction.atomic():
        case = pledge()
        done = [tried(case, deed, ACTORS[who](), whole, off) for deed, who, whole, off in attempts]
        events = list(case.events.all())
        state = ""
        for event in events:
            assert event.came_from == state
            state = event.went_to
        read = Case.objects.get(pk=case.pk)
        assert (read.state, read.version) == (state, len(events))
        assert len(events) == 1 + sum(done)
        assert Refusal.objects.count() == len(done) - sum(done)
        assert verify().broken == []
        transaction.set_rollback(True)


@QUIET
@given(st.lists(TRIED, max_size=8))
def test_what_was_done_was_allowed_to_the_one_who_did_it(attempts: list[tuple[str, int, bool, int | None]]) -> None:
    with transaction.atomic():
        case = pledge()
        for deed, who, whole, off in attempts:
            actor = ACTORS[who]()
            state = case.state
            mine = any(allows(FLOW, p.role, p.relation, deed, state) for p in case.parts(actor))
            assert not tried(case, deed, actor, whole, off) or mine
        transaction.set_rollback(True)


@QUIET
@given(st.lists(TRIED, max_size=6), st.integers(0, len(ACTORS) - 1))
def test_the_lists_show_what_the_tables_allow(attempts: list[tuple[str, int, bool, int | None]], who: int) -> None:
    with transaction.atomic():
        case = pledge()
        for deed, doer, whole, off in attempts:
            tried(case, deed, ACTORS[doer](), whole, off)
        actor = ACTORS[who]()
        seen = case.part_for(actor, "see") is not None
        moving = any(case.part_for(actor, move.name) is not None for move in FLOW.moves)
        given_to = actor.user is not None and case.assignee_id == actor.user.pk
        assert Case.objects.seen_by(actor).filter(pk=case.pk).exists() == seen
        waits = not case.stands.ends and seen and (moving or given_to)
        assert Case.objects.waiting_for(actor).filter(pk=case.pk).exists() == waits
        transaction.set_rollback(True)


@QUIET
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_typed_is_taken_or_refused_with_a_sentence(
    workers: str, reason: str, waiver: str, word: str
) -> None:
    with transaction.atomic():
        case = pledge()
        tries: list[Callable[[], object]] = [
            lambda: case.move(
                "propose", supplier(), {"workers": workers, "dollars": "5", "paper_plan": paper()}, at=AT
            ),
            lambda: case.move(
                "propose", supplier(), {"workers": "3", "dollars": "5", "paper_plan": paper(word)}, at=AT
            ),
            lambda: case.move("hand_back", officer(), {}, reason, at=AT),
            lambda: case.move("agree", officer(), {"pay_by": word}, at=AT),
            lambda: case.move("agree", officer(), {"pay_by": "2026-06-30"}, at=AT),
            lambda: case.move("report", supplier(), {"waiver": waiver}, at=AT),
            lambda: deeds.comment(case, supplier(), word, at=AT),
        ]
        for trying in tries:
            before = case.version
            try:
                trying()
            except RefusedError as refused:
                assert str(refused).endswith(".")
                assert Event.objects.filter(case=case).count() == before
            else:
                assert case.version == before + 1
        assert verify().broken == []
        transaction.set_rollback(True)
