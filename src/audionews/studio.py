"""Speech and jingles, joined to one programme: levels, fades, the sound and its timeline.

Owner of pydub, which lays music over speech. What pydub counts in milliseconds is counted in frames here, and only the
stretches with music pass through it, because it would copy the programme for every clip. Fades are made here, frame by
frame: its own go in steps of a millisecond.
"""

import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from audionews import clips, meter, timeline
from audionews.arrangement import Arrangement, Beneath
from audionews.cache import name_of
from audionews.domain import Clip, Programme, Script, Sound, Speech
from audionews.jingles import SPEECH_LUFS, Jingles, load_jingles
from audionews.loudness import RATE, master
from audionews.mp3_frames import FRAME
from audionews.settings import SoundTable
from audionews.timecode import to_frames, to_ms

with warnings.catch_warnings():
    # It looks for a system ffmpeg, which nothing here needs; its old patterns make newer Pythons complain.
    warnings.filterwarnings("ignore", "Couldn't find ffmpeg", RuntimeWarning)
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    warnings.filterwarnings("ignore", "invalid escape sequence")
    from pydub import AudioSegment

__all__ = ["Jingles", "load_jingles", "master", "stitch"]

Shape = Callable[[Clip, timeline.Music], AudioSegment]
"""How a jingle comes and goes beside the words."""

_EVEN_SHARE = 0.5
_EVEN_MOST_DB = 2.0
_STEP_DB = 0.5
"""What all of the speech has in common is rounded to this, so that a changed sentence changes no other."""
_MOST_GAIN_DB = 30.0
_HIGHEST_DBFS = -0.5
_DUCK = 10 ** (-10.0 / 20)
"""A jingle under words, compared with the same jingle alone: 10 dB softer."""
_STEP_BACK_MS = 300
"""How long a jingle takes to step back before the first word, and to come forward after the last."""
_EDGE_S = 0.005
_OFFSET = 0.002
"""A mean that is further from zero than this is not the voice's but a converter's."""


def stitch(speech: Speech, script: Script, jingles: Jingles, sound: SoundTable, jobs: int = 2) -> Programme:
    """Return the programme: speech with its pauses, music around it and between its sections, and the timeline.

    Args:
        speech: The script, spoken.
        script: What was spoken.
        jingles: The music.
        sound: How long music is heard under speech.
        jobs: How many clips may be worked on at once; the bytes do not depend on it.
    """
    music = timeline.Music(
        opening=_frames(jingles.opening),
        closing=_frames(jingles.closing),
        sting=_frames(jingles.sting),
        overlap=to_frames(sound.fade_ms, RATE),
    )
    lengths = [clips.frames_at(utterance.clip, RATE) for utterance in speech.utterances]
    pauses = [to_frames(utterance.segment.pause_ms, RATE) for utterance in speech.utterances]
    breath = to_frames(timeline.BREATH_MS, RATE)
    layout = timeline.lay_out(lengths, pauses, timeline.breaks(script), music, breath, FRAME)
    levels_db = _levels_db([utterance.clip for utterance in speech.utterances], jobs)
    arrangement = _joined(speech, levels_db, jingles, music, layout)
    cues = timeline.cues(speech.utterances, layout.speech, lengths, RATE)
    chapters = timeline.chapters(script, cues, to_ms(layout.end, RATE))
    return Programme(clip=arrangement.whole(), gaps=tuple(arrangement.gaps()), cues=cues, chapters=chapters)


def _frames(clip: Clip | None) -> int:
    return clip.frames if clip else 0


def _joined(
    speech: Speech, levels_db: Sequence[float], jingles: Jingles, music: timeline.Music, layout: timeline.Layout
) -> Arrangement:
    """Return the sound of the programme, everything put where the layout says."""
    arrangement = Arrangement(RATE, layout.end)
    _add_speech(arrangement, speech, levels_db, layout.speech)
    _add_music(arrangement, jingles, music, layout)
    return arrangement


def _levels_db(spoken: Sequence[Sound], jobs: int) -> list[float]:
    """Return by how many dB to change each utterance."""
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        energies = list(pool.map(_energies, spoken))
    return _even([meter.integrated(part) for part in energies], meter.integrated(np.concatenate(energies)))


def _energies(clip: Sound) -> meter.Energies:
    return meter.at_least_one(clips.floats(clip), clip.rate)


