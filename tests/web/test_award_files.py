"""New award files: brought, looked at, assessed in the background, shown when a person says so, and every wrong way refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from award_file_pages import only, rows, sent, worked_off
from people import Acting

from buyfair import snapshots
from buyfair.web.award_files.models import AwardFile, Batch, Deed
from buyfair.web.core.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.slow
def test_a_file_is_brought_assessed_and_shown(acting: Acting, home_folder: Path) -> None:
    """The whole way: nothing is shown before a person shows it, and the record says who did."""
    lead = acting(Role.PORTFOLIO_LEAD)
    answer = sent(lead, ("awards.csv", rows()), label="Fiscal year 2026")
    assert answer.status_code == 302, answer.content.decode()
    batch = only()
    assert (batch.state, batch.label) == ("waiting", "Fiscal year 2026")
    assert answer.headers["Location"] == f"/award-files/{batch.pk}/"
    page = lead.get(f"/award-files/{batch.pk}/").content.decode()
    assert "No background worker runs" in page and "20 records, none of which would be rejected" in page

    said = worked_off()
    batch.refresh_from_db()
    assert batch.state == "assessed", (batch.state, batch.problem, said)
    assert snapshots.current(home_folder) is None, "nothing is shown before somebody says so"
    page = lead.get(f"/award-files/{batch.pk}/").content.decode()
    assert "It is not shown: that is for you to decide" in page and "Every check holds" in page
    assert batch.figures["lines"] == {"read": 20, "accepted": 20, "rejected": 0, "superseded": 0}

    lead.post(f"/award-files/{batch.pk}/", {"do": "show", "before": ""})
    shown = snapshots.current(home_folder)
    assert shown is not None and (shown.id, shown.label) == (batch.snapshot, "Fiscal year 2026")
    deed = Deed.objects.get(what="shown")
    assert (deed.before, deed.after, deed.done, deed.by.username) == ("", shown.id, True, "portfolio_lead@office-a.example")
    assert not (home_folder / "uploads" / "batches" / str(batch.pk)).exists(), "the work folder goes when its work is done"

    again = sent(lead, ("other name.csv", rows()))
    assert again.headers["Location"] == f"/award-files/{batch.pk}/"
    assert "this is their batch" in lead.get(again.headers["Location"]).content.decode()
    assert (AwardFile.objects.count(), Batch.objects.count()) == (1, 1)
