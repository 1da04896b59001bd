"""The tags of an episode's audio against its manifest and its cover."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from audionews.domain import Episode, Show
from audionews.errors import TagError
from audionews.tags import MOST_CHAPTERS, Tags, read_tags
from audionews.verify.formats import FileChapter
from audionews.verify.table import Fault, fault
from audionews.verify.texts import chapter_differences, sentences_of
from audionews.verify.wording import difference, quoted, squeezed

_VERSION = (2, 3)


def tag_faults(path: Path, data: bytes, episode: Episode, show: Show | None, cover: bytes | None) -> Iterator[Fault]:
    """Yield what is wrong with the tags of an audio file."""
    try:
        tags = read_tags(data, str(path))
    except TagError as error:
        yield fault(path, "tags-readable", error.message)
        return
    if tags.version != _VERSION:
        yield fault(path, "tags-readable", f"are ID3v{tags.version[0]}.{tags.version[1]}, not 2.3")
    for what, found, wanted in _named(tags, episode, show):
        if squeezed(found) != squeezed(wanted):
            yield fault(path, "tags-text", f"the {what} is {quoted(found)}, in the manifest {quoted(wanted)}")
    chapters = [FileChapter(chapter.start_ms, chapter.end_ms, chapter.title) for chapter in tags.chapters]
    wanted_chapters = episode.chapters if len(episode.chapters) <= MOST_CHAPTERS else episode.chapters[:MOST_CHAPTERS]
    for message in chapter_differences(chapters, wanted_chapters):
        yield fault(path, "chapters-tags", message)
    if cover is not None and tags.cover != cover:
        yield fault(path, "tags-cover", "the picture in its tags is not the episode's cover")
    yield from _lyric_faults(path, tags, episode)


def _named(tags: Tags, episode: Episode, show: Show | None) -> Iterator[tuple[str, str, str]]:
    yield "title", tags.title, episode.title
    yield "guid", tags.guid, episode.guid
    yield "date", tags.date, f"{episode.published:%Y-%m-%d}"
    yield "voice", tags.texts.get("voice", ""), episode.voice.name
    yield "source's hash", tags.texts.get("source_sha256", ""), episode.source.sha256
    if episode.author:
        yield "author", tags.artist, episode.author
    if episode.category:
        yield "rubrique", tags.rubrique, episode.category
    if show:
        yield "show", tags.album, show.title


def _lyric_faults(path: Path, tags: Tags, episode: Episode) -> Iterator[Fault]:
    synchronised = "".join(text for text, _ in tags.synchronised)
    for what, text in (("text", tags.lyrics), ("timed text", synchronised)):
        different = difference(squeezed(text), sentences_of(episode))
        if different:
            yield fault(path, "tags-lyrics", f"in the {what}: {different[1]}")
    times = [0, *(ms for _, ms in tags.synchronised), episode.duration_ms]
    if any(before > after for before, after in pairwise(times)):
        yield fault(path, "tags-lyrics", "the times of its words do not rise, or run past the end of the sound")
