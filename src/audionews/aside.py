"""A process beside this one, for work that would keep it waiting: Python does one thing at a time in each.

It is forked while this process is small and has no threads, and idles until it is given something to do. What a
generator function yields there is yielded here.
"""

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO, Self, TypeVar

from audionews import heaps
from audionews.errors import AudionewsError

Item = TypeVar("Item")

_TASKS = Path("/proc/self/task")
"""The threads of this process, those included that Python knows nothing of."""


class Aside:
    """A process that does one thing after the other; to be left with ``with``, which ends it.

    Args:
        requests: Where it is told what to do.
        answers: Where it gives what comes of it.
        pid: Its number.
    """

    def __init__(self, requests: BinaryIO, answers: BinaryIO, pid: int) -> None:
        self.is_alive = True
        self._requests = requests
        self._answers = answers
        self._pid = pid
        self._number = 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is doing, and wait until it has ended."""
        self.end()
        os.waitpid(self._pid, 0)
        for pipe in (self._answers, self._requests):
            with suppress(BrokenPipeError):
                pipe.close()

    def end(self) -> None:
        """Have the process end, whatever it is doing; to give its memory back takes it a while."""
        self.is_alive = False
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    @property
    def is_unused(self) -> bool:
        """Tell whether it was never asked for anything."""
        return not self._number

    def tell(self, function: Callable[..., Iterator[object]], *arguments: object) -> None:
        """Have something done for which nobody waits; see ``each``."""
        self.each(function, *arguments)

    def each(self, function: Callable[..., Iterator[Item]], *arguments: object) -> Iterator[Item]:
        """Return what a generator function yields over there; its work begins now.

        An error of ours is raised here, and any other ends the process too.

        Args:
            function: Has a place in a module, so that it pickles.
            arguments: Pickle too.

        Raises:
            ChildProcessError: The process has ended, and can do nothing more.
        """
        self._number += 1
        try:
            pickle.dump((self._number, function, arguments), self._requests)
            self._requests.flush()
        except BrokenPipeError:
            self.is_alive = False
        return self._answered(self._number)

    def _answered(self, number: int) -> Iterator[Any]:
        while True:
            try:
                of, items, error = pickle.load(self._answers)  # noqa: S301 - from a process that we forked
            except (EOFError, pickle.UnpicklingError):
                self.is_alive = False
                raise ChildProcessError(self._pid, "ended before its work did") from None
            if of != number:
                continue  # nobody waits for it any more
            if error is not None:
                raise error
            if not items:
                return
            yield from items


def fork() -> Aside | None:
    """Return a new process, or None where it would bring nothing or cannot be had safely.

    That is where there is one core, and where threads run: what one of them holds would be held in the fork for ever.
    """
    if not _TASKS.is_dir() or len(list(_TASKS.iterdir())) > 1 or len(os.sched_getaffinity(0)) == 1:
        return None
    incoming, requests = os.pipe()
    answers, outgoing = os.pipe()
    pid = os.fork()
    if pid == 0:  # pragma: no cover - what a fork that leaves like this has run cannot be measured
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # this process is interrupted, and ends that one
            os.close(requests)
            os.close(answers)
            serve(os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb"))
        finally:
            os._exit(0)
    os.close(incoming)
    os.close(outgoing)
    return Aside(os.fdopen(requests, "wb"), os.fdopen(answers, "rb"), pid)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:  # pragma: no cover - in a fork, as above
    """Do what is asked for, and answer; the process ends with the one that asks, even in the midst of something.

    An answer is a number, that of its request, and one item, or an error, or nothing: that was all.
    """

    def answer(number: int, *items: object, error: BaseException | None = None) -> None:
        pickle.dump((number, items, error), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()

    asked: SimpleQueue[Any] = SimpleQueue()
    heaps.share()
    heaps.keep()
    Thread(target=_hear, args=(requests, asked), daemon=True).start()
    while True:
        number, function, arguments = asked.get()
        try:
            for item in function(*arguments):
                answer(number, item)
                del item  # hours of sound, perhaps, that are needed elsewhere now
            answer(number)
        except AudionewsError as error:
            answer(number, error=error)
        except BaseException as error:
            answer(number, error=error)
            raise


def _hear(requests: BinaryIO, asked: "SimpleQueue[Any]") -> None:  # pragma: no cover
    try:
        with suppress(EOFError):
            while True:
                asked.put(pickle.load(requests))  # noqa: S301 - from the process that forked this one
    finally:
        os._exit(0)
