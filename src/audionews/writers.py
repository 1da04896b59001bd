"""One writer at a time in an output folder, and a trace of the one that did not finish.

The file ``.audionews.lock`` says who writes and since when. The operating system's own lock on it decides: it dies
with its owner, so a stale file stops nobody. The file is removed when the work is done; where it stays, a run ended
half-way.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from platform import node  # and not from socket, which takes much longer to load

import msgspec
from msgspec import Struct

from audionews.durable import make_folder, telling
from audionews.errors import PublishError

LOCK_NAME = ".audionews.lock"
_RETRY_S = 0.1
_SIGNED_S = 0.5
"""Within this a lock that was just taken is signed, or free again."""
_FAR = 1 << 20  # on Windows a locked byte cannot be read: lock one that nobody reads

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Owner(Struct, frozen=True, kw_only=True):
    """Who writes, or wrote without finishing.

    Attributes:
        pid: Number of the process on its host.
        started: Aware.
    """

    pid: int
    host: str
    started: datetime

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.started:%Y-%m-%d %H:%M:%S}"


def is_unfinished(folder: Path) -> bool:
    """Tell whether somebody is writing into an output folder, or was stopped half-way."""
    return (folder / LOCK_NAME).exists()


@contextmanager
def sole_writer(folder: Path, now: datetime, wait_s: float = 0.0) -> Iterator[Owner | None]:
    """Keep every other writer out of an output folder.

    Args:
        folder: It is made when it is not there.
        now: Aware; written into the lock for others to read.
        wait_s: How long to wait for another writer, in seconds.

    Yields:
        The owner of an earlier run that did not finish, else None.

    Raises:
        PublishError: Somebody else is writing, or the folder cannot be written.
    """
    path = folder / LOCK_NAME
    with telling(folder):
        make_folder(folder)
        handle = _acquire(path, now, time.monotonic() + wait_s)
    held = [handle]
    _close_in_children(held)
    try:
        with telling(path):
            earlier = _sign(path, handle, Owner(pid=os.getpid(), host=node(), started=now))
        yield earlier
        with telling(path, "cannot be removed"):
            _discard(path, held)  # only here: after an error the file stays and tells of it
    finally:
        _close(held)


def _acquire(path: Path, now: datetime, until: float) -> int:
    """Return an open handle on the lock file, which nobody else has locked."""
    while (handle := _taken(path)) is None:
        late_s = time.monotonic() - until
        owner = _owner(path) if late_s >= 0 else None
        if owner or late_s >= _SIGNED_S:
            raise PublishError(path.parent, _held_by(owner, now))
        time.sleep(_RETRY_S)
    return handle


def _taken(path: Path) -> int | None:
    """Lock the file at once or not at all."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(handle)
            if _is_same(handle, path):
                return handle
        except (BlockingIOError, PermissionError):
            os.close(handle)
            return None
        except OSError:
            os.close(handle)
            raise
        os.close(handle)  # its last owner removed it just before we locked it: there may be another by now


def _discard(path: Path, held: list[int]) -> None:
    if sys.platform == "win32":  # an open file cannot be removed there; whoever has it open now will remove it
        _close(held)
        with suppress(PermissionError):
            path.unlink(missing_ok=True)
    else:
        path.unlink(missing_ok=True)


def _close(held: list[int]) -> None:
    while held:
        os.close(held.pop())


def _is_same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _held_by(owner: Owner | None, now: datetime) -> str:
    if owner is None:
        return "another run is writing here; try again when it is done"
    minutes = max(0, int((now - owner.started).total_seconds())) // 60
    return f"another run is writing here ({owner}: {minutes} min); try again when it is done"


def _sign(path: Path, handle: int, owner: Owner) -> Owner | None:
    """Write who owns the lock; return who owned it before."""
    earlier = _owner(path)
    os.ftruncate(handle, 0)
    os.write(handle, msgspec.json.encode(owner) + b"\n")
    return earlier


def _owner(path: Path) -> Owner | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Owner)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):  # gone, not signed yet, or not ours
        return None


def _close_in_children(held: list[int]) -> None:
    """Let forked processes drop the lock: orphans of a killed run must not hold it."""
    if sys.platform != "win32":
        os.register_at_fork(after_in_child=lambda: _close(held))
