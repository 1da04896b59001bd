"""What all who call one service from this machine know together: threads, the processes of a run, other runs.

It stands in small files of a folder that they share, each behind a lock of the operating system. Such a lock dies with
its owner: a process that is killed holds no place, and keeps nobody waiting. Without such a folder, or where it cannot
be locked, a process knows of its own threads only.
"""

import errno
import logging
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec

if sys.platform == "win32":  # pragma: no cover

    def _lock(handle: int, *, wait: bool) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK), handle, None, wait)
else:
    import fcntl

    def _lock(handle: int, *, wait: bool) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


_RETRY_S = 0.02
_MOST_BYTES = 1 << 16

State = TypeVar("State", bound=msgspec.Struct)

_log = logging.getLogger(__name__)


class Shared:
    """Notes that one caller at a time reads and changes, and places of which each caller takes one.

    Args:
        folder: Where those who share find each other; None for the threads of this process alone.
        name: Of the service.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        self._folder = folder
        self._stem = quote(name, safe="")
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._notes: dict[str, msgspec.Struct] = {}

    @contextmanager
    def alone(self, what: str) -> Iterator[None]:
        """Wait until nobody else is at something, and keep them away from it."""
        with self._file(what):
            yield

    @contextmanager
    def place(self, count: int) -> Iterator[None]:
        """Wait for one of ``count`` places that processes hold; threads have to be counted by the caller."""
        handle = self._free_place(count)
        try:
            yield
        finally:
            _release(handle)

    def noted(self, what: str, nothing: State) -> State:
        """Return what was noted last, or ``nothing``."""
        with self._file(what) as handle:
            return self._read(what, nothing, handle)

    def note(self, what: str, nothing: State, changed: Callable[[State], State]) -> State:
        """Note, and return, what ``changed`` makes of what was noted last, or of ``nothing``."""
        with self._file(what) as handle:
            state = self._notes[what] = changed(self._read(what, nothing, handle))
            if handle is not None:
                self._write(handle, msgspec.json.encode(state))
            return state

    @contextmanager
    def _file(self, what: str) -> Iterator[int | None]:
        """Hold a file alone; where there can be none, keep at least the threads of this process apart."""
        with self._locks[what]:
            handle = self._held(what)
            try:
                yield handle
            finally:
                _release(handle)

    def _free_place(self, count: int) -> int | None:
        while True:
            for number in range(count):
                try:
                    return self._held(f"place-{number}", wait=False)
                except BlockingIOError:
                    continue
            time.sleep(_RETRY_S)

    def _held(self, what: str, *, wait: bool = True) -> int | None:
        """Return an open file that nobody else holds, or None where that cannot be.

        Raises:
            BlockingIOError: Somebody holds it, and there shall be no waiting.
        """
        if self._folder is None:
            return None
        handle = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._folder / f"{self._stem}.{what}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            _lock(handle, wait=wait)
        except BlockingIOError:
            _release(handle)
            raise
        except OSError as error:
            _release(handle)
            self._go_on_alone(error)
            return None
        return handle

    def _read(self, what: str, nothing: State, handle: int | None) -> State:
        known = self._notes.get(what, nothing)
        if handle is None:
            return known if isinstance(known, type(nothing)) else nothing
        try:
            return msgspec.json.decode(os.pread(handle, _MOST_BYTES, 0), type=type(nothing))
        except (OSError, msgspec.DecodeError):  # new, or its writer was killed
            return nothing

    def _write(self, handle: int, data: bytes) -> None:
        try:
            os.pwrite(handle, data, 0)
            os.ftruncate(handle, len(data))
        except OSError as error:
            self._go_on_alone(error)

    def _go_on_alone(self, error: OSError) -> None:
        _log.warning("%s: other processes' calls are not counted: %s", self._folder, error.strerror)
        self._folder = None


def _release(handle: int | None) -> None:
    """Close a file, upon which its lock is free."""
    if handle is not None:
        os.close(handle)
