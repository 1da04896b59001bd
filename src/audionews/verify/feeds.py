"""The feeds against the manifests and the files: what a podcast app would find out, before one does.

Read with the standard library's parser, apart from the one that writes them.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

from msgspec import Struct

from audionews.domain import Episode, Show
from audionews.store import sounds
from audionews.timecode import whole_seconds
from audionews.verify.formats import FileChapter
from audionews.verify.place import Site
from audionews.verify.table import Fault, fault
from audionews.verify.texts import chapter_differences
from audionews.verify.wording import quoted, squeezed

FEED = "feed.xml"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_ATOM = "{http://www.w3.org/2005/Atom}"
_PSC = "{http://podlove.org/simple-chapters}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_REQUIRED = ("title", "description", "link", "language", f"{_ITUNES}category", f"{_ITUNES}explicit", f"{_ITUNES}image")
_MOST_DESCRIPTION_BYTES = 4_000
_ADDRESSES = ("url", "href", "uri", "src", "image")
_AUDIO_TYPE = "audio/mpeg"
_NPT = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:\.(\d{1,3}))?")


class Document(Struct, frozen=True):
    """A feed document, parsed.

    Attributes:
        address: What it says its own address is; empty when it does not say.
    """

    path: Path
    channel: ET.Element
    address: str

    @property
    def items(self) -> list[ET.Element]:
        """Its items in order."""
        return self.channel.findall("item")


def read_feeds(folder: Path) -> tuple[list[Document], list[Fault]]:
    """Return the feed documents of a folder, the main one first, and a fault for each that is none."""
    documents: list[Document] = []
    faults: list[Fault] = []
    paths = sorted(folder.glob("feed*.xml"), key=lambda path: (path.name != FEED, path.name))
    for path in paths:
        try:
            channel = ET.fromstring(path.read_bytes()).find("channel")  # noqa: S314 - ours, and expat bounds expansion
        except (ET.ParseError, OSError, ValueError) as error:
            faults.append(fault(path, "feed-xml", f"is not well-formed: {error}"))
            continue
        if channel is None:
            faults.append(fault(path, "feed-xml", "has no channel"))
        else:
            documents.append(Document(path, channel, _linked(channel, "self")))
    return documents, faults


def _linked(channel: ET.Element, relation: str) -> str:
    links = (link for link in channel.findall(f"{_ATOM}link") if link.get("rel") == relation)
    return next((link.get("href", "") for link in links), "")


def base_of(documents: Sequence[Document], show: Show | None) -> str:
    """Return where the folder is published: what the show says, else what follows from a feed's own address."""
    if show:
        return show.url
    return next((doc.address.removesuffix(doc.path.name) for doc in documents if doc.address), "")


def feed_faults(
    site: Site, documents: Sequence[Document], episodes: Mapping[str, Episode], *, unfinished: bool
) -> Iterator[Fault]:
    """Yield what is wrong with the feeds.

    Args:
        site: The output folder.
        documents: Its feeds.
        episodes: What is published, by guid.
        unfinished: A run was stopped half-way, or is going on: the feeds may be older than the manifests.
    """
    has_main = any(doc.path.name == FEED for doc in documents)
    if episodes and not has_main and not unfinished:
        yield fault(site.folder / FEED, "feed-missing", f"is not there, but {len(episodes)} episodes are")
    for doc in documents:
        yield from _channel_faults(site, doc)
        yield from _items_faults(doc)
        for item in doc.items:
            yield from _item_faults(site, doc, item, episodes, unfinished=unfinished)
        yield from _link_faults(site, doc)
    if has_main and not unfinished:
        yield from _unlisted(site, documents, episodes)


