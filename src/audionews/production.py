"""One article → one episode and the bytes of its files: what takes time in a run, and may happen in any process.

Libraries take as long to load as a voice takes to speak; those for sound are loaded while it does, those for pictures,
tags and pages while the encoder works.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from audionews import __version__, engines
from audionews.cache import MB, Cache
from audionews.domain import (
    Article,
    ChapterMark,
    Episode,
    Loudness,
    Programme,
    Script,
    Segment,
    Speech,
    UsedVoice,
    Voice,
)
from audionews.engines import Engine
from audionews.engines.around import equip
from audionews.engines.respelt import Respelt
from audionews.engines.wav import wav
from audionews.errors import AudioError, AudionewsError, EngineFailedError, EngineUnavailableError
from audionews.french.sentences import sentences
from audionews.job import Job, Made, Task
from audionews.logs import about
from audionews.script import paragraphs_of
from audionews.settings import SoundTable, VoiceTable
from audionews.takes import begin, side_by_side
from audionews.voices import voice_folders
from audionews.wording import normaliser_of, respelling_of, script_of

if TYPE_CHECKING:
    from audionews.encoder import Encode
    from audionews.packing import Wrapping

_LONGEST_SUMMARY = 600
"""Characters: more than any app shows of an episode, and far below what a feed may hold."""
_LOCAL_THREADS = 2
"""An engine of this machine speaks in processes of its own; two keep it busy while a third thing is done."""


def make(job: Job, task: Task, *, alone: bool = False) -> Made:
    """Return the episode of a task, or the error that ended it.

    Args:
        job: What is the same for all tasks.
        task: What to make.
        alone: Whether this process also publishes what it makes: then it prepares that while the encoder works.
    """
    try:
        with about(article=task.name):
            return _made(job, task, alone=alone)
    except AudionewsError as error:
        return Made(task=task, error=error)


def _made(job: Job, task: Task, *, alone: bool) -> Made:
    script = script_of(job, task.article)
    speech, warning = spoken(job, script, task.article.category)
    from audionews.studio import load_jingles, master, shortfall, stitch

    jingles = load_jingles(job.settings.sound, task.article.category, voice_folders(job.folder))
    programme = stitch(speech, script, jingles, job.settings.sound)
    episode = _episode(task, script, speech, programme, job.settings.sound)
    wrapped: list[Future[Wrapping]] = []

    def wrap_aside() -> None:
        wrapped.append(aside.submit(_wrapped, job, task.name, episode))
        if alone:
            aside.submit(_prepare, job)

    with ThreadPoolExecutor(1) as aside:
        mastered = master(programme.clip, job.settings.sound, meanwhile=wrap_aside, encode=_encoder_of(job))
    from audionews.packing import packed

    wrapping = wrapped[0].result()
    pack = packed(job, task.name, wrapping, mastered)
    fresh = sum(utterance.fresh for utterance in speech.utterances)
    return Made(
        task=task,
        episode=pack.episode,
        files=pack.files,
        pages=pack.pages,
        warning="; ".join(filter(None, (warning, shortfall(mastered.loudness, job.settings.sound), *wrapping.notes)))
        or None,
        spoken=fresh,
        cached=len(speech.utterances) - fresh,
    )


def _wrapped(job: Job, name: str, episode: Episode) -> "Wrapping":
    from audionews.packing import wrap

    return wrap(job, name, episode)


def _prepare(job: Job) -> None:
    from audionews.publication import prepare

    prepare(job)


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
    at_once = side_by_side(job.settings.voice.requests_at_once if engine.remote else _LOCAL_THREADS)
    takes = begin(script, voice, respelt, at_once=at_once)
    from audionews.speech import heard

    return heard(takes)


@lru_cache(maxsize=4)
def engine_of(name: str, table: VoiceTable, cache: Path | None, fresh: bool) -> Engine:  # noqa: FBT001
    """Return an engine with its patience, pace and cache; kept, because a started engine is a quick one."""
    return equip(engines.load(name), table, cache, fresh=fresh)


def _encoder_of(job: Job) -> "Encode":
    """Return an encoder that remembers where voices do."""
    from audionews.encoder import mpeg, remembering

    table = job.settings.voice
    return mpeg if job.cache is None else remembering(Cache(job.cache, table.cache_mb * MB, fresh=job.fresh))


def _episode(task: Task, script: Script, speech: Speech, programme: Programme, sound: SoundTable) -> Episode:
    """Return the episode, as loud as it shall be; without its files."""
    from audionews.studio import waveform

    article = task.article
    return Episode(
        guid=task.guid,
        id=article.id,
        slug=task.slug,
        title=article.title,
        summary=summary(article),
        category=article.category,
        author=article.author,
        published=article.published,
        updated=task.updated,
        language=article.language,
        duration_ms=programme.chapters[-1].end_ms,
        loudness=Loudness(integrated_lufs=sound.loudness_lufs, true_peak_dbtp=sound.true_peak_dbtp),
        voice=_used_voice(speech),
        source=task.source,
        files={},
        chapters=programme.chapters,
        cues=programme.cues,
        segments=script.segments,
        url=article.url,
        image=article.image,
        correction=article.correction,
        waveform=waveform(programme.clip),
        recipe=task.recipe,
        made_by=f"audionews {__version__}",
    )


def _used_voice(speech: Speech) -> UsedVoice:
    voice = speech.voice
    return UsedVoice(name=voice.name, engine=voice.engine, fallback_from=speech.fallback_from, title=voice.title)


def summary(article: Article) -> str:
    """Return the lead as plain text, cut at a word when it is long."""
    text = " ".join(part.text for part in article.lead or paragraphs_of(article)[:1])
    if len(text) <= _LONGEST_SUMMARY:
        return text
    return f"{text[:_LONGEST_SUMMARY].rsplit(' ', 1)[0]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text that was spoken.

    Attributes:
        spoken: What is heard.
        data: The sound file.
        warning: Why another voice had to speak.
    """

    spoken: str
    data: bytes
    warning: str | None


def say(job: Job, text: str, suffix: str) -> Said:
    """Return a text, spoken, as a sound file of that suffix: ``.mp3`` or ``.wav``.

    Raises:
        AudioError: The suffix is another one, or there is nothing to say.
        EngineError: The voice cannot say it.
    """
    if suffix not in {".mp3", ".wav"}:
        raise AudioError(suffix, "not a sound file that can be written; take .mp3 or .wav")
    read = normaliser_of(job).read
    segments = tuple(
        Segment(role="body", readings=read(sentence.strip()), pause_ms=job.settings.text.pause_sentence_ms)
        for sentence in sentences(text)
    )
    if not any(character.isalnum() for segment in segments for character in segment.spoken):
        raise AudioError(repr(text), "nothing to say; give at least a word")
    script = Script(article_id="", segments=segments, marks=(ChapterMark(title="", segment=0),))
    speech, warning = spoken(job, script)
    from audionews.studio import Jingles, master, stitch

    clip = stitch(speech, script, Jingles(), job.settings.sound).clip
    data = master(clip, job.settings.sound).mp3 if suffix == ".mp3" else wav(clip.pcm, clip.rate)
    return Said(spoken=" ".join(segment.spoken for segment in segments), data=data, warning=warning)
