"""Once a round has begun its freedom table cannot change, whichever way one tries."""

import threading
import uuid

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.models import ProtectedError

from assessments.actions import close_round, open_round
from assessments.models import (
    Agreement,
    Comment,
    Competency,
    CompetencyGoal,
    FrameworkVersion,
    Goal,
    Indicator,
    LevelName,
    Proposer,
    Round,
)
from assessments.table.acts import Act, keep
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LevelNameFactory,
    RoundFactory,
)
from facilitators.tests.factories import CircleFactory

PARTS = (Goal, LevelName, Competency, CompetencyGoal, Indicator, Proposer, Agreement, Comment)


def full_table(circle, facilitator):
    """A table with one part of each model."""
    table = FrameworkFactory(circle=circle)
    goal = GoalFactory(framework=table)
    LevelNameFactory(framework=table)
    competency = CompetencyFactory(framework=table)
    competency.goals.add(goal)
    indicator = IndicatorFactory(competency=competency)
    Proposer.of(indicator, facilitator=facilitator, entered_by=facilitator.user).save()
    Agreement.of(competency, facilitator=facilitator).save()
    Comment.of(goal, by=facilitator.user, text="ดีมาก").save()
    return table


def stored(*tables):
    """Everything that the database holds of these tables."""
    rows = [*FrameworkVersion.objects.filter(pk__in=[table.pk for table in tables])]
    for model in PARTS:
        rows += model.objects.filter(**{f"{model.table_path}__in": tables}).order_by("pk")
    return serializers.serialize("json", rows)


@pytest.fixture
def frozen(circle, facilitator):
    """A table on which a round has opened."""
    table = full_table(circle, facilitator)
    open_round(RoundFactory(framework=table, number=1))
    return FrameworkVersion.objects.get(pk=table.pk)


@pytest.fixture
def draft(circle, frozen, facilitator):
    """The next one of the circle, open to everything."""
    return full_table(circle, facilitator)


@pytest.fixture
def parts(frozen):
    return {model: model.objects.get(**{model.table_path: frozen}) for model in PARTS}


@pytest.fixture
def refused(frozen, draft):
    """`refused(act)`: the act raises, and nothing of either table has changed."""

    def check(act, *errors):
        before = stored(frozen, draft)
        with pytest.raises(errors or (ValidationError, TypeError)), transaction.atomic():
            act()
        assert stored(frozen, draft) == before

    return check


@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__name__)
def test_part_of_a_frozen_table_is_not_saved_deleted_or_added(model, parts, refused):
    part = parts[model]
    rows = model.objects.filter(pk=part.pk)
    fresh = model.objects.get(pk=part.pk)
    fresh.pk = None

    refused(part.save)
    refused(lambda: part.save(update_fields=[]))
    refused(part.delete)
    refused(rows.delete)
    refused(lambda: rows.update(pk=part.pk))
    refused(lambda: model.objects.bulk_update([part], [part._meta.concrete_fields[1].name]))
    refused(lambda: model.objects.bulk_create([fresh]))
    refused(lambda: model.objects.bulk_create([fresh], ignore_conflicts=True))
    refused(lambda: model.objects.bulk_create([part], update_conflicts=True, unique_fields=["id"], update_fields=[]))
    refused(lambda: model.objects.update_or_create(pk=part.pk, defaults={}))
    refused(lambda: model._base_manager.filter(pk=part.pk).update(pk=part.pk))
    refused(lambda: model._base_manager.filter(pk=part.pk).delete())
    refused(fresh.save)


def test_row_moves_neither_out_of_a_frozen_table_nor_into_one(frozen, draft, parts, refused):
    def move(row, **values):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    for model in (Goal, Competency, LevelName):
        refused(lambda model=model: move(model.objects.get(pk=parts[model].pk), framework=draft))
        refused(lambda model=model: move(model.objects.get(framework=draft), framework=frozen))
    competency = draft.competencies.get()
    refused(lambda: move(Indicator.objects.get(pk=parts[Indicator].pk), competency=competency))
    refused(lambda: move(competency.indicators.get(), competency=parts[Competency]))


