"""Episodes → what the search on the index looks through, in files that stay short however many episodes there are."""

from collections.abc import Iterator, Mapping, Sequence

from audionews.listing import Group, Item, Listed, slots
from audionews.typography import compact_json

SEARCH_SIZE = 500
"""Episodes in a file of the search."""


def search_index(group: Group[Item], *, whole: bool = True) -> Iterator[tuple[str, str | None]]:
    """Yield name and text of the files of the search; each names the one with older episodes.

    Args:
        group: All episodes.
        whole: Whether to yield the text of every file; else of those that may have changed, and None for the others.
    """
    changed, newest = None if whole else group.changed(SEARCH_SIZE), 0
    for slot in slots(group.total, SEARCH_SIZE):
        older = (slot.number or newest + 1) - 1
        newest = slot.number
        is_changed = changed is None or slot.number in changed
        yield _name(slot.number), _text(group.lines(slot), older) if is_changed else None


def _name(number: int) -> str:
    return f"search-{number}.json" if number else "search.json"


def _text(episodes: Sequence[Listed], older: int) -> str:
    return compact_json({"older": _name(older) if older else None, "entries": [_entry(each) for each in episodes]})


def _entry(episode: Listed) -> Mapping[str, str]:
    return {
        "slug": episode.slug,
        "title": episode.title,
        "rubrique": episode.category or "",
        "author": episode.author or "",
        "date": episode.published.date().isoformat(),
        "summary": episode.summary[:300],
    }
