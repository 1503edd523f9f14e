"""What the database keeps of the words besides the entries: an index that answers at once.

PostgreSQL has it beside the table. SQLite has it in a table of its own, kept in step by triggers
however the entries are written. A migration that remakes the table of the entries on SQLite takes
the triggers away: it puts them up again.
"""

# Its cost tells the planner that it is never to be asked row by row: only by the index.
FUNCTION = """
CREATE OR REPLACE FUNCTION sapat_search_words(head text, body text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$ BEGIN
RETURN array_to_tsvector(array_remove(string_to_array(head || ' ' || body, ' '), ''));
END $$
"""
INDEX = (
    "CREATE INDEX search_entry_words ON common_searchentry "
    "USING gin (sapat_search_words(head, body))"
)
GONE = (
    "INSERT INTO common_searchwords (common_searchwords, rowid, head, body) "
    "VALUES ('delete', old.id, old.head, old.body);"
)
COME = "INSERT INTO common_searchwords (rowid, head, body) VALUES (new.id, new.head, new.body);"
UP = {
    "postgresql": [FUNCTION, INDEX],
    "sqlite": [
        "CREATE VIRTUAL TABLE common_searchwords USING fts5(head, body, "
        "content='common_searchentry', content_rowid='id', tokenize='ascii', detail='none')",
        f"CREATE TRIGGER search_entry_come AFTER INSERT ON common_searchentry BEGIN {COME} END",
        f"CREATE TRIGGER search_entry_gone AFTER DELETE ON common_searchentry BEGIN {GONE} END",
        "CREATE TRIGGER search_entry_other AFTER UPDATE OF head, body ON common_searchentry "
        f"BEGIN {GONE} {COME} END",
    ],
}
DOWN = {
    "postgresql": [
        "DROP INDEX IF EXISTS search_entry_words",
        "DROP FUNCTION IF EXISTS sapat_search_words(text, text)",
    ],
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS search_entry_{name}" for name in ("come", "gone", "other")),
        "DROP TABLE IF EXISTS common_searchwords",
    ],
}


def put_up(connection) -> None:
    """Make the index of the words anew."""
    with connection.cursor() as cursor:
        for statement in DOWN[connection.vendor] + UP[connection.vendor]:
            cursor.execute(statement)


def take_down(connection) -> None:
    """Without the index: when the table goes."""
    with connection.cursor() as cursor:
        for statement in DOWN[connection.vendor]:
            cursor.execute(statement)
