"""A time limit around an engine that may never answer."""

import threading
from collections.abc import Callable
from typing import TypeVar

from audionews.domain import Recording, Voice
from audionews.engines import Around, Engine
from audionews.errors import EngineFailedError

Result = TypeVar("Result")


class Timed(Around):
    """Gives up on a call that takes longer than ``limit_s`` seconds, however slowly its answer drips in.

    A call cannot be ended from outside: it goes on in a thread that keeps nothing else from ending.
    """

    def __init__(self, engine: Engine, limit_s: float) -> None:
        super().__init__(engine)
        self._limit_s = limit_s

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``.

        Raises:
            EngineFailedError: Also when it is late.
        """
        try:
            return within(self._limit_s, lambda: self.engine.synthesise(text, voice))
        except TimeoutError as error:
            raise EngineFailedError(self.name, str(error)) from error


def within(limit_s: float, call: Callable[[], Result]) -> Result:
    """Return what a call returns, or raise what it raises.

    Raises:
        TimeoutError: It takes longer than ``limit_s`` seconds.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(limit_s)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError(f"no answer within {limit_s:g} s")
    return results[0]
