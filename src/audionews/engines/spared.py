"""A fuse around an engine: a service that is down is not asked again and again."""

import time
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from audionews.domain import Recording, Voice
from audionews.engines import Around, Engine
from audionews.engines.patient import LONGEST_WAIT_S
from audionews.engines.shared import Shared
from audionews.errors import EngineError, EngineFailedError, EngineUnavailableError

_LONGEST_REST_S = 600.0
_FORGOTTEN_S = 3600.0
_NOTE = "down"


class _Outage(Struct, frozen=True):
    """What is known of a service since it last succeeded.

    Attributes:
        failures: In a row.
        why: The last one.
        again_s: When it may be asked again, by the clock of all; 0 as long as it is not given up.
        rest_s: How long it is left alone next time.
        noted_s: When this was noted.
    """

    failures: int = 0
    why: str = ""
    again_s: float = 0.0
    rest_s: float = 0.0
    noted_s: float = 0.0


class _Outages(Struct, frozen=True):
    """What each run knows."""

    runs: dict[str, _Outage] = {}


class Fuse:
    """Blows after ``most`` failures with no success between them, or after one that is a plain no.

    From then on it lets somebody try now and then, after rests that double, until something succeeds.

    Args:
        name: Of the engine.
        most: At least 1.
        shared: Who finds out together.
        run: Those who share an outage: another run, begun when the network is back, shall find out by itself.
        rest_s: The first rest, in seconds.
        clock: Seconds that only grow, the same in all processes.
    """

    def __init__(
        self,
        name: str,
        most: int,
        shared: Shared,
        run: str = "",
        *,
        rest_s: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._most = most
        self._run = run
        self._fresh = _Outage(rest_s=rest_s)
        self._clock = clock
        self.shared = shared

    def is_blown(self) -> bool:
        """Tell whether the service was given up, and may be tried by one caller.

        Raises:
            EngineUnavailableError: It was, and shall be left alone.
        """
        outage = self._outage()
        if self._clock() < outage.again_s:
            times = "once" if outage.failures == 1 else f"{outage.failures} times in a row"
            raise EngineUnavailableError(self._name, f"failed {times}: {outage.why}")
        return outage.again_s > 0

    def succeeded(self) -> None:
        """Forget all failures."""
        if self._outage() != self._fresh:
            self._change(lambda _outage: None)

    def failed(self, error: EngineError) -> None:
        """Count a failure."""
        asked_s = (error.wait_s or 0.0) if isinstance(error, EngineFailedError) else 0.0
        is_no = isinstance(error, EngineUnavailableError) or asked_s > LONGEST_WAIT_S

        def counted(outage: _Outage) -> _Outage:
            now = self._clock()
            if now < outage.again_s:  # what was under way when it was given up tells nothing new
                return outage
            outage = replace(outage, failures=outage.failures + 1, why=error.message, noted_s=now)
            if not (is_no or outage.failures >= self._most):
                return outage
            rest_s = min(2 * outage.rest_s, _LONGEST_REST_S)
            return replace(outage, again_s=now + max(outage.rest_s, asked_s), rest_s=rest_s)

        self._change(counted)

    def _outage(self) -> _Outage:
        return self.shared.noted(_NOTE, _Outages()).runs.get(self._run, self._fresh)

    def _change(self, changed: Callable[[_Outage], _Outage | None]) -> None:
        """Note what this run knows now, or that it knows of nothing; forget runs of long ago."""
        now = self._clock()

        def noted(outages: _Outages) -> _Outages:
            others = {
                run: outage
                for run, outage in outages.runs.items()
                if run != self._run and 0 <= now - outage.noted_s < _FORGOTTEN_S
            }
            own = changed(outages.runs.get(self._run, self._fresh))
            return _Outages(others if own is None else others | {self._run: own})

        self.shared.note(_NOTE, _Outages(), noted)


class Spared(Around):
    """Asks as long as the fuse is whole; then one caller asks, and the others wait for what that one hears."""

    def __init__(self, engine: Engine, fuse: Fuse) -> None:
        super().__init__(engine)
        self._fuse = fuse

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``.

        Raises:
            EngineUnavailableError: Also while the service is left alone.
        """
        if self._fuse.is_blown():
            with self._fuse.shared.alone("probe"):
                if self._fuse.is_blown():
                    return self._counted(text, voice)
        return self._counted(text, voice)

    def _counted(self, text: str, voice: Voice) -> Recording:
        try:
            recording = self.engine.synthesise(text, voice)
        except (EngineFailedError, EngineUnavailableError) as error:
            self._fuse.failed(error)
            raise
        self._fuse.succeeded()
        return recording


class Refused(Around):
    """Looks at the fuse once more: it may have blown while a call waited for its turn."""

    def __init__(self, engine: Engine, fuse: Fuse) -> None:
        super().__init__(engine)
        self._fuse = fuse

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``."""
        self._fuse.is_blown()
        return self.engine.synthesise(text, voice)
