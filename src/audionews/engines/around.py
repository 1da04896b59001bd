"""Everything around an engine that a show's settings ask for, in the order that makes sense."""

from pathlib import Path

from audionews.engines import Engine
from audionews.engines.cached import Cached
from audionews.engines.paced import Paced
from audionews.engines.patient import Patient
from audionews.engines.spared import Spared
from audionews.engines.timed import Timed
from audionews.settings import VoiceTable

_MB = 1_000_000


def equip(engine: Engine, table: VoiceTable, cache: Path | None, *, fresh: bool) -> Engine:
    """Return an engine that remembers and tries again; a remote one is paced, timed, and spared when it is down.

    Args:
        engine: As ``engines.load`` gives it.
        table: How patient, how fast.
        cache: Where spoken pieces are kept; None keeps nothing.
        fresh: Speak again what is kept.
    """
    if engine.remote:
        paced = Paced(Timed(engine, table.timeout_s), table.requests_at_once, table.requests_a_second)
        engine = Spared(paced, _most_failures(table))
    patient = Patient(engine, table.retries)
    return patient if cache is None else Cached(patient, cache, table.cache_mb * _MB, fresh=fresh)


def _most_failures(table: VoiceTable) -> int:
    """Return how many failures in a row mean a service that is down: as many as all that call at once are allowed."""
    return (table.retries + 1) * table.requests_at_once
