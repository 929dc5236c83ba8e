"""Reading freedom tables, and taking them from draft to use to the next draft, through the pages."""

import pytest
from django.urls import reverse

from assessments.actions import open_round
from assessments.models import FrameworkVersion, Goal, Standing
from assessments.table.acts import Act, keep
from assessments.table.versions import new_draft, take_into_use
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    RoundFactory,
    full_framework,
)


@pytest.fixture
def version(circle, coordinator):
    """In use."""
    return take_into_use(full_framework(circle, knowledge=1, skills=1), by=coordinator)


@pytest.fixture
def next_draft(version, coordinator):
    return new_draft(version, by=coordinator)


def url(name, *args):
    return reverse(f"assessments:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def said(response):
    return " ".join(response.content.decode().split())


# Reading


def test_list_shows_the_versions_of_ones_circles_newest_first(signed_in, facilitator, version, next_draft, kit_circle):
    page = signed_in(facilitator).get(url("table_list"))

    circles = page.context["circles"]
    assert [(circle.pk, [it.pk for it in circle.versions]) for circle in circles] == [
        (version.circle_id, [next_draft.pk, version.pk]),
        (kit_circle.pk, []),
    ]
    assert url("table_compare", version, next_draft) in said(page)
    assert "วงนี้ยังไม่มีตารางแห่งอิสรภาพ" in said(page)
    assert url("table_new_draft", version) not in said(page)


def test_list_of_a_coordinator_offers_new_drafts_and_imports(signed_in, coordinator, version, kit_circle):
    page = said(signed_in(coordinator).get(url("table_list")))

    assert url("table_new_draft", version) in page
    assert url("table_import", version.circle) in page
    assert url("table_import", kit_circle) in page
    assert url("table_begin", kit_circle) in page
    assert url("table_begin", version.circle) not in page


def test_list_of_who_belongs_to_no_circle_says_what_to_do(signed_in, other_coordinator, version):
    assert "ยังไม่มีตารางแห่งอิสรภาพให้คุณอ่าน" in said(signed_in(other_coordinator).get(url("table_list")))


def test_table_shows_five_levels_and_no_proposals(signed_in, neighbour, version):
    competency = version.competencies.first()
    IndicatorFactory(competency=competency, standing=Standing.PROPOSED, level=2, text="ยังรออยู่")

    page = said(signed_in(neighbour).get(url("table", version)))

    assert all(row.text in page for row in competency.indicators.in_table())
    assert "ยังรออยู่" not in page
    assert "1 ข้อเสนอ" in page


@pytest.mark.parametrize(
    ("who", "links"),
    [
        ("neighbour", {"board"}),
        ("facilitator", {"board", "sorting", "tree"}),
        ("coordinator", {"board", "sorting", "tree", "table_leads"}),
    ],
)
def test_table_offers_each_what_they_may_do(request, signed_in, next_draft, facilitator, who, links):
    next_draft.leads.add(facilitator)

    page = said(signed_in(request.getfixturevalue(who)).get(url("table", next_draft)))

    acts = {"board", "sorting", "tree", "table_leads", "table_new_draft"}
    assert {name for name in acts if f'href="{url(name, next_draft)}"' in page} == links


@pytest.mark.parametrize("name", ["table", "table_check", "table_history"])
def test_pages_of_a_table_are_not_there_for_strangers(signed_in, stranger, version, name):
    assert signed_in(stranger).get(url(name, version)).status_code == 404


@pytest.mark.parametrize(("name", "queries"), [("table_list", 9), ("table", 28), ("table_check", 22)])
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_for_one_row_and_three(
    signed_in, facilitator, coordinator, circle, name, queries, rows, django_assert_num_queries
):
    table = full_framework(circle, knowledge=rows, skills=0)
    for competency in table.competencies.all():
        competency.goals.add(GoalFactory(framework=table))
        keep(competency, Act.EDIT, by=coordinator)
        FrameworkFactory(circle=circle, number=table.number + competency.pk)
        RoundFactory(framework=table)
    client = signed_in(facilitator)
    address = url(name) if name == "table_list" else url(name, table)
    client.get(address)

    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


# Use


def test_check_list_warns_and_does_not_forbid(signed_in, coordinator, circle):
    table = CompetencyFactory(framework__circle=circle, framework__purpose="").framework
    client = signed_in(coordinator)

    page = said(client.get(url("table_check", table)))
    answer = client.post(url("table_use", table))

    assert "ยังไม่ได้เขียนเป้าประสงค์" in page
    assert url("table_use", table) in page
    assert answer.url == url("table", table)
    assert FrameworkVersion.objects.get(pk=table.pk).state == "in_use"


def test_table_without_a_competency_is_refused_with_the_reason(signed_in, coordinator, circle):
    table = FrameworkFactory(circle=circle)
    client = signed_in(coordinator)

    page = said(client.get(url("table_check", table)))
    answer = client.post(url("table_use", table), follow=True)

    assert url("table_use", table) not in page
    assert "ยังไม่มีความสามารถ" in said(answer)
    assert FrameworkVersion.objects.get(pk=table.pk).is_draft


def test_check_list_says_that_a_running_round_stays_on_its_version(signed_in, coordinator, version, next_draft):
    open_round(RoundFactory(framework=version, number=4))

    assert "รอบที่ 4 เปิดอยู่บนฉบับที่" in said(signed_in(coordinator).get(url("table_check", next_draft)))


def test_facilitator_reads_the_check_list_and_has_no_button(signed_in, facilitator, next_draft):
    page = said(signed_in(facilitator).get(url("table_check", next_draft)))

    assert url("table_use", next_draft) not in page
    assert "ผู้ประสานงานเป็นผู้นำฉบับนี้มาใช้" in page


@pytest.mark.parametrize("is_lead", [False, True])
def test_check_list_leads_only_those_who_sort_to_mend(signed_in, facilitator, next_draft, is_lead):
    if is_lead:
        next_draft.leads.add(facilitator)
    IndicatorFactory(competency__framework=next_draft, standing="proposed")
    client = signed_in(facilitator)

    assert (f'href="{url("sorting", next_draft)}"' in said(client.get(url("table_check", next_draft)))) == is_lead
    assert (f'href="{url("sorting", next_draft)}"' in said(client.get(url("table_list")))) == is_lead


@pytest.mark.parametrize("begun", [False, True])
def test_table_in_use_leads_the_coordinator_to_taking_it_back(signed_in, coordinator, version, begun):
    if begun:
        open_round(RoundFactory(framework=version))

    page = said(signed_in(coordinator).get(url("table", version)))

    assert (f'href="{url("table_check", version)}#use"' in page) != begun


# Beginning


def test_a_circle_without_a_table_begins_an_empty_draft(signed_in, coordinator, teammate, kit_circle):
    client = signed_in(coordinator)

    page = client.get(url("table_begin", kit_circle))
    answer = client.post(url("table_begin", kit_circle), {"title": "ตารางของเรา", "purpose": "พึ่งตนเอง"})

    draft = kit_circle.frameworks.get()
    assert "เริ่มร่างเปล่า" in said(page)
    assert (answer.url, draft.number, draft.state) == (draft.get_absolute_url(), 1, "draft")
    assert (draft.title, draft.purpose, draft.level_names.count()) == ("ตารางของเรา", "พึ่งตนเอง", 10)
    assert (draft.history.get().history_user, draft.history.get().history_change_reason) == (coordinator, "begin")
    board = signed_in(teammate).post(url("board", draft), {"goal-text": "กลุ่มเข้มแข็ง"})
    assert (board.status_code, draft.goals.get().text) == (302, "กลุ่มเข้มแข็ง")


def test_a_draft_without_a_title_is_not_begun(signed_in, coordinator, kit_circle):
    answer = signed_in(coordinator).post(url("table_begin", kit_circle), {"title": " "})

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"title"}
    assert not kit_circle.frameworks.exists()


