"""Reads everything that is published again, apart from what wrote it, and proves that it agrees.

``CHECKS`` says what is proven, and by whose rule. Nothing is changed. While a run is going on, or was stopped half-way,
feeds and index may be older than the manifests; then it is only proven that whatever they name is whole.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from audionews import burial, store
from audionews.domain import Episode, Show, Tombstone
from audionews.errors import PublishError
from audionews.mastered import Heard
from audionews.settings import SoundTable
from audionews.verify.feeds import base_of, feed_faults, read_feeds
from audionews.verify.lasting import lasting_faults, read_tombstones
from audionews.verify.opus import OPUS, opus_faults
from audionews.verify.pages import page_faults
from audionews.verify.place import Site
from audionews.verify.recommended import recommended_faults
from audionews.verify.series import series_faults
from audionews.verify.shared import shared_faults
from audionews.verify.sound import sound_faults
from audionews.verify.table import CHECKS, Check, Fault, fault
from audionews.verify.tagging import tag_faults
from audionews.verify.texts import text_faults
from audionews.verify.timeline import timeline_faults

__all__ = ["CHECKS", "Check", "Fault", "content_faults", "episode_faults", "heard_faults", "told_faults", "verify"]

_PROMISED = ("audio", "vtt", "srt", "json", "html", "chapters")
_LEFT_ALONE = ("index.html", "embed.html", "oembed.json", "chapters.vtt", "episode.json")


def verify(
    folder: Path, show: Show | None = None, sound: SoundTable | None = None, *, strict: bool = False
) -> Iterator[Fault]:
    """Return everything that does not agree in an output folder, as it is found.

    Args:
        folder: The output folder; one without episodes has no faults.
        show: Whose folder it is, to prove that it says so; else the feed's own address is taken for granted.
        sound: The settings, to prove that every episode is as loud as they want.
        strict: Hold the feeds to what is recommended, too.

    Raises:
        PublishError: There is no such folder.
    """
    if not folder.is_dir():
        raise PublishError(folder, "is not a folder")
    return _faults(folder, show, sound, strict=strict)


def _faults(folder: Path, show: Show | None, sound: SoundTable | None, *, strict: bool) -> Iterator[Fault]:
    unfinished = store.is_unfinished(folder)
    shelf = store.shelf(folder)
    for error in shelf.broken:
        yield fault(Path(error.path), "manifest", error.message)
    episodes: dict[str, Episode] = {}
    for episode in shelf.episodes:
        place = store.episode_folder(folder, episode.slug)
        if episode.guid in episodes:
            yield fault(place, "guid-unique", f"has the guid of {episodes[episode.guid].slug}: {episode.guid}")
        episodes.setdefault(episode.guid, episode)
        yield from episode_faults(place, episode, show, sound)
    documents, unreadable = read_feeds(folder)
    yield from unreadable
    withdrawn, unreadable = read_tombstones(folder)
    yield from unreadable
    yield from lasting_faults(folder, shelf.episodes, withdrawn, unfinished=unfinished)
    leaving = {episode.guid: episode for episode in (burial.unburied(folder) if unfinished else ())}
    site = Site(folder, base_of(documents, show))
    for found in feed_faults(site, documents, episodes | leaving, unfinished=unfinished):
        if not (shelf.broken and found.check == "feed-unknown"):  # it may well be one that cannot be read
            yield found
    yield from series_faults(site, documents, shelf.episodes, show, unfinished=unfinished)
    if strict:
        yield from recommended_faults(site, documents)
    yield from page_faults(site, shelf.episodes, unfinished=unfinished)
    yield from shared_faults(site, shelf.episodes, unfinished=unfinished or bool(shelf.broken))
    yield from _strays(site, shelf, withdrawn)


def episode_faults(
    folder: Path, episode: Episode, show: Show | None = None, sound: SoundTable | None = None
) -> Iterator[Fault]:
    """Yield what is wrong with one episode and the files that its manifest names; ``folder`` is the episode's."""
    contents: dict[str, bytes] = {}
    yield from _file_faults(folder, episode, contents)
    yield from content_faults(folder, episode, contents, show, sound)


