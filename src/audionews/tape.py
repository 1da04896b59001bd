"""Sound that is too long for memory: laid down and read again a stretch at a time.

An hour is 300 MB as samples. A tape keeps the first minutes in memory and goes to a nameless temporary file when it
grows longer, which the system takes back however the program ends.
"""

import weakref
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from threading import Lock

import numpy as np
from msgspec import Struct

from audionews.clips import Samples
from audionews.domain import Clip, Sound

_IN_MEMORY_BYTES = 64 * 1024 * 1024
"""Twelve minutes at 44.1 kHz: what an article is."""
_FRAME_BYTES = 2


class Tape:
    """Mono sound of one rate, silent where nothing has been laid down; may be used from several threads.

    Args:
        rate: In hertz.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.frames = 0
        self._lock = Lock()
        self._file = SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - it ends with the tape
        weakref.finalize(self, self._file.close)

    def lay(self, start: int, samples: Samples) -> None:
        """Lay samples down from a frame on, in place of what is there."""
        if not len(samples):
            return
        end = start + len(samples)
        with self._lock:
            if end * _FRAME_BYTES > _IN_MEMORY_BYTES:
                self._file.rollover()  # before, because what lies between would be made in memory first
            self._file.seek(start * _FRAME_BYTES)
            self._file.write(np.ascontiguousarray(samples, "<i2").tobytes())
            self.frames = max(self.frames, end)

    def lengthen(self, frames: int) -> None:
        """Make the tape at least so long."""
        if frames > self.frames:
            self.lay(frames - 1, np.zeros(1, "<i2"))

    def keep(self, clip: Clip) -> "Stretch":
        """Lay a clip of the tape's rate down at the end; return where it is."""
        start = self.frames
        self.lay(start, np.frombuffer(clip.pcm, "<i2"))
        return Stretch(tape=self, start=start, frames=clip.frames)

    def read(self, start: int, frames: int) -> bytes:
        """Return the PCM of a stretch."""
        with self._lock:
            self._file.seek(start * _FRAME_BYTES)
            return self._file.read(frames * _FRAME_BYTES)

    def digest(self, start: int, frames: int) -> str:
        """Return what names the samples of a stretch; see ``Sound``."""
        return Clip(pcm=self.read(start, frames), rate=self.rate).digest

    def whole(self) -> "Stretch":
        """Return all of it."""
        return Stretch(tape=self, start=0, frames=self.frames)


class Stretch(Struct, frozen=True, kw_only=True):
    """A part of a tape: a ``Sound`` that is read whenever its samples are asked for."""

    tape: Tape
    start: int
    frames: int

    @property
    def rate(self) -> int:
        """See ``Sound``."""
        return self.tape.rate

    @property
    def pcm(self) -> bytes:
        """See ``Sound``."""
        return self.tape.read(self.start, self.frames)

    @property
    def digest(self) -> str:
        """See ``Sound``."""
        return self.tape.digest(self.start, self.frames)

    def part(self, start: int, end: int) -> "Stretch":
        """See ``Sound``."""
        start, end, _ = slice(start, end).indices(self.frames)
        return Stretch(tape=self.tape, start=self.start + start, frames=max(0, end - start))


def stretches(sound: Sound, frames: int) -> Iterator[Sound]:
    """Yield a sound in parts of so many frames; the last may be shorter."""
    for start in range(0, sound.frames, frames):
        yield sound.part(start, start + frames)
