"""A show's feeds: the main one, one for each rubrique or author, and the archives that keep all of them short.

Archives follow RFC 5005; ``listing`` says which episodes are in which. Readers page back through ``next`` (gPodder) or
``prev-archive`` (RFC 5005, section 4); there is no link forward, because it would change a full archive when the next
one begins. What an episode says is in ``feed_item``.

Sources: see ``feed_item``; RFC 5005; RFC 4287 (links); PSP-1, “Required channel elements”.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from email.utils import format_datetime
from typing import BinaryIO, Generic, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from audionews import __version__
from audionews.addresses import cover_url, encoded, published
from audionews.characters import folded, legal
from audionews.domain import Episode, Show
from audionews.feed_item import LONGEST_DESCRIPTION, LONGEST_NAME, shortened, write_item
from audionews.feed_xml import XmlWriter
from audionews.listing import Documents, Group, Item, Kind, Listed, address_part
from audionews.settings import FeedTable, show_guid

GENERATOR = "audionews"
NOTE = "<!--audionews "
"""What every document has at its beginning, before its stamp."""
HEAD_BYTES = 1_000
"""How much of a document ``is_current`` has to see."""
_STEMS: dict[Kind, str] = {"all": "", "rubrique": "-", "author": "-par-"}


class FeedPage(Struct, frozen=True, kw_only=True):
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


class FeedDocument(NamedTuple, Generic[Item]):
    """A file to be written.

    Attributes:
        name: In the output folder.
        page: What makes it what it is.
        episodes: Newest first.
        growing: The next new episode changes it.
    """

    name: str
    page: FeedPage
    episodes: Sequence[Item]
    growing: bool = False


def feed_files(group: Group[Item], settings: FeedTable) -> Documents | None:
    """Return the files of the feed of a group, or None when the settings want no such feed."""
    wanted: dict[Kind, bool] = {"all": True, "rubrique": settings.rubriques, "author": settings.authors}
    stem = f"feed{_STEMS[group.kind]}{address_part(group.name) if group.name else ''}"  # a slug has no dot
    return Documents(f"{stem}.xml", f"{stem}.{{}}.xml", group.total, settings.newest) if wanted[group.kind] else None


def feed_documents(
    show: Show, groups: Iterable[Group[Item]], settings: FeedTable | None = None, *, whole: bool = True
) -> Iterator[FeedDocument[Item]]:
    """Yield the documents of every feed of a show; the main feed comes first, archives before what links to them.

    Args:
        show: The podcast.
        groups: That of all its episodes, then those of its rubriques and authors.
        settings: How many episodes a document holds, and which feeds there are.
        whole: Yield every document; else only those that may have changed.
    """
    settings = settings or FeedTable()
    for group in groups:
        files = feed_files(group, settings)
        if files:
            yield from _series(show, group, files, settings, None if whole else group.changed(files.size))


def _series(
    show: Show, group: Group[Item], files: Documents, settings: FeedTable, numbers: AbstractSet[int] | None
) -> Iterator[FeedDocument[Item]]:
    """Yield the archives of one feed, oldest first, then its main document; of these, those that are asked for."""
    suffix, main = folded(group.name), published(show, files.newest)
    page = FeedPage(
        url=main,
        title=f"{folded(show.title)} – {suffix}" if suffix else folded(show.title),
        guid=show_guid(main) if suffix else show.guid,
        settings=settings,
    )
    for slot in files.slots(numbers):
        name, older = files.name(slot.number), (slot.number or files.last + 1) - 1
        of_slot = replace(
            page,
            url=published(show, name),
            main=main if slot.number else None,
            older=published(show, files.name(older)) if older else None,
        )
        document = _document(show, name, of_slot, group.lines(slot))
        yield document._replace(growing=slot.number in (0, files.last))


def _document(show: Show, name: str, page: FeedPage, episodes: Sequence[Item]) -> FeedDocument[Item]:
    moments = [max(episode.updated, episode.published) for episode in episodes]
    lines = [repr((__version__, show, page)), *map(_identity, episodes)]
    digest = hashlib.sha256("\n".join(lines).encode("utf-8", "replace"))
    return FeedDocument(name, replace(page, last_build=max(moments, default=None), stamp=digest.hexdigest()), episodes)


def _identity(episode: Listed) -> str:
    """Return what changes whenever an item does: everything that it says is in the tags of the sound, too."""
    sounds = " ".join([file.sha256 for purpose, file in sorted(episode.files.items()) if purpose.startswith("audio")])
    return f"{episode.guid} {episode.slug} {episode.updated.timestamp()} {sounds}"


def is_current(page: FeedPage, head: bytes) -> bool:
    """Return whether a published document is what this page would give, by its first 1 000 bytes.

    So the archives of a hundred thousand episodes need not be written to see that they have not changed.
    """
    return bool(page.stamp) and f"{NOTE}{page.stamp}".encode() in head[:HEAD_BYTES]


def write_feed(out: BinaryIO, show: Show, episodes: Iterable[Episode | bytes], *, page: FeedPage) -> None:
    """Write one document, episodes in the order in which they come; memory does not grow with them.

    Args:
        out: Open for writing bytes.
        show: The podcast.
        episodes: Newest first; some may be given as the XML of their items.
        page: What tells this document from the show's others.
    """
    note = f"{NOTE}{page.stamp}".removeprefix("<!--") if page.stamp else ""
    with XmlWriter.to(out, "rss", {"version": "2.0"}, note=note) as xml, xml.inside("channel"):
        _write_rss(xml, show, page)
        _write_links(xml, page)
        _write_itunes(xml, show, page)
        _write_podcast(xml, show, page)
        for episode in episodes:
            if isinstance(episode, bytes):
                xml.verbatim(episode)
            else:
                write_item(xml, show, episode, page.settings)


def item_xml(show: Show, episode: Episode, settings: FeedTable) -> bytes:
    """Return an episode as it stands in every feed that lists it."""
    out = io.BytesIO()
    with XmlWriter.to(out, "rss", {}) as xml, xml.inside("channel"):
        start = xml.length()
        write_item(xml, show, episode, settings)
        end = xml.length()
    return out.getvalue()[start:end]


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
