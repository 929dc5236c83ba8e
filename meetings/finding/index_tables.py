"""How the index of stories is made and taken down in each database; used by the migration, and after each `migrate`.

SQLite: Django changes a table by copying it, and the copy is without the triggers; `mend` puts them back.
"""

from django.db import transaction

# Two spaces at the end let each letter of a text begin a run of three. The table keeps no texts of its own.
SQLITE_TABLES = (
    """CREATE VIRTUAL TABLE meetings_story_index
    USING fts5(search_text, content='', tokenize='trigram case_sensitive 1')""",
    "CREATE VIRTUAL TABLE meetings_story_terms USING fts5vocab('meetings_story_index', 'instance')",
)
SQLITE_FILL = (
    "INSERT INTO meetings_story_index(meetings_story_index) VALUES ('delete-all')",
    "INSERT INTO meetings_story_index(rowid, search_text) SELECT id, search_text || '  ' FROM meetings_story",
)
ADD = "INSERT INTO meetings_story_index(rowid, search_text) VALUES (new.id, new.search_text || '  ');"
TAKE_OUT = """INSERT INTO meetings_story_index(meetings_story_index, rowid, search_text)
    VALUES ('delete', old.id, old.search_text || '  ');"""
SQLITE_TRIGGERS = {
    "meetings_story_index_added": f"AFTER INSERT ON meetings_story BEGIN {ADD} END",
    "meetings_story_index_removed": f"AFTER DELETE ON meetings_story BEGIN {TAKE_OUT} END",
    "meetings_story_index_changed": f"""AFTER UPDATE OF id, search_text ON meetings_story
    WHEN old.search_text <> new.search_text OR old.id <> new.id BEGIN {TAKE_OUT} {ADD} END""",
}
SQLITE_DOWN = (
    *(f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE_TRIGGERS),
    "DROP TABLE IF EXISTS meetings_story_terms",
    "DROP TABLE IF EXISTS meetings_story_index",
)

# Each letter is its code point; a run of several is one number (see index.py). No word of a search holds a space. The
# cost lets the planner ask the index even of a table that ANALYZE has not seen: each call takes a whole text apart.
POSTGRESQL_UP = (
    """CREATE FUNCTION meetings_story_runs(searched text) RETURNS bigint[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
    DECLARE
        runs bigint[] := '{}';
        letter text;
        first bigint := 32;
        second bigint := 32;
        third bigint;
    BEGIN
        FOREACH letter IN ARRAY string_to_array(searched || '  ', NULL) LOOP
            third := ascii(letter);
            IF first <> 32 THEN
                runs := array_append(runs, first);
                IF second <> 32 THEN
                    runs := array_append(runs, first + (second << 21));
                    IF third <> 32 THEN
                        runs := array_append(runs, first + (second << 21) + (third << 42));
                    END IF;
                END IF;
            END IF;
            first := second;
            second := third;
        END LOOP;
        RETURN runs;
    END $$""",
    "CREATE INDEX meetings_story_runs_idx ON meetings_story USING gin (meetings_story_runs(search_text))",
    # ANALYZE would take the runs of 30,000 texts apart, for statistics that the search does without.
    "ALTER INDEX meetings_story_runs_idx ALTER COLUMN 1 SET STATISTICS 0",
)
POSTGRESQL_DOWN = (
    "DROP INDEX IF EXISTS meetings_story_runs_idx",
    "DROP FUNCTION IF EXISTS meetings_story_runs(text)",
)


def make(connection):
    if connection.vendor == "sqlite":
        _run(connection, (*SQLITE_TABLES, *SQLITE_FILL, *_triggers()))
    else:
        _run(connection, POSTGRESQL_UP)


def take_down(connection):
    _run(connection, SQLITE_DOWN if connection.vendor == "sqlite" else POSTGRESQL_DOWN)


def mend(connection):
    """Put back the triggers that a change of the table has cost, and fill the index anew."""
    if connection.vendor != "sqlite" or not _exist(connection, ["meetings_story_index"]):
        return
    if _exist(connection, SQLITE_TRIGGERS) < len(SQLITE_TRIGGERS):
        down = [sql for sql in SQLITE_DOWN if sql.startswith("DROP TRIGGER")]
        _run(connection, (*down, *SQLITE_FILL, *_triggers()))


def _triggers():
    return [f"CREATE TRIGGER {name} {body}" for name, body in SQLITE_TRIGGERS.items()]


def _exist(connection, names):
    """How many of these tables and triggers there are."""
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM sqlite_master WHERE name IN ({marks})", list(names))  # noqa: S608
        return cursor.fetchone()[0]


def _run(connection, statements):
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
