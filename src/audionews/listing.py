"""How many episodes become documents that stay short, and stay as they are: the newest in one, all others in archives.

Archives are numbered, and filled from the oldest episode on: a full one changes only when an episode in it does. Feeds,
the pages of the index and the search all are cut like this, for the whole show, each rubrique and each author.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import lru_cache
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


def slots(total: int, size: int) -> Iterator[Slot]:
    """Yield the documents that a number of episodes needs: archives from the oldest on, the newest episodes last.

    >>> [tuple(slot) for slot in slots(5, 2)]
    [(1, 3, 5), (2, 2, 3), (0, 0, 2)]
    """
    for number, stop in enumerate(range(total, size, -size), start=1):
        yield Slot(number, max(size, stop - size), stop)
    yield Slot(0, 0, min(size, total))


def archives(total: int, size: int) -> int:
    """Return how many archives a number of episodes needs."""
    return max(0, -(-total // size) - 1)


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
