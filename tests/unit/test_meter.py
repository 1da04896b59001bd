"""The meter against known answers and against ffmpeg's."""

import re

import numpy as np
import pytest

from audionews import meter
from audionews.domain import Loudness
from audionews.listening import Ear, joined
from sounds import RATE, Samples, babble, ffmpeg, noise, sine


def heard(samples: Samples, rate: int = RATE, blocks: int = 1) -> Loudness:
    ear = Ear(rate)
    for part in np.array_split(samples, blocks):
        ear.add(part)
    return joined([ear.passage()]).loudness


def reference(samples: Samples, rate: int) -> tuple[float, float]:
    given = ("-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0")
    said = ffmpeg(*given, "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-", data=samples.tobytes())[1]
    summary = said[said.rfind("Summary") :]
    found = re.search(r"I:\s+(\S+) LUFS.*Peak:\s+(\S+) dBFS", summary, re.DOTALL)
    assert found
    return float(found[1]), float(found[2])


def test_a_sine_of_1_khz_has_the_loudness_that_the_standard_says() -> None:
    # EBU Tech 3341, case 1, in one channel instead of two: 3.01 LU less.
    assert heard(sine(997, 20, 10 ** (-23 / 20))).integrated_lufs == pytest.approx(-26.01, abs=0.05)


def test_quiet_stretches_do_not_count() -> None:
    # EBU Tech 3341, case 3.
    parts = [sine(997, 10, 10 ** (-36 / 20)), sine(997, 30, 10 ** (-23 / 20)), sine(997, 10, 10 ** (-36 / 20))]
    assert heard(np.concatenate(parts)).integrated_lufs == pytest.approx(-26.01, abs=0.1)


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
@pytest.mark.parametrize("kind", ["speech", "hum", "hiss", "treble"])
def test_it_agrees_with_ffmpeg(kind: str, rate: int) -> None:
    sound = {
        "speech": lambda: babble(6, rate=rate),
        "hum": lambda: sine(61, 4, 0.3, rate),
        "hiss": lambda: noise(4, 0.1, rate),
        "treble": lambda: sine(9_000, 4, 0.3, rate),
    }[kind]()
    ramp = np.linspace(0, 1, rate // 20, dtype=np.float32)  # a sound that begins or ends at once has peaks of its own
    sound[: len(ramp)] *= ramp
    sound[-len(ramp) :] *= ramp[::-1]
    lufs, dbtp = reference(sound, rate)
    found = heard(sound, rate)
    assert found.integrated_lufs == pytest.approx(lufs, abs=0.13)  # it rounds to tenths
    assert found.true_peak_dbtp == pytest.approx(dbtp, abs=0.2)


def test_a_peak_between_the_samples_is_found() -> None:
    wave = np.asarray(0.5 * np.sin(2 * np.pi * np.arange(RATE) / 4 + np.pi / 4), np.float32)
    assert np.abs(wave).max() < 0.36
    assert heard(wave).true_peak_dbtp == pytest.approx(-6.02, abs=0.15)


def test_listening_in_blocks_tells_the_same() -> None:
    sound = babble(7)
    whole, parts = heard(sound), heard(sound, blocks=13)
    assert parts.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=0.011)
    assert parts.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=0.011)


def test_silence_has_numbers_that_a_json_file_can_hold() -> None:
    assert heard(np.zeros(RATE, np.float32)) == Loudness(integrated_lufs=-70.0, true_peak_dbtp=-120.0)
    assert heard(np.zeros(0, np.float32)) == Loudness(integrated_lufs=-70.0, true_peak_dbtp=-120.0)
    assert meter.integrated(np.zeros(0)) == meter.SILENCE_LUFS


@pytest.mark.parametrize("seconds", [0.03, 0.25])
def test_less_than_a_block_is_taken_as_one(seconds: float) -> None:
    assert heard(sine(1000, seconds)).integrated_lufs == pytest.approx(heard(sine(1000, 5)).integrated_lufs, abs=0.5)