def _add_speech(arrangement: Arrangement, speech: Speech, levels_db: Sequence[float], starts: Sequence[int]) -> None:
    for start, utterance, level_db in zip(starts, speech.utterances, levels_db, strict=True):
        clip = utterance.clip
        if frames := clips.frames_at(clip, RATE):
            digest = name_of("speech", clip.digest, level_db)
            arrangement.add(start, frames, digest, partial(_levelled, clip, level_db))


def _even(each_lufs: Sequence[float], all_lufs: float) -> list[float]:
    """Return by how many dB to change each utterance.

    Together they come to ``SPEECH_LUFS``; each comes half of the way to the others, but no more than a little: what is
    said softly stays softer.
    """
    all_lufs = round(all_lufs / _STEP_DB) * _STEP_DB
    together_db = min(SPEECH_LUFS - all_lufs, _MOST_GAIN_DB)
    towards = [max(-_EVEN_MOST_DB, min(_EVEN_MOST_DB, (all_lufs - lufs) * _EVEN_SHARE)) for lufs in each_lufs]
    return [
        together_db + (step if lufs > meter.SILENCE_LUFS else 0) for lufs, step in zip(each_lufs, towards, strict=True)
    ]


def _levelled(clip: Sound, change_db: float, _: Beneath) -> clips.Samples:
    """Return the samples of a clip, louder by so many dB, without an offset and without clicks at its ends."""
    samples = clips.floats_at(clip, RATE)
    middle = samples.mean()
    samples -= middle if abs(middle) > _OFFSET else 0
    clips.smooth_ends(samples, round(_EDGE_S * RATE))
    highest_db = _HIGHEST_DBFS - meter.dbtp(float(np.abs(samples).max()))
    samples *= np.float32(10 ** (min(change_db, highest_db) / 20))
    return clips.samples(clips.of_floats(samples, RATE))


def _add_music(arrangement: Arrangement, jingles: Jingles, music: timeline.Music, layout: timeline.Layout) -> None:
    def add(start: int, jingle: Clip, shape: Shape) -> None:
        digest = name_of(shape.__name__, jingle.digest, music.shared(jingle.frames))
        arrangement.add(start, jingle.frames, digest, partial(_mixed, jingle, music, shape, start))

    if jingles.opening:
        add(0, jingles.opening, _leading)
    if jingles.sting:
        for start in layout.stings:
            add(start, jingles.sting, _leading)
    if jingles.closing:
        add(layout.closing, jingles.closing, _following)


def _mixed(jingle: Clip, music: timeline.Music, shape: Shape, start: int, beneath: Beneath) -> clips.Samples:
    """Return a jingle laid over what is there from a frame on; only that stretch is copied."""
    there = beneath(start, jingle.frames)
    mixed = _segment(Clip(pcm=there, rate=RATE)).overlay(shape(jingle, music))
    # pydub rounds up to whole milliseconds
    return np.frombuffer(mixed.raw_data, "<i2")[: jingle.frames]


def _leading(jingle: Clip, music: timeline.Music) -> AudioSegment:
    """Return a jingle that steps back before the words that begin over it, and is gone a little later."""
    shared = music.shared(jingle.frames)
    alone = jingle.frames - shared
    if not shared:
        return _segment(jingle)
    back = _gain((max(0, alone - to_frames(_STEP_BACK_MS, RATE)), 1.0), (alone, _DUCK), jingle.frames)
    return _shaped(jingle, back * _gain((alone, 1.0), (jingle.frames, 0.0), jingle.frames))


def _following(jingle: Clip, music: timeline.Music) -> AudioSegment:
    """Return a jingle that comes in under the last words, and comes forward after them."""
    shared = music.shared(jingle.frames)
    if not shared:
        return _segment(jingle)
    until = min(jingle.frames, shared + to_frames(_STEP_BACK_MS, RATE))
    forward = _gain((shared, _DUCK), (until, 1.0), jingle.frames)
    return _shaped(jingle, forward * _gain((0, 0.0), (shared, 1.0), jingle.frames))


def _gain(start: tuple[int, float], end: tuple[int, float], frames: int) -> NDArray[np.float32]:
    """Return a factor for each frame that goes from one at a frame to another at a later one, and stays."""
    (since, first), (until, last) = start, end
    gains = np.full(frames, last, np.float32)
    gains[:since] = first
    gains[since:until] = first + (last - first) / (until - since) * np.arange(until - since)
    return gains


def _shaped(jingle: Clip, gains: NDArray[np.float32]) -> AudioSegment:
    return _segment(clips.of_floats(clips.floats(jingle) * gains, jingle.rate))


def _segment(clip: Clip) -> AudioSegment:
    return AudioSegment(data=clip.pcm, sample_width=2, frame_rate=clip.rate, channels=1)
