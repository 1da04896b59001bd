"""Sounds whose every sample is known, sound files of every kind, and speech made of them."""

import io
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from audionews.domain import ChapterMark, Clip, Reading, Role, Script, Segment, Sound, Speech, Utterance, Voice, Word
from audionews.ffmpeg import program

RATE = 44_100

Samples = NDArray[np.float32]


def sine(hertz: float, seconds: float, level: float = 0.1, rate: int = RATE) -> Samples:
    return np.asarray(level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate), np.float32)


def noise(seconds: float, level: float = 0.1, rate: int = RATE, seed: int = 1) -> Samples:
    return np.asarray(level * np.random.default_rng(seed).standard_normal(round(seconds * rate)), np.float32)


def babble(seconds: float, level: float = 0.25, rate: int = RATE, seed: int = 7) -> Samples:
    """Return what is like speech for a meter: a voice, syllables, hisses, pauses, peaks 15 dB above the mean."""
    t = np.arange(round(seconds * rate)) / rate
    pitch = np.cumsum(110 + 15 * np.sin(2 * np.pi * 0.7 * t)) / rate
    voice = sum(np.cos(2 * np.pi * k * pitch + 1.3 * k * k) / k for k in range(1, 30))
    syllables = np.clip(np.sin(2 * np.pi * 2.3 * t), 0, 1) ** 0.7 * (np.sin(2 * np.pi * 0.31 * t + 1) > -0.6)
    hiss = (
        0.3 * np.random.default_rng(seed).standard_normal(len(t)) * np.clip(np.sin(2 * np.pi * 2.3 * t + 2), 0, 1) ** 4
    )
    mixed = voice * syllables + hiss
    return np.asarray(mixed / np.abs(mixed).max() * level, np.float32)


def clip_of(samples: Samples, rate: int = RATE) -> Clip:
    return Clip(pcm=np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2").tobytes(), rate=rate)


def samples_of(clip: Sound) -> Samples:
    return np.frombuffer(clip.pcm, "<i2").astype(np.float32) / np.float32(32768)


def file_of(samples: Samples, rate: int = RATE, kind: str = "WAV", subtype: str | None = None) -> bytes:
    """Return a sound file; samples of shape ``(frames,)`` or ``(frames, channels)``."""
    out = io.BytesIO()
    soundfile.write(out, samples, rate, format=kind, subtype=subtype)
    return out.getvalue()


def decoded(data: bytes) -> Samples:
    return np.asarray(soundfile.read(io.BytesIO(data), dtype="float32")[0], np.float32)


def ffmpeg(*arguments: str, data: bytes = b"") -> tuple[bytes, str]:
    """Return what the reference program gives and says."""
    done = subprocess.run(
        [program(), "-nostdin", "-hide_banner", *arguments], input=data, capture_output=True, check=True
    )
    return done.stdout, done.stderr.decode()


def m4a(samples: Samples, folder: Path) -> bytes:
    """Return an AAC file as music programs save it: its index comes last."""
    path = folder / "music.m4a"
    ffmpeg("-v", "error", "-y", "-f", "wav", "-i", "pipe:0", "-c:a", "aac", str(path), data=file_of(samples))
    return path.read_bytes()


def segment(role: Role, pause_ms: int = 0, written: str = "Un mot.") -> Segment:
    return Segment(role=role, readings=(Reading(written=written, spoken=written),), pause_ms=pause_ms)


def speech_of(parts: Sequence[tuple[Segment, Clip]], words: tuple[Word, ...] = ()) -> Speech:
    utterances = tuple(Utterance(segment=segment, clip=clip, words=words) for segment, clip in parts)
    return Speech(utterances=utterances, voice=Voice(name="tone", engine="tone"))


def script_of(speech: Speech, marks: Sequence[int] = (0,)) -> Script:
    segments = tuple(utterance.segment for utterance in speech.utterances)
    titles = tuple(ChapterMark(title=f"Chapitre {number}", segment=at) for number, at in enumerate(marks, start=1))
    return Script(article_id="essai", segments=segments, marks=titles)