def test_related_managers_are_no_way_around(frozen, draft, parts, refused):
    competency, goal = parts[Competency], parts[Goal]

    refused(lambda: draft.goals.add(goal))
    refused(lambda: frozen.goals.add(draft.goals.get()))
    refused(lambda: draft.competencies.set([*draft.competencies.all(), competency]))
    refused(lambda: draft.competencies.get().indicators.add(parts[Indicator]))
    refused(lambda: frozen.goals.create(text="ใหม่"))
    refused(lambda: frozen.goals.get_or_create(text="ใหม่"))
    refused(lambda: frozen.goals.update_or_create(text=goal.text, defaults={"text": "ใหม่"}))
    refused(lambda: frozen.goals.all().delete())
    refused(lambda: draft.goals.get().joined.add(goal))
    refused(lambda: draft.goals.get().descendants.add(goal))
    refused(lambda: draft.successors.add(frozen))
    refused(lambda: draft.comments.add(parts[Comment]))


def test_links_of_a_frozen_table_are_neither_cut_nor_made_from_either_side(frozen, draft, parts, refused):
    competency, goal = parts[Competency], parts[Goal]

    refused(lambda: competency.goals.remove(goal))
    refused(lambda: competency.goals.clear())
    refused(lambda: competency.goals.set([]))
    refused(lambda: competency.goals.add(draft.goals.get()))
    refused(lambda: goal.competencies.remove(competency))
    refused(lambda: goal.competencies.clear())
    refused(lambda: goal.competencies.set([]))
    refused(lambda: goal.competencies.add(draft.competencies.get()))
    refused(lambda: draft.competencies.get().goals.add(goal))
    refused(lambda: CompetencyGoal.objects.bulk_create([CompetencyGoal(competency=competency, goal=draft.goals.get())]))


@pytest.mark.parametrize("model", [Proposer, Agreement, Comment], ids=lambda model: model.__name__)
def test_nothing_is_said_of_a_frozen_row_in_another_tables_name(model, draft, parts, teammate, refused):
    person = {"by": teammate.user, "text": "จริง"} if model is Comment else {"facilitator": teammate}
    person |= {"entered_by": teammate.user} if model is Proposer else {}
    said = model(framework=draft, indicator=parts[Indicator], **person)

    refused(said.save)
    refused(lambda: model.objects.bulk_create([said]))


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "อื่น"), ("purpose", "อื่น"), ("number", 9), ("foreign", {"case": 1}), ("state", "draft")],
)
def test_frozen_version_keeps_what_it_says(frozen, refused, name, value):
    def change():
        setattr(frozen, name, value)
        frozen.save(update_fields=[name])

    refused(change)
    refused(lambda: FrameworkVersion.objects.filter(pk=frozen.pk).update(**{name: value}))
    refused(lambda: FrameworkVersion.objects.update_or_create(pk=frozen.pk, defaults={name: value}))
    refused(lambda: frozen.circle.frameworks.update(**{name: value}))
    refused(lambda: FrameworkVersion.objects.bulk_update([frozen], [name]))


def test_frozen_version_stays_in_its_circle_and_is_not_deleted(frozen, refused):
    other = CircleFactory()

    refused(lambda: other.frameworks.add(frozen))
    refused(frozen.delete)
    refused(FrameworkVersion.objects.filter(pk=frozen.pk).delete, ProtectedError)


def test_version_that_is_written_from_an_old_copy_keeps_its_newer_words(circle):
    table = FrameworkFactory(circle=circle, title="เดิม")
    old = FrameworkVersion.objects.get(pk=table.pk)
    table.title = "ใหม่"
    table.save()
    RoundFactory(framework=table, state=Round.State.OPEN)

    with pytest.raises(ValidationError):
        keep(old, Act.USE, by=None)

    assert FrameworkVersion.objects.get().title == "ใหม่"