def test_two_who_begin_at_once_begin_one_draft(signed_in, coordinator, kit_circle):
    client = signed_in(coordinator)
    client.post(url("table_begin", kit_circle), {"title": "ตารางแรก"})

    answer = client.post(url("table_begin", kit_circle), {"title": "ตารางที่สอง"})

    assert kit_circle.frameworks.get().title == "ตารางแรก"
    assert kit_circle.frameworks.get().get_absolute_url() in said(answer)


# Putting away


def test_a_draft_that_nobody_goes_on_with_is_put_away_and_taken_back(signed_in, coordinator, teammate, next_draft):
    client = signed_in(coordinator)

    page = client.post(url("table_put_away", next_draft), follow=True)
    next_draft.refresh_from_db()
    put_away = (next_draft.state, next_draft.history.first().history_change_reason)
    front = said(signed_in(teammate).get(reverse("home")))
    client = signed_in(coordinator)
    client.post(url("table_to_draft", next_draft))
    next_draft.refresh_from_db()

    assert put_away == ("retired", "put_away")
    assert url("table_to_draft", next_draft) in said(page)
    assert url("board", next_draft) not in front
    assert next_draft.state == "draft"
    assert url("board", next_draft) in said(signed_in(teammate).get(reverse("home")))


def test_what_is_put_away_is_not_what_the_next_draft_is_made_from(signed_in, coordinator, circle):
    client = signed_in(coordinator)
    wrong, right = FrameworkFactory(circle=circle, number=1), FrameworkFactory(circle=circle, number=2)
    client.post(url("table_put_away", wrong))
    one_goes_on = said(client.get(url("table_list")))
    client.post(url("table_put_away", right))
    none_goes_on = said(client.get(url("table_list")))

    answer = client.post(url("table_begin", circle), {"title": "ตารางของเรา"})

    assert url("table_new_draft", wrong) not in one_goes_on
    assert url("table_begin", circle) not in one_goes_on
    assert url("table_new_draft", right) not in none_goes_on
    assert url("table_begin", circle) in none_goes_on
    begun = circle.frameworks.get(number=3)
    assert (answer.url, begun.state, begun.based_on) == (begun.get_absolute_url(), "draft", None)
    assert "ฉบับที่ 3" in said(client.post(url("table_begin", circle), {"title": "อีกตาราง"}))
    assert circle.frameworks.count() == 3


