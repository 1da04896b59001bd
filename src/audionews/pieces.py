"""A spoken text cut into pieces that an engine takes at once, where a reader would draw breath.

A piece is never longer than asked for, and only white space is lost between two of them.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

_CLOSED = r"(?:\s?[»”\"')\]])*(?=\s)"
_BOUNDARIES = (
    re.compile(rf"[.!?…]{_CLOSED}"),
    re.compile(rf"[,;:–—]{_CLOSED}|[»”)](?=\s)|(?=\s[(«“–—])"),
)
"""Ends of sentences, then of clauses."""
_WEAK_BOUNDARIES = (
    re.compile(
        r"(?=\s(?:et|ou|ni|mais|donc|car|or|que|qu|qui|dont|où|quand|comme|lorsque|parce|puis|pour|avec|sans|dans|sur"
        r"|sous|par|chez|entre|contre|depuis|pendant|selon|après|avant|vers|afin)\b)",
        re.IGNORECASE,
    ),
    re.compile(r"(?=\s)(?!\s+[!?:;»”)…–—])"),
)
"""Before the words that begin a group, then between any two words; never before a mark that stands alone."""
_AHEAD = 3
"""Characters after a boundary that decide whether it is one."""
_SHORTEST = 4
"""No piece is shorter than ``longest`` divided by this: a voice that starts again and again limps."""


class Piece(Struct, frozen=True):
    """A stretch of a text.

    Attributes:
        start: Index of its first code point in the text.
        text: Without white space at its ends, never empty.
    """

    start: int
    text: str


def cut(text: str, longest: int) -> tuple[Piece, ...]:
    """Return a text as pieces of at most ``longest`` characters, cut at sentence, clause, group or word ends.

    >>> [piece.text for piece in cut("Il pleut, et le vent se lève.", 12)]
    ['Il pleut,', 'et le vent', 'se lève.']
    """
    return tuple(_pieces(text, longest))


def _pieces(text: str, longest: int) -> Iterator[Piece]:
    start = _after_space(text, 0)
    end = len(text.rstrip())
    while end - start > longest:
        at = start + _best_cut(text[start : start + longest + _AHEAD], end - start, longest)
        yield Piece(start, text[start:at].rstrip())
        start = _after_space(text, at)
    if start < end:
        yield Piece(start, text[start:end])


def _after_space(text: str, index: int) -> int:
    while index < len(text) and text[index].isspace():
        index += 1
    return index


def _best_cut(window: str, left: int, longest: int) -> int:
    """Return where to cut: at the last strong boundary, or at the weak one that leaves even parts, or anywhere.

    Args:
        window: The next ``longest`` characters and ``_AHEAD`` more.
        left: How many characters are left in all.
        longest: Of a piece.
    """
    for boundary in _BOUNDARIES:
        if ends := _ends(boundary, window, longest):
            return ends[-1]
    even = left / -(-left // longest)
    for boundary in _WEAK_BOUNDARIES:
        if ends := _ends(boundary, window, longest):
            return min(ends, key=lambda end: abs(end - even))
    return longest


def _ends(boundary: re.Pattern[str], window: str, longest: int) -> list[int]:
    return [found.end() for found in boundary.finditer(window) if longest // _SHORTEST <= found.end() <= longest]
