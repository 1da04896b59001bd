"""An engine for tests: it says every word as a tone of exactly the same length, so that every time can be foretold.

A text of ``n`` words, cut at white space, is ``n * frames_a_word`` frames at 44 100 Hz, where ``frames_a_word`` is
``word_ms`` in frames divided by the voice's rate, rounded down; word ``i`` begins at frame ``i * frames_a_word``.
"""

import array
import math
import re
import sys
from functools import lru_cache
from typing import Annotated

from msgspec import Meta, Struct

from audionews.domain import Recording, SpokenWord, Voice
from audionews.engines.options import read_options
from audionews.engines.wav import wav
from audionews.errors import EngineRejectedError
from audionews.timecode import to_frames, to_ms

RATE = 44_100
_WORD = re.compile(r"\S+")


class ToneOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """``[options]`` of a voice's file."""

    word_ms: Annotated[int, Meta(ge=1, le=10_000)] = 100
    hertz: Annotated[int, Meta(ge=20, le=20_000)] = 440
    level_dbfs: Annotated[float, Meta(ge=-80, le=0)] = -20.0


class ToneEngine:
    """Says words as sine tones; equal calls give equal bytes."""

    name = "tone"
    version = "1"
    longest = 500
    remote = False

    def check(self, voice: Voice) -> None:
        """See ``Engine``."""
        read_options(voice, ToneOptions)

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``."""
        options = read_options(voice, ToneOptions)
        frames = max(1, int(to_frames(options.word_ms, RATE) / voice.rate))
        starts = [found.start() for found in _WORD.finditer(text)]
        if not starts:
            raise EngineRejectedError(self.name, "nothing to say")
        words = tuple(
            SpokenWord(position=start, start_ms=to_ms(index * frames, RATE)) for index, start in enumerate(starts)
        )
        pcm = _tone(frames, options.hertz, options.level_dbfs) * len(starts)
        return Recording(data=wav(pcm, RATE), format="wav", words=words)


@lru_cache(maxsize=8)
def _tone(frames: int, hertz: int, level_dbfs: float) -> bytes:
    """Return a sine of ``hertz`` with peaks at ``level_dbfs``, beginning at zero."""
    peak = 32767 * 10 ** (level_dbfs / 20)
    sine = array.array("h", (round(peak * math.sin(2 * math.pi * hertz * frame / RATE)) for frame in range(frames)))
    if sys.byteorder == "big":  # pragma: no cover - WAV is little-endian everywhere
        sine.byteswap()
    return sine.tobytes()
