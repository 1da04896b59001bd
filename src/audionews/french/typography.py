"""Signs that are no words: quotation marks, dashes, brackets, symbols and pictures.

``rule`` is the last of the rules: each sign that nobody else has claimed becomes a word, a pause or nothing. ``tidy``
comes when the readings stand: pauses of two readings that meet become one, and none is left at either end.
Characters that nobody sees are gone before: see ``characters``.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Guillemets », « Tiret », « Parenthèses »,
« Signes »; what a newsreader does with them: a guillemet is not said, a dash or a parenthesis is a short pause.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from msgspec.structs import replace

from audionews.expressions import expression
from audionews.french.rules import PLAIN, Claim, Pattern, Rule
from audionews.french.spelling import cardinal
from audionews.french.tables import rows
from audionews.readings import Reading

EmojiChoice = Literal["drop", "name"]

_NAME = "typography"
_PAUSES = ",;:.!?…"
_CANDIDATE = expression(r"[^a-zA-Z0-9À-ÖØ-öø-ÿŒœŸ\s,;:.!?…]")
"""One set of characters and nothing else: the quickest that can be looked for."""
_OMISSION = expression(r"[\[(]\s{0,2}(?:…|\.{2,4})\s{0,2}[\])]")
_NOTE = r"(?<=[^\W\d_][a-zà-ÿ»”])\(\d{1,2}\)|(?<=[^\s\[])\[\d{1,3}\]|(?<=[a-zà-ÿ]{4})[¹²³⁴-⁹]{1,2}(?!\w)"
_COMPARES = expression(r"\s?(?:[\d+\u2212-]|[b-zA-Z]\b(?!['’]))")
_ELIDES = ("'", "’")
_FORMULA = 12
"""Characters between the parentheses of a name at most."""
_FLAG = expression(r"[\U0001f1e6-\U0001f1ff]{2}")
_ORNAMENT = expression(r"(?:[«»“”„‟‹›\"*•·▪●■◆►→|_=~–—―-]\s?){3,}|([^\w\s])(?:\s?\1){2,}")
_SPECIAL_LETTERS = expression(r"(?<!\w)[α-ωΑ-Ωµ](?!\w)|_+|[²³¹¼½¾\u2070-\u209f\u2150-\u218f\u2460-\u24ff]")
_QUOTE_ENDS = frozenset(" \t\n\u00a0,;:.!?…»)]")
_LETTER_MARKS = frozenset('«»“”„‟‹›"‘‚*★☆✓✔✗©®™†‡¶^`´′″{}[]¡¿¨¸¦¬')
_BREAKS = frozenset("|•·▪●■◆►▶‣⁃◦→⇒➜/⁄∕\\")
_DASHES = frozenset("-–—―‒−⸺⸻─")


def rule(emoji: EmojiChoice = "drop") -> Rule:
    """Return the rule for all signs that no other rule has claimed.

    Args:
        emoji: Whether pictures are left out or named.
    """

    def signs(text: str) -> Iterator[Claim]:
        quoted = False
        until = 0
        for found in _CANDIDATE.finditer(text):
            start = found.start()
            if start < until:
                continue
            if text[start] in "'’":
                closes = text[start - 1 : start].isalnum()
                if closes and not (quoted and (text[start + 1 : start + 2] or " ") in _QUOTE_ENDS):
                    continue
                quoted = not closes
            until = _end(text, start)
            if until > start:
                yield Claim(start, until, _said(text, start, until, emoji), _NAME)

    return signs


def _end(text: str, start: int) -> int:
    """Return where the sign ends that begins at ``start``; ``start`` itself when it is none: a letter or a hyphen."""
    sign = text[start]
    if sign.isalpha() or sign.isdecimal() or sign == "_":
        special = _SPECIAL_LETTERS.match(text, start)
        return special.end() if special else start
    if sign == "-" and text[start - 1 : start].isalnum() and text[start + 1 : start + 2] != "-":
        return start
    if sign == "-" and text[start + 1 : start + 2].isdigit() and not text[start - 1 : start].isalnum():
        return start
    if sign in "«“" and text[start - 1 : start] in _ELIDES:
        # its space parts no elided word from the next: d’« Avatar »
        return start + 1 + text.startswith((" ", "\u00a0"), start + 1)
    longer = _OMISSION.match(text, start) or _ORNAMENT.match(text, start) or _FLAG.match(text, start)
    if longer:
        return longer.end()
    return start + (2 if text.startswith(("--", "§§", ">>", "<<"), start) else 1)


def _said(text: str, start: int, end: int, emoji: EmojiChoice) -> str:
    """Return how a sign is said between what stands on both sides of it."""
    sign, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    if end - start > 2:
        return ", " if not _DASHES.isdisjoint(sign) else " "
    inside = before.isalnum() and after.isalnum()
    if sign.rstrip() in _LETTER_MARKS or sign[0] in "'’_":
        return " " if inside else ""
    if sign[0] in _BREAKS:
        return " " if inside else ", "
    if sign[0] in _DASHES:
        # a dash between letters joins them as a hyphen does: la ligne Paris–Brest
        return "-" if inside and len(sign) == 1 else ", "
    if sign[0] in "<>" and not (end == start + 1 and _COMPARES.match(text, end)):
        return ", "
    if sign in "()":
        return " " if _is_glued(text, start, inside=inside) else ", "
    return _named(sign, after, emoji)


def _is_glued(text: str, start: int, *, inside: bool) -> bool:
    """Tell whether a parenthesis belongs to one name, as in ``A(H3N2)``, at either end of it."""
    if text[start] == "(":
        return inside
    opened = text.rfind("(", max(0, start - _FORMULA), start)
    return opened > 0 and text[opened - 1].isalnum() and text[opened + 1].isalnum()


def _named(sign: str, after: str, emoji: EmojiChoice) -> str:
    if sign == "#" and after.isdigit():
        return " numéro "
    if sign in _signs():
        return f" {_signs()[sign]} "
    if sign in _pictures():
        return f", {_pictures()[sign]}, " if emoji == "name" else ""
    if unicodedata.category(sign[0]) in ("No", "Nl"):
        value = unicodedata.numeric(sign[0], -1)
        return f" {cardinal(int(value))} " if value >= 0 else " "
    return " "


@cache
def _signs() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("typography")}


@cache
def _pictures() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("emoji")}


NOTES: tuple[Rule, ...] = (Pattern(_NAME, _NOTE, lambda _: "", r"[¹²³⁴-⁹]|\d[)\]]"),)
"""Marks of notes, which nobody says: *tribune(1)*, *tribune[12]*, *tribune²*; before the figures are read."""


def tidy(found: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings with one pause where several meet, each behind the word before it, and none at either end.

    >>> luc = Reading(written="Luc ", spoken="Luc"), Reading(written="(LR).", spoken=", L R,.", rule="sigle")
    >>> [reading.spoken for reading in tidy(luc)]
    ['Luc,', 'L R.']
    """
    if all(reading.rule == PLAIN for reading in found):
        return tuple(found)
    out: list[Reading] = []
    last = -1
    for reading in found:
        spoken = reading.spoken if reading.rule == PLAIN else _inner(reading.spoken)
        touching = reading.rule != PLAIN or (last >= 0 and out[last].rule != PLAIN)
        if touching and spoken[:1] and spoken[0] in _PAUSES:
            spoken = _meet(out, last, spoken)
        out.append(_with(reading, spoken))
        if spoken:
            last = len(out) - 1
    if last >= 0 and out[last].rule != PLAIN and out[last].spoken.endswith(","):
        out[last] = _with(out[last], out[last].spoken.rstrip(" ,"))
    return tuple(out)


