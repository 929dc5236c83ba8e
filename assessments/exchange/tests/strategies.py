"""Freedom tables made up by hypothesis: `tables()` as a draft can hold them, `wild_tables()` as a file may say them."""

from hypothesis import strategies as st

from assessments.exchange.fitting import plain
from assessments.exchange.tables import CompetencyRow, IndicatorRow, Row, Table
from assessments.models import LEVELS, Kind
from kmnet import thai

LETTERS = "กขคงจชซดตถทนบปพมยรลวสหอะาิีึืุูเแโใไ่้๊๋์ำ็ฯๆ๑๒๓ abcXYZ0123456789.,;:\"'()/&<>=+-@#_%|*!?"
# Words that formats take for something else than words.
TRICKY = [
    "=1+1",
    "+66",
    "-1",
    "@a",
    "'x",
    "1",
    "๒",
    "true",
    "null",
    "2569-01-02",
    "- a: b",
    "# x",
    "a\\nb",
    "<b>&amp;",
    '"',
    "x (2)",
]


def words(most=60):
    """A text in one spelling and on one line, of at most `most` letters."""
    some = st.text(LETTERS, min_size=1, max_size=most) | st.sampled_from(TRICKY)
    return some.map(plain).filter(lambda text: 0 < len(text) <= most)


def texts(least=0, most=6):
    """Words no two of which read the same."""
    return st.lists(words(), min_size=least, max_size=most, unique_by=thai.search_text)


@st.composite
def indicators(draw, place_proposed):
    found = []
    for text in draw(texts()):
        level = draw(st.sampled_from([*LEVELS, None]))
        is_proposed = level is None or draw(place_proposed)
        first = draw(st.just("") | words())
        found.append(
            IndicatorRow(
                text,
                identifier=draw(st.uuids(version=4)),
                is_proposed=is_proposed,
                first_wording=first,
                level=level,
                is_starter=draw(st.booleans()),
            )
        )
    return in_order(found)


def in_order(rows):
    """As a table reads: by level, those without one last."""
    return sorted(rows, key=lambda row: row.level or 9)


@st.composite
def tables(draw, proposed=True):
    """A table as `Table.of` gives it: knowledge before skills, each identifier once; `proposed`: with waiting rows."""
    waits = st.booleans() if proposed else st.just(False)
    goals = [Row(text, identifier=draw(st.uuids(version=4)), is_proposed=draw(waits)) for text in draw(texts())]
    competencies = [
        CompetencyRow(
            text,
            identifier=draw(st.uuids(version=4)),
            is_proposed=draw(waits),
            first_wording=draw(st.just("") | words()),
            kind=draw(st.sampled_from(Kind.values)),
            goals=[goal.identifier for goal in goals if draw(st.booleans())],
            indicators=[row for row in draw(indicators(waits)) if proposed or row.level],
        )
        for text in draw(texts(least=1))
    ]
    names = draw(st.dictionaries(st.tuples(st.sampled_from(Kind.values), st.sampled_from(LEVELS)), words(40)))
    return Table(
        title=draw(words()),
        purpose=draw(st.just("") | words()),
        identifier=draw(st.uuids(version=4)),
        level_names=names,
        goals=goals,
        competencies=sorted(competencies, key=lambda row: row.kind),
    )


# Anything at all

any_text = (
    st.text(max_size=30) | st.text(LETTERS, max_size=30) | st.sampled_from(["", "ก", "ก", "ก" * 700, "ก\0ข", "ก้" * 400])
)
any_identifier = st.uuids() | st.none() | st.sampled_from(["x", "", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", 7])
any_foreign = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=4,
    ),
    max_size=2,
)
shared = {
    "identifier": any_identifier,
    "is_proposed": st.booleans(),
    "first_wording": any_text,
    "foreign": any_foreign,
    "place": any_text,
}


def wild_tables():
    """A table with everything that a file may say, right or wrong."""
    sentence = st.builds(
        IndicatorRow,
        text=any_text,
        level=st.none() | st.integers(-1, 7) | st.sampled_from(["3", 2.0, True]),
        is_starter=st.booleans(),
        **shared,
    )
    competency = st.builds(
        CompetencyRow,
        text=any_text,
        kind=st.sampled_from(["knowledge", "skill", "", "attitude"]),
        goals=st.lists(any_identifier, max_size=4),
        indicators=st.lists(sentence, max_size=5),
        **shared,
    )
    return st.builds(
        Table,
        title=any_text,
        purpose=any_text | st.just("ก" * 2500),
        identifier=any_identifier,
        level_names=st.dictionaries(
            st.tuples(st.sampled_from(["knowledge", "skill", "x"]), st.integers(-1, 7)), any_text, max_size=4
        ),
        goals=st.lists(st.builds(Row, text=any_text, **shared), max_size=4),
        competencies=st.lists(competency, max_size=4),
        foreign=any_foreign,
    )
