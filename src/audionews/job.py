"""The values of a run: what is the same for every article, what is to be made of one, what came of it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct

from audionews.cache import Cache, cache_in
from audionews.domain import Article, Episode, Show, SourceNote, Voice
from audionews.errors import AudionewsError
from audionews.settings import FILE_NAME, Settings, show_of

Status = Literal["rendered", "unchanged", "failed"]


class Job(Struct, frozen=True, kw_only=True):
    """All that stays the same for every article of a run.

    Attributes:
        folder: Where the show's settings and its own ``voices/`` are; None for the built-in demonstration show.
        output: The folder that is published.
        voice: Who shall speak.
        fallback: Who speaks when that one cannot be reached.
        cache: Where spoken sentences, encoded sound and covers are kept; None keeps nothing.
        fresh: Speak and make everything again, whatever is cached or published.
        retry_fallback: Make again what a fallback had to speak.
        settings_file: Where the settings stand, for messages.
        attic: Where withdrawn episodes are kept, so that they can be restored; None keeps nothing.
        index: Where the catalogues of output folders are kept; None keeps nothing.
    """

    settings: Settings
    folder: Path | None
    output: Path
    voice: Voice
    fallback: Voice | None = None
    cache: Path | None = None
    fresh: bool = False
    retry_fallback: bool = False
    attic: Path | None = None
    index: Path | None = None
    settings_file: Path = Path(FILE_NAME)

    @property
    def show(self) -> Show:
        """The show that is published."""
        return show_of(self.settings.show)


def cache_of(job: Job) -> Cache:
    """Return where a run keeps what took time to make."""
    return cache_in(job.cache, job.settings.voice.cache_mb, job.fresh)


class Task(Struct, frozen=True, kw_only=True):
    """An article that is to become an episode, with all that was decided about it.

    Attributes:
        name: The source as the user named it.
        updated: Aware; when the words last changed.
        recipe: See ``Episode``.
    """

    name: str
    article: Article
    source: SourceNote
    guid: str
    slug: str
    updated: datetime
    recipe: str


class Made(Struct, frozen=True, kw_only=True):
    """What came of a task: an episode, its files by purpose (name and bytes) and its pages, or the error that ended it.

    Attributes:
        spoken: Segments that an engine spoke.
        cached: Segments that had been spoken before.
        took_ms: How long it took to make.
    """

    task: Task
    episode: Episode | None = None
    files: Mapping[str, tuple[str, bytes]] | None = None
    pages: Mapping[str, bytes] | None = None
    error: AudionewsError | None = None
    warning: str | None = None
    spoken: int = 0
    cached: int = 0
    took_ms: int = 0


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one source; the fields are the keys of a line of ``audionews render --json``.

    Attributes:
        source: As the user named it.
        episode: Slug.
        error: One line that begins with what it is about.
        voice: Name of the voice that spoke.
        duration_ms: Of the episode's audio.
        spoken: Segments that an engine spoke in this run.
        cached: Segments that had been spoken before.
        warning: What an editor should know although all went well.
        took_ms: How long it took to make, in a process that may have done other things meanwhile.
    """

    source: str
    status: Status
    episode: str | None = None
    error: str | None = None
    voice: str | None = None
    duration_ms: int = 0
    spoken: int = 0
    cached: int = 0
    warning: str | None = None
    took_ms: int = 0
