"""A memory around an engine: what was spoken once is kept, as MessagePack, under all that shapes its sound."""

import msgspec
from msgspec.structs import replace

from audionews.cache import Cache, name_of
from audionews.domain import Recording, Voice
from audionews.engines import Around, Engine

_FORMAT = 1
"""Of the entries; another number makes all of them stale."""


class Cached(Around):
    """Says from memory what it can.

    Args:
        engine: Says the rest.
        cache: Where recordings are kept.
    """

    def __init__(self, engine: Engine, cache: Cache) -> None:
        super().__init__(engine)
        self._cache = cache

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``."""
        name = entry_name(self.engine, voice, text)
        kept = _recording(self._cache.kept(name))
        if kept is not None:
            return kept
        recording = self.engine.synthesise(text, voice)
        self._cache.keep(name, msgspec.msgpack.encode(replace(recording, fresh=False)))
        return recording


def entry_name(engine: Engine, voice: Voice, text: str) -> str:
    """Return the name under which a text is kept; all that shapes the sound is in it, the voice's name is not."""
    options = sorted(voice.options.items())
    return name_of(_FORMAT, engine.name, engine.version, options, voice.rate, voice.language, text)


def _recording(entry: bytes | None) -> Recording | None:
    try:
        return None if entry is None else msgspec.msgpack.decode(entry, type=Recording)
    except msgspec.DecodeError:
        return None
