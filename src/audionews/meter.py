"""How loud sound is: the BS.1770-4 loudness and true peak of samples; samples in, numbers out.

The K-weighting is applied to the spectrum of each 100 ms instead of to the samples: several times faster than the two
recursive filters, a hundredth of an LU from them for speech and music, and at worst a quarter for a bare hum of 55 Hz.

Sources: ITU-R BS.1770-4, annexes 1 and 2; EBU Tech 3341.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono sound, ±1.0 is full scale, shape ``(frames,)``."""
Energies = NDArray[np.float64]
"""K-weighted mean squares of consecutive hops, shape ``(hops,)``."""

SILENCE_LUFS = -70.0
"""The absolute gate: what is not louder counts as silence."""
SILENCE_DBTP = -120.0
"""What is said of a peak that is zero: minus infinity is no number in JSON."""

HOPS_A_SECOND = 10
_HOPS_A_BLOCK = 4
_HOPS_AT_ONCE = 32
"""Their spectra fit into the processor's cache."""
_OFFSET_LUFS = -0.691
_RELATIVE_GATE_LU = -10.0

_OVERSAMPLING = 4
_REACH = 16  # samples that the interpolation looks at on either side
_CHUNK = 64
_NEAR_PEAK = 0.7
"""A wave's peak is at most 3 dB above the samples around it: a tone of a quarter of the rate, hit at its worst."""
CONTEXT = _CHUNK + 2 * _REACH
"""Frames that ``true_peak`` needs at least, and that consecutive stretches must share to miss nothing."""


def hop_frames(rate: int) -> int:
    """Return how many frames a hop has at a rate in hertz."""
    return round(rate / HOPS_A_SECOND)


