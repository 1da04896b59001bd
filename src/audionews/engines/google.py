"""Google's voice, through gTTS: one request a text. Owner of gtts.

gTTS knows how an undocumented service is asked; that one refuses, stalls and answers nonsense, and each of that becomes
an error here. As gTTS does, this verifies no certificate, and switches the warning of that off for the whole program.
Cutting, retrying, pacing, and listening to what came, are done around this engine.
"""

import re
import ssl
from base64 import b64decode
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Annotated, Any
from urllib.request import getproxies

import gtts
import requests
from gtts.lang import tts_langs
from msgspec import Meta, Struct
from requests.adapters import HTTPAdapter
from urllib3 import disable_warnings
from urllib3.exceptions import InsecureRequestWarning

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
_READ_BYTES = 1 << 16
_SOUND = re.compile(rf'{gtts.gTTS.GOOGLE_TTS_RPC}","\[\\"(.*)\\"]')
"""Where an answer has its sound, as gTTS finds it."""
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


class _Adapter(HTTPAdapter):
    """Verifies no certificate, and so need not read all that this system trusts: gTTS does, 60 ms for each request."""

    _security = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    _security.check_hostname = False
    _security.verify_mode = ssl.CERT_NONE

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """See ``HTTPAdapter``."""
        super().init_poolmanager(*arguments, **options, ssl_context=self._security)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """See ``HTTPAdapter``."""
        return super().proxy_manager_for(proxy, **options, ssl_context=self._security)


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
        """Return the MP3 of the one answer to the one request."""
        speaker = gtts.gTTS(
            text,
            tld=options.tld,
            lang=language,
            slow=options.slow,
            lang_check=False,
            # Both would change and cut what is prepared already.
            pre_processor_funcs=[],
            tokenizer_func=lambda whole: [whole],
        )
        [request] = speaker._prepare_requests()  # noqa: SLF001 - gTTS sends it in a way of its own, or not at all
        disable_warnings(InsecureRequestWarning)
        how = {"verify": False, "proxies": getproxies(), "timeout": self._timeout_s}
        try:
            with requests.Session() as session:
                session.mount("https://", _Adapter())
                with session.send(request, stream=True, **how) as coming:
                    if coming.status_code != _OK:
                        raise self._failure(coming, text)
                    return self._sound(self._body(coming))
        except requests.RequestException as error:
            raise EngineFailedError(self.name, _CAUSES.get(type(error).__name__, "no connection")) from error

    def _body(self, response: requests.Response) -> bytes:
        """Return what came, and give it up as soon as it is too long to be an answer."""
        body = bytearray()
        for part in response.iter_content(_READ_BYTES):
            body += part
            if len(body) > _MOST_BYTES:
                raise EngineFailedError(self.name, f"the answer goes on after {_MOST_BYTES // 1_000_000} MB")
        return bytes(body)

    def _sound(self, body: bytes) -> bytes:
        try:
            sounds = [b64decode(found.encode("ascii")) for found in _SOUND.findall(body.decode())]
        except ValueError as error:
            raise EngineFailedError(self.name, f"the answer is garbled ({error})") from error
        if len(sounds) != 1:
            raise EngineFailedError(self.name, "the answer holds no sound")
        return sounds[0]

    def _failure(self, response: requests.Response, text: str) -> EngineError:
        """Return what a refusal means for the text and for those that come after it."""
        status = response.status_code
        if status in _TRY_AGAIN or status >= _SERVER_ERRORS:
            return EngineFailedError(self.name, f"the service says {status}", wait_s(response.headers))
        if status in _TEXT_REFUSED:
            return EngineRejectedError(self.name, f"the service says {status} to {text!r}")
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
