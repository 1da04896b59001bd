"""A memory around an engine: what was spoken once is kept, under the hash of all that shapes its sound.

An entry is a file: the SHA-256 of what follows, then a recording in MessagePack. It is written whole, and one that is
not what it was is made again. The entries used longest ago go first when there are too many.
"""

import hashlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import msgspec

from audionews.domain import Recording, Voice
from audionews.engines import Around, Engine

_FORMAT = 1
"""Of the entries; another number makes all of them stale."""
_DIGEST_BYTES = 32
_FILL = 0.9
"""How much of the limit is left in use after a clean-up, so that not every entry needs one."""
_LOOKS = "00"
"""Whoever keeps an entry whose name ends so looks at the size of the whole: one in 256, and no count to be shared."""
_ENTRY = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{32}\.part")

_log = logging.getLogger(__name__)


class Cached(Around):
    """Says from memory what it can.

    Args:
        engine: Says the rest.
        folder: Where entries are kept; several processes may share it.
        most_bytes: What all entries may take together; passed for a while by a tenth at most for each process.
        fresh: Ask the engine whatever is kept, and keep the answer.
    """

    def __init__(self, engine: Engine, folder: Path, most_bytes: int, *, fresh: bool = False) -> None:
        super().__init__(engine)
        self._folder = folder
        self._most_bytes = most_bytes
        self._fresh = fresh
        self._unseen_bytes = 0

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``."""
        key = entry_name(self.engine, voice, text)
        path = self._folder / key[:2] / key
        kept = None if self._fresh else _read(path)
        if kept is not None:
            return kept
        recording = self.engine.synthesise(text, voice)
        try:
            self._keep(path, recording)
        except OSError as error:
            # Nothing is lost but time: the recording is here.
            _log.warning("%s: a recording was not kept: %s", self._folder, error.strerror)
        return recording

    def _keep(self, path: Path, recording: Recording) -> None:
        body = msgspec.msgpack.encode(replace(recording, fresh=False))
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{uuid4().hex}.part")
        try:
            # Not synced: an entry that a power cut leaves torn does not fit its hash.
            part.write_bytes(hashlib.sha256(body).digest() + body)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        self._unseen_bytes += _DIGEST_BYTES + len(body)
        if path.name.endswith(_LOOKS) or self._unseen_bytes > (1 - _FILL) * self._most_bytes:
            self._unseen_bytes = 0
            forget_oldest(self._folder, self._most_bytes)


def entry_name(engine: Engine, voice: Voice, text: str) -> str:
    """Return the name under which a text is kept; all that shapes the sound is in it, the voice's name is not."""
    options = sorted(voice.options.items())
    shape = (_FORMAT, engine.name, engine.version, options, voice.rate, voice.language, text)
    # In ASCII, because a text may hold what UTF-8 cannot say.
    return hashlib.sha256(ascii(shape).encode()).hexdigest()


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
    for path in folder.glob("[0-9a-f][0-9a-f]/*"):
        # Another process may be removing the same ones.
        with suppress(FileNotFoundError):
            found = path.stat()
            if _ENTRY.fullmatch(path.name):
                yield found.st_mtime_ns, found.st_size, str(path)


def _read(path: Path) -> Recording | None:
    """Return what is kept, or None; what is used is young again."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, body = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if hashlib.sha256(body).digest() != digest:
        return None
    with suppress(OSError):
        os.utime(path)
    try:
        return msgspec.msgpack.decode(body, type=Recording)
    except msgspec.DecodeError:
        return None
