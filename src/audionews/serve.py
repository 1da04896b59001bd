"""The output folder over HTTP, for looking, listening and testing: what any static host does, and live reload.

Byte ranges, conditional requests, HEAD and the refusal of paths that lead out of the folder are Starlette's; here are
the types, the headers, the oEmbed endpoint and the reload. Needs the extra ``serve``.
"""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from audionews.pages import header_policies
from audionews.patience import LARGEST_HEAD_BYTES, MOST_REQUESTS, Patience
from audionews.settings import Settings, show_of
from audionews.tombstone import MARK

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/rss+xml; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
}
_CHAPTERS = ("chapters.json", "application/json+chapters")
_ONE_RANGE = r"(?:\d{1,18}-\d{0,18}|-\d{1,18})"
_RANGE = re.compile(rf"bytes=\s*{_ONE_RANGE}(?:\s*,\s*{_ONE_RANGE})*\s*", re.ASCII)
"""Source: RFC 9110, 14.1.2; a Range that is not of this form is ignored, as 14.2 asks."""

_RELOAD_SCRIPT = b"""const changes = "/-/changes?page=" + encodeURIComponent(location.pathname);
new EventSource(changes).onmessage = () => location.reload();
"""
_RELOAD_TAG = b'<script type="module" src="/-/reload.js"></script></body>'
_LOOK_EVERY_S = 0.5
_SIZE = re.compile(r"[1-9]\d{0,4}", re.ASCII)
_HASHED_NAME = re.compile(r"-[0-9a-f]{8,}\.\w+$")
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-resource-policy": "cross-origin",  # embeds and players on other sites are what this is for
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
}


def run(folder: Path, host: str, port: int, settings: Settings | None = None) -> None:
    """Serve an output folder until interrupted."""
    server(folder, host, port, settings).run()


def server(folder: Path, host: str, port: int, settings: Settings | None = None) -> uvicorn.Server:
    """Return a server of an output folder that trusts no client to be quick, brief or few."""

    def ends() -> bool:
        return made.should_exit

    config = uvicorn.Config(
        application(folder, settings, ends),
        host=host,
        port=port,
        http=Patience,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=LARGEST_HEAD_BYTES,
        limit_concurrency=MOST_REQUESTS,
        timeout_graceful_shutdown=2,
    )
    made = uvicorn.Server(config)
    return made


def application(folder: Path, settings: Settings | None = None, ends: Callable[[], bool] = lambda: False) -> ASGIApp:
    """Return the ASGI application that serves an output folder.

    Args:
        folder: What is served.
        settings: The show's; they say where embeds may be framed. The defaults when not given.
        ends: Tells that the server is about to end: a page that waits for its reload need not wait any longer.
    """
    routes = [
        Route("/-/reload.js", _reload_script),
        Route("/-/changes", partial(_changes, folder, ends)),
        Route("/oembed", partial(_oembed, folder)),
        Mount("/", _Folder(directory=folder, html=True)),
    ]
    settings = settings or Settings()
    return _WithHeaders(Starlette(routes=routes), *header_policies(show_of(settings.show), settings.feed))


