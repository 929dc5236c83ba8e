"""What becomes of a sound that is sent: its content says which kind it is, and notes on where it was made are blanked.

Known are the kinds that phones record and browsers play, with sound alone in them: MP4 (M4A), AAC, WebM, Ogg, MP3, WAV.
"""

import struct
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 10 * 1024 * 1024
TOO_LARGE = _("The sound is larger than 10 MB. Tell it in a shorter one, about ten minutes.")
NO_SOUND = _("This is no sound that phones can play. Choose one of the kind M4A, AAC, MP3, WAV, Ogg or WebM.")
NOT_PLAYED = _(
    "Browsers do not play this kind of sound (AMR). Record it here, or set the phone's recorder to M4A or MP3."
)
A_FILM = _("There are pictures in this file. Choose a recording of sound alone.")
HEAD = 4096  # where a file tells what is in it
TRACK = (b"trak", b"mdia", b"minf", b"stbl")  # boxes in which MP4 tells of its tracks, one in the other
AMR = (b"samr", b"sawb")  # narrow and wide
# kbit a second by the number in an MP3 frame, of MPEG 1 and of MPEG 2
BITRATES = (
    (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


class Kind(NamedTuple):
    """How a kind of sound is served, and the ending it is stored with."""

    content_type: str
    ending: str


MP4, AAC, WEBM, OGG, MP3, WAV = (
    Kind("audio/mp4", "m4a"),
    Kind("audio/aac", "aac"),
    Kind("audio/webm", "webm"),
    Kind("audio/ogg", "ogg"),
    Kind("audio/mpeg", "mp3"),
    Kind("audio/wav", "wav"),
)


def checked_sound(file):
    """(the sound as a file to store, its content type); ValidationError says what is wrong with what was sent."""
    if file.size > LARGEST_FILE:
        raise ValidationError(TOO_LARGE)
    file.seek(0)
    content = bytearray(file.read())
    if content.startswith(b"#!AMR"):
        raise ValidationError(NOT_PLAYED)
    for is_kind, kind in KINDS:
        if is_kind(content):
            return ContentFile(bytes(content), name=f"sound.{kind.ending}"), kind.content_type
    raise ValidationError(NO_SOUND)


# Each says whether the content is of its kind, and blanks in place what tells of where and by whom it was made.


def _is_mp4(content):
    if content[4:8] != b"ftyp":
        return False
    tracks = []
    try:
        for name, start, end in _boxes(content, 0, len(content)):
            if name == b"moov":
                _read_tracks(content, start, end, tracks, len(TRACK))
            elif name in (b"meta", b"udta", b"uuid"):
                _blank(content, start, end)
    except struct.error:
        raise ValidationError(NO_SOUND) from None
    if b"vide" in tracks:
        raise ValidationError(A_FILM)
    if not set(AMR).isdisjoint(tracks):
        raise ValidationError(NOT_PLAYED)
    return b"soun" in tracks


def _read_tracks(content, start, end, tracks, depth):
    """Note the kinds of the tracks and how they are written, and blank the notes, the place among them."""
    for name, inner, inner_end in _boxes(content, start, end):
        if name in TRACK and depth:
            _read_tracks(content, inner, inner_end, tracks, depth - 1)
        elif name == b"hdlr":
            tracks.append(bytes(content[inner + 8 : inner + 12]))
        elif name == b"stsd":
            tracks.append(bytes(content[inner + 12 : inner + 16]))
        elif name in (b"udta", b"meta", b"uuid"):
            _blank(content, inner, inner_end)


def _boxes(content, start, end):
    """(name, start, end of what is in it) of the boxes between two places."""
    while start + 8 <= end:
        size, name = struct.unpack_from(">I4s", content, start)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", content, start + 8)[0], 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            return
        yield name, start + head, start + size
        start += size


def _blank(content, start, end):
    """Make the box of which this is the inside an empty one of the same length."""
    content[start - 4 : start] = b"free"
    content[start:end] = bytes(end - start)


def _is_webm(content):
    if content[:4] != b"\x1a\x45\xdf\xa3" or b"webm" not in content[:64]:
        return False
    if b"V_" in content[:HEAD]:
        raise ValidationError(A_FILM)
    return b"A_OPUS" in content[:HEAD] or b"A_VORBIS" in content[:HEAD]


def _is_ogg(content):
    if content[:4] != b"OggS":
        return False
    first = content[:512]
    if b"theora" in first:
        raise ValidationError(A_FILM)
    return b"OpusHead" in first or b"\x01vorbis" in first or b"\x7fFLAC" in first


def _is_wav(content):
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE" or b"fmt " not in content[12:HEAD]:
        return False
    start = 12
    while start + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, start)
        if name in (b"LIST", b"id3 ", b"ID3 ", b"bext"):
            end = min(start + 8 + size, len(content))
            content[start : start + 4] = b"JUNK"
            content[start + 8 : end] = bytes(end - start - 8)
        start += 8 + size + size % 2
    return True


def _is_mp3(content):
    """Tags of names and pictures are cut off at both ends."""
    if not _has_frames(content, _mp3_frame):
        return False
    if content[-128:-125] == b"TAG":
        del content[-128:]
    return True


def _is_aac(content):
    """As recorders write it without a file of MP4 around it (ADTS)."""
    return _has_frames(content, _aac_frame)


def _has_frames(content, frame):
    """Whether two frames stand one after the other, after a tag or at once; the tag is cut off.

    `frame(content, start)` gives the length in bytes of the frame that begins there; 0 where none does.
    """
    first = _after_tag(content)
    length = frame(content, first)
    if not length or not frame(content, first + length):
        return False
    del content[:first]
    return True


def _after_tag(content):
    """Where a tag of names and pictures (ID3) ends that the content begins with; 0 where none stands."""
    if content[:3] != b"ID3" or len(content) <= 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _mp3_frame(content, start):
    head = content[start : start + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or not 0 < bits < 15 or rate == 3:
        return 0
    is_first = version == 3
    bitrate = BITRATES[0 if is_first else 1][bits - 1] * 1000
    return (144 if is_first else 72) * bitrate // SAMPLES[version][rate] + (head[2] >> 1 & 1)


def _aac_frame(content, start):
    head = content[start : start + 7]
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > len(head) else 0


KINDS = (
    (_is_mp4, MP4),
    (_is_webm, WEBM),
    (_is_ogg, OGG),
    (_is_wav, WAV),
    (_is_mp3, MP3),
    (_is_aac, AAC),
)
