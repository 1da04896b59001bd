"""Everything that follows from the manifests: feeds, index, assets, each episode's page, what the withdrawn leave.

It can be made again at any time from the output folder alone; a file whose bytes would be the same is left untouched.
"""

import hashlib
import io
import logging
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from audionews import __version__, burial, pages, store
from audionews.addresses import FEED, SHOW_COVER, encoded
from audionews.catalogue import Catalogue
from audionews.domain import Episode, Show
from audionews.durable import names_in, remove, telling
from audionews.errors import PublishError, SettingsError
from audionews.feed import HEAD_BYTES, NOTE, FeedDocument, feed_documents, is_current, item_xml, write_feed
from audionews.job import Job
from audionews.listing import slots
from audionews.manifest import Line
from audionews.named import image_bytes
from audionews.planning import SITE_STAMP, is_site_current, site_stamp
from audionews.series import Series
from audionews.settings import FeedTable

_LISTS = re.compile(r"feed[-.][a-z0-9.-]+\.xml|(rubrique-[a-z0-9-]+|page-\d+)\.html|search-\d+\.json")
_COVER = re.compile(r"cover-[0-9a-f]{10}\.jpg")
_log = logging.getLogger(__name__)


def publish_site(job: Job, catalogue: Catalogue, *, whole: bool = False) -> tuple[Path, ...]:
    """Write feeds, index and assets from what is in the output folder; return the files that changed.

    Assets go first and feeds last, so that whatever names a file is written after it. Only under the store's lock.

    Args:
        job: Whose output folder and show.
        catalogue: Of the output folder; afterwards it knows that all of it is listed.
        whole: Write each episode's page and every document again too, whatever is known of them; as after a change of
            templates or of the show.

    Raises:
        PublishError: A manifest is broken, or the folder cannot be written.
        SettingsError: The show's cover cannot be used.
    """
    broken = catalogue.broken()
    if broken:
        raise broken
    present = _present_cover(job) if not whole and is_site_current(job) else None
    cover, notes = present or _cover(job)
    site = _Site(job=job, show=_with_cover(job.show, cover), catalogue=catalogue, whole=whole)
    changed, named = [], set()
    for name, data in chain(_covers(job, cover, notes), site.files()):
        named.add(name)
        if data is not None and store.write_whole(job.output / name, data):
            changed.append(job.output / name)
    changed += _without_episodes(job.output, named)
    changed += [job.output / name for name in _bury(job, catalogue, whole=whole)]
    listed = (name for name in named if not name.startswith("episodes/"))
    store.write_whole(job.output / SITE_STAMP, site_stamp(job, listed))
    catalogue.settle(seen(job.output))
    return tuple(changed)


def prepare(job: Job) -> None:
    """Do what ``publish_site`` needs beside the episodes, in a moment when there is time for it.

    Raises:
        SettingsError: The show's cover cannot be used.
    """
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """What follows from a catalogue: files by name, in the order in which they are written.

    Where no bytes are given, the file is there already and is what it would be.
    """

    job: Job
    show: Show
    catalogue: Catalogue
    whole: bool

    def files(self) -> Iterator[tuple[str, bytes | None]]:
        groups = self.catalogue.groups(seen(self.job.output))
        settings = self.job.settings.feed
        yield from pages.assets().items()
        if self.whole:
            yield from self._episodes(groups[0])
        menu_changed = self.catalogue.has_new_names(groups)
        lists = chain(
            pages.index_pages(
                self.job.show, groups, settings, read=self._read, whole=self.whole, menu_changed=menu_changed
            ),
            pages.search_index(groups[0], whole=self.whole),
        )
        yield from ((name, None if text is None else text.encode()) for name, text in lists)
        yield from self._feeds(groups)

    def _episodes(self, everything: Series) -> Iterator[tuple[str, bytes]]:
        for slot in slots(everything.total, self.job.settings.feed.newest):
            for line in everything.lines(slot):
                for name, data in pages_of(self.job.show, self._read(line), self.job.settings.feed).items():
                    yield f"{store.EPISODES}/{line.slug}/{name}", data

    def _feeds(self, groups: Sequence[Series]) -> Iterator[tuple[str, bytes | None]]:
        for document in feed_documents(self.show, groups, self.job.settings.feed, whole=self.whole):
            head = b"" if document.settled or self.whole else _head(self.job.output / document.name)
            is_old = document.settled or is_current(document.page, head)
            yield document.name, None if is_old else self._feed(document)

    def _feed(self, document: FeedDocument[Line]) -> bytes:
        show = hashlib.sha256(repr((__version__, self.show, self.job.settings.feed)).encode()).digest()
        items = (
            self.catalogue.item(line.slug, show, partial(self._item, line), anew=self.whole, keep=document.growing)
            for line in document.episodes
        )
        out = io.BytesIO()
        write_feed(out, self.show, items, page=document.page)
        return out.getvalue()

    def _item(self, line: Line) -> bytes:
        return item_xml(self.show, self._read(line), self.job.settings.feed)

    def _read(self, line: Line) -> Episode:
        return store.read_manifest(store.episode_folder(self.job.output, line.slug) / store.MANIFEST_NAME)


def seen(folder: Path) -> bytes:
    """Return what changes when somebody else writes feeds and pages."""
    found = [path.stat() for path in (folder / FEED, folder / SITE_STAMP) if path.is_file()]
    return repr([(each.st_mtime_ns, each.st_size) for each in found]).encode()


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with telling(path, "cannot be read"), path.open("rb") as file:
        return file.read(HEAD_BYTES)


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
    with telling(job.output / SHOW_COVER, "cannot be read"):
        data = (job.output / SHOW_COVER).read_bytes()
    return (data, ()) if not _has_own_cover(job.show) or (job.output / _cover_name(data)).is_file() else None


def _cover(job: Job) -> tuple[bytes, tuple[str, ...]]:
    """Return the show's cover, the editor's own image or one that is drawn, and what had to be changed of it."""
    from audionews.cover import editor_image, show_cover  # pillow takes long to load, and a cover is seldom made

    if job.show.image is None or not _has_own_cover(job.show):
        return show_cover(job.show), ()
    try:
        return editor_image(image_bytes(job) or b"", job.show.image)
    except PublishError as error:
        raise SettingsError(job.settings_file, f"[show] image: {error}") from error
