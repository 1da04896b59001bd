"""A script → its sound: spoken, joined with music, mastered; the part of the work that needs sound libraries.

They take as long to load as a voice takes to speak, and are loaded while it does, or before it begins where this runs
in a process of its own. The process that only asks for a sound loads none of it.
"""

from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

from msgspec import Struct

from audionews.domain import Chapter, Cue, Script, UsedVoice
from audionews.errors import AudionewsError
from audionews.job import Job, cache_of
from audionews.logs import about
from audionews.mastered import Master
from audionews.voices import voice_folders


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
    """Begin to load what ``record`` needs, for an ``Aside``: a voice waits for no library of sound."""
    Thread(target=_load, args=(job,), daemon=True).start()
    yield from ()


def _load(job: Job) -> None:
    from audionews.speaking import engine_of
    from audionews.studio import load_jingles

    with suppress(AudionewsError):  # who needs it will be told
        engine_of(job.voice.engine, job.settings.voice, job.cache, job.fresh)
        load_jingles(job.settings.sound, None, voice_folders(job.folder), cache_of(job))


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
    from audionews.speaking import spoken

    with about(article=name):
        speech, warning = spoken(job, script, category)
    from audionews.loudness import draft, finished
    from audionews.studio import load_jingles, stitch

    cache = cache_of(job)
    jingles = load_jingles(job.settings.sound, category, voice_folders(job.folder), cache)
    programme = stitch(speech, script, jingles, job.settings.sound)
    drafted = draft(programme.clip, programme.gaps, cache=cache)
    voice = speech.voice
    yield Recorded(
        cues=programme.cues,
        chapters=programme.chapters,
        waveform=drafted.waveform(),
        voice=UsedVoice(name=voice.name, engine=voice.engine, fallback_from=speech.fallback_from, title=voice.title),
        spoken=sum(utterance.fresh for utterance in speech.utterances),
        warning=warning,
    )
    yield finished(drafted, job.settings.sound)
