"""Owner of lameenc: samples → MPEG frames, and where sound may be cut so that its pieces can be encoded apart.

LAME runs in this process, on samples that were made here, and lets other threads work meanwhile: a program of its own
for each piece would cost half as much again.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import lameenc
import numpy as np
from numpy.typing import NDArray

from audionews.clips import samples
from audionews.domain import Sound
from audionews.mp3_frames import FRAME
from audionews.tape import stretches

Effort = Literal["usual", "low"]
Encode = Callable[[bytes, int, int, Effort], bytes]
"""``mpeg``, or what does the same."""

KBPS = (64, 80, 96, 112, 128, 160, 192)

_QUALITIES: dict[Effort, int] = {"usual": 5, "low": 7}
"""LAME's own scale, 0 the best. Without noise shaping, from 7 on, all bits go into less noise: half of the work, and
enough where bits abound."""

_LEVEL_DB = -0.447
_LEVEL_192_DB = -0.265
_LOUDEST_KBPS = 192
_GRID_AT_ONCE = 2000
_FORGOTTEN = 3
"""MPEG frames of silence: after two the encoder knows nothing of what was before, and one leads in what follows."""


def level_db(kbps: int) -> float:
    """Return by how many dB LAME changes the level at a constant bit rate: it makes room for its own peaks."""
    return _LEVEL_192_DB if kbps >= _LOUDEST_KBPS else _LEVEL_DB


def mpeg(pcm: bytes, rate: int, kbps: int, effort: Effort = "usual") -> bytes:
    """Return mono 16-bit sound as MPEG Layer III frames of one bit rate; no tag and no Info frame around them.

    Equal sound gives equal bytes.

    Args:
        pcm: Signed 16-bit little-endian samples.
        rate: In hertz: 44 100, 48 000 or 32 000.
        kbps: One of ``KBPS``.
        effort: How hard the encoder tries to put its noise where it is not heard.
    """
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_bit_rate(kbps)
    encoder.set_quality(_QUALITIES[effort])
    return bytes(encoder.encode(pcm) + encoder.flush())


def edition() -> tuple[object, ...]:
    """Return what tells this encoder from others, as ``cache.name_of`` takes it: equal sound gives equal bytes."""
    found = Path(lameenc.__file__).stat()
    return found.st_size, found.st_mtime_ns


def cuts(silences: Sequence[tuple[int, int]], shortest: int) -> list[int]:
    """Return where to cut sound so that its pieces, encoded alone, join to one stream.

    A cut lies on the grid of MPEG frames, in digital silence that reaches as far as the encoder remembers: what it
    would carry over is nothing. Each piece then begins with an empty bit reservoir, as every MP3 does.

    Of the silences near enough the longest is cut, the pause between two paragraphs rather than one between sentences,
    at a place that is counted from its end: where sound is changed, the pieces before it stay, and soon after it they
    are the same again.

    Args:
        silences: Start and end of each stretch in which there is nothing, in frames; in order.
        shortest: How many frames a piece has at least, but for the last; it has twice as many at most, or more where
            there is no silence.
    """
    starts, ends = np.array(silences, np.int64).reshape(-1, 2).T
    starts, ends = -(-starts // FRAME), ends // FRAME
    lengths = (ends - starts) * (ends - starts >= _FORGOTTEN)
    places = (ends - 1) * FRAME
    found = [0]
    while True:
        later = (places >= found[-1] + shortest) & (lengths > 0)
        near = later & (places <= found[-1] + 2 * shortest)
        if not later.any():
            return found[1:]
        found.append(int(places[np.where(near, lengths, 0).argmax() if near.any() else later.argmax()]))


def silences(sound: Sound) -> list[tuple[int, int]]:
    """Return start and end of each stretch of whole MPEG frames in which there is nothing, in frames; in order.

    The one at the end is none: nothing comes after it.
    """
    silent = np.concatenate([_silent(part) for part in stretches(sound, _GRID_AT_ONCE * FRAME)])
    edges = np.flatnonzero(np.diff(silent.astype(np.int8), prepend=0)) * FRAME
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=False))


def _silent(sound: Sound) -> NDArray[np.bool_]:
    """Return for each whole MPEG frame whether there is nothing in it."""
    grid = sound.frames // FRAME
    return np.logical_not(samples(sound)[: grid * FRAME].reshape(grid, FRAME).any(axis=1))
