"""What is heard in finished sound, once it is decoded: as a whole file, or in passages that are joined.

A passage knows its loudness tick by tick, so that passages of any length join to blocks of 400 ms wherever those begin.
"""

from collections.abc import Sequence
from itertools import accumulate, chain

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from audionews import clips, meter
from audionews.domain import Loudness
from audionews.mastered import TICK_MS, Heard
from audionews.timecode import to_ms

_BLOCK_S = 10
"""Decoded at once."""
_SILENT = 10 ** (-60 / 20)
_FULL = 32_767 / 32_768
_FLAT_SAMPLES = 3
_TICKS_A_HOP = 1000 // meter.HOPS_A_SECOND // TICK_MS
_NOTHING = 1e-20
"""Added to a power before something is divided by it."""


class Passage(Struct, frozen=True, kw_only=True):
    """What is heard in a stretch of sound that begins and ends in silence, or where its file does.

    Attributes:
        frames: How many.
        rate: In hertz.
        energies: K-weighted, of each tick: sums of squares, as float32.
        peaks: The highest sample of each tick, as float32.
        true_peak: Of all of it; 1.0 is full scale.
        flat: Where waves are cut off flat, in frames.
    """

    frames: int
    rate: int
    energies: bytes
    peaks: bytes
    true_peak: float
    flat: tuple[int, ...]


