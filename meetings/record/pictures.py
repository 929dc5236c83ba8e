"""What becomes of a photo that is sent: its content is checked, and it is drawn anew, upright, small and bare.

Nothing of the file that was sent is kept but what is to be seen: no place, no camera, no comment, no name.
"""

import hashlib
import io
import struct
from threading import Lock

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_PICTURE = 52_000_000  # pixels; the cameras of phones have up to 50 million
LONGEST_SIDE = 1600
KINDS = ["JPEG", "PNG", "WEBP"]
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error, Image.DecompressionBombError)

TOO_LARGE = _("The photo is larger than 10 MB. Choose a smaller one.")
TOO_MANY_PIXELS = _("The photo has too many pixels. Make it smaller, or take it anew with the usual setting.")
NO_PHOTO = _("This is no photo of the kind JPEG, PNG or WebP.")
HEIC = _(
    "Photos of the kind HEIC cannot be read here. In the camera's settings choose “most compatible”, "
    "or send the photo to yourself as JPEG first."
)
BROKEN = _("The photo is damaged or not whole. Send it again.")

# One picture at a time takes up to 300 MB of memory for a moment.
one_at_a_time = Lock()


def drawn_anew(file):
    """The photo as a JPEG to store, and the fingerprint of what was sent; ValidationError says what is wrong."""
    if file.size > LARGEST_FILE:
        raise ValidationError(TOO_LARGE)
    file.seek(0)
    content = file.read()
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise ValidationError(TOO_MANY_PIXELS)
            with one_at_a_time:
                drawn = bare(picture)
    except Image.UnidentifiedImageError:
        is_heic = content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS
        raise ValidationError(HEIC if is_heic else NO_PHOTO) from None
    except Image.DecompressionBombError:
        raise ValidationError(TOO_MANY_PIXELS) from None
    except UNREADABLE:
        raise ValidationError(BROKEN) from None
    return drawn, hashlib.sha256(content).hexdigest()


def bare(picture):
    """The picture as JPEG without anything but its pixels, upright, at most `LONGEST_SIDE` long, on white."""
    orientation = picture.getexif().get(0x0112)
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG alone can be decoded small
    if picture.mode.startswith("I"):  # 65,536 greys, as scanners make them
        picture = picture.point(lambda grey: grey * (1 / 256)).convert("L")
    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = Image.new("RGB", picture.size, "white")
    drawn.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    drawn.getexif()[0x0112] = orientation or 1
    drawn = ImageOps.exif_transpose(drawn)
    drawn.info.clear()
    written = io.BytesIO()
    drawn.save(written, "JPEG", quality=82, optimize=True, exif=b"")
    return ContentFile(written.getvalue(), name="photo.jpg")  # without a name its size is not read
