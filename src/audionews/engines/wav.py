"""PCM → a WAV file: 44 bytes in front, so that a recording says its own rate."""

import struct

_PCM = 1
_MONO = 1
_FRAME_BYTES = 2
_BITS = 16
_HEADER_BYTES = 36


def wav(pcm: bytes, rate: int) -> bytes:
    """Return mono 16-bit PCM of ``rate`` hertz as a WAV file.

    Source: Multimedia Programming Interface and Data Specifications 1.0, RIFF WAVE.
    """
    sound = struct.pack("<IHHIIHH", 16, _PCM, _MONO, rate, rate * _FRAME_BYTES, _FRAME_BYTES, _BITS)
    size = struct.pack("<I", _HEADER_BYTES + len(pcm))
    return b"RIFF" + size + b"WAVEfmt " + sound + b"data" + struct.pack("<I", len(pcm)) + pcm
