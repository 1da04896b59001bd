"""The mark ``withdrawn.json``: a folder that holds one is no episode any more.

Putting it there is the one step that withdraws an episode. All else follows from it, and whoever is stopped on the way
leaves it to the next run: feeds and pages that do not name the episode, then a folder that holds nothing else of it.
"""

from datetime import datetime
from pathlib import Path

import msgspec

from audionews.domain import Tombstone
from audionews.durable import telling
from audionews.errors import PublishError
from audionews.manifest import folders

MARK = "withdrawn.json"
_TOMBSTONE = msgspec.json.Decoder(Tombstone)


def tombstone_bytes(tombstone: Tombstone) -> bytes:
    """Return a tombstone as JSON, equal for equal ones."""
    tree = msgspec.to_builtins(tombstone, builtin_types=(datetime,), order="deterministic")
    return msgspec.json.format(msgspec.json.encode(tree), indent=2) + b"\n"


def read_tombstone(path: Path) -> Tombstone:
    """Return what a mark says.

    Raises:
        PublishError: It cannot be read, or belongs into another folder.
    """
    with telling(path, "cannot be read"):
        data = path.read_bytes()
    try:
        tombstone = _TOMBSTONE.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PublishError(path, f"does not say what was withdrawn: {error}") from error
    if tombstone.slug != path.parent.name:
        raise PublishError(path, f"belongs into a folder named {tombstone.slug}")
    return tombstone


def tombstones(folder: Path) -> tuple[Tombstone, ...]:
    """Return what is left of all that was withdrawn from an output folder, in the order of the folders' names.

    Raises:
        PublishError: One cannot be read; its guid would not be safe.
    """
    paths = (place / MARK for place in folders(folder))
    return tuple(read_tombstone(path) for path in paths if path.is_file())
