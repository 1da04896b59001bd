"""A script → its sound: spoken, joined with music, mastered; the part of the work that needs sound libraries.

They take as long to load as a voice takes to speak, and are loaded while it does, or before it begins where this runs
in a process of its own.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from audionews import engines
from audionews.domain import Chapter, Cue, Script, Speech, UsedVoice, Voice
from audionews.engines import Engine
from audionews.engines.around import equip
from audionews.engines.respelt import Respelt
from audionews.errors import EngineFailedError, EngineUnavailableError
from audionews.job import Job, cache_of
from audionews.logs import about
from audionews.mastered import Master
from audionews.settings import VoiceTable
from audionews.takes import begin, side_by_side
from audionews.voices import voice_folders
from audionews.wording import respelling_of

_LOCAL_THREADS = 2
"""An engine of this machine speaks in processes of its own; two keep it busy while a third thing is done."""


class Recorded(Struct, frozen=True, kw_only=True):
    """What is known of an article's sound before it is mastered.

    Attributes:
        cues: One a segment of the script.
        chapters: The last one ends with the sound.
        waveform: How loud it is along its length, see ``Episode``.
        voice: Who spoke.
        spoken: How many segments were spoken now; the others had been before.
        warning: Why another voice had to speak.
    """

    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    waveform: tuple[int, ...]
    voice: UsedVoice
    spoken: int
    warning: str | None


def get_ready(job: Job) -> Iterator[None]:
    """Load what ``record`` needs: engine, libraries, jingles; yields nothing, so that an ``Aside`` can do it."""
    engine_of(job.voice.engine, job.settings.voice, job.cache, job.fresh)
    from audionews.studio import load_jingles

    load_jingles(job.settings.sound, None, voice_folders(job.folder))
    yield from ()


def record(job: Job, script: Script, category: str | None, name: str) -> Iterator[Recorded | Master]:
    """Yield what is known of an article's sound as soon as it is spoken and joined, then the sound itself.

    Args:
        job: What is the same for all articles.
        script: What is said.
        category: The article's rubrique.
        name: Of the source, for what is told meanwhile.

    Raises:
        EngineError: No voice could speak.
        AudioError: The sound cannot be made.
        SettingsError: A jingle or lexicon that the settings name cannot be used.
    """
    with about(article=name):
        speech, warning = spoken(job, script, category)
    from audionews.encoder import remembering
    from audionews.studio import load_jingles, master, stitch, waveform

    jingles = load_jingles(job.settings.sound, category, voice_folders(job.folder))
    programme = stitch(speech, script, jingles, job.settings.sound)
    voice = speech.voice
    yield Recorded(
        cues=programme.cues,
        chapters=programme.chapters,
        waveform=waveform(programme.clip),
        voice=UsedVoice(name=voice.name, engine=voice.engine, fallback_from=speech.fallback_from, title=voice.title),
        spoken=sum(utterance.fresh for utterance in speech.utterances),
        warning=warning,
    )
    yield master(programme.clip, job.settings.sound, encode=remembering(cache_of(job)))


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
