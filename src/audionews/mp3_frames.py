"""MP3 as bytes: where its frames are, the Info frame that tells players the exact length, and reading it back.

An encoder that writes into a pipe cannot go back and fill in its Info frame, so it is written here, when the stream is
known. Nothing is decoded here, and only MPEG-1 Layer III is known: it is what we publish.

Sources: ISO/IEC 11172-3, 2.4.1.3 (frame header); LAME's ``VbrTag.c`` (the Info tag and its checksums).
"""

import io
import struct
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from audionews.errors import AudioError

FRAME = 1152
"""Sound frames that one MPEG frame holds."""
ENCODER_DELAY = 576
"""Sound frames of silence that LAME puts first, as the Info frame declares them."""
DECODER_DELAY = 529
"""By how many sound frames every decoder is late on top of that; players know it by heart."""

_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_HERTZ = (44100, 48000, 32000, 0)
_SYNC = 0xFFFA  # eleven ones, version 1, layer III; the last bit tells of a checksum
_MONO = 3
_SIDE = {True: 4 + 17, False: 4 + 32}  # where the tag stands: after the header and the side information of mono, stereo
_ID3_HEADER = 10

Sums = NDArray[np.uint16]
Buffer = bytes | memoryview

_TAG = struct.Struct(">4sIII100sI9sB10xB3s4xIH")
"""Info; flags, frames, bytes, seek table, quality; encoder, method; bit rate, silence before and after, bytes, sum."""
_HAS_ALL = 0b1111  # frames, bytes, table of contents, quality
_ENCODER = b"LAME"
_MOST_PADDING = 0xFFF
_LANE = 256
_NO_LANES = np.zeros((0, _LANE // 2), np.uint16)
_WHAT = "encoder"
_CBR = 0x01


class Declared(Struct, frozen=True):
    """What an Info frame says of its file.

    Attributes:
        frames: Sound frames, without the encoder's silence before and after.
        bytes: Of the MPEG stream, the Info frame included.
    """

    frames: int
    bytes: int


def mpeg_frames(stream: Buffer, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield start and end of each frame, in bytes, up to the first that is broken or cut off."""
    while length := _length(stream, start):
        if start + length > len(stream):
            return
        yield start, start + length
        start += length


def _length(stream: Buffer, start: int) -> int:
    """Return how many bytes the frame at ``start`` has, 0 where there is none."""
    if start + 4 > len(stream) or int.from_bytes(stream[start : start + 2]) | 1 != _SYNC | 1:
        return 0
    flags = stream[start + 2]
    bits, rate = 1000 * _KBPS[flags >> 4], _HERTZ[flags >> 2 & 3]
    return FRAME // 8 * bits // rate + (flags >> 1 & 1) if bits and rate else 0


def first_frames(stream: bytes, count: int) -> bytes:
    """Return the bytes of the first ``count`` MPEG frames."""
    ends = [end for _, end in islice(mpeg_frames(stream), count)]
    return stream[: ends[-1]] if ends else b""


def with_info(parts: Iterable[bytes], frames: int) -> bytes:
    """Return a constant-bit-rate stream with the Info frame that declares its length.

    Hours are held once: each part goes to its place as it comes, behind room for the Info frame.

    Args:
        parts: Of the stream, in order: whole MPEG frames and nothing else.
        frames: Sound frames that were encoded, at least 1.

    Raises:
        AudioError: The stream is too short, or far too long, for that.
    """
    file = io.BytesIO()
    room = 0
    ends: list[int] = []
    for part in parts:
        if not room:
            room = _length(_unpadded(part), 0)
            file.write(bytes(room))
        before = file.tell() - room
        ends += (before + end for _, end in mpeg_frames(part))
        file.write(part)
    with file.getbuffer() as whole:
        whole[:room] = _info(whole[room:], ends, frames)
    return file.getvalue()


def _unpadded(stream: Buffer) -> bytes:
    """Return the header of the first frame, without the padding byte."""
    return bytes((*stream[:2], stream[2] & 0b1111_1101, stream[3]))


def _info(stream: Buffer, ends: list[int], frames: int) -> bytes:
    header = _unpadded(stream)
    length = _length(header, 0)
    whole = length + len(stream)
    padding = len(ends) * FRAME - ENCODER_DELAY - frames
    if not DECODER_DELAY <= padding <= _MOST_PADDING:
        raise AudioError(_WHAT, f"gave {len(ends)} MPEG frames, which cannot be {frames} of sound")
    gaps = (ENCODER_DELAY << 12 | padding).to_bytes(3)
    start = header.ljust(_SIDE[_is_mono(header)], b"\0")
    tag = _TAG.pack(
        b"Info", _HAS_ALL, len(ends), whole, _contents(ends, length), 0,  # 0: quality is not said
        _ENCODER.ljust(9), _CBR, _KBPS[header[2] >> 4], gaps, whole, checksum(stream),
    )  # fmt: skip
    info = start + tag
    return (info + checksum(info).to_bytes(2)).ljust(length, b"\0")


def _contents(ends: list[int], info: int) -> bytes:
    """Return the seek table: for each per cent of the time, how many 256ths of the file lie before it."""
    starts = [0, *ends]
    whole = info + ends[-1]
    return bytes(min(255, 256 * (info + starts[len(ends) * part // 100]) // whole) for part in range(100))


def _is_mono(header: bytes) -> bool:
    return header[3] >> 6 == _MONO


def declared(mp3: bytes) -> Declared | None:
    """Return what the Info (or Xing) frame of an MP3 says, or None when it has none."""
    start = _after_id3(mp3)
    length = _length(mp3, start)
    at = start + _SIDE[_is_mono(mp3[start : start + 4])] if length else len(mp3)
    if len(mp3) < at + _TAG.size or mp3[at : at + 4] not in {b"Info", b"Xing"}:
        return None
    _, flags, count, size, *_, gaps, _, _ = _TAG.unpack_from(mp3, at)
    if flags & _HAS_ALL != _HAS_ALL:
        return None
    delay, padding = int.from_bytes(gaps) >> 12, int.from_bytes(gaps) & 0xFFF
    return Declared(frames=count * FRAME - delay - padding, bytes=size)


def _after_id3(mp3: bytes) -> int:
    if mp3[:3] != b"ID3" or len(mp3) < _ID3_HEADER:
        return 0
    return _ID3_HEADER + sum(byte << 7 * place for place, byte in enumerate(reversed(mp3[6:10])))


def checksum(data: Buffer) -> int:
    """Return the CRC-16 of the LAME tag (polynomial 0x8005, bits reflected, starting from 0).

    A loop over the bytes of an hour takes a minute in Python. The sum is linear, so the data is laid out in lanes that
    are summed side by side, and the sums are joined after.

    >>> hex(checksum(b"123456789"))
    '0xbb3d'
    """
    rest = len(data) % _LANE
    first = bytes(_LANE - rest) + data[:rest]  # zeros in front change nothing, because the sum starts from 0
    sums = np.concatenate((_sums(first), _sums(data, rest)))
    shifts = _shifts(_LANE)
    whole = 0
    for lane in sums.tolist():
        whole = shifts[0][whole & 0xFF] ^ shifts[1][whole >> 8] ^ lane
    return whole


def _sums(data: Buffer, start: int = 0) -> Sums:
    """Return the sum of each lane from a byte on."""
    lanes = np.frombuffer(data, "<u2", offset=start).reshape(-1, _LANE // 2) if start < len(data) else _NO_LANES
    sums: Sums = np.zeros(len(lanes), np.uint16)
    for pairs in lanes.T:
        sums = _two_bytes()[sums ^ pairs]
    return sums


@cache
def _two_bytes() -> Sums:
    """Return what each sum becomes when two zero bytes follow; other bytes are added to it first."""
    table: Sums = np.arange(1 << 16, dtype=np.uint16)
    for _ in range(16):
        table = (table >> np.uint16(1)) ^ (table & np.uint16(1)) * np.uint16(0xA001)
    return table


def _shifts(count: int) -> tuple[list[int], list[int]]:
    """Return what a sum becomes when ``count`` zero bytes, an even number, follow, for each of its two bytes."""
    values = np.arange(256, dtype=np.uint16)
    sums = np.concatenate((values, values << 8))
    for _ in range(count // 2):
        sums = _two_bytes()[sums]
    return sums[:256].tolist(), sums[256:].tolist()
