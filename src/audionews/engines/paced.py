"""Courtesy around an engine: so many calls at once, so many a second, whoever calls."""

import threading
import time
from collections.abc import Callable

from msgspec import Struct

from audionews.domain import Recording, Voice
from audionews.engines import Around, Engine
from audionews.engines.patient import LONGEST_WAIT_S
from audionews.engines.shared import Shared
from audionews.errors import EngineFailedError

_MARGIN = 1.2
"""Busy machines and networks do not keep our intervals to a tenth of a second, and the service counts at its end."""
_TURN = "turn"
_NEVER_S = -1e9
"""Before any clock began."""


class _Turn(Struct, frozen=True):
    """When a call began last, and until when the service wants none; both by the clock of all, in seconds."""

    began_s: float = _NEVER_S
    quiet_until_s: float = _NEVER_S


class Paced(Around):
    """Never has more than ``at_once`` calls under way, nor begins more than ``a_second`` in any second.

    After an answer that asks for a pause nobody calls until it is over.

    Args:
        engine: Who does the work.
        at_once: At least 1.
        a_second: Greater than 0.
        shared: With whom the calls are counted; with this process's other threads when None.
        clock: Seconds that only grow, the same in all processes.
        sleep: Waits for so many seconds.
    """

    def __init__(
        self,
        engine: Engine,
        at_once: int,
        a_second: float,
        shared: Shared | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(engine)
        self._at_once = at_once
        self._places = threading.Semaphore(at_once)
        self._interval_s = _MARGIN / a_second
        self._shared = shared or Shared(None, engine.name)
        self._clock = clock
        self._sleep = sleep

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``."""
        with self._places, self._shared.place(self._at_once):
            while wait_s := self._wait_s():
                self._sleep(wait_s)
            try:
                return self.engine.synthesise(text, voice)
            except EngineFailedError as error:
                if error.wait_s:
                    self._keep_quiet(error.wait_s)
                raise

    def _wait_s(self) -> float:
        """Begin a call now and return 0, or return how long it is until the next may begin."""
        wait_s = 0.0

        def begun(turn: _Turn) -> _Turn:
            nonlocal wait_s
            now = self._clock()
            if turn.began_s > now:  # noted before the machine was started again
                turn = _Turn()
            wait_s = max(0.0, turn.began_s + self._interval_s - now, turn.quiet_until_s - now)
            return turn if wait_s else _Turn(now, turn.quiet_until_s)

        self._shared.note(_TURN, _Turn(), begun)
        return wait_s

    def _keep_quiet(self, seconds: float) -> None:
        until_s = self._clock() + min(seconds, LONGEST_WAIT_S)
        self._shared.note(_TURN, _Turn(), lambda turn: _Turn(turn.began_s, max(turn.quiet_until_s, until_s)))
