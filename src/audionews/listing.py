"""How many episodes become documents that stay short, and stay as they are: the newest in one, all others in archives.

Archives are numbered, and filled from the oldest episode on: a full one changes only when an episode in it does. Feeds,
the pages of the index and the search all are cut like this, for the whole show, each rubrique and each author.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple, Protocol, TypeVar

from audionews.characters import folded
from audionews.domain import PublishedFile
from audionews.slugs import plain

Kind = Literal["all", "rubrique", "author"]


class Listed(Protocol):
    """What decides where an episode stands: an ``Episode``, or a line of the catalogue that stands for one."""

    @property
    def guid(self) -> str:
        """Unique for ever."""
        ...

    @property
    def slug(self) -> str:
        """Name of its folder."""
        ...

    @property
    def title(self) -> str:
        """Of the article."""
        ...

    @property
    def summary(self) -> str:
        """Plain text."""
        ...

    @property
    def category(self) -> str | None:
        """The rubrique."""
        ...

    @property
    def author(self) -> str | None:
        """As printed."""
        ...

    @property
    def published(self) -> datetime:
        """Aware."""
        ...

    @property
    def updated(self) -> datetime:
        """Aware."""
        ...

    @property
    def files(self) -> Mapping[str, PublishedFile]:
        """By purpose; ``audio`` at least."""
        ...


Item = TypeVar("Item", bound=Listed)
Item_co = TypeVar("Item_co", bound=Listed, covariant=True)


class Slot(NamedTuple):
    """The place of a document among those of a group.

    Attributes:
        number: 0 for the newest episodes, 1 for the archive with the oldest.
        start: Position of its first episode, counted from the newest of the group.
        stop: Position after its last one.
    """

    number: int
    start: int
    stop: int


def archives(total: int, size: int) -> int:
    """Return how many archives a number of episodes needs."""
    return max(0, -(-total // size) - 1)


class Documents(NamedTuple):
    """The files that a group of episodes is cut into.

    Attributes:
        newest: Name of the one with the newest episodes.
        numbered: Name of an archive, with ``{}`` where its number stands.
        total: How many episodes there are.
        size: How many of them a file holds.
    """

    newest: str
    numbered: str
    total: int
    size: int

    @property
    def last(self) -> int:
        """Number of the newest archive, the only one that the next episode may change; 0 where there is none."""
        return archives(self.total, self.size)

    def name(self, number: int) -> str:
        """Return the name of a file, 0 for that of the newest episodes."""
        return self.numbered.format(number) if number else self.newest

    def names(self) -> Iterator[str]:
        """Yield the names of all files."""
        return numbered_names(self.newest, self.numbered, self.last)

    def slots(self, numbers: AbstractSet[int] | None = None) -> Iterator[Slot]:
        """Yield the places of all files, or of those with certain numbers: archives from the oldest on, newest last.

        >>> [tuple(slot) for slot in Documents("feed.xml", "feed.{}.xml", 5, 2).slots()]
        [(1, 3, 5), (2, 2, 3), (0, 0, 2)]
        """
        wanted = range(self.last + 1) if numbers is None else numbers
        for number in sorted(wanted, key=lambda number: (not number, number)):
            stop = self.total - (number - 1) * self.size if number else min(self.size, self.total)
            yield Slot(number, max(self.size, stop - self.size) if number else 0, stop)


def numbered_names(newest: str, numbered: str, last: int) -> Iterator[str]:
    """Yield a name, then the numbered ones from 1 on; quickly, because there may be ten thousand."""
    before, _, after = numbered.partition("{}")
    return chain((newest,), [f"{before}{number}{after}" for number in range(1, last + 1)])


class Group(Protocol[Item_co]):
    """Episodes that are listed together, newest first; they may lie on a disk."""

    @property
    def kind(self) -> Kind:
        """What they have in common."""
        ...

    @property
    def name(self) -> str:
        """Of the rubrique or author, as the newest episode spells it; empty for all episodes."""
        ...

    @property
    def total(self) -> int:
        """How many there are."""
        ...

    def lines(self, slot: Slot) -> Sequence[Item_co]:
        """Return the episodes of a document, newest first."""
        ...

    def changed(self, size: int) -> AbstractSet[int]:
        """Return the numbers of the documents, of ``size`` episodes each, that may differ from what is published."""
        ...


def memberships(episode: Listed) -> Iterator[tuple[Kind, str]]:
    """Yield the groups that an episode belongs to beside that of all; names with the same address are one group."""
    if episode.category:
        yield "rubrique", episode.category
    authors = {address_part(name): name for name in reversed((episode.author or "").split(", ")) if name}
    for name in reversed(authors.values()):
        yield "author", name


@lru_cache(maxsize=1_024)
def address_part(name: str) -> str:
    """Return a name for an address; one without Latin letters gets a digest of itself."""
    return plain(name) or hashlib.sha256(folded(name).encode()).hexdigest()[:8]
