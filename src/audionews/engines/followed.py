"""A listener around an engine: another voice reads the text along, which tells whether that came, and when each word.

Services send silence, half of a sentence, noise or another sentence, and call it success.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from statistics import median

from msgspec.structs import replace

from audionews import clips
from audionews.align import SAME_TEXT, Alignment, align, words_of
from audionews.domain import Recording, Voice
from audionews.engines import Around, Engine
from audionews.engines.plausible import doubt
from audionews.errors import AudioError, EngineError, EngineFailedError

_JUDGED_S = 1.5
"""Shorter readings say too little about pace and likeness."""
_TIGHTEST = 0.25
"""Of the time that words need: whoever gets less was not said. What is whole has 0.47 at least."""
_LEAST_PACE = 0.7
"""Of what is usual for the voice. What is whole has 0.83 at least, what lacks its last third 0.73 in the median."""
_LEEWAY = 0.7
"""Of the way from what is usual for the voice to other words: a name may well be read otherwise."""
_KNOWN_AFTER, _REMEMBERED = 8, 64
"""Recordings that tell what is usual for a voice."""


class Followed(Around):
    """Believes a recording that goes with another voice's reading of its text, and gives it the times of its words.

    What is usual for a voice is learnt from what was believed, so that what is cut stands out whatever its pace.

    Args:
        engine: Who does the work.
        read: Says a text in the other voice, with word times; where it cannot, syllables are counted instead.
    """

    def __init__(self, engine: Engine, read: Callable[[str], Recording]) -> None:
        super().__init__(engine)
        self._read = read
        self._lock = threading.Lock()
        self._believed: defaultdict[str, deque[Alignment]] = defaultdict(lambda: deque(maxlen=_REMEMBERED))

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``.

        Raises:
            EngineFailedError: Also when what came cannot be the text.
        """
        recording = self.engine.synthesise(text, voice)
        try:
            clip = clips.decode(recording.data, "the answer")
        except AudioError as error:
            raise EngineFailedError(self.name, f"{error} for {text!r}") from error
        why, found, reading = doubt(text, clip), None, None
        if why is None:
            with suppress(EngineError):  # then nobody reads along
                reading = self._read(text)
        if reading is not None:
            # A thousand short sums: threads that are at them together wait for each other after each one.
            with self._lock:
                found = align(clip, clips.decode(reading.data, "the reading"))
                why = self._unlike(found, voice) if found else None
        if why is not None:
            raise EngineFailedError(self.name, f"{why}: {text!r}")
        if recording.words or not (found and reading and reading.words):
            return recording
        return replace(recording, words=words_of(found, reading.words))

    def _unlike(self, found: Alignment, voice: Voice) -> str | None:
        """Return why a recording is not what was read, or None when it is; then it tells what is usual."""
        if found.reading_s < _JUDGED_S:
            return None
        believed = self._believed[voice.name]
        why = unusual(found, believed)
        if why is None:
            believed.append(found)
        return why


def unusual(found: Alignment, believed: Sequence[Alignment]) -> str | None:
    """Return why a recording is not what was read, given what was believed of the voice before; None when it is."""
    most, least = SAME_TEXT, 0.0
    if len(believed) >= _KNOWN_AFTER:
        usual = median(each.unlikeness for each in believed)
        most = min(most, usual + _LEEWAY * (1 - usual))
        least = _LEAST_PACE * median(each.pace for each in believed)
    if found.pace < least:
        return (
            f"only {found.pace * found.reading_s:.1f} s came, {least / _LEAST_PACE * found.reading_s:.1f} s are usual"
        )
    if found.unlikeness > most:
        return "other words came, or none"
    return "some of the words did not come" if found.tightest < _TIGHTEST else None
