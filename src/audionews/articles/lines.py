"""Lines of a text file → passages: what one paragraph, heading or entry of a list is, however its lines were broken.

Three habits are met: a paragraph a line; lines broken at a width (mail programs, terminals); and no blank lines at
all.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, zip_longest

from msgspec import Struct
from msgspec.structs import replace

from audionews.articles.cleaning import fold
from audionews.articles.forms import row_text
from audionews.expressions import expression

_BULLET = expression(r"(?:[-*•‣◦▪■●·–—+]|\d{1,2}\s?[.)°]|\(?[a-z]\))\s+(?=\S)")
_RULE = expression(r"[-–—*_=~#•·.\s]*[-–—*_=~#•·.]{3,}[-–—*_=~#•·.\s]*|[*#]\s*")
_UNDERLINE = expression(r"={3,}|-{3,}|~{3,}")
_TERMINAL = expression(r"[.!?…:;»”\"][)\]]*$")
_VALUE = expression(r"[A-ZÀ-Þ][^:.!?«»]{1,40}\s?:\s\S")
_OPEN_BYLINE = expression(r"(?:par|de) (?:notre|nos) .{1,60},", re.IGNORECASE)
_BRACKETED = expression(r"\([^()]+\) [a-zà-ÿ]")
_CUT = expression(r"(?<![^\W\d_])([^\W\d_]{1,30})-$")
_VERSE_END = expression(r"[.!?…][»”\")]*$")
_LONGEST_VERSE = 70
_LEAST_VERSES = 3
_LONGEST_UNDERLINED = 120
_LONGEST_CUT = 5_000
_WIDEST = 132
"""Columns: no program breaks lines beyond this, and no paragraph is one line within it."""
_KEPT_HYPHEN_AFTER = frozenset(
    """
    après arrière avant contre demi semi non sous vice porte grand grande haut bas nord sud est ouest outre
    passe peut petit petite presque quasi rendez saint sainte sans tire tout ultra vis celui celle ceux celles
    quelques lui elle eux moi toi soi nous vous dix vingt trente quarante cinquante cent soixante quatre franco
    dit chauve garde gratte couvre
    """.split()  # noqa: SIM905 - words are read more easily so
)
_KEPT_HYPHEN_BEFORE = expression(
    r"(?:t-)?(?:ils?|elles?|là|moi|toi|nous|vous|mêmes?|parole|midi|chef|major|général|dessus|dessous|dehors|delà|être)\b",
    re.IGNORECASE,
)
_HEAD_LINES = 12
"""Lines of a file among which its title, date and author are: there no line is joined to one that stands for itself."""


class Passage(Struct, frozen=True):
    """What stands together.

    Attributes:
        text: On one line, without bullet.
        bullet: The mark of a list entry, else empty.
        underlined: Whether a row of ``=`` or ``-`` stood under it.
    """

    text: str
    bullet: str = ""
    underlined: bool = False


def passages(text: str, stands_alone: Callable[[str], bool]) -> tuple[Passage, ...]:
    """Return what stands in a clean text, in order; rows of stars and dashes are left out.

    Args:
        text: Line feeds only.
        stands_alone: Tells a line that is never part of a paragraph, such as a date; asked about the first lines only.
    """
    lines = [line.strip() for line in _with_rows(text.split("\n"))]
    head = [line for line in lines if line][:_HEAD_LINES]
    alone = frozenset(line for line in head if stands_alone(line))
    habits = _Habits(_width(lines), alone, frozenset(re.findall(r"\w+(?:-\w+)*", text)), _is_typeset(lines))
    found: list[Passage] = []
    for block in _blocks(lines):
        found += _joined_over_pages(found, list(_in_block(block, habits)))
    return tuple(found)


def _with_rows(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines without tabs: where they part the cells of several lines alike, those are the rows of a table."""
    cells = [[fold(cell) for cell in line.strip().split("\t")] for line in lines]
    wide = [0, *(0 if _BULLET.match(f"{row[0]} x") else len(row) for row in cells), 0]
    for line, row, before, width, after in zip(lines, cells, wide, wide[1:], wide[2:], strict=False):
        is_row = width > 1 and width in {before, after}
        yield f"• {row_text(row)}" if is_row and any(row) else line.expandtabs(4)


class _Habits(Struct, frozen=True):
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
    pairs = [(a, b) for a, b in pairwise(lines) if a and b and not _BULLET.match(b)]
    inner = [(a, b) for a, b in pairs if len(a) >= 30]
    if not inner:
        return None
    width = max(len(a) for a, _ in inner)
    if width < 40 or (len(inner) < 3 and width < 55):
        return None
    full = [a for a, b in inner if _is_full(a, b, width)]
    ended = sum(_TERMINAL.search(line) is not None for line in full)
    return width if width <= _WIDEST and 2 * len(full) >= len(inner) and 2 * ended < len(full) else None


