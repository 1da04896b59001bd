"""What less effort of the encoder saves, and what it does to the sound: ``[sound] encoder_effort``, both side by side.

Run it with ``make bench``; ``python tests/benchmarks/bench_effort.py FILE`` takes another sound than an article in the
embedded voice. What is between the sound and its MP3 is compared with what the sound itself hides: in each of 24
critical bands of each 46 ms, the neighbours' power spread by 25 dB a band downwards and 10 upwards, less 14 dB. That is
a coarse model of an ear. With the package ``pesq`` installed, that standard's opinion of the speech is printed too.
"""

import subprocess
import sys
import tempfile
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from audionews import clips, encoder, mp3_frames
from audionews.domain import Clip

SAMPLE = Path(__file__).parents[1] / "articles" / "demonstration.txt"
RATE = 44_100
WINDOW = 2048
BANDS = 24
UP_DB, DOWN_DB, HIDDEN_DB = 10.0, 25.0, 14.0
TELEPHONE = 16_000
LONGEST_S = 20

Sound = NDArray[np.float64]


def article() -> bytes:
    """Return an article of the embedded voice with its jingles, at a bit rate at which nothing of it is lost."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "audionews.toml").write_text("[sound]\nbitrate_kbps = 192\n", encoding="utf-8")
        program = Path(sys.executable).with_name("audionews")
        subprocess.run([str(program), "render", str(SAMPLE)], cwd=name, check=True, capture_output=True)
        return next(Path(name).rglob("*.mp3")).read_bytes()


def bands(sound: Sound) -> Sound:
    """Return the power in each critical band of each window, shape ``(windows, bands)``."""
    windows = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[:: WINDOW // 2] * np.hanning(WINDOW)
    powers = np.abs(np.fft.rfft(windows, axis=1)) ** 2
    hertz = np.fft.rfftfreq(WINDOW, 1 / RATE)
    barks = (13 * np.arctan(0.00076 * hertz) + 3.5 * np.arctan((hertz / 7500) ** 2)).astype(int)
    return np.stack([powers[:, barks == band].sum(axis=1) for band in range(BANDS)], axis=1)


def compared(sound: Sound, heard: Sound) -> tuple[float, float]:
    """Return how far the noise is below the sound, and how far on average below what it hides, in dB."""
    level = float(np.dot(heard, sound) / np.dot(sound, sound))
    of_sound, of_noise = bands(level * sound), bands(heard - level * sound)
    distance = np.subtract.outer(np.arange(BANDS), np.arange(BANDS))
    spread = 10 ** (-np.where(distance >= 0, UP_DB * distance, -DOWN_DB * distance) / 10)
    hides = of_sound @ spread.T * 10 ** (-HIDDEN_DB / 10) + 1e-4
    loud = of_sound.sum(axis=1) > of_sound.sum(axis=1).max() * 1e-5
    below = of_noise[loud].sum() / of_sound[loud].sum(), np.mean(of_noise[loud] / hides[loud])
    return -10 * np.log10(below[0]), -10 * np.log10(below[1])


def opinion(sound: Sound, heard: Sound) -> str:
    """Return what PESQ thinks of the first seconds, where it is installed."""
    if not find_spec("pesq"):
        return ""
    both = [np.asarray(each[: LONGEST_S * RATE] * clips.FULL_SCALE, np.int16) for each in (sound, heard)]
    narrow = [clips.resampled(Clip(pcm=each.tobytes(), rate=RATE), TELEPHONE) for each in both]
    score = import_module("pesq").pesq(TELEPHONE, *(clips.samples(each) for each in narrow), "wb")
    return f", PESQ {score:.2f}"


def encoded(pcm: bytes, kbps: int, effort: encoder.Effort) -> tuple[bytes, float]:
    """Return an MP3, and the processor time that it took, in seconds."""
    before = time.process_time()
    stream = encoder.mpeg(pcm, RATE, kbps, effort)
    took_s = time.process_time() - before
    return mp3_frames.with_info([stream], len(pcm) // 2), took_s


def main(file: Path | None = None) -> None:
    """Print the figures."""
    clip = clips.resampled(clips.decode(file.read_bytes() if file else article(), "sound"), RATE)
    sound = clips.floats(clip).astype(np.float64)
    for kbps in (64, 96, 128):
        for effort in get_args(encoder.Effort):
            mp3, took_s = encoded(clip.pcm, kbps, effort)
            heard = clips.floats(clips.decode(mp3, "MP3")).astype(np.float64)
            below_db, hidden_db = compared(sound, heard)
            print(
                f"{kbps:3} kb/s, {effort:5} effort  {took_s:5.2f} s, noise {below_db:4.1f} dB below the sound, "
                f"{hidden_db:5.1f} dB below what it hides{opinion(sound, heard)}"
            )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
