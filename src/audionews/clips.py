"""Sound in memory: any usual file → ``Clip``, another rate, silence, what is quiet at the ends.

Owner of soundfile (decoding) and soxr (resampling). Joining and encoding are the studio's.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from audionews.domain import Clip, Sound
from audionews.errors import AudioError

Samples = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float32]

FULL_SCALE = 32768
_JUMP = 4 / FULL_SCALE
_FRAME_BYTES = 2
NOT_SOUND = "is not sound that can be read; take a whole WAV, FLAC, MP3, Ogg, AIFF, M4A or AAC file"
_WAV_HEADER = struct.Struct("<8x8sIHHI6xH4sI")
_UNKNOWN_SIZE = {0, 0x7FFFFFFF, 0xFFFFFFFF}
"""What a RIFF or FORM header holds when it was written to a pipe."""
_CHUNK_SLACK_BYTES = 8
"""Writers disagree whether the padding and the header of the last chunk count."""
_XING_SLACK = 0.99
_OGG_HEADER_BYTES = 27
_OGG_END = 4
"""Bit of the page's flags, its byte 5: last of the stream; byte 26 counts its segments. Source: RFC 3533, section 6."""


def decode(data: bytes, what: str) -> Clip:
    """Return the sound of a whole file in any usual format, its channels averaged.

    Args:
        data: The file.
        what: Name of it for a message.

    Raises:
        AudioError: It is not sound, not whole, or holds none.
    """
    if clip := _plain(data):
        return clip
    with _opened(data, what) as file:
        found = file.read(dtype="float32", always_2d=True)
        _refuse_less(len(found), _promised_frames(file, data), what)
        return Clip(pcm=_pcm(found.mean(axis=1)), rate=file.samplerate)


def _plain(data: bytes) -> Clip | None:
    """Return the sound of a WAV file that holds samples as a clip has them and nothing else, as engines write it."""
    if len(data) <= _WAV_HEADER.size or data[:4] != b"RIFF":
        return None
    kind, size, coding, channels, rate, bits, name, length = _WAV_HEADER.unpack_from(data)
    is_plain = (kind, size, coding, channels, bits, name) == (b"WAVEfmt ", 16, 1, 1, 16, b"data")
    is_whole = length == len(data) - _WAV_HEADER.size and length % _FRAME_BYTES == 0
    return Clip(pcm=data[_WAV_HEADER.size :], rate=rate) if is_plain and is_whole and rate else None


def blocks(data: bytes, what: str, block_s: float) -> Iterator[tuple[Floats, int]]:
    """Yield the sound of a whole file a block at a time, each with the rate in hertz.

    For what is too long to be held as a whole, or must not be rounded to 16 bits. A block's shape is
    ``(frames, channels)``, and ±1.0 is full scale.

    Args:
        data: The file.
        what: Name of it for a message.
        block_s: Length of all blocks but the last, in seconds.

    Raises:
        AudioError: It is not sound, not whole, or holds none.
    """
    with _opened(data, what) as file:
        found = 0
        while len(block := file.read(round(block_s * file.samplerate), dtype="float32", always_2d=True)):
            found += len(block)
            yield block, file.samplerate
        _refuse_less(found, _promised_frames(file, data), what)


@contextmanager
def _opened(data: bytes, what: str) -> Iterator[soundfile.SoundFile]:
    _refuse_cut(data, what)
    # What the library says names an object in memory, differs from run to run, and helps nobody.
    try:
        file = soundfile.SoundFile(io.BytesIO(data))
    except soundfile.SoundFileError as error:
        raise AudioError(what, NOT_SOUND) from error
    with file:
        try:
            yield file
        except soundfile.SoundFileError as error:
            raise AudioError(what, "is damaged or cut off: it cannot be decoded to its end") from error


def _promised_frames(file: soundfile.SoundFile, data: bytes) -> int:
    """Return how many frames a file says that it has, or 0 when it does not say: of such an MP3 they are a guess."""
    return 0 if file.format == "MP3" and not _promised_mp3_bytes(data) else file.frames


def _refuse_less(found: int, promised: int, what: str) -> None:
    """Refuse sound that ended before its time, or never began; both counted in frames."""
    if found < promised:
        raise AudioError(what, f"is damaged or cut off: {found} of {promised} frames can be decoded")
    if not found:
        raise AudioError(what, "holds no sound")


def _refuse_cut(data: bytes, what: str) -> None:
    """Refuse a file that is shorter than it says: decoders end such a file early and say nothing."""
    if len(data) < _promised_bytes(data) or (data.startswith(b"OggS") and not _ends_ogg(data)):
        raise AudioError(what, "is cut off: the file is shorter than its header says")