def test_a_version_in_use_and_a_draft_with_a_planned_round_are_not_put_away(
    signed_in, coordinator, version, next_draft
):
    RoundFactory(framework=next_draft)
    client = signed_in(coordinator)

    told = [said(client.post(url("table_put_away", table), follow=True)) for table in (version, next_draft)]

    assert "เก็บได้เฉพาะร่าง" in told[0]
    assert "วางแผนไว้บนร่างนี้" in told[1]
    assert list(FrameworkVersion.objects.order_by("number").values_list("state", flat=True)) == ["in_use", "draft"]


@pytest.mark.parametrize("name", ["table_use", "table_to_draft", "table_put_away", "table_new_draft"])
def test_only_the_coordinator_uses_takes_back_and_carries_on(signed_in, facilitator, version, name):
    version.leads.add(facilitator)

    assert signed_in(facilitator).post(url(name, version)).status_code == 403
    assert list(FrameworkVersion.objects.values_list("state", flat=True)) == ["in_use"]


def test_version_is_taken_back_while_no_round_has_begun(signed_in, coordinator, version):
    client = signed_in(coordinator)
    page = said(client.get(url("table_check", version)))

    client.post(url("table_to_draft", version))

    assert url("table_to_draft", version) in page
    assert FrameworkVersion.objects.get().is_draft


def test_version_of_a_begun_round_is_not_taken_back(signed_in, coordinator, version):
    open_round(RoundFactory(framework=version))
    client = signed_in(coordinator)

    page = said(client.get(url("table_check", version)))
    answer = client.post(url("table_to_draft", version), follow=True)

    assert url("table_to_draft", version) not in page
    assert "ถ้อยคำจึงต้องคงเดิม" in said(answer)
    assert FrameworkVersion.objects.get().state == "in_use"


# The next draft


def test_new_draft_is_begun_from_its_page(signed_in, coordinator, version):
    client = signed_in(coordinator)
    page = said(client.get(url("table_new_draft", version)))

    answer = client.post(url("table_new_draft", version), {"newest": version.number})

    draft = FrameworkVersion.objects.drafts().get()
    assert f'name="newest" value="{version.number}"' in page
    assert "วงนี้มีร่างอยู่แล้ว" not in page
    assert (answer.url, draft.based_on) == (url("table", draft), version)


