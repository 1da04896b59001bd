"""When the words of a recording begin, for engines that do not say: as in another voice's reading of the same text.

The other reading's word starts are stretched to where the recording sounds. That keeps what characters cannot know:
that ``août`` is short and ``SNCF`` long, and where a voice rests.
"""

from collections.abc import Callable
from dataclasses import replace

from audionews import clips
from audionews.domain import Clip, SpokenWord, Voice
from audionews.engines import Engine
from audionews.errors import EngineRejectedError
from audionews.timecode import to_ms

_HUSH = 64
"""Of 32 767, -54 dBFS: what is quieter is not speech yet, or no longer."""


def shadowing(engine: Engine, voice: Voice) -> Callable[[str, Clip], tuple[SpokenWord, ...]]:
    """Return a finder of word starts that lets another voice read along.

    Args:
        engine: One that knows when each word begins.
        voice: Of that engine.
    """

    def aligned(text: str, clip: Clip) -> tuple[SpokenWord, ...]:
        try:
            recording = engine.synthesise(text, voice)
        except EngineRejectedError:
            # What the other voice cannot say is heard all the same, only without times.
            return ()
        shadow = clips.decode(recording.data, f"{engine.name}, {text[:40]!r}")
        start_ms, end_ms = _sounding_ms(clip)
        from_ms, until_ms = _sounding_ms(shadow)
        length_ms, shadow_ms = end_ms - start_ms, max(1, until_ms - from_ms)
        return tuple(
            replace(word, start_ms=start_ms + max(0, word.start_ms - from_ms) * length_ms // shadow_ms)
            for word in recording.words or ()
        )

    return aligned


def _sounding_ms(clip: Clip) -> tuple[int, int]:
    start, end = clips.sounding(clip, _HUSH)
    return to_ms(start, clip.rate), to_ms(end, clip.rate)
