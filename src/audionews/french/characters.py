"""The characters of a text as the rules shall see them, and the way back to the source.

Hidden characters (soft hyphen, zero-width space, marks of direction, controls, lone surrogates) go; letters and accents
are composed (NFC); ligatures and letter look-alikes become letters; hyphens and apostrophes have one form.

Source: Unicode Standard Annex 15 (normalisation forms), Annex 14 (soft hyphen), Technical Report 36 (look-alikes).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from audionews.domain import Reading
from audionews.french.rules import PLAIN

_NAME = "typography"
_MOST_MARKS = 3
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\uffff\U000e0000-\U000e0fff\U0001f3fb-\U0001f3ff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff"
)
_MARKS = "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u20d0-\u20ff"
_COMPATIBLE = "\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
_SAME = {"\u2010": "-", "\u2011": "-", "\ufe63": "-", "ʼ": "’", "‛": "’", "№": "n°"}
_UNCLEAN = re.compile(
    f"[{_HIDDEN}]+|[^{_MARKS}{_HIDDEN}][{_MARKS}]+|[{_MARKS}]+|[{_COMPATIBLE}]|[{''.join(_SAME)}]|(?<=[^\\W\\d_])[´`′](?=[^\\W\\d_])"
)


def cleaned(text: str) -> tuple[str, tuple[int, ...] | None]:
    r"""Return the text as the rules shall see it, and where each of its characters stands in the source.

    The positions are ``None`` when nothing had to change; else there is one more than characters: the source's length.

    >>> cleaned("e\u0301lu\u00ads")
    ('élus', (0, 2, 3, 5, 6))
    """
    pieces: list[str] = []
    positions: list[int] = []
    copied = 0
    for found in _UNCLEAN.finditer(text):
        start, end = found.span()
        piece = _clean(found.group())
        if piece == found.group():
            continue
        pieces += (text[copied:start], piece)
        positions += range(copied, start)
        positions += [start] * len(piece)
        copied = end
    if not copied:
        return text, None
    pieces.append(text[copied:])
    positions += range(copied, len(text) + 1)
    return "".join(pieces), tuple(positions)


def _clean(written: str) -> str:
    if written in _SAME:
        return _SAME[written]
    if written in "´`′":
        return "’"
    composed = unicodedata.normalize("NFKC" if len(written) == 1 else "NFC", written)
    if unicodedata.combining(composed[0]):
        return ""
    if len(composed) > _MOST_MARKS:
        return composed[0]
    return "" if unicodedata.category(composed[0]) in ("Cc", "Cf", "Cn", "Co", "Cs", "Mn") else composed


def restored(found: Sequence[Reading], text: str, positions: tuple[int, ...] | None) -> tuple[Reading, ...]:
    """Return the readings of a cleaned text with their written sides as the source has them."""
    if positions is None:
        return tuple(found)
    if not found:
        return (Reading(written=text, spoken="", rule=_NAME),)
    ends = [positions[end] for end in accumulate(len(reading.written) for reading in found)]
    starts = [0, *ends[:-1]]
    return tuple(_as_written(reading, text[start:end]) for reading, start, end in zip(found, starts, ends, strict=True))


def _as_written(reading: Reading, written: str) -> Reading:
    if written == reading.written:
        return reading
    return replace(reading, written=written, rule=_NAME if reading.rule == PLAIN else reading.rule)
