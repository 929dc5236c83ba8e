"""What becomes of the photos that are sent."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from PIL import Image

from meetings.models import Photo
from meetings.models.pictures import files_with_rows
from meetings.record.pictures import drawn_anew
from meetings.tests.factories import PhotoFactory

pytestmark = pytest.mark.django_db


def written(size=(40, 20), kind="JPEG", mode="RGB", colour="navy", **options):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def with_place(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (8.0, 26.0, 11.0)
    return written(exif=exif, comment=b"SECRETCOMMENT", icc_profile=b"SECRETPROFILE")


def sent(content, name="a.jpg"):
    return SimpleUploadedFile(name, content)


def drawn(content):
    file, _fingerprint = drawn_anew(sent(content))
    return Image.open(file)


def test_photo_loses_the_place_and_all_else_that_is_not_seen():
    sent_bytes = with_place()
    assert [word in sent_bytes for word in (b"SECRETCAMERA", b"SECRETCOMMENT", b"Exif")] == [True, True, True]

    file, _fingerprint = drawn_anew(sent(sent_bytes))
    stored = file.read()

    assert [word in stored for word in (b"SECRET", b"Exif", b"GPS", b"ICC_PROFILE", b"http://")] == [False] * 5


@pytest.mark.parametrize(("orientation", "size"), [(1, (40, 20)), (3, (40, 20)), (6, (20, 40)), (8, (20, 40))])
def test_photo_is_turned_upright(orientation, size):
    assert drawn(with_place(orientation)).size == size


@pytest.mark.parametrize(
    ("size", "small"), [((3200, 2400), (1600, 1200)), ((1000, 4000), (400, 1600)), ((300, 200), (300, 200))]
)
def test_photo_is_shrunk_to_1600_pixels_and_never_enlarged(size, small):
    picture = drawn(written(size))

    assert (picture.format, picture.size) == ("JPEG", small)


@pytest.mark.parametrize(
    ("kind", "mode", "colour", "seen"),
    [
        ("PNG", "RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("PNG", "LA", (0, 255), (0, 0, 0)),
        ("PNG", "P", 0, (0, 0, 0)),
        ("PNG", "1", 1, (255, 255, 255)),
        ("PNG", "I;16", 40_000, (156, 156, 156)),
        ("WEBP", "RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("JPEG", "CMYK", (0, 0, 0, 255), (0, 0, 0)),
    ],
)
def test_every_kind_becomes_a_jpeg_on_white(kind, mode, colour, seen):
    picture = drawn(written(kind=kind, mode=mode, colour=colour))

    assert (picture.format, picture.mode, picture.getpixel((5, 5))) == ("JPEG", "RGB", seen)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg onload='alert(1)'></svg>", "ไฟล์นี้ไม่ใช่รูป"),
        (b"", "ไฟล์นี้ไม่ใช่รูป"),
        (b"GIF89a" + bytes(40), "ไฟล์นี้ไม่ใช่รูป"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC"),
        (written((600, 600), colour="red")[:-400], "รูปเสียหรือไม่ครบ"),
        (bytes(10 * 1024 * 1024 + 1), "ใหญ่เกิน 10 MB"),
        (written((9000, 9000), kind="PNG", mode="1", colour=0), "พิกเซลมากเกินไป"),
    ],
    ids=["svg", "empty", "gif", "heic", "cut", "large", "bomb"],
)
def test_what_is_no_photo_of_use_is_refused_in_words(content, said):
    with pytest.raises(ValidationError) as refused:
        drawn_anew(sent(content))

    assert (said in refused.value.messages[0]) is True


# The pages


def test_several_photos_are_kept_and_the_others_named(record, row, facilitator, signed_in):
    files = [sent(written(colour="red")), sent(b"no photo", "b.jpg"), sent(written(colour="blue"), "c.png")]

    answer = signed_in(facilitator).post(
        reverse("meetings:record_photos", args=[record.forum_id]), {"photos": files, "row": row.pk}, follow=True
    )

    assert [(photo.row, photo.width, photo.height) for photo in Photo.objects.all()] == [(row, 40, 20)] * 2
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["เพิ่มรูปแล้ว 2 รูป", "b.jpg: ไฟล์นี้ไม่ใช่รูปชนิด JPEG, PNG หรือ WebP"]


def test_photo_that_is_sent_again_is_there_once(record, facilitator, signed_in):
    client, address = signed_in(facilitator), reverse("meetings:record_photos", args=[record.forum_id])

    for _time in range(2):
        answer = client.post(address, {"photos": sent(written())}, headers={"X-Keep": "sending"})

    assert answer.json() == {"kept": 1, "refused": []}
    assert Photo.objects.count() == 1


def test_photo_is_served_as_jpeg_that_nothing_else_can_be_made_of(record, neighbour, stranger, signed_in):
    photo = PhotoFactory(record=record)
    address = reverse("meetings:photo", args=[record.forum_id, photo.pk])

    answer = signed_in(neighbour).get(address)
    content = answer.getvalue()

    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert content[:3] == b"\xff\xd8\xff"
    assert ("private" in answer.headers["Cache-Control"]) is True
    assert signed_in(stranger).get(address).status_code == 404


def test_removed_photo_leaves_the_disk(record, facilitator, signed_in, django_capture_on_commit_callbacks):
    photo = PhotoFactory(record=record)
    assert photo.image.storage.exists(photo.image.name) is True

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(facilitator).post(reverse("meetings:photo_remove", args=[record.forum_id, photo.pk]))

    assert (Photo.objects.count(), photo.image.storage.exists(photo.image.name)) == (0, False)


def test_lists_show_a_small_picture_and_the_whole_one_where_there_is_none(
    record, facilitator, neighbour, stranger, signed_in
):
    older = PhotoFactory(record=record)
    signed_in(facilitator).post(
        reverse("meetings:record_photos", args=[record.forum_id]), {"photos": sent(written((2400, 1200)))}
    )
    newer = Photo.objects.exclude(pk=older.pk).get()

    def shown(name, photo, who=neighbour):
        answer = signed_in(who).get(reverse(f"meetings:{name}", args=[record.forum_id, photo.pk]))
        return Image.open(io.BytesIO(answer.getvalue())).size if answer.status_code == 200 else answer.status_code

    assert (shown("photo", newer), shown("photo_small", newer)) == ((1600, 800), (480, 240))
    assert shown("photo_small", older) == (8, 6)
    assert shown("photo_small", newer, stranger) == 404
    newer.image.storage.delete(newer.small_name)
    newer.image.storage.delete(newer.image.name)
    assert shown("photo_small", newer) == 404


def test_pictures_of_a_transaction_that_failed_leave_the_disk(record, facilitator, tmp_path):
    def keep(written_files):
        photo = Photo(record=record, added_by=facilitator.user, fingerprint="the same")
        photo.keep(drawn_anew(sent(written()))[0], written_files)

    with files_with_rows() as written_files:
        keep(written_files)
    with pytest.raises(IntegrityError), files_with_rows() as written_files:
        keep(written_files)

    photo = Photo.objects.get()
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.jpg"))
    assert left == sorted([photo.image.name, photo.small_name])


def test_small_picture_leaves_the_disk_with_its_photo(
    record, facilitator, tmp_path, django_capture_on_commit_callbacks
):
    with files_with_rows() as written_files:
        photo = Photo(record=record, added_by=facilitator.user)
        photo.keep(drawn_anew(sent(written()))[0], written_files)

    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()

    assert list(tmp_path.rglob("*.jpg")) == []
