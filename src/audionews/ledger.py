"""The ledger ``guids.jsonl``: every guid that was ever published, and every audio file that ever had an address.

Listeners' apps know episodes by guid, and caches know files by address, long after both are gone. So lines are only
ever added: one an audio file, and always before the file is published. A run that is stopped in between has written
down too much, never too little.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from audionews.domain import Episode, PublishedFile, Tombstone
from audionews.durable import telling, write_added, write_whole
from audionews.errors import PublishError

LEDGER = "guids.jsonl"
_BLOCK_BYTES = 1 << 20
_TAIL_BYTES = 1 << 12


class Entry(Struct, frozen=True, kw_only=True):
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


class LedgerEnd(Struct, frozen=True, kw_only=True):
    """How far a ledger was read.

    Attributes:
        bytes: Of whole lines.
        mtime_ns: Of the file.
        tail: Digest of the last bytes that were read: a ledger that was put back from a copy has others.
    """

    bytes: int = 0
    mtime_ns: int = 0
    tail: str = ""


def read_ledger(folder: Path) -> list[Entry]:
    """Return all entries of an output folder's ledger, the oldest first; a last line that was cut is none.

    Raises:
        PublishError: A line is not an entry, or the file cannot be read.
    """
    return [entry for lines in _blocks(folder / LEDGER) for entry in _decoded(folder / LEDGER, lines)]


def ledger_since(folder: Path, end: LedgerEnd) -> Iterator[tuple[list[Entry], LedgerEnd, bool]]:
    """Yield what was added to a ledger since it was read, in parts that fit into memory; nothing when it is as it was.

    Yields:
        Entries, how far they reach, and whether they are the first of a ledger that has to be read anew.

    Raises:
        PublishError: As ``read_ledger``.
    """
    path = folder / LEDGER
    with telling(path, "cannot be read"):
        found = path.stat() if path.exists() else None
    mtime_ns = found.st_mtime_ns if found else 0
    if (mtime_ns, found.st_size if found else 0) == (end.mtime_ns, end.bytes):
        return
    at = end.bytes
    if not found or found.st_size <= at or _tail(path, at) != end.tail:  # only ever added to, if it is the same one
        at = 0
        yield [], LedgerEnd(), True
    for lines in _blocks(path, at):
        at += len(lines)
        yield _decoded(path, lines), LedgerEnd(bytes=at, mtime_ns=mtime_ns, tail=_tail(path, at)), False


def enter(folder: Path, entries: Iterable[Entry], has: Callable[[Entry], bool] | None = None) -> None:
    """Add what the ledger does not have yet; afterwards it is on the disk.

    Args:
        folder: The output folder.
        entries: What it shall have.
        has: Tells what it has, where that is known already; else all of it is read.

    Raises:
        PublishError: The file system refuses.
    """
    path = folder / LEDGER
    added = dict.fromkeys(line_of(entry) for entry in entries if has is None or not has(entry))
    for lines in _blocks(path) if has is None else ():
        added = {line: None for line in added if line not in lines}
    if added and _is_whole(path):
        write_added(path, b"".join(added))
    elif added:
        write_whole(path, b"".join((*_blocks(path), *added)))


def line_of(entry: Entry) -> bytes:
    """Return an entry as the ledger has it."""
    return msgspec.json.encode(entry) + b"\n"


def _is_whole(path: Path) -> bool:
    """Tell whether there is a ledger that more can be added to: its last line was not cut."""
    with telling(path):
        if not path.is_file():
            return False
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 1))
            return file.read() in {b"", b"\n"}


def _blocks(path: Path, at: int = 0) -> Iterator[bytes]:
    """Yield whole lines from a place in a file on, about a megabyte at once; a last line that was cut is none."""
    with telling(path, "cannot be read"):
        if not path.exists():
            return
        with path.open("rb") as file:
            file.seek(at)
            rest = b""
            while block := file.read(_BLOCK_BYTES):
                lines, newline, rest = (rest + block).rpartition(b"\n")
                if newline:
                    yield lines + newline


def _decoded(path: Path, lines: bytes) -> list[Entry]:
    try:
        return _ENTRY.decode_lines(lines)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"is damaged: {error}; put it back from a copy, or remove it: it is made again from what is there"
        raise PublishError(path, message) from error


def _tail(path: Path, at: int) -> str:
    """Return a digest of the last bytes before a place in a file."""
    with telling(path, "cannot be read"), path.open("rb") as file:
        start = max(0, at - _TAIL_BYTES)
        file.seek(start)
        return hashlib.sha256(file.read(at - start)).hexdigest()
