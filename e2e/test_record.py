"""Recording a forum on a phone, with the connection cut off in between."""

import io
import re

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from facilitators.models import CommunityGroup
from meetings.models import Attendance, Photo, Record, RowRecord
from meetings.record.opening import open_record
from meetings.tests.factories import AgendaRowFactory, ForumFactory

from .conftest import PHONE, session_cookie

LATER = 20_000  # milliseconds: a lost sending is tried again after four seconds


@pytest.fixture
def forum(transactional_db, kit_circle, facilitator, teammate):
    forum = ForumFactory(circle=kit_circle, number=1, day=timezone.localdate())
    for name in ("เปิดวง", "เล่าเรื่องที่ทำแล้วได้ผล"):
        AgendaRowFactory(forum=forum, activity=name)
    CommunityGroup.objects.create(tambon=kit_circle.tambon, name="ออมทรัพย์บ้านคลอง")
    return forum


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def saved(page):
    return page.get_by_text(re.compile(r"^บันทึกแล้ว \d\d\.\d\d น\.$"))


def photo_with_place():
    """A JPEG of 2400 × 1200 that lies on its side and tells where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (8.0, 26.0, 11.0)
    written = io.BytesIO()
    Image.new("RGB", (2400, 1200), "navy").save(written, "JPEG", exif=exif)
    return {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def test_record_is_written_on_a_phone_whose_connection_comes_and_goes(
    phone, facilitator, teammate, forum, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    page = phone(facilitator.user)
    page.goto(forum.get_absolute_url())
    button(page, "เปิดบันทึก").click()
    expect(page.get_by_text("เปิดบันทึกแล้ว")).to_be_visible()

    note_who_came(page, teammate)
    write_with_the_network_cut_off(page)
    page.get_by_role("button", name="เล่าเรื่องที่ทำแล้วได้ผล: ยังไม่จด").click()
    add_a_quote_with_the_network_cut_off(page)
    send_a_photo(page)

    record = Record.objects.get()
    assert list(record.rows.values_list("outcome", "points")) == [("done", "คุยกันสนุก\nทุกคนได้พูด"), ("", "")]
    assert [(quote.text, quote.speaker) for quote in record.rows.last().quotes.all()] == [("จดทุกวัน", "ป้าแดง")]
    assert record.rows.last().quotes.get().speaker_agrees is True


def note_who_came(page, teammate):
    page.get_by_role("link", name="จดว่าใครมา").click()
    page.locator("label", has_text=teammate.full_name).first.click()  # the card itself says: came
    expect(saved(page)).to_be_visible()
    group = page.get_by_role("group", name="ออมทรัพย์บ้านคลอง")
    group.get_by_role("radio").first.check()
    group.get_by_label("จำนวนคน").fill("๑๒")
    expect(page.get_by_text("มา 13 คน · ยังไม่จด 1 ราย")).to_be_visible()
    assert dict(Attendance.objects.values_list("presence", "people")) == {"came": 12, "": 1}
    button(page, "บันทึก").click()
    expect(page.get_by_role("heading", name="เกิดอะไรขึ้นบ้าง")).to_be_visible()


def write_with_the_network_cut_off(page):
    page.get_by_role("link", name="จดสิ่งที่เกิดขึ้น").click()
    page.get_by_label("ประเด็นที่พูดกัน").fill("คุยกันสนุก")
    expect(saved(page)).to_be_visible()
    assert RowRecord.objects.first().points == "คุยกันสนุก"
    page.context.set_offline(True)
    page.get_by_label("ประเด็นที่พูดกัน").fill("คุยกันสนุก\nทุกคนได้พูด")
    page.get_by_role("radio", name="ทำตามแผน").check()
    expect(page.get_by_text("อยู่ในเครื่องนี้ จะบันทึกเองเมื่อมีสัญญาณ")).to_be_visible()
    assert RowRecord.objects.first().points == "คุยกันสนุก"
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("ประเด็นที่พูดกัน")).to_have_value("คุยกันสนุก\nทุกคนได้พูด")
    expect(page.get_by_text(re.compile("^(บันทึกแล้ว|บันทึกเองขณะพิมพ์)"))).to_be_visible(timeout=LATER)
    assert RowRecord.objects.first().points == "คุยกันสนุก\nทุกคนได้พูด"


def add_a_quote_with_the_network_cut_off(page):
    expect(page.get_by_role("heading", name="เล่าเรื่องที่ทำแล้วได้ผล")).to_be_visible()
    button(page, "+ เพิ่มคำพูด").click()
    page.get_by_label("ถ้อยคำ").fill("จดทุกวัน")
    page.get_by_label("ผู้พูด", exact=True).fill("ป้าแดง")
    page.get_by_label("ผู้พูดยอมให้ยกคำพูด").check()
    page.context.set_offline(True)
    button(page, "บันทึก").click()
    expect(page.get_by_text("อยู่ในเครื่องนี้ จะบันทึกเองเมื่อมีสัญญาณ")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("“จดทุกวัน”")).to_be_visible()


def send_a_photo(page):
    button(page, "+ เพิ่มรูป").click()
    page.get_by_label("รูป", exact=True).set_input_files([photo_with_place()])
    button(page, "ส่งรูป").click()
    expect(page.get_by_role("img", name="เล่าเรื่องที่ทำแล้วได้ผล")).to_be_visible()
    photo = Photo.objects.get()
    with photo.image.open() as file:
        content = file.read()
    with Image.open(io.BytesIO(content)) as stored:
        assert (stored.format, stored.size, dict(stored.getexif())) == ("JPEG", (800, 1600), {})
    assert b"Exif" not in content
    assert photo.row.activity == "เล่าเรื่องที่ทำแล้วได้ผล"


def test_two_recorders_of_one_activity_see_both_wordings(phone, facilitator, teammate, forum):
    record = open_record(forum, by=facilitator.user)
    address = f"/forums/{forum.pk}/record/rows/{record.rows.first().pk}/"
    mine, theirs = phone(facilitator.user), phone(teammate.user)
    mine.goto(address)
    theirs.goto(address)

    theirs.get_by_label("ประเด็นที่พูดกัน").fill("ตกลงทำบัญชี")
    expect(saved(theirs)).to_be_visible()
    mine.get_by_label("ใช้จริงกี่นาที").fill("25")
    expect(mine.get_by_label("ประเด็นที่พูดกัน")).to_have_value("ตกลงทำบัญชี")  # different fields are joined
    theirs.get_by_label("ประเด็นที่พูดกัน").fill("ตกลงทำบัญชีทุกเดือน")
    expect(saved(theirs)).to_be_visible()
    mine.get_by_label("ประเด็นที่พูดกัน").fill("ตกลงทำบัญชีทุกวัน")
    expect(mine.get_by_role("alert")).to_contain_text("ตกลงทำบัญชีทุกเดือน")
    assert RowRecord.objects.first().points == "ตกลงทำบัญชีทุกเดือน"
    button(mine, "ใช้ของฉัน").click()

    expect(saved(mine)).to_be_visible()
    row = RowRecord.objects.first()
    assert (row.points, row.minutes) == ("ตกลงทำบัญชีทุกวัน", 25)


@pytest.fixture
def forgetful(browser, site, facilitator):
    """A phone whose session ends: unlike those of `new_page` it may be told 403."""
    context = browser.new_context(base_url=site, locale="th-TH", timezone_id="Asia/Bangkok", **PHONE)
    context.add_cookies([session_cookie(facilitator.user) | {"url": site}])
    yield context.new_page()
    browser.close(context)


def test_what_was_typed_survives_a_session_that_ended(forgetful, facilitator, forum):
    record = open_record(forum, by=facilitator.user)
    page = forgetful
    page.goto(f"/forums/{forum.pk}/record/rows/{record.rows.first().pk}/")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("ประเด็นที่พูดกัน").fill("ยังไม่หาย")
    expect(page.get_by_role("link", name="เปิดหน้านี้ใหม่")).to_be_visible()
    page.context.add_cookies(cookies)
    page.get_by_role("link", name="เปิดหน้านี้ใหม่").click()

    expect(page.get_by_label("ประเด็นที่พูดกัน")).to_have_value("ยังไม่หาย")
    expect(saved(page)).to_be_visible()
    assert RowRecord.objects.first().points == "ยังไม่หาย"
