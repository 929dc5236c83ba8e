"""The teller's voice, recorded in the browser; Chromium has a microphone that beeps."""

import re

import pytest
from playwright.sync_api import expect

from meetings.models import StorySound
from meetings.tests.factories import StoryFactory

from .conftest import SWITCHES, Chromium

PLAYED = """async sound => {
  sound.muted = true;
  await sound.play();
  await new Promise((done) => sound.addEventListener("ended", done));
  return sound.currentTime;
}"""


@pytest.fixture(scope="module")
def browser(browser):
    beeping = Chromium(browser.kind, [*SWITCHES, "--use-fake-device-for-media-stream"])
    yield beeping
    beeping.close()


@pytest.fixture
def draft(transactional_db, circle, facilitator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return StoryFactory(
        circle=circle,
        teller=facilitator,
        teller_name="",
        typed_by=facilitator.user,
        title="เสียงฉัน",
        happened="ก",
        did="ข",
    )


def test_voice_is_recorded_sent_and_played_back(phone, facilitator, draft):
    page = phone(facilitator.user, permissions=["microphone"])
    page.goto(f"/stories/{draft.pk}/photos/")
    page.get_by_role("button", name="● อัดเสียง").tap()
    expect(page.get_by_text(re.compile("^กำลังอัด 0.0[2-9]"))).to_be_visible()
    page.get_by_role("button", name="■ หยุด").tap()
    expect(page.locator("audio")).to_have_count(1)
    page.get_by_role("link", name="ถัดไป ›").tap()
    page.get_by_role("button", name="ให้อ่านได้").tap()
    expect(page.get_by_text("เรื่องของคุณมีคนอ่านได้แล้ว")).to_be_visible()

    assert page.locator("audio").evaluate(PLAYED) > 1.5
    assert re.match(r"audio/(mp4|webm)$", StorySound.objects.get(story=draft).content_type)


NO_MICROPHONE = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotFoundError') }"


@pytest.mark.parametrize(("script", "said"), [("", "เลือกอนุญาตไมโครโฟน"), (NO_MICROPHONE, "ไม่พบไมโครโฟน")])
def test_without_a_microphone_the_page_says_what_to_do(phone, facilitator, draft, script, said):
    page = phone(facilitator.user, permissions=[])
    page.add_init_script(script)
    page.goto(f"/stories/{draft.pk}/photos/")
    page.get_by_role("button", name="● อัดเสียง").tap()
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_label("เลือกไฟล์เสียง")).to_be_visible()
    assert not StorySound.objects.exists()