def test_second_draft_is_warned_of_and_allowed(signed_in, coordinator, version, next_draft):
    client = signed_in(coordinator)

    page = said(client.get(url("table_new_draft", version)))
    client.post(url("table_new_draft", version), {"newest": next_draft.number})

    assert "วงนี้มีร่างอยู่แล้ว" in page
    assert url("table", next_draft) in page
    assert FrameworkVersion.objects.drafts().count() == 2


@pytest.mark.parametrize("newest", ["1", "", "๙", "99999999999999999999"])
def test_draft_is_begun_once_however_often_it_is_tapped(signed_in, coordinator, version, next_draft, newest):
    client = signed_in(coordinator)

    answer = client.post(url("table_new_draft", version), {"newest": newest})

    assert FrameworkVersion.objects.count() == 2
    assert 'role="alert"' in said(answer)
    assert url("table", next_draft) in said(answer)
    assert f'name="newest" value="{next_draft.number}"' in said(answer)


def test_draft_of_a_draft_is_refused_with_words(signed_in, coordinator, next_draft):
    answer = signed_in(coordinator).post(url("table_new_draft", next_draft), {"newest": next_draft.number})

    assert "ฉบับนี้ยังเป็นร่าง" in said(answer)
    assert FrameworkVersion.objects.count() == 2


# Comparing


def test_two_versions_stand_side_by_side_with_what_changed(signed_in, facilitator, version, next_draft, coordinator):
    next_draft.purpose = version.purpose + "และยั่งยืน"
    keep(next_draft, Act.EDIT, by=coordinator)

    page = said(signed_in(facilitator).get(url("table_compare", next_draft, version)))

    assert "<ins><span" in page
    assert "และยั่งยืน" in page
    assert page.index(f"<b>{version.called}</b>") < page.index(f"<b>{next_draft.called}</b>")


def test_other_two_versions_are_chosen_older_first(signed_in, facilitator, version, next_draft):
    client = signed_in(facilitator)
    page = url("table_compare", version, next_draft)

    answer = client.get(page, {"old": next_draft.pk, "new": version.pk})
    same = client.get(page, {"old": version.pk, "new": version.pk})

    assert answer.url == url("table_compare", version, next_draft)
    assert "เลือกสองฉบับที่ต่างกัน" in said(same)


def test_versions_of_two_circles_are_not_compared(signed_in, facilitator, version, kit_circle):
    other = FrameworkFactory(circle=kit_circle)

    assert signed_in(facilitator).get(url("table_compare", version, other)).status_code == 404


# History


def test_history_names_who_did_what_with_old_and_new_words(signed_in, neighbour, teammate, next_draft, coordinator):
    goal = keep(Goal(framework=next_draft, text="เดิมว่าอย่างนี้"), Act.PROPOSE, by=teammate.user)
    goal.text = "ใหม่ว่าอย่างนั้น"
    keep(goal, Act.REWORD, by=coordinator)

    client = signed_in(neighbour)
    page = said(client.get(url("table_history", next_draft)))
    of_one = client.get(url("table_history", next_draft), {"by": teammate.user.pk})

    assert "เดิมว่าอย่างนี้" in page
    assert "ใหม่ว่าอย่างนั้น" in page
    assert [it.words for it in of_one.context["page"]] == ["เดิมว่าอย่างนี้"]


@pytest.mark.parametrize("query", ["?page=99", "?page=x", "?by=99999&act=lost", "?by=x"])
def test_history_bears_what_is_asked_wrongly(signed_in, facilitator, next_draft, query):
    assert signed_in(facilitator).get(url("table_history", next_draft) + query).status_code == 200


@pytest.mark.parametrize("competencies", [1, 10])
def test_page_of_the_history_asks_two_queries_a_model_at_most(
    signed_in, facilitator, circle, competencies, django_assert_max_num_queries
):
    table = full_framework(circle, knowledge=competencies, skills=0)
    client = signed_in(facilitator)
    client.get(url("table_history", table))

    with django_assert_max_num_queries(13):
        client.get(url("table_history", table))
