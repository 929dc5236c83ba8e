import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from assessments.models import Agreement, Comment, FrameworkVersion, Indicator, Proposer, Standing
from assessments.table import sorting
from assessments.table.permissions import NOT_A_DRAFT, NOT_A_LEAD
from assessments.table.undo import last_step
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(circle):
    return FrameworkFactory(circle=circle)


@pytest.fixture
def competency(draft):
    return CompetencyFactory(framework=draft, name="การถ่ายทอด")


@pytest.fixture
def lead(draft, facilitator):
    draft.leads.add(facilitator)
    return facilitator


@pytest.fixture
def leading(lead, signed_in):
    """A client signed in as a lead of the draft."""
    return signed_in(lead)


def proposed(competency, text="เล่าเรื่องจากเวทีได้", level=None, by=None):
    row = IndicatorFactory(competency=competency, text=text, level=level, standing=Standing.PROPOSED)
    if by:
        Proposer.of(row, facilitator=by, entered_by=by.user).save()
    return row


def url(page, row, query=""):
    name = f"row_{page}" if page else "row"
    return reverse(f"assessments:{name}", args=[row._meta.model_name, row.pk]) + query


def said(response):
    """The messages without their buttons."""
    return [str(each).split("</span>")[0].split("<span>")[-1] for each in get_messages(response.wsgi_request)]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# The page of a row


def test_row_tells_everything_of_a_sentence(competency, teammate, neighbour, facilitator, leading):
    row = proposed(competency, level=2, by=teammate)
    double = proposed(competency, "เล่าเรื่องในเวที", by=neighbour)
    Agreement.of(row, facilitator=facilitator).save()
    Comment.of(double, by=neighbour.user, text="น่าจะสั้นกว่านี้").save()
    sorting.join(double, row, by=facilitator.user)
    sorting.reword(row, "เล่าเรื่องจากเวทีให้เพื่อนฟังได้", by=facilitator.user)
    sorting.place(row, 3, by=teammate.user)

    page = leading.get(url("", row)).context["page"]

    assert [each.facilitator for each in page.proposers] == [teammate, neighbour]
    assert (page.agreements, [each.text for each in page.comments]) == (1, ["น่าจะสั้นกว่านี้"])
    assert (page.joined, page.standing) == ([double], "อยู่ในตาราง ระดับ 3")
    assert [(told.act, told.by, told.before) for told in page.history] == [
        ("จัดที่ระดับ 3", teammate.user, ""),
        ("ปรับถ้อยคำ", facilitator.user, "เล่าเรื่องจากเวทีได้"),
        ("รวม “เล่าเรื่องในเวที” เข้ามา", facilitator.user, ""),
        ("เพิ่ม", None, ""),
    ]
    assert page.last_told.act == "จัดที่ระดับ 3"


def test_row_shows_the_first_wording_reason_and_what_it_was_joined_to(competency, lead, leading):
    reworded, aside, joined = (proposed(competency, text) for text in ("ก", "ข", "ค"))
    sorting.reword(reworded, "ง", by=lead.user)
    sorting.set_aside(aside, "ยาวไป", by=lead.user)
    sorting.join(joined, reworded, by=lead.user)

    assertContains(leading.get(url("", reworded)), "<b>ถ้อยคำแรก:</b> ก")
    assertContains(leading.get(url("", aside)), "<b>พักไว้เพราะ:</b> ยาวไป")
    assertContains(leading.get(url("", joined)), f'<a href="{url("", reworded)}">ง</a>')


def test_row_of_each_kind_has_its_page(draft, competency, leading):
    for row in (GoalFactory(framework=draft), competency, proposed(competency)):
        assertContains(leading.get(url("", row)), row.words)
    assert leading.get(reverse("assessments:row", args=["framework", draft.pk])).status_code == 404
    assert leading.get(reverse("assessments:row", args=["goal", 999999])).status_code == 404


def test_row_can_be_read_by_the_circle_and_sorted_by_leads(competency, teammate, coordinator, lead, signed_in):
    row = proposed(competency)
    acts = f'action="{url("place", row)}"'
    comment = f'action="{url("comment", row)}?back=row"'

    assertContains(signed_in(lead).get(url("", row)), acts)
    assertContains(signed_in(coordinator).get(url("", row)), acts)
    page = signed_in(teammate).get(url("", row))
    assertNotContains(page, acts)
    assertContains(page, comment)


