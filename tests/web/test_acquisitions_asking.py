"""The questions of a planned purchase: each is asked once, nothing that something waits on is left out, and the round ends."""

from __future__ import annotations

import pytest
from people import Acting
from test_acquisitions import begun, told

from buyfair.purchase import duties
from buyfair.web.acquisitions import asking
from buyfair.web.core.clock import today
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home_folder")]


def test_an_answer_to_which_more_may_come_is_asked_once_and_the_round_ends(acting: Acting) -> None:
    officer = acting(Role.CONTRACTING_OFFICER)
    case = begun(officer, made="Bangladesh; ?")
    told(officer, case, {"list_hit": ["tvpra", "may be more"]})
    for _ in range(40):
        case.refresh_from_db()
        found = duties(case.facts_told, today())
        paths = asking.next_ones(found, case.told)
        if asking.put(found, case.told, paths[0]).later:
            break
        assert not {"list_hit", "lines[1].origin"} & set(paths), "it was answered"
        told(officer, case, dict.fromkeys(paths, "unknown"))
    assert {"list_hit", "lines[1].origin"} <= set(found.ask_next), "it stays open"
    page = officer.get(case.get_absolute_url()).content.decode()
    assert "Everything else is answered" in page and "You can go on with it open." in page
    one = officer.get(f"{case.get_absolute_url()}facts/?fact=list_hit").content.decode()
    assert "You said that there may be more." in one and "do not know this yet" not in one
