"""A small static host on the loopback: byte ranges as every real one has them, which Python's own lacks."""

import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
    ".svg": "image/svg+xml", ".mp3": "audio/mpeg", ".vtt": "text/vtt", ".jpg": "image/jpeg",
}  # fmt: skip


class StaticHost:
    """Serves a folder until it is closed; ``log`` has (method, path, status, bytes) of each answer."""

    def __init__(self, folder: Path, *, cors: bool = False) -> None:
        self.folder = folder
        self.cors = cors
        self.log: list[tuple[str, str, int, int]] = []
        self.posts: list[bytes] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _handler(host: StaticHost) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = host.folder / unquote(urlsplit(self.path).path).lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self._answer(HTTPStatus.NOT_FOUND, b"", {"Content-Type": "text/plain"})
                return
            data = path.read_bytes()
            headers = {"Content-Type": TYPES.get(path.suffix, "application/octet-stream"), "Accept-Ranges": "bytes"}
            wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
            if not wanted:
                self._answer(HTTPStatus.OK, data, headers)
                return
            first, last = int(wanted[1]), min(int(wanted[2] or len(data)), len(data) - 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
            self._answer(HTTPStatus.PARTIAL_CONTENT, data[first : last + 1], headers)

        def do_POST(self) -> None:
            host.posts.append(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(HTTPStatus.OK, b"{}", {"Content-Type": "application/json"})

        def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
            host.log.append((self.command, self.path, int(status), len(body)))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if host.cors:
                self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing: the log is a list."""

    return Handler