def test_row_of_a_version_in_use_can_only_be_read(competency, lead, coordinator, signed_in):
    row = IndicatorFactory(competency=competency)
    competency.framework.state = FrameworkVersion.State.IN_USE
    competency.framework.save()

    page = signed_in(coordinator).get(url("", row))

    assertNotContains(page, url("set_aside", row))
    assertNotContains(page, url("comment", row))


@pytest.mark.parametrize("count", [1, 3])
def test_row_asks_the_same_whatever_was_done_to_it(
    competency, facilitator, teammate, leading, count, django_assert_num_queries
):
    row = proposed(competency, by=teammate)
    for number in range(count):
        other = proposed(competency, f"เล่าเรื่องได้ แบบที่ {number}", by=facilitator)
        Comment.of(other, by=teammate.user, text="ดี").save()
        sorting.join(other, row, by=facilitator.user)
        sorting.reword(row, f"เล่าเรื่อง {number}", by=teammate.user)
        proposed(competency, f"เล่าเรื่อง {number} ครั้ง")

    with django_assert_num_queries(15):
        leading.get(url("", row))


def test_comment_from_the_page_of_a_row_returns_there(competency, teammate, signed_in):
    row = proposed(competency)

    answer = signed_in(teammate).post(url("comment", row, "?back=row"), {"text": "น่าจะสั้นกว่านี้"})

    assert answer.url == url("", row)
    assert [each.text for each in row.comments.all()] == ["น่าจะสั้นกว่านี้"]


# One tap


def test_place_returns_to_where_it_was_tapped(competency, draft, leading):
    row, following = proposed(competency), proposed(competency, "ฟังเป็น")

    answer = leading.post(
        url("place", row, f"?back=sorting&at=indicator-{following.pk}"), {"level": "3", "seen": sorting.mark(row)}
    )

    assert answer.url == reverse("assessments:sorting", args=[draft.pk]) + f"#indicator-{following.pk}"
    assert (fresh(row).standing, fresh(row).level) == ("agreed", 3)
    assert said(answer) == ["จัดที่ระดับ 3 แล้ว: “เล่าเรื่องจากเวทีได้”"]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("", "/tables/rows/indicator/{row}/"),
        ("?back=board", "/tables/competencies/{competency}/#indicator-{row}"),
        ("?back=tree&at=indicator-5", "/tables/{table}/tree/#indicator-5"),
        ("?back=//evil.example&at=x", "/tables/rows/indicator/{row}/"),
        ("?back=sorting&at=javascript:1", "/tables/rows/indicator/{row}/"),
    ],
)
def test_an_act_leads_only_to_pages_of_the_table(competency, leading, query, place):
    row = proposed(competency)

    answer = leading.post(url("place", row, query), {"level": "3"})

    assert answer.url == place.format(row=row.pk, competency=competency.pk, table=competency.framework_id)


def test_undo_in_the_message_undoes_and_returns(competency, draft, lead, leading):
    row = proposed(competency, level=2)
    page = leading.post(url("place", row, "?back=sorting"), {"level": "3"}, follow=True)
    step = last_step(fresh(row)).pk
    assertContains(page, f'action="{url("undo", row)}?back=sorting"')
    assertContains(page, f'name="step" value="{step}"')

    answer = leading.post(url("undo", row, "?back=sorting"), {"step": step})

    assert answer.url == reverse("assessments:sorting", args=[draft.pk]) + f"#indicator-{row.pk}"
    assert (fresh(row).standing, fresh(row).level) == ("proposed", 2)
    assert said(answer) == ["ย้อนกลับแล้ว ตอนนี้เป็น “เล่าเรื่องจากเวทีได้” (รอจัดระดับ)"]


def test_undo_of_what_somebody_went_on_with_says_so(competency, teammate, lead, leading):
    row = proposed(competency)
    sorting.place(row, 3, by=lead.user)
    step = last_step(row).pk
    sorting.place(row, 5, by=teammate.user)

    answer = leading.post(url("undo", row), {"step": step})

    assert said(answer) == ["หลังจากนั้น manee ทำกับ “เล่าเรื่องจากเวทีได้” ไปแล้ว (จัดระดับ) ย้อนกลับขั้นนั้นก่อน"]
    assert fresh(row).level == 5


@pytest.mark.parametrize("step", ["", "x", "0", "99999999"])
def test_undo_of_nothing_says_so(competency, leading, step):
    assert said(leading.post(url("undo", proposed(competency)), {"step": step})) == ["ไม่มีอะไรให้ย้อนกลับ"]


