"""A freedom table as plain data: what every format reads into and writes from.

`Table.of(version)` reads a stored table; `exchange.store.make_draft` makes a draft of one. Levels are 1–5, None for a
sentence that waits. Orders are the orders of the lists. Identifiers are UUIDs, unique within the table.
"""

import uuid
from dataclasses import dataclass, field

from ..models import Kind, Standing

WAITING = 9  # sorts what has no level after the levels


@dataclass
class Row:
    """What goals, competencies and indicators share."""

    text: str
    identifier: uuid.UUID = field(default_factory=uuid.uuid4)
    is_proposed: bool = False  # waits to be taken in or placed
    first_wording: str = ""
    foreign: dict = field(default_factory=dict)  # FrameworkRow.foreign
    place: str = ""  # where it stands in the file it was read from, as a coordinator would find it: "แถว 12"


@dataclass
class IndicatorRow(Row):
    """A sentence; `level` of a proposed one is what its proposer thinks of."""

    level: int | None = None
    is_starter: bool = False


@dataclass
class CompetencyRow(Row):
    """A competency with its sentences and the goals it serves."""

    kind: str = Kind.SKILL.value
    goals: list[uuid.UUID] = field(default_factory=list)  # identifiers of goals of the same table
    indicators: list[IndicatorRow] = field(default_factory=list)


@dataclass
class Table:
    """One version of a freedom table."""

    title: str
    purpose: str = ""
    number: int | None = None
    identifier: uuid.UUID = field(default_factory=uuid.uuid4)
    state: str = "draft"
    network: str = ""  # its name: the creator, in formats that name one
    level_names: dict[tuple[str, int], str] = field(default_factory=dict)  # {(kind, level): name}
    goals: list[Row] = field(default_factory=list)
    competencies: list[CompetencyRow] = field(default_factory=list)
    foreign: dict = field(default_factory=dict)

    @classmethod
    def of(cls, version):
        """The rows of a stored version that are in the table or proposed, in a fixed number of queries."""
        shown = [Standing.AGREED, Standing.PROPOSED]
        table = cls(
            title=version.title,
            purpose=version.purpose,
            number=version.number,
            identifier=version.identifier,
            state=version.state,
            network=version.circle.network.name,
            level_names={(name.kind, name.level): name.name for name in version.level_names.all()},
            foreign=version.foreign,
        )
        goals = {goal.pk: goal for goal in version.goals.filter(standing__in=shown)}
        table.goals = [Row(**cls._shared(goal)) for goal in goals.values()]
        competencies = version.competencies.filter(standing__in=shown).prefetch_related("indicators", "goal_links")
        for competency in competencies:
            served = {link.goal_id for link in competency.goal_links.all()}
            row = CompetencyRow(
                **cls._shared(competency),
                kind=competency.kind,
                goals=[goal.identifier for pk, goal in goals.items() if pk in served],
            )
            indicators = [
                IndicatorRow(**cls._shared(indicator), level=indicator.level, is_starter=indicator.is_starter)
                for indicator in competency.indicators.all()
                if indicator.standing in shown
            ]
            # Databases do not agree whether those without a level come first or last.
            row.indicators = sorted(indicators, key=lambda indicator: indicator.level or WAITING)
            table.competencies.append(row)
        return table

    @staticmethod
    def _shared(row):
        return {
            "text": row.words,
            "identifier": row.identifier,
            "is_proposed": row.is_proposed,
            "first_wording": row.first_wording,
            "foreign": row.foreign,
        }


@dataclass(frozen=True)
class Note:
    """Something to tell about a file: what is wrong or what becomes of it, and where.

    `stops` says that no table can be made of the file; other notes say what is done instead.
    """

    text: str
    place: str = ""
    stops: bool = False

    def __str__(self):
        return f"{self.place}: {self.text}" if self.place else self.text


@dataclass
class Reading:
    """What a file says: its table, or None where it has none, and everything to tell about it."""

    format: str  # "yaml", "xlsx", "case", "moodle"
    table: Table | None
    notes: list[Note] = field(default_factory=list)

    @property
    def can_be_stored(self):
        return self.table is not None and not any(note.stops for note in self.notes)
