"""Courtesy around an engine: so many calls at once, so many a second, whoever calls."""

import threading
import time
from collections.abc import Callable

from audionews.domain import Recording, Voice
from audionews.engines import Around, Engine

_MARGIN = 1.02
"""The network does not keep our intervals to the millisecond, and the service counts at its end."""


class Paced(Around):
    """Never has more than ``at_once`` calls under way, nor begins more than ``a_second`` in any second.

    Args:
        engine: Who does the work.
        at_once: At least 1.
        a_second: Greater than 0.
        clock: Seconds that only grow.
        sleep: Waits for so many seconds.
    """

    def __init__(
        self,
        engine: Engine,
        at_once: int,
        a_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(engine)
        self._places = threading.Semaphore(at_once)
        self._interval_s = _MARGIN / a_second
        self._clock = clock
        self._sleep = sleep
        self._turn = threading.Lock()
        self._next = clock()

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``."""
        with self._places:
            self._sleep(self._wait_s())
            return self.engine.synthesise(text, voice)

    def _wait_s(self) -> float:
        """Take the next free moment and return how far off it is."""
        with self._turn:
            now = self._clock()
            moment = max(now, self._next)
            self._next = moment + self._interval_s
        return moment - now
