"""Whether a service can be reached: asked quickly, through whatever proxy the environment names."""

import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from audionews.engines.reach import reach


@contextmanager
def proxy(answer: bytes | None) -> Iterator[tuple[str, list[bytes]]]:
    """Run a proxy that gives one answer, or none; yield its address and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def run() -> None:
            connection, _ = server.accept()
            with connection:
                asked.append(connection.recv(4000) if answer is not None else b"")
                connection.sendall(answer or b"")

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", asked
        thread.join(2)


def test_asks_the_proxy_with_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy(b"HTTP/1.1 200 OK\r\n\r\n") as (address, asked):
        monkeypatch.setenv("HTTPS_PROXY", f"http://ann%40home:s%3Acret@{address}")
        reach("translate.example")
    assert asked[0].startswith(b"CONNECT translate.example:443 ")
    assert b64encode(b"ann@home:s:cret") in asked[0]


@pytest.mark.parametrize("scheme", ["", "http://"])
def test_a_proxy_may_be_named_without_its_scheme(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy(b"HTTP/1.1 200 OK\r\n\r\n") as (address, asked):
        monkeypatch.setenv("ALL_PROXY", scheme + address)
        reach("translate.example")
    assert b"Proxy-Authorization" not in asked[0]


def test_a_proxy_of_another_kind_only_has_to_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy(None) as (address, _):
        monkeypatch.setenv("HTTPS_PROXY", f"socks5://{address}")
        reach("translate.example")


def test_a_proxy_that_talks_nonsense_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy(b"220 mail.example ESMTP\r\n\r\n") as (address, _):
        monkeypatch.setenv("HTTPS_PROXY", address)
        with pytest.raises(OSError, match="nonsense"):
            reach("translate.example")


def test_a_proxy_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(TimeoutError):
            reach("translate.example", 0.1)


@pytest.mark.parametrize("address", ["http://proxy:port", "http://proxy:99999"])
def test_a_proxy_whose_address_is_wrong_is_said_to_be_so(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    with pytest.raises(OSError, match="address is wrong"):
        reach("translate.example")


def test_without_a_proxy_the_service_itself_is_asked() -> None:
    with pytest.raises(OSError, match="do not leave this machine"):
        reach("203.0.113.1")
