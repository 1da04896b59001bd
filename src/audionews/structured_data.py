"""What machines read of an episode: timings for the player, JSON-LD, oEmbed, the search index, captions of chapters.

All of it is data; whoever writes it into HTML escapes it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from audionews.disclosure import digital_source_type
from audionews.domain import Chapter, Cue, Episode, Show
from audionews.timecode import clock, whole_seconds
from audionews.typography import web_address

EMBED_WIDTH, EMBED_HEIGHT = 640, 440
"""CSS pixels of the embed with its text folded in."""


def address(show: Show, episode: Episode, name: str = "") -> str:
    """Return the absolute address of an episode's page, or of a file in its folder."""
    return f"{show.url}episodes/{episode.slug}/{name}"


def timings(episode: Episode) -> dict[str, Any]:
    """Return what the player needs to follow the text, in few bytes.

    ``cues`` holds ``[start_ms, end_ms, words]``; words are four numbers each: place and length in the cue's written
    text in UTF-16 code units, start and end in ms after the start of the cue.
    """
    return {
        "guid": episode.guid,
        "slug": episode.slug,
        "title": episode.title,
        "voice": episode.voice.name,
        "duration": episode.duration_ms,
        "chapters": [[chapter.start_ms, chapter.end_ms, chapter.title] for chapter in episode.chapters],
        "cues": [[cue.start_ms, cue.end_ms, list(_words(cue))] for cue in episode.cues],
    }


def _words(cue: Cue) -> Iterator[int]:
    at, place = 0, 0
    for word in cue.words:
        found = cue.written.find(word.written, at)
        if found < 0:
            continue
        place += _utf16(cue.written[at:found])
        length = _utf16(word.written)
        yield from (place, length, word.start_ms - cue.start_ms, word.end_ms - cue.start_ms)
        at, place = found + len(word.written), place + length


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def news_article(show: Show, episode: Episode) -> dict[str, Any]:
    """Return the episode as a schema.org ``NewsArticle`` that can be heard.

    Source: https://schema.org/NewsArticle, https://schema.org/digitalSourceType.
    """
    page = address(show, episode)
    publisher = {"@type": "NewsMediaOrganization", "name": show.author or show.title, "url": web_address(show.link)}
    author = {"@type": "Person", "name": episode.author} if episode.author else publisher
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": page,
        "url": page,
        "mainEntityOfPage": page,
        "headline": episode.title,
        "description": episode.summary,
        "inLanguage": episode.language,
        "datePublished": episode.published.isoformat(),
        "dateModified": episode.updated.isoformat(),
        "articleSection": episode.category,
        "author": author,
        "publisher": publisher,
        "isAccessibleForFree": True,
        "isBasedOn": web_address(episode.url) or None,
        "image": address(show, episode, episode.files["cover"].name) if "cover" in episode.files else None,
        "correction": episode.correction,
        "audio": _audio_object(show, episode),
    }
    return {key: value for key, value in article.items() if value is not None}


def _audio_object(show: Show, episode: Episode) -> dict[str, Any]:
    audio = episode.files["audio"]
    return {
        "@type": "AudioObject",
        "name": episode.title,
        "contentUrl": address(show, episode, audio.name),
        "embedUrl": address(show, episode, "embed.html"),
        "encodingFormat": "audio/mpeg",
        "contentSize": str(audio.bytes),
        "duration": f"PT{whole_seconds(episode.duration_ms)}S",
        "uploadDate": episode.published.isoformat(),
        "inLanguage": episode.language,
        "transcript": " ".join(cue.written for cue in episode.cues),
        "digitalSourceType": digital_source_type(episode.voice.engine),
    }


def oembed_answer(show: Show, episode: Episode, iframe: str) -> dict[str, Any]:
    """Return what an oEmbed endpoint answers for an episode. Source: https://oembed.com, 2.3.4."""
    cover = episode.files.get("cover")
    thumbnail = {} if cover is None else {
        "thumbnail_url": address(show, episode, cover.name), "thumbnail_width": 1400, "thumbnail_height": 1400,
    }  # fmt: skip
    return {
        "version": "1.0",
        "type": "rich",
        "title": episode.title,
        **({"author_name": episode.author} if episode.author else {}),
        "provider_name": show.title,
        "provider_url": show.url,
        "html": iframe,
        "width": EMBED_WIDTH,
        "height": EMBED_HEIGHT,
        **thumbnail,
    }


def chapter_captions(chapters: Iterable[Chapter]) -> str:
    """Return chapters as WebVTT, for ``<track kind="chapters">``. Source: WebVTT, 4.2."""
    cues = (
        f"{clock(chapter.start_ms)} --> {clock(chapter.end_ms)}\n{_vtt_text(chapter.title)}\n" for chapter in chapters
    )
    return "\n".join(("WEBVTT\n", *cues))


def _vtt_text(text: str) -> str:
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
