"""The shipped networks: the real one without answers, the sample one with everything a page can show."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from assessments.actions import save_answer
from assessments.models import Answer, Competency, FrameworkVersion, Indicator, Round, SelfAssessment, Standing
from assessments.table.acts import Act
from facilitators.models import Coordinator, Facilitator, Network, User
from facilitators.tests.factories import NetworkFactory
from meetings.models import AgendaRow, Forum

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture
def shipped():
    """The sample network, both networks being loaded on a Monday."""
    with time_machine.travel("2026-11-23T12:00:00+07:00", tick=False):
        call_command("load_shipped", stdout=StringIO())
    return Network.objects.get(is_sample=True)


def levels(assessment):
    """The levels of an assessment as they stand in the data file."""
    answers = {answer.competency_id: answer for answer in assessment.answers.all()}
    words = []
    for competency in assessment.round.framework.competencies.all():
        answer = answers.get(competency.pk)
        if answer is None:
            words.append("-")
            continue
        target = f">{answer.target}" if answer.target else ""
        words.append(f"{answer.current}{target}{'!' if answer.matters_most else ''}")
    return " ".join(words)


def test_real_network_has_its_people_and_no_answers(shipped):
    real = Network.objects.get(is_sample=False)

    assert real.name == "เครือข่ายกลุ่มการเงิน 3 ตำบล"
    assert {
        tambon.name: [person.full_name for person in tambon.facilitators.order_by("pk")]
        for tambon in real.tambons.order_by("pk")
    } == {
        "บางจาก": ["คุณเอกนรินทร์ เพียรดี", "คุณพัชณี พนิตอังกูร", "คุณมนัสชนก"],
        "ท่าไร่": ["คุณจุรี บันเทิงจิตร", "คุณชินวัฒน์ สุวรรณเลิศ", "คุณชาบีอา ยุทธกาศ"],
        "มะม่วงสองต้น": ["คุณเสาวคนธ์ วิฑูรย์พันธ์", "คุณเสาวลักษณ์ เยี่ยงกุลเชาว์", "คุณวรรณี สำแดง"],
    }
    assert SelfAssessment.objects.filter(facilitator__tambon__network=real).count() == 0
    assert Facilitator.objects.filter(tambon__network=real, named_since__isnull=False).count() == 0
    assert [
        (round.number, round.state, round.opens_on, round.framework.state)
        for round in Round.objects.filter(circle__network=real)
    ] == [(1, "planned", date(2027, 8, 8), "draft")]


def test_first_meeting_is_on_8_august_and_fills_its_time(shipped):
    forum = Forum.objects.get(circle__network__is_sample=False)

    assert (forum.called, forum.day, forum.expected_participants) == (
        "เวทีคุณอำนวย ครั้งที่ 1",
        date(2027, 8, 8),
        "คุณอำนวยทั้ง 9 คน",
    )
    assert [row.minutes for row in forum.rows.all()] == [60, 30, 90, 60, 45, 90]
    assert forum.minutes_over == 0


def test_both_networks_have_the_same_freedom_table(shipped):
    def rows(framework):
        return [
            (row.kind, row.name, [(each.level, each.text, each.is_starter) for each in row.indicators.all()])
            for row in framework.competencies.all()
        ]

    sample, real = FrameworkVersion.objects.filter(number=1).order_by("-circle__network__is_sample")

    assert rows(sample) == rows(real)
    assert [goal.text for goal in sample.goals.all()] == [goal.text for goal in real.goals.all()]
    assert Competency.objects.filter(framework__in=[sample, real]).count() == 24


def test_accounts_of_both_networks(shipped):
    assert set(User.objects.values_list("username", flat=True)) == {
        "ekkanarin", "phatchani", "manatchanok", "churi", "chinnawat", "chabia", "saowakhon", "saowalak", "wanni",
        "wandi", "piti", "kaew", "somjai", "manee", "saiyut", "chujai", "weera", "bunma",
        "coordinator", "sample-coordinator",
    }  # fmt: skip
    assert [
        (coordinator.network.is_sample, coordinator.user.username) for coordinator in Coordinator.objects.order_by("pk")
    ] == [(False, "coordinator"), (True, "sample-coordinator")]


def test_sample_has_a_closed_round_and_an_open_one(shipped):
    assert [
        (round.number, round.state, round.opens_on - TODAY, round.closes_on - TODAY, round.framework.state)
        for round in Round.objects.filter(circle__network=shipped).order_by("number")
    ] == [
        (1, "closed", timedelta(-380), timedelta(-366), "in_use"),
        (2, "open", timedelta(-7), timedelta(14), "in_use"),
    ]


def test_answers_are_those_of_the_data_file(shipped):
    somjai = SelfAssessment.objects.get(facilitator__key="somjai", round__number=1)

    assert levels(somjai) == "3>4 2>4! 4 3>4 3 2>3 4>5 2>3 - 3>4! 2>3! 3"
    assert somjai.sent_at.astimezone(ZoneInfo("Asia/Bangkok")) == datetime(
        2025, 11, 9, 18, 21, tzinfo=ZoneInfo("Asia/Bangkok")
    )
    assert somjai.answers.get(evidence__gt="").evidence == ("อธิบายเรื่องดอกเบี้ยด้วยเม็ดมะขามแทนเงิน ป้า ๆ เห็นภาพแล้วถามต่อกันใหญ่")


def test_open_round_shows_every_state_of_a_form(shipped):
    forms = SelfAssessment.objects.filter(round__number=2)

    assert sorted((form.facilitator.key, form.number, form.state, form.answers.count()) for form in forms) == [
        ("bunma", 1, "sent", 11),
        ("chujai", 1, "sent", 12),
        ("chujai", 2, "sent", 12),
        ("manee", 1, "sent", 12),
        ("piti", 1, "sent", 12),
        ("saiyut", 1, "draft", 7),
        ("somjai", 1, "sent", 11),
        ("wandi", 1, "sent", 12),
        ("weera", 1, "sent", 12),
    ]
    assert set(
        Answer.objects.filter(assessment__facilitator__key="bunma").values_list("entered_by__username", flat=True)
    ) == {"chujai"}


def test_answers_keep_the_rules_that_no_constraint_holds(shipped):
    for assessment in SelfAssessment.objects.all():
        assessment.full_clean()
        assert assessment.answers.filter(matters_most=True).count() <= Answer.MOST_MARKS
        if assessment.is_sent:
            day = assessment.sent_at.astimezone(ZoneInfo("Asia/Bangkok")).date()
            assert assessment.round.opens_on <= day <= min(assessment.round.closes_on, TODAY)
    for answer in Answer.objects.all():
        answer.full_clean()


def test_open_round_can_be_answered_at_once(shipped):
    kaew = Facilitator.objects.get(key="kaew")
    round = Round.objects.get(number=2)
    values = {"current": 3, "target": None, "evidence": "", "matters_most": False}

    with time_machine.travel("2026-12-07T23:00:00+07:00"):
        draft = save_answer(round, kaew, round.framework.competencies.first(), values, by=kaew.user)

    assert draft.answers.count() == 1


def test_some_agree_to_be_named_and_some_do_not(shipped):
    named = Facilitator.objects.filter(tambon__network=shipped, named_since__isnull=False)

    assert sorted(person.key for person in named) == ["chujai", "manee", "piti", "somjai", "wandi"]


def test_table_was_taken_into_use_before_the_first_round(shipped):
    table = FrameworkVersion.objects.get(circle__network=shipped, state=FrameworkVersion.State.IN_USE)
    first = table.rounds.order_by("number").first()

    used = table.history.get(history_change_reason=Act.USE)
    assert used.history_date.date() < first.opens_on


def test_sample_has_a_past_forum_and_a_coming_one_that_runs_over(shipped):
    forums = Forum.objects.filter(circle__network=shipped).order_by("number")

    assert [(forum.called, forum.day, forum.minutes_over) for forum in forums] == [
        ("เวทีคุณกิจ ตำบลตัวอย่าง ข ครั้งที่ 1", date(2026, 8, 22), 0),
        ("เวทีคุณกิจ ตำบลตัวอย่าง ข ครั้งที่ 2", date(2026, 11, 28), 15),
    ]
    assert [
        {held.role: held.facilitator.called for held in forum.roles.select_related("facilitator")} for forum in forums
    ] == [{"coordinate": "คุณมานี", "lead": "คุณสมใจ", "record": "คุณสายหยุด"}] * 2
    for row in AgendaRow.objects.all():
        row.full_clean()


@pytest.mark.parametrize(
    ("today", "coming"),
    [
        ("2026-11-26", date(2026, 11, 28)),
        ("2026-11-27", date(2026, 12, 5)),
        ("2026-11-28", date(2026, 12, 5)),
        ("2026-11-29", date(2026, 12, 5)),
    ],
)
def test_coming_forum_is_on_a_saturday_two_days_ahead_at_least(today, coming):
    with time_machine.travel(f"{today}T12:00:00+07:00", tick=False):
        call_command("load_shipped", stdout=StringIO())

    assert Forum.objects.get(number=2).day == coming


def test_shipped_networks_are_loaded_into_an_empty_database_only(shipped):
    out = StringIO()

    call_command("load_shipped", stdout=out)

    assert out.getvalue() == ""
    assert Network.objects.count() == 2


def test_database_that_holds_a_network_is_left_alone():
    NetworkFactory(name="ของเราเอง")
    out = StringIO()

    call_command("load_shipped", stdout=out)

    assert out.getvalue() == ""
    assert [network.name for network in Network.objects.all()] == ["ของเราเอง"]


def test_first_filling_is_said():
    out = StringIO()

    call_command("load_shipped", stdout=out)

    assert out.getvalue() == "ใส่เครือข่ายจริงและเครือข่ายตัวอย่าง (ข้อมูลสมมติ) ให้แล้ว\n"


def test_next_draft_of_the_table_is_being_sorted(shipped):
    used, draft = FrameworkVersion.objects.filter(circle__network=shipped).order_by("number")
    rows = Indicator.objects.filter(competency__framework=draft)

    assert (used.state, draft.state, draft.based_on) == ("in_use", "draft", used)
    assert sorted(lead.given_name for lead in draft.leads.all()) == ["วีระ", "สมใจ"]
    assert {standing: rows.filter(standing=standing, descends_from=None).count() for standing in Standing.values} == {
        "proposed": 4,
        "agreed": 2,
        "set_aside": 1,
        "joined": 1,
    }
    assert rows.exclude(first_wording="").get().text == "ร่วมวงได้ ฟังเพื่อนได้ แต่ยังเกร็งเวลาพูด"
    assert draft.competencies.proposed().get().agreements.count() == 2
    assert draft.comments.count() == 2


def test_next_draft_is_by_people_of_the_sample_network_alone(shipped):
    draft = FrameworkVersion.objects.drafts().get(circle__network=shipped)

    networks = {said.facilitator.tambon.network for said in (*draft.proposers.all(), *draft.agreements.all())}
    assert networks == {shipped}
    assert FrameworkVersion.objects.filter(circle__network__is_sample=False).count() == 1


def test_loading_the_shipped_networks_again_makes_no_second_draft(shipped):
    call_command("load_shipped", stdout=StringIO())

    assert FrameworkVersion.objects.drafts().filter(circle__network=shipped).count() == 1
