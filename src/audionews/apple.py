"""The categories of Apple's directory, which every other directory reads too."""

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

BELOW = " > "
"""Between a category and the sub-category in it, as in ``News > Politics``."""


@cache
def categories() -> Mapping[str, tuple[str, ...]]:
    """Return the categories, each with its sub-categories.

    Source: https://podcasters.apple.com/support/1691-apple-podcasts-categories
    """
    text = Path(__file__).with_name("apple_categories.tsv").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.splitlines())
    return {name: tuple(filter(None, inner.strip().split("; "))) for name, _, inner in rows}


def is_category(name: str) -> bool:
    """Tell whether a show may name this category.

    >>> is_category("News > Politics"), is_category("Politics")
    (True, False)
    """
    return name in _all()


def nearest_categories(name: str) -> tuple[str, ...]:
    """Return the categories that somebody may have meant, the likeliest first.

    >>> nearest_categories("politic")
    ('News > Politics',)
    """
    by_last = {full.rpartition(BELOW)[2].casefold(): full for full in reversed(_all())}
    by_last |= {full.casefold(): full for full in _all()}
    near = difflib.get_close_matches(name.strip().casefold(), list(by_last), n=3, cutoff=0.75)
    return tuple(dict.fromkeys(by_last[each] for each in near))


def _all() -> tuple[str, ...]:
    inner = (f"{name}{BELOW}{each}" for name, below in categories().items() for each in below)
    return (*categories(), *inner)