class _Folder(StaticFiles):
    """The files themselves; a name that begins with a dot is the program's own and stays unseen."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        if any(part.startswith(".") for part in Path(path).parts):
            return "", None
        try:
            return super().lookup_path(path)
        except (OSError, ValueError):  # no name that a file can have, links in a circle, a folder that is closed to us
            return "", None

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if isinstance(response, RedirectResponse):
            response.headers["location"] = _with_slash(scope)
        return response

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        path = Path(full_path)
        if _HASHED_NAME.search(path.name):
            response = super().file_response(full_path, stat_result, scope, status_code)
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
            if isinstance(response, FileResponse):
                response.headers["content-type"] = _type_of(path)
            return response
        try:
            data = path.read_bytes()
        except OSError as error:  # withdrawn since it was looked up
            raise HTTPException(404) from error
        headers = Headers(scope=scope)
        if path.suffix == ".html" and (path.parent / MARK).is_file():
            status_code = HTTPStatus.GONE
        if path.suffix == ".html" and _is_navigation(headers):
            return _reloading(data, status_code)
        response = _whole(data, _type_of(path), scope["method"], status_code)
        return NotModifiedResponse(response.headers) if self.is_not_modified(response.headers, headers) else response


def _whole(data: bytes, kind: str, method: str, status_code: int) -> Response:
    """Return a file that may be written again at any time: read in one go, length and bytes are of one version."""
    tag = sha256(data).hexdigest()[:32]
    headers = {"content-type": kind, "content-length": str(len(data)), "etag": f'"{tag}"', "cache-control": "no-cache"}
    return Response(b"" if method == "HEAD" else data, status_code, headers)


def _with_slash(scope: Scope) -> str:
    """Return the address of a folder from the one without its slash: relative, so that no Host header has a say."""
    raw: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    return f"./{quote(unquote_to_bytes(raw.rpartition(b'/')[2]))}/{'?' if query else ''}{query.decode('latin-1')}"


def _type_of(path: Path) -> str:
    return _CHAPTERS[1] if path.name == _CHAPTERS[0] else _TYPES.get(path.suffix, "application/octet-stream")


def _is_navigation(headers: Headers) -> bool:
    """Tell a person's browser, which gets a page that reloads itself, from programs, which get the file's bytes."""
    return headers.get("sec-fetch-dest") == "document"


def _reloading(page: bytes, status_code: int) -> Response:
    page = page.replace(b"</body>", _RELOAD_TAG)
    return Response(page, status_code, {"cache-control": "no-store"}, media_type="text/html")


async def _reload_script(_: Request) -> Response:
    return Response(_RELOAD_SCRIPT, media_type="text/javascript")


async def _changes(folder: Path, ends: Callable[[], bool], request: Request) -> Response:
    """Answer with one event when the page that asks has been written again."""
    name = request.query_params.get("page", "/").strip("/")
    path, stat = _Folder(directory=folder).lookup_path(os.path.normpath(name or "."))
    if stat is None:
        return Response(status_code=404)
    page = Path(path) / "index.html" if Path(path).is_dir() else Path(path)

    async def gone() -> bool:
        return ends() or await request.is_disconnected()

    return StreamingResponse(_events(page, gone), media_type="text/event-stream")


async def _events(page: Path, gone: Callable[[], Awaitable[bool]]) -> AsyncIterator[bytes]:
    written = _written(page)
    while not await gone():
        await asyncio.sleep(_LOOK_EVERY_S)
        if _written(page) not in (written, None):
            yield b"data: changed\n\n"
            return


def _written(page: Path) -> tuple[int, int] | None:
    try:
        stat = page.stat()
    except OSError:  # between two versions, or withdrawn
        return None
    return stat.st_ino, stat.st_mtime_ns


async def _oembed(folder: Path, request: Request) -> Response:
    """Answer for the address of an episode's page with its ``oembed.json`` (oEmbed 1.0)."""
    if request.query_params.get("format", "json") != "json":
        return Response("only format=json", status_code=501)
    parts = urlsplit(request.query_params.get("url", "")).path.strip("/").split("/")
    slug = parts[parts.index("episodes") + 1] if "episodes" in parts[:-1] else ""
    path, stat = _Folder(directory=folder).lookup_path(os.path.normpath(f"episodes/{slug}/oembed.json"))
    if not slug or stat is None:
        return Response("no episode at that url", status_code=404)
    answer: dict[str, Any] = json.loads(Path(path).read_bytes())
    for side in ("width", "height"):
        most = request.query_params.get(f"max{side}", "")
        if _SIZE.fullmatch(most) and int(most) < answer[side]:
            answer[side] = int(most)
            answer["html"] = re.sub(rf'(?<= {side}=")\d+', most, answer["html"])
    return JSONResponse(answer)


class _WithHeaders:
    """Sends the security headers with every answer, and drops a Range that nobody can understand."""

    def __init__(self, inner: ASGIApp, embed_policy: str, policy: str) -> None:
        self._inner = inner
        self._embed_policy = embed_policy
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["headers"] = [pair for pair in scope["headers"] if not _is_bad_range(*pair)]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers["content-security-policy"] = self._policy_of(scope["path"])
            await send(message)

        await self._inner(scope, receive, send_with_headers)

    def _policy_of(self, path: str) -> str:
        return self._embed_policy if path.endswith("/embed.html") else self._policy


def _is_bad_range(name: bytes, value: bytes) -> bool:
    return name == b"range" and not _RANGE.fullmatch(value.decode("latin-1").strip())
