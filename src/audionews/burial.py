"""How an episode leaves the output folder: marked in one step, then buried in another.

Between the two all of it is still there, because feeds that were read a moment ago name it; who makes feeds and pages
anew is ``publication``, and why an episode is withdrawn is ``withdrawal``.
"""

from collections.abc import Mapping
from pathlib import Path

from audionews import store
from audionews.domain import Episode, Tombstone
from audionews.durable import has_bytes, part_name, remove, swap_in, sync_folder, telling, write_synced
from audionews.ledger import enter, entries_of
from audionews.manifest import folders
from audionews.tombstone import MARK, tombstone_bytes


def mark_withdrawn(folder: Path, tombstone: Tombstone) -> None:
    """Withdraw an episode in one step, or change what is said of one that is withdrawn; only under the lock.

    Raises:
        PublishError: The file system refuses; nothing has changed.
    """
    enter(folder, entries_of(tombstone, tombstone.audio))
    store.write_whole(store.episode_folder(folder, tombstone.slug) / MARK, tombstone_bytes(tombstone))


def bury(folder: Path, tombstone: Tombstone, pages: Mapping[str, bytes]) -> bool:
    """Leave nothing of a withdrawn episode in its folder but the mark and its pages, in one step; only under the lock.

    Returns:
        Whether anything was changed.

    Raises:
        PublishError: The file system refuses.
    """
    target = store.episode_folder(folder, tombstone.slug)
    contents = {**pages, MARK: tombstone_bytes(tombstone)}
    with telling(target):
        is_alone = {entry.name for entry in target.iterdir()} == contents.keys()
        if is_alone and all(has_bytes(target / name, data) for name, data in contents.items()):
            return False
        staged = target.with_name(part_name(target.name))
        try:
            staged.mkdir()
            for name, data in contents.items():
                write_synced(staged / name, data)
            sync_folder(staged)
            swap_in(staged, target)
        finally:
            remove(staged)
    return True


def unburied(folder: Path) -> tuple[Episode, ...]:
    """Return the episodes that are marked but not buried: feeds may still name them."""
    marked = (place / store.MANIFEST_NAME for place in folders(folder) if (place / MARK).is_file())
    return tuple(store.read_manifest(path) for path in marked if path.is_file())