def _channel_faults(site: Site, doc: Document) -> Iterator[Fault]:
    for tag in _REQUIRED:
        found = doc.channel.find(tag)
        if found is None or not f"{found.text or ''}{found.get('href', '')}{found.get('text', '')}".strip():
            yield fault(doc.path, "feed-channel", f"has no {_plain(tag)}")
    if not doc.address:
        yield fault(doc.path, "feed-channel", "has no atom:link with rel=self")
    elif doc.address != f"{site.base}{doc.path.name}":
        yield fault(
            doc.path,
            "feed-address",
            f"says that it lies at {doc.address}, it is published at {site.base}{doc.path.name}",
        )
    if len((doc.channel.findtext("description") or "").encode()) > _MOST_DESCRIPTION_BYTES:
        yield fault(doc.path, "feed-channel", f"its description is longer than {_MOST_DESCRIPTION_BYTES} bytes")
    for explicit in doc.channel.iter(f"{_ITUNES}explicit"):
        if explicit.text not in ("true", "false"):
            yield fault(doc.path, "feed-channel", f"itunes:explicit is {explicit.text!r}, neither true nor false")


def _plain(tag: str) -> str:
    return tag.replace(_ITUNES, "itunes:")


def _items_faults(doc: Document) -> Iterator[Fault]:
    for what, found in (("guid", _guids(doc)), ("audio file", _enclosures(doc))):
        for twice in sorted({one for one in found if one and found.count(one) > 1}):
            yield fault(doc.path, "feed-guid", f"two items share the {what} {twice}")
    dates = [date for date in map(_date, doc.items) if date]
    if any(before < after for before, after in pairwise(dates)):
        yield fault(doc.path, "feed-order", "its items do not stand newest first")


def _guids(doc: Document) -> list[str]:
    return [(item.findtext("guid") or "").strip() for item in doc.items]


def _enclosures(doc: Document) -> list[str]:
    found = (item.find("enclosure") for item in doc.items)
    return ["" if one is None else one.get("url", "") for one in found]


def _date(item: ET.Element) -> datetime | None:
    with suppress(ValueError):
        return parsedate_to_datetime(item.findtext("pubDate") or "")
    return None


def _item_faults(
    site: Site, doc: Document, item: ET.Element, episodes: Mapping[str, Episode], *, unfinished: bool
) -> Iterator[Fault]:
    guid, enclosure = (item.findtext("guid") or "").strip(), item.find("enclosure")
    name = guid or quoted(item.findtext("title") or "")
    if not guid or not (item.findtext("title") or "").strip():
        yield fault(doc.path, "feed-item", f"an item has no guid or no title: {name}")
    episode = episodes.get(guid)
    if guid and episode is None:
        yield fault(doc.path, "feed-unknown", f"lists {name}, which is not published")
    if enclosure is None:
        yield fault(doc.path, "feed-item", f"{name} has no enclosure")
    else:
        for message in _enclosure_faults(site, enclosure, episode, unfinished=unfinished):
            yield fault(doc.path, "feed-enclosure", f"{name}: {message}")
    if episode and not unfinished:
        yield from _episode_faults(doc, item, episode)
        for message in _format_faults(site, item, episode):
            yield fault(doc.path, "feed-formats", f"{name}: {message}")


def _enclosure_faults(site: Site, enclosure: ET.Element, episode: Episode | None, *, unfinished: bool) -> Iterator[str]:
    url, length, kind = (enclosure.get(key, "") for key in ("url", "length", "type"))
    if kind != _AUDIO_TYPE:
        yield f"its type is {kind!r}, not {_AUDIO_TYPE}"
    file = site.target(url)
    if file is None:
        yield f"its audio lies elsewhere: {url}"
    elif file.is_file() and length != str(file.stat().st_size):
        yield f"its length is {length!r}, the file has {file.stat().st_size} bytes"
    if file and episode and not unfinished:
        audio = episode.files.get("audio")
        if audio and file != site.folder / "episodes" / episode.slug / audio.name:
            yield f"its audio is {file.name}, the manifest's is {audio.name}"