def _is_full(line: str, following: str, width: int) -> bool:
    """Tell whether the next line's first word would not have fitted; eight columns of tolerance for ragged breaking."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width - 8


def _in_block(block: Sequence[str], habits: _Habits) -> Iterator[Passage]:
    if _is_stanza(block, habits):
        yield _passage(block, habits)
        return
    group: list[str] = []
    for line, following in zip_longest(block, block[1:]):
        if len(group) == 1 and _UNDERLINE.fullmatch(line) and len(group[0]) <= _LONGEST_UNDERLINED:
            yield replace(_passage(group, habits), underlined=True)
            group = []
        elif _RULE.fullmatch(line) or (group and not _goes_on(group, line, following, habits)):
            if group:
                yield _passage(group, habits)
            group = [] if _RULE.fullmatch(line) else [line]
        else:
            group.append(line)
    if group:
        yield _passage(group, habits)


def _is_stanza(block: Sequence[str], habits: _Habits) -> bool:
    """Tell verse, whose short lines often end in a comma: its sentences run over the ends of lines."""
    *before, last = block
    commas = sum(line.endswith((",", ";")) for line in before)
    return (
        len(block) >= _LEAST_VERSES
        and 3 * commas >= len(block)
        and _VERSE_END.search(last) is not None
        and habits.alone.isdisjoint(block)
        and all(len(line) <= _LONGEST_VERSE and not _BULLET.match(line) for line in block)
    )


def _goes_on(group: Sequence[str], line: str, following: str | None, habits: _Habits) -> bool:
    """Tell whether a line carries on the passage that some lines before it make, no blank line between them."""
    first, last = group[0], group[-1]
    if not habits.alone.isdisjoint((last, line)) or _stands_out(last, line, following, habits.width):
        return False
    full = habits.width is not None and len(last) >= 20 and _is_full(last, line, habits.width)
    if mark := _BULLET.match(line):  # in broken lines a dash or a number may come to stand first
        return full and not (_BULLET.match(first) or _TERMINAL.search(last) or mark.group().startswith(("•", "*")))
    if _OPEN_BYLINE.fullmatch(last):
        return True
    if _VALUE.match(first) and _VALUE.match(line):  # ``Pour Mauzac : …`` under ``Pour Rouvray : …``
        return False
    if first.startswith("«") and len(group) < 4 and "".join(group).count("«") > "".join(group).count("»"):
        return not line.startswith("«")
    return full or ((line[0].islower() or bool(_BRACKETED.match(line))) and not _TERMINAL.search(last))


def _stands_out(last: str, line: str, following: str | None, width: int | None) -> bool:
    """Tell a heading among broken lines: after the end of a sentence, short though more follows, and ending none."""
    if width is None or following is None or not _TERMINAL.search(last) or _is_full(line, following, width):
        return False
    return line[0].isupper() and (line.endswith("?") or not re.search(r"[.!…;,»”]$", line))


def _passage(group: Sequence[str], habits: _Habits) -> Passage:
    """Return lines as one; a hyphen at a break stays unless it was put there to cut a word."""
    bullet = _BULLET.match(group[0])
    parts = [group[0][bullet.end() :] if bullet else group[0]]
    for before, line in pairwise(group):
        cut = _CUT.search(before)
        if cut and _is_cut(cut[1], re.split(r"[^\w-]", line, maxsplit=1)[0], habits):
            parts[-1] = parts[-1][:-1]
        parts += [line] if cut else [" ", line]
    return Passage(fold("".join(parts)), fold(bullet.group()) if bullet else "")


def _is_cut(first: str, second: str, habits: _Habits) -> bool:
    """Tell whether a word was cut, not a compound broken at its own hyphen (``porte-`` ``parole``)."""
    if f"{first}-{second}" in habits.words or not second[:1].islower():
        return False
    if first + second in habits.words:
        return True
    return habits.typeset and first.lower() not in _KEPT_HYPHEN_AFTER and not _KEPT_HYPHEN_BEFORE.match(second)


def _joined_over_pages(before: list[Passage], block: list[Passage]) -> list[Passage]:
    """Join a paragraph that a page break cut in the middle of a sentence, blank lines and all."""
    if before and block and not block[0].bullet and not before[-1].underlined:
        last, first = before[-1].text, block[0].text
        if 80 < len(last) < _LONGEST_CUT and (last[-1].isalpha() or last[-1] == ",") and first[0].islower():
            before[-1] = replace(before[-1], text=f"{last} {first}")
            return block[1:]
    return block
