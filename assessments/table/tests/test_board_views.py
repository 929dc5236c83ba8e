"""The board of a draft on the phone."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from assessments.models import Agreement, Comment, Competency, FrameworkVersion, Goal, Indicator, Kind, Standing
from assessments.table import proposing
from assessments.table.acts import Act, keep
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LevelNameFactory,
    full_framework,
)
from facilitators.tests.factories import FacilitatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(circle):
    return FrameworkFactory(circle=circle, number=3)


@pytest.fixture
def competency(draft):
    return CompetencyFactory(framework=draft, name="การฟัง", kind=Kind.SKILL)


@pytest.fixture
def sentence(competency, teammate):
    return propose(competency, "ฟังจนจบ", teammate)


@pytest.fixture
def client(facilitator):
    return client_of(facilitator)


def client_of(who):
    client = Client()
    client.force_login(getattr(who, "user", who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def propose(competency, text, person, **values):
    return proposing.propose_indicator(competency, text, facilitator=person, by=person.user, **values).row


def use(table):
    table.state = FrameworkVersion.State.IN_USE
    return keep(table, Act.USE, by=None)


def url(page, *args):
    return reverse(f"assessments:{page}", args=[getattr(arg, "pk", arg) for arg in args])


def at(page, row, place):
    """The address of a row's card."""
    return f"{url(page, place)}#{row._meta.model_name}-{row.pk}"


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def since(address, table):
    table.refresh_from_db(fields=["pulse"])
    return f"{address}?since={table.pulse}"


# Reading the board of a table


def test_the_board_shows_what_there_is_and_how_many_sentences_stand_and_wait(draft, competency, sentence, client):
    GoalFactory(framework=draft, text="พึ่งตนเองได้")
    CompetencyFactory(framework=draft, name="รู้จักชุมชน", kind=Kind.KNOWLEDGE)
    for level in (1, 1, 4):
        IndicatorFactory(competency=competency, level=level)

    page = client.get(url("board", draft)).content.decode()

    assert draft.purpose in page
    assert "พึ่งตนเองได้" in page
    assert page.index("รู้จักชุมชน") < page.index("การฟัง")
    assert "ตัวชี้วัด 3 ข้อ" in page
    assert "2 จาก 5 ระดับ" in page
    assert "รอจัดระดับ 1 ข้อ" in page
    assert url("competency_board", competency) in page


def test_an_empty_draft_says_what_to_do(circle, client):
    page = client.get(url("board", FrameworkFactory(circle=circle, purpose="")))

    assertContains(page, "ยังไม่มีเป้าหมาย")
    assertContains(page, "ยังไม่มีเป้าประสงค์")
    assertContains(page, "เสนอข้อแรกได้ที่ด้านล่าง", count=3)


def test_a_version_in_use_is_readable_without_forms_and_leads_to_the_draft(circle, competency, draft, client):
    used = use(full_framework(circle, knowledge=1, skills=1))
    one = used.competencies.first()

    for page in (client.get(url("board", used)), client.get(url("competency_board", one))):
        assertContains(page, f'href="{url("board", draft)}"')
        assertNotContains(page, "data-live-form")


def test_a_version_in_use_without_a_draft_says_when_one_can_propose(draft, client):
    assertContains(client.get(url("board", use(draft))), "เมื่อผู้ประสานงานทำร่างฉบับต่อไป คุณเสนอในร่างนั้นได้")


def test_others_of_the_network_read_along(kit_circle, neighbour):
    table = FrameworkFactory(circle=kit_circle)
    page = client_of(neighbour).get(url("board", table))

    assertContains(page, "คุณอ่านได้")
    assertNotContains(page, "data-live-form")
    assert client_of(neighbour).post(url("board", table), {"goal-text": "พึ่งตนเองได้"}).status_code == 403
    assert not Goal.objects.exists()


# Proposing goals and competencies


def test_a_goal_is_proposed(draft, facilitator, client):
    answer = client.post(url("board", draft), {"goal-text": "พึ่งตนเองได้"})

    goal = Goal.objects.get()
    assert answer.url == at("board", goal, draft)
    assert said(answer) == ["เสนอแล้ว: “พึ่งตนเองได้”"]
    assert goal.proposers.get().facilitator == facilitator
    assertContains(client.get(url("board", draft)), "รอรับเข้าตาราง")


