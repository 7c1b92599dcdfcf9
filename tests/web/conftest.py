"""What the tests of the pages share. Which database they stand on is told by DATABASE_URL; SQLite where it is silent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import django
import pytest

from browsed import taken_once

# A subject that stands in the tests alone joins the register, in this process and in none that it starts: those that share
# the tests among them would else set themselves up before this file is read.
HERE = {"BUYFAIR_SUBJECTS": "tiny_subject", "DJANGO_SETTINGS_MODULE": "buyfair.web.settings"}
os.environ.update(HERE)
django.setup()
for name in HERE:
    del os.environ[name]

from django.test import Client  # noqa: E402
from people import Acting  # noqa: E402
from tiny_subject.emptied import may_be_emptied  # noqa: E402
from whitenoise.middleware import WhiteNoiseMiddleware  # noqa: E402

from buyfair.web.core.roles import Role  # noqa: E402

may_be_emptied()


def static_files_looked_for_once() -> None:
    """Each browser of a test has a site of its own before it, and each would look for every file of its styles anew."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def once(site: Any) -> None:
        if not found:
            look(site)
            found.update(site.files)
        site.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = once


static_files_looked_for_once()


ASKED_THROUGH = {"db", "transactional_db", "live_server"}
"""The fixtures by which a test reaches the database; without them the framework refuses it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what may ask the database: the rest is the same whichever database stands there."""
    for item in items:
        if item.get_closest_marker("alike"):
            continue
        if item.get_closest_marker("django_db") or ASKED_THROUGH & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.fixture
def home_folder(tmp_path: Path, settings: Any) -> Path:
    """An empty data folder for one test."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    return Path(settings.HOME)


@pytest.fixture
def held(home_folder: Path, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled sample, taken as the portfolio that the pages show; its folder."""
    assessed = next(p for p in (sample_folder, sample_folder / "assessed") if (p / "summary.json").is_file())
    snapshot = taken_once(tmp_path_factory, "pages-home", assessed)
    (home_folder / "snapshots").mkdir()
    (home_folder / "snapshots" / "current").symlink_to(snapshot.folder)
    return snapshot.folder


@pytest.fixture
def acting(db: None) -> Acting:
    """A browser of somebody who plays a role for an organization, logged in; both are made where they are not there."""
    from buyfair.web.core.models import Membership, Organization, User

    def acts(role: Role | str, organization: str = "Office A", kind: str = "agency") -> Client:
        client = Client()
        if role == Role.PUBLIC:
            return client
        office, _ = Organization.objects.get_or_create(name=organization, defaults={"kind": kind})
        name = f"{Role(role)}@{organization.lower().replace(' ', '-')}.example"
        user, _ = User.objects.get_or_create(username=name, defaults={"email": name})
        Membership.objects.get_or_create(user=user, organization=office, role=Role(role).value)
        client.force_login(user)
        return client

    return acts
