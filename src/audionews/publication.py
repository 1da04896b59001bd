"""Everything that follows from the manifests: feeds, index, assets, each episode's page.

It can be made again at any time from the output folder alone; a file whose bytes would be the same is left untouched.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from audionews import __version__, pages, store
from audionews.cover import editor_image, show_cover
from audionews.domain import Episode
from audionews.errors import SettingsError
from audionews.feed import feed_documents, write_feed
from audionews.job import Job

SHOW_COVER = "cover.jpg"
_STAMP = ".site"
"""Says with which settings feeds and pages were made; written last."""


def episode_pages(job: Job, episode: Episode) -> Mapping[str, bytes]:
    """Return the pages of an episode's folder: file name and bytes."""
    texts = {
        "index.html": pages.episode_page(job.show, episode),
        "embed.html": pages.embed_page(job.show, episode),
        "oembed.json": pages.oembed(job.show, episode),
    }
    return {name: text.encode() for name, text in texts.items()}


def publish_site(job: Job, *, every_page: bool = False) -> tuple[Path, ...]:
    """Write feeds, index and assets from what is in the output folder; return the files that changed.

    Assets go first and feeds last, so that whatever names a file is written after it. Only under the store's lock.

    Args:
        job: Whose output folder and show.
        every_page: Write each episode's page again too, as after a change of templates or of the show.

    Raises:
        PublishError: A manifest is broken, or the folder cannot be written.
        SettingsError: The show's cover cannot be used.
    """
    shelf = store.shelf(job.output)
    if shelf.broken:
        raise shelf.broken[0]
    files = _site(job, shelf.episodes, every_page=every_page)
    changed = [job.output / name for name, data in files if store.write_whole(job.output / name, data)]
    store.write_whole(job.output / _STAMP, _recipe(job))
    return tuple(changed)


def is_site_current(job: Job) -> bool:
    """Tell whether feeds and pages were last written with these settings, and to the end."""
    stamp = job.output / _STAMP
    return stamp.is_file() and stamp.read_bytes() == _recipe(job)


def _recipe(job: Job) -> bytes:
    shaping = {"version": __version__, "show": job.settings.show, "feed": job.settings.feed}
    return hashlib.sha256(msgspec.json.encode(shaping, order="sorted")).hexdigest().encode()


def _site(job: Job, episodes: Sequence[Episode], *, every_page: bool) -> Iterator[tuple[str, bytes]]:
    yield from pages.assets().items()
    yield SHOW_COVER, _cover(job)
    for episode in episodes if every_page else ():
        for name, data in episode_pages(job, episode).items():
            yield f"episodes/{episode.slug}/{name}", data
    for name, text in pages.index_pages(job.show, episodes):
        yield name, text.encode()
    yield "search.json", pages.search_index(episodes).encode()
    yield from _feeds(job, episodes)


def _feeds(job: Job, episodes: Sequence[Episode]) -> Iterator[tuple[str, bytes]]:
    for name, page, listed in feed_documents(job.show, episodes, job.settings.feed):
        out = io.BytesIO()
        write_feed(out, job.show, listed, page=page)
        yield name, out.getvalue()


def _cover(job: Job) -> bytes:
    """Return the show's cover: the editor's own image, else one that is drawn."""
    if job.show.image is None or "://" in job.show.image:
        return show_cover(job.show)
    path = (job.folder or Path()) / job.show.image
    try:
        data, _ = editor_image(path.read_bytes())
    except OSError as error:
        raise SettingsError(path, f"the show's image cannot be read: {error.strerror}") from error
    return data
