"""The server over real sockets: clients that dawdle, lie, flood or never listen, and others that are served."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from audionews import patience, serve

AUDIO = os.urandom(300_000)
URL = "/episodes/un/un-0123456789.mp3"
LOAD_S = int(os.environ.get("LOAD_SECONDS", "5"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("attacked")
    output = root / "output"
    (output / "episodes" / "un").mkdir(parents=True)
    (output / URL[1:]).write_bytes(AUDIO)
    (output / "episodes" / "un" / "index.html").write_text("<body>un</body>")
    (output / "index.html").write_text("<body>accueil</body>")
    (output / "feed.xml").write_text("<rss/>")
    (output / ".lock").write_text("own")
    (output / "large-0123456789.mp3").write_bytes(bytes(30_000_000))
    (root / "outside.txt").write_text("outside")
    (output / "out").symlink_to(root)
    return output


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """Serve in a thread; yield the port."""
    server = serve.server(folder, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    with serving(folder) as opened:
        yield opened


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def told(port: int, request: bytes) -> bytes:
    """Send bytes as they are and return all that comes back until the server closes."""
    answer = b""
    with opened(port) as wire, suppress(ConnectionResetError, BrokenPipeError):
        wire.sendall(request)
        while part := wire.recv(1 << 16):
            answer += part
    return answer


def asked(target: str, *lines: str, method: str = "GET") -> bytes:
    head = [f"{method} {target} HTTP/1.1", "Host: localhost", "Connection: close", *lines]
    return "\r\n".join([*head, "", ""]).encode("latin-1")


def is_served(port: int) -> bool:
    return bool(urlopen(f"http://127.0.0.1:{port}{URL}", timeout=10).read() == AUDIO)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (asked(URL), b"200"),
        (asked("http://evil.example" + URL), b"404"),
        (asked("/../outside.txt"), b"404"),
        (asked("/%2e%2e/outside.txt"), b"404"),
        (asked("/..%2foutside.txt"), b"404"),
        (asked("/%2e%2e%2foutside.txt"), b"404"),
        (asked("/..%5coutside.txt"), b"404"),
        (asked("/%252e%252e/outside.txt"), b"404"),
        (asked("/%c0%ae%c0%ae/outside.txt"), b"404"),
        (asked("/....//outside.txt"), b"404"),
        (asked("/episodes/../../outside.txt"), b"404"),
        (asked("//etc/passwd"), b"404"),
        (asked("/out/outside.txt"), b"404"),
        (asked("/.lock"), b"404"),
        (asked("/%2elock"), b"404"),
        (asked("/episodes/%00"), b"404"),
        (asked("/" + "a" * 9000), b"404"),
        (asked(URL, "Range: bytes=0-0"), b"206"),
        (asked(URL, "Range: bytes=-0"), b"416"),
        (asked(URL, "Range: bytes=300000-"), b"416"),
        (asked(URL, "Range: bytes=9-1"), b"400"),
        (asked(URL, "Range: bytes=" + "9" * 5000 + "-"), b"200"),
        (asked(URL, "Range: bytes=" + ",".join(["0-"] * 2000)), b"200"),
        (asked(URL, "Range: bytes=0-1,,2-3"), b"200"),
        (asked(URL, "Range: octets=0-1"), b"200"),
        (asked(URL, "Range: bytes=\xe9-"), b"200"),
        (asked(URL, method="POST"), b"405"),
        (asked(URL, method="TRACE"), b"405"),
        (asked("*", method="OPTIONS"), b"404"),
        (asked(URL, "Upgrade: websocket", "Connection: upgrade"), b"200"),
        (asked(URL, "Host: other.example"), b"400"),
        (asked(URL, "Content-Length: 5", "Transfer-Encoding: gzip"), b"400"),
        (asked(URL, "X: " + "x" * 1_000_000), b"400"),
        (asked("/" + "a" * 1_000_000), b"400"),
        (asked(URL, *(f"X-{number}: x" for number in range(20_000))), b"400"),
        (f"GET {URL} HTTP/1.1\r\n\r\n".encode(), b"400"),
        (f"GET {URL} HTTP/one\r\nHost: a\r\n\r\n".encode(), b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 this is TLS\r\n\r\n", b"400"),
        (b"\0" * 20_000, b"400"),
    ],
    ids=lambda value: value[:60].decode("latin-1").replace("\r\n", " ") if len(value) > 3 else value.decode(),
)
def test_every_request_has_its_answer(port: int, request_: bytes, status: bytes) -> None:
    answer = told(port, request_)
    assert answer[:13].split(b" ")[1:2] == [status], answer[:200]
    assert b"outside" not in answer
    assert b"Traceback" not in answer


def test_a_host_that_is_made_up_appears_nowhere(port: int) -> None:
    for target in ("/", "/episodes/un", "//episodes/un", "/rien"):
        made_up = asked(target, "X-Forwarded-Host: evil.example").replace(b"localhost", b"evil.example")
        assert b"evil" not in told(port, made_up)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "REQUEST_S", 0.6)
    monkeypatch.setattr(patience, "TAKE_S", 0.6)


def drip(wire: socket.socket, data: bytes, until: float) -> bool:
    """Send a byte now and then; tell whether the server put an end to it."""
    while time.monotonic() < until:
        try:
            wire.sendall(data)
        except OSError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("first", "then"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: ", b"x"),
        (b"", b"\r\n"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n", b"x"),
        (b"GET /feed.xml HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n", b"X: y\r\n"),
    ],
    ids=["silent", "endless head", "empty lines", "endless body", "second request"],
)
def test_clients_that_dawdle_are_left_and_others_are_served(folder: Path, first: bytes, then: bytes) -> None:
    with serving(folder) as port:
        wires = [opened(port) for _ in range(60)]
        for wire in wires:
            wire.sendall(first)
        ended: list[bool] = []
        threads = [
            threading.Thread(target=lambda wire=wire: ended.append(drip(wire, then, time.monotonic() + 5)))
            for wire in (wires if then else [])
        ]
        for thread in threads:
            thread.start()
        assert is_served(port)
        for thread in threads:
            thread.join()
        assert all(ended)
        for wire in wires:
            with wire, suppress(ConnectionResetError):
                while wire.recv(1 << 16):
                    pass  # a timeout would be raised


@pytest.mark.usefixtures("hurried")
def test_a_client_that_never_takes_its_answer_is_left(folder: Path) -> None:
    with serving(folder) as port, opened(port) as wire:
        wire.sendall(asked("/large-0123456789.mp3"))
        time.sleep(2)
        taken = 0
        with suppress(ConnectionResetError):
            while part := wire.recv(1 << 20):
                taken += len(part)
        assert taken < 30_000_000


@pytest.mark.usefixtures("hurried")
def test_a_slow_client_that_goes_on_taking_gets_all(folder: Path) -> None:
    with serving(folder) as port, opened(port) as wire:
        wire.sendall(asked("/large-0123456789.mp3"))
        taken = 0
        while part := wire.recv(1 << 20):
            taken += len(part)
            time.sleep(0.01)
        assert taken > 30_000_000


def test_more_connections_than_there_is_room_for_are_closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "MOST_CONNECTIONS", 5)
    with serving(folder) as port:
        wires = [opened(port) for _ in range(5)]
        with pytest.raises(OSError, match=r"."):
            urlopen(f"http://127.0.0.1:{port}/", timeout=10)
        wires.pop().close()
        time.sleep(0.2)
        assert is_served(port)
        for wire in wires:
            wire.close()


def test_a_reader_never_gets_half_of_a_file_that_is_written_again(folder: Path, port: int) -> None:
    versions = [b"<rss>" + bytes([65 + number]) * 50_000 * (number + 1) + b"</rss>" for number in range(3)]
    done = threading.Event()

    def publish() -> None:
        while not done.is_set():
            for version in versions:
                (folder / ".part").write_bytes(version)
                (folder / ".part").replace(folder / "news.xml")

    (folder / "news.xml").write_bytes(versions[0])
    writer = threading.Thread(target=publish)
    writer.start()
    try:
        torn = [
            len(got)
            for got in (urlopen(f"http://127.0.0.1:{port}/news.xml", timeout=10).read() for _ in range(200))
            if got not in versions
        ]
    finally:
        done.set()
        writer.join()
    assert torn == []


@contextmanager
def process(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run ``audionews serve``; yield the process and the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "audionews", "serve", "--output", str(folder), "--port", str(port)]
    with subprocess.Popen(command, cwd=folder.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with suppress(OSError), opened(port):
                break
            time.sleep(0.05)
        try:
            yield running, port
        finally:
            running.kill()


def test_it_ends_at_once_although_a_page_waits_for_its_reload(folder: Path) -> None:
    with process(folder) as (running, port), opened(port) as wire:
        wire.sendall(asked("/-/changes?page=/"))
        assert wire.recv(100).startswith(b"HTTP/1.1 200")
        running.send_signal(signal.SIGINT)
        running.wait(timeout=10)
        assert running.stdout is not None
        assert b"Traceback" not in running.stdout.read()


def resident_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1])


@pytest.fixture(scope="module")
def load() -> Callable[[str, int], str]:
    program = shutil.which("wrk")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("wrk is missing")
        pytest.skip("wrk is not installed")

    def run(url: str, seconds: int) -> str:
        command = [program, "-t2", "-c200", f"-d{seconds}s", "--timeout", "20s", url]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return run


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_two_hundred_at_once_are_served_without_an_error_and_without_growing(
    folder: Path, load: Callable[[str, int], str]
) -> None:
    with process(folder) as (running, port):
        base = f"http://127.0.0.1:{port}"
        load(f"{base}{URL}", 2)
        before = resident_kb(running.pid)
        for path in (URL, "/feed.xml", "/episodes/un/"):
            time.sleep(0.5)  # until the last two hundred have left
            said = load(base + path, LOAD_S)
            assert "Socket errors" not in said, said
            assert "Non-2xx" not in said, said
        assert resident_kb(running.pid) < before * 1.25 + 20_000
        assert is_served(port)
        running.kill()
        assert running.stdout is not None
        assert running.stdout.read().count(b"\n") <= 1
