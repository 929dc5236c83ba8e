import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from assessments.models import Competency, Goal, Indicator, Kind, Proposer, Standing
from assessments.table.forms.typing import read_lines
from assessments.table.typing import Line, new_rows, type_in
from assessments.tests.factories import CompetencyFactory, FrameworkFactory, IndicatorFactory
from facilitators.models import Role, UsualRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(circle):
    return FrameworkFactory(circle=circle, number=2)


@pytest.fixture
def competency(draft):
    return CompetencyFactory(framework=draft, name="การนำประชุม")


@pytest.fixture
def lead(draft, facilitator):
    draft.leads.add(facilitator)
    return facilitator


@pytest.fixture
def desk(lead, signed_in):
    """A client signed in as a lead of the draft."""
    return signed_in(lead)


def url(table):
    return reverse("assessments:table_typing", args=[table.pk])


def pile(person, about, *lines):
    return {"person": getattr(person, "pk", person), "about": getattr(about, "pk", about), "lines": "\r\n".join(lines)}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def stored(model=Indicator):
    """[(words, level, names of the proposers)] of what waits."""
    return [
        (row.words, getattr(row, "level", None), [str(proposer) for proposer in row.proposers.all()])
        for row in model.objects.proposed().order_by("pk")
    ]


# Reading a line


@pytest.mark.parametrize(
    ("typed", "level", "text"),
    [
        ("ทุกคนได้พูด", None, "ทุกคนได้พูด"),
        ("3 ทุกคนได้พูด", 3, "ทุกคนได้พูด"),
        ("๓ ทุกคนได้พูด", 3, "ทุกคนได้พูด"),
        ("3. ทุกคนได้พูด", 3, "ทุกคนได้พูด"),
        ("3) ทุกคนได้พูด", 3, "ทุกคนได้พูด"),
        ("3)ทุกคนได้พูด", 3, "ทุกคนได้พูด"),
        ("ระดับ 3 ทุกคนได้พูด", 3, "ทุกคนได้พูด"),
        ("ระดับ ๓: ทุกคนได้พูด", 3, "ทุกคนได้พูด"),
        ("ระดับที่ 3 ทุกคนได้พูด", 3, "ทุกคนได้พูด"),
        ("ระดับ3ทุกคนได้พูด", 3, "ทุกคนได้พูด"),
        ("3 - ทุกคนได้พูด", 3, "ทุกคนได้พูด"),
        ("  •  5\tทุกคนได้พูด  ", 5, "ทุกคนได้พูด"),
        ("30 คนได้พูด", None, "30 คนได้พูด"),
        ("6 คนได้พูด", None, "6 คนได้พูด"),
        ("3.5 ล้านบาท", None, "3.5 ล้านบาท"),
        ("1-2 คน", None, "1-2 คน"),
        ("5ส", None, "5ส"),
        ("09.00 น. เริ่ม", None, "09.00 น. เริ่ม"),
        ("ระดับหมู่บ้าน", None, "ระดับหมู่บ้าน"),
        ("9" * 5000, None, "9" * 5000),
    ],
)
def test_line_may_begin_with_its_level(typed, level, text):
    assert read_lines(typed, with_levels=True) == ([Line(1, text, level)], [])


def test_lines_are_numbered_as_typed_and_blank_ones_are_nothing():
    lines, wrong = read_lines("\r\nหนึ่ง\r\n \r\n2 สอง\r\n", with_levels=True)

    assert (lines, wrong) == ([Line(2, "หนึ่ง"), Line(4, "สอง", 2)], [])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("6. ทุกคนได้พูด", "บรรทัดที่ 1 ขึ้นต้นด้วย “6.” แต่ระดับมี 1 ถึง 5 แก้ตัวเลขหรือเอาออก"),
        ("ระดับ 0 ทุกคน", "บรรทัดที่ 1 ขึ้นต้นด้วย “ระดับ 0” แต่ระดับมี 1 ถึง 5 แก้ตัวเลขหรือเอาออก"),
        ("3", "บรรทัดที่ 1 มีแต่ระดับ ยังไม่มีข้อความ"),
        ("ระดับ 3", "บรรทัดที่ 1 มีแต่ระดับ ยังไม่มีข้อความ"),
    ],
)
def test_line_that_cannot_be_read_says_what_is_wrong(typed, words):
    lines, wrong = read_lines(typed, with_levels=True)

    assert (lines, [error.messages for error in wrong]) == ([], [[words]])


