"""Everything around an engine that a show's settings ask for, in the order that makes sense."""

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from audionews.cache import cache_in
from audionews.domain import Recording, Voice
from audionews.engines import Engine, load
from audionews.engines.cached import Cached
from audionews.engines.patient import Patient
from audionews.settings import VoiceTable
from audionews.voices import load_voice, voice_folders

_EMBEDDED_VOICE = "espeak-fr"


def equip(engine: Engine, table: VoiceTable, cache: Path | None, *, fresh: bool) -> Engine:
    """Return an engine that remembers and tries again; a remote one is treated with courtesy, and listened to.

    Args:
        engine: As ``engines.load`` gives it.
        table: How patient, how fast.
        cache: Where spoken pieces are kept; None keeps nothing.
        fresh: Speak again what is kept.
    """
    if engine.remote:
        from audionews.engines.courteous import courteous  # loads sound libraries, which the embedded voice need not

        engine = courteous(engine, table, cache, _reader(table, cache))
    return Cached(Patient(engine, table.retries, seed=os.getpid()), cache_in(cache, table.cache_mb, fresh))


def _reader(table: VoiceTable, cache: Path | None) -> Callable[[str], Recording]:
    """Return what reads a text along: the embedded voice, which is started when the first answer has come."""

    @lru_cache(maxsize=1)
    def embedded() -> tuple[Engine, Voice]:
        voice = load_voice(_EMBEDDED_VOICE, voice_folders(None))
        return equip(load(voice.engine), table, cache, fresh=False), voice

    def read(text: str) -> Recording:
        engine, voice = embedded()
        return engine.synthesise(text, voice)

    return read
