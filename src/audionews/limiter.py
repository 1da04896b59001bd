"""A look-ahead peak limiter: samples and a ceiling in, a gain curve out.

It hears a peak 8 ms before it comes, is down in time without a step, and comes up again at a steady 200 dB a second:
quick enough to be back before the next syllable, slow enough not to bend the waves of a vowel. Elsewhere the gain
is exactly 1.

The curve is worked out on steps of about a millisecond, from the highest peak in each: forty times less work than on
samples, and as safe, because between two steps the gain only ever moves below what both of them allow.
"""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Peaks = NDArray[np.float32]
"""The highest absolute sample of each step, shape ``(steps,)``."""
Gains = NDArray[np.float32]
"""Factors of 0–1 at the bounds of the steps, shape ``(steps + 1,)``."""

STEP = 45
"""Frames; a 98th of 100 ms at 44 100 Hz, so that meter and limiter share their bounds."""

_AHEAD_STEPS = 4
_RELEASE_DB = 0.2
"""Per step."""


def peaks_of(samples: Samples) -> Peaks:
    """Return the peak of each step; the last step may be shorter."""
    if not len(samples):
        return np.zeros(0, np.float32)
    return np.asarray(np.maximum.reduceat(np.abs(samples), np.arange(0, len(samples), STEP)), np.float32)


def gains(peaks: Peaks, ceiling: float) -> Gains:
    """Return the gain curve that keeps every sample at or below a ceiling.

    Args:
        peaks: As ``peaks_of`` gives them, times the gain that comes before the limiter.
        ceiling: Highest absolute sample allowed, more than 0.
    """
    # Logarithms and powers are what takes time, and nearly all steps need neither.
    allowed = np.ones(len(peaks) + 2, np.float32)
    over = np.flatnonzero(peaks > ceiling)
    if len(over):
        wanted_db = np.zeros(len(peaks), np.float32)
        wanted_db[over] = -20 * np.log10(peaks[over] / np.float32(ceiling))
        curve_db = _ahead(_released(wanted_db))
        held = np.flatnonzero(curve_db)
        allowed[held + 1] = np.power(np.float32(10), curve_db[held] / 20)
        allowed[0], allowed[-1] = allowed[1], allowed[-2]
    return np.asarray(np.minimum(allowed[:-1], allowed[1:]), np.float32)


def _released(wanted_db: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the curve that falls at once and rises by no more than the release."""
    ramp = np.arange(len(wanted_db)) * _RELEASE_DB  # doubles: a float would lose the decibels over an hour
    return np.asarray(np.minimum.accumulate(wanted_db - ramp) + ramp, np.float32)


def _ahead(curve_db: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the curve that has arrived at each value when it is wanted, having got there smoothly.

    The lowest value within reach, averaged over the same reach: the average can never be above what was wanted.
    """
    lowest = np.pad(curve_db, _AHEAD_STEPS * 2, mode="edge")
    width, reach = 2 * _AHEAD_STEPS + 1, 1
    while reach < width:
        shift = min(reach, width - reach)
        lowest = np.minimum(lowest[:-shift], lowest[shift:])
        reach += shift
    weights = np.hanning(width + 2)[1:-1].astype(np.float32)
    return np.convolve(lowest, weights / weights.sum(), mode="valid")


def apply(samples: Samples, curve: Gains) -> None:
    """Multiply samples by a gain curve, in place.

    Args:
        samples: A whole number of steps, or up to one step less.
        curve: One value more than there are steps.
    """
    steps = len(curve) - 1
    whole = samples[: len(samples) // STEP * STEP].reshape(-1, STEP)
    low = np.minimum(curve[:-1], curve[1:]) < 1
    across = np.arange(STEP, dtype=np.float32) / STEP
    touched = np.flatnonzero(low[: len(whole)])
    whole[touched] *= curve[touched, None] + (curve[touched + 1] - curve[touched])[:, None] * across
    rest = samples[len(whole) * STEP :]
    if len(whole) < steps and len(rest):
        rest *= min(curve[-1], curve[-2])
