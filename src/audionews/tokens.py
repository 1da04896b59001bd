"""A cue's written text, token by token, with the times at which each is heard.

A token is what stands between two spaces that may be broken; captions, word-by-word transcripts and synchronised lyrics
all count in tokens, so that they agree. Where captions are cut is in ``captions``.
"""

import re

from msgspec import Struct

from audionews.characters import folded
from audionews.domain import Cue, Word


class Token(Struct, frozen=True):
    """What stands between two spaces of the written text, and when it is heard.

    Attributes:
        text: Never empty, without spaces that could be broken.
        start_ms: On the programme's timeline, not before the token before it.
        end_ms: Not before ``start_ms``.
        said_with_next: Whether one spoken word goes on into the next token, as in ``97,4 milliards``.
    """

    text: str
    start_ms: int
    end_ms: int
    said_with_next: bool = False


def tokens(cue: Cue) -> tuple[Token, ...]:
    """Return the tokens of a cue with their times; where no word time is known, letters stand in for it."""
    written = folded(cue.written)
    words = _placed(written, cue)
    found: list[Token] = []
    heard_ms, first = cue.start_ms, 0
    for match in re.finditer("[^ ]+", written):
        while first < len(words) and words[first].end <= match.start():
            first += 1
        inside = [word for word in words[first : first + match.end() - match.start()] if word.start < match.end()]
        start_ms = max(inside[0].time_at(match.start()), heard_ms) if inside else heard_ms
        heard_ms = max(inside[-1].time_at(match.end()), start_ms) if inside else start_ms
        found.append(Token(match[0], start_ms, heard_ms, bool(inside) and inside[-1].end > match.end()))
    return tuple(found)


class _PlacedWord(Struct, frozen=True):
    """A word and its place in the written text."""

    start: int
    end: int
    word: Word

    def time_at(self, place: int) -> int:
        """Return when a place in the text is heard, in ms; inside a word its letters share the time."""
        length_ms = self.word.end_ms - self.word.start_ms
        part = min(max(place - self.start, 0), self.end - self.start)
        return self.word.start_ms + length_ms * part // (self.end - self.start)


def _placed(written: str, cue: Cue) -> list[_PlacedWord]:
    placed, place = [], 0
    for word in cue.words or (Word(start_ms=cue.start_ms, end_ms=cue.end_ms, written=written),):
        text = folded(word.written)
        found = written.find(text, place)
        if text and found >= 0:
            place = found + len(text)
            placed.append(_PlacedWord(found, place, word))
    return placed
