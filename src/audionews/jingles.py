"""The music of a show, made ready: found, decoded whatever it is, and brought to the level at which it is mixed."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from audionews import __version__, clips, ffmpeg, meter
from audionews.cache import FORGETFUL, Cache, name_of
from audionews.domain import Clip, Sound
from audionews.errors import SettingsError
from audionews.loudness import RATE
from audionews.settings import SoundTable
from audionews.voices import find_file

SPEECH_LUFS = -23.0
"""Loudness of speech before mastering: 22 dB below full scale leave room for its peaks. Source: EBU R 128."""

_MOST_GAIN_DB = 30.0
_HIGHEST_DBFS = -0.5
_EDGE_S = 0.005
_EBB_S = 2.0
"""How long a jingle fades that is longer than it may be."""
_CANCELLED = 0.05
"""Less than this share of the louder channel's power in the mean: a quarter is left where the other is silent."""
_SILENT = 33
"""Of 32 768: 60 dB below full scale."""
_FORMAT = 1
"""Of what is remembered of a jingle; another number makes all of it stale."""
_READ_BY_SOUNDFILE = (b"RIFF", b"FORM", b"fLaC", b"OggS", b"ID3", b"\xff")


class Jingles(Struct, frozen=True, kw_only=True):
    """The music around an article's speech, mono, 44 100 Hz, at the level at which it is mixed.

    Attributes:
        opening: Before the first words.
        closing: After the last ones.
        sting: Between sections.
    """

    opening: Clip | None = None
    closing: Clip | None = None
    sting: Clip | None = None


def load_jingles(sound: SoundTable, category: str | None, folders: Sequence[Path], cache: Cache = FORGETFUL) -> Jingles:
    """Return the jingles that the settings name for a rubrique, ready to be mixed.

    Args:
        sound: Names the files; an empty name means that there is none.
        category: The article's rubrique, as printed; it may have an opening of its own.
        folders: As ``voices.voice_folders`` gives them.
        cache: Remembers them.

    Raises:
        SettingsError: A file is not there.
        AudioError: A file is not sound.
    """

    def load(name: str) -> Clip | None:
        return ready(find_file(folders, "jingles", name), sound, cache) if name else None

    own = {_folded(name): file for name, file in sound.rubriques.items()}
    opening = own.get(_folded(category or ""), sound.opening)
    return Jingles(opening=load(opening), closing=load(sound.closing), sting=load(sound.sting))


def _folded(name: str) -> str:
    """Return a name without case and accents: ``Économie`` and ``ECONOMIE`` are one rubrique."""
    letters = unicodedata.normalize("NFKD", name.strip()).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def ready(path: Path, sound: SoundTable, cache: Cache = FORGETFUL) -> Clip:
    """Return a jingle as it is mixed; a file that has not changed, and is remembered, is not decoded again.

    Raises:
        SettingsError: The file cannot be read.
        AudioError: It is not sound.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(path, f"cannot be read: {error.strerror}") from error
    return _remembered(cache, data, str(path), sound.longest_jingle_ms / 1000, SPEECH_LUFS + sound.jingle_gain_db)


@lru_cache(maxsize=32)
def _remembered(cache: Cache, data: bytes, what: str, longest_s: float, lufs: float) -> Clip:
    name = name_of("jingle", _FORMAT, __version__, sha256(data).hexdigest(), longest_s, lufs)
    return Clip(pcm=cache.made(name, lambda: _levelled(data, what, longest_s, lufs).pcm), rate=RATE)


def _levelled(data: bytes, what: str, longest_s: float, lufs: float) -> Clip:
    """Return the sound of a jingle's file: mono, without the silence around it, at a loudness.

    Raises:
        AudioError: It is not sound.
    """
    samples = clips.floats(_trimmed(clips.resampled(_beginning(data, what, longest_s), RATE)))
    clips.smooth_ends(samples, round(_EDGE_S * RATE))
    heard = meter.integrated(meter.at_least_one(samples, RATE))
    headroom_db = _HIGHEST_DBFS - meter.dbtp(float(np.abs(samples).max()))
    samples *= np.float32(10 ** (min(lufs - heard, _MOST_GAIN_DB, headroom_db) / 20))
    # In whole hundredths of a second, because pydub drops what is left after the last whole millisecond.
    return clips.of_floats(np.pad(samples, (0, -len(samples) % (RATE // 100))), RATE)


def _beginning(data: bytes, what: str, longest_s: float) -> Clip:
    """Return the first seconds of a file of any format, in mono."""
    if not data.startswith(_READ_BY_SOUNDFILE) or _is_adts(data):
        data = ffmpeg.wav(data, what, round(longest_s) + 1)
    blocks = clips.blocks(data, what, longest_s)
    block, rate = next(blocks)
    samples = _mono(block)
    if next(blocks, None):  # a file that is no longer than this is read to its end, which must be there
        _ebb(samples, min(len(samples) // 2, round(_EBB_S * rate)))
    return clips.of_floats(samples, rate)


def _is_adts(data: bytes) -> bool:
    """Tell whether a file is AAC without a container; an MPEG header, but for the two bits that name the layer."""
    start = clips.after_id3(data)
    header = data[start : start + 2]
    return len(header) == 2 and header[0] == 0xFF and header[1] & 0xF6 == 0xF0


def _ebb(samples: NDArray[np.float32], frames: int) -> None:
    """Fade the last frames out, in place."""
    samples[-frames:] *= np.linspace(1, 0, frames, dtype=np.float32) ** 2


def _mono(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the channels' mean; where they cancel each other, as in effects for headphones, the louder one."""
    mean = np.asarray(block.mean(axis=1))
    powers = np.einsum("fc,fc->c", block, block)
    cancelled = np.einsum("f,f->", mean, mean) < powers.max() * _CANCELLED
    return np.ascontiguousarray(block[:, powers.argmax()]) if cancelled else mean


def _trimmed(clip: Sound) -> Sound:
    start, end = clips.sounding(clip, _SILENT)
    return clip.part(start, end) if end else clip
