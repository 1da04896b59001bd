"""When everything is heard: places in frames, then the cues and chapters that follow from them.

Whole numbers in, whole numbers out; no sound is touched here.
"""

from collections.abc import Sequence

from msgspec import Struct

from audionews.domain import Chapter, Cue, Script, Utterance, Word
from audionews.timecode import to_ms

BREATH_MS = 200
"""Silence between the last word of a section and a sting."""


class Music(Struct, frozen=True, kw_only=True):
    """How long the jingles are, in frames; 0 where there is none.

    Attributes:
        opening: Length.
        closing: Length.
        sting: Length.
        overlap: Most frames of a jingle that are heard under speech; never more than half of a jingle is.
    """

    opening: int = 0
    closing: int = 0
    sting: int = 0
    overlap: int = 0

    def shared(self, jingle: int) -> int:
        """Return how many frames of a jingle are heard under speech."""
        return min(self.overlap, jingle // 2)


class Layout(Struct, frozen=True, kw_only=True):
    """Where everything begins, in frames from the start of the programme.

    Attributes:
        speech: One a segment.
        stings: One a break.
        closing: Of the closing jingle; the end where there is none.
        end: How long the programme is.
    """

    speech: tuple[int, ...]
    stings: tuple[int, ...]
    closing: int
    end: int


def breaks(script: Script) -> frozenset[int]:
    """Return the segments that a sting announces: the headings that begin a chapter, but for the first."""
    roles = {"heading", "question"}
    return frozenset(mark.segment for mark in script.marks[1:] if script.segments[mark.segment].role in roles)


def lay_out(
    lengths: Sequence[int], pauses: Sequence[int], stung: frozenset[int], music: Music, breath: int, grid: int = 1
) -> Layout:
    """Return where everything begins.

    A sting is heard in the pause before its heading, which becomes longer where the sting needs it. What begins in
    silence begins on a grid: sound after a changed sentence moves by whole steps of it.

    Args:
        lengths: Of each segment's speech, in frames.
        pauses: After each segment, in frames.
        stung: Segments that begin with a sting.
        music: How long the jingles are.
        breath: Silence before a sting, in frames.
        grid: Its step, in frames.
    """
    at = music.opening - music.shared(music.opening)
    speech: list[int] = []
    stings: list[int] = []
    spoken = at
    for number, (length, pause) in enumerate(zip(lengths, pauses, strict=True)):
        if number in stung and music.sting:
            stings.append(_on(grid, spoken + min(breath, at - spoken)))
            at = max(at, stings[-1] + music.sting - music.shared(music.sting))
        at = _on(grid, at)
        speech.append(at)
        spoken, at = at + length, at + length + pause
    closing = max(0, spoken - music.shared(music.closing)) if music.closing else at
    rings_out = max([at, closing + music.closing, music.opening, *(sting + music.sting for sting in stings)])
    return Layout(speech=tuple(speech), stings=tuple(stings), closing=closing, end=rings_out)


def _on(grid: int, frames: int) -> int:
    """Return the first place on a grid that is not earlier."""
    return -(-frames // grid) * grid


def cues(utterances: Sequence[Utterance], starts: Sequence[int], lengths: Sequence[int], rate: int) -> tuple[Cue, ...]:
    """Return a cue for each utterance, from where it starts and how long it is, in frames at ``rate`` hertz."""
    return tuple(
        _cue(utterance, to_ms(start, rate), to_ms(start + length, rate))
        for utterance, start, length in zip(utterances, starts, lengths, strict=True)
    )


def _cue(utterance: Utterance, start_ms: int, end_ms: int) -> Cue:
    words = tuple(
        Word(
            start_ms=min(start_ms + word.start_ms, end_ms),
            end_ms=min(start_ms + word.end_ms, end_ms),
            written=word.written,
        )
        for word in utterance.words
    )
    return Cue(start_ms=start_ms, end_ms=end_ms, written=" ".join(utterance.segment.written.split()), words=words)


def chapters(script: Script, spoken: Sequence[Cue], end_ms: int) -> tuple[Chapter, ...]:
    """Return the chapters, without a gap from 0 to the end; each but the first begins with its first words."""
    if not script.marks:
        return ()
    starts = [0, *(spoken[mark.segment].start_ms for mark in script.marks[1:])]
    return tuple(
        Chapter(start_ms=start_ms, end_ms=next_ms, title=mark.title, image=mark.image)
        for mark, start_ms, next_ms in zip(script.marks, starts, [*starts[1:], end_ms], strict=True)
    )
