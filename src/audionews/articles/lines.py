"""Lines of a text file → passages: what one paragraph, heading or entry of a list is, however its lines were broken.

Three habits are met: a paragraph a line; lines broken at a width (mail programs, terminals); and no blank lines at all.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from audionews.articles.cleaning import fold

_BULLET = re.compile(r"(?:[-*•‣◦▪■●·–—+]|\d{1,2}\s?[.)°]|\(?[a-z]\))\s+(?=\S)")
_DASH = re.compile(r"[–—]\s")
_RULE = re.compile(r"[-–—*_=~#•·.\s]*[-–—*_=~#•·.]{3,}[-–—*_=~#•·.\s]*|[*#]\s*")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
_TERMINAL = re.compile(r"[.!?…:;»”\"][)\]]*$")
_CUT = re.compile(r"(?:^|(?<=[^\w-]))([^\W\d_]+)-$")
_WIDEST = 132
"""Columns: no program breaks lines beyond this, and no paragraph is one line within it."""
_KEPT_HYPHEN_AFTER = frozenset(
    "après arrière avant contre demi semi non sous vice porte grand grande haut bas nord sud est ouest outre passe peut petit"
    " petite presque quasi rendez saint sainte sans tire tout ultra vis celui celle ceux celles quelques lui elle eux moi toi soi"
    " nous vous dix vingt trente quarante cinquante soixante quatre cent franco dit chauve garde gratte couvre".split()
)
_KEPT_HYPHEN_BEFORE = re.compile(
    r"(?:t-)?(?:ils?|elles?|là|moi|toi|nous|vous|mêmes?|parole|midi|chef|major|général|dessus|dessous|dehors|delà|être)\b",
    re.IGNORECASE,
)
_HEAD_LINES = 12
"""Lines of a file among which its title, date and author are: there no line is joined to one that stands for itself."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands together.

    Attributes:
        text: On one line, without bullet.
        alone: Whether it was one line of the file, with a blank line or nothing before it.
        bullet: The mark of a list entry, else empty.
        underlined: Whether a row of ``=`` or ``-`` stood under it.
    """

    text: str
    alone: bool
    bullet: str = ""
    underlined: bool = False


def passages(text: str, stands_alone: Callable[[str], bool]) -> tuple[Passage, ...]:
    """Return what stands in a clean text, in order; rows of stars and dashes are left out.

    Args:
        text: Line feeds only.
        stands_alone: Tells a line that is never part of a paragraph, such as a date; asked about the first lines only.
    """
    lines = [line.strip() for line in text.expandtabs(4).split("\n")]
    head = [line for line in lines if line][:_HEAD_LINES]
    alone = frozenset(line for line in head if stands_alone(line))
    habits = _Habits(_width(lines), alone, frozenset(re.findall(r"\w+(?:-\w+)*", text)), _is_typeset(lines))
    found: list[Passage] = []
    for block in _blocks(lines):
        found += _joined_over_pages(found, list(_in_block(block, habits)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a file's lines were broken.

    Attributes:
        width: In columns; None when every line is a paragraph.
        alone: Lines that are never joined to others.
        words: All that stand in the file, those with hyphens too.
        typeset: Whether words were cut at line ends, as layout programs do and mail programs do not.
    """

    width: int | None
    alone: frozenset[str]
    words: frozenset[str]
    typeset: bool


def _is_typeset(lines: Sequence[str]) -> bool:
    cut = [_CUT.search(line) for line in lines]
    return sum(found is not None and found[1] not in _KEPT_HYPHEN_AFTER for found in cut) >= 3


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in (*lines, ""):
        if line:
            block.append(line)
        elif block:
            yield block
            block = []


def _width(lines: Sequence[str]) -> int | None:
    """Return the width in columns that the file's lines were broken at; None when every line is a paragraph."""
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if a and b and not _BULLET.match(b)]
    inner = [(a, b) for a, b in pairs if len(a) >= 30]
    if not inner:
        return None
    width = max(len(a) for a, _ in inner)
    if width < 40 or (len(inner) < 3 and width < 55):
        return None
    full = sum(_is_full(a, b, width) for a, b in inner)
    return width if width <= _WIDEST and 2 * full >= len(inner) else None


def _is_full(line: str, following: str, width: int) -> bool:
    """Tell whether the next line's first word would not have fitted; eight columns of tolerance for ragged breaking."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width - 8


def _in_block(block: Sequence[str], habits: _Habits) -> Iterator[Passage]:
    now: Passage | None = None
    last = ""
    for index, line in enumerate(block):
        if now and _UNDERLINE.fullmatch(line) and len(last) <= 120:
            now = replace(now, underlined=True)
        elif _RULE.fullmatch(line):
            continue
        elif now and _goes_on(now, last, line, habits):
            now = replace(now, text=_glued(now.text, line, habits), alone=False)
        else:
            if now:
                yield now
            now = _begun(line, alone=index == 0 and (len(block) == 1 or bool(_UNDERLINE.fullmatch(block[1]))))
        last = line
    if now:
        yield now


def _begun(line: str, *, alone: bool) -> Passage:
    bullet = _BULLET.match(line)
    return Passage(fold(line[bullet.end() :] if bullet else line), alone, fold(bullet.group()) if bullet else "")


def _goes_on(now: Passage, last: str, line: str, habits: _Habits) -> bool:
    """Tell whether a line carries on the passage before it, with no blank line between them."""
    if now.underlined or not habits.alone.isdisjoint((last, line)) or _RULE.fullmatch(last):
        return False
    full = habits.width is not None and len(last) >= 20 and _is_full(last, line, habits.width)
    if mark := _BULLET.match(line) or _DASH.match(line):  # in broken lines a dash or a number may come to stand first
        return full and not now.bullet and not _TERMINAL.search(last) and not fold(mark.group()).startswith(("•", "*"))
    if now.text.startswith("«") and now.text.count("«") > now.text.count("»") and len(now.text) < 160:
        return not line.startswith("«")
    return full or (line[0].islower() and not _TERMINAL.search(last))


def _joined_over_pages(before: list[Passage], block: list[Passage]) -> list[Passage]:
    """Join a paragraph that a page break cut in the middle of a sentence, blank lines and all."""
    if before and block and not block[0].bullet and not before[-1].underlined:
        last, first = before[-1], block[0]
        if len(last.text) > 80 and re.search(r"[\w,]$", last.text) and first.text[0].islower():
            before[-1] = replace(last, text=f"{last.text} {first.text}", alone=False)
            return block[1:]
    return block


def _glued(left: str, right: str, habits: _Habits) -> str:
    """Return two halves as one line; a hyphen at the break stays unless it was put there to cut a word."""
    cut = re.search(r"([^\W\d_]+)-$", left)
    if not cut:
        return f"{left} {fold(right)}"
    second = re.split(r"[^\w-]", right, maxsplit=1)[0]
    return (left[:-1] if _is_cut(cut[1], second, habits) else left) + fold(right)


def _is_cut(first: str, second: str, habits: _Habits) -> bool:
    """Tell whether a word was cut, not a compound broken at its own hyphen (``porte-`` ``parole``)."""
    if f"{first}-{second}" in habits.words or not second[:1].islower():
        return False
    if first + second in habits.words:
        return True
    return habits.typeset and first.lower() not in _KEPT_HYPHEN_AFTER and not _KEPT_HYPHEN_BEFORE.match(second)
