"""The output folder: where episodes lie, how they come into it whole, and what may leave it.

Manifests are the truth; an episode exists when its manifest does. Feeds and pages are derived from them by others and
written with ``write_whole``, after the episodes. The address of a changed audio file is a new one, so the old one stays
until ``prune``: a feed read a moment ago keeps working.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from audionews import durable
from audionews.domain import Episode, PublishedFile
from audionews.durable import (
    carry,
    has_bytes,
    is_leftover,
    link_or_copy,
    make_folder,
    names_in,
    part_name,
    remove,
    swap_in,
    sync_folder,
    telling,
    write_synced,
    write_whole,
)
from audionews.errors import PublishError
from audionews.ledger import LEDGER, Entry, enter, entries_of, read_ledger
from audionews.manifest import (
    EPISODES,
    MANIFEST_NAME,
    Known,
    folders,
    is_plain_name,
    manifest_bytes,
    read_known,
    read_manifest,
)
from audionews.slugs import plain, slug
from audionews.tombstone import MARK, tombstones
from audionews.writers import Owner, is_unfinished, sole_writer

__all__ = [
    "EPISODES",
    "LEDGER",
    "MANIFEST_NAME",
    "MARK",
    "SUFFIXES",
    "Entry",
    "Known",
    "Shelf",
    "audio_files",
    "audio_name",
    "episode_folder",
    "episode_guid",
    "episodes",
    "find_episode",
    "index",
    "is_unfinished",
    "listed",
    "locked",
    "manifest_bytes",
    "prune",
    "publish_episode",
    "read_ledger",
    "read_manifest",
    "recover",
    "shelf",
    "slug",
    "sounds",
    "tombstones",
    "write_whole",
]

_AUDIO = "audio"
_HASH_LETTERS = 10
SUFFIXES = (".mp3", ".opus")
"""Of audio files."""
_log = logging.getLogger(__name__)


class Shelf(Struct, frozen=True, kw_only=True):
    """All that lies in an output folder.

    Attributes:
        episodes: Newest first; those of the same instant in the order of their guids.
        broken: One error for each manifest that cannot be read, in the order of the folders.
    """

    episodes: tuple[Episode, ...]
    broken: tuple[PublishError, ...] = ()


def episode_guid(show_guid: str, article_id: str) -> str:
    """Return the guid of an article's episode: UUIDv5 of the show's guid and the article's id.

    >>> episode_guid("5f4d6a1e-3c1b-5d0a-9a55-0c8a3e0f7b11", "phare-kerlouan")
    'f3873590-2641-527b-8cef-faa26561741e'
    """
    return str(uuid5(UUID(show_guid), article_id))


def audio_name(name: str, data: bytes, suffix: str = ".mp3") -> str:
    """Return the file name of an episode's audio: the slug and a hash of the bytes, so that it is never used twice."""
    return f"{name}-{hashlib.sha256(data).hexdigest()[:_HASH_LETTERS]}{suffix}"


def sounds(files: Mapping[str, PublishedFile]) -> list[PublishedFile]:
    """Return the audio of an episode in each of its formats: ``audio``, ``audio-opus`` …; the MP3 comes first."""
    return [files[purpose] for purpose in sorted(files) if purpose.partition("-")[0] == _AUDIO]


def episode_folder(folder: Path, name: str) -> Path:
    """Return where the episode of a slug lies in an output folder."""
    return folder / EPISODES / name


def shelf(folder: Path) -> Shelf:
    """Return all episodes and, apart from them, what cannot be read: one broken manifest hides none of the others."""
    found: list[Episode] = []
    broken: list[PublishError] = []
    for path in _manifests(folder):
        try:
            found.append(read_manifest(path))
        except PublishError as error:
            broken.append(error)
    found.sort(key=lambda episode: episode.guid)
    found.sort(key=lambda episode: episode.published, reverse=True)
    return Shelf(episodes=tuple(found), broken=tuple(broken))


def episodes(folder: Path) -> tuple[Episode, ...]:
    """Return all episodes that can be read, newest first; see ``shelf`` for the others."""
    return shelf(folder).episodes


def index(folder: Path) -> dict[str, Known]:
    """Return what is published, by guid; an episode whose manifest is broken counts as not published.

    Raises:
        PublishError: A manifest cannot be read now; to take its episode for a new one would publish it twice.
    """
    found = {}
    for path in _manifests(folder):
        try:
            known = read_known(path)
        except PublishError as error:
            if isinstance(error.__cause__, OSError):
                raise
            continue
        found[known.guid] = known
    return found


def find_episode(folder: Path, guid: str) -> Episode | None:
    """Return the episode of a guid, if it is published.

    Raises:
        PublishError: Its manifest is broken further on.
    """
    known = index(folder).get(guid)
    return read_manifest(episode_folder(folder, known.slug) / MANIFEST_NAME) if known else None


def _manifests(folder: Path) -> list[Path]:
    """Return the paths of all manifests, in the order of their folders' names; those of the withdrawn are none."""
    paths = (place / MANIFEST_NAME for place in folders(folder))
    return [path for path in paths if path.is_file() and not path.with_name(MARK).exists()]


def audio_files(folder: Path, known: Sequence[PublishedFile] = ()) -> tuple[PublishedFile, ...]:
    """Return the audio files in an episode's folder, old ones too; those that are known need not be read."""
    files = {file.name: file for file in known}
    for path in _sounds_in(folder):
        if path.name not in files:
            with telling(path, "cannot be read"):
                files |= {file.name: file for file in listed({_AUDIO: (path.name, path.read_bytes())}).values()}
    return tuple(files[name] for name in sorted(files))


