"""Connections as servers and proxies on this machine see them: to which address, in whose name, with which headers."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec.structs import replace

from audionews.articles import Terms
from audionews.articles.web import Visitor
from audionews.errors import ArticleError

HOST = "journal.example"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n<p>Le bac.\n"
TERMS = Terms(
    hosts=frozenset({HOST}), robots=False, resolve=lambda host, port: ["127.0.0.1"], timeout_s=5.0, whole_s=10.0
)


@dataclass
class Heard:
    """What a server was told.

    Attributes:
        heads: One a request.
        names: That clients asked for in TLS.
    """

    port: int = 0
    heads: list[str] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)


@contextmanager
def listening(serve: Callable[[socket.socket, Heard], None]) -> Iterator[Heard]:
    """Serve one connection after the other on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        heard = Heard(door.getsockname()[1])

        def work() -> None:
            with suppress(OSError):
                while True:
                    line, _ = door.accept()
                    with line, suppress(OSError):
                        serve(line, heard)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        yield heard
        door.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def head(line: socket.socket) -> str:
    data = b""
    while b"\r\n\r\n" not in data and (part := line.recv(4096)):
        data += part
    return data.decode("latin-1")


def plain(line: socket.socket, heard: Heard) -> None:
    heard.heads.append(head(line))
    line.sendall(ANSWER)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key and a certificate for HOST that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    built = built.not_valid_after(now + timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "journal.pem"
    signed = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    path.write_bytes(key.private_bytes(*form) + signed)
    return path


@contextmanager
def secure(certificate: Path, tunnel: list[str] | None = None) -> Iterator[Heard]:
    """Serve over TLS; with a list, as a proxy that keeps what it is asked to connect to."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve(line: socket.socket, heard: Heard) -> None:
        if tunnel is not None:
            tunnel.append(head(line))
            line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with context.wrap_socket(line, server_side=True) as safe:
            plain(safe, heard)

    with listening(serve) as heard:
        context.sni_callback = lambda _socket, name, _context: heard.names.append(name)
        yield heard


def fetched(address: str, terms: Terms = TERMS) -> bytes:
    return Visitor(terms).fetch(address).data


def told(address: str, terms: Terms = TERMS) -> str:
    with pytest.raises(ArticleError) as caught:
        fetched(address, terms)
    return str(caught.value)


def test_the_host_is_asked_by_its_name_at_the_address_that_was_looked_at() -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"]

    with listening(plain) as heard:
        address = f"http://{HOST}:{heard.port}/a?b"
        assert fetched(address, replace(TERMS, resolve=resolve)) == b"<p>Le bac.\n"
    assert heard.heads[0].startswith("GET /a?b HTTP/1.1\r\n")
    assert f"Host: {HOST}:{heard.port}\r\n" in heard.heads[0]
    assert asked == [(HOST, heard.port)]  # once: a name that leads elsewhere a moment later leads nowhere


def test_no_other_address_than_the_one_that_was_looked_at_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def connect(self: socket.socket, address: tuple[str, int]) -> None:
        tried.append(address[0])
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket.socket, "connect", connect)
    terms = replace(TERMS, resolve=lambda host, port: ["1.1.1.1", "2606:4700::1111"])
    assert told("http://other.example/", terms) == "http://other.example/: cannot be reached: Connection refused"
    assert tried == ["1.1.1.1", "2606:4700::1111"]


def test_a_name_that_nobody_knows() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    line = told("http://other.example/", replace(TERMS, resolve=resolve))
    assert line == "http://other.example/: cannot be reached: Name or service not known"


def test_a_certificate_is_the_hosts_own(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with secure(certificate) as heard:
        assert fetched(f"https://{HOST}:{heard.port}/") == b"<p>Le bac.\n"
        assert heard.names == [HOST]
        assert f"Host: {HOST}:{heard.port}\r\n" in heard.heads[0]
        other = replace(TERMS, hosts=frozenset({"other.example"}))
        assert "certificate" in told(f"https://other.example:{heard.port}/", other)
    assert len(heard.heads) == 1


def test_a_certificate_that_nobody_vouches_for_is_none(certificate: Path) -> None:
    with secure(certificate) as heard:
        assert "cannot be reached" in told(f"https://{HOST}:{heard.port}/")
    assert heard.heads == []


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Put this machine behind a proxy."""

    def put(port: int) -> None:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://anne:s%40cret@127.0.0.1:{port}")

    return put


def test_a_proxy_is_told_its_password_and_nobody_else_is(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, behind: Callable[[int], None]
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    told_proxy: list[str] = []
    with secure(certificate, told_proxy) as heard:
        behind(heard.port)
        assert fetched(f"https://{HOST}/a") == b"<p>Le bac.\n"
    assert told_proxy[0].startswith(f"CONNECT {HOST}:443 HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic YW5uZTpzQGNyZXQ=\r\n" in told_proxy[0]
    assert heard.names == [HOST]
    assert "Proxy" not in heard.heads[0]
    assert f"Host: {HOST}\r\n" in heard.heads[0]


def test_a_proxy_is_asked_for_the_whole_address(behind: Callable[[int], None]) -> None:
    with listening(plain) as heard:
        behind(heard.port)
        assert fetched(f"http://{HOST}/a") == b"<p>Le bac.\n"
    assert heard.heads[0].startswith(f"GET http://{HOST}/a HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic YW5uZTpzQGNyZXQ=\r\n" in heard.heads[0]


def test_behind_a_proxy_too_what_is_known_to_be_near_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, behind: Callable[[int], None]
) -> None:
    with listening(plain) as heard:
        behind(heard.port)
        assert "leads to 10.0.0.7" in told("http://near.example/", replace(TERMS, resolve=lambda *_: ["10.0.0.7"]))
        assert heard.heads == []
        monkeypatch.setenv("NO_PROXY", HOST)
        assert fetched(f"http://{HOST}:{heard.port}/a") == b"<p>Le bac.\n"
    assert heard.heads[0].startswith("GET /a HTTP/1.1\r\n")


def test_behind_a_proxy_names_need_not_be_known_here(behind: Callable[[int], None]) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with listening(plain) as heard:
        behind(heard.port)
        assert fetched("http://far.example/", replace(TERMS, resolve=resolve)) == b"<p>Le bac.\n"


def test_a_proxy_that_refuses_is_named_without_its_password(behind: Callable[[int], None]) -> None:
    def refuse(line: socket.socket, heard: Heard) -> None:
        heard.heads.append(head(line))
        line.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    with listening(refuse) as heard:
        behind(heard.port)
        assert told(f"https://{HOST}/") == f"https://{HOST}/: cannot be reached: the proxy answers 407"


def test_a_proxy_that_speaks_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "socks5://anne:secret@127.0.0.1:1")
    assert told(f"https://{HOST}/") == f"https://{HOST}/: cannot be reached: a proxy of the kind socks5 cannot be used"
