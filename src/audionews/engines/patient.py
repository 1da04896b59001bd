"""Patience around an engine: what failed is tried again, after waits that grow."""

import random
import time
from collections.abc import Callable, Iterator

from audionews.domain import Recording, Voice
from audionews.engines import Around, Engine
from audionews.errors import EngineFailedError

_FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
"""A service that wants to be left alone for longer has said no."""
_JITTER = 0.25


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
        for wait_s in self._waits_s():
            try:
                return self.engine.synthesise(text, voice)
            except EngineFailedError as error:
                asked_s = error.wait_s or 0.0
                if asked_s > LONGEST_WAIT_S:
                    raise
            self._sleep(max(wait_s, asked_s) * (1 + _JITTER * self._random.random()))
        try:
            return self.engine.synthesise(text, voice)
        except EngineFailedError as error:
            tries = f"tried {self._retries + 1} times: " if self._retries else ""
            raise EngineFailedError(self.name, f"{tries}{error.message}", error.wait_s) from error

    def _waits_s(self) -> Iterator[float]:
        return (min(_FIRST_WAIT_S * 2**tried, LONGEST_WAIT_S) for tried in range(self._retries))
