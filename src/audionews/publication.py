"""Everything that follows from the manifests: feeds, index, assets, each episode's page, what the withdrawn leave.

It can be made again at any time from the output folder alone; a file whose bytes would be the same is left untouched.
"""

import hashlib
import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from audionews import __version__, burial, pages, store
from audionews.addresses import FEED, SHOW_COVER, encoded
from audionews.catalogue import Catalogue, Form
from audionews.domain import Episode, Show
from audionews.durable import names_in, remove, telling
from audionews.errors import PublishError, SettingsError
from audionews.feed import HEAD_BYTES, NOTE, FeedDocument, feed_documents, feed_files, is_current, item_xml, write_feed
from audionews.job import Job
from audionews.listing import Documents
from audionews.named import image_bytes
from audionews.noting import Listing
from audionews.planning import SITE_STAMP, has_longer_lists, is_site_current, site_stamp
from audionews.series import Series
from audionews.settings import FeedTable, ShowTable, show_guid

_LISTS = re.compile(r"feed[-.][a-z0-9.-]+\.xml|(rubrique-[a-z0-9-]+|page-\d+)\.html|search-\d+\.json")
_COVER = re.compile(r"cover-[0-9a-f]{10}\.jpg")
_GUID = re.compile(rb"<podcast:guid>([0-9a-f-]{36})<")
_WHOLE_HEAD_BYTES = 20_000
_log = logging.getLogger(__name__)


def publish_site(
    job: Job, catalogue: Catalogue, *, whole: bool | None = None, made_now: Set[str] = frozenset()
) -> tuple[Path, ...]:
    """Write feeds, index and assets from what is in the output folder; return the files that changed.

    Assets go first and feeds last, so that whatever names a file is written after it. Only under the store's lock.

    Args:
        job: Whose output folder and show.
        catalogue: Of the output folder; afterwards it knows that all of it is listed.
        whole: Write each episode's page and every document again too, whatever is known of them; as after a change of
            templates or of the show, which None looks for.
        made_now: Slugs of the episodes that were published with these settings a moment ago, pages and all.

    Raises:
        PublishError: A manifest is broken, or the folder cannot be written.
        SettingsError: The show's cover cannot be used.
    """
    broken = catalogue.broken()
    if broken:
        raise broken
    if whole is None:
        whole = not is_site_current(job)
    if whole:
        _tell_of_another_guid(job)
    cover, notes = (None if whole else _present_cover(job)) or _cover(job)
    groups = catalogue.groups(seen(job.output))
    site = _Site(
        job=job, show=_with_cover(job.show, cover), catalogue=catalogue, groups=groups, whole=whole, made_now=made_now
    )
    covers = dict(_covers(job, cover, notes))
    changed = [
        job.output / name
        for name, data in chain(covers.items(), site.files())
        if store.write_whole(job.output / name, data)
    ]
    alone, lists = {*covers, *pages.assets(), pages.NOT_FOUND}, list(site.lists())
    if whole or not catalogue.trusted or has_longer_lists(job.output, lists):
        changed += _without_episodes(job.output, alone.union(*(files.names() for files in lists)))
    changed += [job.output / name for name in _bury(job, catalogue, whole=whole)]
    store.write_whole(job.output / SITE_STAMP, site_stamp(job, alone, lists))
    catalogue.settle(seen(job.output))
    return tuple(changed)


def prepare(job: Job) -> None:
    """Do what ``publish_site`` needs beside the episodes, in a moment when there is time for it.

    Raises:
        SettingsError: The show's cover cannot be used.
    """
    pages.assets()
    if not is_site_current(job):
        _cover(job)


def publish_assets(job: Job) -> None:
    """Write the files that all pages load. Only under the store's lock.

    Raises:
        PublishError: The folder cannot be written.
    """
    for name, data in pages.assets().items():
        store.write_whole(job.output / name, data)


