"""The tags of an episode's audio against its manifest and its cover."""

from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from pathlib import Path

from audionews.addresses import FEED, encoded, page_url, published
from audionews.domain import Episode, Show
from audionews.errors import TagError
from audionews.tags import Tags, language_code, listed, read_tags
from audionews.verify.formats import FileChapter
from audionews.verify.table import Fault, fault
from audionews.verify.texts import chapter_differences, sentences_of
from audionews.verify.wording import difference, quoted, squeezed

_VERSION = (2, 3)
_NEAR_MS = 100


def tag_faults(
    path: Path, data: bytes, episode: Episode, show: Show | None, contents: Mapping[str, bytes]
) -> Iterator[Fault]:
    """Yield what is wrong with the tags of an audio file.

    Args:
        path: Of the file.
        data: Its bytes.
        episode: As its manifest has it.
        show: Whose it is, if that is known.
        contents: The episode's files by purpose.
    """
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
    for message in _described(tags, episode, show):
        yield fault(path, "tags-text", message)
    chapters = [FileChapter(chapter.start_ms, chapter.end_ms, chapter.title) for chapter in tags.chapters]
    for message in chapter_differences(chapters, listed(episode.chapters)):
        yield fault(path, "chapters-tags", message)
    cover = contents.get("cover")
    if cover is not None and tags.cover != cover:
        yield fault(path, "tags-cover", "the picture in its tags is not the episode's cover")
    for message in _picture_faults(tags, episode, contents):
        yield fault(path, "tags-cover", message)
    yield from _lyric_faults(path, tags, episode)


def _picture_faults(tags: Tags, episode: Episode, contents: Mapping[str, bytes]) -> Iterator[str]:
    """Yield which chapters do not show the picture that is published for them; one elsewhere on the web is none."""
    published = {f"/{episode.slug}/{file.name}": contents.get(purpose) for purpose, file in episode.files.items()}
    for chapter, picture in zip(episode.chapters, tags.pictures, strict=False):
        wanted = next((data for name, data in published.items() if (chapter.image or "").endswith(name)), b"")
        if wanted is not None and picture != wanted:
            yield f"the picture of the chapter {quoted(chapter.title)} is not the one that is published"


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


def _described(tags: Tags, episode: Episode, show: Show | None) -> Iterator[str]:
    """Yield which frames do not say what the manifest does, or what the show does when it is known."""
    language, day = language_code(episode.language), f"{episode.published:%Y%m%d}"
    if not tags.album:
        yield "TALB, the show, is not there"
    if tags.language != language:
        yield f"TLAN, the language, is {quoted(tags.language)}, not {language}"
    if tags.track != day:
        yield f"TRCK, the day as a number, is {quoted(tags.track)}, not {day}"
    if squeezed(episode.summary or "") not in squeezed(tags.comment):
        yield f"COMM, the comment, is {quoted(tags.comment)}, without the summary {quoted(episode.summary or '')}"
    links = {**tags.links, "WFED": tags.feed}
    for kind, wanted in _addresses(episode, show).items():
        found = links.get(kind, "")
        if not (found == wanted if "://" in wanted else found.endswith(wanted) and found):
            yield f"{kind}, an address, is {quoted(found)}, not {wanted or 'that of the show'}"


def _addresses(episode: Episode, show: Show | None) -> dict[str, str]:
    """Return the address in each frame, or how it ends when nobody says whose show it is."""
    found = {
        "WOAF": page_url(show, episode) if show else f"/episodes/{episode.slug}/",
        "WPUB": encoded(show.link) if show else "",
        "WFED": published(show, FEED) if show else f"/{FEED}",
    }
    return found | ({"WOAS": encoded(episode.url)} if episode.url else {})


def _lyric_faults(path: Path, tags: Tags, episode: Episode) -> Iterator[Fault]:
    synchronised = "".join(text for text, _ in tags.synchronised)
    for what, text in (("text", tags.lyrics), ("timed text", synchronised)):
        different = difference(text, sentences_of(episode))
        if different:
            yield fault(path, "tags-lyrics", f"in the {what}: {different[1]}")
    times = [0, *(ms for _, ms in tags.synchronised), episode.duration_ms]
    if any(before > after for before, after in pairwise(times)):
        yield fault(path, "tags-lyrics", "the times of its words do not rise, or run past the end of the sound")
    elif synchronised and squeezed(synchronised) == squeezed("".join(cue.written for cue in episode.cues)):
        yield from _late_faults(path, tags, episode)


def _late_faults(path: Path, tags: Tags, episode: Episode) -> Iterator[Fault]:
    """Yield the first word that does not stand where it is said: in its sentence, the first at its beginning."""
    ends = [*accumulate(len(squeezed(cue.written)) for cue in episode.cues), 0]
    number, place, heard = 0, 0, None
    for text, at_ms in tags.synchronised:
        while place >= ends[number] and number < len(episode.cues) - 1:
            number += 1
        cue = episode.cues[number]
        last_ms = cue.end_ms
        if heard != number:
            last_ms = cue.words[0].start_ms if cue.words else cue.start_ms
        if not cue.start_ms - _NEAR_MS <= at_ms <= last_ms + _NEAR_MS:
            yield fault(
                path,
                "tags-lyrics",
                f"{quoted(text)} stands at {at_ms} ms, it is said at {cue.start_ms} to {last_ms} ms",
            )
            return
        heard, place = number, place + len(squeezed(text))