@pytest.mark.parametrize("level", ["", "0", "6", "x"])
def test_place_at_no_level_says_so(competency, leading, level):
    row = proposed(competency)

    answer = leading.post(url("place", row), {"level": level})

    assert said(answer)[0].startswith(("ระดับมีตั้งแต่", "เลือกระดับ"))
    assert fresh(row).standing == "proposed"


def test_second_lead_is_told_what_the_first_has_done(competency, teammate, leading):
    row = proposed(competency)
    seen = sorting.mark(row)
    sorting.place(row, 2, by=teammate.user)

    answer = leading.post(url("place", row), {"level": "4", "seen": seen})

    assert said(answer) == ["มีคนแก้ข้อนี้ไปแล้วระหว่างนี้ ตอนนี้เป็น “เล่าเรื่องจากเวทีได้” อยู่ในตาราง ระดับ 2 ดูก่อน แล้วเลือกใหม่"]
    assert fresh(row).level == 2


def test_take_in_and_bring_back(draft, leading):
    goal = GoalFactory(framework=draft, standing=Standing.PROPOSED)
    aside = CompetencyFactory(framework=draft, standing=Standing.SET_ASIDE, reason="ซ้ำ")

    leading.post(url("take_in", goal))
    leading.post(url("bring_back", aside))

    assert (fresh(goal).standing, fresh(aside).standing) == ("agreed", "proposed")


# Joining


def test_join_offers_the_likely_doubles_first(competency, leading):
    row = proposed(competency, "จดประเด็นสำคัญได้ครบ")
    other = proposed(competency, "เปิดเวทีด้วยเรื่องเล่า")
    double = IndicatorFactory(competency=competency, text="จดประเด็นสำคัญได้ครบถ้วน", level=4)
    proposed(CompetencyFactory(framework=competency.framework), "จดประเด็นได้ครบ")

    page = leading.get(url("join", row))

    assert page.context["form"].groups == [
        ("อาจพูดเรื่องเดียวกัน", [(double, "อยู่ในตาราง ระดับ 4")]),
        ("ข้ออื่น ๆ", [(other, "รอจัดระดับ")]),
    ]


def test_join_is_done_from_the_list(competency, leading):
    row, other = proposed(competency), proposed(competency, "ฟังเป็น")

    answer = leading.post(url("join", row), {"into": other.pk, "seen": sorting.mark(row)})

    assert fresh(row).joined_to == other
    assert said(answer) == ["รวม “เล่าเรื่องจากเวทีได้” เข้ากับ “ฟังเป็น” แล้ว ผู้เสนอทุกคนยังมีชื่ออยู่"]


def test_join_to_what_cannot_be_is_handed_back(competency, lead, leading):
    row = proposed(competency)
    aside = IndicatorFactory(competency=competency, standing=Standing.SET_ASIDE, reason="ซ้ำ", text="ฟังเป็น")
    elsewhere = proposed(CompetencyFactory())

    for into, words in ((aside, "“ฟังเป็น” พักไว้อยู่"), (row, "รวมข้อหนึ่งเข้ากับตัวเองไม่ได้"), (elsewhere, "ไม่มีข้อนั้นแล้ว")):
        page = leading.post(url("join", row), {"into": into.pk})
        assert page.status_code == 200
        assertContains(page, words)
    assertContains(leading.post(url("join", row), {}), "เลือกข้อที่พูดเรื่องเดียวกัน")
    assert fresh(row).standing == "proposed"


def test_join_of_what_changed_meanwhile_shows_it_and_can_be_sent_again(competency, teammate, leading):
    row, other = proposed(competency), proposed(competency, "ฟังเป็น")
    seen = sorting.mark(row)
    sorting.reword(row, "เล่าได้", by=teammate.user)

    page = leading.post(url("join", row), {"into": other.pk, "seen": seen})
    assertContains(page, "มีคนแก้ข้อนี้ไปแล้วระหว่างนี้")
    assertContains(page, f'name="seen" value="{sorting.mark(fresh(row))}"')
    leading.post(url("join", row), {"into": other.pk, "seen": sorting.mark(fresh(row))})

    assert fresh(row).joined_to == other


# Rewording


def opened(leading, row):
    form = leading.get(url("reword", row)).context["form"]
    return {"seen": form["seen"].value(), row.wording: form[row.wording].value()}


