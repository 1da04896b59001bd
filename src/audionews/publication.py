"""Everything that follows from the manifests: feeds, index, assets, each episode's page, what the withdrawn leave.

It can be made again at any time from the output folder alone; a file whose bytes would be the same is left untouched.
"""

import hashlib
import io
import logging
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain
from pathlib import Path

from audionews import burial, pages, store
from audionews.addresses import SHOW_COVER, encoded
from audionews.cover import editor_image, show_cover
from audionews.domain import Episode, Show
from audionews.durable import remove, telling
from audionews.errors import SettingsError
from audionews.feed import HEAD_BYTES, NOTE, feed_documents, is_current, write_feed
from audionews.job import Job
from audionews.planning import SITE_STAMP, site_stamp
from audionews.settings import FeedTable
from audionews.tombstone import tombstones

_LISTS = re.compile(r"feed[-.][a-z0-9.-]+\.xml|(rubrique-[a-z0-9-]+|page-\d+)\.html")
_COVER = re.compile(r"cover-[0-9a-f]{10}\.jpg")
_log = logging.getLogger(__name__)


def publish_site(job: Job, *, whole: bool = False) -> tuple[Path, ...]:
    """Write feeds, index and assets from what is in the output folder; return the files that changed.

    Assets go first and feeds last, so that whatever names a file is written after it. Only under the store's lock.

    Args:
        job: Whose output folder and show.
        whole: Write each episode's page and every feed document again too, whatever they say of themselves; as after
            a change of templates or of the show.

    Raises:
        PublishError: A manifest is broken, or the folder cannot be written.
        SettingsError: The show's cover cannot be used.
    """
    shelf = store.shelf(job.output)
    if shelf.broken:
        raise shelf.broken[0]
    cover, notes = _cover(job)
    files = chain(_covers(job, cover, notes), _site(job, _with_cover(job.show, cover), shelf.episodes, whole=whole))
    changed, present = [], set()
    for name, data in files:
        present.add(name)
        if data is not None and store.write_whole(job.output / name, data):
            changed.append(job.output / name)
    changed += _without_episodes(job.output, present)
    changed += [job.output / name for name in _bury(job)]
    listed = (name for name in present if not name.startswith("episodes/"))
    store.write_whole(job.output / SITE_STAMP, site_stamp(job, listed))
    return tuple(changed)


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


def _site(job: Job, show: Show, episodes: Sequence[Episode], *, whole: bool) -> Iterator[tuple[str, bytes | None]]:
    """Yield all files by name; one whose bytes are not given is there already."""
    settings = job.settings.feed
    yield from pages.assets().items()
    for episode in episodes if whole else ():
        for name, data in pages_of(job.show, episode, settings).items():
            yield f"{store.EPISODES}/{episode.slug}/{name}", data
    for name, text in pages.index_pages(job.show, episodes, settings):
        yield name, text.encode()
    yield "search.json", pages.search_index(episodes).encode()
    yield from _feeds(job.output, show, episodes, settings, whole=whole)


def _feeds(
    folder: Path, show: Show, episodes: Sequence[Episode], settings: FeedTable, *, whole: bool
) -> Iterator[tuple[str, bytes | None]]:
    for name, page, listed in feed_documents(show, episodes, settings):
        if not whole and is_current(page, _head(folder / name)):
            yield name, None
            continue
        out = io.BytesIO()
        write_feed(out, show, listed, page=page)
        yield name, out.getvalue()


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _without_episodes(folder: Path, present: Set[str]) -> Iterator[Path]:
    """Remove the feeds and pages of rubriques, authors and page numbers that have no episode any more; yield them."""
    for path in sorted(folder.glob("*.*")):
        is_ours = _LISTS.fullmatch(path.name) and (path.suffix != ".xml" or NOTE.encode() in _head(path))
        if is_ours and path.name not in present:
            remove(path)
            yield path


def _bury(job: Job) -> Iterator[str]:
    """Put a page in the place of each withdrawn episode, now that no feed names it any more; yield changed folders."""
    for tombstone in tombstones(job.output):
        texts = pages.tombstone_files(job.show, tombstone, job.settings.feed)
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


def _cover(job: Job) -> tuple[bytes, tuple[str, ...]]:
    """Return the show's cover, the editor's own image or one that is drawn, and what had to be changed of it."""
    if job.show.image is None or not _has_own_cover(job.show):
        return show_cover(job.show), ()
    path = (job.folder or Path()) / job.show.image
    try:
        return editor_image(path.read_bytes(), str(path))
    except OSError as error:
        raise SettingsError(path, f"the show's image cannot be read: {error.strerror}") from error
