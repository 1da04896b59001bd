"""Begins a new show: the files of this folder are what ``audionews init`` writes."""

from importlib.resources import files
from pathlib import Path

from audionews.errors import PublishError

_FILES = ("audionews.toml", "articles/exemple.txt", "voices/lexicon/redaction.tsv", "voices/jingles/LISEZ-MOI.txt")


def begin(folder: Path) -> tuple[Path, ...]:
    """Write a new show into a folder and return the files; nothing that is there is touched.

    Raises:
        PublishError: One of the files is there already, or the folder cannot be written.
    """
    paths = tuple(folder / name for name in _FILES)
    for path in paths:
        if path.exists():
            raise PublishError(path, "is there already; nothing was changed")
    try:
        for name, path in zip(_FILES, paths, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files(__name__).joinpath(Path(name).name).read_bytes())
    except OSError as error:
        raise PublishError(folder, f"cannot be written: {error.strerror}") from error
    return paths
