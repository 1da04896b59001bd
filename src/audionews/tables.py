"""Owner of SQLite: tables that are a cache, in a file that may be missing, old, damaged or full at any time.

Whatever happens to the file, the work goes on with tables in memory, which their owner fills again.
"""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

_PAGE_BYTES = 16_384
"""Rows of 2 kB leave half of SQLite's usual page empty."""
_CACHE_KB = 16_000
"""With SQLite's usual 2 MB, filling indexes of 100 000 rows is waiting for the disk."""
Row = tuple[Any, ...]
_log = logging.getLogger(__name__)


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

    def close(self) -> None:
        """Forget what was changed since the last ``keep``."""
        self._open.close()

    def _opened(self, file: Path | None) -> sqlite3.Connection:
        if file is None or (self.read_only and not file.is_file()):
            self._file = None
            return self._new(":memory:")
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=0, isolation_level=None)
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
        except sqlite3.OperationalError:  # busy or out of reach, which says nothing about it
            connection.close()
            raise
        except sqlite3.DatabaseError:
            return False

    def _new(self, place: Path | str) -> sqlite3.Connection:
        connection = sqlite3.connect(place, timeout=0, isolation_level=None)
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES:d}")
        _begun(connection)
        for statement in filter(str.strip, self._script.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {self._version:d}")
        return connection

    def _without_file(self, error: Exception) -> sqlite3.Connection:
        """Go on in memory; a file that is not merely busy, full or out of reach is of no use to the next run either."""
        _log.info("%s: does without: %s", self._file, error)
        with suppress(AttributeError, sqlite3.Error):
            self._open.close()
        is_damaged = not isinstance(error, sqlite3.OperationalError | OSError)
        if self._file is not None and is_damaged and not self.read_only:
            _discard(self._file)
        self._file = None
        return self._new(":memory:")


def _begun(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB:d}")
    connection.execute("BEGIN")
    return connection


def _discard(file: Path) -> None:
    for path in (file, file.with_name(f"{file.name}-journal")):
        with suppress(OSError):
            path.unlink(missing_ok=True)
