"""Nothing typed or chosen for a record is lost when the connection drops, the page reloads, or another signs in."""

import re

import pytest
from playwright.sync_api import expect

from meetings.models import Attendance, Photo, Promise, Quote, RowRecord, StorySound
from meetings.record.opening import open_record
from meetings.stories.tests.recordings import silence
from meetings.tests.factories import AttendanceFactory, StoryFactory

from .conftest import comes_true, session_cookie
from .test_record import LATER, button, forgetful, forum, photo_with_place  # noqa: F401

LATER_BY_ITSELF = "อยู่ในเครื่องนี้ จะบันทึกเองเมื่อมีสัญญาณ"


@pytest.fixture
def record(forum, facilitator):  # noqa: F811
    return open_record(forum, by=facilitator.user)


def address(record, rest=""):
    return f"/forums/{record.forum_id}/record/{rest}"


def unsaved(page):
    return page.get_by_role("main").locator("ul.unsaved > li")


def write_quote(page, record):
    page.goto(address(record, f"rows/{record.rows.last().pk}/quotes/new/"))
    page.get_by_label("ถ้อยคำ").fill("จดทุกวัน")
    page.get_by_label("ผู้พูด", exact=True).fill("ป้าแดง")
    return "บันทึก", lambda: list(Quote.objects.values_list("text", "speaker")) == [("จดทุกวัน", "ป้าแดง")]


def write_guest(page, record):
    page.goto(address(record, "attendance/add/"))
    page.get_by_label("ชื่อ", exact=True).fill("ลุงมี")
    return "เพิ่ม", lambda: list(Attendance.objects.exclude(name="").values_list("name", "presence")) == [("ลุงมี", "came")]


def write_activity(page, record):
    page.goto(address(record, "rows/new/"))
    page.get_by_label("กิจกรรม", exact=True).fill("ร้องเพลง")
    return "เพิ่ม", lambda: [row.activity for row in RowRecord.objects.filter(row=None)] == ["ร้องเพลง"]


def write_promise(page, record):
    page.goto(address(record, "promises/"))
    page.get_by_label("ทำอะไร").fill("ไปเยี่ยมกลุ่ม")
    page.get_by_label("ผู้ทำคนอื่น").fill("กรรมการ")
    return "จดไว้", lambda: list(Promise.objects.values_list("what", "who_else")) == [("ไปเยี่ยมกลุ่ม", "กรรมการ")]


NEW = [write_quote, write_guest, write_activity, write_promise]


@pytest.mark.parametrize("write", NEW)
def test_what_was_pressed_without_a_connection_is_saved_from_another_page(phone, facilitator, record, write):
    page = phone(facilitator.user)
    pressed, is_saved = write(page, record)
    page.context.set_offline(True)
    button(page, pressed).click()
    expect(page.get_by_text(LATER_BY_ITSELF)).to_be_visible()

    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(address(record))

    assert comes_true(page, is_saved)
    expect(unsaved(page)).to_have_count(0)
    expect(page.get_by_text("ในเครื่องนี้มีสิ่งที่ยังไม่ได้บันทึก")).to_be_hidden()


@pytest.mark.parametrize("write", NEW)
def test_what_was_pressed_is_saved_without_touching_the_page_again(phone, facilitator, record, write):
    page = phone(facilitator.user)
    pressed, is_saved = write(page, record)
    page.context.set_offline(True)
    button(page, pressed).click()
    expect(page.get_by_text(LATER_BY_ITSELF)).to_be_visible()

    with page.expect_navigation(timeout=LATER):
        page.context.set_offline(False)

    assert is_saved()