def content_faults(
    folder: Path,
    episode: Episode,
    contents: Mapping[str, bytes],
    show: Show | None = None,
    sound: SoundTable | None = None,
    heard: Heard | None = None,
) -> Iterator[Fault]:
    """Yield what is wrong between a manifest and the files' bytes, by purpose, wherever those come from.

    So an episode can be proven before it is published. The audio, which takes longest, comes last; who has just
    ``heard`` this very sound need not listen again.
    """
    audio = contents.get("audio")
    yield from told_faults(folder, episode, contents, show, audio)
    yield from heard_faults(folder, episode, contents, sound, heard)


def told_faults(
    folder: Path, episode: Episode, contents: Mapping[str, bytes], show: Show | None, tag: bytes | None
) -> Iterator[Fault]:
    """Yield what is wrong with all but the sound: the timeline, the texts, and the tag that stands before the sound."""
    yield from timeline_faults(folder / store.MANIFEST_NAME, episode)
    yield from text_faults(folder, episode, contents)
    if tag is not None:
        name = episode.files["audio"].name if "audio" in episode.files else "audio"
        yield from tag_faults(folder / name, tag, episode, show, contents)


def heard_faults(
    folder: Path, episode: Episode, contents: Mapping[str, bytes], sound: SoundTable | None, heard: Heard | None
) -> Iterator[Fault]:
    """Yield what is wrong with the sound of an episode, in each format that there is."""
    if "audio" in contents:
        yield from sound_faults(folder / episode.files["audio"].name, contents["audio"], episode, sound, heard)
    if OPUS in contents:
        yield from opus_faults(folder / episode.files[OPUS].name, contents[OPUS], episode, contents.get("cover"))


def _file_faults(folder: Path, episode: Episode, contents: dict[str, bytes]) -> Iterator[Fault]:
    """Yield what is wrong with the files as such; put what could be read into ``contents``."""
    for purpose in _PROMISED:
        if purpose not in episode.files:
            yield fault(folder / store.MANIFEST_NAME, "file-missing", f"names no file for {purpose}")
    for purpose, file in episode.files.items():
        path = folder / file.name
        try:
            data = contents[purpose] = path.read_bytes()
        except OSError as error:
            yield fault(path, "file-missing", f"cannot be read: {error.strerror}")
            continue
        if len(data) != file.bytes:
            yield fault(path, "file-size", f"has {len(data)} bytes, its manifest says {file.bytes}")
        if hashlib.sha256(data).hexdigest() != file.sha256:
            yield fault(path, "file-hash", "is not the file that its manifest describes")
        if file in store.sounds(episode.files):
            yield from _name_faults(path, data, episode.slug)


def _name_faults(path: Path, data: bytes, slug: str) -> Iterator[Fault]:
    wanted = store.audio_name(slug, data, path.suffix)
    if path.name != wanted:
        yield fault(path, "audio-name", f"has the bytes of {wanted}")


def _strays(site: Site, shelf: store.Shelf, withdrawn: Sequence[Tombstone]) -> Iterator[Fault]:
    """Yield what nothing leads to; what interrupted runs left is hidden, and the next run removes it."""
    place = site.folder / store.EPISODES
    known = {episode.slug: {file.name for file in episode.files.values()} for episode in shelf.episodes}
    apart = {Path(error.path).parent.name for error in shelf.broken} | {tombstone.slug for tombstone in withdrawn}
    for entry in sorted(place.iterdir()) if place.is_dir() else []:
        if entry.name in apart or entry.name.startswith("."):
            continue
        if entry.name not in known:
            yield fault(entry, "stray-file", "is no episode: it has no manifest")
            continue
        old_audio = re.compile(rf"{re.escape(entry.name)}-[0-9a-f]{{10}}(?:{'|'.join(map(re.escape, store.SUFFIXES))})")
        for path in sorted(entry.iterdir()):
            if path.name.startswith(".") or path.name in known[entry.name] or path.name in _LEFT_ALONE:
                continue
            if old_audio.fullmatch(path.name):
                yield from _name_faults(path, path.read_bytes(), entry.name)
            elif path not in site.named:
                yield fault(path, "stray-file", "is neither named by the manifest nor led to by a page")
