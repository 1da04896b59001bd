"""The manifest's own timeline: cues, words and chapters hold together, and nothing is said impossibly fast."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from audionews.domain import Cue, Episode, Segment, Word
from audionews.verify.table import Fault, fault
from audionews.verify.wording import quoted, squeezed

_FEWEST_LETTERS = 20
"""Shorter sentences say too little about the rate: a breath weighs as much as a word."""
_SLOWEST, _FASTEST = 3, 45
"""Letters a second over a whole sentence. Newsreaders speak 13 to 17; a voice at half or double rate, 6 to 35."""
_JUDGED_LETTERS = 5
"""Shorter words are swallowed or stretched at will."""
_FASTEST_LETTER_MS = 6
_LONGEST_WORD_MS, _LONGEST_SIGN_MS = 1_500, 1_000
"""What is written short may be said long: each sign of ``1 789 €`` can be a word."""


def timeline_faults(path: Path, episode: Episode) -> Iterator[Fault]:
    """Yield what is wrong between segments, cues, words and chapters of a manifest."""
    yield from _text_faults(path, episode)
    yield from _order_faults(path, episode)
    for number, cue in enumerate(episode.cues, start=1):
        for message in _word_faults(cue):
            yield fault(path, "cue-words", f"cue {number}: {message}")
    for number, (segment, cue) in enumerate(zip(episode.segments, episode.cues, strict=False), start=1):
        for message in _rate_faults(segment, cue):
            yield fault(path, "speech-rate", f"cue {number}: {message}")
    for message in _chapter_faults(episode):
        yield fault(path, "chapter-times", message)


def _text_faults(path: Path, episode: Episode) -> Iterator[Fault]:
    if len(episode.cues) != len(episode.segments):
        yield fault(path, "cue-text", f"has {len(episode.segments)} segments but {len(episode.cues)} cues")
        return
    for number, (segment, cue) in enumerate(zip(episode.segments, episode.cues, strict=True), start=1):
        if squeezed(segment.written) != squeezed(cue.written):
            yield fault(path, "cue-text", f"cue {number} is not its segment: {quoted(cue.written)}")


def _order_faults(path: Path, episode: Episode) -> Iterator[Fault]:
    free_ms = 0
    for number, cue in enumerate(episode.cues, start=1):
        if not free_ms <= cue.start_ms <= cue.end_ms:
            yield fault(
                path, "cue-order", f"cue {number} is heard from {cue.start_ms} to {cue.end_ms} ms, after {free_ms} ms"
            )
        free_ms = max(free_ms, cue.end_ms)
    if free_ms > episode.duration_ms:
        yield fault(path, "cue-order", f"the last cue ends at {free_ms} ms, the sound at {episode.duration_ms} ms")


def _word_faults(cue: Cue) -> Iterator[str]:
    written, place, free_ms = squeezed(cue.written), 0, cue.start_ms
    for word in cue.words:
        found = written.find(squeezed(word.written), place)
        if found < 0:
            yield f"{quoted(word.written)} is not in its text, or not there"
            continue
        place = found + len(squeezed(word.written))
        if not free_ms <= word.start_ms <= word.end_ms <= cue.end_ms:
            yield f"{quoted(word.written)} is heard from {word.start_ms} to {word.end_ms} ms, outside its place"
        free_ms = max(free_ms, word.end_ms)


def _rate_faults(segment: Segment, cue: Cue) -> Iterator[str]:
    letters = sum(sign.isalpha() for sign in segment.spoken)
    length_ms = cue.end_ms - cue.start_ms
    if letters >= _FEWEST_LETTERS and not _has_digit(segment.spoken):
        if letters * 1000 > _FASTEST * max(length_ms, 0):
            yield f"{letters} letters are said in {length_ms} ms: {quoted(cue.written)}"
        elif letters * 1000 < _SLOWEST * length_ms:
            yield f"{letters} letters take {length_ms} ms: {quoted(cue.written)}"
    for word in cue.words:
        if not _is_possible(word):
            yield f"{quoted(word.written)} is said in {word.end_ms - word.start_ms} ms"


def _is_possible(word: Word) -> bool:
    length_ms = word.end_ms - word.start_ms
    letters = sum(sign.isalpha() for sign in word.written)
    if letters >= _JUDGED_LETTERS and length_ms < letters * _FASTEST_LETTER_MS:
        return False
    return length_ms <= _LONGEST_WORD_MS + _LONGEST_SIGN_MS * len(squeezed(word.written))


def _has_digit(text: str) -> bool:
    return bool(re.search(r"\d", text))


def _chapter_faults(episode: Episode) -> Iterator[str]:
    chapters = episode.chapters
    if not chapters:
        yield "there are no chapters"
        return
    if chapters[0].start_ms != 0:
        yield f"the first chapter begins at {chapters[0].start_ms} ms, not at 0"
    for before, after in pairwise(chapters):
        if before.end_ms != after.start_ms:
            yield f"{quoted(before.title)} ends at {before.end_ms} ms, the next begins at {after.start_ms} ms"
    for chapter in chapters:
        if chapter.start_ms >= chapter.end_ms or not chapter.title.strip():
            yield f"the chapter at {chapter.start_ms} ms has no length or no title"
    if chapters[-1].end_ms != episode.duration_ms:
        yield f"the last chapter ends at {chapters[-1].end_ms} ms, the sound at {episode.duration_ms} ms"
