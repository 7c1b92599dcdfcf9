"""Lets a test empty the whole database, which the ledger's triggers refuse: they are lifted for that moment alone.

Emptying table by table, and making the names of permissions anew, takes longer than many a test: SQLite is emptied so once,
kept as it then is, and from then on copied back; of PostgreSQL those tables are emptied that hold rows, most of them hold none.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import TransactionTestCase

from buyfair.web.casework.append_only import lay, lift

PATIENCE = 60
"""Seconds for which a copy waits for whoever still writes."""
NAMES = {"django_content_type", "auth_permission", "django_migrations"}
"""What the framework itself writes, the same after each emptying."""
_as_it_was = BaseDatabaseOperations.execute_sql_flush
_one_by_one = TransactionTestCase._fixture_teardown
_kept: list[sqlite3.Connection] = []


def _flushed(self: Any, statements: list[str]) -> None:
    with connection.schema_editor() as editor:
        lift(None, editor)
    _as_it_was(self, statements)
    with connection.schema_editor() as editor:
        lay(None, editor)


def _emptied_where_full() -> None:
    held = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = [connection.ops.quote_name(name) for name in sorted(set(held) - NAMES)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in quoted))
        full = [row[0] for row in cursor.fetchall()]
    if full:
        with connection.schema_editor() as editor:
            lift(None, editor)
            for name in full:  # whoever points to a row is asked when all are gone
                editor.execute(f"DELETE FROM {name}")
            editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            lay(None, editor)


def _copied_back(self: Any) -> None:
    if self.available_apps is not None or self.serialized_rollback:
        _one_by_one(self)
        return
    if connection.vendor == "postgresql":
        _emptied_where_full()
        return
    if connection.vendor != "sqlite":
        _one_by_one(self)
        return
    connection.ensure_connection()
    if not _kept:
        _one_by_one(self)
        _kept.append(sqlite3.connect(":memory:", check_same_thread=False))
        connection.connection.backup(_kept[0])
        return
    numbers = connection.connection.execute("SELECT seq, name FROM sqlite_sequence").fetchall()
    late = time.monotonic() + PATIENCE

    def goes_on(*_: int) -> None:
        if time.monotonic() > late:
            raise TimeoutError("the database cannot be emptied: another thread of the test still holds it")

    _kept[0].backup(connection.connection, progress=goes_on)
    with transaction.atomic(), connection.cursor() as cursor:  # a number that was given is not given again by the next test
        cursor.execute("DELETE FROM sqlite_sequence")
        cursor.executemany("INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)", numbers)


def may_be_emptied() -> None:
    """Called once by the tests."""
    BaseDatabaseOperations.execute_sql_flush = _flushed
    TransactionTestCase._fixture_teardown = _copied_back
