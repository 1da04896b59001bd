"""Google's voice, through gTTS: one request a text. Owner of gtts.

gTTS speaks to an undocumented service that refuses, stalls and answers nonsense; each of that becomes an error here. It
verifies no certificate, and switches the warning of that off for the whole program. Cutting, retrying, pacing, and
listening to what came, are done around this engine.
"""

from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Annotated, Protocol

import gtts
from gtts.lang import tts_langs
from msgspec import Meta, Struct

from audionews.domain import Recording, Voice
from audionews.engines.options import file_of, read_options
from audionews.engines.reach import reach
from audionews.errors import (
    EngineError,
    EngineFailedError,
    EngineRejectedError,
    EngineUnavailableError,
    SettingsError,
)

_MOST_BYTES = 4_000_000
"""Some thirty times what the sound of the longest text takes, unpacked."""
_TRY_AGAIN = {408, 425, 429}
_TEXT_REFUSED = {400, 413, 414, 422}
_OK, _SERVER_ERRORS = 200, 500
_DAY_S = 86_400.0
"""Longer than any run; a number without end could neither be noted nor waited for."""
_CAUSES = {
    "ConnectTimeout": "no connection in time",
    "ReadTimeout": "no answer in time",
    "ProxyError": "the connection through the proxy broke",
    "ChunkedEncodingError": "the answer was cut off",
    "ContentDecodingError": "the answer is garbled",
}
"""What became of a request without an answer, by the name of requests' error."""


class GoogleOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """``[options]`` of a voice's file."""

    tld: Annotated[
        str, Meta(pattern=r"^[a-z]{2,3}(\.[a-z]{2})?$", description="the end of a Google address, like fr or co.uk")
    ] = "com"
    slow: bool = False


class _Response(Protocol):
    """What is used of an answer over HTTP."""

    status_code: int
    headers: Mapping[str, str]


class _Raw(Protocol):
    """Where an answer comes from."""

    stream: Callable[..., Iterator[bytes]]
    close: Callable[[], None]


class _Coming(Protocol):
    """What is used of an answer of which nothing is read yet."""

    raw: _Raw


class _Speaker(gtts.gTTS):  # type: ignore[misc]  # gtts tells no types
    """gTTS reads an answer whole, however long it is; this one does not."""

    def _prepare_requests(self) -> list[object]:
        requests = super()._prepare_requests()
        for request in requests:
            request.register_hook("response", _bound)
        return list(requests)


def _bound(response: _Coming, **_: object) -> None:
    """Give an answer up, when it is read, as soon as it is too long to be one."""
    raw, unbounded = response.raw, response.raw.stream

    def stream(amount: int, *, decode_content: bool) -> Iterator[bytes]:
        size = 0
        for part in unbounded(amount, decode_content=decode_content):
            size += len(part)
            if size > _MOST_BYTES:
                raw.close()
                raise EngineFailedError(GoogleEngine.name, f"the answer goes on after {_MOST_BYTES // 1_000_000} MB")
            yield part

    raw.stream = stream


class GoogleEngine:
    """Asks Google Translate to speak, at most 100 characters at once.

    Args:
        timeout_s: How long the service may stay silent, in seconds.
    """

    name = "google"
    longest = gtts.gTTS.GOOGLE_TTS_MAX_CHARS
    remote = True

    def __init__(self, timeout_s: float = 20.0) -> None:
        self.version: str = gtts.__version__
        self._timeout_s = timeout_s

    def check(self, voice: Voice) -> None:
        """See ``Engine``; takes two seconds at most.

        Raises:
            SettingsError: The voice's file asks for what the service has not.
        """
        options = self._options(voice)
        _language(voice)
        try:
            reach(f"translate.google.{options.tld}")
        except OSError as error:
            why = error.strerror or error
            message = f"cannot be reached ({why}); is there a network, or a proxy to name in HTTPS_PROXY?"
            raise EngineUnavailableError(self.name, message) from error

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``."""
        if len(text) > self.longest or not any(character.isalnum() for character in text):
            raise EngineRejectedError(self.name, f"says 1 to {self.longest} characters at once, and not {text!r}")
        options = self._options(voice)
        return Recording(data=self._answer(text, _language(voice), options), format="mp3")

    def _answer(self, text: str, language: str, options: GoogleOptions) -> bytes:
        """Return the MP3 of the one answer to the one request; gTTS drops an answer without sound and says nothing."""
        speaker = _Speaker(
            text,
            tld=options.tld,
            lang=language,
            slow=options.slow,
            lang_check=False,
            # Both would change and cut what is prepared already.
            pre_processor_funcs=[],
            tokenizer_func=lambda whole: [whole],
            timeout=self._timeout_s,
        )
        try:
            answers: list[bytes] = list(speaker.stream())
        except gtts.gTTSError as error:
            raise self._failure(error) from error
        except ValueError as error:
            raise EngineFailedError(self.name, f"the answer is garbled ({error})") from error
        if len(answers) != 1:
            raise EngineFailedError(self.name, "the answer holds no sound")
        return answers[0]

    def _failure(self, error: gtts.gTTSError) -> EngineError:
        """Return what a failed request means for the text and for those that come after it."""
        response: _Response | None = error.rsp
        if response is None:
            return EngineFailedError(self.name, _CAUSES.get(type(error.__context__).__name__, "no connection"))
        status = response.status_code
        if status == _OK:
            return EngineFailedError(self.name, "the answer holds no sound")
        if status in _TRY_AGAIN or status >= _SERVER_ERRORS:
            return EngineFailedError(self.name, f"the service says {status}", wait_s(response.headers))
        if status in _TEXT_REFUSED:
            return EngineRejectedError(self.name, f"the service says {status} to {error.tts.text!r}")
        return EngineUnavailableError(self.name, f"the service says {status}: it blocks us, or it has changed")

    @staticmethod
    def _options(voice: Voice) -> GoogleOptions:
        if voice.rate != 1.0:
            message = "rate: Google's voice knows one speed; leave it at 1.0, or say slow = true in [options]"
            raise SettingsError(file_of(voice), message)
        return read_options(voice, GoogleOptions)


def _language(voice: Voice) -> str:
    """Return the service's name for a voice's language, with its region where the service knows it."""
    known: dict[str, str] = {name.lower(): name for name in tts_langs()}
    wanted = voice.language.lower()
    found = known.get(wanted) or known.get(wanted.partition("-")[0])
    if found is None:
        raise SettingsError(file_of(voice), f"language: Google's voice does not speak {voice.language!r}")
    return found


def wait_s(headers: Mapping[str, str]) -> float | None:
    """Return how long a service asks to be left alone, in seconds, or None when it does not say.

    A date is compared with the service's own clock.
    Source: RFC 9110, sections 5.6.7 and 10.2.3.

    >>> wait_s({"Retry-After": "7"})
    7.0
    """
    said = headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return min(float(said), _DAY_S)
    try:
        until, now = parsedate_to_datetime(said), parsedate_to_datetime(headers.get("Date", ""))
        return min(max(0.0, (until - now).total_seconds()), _DAY_S)
    except (TypeError, ValueError):
        return None