def test_a_competency_is_proposed(draft, client):
    answer = client.post(url("board", draft), {"competency-text": "การเล่าเรื่อง", "competency-kind": "skill"})

    competency = Competency.objects.get()
    assert answer.url == at("board", competency, draft)
    assert (competency.name, competency.kind, competency.standing) == ("การเล่าเรื่อง", Kind.SKILL, Standing.PROPOSED)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"goal-text": " "}, "เขียนเป้าหมายหนึ่งบรรทัด"),
        ({"goal-text": "ก" * 501}, "ข้อความยาว 501 ตัวอักษร ใส่ได้ไม่เกิน 500"),
        ({"competency-text": "", "competency-kind": "skill"}, "เขียนความสามารถหนึ่งบรรทัด"),
        ({"competency-text": "การเล่าเรื่อง"}, "เลือกว่าเป็นความรู้หรือทักษะ"),
        ({"competency-text": "ก" * 301, "competency-kind": "skill"}, "ข้อความยาว 301 ตัวอักษร ใส่ได้ไม่เกิน 300"),
        ({}, "เขียนความสามารถหนึ่งบรรทัด"),
    ],
)
def test_what_cannot_be_proposed_comes_back_with_what_was_typed(draft, client, typed, words):
    page = client.post(url("board", draft), typed)

    assertContains(page, words)
    for name, text in typed.items():
        if name.endswith("text"):
            assertContains(page, text)
    assert (Goal.objects.exists(), Competency.objects.exists()) == (False, False)


# The board of a competency


def test_the_sentences_stand_at_their_levels_and_wait(draft, competency, sentence, teammate, facilitator, client):
    LevelNameFactory(framework=draft, kind=Kind.SKILL, level=2, name="ทำได้เมื่อมีคนช่วย")
    IndicatorFactory(competency=competency, level=2, text="ฟังเมื่อมีคนเตือน", is_starter=True)
    propose(competency, "สรุปให้ได้", facilitator, level=4)

    page = client.get(url("competency_board", competency)).content.decode()

    told = ["รอจัดระดับ", "สรุปให้ได้", "คุณสมใจ", "คิดว่าระดับ 4", "ฟังจนจบ", "คุณมานี"]
    told += ["อยู่ในตาราง", "ทำได้เมื่อมีคนช่วย", "ฟังเมื่อมีคนเตือน", "ข้อเสนอตั้งต้น"]
    places = [page.index(words, page.index('id="board"')) for words in told]
    assert places == sorted(places)


def test_what_was_reworded_joined_and_set_aside_stays_readable(competency, sentence, facilitator, client):
    other = propose(competency, "ตั้งใจฟัง", facilitator)
    other.standing, other.joined_to = Standing.JOINED, sentence
    other.save()
    sentence.text = "ฟังจนจบ ไม่ขัด"
    sentence.save()
    aside = propose(competency, "นั่งเฉย ๆ", facilitator)
    aside.standing, aside.reason = Standing.SET_ASIDE, "ยังไม่ใช่การฟัง"
    aside.save()

    page = client.get(url("competency_board", competency))

    assertContains(page, "ถ้อยคำแรก: “ฟังจนจบ”")
    assertContains(page, "รวมข้อนี้ไว้ด้วย: “ตั้งใจฟัง”")
    assertContains(page, "คุณมานี")
    assertContains(page, "คุณสมใจ")
    assertContains(page, "ยังไม่ใช่การฟัง")


def test_one_goes_on_to_the_neighbours(draft, client):
    first, middle, last = (CompetencyFactory(framework=draft, name=name) for name in ("ก้าวแรก", "ก้าวสอง", "ก้าวสาม"))

    page = client.get(url("competency_board", middle))

    assertContains(page, "ข้อ 2 จาก 3")
    assertContains(page, f'rel="prev" href="{url("competency_board", first)}"')
    assertContains(page, f'rel="next" href="{url("competency_board", last)}"')


