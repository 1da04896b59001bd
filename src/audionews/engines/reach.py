"""Whether a service can be reached from here: the quickest question that a network answers."""

import socket
from base64 import b64encode
from http.client import HTTPConnection, HTTPException
from traceback import clear_frames
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies

from audionews.engines.timed import within

_LIMIT_S = 2.0
_HTTPS = 443


def reach(host: str, limit_s: float = _LIMIT_S) -> None:
    """Return when a TCP connection to a host's HTTPS port can be had, through the proxy that the environment names.

    Raises:
        OSError: It cannot within ``limit_s`` seconds.
    """
    named = getproxies()
    proxy = named.get("https") or named.get("all")
    # Looking up a name knows no time limit of its own.
    within(limit_s, lambda: _connect(host, proxy, limit_s))


def _connect(host: str, proxy: str | None, limit_s: float) -> None:
    if proxy is None:
        socket.create_connection((host, _HTTPS), limit_s).close()
        return
    where = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    try:
        connection = HTTPConnection(where.hostname or "?", where.port, timeout=limit_s)
    except (ValueError, HTTPException) as error:
        raise ConnectionError(f"the proxy's address is wrong: {error}") from error
    if where.scheme == "http":
        connection.set_tunnel(host, _HTTPS, _login(where))
    try:
        connection.connect()
    except HTTPException as error:
        raise ConnectionError(f"the proxy answers nonsense: {error}") from error
    except OSError as error:
        clear_frames(error.__traceback__)  # Python 3.11.2 leaves a refusal open in one of them
        raise
    finally:
        connection.close()


def _login(proxy: SplitResult) -> dict[str, str]:
    if not proxy.username:
        return {}
    login = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(login.encode()).decode()}"}
