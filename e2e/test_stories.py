"""A story on phones: told from an AAR answer with a photo and a voice, read, narrowed and gone; typed for another."""

import re

import pytest
from playwright.sync_api import expect

from assessments.tests.factories import CompetencyFactory
from meetings.models import Story
from meetings.stories.tests.recordings import silence
from meetings.tests.factories import AarAnswerFactory, AskedQuestionFactory, RecordFactory, StoryFactory

from .test_record import photo_with_place

SECONDS = """sound => new Promise((done) => {
  if (sound.readyState) done(sound.duration);
  else sound.addEventListener("loadedmetadata", () => done(sound.duration));
})"""
SAVED = re.compile(r"^บันทึกแล้ว \d\d\.\d\d น\.$")


@pytest.fixture
def answer(transactional_db, kit_circle, facilitator, circle, settings, tmp_path):
    """What the facilitator answered in the AAR of the first forum."""
    settings.MEDIA_ROOT = tmp_path
    record = RecordFactory(forum__circle=kit_circle, forum__number=1, opened_by=facilitator.user)
    question = AskedQuestionFactory(record=record, text="อะไรที่ได้เกินคาด")
    return AarAnswerFactory(
        question=question, facilitator=facilitator, name="", text="วงเงียบ แล้วป้าแดงก็เล่า", entered_by=facilitator.user
    )


def test_story_is_told_from_an_aar_answer_and_narrowed(phone, facilitator, neighbour, answer):
    page = phone(facilitator.user)
    page.goto(f"/forums/{answer.question.record.forum_id}/record/aar/")
    page.get_by_role("link", name="เล่าเรื่องนี้").click()
    write(page)
    add_photo_and_voice(page)
    page.get_by_role("link", name="ถัดไป ›").click()
    page.get_by_label("ทุกคนในเครือข่าย").check()
    page.get_by_role("button", name="ให้อ่านได้").click()
    expect(page.get_by_text("เรื่องของคุณมีคนอ่านได้แล้ว")).to_be_visible()
    expect(page.get_by_role("link", name="AAR ของ")).to_be_visible()

    other = phone(neighbour.user)
    other.goto("/stories/")
    other.get_by_role("link", name="ขวดแก้วหน้าร้าน").click()
    expect(other.get_by_text("ป้าแดงหยอดเหรียญ")).to_be_visible()
    other.locator("main img").scroll_into_view_if_needed()
    expect(other.locator("main img")).to_have_js_property("naturalWidth", 240)  # upright and small
    assert other.locator("audio").evaluate(SECONDS) == 1

    page.get_by_role("link", name="ใครอ่านได้บ้าง").click()
    page.get_by_label("เฉพาะคนใน").check()
    page.get_by_role("button", name="บันทึก").click()
    expect(page.get_by_text("ตั้งแต่นี้ไปอ่านได้: เฉพาะวง")).to_be_visible()
    assert other.goto(other.url).status == 404
    other.goto("/stories/")
    expect(other.get_by_role("link", name="ขวดแก้วหน้าร้าน")).to_have_count(0)


def write(page):
    expect(page.get_by_label("เกิดอะไรขึ้น")).to_have_value("วงเงียบ แล้วป้าแดงก็เล่า")
    page.get_by_label("ฉันทำอะไร").fill("ถามทีละคน")
    page.get_by_label("แล้วเกิดผลอย่างไร").fill("ป้าแดงหยอดเหรียญทุกวัน")
    page.get_by_label("ชื่อเรื่อง").fill("ขวดแก้วหน้าร้าน")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.reload()
    expect(page.get_by_label("ฉันทำอะไร")).to_have_value("ถามทีละคน")
    assert [story.title for story in Story.objects.all()] == ["ขวดแก้วหน้าร้าน"]
    page.get_by_role("button", name="ถัดไป ›").click()


