"""The pages are asked on the database that the environment names, and on no other in silence."""

from __future__ import annotations

import os

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_database_is_the_one_that_was_named() -> None:
    """PostgreSQL where DATABASE_URL says so; else SQLite, with its log of writes before the file."""
    named = os.environ.get("DATABASE_URL", "sqlite")
    assert connection.vendor == ("postgresql" if named.startswith("postgres") else "sqlite")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
