"""Captions, transcripts and the chapter file against the manifest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

from audionews.domain import Chapter, Episode
from audionews.verify.formats import (
    FileChapter,
    Shown,
    read_chapters_json,
    read_page,
    read_srt,
    read_transcript_json,
    read_vtt,
    seconds_of,
)
from audionews.verify.table import Fault, fault
from audionews.verify.wording import difference, places, quoted, squeezed

_NEAR_MS = 100
"""Source: EN 301 549, 7.1.2."""
_ROUNDING_MS = 1

_TIMED: Mapping[str, Callable[[str], list[Shown]]] = {
    "vtt": read_vtt,
    "srt": read_srt,
    "json": read_transcript_json,
    "vtt-words": read_vtt,
    "json-words": read_transcript_json,
}


def text_faults(folder: Path, episode: Episode, contents: Mapping[str, bytes]) -> Iterator[Fault]:
    """Yield what is wrong with the texts of an episode.

    Args:
        folder: The episode's.
        episode: As its manifest has it.
        contents: The files that could be read, by purpose.
    """
    for purpose, data in contents.items():
        check = "chapters-file" if purpose == "chapters" else "caption-format"
        path = folder / episode.files[purpose].name
        try:
            found = list(_faults(purpose, path, data, episode))
        except (ValueError, RecursionError) as error:
            found = [fault(path, check, f"is not what it should be: {error}")]
        yield from found


def _faults(purpose: str, path: Path, data: bytes, episode: Episode) -> Iterator[Fault]:
    if purpose in _TIMED:
        yield from _timed_faults(path, _TIMED[purpose](data.decode()), episode, purpose)
    elif purpose == "html":
        yield from _html_faults(path, data.decode(), episode)
    elif purpose == "chapters":
        for message in chapter_differences(read_chapters_json(data.decode()), episode.chapters):
            yield fault(path, "chapters-file", message)


def sentences_of(episode: Episode) -> list[str]:
    """Return what is written of each segment."""
    return [segment.written for segment in episode.segments]


def _timed_faults(path: Path, shown: Sequence[Shown], episode: Episode, purpose: str) -> Iterator[Fault]:
    yield from _time_faults(path, shown, episode.duration_ms)
    sentences = sentences_of(episode)
    if purpose == "srt":  # it has no escapes: an arrow would end the text
        sentences = [sentence.replace("-->", "→") for sentence in sentences]
    different = difference("\n".join(caption.text for caption in shown), sentences)
    if different:
        yield fault(path, *different)
    else:
        yield from _sync_faults(path, shown, episode, sentences)


def _time_faults(path: Path, shown: Sequence[Shown], duration_ms: int) -> Iterator[Fault]:
    free_ms = 0
    for caption in shown:
        if not free_ms <= caption.start_ms < caption.end_ms:
            yield fault(
                path,
                "caption-times",
                f"{quoted(caption.text)} is shown from {caption.start_ms} to {caption.end_ms} ms, after {free_ms} ms",
            )
        free_ms = max(free_ms, caption.end_ms)
    if free_ms > duration_ms:
        yield fault(path, "caption-times", f"the last caption ends at {free_ms} ms, the sound at {duration_ms} ms")


def _sync_faults(path: Path, shown: Sequence[Shown], episode: Episode, sentences: Sequence[str]) -> Iterator[Fault]:
    """Compare when each sentence is first shown with when it is heard."""
    ends = list(accumulate(len(squeezed(caption.text)) for caption in shown))
    at = 0
    for place, sentence, cue in zip(places(sentences), sentences, episode.cues, strict=False):
        while at < len(ends) - 1 and ends[at] <= place:
            at += 1
        begins = place == (ends[at - 1] if at else 0)
        caption = shown[at]
        late_ms = caption.start_ms - cue.start_ms if begins else max(caption.start_ms - cue.start_ms, 0)
        if abs(late_ms) > _NEAR_MS or caption.end_ms < cue.start_ms:
            yield fault(
                path,
                "caption-sync",
                f"{quoted(sentence)} is heard at {cue.start_ms} ms and shown from {caption.start_ms} ms",
            )


def _html_faults(path: Path, text: str, episode: Episode) -> Iterator[Fault]:
    page = read_page(text)
    different = difference("".join(page.text), sentences_of(episode))
    if different:
        yield fault(path, *different)
    times = [seconds_of(time) for time in page.times]
    if any(before > after for before, after in pairwise(times)) or times[-1:] > [episode.duration_ms / 1000]:
        yield fault(path, "caption-times", "its times do not rise, or run past the end of the sound")


def chapter_differences(found: Sequence[FileChapter], wanted: Sequence[Chapter]) -> Iterator[str]:
    """Yield where chapters in a file differ from the manifest's; a rounded millisecond makes no difference."""
    if len(found) != len(wanted):
        yield f"has {len(found)} chapters, the manifest {len(wanted)}"
        return
    for number, (one, other) in enumerate(zip(found, wanted, strict=True), start=1):
        if squeezed(one.title) != squeezed(other.title):
            yield f"chapter {number} is called {quoted(one.title)}, in the manifest {quoted(other.title)}"
        end_ms = other.end_ms if one.end_ms is None else one.end_ms
        if max(abs(one.start_ms - other.start_ms), abs(end_ms - other.end_ms)) > _ROUNDING_MS:
            yield (
                f"chapter {number} goes from {one.start_ms} to {end_ms} ms, "
                f"in the manifest from {other.start_ms} to {other.end_ms} ms"
            )