def test_lines_of_new_rows_have_no_level():
    assert read_lines("3 กลุ่มมีเงินออม", with_levels=False) == ([Line(1, "3 กลุ่มมีเงินออม")], [])


# The act


def test_pile_is_stored_for_the_person_by_who_types(competency, teammate, lead):
    lines = [Line(1, "ทุกคนได้พูด", 3), Line(2, "เริ่มตรงเวลา")]

    typed = type_in(lines, competency, facilitator=teammate, by=lead.user)

    assert stored() == [("ทุกคนได้พูด", 3, ["คุณมานี"]), ("เริ่มตรงเวลา", None, ["คุณมานี"])]
    assert {proposer.entered_by for proposer in Proposer.objects.all()} == {lead.user}
    assert [one.is_stored for one in typed] == [True, True]


def test_pile_with_one_wrong_line_is_not_stored_at_all(competency, teammate, lead):
    lines = [Line(1, "ทุกคนได้พูด"), Line(2, "ก" * 501), Line(4, "")]

    with pytest.raises(ValidationError) as raised:
        type_in(lines, competency, facilitator=teammate, by=lead.user)

    assert [message.partition(":")[0] for message in raised.value.messages] == ["บรรทัดที่ 2", "บรรทัดที่ 4"]
    assert stored() == []


def test_new_rows_are_goals_or_competencies(draft, teammate, lead):
    who = {"facilitator": teammate, "by": lead.user}

    type_in([Line(1, "พึ่งตนเองได้")], new_rows(draft, "goal"), **who)
    type_in([Line(1, "การฟัง")], new_rows(draft, Kind.KNOWLEDGE), **who)

    assert stored(Goal) == [("พึ่งตนเองได้", None, ["คุณมานี"])]
    assert stored(Competency) == [("การฟัง", None, ["คุณมานี"])]
    assert Competency.objects.get(name="การฟัง").kind == Kind.KNOWLEDGE


# The page


def test_typing_stores_a_pile_and_keeps_person_and_competency(draft, competency, teammate, desk):
    answer = desk.post(url(draft), pile(teammate, competency, "3 ทุกคนได้พูด", "", "เริ่มตรงเวลา"))
    page = desk.get(answer.url)

    assert stored() == [("ทุกคนได้พูด", 3, ["คุณมานี"]), ("เริ่มตรงเวลา", None, ["คุณมานี"])]
    assert said(answer) == ["บันทึก 2 ใบของคุณมานี"]
    assertContains(page, f'<option value="{teammate.pk}" selected>')
    assertContains(page, f'<option value="{competency.pk}" selected>')


def test_typing_shows_what_was_typed_in_last(draft, competency, teammate, desk):
    desk.post(url(draft), pile(teammate, competency, "3 ทุกคนได้พูด"))

    page = desk.get(url(draft))

    row = reverse("assessments:row", args=["indicator", Indicator.objects.get().pk])
    assertContains(page, f'<a href="{row}">ทุกคนได้พูด</a>', html=True)


def test_typing_the_same_again_doubles_nothing(draft, competency, teammate, desk):
    for _time in range(2):
        answer = desk.post(url(draft), pile(teammate, competency, "ทุกคนได้พูด"))

    assert stored() == [("ทุกคนได้พูด", None, ["คุณมานี"])]
    assert said(answer)[-2:] == ["ไม่มีใบใหม่ ทุกใบมีอยู่แล้ว", "บรรทัดที่ 1 มีอยู่แล้ว: “ทุกคนได้พูด”"]


