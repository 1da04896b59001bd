"""Everything that follows from the manifests: feeds, index, assets, each episode's page.

It can be made again at any time from the output folder alone; a file whose bytes would be the same is left untouched.
"""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from audionews import pages, store
from audionews.cover import editor_image, show_cover
from audionews.domain import Episode
from audionews.errors import SettingsError
from audionews.feed import feed_documents, write_feed
from audionews.job import Job
from audionews.planning import SITE_STAMP, site_recipe

SHOW_COVER = "cover.jpg"


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
    store.write_whole(job.output / SITE_STAMP, site_recipe(job))
    return tuple(changed)


def _site(job: Job, episodes: Sequence[Episode], *, every_page: bool) -> Iterator[tuple[str, bytes]]:
    yield from pages.assets().items()
    yield SHOW_COVER, _cover(job)
    for episode in episodes if every_page else ():
        for name, text in pages.episode_files(job.show, episode, job.settings.feed).items():
            yield f"episodes/{episode.slug}/{name}", text.encode()
    for name, text in pages.index_pages(job.show, episodes, job.settings.feed):
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
