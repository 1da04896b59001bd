"""How long the server waits for a client, and for how many: a client that dawdles must not keep others out.

uvicorn itself waits for ever for the rest of a request, and for ever for somebody to take what was asked for.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_S = 10.0
"""Longest that a whole request may take to arrive."""
TAKE_S = 60.0
"""Longest that nothing of an answer may be taken; a player that pauses comes back with a range."""
LARGEST_HEAD_BYTES = 16 * 1024
MOST_REQUESTS = 460
"""More at once are told to come back later (503)."""
MOST_CONNECTIONS = 480
"""More are closed unheard: each takes a file descriptor, and a process often has 1 024."""


class Patience(H11Protocol):
    """HTTP/1.1 with an end to every wait."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._request_due: asyncio.TimerHandle | None = None
        self._taking_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, or close at once where too many wait already."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self._request_due = self.loop.call_later(REQUEST_S, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; what is never whole, be it an endless head or body, is not waited for again."""
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._request_due = _stopped(self._request_due)
        elif self._request_due is None:
            self._request_due = self.loop.call_later(REQUEST_S, self.transport.abort)

    def pause_writing(self) -> None:
        """Begin to wait for the client to take what was sent."""
        super().pause_writing()
        self._taking_due = self.loop.call_later(TAKE_S, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client took something."""
        super().resume_writing()
        self._taking_due = _stopped(self._taking_due)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        super().connection_lost(exc)
        self._request_due = _stopped(self._request_due)
        self._taking_due = _stopped(self._taking_due)


def _stopped(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """Stop a timer, and return what is left of it: nothing."""
    if timer is not None:
        timer.cancel()
    return None
