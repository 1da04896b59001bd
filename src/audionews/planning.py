"""Decides what becomes of each source, in order: nothing, an error, or a task with a name that nobody else has."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from audionews import __version__, store
from audionews.articles import Source, read_article
from audionews.catalogue import Catalogue
from audionews.domain import Article, SourceNote, Tombstone
from audionews.durable import names_in, telling
from audionews.errors import ArticleError
from audionews.job import Job, Outcome, Task
from audionews.listing import Documents, numbered_names
from audionews.named import image_bytes, jingle_digests
from audionews.pictures import digests, picture_folders
from audionews.wording import lexicon_of

SITE_STAMP = ".site"
"""Name of the file that says with which settings feeds and pages were made; written last."""


def _nothing() -> None:
    """Expect nothing."""


class Planner:
    """Knows what is published and what this run has promised so far.

    Args:
        job: What is the same for all articles.
        catalogue: Of the job's output folder.
        recipe: Of the run's settings; an episode made by another one is made again.
        now: Aware; when a changed article counts as updated.
        expect: Called before an article is read that will probably have to be made.
    """

    def __init__(
        self, job: Job, catalogue: Catalogue, recipe: str, now: datetime, expect: Callable[[], object] = _nothing
    ) -> None:
        self._job = job
        self._expect = expect
        self._recipe = recipe
        self._now = now
        self._zone = ZoneInfo(job.settings.show.timezone)
        self._catalogue = catalogue
        self._promised = Promised(catalogue)
        self._seen: dict[str, str] = {}

    def plan(self, source: Source | ArticleError) -> Task | Outcome:
        """Return the task that a source is, or the outcome that is already settled."""
        if isinstance(source, ArticleError):
            return Outcome(source=source.source, status="failed", error=str(source))
        try:
            return self._decide(source)
        except ArticleError as error:
            return Outcome(source=source.name, status="failed", error=str(error))

    def _decide(self, source: Source) -> Task | Outcome:
        note = SourceNote(name=_lasting_name(source), sha256=hashlib.sha256(source.data).hexdigest())
        known = self._catalogue.known_by_source(note.name, note.sha256)
        if known is not None and self._is_current(source, known, note):  # the article need not even be read
            return self._unchanged(source, known)
        self._expect()
        settings = self._job.settings
        longest, within_s = settings.text.longest_characters, settings.articles.reading_s
        article = read_article(source, self._zone, longest, within_s=within_s)
        guid = self._guid(article)
        tombstone = self._catalogue.tombstone(guid)
        if tombstone is not None and not tombstone.restored:
            return self._withdrawn(source, note, tombstone)
        known = self._catalogue.known(guid)
        if known is not None and self._is_current(source, known, note):
            return self._unchanged(source, known)
        published = _published(source, article, known or tombstone)
        return self._task(source, note, replace(article, published=published), known)

    def _is_current(self, source: Source, known: store.Known, note: SourceNote) -> bool:
        if self._job.fresh or (self._job.retry_fallback and known.fallback_from):
            return False
        same = known.source_sha256 == note.sha256 and known.recipe == self._recipe
        return same and (not known.pictures or self._has_pictures(source, known.pictures))

    def _has_pictures(self, source: Source, pictures: Mapping[str, str]) -> bool:
        """Tell whether the pictures beside an article are those that were published with it."""
        folders = picture_folders(source.name, self._job.folder)
        return digests(pictures, folders, self._catalogue.digest) == pictures

    def _unchanged(self, source: Source, known: store.Known) -> Outcome:
        self._claim(known.guid, source.name)
        return Outcome(
            source=source.name, status="unchanged", episode=known.slug, voice=known.voice, duration_ms=known.duration_ms
        )

    def _withdrawn(self, source: Source, note: SourceNote, tombstone: Tombstone) -> Outcome:
        """Leave a withdrawn article alone; another one that would get its guid is not passed over in silence.

        A page is never quite the same twice, so what comes from an address is taken for the same article.
        """
        since = f"{tombstone.slug} was withdrawn on {tombstone.withdrawn.astimezone(self._zone):%Y-%m-%d}"
        if tombstone.source.sha256 != note.sha256 and not source.address:
            raise ArticleError(
                source.name,
                f"{since}: publish it again with `audionews restore {tombstone.slug}`, "
                "or give another article an id of its own (id: …)",
            )
        self._claim(tombstone.guid, source.name)
        warning = f"{source.name}: {since}; `audionews restore {tombstone.slug}` publishes it again"
        return Outcome(source=source.name, status="unchanged", episode=tombstone.slug, warning=warning)

    def _task(self, source: Source, note: SourceNote, article: Article, known: store.Known | None) -> Task:
        guid = self._guid(article)
        self._claim(guid, source.name)
        return Task(
            name=source.name,
            article=article,
            source=note,
            guid=guid,
            slug=self._catalogue.slug_of(guid) or self._promised.slug(article, guid),
            updated=self._updated(article, note, known),
            recipe=self._recipe,
        )

    def _guid(self, article: Article) -> str:
        """Return the guid that an article has had from the first, wherever the show was published then."""
        return self._catalogue.guid_of(article.id, store.episode_guid(self._job.show.guid, article.id))

    def _updated(self, article: Article, note: SourceNote, known: store.Known | None) -> datetime:
        """Only new words make an update: new settings or a new voice do not."""
        if known is None:
            return article.published
        return known.updated if known.source_sha256 == note.sha256 else self._now

    def _claim(self, guid: str, name: str) -> None:
        """Refuse a second article of the same id: it would replace the first without a word."""
        if guid in self._seen:
            raise ArticleError(
                name, f"has the same id as {self._seen[guid]}; give one of them an id of its own (id: …)"
            )
        self._seen[guid] = name


class Promised:
    """The names that new episodes of a run get; those that are taken in any other way are none of them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._slugs: set[str] = set()

    def __contains__(self, slug: object) -> bool:
        return slug in self._slugs or self._catalogue.is_taken(str(slug))

    def slug(self, article: Article, guid: str) -> str:
        """Return a name that nothing else has."""
        slug = store.slug(article.title, article.published.date(), guid, self)
        self._slugs.add(slug)
        return slug


