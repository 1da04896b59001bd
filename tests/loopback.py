"""A translate service on this machine, behind a proxy that tunnels: the real gTTS talks to it over real TLS.

It answers as the service does, or as a test tells it to: slowly, with 429, with half of the sound, with rubbish.
"""

import base64
import io
import json
import math
import socketserver
import ssl
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
import soundfile
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from numpy.typing import NDArray

from audionews import clips
from audionews.domain import Voice
from audionews.engines.espeak import EspeakEngine

HOST = "translate.google.com"
RATE = 24_000
SPEAKER = Voice(name="somebody", engine="espeak", options={"variant": "f2", "words_a_minute": 180})
"""A woman's voice, quicker than the one that reads along."""
_ENGINE = EspeakEngine()

Wire = Callable[[bytes], None]
"""Puts bytes on the line."""
Answer = Callable[[str, Wire], None]
"""Answers a text; when it returns, the connection is closed."""


def spoken_mp3(text: str, share: float = 1.0) -> bytes:
    """Return a text said by somebody, in the service's format: a share of it, or several times over."""
    return mp3(np.tile(_said(text), math.ceil(share))[: int(len(_said(text)) * share)])


def mp3_of(text: str, *parts: tuple[float, float]) -> bytes:
    """Return some parts of a text that is said, each from a share of its time to another."""
    said = _said(text)
    return mp3(np.concatenate([said[int(len(said) * start) : int(len(said) * end)] for start, end in parts]))


@lru_cache(maxsize=256)
def _said(text: str) -> NDArray[np.float32]:
    clip = clips.decode(_ENGINE.synthesise(text, SPEAKER).data, text)
    return clips.floats(clips.resampled(clip, RATE))


def mp3(sound: NDArray[np.float32]) -> bytes:
    """Return samples of ±1.0 in the service's format."""
    file = io.BytesIO()
    soundfile.write(file, sound, RATE, format="MP3")
    return file.getvalue()


def http(status: str, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    fields = {"Content-Length": str(len(body)), "Connection": "close"} | dict(headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def envelope(payload: str) -> bytes:
    """Return the service's lines around an answer."""
    line = json.dumps([["wrb.fr", "jQ1olc", payload, None, None, None, "generic"], ["di", 52]], separators=(",", ":"))
    return f')]}}\'\n\n{len(line)}\n{line}\n25\n[["e",4,null,null,{len(line)}]]\n'.encode()


def sound_answer(mp3: bytes) -> bytes:
    return http("200 OK", envelope(json.dumps([base64.b64encode(mp3).decode()])))


def well(text: str, wire: Wire) -> None:
    wire(_well(text))


@lru_cache(maxsize=256)
def _well(text: str) -> bytes:
    return sound_answer(spoken_mp3(text))


def after(seconds: float, answer: Answer = well) -> Answer:
    def late(text: str, wire: Wire) -> None:
        time.sleep(seconds)
        answer(text, wire)

    return late


def status(line: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
    return lambda _text, wire: wire(http(line, body, headers))


def sound(make: Callable[[str], bytes]) -> Answer:
    """Answer well-formed, with other sound than the text's."""
    return lambda text, wire: wire(sound_answer(make(text)))


def cut_in_the_middle(text: str, wire: Wire) -> None:
    whole = sound_answer(spoken_mp3(text))
    wire(whole[: len(whole) // 2])


def hung_up(_text: str, _wire: Wire) -> None:
    return


def drip(text: str, wire: Wire) -> None:
    for byte in sound_answer(spoken_mp3(text)):
        wire(bytes([byte]))
        time.sleep(0.05)


class Service:
    """What the service was asked and how it answers.

    Attributes:
        answers: The first requests' answers, in order; all later ones are answered as ``always``, or well.
        texts: What was asked for, in order.
        languages: In which language, in order.
        began_s: When each request came, by ``time.monotonic``.
        most_at_once: How many were under way together at most.
    """

    def __init__(self, proxy: str, *answers: Answer, always: Answer = well) -> None:
        self.proxy = proxy
        self.always = always
        self.answers = list(answers)
        self.texts: list[str] = []
        self.languages: list[str] = []
        self.began_s: list[float] = []
        self.most_at_once = 0
        self._under_way = 0
        self._lock = threading.Lock()

    def answer(self, body: str, wire: Wire) -> None:
        text, language = _asked(body)
        with self._lock:
            self.began_s.append(time.monotonic())
            self.texts.append(text)
            self.languages.append(language)
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
            answer = self.answers.pop(0) if self.answers else self.always
        try:
            answer(text, wire)
        finally:
            with self._lock:
                self._under_way -= 1


def _asked(body: str) -> tuple[str, str]:
    """Return text and language of a request as gTTS packs it: JSON in JSON in a form."""
    request = json.loads(urllib.parse.parse_qs(body)["f.req"][0])
    text, language, *_ = json.loads(request[0][0][1])
    return text, language


@contextmanager
def translate_service(*answers: Answer, always: Answer = well) -> Iterator[Service]:
    """Run the service; ``Service.proxy`` is what belongs into HTTPS_PROXY."""
    context = _certified()

    class Tunnel(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            connect = _head(self.rfile)
            if connect.startswith(f"CONNECT {HOST}:443 "):
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                with suppress(OSError), context.wrap_socket(self.connection, server_side=True) as secure:
                    _serve(secure, service)
            else:
                self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Tunnel) as server:
        service = Service(f"http://127.0.0.1:{server.server_address[1]}", *answers, always=always)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield service
        finally:
            server.shutdown()


def _serve(secure: ssl.SSLSocket, service: Service) -> None:
    with secure.makefile("rb") as lines:
        head = _head(lines)
        sizes = [int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length:")]
        size = sizes[0] if sizes else 0  # nothing was asked: the client has given up
        service.answer(lines.read(size).decode(), secure.sendall)
    # Closed with a reset where bytes are unread; here all were read, so the peer sees a plain end.
    with suppress(OSError):
        secure.unwrap()


def _head(lines: io.BufferedIOBase) -> str:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = lines.readline()
        if not line:
            break
        head += line
    return head.decode()


def _certified() -> ssl.SSLContext:
    """Return a server's context with a certificate that nobody but itself has signed, as gTTS accepts any."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "service.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context.load_cert_chain(file)
    return context
