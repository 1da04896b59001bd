"""Makes the jingles that ship with audionews: an ident for the beginning, one for the end, a sting between sections.

    python voices/jingles/make_jingles.py [FOLDER]

A marimba over a warm pad in D major, in a small hall. The opening climbs A-D-E-F♯-A over B minor, G and D, and leaves
the last chord open for the voice to begin in; the closing comes down the same notes to the keynote; the sting is the
first three. All of it is computed here, from sines and one seeded noise (the hall), so nobody else has a right to it.
Free to use, like the program.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from audionews import meter

Sound = NDArray[np.float64]

RATE = 44_100
LOUDNESS_LUFS = -20.0
EIGHTH_S = 0.27

_STEPS = {"C": -9, "C#": -8, "D": -7, "E": -5, "F#": -3, "G": -2, "A": 0, "B": 2}


@dataclass(frozen=True, slots=True)
class Score:
    """What is played.

    Attributes:
        length_s: How long the jingle is, in seconds.
        notes: Of the marimba: when, in eighths; what; how hard, 0-1.
        chords: Of the pad: when and how long, in eighths; what.
    """

    length_s: float
    notes: Sequence[tuple[float, str, float]]
    chords: Sequence[tuple[float, float, str]]


SCORES = {
    "opening": Score(
        length_s=4.4,
        notes=(
            (0, "A4", 0.8), (1, "D5", 0.7), (2, "E5", 0.75), (3, "F#5", 0.8), (4, "A5", 1.0), (6, "E5", 0.5),
            (7, "F#5", 0.45), (8, "D5", 0.75), (8, "A5", 0.4), (10, "E5", 0.3), (11, "A5", 0.2),
        ),
        chords=((0, 4, "B2 F#3 A3 D4"), (4, 4, "G2 D3 B3 E4"), (8, 10, "D3 A3 E4 F#4")),
    ),
    "closing": Score(
        length_s=4.8,
        notes=(
            (0, "A4", 0.45), (1, "D5", 0.5), (2, "A5", 0.8), (3, "F#5", 0.75), (4, "E5", 0.8), (5, "D5", 0.6),
            (6, "B4", 0.7), (7, "C#5", 0.6), (8, "D5", 0.9), (8, "F#4", 0.6), (9, "A4", 0.4), (10, "D4", 0.6),
        ),
        chords=((0, 4, "G2 D3 B3 E4"), (4, 4, "A2 E3 A3 D4"), (8, 10, "D3 A3 D4 F#4")),
    ),
    "sting": Score(
        length_s=1.7,
        notes=((0, "A4", 0.8), (0.7, "D5", 0.75), (1.4, "E5", 0.9), (1.4, "A4", 0.4)),
        chords=((0, 5, "D3 A3 E4"),),
    ),
}  # fmt: skip


def hertz(note: str) -> float:
    """Return the frequency of a note: ``A4`` is 440 Hz."""
    return float(440.0 * 2.0 ** (_STEPS[note[:-1]] / 12 + int(note[-1]) - 4))


def marimba(frequency: float, force: float, length_s: float = 2.2) -> Sound:
    """Return one stroke: a bar tuned to its 4th and 10th partial, and the soft knock of the mallet."""
    t = np.arange(round(length_s * RATE)) / RATE
    decay = 0.55 * (440 / frequency) ** 0.6
    bar = np.sin(2 * np.pi * frequency * t) * np.exp(-t / decay)
    bar += 0.30 * force * np.sin(2 * np.pi * 3.93 * frequency * t) * np.exp(-t / (decay * 0.28))
    bar += 0.09 * force**2 * np.sin(2 * np.pi * 9.6 * frequency * t) * np.exp(-t / (decay * 0.09))
    knock = 0.10 * force * np.sin(2 * np.pi * 190 * t) * np.exp(-t / 0.018)
    return np.asarray(force * (bar + knock) * attack(t, 0.003) * ebb(t, length_s - 0.6, 0.6))


def pad(frequency: float, length_s: float) -> Sound:
    """Return a soft held note: three voices a little apart, few overtones, swelling and ebbing."""
    t = np.arange(round((length_s + 1.2) * RATE)) / RATE
    held = np.zeros(len(t))
    for cents, phase in ((-5.0, 0.3), (0.0, 1.7), (4.0, 4.1)):
        base = frequency * 2 ** (cents / 1200)
        for partial in range(1, 7):
            brightness = np.exp(-((partial * base / 1300) ** 2)) / partial
            held += brightness * np.sin(2 * np.pi * partial * base * t + phase * partial)
    return np.asarray(held / 3 * attack(t, 0.22) * ebb(t, length_s, 1.2))


def attack(t: Sound, rise_s: float) -> Sound:
    """Return a rise from 0 to 1 without a corner."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(t / rise_s, 0, 1)))


def ebb(t: Sound, start_s: float, fall_s: float) -> Sound:
    """Return a fall from 1 to 0 that begins at a time."""
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * np.clip((t - start_s) / fall_s, 0, 1)))


def hall(dry: Sound, share: float = 0.22) -> Sound:
    """Return a sound in a small warm hall: 1.1 s of decaying noise, darker as it fades, after 18 ms."""
    t = np.arange(round(1.4 * RATE)) / RATE
    noise = np.random.default_rng(1789).standard_normal(len(t))
    answer = sum(
        band(noise, low, high) * np.exp(-6.9 * t / decay)
        for low, high, decay in ((120, 500, 1.2), (500, 2000, 1.0), (2000, 6000, 0.55))
    )
    answer = np.concatenate((np.zeros(round(0.018 * RATE)), answer * attack(t, 0.008)))
    size = 1 << int(np.ceil(np.log2(len(dry) + len(answer))))
    wet = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(answer, size), size)[: len(dry)]
    return np.asarray(dry + share * wet * np.sqrt((dry**2).mean() / (wet**2).mean()) * 1.6)


def band(noise: Sound, low: float, high: float) -> Sound:
    """Return what lies between two frequencies."""
    lines = np.fft.rfft(noise)
    at = np.fft.rfftfreq(len(noise), 1 / RATE)
    return np.asarray(
        np.fft.irfft(lines * np.exp(-((np.log(np.maximum(at, 1) / np.sqrt(low * high)) / 0.8) ** 2)), len(noise))
    )


def played(score: Score) -> Sound:
    """Return a jingle at its loudness; it ends in silence."""
    length_s = score.length_s
    mix = np.zeros(round((length_s + 4) * RATE))
    for when, note, force in score.notes:
        add(mix, when, marimba(hertz(note), force))
    for when, held, names in score.chords:
        for place, name in enumerate(names.split()):
            add(mix, when, pad(hertz(name), held * EIGHTH_S) * (0.13 if place else 0.17))
    whole = hall(mix)[: round(length_s * RATE)]
    t = np.arange(len(whole)) / RATE
    whole = (whole - whole.mean()) * attack(t, 0.003) * ebb(t, length_s - 1.0, 1.0)
    found = meter.integrated(meter.energies(whole.astype(np.float32), RATE))
    return np.asarray(whole * 10 ** ((LOUDNESS_LUFS - found) / 20))


def add(mix: Sound, when: float, sound: Sound) -> None:
    """Add a sound to a mix, so many eighths from its start."""
    start = round(when * EIGHTH_S * RATE)
    stretch = mix[start : start + len(sound)]
    stretch += sound[: len(stretch)]


def main(folder: Path) -> None:
    """Write the three files."""
    for name, score in SCORES.items():
        soundfile.write(folder / f"{name}.flac", played(score), RATE, subtype="PCM_16")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
