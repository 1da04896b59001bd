"""Speech and jingles, joined to one programme: levels, fades, the sound and its timeline.

Owner of pydub, which mixes and fades. What pydub counts in milliseconds is counted in frames here, and everything is
joined once, because pydub would copy the programme for every clip.
"""

import unicodedata
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audionews import clips, encoder, meter, timeline
from audionews.clips import waveform
from audionews.domain import Clip, Programme, Script, Speech
from audionews.errors import SettingsError
from audionews.loudness import RATE, Master, master
from audionews.settings import SoundTable
from audionews.timecode import to_frames, to_ms
from audionews.voices import find_file

with warnings.catch_warnings():
    # It looks for a system ffmpeg, which nothing here needs; its old patterns make newer Pythons complain.
    warnings.filterwarnings("ignore", "Couldn't find ffmpeg", RuntimeWarning)
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    warnings.filterwarnings("ignore", "invalid escape sequence")
    from pydub import AudioSegment

__all__ = ["Jingles", "Master", "load_jingles", "master", "stitch", "waveform"]

SPEECH_LUFS = -23.0
"""Loudness of speech before mastering: 22 dB below full scale leave room for its peaks. Source: EBU R 128."""

_EVEN_SHARE = 0.5
_EVEN_MOST_DB = 2.0
_MOST_GAIN_DB = 30.0
_HIGHEST_DBFS = -0.5
_DUCK_DB = -10.0
"""A jingle under words, compared with the same jingle alone."""
_STEP_BACK_MS = 300
"""How long a jingle takes to step back before the first word, and to come forward after the last."""
_EDGE_S = 0.005
_EBB_S = 2.0
"""How long a jingle fades that is longer than it may be."""
_JUMP = 4 / 32768
_OFFSET = 0.002
"""A mean that is further from zero than this is not the voice's but a converter's."""
_CANCELLED = 0.05
"""Less than this share of the louder channel's power in the mean: a quarter is left where the other is silent."""
_SILENT = 33
"""Of 32 768: 60 dB below full scale."""
_FULL_SCALE = 32768
_READ_BY_SOUNDFILE = (b"RIFF", b"FORM", b"fLaC", b"OggS", b"ID3", b"\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jingles:
    """The music around an article's speech, mono, 44 100 Hz, at the level at which it is mixed.

    Attributes:
        opening: Before the first words.
        closing: After the last ones.
        sting: Between sections.
    """

    opening: Clip | None = None
    closing: Clip | None = None
    sting: Clip | None = None


def load_jingles(sound: SoundTable, category: str | None, folders: Sequence[Path]) -> Jingles:
    """Return the jingles that the settings name for a rubrique, ready to be mixed.

    Args:
        sound: Names the files; an empty name means that there is none.
        category: The article's rubrique, as printed; it may have an opening of its own.
        folders: As ``voices.voice_folders`` gives them.

    Raises:
        SettingsError: A file is not there.
        AudioError: A file is not sound.
    """
    own = {_folded(name): file for name, file in sound.rubriques.items()}
    opening = own.get(_folded(category or ""), sound.opening)
    load = partial(_load, sound=sound, folders=folders)
    return Jingles(opening=load(opening), closing=load(sound.closing), sting=load(sound.sting))


def _folded(name: str) -> str:
    """Return a name without case and accents: ``Économie`` and ``ECONOMIE`` are one rubrique."""
    letters = unicodedata.normalize("NFKD", name.strip()).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _load(name: str, sound: SoundTable, folders: Sequence[Path]) -> Clip | None:
    if not name:
        return None
    path = _found(name, folders)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(path, f"cannot be read: {error.strerror}") from error
    return _levelled(data, str(path), sound.longest_jingle_ms / 1000, SPEECH_LUFS + sound.jingle_gain_db)


def _found(name: str, folders: Sequence[Path]) -> Path:
    """Return a jingle's file: in the folders for jingles, or as a path from the show's folder."""
    try:
        return find_file(folders, "jingles", name)
    except SettingsError:
        beside = [folder.parent / name for folder in folders[:1] if (folder.parent / name).is_file()]
        if not beside:
            raise
        return beside[0]


@lru_cache(maxsize=32)
def _levelled(data: bytes, what: str, longest_s: float, lufs: float) -> Clip:
    """Return the sound of a jingle's file: mono, without the silence around it, at a loudness.

    Raises:
        AudioError: It is not sound.
    """
    samples = _floats(_trimmed(clips.resampled(_beginning(data, what, longest_s), RATE)))
    _smooth_ends(samples)
    peak = float(np.abs(samples).max())
    change_db = min(lufs - _loudness(samples, RATE), _MOST_GAIN_DB, _HIGHEST_DBFS - meter.dbtp(peak))
    samples *= np.float32(10 ** (change_db / 20)) if peak else 1
    # In whole hundredths of a second, because pydub drops what is left after the last whole millisecond.
    return _clip(np.pad(samples, (0, -len(samples) % (RATE // 100))), RATE)


def _beginning(data: bytes, what: str, longest_s: float) -> Clip:
    """Return the first seconds of a file of any format, in mono."""
    if not data.startswith(_READ_BY_SOUNDFILE):
        data = encoder.wav(data, what, round(longest_s) + 1)
    blocks = clips.blocks(data, what, longest_s)
    block, rate = next(blocks)
    samples = _mono(block)
    if next(blocks, None):  # a file that is no longer than this is read to its end, which must be there
        _ebb(samples, min(len(samples) // 2, round(_EBB_S * rate)))
    return _clip(samples, rate)


def _ebb(samples: NDArray[np.float32], frames: int) -> None:
    """Fade the last frames out, in place."""
    samples[-frames:] *= np.linspace(1, 0, frames, dtype=np.float32) ** 2


def _mono(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the channels' mean; where they cancel each other, as in effects for headphones, the louder one."""
    mean = np.asarray(block.mean(axis=1))
    powers = np.einsum("fc,fc->c", block, block)
    cancelled = np.einsum("f,f->", mean, mean) < powers.max() * _CANCELLED
    return np.ascontiguousarray(block[:, powers.argmax()]) if cancelled else mean


def _trimmed(clip: Clip) -> Clip:
    start, end = clips.sounding(clip, _SILENT)
    return clips.part(clip, start, end) if end else clip


def stitch(speech: Speech, script: Script, jingles: Jingles, sound: SoundTable, jobs: int = 2) -> Programme:
    """Return the programme: speech with its pauses, music around it and between its sections, and the timeline.

    Args:
        speech: The script, spoken.
        script: What was spoken.
        jingles: The music.
        sound: How long music is heard under speech.
        jobs: How many clips may be worked on at once; the bytes do not depend on it.
    """
    spoken = _spoken(speech, jobs)
    music = timeline.Music(
        opening=_frames(jingles.opening),
        closing=_frames(jingles.closing),
        sting=_frames(jingles.sting),
        overlap=to_frames(sound.fade_ms, RATE),
    )
    pauses = [to_frames(utterance.segment.pause_ms, RATE) for utterance in speech.utterances]
    breath = to_frames(timeline.BREATH_MS, RATE)
    layout = timeline.lay_out([len(samples) for samples in spoken], pauses, timeline.breaks(script), music, breath)
    pcm = np.zeros(layout.end, np.int16)
    for start, samples in zip(layout.speech, spoken, strict=True):
        pcm[start : start + len(samples)] = samples
    _add_music(pcm, jingles, music, layout)
    cues = timeline.cues(speech.utterances, layout.speech, [len(samples) for samples in spoken], RATE)
    chapters = timeline.chapters(script, cues, to_ms(layout.end, RATE))
    return Programme(clip=Clip(pcm=pcm.tobytes(), rate=RATE), cues=cues, chapters=chapters)


def _frames(clip: Clip | None) -> int:
    return clip.frames if clip else 0


def _spoken(speech: Speech, jobs: int) -> list[NDArray[np.int16]]:
    """Return the sound of each utterance at the programme's rate, and all of them about equally loud."""
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        all_clips = [utterance.clip for utterance in speech.utterances]
        energies = list(pool.map(_energies, all_clips))
        changes_db = _even([meter.integrated(part) for part in energies], meter.integrated(np.concatenate(energies)))
        return list(pool.map(_prepared, all_clips, changes_db))


def _energies(clip: Clip) -> meter.Energies:
    """Return the energies of a clip's hops; a clip that is shorter than one hop counts as one."""
    samples = _floats(clip)
    hops = meter.energies(samples, clip.rate)
    return hops if len(hops) else np.array([meter.energy(samples, clip.rate)])


def _even(each_lufs: Sequence[float], all_lufs: float) -> list[float]:
    """Return by how many dB to change each utterance.

    Together they come to ``SPEECH_LUFS``; each comes half of the way to the others, but no more than a little: what is
    said softly stays softer.
    """
    together_db = min(SPEECH_LUFS - all_lufs, _MOST_GAIN_DB)
    towards = [max(-_EVEN_MOST_DB, min(_EVEN_MOST_DB, (all_lufs - lufs) * _EVEN_SHARE)) for lufs in each_lufs]
    return [
        together_db + (step if lufs > meter.SILENCE_LUFS else 0) for lufs, step in zip(each_lufs, towards, strict=True)
    ]


def _prepared(clip: Clip, change_db: float) -> NDArray[np.int16]:
    """Return a clip's samples at the programme's rate, louder by so many dB, without clicks at their ends."""
    samples = _floats(clips.resampled(clip, RATE))
    if len(samples):
        middle = samples.mean()
        samples -= middle if abs(middle) > _OFFSET else 0
        _smooth_ends(samples)
        highest_db = _HIGHEST_DBFS - meter.dbtp(float(np.abs(samples).max()))
        samples *= np.float32(10 ** (min(change_db, highest_db) / 20))
    return clips.samples(_clip(samples, RATE))


def _add_music(pcm: NDArray[np.int16], jingles: Jingles, music: timeline.Music, layout: timeline.Layout) -> None:
    if jingles.opening:
        _mix(pcm, 0, _leading(jingles.opening, music))
    if jingles.sting and layout.stings:
        sting = _leading(jingles.sting, music)
        for start in layout.stings:
            _mix(pcm, start, sting)
    if jingles.closing:
        _mix(pcm, layout.closing, _following(jingles.closing, music))


def _leading(jingle: Clip, music: timeline.Music) -> AudioSegment:
    """Return a jingle that steps back before the words that begin over it, and is gone a little later."""
    shared_ms = _whole_ms(music.shared(jingle.frames))
    alone_ms = _whole_ms(jingle.frames) - shared_ms
    if not shared_ms:
        return _segment(jingle)
    back = _segment(jingle).fade(to_gain=_DUCK_DB, start=max(0, alone_ms - _STEP_BACK_MS), end=alone_ms)
    return back.fade_out(shared_ms)


def _following(jingle: Clip, music: timeline.Music) -> AudioSegment:
    """Return a jingle that comes in under the last words, and comes forward after them."""
    shared_ms = _whole_ms(music.shared(jingle.frames))
    if not shared_ms:
        return _segment(jingle)
    until_ms = min(_whole_ms(jingle.frames), shared_ms + _STEP_BACK_MS)
    return _segment(jingle).fade(from_gain=_DUCK_DB, start=shared_ms, end=until_ms).fade_in(shared_ms)


def _whole_ms(frames: int) -> int:
    return frames * 1000 // RATE


def _segment(clip: Clip) -> AudioSegment:
    return AudioSegment(data=clip.pcm, sample_width=2, frame_rate=clip.rate, channels=1)


def _mix(pcm: NDArray[np.int16], start: int, jingle: AudioSegment) -> None:
    """Lay a jingle over what is there from a frame on; only that stretch is copied."""
    stretch = pcm[start : start + int(jingle.frame_count())]
    mixed = _segment(Clip(pcm=stretch.tobytes(), rate=RATE)).overlay(jingle)
    stretch[:] = np.frombuffer(mixed.raw_data, "<i2")[: len(stretch)]  # pydub rounds up to whole milliseconds


def _loudness(samples: NDArray[np.float32], rate: int) -> float:
    hops = meter.energies(samples, rate)
    return meter.integrated(hops if len(hops) else np.array([meter.energy(samples, rate)]))


def _smooth_ends(samples: NDArray[np.float32]) -> None:
    """Fade the first and last few milliseconds, in place, where sound begins or ends with a jump."""
    length = min(round(_EDGE_S * RATE), len(samples) // 2)
    ramp = (0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(1, length))).astype(np.float32)
    if length and abs(samples[0]) > _JUMP:
        samples[:length] *= ramp
    if length and abs(samples[-1]) > _JUMP:
        samples[-length:] *= ramp[::-1]


def _floats(clip: Clip) -> NDArray[np.float32]:
    samples = clips.samples(clip).astype(np.float32)
    samples /= _FULL_SCALE
    return samples


def _clip(samples: NDArray[np.float32], rate: int) -> Clip:
    scaled = np.rint(samples * _FULL_SCALE)
    return Clip(pcm=np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes(), rate=rate)