def test_typing_tells_what_was_there_or_set_aside(draft, competency, teammate, lead, desk):
    there = IndicatorFactory(competency=competency, text="ทุกคนได้พูด")
    aside = IndicatorFactory(competency=competency, text="ดุลูกน้อง", standing=Standing.SET_ASIDE, reason="ไม่ใช่ทางเรา")
    IndicatorFactory(competency=competency, text="พูดครบทุกคน", standing=Standing.JOINED, joined_to=there)

    answer = desk.post(url(draft), pile(teammate, competency, "ใบใหม่", "ทุกคนได้พูด", "ดุลูกน้อง", "พูดครบทุกคน"))

    assert said(answer) == [
        "บันทึก 3 ใบของคุณมานี",
        "บรรทัดที่ 2 มีอยู่แล้ว: “ทุกคนได้พูด” เพิ่มคุณมานีเป็นผู้เสนอด้วยแล้ว",
        "บรรทัดที่ 3 เคยพักไว้แล้ว: “ดุลูกน้อง” เหตุผล: ไม่ใช่ทางเรา เพิ่มคุณมานีเป็นผู้เสนอด้วยแล้ว",
        "บรรทัดที่ 4 มีอยู่แล้ว รวมไว้กับ “ทุกคนได้พูด”",
    ]
    assert [proposer.facilitator for proposer in there.proposers.all()] == [teammate]
    aside.refresh_from_db()
    assert aside.standing == Standing.SET_ASIDE


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["ทุกคนได้พูด", "ก" * 501], "บรรทัดที่ 2: "),
        (["ทุกคนได้พูด", "", "7. เริ่มตรงเวลา"], "บรรทัดที่ 3 ขึ้นต้นด้วย “7.”"),
        (["7. เริ่มตรงเวลา", "ก" * 501], "บรรทัดที่ 2: "),
        (["ทุกคนได้พูด"] * 101, "มี 101 ใบ กรอกครั้งละไม่เกิน 100 ใบ"),
        (["", "  "], "พิมพ์อย่างน้อยหนึ่งใบ"),
        ([], "พิมพ์อย่างน้อยหนึ่งใบ"),
    ],
)
def test_typing_stores_nothing_of_a_wrong_pile_and_keeps_it(draft, competency, teammate, desk, lines, words):
    page = desk.post(url(draft), pile(teammate, competency, *lines))

    assert (page.status_code, stored()) == (200, [])
    assertContains(page, words)
    assert page.context["form"]["lines"].value() == "\n".join(lines)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"person": ""}, "เลือกเจ้าของบัตร"),
        ({"person": "stranger"}, "กรอกแทนคนนี้ไม่ได้แล้ว เลือกคนอื่น"),
        ({"about": ""}, "เลือกว่าบัตรเป็นเรื่องใด"),
        ({"about": "elsewhere"}, "ความสามารถข้อนี้ไม่อยู่บนกระดานแล้ว เลือกข้ออื่น"),
        ({"about": "set aside"}, "ความสามารถข้อนี้ไม่อยู่บนกระดานแล้ว เลือกข้ออื่น"),
    ],
)
def test_typing_asks_for_person_and_competency(draft, competency, teammate, stranger, desk, change, words):
    keys = {
        "stranger": stranger.pk,
        "elsewhere": CompetencyFactory().pk,
        "set aside": CompetencyFactory(framework=draft, standing=Standing.SET_ASIDE, reason="ซ้ำ").pk,
    }
    changed = {name: keys.get(value, value) for name, value in change.items()}

    page = desk.post(url(draft), pile(teammate, competency, "ทุกคนได้พูด") | changed)

    assertContains(page, words)
    assertContains(page, "ทุกคนได้พูด</textarea>")
    assert stored() == []


