"""What a picture is, by its first bytes: enough to hold it to the rules for artwork, without decoding it.

Sources: ITU-T T.81, B.1.1 and B.2.2 (JPEG markers and frame header); PNG (W3C), 11.2.1.
"""

import struct

from msgspec import Struct

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers that begin a frame; the three others define tables."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that nothing follows."""
_PNG_COLOURS = {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}


class Picture(Struct, frozen=True):
    """Kind, size in px, and how many values a px has: 1 is grey, 3 is colour, 4 is print colour or transparency."""

    kind: str
    width: int
    height: int
    channels: int


def read_picture(data: bytes) -> Picture:
    """Return what a picture is.

    Raises:
        ValueError: It is neither JPEG nor PNG.
    """
    if data.startswith(_PNG) and len(data) >= 26:
        width, height, _, colour = struct.unpack_from(">IIBB", data, 16)
        return Picture("PNG", width, height, _PNG_COLOURS.get(colour, 0))
    if data.startswith(_JPEG):
        return _jpeg(data)
    msg = "is neither JPEG nor PNG"
    raise ValueError(msg)


def _jpeg(data: bytes) -> Picture:
    at = len(_JPEG)
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width, channels = struct.unpack_from(">HHB", data, at + 5)
            return Picture("JPEG", width, height, channels)
        fill = marker == 0xFF
        at += 1 if fill else 2 if marker in _ALONE else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    msg = "is a JPEG without a frame"
    raise ValueError(msg)
