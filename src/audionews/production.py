"""One article → one episode and the bytes of its files: what takes time in a run, and may happen in any process.

The sound is made in a process of its own where there is one; pictures, captions and pages in this one, meanwhile.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from audionews import __version__
from audionews.aside import Aside
from audionews.domain import Article, ChapterMark, Episode, Loudness, Script, Segment
from audionews.errors import AudioError, AudionewsError
from audionews.french.sentences import sentences
from audionews.job import Job, Made, Task
from audionews.logs import about
from audionews.recording import Recorded, record
from audionews.script import paragraphs_of
from audionews.settings import SoundTable
from audionews.wording import normaliser_of, script_of

if TYPE_CHECKING:
    from audionews.mastered import Master
    from audionews.packing import Wrapping

_LONGEST_SUMMARY = 600
"""Characters: more than any app shows of an episode, and far below what a feed may hold."""


def make(job: Job, task: Task, *, alone: bool = False, aside: Aside | None = None) -> Made:
    """Return the episode of a task, or the error that ended it.

    Args:
        job: What is the same for all tasks.
        task: What to make.
        alone: Whether this process also publishes what it makes: then it prepares that while the encoder works.
        aside: Makes the sound; without one this process does.
    """
    try:
        with about(article=task.name):
            return _made(job, task, alone=alone, aside=aside)
    except AudionewsError as error:
        return Made(task=task, error=error)
    except ChildProcessError:
        return Made(task=task, error=AudioError(task.name, "the process that made its sound died; the others go on"))


def _made(job: Job, task: Task, *, alone: bool, aside: Aside | None) -> Made:
    script = script_of(job, task.article)
    wanted = job, script, task.article.category, task.name
    stages = aside.each(record, *wanted) if aside and aside.is_alive else record(*wanted)
    with ThreadPoolExecutor(1) as meanwhile:
        meanwhile.submit(_prepare, job, alone=alone)
        recorded = cast("Recorded", next(stages))
        episode = _episode(task, script, recorded, job.settings.sound)
        coming = meanwhile.submit(_wrapped, job, task.name, episode)
        mastered = cast("Master", next(stages))
    from audionews.packing import packed

    wrapping = coming.result()
    pack = packed(job, task.name, wrapping, mastered)
    return Made(
        task=task,
        episode=pack.episode,
        files=pack.files,
        pages=pack.pages,
        warning="; ".join(filter(None, (recorded.warning, mastered.shortfall, *wrapping.notes))) or None,
        spoken=recorded.spoken,
        cached=len(script.segments) - recorded.spoken,
    )


def _prepare(job: Job, *, alone: bool) -> None:
    from audionews import packing, publication

    packing.compile_templates()
    if alone:
        publication.prepare(job)


def _wrapped(job: Job, name: str, episode: Episode) -> "Wrapping":
    from audionews.packing import wrap

    return wrap(job, name, episode)


def _episode(task: Task, script: Script, recorded: Recorded, sound: SoundTable) -> Episode:
    """Return the episode, as loud as it shall be; without its files."""
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
        duration_ms=recorded.chapters[-1].end_ms,
        loudness=Loudness(integrated_lufs=sound.loudness_lufs, true_peak_dbtp=sound.true_peak_dbtp),
        voice=recorded.voice,
        source=task.source,
        files={},
        chapters=recorded.chapters,
        cues=recorded.cues,
        segments=script.segments,
        url=article.url,
        image=article.image,
        correction=article.correction,
        waveform=recorded.waveform,
        recipe=task.recipe,
        made_by=f"audionews {__version__}",
    )


def summary(article: Article) -> str:
    """Return the lead as plain text, cut at a word when it is long."""
    text = " ".join(part.text for part in article.lead or paragraphs_of(article)[:1])
    if len(text) <= _LONGEST_SUMMARY:
        return text
    return f"{text[:_LONGEST_SUMMARY].rsplit(' ', 1)[0]}…"


class Said(Struct, frozen=True, kw_only=True):
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
    from audionews.engines.wav import wav
    from audionews.speaking import spoken

    speech, warning = spoken(job, script)
    from audionews.studio import Jingles, master, stitch

    clip = stitch(speech, script, Jingles(), job.settings.sound).clip
    data = master(clip, job.settings.sound).mp3 if suffix == ".mp3" else wav(clip.pcm, clip.rate)
    return Said(spoken=" ".join(segment.spoken for segment in segments), data=data, warning=warning)