def test_reword_keeps_the_first_wording(competency, leading):
    row = proposed(competency)

    answer = leading.post(url("reword", row), opened(leading, row) | {"text": "เล่าได้"})

    assert (fresh(row).text, fresh(row).first_wording) == ("เล่าได้", "เล่าเรื่องจากเวทีได้")
    assert row.history.first().history_change_reason == "reword"
    assert said(answer) == ["ปรับถ้อยคำแล้ว: “เล่าได้”"]


def test_reword_of_two_shows_the_second_both_wordings(competency, teammate, leading):
    row = proposed(competency)
    form = opened(leading, row)
    sorting.reword(row, "เล่าเรื่องให้เพื่อนฟังได้", by=teammate.user)

    page = leading.post(url("reword", row), form | {"text": "เล่าได้สนุก"})

    assertContains(page, "เล่าเรื่องให้เพื่อนฟังได้")
    assertContains(page, "เล่าได้สนุก")
    assert fresh(row).text == "เล่าเรื่องให้เพื่อนฟังได้"
    again = {"text": "เล่าได้สนุก", "seen": page.context["form"]["seen"].value()}
    leading.post(url("reword", row), again)
    assert (fresh(row).text, fresh(row).first_wording) == ("เล่าได้สนุก", "เล่าเรื่องจากเวทีได้")


def test_reword_to_what_is_there_leads_to_joining(competency, leading):
    row = proposed(competency)
    proposed(competency, "ฟังเป็น")

    page = leading.post(url("reword", row), opened(leading, row) | {"text": "ฟังเป็น"})

    assertContains(page, "มี “ฟังเป็น” อยู่แล้ว รวมข้อนี้เข้ากับข้อนั้นแทน")
    assertContains(page, f'href="{url("join", row)}"')
    assert fresh(row).text == "เล่าเรื่องจากเวทีได้"


@pytest.mark.parametrize("text", ["", "   ", "ก" * 501])
def test_reword_to_no_sentence_is_handed_back(competency, leading, text):
    row = proposed(competency)

    page = leading.post(url("reword", row), opened(leading, row) | {"text": text})

    assert (page.status_code, fresh(row).text) == (200, "เล่าเรื่องจากเวทีได้")
    assert page.context["form"].errors


def test_reword_without_a_change_writes_nothing(competency, leading):
    row = proposed(competency)

    leading.post(url("reword", row), opened(leading, row))

    assert row.history.count() == 1


def test_reword_of_a_competency_and_a_goal(draft, competency, leading):
    goal = GoalFactory(framework=draft)
    CompetencyFactory(framework=draft, kind="knowledge", name="การเล่าเรื่อง")

    leading.post(url("reword", goal), opened(leading, goal) | {"text": "พึ่งตนเองได้"})
    refused = leading.post(url("reword", competency), opened(leading, competency) | {"name": "การเล่าเรื่อง"})

    assert fresh(goal).text == "พึ่งตนเองได้"
    assertContains(refused, "มี “การเล่าเรื่อง” อยู่แล้ว")


# Setting aside


def test_set_aside_with_a_reason(competency, leading):
    row = proposed(competency)

    without = leading.post(url("set_aside", row), {"reason": " "})
    leading.post(url("set_aside", row), {"reason": "ยาวไป", "seen": sorting.mark(row)})

    assertContains(without, "บอกเหตุผลที่พักไว้ ให้ผู้เสนอได้อ่าน")
    assert (fresh(row).standing, fresh(row).reason) == ("set_aside", "ยาวไป")


def test_set_aside_of_what_was_placed_meanwhile_asks_again(competency, teammate, leading):
    row = proposed(competency)
    seen = sorting.mark(row)
    sorting.place(row, 3, by=teammate.user)

    page = leading.post(url("set_aside", row), {"reason": "ยาวไป", "seen": seen})

    assertContains(page, "มีคนแก้ข้อนี้ไปแล้วระหว่างนี้")
    assertContains(page, "ยาวไป")
    assert fresh(row).standing == "agreed"


# Who may

POSTED = {
    "place": {"level": "3"},
    "take_in": {},
    "join": {"into": "1"},
    "reword": {"text": "ใหม่"},
    "set_aside": {"reason": "ยาวไป"},
    "bring_back": {},
    "undo": {"step": "1"},
}


@pytest.mark.parametrize("page", POSTED)
def test_acts_are_for_leads_and_the_coordinator(
    page, competency, teammate, stranger, coordinator, other_coordinator, leading, signed_in
):
    row = proposed(competency)

    statuses = [
        signed_in(who).post(url(page, row), POSTED[page]).status_code
        for who in (teammate, stranger, other_coordinator, coordinator)
    ]

    assert statuses[:3] == [403, 404, 404]
    assert statuses[3] in (200, 302)
    assertContains(signed_in(teammate).post(url(page, row), POSTED[page]), NOT_A_LEAD, status_code=403)