def _sounds_in(folder: Path) -> list[Path]:
    names = (name for name in names_in(folder) if name.startswith(f"{folder.name}-"))
    return [folder / name for name in names if name.endswith(SUFFIXES)]


def publish_episode(
    folder: Path,
    episode: Episode,
    files: Mapping[str, tuple[str, bytes]],
    pages: Mapping[str, bytes] | None = None,
    *,
    entered: Callable[[Entry], bool] | None = None,
) -> Episode:
    """Put an episode with all its files into an output folder in one step.

    Whoever is stopped half-way leaves the old episode or the new one, never a mixture. Pages and old audio that lie in
    the episode's folder stay there. What is published already is not touched.

    Args:
        folder: The output folder.
        episode: Its ``files`` are made here.
        files: By purpose (``audio``, ``vtt`` …): the file's name and its bytes.
        pages: By file name: what follows from the manifest, so that it does not list them.
        entered: Tells what the ledger has, where that is known without reading it.

    Returns:
        The episode as its manifest now has it.

    Raises:
        PublishError: A name cannot be, or the file system refuses; what was published before still is.
    """
    pages = pages or {}
    _refuse_names(episode.slug, [*(name for name, _ in files.values()), *pages])
    episode = replace(episode, files=listed(files))
    contents = {**pages, **dict(files.values()), MANIFEST_NAME: manifest_bytes(episode)}  # written in this order
    target = episode_folder(folder, episode.slug)
    with telling(target):
        is_withdrawn = (target / MARK).exists()
        if not is_withdrawn and all(has_bytes(target / name, data) for name, data in contents.items()):
            return episode
        make_folder(target.parent)
        staged = target.with_name(part_name(episode.slug))
        try:
            _stage(staged, target, contents)
            enter(folder, entries_of(episode, sounds(episode.files)), entered)
            swap_in(staged, target)
        finally:
            remove(staged)
    return episode


def _refuse_names(slug_of: str, names: Sequence[str]) -> None:
    if plain(slug_of) != slug_of or not slug_of:
        raise PublishError(slug_of, "is not a slug: only a-z, 0-9 and single hyphens")
    for name in names:
        if not is_plain_name(name) or name == MANIFEST_NAME or names.count(name) > 1:
            raise PublishError(name, f"cannot be the name of a file of {slug_of}")


def listed(files: Mapping[str, tuple[str, bytes]]) -> dict[str, PublishedFile]:
    """Return files by purpose as a manifest lists them."""
    return {
        purpose: PublishedFile(name=name, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
        for purpose, (name, data) in sorted(files.items())
    }


def _stage(staged: Path, target: Path, contents: Mapping[str, bytes]) -> None:
    """Build the episode's next folder beside its present one, with everything on the disk, the manifest last."""
    gone = _superseded(target) | contents.keys() | {MARK}
    staged.mkdir()
    for entry in target.iterdir() if target.exists() else ():
        if entry.name not in gone and not is_leftover(entry.name):
            carry(entry, staged / entry.name)
    for name, data in contents.items():
        if has_bytes(target / name, data):
            link_or_copy(target / name, staged / name)
        else:
            write_synced(staged / name, data)
    sync_folder(staged)


def _superseded(target: Path) -> set[str]:
    """Return the names that the present manifest knows, but for the audio: somebody may be listening to that."""
    try:
        present = read_manifest(target / MANIFEST_NAME)
    except PublishError:  # nothing there, or broken: keep what we do not know
        return {MANIFEST_NAME}
    return {file.name for file in present.files.values()} - {file.name for file in sounds(present.files)}


@contextmanager
def locked(folder: Path, now: datetime, wait_s: float = 0.0) -> Iterator[Owner | None]:
    """Be the only writer of an output folder, after tidying up behind one that was stopped half-way.

    Arguments and what is yielded are those of ``sole_writer``.

    Raises:
        PublishError: Somebody else is writing, or the folder cannot be written.
    """
    with sole_writer(folder, now, wait_s) as earlier:
        if earlier is not None:
            recover(folder)
        if not (folder / LEDGER).is_file():
            _mend_ledger(folder)
        yield earlier


def recover(folder: Path) -> None:
    """Finish or undo what an interrupted run left at the top and among the episodes; only under the lock.

    What it left deeper down hurts nobody and is for ``prune``.

    Raises:
        PublishError: The file system refuses.
    """
    for place in (folder, folder / EPISODES):
        with telling(place):
            durable.recover(place)


def _mend_ledger(folder: Path) -> None:
    """Make the ledger again from what is there; what has gone without a trace cannot be known any more."""
    found: list[Entry] = []
    for episode in shelf(folder).episodes:
        found += entries_of(episode, audio_files(episode_folder(folder, episode.slug), sounds(episode.files)))
    for tombstone in tombstones(folder):
        found += entries_of(tombstone, tombstone.audio)
    if found:
        enter(folder, found)
        _log.warning("%s: was not there; made again from %d audio files", folder / LEDGER, len(found))


def prune(folder: Path) -> tuple[Path, ...]:
    """Remove audio that no manifest names any more, and what interrupted runs left; only under the lock.

    Returns:
        What was removed, sorted.

    Raises:
        PublishError: The file system refuses.
    """
    recover(folder)
    with telling(folder):
        stray = [path for path in folder.rglob("*") if is_leftover(path.name)]
        stray += [path for manifest in _manifests(folder) for path in _old_audio(manifest)]
        for path in stray:
            remove(path)
    return tuple(sorted(stray))


def _old_audio(manifest: Path) -> list[Path]:
    """Return an episode's audio files that its manifest does not name; a broken manifest gives none away."""
    try:
        known = {file.name for file in read_manifest(manifest).files.values()}
    except PublishError:
        return []
    return [path for path in _sounds_in(manifest.parent) if path.name not in known]
