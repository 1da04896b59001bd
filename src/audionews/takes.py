"""A script being spoken: its segments cut into pieces, and what the engine gives for each.

No sound library is needed here, so that a voice can begin before they are loaded.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from audionews.domain import Recording, Script, Segment, Voice
from audionews.engines import Engine
from audionews.logs import about
from audionews.pieces import Piece, cut

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 32
"""Pieces for each thread that may be done or in work before they are read: some ten megabytes of sound."""


class AtOnce(Protocol):
    """The builtin ``map``, or whatever does its work side by side and keeps its order."""

    def __call__(self, function: Callable[[Any], Any], items: Iterable[Any], /) -> Iterable[Any]:
        """Return ``function(item)`` for each item, in order."""
        ...


class Take(Struct, frozen=True, kw_only=True):
    """A piece of a segment, and how an engine said it.

    Attributes:
        engine: Its name.
    """

    piece: Piece
    recording: Recording
    engine: str


class Takes(Struct, frozen=True, kw_only=True):
    """What becomes of a script in an engine.

    Attributes:
        counts: How many pieces each segment has; a segment that says nothing has none.
        coming: All of them, in order, each as soon as it is there; to be read once.
    """

    script: Script
    voice: Voice
    counts: tuple[int, ...]
    coming: Iterator[Take]


def begin(script: Script, voice: Voice, engine: Engine, *, at_once: AtOnce = map) -> Takes:
    """Have a voice begin to speak a script.

    Args:
        script: What is said.
        voice: Who says it.
        engine: Of that voice.
        at_once: How the work is spread; it may hand pieces to threads, and then it begins at once.
    """
    cuts = [_pieces(segment, engine.longest) for segment in script.segments]
    numbered = [(number, piece) for number, pieces in enumerate(cuts) for piece in pieces]
    coming = at_once(partial(_take, engine=engine, voice=voice), numbered)
    return Takes(script=script, voice=voice, counts=tuple(map(len, cuts)), coming=iter(coming))


def side_by_side(workers: int) -> AtOnce:
    """Return a ``map`` that works in so many threads, not far ahead of who reads; a failure begins nothing more."""

    def at_once(function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        pool = ThreadPoolExecutor(workers)
        rest = iter(items)
        begun = deque(_submit(pool, function, item) for item in islice(rest, workers * _AHEAD))
        return _drained(pool, function, begun, rest)

    return at_once


def _drained(
    pool: ThreadPoolExecutor, function: Callable[[Item], Result], begun: deque[Future[Result]], rest: Iterator[Item]
) -> Iterator[Result]:
    try:
        while begun:
            result = begun.popleft().result()
            begun.extend(_submit(pool, function, item) for item in islice(rest, 1))
            yield result
    finally:
        pool.shutdown(cancel_futures=True)


def _submit(pool: ThreadPoolExecutor, function: Callable[[Item], Result], item: Item) -> Future[Result]:
    """Hand work to a thread, which tells of it as this one would."""
    return pool.submit(copy_context().run, function, item)


def _pieces(segment: Segment, longest: int) -> list[Piece]:
    return [piece for piece in cut(segment.spoken, longest) if any(character.isalnum() for character in piece.text)]


def _take(numbered: tuple[int, Piece], *, engine: Engine, voice: Voice) -> Take:
    number, piece = numbered
    with about(segment=number):
        return Take(piece=piece, recording=engine.synthesise(piece.text, voice), engine=engine.name)