def test_leads_and_coordinators_get_on_to_sorting(competency, sentence, facilitator, teammate, coordinator):
    competency.framework.leads.add(teammate)
    row, sorting = f'href="{url("row", "indicator", sentence)}"', f'href="{url("sorting", competency.framework)}"'

    for who, sees in ((teammate, True), (coordinator, True), (facilitator, False)):
        page = client_of(who).get(url("competency_board", competency)).content.decode()
        assert (row in page, ">จัดระดับ<" in page, sorting in page) == (True, sees, sees)


def test_a_competency_off_the_board_says_where_to_go(draft, competency, client):
    other = CompetencyFactory(framework=draft, name="การฟังอย่างลึกซึ้ง")
    competency.standing, competency.joined_to = Standing.JOINED, other
    competency.save()
    page = client.get(url("competency_board", competency))

    assertContains(page, f'<a href="{url("competency_board", other)}">การฟังอย่างลึกซึ้ง</a>')
    assertNotContains(page, 'id="propose"')

    competency.standing, competency.joined_to, competency.reason = Standing.SET_ASIDE, None, "ไม่ใช่งานของวงนี้"
    competency.save()
    assertContains(client.get(url("competency_board", competency)), "ไม่ใช่งานของวงนี้")


# Proposing sentences


def test_a_sentence_is_proposed_with_or_without_a_level(competency, facilitator, client):
    answer = client.post(url("competency_board", competency), {"text": "ฟังจนจบ", "level": "3"})
    client.post(url("competency_board", competency), {"text": "สรุปให้ได้", "level": ""})

    first, second = Indicator.objects.order_by("pk")
    assert (first.level, second.level) == (3, None)
    assert answer.url == at("competency_board", first, competency)
    assert said(answer) == ["เสนอแล้ว: “ฟังจนจบ”"]
    assert first.proposers.get().facilitator == facilitator


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": ""}, "เขียนตัวชี้วัดหนึ่งบรรทัด"),
        ({"text": "ก" * 501, "level": "2"}, "ข้อความยาว 501 ตัวอักษร"),
        ({"text": "ฟังจนจบ", "level": "6"}, "6"),
    ],
)
def test_a_sentence_that_is_refused_comes_back(competency, client, typed, words):
    page = client.post(url("competency_board", competency), typed)

    assertContains(page, words)
    assertContains(page, typed["text"])
    assert not Indicator.objects.exists()


def test_a_sentence_for_what_was_set_aside_meanwhile_comes_back(competency, client):
    competency.standing, competency.reason = Standing.SET_ASIDE, "ไม่ใช่งานของวงนี้"
    competency.save()

    page = client.post(url("competency_board", competency), {"text": "ฟังจนจบ"})

    assertContains(page, "ฟังจนจบ")
    assertContains(page, "ลองเสนอข้อนี้ที่ความสามารถอื่น")


def test_what_is_said_of_a_version_used_meanwhile_is_given_back(draft, competency, sentence, client):
    use(draft)
    goal = {"goal-text": "พึ่งตนเองได้"}

    for page, typed in (
        (client.post(url("competency_board", competency), {"text": "ตั้งใจฟัง"}), "ตั้งใจฟัง"),
        (client.post(url("board", draft), goal), "พึ่งตนเองได้"),
        (client.post(url("row_comment", "indicator", sentence), {"text": "ขอตัวอย่างด้วย"}), "ขอตัวอย่างด้วย"),
    ):
        assertContains(page, "ฉบับนี้ไม่ใช่ร่างแล้ว")
        assertContains(page, typed)
    assert said(client.post(url("row_agree", "indicator", sentence), {"agrees": "yes"}))[0].startswith("ฉบับนี้ไม่ใช่ร่าง")
    assert (Indicator.objects.count(), Goal.objects.count(), Comment.objects.count()) == (1, 0, 0)


