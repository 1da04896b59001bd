"""Takes an episode back, for good or until it is restored.

What listeners can reach of a withdrawn episode is a page that says so. Its files are kept where nothing is published,
beside the show's settings; whoever must not keep them removes that folder, and a restored article is then spoken again
by the next run. Its guid and its addresses stay its own for ever.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from audionews import burial, store
from audionews.catalogue import Catalogue, catalogued
from audionews.domain import Episode, Tombstone
from audionews.durable import carry, make_folder, part_name, remove, swap_in, sync_folder, telling
from audionews.errors import PublishError
from audionews.job import Job
from audionews.manifest import Line
from audionews.publication import pages_of, publish_site
from audionews.writers import Owner

Files = dict[str, tuple[str, bytes]]
Named = TypeVar("Named", bound=Line | Tombstone)


class Restored(Struct, frozen=True, kw_only=True):
    """What became of a withdrawn episode.

    Attributes:
        published: Whether it is there again; else the next run that is given its article publishes it.
    """

    slug: str
    published: bool


def withdraw(job: Job, name: str, *, now: datetime, reason: str = "") -> Tombstone:
    """Take an episode out of feeds, index and search, and leave a page in its place that says so.

    An episode that is withdrawn already stays so; a new reason takes the place of the old one.

    Args:
        job: Whose output folder.
        name: Slug, guid, the article's id, or its source.
        now: Aware.
        reason: For readers, in one line.

    Raises:
        PublishError: There is no such episode, or the file system refuses.
    """
    with store.locked(job.output, now) as unfinished, _catalogued(job, unfinished) as catalogue:
        tombstone = _tombstone(job, catalogue, name, now)
        tombstone = replace(tombstone, reason=reason or tombstone.reason, restored=False)
        _keep(job, tombstone.slug)
        with catalogue.changing(tombstone.slug):
            burial.mark_withdrawn(job.output, tombstone)
        publish_site(job, catalogue)
    return tombstone


def restore(job: Job, name: str, *, now: datetime) -> Restored:
    """Publish a withdrawn episode again as it was; where nothing of it was kept, allow its article to be rendered.

    Raises:
        PublishError: No such episode is withdrawn, or the file system refuses.
    """
    with store.locked(job.output, now) as unfinished, _catalogued(job, unfinished) as catalogue:
        withdrawn = [each for each in catalogue.meant(name, ("withdrawn",)) if isinstance(each, Tombstone)]
        tombstone = _only(job.output, name, withdrawn, "is not a withdrawn episode")
        kept = _kept(job, tombstone)
        with catalogue.changing(tombstone.slug):
            if kept is None:
                burial.mark_withdrawn(job.output, replace(tombstone, restored=True))
                return Restored(slug=tombstone.slug, published=False)
            episode, files = kept
            store.publish_episode(job.output, episode, files, pages_of(job.show, episode, job.settings.feed))
        publish_site(job, catalogue)
        if job.attic is not None:
            remove(job.attic / episode.slug)
    return Restored(slug=tombstone.slug, published=True)


def _catalogued(job: Job, unfinished: Owner | None) -> AbstractContextManager[Catalogue]:
    return catalogued(job.output, job.index, trusting=unfinished is None)


def _tombstone(job: Job, catalogue: Catalogue, name: str, now: datetime) -> Tombstone:
    """Return the tombstone that an episode has, or shall have."""
    found = _only(job.output, name, catalogue.meant(name), "is not an episode")
    if isinstance(found, Tombstone):
        return found
    folder = store.episode_folder(job.output, found.slug)
    return Tombstone(
        guid=found.guid,
        id=found.id,
        slug=found.slug,
        published=found.published,
        withdrawn=now,
        source=found.source,
        language=found.language,
        audio=store.audio_files(folder, [found.files["audio"]] if "audio" in found.files else []),
    )


def _only(folder: Path, name: str, found: Sequence[Named], otherwise: str) -> Named:
    """Return the one that a person means."""
    if not found:
        raise PublishError(name, f"{otherwise} in {folder}; name it by its folder, guid, id, or source")
    if len(found) > 1:
        raise PublishError(name, f"could be {' or '.join(each.slug for each in found)}; say which")
    return found[0]


def _keep(job: Job, slug: str) -> None:
    """Put the files of an episode where they are not published, as far as they are still there."""
    folder = store.episode_folder(job.output, slug)
    if job.attic is None or not (folder / store.MANIFEST_NAME).is_file():
        return
    episode = store.read_manifest(folder / store.MANIFEST_NAME)
    names = [store.MANIFEST_NAME, *(file.name for file in episode.files.values())]
    with telling(job.attic):
        make_folder(job.attic)
        staged = job.attic / part_name(slug)
        try:
            staged.mkdir()
            for name in names:
                carry(folder / name, staged / name)
            sync_folder(staged)
            swap_in(staged, job.attic / slug)
        finally:
            remove(staged)


def _kept(job: Job, tombstone: Tombstone) -> tuple[Episode, Files] | None:
    """Return a withdrawn episode and its files by purpose, when they were kept."""
    folder = job.attic / tombstone.slug if job.attic else None
    if folder is None or not (folder / store.MANIFEST_NAME).is_file():
        return None
    episode = store.read_manifest(folder / store.MANIFEST_NAME)
    if episode.guid != tombstone.guid:
        return None
    files = {}
    for purpose, file in episode.files.items():
        with telling(folder / file.name, "cannot be read"):
            data = (folder / file.name).read_bytes()
        if sha256(data).hexdigest() != file.sha256:
            raise PublishError(folder / file.name, f"is not what was withdrawn; remove {folder}, then restore again")
        files[purpose] = (file.name, data)
    return episode, files
