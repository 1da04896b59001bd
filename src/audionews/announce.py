"""Tells hubs that a feed has changed, so that apps hear of it within seconds; owner of ``urllib`` for hubs.

A hub is asked with a form of two fields, ``hub.mode=publish`` and ``hub.url``, one request a feed. What was told is
remembered in the file ``.announced``, so that nobody is told the same twice.

Source: WebSub (W3C Recommendation, 2018), 7; PubSubHubbub 0.4, 7 (the form, which WebSub leaves to hub and publisher).
"""

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Literal
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import msgspec
from msgspec import Struct

from audionews import __version__, store
from audionews.addresses import published
from audionews.articles.urls import without_password
from audionews.errors import PublishError
from audionews.job import Job

STAMP = ".announced"
_MAIN_FEED = re.compile(r"feed(-[a-z0-9-]+)?\.xml")
_TIMEOUT_S = 20.0
_WAITS_S = (1.0, 3.0, 9.0)
"""Before the second, third and fourth attempt."""
_LONGEST_WAIT_S = 60.0
_WORTH_ANOTHER_TRY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})

Pause = Callable[[float], None]
"""Waits for some seconds."""


class Told(Struct, frozen=True, kw_only=True):
    """What a hub made of one feed; the fields are the keys of a line of ``audionews publish --json``.

    Attributes:
        hub: Its address.
        feed: Address of the feed.
        status: ``unchanged`` when it was told before, and the feed has not changed since.
        detail: What it answered, or why it did not; empty when it was not asked.
        attempts: Requests that were made.
    """

    hub: str
    feed: str
    status: Literal["told", "unchanged", "refused"]
    detail: str = ""
    attempts: int = 0


def announce(job: Job, *, force: bool = False, pause: Pause | None = None) -> Iterator[Told]:
    """Tell each hub of each feed that has changed since it was told last; yield what it said.

    Args:
        job: Whose hubs and output folder; that the folder is as it should be is for the caller to prove.
        force: Tell them in any case.
        pause: How to wait between attempts; ``time.sleep`` when not given.

    Raises:
        PublishError: The output folder cannot be read, or what was told cannot be written down.
    """
    feeds = _feeds(job)
    told = _remembered(job.output / STAMP)
    for hub in job.settings.feed.hubs:
        for address, digest in feeds.items():
            if not force and told.get(hub, {}).get(address) == digest:
                yield Told(hub=without_password(hub), feed=address, status="unchanged")
                continue
            answer = _tell(hub, address, pause or time.sleep)
            if answer.status == "told":
                told.setdefault(hub, {})[address] = digest
                store.write_whole(job.output / STAMP, msgspec.json.encode(told, order="sorted") + b"\n")
            yield answer


def _feeds(job: Job) -> Mapping[str, str]:
    """Return the SHA-256 of each feed by its address; archives change with their feed, and have no subscribers."""
    try:
        names = sorted(path.name for path in job.output.iterdir() if _MAIN_FEED.fullmatch(path.name))
        data = {published(job.show, name): (job.output / name).read_bytes() for name in names}
    except OSError as error:
        raise PublishError(job.output, f"cannot be read: {error.strerror}") from error
    return {address: hashlib.sha256(content).hexdigest() for address, content in data.items()}


def _remembered(path: Path) -> dict[str, dict[str, str]]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):  # told once too often is better than not at all
        return {}


def _tell(hub: str, feed: str, pause: Pause) -> Told:
    """Ask until the hub answers for good, or patience ends."""
    attempt, detail = 0, ""
    for attempt, wait_s in enumerate((*_WAITS_S, None), start=1):
        try:
            status = _post(hub, feed)
        except HTTPError as error:
            error.close()
            detail = f"{error.code} {error.reason}"
            if error.code < HTTPStatus.INTERNAL_SERVER_ERROR and error.code not in _WORTH_ANOTHER_TRY:
                detail += f"; moved to {error.headers['Location']}" if error.headers.get("Location") else ""
                break
            wait_s = _asked_to_wait(error, wait_s)
        except (OSError, HTTPException) as error:  # URLError and timeouts are OSErrors
            detail = str(getattr(error, "reason", "") or error) or type(error).__name__
        else:
            return Told(hub=without_password(hub), feed=feed, status="told", detail=str(status), attempts=attempt)
        if wait_s is None:
            break
        pause(wait_s)
    return Told(hub=without_password(hub), feed=feed, status="refused", detail=detail, attempts=attempt)


def _asked_to_wait(error: HTTPError, wait_s: float | None) -> float | None:
    seconds = error.headers.get("Retry-After", "")
    asked_s = float(seconds) if seconds.isascii() and seconds.isdigit() else 0.0
    return None if wait_s is None else min(max(wait_s, asked_s), _LONGEST_WAIT_S)


class _NoRedirect(HTTPRedirectHandler):
    """Takes a redirection for an answer: followed, the form would be lost on the way and look delivered."""

    def redirect_request(self, *_: object) -> None:
        return None


def _post(hub: str, feed: str) -> int:
    """Send the form once; return the status of an answer that accepts it.

    Raises:
        HTTPError: The hub says no.
        OSError: It cannot be reached.
    """
    request = Request(  # noqa: S310 - settings allow http and https alone
        hub,
        data=urlencode({"hub.mode": "publish", "hub.url": feed}).encode("ascii"),
        headers={"User-Agent": f"audionews/{__version__}"},
    )
    with build_opener(_NoRedirect).open(request, timeout=_TIMEOUT_S) as answer:
        return int(answer.status)
