"""A script spoken: each segment by one voice, with the times of its written words.

Texts longer than an engine takes are cut and joined again here; silence that an engine leaves at the ends is cut off,
so that the pauses of a script are what is heard whoever speaks.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from audionews import clips
from audionews.domain import Clip, Script, Segment, Speech, SpokenWord, Utterance, Voice
from audionews.engines import Engine
from audionews.pieces import Piece
from audionews.takes import AtOnce, Take, Takes, begin
from audionews.tape import Tape
from audionews.timecode import to_frames, to_ms
from audionews.wordtimes import written_words

_SILENT_RATE = 44_100
"""Hertz of the empty clip of a segment that has nothing to say."""
_HUSH = 64
"""Of 32 767, -54 dBFS: below it nothing is heard, nor does an encoder's noise reach it."""
_BEFORE_MS, _AFTER_MS = 20, 40
"""What is left of silence: the breath of a consonant before, the fading of a vowel after."""
_BREATHS_MS = (("?!….", 250), (",;:–—)»", 120))
"""Silence between the pieces of one segment, by the mark that ends the first of them."""


class _Spoken(Struct, frozen=True, kw_only=True):
    """A piece and its sound; its words' positions count in the segment's spoken text, their times in the clip."""

    piece: Piece
    clip: Clip
    words: tuple[SpokenWord, ...]
    fresh: bool


def speak(script: Script, voice: Voice, engine: Engine, *, at_once: AtOnce = map) -> Speech:
    """Return a script spoken by a voice; see ``takes.begin`` and ``heard``."""
    return heard(begin(script, voice, engine, at_once=at_once))


def heard(takes: Takes) -> Speech:
    """Return what a voice has begun to speak, when all of it is spoken.

    Raises:
        EngineError: A piece cannot be said.
        AudioError: What the engine gave is not sound.
    """
    return Speech(utterances=tuple(utterances(takes)), voice=takes.voice)


def utterances(takes: Takes) -> Iterator[Utterance]:
    """Yield the segments of a script, spoken, in order and as soon as they are there; see ``heard``."""
    spoken = map(_spoken, takes.coming)
    tapes: dict[int, Tape] = {}
    for segment, count in zip(takes.script.segments, takes.counts, strict=True):
        yield _laid_down(_utterance(segment, list(islice(spoken, count))), tapes)


def _laid_down(utterance: Utterance, tapes: dict[int, Tape]) -> Utterance:
    """Return an utterance whose sound is on the tape of its rate."""
    clip = utterance.clip
    if not isinstance(clip, Clip) or not clip.frames:
        return utterance
    return replace(utterance, clip=tapes.setdefault(clip.rate, Tape(clip.rate)).keep(clip))


def _spoken(take: Take) -> _Spoken:
    piece, recording = take.piece, take.recording
    whole = clips.decode(recording.data, f"{take.engine}, {piece.text[:40]!r}")
    start, clip = _trimmed(whole)
    words = _later(recording.words or (), -to_ms(start, whole.rate))
    words = tuple(replace(word, position=word.position + piece.start) for word in words)
    return _Spoken(piece=piece, clip=clip, words=words, fresh=recording.fresh)


def _trimmed(clip: Clip) -> tuple[int, Clip]:
    """Return a clip without the silence at its ends, and how many frames went from its start."""
    first, last = clips.sounding(clip, _HUSH)
    if first == last:
        return 0, clip
    start = max(0, first - to_frames(_BEFORE_MS, clip.rate))
    return start, clip.part(start, last + to_frames(_AFTER_MS, clip.rate))


def _later(words: Iterable[SpokenWord], ms: int) -> tuple[SpokenWord, ...]:
    return tuple(replace(word, start_ms=max(0, word.start_ms + ms)) for word in words)


def _utterance(segment: Segment, spoken: Sequence[_Spoken]) -> Utterance:
    if not spoken:
        return Utterance(segment=segment, clip=Clip(pcm=b"", rate=_SILENT_RATE), words=(), fresh=False)
    rate = spoken[0].clip.rate
    parts: list[bytes] = []
    starts: list[SpokenWord] = []
    frames = 0
    for each in spoken:
        starts += _later(each.words, to_ms(frames, rate))
        parts.append(clips.resampled(each.clip, rate).pcm)
        parts.append(clips.silence(to_frames(_breath_ms(each), rate) if each is not spoken[-1] else 0))
        frames += (len(parts[-2]) + len(parts[-1])) // 2
    clip = Clip(pcm=b"".join(parts), rate=rate)
    # Guessing by characters what nobody knows would be half a second off: better no word times than wrong ones.
    known = all(each.words for each in spoken)
    words = written_words(segment, starts, to_ms(clip.frames, rate)) if known else ()
    return Utterance(segment=segment, clip=clip, words=words, fresh=any(each.fresh for each in spoken))


def _breath_ms(spoken: _Spoken) -> int:
    return next((ms for marks, ms in _BREATHS_MS if spoken.piece.text[-1] in marks), 0)
