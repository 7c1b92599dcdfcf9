"""A small living system to look at: a made-up portfolio, an account for every role, work in every state."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from buyfair.snapshots import current, switch, take
from buyfair.terms.errors import refuse
from buyfair.web.core.clock import now
from buyfair.web.core.models import Membership, Organization, User
from buyfair.web.core.roles import Role
from buyfair.web.subjects import told_by_each

Say = Callable[[str], None]

DOMAIN = "@demo.example"
PEOPLE: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("Example Contracting Office (fictional)", "agency", "officer", (Role.CONTRACTING_OFFICER,)),
    ("Example Contracting Office (fictional)", "agency", "representative", (Role.REPRESENTATIVE,)),
    ("Example Contracting Office (fictional)", "agency", "lead", (Role.PORTFOLIO_LEAD,)),
    ("Example Other Office (fictional)", "agency", "other-officer", (Role.CONTRACTING_OFFICER,)),
    ("Example Heron Supply (fictional)", "supplier", "supplier", (Role.SUPPLIER_MEMBER,)),
    ("Example Heron Supply (fictional)", "supplier", "certifier", (Role.SUPPLIER_MEMBER, Role.SUPPLIER_CERTIFIER)),
    ("Example Thistle Works (fictional)", "supplier", "subcontractor", (Role.SUBCONTRACTOR,)),
    ("Example Workers' Monitor (fictional)", "monitor", "monitor", (Role.MONITOR,)),
    ("Example Office of Inspector General (fictional)", "oversight", "inspector", (Role.INSPECTOR_GENERAL,)),
    ("Example Office of Inspector General (fictional)", "oversight", "case-officer", (Role.CASE_OFFICER,)),
    ("Example Suspension and Debarment Office (fictional)", "oversight", "debarring", (Role.DEBARRING_OFFICIAL,)),
    ("Example System Office (fictional)", "operator", "administrator", (Role.ADMINISTRATOR,)),
)
"""Organization, its kind, account, roles: everybody who is not anonymous, all plainly fictional."""


def fill(say: Say) -> None:
    """Makes what is not there yet; the password is new at each start and said this once.

    Raises: InputRefusedError where real people work in this database.
    """
    if User.objects.exclude(email__endswith=DOMAIN).exists():
        raise refuse("real accounts stand in this database", "an empty one, or one of a demonstration",
                     "leave out DATABASE_URL, or serve without --demo")  # fmt: skip
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    accounts(password)
    if current(settings.HOME) is None:
        portfolio(Path(settings.HOME) / "demo-assessed", say)
    for module in told_by_each("demo"):
        module.fill()
    names = ", ".join(account for _, _, account, _ in PEOPLE)
    say(f"Accounts: {names}.\nPassword of every one, for this start: {password}")


@transaction.atomic
def accounts(password: str) -> None:
    """Every organization and account, with this password."""
    kept = make_password(password)  # hashed once: it is slow by design, and the password of all of them
    for organization, kind, account, roles in PEOPLE:
        office, _ = Organization.objects.get_or_create(name=organization, defaults={"kind": kind})
        user, _ = User.objects.get_or_create(username=account, defaults={"email": account + DOMAIN})
        user.password = kept
        user.save()
        for role in roles:
            Membership.objects.get_or_create(user=user, organization=office, role=role.value)


def portfolio(folder: Path, say: Say) -> None:
    """Assesses the bundled sample as the command does, and takes the folder as the portfolio shown."""
    say("Assessing the bundled made-up sample: about fifteen seconds ...")
    awards = folder.parent / "awards_sample.csv.gz"
    awards.write_bytes((files("buyfair.samples") / awards.name).read_bytes())
    assess = "import sys; from buyfair.cli import entry; sys.argv[0] = 'buyfair'; entry()"
    subprocess.run([sys.executable, "-c", assess, "assess", str(awards), "--out", str(folder)], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    switch(settings.HOME, take(folder, settings.HOME, label="Bundled sample, made up", at=now(), say=say).id)
