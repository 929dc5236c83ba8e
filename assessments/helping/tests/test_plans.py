"""My plan: from a wish to what was learnt, seen by the person and their coordinator alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.actions import save_answer, send_assessment
from assessments.models import LearningPlan
from assessments.tests.factories import CompetencyFactory, LearningPlanFactory
from kmnet import thai

LIST, NEW = reverse("assessments:plan_list"), reverse("assessments:plan_create")


def day(number):
    return timezone.localdate() + timedelta(days=number)


def typed(number):
    return thai.format_date(day(number), "numeric")


def planned(competency, **changes):
    told = {"competency": competency.pk, "what": "ไปดูเพื่อนจัดเวที", "with_whom": "คุณปิติ", "by_when": typed(9)}
    return told | changes


def url(plan, act=""):
    return reverse(f"assessments:plan{'_' if act else ''}{act}", args=[plan.pk])


def change(client, plan, act, **typed):
    """Post one of the plan's forms as a browser would: with what stands there, and what was typed instead."""
    prefix = {"edit": "change"}.get(act, act)
    form = client.get(url(plan)).context["forms"][prefix]
    posted = {field.html_name: "" if field.value() is None else field.value() for field in form}
    shown = {
        name: form.fields[name.split("-", 1)[1]].widget.format_value(value) if hasattr(value, "weekday") else value
        for name, value in posted.items()
    }
    return client.post(url(plan, act), shown | {f"{prefix}-{name}": value for name, value in typed.items()})


@pytest.fixture
def plan(begun, competency, facilitator):
    return LearningPlanFactory(round=begun, competency=competency, facilitator=facilitator)


@pytest.fixture
def wish(begun, competency, facilitator):
    """The facilitator has sent that they wish to rise from 2 to 4."""
    values = {"current": 2, "target": 4, "evidence": "", "matters_most": True}
    save_answer(begun, facilitator, competency, values, by=facilitator.user)
    send_assessment(begun, facilitator, by=facilitator.user)
    return competency


# From a wish to what was learnt


def test_wish_is_offered_on_ones_result_and_in_the_list(signed_in, facilitator, begun, wish):
    address = f"{NEW}?round={begun.pk}&amp;competency={wish.pk}"
    client = signed_in(facilitator)

    result = client.get(reverse("assessments:round_result", args=[begun.pk])).text

    assert (address in result, address in client.get(LIST).text) == (True, True)


def test_form_begins_with_what_the_address_says_and_offers_wishes_first(signed_in, facilitator, begun, wish):
    form = signed_in(facilitator).get(f"{NEW}?competency={wish.pk}&with_whom=คุณปิติ").context["form"]

    assert (form["competency"].value(), form["with_whom"].value()) == (str(wish.pk), "คุณปิติ")
    _empty, (first, wished), (_second, others) = form.fields["competency"].choices
    assert (str(first), [pk for pk, _name in wished]) == ("ที่ฉันอยากไปให้ถึง", [wish.pk])
    assert wish.pk not in [pk for pk, _name in others]


def test_plan_is_kept_shown_done_and_tells_what_was_learnt(signed_in, facilitator, begun, competency):
    client = signed_in(facilitator)
    client.post(NEW, planned(competency))
    plan = LearningPlan.objects.get()

    assert (plan.round, plan.facilitator, plan.place, plan.by_when) == (begun, facilitator, 1, day(9))
    assert "ไปดูเพื่อนจัดเวที" in client.get(reverse("home")).text

    answer = change(client, plan, "done", done_on=typed(0), learnt="ถามทีละคน")

    plan.refresh_from_db()
    assert (answer.status_code, plan.done_on, plan.learnt) == (302, day(0), "ถามทีละคน")
    page = client.get(LIST)
    assert (page.context["open"], page.context["done"]) == ([], [plan])
    assert "ถามทีละคน" in page.text
    assert "ไปดูเพื่อนจัดเวที" not in client.get(reverse("home")).text