def test_frozen_version_may_retire(frozen):
    frozen.state = FrameworkVersion.State.RETIRED
    frozen.save()

    assert FrameworkVersion.objects.get(pk=frozen.pk).state == "retired"


# The round


@pytest.mark.parametrize("closed", [False, True])
def test_begun_round_keeps_its_table_and_is_not_planned_again(frozen, draft, refused, closed):
    round = frozen.rounds.get()
    if closed:
        close_round(round)

    def change(**values):
        changed = Round.objects.get()
        for name, value in values.items():
            setattr(changed, name, value)
        changed.save()

    refused(lambda: change(state=Round.State.PLANNED))
    refused(lambda: change(framework=draft))
    refused(lambda: change(circle=CircleFactory()))
    refused(lambda: Round.objects.update(state="planned"))
    refused(lambda: Round.objects.update(framework=draft))
    refused(lambda: Round.objects.bulk_update([round], ["state"]))
    refused(lambda: Round.objects.update_or_create(pk=round.pk, defaults={"state": "planned"}))
    refused(lambda: frozen.rounds.update(state="planned"))
    refused(lambda: draft.rounds.add(round))
    refused(round.delete)
    refused(Round.objects.all().delete)
    refused(lambda: Round._base_manager.filter(pk=round.pk).update(state="planned"))
    assert Round.objects.get().framework == frozen


def test_planned_round_may_still_change_its_table_and_go(draft):
    round = RoundFactory(framework=FrameworkFactory(circle=draft.circle), number=2)
    round.framework = draft
    round.save()

    round.delete()

    assert list(draft.rounds.all()) == []


def test_planned_round_freezes_nothing(circle, facilitator):
    table = full_table(circle, facilitator)
    RoundFactory(framework=table)

    goal = table.goals.get()
    goal.text = "ปรับได้"
    goal.save()

    assert table.goals.get().text == "ปรับได้"


# At the same time


@pytest.mark.parametrize("opens_through", ["open_round", "save"])
def test_edit_in_flight_lands_before_the_round_opens(many_connections, opens_through):
    indicator = IndicatorFactory()
    round = RoundFactory(framework=indicator.table)
    written, order = threading.Event(), []

    def edit():
        with transaction.atomic():
            indicator.text = "ทันก่อนเปิดรอบ"
            indicator.save()
            written.set()
            opening.join(timeout=0.5)  # it waits
            order.append("edited")
        connection.close()

    def begin():
        written.wait(timeout=60)
        if opens_through == "open_round":
            open_round(round)
        else:
            round.state = Round.State.OPEN
            round.save()
        order.append("opened")
        connection.close()

    opening, editing = (threading.Thread(target=act, daemon=True) for act in (begin, edit))
    opening.start()
    editing.start()
    editing.join(timeout=60)
    opening.join(timeout=60)

    assert order == ["edited", "opened"]
    assert Indicator.objects.get().text == "ทันก่อนเปิดรอบ"


def test_edit_that_comes_while_the_round_opens_is_refused(many_connections):
    indicator = IndicatorFactory(text="เดิม")
    round = RoundFactory(framework=indicator.table)
    opened, outcome = threading.Event(), []

    def begin():
        with transaction.atomic():
            open_round(round)
            opened.set()
            editing.join(timeout=0.5)  # it waits
        connection.close()

    def edit():
        opened.wait(timeout=60)
        indicator.text = "สายไป"
        try:
            indicator.save()
        except ValidationError:
            outcome.append("refused")
        connection.close()

    opening, editing = (threading.Thread(target=act, daemon=True) for act in (begin, edit))
    editing.start()
    opening.start()
    opening.join(timeout=60)
    editing.join(timeout=60)

    assert outcome == ["refused"]
    assert Indicator.objects.get().text == "เดิม"


# What is added many at once


