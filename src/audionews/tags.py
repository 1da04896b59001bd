"""Owner of mutagen: what an MP3 says about itself, written as ID3v2.3 and read back.

Departures from what mutagen would write by itself, each for an app:

- ID3v2.3, because chapters in v2.4 tags break in Apple's app; text in UTF-16, which v2.3 knows.
- Frames in one fixed order, chapters by time: see ``frame_order``.
- No padding: the file is never edited in place.

Sources: id3.org, “ID3v2.3.0 informal standard” and “ID3v2 Chapter Frame Addendum”; Apple's podcast frames as mutagen
documents them.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import mutagen
from mutagen import id3
from mutagen.mp3 import MP3

from audionews.addresses import FEED, encoded, page_url, published
from audionews.characters import folded, legal
from audionews.disclosure import SENTENCE, digital_source_type
from audionews.domain import Chapter, Episode, Show
from audionews.errors import TagError
from audionews.frame_order import in_order, without_tag
from audionews.outline import paragraphs
from audionews.tokens import tokens

MOST_CHAPTERS = 255
"""A table of contents counts its entries in one byte."""

_UTF16 = 1
_LATIN = 0
_COVER = 3
_TRANSCRIPTION = 2
_MILLISECONDS = 2
_TOP_LEVEL_ORDERED = 3
_NO_OFFSET = 0xFFFFFFFF

_LANGUAGES = {
    "fr": "fra", "en": "eng", "de": "deu", "es": "spa", "it": "ita", "pt": "por", "nl": "nld", "br": "bre", "ca": "cat",
    "eu": "eus", "oc": "oci", "co": "cos", "ar": "ara",
}  # fmt: skip
"""BCP 47 to ISO 639-2/T, for the languages of newspapers that are read in France."""


def tagged(
    mp3: bytes,
    episode: Episode,
    show: Show,
    cover: bytes | None,
    *,
    disclosure: bool = True,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return an MP3 with its tags; equal arguments give equal bytes.

    Args:
        mp3: The sound; tags that it has are replaced.
        episode: What is said about it.
        show: The podcast it belongs to.
        cover: A JPEG or PNG file.
        disclosure: Say that the voice is synthetic.
        pictures: JPEG or PNG files of chapters, by the chapter's ``image``.

    Raises:
        TagError: The sound is not an MP3.
    """
    sound = without_tag(mp3)
    audio_length_ms(sound, episode.slug)
    tags = id3.ID3()
    for frame in _frames(episode, show, disclosure=disclosure):
        tags.add(frame)
    for frame in _contents(episode.chapters, pictures or {}):
        tags.add(frame)
    if cover:
        tags.add(_picture(cover))
    tags.update_to_v23()
    file = io.BytesIO()
    tags.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return in_order(file.getvalue()) + sound


def _frames(episode: Episode, show: Show, *, disclosure: bool) -> Iterator[id3.Frame]:
    yield from _names(episode, show)
    yield from _dates(episode)
    yield from _links(episode, show)
    yield from _texts(episode, disclosure=disclosure)
    yield from _podcast(episode, show)
    for name, text in _provenance(episode, disclosure=disclosure).items():
        yield id3.TXXX(encoding=_UTF16, desc=name, text=[legal(text)])


def _names(episode: Episode, show: Show) -> Iterator[id3.Frame]:
    yield _text(id3.TIT2, episode.title)
    yield _text(id3.TALB, show.title)
    yield _text(id3.TPE1, episode.author or show.author or show.title)
    yield _text(id3.TPE2, show.author or show.title)
    yield _text(id3.TCON, episode.category or "Podcast")
    yield _text(id3.TLAN, language_code(episode.language))
    yield _text(id3.TLEN, str(episode.duration_ms))
    if episode.made_by:
        yield _text(id3.TSSE, episode.made_by)
    if show.copyright:
        yield _text(id3.TCOP, _copyright(show.copyright, episode.published.year))


def _text(kind: type[id3.TextFrame], text: str) -> id3.Frame:
    return kind(encoding=_UTF16, text=[folded(text)])


def language_code(tag: str) -> str:
    """Return the ISO 639-2 code of a language, ``und`` for one that is not in the table."""
    return _LANGUAGES.get(tag.partition("-")[0].lower(), "und")


def _copyright(line: str, year: int) -> str:
    """Return the line as ID3 wants it: a year and a space come first; players add the sign."""
    line = re.sub(r"^\s*(?:©|\([cC]\)|[Cc]opyright)\s*", "", line)
    return line if re.match(r"\d{4} ", line) else f"{year} {line}"


def _dates(episode: Episode) -> Iterator[id3.Frame]:
    """Yield the day three times: for the standard, and as the track number, so that car radios play in order."""
    yield _text(id3.TYER, f"{episode.published:%Y}")
    yield _text(id3.TDAT, f"{episode.published:%d%m}")
    yield _text(id3.TIME, f"{episode.published:%H%M}")
    yield _text(id3.TRCK, f"{episode.published:%Y%m%d}")


def _links(episode: Episode, show: Show) -> Iterator[id3.Frame]:
    yield id3.WOAF(url=page_url(show, episode))
    yield id3.WPUB(url=encoded(show.link))
    if episode.url:
        yield id3.WOAS(url=encoded(episode.url))


