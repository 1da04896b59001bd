"""When each written word is heard: starts in the spoken text, brought back to the written one through the readings.

A word here is what a reader sees as one and what is said as one: ``OpenAI`` is one, and so is ``97,4 milliards``, which
a rule read as a whole. Marks that stand alone in French (``« Ah ! »``) belong to the word beside them.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from audionews.domain import Reading, Segment, SpokenWord, Word

_TOKEN = re.compile(r"\S+")
_OPENING = frozenset("«“‹„([{")


class _Token(Struct, frozen=True):
    """A written stretch.

    Attributes:
        written: With white space folded.
        spaced: Whether white space stands before it.
        start: Where it begins in the spoken text, or None when it is not said.
        end: Where it ends there.
    """

    written: str
    spaced: bool
    start: int | None
    end: int

    def joined(self, later: "_Token") -> "_Token":
        """Return the word that this token and the next one make together."""
        start = later.start if self.start is None else self.start
        written = f"{self.written}{' ' if later.spaced else ''}{later.written}"
        return _Token(written, self.spaced, start, later.end if later.start is not None else self.end)

    @property
    def place(self) -> int:
        """Where it begins in the spoken text."""
        return self.start or 0

    @property
    def leans_back(self) -> bool:
        """Whether it belongs to the word before it: half of that word, silent, or a mark that opens nothing."""
        return not self.spaced or not (self.stands_alone or _OPENING.issuperset(self.written))

    @property
    def stands_alone(self) -> bool:
        """Whether it is said and has a letter or a digit to be said for."""
        return self.start is not None and any(character.isalnum() for character in self.written)


def written_words(segment: Segment, starts: Sequence[SpokenWord], end_ms: int) -> tuple[Word, ...]:
    """Return the written words of a segment and when they are heard.

    Joined by spaces they are the segment's written text with its white space folded; where nothing of it is said, there
    are none. Each ends where the next begins.

    Args:
        segment: What was said.
        starts: Where words begin in the segment's spoken text, in time order, in ms from the start of its sound.
        end_ms: Where its sound ends.
    """
    units = _units(_tokens(segment.readings))
    if not units:
        return ()
    times = _times(units, starts, len(segment.spoken), end_ms)
    ends = [*times[1:], end_ms]
    return tuple(
        Word(start_ms=start_ms, end_ms=until_ms, written=unit.written)
        for unit, start_ms, until_ms in zip(units, times, ends, strict=True)
    )


def _tokens(readings: Sequence[Reading]) -> Iterator[_Token]:
    """Yield the written tokens of plain readings, and the other readings whole."""
    at, spaced = 0, False
    for reading in readings:
        written, spoken = list(_TOKEN.finditer(reading.written)), list(_TOKEN.finditer(reading.spoken))
        if [found[0] for found in written] == [found[0] for found in spoken]:
            for here, there in zip(written, spoken, strict=True):
                yield _Token(here[0], spaced or here.start() > 0, at + there.start(), at + there.end())
                spaced = False
        elif written:
            start = at if reading.spoken else None
            folded = " ".join(found[0] for found in written)
            yield _Token(folded, spaced or written[0].start() > 0, start, at + len(reading.spoken))
            spaced = False
        spaced = spaced or reading.written[-1:].isspace()
        at += len(reading.spoken) + 1 if reading.spoken else 0


def _units(tokens: Iterable[_Token]) -> list[_Token]:
    """Return the tokens with each mark, each silent stretch and each half of a word joined to its neighbour."""
    units: list[_Token] = []
    waiting: _Token | None = None
    for token in tokens:
        if waiting is None and units and token.leans_back:
            units[-1] = units[-1].joined(token)
            continue
        waiting = token if waiting is None else waiting.joined(token)
        if waiting.stands_alone:
            units.append(waiting)
            waiting = None
    if waiting is not None and units:
        units[-1] = units[-1].joined(waiting)
    return units


def _times(units: Sequence[_Token], starts: Sequence[SpokenWord], length: int, end_ms: int) -> list[int]:
    """Return a start for each unit, never before the one before it nor after the end, in ms.

    Where an engine names none, as for the half of an elision, it lies between its neighbours' as its place in the
    spoken text does.
    """
    known = sorted((word.position, word.start_ms) for word in starts)
    found = [known[at] if at < len(known) else None for at in (bisect_left(known, (unit.place, 0)) for unit in units)]
    own = [start if start and start[0] < unit.end else None for unit, start in zip(units, found, strict=True)]
    anchors = [(0, 0), *((unit.place, start[1]) for unit, start in zip(units, own, strict=True) if start)]
    anchors.append((length, end_ms))
    guessed = [start[1] if start else _between(anchors, unit.place) for unit, start in zip(units, own, strict=True)]
    return [min(max(0, start_ms), end_ms) for start_ms in accumulate(guessed, max)]


def _between(anchors: Sequence[tuple[int, int]], place: int) -> int:
    """Return the time at a place between two whose times are known."""
    after = bisect_right(anchors, place, key=lambda anchor: anchor[0])
    (place_before, ms_before), (place_after, ms_after) = anchors[after - 1], anchors[min(after, len(anchors) - 1)]
    return ms_before + (ms_after - ms_before) * (place - place_before) // max(1, place_after - place_before)
