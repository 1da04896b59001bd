"""One episode as an ``item`` of a feed. The document around it is in ``feed``.

An item's ``link`` is the episode's own page, as Apple asks: it has player and transcript, and links to the article.

Sources: RSS 2.0; PSP-1 (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification); Apple, “A
Podcaster's Guide to RSS”; https://podcasting2.org/podcast-namespace; Podlove Simple Chapters 1.2.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.utils import format_datetime
from html import escape
from pathlib import PurePath
from xml.etree.ElementTree import Element, SubElement, tostring

from audionews.addresses import encoded, file_url, page_url
from audionews.chapters import time_stamps
from audionews.characters import folded, legal
from audionews.disclosure import SENTENCE, narrator
from audionews.domain import Episode, PublishedFile, Role, Show
from audionews.feed_xml import XmlWriter
from audionews.outline import SpokenParagraph, elements, paragraphs
from audionews.settings import FeedTable
from audionews.timecode import clock, seconds, whole_seconds

LONGEST_DESCRIPTION = 4_000
"""In bytes of UTF-8. Source: PSP-1 and Apple."""
LONGEST_CORRECTION = 1_000
DOCUMENT_BYTES = 5_000_000
"""A document that is longer is read to there and no further. Source: W3C Feed Validation Service."""
_BESIDE_NOTES_BYTES, _CHAPTER_BYTES = 3_000, 200
"""What an item says beside its article."""
_SHORTEST_NOTES_BYTES = 2_000
LONGEST_NAME = 128
MP3 = "audio/mpeg"

_TRANSCRIPTS = (
    ("vtt", "text/vtt", "captions"),
    ("srt", "application/x-subrip", "captions"),
    ("json", "application/json", "captions"),
    ("html", "text/html", None),
)
_FORMATS: Mapping[str, tuple[str, str | None]] = {".mp3": (MP3, None), ".opus": ("audio/ogg", "opus")}
"""Media type and codecs by suffix. Source: RFC 7845, 9; RFC 6381."""
_ABOUT_THE_ARTICLE: frozenset[Role] = frozenset({"rubrique", "title", "byline"})
_SHORTEST_BITE_MS, _LONGEST_BITE_MS = 15_000, 60_000


def write_item(xml: XmlWriter, show: Show, episode: Episode, settings: FeedTable) -> None:
    """Write an episode into an open channel."""
    told = [paragraph for paragraph in paragraphs(episode) if paragraph.role not in _ABOUT_THE_ARTICLE]
    with xml.inside("item"):
        _write_rss(xml, show, episode, settings)
        if settings.full_text:
            xml.leaf("content:encoded", _notes(show, episode, told, settings))
        _write_itunes(xml, show, episode)
        _write_podcast(xml, show, episode, settings)
        _write_soundbite(xml, episode, told)
        _write_other_sound(xml, show, episode)
        _write_chapters(xml, show, episode)


def _write_rss(xml: XmlWriter, show: Show, episode: Episode, settings: FeedTable) -> None:
    audio = episode.files["audio"]
    xml.leaf("title", folded(episode.title))
    xml.leaf("link", page_url(show, episode))
    xml.leaf("guid", episode.guid, {"isPermaLink": "false"})
    xml.leaf("pubDate", format_datetime(episode.published))
    if episode.updated > episode.published:
        xml.leaf("atom:updated", episode.updated.isoformat(timespec="seconds"))
    xml.leaf("description", _description(episode, settings))
    xml.leaf("enclosure", "", {"url": file_url(show, episode, "audio"), "length": str(audio.bytes), "type": MP3})
    if episode.category:
        xml.leaf("category", folded(episode.category))


def _description(episode: Episode, settings: FeedTable) -> str:
    """Return the summary as plain text; a long one gives way to correction and disclosure, not the other way round."""
    note = legal(episode.correction or "").strip()
    end = f"\n\nErratum : {shortened(note, LONGEST_CORRECTION)}" if note else ""
    end += f"\n\n{SENTENCE}" if settings.disclosure else ""
    summary = legal(episode.summary).strip() or folded(episode.title)
    return shortened(summary, LONGEST_DESCRIPTION - len(end.encode())) + end


def shortened(text: str, longest: int) -> str:
    """Return a text cut at a word so that it is at most ``longest`` bytes of UTF-8.

    >>> shortened("La mer monte encore", 12)
    'La mer…'
    """
    data = text.encode()
    if len(data) <= longest:
        return text
    cut = data[: longest - len("…".encode())].decode(errors="ignore")
    return f"{cut.rpartition(' ')[0] or cut}…"


def _notes(show: Show, episode: Episode, told: Sequence[SpokenParagraph], settings: FeedTable) -> str:
    """Return the article as HTML, with time stamps that apps take for chapters, and the way to the original.

    An article that would leave others no room in the document goes on on its page.
    """
    beside = _BESIDE_NOTES_BYTES + _CHAPTER_BYTES * len(episode.chapters)
    room = max(_SHORTEST_NOTES_BYTES, DOCUMENT_BYTES // settings.newest - beside)
    blocks = [_written(block) for block in (*_stamps(episode), *elements(told, timed=False))]
    kept = list(_fitting(blocks, room))
    is_cut = len(kept) < len(blocks)
    if is_cut:
        kept.append(_written(_way(page_url(show, episode), "La suite est sur la page de l’épisode")))
    if settings.disclosure and (is_cut or not any(paragraph.role == "credit" for paragraph in told)):
        kept.append(_written(_paragraph(SENTENCE)))
    if episode.url:
        kept.append(_written(_way(encoded(episode.url), "Lire l’article")))
    return "\n".join(kept)


def _fitting(blocks: Iterable[str], room: int) -> Iterator[str]:
    """Yield the first blocks, as many as there is room for, in bytes of XML."""
    for block in blocks:
        room -= len(escape(block, quote=False).encode()) + 1
        if room < 0:
            return
        yield block


def _written(block: Element) -> str:
    return tostring(block, encoding="unicode", method="html")


def _way(address: str, text: str) -> Element:
    block = _paragraph("")
    SubElement(block, "a", href=address).text = text
    return block


def _stamps(episode: Episode) -> Iterator[Element]:
    lines = time_stamps(episode.chapters)
    if lines:
        block = _paragraph(lines[0])
        for line in lines[1:]:
            SubElement(block, "br").tail = line
        yield block


def _paragraph(text: str) -> Element:
    block = Element("p")
    block.text = text
    return block


def _write_itunes(xml: XmlWriter, show: Show, episode: Episode) -> None:
    xml.leaf("itunes:author", folded(episode.author or show.author or show.title))
    xml.leaf("itunes:duration", str(whole_seconds(episode.duration_ms)))
    xml.leaf("itunes:episodeType", "full")
    xml.leaf("itunes:explicit", str(show.explicit).lower())
    if "cover" in episode.files:
        xml.leaf("itunes:image", "", {"href": file_url(show, episode, "cover")})


def _write_podcast(xml: XmlWriter, show: Show, episode: Episode, settings: FeedTable) -> None:
    for purpose, kind, relation in _TRANSCRIPTS:
        if purpose in episode.files:
            address = file_url(show, episode, purpose)
            xml.leaf(
                "podcast:transcript",
                "",
                {"url": address, "type": kind, "language": episode.language, "rel": relation},
            )
    for author in filter(None, map(folded, (episode.author or "").split(", "))):
        xml.leaf("podcast:person", author[:LONGEST_NAME], {"role": "author", "group": "writing"})
    voice = narrator(episode.voice, disclosed=settings.disclosure)
    xml.leaf("podcast:person", voice[:LONGEST_NAME], {"role": "narrator", "group": "cast"})
    if settings.disclosure:
        xml.leaf("podcast:txt", "true", {"purpose": "ai-content"})


def _write_soundbite(xml: XmlWriter, episode: Episode, told: Sequence[SpokenParagraph]) -> None:
    bite = soundbite(episode, told)
    if bite:
        start_ms, length_ms = bite
        times = {"startTime": f"{seconds(start_ms):.3f}", "duration": f"{seconds(length_ms):.3f}"}
        xml.leaf("podcast:soundbite", folded(episode.title)[:LONGEST_NAME], times)


def soundbite(episode: Episode, told: Sequence[SpokenParagraph]) -> tuple[int, int] | None:
    """Return start and length, in ms, of 15–60 s that make curious: the lead, up to the end of a sentence.

    None when no sentence ends there.

    Args:
        episode: Whose cues say where sentences end.
        told: Its paragraphs without title and byline.
    """
    first = next((paragraph for paragraph in told if paragraph.role == "lead"), None) or next(iter(told), None)
    if first is None:
        return None
    lead_ms = max((part.end_ms - first.start_ms for part in told if part.role == "lead"), default=0)
    lengths = [cue.end_ms - first.start_ms for cue in episode.cues]
    fitting = [length for length in lengths if _SHORTEST_BITE_MS <= length <= _LONGEST_BITE_MS]
    in_lead = [length for length in fitting if length <= lead_ms]
    return (first.start_ms, max(in_lead) if in_lead else min(fitting)) if fitting else None


def _write_other_sound(xml: XmlWriter, show: Show, episode: Episode) -> None:
    """Write every format of the sound, when there is more than the MP3: files with a purpose like ``audio-opus``."""
    sounds = [purpose for purpose in episode.files if purpose == "audio" or purpose.startswith("audio-")]
    for purpose in sounds if len(sounds) > 1 else ():
        file = episode.files[purpose]
        kind, codecs = _FORMATS.get(PurePath(file.name).suffix, ("application/octet-stream", None))
        about = {
            "type": kind,
            "length": str(file.bytes),
            "bitrate": str(file.bytes * 8_000 // max(episode.duration_ms, 1)),
            "codecs": codecs,
            "default": "true" if purpose == "audio" else None,
        }
        with xml.inside("podcast:alternateEnclosure", about):
            xml.leaf("podcast:source", "", {"uri": file_url(show, episode, purpose)})
            xml.leaf("podcast:integrity", "", {"type": "sri", "value": _integrity(file)})


def _integrity(file: PublishedFile) -> str:
    return f"sha256-{base64.b64encode(bytes.fromhex(file.sha256)).decode('ascii')}"


def _write_chapters(xml: XmlWriter, show: Show, episode: Episode) -> None:
    """Write where the chapters' file is, and the chapters themselves for apps that read no file."""
    if "chapters" in episode.files:
        about = {"url": file_url(show, episode, "chapters"), "type": "application/json+chapters"}
        xml.leaf("podcast:chapters", "", about)
    if not episode.chapters:
        return
    with xml.inside("psc:chapters", {"version": "1.2"}):
        for chapter in episode.chapters:
            links = {
                "href": encoded(chapter.url) if chapter.url else None,
                "image": encoded(chapter.image) if chapter.image else None,
            }
            xml.leaf("psc:chapter", "", {"start": clock(chapter.start_ms), "title": folded(chapter.title), **links})
