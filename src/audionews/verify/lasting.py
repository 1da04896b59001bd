"""What must hold for ever: guids and addresses that are never used twice, and nothing left of what was withdrawn."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from audionews import store
from audionews.domain import Episode, PublishedFile, Tombstone
from audionews.errors import PublishError
from audionews.manifest import folders
from audionews.tombstone import MARK, read_tombstone
from audionews.verify.table import Fault, fault

_OF_A_TOMBSTONE = (MARK, "index.html", "embed.html")


def lasting_faults(
    folder: Path, episodes: Sequence[Episode], withdrawn: Sequence[Tombstone], *, unfinished: bool
) -> Iterator[Fault]:
    """Yield what is wrong between the ledger, the episodes and what is left of the withdrawn.

    Args:
        folder: The output folder.
        episodes: What is published.
        withdrawn: What is not any more.
        unfinished: A run was stopped half-way, or is going on: it may not have come to the ledger or to the grave.
    """
    path = folder / store.LEDGER
    try:
        entries = store.read_ledger(folder)
    except PublishError as error:
        yield fault(path, "guid-ledger", error.message)
        return
    if not path.is_file() and not unfinished and (episodes or withdrawn):
        yield fault(path, "guid-ledger", "is not there; the next run makes it again")
    elif path.is_file():
        yield from _twice(path, entries)
        yield from _unknown(path, entries, episodes, withdrawn)
    for tombstone in withdrawn if not unfinished else ():
        for entry in sorted(store.episode_folder(folder, tombstone.slug).iterdir()):
            if entry.name not in _OF_A_TOMBSTONE and not entry.name.startswith("."):
                yield fault(entry, "withdrawn", f"is still there, but its episode was withdrawn: {tombstone.guid}")


def read_tombstones(folder: Path) -> tuple[list[Tombstone], list[Fault]]:
    """Return what is left of the withdrawn, and a fault for each mark that cannot be read."""
    found, faults = [], []
    for place in folders(folder):
        path = place / MARK
        if not path.is_file():
            continue
        try:
            found.append(read_tombstone(path))
        except PublishError as error:
            faults.append(fault(path, "withdrawn", error.message))
    return found, faults


def _twice(path: Path, entries: Sequence[store.Entry]) -> Iterator[Fault]:
    """Yield what stands for two things in the ledger."""
    articles, folders, sounds = (defaultdict[str, set[str]](set) for _ in range(3))
    for entry in entries:
        articles[entry.guid].add(entry.id)
        folders[entry.slug].add(entry.guid)
        sounds[entry.audio].add(entry.sha256)
    for guid, ids in articles.items():
        if len(ids) > 1:
            yield fault(path, "guid-ledger", f"{guid} was given to several articles: {', '.join(sorted(ids))}")
    for slug, guids in folders.items():
        if len(guids) > 1:
            yield fault(path, "guid-ledger", f"the address of {slug} was given to several episodes: {sorted(guids)}")
    for audio, hashes in sounds.items():
        if len(hashes) > 1:
            yield fault(
                path, "audio-reused", f"{audio} was published with different bytes: {', '.join(sorted(hashes))}"
            )


def _unknown(
    path: Path, entries: Sequence[store.Entry], episodes: Sequence[Episode], withdrawn: Sequence[Tombstone]
) -> Iterator[Fault]:
    known = {(entry.guid, entry.audio, entry.sha256) for entry in entries}
    sounds = {entry.audio: entry.sha256 for entry in entries}
    present: list[tuple[Episode | Tombstone, PublishedFile]] = [
        *((episode, file) for episode in episodes for file in store.sounds(episode.files)),
        *((tombstone, file) for tombstone in withdrawn for file in tombstone.audio),
    ]
    for episode, file in present:
        if (episode.guid, file.name, file.sha256) in known:
            continue
        if sounds.get(file.name, file.sha256) != file.sha256:
            yield fault(path, "audio-reused", f"{file.name} was published before with other bytes")
        else:
            yield fault(path, "guid-ledger", f"does not know {file.name} of {episode.slug}")
