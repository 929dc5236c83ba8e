import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from assessments.actions import save_answer, send_assessment
from assessments.models import Answer, FrameworkVersion, Round, SelfAssessment
from assessments.table.versions import new_draft, take_into_use
from assessments.tests.factories import FrameworkFactory, RoundFactory
from kmnet.tests.admin_pages import address, open_page, posted

# Rounds


def test_round_is_opened_with_one_click_and_the_act_is_kept(signed_in, coordinator, planned_round):
    client = signed_in(coordinator)

    asked = client.get(reverse("admin:assessments_round_open", args=[planned_round.pk]))
    response = client.post(reverse("admin:assessments_round_open", args=[planned_round.pk]))

    planned_round.refresh_from_db()
    assert "12 ข้อ" in asked.text
    assert response.headers["Location"] == reverse("admin:assessments_round_results", args=[planned_round.pk])
    assert (planned_round.state, planned_round.framework.state) == ("open", "in_use")
    assert [entry.change_message for entry in LogEntry.objects.filter(user=coordinator)] == ["เปิดรอบ"]


def test_opening_a_round_says_which_version_retires_and_who_did_it_stays_known(signed_in, coordinator, planned_round):
    planned_on = planned_round.framework
    used = take_into_use(new_draft(take_into_use(planned_on, by=coordinator), by=coordinator), by=coordinator)
    client = signed_in(coordinator)
    opening = reverse("admin:assessments_round_open", args=[planned_round.pk])

    asked = client.get(opening)
    client.post(opening)

    assert f"ตอนนี้ใช้{used.called} ฉบับนั้นจะเลิกใช้" in asked.text
    told = [table.history.first() for table in (planned_on, used)]
    assert [(each.history_change_reason, each.history_user) for each in told] == [
        ("use", coordinator),
        ("retire", coordinator),
    ]


def test_round_is_closed_and_the_act_is_kept(signed_in, coordinator, round):
    client = signed_in(coordinator)

    client.post(reverse("admin:assessments_round_close", args=[round.pk]))
    again = client.post(reverse("admin:assessments_round_close", args=[round.pk]), follow=True)

    round.refresh_from_db()
    assert round.state == "closed"
    assert [str(message) for message in again.context["messages"]][-1] == "รอบที่ 1 ไม่ได้เปิดอยู่"
    assert [entry.change_message for entry in LogEntry.objects.filter(user=coordinator)] == ["ปิดรอบ"]


@pytest.mark.parametrize("act", ["open", "close"])
def test_round_of_another_network_is_neither_opened_nor_closed(signed_in, other_coordinator, planned_round, act):
    response = signed_in(other_coordinator).post(reverse(f"admin:assessments_round_{act}", args=[planned_round.pk]))

    planned_round.refresh_from_db()
    assert response.status_code == 404
    assert planned_round.state == "planned"


def test_round_that_cannot_open_says_why(signed_in, coordinator, circle):
    round = RoundFactory(framework=FrameworkFactory(circle=circle))
    client = signed_in(coordinator)

    asked = client.get(reverse("admin:assessments_round_open", args=[round.pk]))
    client.post(reverse("admin:assessments_round_open", args=[round.pk]))

    round.refresh_from_db()
    assert address(FrameworkVersion, "change", round.framework) in asked.text
    assert round.state == "planned"


def test_state_of_a_round_is_not_changed_by_its_form(signed_in, coordinator, planned_round):
    client = signed_in(coordinator)
    data = posted(client.get(address(Round, "change", planned_round)))

    client.post(address(Round, "change", planned_round), data | {"state": "closed", "closes_on": "31/12/2569"})

    planned_round.refresh_from_db()
    assert (planned_round.state, planned_round.closes_on.isoformat()) == ("planned", "2026-12-31")


def test_table_of_a_begun_round_stays(signed_in, coordinator, round, circle):
    other = FrameworkFactory(circle=circle, number=9)
    client = signed_in(coordinator)
    data = posted(client.get(address(Round, "change", round)))

    client.post(address(Round, "change", round), data | {"framework": other.pk, "number": "5"})

    round.refresh_from_db()
    assert (round.framework_id != other.pk, round.number) == (True, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": "1"}, "__all__"),
        ({"opens_on": "8/8/2569", "closes_on": "7/8/2569"}, "__all__"),
        ({"closes_on": "30/2/2569"}, "closes_on"),
    ],
)
def test_broken_rule_of_a_round_is_told_in_the_form(signed_in, coordinator, planned_round, values, field):
    data = {"circle": planned_round.circle_id, "framework": planned_round.framework_id} | values

    response = signed_in(coordinator).post(address(Round, "add"), data)

    assert response.status_code == 200
    assert list(response.context_data["adminform"].form.errors) == [field]
    assert Round.objects.count() == 1


def test_next_round_is_numbered_by_itself(signed_in, coordinator, planned_round):
    data = {"circle": planned_round.circle_id, "framework": planned_round.framework_id, "number": ""}

    signed_in(coordinator).post(address(Round, "add"), data)

    assert list(Round.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


# Answers


@pytest.fixture
def drafted(round, items, facilitator):
    """A sending, and a draft begun after it."""
    told = {"target": None, "evidence": "", "matters_most": False}
    save_answer(round, facilitator, items[0], {"current": 2, **told}, by=facilitator.user)
    send_assessment(round, facilitator, by=facilitator.user)
    save_answer(round, facilitator, items[0], {"current": 5, **told}, by=facilitator.user)
    return SelfAssessment.objects.drafts().get()


def test_draft_is_its_writers_alone(signed_in, coordinator, drafted):
    client = signed_in(coordinator)

    listed = client.get(address(Answer, "changelist")).context_data["cl"].result_list
    shown = client.get(address(SelfAssessment, "change", drafted)).context_data["inline_admin_formsets"][0]

    assert [answer.current for answer in listed] == [2]
    assert shown.formset.initial_forms == []
    assert open_page(client, "change", drafted.answers.get()).status_code == 302


@pytest.mark.parametrize("model", [SelfAssessment, Answer])
def test_answers_are_changed_by_nobody_here(signed_in, coordinator, drafted, model):
    row = model.objects.exclude(assessment__state="draft").get() if model is Answer else drafted
    client = signed_in(coordinator)

    assert client.post(address(model, "change", row), {"current": "5"}).status_code == 403
    assert client.post(address(model, "delete", row), {"post": "yes"}).status_code == 403
    assert client.post(address(model, "add"), {}).status_code == 403
