"""Owner of imageio-ffmpeg: samples → Opus, and the sound in files that nothing else here can read.

The program gets and gives bytes through pipes, never a file name or an address, knows no protocol but those pipes, has
no environment, and is stopped when it takes too long: what an editor drops into a folder is data.
"""

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryFile
from threading import Event, Thread, Timer
from typing import IO

from audionews.clips import NOT_SOUND
from audionews.errors import AudioError

if sys.platform == "linux":
    import resource

OPUS_KBPS = 48
"""Speech and jingles in one channel: nobody hears the difference from the MP3, at half its size."""

_PROGRAM = "ffmpeg"
_TIMEOUT_S = 120.0
_A_MINUTE_MORE_S = 10.0
"""How long a minute of sound may take on top of that: twenty times what a slow machine needs."""
_MOST_MEMORY_BYTES = 256 * 1024 * 1024
"""For one piece of a file; and for the program as a whole:"""
_MOST_ADDRESSES_BYTES = 2 * 1024 * 1024 * 1024
_SPEAKER = re.compile(r"^\[[^\]]* @ 0x[0-9a-f]+\] |\bcache:pipe:0: ", re.MULTILINE)
"""Which part of the program speaks, and where it lay in memory."""
_SYSTEM = ("SYSTEMROOT",)
"""Windows starts nothing without it."""


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
    given = ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0"]
    allowed_s = _TIMEOUT_S + _A_MINUTE_MORE_S * frames / (rate * 60)
    return _run([*given, *wanted, "pipe:1"], pcm, "encoder", allowed_s)


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
