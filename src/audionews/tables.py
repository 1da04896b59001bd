"""Owner of SQLite: tables that are a cache, in a file that may be missing, old, damaged or full at any time.

Whatever happens to the file, the work goes on with tables in memory, which their owner fills again. SQLite notices when
its own structure is damaged, but not a byte that has changed in a value: so values may be sealed. ``seal(value, key)``
in a statement is what to keep, and ``unseal(kept, key)`` gives it back, or ends the file when it is not what was kept.
So does ``ask_sealed``, for hundreds of rows.
"""

import logging
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

_PAGE_BYTES = 16_384
"""Rows of 2 kB leave half of SQLite's usual page empty."""
_CACHE_KB = 4_000
"""With SQLite's usual 2 MB, filling indexes of 100 000 rows is waiting for the disk."""
Row = tuple[Any, ...]
_log = logging.getLogger(__name__)
_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
"""What says nothing about a file: it is busy, full or out of reach."""
_SEAL_BYTES = 4


class Tables:
    """Open tables; all that was asked since the last ``keep`` is one transaction.

    Args:
        file: Where they are kept; None keeps nothing.
        script: Makes them.
        version: Of the script; a file of another one is not read.
        read_only: Keep nothing of what is changed, and leave the file alone even when it is damaged.
    """

    def __init__(self, file: Path | None, script: str, version: int, *, read_only: bool = False) -> None:
        self._script, self._version, self.read_only = script, version, read_only
        self._file = file
        self.refill: Callable[[], None] = lambda: None
        """What fills the tables again when their file was lost."""
        try:
            self._open = self._opened(file)
        except (sqlite3.DatabaseError, OSError) as error:
            self._open = self._without_file(error)

    def ask(self, question: str, *values: object) -> list[Row]:
        """Return all rows that answer a statement."""
        try:
            return self._open.execute(question, values).fetchall()
        except sqlite3.DatabaseError as error:
            if self._file is None:  # nothing but a wrong statement goes wrong in memory
                raise
            self._open = self._without_file(error)
        self.refill()
        return self._open.execute(question, values).fetchall()

    def ask_sealed(self, question: str, *values: object) -> list[Row]:
        """Return all rows, whose last value is sealed for the one before; quicker than ``unseal`` in the question."""
        try:
            return [(*row[:-1], _unseal(row[-1], row[-2])) for row in self.ask(question, *values)]
        except ValueError:
            self.mistrust("a value is not what was kept")
        return [(*row[:-1], _unseal(row[-1], row[-2])) for row in self.ask(question, *values)]

    def keep(self) -> None:
        """Put on the disk what was changed."""
        if self.read_only or self._file is None or not self._open.in_transaction:
            return
        try:
            self._open.execute("COMMIT")
            self._open.execute("BEGIN")
        except sqlite3.DatabaseError as error:  # and SQLite may have taken back all that was changed
            self._open = self._without_file(error)
            self.refill()

    def mistrust(self, why: str) -> None:
        """Fill the tables anew, because they do not agree; nothing when that has been done."""
        if self._file is not None:
            self._open = self._without_file(sqlite3.DatabaseError(why))
            self.refill()

    def close(self) -> None:
        """Forget what was changed since the last ``keep``."""
        self._open.close()

    def _opened(self, file: Path | None) -> sqlite3.Connection:
        if file is None or (self.read_only and not file.is_file()):
            self._file = None
            return self._new(":memory:")
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = _connected(file)
        if self._is_ours(connection):
            return _begun(connection)
        connection.close()
        if self.read_only:
            self._file = None
            return self._new(":memory:")
        _discard(file)
        return self._new(file)

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        try:
            return bool(connection.execute("PRAGMA user_version").fetchone() == (self._version,))
        except sqlite3.DatabaseError as error:
            if _is_passing(error):
                connection.close()
                raise
            return False

    def _new(self, place: Path | str) -> sqlite3.Connection:
        connection = _connected(place)
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES:d}")
        _begun(connection)
        for statement in filter(str.strip, self._script.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {self._version:d}")
        return connection

    def _without_file(self, error: Exception) -> sqlite3.Connection:
        """Go on in memory; a damaged file is of no use to the next run either."""
        _log.info("%s: does without: %s", self._file, error)
        with suppress(AttributeError, sqlite3.Error):
            self._open.close()
        if self._file is not None and not _is_passing(error) and not self.read_only:
            _discard(self._file)
        self._file = None
        return self._new(":memory:")


def _begun(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB:d}")
    connection.execute("BEGIN")
    return connection


def _connected(place: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(place, timeout=0, isolation_level=None)
    connection.create_function("seal", 2, _seal, deterministic=True)
    connection.create_function("unseal", 2, _unseal, deterministic=True)
    return connection


def _seal(value: bytes | None, key: str | bytes) -> bytes | None:
    """Return a value with a checksum of it and of the key that it belongs to; nothing stays nothing."""
    return None if value is None else _checksum(value, key) + value


def _unseal(kept: bytes | None, key: str | bytes) -> bytes | None:
    if kept is None:
        return None
    value = kept[_SEAL_BYTES:]
    if kept[:_SEAL_BYTES] != _checksum(value, key):
        raise ValueError
    return value


def _checksum(value: bytes, key: str | bytes) -> bytes:
    data = key.encode() if isinstance(key, str) else key
    return zlib.crc32(value, zlib.crc32(data)).to_bytes(_SEAL_BYTES, "big")


def _is_passing(error: Exception) -> bool:
    """Tell an error that says nothing about the file; SQLite's codes have more to say in their upper bytes."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, OSError) or (code is not None and code & 0xFF in _PASSING)


def _discard(file: Path) -> None:
    for path in (file, file.with_name(f"{file.name}-journal")):
        with suppress(OSError):
            path.unlink(missing_ok=True)
