"""The Opus file of an episode: that it is the same sound as the MP3, and says the same of itself."""

from collections.abc import Iterator
from pathlib import Path

from audionews.domain import Episode
from audionews.errors import AudioError, TagError
from audionews.tags import OpusTags, read_opus_tags
from audionews.verify.formats import FileChapter
from audionews.verify.table import Fault, fault
from audionews.verify.texts import chapter_differences, sentences_of
from audionews.verify.wording import difference, quoted, squeezed

OPUS = "audio-opus"
_NEAR_MS = 50
_NEAR_LU = 0.5


def opus_faults(path: Path, data: bytes, episode: Episode, cover: bytes | None) -> Iterator[Fault]:
    """Yield what is wrong with an Opus file; the cues and the rest of the sound are proven on the MP3."""
    from audionews.listening import listen  # sound libraries: most episodes have no such file

    try:
        heard = listen(data, str(path))
    except AudioError as error:
        yield fault(path, "audio-whole", error.message)
        return
    if abs(heard.duration_ms - episode.duration_ms) > _NEAR_MS:
        yield fault(path, "audio-duration", f"lasts {heard.duration_ms} ms, its manifest says {episode.duration_ms} ms")
    lufs, wanted = heard.loudness.integrated_lufs, episode.loudness.integrated_lufs
    if abs(lufs - wanted) > _NEAR_LU:
        yield fault(path, "audio-loudness", f"has {lufs:.1f} LUFS, its manifest says {wanted:.1f}")
    if heard.loudness.true_peak_dbtp > 0:
        yield fault(path, "audio-peak", f"peaks at {heard.loudness.true_peak_dbtp:.1f} dBTP, above full scale")
    try:
        tags = read_opus_tags(data, episode.duration_ms, str(path))
    except TagError as error:
        yield fault(path, "tags-readable", error.message)
        return
    yield from _tag_faults(path, tags, episode, cover)


def _tag_faults(path: Path, tags: OpusTags, episode: Episode, cover: bytes | None) -> Iterator[Fault]:
    texts = {"title": episode.title, "guid": episode.guid, "voice": episode.voice.name}
    for name, wanted in {**texts, "date": f"{episode.published:%Y-%m-%d}"}.items():
        found = tags.texts.get(name, "")
        if squeezed(found) != squeezed(wanted):
            yield fault(path, "tags-text", f"the {name} is {quoted(found)}, in the manifest {quoted(wanted)}")
    chapters = [FileChapter(chapter.start_ms, chapter.end_ms, chapter.title) for chapter in tags.chapters]
    for message in chapter_differences(chapters, episode.chapters):
        yield fault(path, "chapters-tags", message)
    if cover is not None and tags.cover != cover:
        yield fault(path, "tags-cover", "the picture in its tags is not the episode's cover")
    different = difference(tags.texts.get("lyrics", ""), sentences_of(episode))
    if different:
        yield fault(path, "tags-lyrics", f"in the text: {different[1]}")
