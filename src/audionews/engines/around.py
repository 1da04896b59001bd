"""Everything around an engine that a show's settings ask for, in the order that makes sense."""

import multiprocessing
import os
from pathlib import Path

from audionews.engines import Engine
from audionews.engines.cached import Cached
from audionews.engines.paced import Paced
from audionews.engines.patient import Patient
from audionews.engines.shared import Shared
from audionews.engines.spared import Fuse, Refused, Spared
from audionews.engines.timed import Timed
from audionews.settings import VoiceTable

_MB = 1_000_000
_CALLS = "calls"
"""Folder in the cache, where processes count their calls together."""


def equip(engine: Engine, table: VoiceTable, cache: Path | None, *, fresh: bool) -> Engine:
    """Return an engine that remembers and tries again; a remote one is paced, timed, and spared when it is down.

    Args:
        engine: As ``engines.load`` gives it.
        table: How patient, how fast.
        cache: Where spoken pieces are kept, and where all who use it count their calls together; None keeps nothing.
        fresh: Speak again what is kept.
    """
    if engine.remote:
        engine = _courteous(engine, table, Shared(cache and cache / _CALLS, engine.name))
    patient = Patient(engine, table.retries, seed=os.getpid())
    return patient if cache is None else Cached(patient, cache, table.cache_mb * _MB, fresh=fresh)


def _courteous(engine: Engine, table: VoiceTable, shared: Shared) -> Engine:
    fuse = Fuse(engine.name, _most_failures(table), shared, _run())
    called = Refused(Timed(engine, table.timeout_s), fuse)
    return Spared(Paced(called, table.requests_at_once, table.requests_a_second, shared), fuse)


def _run() -> str:
    """Return what all processes of a run have in common, and no other run: the process that began it."""
    parent = multiprocessing.parent_process()
    return str(os.getpid() if parent is None else parent.pid)


def _most_failures(table: VoiceTable) -> int:
    """Return how many failures in a row mean a service that is down: as many as all that call at once are allowed."""
    return (table.retries + 1) * table.requests_at_once
