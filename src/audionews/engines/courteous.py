"""Everything around an engine that asks a service: which must not be asked too often, and not be believed blindly."""

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

from audionews.domain import Recording
from audionews.engines import Engine
from audionews.engines.followed import Followed
from audionews.engines.paced import Paced
from audionews.engines.shared import Shared
from audionews.engines.spared import Fuse, Refused, Spared
from audionews.engines.timed import Timed
from audionews.settings import VoiceTable

_CALLS = "calls"
"""Folder in the cache, where processes count their calls together."""


def courteous(engine: Engine, table: VoiceTable, cache: Path | None, read: Callable[[str], Recording]) -> Engine:
    """Return an engine whose calls are paced and timed, whose answers are heard, and which is spared when it is down.

    Args:
        engine: A remote one.
        table: How patient, how fast.
        cache: Where all who share it count their calls together; None for this process alone.
        read: See ``Followed``.
    """
    shared = Shared(cache and cache / _CALLS, engine.name)
    fuse = Fuse(engine.name, _most_failures(table), shared, _run())
    called = Refused(Timed(engine, table.timeout_s), fuse)
    paced = Paced(called, table.requests_at_once, table.requests_a_second, shared)
    return Spared(Followed(paced, read), fuse)


def _run() -> str:
    """Return what all processes of a run have in common, and no other run: the process that began it."""
    parent = multiprocessing.parent_process()
    return str(os.getpid() if parent is None else parent.pid)


def _most_failures(table: VoiceTable) -> int:
    """Return how many failures in a row mean a service that is down: as many as all that call at once are allowed."""
    return (table.retries + 1) * table.requests_at_once