def _format_faults(site: Site, item: ET.Element, episode: Episode) -> Iterator[str]:
    """Yield where the formats that an app may choose from are not the episode's, to the byte."""
    home = site.folder / "episodes" / episode.slug
    wanted = {home / file.name: file for file in sounds(episode.files)}
    found: dict[Path | None, ET.Element] = {}
    for offer in item.findall(f"{_PODCAST}alternateEnclosure"):
        source = offer.find(f"{_PODCAST}source")
        found[None if source is None else site.target(source.get("uri", ""))] = offer
    if set(found) != (set(wanted) if len(wanted) > 1 else set()):
        yield f"offers {len(found)} formats, there are {len(wanted)}, or they lie elsewhere"
        return
    for path, offer in found.items():
        file = wanted[path or home]
        integrity = offer.find(f"{_PODCAST}integrity")
        digest = f"sha256-{b64encode(bytes.fromhex(file.sha256)).decode()}"
        if offer.get("length") != str(file.bytes) or integrity is None or integrity.get("value") != digest:
            yield f"the length or the digest of {file.name} is not the file's"


def _episode_faults(doc: Document, item: ET.Element, episode: Episode) -> Iterator[Fault]:
    title, name = item.findtext("title") or "", episode.guid
    if squeezed(title) != squeezed(episode.title):
        yield fault(doc.path, "feed-text", f"{name} is called {quoted(title)}, not {quoted(episode.title)}")
    if _date(item) != episode.published.replace(microsecond=0):
        yield fault(doc.path, "feed-text", f"{name} is dated {item.findtext('pubDate')}, not {episode.published}")
    found, wanted = item.findtext(f"{_ITUNES}duration"), str(whole_seconds(episode.duration_ms))
    if found is not None and found != wanted:
        yield fault(doc.path, "feed-text", f"{name} lasts {found} s, not {wanted} s")
    chapters = item.find(f"{_PSC}chapters")
    if chapters is not None:
        for message in chapter_differences(_inline(chapters), episode.chapters):
            yield fault(doc.path, "chapters-feed", f"{name}: {message}")


def _inline(chapters: ET.Element) -> list[FileChapter]:
    entries = chapters.findall(f"{_PSC}chapter")
    return [FileChapter(_npt(entry.get("start", "")), None, entry.get("title", "")) for entry in entries]


def _npt(text: str) -> int:
    """Return a normal play time in ms, -1 for what is none."""
    found = _NPT.fullmatch(text)
    if found is None:
        return -1
    hours, minutes, seconds, rest = found.groups()
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int((rest or "0").ljust(3, "0"))


def _link_faults(site: Site, doc: Document) -> Iterator[Fault]:
    for element in doc.channel.iter():
        links = [element.get(name, "") for name in _ADDRESSES]
        if element.tag in ("link", "url"):
            links.append(element.text or "")
        for link in filter(None, links):
            file = site.target(link)
            if file and not file.is_file():
                yield fault(doc.path, "feed-link", f"names {link}, which is not there")


def _unlisted(site: Site, documents: Sequence[Document], episodes: Mapping[str, Episode]) -> Iterator[Fault]:
    listed = {guid for doc in _chain(site, documents) for guid in _guids(doc)}
    for guid, episode in episodes.items():
        if guid not in listed:
            yield fault(site.folder / FEED, "feed-episode", f"does not list {episode.slug}")


def _chain(site: Site, documents: Sequence[Document]) -> Iterator[Document]:
    """Yield the main feed and the archives that can be reached from it."""
    by_path = {doc.path: doc for doc in documents}
    waiting, seen = [site.folder / FEED], set[Path]()
    while waiting:
        path = waiting.pop()
        doc = by_path.get(path)
        if doc is None or path in seen:
            continue
        seen.add(path)
        yield doc
        links = (_linked(doc.channel, relation) for relation in ("next", "prev-archive"))
        waiting += [file for file in (site.target(link) for link in links if link) if file]
