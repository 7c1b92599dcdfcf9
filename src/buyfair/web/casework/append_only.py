"""The triggers by which the database refuses to change what was written down, for SQLite and for PostgreSQL."""

from __future__ import annotations

from typing import Any

WRITTEN_ONCE = ("casework_event", "casework_anchor", "casework_anchoredhead")
PAYLOAD = "casework_payload"
"""A payload may be emptied, and nothing else."""

EMPTIED = "NEW.salt = '' AND NEW.body = '' AND NEW.event_id = OLD.event_id AND NEW.id = OLD.id"
SAID = "the ledger is append-only"


def lay(apps: Any, schema_editor: Any) -> None:
    """Creates the triggers."""
    _run(schema_editor, _sqlite_laid() if schema_editor.connection.vendor == "sqlite" else _postgresql_laid())


def lift(apps: Any, schema_editor: Any) -> None:
    """Takes them away, where the tables are taken away after them."""
    _run(schema_editor, _sqlite_lifted() if schema_editor.connection.vendor == "sqlite" else _postgresql_lifted())


def _run(schema_editor: Any, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)


def _sqlite_laid() -> list[str]:
    found = []
    for table in (*WRITTEN_ONCE, PAYLOAD):
        unless = f"WHEN NOT ({EMPTIED})" if table == PAYLOAD else ""
        found += [
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} {unless} BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
            f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
        ]
    return found


def _sqlite_lifted() -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {t}_{what}" for t in (*WRITTEN_ONCE, PAYLOAD) for what in ("unchanged", "undeleted")
    ]


def _postgresql_laid() -> list[str]:
    found = [
        "CREATE FUNCTION casework_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$"
    ]
    for table in (*WRITTEN_ONCE, PAYLOAD):
        unless = f"WHEN (NOT ({EMPTIED}))" if table == PAYLOAD else ""
        found += [
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} FOR EACH ROW {unless} "
            "EXECUTE FUNCTION casework_refuses()",
            f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION casework_refuses()",
            f"CREATE TRIGGER {table}_uncut BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION casework_refuses()",
        ]
    return found


def _postgresql_lifted() -> list[str]:
    dropped = [f"DROP TRIGGER IF EXISTS {t}_{what} ON {t}" for t in (*WRITTEN_ONCE, PAYLOAD)
               for what in ("unchanged", "undeleted", "uncut")]  # fmt: skip
    return [*dropped, "DROP FUNCTION IF EXISTS casework_refuses()"]
