"""What the tests of award files share: tiny files, forms that carry them, a worker that works off what is queued.

Its asserts need no more words than they have (PYTEST_DONT_REWRITE).
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from people import Acting

from buyfair import snapshots
from buyfair.web.award_files.models import Batch
from buyfair.web.core.clock import now
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

ROOT = Path(__file__).resolve().parents[2]
NEW = "/award-files/new/"


def rows(first: int = 0, many: int = 20) -> bytes:
    """Some records of the bundled sample as a CSV file of their own."""
    with gzip.open(str(files("buyfair.samples") / "awards_sample.csv.gz"), "rt", encoding="utf-8") as source:
        every = list(csv.reader(source))
    out = io.StringIO()
    csv.writer(out).writerows([every[0], *every[1 + first : 1 + first + many]])
    return out.getvalue().encode()


def sent(who: Client, *named: tuple[str, bytes], **more: Any) -> Any:
    """The form with these files, as a browser sends it."""
    return who.post(NEW, {"files": [SimpleUploadedFile(name, content) for name, content in named], **more})


def working(*more: str) -> subprocess.Popen[str]:
    """A worker in a process of its own, on the database of the test."""
    return subprocess.Popen([sys.executable, "-c", WORK, *more], env=surroundings(), stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)  # fmt: skip


WORK = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("work", *sys.argv[1:])
"""


def surroundings() -> dict[str, str]:
    """The environment in which a process finds the data folder and the database of the test."""
    name = connection.settings_dict["NAME"]
    address = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests" / "web")])
    return {**os.environ, "BUYFAIR_HOME": str(settings.HOME), "DATABASE_URL": address, "PYTHONPATH": paths,
            "BUYFAIR_SUBJECTS": "tiny_subject", "DJANGO_SETTINGS_MODULE": "buyfair.web.settings"}  # fmt: skip


def worked_off() -> str:
    """Runs a worker until nothing is queued any more; what it said."""
    said, _ = working("--batch").communicate(timeout=120)
    return said


def only() -> Batch:
    """The batch that there is."""
    return Batch.objects.get()


def batch_of(state: str = "waiting", **more: Any) -> Batch:
    """A batch of office A in this state."""
    office, _ = Organization.objects.get_or_create(name="Office A", defaults={"kind": "agency"})
    person, _ = User.objects.get_or_create(username="portfolio_lead@office-a.example")
    told = {"by": person, "at": now(), "same": os.urandom(32).hex(), "state": state} | more
    return Batch.objects.create(organization=office, **told)


@pytest.fixture
def lead(acting: Acting, home_folder: Path) -> Client:
    """The portfolio lead of office A, with an empty data folder."""
    return acting(Role.PORTFOLIO_LEAD)


@pytest.fixture
def two(held: Path, home_folder: Path) -> tuple[str, str]:
    """Two snapshots that are kept, the first of which is shown."""
    place = home_folder / "snapshots"
    (place / "current").unlink()
    for name in ("2026-01-01-aaaaaaaaaaaa", "2026-02-01-bbbbbbbbbbbb"):
        (place / name).mkdir()
        for file in ("summary.json", "rejected.parquet"):
            (place / name / file).symlink_to(held / file)
        about = f'{{"id": "{name}", "day": "{name[:10]}", "label": null, "taken": null}}'
        (place / name / "snapshot.json").write_text(about)
    snapshots.switch(home_folder, "2026-01-01-aaaaaaaaaaaa")
    return "2026-01-01-aaaaaaaaaaaa", "2026-02-01-bbbbbbbbbbbb"
