"""From a closed round to a plan: a topic, an activity and a role are suggested, put in, and stand on the plan."""

import pytest
from playwright.sync_api import expect

from assessments.models import Round
from facilitators.models import User
from meetings.models import Forum


@pytest.fixture
def forum(shipped):
    return Forum.objects.get(circle__network__is_sample=True, number=2)


@pytest.fixture
def closed_round(shipped):
    return Round.objects.get(circle__network__is_sample=True, state=Round.State.CLOSED)


def suggestion(page, title):
    return page.get_by_role("article", name=title, exact=True)


def put_in(page, title):
    suggestion(page, title).get_by_role("button", name="ใส่ในแผน").click()
    expect(suggestion(page, title).get_by_text("อยู่ในแผนแล้ว")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_from_a_closed_round_to_the_plan(request, forum, closed_round, size):
    page = request.getfixturevalue(size)(User.objects.get(username="saiyut"))
    topic = "จัดทำแผนพัฒนากลุ่มหรือชุมชน"
    story = "ล้อมวงเล่าเรื่อง: จัดทำแผนพัฒนากลุ่มหรือชุมชน"

    page.goto(f"/rounds/{closed_round.pk}/circle/")
    page.get_by_role("link", name="ออกแบบเวทีจากผลรอบนี้").click()
    page.get_by_role("link", name=f"เลือก {forum.called}").click()
    expect(page.get_by_role("heading", name="ข้อเสนอจากผล")).to_be_visible()

    put_in(page, topic)
    put_in(page, story)
    put_in(page, "คุณมานี นำกระบวนการประชุม")
    page.get_by_role("link", name="ไปที่แผน").click()

    expect(page.get_by_role("heading", name=story)).to_be_visible()
    expect(page.get_by_label("นำกระบวนการประชุม")).to_have_value(str(User.objects.get(username="manee").facilitator.pk))
    assert topic in {competency.name for competency in forum.competencies.all()}

    page.get_by_role("link", name="ข้อเสนอจากผล").click()
    suggestion(page, story).get_by_role("button", name="เอาออกจากแผน").click()
    expect(page.get_by_text(f"เอา “{story}” ออกจากแผนแล้ว")).to_be_visible()
    suggestion(page, story).get_by_role("button", name="พักไว้").click()
    expect(suggestion(page, story)).to_have_count(0)
    assert forum.rows.filter(activity=story).count() == 0
