"""What every test gets: no way out of this machine, a clean environment, golden files."""

import ipaddress
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

GOLDEN = Path(__file__).parent / "golden"
SHARED_ARTICLES = Path(__file__).parents[2] / "shared" / "articles"

_connect = socket.socket.connect


def _connect_here(self: socket.socket, address: object) -> None:
    """Connect only to this machine: a test that needs the internet is not a test."""
    if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
        host = str(address[0])
        here = host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)
        if not here:
            raise ConnectionRefusedError(111, f"tests do not leave this machine: {host}")
    _connect(self, address)  # type: ignore[arg-type]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep tests off the network and away from the user's cache, settings and proxies."""
    monkeypatch.setattr(socket.socket, "connect", _connect_here)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """Compare what a stage wrote with the file of that name in ``tests/golden``, byte for byte."""

    def compare(name: str, found: str | bytes) -> None:
        data = found.encode() if isinstance(found, str) else found
        path = GOLDEN / name
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert path.exists(), f"{path.name} is missing: run pytest --update, then read what it wrote"
        if isinstance(found, str):
            assert found == path.read_bytes().decode()
        else:
            assert found == path.read_bytes()

    return compare


@pytest.fixture
def shared_articles() -> Path:
    """The folder of real articles beside the checkout; tests that want it skip where it is not."""
    if not SHARED_ARTICLES.is_dir():
        pytest.skip("the folder of real articles is not beside this checkout")
    return SHARED_ARTICLES
