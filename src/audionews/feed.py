"""A show's feeds: the main one, one for each rubrique or author, and the archives that keep all of them short.

Archives follow RFC 5005: the main document holds the newest episodes, all others are in numbered documents that are
filled from the oldest on, so that a full one never changes again unless an episode in it is corrected or withdrawn.
Readers page back through ``next`` (gPodder) or ``prev-archive`` (RFC 5005, section 4); there is no link forward,
because it would change a full archive when the next one begins. What an episode says is in ``feed_item``.

Sources: see ``feed_item``; RFC 5005; RFC 4287 (links); PSP-1, “Required channel elements”.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import BinaryIO, Generic, NamedTuple, Protocol, TypeVar

from audionews import __version__
from audionews.addresses import cover_url, encoded, published
from audionews.characters import folded, legal
from audionews.domain import Episode, PublishedFile, Show
from audionews.feed_item import LONGEST_DESCRIPTION, LONGEST_NAME, shortened, write_item
from audionews.feed_xml import XmlWriter
from audionews.settings import FeedTable, show_guid
from audionews.slugs import plain

GENERATOR = "audionews"
NOTE = "<!--audionews "
"""What every document has at its beginning, before its stamp."""
HEAD_BYTES = 1_000
"""How much of a document ``is_current`` has to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """What tells one document from another.

    Attributes:
        url: Where it is published.
        title: Of the channel.
        guid: ``podcast:guid`` of the feed that it belongs to.
        settings: The show's ``[feed]``.
        main: Address of the main document; only archives have it.
        older: Address of the document with the next older episodes.
        last_build: When anything in it changed last.
        stamp: A digest of what it is made from; see ``is_current``.
    """

    url: str
    title: str
    guid: str
    settings: FeedTable = field(default_factory=FeedTable)
    main: str | None = None
    older: str | None = None
    last_build: datetime | None = None
    stamp: str = ""


class Listed(Protocol):
    """What decides where an episode stands: an ``Episode``, or a line of an index that stands for one."""

    @property
    def guid(self) -> str:
        """Unique for ever."""
        ...

    @property
    def slug(self) -> str:
        """Name of its folder."""
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


class FeedDocument(NamedTuple, Generic[Item]):
    """A file to be written: its name, what makes it what it is, and its episodes, newest first."""

    name: str
    page: FeedPage
    episodes: Sequence[Item]


def newest_first(episodes: Iterable[Item]) -> list[Item]:
    """Return episodes by date, newest first; those of one moment by guid, so that the order never wavers."""
    return sorted(episodes, key=lambda episode: (-episode.published.timestamp(), episode.guid))


def feed_documents(
    show: Show, episodes: Iterable[Item], settings: FeedTable | None = None
) -> Iterator[FeedDocument[Item]]:
    """Yield every document of every feed of a show; the main feed comes first, archives before what links to them.

    Whoever has very many episodes gives lines of an index, asks ``is_current``, and reads only what has to be written.

    Args:
        show: The podcast.
        episodes: All of its episodes, in any order.
        settings: How many episodes a document holds, and which feeds there are.
    """
    settings = settings or FeedTable()
    ordered = newest_first(episodes)
    yield from _series(show, "feed", "", ordered, settings)
    if settings.rubriques:
        for name, own in _groups(ordered, lambda episode: [episode.category or ""]):
            yield from _series(show, f"feed-{_plain(name)}", name, own, settings)
    if settings.authors:
        for name, own in _groups(ordered, lambda episode: (episode.author or "").split(", ")):
            yield from _series(show, f"feed-par-{_plain(name)}", name, own, settings)


def _groups(ordered: Sequence[Item], names: Callable[[Item], Iterable[str]]) -> Iterator[tuple[str, list[Item]]]:
    """Yield each name and its episodes; names that give the same address are one, called as in its newest episode."""
    called: dict[str, str] = {}
    groups: dict[str, list[Item]] = defaultdict(list)
    for episode in ordered:
        for name in filter(None, names(episode)):
            key = _plain(name)
            groups[key].append(episode)
            called.setdefault(key, folded(name))
    for key in sorted(groups):
        yield called[key], groups[key]


@lru_cache(maxsize=1_024)
def _plain(name: str) -> str:
    """Return a name for an address; one without Latin letters gets a digest of itself."""
    return plain(name) or hashlib.sha256(folded(name).encode()).hexdigest()[:8]


def _series(
    show: Show, stem: str, suffix: str, ordered: Sequence[Item], settings: FeedTable
) -> Iterator[FeedDocument[Item]]:
    """Yield the archives of one feed, oldest first, then its main document."""
    main = published(show, f"{stem}.xml")
    title = f"{folded(show.title)} – {suffix}" if suffix else folded(show.title)
    guid = show_guid(main) if suffix else show.guid
    size, total, older = settings.newest, len(ordered), None
    for number, end in enumerate(range(total, size, -size), start=1):
        name = f"{stem}.{number}.xml"  # no rubrique's slug has a dot
        page = FeedPage(url=published(show, name), title=title, guid=guid, settings=settings, main=main, older=older)
        yield _document(show, name, page, ordered[max(size, end - size) : end])
        older = page.url
    page = FeedPage(url=main, title=title, guid=guid, settings=settings, older=older)
    yield _document(show, f"{stem}.xml", page, ordered[:size])


