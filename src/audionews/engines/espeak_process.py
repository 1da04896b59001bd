"""A running ``espeak_server``: started, asked, given up when it is late, ended with this process."""

import os
import signal
import subprocess
import threading
import weakref
from collections.abc import Sequence
from contextlib import suppress

from msgspec import Struct

from audionews.domain import SpokenWord
from audionews.errors import EngineFailedError

_ENGINE = "espeak"
_SYSTEM = ("SYSTEMROOT",)
"""All of the environment that it gets: Windows starts nothing without it, and secrets stay here."""
_HEALTHY = {"ok", "rejected"}
"""What a server says that can be asked again."""


class Answer(Struct, frozen=True, kw_only=True):
    """What a server said.

    Attributes:
        status: ``ok``, ``rejected``, ``late``, ``failed`` or ``unavailable``.
        why: When it is not ``ok``.
        rate: In hertz.
        pcm: Mono, 16 bits.
        words: When each word begins.
    """

    status: str
    why: str = ""
    rate: int = 0
    pcm: bytes = b""
    words: tuple[SpokenWord, ...] = ()


class Server:
    """A running server process, for one caller at a time.

    Args:
        command: Starts it.
        limit_s: After how many seconds without an answer it is killed.
        once: Whether it answers one request only.
    """

    def __init__(self, command: Sequence[str], limit_s: float, *, once: bool) -> None:
        self.usable = not once
        self._once = once
        self._limit_s = limit_s
        try:
            # A session of its own: Ctrl-C is for the program, which then closes the pipe.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _SYSTEM if name in os.environ},
                start_new_session=True,
            )
        except OSError as error:
            raise EngineFailedError(_ENGINE, f"cannot start {command[0]}: {error.strerror}") from error
        self.pid = self._process.pid
        self.close = weakref.finalize(self, _end, self._process)

    def ask(self, request: bytes) -> Answer:
        """Return the answer to a request."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            _kill(self._process)

        timer = threading.Timer(self._limit_s, give_up)
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(request)
        finally:
            timer.cancel()
        if answer is None:
            answer = self._silence(late=late.is_set())
        self.usable = answer.status in _HEALTHY and not self._once
        return answer

    def _exchange(self, request: bytes) -> Answer | None:
        assert self._process.stdin is not None  # noqa: S101 - both are pipes
        assert self._process.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError):
            # It may have ended, and what it said before is still there to be read.
            self._process.stdin.write(request)
            self._process.stdin.flush()
        head = self._process.stdout.readline().decode(errors="replace").rstrip("\n").split("\t")
        if head[0] != "ok":
            return Answer(status=head[0], why=head[1]) if len(head) == 2 else None
        try:
            return _heard(head, self._process.stdout.read(int(head[2])))
        except (ValueError, IndexError):
            return None

    def _silence(self, *, late: bool) -> Answer:
        """Return what it means that no whole answer came."""
        if late:
            return Answer(status="late", why=f"took longer than {self._limit_s:g} s")
        # A server that forks outlives every text, so that this one was ended from outside.
        if self._once:
            return Answer(status="rejected", why="espeak-ng crashed")
        return Answer(status="failed", why="its process ended")


def _heard(head: Sequence[str], pcm: bytes) -> Answer | None:
    pairs = (pair.partition(":") for pair in head[3].split())
    words = tuple(SpokenWord(position=int(position), start_ms=int(ms)) for position, _, ms in pairs)
    answer = Answer(status="ok", rate=int(head[1]), pcm=pcm, words=words)
    return answer if len(pcm) == int(head[2]) else None


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Close the pipes, upon which a server ends, and bury it."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    try:
        process.wait(timeout=0.5)
    except subprocess.TimeoutExpired:
        _kill(process)
        process.wait()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a server and its fork."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:  # pragma: no cover - Windows, where there is no fork
        process.kill()
