"""What an MP3 says about itself, written as ID3v2.3; read back in ``reading``.

Departures from what mutagen would write by itself, each for an app:

- ID3v2.3, because chapters in v2.4 tags break in Apple's app; text in UTF-16, which v2.3 knows.
- Frames in one fixed order, chapters by time: see ``frame_order``.
- No padding: the file is never edited in place.

Sources: id3.org, “ID3v2.3.0 informal standard” and “ID3v2 Chapter Frame Addendum”; Apple's podcast frames as mutagen
documents them.
"""

import io
from collections.abc import Iterator, Mapping

from msgspec.structs import replace
from mutagen import id3

from audionews.addresses import FEED, encoded, page_url, published
from audionews.characters import folded, legal
from audionews.domain import Chapter, Episode, Show
from audionews.frame_order import in_order, without_tag
from audionews.outline import paragraphs
from audionews.tags.reading import audio_length_ms
from audionews.tags.wording import comment, copyright_line, language_code, provenance
from audionews.tokens import tokens

_MOST_CHAPTERS = 255
"""A table of contents counts its entries in one byte."""

_UTF16 = 1
_LATIN = 0
_COVER = 3
_TRANSCRIPTION = 2
_MILLISECONDS = 2
_TOP_LEVEL_ORDERED = 3
_NO_OFFSET = 0xFFFFFFFF


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
    return tag(episode, show, cover, disclosure=disclosure, pictures=pictures) + sound


def tag(
    episode: Episode,
    show: Show,
    cover: bytes | None,
    *,
    disclosure: bool = True,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return what stands before the sound of an MP3, by the arguments of ``tagged``; it says nothing of the sound."""
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
    return in_order(file.getvalue())


def _frames(episode: Episode, show: Show, *, disclosure: bool) -> Iterator[id3.Frame]:
    yield from _names(episode, show)
    yield from _dates(episode)
    yield from _links(episode, show)
    yield from _texts(episode, disclosure=disclosure)
    yield from _podcast(episode, show)
    for name, text in provenance(episode, disclosure=disclosure).items():
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
        yield _text(id3.TCOP, copyright_line(show.copyright, episode.published.year))


def _text(kind: type[id3.TextFrame], text: str) -> id3.Frame:
    return kind(encoding=_UTF16, text=[folded(text)])


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
    lyrics = "\n\n".join(paragraph.text for paragraph in paragraphs(episode))
    yield id3.COMM(encoding=_UTF16, lang=language, desc="", text=[comment(episode, disclosure=disclosure)])
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


def listed(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """Return the chapters that tags list: as many as a table can hold, the last of them as long as all that follow."""
    if len(chapters) <= _MOST_CHAPTERS:
        return chapters
    *kept, last = chapters[:_MOST_CHAPTERS]
    return (*kept, replace(last, end_ms=chapters[-1].end_ms))


def _contents(chapters: tuple[Chapter, ...], pictures: Mapping[str, bytes]) -> Iterator[id3.Frame]:
    """Yield the chapters and the one table of contents that lists them."""
    kept = listed(chapters)
    names = [f"chp{number}" for number in range(1, len(kept) + 1)]
    for name, chapter in zip(names, kept, strict=True):
        picture = pictures.get(chapter.image or "")
        yield id3.CHAP(
            element_id=name,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
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
