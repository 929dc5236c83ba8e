import pytest
from django.core.exceptions import ValidationError

from assessments.actions import open_round
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
    Standing,
)
from assessments.table.acts import Act, keep
from assessments.table.sorting import reword
from assessments.table.versions import new_draft, take_into_use, to_draft, use_version
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    RoundFactory,
    full_framework,
)


@pytest.fixture
def table(circle):
    return full_framework(circle, knowledge=1, skills=1)


@pytest.fixture
def used(table, coordinator):
    return take_into_use(table, by=coordinator)


def states(circle):
    return dict(FrameworkVersion.objects.filter(circle=circle).values_list("pk", "state"))


# Using and taking back


def test_using_a_version_retires_the_one_before(used, circle, coordinator):
    newer = CompetencyFactory(framework=FrameworkFactory(circle=circle)).framework

    take_into_use(newer, by=coordinator)

    assert states(circle) == {used.pk: "retired", newer.pk: "in_use"}
    assert [said.history_change_reason for said in used.history.all()][:2] == ["retire", "use"]
    assert newer.history.first().history_user == coordinator


def test_table_without_a_competency_is_not_used(circle, coordinator):
    table = FrameworkFactory(circle=circle)
    CompetencyFactory(framework=table, standing=Standing.PROPOSED)

    with pytest.raises(ValidationError):
        take_into_use(table, by=coordinator)

    assert states(circle) == {table.pk: "draft"}


def test_using_an_old_copy_of_a_version_in_use_writes_nothing(used, circle, coordinator):
    old = FrameworkVersion.objects.get(pk=used.pk)
    old.state = "draft"
    written = used.history.count()

    use_version(old, by=coordinator)

    assert used.history.count() == written


def test_using_an_old_copy_of_a_draft_keeps_what_was_written_meanwhile(table, coordinator):
    old = FrameworkVersion.objects.get(pk=table.pk)
    table.title, table.purpose = "ชื่อใหม่", "เป้าประสงค์ใหม่"
    keep(table, Act.EDIT, by=coordinator)

    used = use_version(old, by=coordinator)

    stored = FrameworkVersion.objects.get(pk=table.pk)
    assert (stored.title, stored.purpose, stored.state) == ("ชื่อใหม่", "เป้าประสงค์ใหม่", "in_use")
    assert used.title == "ชื่อใหม่"


def test_version_taken_back_gives_its_place_to_the_one_that_retired_for_it(used, circle, coordinator):
    newer = CompetencyFactory(framework=FrameworkFactory(circle=circle)).framework
    take_into_use(newer, by=coordinator)

    assert to_draft(newer, by=coordinator) == used

    assert states(circle) == {used.pk: "in_use", newer.pk: "draft"}


def test_first_version_taken_back_leaves_none_in_use(used, circle, coordinator):
    assert to_draft(used, by=coordinator) is None

    assert states(circle) == {used.pk: "draft"}


def test_only_the_last_retired_comes_back(used, circle, coordinator):
    second, third = (CompetencyFactory(framework=FrameworkFactory(circle=circle)).framework for _ in range(2))
    take_into_use(second, by=coordinator)
    take_into_use(third, by=coordinator)

    to_draft(third, by=coordinator)
    to_draft(second, by=coordinator)

    assert states(circle) == {used.pk: "in_use", second.pk: "draft", third.pk: "draft"}


def test_version_on_which_a_round_has_begun_is_not_taken_back(table, coordinator):
    open_round(RoundFactory(framework=table))

    with pytest.raises(ValidationError):
        to_draft(table, by=coordinator)


def test_draft_is_not_taken_back(table, coordinator):
    with pytest.raises(ValidationError):
        to_draft(table, by=coordinator)


def test_open_round_keeps_its_version_when_another_is_used(table, circle, coordinator):
    round = open_round(RoundFactory(framework=table))

    take_into_use(CompetencyFactory(framework=FrameworkFactory(circle=circle)).framework, by=coordinator)

    round.refresh_from_db()
    assert (round.framework, round.is_open) == (table, True)


def test_round_opens_on_a_draft_with_what_still_waits(table, coordinator):
    waiting = IndicatorFactory(competency=table.competencies.first(), standing=Standing.PROPOSED, level=None)

    open_round(RoundFactory(framework=table))

    waiting.refresh_from_db()
    assert waiting.is_proposed
    assert table.competencies.in_table().count() == 2


# The next draft


def test_new_draft_says_the_same_in_rows_of_its_own(used, coordinator):
    used.competencies.first().goals.add(GoalFactory(framework=used))

    draft = new_draft(used, by=coordinator)

    def said(model, *names):
        return [
            list(model.objects.filter(**{model.table_path: table}).order_by(*names).values_list(*names))
            for table in (used, draft)
        ]

    for model, names in (
        (Goal, ("position", "text", "standing")),
        (LevelName, ("kind", "level", "name")),
        (Competency, ("kind", "position", "name", "standing")),
        (Indicator, ("competency__name", "level", "position", "text", "is_starter", "standing")),
        (CompetencyGoal, ("competency__name", "goal__text")),
    ):
        old, new = said(model, *names)
        assert old == new != []
    assert (draft.state, draft.number, draft.based_on, draft.title) == ("draft", used.number + 1, used, used.title)
    identifiers = {row.identifier for row in [*used.competencies.all(), *draft.competencies.all()]}
    assert len(identifiers) == 4
    assert [row.descends_from for row in draft.competencies.all()] == list(used.competencies.all())


