"""Patience around an engine: what failed is tried again, after waits that grow."""

import logging
import random
import time
from collections.abc import Callable, Iterator

from audionews.domain import Recording, Voice
from audionews.engines import Around, Engine
from audionews.errors import EngineFailedError
from audionews.logs import fields

_FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
"""A service that wants to be left alone for longer has said no."""
_JITTER = 0.25

_log = logging.getLogger(__name__)


class Patient(Around):
    """Tries again what may be tried again, and nothing else.

    The waits double from one second on, are never shorter than the service asks for, and are stretched by up to a
    quarter at random, so that callers who failed together do not come back together.

    Args:
        engine: Who does the work.
        retries: How often one text is tried again, at least 0.
        seed: Of the random stretching.
        sleep: Waits for so many seconds.
    """

    def __init__(
        self, engine: Engine, retries: int, *, seed: int = 0, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        super().__init__(engine)
        self._retries = retries
        self._random = random.Random(seed)  # noqa: S311 - for spreading, not for secrets
        self._sleep = sleep

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``.

        Raises:
            EngineFailedError: The last try failed, or the service asks for a longer wait than anybody has.
        """
        for attempt, least_s in enumerate(self._waits_s(), 1):
            try:
                return self.engine.synthesise(text, voice)
            except EngineFailedError as error:
                asked_s = error.wait_s or 0.0
                if asked_s > LONGEST_WAIT_S:
                    raise
                wait_s = max(least_s, asked_s) * (1 + _JITTER * self._random.random())
                self._tell(error, attempt, wait_s)
            self._sleep(wait_s)
        try:
            return self.engine.synthesise(text, voice)
        except EngineFailedError as error:
            tries = f"tried {self._retries + 1} times: " if self._retries else ""
            raise EngineFailedError(self.name, f"{tries}{error.message}", error.wait_s) from error

    def _tell(self, error: EngineFailedError, attempt: int, wait_s: float) -> None:
        """Log that a try failed, by its number from 1, and that there will be another."""
        wait_ms = round(wait_s * 1000)
        told = fields("retry", engine=self.name, attempt=attempt, reason=error.message, wait_ms=wait_ms)
        _log.info("%s; again in %.1f s", error, wait_s, extra=told)

    def _waits_s(self) -> Iterator[float]:
        return (min(_FIRST_WAIT_S * 2**tried, LONGEST_WAIT_S) for tried in range(self._retries))
