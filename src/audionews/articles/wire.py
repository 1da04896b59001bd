"""One connection to one host, for one request: to addresses that were looked at, with an end to every wait.

A server that sends a byte now and then, be it of its head or of its body, keeps nobody longer than the whole may take.
Where the environment names a proxy for an address (``HTTPS_PROXY``, ``NO_PROXY`` …), the request goes through it.
"""

import io
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPResponse
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from msgspec import Struct

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PORTS = {"http": 80, "https": 443}


class Deadline(Struct, frozen=True):
    """When waiting ends.

    Attributes:
        end: By ``time.monotonic``, in seconds.
        pause_s: Longest time without a byte, in seconds.
    """

    end: float
    pause_s: float

    def left_s(self) -> float:
        """Return how long the next wait may take.

        Raises:
            TimeoutError: It is over.
        """
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self.pause_s)


class Wire:
    """What ``HTTPConnection`` needs of a socket, with an end to every wait."""

    def __init__(self, line: socket.socket, deadline: Deadline) -> None:
        self._line = line
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        """Send all of it."""
        self._line.settimeout(self._deadline.left_s())
        self._line.sendall(data)

    def makefile(self, _mode: str = "rb", *_: object) -> io.BufferedReader:
        """Return what comes, as a file."""
        return io.BufferedReader(_Incoming(self._line, self._deadline))

    def close(self) -> None:
        """Hang up."""
        self._line.close()


class _Incoming(io.RawIOBase):
    def __init__(self, line: socket.socket, deadline: Deadline) -> None:
        self._line = line
        self._raw = line.makefile("rb", buffering=0)  # as long as it is open, the line is
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        self._line.settimeout(self._deadline.left_s())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def port_of(parts: SplitResult) -> int:
    """Return the port that an address names, or the one of its scheme."""
    return parts.port or _PORTS[parts.scheme]


def proxy_for(parts: SplitResult) -> str | None:
    """Return the address of the proxy that the environment names for an address."""
    host = parts.hostname or ""
    return None if proxy_bypass(f"{host}:{port_of(parts)}") else getproxies().get(parts.scheme)


def direct(parts: SplitResult, addresses: Sequence[str], deadline: Deadline) -> HTTPConnection:
    """Return a connection to the host of an address.

    Args:
        parts: The address.
        addresses: Where the host may be reached; no other one is tried.
        deadline: When waiting ends.

    Raises:
        OSError: None of them answers.
    """
    line = _connected(addresses, port_of(parts), deadline)
    return _connection(parts, _secured(line, parts, deadline), deadline)


def through(proxy: str, parts: SplitResult, deadline: Deadline) -> tuple[HTTPConnection, dict[str, str]]:
    """Return a connection by way of a proxy, and the headers that are meant for it.

    Raises:
        OSError: The proxy cannot be used.
    """
    gate = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    if gate.scheme != "http" or not gate.hostname:
        message = f"a proxy of the kind {gate.scheme} cannot be used"
        raise OSError(message)
    found = socket.getaddrinfo(gate.hostname, gate.port or 80, type=socket.SOCK_STREAM)
    line = _connected([str(address[0]) for *_, address in found], gate.port or 80, deadline)
    known = _identity(gate)
    if parts.scheme == "http":
        return _connection(parts, line, deadline), known
    try:
        _tunnel(Wire(line, deadline), f"{_literal(parts)}:{port_of(parts)}", known)
    except BaseException:
        line.close()
        raise
    return _connection(parts, _secured(line, parts, deadline), deadline), {}


def _connected(addresses: Sequence[str], port: int, deadline: Deadline) -> socket.socket:
    fault: OSError = OSError("it has no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=deadline.left_s())
        except OSError as error:
            fault = error
    raise fault


def _secured(line: socket.socket, parts: SplitResult, deadline: Deadline) -> socket.socket:
    """Return the line, with TLS where the address asks for it; the certificate must be the host's."""
    if parts.scheme == "http":
        return line
    try:
        line.settimeout(deadline.left_s())
        return ssl.create_default_context().wrap_socket(line, server_hostname=parts.hostname)
    except BaseException:
        line.close()
        raise


def _connection(parts: SplitResult, line: socket.socket, deadline: Deadline) -> HTTPConnection:
    connection = HTTPConnection(parts.hostname or "", port_of(parts))
    connection.default_port = _PORTS[parts.scheme]  # the Host header names any other one
    connection.sock = Wire(line, deadline)
    return connection


def _tunnel(wire: Wire, target: str, headers: dict[str, str]) -> None:
    """Ask a proxy to pass on what follows."""
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}", *(f"{name}: {value}" for name, value in headers.items())]
    wire.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
    with HTTPResponse(wire, method="CONNECT") as answer:  # type: ignore[arg-type]  # it only asks for makefile
        answer.begin()
        if answer.status != 200:
            message = f"the proxy answers {answer.status}"
            raise OSError(message)


def _identity(gate: SplitResult) -> dict[str, str]:
    if gate.username is None:
        return {}
    known = f"{unquote(gate.username)}:{unquote(gate.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(known.encode()).decode('ascii')}"}


def _literal(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host
