"""The limiter: nothing above the ceiling, nothing touched that need not be, no step in the gain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audionews import limiter
from sounds import RATE, Samples, babble, sine


def limited(samples: Samples, ceiling: float) -> Samples:
    held = samples.copy()
    limiter.apply(held, limiter.gains(limiter.peaks_of(samples), ceiling))
    return held


@pytest.mark.parametrize("ceiling", [0.05, 0.2, 0.9])
def test_no_sample_is_above_the_ceiling(ceiling: float) -> None:
    assert np.abs(limited(babble(3, 1.0), ceiling)).max() <= ceiling * 1.000001


@given(
    places=st.lists(st.tuples(st.integers(0, 9_999), st.floats(-1, 1)), max_size=40),
    length=st.integers(0, 10_000),
    ceiling=st.floats(0.01, 1),
)
def test_no_sample_is_above_the_ceiling_whatever_comes(
    places: list[tuple[int, float]], length: int, ceiling: float
) -> None:
    samples = np.zeros(length, np.float32)
    for at, level in places:
        if at < length:
            samples[at] = level
    held = limited(samples, ceiling)
    assert np.abs(held).max(initial=0) <= ceiling * 1.000001
    assert np.all(np.abs(held) <= np.abs(samples))


def test_what_is_below_the_ceiling_is_left_alone() -> None:
    sound = babble(2, 0.5)
    assert np.array_equal(limited(sound, 0.51), sound)


def test_sound_well_before_and_well_after_a_peak_is_left_alone() -> None:
    sound = sine(300, 3, 0.4)
    sound[RATE : RATE + 200] *= 2
    held = limited(sound, 0.5)
    before, after = slice(0, round(0.98 * RATE)), slice(round(1.1 * RATE), None)
    assert np.array_equal(held[before], sound[before])
    assert np.allclose(held[after], sound[after], atol=1e-6)


def test_the_gain_has_no_steps() -> None:
    sound = sine(300, 1, 0.4)
    sound[RATE // 2 :] *= 2.4
    curve = limiter.gains(limiter.peaks_of(sound), 0.5)
    assert np.abs(np.diff(curve)).max() < 0.15  # in a millisecond, for a jump by half


def test_a_held_tone_stays_a_tone() -> None:
    held = limited(sine(440, 2, 0.9), 0.3)[RATE // 2 : -RATE // 2]
    spectrum = np.abs(np.fft.rfft(held * np.hanning(len(held))))
    tone = np.zeros(len(spectrum), bool)
    tone[round(440 * len(held) / RATE) - 4 : round(440 * len(held) / RATE) + 5] = True
    assert 20 * np.log10(spectrum[~tone].max() / spectrum[tone].max()) < -60