def _meet(out: list[Reading], last: int, spoken: str) -> str:
    """Give the pause that a reading begins with to the reading before it; return what is left."""
    if last < 0:
        return spoken.lstrip(" ,")
    before = out[last].spoken
    mark = spoken[0]
    if mark == ",":
        if before[-1] not in _PAUSES or _INITIAL_STOP.search(before):
            out[last] = _with(out[last], f"{before},")
        return spoken.lstrip(" ,")
    if before.endswith(","):
        before = before.rstrip(" ,")
        out[last] = _with(out[last], before)
    if mark in ".…" and before:
        run = re.match(r"[.…]+", spoken)
        size = run.end() if run else 1
        out[last] = _with(out[last], before + spoken[:size])
        return spoken[size:].lstrip()
    return spoken


def _with(reading: Reading, spoken: str) -> Reading:
    if spoken == reading.spoken:
        return reading
    return replace(reading, spoken=spoken, rule=_NAME if reading.rule == PLAIN else reading.rule)


_INITIAL_STOP = expression(r"\s[A-Z]\.\Z")
"""A full stop that is no pause: *Julie D.*"""
_SPACED = expression(r"\s+(?=[,.…])")
_AFTER_PAUSE = expression(r"(?<=[,;:.!?…])(?<!\b[A-Z]\.)(?:\s*,)+")
_TWO_STOPS = expression(r"(?<!\.)\.\.(?!\.)")
_BEFORE_PAUSE = expression(r",(?=\s*[;:.!?…])")


def _inner(spoken: str) -> str:
    """Return one reading's spoken side with one pause where several meet."""
    if "," not in spoken and "." not in spoken:
        return spoken
    spoken = _SPACED.sub("", spoken)
    return _TWO_STOPS.sub(".", _BEFORE_PAUSE.sub("", _AFTER_PAUSE.sub("", spoken))).strip()
