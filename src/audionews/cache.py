"""Bytes that took time to make, kept under the hash of all that shapes them.

An entry is a file: the SHA-256 of what follows, then the bytes. It is written whole, and one that is not what it was
is as good as none. The entries used longest ago go first when there are too many. All lie in one folder, which any
file system of today takes by the hundred thousand: to make folders for them takes longer than to write them.
"""

import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path
from uuid import uuid4

_MB = 1_000_000
_DIGEST_BYTES = 32
_FILL = 0.9
"""How much of the limit is left in use after a clean-up, so that not every entry needs one."""
_LOOKS = "00"
"""Whoever keeps an entry whose name ends so looks at the size of the whole: one in 256, and no count to be shared."""
_ENTRY = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{32}\.part")

_log = logging.getLogger(__name__)


class Cache:
    """What was made before, in a folder; several processes may share it.

    Args:
        folder: Where entries are kept; None keeps nothing.
        most_bytes: What all entries may take together; passed for a while by a tenth at most for each process.
        fresh: Know nothing, whatever is kept, and keep what is made.
    """

    def __init__(self, folder: Path | None, most_bytes: int, *, fresh: bool = False) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._fresh = fresh
        self._unseen_bytes = 0
        self._has_failed = False

    def made(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under a name that ``name_of`` gave, or make it and keep it."""
        found = self.kept(name)
        if found is None:
            found = make()
            self.keep(name, found)
        return found

    def kept(self, name: str) -> bytes | None:
        """Return what is kept under a name, or None; what is used is young again."""
        if self._folder is None or self._fresh:
            return None
        path = self._folder / name
        try:
            data = path.read_bytes()
        except OSError:
            return None
        digest, body = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
        if hashlib.sha256(body).digest() != digest:
            return None
        with suppress(OSError):
            os.utime(path)
        return body

    def keep(self, name: str, body: bytes) -> None:
        """Keep bytes under a name; where that cannot be, nothing is lost but time: said once."""
        if self._folder is None:
            return
        try:
            _write(self._folder / name, body)
            self._unseen_bytes += _DIGEST_BYTES + len(body)
            if name.endswith(_LOOKS) or self._unseen_bytes > (1 - _FILL) * self._most_bytes:
                self._unseen_bytes = 0
                forget_oldest(self._folder, self._most_bytes)
        except OSError as error:
            if not self._has_failed:
                _log.warning("%s: what was made was not kept: %s", self._folder, error.strerror)
            self._has_failed = True


FORGETFUL = Cache(None, 0)
"""For who remembers nothing."""


@lru_cache(maxsize=4)
def cache_in(folder: Path | None, most_mb: int, fresh: bool) -> Cache:  # noqa: FBT001
    """Return a cache that all of a process shares; see ``Cache``."""
    return Cache(folder, most_mb * _MB, fresh=fresh)


def name_of(*shape: object) -> str:
    """Return the name of what values shape: text, numbers, bytes, and lists and tuples of them."""
    # In ASCII, because a text may hold what UTF-8 cannot say.
    return hashlib.sha256(ascii(shape).encode()).hexdigest()


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid4().hex}.part")
    try:
        # Not synced: an entry that a power cut leaves torn does not fit its hash.
        part.write_bytes(hashlib.sha256(body).digest() + body)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def forget_oldest(folder: Path, most_bytes: int) -> None:
    """Remove the entries used longest ago until the rest is well below ``most_bytes``; nothing if all fit."""
    entries = sorted(_entries(folder))
    size = sum(entry_bytes for _, entry_bytes, _ in entries)
    if size <= most_bytes:
        return
    for _, entry_bytes, path in entries:
        if size <= most_bytes * _FILL:
            break
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108 - thousands of them, and a path object takes longer than the call
        size -= entry_bytes


def _entries(folder: Path) -> Iterator[tuple[int, int, str]]:
    """Yield when each entry was last used, its size and its path; what is not an entry is nobody's to remove."""
    for path in chain(folder.iterdir(), folder.glob("[0-9a-f][0-9a-f]/*")):  # there they were until November 2026
        # Another process may be removing the same ones.
        with suppress(FileNotFoundError):
            found = path.stat()
            if _ENTRY.fullmatch(path.name):
                yield found.st_mtime_ns, found.st_size, str(path)
