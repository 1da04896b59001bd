"""Spreads tasks over processes: a ``map`` that keeps their order, holds few at once, and outlives a worker that dies.

``ProcessPoolExecutor`` loses the whole batch when one worker dies; here the task that killed it is found by running it
alone, and only that one is lost.
"""

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, TypeVar

from audionews import heaps

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 2
"""Tasks in hand for each worker: one in work, one waiting, so that none idles and memory stays flat."""


class Crew(Generic[Task, Result]):
    """A ``map`` over several processes.

    Args:
        jobs: How many processes, at least 2; for one, use the builtin ``map``.
        lost: Makes the result of a task that kills whatever process it runs in.
        begin: What each process does first; it must pickle.
    """

    def __init__(self, jobs: int, lost: Callable[[Task], Result], begin: Callable[[], object] | None = None) -> None:
        self._jobs = jobs
        self._lost = lost
        self._begin = begin
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Yield ``function(task)`` for each task, in order; function and tasks must pickle."""
        waiting: deque[tuple[Task, Future[Result]]] = deque()
        try:
            for task in tasks:
                waiting.append((task, self._submit(function, task)))
                if len(waiting) >= self._jobs * _AHEAD:
                    yield self._next(function, waiting)
            while waiting:
                yield self._next(function, waiting)
        except BaseException:
            # Ctrl-C, or a bug: nobody waits for work that nobody will read.
            self._stop()
            raise
        if self._pool is not None:
            self._pool.shutdown()

    def _next(self, function: Callable[[Task], Result], waiting: deque[tuple[Task, Future[Result]]]) -> Result:
        task, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self._pool = None
        try:
            return self._submit(function, task).result()
        except BrokenProcessPool:
            self._pool = None
            return self._lost(task)
        finally:
            again = [(later, self._submit(function, later)) for later, _ in waiting]
            waiting.clear()
            waiting.extend(again)

    def _submit(self, function: Callable[[Task], Result], task: Task) -> Future[Result]:
        """Hand a task to the pool; the pool starts with the first task, because an unchanged run needs none."""
        if self._pool is None:
            self._pool = _pool(self._jobs, self._begin)
        try:
            return self._pool.submit(_done, function, task)
        except BrokenProcessPool as error:
            broken: Future[Result] = Future()
            broken.set_exception(error)
            return broken

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.terminate()


def _pool(jobs: int, begin: Callable[[], object] | None) -> ProcessPoolExecutor:
    """Return a pool of fresh processes: forking one that has threads (a progress bar) may hang."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["audionews.production"])
    return ProcessPoolExecutor(max_workers=jobs, mp_context=context, initializer=_begin, initargs=(begin,))


def _begin(first: Callable[[], object] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends us
    heaps.share()
    heaps.keep()
    if first is not None:
        first()


def _done(function: Callable[[Task], Result], task: Task) -> Result:
    """Return ``function(task)``; what it leaves behind is cleared away, or the scraps of a thousand would add up."""
    try:
        return function(task)
    finally:
        gc.collect()
        if not gc.get_freeze_count():
            gc.freeze()  # what the first task loaded stays: to look through it after each would take 20 ms
        heaps.give_back()