@pytest.mark.parametrize("page", POSTED)
def test_acts_are_for_drafts(page, competency, coordinator, signed_in):
    row = proposed(competency)
    competency.framework.state = FrameworkVersion.State.IN_USE
    competency.framework.save()

    assertContains(signed_in(coordinator).post(url(page, row), POSTED[page]), NOT_A_DRAFT, status_code=403)
    assert fresh(row).standing == "proposed"


def test_anonymous_signs_in_first(competency, leading):
    row = proposed(competency)
    leading.logout()

    assert leading.get(url("", row)).url.startswith("/sign-in/")


# What waits


def sorting_url(draft):
    return reverse("assessments:sorting", args=[draft.pk])


def test_sorting_shows_what_waits_by_competency(draft, competency, teammate, leading):
    goal = GoalFactory(framework=draft, standing=Standing.PROPOSED)
    waiting = CompetencyFactory(framework=draft, standing=Standing.PROPOSED, kind="skill", position=9999)
    first, second = proposed(competency, "ฟังเป็น", by=teammate), proposed(waiting, "เล่าสนุก", level=2)
    IndicatorFactory(competency=competency)
    IndicatorFactory(competency=competency, standing=Standing.SET_ASIDE, reason="ยาวไป", text="ยาวมาก")

    page = leading.get(sorting_url(draft))

    shown = [(part.competency, [one.card.row for one in part.cards]) for part in page.context["page"].sections]
    assert shown == [(None, [goal]), (None, [waiting]), (competency, [first]), (waiting, [second])]
    assert [level.level for level in page.context["page"].sections[3].cards[0].levels if level.is_suggested] == [2]
    assertContains(page, "ยาวมาก")
    assertContains(page, "ยาวไป")


def test_sorting_shows_likely_doubles_beside_each_other(competency, draft, leading):
    row = proposed(competency, "จดประเด็นสำคัญได้ครบ")
    other = proposed(competency, "เปิดเวทีด้วยเรื่องเล่า")
    double = proposed(competency, "จดประเด็นสำคัญได้ครบถ้วน")
    placed = IndicatorFactory(competency=competency, text="จดประเด็นสำคัญได้", level=2)
    proposed(competency, "พูดต่อหน้าคน 5 คนได้")
    proposed(competency, "พูดต่อหน้าคน 20 คนได้")

    [part] = leading.get(sorting_url(draft)).context["page"].sections

    assert [([one.card.row for one in bunch.cards], bunch.in_table) for bunch in part.bunches][:2] == [
        ([row, double], [placed]),
        ([other], []),
    ]
    assert [bunch.are_doubles for bunch in part.bunches] == [True, False, False, False]
    assert [one.then for one in part.cards][:2] == [f"indicator-{double.pk}", f"indicator-{other.pk}"]


def test_sorting_without_anything_leads_to_the_board(draft, leading):
    page = leading.get(sorting_url(draft))

    assertContains(page, "ไม่มีข้อเสนอที่รออยู่")
    assertContains(page, reverse("assessments:board", args=[draft.pk]))


def test_sorting_is_for_leads_and_the_coordinator_of_a_draft(
    draft, teammate, stranger, coordinator, other_coordinator, lead, signed_in
):
    people = (lead, coordinator, teammate, stranger, other_coordinator)

    assert [signed_in(who).get(sorting_url(draft)).status_code for who in people] == [200, 200, 403, 404, 404]


@pytest.mark.parametrize("count", [1, 12, 600])
def test_sorting_asks_the_same_for_12_and_600(draft, competency, teammate, leading, count, django_assert_num_queries):
    competencies = [competency, *CompetencyFactory.create_batch(11, framework=draft)]
    rows = [
        Indicator(competency=competencies[n % 12], text=f"ทำได้แบบที่ {n}", standing=Standing.PROPOSED)
        for n in range(count)
    ]
    Indicator.objects.bulk_create(rows)
    Proposer.objects.bulk_create(Proposer.of(row, facilitator=teammate, entered_by=teammate.user) for row in rows)
    GoalFactory.create_batch(min(count, 5), framework=draft, standing=Standing.SET_ASIDE, reason="ซ้ำ")

    with django_assert_num_queries(23):
        page = leading.get(sorting_url(draft))

    assert page.context["page"].count == count
