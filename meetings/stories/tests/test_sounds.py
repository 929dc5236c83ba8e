"""Sounds: which kinds are taken, what is blanked in them, and how a phone gets a part of one."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import StorySound
from meetings.stories.sounds import LARGEST_FILE, checked_sound
from meetings.tests.factories import StoryFactory

from .recordings import aac, box, id3, mp3, mp4, ogg, silence, webm


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (mp4(b"soun"), "audio/mp4"),
        (webm(b"A_OPUS"), "audio/webm"),
        (ogg(b"OpusHead"), "audio/ogg"),
        (ogg(b"\x01vorbis"), "audio/ogg"),
        (mp3(), "audio/mpeg"),
        (mp3(tag=id3(b"TIT2 at home")), "audio/mpeg"),
        (aac(), "audio/aac"),
        (aac(tag=id3(b"TIT2 at home")), "audio/aac"),
        (silence(), "audio/wav"),
    ],
)
def test_kind_is_told_by_the_content(content, content_type):
    _stored, found = checked_sound(SimpleUploadedFile("เสียง.exe", content))

    assert found == content_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00" + bytes(500),
        b"<html><script>alert(1)</script></html>",
        b"\xff\xd8\xff\xe0" + bytes(500),
        b"\xff\xfb\x90\x00" + bytes(1000),  # one frame alone
        aac()[:64],
        aac()[:64] + bytes(1000),
        b"\xff\xf1\x50\x40\x00\x1f\xfc" * 100,  # frames of no length
        b"ID3" + bytes(500),
        b"RIFF" + bytes(4) + b"WEBP" + bytes(100),
        webm(b"A_AAC"),
        ogg(b"Speex   "),
        mp4(),
        mp4(b"soun")[:40],
        box(b"ftyp", b"heic") + bytes(100),
        b"\0\0\0\x18ftyp" + b"\xff" * 16,
        box(b"ftyp", b"M4A ") + b"\0\0\0\x08moov" * 1000,
    ],
)
def test_what_is_no_sound_is_refused(content):
    with pytest.raises(ValidationError) as refusal:
        checked_sound(ContentFile(content, name="เสียง.mp3"))

    assert refusal.value.messages == ["ไฟล์นี้ไม่ใช่เสียงที่โทรศัพท์เปิดได้ เลือกไฟล์ M4A, AAC, MP3, WAV, Ogg หรือ WebM"]


@pytest.mark.parametrize("content", [mp4(b"soun", b"vide"), webm(b"V_VP8 A_OPUS"), ogg(b"\x80theora")])
def test_films_are_refused(content):
    with pytest.raises(ValidationError) as refusal:
        checked_sound(ContentFile(content, name="a.mp4"))

    assert refusal.value.messages == ["ไฟล์นี้มีภาพอยู่ด้วย เลือกไฟล์ที่มีแต่เสียง"]


@pytest.mark.parametrize(
    "content", [b"#!AMR\n" + bytes(500), b"#!AMR-WB\n" + bytes(500), mp4(b"soun", written=b"samr")]
)
def test_what_phones_record_but_browsers_do_not_play_is_refused_with_a_way_out(content):
    with pytest.raises(ValidationError) as refusal:
        checked_sound(ContentFile(content, name="a.3gp"))

    assert refusal.value.messages == [
        "เบราว์เซอร์เล่นเสียงชนิดนี้ (AMR) ไม่ได้ กดอัดเสียงในหน้านี้แทน หรือตั้งแอปอัดเสียงในโทรศัพท์เป็น M4A หรือ MP3"
    ]


def test_boxes_in_boxes_without_end_are_refused():
    content = b""
    for _depth in range(2000):
        content = box(b"trak", content)

    with pytest.raises(ValidationError):
        checked_sound(ContentFile(box(b"ftyp", b"M4A ") + box(b"moov", content), name="a.m4a"))


def test_what_is_too_large_is_refused():
    with pytest.raises(ValidationError) as refusal:
        checked_sound(ContentFile(silence() + bytes(LARGEST_FILE), name="a.wav"))

    assert refusal.value.messages == ["ไฟล์เสียงใหญ่กว่า 10 MB เล่าให้สั้นลง ราวสิบนาที"]


@pytest.mark.parametrize(
    "content",
    [
        mp4(b"soun", notes=b"\xa9xyz+08.4304+099.9631/"),
        aac(tag=id3(b"TXXX +08.4304+099.9631/")),
        mp3(tag=id3(b"TXXX +08.4304+099.9631/"), end=b"TAG" + b"+08.4304+099.9631/".ljust(125, b"\0")),
        silence() + b"LIST\x18\0\0\0INFO" + b"+08.4304+099.9631/".ljust(20, b"\0"),
    ],
)
def test_notes_on_the_place_are_blanked(content):
    stored, _kind = checked_sound(ContentFile(content, name="a"))

    assert b"+08.4304" not in stored.read()


# What a phone asks for


@pytest.fixture
def sound(settings, tmp_path, kit_circle, facilitator):
    settings.MEDIA_ROOT = tmp_path
    story = StoryFactory(circle=kit_circle, teller=facilitator, teller_name="", told=True)
    sound = StorySound(story=story, content_type="audio/wav")
    sound.file.save("a.wav", ContentFile(bytes(range(100))))
    return sound


@pytest.mark.parametrize(
    ("asked", "status", "told", "content"),
    [
        (None, 200, None, bytes(range(100))),
        ("bytes=0-", 206, "bytes 0-99/100", bytes(range(100))),
        ("bytes=0-1", 206, "bytes 0-1/100", b"\0\1"),
        ("bytes=98-500", 206, "bytes 98-99/100", bytes([98, 99])),
        ("bytes=-2", 206, "bytes 98-99/100", bytes([98, 99])),
        ("bytes=-500", 206, "bytes 0-99/100", bytes(range(100))),
        ("bytes=100-", 416, "bytes */100", b""),
        ("bytes=5-2", 416, "bytes */100", b""),
        ("bytes=-0", 416, "bytes */100", b""),
        ("bytes=-", 200, None, bytes(range(100))),
        ("bytes=0-1,5-6", 200, None, bytes(range(100))),
        ("lines=1-2", 200, None, bytes(range(100))),
    ],
)
def test_a_part_of_the_sound_is_given(signed_in, facilitator, sound, asked, status, told, content):
    headers = {"Range": asked} if asked else {}

    answer = signed_in(facilitator).get(reverse("meetings:story_sound", args=[sound.story_id]), headers=headers)

    assert (answer.status_code, answer.headers.get("Content-Range"), answer.content) == (status, told, content)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_new_sound_takes_the_place_of_the_former(
    signed_in, facilitator, sound, django_capture_on_commit_callbacks, tmp_path
):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(facilitator).post(
            reverse("meetings:story_sound_add", args=[sound.story_id]),
            {"sound": SimpleUploadedFile("ก.webm", webm(b"A_OPUS"), content_type="text/html")},
        )

    stored = StorySound.objects.get()
    assert stored.content_type == "audio/webm"
    assert [path.name for path in (tmp_path / "stories").iterdir()] == [stored.file.name.removeprefix("stories/")]


def test_who_has_a_sound_is_told_how_it_would_be_lost(signed_in, facilitator, sound):
    client, address = signed_in(facilitator), reverse("meetings:story_photos", args=[sound.story_id])
    page = client.get(address).content.decode()
    assert "● อัดแทนเสียงเดิม</button>" in page
    assert "<summary>เอาเสียงออก</summary>" in page
    assert "เสียงที่อัดไว้จะถูกลบ เอาคืนไม่ได้" in page

    sound.delete()

    assert "● อัดเสียง</button>" in client.get(address).content.decode()


def test_a_refused_sound_is_told_on_the_page(signed_in, facilitator, sound):
    address = reverse("meetings:story_sound_add", args=[sound.story_id])
    refused = "ไฟล์นี้ไม่ใช่เสียงที่โทรศัพท์เปิดได้ เลือกไฟล์ M4A, AAC, MP3, WAV, Ogg หรือ WebM"
    client = signed_in(facilitator)

    page = client.post(address, {"sound": SimpleUploadedFile("ก.mp3", b"no sound")})
    script = client.post(address, {"sound": SimpleUploadedFile("ก.mp3", b"no sound")}, headers={"X-Keep": "sending"})

    assert page.context["sound_form"].errors["sound"] == [refused]
    assert script.json() == {"refused": [refused]}
    assert StorySound.objects.get() == sound
