"""Engines that do what a test tells them: speak, fail, stall, answer rubbish."""

import threading
import time
from collections.abc import Callable

from audionews.domain import Recording, Voice
from audionews.engines.tone import ToneEngine
from audionews.errors import EngineUnavailableError

VOICE = Voice(name="a-voice", engine="scripted")

Act = Exception | bytes | float | Callable[[str], Recording] | None
"""Raise it; answer with these bytes; speak after so many seconds; do it; just speak."""


class ScriptedEngine:
    """Does one act a call, in order, and repeats the last; without acts it speaks tones.

    Attributes:
        said: The texts it was asked for, in order.
        most_at_once: How many calls were under way together at most.
        began_s: When each call began, by ``time.monotonic``.
    """

    name = "scripted"

    def __init__(
        self, *acts: Act, longest: int = 100, remote: bool = True, version: str = "1", timed: bool = True
    ) -> None:
        self.version = version
        self.longest = longest
        self.remote = remote
        self.said: list[str] = []
        self.began_s: list[float] = []
        self.most_at_once = 0
        self._under_way = 0
        self._acts = list(acts) or [None]
        self._timed = timed
        self._lock = threading.Lock()

    def check(self, voice: Voice) -> None:
        for act in self._acts[:1]:
            if isinstance(act, EngineUnavailableError):
                raise act

    def synthesise(self, text: str, voice: Voice) -> Recording:
        with self._lock:
            act = self._acts[min(len(self.said), len(self._acts) - 1)]
            self.said.append(text)
            self.began_s.append(time.monotonic())
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            return self._do(act, text)
        finally:
            with self._lock:
                self._under_way -= 1

    def _do(self, act: Act, text: str) -> Recording:
        if isinstance(act, Exception):
            raise act
        if isinstance(act, bytes):
            return Recording(data=act, format="wav")
        if isinstance(act, float):
            time.sleep(act)
        elif act is not None:
            return act(text)
        spoken = ToneEngine().synthesise(text, Voice(name="tone", engine="tone"))
        return spoken if self._timed else Recording(data=spoken.data, format=spoken.format)


class Clock:
    """Time that passes only when somebody sleeps.

    Attributes:
        now_s: Seconds since the test began.
        slept_s: Every sleep, in order.
    """

    def __init__(self) -> None:
        self.now_s = 0.0
        self.slept_s: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.now_s += seconds