def _document(show: Show, name: str, page: FeedPage, episodes: Sequence[Item]) -> FeedDocument[Item]:
    moments = [max(episode.updated, episode.published) for episode in episodes]
    lines = [repr((__version__, show, page)), *map(_identity, episodes)]
    digest = hashlib.sha256("\n".join(lines).encode("utf-8", "replace"))
    return FeedDocument(name, replace(page, last_build=max(moments, default=None), stamp=digest.hexdigest()), episodes)


def _identity(episode: Listed) -> str:
    """Return what changes whenever an item does: everything that it says is in the tags of the sound, too."""
    return f"{episode.guid} {episode.slug} {episode.updated.timestamp()} {episode.files['audio'].sha256}"


def is_current(page: FeedPage, head: bytes) -> bool:
    """Return whether a published document is what this page would give, by its first 1 000 bytes.

    So the archives of a hundred thousand episodes need not be written to see that they have not changed.
    """
    return bool(page.stamp) and f"{NOTE}{page.stamp}".encode() in head[:HEAD_BYTES]


def write_feed(out: BinaryIO, show: Show, episodes: Iterable[Episode], *, page: FeedPage) -> None:
    """Write one document, episodes in the order in which they come; memory does not grow with them.

    Args:
        out: Open for writing bytes.
        show: The podcast.
        episodes: Newest first.
        page: What tells this document from the show's others.
    """
    note = f"{NOTE}{page.stamp}".removeprefix("<!--") if page.stamp else ""
    with XmlWriter.to(out, "rss", {"version": "2.0"}, note=note) as xml, xml.inside("channel"):
        _write_rss(xml, show, page)
        _write_links(xml, page)
        _write_itunes(xml, show, page)
        _write_podcast(xml, show, page)
        for episode in episodes:
            write_item(xml, show, episode, page.settings)


def _write_rss(xml: XmlWriter, show: Show, page: FeedPage) -> None:
    xml.leaf("title", page.title)
    xml.leaf("link", encoded(show.link))
    xml.leaf("description", shortened(legal(show.description).strip(), LONGEST_DESCRIPTION))
    xml.leaf("language", show.language)
    xml.leaf("generator", GENERATOR)
    if show.copyright:
        xml.leaf("copyright", folded(show.copyright))
    if page.last_build:
        xml.leaf("lastBuildDate", format_datetime(page.last_build))
    with xml.inside("image"):
        xml.leaf("url", cover_url(show))
        xml.leaf("title", page.title)
        xml.leaf("link", encoded(show.link))


def _write_links(xml: XmlWriter, page: FeedPage) -> None:
    links = [("self", page.url)]
    if page.older:
        links += [("next", page.older), ("prev-archive", page.older)]
    if page.main:
        links.append(("current", page.main))
    else:
        links += [("hub", encoded(hub)) for hub in page.settings.hubs]
    for relation, address in links:
        kind = None if relation == "hub" else "application/rss+xml"
        xml.leaf("atom:link", "", {"rel": relation, "href": address, "type": kind})
    if page.main:
        xml.leaf("fh:archive")


def _write_itunes(xml: XmlWriter, show: Show, page: FeedPage) -> None:
    xml.leaf("itunes:author", folded(show.author) or page.title)
    xml.leaf("itunes:type", "episodic")
    xml.leaf("itunes:explicit", str(show.explicit).lower())
    xml.leaf("itunes:image", "", {"href": cover_url(show)})
    for category in show.categories:
        name, _, inner = category.partition(" > ")
        if not inner:
            xml.leaf("itunes:category", "", {"text": name})
            continue
        with xml.inside("itunes:category", {"text": name}):
            xml.leaf("itunes:category", "", {"text": inner})
    if show.owner_email:
        with xml.inside("itunes:owner"):
            xml.leaf("itunes:name", folded(show.owner_name or show.author or show.title))
            xml.leaf("itunes:email", show.owner_email)


def _write_podcast(xml: XmlWriter, show: Show, page: FeedPage) -> None:
    settings = page.settings
    xml.leaf("podcast:guid", page.guid)
    xml.leaf("podcast:medium", "podcast")
    xml.leaf("podcast:locked", "yes" if settings.locked else "no", {"owner": show.owner_email or None})
    if settings.license:
        xml.leaf("podcast:license", settings.license, {"url": settings.license_url or None})
    if settings.funding_url:
        text = settings.funding_text or "Soutenir ce podcast"
        xml.leaf("podcast:funding", text[:LONGEST_NAME], {"url": encoded(settings.funding_url)})
    if settings.frequency:
        xml.leaf("podcast:updateFrequency", settings.frequency_text, {"rrule": settings.frequency})
    if settings.publisher:
        with xml.inside("podcast:publisher"):
            xml.leaf("podcast:remoteItem", "", {"medium": "publisher", **_remote(settings.publisher)})
    if settings.podroll:
        with xml.inside("podcast:podroll"):
            for entry in settings.podroll:
                xml.leaf("podcast:remoteItem", "", _remote(entry))
    texts = {"ai-content": "true" if settings.disclosure else "", "verify": settings.verify}
    for purpose, text in (texts | {"applepodcastsverify": settings.apple_verify}).items():
        if text:
            xml.leaf("podcast:txt", text, {"purpose": purpose})


def _remote(entry: str) -> dict[str, str]:
    """Return how another show is named: by its guid, which follows from its feed's address unless it is given."""
    address, _, guid = entry.partition(" ")
    return {"feedGuid": guid or show_guid(address), "feedUrl": encoded(address)}
