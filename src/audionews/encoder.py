"""Owner of imageio-ffmpeg: samples → MPEG frames or Opus, and the sound in files that nothing else here can read.

The program gets and gives bytes through pipes, never a file name or an address, knows no protocol but those pipes, has
no environment, and is stopped when it takes too long: what an editor drops into a folder is data.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryFile
from threading import Event, Thread, Timer
from typing import IO, Literal

import numpy as np
from numpy.typing import NDArray

from audionews.cache import Cache, name_of
from audionews.clips import NOT_SOUND, samples
from audionews.domain import Sound
from audionews.errors import AudioError
from audionews.mp3_frames import FRAME
from audionews.tape import stretches

if sys.platform == "linux":
    import resource

Effort = Literal["usual", "low"]
Encode = Callable[[bytes, int, int, Effort], bytes]
"""``mpeg``, or what does the same."""

KBPS = (64, 80, 96, 112, 128, 160, 192)

OPUS_KBPS = 48
"""Speech and jingles in one channel: nobody hears the difference from the MP3, at half its size."""

_PROGRAM = "ffmpeg"
_EFFORTS: dict[Effort, tuple[str, ...]] = {"usual": (), "low": ("-compression_level", "7")}
"""Without noise shaping all bits go into less noise: half of the work, and enough where bits abound."""
_FORMAT = 1
"""Of what is remembered; another number makes all of it stale."""

_LEVEL_DB = -0.447
_LEVEL_192_DB = -0.265
_LOUDEST_KBPS = 192
_TIMEOUT_S = 120.0
_A_MINUTE_MORE_S = 10.0
"""How long a minute of sound may take on top of that: twenty times what a slow machine needs."""
_MOST_MEMORY_BYTES = 256 * 1024 * 1024
"""For one piece of a file; and for the program as a whole:"""
_MOST_ADDRESSES_BYTES = 2 * 1024 * 1024 * 1024
_GRID_AT_ONCE = 2000
_FORGOTTEN = 3
"""MPEG frames of silence: after two the encoder knows nothing of what was before, and one leads in what follows."""
_SPEAKER = re.compile(r"^\[[^\]]* @ 0x[0-9a-f]+\] |\bcache:pipe:0: ", re.MULTILINE)
"""Which part of the program speaks, and where it lay in memory."""
_SYSTEM = ("SYSTEMROOT",)
"""Windows starts nothing without it."""


def level_db(kbps: int) -> float:
    """Return by how many dB LAME changes the level at a constant bit rate: it makes room for its own peaks."""
    return _LEVEL_192_DB if kbps >= _LOUDEST_KBPS else _LEVEL_DB


def mpeg(pcm: bytes, rate: int, kbps: int, effort: Effort = "usual") -> bytes:
    """Return mono 16-bit sound as MPEG Layer III frames of one bit rate; no tag and no Info frame around them.

    Equal sound gives equal bytes.

    Args:
        pcm: Signed 16-bit little-endian samples.
        rate: In hertz: 44 100, 48 000 or 32 000.
        kbps: One of ``KBPS``.
        effort: How hard the encoder tries to put its noise where it is not heard.

    Raises:
        AudioError: The encoder is not there, failed, or took too long.
    """
    wanted = [
        "-c:a",
        "libmp3lame",
        "-b:a",
        f"{kbps}k",
        *_EFFORTS[effort],
        "-flags",
        "+bitexact",
        "-write_xing",
        "0",
        "-id3v2_version",
        "0",
    ]
    return _encoded([pcm], rate, [*wanted, "-f", "mp3"], _allowed_s(len(pcm), rate))


def remembering(cache: Cache) -> Encode:
    """Return ``mpeg`` with a memory: what this program once encoded like this is not encoded again."""
    found = Path(program()).stat()
    edition = (_FORMAT, found.st_size, found.st_mtime_ns)

    def encode(pcm: bytes, rate: int, kbps: int, effort: Effort) -> bytes:
        name = name_of("mpeg", edition, rate, kbps, effort, sha256(pcm).hexdigest())
        return cache.made(name, lambda: mpeg(pcm, rate, kbps, effort))

    return encode


def opus(pcm: Iterable[bytes], frames: int, rate: int) -> bytes:
    """Return mono 16-bit sound as an Opus file, no louder or softer than it was; equal sound gives equal bytes.

    Args:
        pcm: Signed 16-bit little-endian samples, in parts.
        frames: How many they are.
        rate: In hertz.

    Raises:
        AudioError: The encoder is not there, failed, or took too long.
    """
    wanted = ["-c:a", "libopus", "-b:a", f"{OPUS_KBPS}k", "-application", "audio"]
    # Bit-exact also means that the stream gets no random number.
    wanted += ["-flags", "+bitexact", "-fflags", "+bitexact", "-f", "opus"]
    return _encoded(pcm, rate, wanted, _allowed_s(2 * frames, rate))


def _encoded(pcm: Iterable[bytes], rate: int, wanted: list[str], allowed_s: float) -> bytes:
    given = ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0"]
    return _run([*given, *wanted, "pipe:1"], pcm, "encoder", allowed_s)


def _allowed_s(size: int, rate: int) -> float:
    return _TIMEOUT_S + _A_MINUTE_MORE_S * size / (2 * rate * 60)


def cuts(sound: Sound, shortest: int) -> list[int]:
    """Return where to cut sound so that its pieces, encoded alone, join to one stream.

    A cut lies on the grid of MPEG frames, in digital silence that reaches as far as the encoder remembers: what it
    would carry over is nothing. Each piece then begins with an empty bit reservoir, as every MP3 does.

    Of the silences near enough the longest is cut, the pause between two paragraphs rather than one between sentences,
    at a place that is counted from its end: where sound is changed, the pieces before it stay, and soon after it they
    are the same again.

    Args:
        sound: The whole of it.
        shortest: How many frames a piece has at least, but for the last; it has twice as many at most, or more where
            there is no silence.
    """
    silent = np.concatenate([_silent(part) for part in stretches(sound, _GRID_AT_ONCE * FRAME)])
    edges = np.flatnonzero(np.diff(silent.astype(np.int8), prepend=0))
    starts, ends = edges[: len(edges) // 2 * 2].reshape(-1, 2).T
    lengths = (ends - starts) * (ends - starts >= _FORGOTTEN)
    places = (ends - 1) * FRAME
    found = [0]
    while True:
        later = (places >= found[-1] + shortest) & (lengths > 0)
        near = later & (places <= found[-1] + 2 * shortest)
        if not later.any():
            return found[1:]
        found.append(int(places[np.where(near, lengths, 0).argmax() if near.any() else later.argmax()]))


def _silent(sound: Sound) -> NDArray[np.bool_]:
    """Return for each whole MPEG frame whether there is nothing in it."""
    grid = sound.frames // FRAME
    return np.logical_not(samples(sound)[: grid * FRAME].reshape(grid, FRAME).any(axis=1))


def wav(data: bytes, what: str, longest_s: int) -> bytes:
    """Return the sound in a file of almost any format as a WAV file, channels and rate as they are.

    Args:
        data: The file.
        what: Name of it for a message.
        longest_s: What comes after so many seconds is left out.

    Raises:
        AudioError: There is no sound in it that can be decoded.
    """
    # The cache makes the pipe seekable: an M4A file has its index at the end.
    given = ["-max_alloc", str(_MOST_MEMORY_BYTES), "-protocol_whitelist", "cache,pipe", "-i", "cache:pipe:0"]
    wanted = ["-map", "0:a:0", "-t", str(longest_s), "-c:a", "pcm_s16le", "-flags", "+bitexact"]
    return _run([*given, *wanted, "-f", "wav", "pipe:1"], [data], what, _TIMEOUT_S, f"{NOT_SOUND} (ffmpeg says: %s)")


def _run(
    arguments: list[str], data: Iterable[bytes], what: str, timeout_s: float, failed: str = "ffmpeg says: %s"
) -> bytes:
    """Return what ffmpeg makes of the data.

    A thread feeds it in one write: ``subprocess.run`` would give 4 KiB at a time, which costs as much as the limiter.
    """
    command = [program(), "-nostdin", "-hide_banner", "-v", "error", "-fflags", "+bitexact", *arguments]
    environment = {name: os.environ[name] for name in _SYSTEM if name in os.environ}
    late = Event()
    try:
        with TemporaryFile() as said, Popen(command, stdin=PIPE, stdout=PIPE, stderr=said, env=environment) as process:
            _limit(process.pid)
            made = _talk(process, data, timeout_s, late)
            said.seek(0)
            reason = _last_line(said.read())
    except OSError as error:
        raise AudioError(what, f"ffmpeg cannot be run: {error.strerror}") from error
    if late.is_set():
        raise AudioError(what, f"took longer than {timeout_s:.0f} s and was stopped")
    if process.returncode or not made:
        raise AudioError(what, failed % reason)
    return made


def _limit(pid: int) -> None:
    """Let a program have so much memory and leave no core file, where the system can be told so from outside."""
    if sys.platform == "linux":
        with suppress(ProcessLookupError, PermissionError):
            resource.prlimit(pid, resource.RLIMIT_AS, (_MOST_ADDRESSES_BYTES, _MOST_ADDRESSES_BYTES))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def _talk(process: Popen[bytes], data: Iterable[bytes], timeout_s: float, late: Event) -> bytes:
    """Return what a program answers; one that is too late is ended."""

    def stop() -> None:
        late.set()
        process.kill()

    watch = Timer(timeout_s, stop)
    watch.start()
    try:
        feeder = Thread(target=_feed, args=(process.stdin, data))
        feeder.start()
        answer = process.stdout.read() if process.stdout else b""
        feeder.join()
        process.wait()
    finally:
        watch.cancel()
    return answer


def _feed(pipe: IO[bytes], data: Iterable[bytes]) -> None:
    # It need not read to the end: a header may be enough to refuse the rest, or the wanted length may be reached.
    with suppress(BrokenPipeError), pipe:
        for part in data:
            pipe.write(part)


def _last_line(said: bytes) -> str:
    lines = _SPEAKER.sub("", said.decode(errors="replace")).split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "nothing, and gave nothing")


@lru_cache(maxsize=1)
def program() -> str:
    """Return the absolute path of ffmpeg, the one in the wheel first.

    Raises:
        AudioError: There is none.
    """
    return _in_wheel() or _as_the_wheel_finds_it()


def _in_wheel() -> str | None:
    """Return the wheel's own binary: importing the package and trying the program costs a tenth of a second."""
    spec = find_spec("imageio_ffmpeg")
    folder = Path(spec.origin).parent / "binaries" if spec and spec.origin else Path()
    found = sorted(path for path in folder.glob("ffmpeg-*") if os.access(path, os.X_OK))
    return str(found[0].absolute()) if found else None


def _as_the_wheel_finds_it() -> str:
    from imageio_ffmpeg import get_ffmpeg_exe  # slow, and only needed where its wheel carries no binary

    try:
        return str(get_ffmpeg_exe())
    except RuntimeError as error:
        raise AudioError(_PROGRAM, "is not installed; pip install imageio-ffmpeg brings it") from error