def test_a_sentence_typed_before_the_session_ended_is_given_back(competency):
    page = Client().post(url("competency_board", competency), {"text": "ฟังจนจบ"})

    assertContains(page, "ฟังจนจบ", status_code=403)


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ({}, "มี “ฟังจนจบ” อยู่แล้ว เพิ่มชื่อคุณเป็นผู้เสนอด้วยแล้ว"),
        ({"standing": Standing.SET_ASIDE, "reason": "ซ้ำ"}, "“ฟังจนจบ” เคยมีคนเสนอและพักไว้แล้ว เพราะ: ซ้ำ"),
        ({"standing": Standing.JOINED}, "ข้อนี้รวมกับ “ตั้งใจฟัง” แล้ว เพิ่มชื่อคุณ"),
    ],
)
def test_who_proposes_what_is_there_already_is_told(competency, sentence, teammate, client, standing, words):
    other = propose(competency, "ตั้งใจฟัง", teammate)
    for name, value in standing.items():
        setattr(sentence, name, value)
    sentence.joined_to = other if sentence.standing == Standing.JOINED else None
    sentence.save()

    answer = client.post(url("competency_board", competency), {"text": "ฟังจนจบ"})
    [told] = said(answer)

    assert told.startswith(words)


# Agreeing and commenting


def test_one_agrees_and_takes_it_back(competency, sentence, facilitator, client):
    page = url("competency_board", competency)
    answer = client.post(url("row_agree", "indicator", sentence), {"agrees": "yes"})
    assert answer.url == at("competency_board", sentence, competency)
    assertContains(client.get(page), 'aria-pressed="true">✓ เห็นด้วยแล้ว <b>1</b>')

    client.post(url("row_agree", "indicator", sentence), {"agrees": "yes"})
    assert Agreement.objects.get().facilitator == facilitator

    client.post(url("row_agree", "indicator", sentence), {"agrees": "no"})
    assert not Agreement.objects.exists()
    assertContains(client.get(page), 'aria-pressed="false">เห็นด้วย</button>')


def test_one_agrees_with_goals_and_competencies_too(draft, teammate, client):
    values = {"facilitator": teammate, "by": teammate.user}
    goal = proposing.propose_goal(draft, "พึ่งตนเองได้", **values).row
    competency = proposing.propose_competency(draft, "การเล่าเรื่อง", kind=Kind.SKILL, **values).row

    for row in (goal, competency):
        answer = client.post(url("row_agree", row._meta.model_name, row), {"agrees": "yes"})
        assert answer.url == at("board", row, draft)

    assert [said.row for said in Agreement.objects.all()] == [goal, competency]


def test_a_coordinator_comments_but_does_not_agree(competency, sentence, coordinator):
    client = client_of(coordinator)

    assertNotContains(client.get(url("competency_board", competency)), "agrees")
    assert client.post(url("row_agree", "indicator", sentence), {"agrees": "yes"}).status_code == 403
    client.post(url("row_comment", "indicator", sentence), {"text": "ชัดดี"})
    assert (Agreement.objects.exists(), Comment.objects.get().by) == (False, coordinator)


def test_an_agreement_without_a_word_changes_nothing(sentence, client):
    client.post(url("row_agree", "indicator", sentence), {"agrees": "perhaps"})

    assert not Agreement.objects.exists()


def test_agreeing_with_what_was_just_set_aside_says_so(sentence, client):
    sentence.standing, sentence.reason = Standing.SET_ASIDE, "ซ้ำ"
    sentence.save()

    answer = client.post(url("row_agree", "indicator", sentence), {"agrees": "yes"})

    assert said(answer) == ["“ฟังจนจบ” เพิ่งพักไว้ เพราะ: ซ้ำ"]


def test_a_comment_is_seen_with_who_said_it(competency, sentence, facilitator, client):
    answer = client.post(url("row_comment", "indicator", sentence), {"text": "ขอตัวอย่างด้วย"})

    assert answer.url == at("competency_board", sentence, competency)
    page = client.get(url("competency_board", competency))
    assertContains(page, "ขอตัวอย่างด้วย")
    assertContains(page, "ความเห็น 1")


