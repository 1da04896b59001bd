"""The characters of a text as the rules shall see them, and the way back to the source.

Hidden characters (soft hyphen, zero-width space, marks of direction, controls, lone surrogates) go; letters and accents
are composed (NFC); ligatures and letter look-alikes become letters; hyphens and apostrophes have one form; the spaces
that do not break are one. The expressions of the rules are smaller and quicker for it: a set of characters of which
many lie beyond Latin-1 takes ten times as long to compile.

Source: Unicode Standard Annex 15 (normalisation forms), Annex 14 (soft hyphen), Technical Report 36 (look-alikes).
"""

import unicodedata
from collections.abc import Sequence
from itertools import accumulate

from msgspec.structs import replace

from audionews.expressions import expression
from audionews.french.rules import PLAIN
from audionews.readings import Reading

_NAME = "typography"
_APOSTROPHES = frozenset("´`′")
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\uffff\U000e0000-\U000e0fff\U0001f3fb-\U0001f3ff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff"
)
_MARKS = "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u20d0-\u20ff"
_COMPATIBLE = "\u2160-\u217f\u3380-\u33df\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
_COMPATIBLE_ONE = expression(f"[{_COMPATIBLE}]")
_THIN_SPACES = "\u202f\u2009\u2007"
_NO_BREAK = "\u00a0"
_SAME = {"\u2010": "-", "\u2011": "-", "\ufe63": "-", "ʼ": "’", "‛": "’", "№": "n°"}
_ODD = f"{_HIDDEN}{_MARKS}{_COMPATIBLE}{''.join(_SAME)}´`′"
_UNCLEAN = expression(f"[{_ODD}]+")
_HIDDEN_ONES = expression(f"[{_HIDDEN}]+")
_MARK = expression(f"[{_MARKS}]")


def cleaned(text: str) -> tuple[str, Sequence[int] | None]:
    r"""Return the text as the rules shall see it, and where each of its characters stands in the source.

    The positions are ``None`` when nothing had to change; else there is one more than characters: the source's length.

    >>> cleaned("e\u0301lu\u00ads")
    ('élus', (0, 2, 3, 5, 6))
    """
    pieces: list[str] = []
    positions: list[int] = []
    copied = 0
    source = text
    for space in _THIN_SPACES:
        text = text.replace(space, _NO_BREAK)
    for found in _UNCLEAN.finditer(text):
        start, end = found.span()
        if _MARK.match(text, start) or _HIDDEN_ONES.match(text, start):
            start = max(copied, start - 1)
        piece = _clean(text, start, end)
        pieces += (text[copied:start], piece)
        positions += range(copied, start)
        positions += [start] * len(piece)
        copied = end
    if not copied:
        return text, None if text == source else range(len(text) + 1)
    pieces.append(text[copied:])
    positions += range(copied, len(text) + 1)
    return "".join(pieces), tuple(positions)


def _clean(text: str, start: int, end: int) -> str:
    """Return a run of odd characters, with the letter that its marks stand on, as it shall be."""
    seen = "".join(map(_one, _HIDDEN_ONES.sub("", text[start:end])))
    if seen in _APOSTROPHES:
        return "’" if text[start - 1 : start].isalpha() and text[end : end + 1].isalpha() else seen
    composed = unicodedata.normalize("NFC", seen)
    marks = _MARK.search(composed)
    # marks that no letter has are a prank or an emphasis: they go, and so do those without a letter
    return composed if marks is None else _MARK.sub("", composed)


def _one(character: str) -> str:
    if _COMPATIBLE_ONE.match(character):
        return unicodedata.normalize("NFKC", character)
    return _SAME.get(character, character)


def restored(found: Sequence[Reading], text: str, positions: Sequence[int] | None) -> tuple[Reading, ...]:
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
    changed = reading.rule == PLAIN and " ".join(written.split()) != reading.spoken
    return replace(reading, written=written, rule=_NAME if changed else reading.rule)
