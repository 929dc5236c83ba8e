"""Small sounds of every kind that is known, and files that only look like one."""

import io
import struct
import wave


def silence(seconds=1):
    """A WAV of so many seconds."""
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x80" * 8000 * seconds)
    return written.getvalue()


def box(name, *inside):
    content = b"".join(inside)
    return struct.pack(">I4s", 8 + len(content), name) + content


def mp4(*tracks, notes=b"", written=b"mp4a"):
    """An MP4 with tracks of these kinds (soun, vide), how they are written, and notes such as a phone writes."""
    samples = box(b"minf", box(b"stbl", box(b"stsd", bytes(8), box(written, bytes(28)))))
    traks = [box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(12)), samples)) for kind in tracks]
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", *traks, box(b"udta", notes)) + box(b"mdat", b"sound")


def webm(codec):
    return b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + bytes(20) + codec + bytes(100)


def ogg(first):
    return b"OggS" + bytes(24) + first + bytes(100)


def mp3(*, tag=b"", end=b""):
    """Two frames of 128 kbit at 44.1 kHz, with what stands before and after them."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return tag + frame + frame + end


def aac(*, tag=b""):
    """Two frames of 64 bytes at 44.1 kHz, after what stands before them."""
    frame = b"\xff\xf1\x50\x40\x08\x1f\xfc" + bytes(57)
    return tag + frame + frame


def id3(words):
    return b"ID3\x03\0\0" + bytes([0, 0, len(words) >> 7, len(words) & 0x7F]) + words