def _texts(episode: Episode, *, disclosure: bool) -> Iterator[id3.Frame]:
    language = language_code(episode.language)
    comment = "\n\n".join(filter(None, [legal(episode.summary), episode.correction, SENTENCE if disclosure else ""]))
    lyrics = "\n\n".join(paragraph.text for paragraph in paragraphs(episode))
    yield id3.COMM(encoding=_UTF16, lang=language, desc="", text=[legal(comment)])
    yield id3.USLT(encoding=_UTF16, lang=language, desc="", text=lyrics)
    yield id3.SYLT(
        encoding=_UTF16, lang=language, format=_MILLISECONDS, type=_TRANSCRIPTION, desc="", text=_synchronised(episode)
    )


def _synchronised(episode: Episode) -> list[tuple[str, int]]:
    """Return each token with its time; joined they are the text, a line a sentence."""
    words: list[tuple[str, int]] = []
    for cue in episode.cues:
        for number, token in enumerate(tokens(cue)):
            before = " " if number else "\n" if words else ""
            words.append((f"{before}{token.text}", token.start_ms))
    return words


def _podcast(episode: Episode, show: Show) -> Iterator[id3.Frame]:
    yield id3.PCST(value=1)
    yield id3.WFED(url=published(show, FEED))
    yield _text(id3.TGID, episode.guid)
    yield _text(id3.TDES, episode.summary or episode.title)
    yield _text(id3.TCAT, show.categories[0].partition(" > ")[0])


def _provenance(episode: Episode, *, disclosure: bool) -> dict[str, str]:
    """Return where the sound comes from, as free text frames."""
    found = {
        "engine": episode.voice.engine,
        "voice": episode.voice.name,
        "source": episode.source.name,
        "source_sha256": episode.source.sha256,
    }
    if episode.voice.fallback_from:
        found["fallback_from"] = episode.voice.fallback_from
    if episode.correction:
        found["correction"] = episode.correction
    if disclosure:
        found["digitalSourceType"] = digital_source_type(episode.voice.engine)
        found["AI_DISCLOSURE"] = SENTENCE
    return found


def _contents(chapters: tuple[Chapter, ...], pictures: Mapping[str, bytes]) -> Iterator[id3.Frame]:
    """Yield the chapters and the one table of contents that lists them."""
    kept = chapters[:MOST_CHAPTERS]
    names = [f"chp{number}" for number in range(1, len(kept) + 1)]
    ends = [*(chapter.end_ms for chapter in kept[:-1]), *(chapter.end_ms for chapter in chapters[-1:])]
    for name, chapter, end_ms in zip(names, kept, ends, strict=True):
        picture = pictures.get(chapter.image or "")
        yield id3.CHAP(
            element_id=name,
            start_time=chapter.start_ms,
            end_time=end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=list(_about(chapter, picture)),
        )
    if kept:
        contents = [_text(id3.TIT2, "Chapitres")]
        yield id3.CTOC(element_id="toc", flags=_TOP_LEVEL_ORDERED, child_element_ids=names, sub_frames=contents)


def _about(chapter: Chapter, picture: bytes | None) -> Iterator[id3.Frame]:
    yield _text(id3.TIT2, chapter.title)
    if chapter.url:
        yield id3.WXXX(encoding=_LATIN, desc="chapter url", url=encoded(chapter.url))
    if picture:
        yield _picture(picture)


def _picture(data: bytes) -> id3.Frame:
    mime = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    return id3.APIC(encoding=_LATIN, mime=mime, type=_COVER, desc="", data=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What a tag says; empty where it says nothing.

    Attributes:
        version: Of ID3, ``(2, 3)``.
        date: ``2025-08-23``.
        track: The day as a number, ``20250823``.
        language: ISO 639-2.
        chapters: In the order of the table of contents.
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
        chapters=_listed_chapters(tags, name),
        synchronised=tuple((text, ms) for frame in tags.getall("SYLT") for text, ms in frame.text),
        cover=next((bytes(frame.data) for frame in tags.getall("APIC")), b""),
        texts={frame.desc: str(frame.text[0]) for frame in tags.getall("TXXX") if frame.text},
        links={kind: str(frame.url) for kind in ("WOAF", "WOAS", "WPUB") for frame in tags.getall(kind)},
    )


def _first(tags: id3.ID3, kind: str) -> str:
    return next((str(frame.text[0]) for frame in tags.getall(kind) if frame.text), "")


def _listed_chapters(tags: id3.ID3, name: str) -> tuple[Chapter, ...]:
    by_id = {frame.element_id: frame for frame in tags.getall("CHAP")}
    contents = tags.getall("CTOC")
    listed = [element for table in contents for element in table.child_element_ids]
    if len(contents) > 1 or sorted(listed) != sorted(by_id):
        raise TagError(name, f"its table of contents lists {len(listed)} chapters, but there are {len(by_id)}")
    return tuple(_chapter(by_id[element]) for element in listed)


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
        length_s: float = MP3(io.BytesIO(without_tag(mp3))).info.length
    except mutagen.MutagenError as error:
        raise TagError(name, f"not an MP3 file: {error}") from error
    return round(length_s * 1000)
