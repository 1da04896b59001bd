"""An end to the time and the memory that reading one article may take: a batch outlives whatever it is fed.

Time ends where the system has timers, memory where it can be limited; elsewhere, and outside the main thread, the
sizes of `Terms` are all there is.
"""

import mmap
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TypeVar

from audionews.errors import ArticleError

if sys.platform != "win32":
    import resource

Result = TypeVar("Result")

ROOM_BYTES = 2_000_000_000
"""Memory that an article may take on top of what is in use; ten megabytes of tags take half of it."""
_AGAIN_S = 0.5


class _TimeIsUp(BaseException):
    """Ends whatever is being done."""


def bounded(name: str, seconds: float, read: Callable[[], Result]) -> Result:
    """Read an article within some time and memory.

    Args:
        name: Of the article, for the message.
        seconds: Of work, not of waiting: on a machine that does other things too, nothing fails that else would not.
        read: Does it.

    Raises:
        ArticleError: It takes longer, or more memory.
    """
    try:
        return _fenced(lambda: _timed(seconds, read))
    except _TimeIsUp:
        message = f"cannot be read within {seconds:g} s; say [articles] reading_s if it is worth the wait"
        raise ArticleError(name, message) from None
    except MemoryError:
        raise ArticleError(name, f"needs more than {ROOM_BYTES // 10**9} GB of memory to be read") from None


def _timed(seconds: float, read: Callable[[], Result]) -> Result:
    """Return what is read.

    Time may be up between any two steps, also when all is read, or while the timer is being stopped: so the timer is
    stopped where nothing is raised any more.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return read()
    counts = [True]

    def end(_number: int, _frame: FrameType | None) -> None:
        if counts:
            raise _TimeIsUp

    before = signal.signal(signal.SIGPROF, end)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_S)  # again, should somebody drop it
            return read()
        finally:
            counts.clear()
    finally:
        counts.clear()
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _fenced(read: Callable[[], Result]) -> Result:
    in_use = _in_use_bytes()
    if sys.platform == "win32" or in_use is None:
        return read()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = min(limit for limit in (soft, hard, in_use + ROOM_BYTES) if limit != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        return read()
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _in_use_bytes() -> int | None:
    """Return how much address space this process has; None where the system does not say."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[0]) * mmap.PAGESIZE if status.exists() else None
