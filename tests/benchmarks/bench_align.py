"""How far off the words of a voice are that does not tell when it says them, and what of a cut sentence is noticed.

Run it with ``make bench``. Other voices of the embedded engine stand in, whose words are known.
"""

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from audionews import clips  # noqa: E402
from audionews.align import Alignment, align, words_of  # noqa: E402
from audionews.domain import Clip, SpokenWord, Voice  # noqa: E402
from audionews.engines.espeak import EspeakEngine  # noqa: E402
from audionews.engines.followed import unusual  # noqa: E402
from audionews.pieces import cut  # noqa: E402

ARTICLES = tuple(HERE.parent / "articles" / f"{name}.txt" for name in ("budget", "tempete", "football"))
ENGINE = EspeakEngine()
READER = Voice(name="reader", engine="espeak")
OTHERS: Mapping[str, Mapping[str, str | int]] = {
    "slow man": {"variant": "klatt2", "words_a_minute": 140},
    "quick woman": {"variant": "f2", "words_a_minute": 200},
    "quickest woman": {"variant": "f5", "words_a_minute": 240},
    "high and lively": {"variant": "m7", "pitch": 80, "range": 90},
    "croaking, slowest": {"variant": "croak", "words_a_minute": 100},
    "whispering, slow": {"variant": "whisper", "words_a_minute": 120},
}
BARS_MS = (25, 80, 200)
"""Median, 95 %, all."""
CUTS = {"the last third": (0.0, 2 / 3), "the first": (1 / 3, 1.0)}
SHORTEST = 25
"""Characters of a piece whose cutting is judged."""

Readings = Mapping[str, tuple[Clip, Sequence[SpokenWord]]]
"""Sound and words of each text."""


def pieces() -> list[str]:
    """Return what is said of the articles, as a service gets it."""
    found = []
    for article in ARTICLES:
        command = [sys.executable, "-m", "audionews", "script", str(article), "--json"]
        script = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        found += [piece.text for segment in script["segments"] for piece in cut(segment["spoken"], 100)]
    return [text for text in found if any(character.isalnum() for character in text)]


def said(text: str, voice: Voice) -> tuple[Clip, Sequence[SpokenWord]]:
    """Return a text's sound and its words."""
    recording = ENGINE.synthesise(text, voice)
    return clips.decode(recording.data, text), recording.words or ()


def off_ms(found: Sequence[SpokenWord], true: Sequence[SpokenWord]) -> list[int]:
    """Return how far off each word is."""
    return [abs(one.start_ms - two.start_ms) for one, two in zip(found, true, strict=True)]


def stretched(alignment: Alignment, words: Sequence[SpokenWord]) -> tuple[SpokenWord, ...]:
    """Return the reading's words as its stretching alone would have them."""
    return words_of(replace(alignment, unlikeness=1.0), words)


def quantiles(errors_ms: Sequence[int]) -> str:
    """Return median, 95 % and the largest, in ms."""
    return " ".join(f"{np.quantile(errors_ms, share):4.0f}" for share in (0.5, 0.95, 1.0))


def timing(name: str, readings: Readings, sounds: Readings) -> tuple[list[int], list[Alignment]]:
    """Print how far off a voice's words are; return that and how it runs beside the reader."""
    start = time.perf_counter()
    found = {text: align(sounds[text][0], reading) for text, (reading, _) in readings.items()}
    ms = 1000 * (time.perf_counter() - start) / len(found)
    known = {text: each for text, each in found.items() if each}
    errors, plain = (
        [ms for text, each in known.items() for ms in off_ms(place(each, readings[text][1]), sounds[text][1])]
        for place in (words_of, stretched)
    )
    print(f"  {name:18} {quantiles(errors)}   only stretched {quantiles(plain)}   {ms:.0f} ms a piece")
    return errors, list(known.values())


def noticing(readings: Readings, sounds: Readings, believed: Sequence[Alignment]) -> None:
    """Print how much is noticed of what is wrong with a voice's recordings, and how much of what is not."""

    def noticed(recordings: Mapping[str, Clip]) -> str:
        found = [align(clip, readings[text][0]) for text, clip in recordings.items()]
        return f"{sum(each is None or unusual(each, believed) is not None for each in found)} of {len(found)}"

    right = {text: clip for text, (clip, _) in sounds.items() if len(text) >= SHORTEST}
    print(f"    the right sentence refused: {noticed(right)}", end="")
    clips_of = list(right.values())
    print(f"; another one noticed: {noticed(dict(zip(right, clips_of[1:] + clips_of[:1], strict=True)))}", end="")
    for what, (start, end) in CUTS.items():
        parts = {text: clip.part(int(clip.frames * start), int(clip.frames * end)) for text, clip in right.items()}
        print(f"; {what} missing: {noticed(parts)}", end="")
    print()


def main() -> None:
    """Print the figures."""
    texts = pieces()
    readings = {text: said(text, READER) for text in texts}
    print(f"{len(texts)} pieces; how far off words are: median, 95 %, most, in ms; bars {BARS_MS}")
    everything: list[int] = []
    for name, options in OTHERS.items():
        sounds = {text: said(text, Voice(name=name, engine="espeak", options=dict(options))) for text in texts}
        errors, believed = timing(name, readings, sounds)
        noticing(readings, sounds, believed)
        everything += errors
    print(f"  all                {quantiles(everything)}")


if __name__ == "__main__":
    main()
