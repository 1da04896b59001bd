"""The embedded voice: eSpeak NG from a wheel, in child processes. Owner of espeakng-loader.

This side finds library and data, prepares texts, and keeps the processes; they speak in ``espeak_server``.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Annotated

import espeakng_loader
from msgspec import Meta, Struct
from msgspec.structs import replace

from audionews.domain import Recording, Voice
from audionews.engines import espeak_server
from audionews.engines.espeak_process import Answer, Server
from audionews.engines.options import file_of, read_options
from audionews.engines.wav import wav
from audionews.errors import EngineFailedError, EngineRejectedError, EngineUnavailableError, SettingsError

_SLOWEST, _FASTEST = 80, 450
"""Words a minute that the library can do. Source: speak_lib.h, espeakRATE."""
_LONGEST_WORD = 100
"""Characters; past some 150 bytes without white space the library drops the rest, or crashes (``A.A.A.…``)."""
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_SAME_LETTER = re.compile(r"(?<!\w)([^\W\d_])(?:\W{1,2}\1(?!\w)){3,}")
"""The library says a letter that is repeated (``W W W W``) three times at most, unless a comma stands between."""
_THIRD_GAP = re.compile(r"(\w\W+\w\W+\w)(\W+)")
_NOT_SPOKEN = ("Cc", "Cs", "Co", "Cn")


class EspeakOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """``[options]`` of a voice's file."""

    variant: str = ""
    words_a_minute: Annotated[int, Meta(ge=_SLOWEST, le=_FASTEST)] = 165
    pitch: Annotated[int, Meta(ge=0, le=99)] = 50
    range: Annotated[int, Meta(ge=0, le=99)] = 50


class EspeakEngine:
    """Says a text with eSpeak NG, and when each word begins; equal calls give equal bytes.

    Args:
        limit_s: Longest that one text may take, in whole seconds.
        grace_s: How much longer a server may take to say that the limit was passed.
        forks: Whether the processes fork; where they cannot, one is started for each text.
        command: Starts a server; the usual one when None.
    """

    name = "espeak"
    longest = 500
    remote = False

    def __init__(
        self,
        *,
        limit_s: int = 10,
        grace_s: int = 5,
        forks: bool = hasattr(os, "fork"),
        command: Sequence[str] | None = None,
    ) -> None:
        self.version = _version()
        self._limit_s = limit_s
        self._grace_s = grace_s
        self._forks = forks
        self._command = command or _command(forks=forks)
        self._idle: list[Server] = []
        self._owner = os.getpid()

    def check(self, voice: Voice) -> None:
        """See ``Engine``; starts no process.

        Raises:
            SettingsError: The voice's file asks for what eSpeak NG has not.
        """
        read_options(voice, EspeakOptions)
        self._voice_name(voice)
        if not Path(espeakng_loader.get_library_path()).exists():
            raise EngineUnavailableError(self.name, "its library is missing; install espeakng-loader again")

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``; a text that crashes the library or takes too long is rejected."""
        said = speakable(text)
        if not any(character.isalnum() for character in said):
            raise EngineRejectedError(self.name, f"nothing to say in {_excerpt(text)}")
        with self._server() as server:
            answer = server.ask(self._request(said.encode(), voice))
        return self._recording(answer, text)

    def _request(self, said: bytes, voice: Voice) -> bytes:
        options = read_options(voice, EspeakOptions)
        words_a_minute = min(max(round(options.words_a_minute * voice.rate), _SLOWEST), _FASTEST)
        numbers = (words_a_minute, options.pitch, options.range, self._limit_s, len(said))
        return "\t".join((self._voice_name(voice), *map(str, numbers))).encode() + b"\n" + said

    def _recording(self, answer: Answer, text: str) -> Recording:
        if answer.status == "ok":
            words = tuple(replace(word, position=_first_letter(text, word.position)) for word in answer.words)
            return Recording(data=wav(answer.pcm, answer.rate), format="wav", words=words)
        errors = {
            "rejected": EngineRejectedError,
            "late": EngineRejectedError,
            "unavailable": EngineUnavailableError,
        }
        about = "" if answer.status == "unavailable" else f" on {_excerpt(text)}"
        raise errors.get(answer.status, EngineFailedError)(self.name, f"{answer.why}{about}")

    @contextmanager
    def _server(self) -> Iterator[Server]:
        """Lend a server that nobody else uses; only one that answered is used again."""
        if self._owner != os.getpid():
            # After a fork of this process, the servers are the parent's to talk to.
            self._idle, self._owner = [], os.getpid()
        try:
            server = self._idle.pop()
        except IndexError:
            server = Server(self._command, self._limit_s + self._grace_s, once=not self._forks)
        try:
            yield server
        except BaseException:
            server.close()
            raise
        if server.usable:
            self._idle.append(server)
        else:
            server.close()

    def _voice_name(self, voice: Voice) -> str:
        """Return the file of a voice and its variant; checked here: eSpeak NG takes an unknown one without a word."""
        wanted = voice.language.lower()
        language = self._languages.get(wanted) or self._languages.get(wanted.partition("-")[0])
        if language is None:
            raise SettingsError(file_of(voice), f"language: eSpeak NG does not speak {voice.language!r}")
        variant = read_options(voice, EspeakOptions).variant
        if variant and variant not in self._variants:
            there_are = ", ".join(sorted(self._variants))
            raise SettingsError(file_of(voice), f"[options] variant: {variant!r} is not one of {there_are}")
        return f"{language}+{variant}" if variant else language

    @cached_property
    def _languages(self) -> dict[str, str]:
        folder = _data() / "lang"
        families = ((Path(family).relative_to(folder), names) for family, _, names in os.walk(folder))
        return {name.lower(): (family / name).as_posix() for family, names in families for name in names}

    @cached_property
    def _variants(self) -> frozenset[str]:
        return frozenset(path.name for path in (_data() / "voices" / "!v").iterdir())


def speakable(text: str) -> str:
    """Return a text that the library survives and says whole, each character still in its place.

    Controls and what is no character become spaces, as does the punctuation inside endless words.

    >>> speakable("un\N{CHARACTER TABULATION}deux")
    'un deux'
    >>> speakable("W W W W")
    'W W W,W'
    """
    said = "".join(" " if unicodedata.category(each) in _NOT_SPOKEN else each for each in text)
    said = _LONG_WORD.sub(lambda word: "".join(each if each.isalnum() else " " for each in word[0]), said)
    return _SAME_LETTER.sub(lambda run: _THIRD_GAP.sub(_comma, run[0]), said)


def _comma(found: re.Match[str]) -> str:
    return found[1] + ",".ljust(len(found[2]))


def _first_letter(text: str, position: int) -> int:
    """Return where a word begins whose mark or space before it the library counts in."""
    return next((at for at in range(position, len(text)) if text[at].isalnum()), position)


def _data() -> Path:
    return Path(espeakng_loader.get_data_path())


def _command(*, forks: bool) -> tuple[str, ...]:
    """Return what starts a server: no site packages and no environment, so that it is there in milliseconds."""
    script = str(Path(espeak_server.__file__))
    mode = "fork" if forks else "once"
    return (sys.executable, "-I", "-S", script, espeakng_loader.get_library_path(), str(_data()), mode)


def _version() -> str:
    """Return the loader's version; by its folder's name: to ask properly takes as long as to say a sentence."""
    found = Path(espeakng_loader.__file__).parent.parent.glob("espeakng_loader-*.dist-info")
    return next((path.stem.partition("-")[2] for path in found), "") or _asked_version()


def _asked_version() -> str:
    from importlib.metadata import version

    return version("espeakng-loader")


def _excerpt(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
