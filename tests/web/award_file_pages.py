"""What the tests of award files share: tiny files, forms that carry them, a worker that works off what is queued."""

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

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from buyfair.web.award_files.models import Batch

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
    told = connection.settings_dict
    address = f"sqlite:///{told['NAME']}"
    if connection.vendor == "postgresql":
        socket = str(told["HOST"]).replace("/", "%2F")
        address = f"postgresql://{told['USER']}:{told['PASSWORD']}@{socket}:{told['PORT']}/{told['NAME']}"
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