def energies(samples: Samples, rate: int) -> Energies:
    """Return the K-weighted mean square of each hop; what is left after the last whole hop is not counted.

    Args:
        samples: Any number of frames.
        rate: In hertz.
    """
    hop = hop_frames(rate)
    hops = samples[: len(samples) // hop * hop].reshape(-1, hop)
    slabs = [_weighted(hops[at : at + _HOPS_AT_ONCE], rate) for at in range(0, len(hops), _HOPS_AT_ONCE)]
    return np.concatenate(slabs) if slabs else np.zeros(0)


def at_least_one(samples: Samples, rate: int) -> Energies:
    """Return the same as ``energies``, but take sound that is shorter than a hop as one."""
    hops = energies(samples, rate)
    return hops if len(hops) else np.array([energy(samples, rate)])


def energy(samples: Samples, rate: int) -> float:
    """Return the K-weighted mean square of a stretch as a whole, however short."""
    return float(_weighted(samples.reshape(1, -1), rate)[0]) if len(samples) else 0.0


def _weighted(hops: NDArray[np.float32], rate: int) -> Energies:
    """Return the mean square of each row.

    No window: over many hops the errors of their edges even out, unless nearly all of the sound is rumble below 10 Hz.
    """
    # A norm that scales: with the one that does not, numpy computes what is float32 as float64, in five times the time.
    spectrum = np.fft.rfft(hops, axis=1, norm="forward")
    parts = spectrum.view(spectrum.real.dtype)  # real and imaginary parts in turn
    parts *= parts
    # einsum and not @: the matrix library would wake a thread a core, to wait.
    return np.asarray(np.einsum("hk,k->h", parts, _k_weights(hops.shape[1], rate)), np.float64)


@lru_cache(maxsize=8)
def _k_weights(frames: int, rate: int) -> NDArray[np.float32]:
    """Return the share of each line of a spectrum in the mean square, K-weighted; twice, for its two parts."""
    z = np.exp(-2j * np.pi * np.arange(frames // 2 + 1) / frames)
    gain = np.abs(_shelf(rate, z) * _high_pass(rate, z)) ** 2
    sides = np.full(len(z), 2.0)  # each line stands for its mirror image too …
    sides[0] = 1.0  # … but for the first, and the last of an even number
    if frames % 2 == 0:
        sides[-1] = 1.0
    return np.repeat(gain * sides, 2).astype(np.float32)


def _shelf(rate: int, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Return the response of the first stage: the head; its analogue prototype, so that it fits any rate."""
    k, q = np.tan(np.pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    over = np.polyval([high - band * k / q + k * k, 2 * (k * k - high), high + band * k / q + k * k], z)
    return np.asarray(over / np.polyval([1 - k / q + k * k, 2 * (k * k - 1), 1 + k / q + k * k], z))


def _high_pass(rate: int, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Return the response of the second stage, which cuts what is below 40 Hz."""
    k, q = np.tan(np.pi * 38.13547087602444 / rate), 0.5003270373238773
    under = np.polyval([1 - k / q + k * k, 2 * (k * k - 1), 1 + k / q + k * k], z)
    # The standard's table leaves this stage's numerator at 1, -2, 1: it gains 0.04 dB where it passes.
    return np.asarray((1 + k / q + k * k) * (1 - z) ** 2 / under)


def lufs(mean_square: float) -> float:
    """Return the loudness of a K-weighted mean square, at least ``SILENCE_LUFS``."""
    return max(SILENCE_LUFS, _OFFSET_LUFS + 10 * float(np.log10(max(mean_square, 1e-12))))


def integrated(hops: Energies) -> float:
    """Return the gated loudness of consecutive hops, in LUFS, at least ``SILENCE_LUFS``.

    Less than one block of 400 ms, for which the standard has no answer, is taken as one block.
    """
    if len(hops) == 0:
        return SILENCE_LUFS
    width = min(_HOPS_A_BLOCK, len(hops))
    blocks = np.convolve(hops, np.full(width, 1 / width), mode="valid")
    loud = blocks[blocks > _mean_square(SILENCE_LUFS)]
    if len(loud) == 0:
        return SILENCE_LUFS
    gate = _mean_square(lufs(float(loud.mean())) + _RELATIVE_GATE_LU)
    return lufs(float(loud[loud > gate].mean()))


def _mean_square(loudness: float) -> float:
    return float(10 ** ((loudness - _OFFSET_LUFS) / 10))


def dbtp(peak: float) -> float:
    """Return a peak in dB, at least ``SILENCE_DBTP``; 1.0 is 0 dB."""
    return max(SILENCE_DBTP, 20 * float(np.log10(max(peak, 1e-9))))


def true_peak(samples: Samples, floor: float = 0.0) -> float:
    """Return the highest point of the wave between the samples, four times oversampled; 1.0 is full scale.

    The first and the last samples only serve as the neighbours of the others: stretches overlap by ``CONTEXT``.
    Only where samples come near the peak is it worth looking between them.

    Args:
        samples: At least ``CONTEXT`` frames.
        floor: A peak already known: what cannot exceed it is not looked at.
    """
    count = (len(samples) - 2 * _REACH) // _CHUNK
    heights = np.abs(samples[_REACH : _REACH + count * _CHUNK])
    highest = max(floor, float(heights.max()))
    near = np.flatnonzero(heights > highest * _NEAR_PEAK) // _CHUNK
    near = near[np.diff(near, prepend=-1) > 0]
    # One window a column: what is added up then lies in one piece.
    windows = np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(samples, CONTEXT)[near * _CHUNK].T)
    return max(highest, *(float(np.abs(_later(windows, taps)).max(initial=0)) for taps in _taps()))


def _later(windows: NDArray[np.float32], taps: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the points a fraction of a frame after each frame of the chunks, shape ``(_CHUNK, chunks)``."""
    points = np.zeros((_CHUNK, windows.shape[1]), np.float32)
    part = np.empty_like(points)
    for at, tap in enumerate(taps, start=1):
        points += np.multiply(windows[at : at + _CHUNK], tap, out=part)
    return points


@lru_cache(maxsize=1)
def _taps() -> NDArray[np.float32]:
    """Return the interpolation for 1/4, 2/4 and 3/4 of a frame: a Kaiser-windowed sinc, shape ``(3, 31)``."""
    fractions = np.arange(1, _OVERSAMPLING)[:, None] / _OVERSAMPLING
    distance = fractions - np.arange(1 - _REACH, _REACH)
    window = np.i0(8.0 * np.sqrt(1 - (distance / _REACH) ** 2)) / np.i0(8.0)
    return np.asarray(np.sinc(distance) * window, np.float32)
