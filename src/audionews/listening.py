"""What is heard in a whole sound file, decoded once from its first frame to its last."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from audionews import clips, meter
from audionews.mastered import TICK_MS, Heard
from audionews.timecode import to_ms

_BLOCK_S = 10
"""Decoded at once."""
_SILENT = 10 ** (-60 / 20)
_FULL = 32_767 / 32_768
_FLAT_SAMPLES = 3


def listen(sound_file: bytes, what: str) -> Heard:
    """Return what a decoder makes of a whole MP3, WAV, FLAC … file, its channels averaged.

    Args:
        sound_file: The file's bytes.
        what: What an error is about.

    Raises:
        AudioError: It cannot be decoded, or not to its end.
    """
    blocks = clips.blocks(sound_file, what, _BLOCK_S)
    block, rate = next(blocks)
    ear = _Ear(rate)
    with ThreadPoolExecutor(max_workers=1) as pool:
        heard = pool.submit(ear.add, _mono(block))
        for block, _ in blocks:  # while one block is heard, the next is decoded; never more, or hours would pile up
            heard.result()
            heard = pool.submit(ear.add, _mono(block))
        heard.result()
    return ear.heard()


class _Ear:
    """Listens to one sound, a block of whole ticks at a time."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._meter = meter.Meter(rate)
        self._ticks: list[NDArray[np.float32]] = []
        self._flat_ms: list[int] = []

    def add(self, block: meter.Samples) -> None:
        self._flat_ms += [to_ms(self._meter.frames + at, self._rate) for at in _flat(block)]
        self._ticks.append(_ticks(block, self._rate * TICK_MS // 1000))
        self._meter.add(block)

    def heard(self) -> Heard:
        return Heard(
            loudness=self._meter.loudness(),
            frames=self._meter.frames,
            rate=self._rate,
            silences=_silences(np.concatenate(self._ticks)),
            flat_ms=tuple(self._flat_ms),
        )


def _mono(block: meter.Samples) -> meter.Samples:
    return block[:, 0] if block.shape[1] == 1 else block.mean(axis=1)


def _ticks(block: meter.Samples, width: int) -> NDArray[np.float32]:
    return np.asarray(np.maximum.reduceat(np.abs(block), np.arange(0, len(block), width)), np.float32)


def _silences(ticks: NDArray[np.float32]) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff((ticks < _SILENT).astype(np.int8), prepend=0, append=0)) * TICK_MS
    return tuple(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _flat(block: meter.Samples) -> list[int]:
    """Return where three samples in a row stand at full scale, the first of each such stretch."""
    if max(block.max(), -block.min()) < _FULL:
        return []
    full = (np.abs(block) >= _FULL).astype(np.int8)
    run = np.convolve(full, np.ones(_FLAT_SAMPLES, np.int8), mode="valid") == _FLAT_SAMPLES
    return [int(at) for at in np.flatnonzero(np.diff(run, prepend=False) & run)]
