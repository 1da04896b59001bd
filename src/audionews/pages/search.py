"""Episodes → what the search on the index looks through, in files that stay short however many episodes there are."""

from collections.abc import Iterator, Mapping, Sequence

from audionews.listing import Documents, Group, Item, Listed
from audionews.typography import compact_json

SEARCH_SIZE = 500
"""Episodes in a file of the search."""


def search_files(group: Group[Item]) -> Documents:
    """Return the files of the search through all episodes."""
    return Documents("search.json", "search-{}.json", group.total, SEARCH_SIZE)


def search_index(group: Group[Item], *, whole: bool = True) -> Iterator[tuple[str, str]]:
    """Yield name and text of the files of the search; each names the one with older episodes.

    Args:
        group: All episodes.
        whole: Whether to yield every file; else those that may have changed.
    """
    files = search_files(group)
    for slot in files.slots(None if whole else group.changed(SEARCH_SIZE)):
        older = (slot.number or files.last + 1) - 1
        yield files.name(slot.number), _text(group.lines(slot), files.name(older) if older else None)


def _text(episodes: Sequence[Listed], older: str | None) -> str:
    return compact_json({"older": older, "entries": [_entry(each) for each in episodes]})


def _entry(episode: Listed) -> Mapping[str, str]:
    return {
        "slug": episode.slug,
        "title": episode.title,
        "rubrique": episode.category or "",
        "author": episode.author or "",
        "date": episode.published.date().isoformat(),
        "summary": episode.summary[:300],
    }
