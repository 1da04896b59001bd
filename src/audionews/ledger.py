"""The ledger ``guids.jsonl``: every guid that was ever published, and every audio file that ever had an address.

Listeners' apps know episodes by guid, and caches know files by address, long after both are gone. So lines are only
ever added: one an audio file, and always before the file is published. A run that is stopped in between has written
down too much, never too little.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from audionews.domain import Episode, PublishedFile, Tombstone
from audionews.durable import telling, write_added, write_whole
from audionews.errors import PublishError

LEDGER = "guids.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An audio file that an episode has, or had.

    Attributes:
        guid: Of the episode.
        id: The article's.
        slug: Name of the folder.
        audio: The file's name.
        sha256: Of its bytes, in hexadecimal.
    """

    guid: str
    id: str
    slug: str
    audio: str
    sha256: str


_ENTRY = msgspec.json.Decoder(Entry)


def entries_of(episode: Episode | Tombstone, audio: Iterable[PublishedFile]) -> list[Entry]:
    """Return what the ledger has to know of an episode."""
    return [
        Entry(guid=episode.guid, id=episode.id, slug=episode.slug, audio=file.name, sha256=file.sha256)
        for file in audio
    ]


def read_ledger(folder: Path) -> list[Entry]:
    """Return all entries of an output folder's ledger, the oldest first; a last line that was cut is none.

    Raises:
        PublishError: A line is not an entry, or the file cannot be read.
    """
    try:
        return _ENTRY.decode_lines(_whole_lines(folder / LEDGER))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"is damaged: {error}; put it back from a copy, or remove it: it is made again from what is there"
        raise PublishError(folder / LEDGER, message) from error


def enter(folder: Path, entries: Iterable[Entry]) -> None:
    """Add what the ledger does not have yet; afterwards it is on the disk.

    Raises:
        PublishError: The file system refuses.
    """
    path = folder / LEDGER
    known = _whole_lines(path)
    lines = (msgspec.json.encode(entry) + b"\n" for entry in entries)
    added = b"".join(line for line in dict.fromkeys(lines) if line not in known)
    if not added:
        return
    with telling(path):
        is_cut = not path.is_file() or path.stat().st_size != len(known)
    if is_cut:
        write_whole(path, known + added)
    else:
        write_added(path, added)


def _whole_lines(path: Path) -> bytes:
    with telling(path, "cannot be read"):
        data = path.read_bytes() if path.exists() else b""
    return data[: data.rfind(b"\n") + 1]
