"""Run a coroutine from a test, whatever else the worker holds."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def run(coroutine: Coroutine[object, object, T]) -> T:
    """Return what a coroutine returns, run in a thread of its own.

    A worker that has opened a browser keeps an event loop running in its main thread for as long as the browser lives,
    and there `asyncio.run` refuses every other test that the worker gets.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