def test_due_plan_says_so_on_the_first_page(signed_in, facilitator, plan):
    client = signed_in(facilitator)
    assert "ถึงกำหนดแล้ว" not in client.get(reverse("home")).text

    LearningPlan.objects.update(by_when=day(0))

    assert "ถึงกำหนดแล้ว" in client.get(reverse("home")).text


def test_day_taken_away_opens_the_plan_again(signed_in, facilitator, plan):
    LearningPlan.objects.update(done_on=day(-1))

    change(signed_in(facilitator), plan, "done", done_on="")

    plan.refresh_from_db()
    assert plan.done_on is None


def test_plan_is_changed(signed_in, facilitator, plan):
    change(signed_in(facilitator), plan, "edit", what="อ่านคู่มือ", with_whom="", by_when=typed(20))

    plan.refresh_from_db()
    assert (plan.what, plan.with_whom, plan.by_when) == ("อ่านคู่มือ", "", day(20))


def test_overdue_plan_keeps_its_day_while_its_words_are_changed(signed_in, facilitator, plan):
    LearningPlan.objects.update(by_when=day(-3))

    change(signed_in(facilitator), plan, "edit", what="อ่านคู่มือ")

    plan.refresh_from_db()
    assert (plan.what, plan.by_when) == ("อ่านคู่มือ", day(-3))


def test_change_made_meanwhile_is_not_overwritten(signed_in, facilitator, plan):
    client = signed_in(facilitator)
    seen = client.get(url(plan)).context["forms"]["change"]["seen"].value()
    LearningPlan.objects.update(what="อ่านคู่มือ")

    posted = {"change-seen": seen, "change-what": "ลองทำเอง", "change-by_when": typed(7)}
    answer = client.post(url(plan, "edit"), posted)

    plan.refresh_from_db()
    assert (answer.status_code, plan.what) == (200, "อ่านคู่มือ")
    assert "ลองทำเอง" in answer.text


def test_plan_is_given_up_while_it_is_open_and_stays_when_done(signed_in, facilitator, plan, begun):
    done = LearningPlanFactory(
        round=begun, facilitator=facilitator, competency=begun.framework.competencies.last(), done_on=day(0)
    )
    client = signed_in(facilitator)

    for row in (plan, done):
        client.post(url(row, "remove"))

    assert list(LearningPlan.objects.all()) == [done]


# What is refused


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"what": "ก" * 501},
        {"what": "ก\0ข"},
        {"with_whom": "ก" * 201},
        {"by_when": ""},
        {"by_when": "31/2/2570"},
        {"by_when": "1/1/2568"},
        {"competency": "99999999999999999999"},
        {"competency": ""},
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_typed(signed_in, facilitator, competency, wrong):
    answer = signed_in(facilitator).post(NEW, planned(competency) | wrong)

    assert (answer.status_code, LearningPlan.objects.count()) == (200, 0)
    assert list(answer.context["form"].errors) == list(wrong)
    assert "คุณปิติ" in answer.text or "with_whom" in wrong


def test_competency_of_another_table_is_refused(signed_in, facilitator, begun):
    other = CompetencyFactory()

    answer = signed_in(facilitator).post(NEW, planned(other))

    assert (answer.status_code, LearningPlan.objects.count()) == (200, 0)


def test_posted_owner_place_and_round_count_for_nothing(signed_in, facilitator, teammate, begun, competency):
    forged = {"facilitator": teammate.pk, "place": 3, "done_on": typed(0), "round": 99}

    signed_in(facilitator).post(NEW, planned(competency, **forged))

    plan = LearningPlan.objects.get()
    assert (plan.facilitator, plan.place, plan.done_on, plan.round) == (facilitator, 1, None, begun)


def test_second_tap_makes_no_second_plan(signed_in, facilitator, competency):
    client = signed_in(facilitator)
    client.post(NEW, planned(competency))

    answer = client.post(NEW, planned(competency))

    assert (answer.status_code, LearningPlan.objects.count()) == (200, 1)