def test_quote_that_was_not_pressed_comes_back_and_is_named(phone, facilitator, record):
    page = phone(facilitator.user)
    write_quote(page, record)
    page.reload()
    expect(page.get_by_label("ผู้พูด", exact=True)).to_have_value("ป้าแดง")

    page.goto("/")

    row = record.rows.last()
    expect(unsaved(page).get_by_role("link")).to_have_text(f"คำพูด · {row.activity} · {record.forum.called}")
    expect(unsaved(page)).to_contain_text("ยังไม่ได้กดปุ่มบันทึก")
    expect(unsaved(page)).to_contain_text("จดทุกวัน")
    assert Quote.objects.count() == 0
    page.once("dialog", lambda dialog: dialog.accept())
    button(page, "ทิ้ง").click()
    expect(page.get_by_text("ในเครื่องนี้มีสิ่งที่ยังไม่ได้บันทึก")).to_be_hidden()
    page.goto(address(record, f"rows/{row.pk}/quotes/new/"))
    expect(page.get_by_label("ผู้พูด", exact=True)).to_have_value("")


def test_taps_of_who_came_survive_on_any_page_of_a_long_list(phone, facilitator, record):
    people = AttendanceFactory.create_batch(130, record=record)
    page = phone(facilitator.user)
    page.goto(address(record, "attendance/?page=3"))
    page.context.set_offline(True)
    page.locator("label.presence-who", has_text=people[-1].name).click()
    expect(page.get_by_text(LATER_BY_ITSELF)).to_be_visible()

    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(address(record, "attendance/"))  # another page of the list

    assert comes_true(page, lambda: list(Attendance.objects.filter(presence="came")) == [people[-1]])


# An old phone, in which reading a photo, to keep it, takes as long as that.
SLOW = """() => {
  const read = Blob.prototype.arrayBuffer;
  Blob.prototype.arrayBuffer = async function () {
    await new Promise((done) => setTimeout(done, 1000));
    return read.call(this);
  };
}"""


def photos(*names):
    return [photo_with_place() | {"name": name} for name in names]


