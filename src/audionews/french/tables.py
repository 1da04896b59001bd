"""Read the tables that ship beside the rules: ``.tsv``, one row a line, ``#`` begins a comment line."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
"""Beside this file, as in every wheel: importlib.resources costs the first sentence 11–14 ms."""


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of ``name.tsv`` as tuples of columns; empty lines and comments are left out."""
    text = _FOLDER.joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(tuple(column.strip() for column in line.split("\t")) for line in lines)


@cache
def words(name: str) -> dict[str, frozenset[str]]:
    """Return a table of word lists (name of the list ⇥ words with spaces between), lists of one name joined.

    >>> "Mme" in words("sentences")["title"]
    True
    """
    lists: dict[str, frozenset[str]] = {}
    for kind, entries in rows(name):
        lists[kind] = lists.get(kind, frozenset()) | frozenset(entries.split())
    return lists
