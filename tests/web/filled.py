"""The demonstration as `serve --demo` fills it, made once for all tests of a run that look at it, and who plays what in it.

A module of tests says `pytest_plugins = ["browser", "filled"]`, imports `acting` from here, which plays a role by the account
of the demonstration, and takes the fixture `demonstration`: its data folder and its database stand as they were filled,
however a test before left them. (PYTEST_DONT_REWRITE)
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from people import Acting

from buyfair.web import demo
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import User
from buyfair.web.core.roles import Role
from buyfair.web.subjects import told_by_each
from folders import made_once

SAMPLE = "awards_sample.csv.gz"
ACCOUNT = {role: name for _, _, name, roles in reversed(demo.PEOPLE) for role in roles}
"""The account of the demonstration that plays a role."""


@pytest.fixture
def acting(db: None) -> Acting:
    """Whoever plays a role is the account of the demonstration that has it: what waits for them waits on the page."""

    def acts(role: Role, organization: str = "", kind: str = "") -> Client:
        client = Client()
        if role != Role.PUBLIC:
            client.force_login(User.objects.get(username=ACCOUNT[role]))
        return client

    return acts


@pytest.fixture
def demonstration(
    held: Path, home_folder: Path, transactional_db: None, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The work of every subject; the data folder that it lies in."""

    def make(folder: Path) -> None:
        filled(home_folder)
        shutil.copytree(home_folder, folder / "home", ignore=shutil.ignore_patterns("snapshots"))
        with closing(sqlite3.connect(folder / "filled.sqlite3")) as kept:
            connection.connection.backup(kept)

    if connection.vendor != "sqlite":
        filled(home_folder)
        return home_folder
    kept = made_once(tmp_path_factory, "demonstration", make)
    if not User.objects.exists():
        brought_back(kept, home_folder)
    return home_folder


def filled(home: Path) -> None:
    """Accounts, and made-up work in every state."""
    (home / SAMPLE).write_bytes((files("buyfair.samples") / SAMPLE).read_bytes())
    demo.accounts("demonstration-of-each-state")
    for module in told_by_each("demo"):
        module.fill()


def brought_back(kept: Path, home: Path) -> None:
    """The folder and the database as they were filled."""
    shutil.copytree(kept / "home", home, dirs_exist_ok=True)
    connection.ensure_connection()
    with closing(sqlite3.connect(kept / "filled.sqlite3")) as as_it_was:
        as_it_was.backup(connection.connection)


def actor(role: Role) -> Actor:
    """Who plays a role there, as the engine of cases asks."""
    user = User.objects.get(username=ACCOUNT[role])
    return Actor(user, frozenset((Role(m.role), m.organization_id) for m in user.memberships.all()))
