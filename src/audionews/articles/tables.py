"""Tables that ship beside the code: tab-separated, ``#`` begins a comment."""

from collections.abc import Iterator
from pathlib import Path


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table beside this module, each a list of its columns."""
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
