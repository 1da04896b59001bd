"""What standard and directories recommend beyond what they require: ``audionews verify --strict``.

A show that only its newsroom hears may break these rules; one that is sent to Apple, Spotify and others should not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree as ET

from audionews.apple import categories
from audionews.verify.feeds import Document
from audionews.verify.pictures import read_picture
from audionews.verify.place import Site
from audionews.verify.table import Fault, fault
from audionews.verify.wording import quoted

_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_CHANNEL = {
    f"{_PODCAST}guid": "podcast:guid",
    f"{_PODCAST}locked": "podcast:locked",
    f"{_ITUNES}author": "itunes:author",
    f"{_ITUNES}type": "itunes:type",
}
_ITEM = {
    "link": "link",
    "pubDate": "pubDate",
    "description": "description",
    f"{_ITUNES}duration": "itunes:duration",
    f"{_ITUNES}image": "itunes:image",
    f"{_ITUNES}explicit": "itunes:explicit",
    f"{_PODCAST}transcript": "podcast:transcript",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RFC_2822 = re.compile(
    r"((?P<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(:\d\d)? ([+-]\d{4}|GMT|UT)"
)
_SUFFIXES = {"audio/mpeg": ".mp3", "audio/x-m4a": ".m4a", "audio/mp4": ".m4a"}
_LONGEST_TITLE = 255
_MOST_DESCRIPTION_BYTES = 4_000
_SMALLEST_PX, _LARGEST_PX = 1_400, 3_000
_COLOURS = 3


def recommended_faults(site: Site, documents: Sequence[Document]) -> Iterator[Fault]:
    """Yield what in the feeds is allowed, but not as it is recommended."""
    pictures: dict[Path, Path] = {}
    for doc in documents:
        for check, message in _channel_faults(doc.channel):
            yield fault(doc.path, check, message)
        for item in doc.items:
            name = item.findtext("guid") or quoted(item.findtext("title") or "")
            for check, message in _item_faults(item, doc.channel):
                yield fault(doc.path, check, f"{name}: {message}")
        for image in doc.channel.iter(f"{_ITUNES}image"):
            file = site.target(image.get("href", ""))
            if file and file.is_file():
                pictures.setdefault(file, doc.path)
    for path in pictures:
        yield from _artwork_faults(path)


def _channel_faults(channel: ET.Element) -> Iterator[tuple[str, str]]:
    yield from (("psp-channel", f"has no {name}") for name in _absent(channel, _CHANNEL))
    guid = (channel.findtext(f"{_PODCAST}guid") or "").strip()
    if guid and not _is_uuid(guid):
        yield "psp-channel", f"its podcast:guid is no UUID: {quoted(guid)}"
    kind = channel.findtext(f"{_ITUNES}type")
    if kind not in (None, "episodic", "serial"):
        yield "psp-channel", f"its itunes:type is {quoted(str(kind))}, neither episodic nor serial"
    built = (channel.findtext("lastBuildDate") or "").strip()
    if built and not _is_date(built):
        yield "rss-date", f"its lastBuildDate is not like “Sat, 23 Aug 2025 06:00:00 +0200”: {quoted(built)}"
    locked = channel.findtext(f"{_PODCAST}locked")
    if locked not in (None, "yes", "no"):
        yield "psp-channel", f"its podcast:locked is {quoted(str(locked))}, neither yes nor no"
    if not _LANGUAGE.fullmatch((channel.findtext("language") or "").strip()):
        yield "apple-language", f"its language is {quoted(channel.findtext('language') or '')}, not like fr or fr-CA"
    if "@" not in (channel.findtext(f"{_ITUNES}owner/{_ITUNES}email") or ""):
        yield "apple-owner", "names no itunes:owner with an e-mail address ([show] owner_email)"
    if not any(text.get("purpose") == "ai-content" for text in channel.findall(f"{_PODCAST}txt")):
        yield "apple-disclosure", "does not say that its voice is synthetic ([feed] disclosure)"
    for category in channel.findall(f"{_ITUNES}category"):
        yield from _category_faults(category)
    yield from (("apple-https", f"names {address}, which is not https") for address in _insecure(channel))


def _category_faults(category: ET.Element) -> Iterator[tuple[str, str]]:
    known, name = categories(), category.get("text", "")
    if name not in known:
        yield "apple-category", f"its category is {quoted(name)}, not one of {', '.join(known)}"
        return
    for inner in category.findall(f"{_ITUNES}category"):
        if inner.get("text", "") not in known[name]:
            yield "apple-category", f"{name} has no {quoted(inner.get('text', ''))}, only {', '.join(known[name])}"


def _item_faults(item: ET.Element, channel: ET.Element) -> Iterator[tuple[str, str]]:
    yield from (("psp-item", f"has no {name}") for name in _absent(item, _ITEM))
    yield from (("apple-title", message) for message in _title_faults(item, channel))
    length = len((item.findtext("description") or "").encode())
    if length > _MOST_DESCRIPTION_BYTES:
        yield "apple-description", f"its description has {length} bytes, more than {_MOST_DESCRIPTION_BYTES}"
    date = (item.findtext("pubDate") or "").strip()
    if date and not _is_date(date):
        yield "rss-date", f"its pubDate is not like “Sat, 23 Aug 2025 06:00:00 +0200”: {quoted(date)}"
    guid = item.find("guid")
    is_address = guid.get("isPermaLink", "true") if guid is not None else "false"
    if is_address not in ("true", "false"):
        yield "rss-guid", f"its isPermaLink is {quoted(is_address)}, neither true nor false"
    elif is_address == "true" and "://" not in ((guid.text if guid is not None else "") or ""):
        yield "rss-guid", "its guid is no address, and does not say isPermaLink=false"
    enclosure = item.find("enclosure")
    if enclosure is not None:
        suffix = _SUFFIXES.get(enclosure.get("type", ""), "")
        if not suffix or not enclosure.get("url", "").endswith(suffix):
            yield "apple-enclosure", f"its audio's address does not end as its type asks: {enclosure.get('url')}"


def _title_faults(item: ET.Element, channel: ET.Element) -> Iterator[str]:
    title, show = (item.findtext("title") or "").strip(), (channel.findtext("title") or "").strip()
    if len(title) > _LONGEST_TITLE:
        yield f"its title has {len(title)} characters, more than {_LONGEST_TITLE}"
    if re.search(r"</?[a-z][^>]*>|&[a-z]+;", title, re.IGNORECASE):
        yield f"its title has markup in it: {quoted(title)}"
    if show and len(title) > len(show) and title.casefold().startswith(show.casefold()):
        yield f"its title begins with the show's: {quoted(title)}"


def _absent(element: ET.Element, wanted: Mapping[str, str]) -> Iterator[str]:
    for tag, name in wanted.items():
        found = element.find(tag)
        if found is None or not f"{found.text or ''}{found.get('href', '')}{found.get('url', '')}".strip():
            yield name


def _insecure(channel: ET.Element) -> list[str]:
    """Return the addresses that are not https, each site's first one only: the others follow from the same setting."""
    found: dict[str, str] = {}
    for element in channel.iter():
        links = [element.get(name, "") for name in ("url", "href")]
        links += [element.text or ""] if element.tag in ("link", "url") else []
        for link in links:
            if link.startswith("http://"):
                found.setdefault(link.split("/")[2], link)
    return list(found.values())


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    found = _RFC_2822.fullmatch(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return False
    return found is not None and found["day"] in (None, format_datetime(moment)[:3])


def _artwork_faults(path: Path) -> Iterator[Fault]:
    try:
        picture = read_picture(path.read_bytes())
    except (OSError, ValueError) as error:
        yield fault(path, "apple-artwork", f"cannot be artwork: {error}")
        return
    size = f"{picture.width} × {picture.height} px"
    if picture.width != picture.height:
        yield fault(path, "apple-artwork", f"is not square: {size}")
    if not _SMALLEST_PX <= picture.width <= _LARGEST_PX:
        yield fault(path, "apple-artwork", f"is {size}, not between {_SMALLEST_PX} and {_LARGEST_PX}")
    if picture.channels != _COLOURS:
        yield fault(path, "apple-artwork", f"is not in RGB, or is transparent: {picture.channels} values a pixel")
    if path.suffix.lower() not in {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}[picture.kind]:
        yield fault(path, "apple-artwork", f"is {picture.kind}, which its name does not say")