def test_way_to_a_competency_that_is_planned_leads_to_its_plan(signed_in, facilitator, plan, competency):
    answer = signed_in(facilitator).get(f"{NEW}?competency={competency.pk}")

    assert answer.url == url(plan)


def test_fourth_plan_of_a_round_is_refused(signed_in, facilitator, begun):
    items = list(begun.framework.competencies.all())
    client = signed_in(facilitator)
    answers = [client.post(NEW, planned(item)) for item in items[:4]]

    assert ([answer.status_code for answer in answers], LearningPlan.objects.count()) == ([302] * 3 + [200], 3)
    assert "รอบนี้มีแผนครบ 3 ข้อแล้ว" in answers[-1].text
    assert "รอบนี้มีแผนครบ 3 ข้อแล้ว" in client.get(NEW).text
    assert "วางแผนครบ 3 ข้อแล้ว" in client.get(LIST).text


def test_place_given_up_is_filled_again(signed_in, facilitator, begun):
    items = list(begun.framework.competencies.all())
    client = signed_in(facilitator)
    for item in items[:3]:
        client.post(NEW, planned(item))
    client.post(url(LearningPlan.objects.get(place=2), "remove"))

    client.post(NEW, planned(items[3]))

    assert LearningPlan.objects.get(place=2).competency == items[3]


def test_day_to_come_is_not_done_yet(signed_in, facilitator, plan):
    answer = change(signed_in(facilitator), plan, "done", done_on=typed(1), learnt="ถามทีละคน")

    assert (answer.status_code, "ยังไม่ถึงวันนั้น" in answer.text, "ถามทีละคน" in answer.text) == (200, True, True)


def test_what_one_learnt_needs_the_day_it_was_done(signed_in, facilitator, plan):
    answer = change(signed_in(facilitator), plan, "done", done_on="", learnt="ถามทีละคน")

    plan.refresh_from_db()
    assert (answer.status_code, "บอกวันที่ทำเสร็จก่อน" in answer.text, plan.learnt) == (200, True, "")


# Who sees it


def test_nobody_else_sees_it_but_the_coordinator(signed_in, plan, teammate, stranger, coordinator, other_coordinator):
    pages = [url(plan), LIST, reverse("home")]
    for person in (teammate, stranger):
        client = signed_in(person)
        assert [client.get(page).status_code for page in pages] == [404, 200, 200]
        assert [plan.what in client.get(page).text for page in pages] == [False] * 3

    office = reverse("admin:assessments_learningplan_changelist")
    seen = [plan.what in signed_in(person).get(office).text for person in (coordinator, other_coordinator)]
    assert seen == [True, False]


def test_list_without_a_round_says_so(signed_in, facilitator):
    client = signed_in(facilitator)

    assert ["ยังไม่มีรอบที่เริ่มแล้ว" in client.get(page).text for page in (LIST, NEW)] == [True, True]


@pytest.mark.parametrize("asked", ["round=x", "round=99999999999999999999"])
def test_unknown_round_is_not_found(signed_in, facilitator, begun, asked):
    assert signed_in(facilitator).get(f"{NEW}?{asked}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(LIST, 6), (NEW, 11)])
def test_pages_ask_the_same_number_of_queries(
    signed_in, facilitator, begun, django_assert_num_queries, rows, address, queries
):
    for item in begun.framework.competencies.all()[:rows]:
        LearningPlanFactory(round=begun, competency=item, facilitator=facilitator)
    client = signed_in(facilitator)

    with django_assert_num_queries(queries):
        client.get(address)


# What the database holds


@pytest.mark.parametrize("wrong", [{"place": 0}, {"place": 4}, {"what": ""}, {"learnt": "ถามทีละคน"}, {"by_when": None}])
def test_plan_keeps_its_constraints(plan, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningPlan.objects.filter(pk=plan.pk).update(**wrong)


def test_person_plans_once_for_a_competency_and_place(plan, begun, facilitator):
    other = begun.framework.competencies.last()
    for same in ({"competency": plan.competency}, {"competency": other, "place": plan.place}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LearningPlanFactory(round=begun, facilitator=facilitator, **same)