def add_photo_and_voice(page):
    page.get_by_label("เลือกรูป").set_input_files(photo_with_place())
    page.get_by_role("button", name="ส่งรูป").click()
    expect(page.locator("main img")).to_have_count(1)
    page.get_by_label("เลือกไฟล์เสียง").set_input_files({"name": "a.wav", "mimeType": "audio/wav", "buffer": silence()})
    page.get_by_role("button", name="ส่งเสียง").click()
    expect(page.locator("audio")).to_have_count(1)


def test_story_typed_for_a_teammate_waits_for_them(phone, facilitator, teammate, circle, kit_circle):
    page = phone(teammate.user)
    page.goto("/stories/")
    page.get_by_role("link", name="เล่าเรื่อง", exact=True).click()
    page.get_by_label("เกิดอะไรขึ้น").fill("วงเงียบ")
    page.get_by_label("ฉันทำอะไร").fill("ถามทีละคน")
    page.get_by_label("ชื่อเรื่อง").fill("ถามทีละคน")
    page.get_by_text("ใครเล่า วง").click()
    page.get_by_label("ใครเป็นผู้เล่า").select_option(label=facilitator.full_name)
    page.get_by_role("button", name="ถัดไป ›").click()
    page.get_by_role("link", name="ถัดไป ›").click()
    page.get_by_role("button", name="ส่งให้ผู้เล่าดู").click()
    expect(page.get_by_text("จะเห็นเรื่องนี้ที่หน้าแรก")).to_be_visible()

    teller = phone(facilitator.user)
    teller.goto("/")
    teller.get_by_role("link", name="อ่านแล้วเลือก").click()
    teller.get_by_role("button", name="ให้อ่านได้").click()
    expect(teller.get_by_text("พิมพ์ให้")).to_be_visible()

    page.reload()
    expect(page.get_by_role("link", name="แก้เรื่อง")).to_have_count(0)
    assert [(story.state, story.teller, story.typed_by) for story in Story.objects.all()] == [
        ("told", facilitator, teammate.user)
    ]


def test_what_is_ticked_on_one_phone_stays_while_another_types(phone, facilitator, circle):
    competencies = [CompetencyFactory(framework__circle=circle, framework__state="in_use")]
    competencies += [CompetencyFactory(framework=competencies[0].framework) for _more in range(2)]
    first = phone(facilitator.user)
    first.goto("/stories/new/")
    first.get_by_label("ชื่อเรื่อง").fill("สองเครื่อง")
    expect(first.get_by_text(SAVED)).to_be_visible()
    second = phone(facilitator.user)
    second.goto(first.url)
    for page in (first, second):
        page.get_by_text("ใครเล่า วง").click()

    for row in competencies[1:]:
        first.get_by_label(row.name).check()
    expect(first.get_by_text(SAVED)).to_be_visible()
    second.get_by_label("เคล็ดลับ").fill("ฟังก่อนถาม")
    expect(second.get_by_text(SAVED)).to_be_visible()

    ticked = [second.get_by_label(row.name).is_checked() for row in competencies]
    second.get_by_role("button", name="ไว้เล่าต่อทีหลัง").click()
    expect(second.get_by_text("บันทึกเป็นร่างแล้ว")).to_be_visible()
    story = Story.objects.get()
    assert (ticked, story.tip) == ([False, True, True], "ฟังก่อนถาม")
    assert list(story.competencies.all()) == competencies[1:]


def test_what_is_refused_of_the_whole_story_is_said_and_what_of_a_part_is_shown_there(phone, facilitator, kit_circle):
    story = StoryFactory(circle=kit_circle, teller=facilitator, teller_name="", happened="ก", did="ข")
    page = phone(facilitator.user)
    page.goto(f"/stories/write/{story.uid}/")
    Story.objects.update(state="told", told_at=story.begun_at)

    page.get_by_label("ฉันทำอะไร").fill("ถามทีละ")
    expect(page.get_by_text("คนอื่นอ่านเรื่องนี้ได้แล้ว")).to_be_visible()
    page.get_by_label("ชื่อเรื่อง").fill("")
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("button", name="ไว้เล่าต่อทีหลัง").click()

    expect(page.get_by_text("ตั้งชื่อเรื่อง", exact=True)).to_be_in_viewport()
