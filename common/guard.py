"""The database itself refuses to change or cut the journal and its seals.

This stops mistakes - a careless script, a wrong DELETE - and not the owner of the database, who
can take the guard away; what they do then is found by the chain and by the seals.
"""

from collections.abc import Iterator
from contextlib import contextmanager

TABLES = ("common_journalentry", "common_seal")
REFUSAL = "The journal and its seals are never changed."

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION sapat_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def _statements(vendor: str) -> tuple[list[str], list[str]]:
    """What puts the guard up, and what takes it away."""
    up, down = [], []
    for table in TABLES:
        if vendor == "postgresql":
            up += [
                f"CREATE TRIGGER is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION sapat_is_kept()"
            ]
            down += [f"DROP TRIGGER IF EXISTS is_kept ON {table}"]
            continue
        for act in ("UPDATE", "DELETE"):
            name = f"{table}_{act.lower()}"
            up += [
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            ]
            down += [f"DROP TRIGGER IF EXISTS {name}"]
    return ([POSTGRESQL] if vendor == "postgresql" else []) + up, down


def put_up(connection) -> None:
    """Let the database refuse."""
    up, down = _statements(connection.vendor)
    with connection.cursor() as cursor:
        for statement in [*down, *up]:
            cursor.execute(statement)


def take_down(connection) -> None:
    """Let it be changed again: when the tables go, and in the drills of the tests."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor)[1]:
            cursor.execute(statement)


@contextmanager
def down(connection) -> Iterator[None]:
    """Without the guard for a moment."""
    take_down(connection)
    try:
        yield
    finally:
        put_up(connection)


def narrow(connection, role: str) -> None:
    """Let ``role`` work with every table, and of the guarded ones only read and add.

    It owns nothing, so it can neither take the guard away nor alter a table (PostgreSQL).
    """
    name, kept = connection.ops.quote_name(role), ", ".join(TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
        )
        cursor.execute(f"GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {kept} FROM {name}")
