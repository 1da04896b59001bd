"""A programme that is made where it is heard: what lies where is settled first, and laid down when it is read.

A changed word changes a few seconds. All that is around them can be told by what it is made of, and whoever remembers
what came of it needs none of its samples.
"""

from collections.abc import Callable, Iterator
from functools import partial
from threading import Lock

from audionews.cache import name_of
from audionews.clips import Samples
from audionews.tape import Tape

Beneath = Callable[[int, int], bytes]
"""A start and a number of frames → the PCM there, of the layers beneath."""
Make = Callable[[Beneath], Samples]
"""What is beneath a layer → its samples, which take the place of what they were mixed with."""


class _Layer:
    """What lies on a stretch of an arrangement, and whether it has been laid down."""

    def __init__(self, start: int, frames: int, digest: str, make: Make) -> None:
        self.start = start
        self.end = start + frames
        self.digest = digest
        self.make = make
        self.is_down = False
        self.lock = Lock()


class Arrangement(Tape):
    """A tape whose layers are laid down when somebody reads where they are; may be used from several threads.

    Args:
        rate: In hertz.
        frames: How long it is.
    """

    def __init__(self, rate: int, frames: int) -> None:
        super().__init__(rate)
        self._layers: list[_Layer] = []
        self.lengthen(frames)

    def add(self, start: int, frames: int, digest: str, make: Make) -> None:
        """Put a layer above all others; no thread may read meanwhile.

        Args:
            start: Its first frame.
            frames: How long it is; ``make`` gives no more.
            digest: Of all that shapes it; layers of equal digests and lengths sound the same.
            make: Gives its samples. It may read what is beneath, where it lies itself.
        """
        self._layers.append(_Layer(start, frames, digest, make))

    def gaps(self) -> Iterator[tuple[int, int]]:
        """Yield the start and the end of each stretch before the last layer on which nothing lies, in frames."""
        at = 0
        for layer in sorted(self._layers, key=lambda layer: layer.start):
            if at < layer.start:
                yield at, layer.start
            at = max(at, layer.end)

    def read(self, start: int, frames: int) -> bytes:
        """Return the PCM of a stretch, with all of its layers."""
        return self._read(len(self._layers), start, frames)

    def digest(self, start: int, frames: int) -> str:
        """Return what names the layers of a stretch and how they lie in it; nothing is laid down for it."""
        lying = [(layer.start - start, layer.end - start, layer.digest) for _, layer in self._layers_in(start, frames)]
        return name_of(self.rate, frames, lying)

    def _read(self, below: int, start: int, frames: int) -> bytes:
        for number, layer in self._layers_in(start, frames):
            if number < below:
                self._lay_down(number, layer)
        return super().read(start, frames)

    def _lay_down(self, number: int, layer: _Layer) -> None:
        # Whoever holds a layer waits for lower ones only, so that no two can wait for each other.
        with layer.lock:
            if not layer.is_down:
                self.lay(layer.start, layer.make(partial(self._read, number)))
                layer.is_down = True

    def _layers_in(self, start: int, frames: int) -> list[tuple[int, _Layer]]:
        end = start + frames
        return [(number, layer) for number, layer in enumerate(self._layers) if layer.start < end and start < layer.end]
