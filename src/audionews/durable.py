"""Whole writes: a file or a folder is there as it was or as it shall be, whenever the power goes.

Also who may write: one process at a time. What is written, and where, is for ``store`` to say.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from audionews.errors import PublishError

PART = ".part"
"""Ends the name of what is being written; such names also begin with a dot."""
ASIDE = ".aside"
"""Ends the name of a folder that makes room for its successor where two cannot be swapped in one step."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT_SWAP = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}
_CANNOT_LINK = {errno.EPERM, errno.EXDEV, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS, errno.EACCES}


@contextmanager
def telling(path: Path, what: str = "cannot be written") -> Iterator[None]:
    """Turn what the operating system refuses into one line about the path that it refused.

    Raises:
        PublishError: An OSError happened inside.
    """
    try:
        yield
    except OSError as error:
        raise PublishError(_refused(error, path), f"{what}: {error.strerror or error}") from error


def _refused(error: OSError, path: Path) -> str | Path:
    """Return the path to name in a message: a name that was made up for a moment tells nobody anything."""
    if not isinstance(error.filename, str) or any(is_leftover(part) for part in Path(error.filename).parts):
        return path
    return error.filename


def write_whole(path: Path, data: bytes) -> bool:
    """Put bytes under a name in one durable step, with the mode that the umask asks for.

    Folders on the way are made. Where the same bytes are there already, nothing is touched.

    Returns:
        Whether anything was written.

    Raises:
        PublishError: The file system refuses; what was there before is still there.
    """
    with telling(path):
        if has_bytes(path, data):
            return False
        make_folder(path.parent)
        part = path.with_name(part_name())
        try:
            write_synced(part, data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(path.parent)
    return True


def part_name(stem: str = "") -> str:
    """Return a name that nobody else uses, for what is not whole yet."""
    return f".{stem}{'.' if stem else ''}{uuid4().hex[:12]}{PART}"


def is_leftover(name: str) -> bool:
    """Tell whether a name is one that only an interrupted run leaves behind."""
    return name.startswith(".") and name.endswith((PART, ASIDE))


def names_in(folder: Path) -> list[str]:
    """Return the names of all that is in a folder, in no order; none when it is not there.

    Raises:
        PublishError: The folder cannot be read.
    """
    with telling(folder, "cannot be read"):
        return os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208 - a path for each of 100 000 takes long


def has_bytes(path: Path, data: bytes) -> bool:
    """Tell whether a plain file is there and holds exactly these bytes."""
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError):
        return False


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, so that their names survive a crash."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def write_synced(path: Path, data: bytes) -> None:
    """Make a new file and wait until the disk has it; ``path`` must not exist."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_added(path: Path, data: bytes) -> None:
    """Add bytes to the end of a file and wait until the disk has them; a crash may leave a part of them.

    Raises:
        PublishError: The file system refuses.
    """
    with telling(path), path.open("ab") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder; where folders cannot be opened, the system does it alone."""
    if sys.platform == "win32":
        return
    entry = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def link_or_copy(source: str | Path, target: str | Path) -> None:
    """Give a file a second name, or a durable copy where the file system knows no second names."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        write_synced(Path(target), Path(source).read_bytes())
        shutil.copystat(source, target)


def carry(source: Path, target: Path) -> None:
    """Give a file, a link or a folder with all that is in it a second place, durably."""
    if source.is_symlink() or not source.is_dir():
        link_or_copy(source, target)
        return
    target.mkdir()
    for entry in source.iterdir():
        carry(entry, target / entry.name)
    sync_folder(target)


def swap_in(staged: Path, folder: Path) -> None:
    """Put a staged folder in the place of another, or in an empty place; what was there before is removed.

    Where the operating system can swap two names, there is no instant without the folder. Elsewhere there is one
    between two renames, and ``put_back`` closes it after a crash.
    """
    if not folder.exists():
        staged.rename(folder)
        sync_folder(folder.parent)
        return
    old = staged
    if not _exchange(staged, folder):
        old = folder.with_name(f".{folder.name}{ASIDE}")
        folder.rename(old)
        staged.rename(folder)
    sync_folder(folder.parent)
    remove(old)  # what cannot be removed now is hidden, and the next run tries again


def put_back(aside: Path) -> None:
    """Undo or finish a swap that was cut between its two renames."""
    folder = aside.with_name(aside.name.removeprefix(".").removesuffix(ASIDE))
    if folder.exists():
        shutil.rmtree(aside)
    else:
        aside.rename(folder)
    sync_folder(folder.parent)


def recover(folder: Path) -> None:
    """Finish or undo what an interrupted run left in a folder, though not deeper down."""
    for name in filter(is_leftover, names_in(folder)):
        if name.endswith(ASIDE):
            put_back(folder / name)
        else:
            remove(folder / name)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step; tell whether this system and file system can.

    Source: Linux, renameat2(2), RENAME_EXCHANGE.
    """
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if renameat2 is None:
        return False
    if renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT_SWAP:
        return False
    raise OSError(code, os.strerror(code), str(other))


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it; it is fine if somebody else was quicker."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(FileNotFoundError):
            path.unlink()
