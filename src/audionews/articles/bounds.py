"""An end to the time and the memory that reading one article may take: a batch outlives whatever it is fed.

Time ends where the system has timers, memory where it can be limited; elsewhere, and outside the main thread, the
sizes of `Terms` are all there is.
"""

import mmap
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from audionews.errors import ArticleError

if sys.platform != "win32":
    import resource

ROOM_BYTES = 2_000_000_000
"""Memory that an article may take on top of what is in use; ten megabytes of tags take half of it."""
_AGAIN_S = 0.5


class _TimeIsUp(BaseException):
    """Ends whatever is being done."""


@contextmanager
def bounded(name: str, seconds: float) -> Iterator[None]:
    """Read an article within some time and memory.

    Args:
        name: Of the article, for the message.
        seconds: How long it may take.

    Raises:
        ArticleError: It takes longer, or more memory.
    """
    try:
        with _fenced(), _timed(seconds):
            yield
    except _TimeIsUp:
        message = f"cannot be read within {seconds:g} s; say [articles] reading_s if it is worth the wait"
        raise ArticleError(name, message) from None
    except MemoryError:
        raise ArticleError(name, f"needs more than {ROOM_BYTES // 10**9} GB of memory to be read") from None


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_number: int, _frame: FrameType | None) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, end)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_S)  # again, should somebody drop it
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:  # also when time was up a moment before the timer was stopped
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _fenced() -> Iterator[None]:
    in_use = _in_use_bytes()
    if sys.platform == "win32" or in_use is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = min(limit for limit in (soft, hard, in_use + ROOM_BYTES) if limit != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _in_use_bytes() -> int | None:
    """Return how much address space this process has; None where the system does not say."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[0]) * mmap.PAGESIZE if status.exists() else None