def test_rows_and_links_added_in_bulk_are_in_the_history_too(draft, coordinator):
    goal = Goal(framework=draft, text="เพิ่มทีละหลายข้อ")
    goal._history_user = coordinator
    Goal.objects.bulk_create([goal])
    draft.competencies.get().goals.add(goal)

    assert [(said.history_type, said.history_user) for said in goal.history.all()] == [("+", coordinator)]
    assert CompetencyGoal.history.filter(goal=goal).count() == 1


def test_every_part_writes_through_its_guarded_manager():
    for model in (*PARTS, FrameworkVersion, Round):
        assert type(model._base_manager.all()) is type(model._default_manager.all()) is not models.QuerySet


# Fixtures, which pass by every save


def written_again(rows, **values):
    """What `loaddata` does with these rows, with other values in them."""
    for loaded in serializers.deserialize("json", serializers.serialize("json", rows)):
        for name, value in values.items():
            setattr(loaded.object, name, value)
        loaded.save()


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Indicator, {"text": "ใหม่"}),
        (Competency, {"name": "ใหม่"}),
        (Goal, {"text": "ใหม่"}),
        (FrameworkVersion, {"purpose": "ใหม่"}),
        (FrameworkVersion, {"state": FrameworkVersion.State.DRAFT}),
        (Round, {"state": Round.State.PLANNED}),
    ],
)
def test_fixture_writes_over_nothing_that_is_frozen(frozen, model, values):
    before = stored(frozen)

    with pytest.raises(ValidationError):
        written_again(model.objects.all(), **values)

    assert stored(frozen) == before
    assert Round.objects.get().state == Round.State.OPEN


def test_fixture_that_says_what_is_stored_is_taken(frozen):
    before = stored(frozen)

    for model in (Goal, LevelName, Competency, CompetencyGoal, Indicator, FrameworkVersion, Round):
        written_again(model.objects.all())

    assert stored(frozen) == before


def test_fixture_adds_nothing_to_what_is_frozen(frozen, parts, refused):
    new = {"pk": 9999, "identifier": str(uuid.uuid4())}

    for model in (Goal, Competency, Indicator):
        refused(lambda row=parts[model]: written_again([row], **{row.wording: "ใหม่"}, **new), ValidationError)
    refused(lambda: written_again([parts[LevelName]], pk=9999, level=5), ValidationError)
    refused(lambda: written_again([parts[Comment]], pk=9999), ValidationError)
    twin = {"pk": 9999, "number": 99, "state": FrameworkVersion.State.DRAFT}
    written_again([frozen], **twin)  # with the same identifier
    refused(lambda: written_again([parts[Goal]], text="ใหม่", **new), ValidationError)


def test_fixture_moves_nothing_from_a_draft_into_what_is_frozen(frozen, draft, parts, refused):
    competency = parts[Competency]
    sentences = Indicator.objects.filter(competency__framework=draft)

    refused(lambda: written_again(draft.goals.all(), framework_id=frozen.pk, text="ใหม่"), ValidationError)
    refused(lambda: written_again(sentences, competency_id=competency.pk, text="ใหม่"), ValidationError)


@pytest.mark.django_db(transaction=True)
def test_whole_frozen_table_is_restored_from_a_dump(tmp_path, circle):
    table = FrameworkFactory(circle=circle)
    IndicatorFactory(competency__framework=table)
    RoundFactory(framework=table, circle=circle, state=Round.State.OPEN)
    before = stored(table)
    call_command("dumpdata", "facilitators", "assessments", output=str(tmp_path / "dump.json"), verbosity=0)
    call_command("flush", interactive=False, verbosity=0)

    call_command("loaddata", str(tmp_path / "dump.json"), verbosity=0)

    assert stored(table) == before
    assert FrameworkVersion.objects.get().is_frozen


def test_fixture_may_change_a_draft(draft):
    written_again(draft.goals.all(), text="ใหม่")

    assert draft.goals.get().text == "ใหม่"


@pytest.mark.django_db(transaction=True)
def test_table_is_locked_only_within_a_transaction(circle):
    table = FrameworkFactory(circle=circle)

    with pytest.raises(transaction.TransactionManagementError):
        FrameworkVersion.objects.lock([table.pk])
