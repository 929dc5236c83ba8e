"""The index of stories: which of them hold some words, asked of the database without reading every text.

SQLite keeps an FTS5 table of all runs of three letters; PostgreSQL a GIN index over the runs of one to three letters of
each text, as numbers, and needs no extension (pg_trgm takes no Thai letter for a letter in many locales). Both are kept
by the database itself, however a story is written, and made by a migration (index_tables.py).
"""

from django.db import connections
from django.db.models.expressions import RawSQL

LONGEST = 3  # letters of the longest runs in the index

PHRASES = "SELECT rowid FROM meetings_story_index WHERE meetings_story_index MATCH %s"
BEGINNINGS = "SELECT doc FROM meetings_story_terms WHERE term >= %s AND term < %s"
SOME_WITH_BEGINNING = "SELECT DISTINCT doc FROM meetings_story_terms WHERE term >= %s AND term < %s LIMIT %s"
FEW = 2000  # texts that are sooner read than another word is looked up
AFTER_ALL_LETTERS = "\U0010ffff"

RUNS = "SELECT id FROM meetings_story WHERE meetings_story_runs(search_text) @> %s::bigint[]"
AND_HOLDS = " AND search_text LIKE %s"
# Without it the planner may look for the text in every story first.
BY_ITSELF = " OFFSET 0"


def scanning(stories, words):
    """Those of `stories` whose search text holds each of the words, found by reading each text."""
    for word in words:
        stories = stories.filter(search_text__contains=word)
    return stories


def matching(stories, words):
    """The same as `scanning`, by the index: quick for words that few stories hold."""
    find = {"sqlite": _in_sqlite, "postgresql": _in_postgresql}[connections[stories.db].vendor]
    return find(stories, words)


def _in_sqlite(stories, words):
    """A run of letters is found as a phrase of its threes; a shorter word as what some threes begin with.

    A short word is looked up where few stories hold it; then, and where there are longer ones, the others are read.
    """
    longer = [word for word in words if len(word) >= LONGEST]
    shorter = [word for word in words if len(word) < LONGEST]
    for word in shorter:
        if (found := _few_with(word, stories.db)) is not None:
            return scanning(stories.filter(pk__in=found), [other for other in words if other != word])
    if longer:
        phrases = " AND ".join(map(_quoted, longer))
        return scanning(stories.filter(pk__in=RawSQL(PHRASES, [phrases])), shorter)  # noqa: S611 (with parameters)
    for word in shorter:
        stories = stories.filter(pk__in=RawSQL(BEGINNINGS, _between(word)))  # noqa: S611
    return stories


def _few_with(word, using):
    """The keys of the stories that hold a word of one or two letters, None where they are more than FEW."""
    with connections[using].cursor() as cursor:
        cursor.execute(SOME_WITH_BEGINNING, [*_between(word), FEW + 1])
        found = [key for (key,) in cursor.fetchall()]
    return found if len(found) <= FEW else None


def _between(word):
    return [word, word + AFTER_ALL_LETTERS]


def _quoted(word):
    return '"{}"'.format(word.replace('"', '""'))


def _in_postgresql(stories, words):
    """A story that has each run of a longer word need not hold the word: of those few the text is read."""
    longer = [word for word in words if len(word) > LONGEST]
    escaped = [f"%{connections[stories.db].ops.prep_for_like_query(word)}%" for word in longer]
    runs = sorted({run for word in words for run in runs_of(word)})
    sql = RUNS + AND_HOLDS * len(longer) + BY_ITSELF
    return stories.filter(pk__in=RawSQL(sql, [runs, *escaped]))  # noqa: S611


def runs_of(word):
    """The runs of LONGEST letters of a word (or the word, where it is shorter), each as PostgreSQL numbers it."""
    length = min(len(word), LONGEST)
    return {_number(word[place : place + length]) for place in range(len(word) - length + 1)}


def _number(run):
    """Code points have 21 bits: three of them fit a bigint."""
    return sum(ord(letter) << (21 * place) for place, letter in enumerate(run))
