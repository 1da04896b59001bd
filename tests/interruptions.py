"""Work that is stopped at one of its calls to the file system: by SIGKILL, or by an error such as a full disk gives.

The work runs in a forked child. There every call that changes something below a folder is counted, by Python's audit
hooks and a shim over ``fsync``; when the count is reached, the child dies on the spot, or the call fails.
"""

import ctypes  # noqa: F401 - loaded before the fork, so that its own calls are not counted
import errno
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, NoReturn

from audionews.errors import AudionewsError

_CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "os.chmod", "os.utime"}
_MAKING = {"open", "os.mkdir", "os.link"}
_LISTING = {"os.listdir", "os.scandir"}


EVERY = int(os.environ.get("FAULTS_EVERY", "1"))
"""How many calls to go on from one that is tried to the next; ``make faults`` tries each, CI some."""


class Ending(Enum):
    """How work ended; ``DONE`` is undisturbed, ``COPED`` in spite of a call that failed."""

    DONE = 0
    COPED = 2
    REFUSED = 3
    CRASHED = 4
    KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Stop:
    """Where work is stopped, and how.

    Attributes:
        at: Number of the call, from 1; 0 never stops.
        code: Of the error that the call fails with; None kills.
    """

    at: int
    code: int | None = None

    def applies(self, count: int, event: str) -> bool:
        """Tell whether the call of a number and kind is to be stopped."""
        if not self.at or count < self.at:
            return False
        if self.code in (errno.ENOSPC, errno.EDQUOT):  # stays full, but what is there can be removed
            return event in _MAKING
        if self.code == errno.EMFILE:
            return event == "open" or event in _LISTING
        return count == self.at


def run(work: Callable[[], object], folder: Path, stop: Stop) -> Ending:
    """Do work in a child and return how it ended."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # no thread of ours holds anything
        child = os.fork()
    if child == 0:
        _work(work, folder, stop)
    return Ending(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _work(work: Callable[[], object], folder: Path, stop: Stop) -> NoReturn:
    ending = Ending.CRASHED
    try:
        failed = _watch(folder, stop)
        work()
        ending = Ending.COPED if failed else Ending.DONE
    except AudionewsError as error:
        ending = Ending.REFUSED if "\n" not in str(error) and str(error).startswith(str(folder)) else ending
        if ending is Ending.CRASHED:
            traceback.print_exc()
    except BaseException:  # noqa: BLE001 - whatever it is, the test must hear of it
        traceback.print_exc()
    finally:
        os._exit(ending.value)


def _watch(folder: Path, stop: Stop) -> list[str]:
    """Begin to count; return the list in which calls that failed are noted."""
    calls = 0
    failed: list[str] = []
    sync = os.fsync

    def call(event: str, path: str) -> None:
        nonlocal calls
        calls += 1
        if stop.applies(calls, event):
            if stop.code is None:
                os.kill(os.getpid(), signal.SIGKILL)
                return
            failed.append(event)
            raise OSError(stop.code, os.strerror(stop.code), path)

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "ctypes.dlsym" and arguments[1] == "renameat2" and stop.code is None:
            call(event, str(folder))
        elif _is_counted(event, arguments, folder, stop.code):
            call(event, os.fspath(arguments[0]))

    def counted(handle: Any) -> None:
        call("fsync", str(folder))
        sync(handle)

    os.fsync = counted  # type: ignore[assignment]
    sys.addaudithook(heard)
    return failed


def _is_counted(event: str, arguments: tuple[Any, ...], folder: Path, code: int | None) -> bool:
    """Tell whether a call changes something below a folder, or opens something there and cannot for lack of handles."""
    if event in _CHANGING:
        return _is_below(folder, arguments[0]) or _is_inside_tree(event, arguments)
    if event not in {"open", *_LISTING} or not _is_below(folder, arguments[0]):
        return False
    writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    return bool(writes) or code == errno.EMFILE


def _is_inside_tree(event: str, arguments: tuple[Any, ...]) -> bool:
    """Tell whether a name is removed by its folder's handle, as ``rmtree`` does; nobody else does so here."""
    return event in ("os.remove", "os.rmdir") and arguments[1] != -1


def _is_below(folder: Path, path: object) -> bool:
    return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(str(folder))
