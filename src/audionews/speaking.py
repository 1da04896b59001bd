"""A script spoken by the voice that a show wants, or by the one that stands in for it."""

from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from audionews import engines
from audionews.domain import Script, Speech, Voice
from audionews.engines import Engine
from audionews.engines.around import equip
from audionews.engines.respelt import Respelt
from audionews.errors import EngineFailedError, EngineUnavailableError
from audionews.job import Job
from audionews.settings import VoiceTable
from audionews.takes import begin, side_by_side
from audionews.wording import respelling_of

_LOCAL_THREADS = 2
"""An engine of this machine speaks in processes of its own; two keep it busy while a third thing is done."""


def spoken(job: Job, script: Script, category: str | None = None) -> tuple[Speech, str | None]:
    """Return a script spoken by the wanted voice, or whole by the fallback, with a warning that says why.

    Raises:
        EngineError: Neither could speak.
    """
    try:
        return _spoken_by(job.voice, job, script, category), None
    except (EngineUnavailableError, EngineFailedError) as error:
        if job.fallback is None:
            raise
        speech = _spoken_by(job.fallback, job, script, category)
        warning = f"spoken by {job.fallback.name}, because {job.voice.name} could not be reached: {error.message}"
        return replace(speech, fallback_from=job.voice.name), warning


def _spoken_by(voice: Voice, job: Job, script: Script, category: str | None) -> Speech:
    engine = engine_of(voice.engine, job.settings.voice, job.cache, job.fresh)
    respelt = Respelt(engine, respelling_of(job, voice.engine, category))
    takes = begin(script, voice, respelt, at_once=side_by_side(threads(engine, job.settings.voice)))
    from audionews.speech import heard

    return heard(takes)


def threads(engine: Engine, table: VoiceTable) -> int:
    """Return how many threads keep an engine busy: as many as may ask a service, and half as many that listen."""
    return table.requests_at_once + (table.requests_at_once + 1) // 2 if engine.remote else _LOCAL_THREADS


@lru_cache(maxsize=4)
def engine_of(name: str, table: VoiceTable, cache: Path | None, fresh: bool) -> Engine:  # noqa: FBT001
    """Return an engine with its patience, pace and cache; kept, because a started engine is a quick one."""
    return equip(engines.load(name), table, cache, fresh=fresh)