@pytest.mark.parametrize("kind", ["goal", "competency", "indicator"])
@pytest.mark.parametrize(("text", "words"), [("", "เขียนความเห็นหนึ่งบรรทัด"), ("ก" * 501, "ข้อความยาว 501 ตัวอักษร")])
def test_a_comment_that_is_refused_comes_back_open_at_its_card(draft, sentence, client, kind, text, words):
    goal = proposing.propose_goal(draft, "พึ่งตนเองได้", facilitator=None, by=sentence.proposers.get().entered_by).row
    other = proposing.propose_competency(
        draft, "การเล่าเรื่อง", kind=Kind.SKILL, facilitator=None, by=sentence.proposers.get().entered_by
    ).row
    row = {"goal": goal, "competency": other, "indicator": sentence}[kind]

    page = client.post(url("row_comment", kind, row), {"text": text})

    assertContains(page, words, count=1)
    assertContains(page, f">{text}</textarea>")
    assertContains(page, f'id="comments-{kind}-{row.pk}" open')
    assert not Comment.objects.exists()


def test_rows_of_no_kind_are_not_there(sentence, client):
    assert client.post(url("row_agree", "level", sentence), {"agrees": "yes"}).status_code == 404


# Staying up to date


def test_an_open_page_is_told_only_of_changes(draft, competency, sentence, facilitator, client):
    pages = [url("board_live", draft), url("competency_board_live", competency)]
    for page in pages:
        assert client.get(since(page, draft)).status_code == 204
    before = [since(page, draft) for page in pages]

    Agreement.of(sentence, facilitator=facilitator).save()

    for page in before:
        answer = client.get(page)
        draft.refresh_from_db()
        assertContains(answer, f'data-pulse="{draft.pulse}"')
        assertNotContains(answer, "<html")


@pytest.mark.parametrize("asked", ["", "?since=", "?since=ก", "?since=-1"])
def test_a_page_that_does_not_know_what_it_has_seen_gets_everything(competency, sentence, client, asked):
    assertContains(client.get(url("competency_board_live", competency) + asked), "ฟังจนจบ")


def test_asking_for_changes_costs_next_to_nothing(draft, competency, sentence, client, django_assert_num_queries):
    pages = [since(url("board_live", draft), draft), since(url("competency_board_live", competency), draft)]

    for page in pages:
        with django_assert_num_queries(3):
            client.get(page)


# Queries


@pytest.mark.parametrize("rows", [1, 3])
def test_boards_ask_the_same_number_of_queries(draft, tambon, facilitator, client, django_assert_num_queries, rows):
    fill(draft, FacilitatorFactory.create_batch(rows, tambon=tambon), competencies=rows, sentences=rows)
    draft.leads.add(facilitator)

    with django_assert_num_queries(15):
        client.get(url("board", draft))
    with django_assert_num_queries(14):
        client.get(url("competency_board", draft.competencies.first()))


@pytest.mark.parametrize(("competencies", "sentences"), [(2, 5), (60, 9)])
def test_boards_ask_the_same_number_of_queries_for_12_and_600_items(
    draft, tambon, facilitator, client, django_assert_num_queries, competencies, sentences
):
    for place in range(competencies):
        competency = CompetencyFactory(framework=draft, position=place)
        Indicator.objects.bulk_create(
            Indicator(competency=competency, text=f"ประโยคที่ {number}", level=number % 5 + 1)
            for number in range(sentences)
        )

    with django_assert_num_queries(16):
        client.get(url("board", draft))
    with django_assert_num_queries(15):
        client.get(url("competency_board", draft.competencies.first()))


def fill(draft, people, *, competencies, sentences):
    """Rows of each kind, each proposed, agreed and commented on by everyone."""
    for place in range(competencies):
        rows = [GoalFactory(framework=draft), CompetencyFactory(framework=draft, position=place)]
        rows += [
            IndicatorFactory(competency=rows[1], level=None, standing=Standing.PROPOSED) for _each in range(sentences)
        ]
        rows += [IndicatorFactory(competency=rows[1], level=2) for _each in range(sentences)]
        for row in rows:
            for person in people:
                proposing._credit(row, person, person.user)
                proposing.agree(row, person)
                proposing.comment(row, "ดีมาก", by=person.user)
