"""The award files of a demonstration: plainly made up, a batch in each state in which one can rest, made once."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from django.conf import settings
from people import Acting
from tiny_subject.people import somebody

from buyfair.web import demo
from buyfair.web.award_files import places
from buyfair.web.award_files.demo import fill
from buyfair.web.award_files.models import AwardFile, Batch, Deed
from buyfair.web.award_files.recovering import left_alone
from buyfair.web.core.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(held: Path) -> None:
    """A demonstration with its award files, beside the portfolio that they became."""
    for office, kind, account, roles in demo.PEOPLE:
        for role in roles:
            somebody(role, office, kind, account)
    shutil.copyfile(str(files("buyfair.samples") / "awards_sample.csv.gz"), Path(settings.HOME) / "awards_sample.csv.gz")
    fill()


def test_a_demonstration_has_a_batch_in_each_state_all_plainly_made_up(filled: None, acting: Acting) -> None:
    """All but the one that a worker is at; what waits is in the queue as any other, and its bytes are there to be read."""
    assert {batch.state for batch in Batch.objects.all()} == set(Batch.STATES) - {"running"}
    for batch in Batch.objects.all():
        assert batch.label.startswith(("Example", "Bundled sample, made up"))
        assert all(places.content(file.sha256).is_file() for file in batch.files.all()) and batch.files.count() == 1
        first, *others = (deed.what for deed in Deed.objects.filter(batch=batch).order_by("at", "pk"))
        assert first == "accepted" and (batch.state == "waiting" or batch.state in others)
        assert not (batch.state == "waiting" and left_alone(batch)), "no worker is needed to find it: it is queued"
    counts = (Batch.objects.count(), AwardFile.objects.count(), Deed.objects.count())
    fill()
    assert counts == (Batch.objects.count(), AwardFile.objects.count(), Deed.objects.count())


def test_each_batch_of_a_demonstration_says_what_can_be_done_with_it(filled: None, acting: Acting) -> None:
    """In the words of its state, with the way on: resumed, stopped, brought again, or shown already."""
    administrator = acting(Role.ADMINISTRATOR)
    says = {"waiting": "accepted and waits", "stopped": "can be resumed", "failed": "no room left",
            "refused": "damaged or cut short", "assessed": "the portfolio that is shown now"}  # fmt: skip
    for batch in Batch.objects.all():
        page = administrator.get(f"/award-files/{batch.pk}/")
        assert page.status_code == 200 and says[batch.state] in page.content.decode(), batch.state