def _published(source: Source, article: Article, known: store.Known | Tombstone | None) -> datetime:
    """Return when an article was published; one without a date keeps the one that it got when it was first seen."""
    is_undated = article.published == source.modified
    return known.published if known is not None and is_undated else article.published


def _lasting_name(source: Source) -> str:
    """Return a name that is the same wherever the run was started: a file's own name, or an address."""
    return source.name if source.address else Path(source.name).name


def recipe(job: Job) -> str:
    """Return the SHA-256, in hexadecimal, of all that shapes an episode beside its article.

    Raises:
        SettingsError: A jingle or lexicon that the settings name is missing or wrong.
    """
    settings = job.settings
    shaping = {
        "version": __version__,
        "show": settings.show,
        "sound": settings.sound,
        "text": settings.text,
        "disclosure": settings.feed.disclosure,
        "voices": [
            [voice.engine, voice.options, voice.rate, voice.title] for voice in (job.voice, job.fallback) if voice
        ],
        "lexicon": lexicon_of(job).digest,
        "jingles": jingle_digests(job),
    }
    return hashlib.sha256(msgspec.json.encode(shaping, order="sorted")).hexdigest()


def is_site_current(job: Job) -> bool:
    """Tell whether feeds and pages were last written with these settings, to the end, and are still there.

    Raises:
        PublishError: What they were made with cannot be read.
        SettingsError: The show's image cannot be read.
    """
    made_of = site_recipe(job)
    recipe, *lines = _stamped(job.output)
    return recipe == made_of and _are_there(job.output, lines)


def has_longer_lists(folder: Path, lists: Iterable[Documents]) -> bool:
    """Tell whether there may be files of lists that are shorter now, or gone: as far as the stamp of before tells."""
    now = {files.newest: files.last for files in lists}
    before = (line.split("\t") for line in _stamped(folder)[1:] if "\t" in line)
    return not (folder / SITE_STAMP).is_file() or any(now.get(newest, -1) < int(last) for newest, _, last in before)


def _stamped(folder: Path) -> list[str]:
    """Return the lines of the stamp; an empty one where there is none."""
    stamp = folder / SITE_STAMP
    with telling(stamp, "cannot be read"):
        return stamp.read_text(encoding="utf-8", errors="replace").split("\n") if stamp.is_file() else [""]


def _are_there(folder: Path, lines: Iterable[str]) -> bool:
    """Tell whether files are in a folder: one look at the folder is much quicker than one at each of ten thousand."""
    there = set(names_in(folder))
    for line in lines:
        newest, numbered, last = (*line.split("\t"), "", "0")[:3]
        are_there = there.issuperset(numbered_names(newest, numbered, int(last)))
        if not are_there and not ("/" in line and (folder / line).is_file()):
            return False
    return True


def site_stamp(job: Job, names: Iterable[str], lists: Iterable[Documents]) -> bytes:
    """Return what the stamp says: the recipe, then the files that there are, a line each, or one for a whole list."""
    runs = (f"{files.newest}\t{files.numbered}\t{files.last}" for files in lists)
    return "\n".join([site_recipe(job), *sorted(names), *runs]).encode()


def site_recipe(job: Job) -> str:
    """Return a digest, in hexadecimal, of all that shapes feeds and pages beside the episodes.

    Raises:
        SettingsError: The show's image cannot be read.
    """
    shaping = {
        "version": __version__,
        "show": job.settings.show,
        "feed": job.settings.feed,
        "image": _digest(image_bytes(job)),
    }
    return hashlib.sha256(msgspec.json.encode(shaping, order="sorted")).hexdigest()


def _digest(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()