def test_cards_without_a_name_have_no_proposer(draft, competency, desk):
    answer = desk.post(url(draft), pile("nobody", competency, "ทุกคนได้พูด"))
    again = desk.post(url(draft), pile("nobody", competency, "ทุกคนได้พูด"))

    assert stored() == [("ทุกคนได้พูด", None, [])]
    assert said(answer)[:1] == ["บันทึก 1 ใบที่ไม่ระบุชื่อ"]
    assert "ไม่มีใบใหม่ ทุกใบมีอยู่แล้ว" in said(again)


@pytest.mark.parametrize(
    ("about", "model"), [("goal", Goal), (Kind.KNOWLEDGE.value, Competency), (Kind.SKILL.value, Competency)]
)
def test_typing_in_new_goals_and_competencies(draft, teammate, desk, about, model):
    desk.post(url(draft), pile(teammate, about, "3 กลุ่มดูแลกันได้"))

    assert stored(model) == [("3 กลุ่มดูแลกันได้", None, ["คุณมานี"])]


def test_typed_words_get_the_one_spelling_of_thai(draft, competency, teammate, desk):
    desk.post(url(draft), pile(teammate, competency, "อํานวย\u200b ให้เเลกเปลี่ยน"))

    assert stored() == [("อำนวย ให้แลกเปลี่ยน", None, ["คุณมานี"])]


# Who types for whom


@pytest.fixture
def recorder(teammate):
    UsualRole.objects.create(tambon=teammate.tambon, role=Role.RECORD, facilitator=teammate)
    return teammate


def test_who_records_types_for_the_own_team_alone(draft, competency, facilitator, recorder, neighbour, signed_in):
    page = signed_in(recorder).get(url(draft))
    refused = [
        signed_in(recorder).post(url(draft), pile(person, competency, "ทุกคนได้พูด")) for person in (neighbour, "nobody")
    ]
    signed_in(recorder).post(url(draft), pile(facilitator, competency, "ทุกคนได้พูด"))

    assertContains(page, f'<option value="{facilitator.pk}">')
    assertNotContains(page, f'<option value="{neighbour.pk}">')
    assertNotContains(page, "ไม่ระบุชื่อ")
    assert [answer.status_code for answer in refused] == [200, 200]
    assert stored() == [("ทุกคนได้พูด", None, ["คุณสมใจ"])]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200),
        ("recorder", 200),
        ("coordinator", 200),
        ("keeper", 200),
        ("neighbour", 403),
        ("stranger", 404),
        ("other_coordinator", 404),
    ],
)
def test_typing_is_for_those_who_may(draft, competency, lead, signed_in, who, status, request):
    client = signed_in(request.getfixturevalue(who))

    asked = client.get(url(draft)).status_code
    posted = client.post(url(draft), pile(lead, competency, "ทุกคนได้พูด")).status_code

    assert (asked, posted) == (status, 302 if status == 200 else status)


@pytest.mark.parametrize("state", ["in_use", "retired"])
def test_only_drafts_are_typed_into(draft, competency, coordinator, lead, signed_in, state):
    draft.state = state
    draft.save()

    answer = signed_in(coordinator).post(url(draft), pile(lead, competency, "ทุกคนได้พูด"))

    assertContains(answer, "ฉบับนี้ไม่ใช่ร่างแล้ว", status_code=403)
    assert stored() == []


@pytest.mark.parametrize("count", [1, 60])
def test_typing_asks_the_same_whatever_there_is(draft, lead, desk, count, django_assert_num_queries):
    for row in CompetencyFactory.create_batch(count, framework=draft):
        indicator = IndicatorFactory(competency=row)
        Proposer.of(indicator, facilitator=lead, entered_by=lead.user).save()

    with django_assert_num_queries(10):
        desk.get(url(draft))


@pytest.mark.parametrize("count", [1, 60])
def test_each_line_asks_the_same_whatever_there_is(draft, competency, teammate, lead, count, django_assert_num_queries):
    IndicatorFactory.create_batch(count, competency=competency)

    with django_assert_num_queries(46):
        type_in([Line(1, "หนึ่ง"), Line(2, "สอง")], competency, facilitator=teammate, by=lead.user)
