"""What an Opus file says about itself, written as Vorbis comments; read back in ``reading``.

Sources: RFC 7845, 5.2 (comment header); Xiph, “Ogg Vorbis I format specification: comment field and header
specification” and “Chapter Extension”; ``METADATA_BLOCK_PICTURE`` as Xiph proposes it for covers.
"""

import base64
import io
from collections.abc import Iterator, Sequence

import mutagen
from mutagen.flac import Picture
from mutagen.oggopus import OggOpus

from audionews.addresses import FEED, page_url, published
from audionews.characters import folded, legal
from audionews.domain import Chapter, Episode, Show
from audionews.errors import TagError
from audionews.outline import paragraphs
from audionews.tags.wording import comment, copyright_line, provenance
from audionews.timecode import clock

MOST_CHAPTERS = 1_000
"""They are counted in three digits."""
_COVER = 3


def opus_tagged(opus: bytes, episode: Episode, show: Show, cover: bytes | None, *, disclosure: bool = True) -> bytes:
    """Return an Opus file with its tags; equal arguments give equal bytes.

    Args:
        opus: The sound; tags that it has are replaced.
        episode: What is said about it.
        show: The podcast it belongs to.
        cover: A JPEG file.
        disclosure: Say that the voice is synthetic.

    Raises:
        TagError: The sound is not an Opus file.
    """
    file = io.BytesIO(opus)
    try:
        tags = OggOpus(file)
        tags.clear()
        for name, text in (*_comments(episode, show, disclosure=disclosure), *_chapters(episode.chapters)):
            tags[name] = [text]
        if cover:
            tags["METADATA_BLOCK_PICTURE"] = [_picture(cover)]
        file.seek(0)
        tags.save(file, padding=lambda _: 0)
    except mutagen.MutagenError as error:
        raise TagError(episode.slug, f"not an Opus file: {error}") from error
    return file.getvalue()


def _comments(episode: Episode, show: Show, *, disclosure: bool) -> Iterator[tuple[str, str]]:
    yield "TITLE", folded(episode.title)
    yield "ALBUM", folded(show.title)
    yield "ARTIST", folded(episode.author or show.author or show.title)
    yield "GENRE", folded(episode.category or "Podcast")
    yield "DATE", f"{episode.published:%Y-%m-%d}"
    yield "LANGUAGE", episode.language
    yield "COMMENT", comment(episode, disclosure=disclosure)
    yield "LYRICS", "\n\n".join(paragraph.text for paragraph in paragraphs(episode))
    yield "CONTACT", page_url(show, episode)
    yield "FEED", published(show, FEED)
    yield "GUID", episode.guid
    if show.copyright:
        yield "COPYRIGHT", folded(copyright_line(show.copyright, episode.published.year))
    if episode.made_by:
        yield "ENCODED-BY", folded(episode.made_by)
    yield from ((name.upper(), legal(text)) for name, text in provenance(episode, disclosure=disclosure).items())


def _chapters(chapters: Sequence[Chapter]) -> Iterator[tuple[str, str]]:
    for number, chapter in enumerate(chapters[:MOST_CHAPTERS]):
        yield f"CHAPTER{number:03}", clock(chapter.start_ms)
        yield f"CHAPTER{number:03}NAME", folded(chapter.title)
        if chapter.url:
            yield f"CHAPTER{number:03}URL", legal(chapter.url)


def _picture(cover: bytes) -> str:
    picture = Picture()
    picture.type, picture.mime, picture.data = _COVER, "image/jpeg", cover
    return base64.b64encode(picture.write()).decode("ascii")
