"""Making a draft of a table that was read from a file."""

from django.db import transaction

from facilitators.models import Circle

from ..models import Competency, CompetencyGoal, FrameworkFile, FrameworkVersion, Goal, Indicator, LevelName, Standing
from ..table.acts import Act, keep, name_act
from .formats import read_any


@transaction.atomic
def make_draft(circle, table, *, by):
    """Store the table as a new draft of this circle, all or nothing; returns the FrameworkVersion.

    A row whose identifier a row of the circle's latest version has descends from that row. Raises ValidationError
    and IntegrityError where the table breaks a rule of the models.
    """
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)  # two drafts at once get two numbers
    ancestors = Ancestors.of_circle(circle)
    version = FrameworkVersion(
        circle=circle,
        number=ancestors.version.number + 1 if ancestors.version else 1,
        title=table.title,
        purpose=table.purpose,
        identifier=table.identifier,
        based_on=ancestors.version if ancestors.has_some_of(table) else None,
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
    """The rows of the circle's latest version, by identifier: what rows of a file may descend from."""

    def __init__(self, version):
        self.version = version
        self.found = {}

    @classmethod
    def of_circle(cls, circle):
        return cls(FrameworkVersion.objects.filter(circle=circle).order_by("number").last())

    def known(self, model):
        """{identifier: primary key}"""
        if model not in self.found:
            rows = model.objects.filter(**{model.table_path: self.version}) if self.version else model.objects.none()
            self.found[model] = dict(rows.order_by().values_list("identifier", "pk"))
        return self.found[model]

    def has(self, model, row):
        return row.identifier in self.known(model)

    def has_some_of(self, table):
        return any(self.has(Goal, goal) for goal in table.goals) or any(
            self.has(Competency, row) for row in table.competencies
        )


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
