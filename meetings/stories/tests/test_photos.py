"""Photos of a story: drawn anew, kept once, described by one of two at a time, removed with their file."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from meetings.models import Story, StoryPhoto
from meetings.stories.forms import CaptionForm
from meetings.stories.tests.recordings import silence
from meetings.stories.views.files import MOST_PHOTOS
from meetings.tests.factories import StoryFactory, StoryPhotoFactory


@pytest.fixture
def story(kit_circle, facilitator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return StoryFactory(circle=kit_circle, teller=facilitator, teller_name="", typed_by=facilitator.user, told=True)


def picture(colour="navy"):
    """A picture on its side that says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (8.0, 26.0, 11.0)
    written = io.BytesIO()
    Image.new("RGB", (80, 40), colour).save(written, "JPEG", exif=exif)
    return written.getvalue()


def send(client, story, *contents, **headers):
    files = [SimpleUploadedFile(f"{number}.jpg", content) for number, content in enumerate(contents, start=1)]
    return client.post(reverse("meetings:story_photos", args=[story.pk]), {"photos": files}, headers=headers)


def test_photos_are_kept_once_upright_and_without_their_place(signed_in, facilitator, story):
    client = signed_in(facilitator)

    send(client, story, picture())
    send(client, story, picture(), picture("green"))

    stored = list(story.photos.all())
    assert [(photo.width, photo.height) for photo in stored] == [(40, 80), (40, 80)]
    assert [dict(Image.open(io.BytesIO(Path(photo.image.path).read_bytes())).getexif()) for photo in stored] == [{}, {}]


def test_what_is_no_photo_is_named_and_the_others_are_kept(signed_in, facilitator, story):
    answer = send(signed_in(facilitator), story, b"MZ", b"", picture(), **{"X-Keep": "sending"})

    why = "ไฟล์นี้ไม่ใช่รูปชนิด JPEG, PNG หรือ WebP"
    assert answer.json() == {"kept": 1, "refused": [f"1.jpg: {why}", f"2.jpg: {why}"]}


def test_there_is_room_for_so_many_photos(signed_in, facilitator, story):
    StoryPhotoFactory.create_batch(MOST_PHOTOS, story=story)

    answer = send(signed_in(facilitator), story, picture(), **{"X-Keep": "sending"})

    assert answer.json() == {"kept": 0, "refused": ["1.jpg: เรื่องหนึ่งมีรูปได้ไม่เกิน 12 รูป"]}
    assert story.photos.count() == MOST_PHOTOS


def test_a_photo_is_removed_with_its_file(signed_in, facilitator, story, tmp_path, django_capture_on_commit_callbacks):
    photo = StoryPhotoFactory(story=story)
    address = reverse("meetings:story_photo_remove", args=[story.pk, photo.pk])
    client = signed_in(facilitator)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    again = client.post(address, follow=True)

    assert (StoryPhoto.objects.count(), list((tmp_path / "stories").iterdir())) == (0, [])
    assert [str(message) for message in again.context["messages"]][-1] == "รูปนั้นถูกลบไปแล้ว"


def test_two_describe_a_photo_and_the_second_is_told(signed_in, facilitator, story):
    photo = StoryPhotoFactory(story=story)
    seen = CaptionForm(instance=photo)["seen"].value()
    address = reverse("meetings:story_photo_edit", args=[story.pk, photo.pk])
    client = signed_in(facilitator)

    client.post(address, {"caption": "ล้อมวง", "seen": seen})
    second = client.post(address, {"caption": "ที่ศาลา", "seen": seen})

    photo.refresh_from_db()
    assert (photo.caption, list(second.context["form"].errors)) == ("ล้อมวง", ["caption"])


def test_a_photo_of_another_story_is_not_shown_with_this_one(signed_in, facilitator, story):
    other = StoryPhotoFactory()

    answer = signed_in(facilitator).get(reverse("meetings:story_photo", args=[story.pk, other.pk]))

    assert answer.status_code == 404


def test_whoever_agrees_to_a_story_has_seen_its_photos_and_its_sound(signed_in, facilitator, teammate, story):
    Story.objects.update(state="draft", told_at=None, typed_by=teammate.user, happened="ก", did="ข")
    address = reverse("meetings:story_tell", args=[story.pk])

    def agree_after(act):
        seen = signed_in(facilitator).get(address).context["form"]["seen"].value()
        act(signed_in(teammate))
        signed_in(facilitator).post(address, {"audience": "public", "seen": seen})
        story.refresh_from_db()
        return story.state

    def post(name, *keys, **typed):
        return lambda typist: typist.post(reverse(f"meetings:{name}", args=[story.pk, *keys]), typed)

    states = [agree_after(lambda typist: send(typist, story, picture()))]
    photo = story.photos.get()
    caption = CaptionForm(instance=photo)["seen"].value()
    states += [
        agree_after(post("story_photo_edit", photo.pk, caption="ป้าแดง", seen=caption)),
        agree_after(post("story_photo_remove", photo.pk)),
        agree_after(post("story_sound_add", sound=SimpleUploadedFile("ก.wav", silence()))),
        agree_after(post("story_sound_remove")),
        agree_after(lambda typist: None),
    ]

    assert states == [*["draft"] * 5, "told"]
