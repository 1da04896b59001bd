"""What the tags of a published sound file say, and how long its header promises to be."""

import base64
import io
import re
from collections.abc import Mapping

import mutagen
from msgspec import Struct
from mutagen import id3
from mutagen.flac import Picture
from mutagen.mp3 import MPEGInfo
from mutagen.oggopus import OggOpus

from audionews.domain import Chapter
from audionews.errors import TagError


class Tags(Struct, frozen=True, kw_only=True):
    """What a tag says; empty where it says nothing.

    Attributes:
        version: Of ID3, ``(2, 3)``.
        date: ``2025-08-23``.
        track: The day as a number, ``20250823``.
        language: ISO 639-2.
        chapters: In the order of the table of contents.
        pictures: Of each chapter; empty where it has none.
        synchronised: Each word and its time in ms.
        cover: The picture's file.
        texts: Free texts by name: ``voice``, ``digitalSourceType`` …
        links: Addresses by the name of their frame.
    """

    version: tuple[int, int]
    title: str
    album: str
    artist: str
    date: str
    track: str
    rubrique: str
    language: str
    comment: str
    guid: str
    feed: str
    lyrics: str
    chapters: tuple[Chapter, ...]
    pictures: tuple[bytes, ...]
    synchronised: tuple[tuple[str, int], ...]
    cover: bytes
    texts: Mapping[str, str]
    links: Mapping[str, str]


def read_tags(data: bytes, name: str = "") -> Tags:
    """Return the tags of an MP3.

    Args:
        data: The file.
        name: What an error is about.

    Raises:
        TagError: There are none, or they are broken.
    """
    try:
        tags = id3.ID3(io.BytesIO(data), translate=False)
    except mutagen.MutagenError as error:
        raise TagError(name, f"its tags cannot be read: {error}") from error
    day = _first(tags, "TDAT")
    chapters = _listed_chapters(tags, name)
    return Tags(
        version=tags.version[:2],
        title=_first(tags, "TIT2"),
        album=_first(tags, "TALB"),
        artist=_first(tags, "TPE1"),
        date=f"{_first(tags, 'TYER')}-{day[2:]}-{day[:2]}" if day else _first(tags, "TYER"),
        track=_first(tags, "TRCK"),
        rubrique=_first(tags, "TCON"),
        language=_first(tags, "TLAN"),
        comment=_first(tags, "COMM"),
        guid=_first(tags, "TGID"),
        feed=next((str(frame.url) for frame in tags.getall("WFED")), ""),
        lyrics=next((str(frame.text) for frame in tags.getall("USLT")), ""),
        chapters=tuple(map(_chapter, chapters)),
        pictures=tuple(map(_picture, chapters)),
        synchronised=tuple((text, ms) for frame in tags.getall("SYLT") for text, ms in frame.text),
        cover=_picture(tags),
        texts={frame.desc: str(frame.text[0]) for frame in tags.getall("TXXX") if frame.text},
        links={kind: str(frame.url) for kind in ("WOAF", "WOAS", "WPUB") for frame in tags.getall(kind)},
    )


def _first(tags: id3.ID3, kind: str) -> str:
    return next((str(frame.text[0]) for frame in tags.getall(kind) if frame.text), "")


def _listed_chapters(tags: id3.ID3, name: str) -> list[id3.CHAP]:
    by_id = {frame.element_id: frame for frame in tags.getall("CHAP")}
    contents = tags.getall("CTOC")
    listed = [element for table in contents for element in table.child_element_ids]
    if len(contents) > 1 or sorted(listed) != sorted(by_id):
        raise TagError(name, f"its table of contents lists {len(listed)} chapters, but there are {len(by_id)}")
    return [by_id[element] for element in listed]


def _picture(frame: id3.ID3 | id3.CHAP) -> bytes:
    parts = frame.sub_frames if isinstance(frame, id3.CHAP) else frame
    return next((bytes(part.data) for part in parts.getall("APIC")), b"")


def _chapter(frame: id3.CHAP) -> Chapter:
    parts = frame.sub_frames
    url = next((str(link.url) for link in parts.getall("WXXX")), None)
    return Chapter(start_ms=frame.start_time, end_ms=frame.end_time, title=_first(parts, "TIT2"), url=url)


def audio_length_ms(mp3: bytes, name: str = "") -> int:
    """Return the length that an MP3's header promises, in ms; what can be decoded may be shorter.

    Raises:
        TagError: It is not an MP3.
    """
    try:
        length_s: float = MPEGInfo(io.BytesIO(mp3)).length
    except mutagen.MutagenError as error:
        raise TagError(name, f"not an MP3 file: {error}") from error
    return round(length_s * 1000)


class OpusTags(Struct, frozen=True, kw_only=True):
    """What the comments of an Opus file say; empty where they say nothing.

    Attributes:
        texts: By name, in lower case; chapters and cover are none of them.
        chapters: In the order of their numbers; each ends where the next begins, the last with the sound.
        cover: The picture's file.
    """

    texts: Mapping[str, str]
    chapters: tuple[Chapter, ...]
    cover: bytes


def read_opus_tags(data: bytes, duration_ms: int, name: str = "") -> OpusTags:
    """Return the tags of an Opus file.

    Args:
        data: The file.
        duration_ms: Where its last chapter ends.
        name: What an error is about.

    Raises:
        TagError: It is not an Opus file, or its tags are broken.
    """
    try:
        tags = OggOpus(io.BytesIO(data)).tags or {}
        texts = {key.lower(): str(values[0]) for key, values in dict(tags).items() if values}
        cover = texts.pop("metadata_block_picture", "")
        return OpusTags(
            texts={key: text for key, text in texts.items() if not key.startswith("chapter")},
            chapters=_numbered_chapters(texts, duration_ms),
            cover=bytes(Picture(base64.b64decode(cover)).data) if cover else b"",
        )
    except (mutagen.MutagenError, ValueError) as error:
        raise TagError(name, f"its tags cannot be read: {error}") from error


def _numbered_chapters(texts: Mapping[str, str], duration_ms: int) -> tuple[Chapter, ...]:
    keys = sorted(key for key in texts if re.fullmatch(r"chapter\d{3}", key))
    starts = [_milliseconds(texts[key]) for key in keys]
    return tuple(
        Chapter(start_ms=start_ms, end_ms=end_ms, title=texts.get(f"{key}name", ""), url=texts.get(f"{key}url"))
        for key, start_ms, end_ms in zip(keys, starts, [*starts[1:], duration_ms], strict=False)
    )


def _milliseconds(text: str) -> int:
    """Return a time like ``00:01:02.500`` in ms.

    Raises:
        ValueError: It is none.
    """
    hours, minutes, seconds = text.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1_000)