def prune_covers(job: Job) -> tuple[Path, ...]:
    """Remove the covers that the show had before; return them. Only under the store's lock, after ``publish_site``.

    Raises:
        PublishError: The file system refuses.
        SettingsError: The show's cover cannot be used.
    """
    now = _cover_name(_cover(job)[0])
    old = [path for path in sorted(job.output.glob("cover-*.jpg")) if _COVER.fullmatch(path.name) and path.name != now]
    with telling(job.output):
        for path in old:
            remove(path)
    return tuple(old)


def pages_of(show: Show, episode: Episode, feed: FeedTable) -> Mapping[str, bytes]:
    """Return the pages of an episode's folder: file name and bytes."""
    return {name: text.encode() for name, text in pages.episode_files(show, episode, feed).items()}


def _covers(job: Job, cover: bytes, notes: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    if _has_own_cover(job.show):
        if not (job.output / _cover_name(cover)).is_file():
            for note in notes:
                _log.warning("%s: %s", job.show.image, note)
        yield _cover_name(cover), cover
    yield SHOW_COVER, cover


class _Site(Struct, frozen=True, kw_only=True):
    """What follows from a catalogue."""

    job: Job
    show: Show
    catalogue: Catalogue
    groups: Sequence[Series]
    whole: bool
    made_now: Set[str]

    def lists(self) -> Iterator[Documents]:
        """Yield the files of all lists, whether they are written or stay as they are."""
        settings = self.job.settings.feed
        yield from (files for _, files in pages.index_files(self.groups, settings))
        yield pages.search_files(self.groups[0])
        yield from filter(None, (feed_files(group, settings) for group in self.groups))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield what may differ from what is published, by name, in the order in which it is written."""
        yield from pages.assets().items()
        if self.whole:
            yield from self._episodes(self.groups[0])
        index = pages.index_pages(
            self.job.show, self.groups, self.job.settings.feed,
            entries=self._entries, whole=self.whole, menu_changed=self.catalogue.has_new_names(self.groups),
        )  # fmt: skip
        lists = chain(index, pages.search_index(self.groups[0], whole=self.whole))
        yield from ((name, text.encode()) for name, text in lists)
        yield from self._feeds()

    def _episodes(self, everything: Series) -> Iterator[tuple[str, bytes]]:
        settings = self.job.settings.feed
        for slot in Documents("", "", everything.total, settings.newest).slots():
            for line in (each for each in everything.lines(slot) if each.slug not in self.made_now):
                for name, data in pages_of(self.job.show, self._read(line), settings).items():
                    yield f"{store.EPISODES}/{line.slug}/{name}", data

    def _feeds(self) -> Iterator[tuple[str, bytes]]:
        for document in feed_documents(self.show, self.groups, self.job.settings.feed, whole=self.whole):
            if self.whole or not is_current(document.page, _head(self.job.output / document.name)):
                yield document.name, self._feed(document)

    def _feed(self, document: FeedDocument[Listing]) -> bytes:
        out = io.BytesIO()
        items = b"".join(self._items(document.episodes, document.growing))
        write_feed(out, self.show, [items], page=document.page)
        return out.getvalue()

    def _items(self, lines: Iterable[Listing], growing: bool) -> Iterator[bytes]:  # noqa: FBT001 - as ``_entries``
        settings = self.job.settings.feed
        shaping = (self.show, settings)
        return self._pieces("item", lines, shaping, lambda it: item_xml(self.show, it, settings), growing=growing)

    def _entries(self, lines: Iterable[Listing], growing: bool) -> Iterator[str]:  # noqa: FBT001 - pages call it
        def entry(episode: Episode) -> bytes:
            return pages.index_entry(self.job.show, episode).encode()

        found = self._pieces("entry", lines, self.job.show.language, entry, growing=growing)
        return (data.decode() for data in found)

    def _pieces(
        self, form: Form, lines: Iterable[Listing], shaping: object, made: Callable[[Episode], bytes], *, growing: bool
    ) -> Iterator[bytes]:
        """Yield episodes as a list has them; of one that grows they are kept, because it is soon written again."""
        shaped = hashlib.sha256(repr((__version__, shaping)).encode()).digest()
        lines = list(lines)
        kept = {} if self.whole else self.catalogue.pieces([line.slug for line in lines], form, shaped)
        for line in lines:
            known = kept.get(line.slug)
            content = made(self._read(line)) if known is None else known
            if growing and known is None:
                self.catalogue.keep_piece(line.slug, form, shaped, content)
            yield content

    def _read(self, line: Listing) -> Episode:
        return store.read_manifest(store.episode_folder(self.job.output, line.slug) / store.MANIFEST_NAME)


def seen(folder: Path) -> bytes:
    """Return what changes when somebody else writes feeds and pages."""
    found = [path.stat() for path in (folder / FEED, folder / SITE_STAMP) if path.is_file()]
    return repr([(each.st_mtime_ns, each.st_size) for each in found]).encode()


def _tell_of_another_guid(job: Job) -> None:
    """Say how a show that moves stays the same show to apps; one that was only tried at home has nothing to keep."""
    found = _GUID.search(_head(job.output / FEED, _WHOLE_HEAD_BYTES))
    old = found[1].decode() if found else job.show.guid
    if old not in {job.show.guid, show_guid(f"{ShowTable().url}{FEED}")}:
        _log.warning('%s: [show] url: apps take it for another podcast, unless guid = "%s"', job.settings_file, old)


def _head(path: Path, size: int = HEAD_BYTES) -> bytes:
    if not path.is_file():
        return b""
    with telling(path, "cannot be read"), path.open("rb") as file:
        return file.read(size)


def _without_episodes(folder: Path, present: Set[str]) -> Iterator[Path]:
    """Remove the feeds and pages of rubriques, authors and page numbers that have no episode any more; yield them."""
    for name in sorted(name for name in set(names_in(folder)) - present if _LISTS.fullmatch(name)):
        path = folder / name
        if path.suffix != ".xml" or NOTE.encode() in _head(path):
            remove(path)
            yield path


def _bury(job: Job, catalogue: Catalogue, *, whole: bool) -> Iterator[str]:
    """Put a page in the place of each withdrawn episode, now that no feed names it any more; yield changed folders."""
    for tombstone in catalogue.tombstones(unsettled=not whole):
        texts = pages.tombstone_files(job.show, tombstone, job.settings.feed)
        with catalogue.changing(tombstone.slug):
            if burial.bury(job.output, tombstone, {name: text.encode() for name, text in texts.items()}):
                yield f"{store.EPISODES}/{tombstone.slug}"


def _cover_name(cover: bytes) -> str:
    return f"cover-{hashlib.sha256(cover).hexdigest()[:10]}.jpg"


def _has_own_cover(show: Show) -> bool:
    """Tell whether the show's cover is published here, and not somewhere else."""
    return show.image is None or "://" not in show.image


def _with_cover(show: Show, cover: bytes) -> Show:
    """Return the show as its feeds name it: apps keep a picture as long as its address stays the same."""
    return replace(show, image=encoded(show.url) + _cover_name(cover)) if _has_own_cover(show) else show


def _present_cover(job: Job) -> tuple[bytes, tuple[str, ...]] | None:
    """Return the show's cover as it is published, when nothing that shapes it has changed: drawing takes long."""
    if not (job.output / SHOW_COVER).is_file():
        return None
    with telling(job.output / SHOW_COVER, "cannot be read"):
        data = (job.output / SHOW_COVER).read_bytes()
    return (data, ()) if not _has_own_cover(job.show) or (job.output / _cover_name(data)).is_file() else None


def _cover(job: Job) -> tuple[bytes, tuple[str, ...]]:
    """Return the show's cover, the editor's own image or one that is drawn, and what had to be changed of it."""
    if job.show.image is None or not _has_own_cover(job.show):
        from audionews.cover import show_cover  # pillow takes long to load, and a cover is seldom made

        return show_cover(job.show), ()
    try:
        return _editors_cover(image_bytes(job) or b"", job.show.image)
    except PublishError as error:
        raise SettingsError(job.settings_file, f"[show] image: {error}") from error


@lru_cache(maxsize=1)
def _editors_cover(data: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    from audionews.cover import editor_image

    return editor_image(data, name)
