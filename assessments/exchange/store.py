"""Making a draft of a table that was read from a file."""

from django.db import transaction
from django.db.models import Max

from ..models import Competency, CompetencyGoal, FrameworkVersion, Goal, Indicator, LevelName, Standing
from ..table.acts import Act, keep, name_act


@transaction.atomic
def make_draft(circle, table, *, by):
    """Store the table as a new draft of this circle, all or nothing; returns the FrameworkVersion.

    A row whose identifier a row of the circle's latest version has descends from that row. Raises ValidationError
    and IntegrityError where the table breaks a rule of the models.
    """
    latest = FrameworkVersion.objects.select_for_update().filter(circle=circle).order_by("number").last()
    ancestors = _Ancestors(latest)
    number = (FrameworkVersion.objects.filter(circle=circle).aggregate(last=Max("number"))["last"] or 0) + 1
    version = FrameworkVersion(
        circle=circle,
        number=number,
        title=table.title,
        purpose=table.purpose,
        identifier=table.identifier,
        based_on=latest if ancestors.of(Goal, table.goals) or ancestors.of(Competency, table.competencies) else None,
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
    for competency, row in zip(competencies, table.competencies, strict=True):
        for identifier in row.goals:
            keep(CompetencyGoal(competency=competency, goal=goals[identifier]), Act.IMPORT, by=by)
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


class _Ancestors:
    """The rows of the version before, by identifier."""

    def __init__(self, version):
        self.version = version
        self.found = {}

    def known(self, model):
        if model not in self.found:
            rows = model.objects.filter(**{model.table_path: self.version}) if self.version else model.objects.none()
            self.found[model] = dict(rows.order_by().values_list("identifier", "pk"))
        return self.found[model]

    def of(self, model, rows):
        known = self.known(model)
        return [known[row.identifier] for row in rows if row.identifier in known]