def test_chosen_photos_wait_through_a_reload_and_are_sent(phone, facilitator, record, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = phone(facilitator.user)
    page.goto(address(record, "photos/"))
    page.get_by_label("รูป", exact=True).set_input_files(photos("หนึ่ง.jpg"))
    expect(unsaved(page)).to_contain_text(["หนึ่ง.jpg อยู่ในเครื่องนี้ ยังไม่ได้ส่ง"])
    page.reload()
    expect(unsaved(page)).to_contain_text(["หนึ่ง.jpg"])
    assert Photo.objects.count() == 0

    page.context.set_offline(True)
    page.get_by_label("กิจกรรม", exact=True).select_option(label="เปิดวง")
    button(page, "ส่งรูป").click()
    expect(unsaved(page)).to_contain_text(["จะส่งเองเมื่อมีสัญญาณ"])
    page.context.set_offline(False)

    expect(page.get_by_role("img", name="เปิดวง")).to_be_visible(timeout=LATER)
    expect(unsaved(page)).to_have_count(0)
    assert [photo.row.activity for photo in Photo.objects.all()] == ["เปิดวง"]


def test_photos_that_were_kept_are_shown_beside_what_was_refused(phone, facilitator, record, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = phone(facilitator.user)
    page.goto(address(record, "photos/"))
    broken = {"name": "เสีย.jpg", "mimeType": "image/jpeg", "buffer": b"MZ"}
    empty = {"name": "ว่าง.jpg", "mimeType": "image/jpeg", "buffer": b""}

    page.get_by_label("รูป", exact=True).set_input_files([broken, *photos("ดี.jpg"), empty])
    page.get_by_label("กิจกรรม", exact=True).select_option(label="เปิดวง")
    button(page, "ส่งรูป").click()

    expect(page.get_by_role("img", name="เปิดวง")).to_be_visible(timeout=LATER)
    expect(page.get_by_text("รูปเหล่านี้ส่งไม่ได้")).to_be_visible()
    expect(unsaved(page)).to_contain_text(["เสีย.jpg: ไฟล์นี้ไม่ใช่รูป", "ว่าง.jpg: ไฟล์นี้ไม่ใช่รูป"])
    page.reload()
    expect(page.get_by_role("img", name="เปิดวง")).to_be_visible()
    expect(unsaved(page)).to_have_count(0)


def test_photos_that_wait_are_sent_from_the_record_too(phone, facilitator, record, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = phone(facilitator.user)
    page.goto(address(record, "photos/"))
    page.context.set_offline(True)
    page.get_by_label("รูป", exact=True).set_input_files(photos("หนึ่ง.jpg"))
    expect(unsaved(page)).to_contain_text(["หนึ่ง.jpg อยู่ในเครื่องนี้ ยังไม่ได้ส่ง"])
    page.evaluate(SLOW)
    button(page, "ส่งรูป").click()
    expect(unsaved(page)).to_contain_text(["จะส่งเองเมื่อมีสัญญาณ"])

    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(address(record))

    assert comes_true(page, lambda: Photo.objects.count() == 1)
    expect(page.get_by_text("ในเครื่องนี้มีสิ่งที่ยังไม่ได้บันทึก")).to_be_hidden()


def test_photo_that_cannot_be_read_is_told_and_the_others_are_kept(phone, facilitator, record, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = phone(facilitator.user)
    page.goto(address(record, "photos/"))
    broken = {"name": "เสีย.jpg", "mimeType": "image/jpeg", "buffer": b"no photo"}
    page.get_by_label("รูป", exact=True).set_input_files([broken, *photos("ดี.jpg")])
    button(page, "ส่งรูป").click()

    expect(unsaved(page)).to_have_text([re.compile("^เสีย.jpg: ไฟล์นี้ไม่ใช่รูป")])
    assert Photo.objects.count() == 1


def test_who_signs_out_is_told_of_what_is_unsaved_and_finds_it_again(phone, site, facilitator, record):
    page = phone(facilitator.user)
    write_quote(page, record)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))

    page.locator("summary").first.click()
    button(page, "ออกจากระบบ").click()

    expect(page.get_by_role("heading", name="เข้าใช้งาน")).to_be_visible()
    assert ["ยังไม่ได้บันทึก" in words for words in asked] == [True]
    page.context.add_cookies([session_cookie(facilitator.user) | {"url": site}])
    page.goto(address(record))
    expect(unsaved(page)).to_have_count(1)


def test_another_person_on_the_same_phone_sees_and_sends_nothing_of_it(phone, site, facilitator, teammate, record):
    page = phone(facilitator.user)
    write_quote(page, record)
    page.goto(address(record, "photos/"))
    page.get_by_label("รูป", exact=True).set_input_files(photos("หนึ่ง.jpg"))
    expect(unsaved(page)).to_contain_text(["หนึ่ง.jpg อยู่ในเครื่องนี้"])

    page.context.add_cookies([session_cookie(teammate.user) | {"url": site}])
    page.goto(address(record))
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("ในเครื่องนี้มีสิ่งที่ยังไม่ได้บันทึก")).to_be_hidden()
    page.goto(address(record, f"rows/{record.rows.last().pk}/quotes/new/"))
    expect(page.get_by_label("ผู้พูด", exact=True)).to_have_value("")
    page.goto(address(record, "photos/"))
    expect(unsaved(page)).to_have_count(0)

    page.context.add_cookies([session_cookie(facilitator.user) | {"url": site}])
    page.goto(address(record))
    expect(unsaved(page)).to_have_count(2)


def test_voice_waits_through_a_lost_connection_and_is_sent(phone, facilitator, kit_circle, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    story = StoryFactory(circle=kit_circle, typed_by=facilitator.user, teller=facilitator, teller_name="")
    page = phone(facilitator.user)
    page.goto(f"/stories/{story.pk}/photos/")
    page.context.set_offline(True)
    page.get_by_label("เลือกไฟล์เสียง").set_input_files({"name": "เล่า.wav", "mimeType": "audio/wav", "buffer": silence()})
    button(page, "ส่งเสียง").click()
    expect(unsaved(page)).to_contain_text(["เล่า.wav อยู่ในเครื่องนี้ จะส่งเองเมื่อมีสัญญาณ"])

    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto("/stories/")

    assert comes_true(page, lambda: StorySound.objects.filter(story=story).exists())
    expect(page.get_by_text("ในเครื่องนี้มีสิ่งที่ยังไม่ได้บันทึก")).to_be_hidden()
