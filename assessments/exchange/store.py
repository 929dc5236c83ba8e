"""Making a draft of a table that was read from a file."""

from collections import defaultdict

from django.db import transaction

from facilitators.models import Circle

from ..models import Competency, CompetencyGoal, FrameworkFile, FrameworkVersion, Goal, Indicator, LevelName, Standing
from ..table.acts import Act, keep, name_act
from ..table.versions import newest_number, put_away_among
from .formats import read_any


@transaction.atomic
def make_draft(circle, table, *, by):
    """Store the table as a new draft of this circle, all or nothing; returns the FrameworkVersion.

    It carries on the version that it shares most rows with: those of the same identifier. Raises ValidationError and
    IntegrityError where the table breaks a rule of the models.
    """
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)  # two drafts at once get two numbers
    ancestors = Ancestors.of_table(table, circle)
    version = FrameworkVersion(
        circle=circle,
        number=(newest_number(circle.pk) or 0) + 1,
        title=table.title,
        purpose=table.purpose,
        identifier=table.identifier,
        based_on=ancestors.version,
        foreign=table.foreign,
    )
    keep(version, Act.IMPORT, by=by)
    names = [
        LevelName(framework=version, kind=kind, level=level, name=name)
        for (kind, level), name in table.level_names.items()
    ]
    _add(LevelName, names, by)
    goals = {
        row.identifier: Goal(framework=version, position=place, text=row.text, **_shared(row, ancestors, Goal))
        for place, row in enumerate(table.goals, start=1)
    }
    _add(Goal, goals.values(), by)
    competencies = [
        Competency(
            framework=version, position=place, name=row.text, kind=row.kind, **_shared(row, ancestors, Competency)
        )
        for place, row in enumerate(table.competencies, start=1)
    ]
    _add(Competency, competencies, by)
    indicators = [
        Indicator(
            competency=competency,
            position=place,
            text=sentence.text,
            level=sentence.level,
            is_starter=sentence.is_starter,
            **_shared(sentence, ancestors, Indicator),
        )
        for competency, row in zip(competencies, table.competencies, strict=True)
        for place, sentence in enumerate(row.indicators, start=1)
    ]
    _add(Indicator, indicators, by)
    links = [
        CompetencyGoal(competency=competency, goal=goals[identifier])
        for competency, row in zip(competencies, table.competencies, strict=True)
        for identifier in row.goals
    ]
    _add(CompetencyGoal, links, by)
    return version


def _add(model, rows, by):
    rows = list(rows)
    for row in rows:
        name_act(row, Act.IMPORT, by=by)
    model.objects.bulk_create(rows)


def _shared(row, ancestors, model):
    return {
        "identifier": row.identifier,
        "standing": Standing.PROPOSED if row.is_proposed else Standing.AGREED,
        "first_wording": row.first_wording,
        "foreign": row.foreign,
        "descends_from_id": ancestors.known(model).get(row.identifier),
    }


class Ancestors:
    """The rows that those of a file descend from: of the version that has most of them, the newest of several.

    A file may have been written from any version of the circle, whatever was begun since; of several, one that is not
    put away, as the same file may have been taken in before. `version` is None where none has any.
    """

    def __init__(self, version, known):
        self.version = version
        self._known = known

    @classmethod
    def of_table(cls, table, circle):
        wanted = {
            Goal: {row.identifier for row in table.goals},
            Competency: {row.identifier for row in table.competencies},
            Indicator: {sentence.identifier for row in table.competencies for sentence in row.indicators},
        }
        known = defaultdict(lambda: {model: {} for model in wanted})  # {version: {model: {identifier: primary key}}}
        for model, identifiers in wanted.items():
            rows = model.objects.filter(**{f"{model.table_path}__circle": circle}).order_by("pk")
            for version, identifier, pk in rows.values_list(model.table_path, "identifier", "pk"):
                if identifier in identifiers:
                    known[version][model][identifier] = pk
        versions = FrameworkVersion.objects.filter(circle=circle, pk__in=list(known)).order_by("-number")
        put_away = put_away_among(versions)

        def fitness(each):
            return sum(map(len, known[each.pk].values())), each.pk not in put_away

        version = max(versions, key=fitness, default=None)
        return cls(version, known[version and version.pk])

    def known(self, model):
        """{identifier: primary key}"""
        return self._known[model]

    def has(self, model, row):
        return row.identifier in self.known(model)


@transaction.atomic
def make_draft_of_file(file, *, by):
    """The draft that a sent file becomes, made once however often this is asked; None where it cannot become one.

    Raises FrameworkFile.DoesNotExist where the file is gone.
    """
    # Without joins: what is joined to a row that another transaction held is as old as the waiting.
    file = FrameworkFile.objects.select_for_update(no_key=True).get(pk=file.pk)
    if file.draft_id is None:
        reading = read_any(bytes(file.content), file.name)
        if not reading.can_be_stored:
            return None
        file.draft = make_draft(file.circle, reading.table, by=by)
        file.content = b""
        file.save()
    return file.draft
