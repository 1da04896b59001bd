"""The order of the frames in an ID3v2.3 tag, put right in the bytes of a finished file.

mutagen sorts equal frames by their length, so that the chapters of one episode come in the order of their titles'
lengths; apps that ignore the table of contents then list them so (quodlibet/mutagen issue 506).

Source: id3.org, “ID3v2.3.0 informal standard”, sections 3.1 and 3.3, and “ID3v2 Chapter Frame Addendum”.
"""

from collections.abc import Iterator

_HEADER = 10
_KINDS = """
    TIT2 TPE1 TALB TPE2 TCON TRCK TYER TDAT TIME TLAN TLEN TCOP TSSE COMM WOAF WOAS WPUB
    PCST WFED TGID TDES TCAT TXXX CTOC CHAP USLT SYLT APIC
"""
_ORDER = {kind.encode(): place for place, kind in enumerate(_KINDS.split())}


def in_order(file: bytes) -> bytes:
    """Return a file with the frames of its tag in our order; nothing changes its length."""
    end = _end(file)
    frames = sorted(_raw_frames(file[_HEADER:end]), key=_place)
    return b"".join([file[:_HEADER], *frames, file[end:]])


def without_tag(file: bytes) -> bytes:
    """Return what follows the tag of a file; all of it when there is none."""
    return file[_end(file) :] if file.startswith(b"ID3") and len(file) > _HEADER else file


def _end(file: bytes) -> int:
    return _HEADER + _synchsafe(file[6:_HEADER])


def _synchsafe(four: bytes) -> int:
    return sum(byte << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=True))


def _raw_frames(tag: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(tag):
        end = place + _HEADER + int.from_bytes(tag[place + 4 : place + 8], "big")
        yield tag[place:end]
        place = end


def _place(frame: bytes) -> tuple[int, int, bytes]:
    kind = frame[:4]
    start_ms = int.from_bytes(frame[_HEADER:].partition(b"\0")[2][:4], "big") if kind == b"CHAP" else 0
    return _ORDER[kind], start_ms, frame