def test_new_draft_leaves_behind_what_was_set_aside_or_joined(table, coordinator):
    competency = table.competencies.first()
    kept = competency.indicators.first()
    waiting = IndicatorFactory(competency=competency, standing=Standing.PROPOSED, level=None, text="รออยู่")
    IndicatorFactory(competency=competency, standing=Standing.SET_ASIDE, reason="ซ้ำ")
    IndicatorFactory(competency=competency, standing=Standing.JOINED, joined_to=kept)
    gone = CompetencyFactory(framework=table, standing=Standing.SET_ASIDE, reason="ไม่ใช้")
    IndicatorFactory(competency=gone)
    before = Indicator.objects.count()

    draft = new_draft(take_into_use(table, by=coordinator), by=coordinator)

    copied = Indicator.objects.filter(competency__framework=draft)
    assert copied.count() == before - 3
    assert copied.get(descends_from=waiting).is_proposed
    assert not draft.competencies.filter(descends_from=gone).exists()


def test_new_draft_knows_a_starting_suggestion_that_was_reworded_as_the_circles_own(table, coordinator):
    competency = table.competencies.first()
    suggested, reworded = (IndicatorFactory(competency=competency, is_starter=True) for _ in range(2))
    reword(reworded, "ถ้อยคำของวงเอง", by=coordinator)

    draft = new_draft(take_into_use(table, by=coordinator), by=coordinator)

    copies = Indicator.objects.filter(competency__framework=draft)
    assert [copies.get(descends_from=row).is_starter for row in (suggested, reworded)] == [True, False]
    assert [row.words for row in copies.filter(is_starter=True)] == [suggested.words]


def test_new_draft_credits_who_proposed_a_row_or_what_was_joined_to_it(
    table, coordinator, facilitator, teammate, neighbour
):
    competency = table.competencies.first()
    kept = competency.indicators.first()
    double = IndicatorFactory(competency=competency, standing=Standing.JOINED, joined_to=kept)
    of_double = IndicatorFactory(competency=competency, standing=Standing.JOINED, joined_to=double)
    for row, who in ((kept, facilitator), (double, teammate), (double, facilitator), (of_double, neighbour)):
        Proposer.of(row, facilitator=who, entered_by=coordinator).save()
    Agreement.of(kept, facilitator=teammate).save()
    Comment.of(kept, by=coordinator, text="ดี").save()

    draft = new_draft(take_into_use(table, by=coordinator), by=coordinator)

    copy = Indicator.objects.get(descends_from=kept)
    assert {said.facilitator for said in copy.proposers.all()} == {facilitator, teammate, neighbour}
    assert copy.proposers.get(facilitator=facilitator).at == kept.proposers.get().at
    assert (draft.agreements.count(), draft.comments.count()) == (0, 0)


def test_new_draft_takes_over_the_leads_who_are_still_there(used, coordinator, facilitator, teammate):
    used.leads.set([facilitator, teammate])
    teammate.is_active = False
    teammate.save()

    assert list(new_draft(used, by=coordinator).leads.all()) == [facilitator]


def test_new_draft_of_an_older_version_takes_the_next_free_number(used, circle, coordinator):
    newest = FrameworkFactory(circle=circle, number=used.number + 5)

    assert new_draft(used, by=coordinator).number == newest.number + 1


def test_draft_has_no_new_draft(table, coordinator):
    with pytest.raises(ValidationError):
        new_draft(table, by=coordinator)


def test_new_draft_is_kept_in_the_history(used, coordinator):
    draft = new_draft(used, by=coordinator)

    said = [draft.history.get(), *Indicator.history.filter(competency__framework=draft)]
    assert {(it.history_change_reason, it.history_user) for it in said} == {("carry_on", coordinator)}
    assert len(said) == 11


def test_new_draft_of_a_frozen_version_can_change(used, coordinator):
    open_round(RoundFactory(framework=used))
    row = Indicator.objects.filter(competency__framework=new_draft(used, by=coordinator)).first()

    row.text = "ถ้อยคำใหม่"
    keep(row, Act.REWORD, by=coordinator)

    assert (row.descends_from.text, row.text) != ("ถ้อยคำใหม่", row.descends_from.text)


@pytest.mark.parametrize("competencies", [1, 10])
def test_new_draft_takes_the_same_number_of_queries(
    circle, coordinator, facilitator, competencies, django_assert_max_num_queries
):
    table = full_framework(circle, knowledge=competencies, skills=0)
    table.competencies.first().goals.add(GoalFactory(framework=table))
    for row in table.competencies.all():
        Proposer.of(row, facilitator=facilitator, entered_by=coordinator).save()
    take_into_use(table, by=coordinator)

    with django_assert_max_num_queries(75):
        new_draft(table, by=coordinator)
