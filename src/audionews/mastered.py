"""What mastering gives: the finished sound, and what was heard in it. No library is needed to hold either."""

from bisect import bisect

from msgspec import Struct

from audionews.domain import Loudness
from audionews.timecode import to_ms

TICK_MS = 10
"""How finely silences are told."""


class Heard(Struct, frozen=True, kw_only=True):
    """What listening to a whole file tells.

    Attributes:
        loudness: Of all of it.
        frames: How many a decoder gives.
        rate: In hertz.
        silences: Start and end, in ms, of each stretch in which nothing is louder than -60 dBFS; in time order.
        flat_ms: Where waves are cut off flat.
    """

    loudness: Loudness
    frames: int
    rate: int
    silences: tuple[tuple[int, int], ...]
    flat_ms: tuple[int, ...]

    @property
    def duration_ms(self) -> int:
        """How long it lasts."""
        return to_ms(self.frames, self.rate)

    def is_silent(self, start_ms: int, end_ms: int) -> bool:
        """Tell whether nothing is heard from one time to another; after the end nothing ever is."""
        start_ms, end_ms = start_ms // TICK_MS * TICK_MS, min(end_ms // TICK_MS * TICK_MS, self.duration_ms)
        before = bisect(self.silences, start_ms, key=lambda silence: silence[0])
        return start_ms >= end_ms or (before > 0 and end_ms <= self.silences[before - 1][1])


class Master(Struct, frozen=True, kw_only=True):
    """A programme, ready to be tagged.

    Attributes:
        mp3: Constant bit rate, mono, with an Info frame and no tags.
        heard: What a decoder makes of it: as many frames as the programme had.
        opus: The same sound as an Opus file without tags; empty when the settings want none.
        shortfall: What an editor should know, when it is not as loud as the settings want.
    """

    mp3: bytes
    heard: Heard
    opus: bytes = b""
    shortfall: str | None = None

    @property
    def loudness(self) -> Loudness:
        """Measured on the file."""
        return self.heard.loudness
