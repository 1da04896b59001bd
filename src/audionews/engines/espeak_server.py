"""The process that loads libespeak-ng and speaks: run as a script, with nothing but the standard library.

It is a process of its own because the library is not thread-safe and some texts crash it, and it is this small so that
it is there after a few milliseconds. Each sentence is said in a fork made after initialisation: what the library keeps
between two sentences would change the sound, and a fork that crashes takes nobody with it.

A voice is named by its file, ``roa/fr`` or ``roa/fr+f2``: by its name alone, the library would look through all its
voices in every fork, which takes as long as ten words.

A request is a line ``<voice> TAB <words a minute> TAB <pitch> TAB <range> TAB <limit in s> TAB <bytes of text>`` and
the text in UTF-8. An answer is a line and, after ``ok``, PCM:

    ok TAB <hertz> TAB <bytes of PCM> TAB <position>:<ms> <position>:<ms> …
    rejected TAB <why>
    failed TAB <why>
    unavailable TAB <why>
"""

import ctypes
import os
import sys

_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_POSITION_IN_CHARACTERS = 1
_UTF8 = 1
"""Neither 0x10 (SSML) nor 0x100 (phonemes in brackets): a text is data."""
_RATE, _PITCH, _RANGE = 1, 3, 4
_WORD = 1
_STOP = 1
_SEED = 1
"""Of the noise in a breathy voice; the library would take the time of day."""

_MOST_SECONDS = 600
_MOST_MEMORY_BYTES = 1 << 30
_OUT_OF_MEMORY = 12
"""How a fork ends that may have no more: ENOMEM."""


class _Event(ctypes.Structure):
    """Source: speak_lib.h, espeak_EVENT."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


class Library:
    """libespeak-ng, initialised.

    Args:
        path: The shared library.
        data: Its data folder.

    Raises:
        OSError: It cannot be loaded or does not find its data.
    """

    def __init__(self, path: str, data: str) -> None:
        self._calls = ctypes.CDLL(path)
        self.rate = self._calls.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), _DO_NOT_EXIT)
        if self.rate <= 0:
            raise OSError(0, f"espeak-ng cannot use its data in {data}")
        self._calls.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))

    def answer(self, line: str, text: bytes) -> tuple[bytes, bytes]:
        """Return the line of an answer, and its PCM; only the first answer of a process has reproducible sound."""
        voice, rate, pitch, pitch_range, *_ = line.split("\t")
        if self._calls.espeak_SetVoiceByName(voice.encode()) != 0:
            return _line("unavailable", f"espeak-ng has no voice {voice}"), b""
        for parameter, value in ((_RATE, rate), (_PITCH, pitch), (_RANGE, pitch_range)):
            self._calls.espeak_SetParameter(parameter, int(value), 0)
        return self._spoken(text)

    def _spoken(self, text: bytes) -> tuple[bytes, bytes]:
        parts: list[bytes] = []
        words: list[str] = []
        most = _MOST_SECONDS * self.rate

        def heard(wave: int | None, frames: int, events: "ctypes._Pointer[_Event]") -> int:
            # What is raised in here is lost, and so would be the sound: nothing in here may raise.
            nonlocal most
            most -= frames
            if wave and most > 0:
                parts.append(ctypes.string_at(wave, frames * 2))
            index = 0
            while events[index].type:
                if events[index].type == _WORD:
                    words.append(f"{events[index].text_position - 1}:{events[index].audio_position}")
                index += 1
            return 0 if most > 0 else _STOP

        callback = _Callback(heard)
        self._calls.espeak_SetSynthCallback(callback)
        size = ctypes.c_size_t(len(text) + 1)
        code = self._calls.espeak_Synth(text, size, 0, _POSITION_IN_CHARACTERS, 0, _UTF8, None, None)
        if code != 0 or most <= 0:
            return _line("rejected", "there is no end to it" if most <= 0 else f"espeak-ng says {code}"), b""
        pcm = b"".join(parts)
        return _line("ok", str(self.rate), str(len(pcm)), " ".join(words)), pcm


def serve(library: Library, requests: int, answers: int, *, forks: bool) -> None:
    """Answer requests from one file descriptor on another until there are no more."""
    with os.fdopen(requests, "rb") as incoming:
        while line := incoming.readline().decode():
            text = incoming.read(int(line.rpartition("\t")[2]))
            if forks:
                _answer_in_a_fork(library, line, text, answers)
            else:
                _write(answers, *library.answer(line, text))


def _answer_in_a_fork(library: Library, line: str, text: bytes, answers: int) -> None:
    limit = int(line.split("\t")[4])
    try:
        child = os.fork()
    except OSError as error:
        _write(answers, _line("failed", f"no new process: {error.strerror}"))
        return
    if child == 0:
        _answer_and_go(library, line, text, answers, limit)
    _, status = os.waitpid(child, 0)
    if status != 0:
        _write(answers, _line("rejected", _why(os.waitstatus_to_exitcode(status), limit)))


def _answer_and_go(library: Library, line: str, text: bytes, answers: int, limit: int) -> None:  # pragma: no cover
    """Answer, in a fork, and never return: what a fork that leaves like this has run cannot be measured."""
    # The C library's: Python's module for signals takes half as long to load as Python itself.
    alarm = ctypes.CDLL(None).alarm
    alarm(limit)
    try:
        answer = library.answer(line, text)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    # From here on nothing may end the process before the answer is whole, but its reader's going away.
    alarm(0)
    _write(answers, *answer)
    os._exit(0)


def _why(code: int, limit: int) -> str:
    import signal

    if code == -signal.SIGALRM:
        return f"took longer than {limit} s"
    if code == _OUT_OF_MEMORY:
        return "needs more memory than it may have"
    return f"espeak-ng crashed ({signal.Signals(-code).name})" if code < 0 else f"espeak-ng ended with {code}"


def _line(*fields: str) -> bytes:
    return "\t".join(fields).encode() + b"\n"


def _write(answers: int, *parts: bytes) -> None:
    for part in parts:
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(answers, rest) :]


def limit_memory(most_bytes: int) -> None:
    """Let this process and its forks have no more memory than this, and leave no core file."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows, which limits neither
        return
    for kind, most in ((resource.RLIMIT_AS, most_bytes), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main(library: str, data: str, forks: str) -> None:
    """Serve standard input; what the library itself prints goes nowhere."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    limit_memory(_MOST_MEMORY_BYTES)
    try:
        loaded = Library(library, data)
    except OSError as error:
        _write(answers, _line("unavailable", str(error)))
        return
    serve(loaded, 0, answers, forks=forks == "fork")


if __name__ == "__main__":
    main(*sys.argv[1:])
