"""Episodes in memory as groups: what is published of them is made by going through all, without a catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Generic

from audionews import pages
from audionews.domain import Episode, Show
from audionews.listing import Item, Kind, Slot, address_part, archives, memberships
from audionews.settings import FeedTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered(Generic[Item]):
    """A group whose episodes are all at hand; nothing is known of what is published."""

    kind: Kind
    name: str
    ordered: Sequence[Item]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.ordered)

    def lines(self, slot: Slot) -> Sequence[Item]:
        """Return the episodes of a document, newest first."""
        return self.ordered[slot.start : slot.stop]

    def changed(self, size: int) -> AbstractSet[int]:
        """Return the number of every document."""
        return frozenset(range(archives(self.total, size) + 1))


def newest_first(episodes: Iterable[Item]) -> list[Item]:
    """Return episodes by date, newest first; those of one moment by guid, so that the order never wavers."""
    return sorted(episodes, key=lambda episode: (-episode.published.timestamp(), episode.guid))


def gathered(episodes: Iterable[Item]) -> list[Gathered[Item]]:
    """Return the groups of some episodes: all of them, each rubrique, each author; in the order of their addresses."""
    ordered = newest_first(episodes)
    found: dict[tuple[Kind, str], list[Item]] = defaultdict(list)
    names: dict[tuple[Kind, str], str] = {}
    for episode in ordered:
        for kind, name in memberships(episode):
            found[kind, address_part(name)].append(episode)
            names.setdefault((kind, address_part(name)), name)
    rest = sorted(found, key=lambda key: (key[0] == "author", key[1]))
    return [
        Gathered(kind="all", name="", ordered=ordered),
        *(Gathered(kind=key[0], name=names[key], ordered=found[key]) for key in rest),
    ]


def index_of(show: Show, episodes: Iterable[Episode], settings: FeedTable | None = None) -> dict[str, str]:
    """Return the pages of the index and the files of its search, by name."""
    groups = gathered(episodes)
    index = pages.index_pages(
        show, groups, settings, entries=lambda listed, _: [pages.index_entry(show, episode) for episode in listed]
    )
    return dict((*index, *pages.search_index(groups[0])))