def _promised_bytes(data: bytes) -> int:
    """Return how many bytes the header says that there are, or 0 when it does not say."""
    if len(data) >= 12 and data[:4] in (b"RIFF", b"FORM"):
        size: int = struct.unpack("<I" if data[:4] == b"RIFF" else ">I", data[4:8])[0]
        return 0 if size in _UNKNOWN_SIZE else size - _CHUNK_SLACK_BYTES
    return _promised_mp3_bytes(data)


def _promised_mp3_bytes(data: bytes) -> int:
    """Return what the Xing or Info header says, or 0 without one; it stands in the first frame, after any ID3 tag."""
    start = after_id3(data)
    first = data[start : start + 64]
    at = max(first.find(b"Xing"), first.find(b"Info"))
    if first[:1] != b"\xff" or at < 0:
        return 0
    flags, *numbers = struct.unpack(">3I", data[start + at + 4 : start + at + 16].ljust(12, b"\0"))
    has_frames, has_bytes = flags & 1, flags & 2
    return start + int(numbers[1 if has_frames else 0] * _XING_SLACK) if has_bytes else 0


def after_id3(data: bytes) -> int:
    """Return where the sound begins: behind the ID3 tag at the start, when there is one."""
    if not data.startswith(b"ID3") or len(data) < 10:
        return 0
    return 10 + sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))


def _ends_ogg(data: bytes) -> bool:
    """Tell whether the last page says that it is the last, and is whole."""
    page = data[data.rfind(b"OggS") :]
    if len(page) < _OGG_HEADER_BYTES:
        return False
    segments = page[_OGG_HEADER_BYTES : _OGG_HEADER_BYTES + page[26]]
    return bool(page[5] & _OGG_END) and len(page) >= _OGG_HEADER_BYTES + page[26] + sum(segments)


def resampled(clip: Sound, rate: int) -> Sound:
    """Return a clip at another rate in hertz, without images above the old Nyquist frequency.

    The count of frames is exactly ``round(clip.frames * rate / clip.rate)``; equal clips give equal bytes.
    """
    return clip if rate == clip.rate else of_floats(floats_at(clip, rate), rate)


def floats_at(clip: Sound, rate: int) -> Floats:
    """Return what ``resampled`` gives, not yet rounded: numbers of ±1.0, shape ``(frames,)``, free to be changed."""
    found = floats(clip)
    if rate == clip.rate:
        return found
    # In floats: soxr dithers when it writes 16 bits.
    found = soxr.resample(found, clip.rate, rate, quality="HQ")
    frames = frames_at(clip, rate)
    return np.pad(found[:frames], (0, max(0, frames - len(found))))


def frames_at(clip: Sound, rate: int) -> int:
    """Return how many frames a clip has after ``resampled``: its length in frames of another rate, rounded half up."""
    return (clip.frames * rate * 2 + clip.rate) // (2 * clip.rate)


def silence(frames: int) -> bytes:
    """Return the PCM of a silence."""
    return bytes(frames * _FRAME_BYTES)


def samples(clip: Sound) -> Samples:
    """Return a read-only view of a clip's samples, shape ``(frames,)``."""
    return np.frombuffer(clip.pcm, dtype="<i2")


def floats(clip: Sound) -> Floats:
    """Return a clip's samples as numbers of ±1.0, shape ``(frames,)``, free to be changed."""
    found = samples(clip).astype(np.float32)
    found /= FULL_SCALE
    return found


def of_floats(found: Floats, rate: int) -> Clip:
    """Return samples of ±1.0 as a clip; what is louder is held at full scale."""
    return Clip(pcm=_pcm(found), rate=rate)


def smooth_ends(found: Floats, frames: int) -> None:
    """Fade the first and last few frames, in place, where sound begins or ends with a jump: it is heard as a click."""
    length = min(frames, len(found) // 2)
    ramp = (0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(1, length))).astype(np.float32)
    if length and abs(found[0]) > _JUMP:
        found[:length] *= ramp
    if length and abs(found[-1]) > _JUMP:
        found[-length:] *= ramp[::-1]


def sounding(clip: Sound, floor: int) -> tuple[int, int]:
    """Return the first frame louder than ``floor`` (0–32767) and the one after the last; ``(0, 0)`` if none is."""
    found = samples(clip)
    loud = (found > floor) | (found < -floor)
    return (int(loud.argmax()), len(loud) - int(loud[::-1].argmax())) if loud.any() else (0, 0)


def _pcm(floats: npt.NDArray[np.float32]) -> bytes:
    """Return samples of ±1 as 16-bit PCM; what is louder is held at full scale, not wrapped round."""
    scaled = floats * FULL_SCALE
    np.rint(scaled, out=scaled)
    return np.clip(scaled, -FULL_SCALE, FULL_SCALE - 1, out=scaled).astype("<i2").tobytes()