class Ear:
    """Listens to one passage, a block after the other.

    Args:
        rate: In hertz.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._hop = meter.hop_frames(rate)
        self._frames = 0
        self._energies: list[NDArray[np.float32]] = []
        self._peaks: list[NDArray[np.float32]] = []
        self._true_peak = 0.0
        self._flat: list[int] = []
        self._before = np.zeros(meter.CONTEXT, np.float32)
        self._rest = np.zeros(0, np.float32)

    def add(self, block: meter.Samples) -> None:
        """Listen to the next frames, of one channel."""
        self._flat += [self._frames + at for at in _flat(block)]
        self._frames += len(block)
        joined = np.concatenate((self._before, block))
        self._true_peak = meter.true_peak(joined, self._true_peak)
        self._before = joined[-meter.CONTEXT :]
        joined = np.concatenate((self._rest, block))
        whole = len(joined) // self._hop * self._hop
        self._weigh(joined[:whole])
        self._rest = joined[whole:]

    def passage(self) -> Passage:
        """Return what was heard, when it has ended."""
        self._weigh(np.pad(self._rest, (0, -len(self._rest) % self._hop)))
        last = np.concatenate((self._before, np.zeros(meter.CONTEXT, np.float32)))
        energies, peaks = np.concatenate(self._energies), np.concatenate(self._peaks)
        ticks = np.searchsorted(_tick_starts(len(peaks), self._rate), self._frames)
        return Passage(
            frames=self._frames,
            rate=self._rate,
            energies=energies[:ticks].tobytes(),
            peaks=peaks[:ticks].tobytes(),
            true_peak=meter.true_peak(last, self._true_peak),
            flat=tuple(self._flat),
        )

    def _weigh(self, samples: meter.Samples) -> None:
        """Listen to whole hops; what a hop has is shared out among its ticks as the power of their samples."""
        hops = samples.reshape(-1, self._hop)
        starts = _tick_starts(_TICKS_A_HOP, self._rate)
        self._peaks.append(np.maximum.reduceat(np.abs(hops), starts, axis=1).ravel())
        powers = np.add.reduceat(hops * hops, starts, axis=1)
        shares = powers / (powers.sum(axis=1, keepdims=True) + np.float32(_NOTHING))
        energies = meter.energies(samples, self._rate) * self._hop
        self._energies.append(np.asarray(shares * energies[:, None], np.float32).ravel())


def listen(sound_file: bytes, what: str) -> Heard:
    """Return what a decoder makes of a whole MP3, WAV, FLAC … file, its channels averaged.

    Args:
        sound_file: The file's bytes.
        what: What an error is about.

    Raises:
        AudioError: It cannot be decoded, or not to its end.
    """
    return joined([hear(sound_file, what)])


def hear(sound_file: bytes, what: str, start: int = 0, end: int | None = None) -> Passage:
    """Return what a decoder makes of a file, or of a stream without a header; see ``listen``.

    Args:
        sound_file: Its bytes.
        what: What an error is about.
        start: The first frame that counts.
        end: Where what counts ends, in frames; None counts all. There may be less.

    Raises:
        AudioError: It cannot be decoded, or not to its end.
    """
    blocks = clips.blocks(sound_file, what, _BLOCK_S)
    first, rate = next(blocks)
    ear = Ear(rate)
    at = 0
    for block in chain([first], (block for block, _ in blocks)):
        ear.add(_mono(block)[max(0, start - at) : None if end is None else max(0, end - at)])
        at += len(block)
    return ear.passage()


def joined(passages: Sequence[Passage]) -> Heard:
    """Return what is heard when passages of one rate, at least one, follow each other."""
    rate = passages[0].rate
    *starts, frames = accumulate((passage.frames for passage in passages), initial=0)
    placed = list(zip(starts, passages, strict=True))
    true_peak = max(passage.true_peak for passage in passages)
    return Heard(
        loudness=Loudness(
            integrated_lufs=round(meter.integrated(_hops(placed, frames, rate)), 2),
            true_peak_dbtp=round(meter.dbtp(true_peak), 2),
        ),
        frames=frames,
        rate=rate,
        silences=tuple((to_ms(start, rate), to_ms(end, rate)) for start, end in _silences(placed)),
        flat_ms=tuple(to_ms(start + at, rate) for start, passage in placed for at in passage.flat),
    )


def _tick_starts(ticks: int, rate: int) -> NDArray[np.int64]:
    """Return where ticks begin; ten of them make a hop, whether or not its length is a multiple of ten."""
    hops, ticks_on = np.divmod(np.arange(ticks), _TICKS_A_HOP)
    hop = meter.hop_frames(rate)
    return np.asarray(hops * hop + ticks_on * hop // _TICKS_A_HOP, np.int64)


def _edges(passage: Passage) -> NDArray[np.int64]:
    """Return where the ticks of a passage begin, and where the last one ends."""
    return np.append(_tick_starts(len(passage.peaks) // 4, passage.rate), passage.frames)


def _hops(placed: Sequence[tuple[int, Passage]], frames: int, rate: int) -> meter.Energies:
    """Return the mean squares of consecutive hops, whose edges may lie within ticks; of less than one, as one."""
    hop = min(meter.hop_frames(rate), max(1, frames))
    so_far, found = 0.0, []
    for start, passage in placed:  # one after the other: there are a million ticks in three hours
        energies = np.append(so_far, np.frombuffer(passage.energies, np.float32)).cumsum(dtype=np.float64)
        hops_on = np.arange(-(-start // hop) * hop, start + passage.frames, hop)
        found.append(np.interp(hops_on - start, _edges(passage), energies))
        so_far = float(energies[-1])
    if frames % hop == 0:
        found.append(np.array([so_far]))
    return np.asarray(np.diff(np.concatenate(found)) / hop)


def _silences(placed: Sequence[tuple[int, Passage]]) -> list[tuple[int, int]]:
    """Return start and end of each silence, in frames; one may go on from passage to passage."""
    found: list[tuple[int, int]] = []
    for start, passage in placed:
        silent = np.frombuffer(passage.peaks, np.float32) < _SILENT
        edges = _edges(passage)[np.flatnonzero(np.diff(silent.astype(np.int8), prepend=0, append=0))] + start
        for begin, end in edges.reshape(-1, 2).tolist():
            goes_on = found and found[-1][1] == begin
            found.append((found.pop()[0] if goes_on else begin, end))
    return found


def _mono(block: meter.Samples) -> meter.Samples:
    return block[:, 0] if block.shape[1] == 1 else block.mean(axis=1)


def _flat(block: meter.Samples) -> list[int]:
    """Return where three samples in a row stand at full scale, the first of each such stretch."""
    if not len(block) or max(block.max(), -block.min()) < _FULL:
        return []
    full = (np.abs(block) >= _FULL).astype(np.int8)
    run = np.convolve(full, np.ones(_FLAT_SAMPLES, np.int8), mode="valid") == _FLAT_SAMPLES
    return [int(at) for at in np.flatnonzero(np.diff(run, prepend=False) & run)]
