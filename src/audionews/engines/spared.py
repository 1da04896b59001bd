"""A fuse around an engine: a service that is down is not asked again and again."""

import threading
import time
from collections.abc import Callable

from audionews.domain import Recording, Voice
from audionews.engines import Around, Engine
from audionews.errors import EngineFailedError, EngineUnavailableError


class Spared(Around):
    """After ``most`` failures with no success between them, asks once in ``rest_s`` seconds until something succeeds.

    Args:
        engine: Who does the work.
        most: At least 1.
        rest_s: In seconds.
        clock: Seconds that only grow.
    """

    def __init__(
        self, engine: Engine, most: int, rest_s: float = 30.0, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(engine)
        self._most = most
        self._rest_s = rest_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._why = ""
        self._again = 0.0

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``.

        Raises:
            EngineUnavailableError: Also while the service is left alone.
        """
        self._refuse_while_resting()
        try:
            recording = self.engine.synthesise(text, voice)
        except EngineFailedError as error:
            self._count(error)
            raise
        with self._lock:
            self._failures = 0
        return recording

    def _refuse_while_resting(self) -> None:
        with self._lock:
            if self._failures < self._most:
                return
            now = self._clock()
            if now < self._again:
                raise EngineUnavailableError(self.name, f"failed {self._failures} times in a row: {self._why}")
            self._again = now + self._rest_s

    def _count(self, error: EngineFailedError) -> None:
        with self._lock:
            self._failures += 1
            self._why = error.message
            if self._failures == self._most:
                self._again = self._clock() + self._rest_s
