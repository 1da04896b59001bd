"""A tree of markup → blocks: which words stand together, as a heading, a quotation, an entry of a list or a paragraph.

The tree has been pruned before; here nothing is judged but form.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec.structs import replace

from audionews.articles.cleaning import fold
from audionews.articles.dom import Node
from audionews.articles.draft import Block, BlockKind
from audionews.articles.forms import Form, raised, row_text
from audionews.articles.names import named
from audionews.expressions import expression

INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb s samp small
    span strike strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905 - words are read more easily so
)
_BOLD = frozenset({"b", "strong"})
_DELETED = frozenset({"del", "s", "strike", "rt", "rp"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD_ON, _BOLD_OFF, _LINK_ON, _LINK_OFF, _BREAK = "\ue000\ue001\ue002\ue003\ue004"
"""Marks among the words; private characters, which cleaning has taken out of the text itself."""

_MARKS = expression("[\ue000-\ue004]")
_RUNS = expression("[ \t\n]+")
_ASKED = expression(
    rf"\s*{_BOLD_ON}(?P<question>[^{_BOLD_ON}{_BOLD_OFF}]*\?\s*){_BOLD_OFF}(?P<answer>\W*[A-ZÀ-Þ0-9].*)", re.DOTALL
)
"""A bold question with its answer behind it, in one paragraph."""

_HOUR = expression(r"\d{1,2}\s?[h:]\s?\d{2}")
_LONGEST_HEADING = 200
_LONGEST_CREDIT = 80
_CREDITS = expression(
    r"\s*(?:par|publiée?|mise? à jour|modifiée?|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) \d\d?)\b",
    re.IGNORECASE,
)
"""How lines of credits begin, which line breaks may part."""

_SHORT_CODES = expression(
    r"\[caption\b[^\]]*\].*?\[/caption\]"
    r"|\[/?(?:gallery|embed|video|audio|playlist|toc|vc_\w+|et_pb_\w+|su_\w+|wpforms|contact-form[\w-]*)\b[^\]]*\]",
    re.IGNORECASE,
)
"""WordPress's, left in texts by what exports them."""


def forms(root: Node) -> list[Form]:
    """Return what is written in a tree, in order of reading."""
    walk = _Walk()
    walk.within(root, "body")
    walk.flush("body")
    return list(_timed(walk.found))


def _timed(found: Sequence[Form]) -> Iterator[Form]:
    """Yield the forms, the hour of each entry of a live report within the heading under it."""
    hour = ""
    for form, following in zip_longest(found, found[1:]):
        if following and following.marked and not form.marked and _HOUR.fullmatch(form.block.text):
            hour = f"{form.block.text} – "
        else:
            yield replace(form, block=replace(form.block, text=hour + form.block.text)) if hour else form
            hour = ""


class _Walk:
    """One way through a tree; words gather until something begins a new block."""

    def __init__(self) -> None:
        self.found: list[Form] = []
        self._words: list[str] = []

    def within(self, node: Node, kind: BlockKind) -> None:
        for before, child in zip([None, *node.children], node.children, strict=False):
            if isinstance(before, Node) and isinstance(child, Node) and self._runs_into(child):
                self._words.append(" ")
            if isinstance(child, str):
                self._words.append(child.replace("\n", " "))
            elif child.tag == "br":
                self._words.append(_BREAK)
            elif child.tag in INLINE:
                self._inline(child, kind)
            elif child.tag == "table" and (rows := _rows(child)):
                self.flush(kind)
                self.found += [Form(Block("item", row), bold=False, linked=0.0) for row in rows]
            else:
                self._block(child, kind)

    def _runs_into(self, node: Node) -> bool:
        """Tell whether only style keeps an element's words from those before it (``23:10Premier éclat``)."""
        said, more = _MARKS.sub("", "".join(self._words[-3:])), node.text(40)
        return (said[-1:].islower() or said[-1:].isdigit()) and more[:1].isupper()

    def _inline(self, node: Node, kind: BlockKind) -> None:
        if node.tag in _DELETED:
            return
        if node.tag == "sup":
            self._words.append(_raised(node, "".join(self._words[-2:])))
            return
        before, after = _around(node)
        self._words.append(before)
        self.within(node, kind)
        self._words.append(after)

    def _block(self, node: Node, kind: BlockKind) -> None:
        self.flush(kind)
        inner = _kind(node, kind)
        if inner == "heading" and any(child.tag in {"p", "div", "ul"} for child in node.elements):
            inner = kind  # a heading around paragraphs is a mistake of markup
        self.within(node, inner)
        self.flush(inner)

    def flush(self, kind: BlockKind) -> None:
        """End the block: what gathered becomes one or, where two line breaks stand, more."""
        words, self._words = _RUNS.sub(" ", _SHORT_CODES.sub("", "".join(self._words))), []
        if words.strip():
            for piece in _pieces(words, kind):
                self.found += _formed(piece, kind)
        # a bold or linked stretch that goes on over the end of a block goes on in the next
        for on, off in ((_BOLD_ON, _BOLD_OFF), (_LINK_ON, _LINK_OFF)):
            if words.count(on) > words.count(off):
                self._words.append(on)


def _kind(node: Node, kind: BlockKind) -> BlockKind:
    if node.tag == "summary" and kind == "body" and not fold(node.text()).endswith("."):
        return "heading"
    if node.tag in _HEADINGS:
        return kind if named(node, "chapo") or kind == "quote" else "heading"
    if node.tag == "blockquote":
        return "quote"
    if node.tag in {"li", "dt", "dd"}:
        if kind == "quote" or any(child.tag in _HEADINGS for child in node.elements):
            return kind  # an entry with a heading of its own is a section, as in a live report
        return "item"
    if node.tag in {"p", "div"} and kind == "body" and named(node, "heading") and len(node.text()) <= _LONGEST_HEADING:
        return "heading"
    return kind


def _around(node: Node) -> tuple[str, str]:
    """Return the marks before and after an inline element's words."""
    if node.tag in _BOLD or (node.tag == "span" and re.search(r"font-weight:\s*(?:bold|[6-9]00)", node.get("style"))):
        return _BOLD_ON, _BOLD_OFF
    if node.tag == "span" and named(node, "heading"):
        return _BREAK * 2 + _BOLD_ON, _BOLD_OFF + _BREAK * 2
    if node.tag == "a" and node.get("href"):
        return _LINK_ON, _LINK_OFF
    if node.tag == "q":
        return "«\u00a0", "\u00a0»"
    return "", ""


def _raised(node: Node, before: str) -> str:
    """Return what is raised: ``m²``, ``1er``; a reference to a note is not said."""
    refers = any(child.get("href").startswith("#") for child in node.all("a"))
    return "" if refers else raised(node.text(), _MARKS.sub("", before))


def _pieces(words: str, kind: BlockKind) -> Iterator[str]:
    """Split where line breaks make paragraphs: two in a row, beside a bold line, after a long line with a full stop."""
    lines: list[str] = []
    marks = ""
    for line in words.split(_BREAK):
        if not _bare(line):
            marks += line.strip()
            yield " ".join(lines)
            lines = []
            continue
        if lines and kind == "body" and _ends_paragraph(lines[-1], line):
            yield " ".join(lines)
            lines = []
        lines.append(marks + line)
        marks = ""
    yield " ".join(lines)


def _ends_paragraph(before: str, after: str) -> bool:
    plain = _bare(before)
    if _is_bold(before) != _is_bold(after) and (plain.endswith("?") or _is_bold(before) or _is_bold(after)):
        return True
    if re.match(r"\s*[-•–—*]\s", _MARKS.sub("", after)):
        return True
    if _CREDITS.match(_MARKS.sub("", after)) and len(plain) <= _LONGEST_CREDIT and plain[-1:].isalnum():
        return True
    return len(plain) > 80 and re.search(r"[.!?…»]$", plain) is not None


def _formed(piece: str, kind: BlockKind) -> Iterator[Form]:
    text = _bare(piece)
    if not text:
        return
    if kind == "body" and (asked := _ASKED.fullmatch(piece)):
        yield Form(Block(kind, _bare(asked["question"])), bold=True, linked=0.0)
        piece, text = asked["answer"], _bare(asked["answer"])
    bullet = re.match(r"(?:[-•·▪◦‣*]|\d{1,2}\s?[.)])\s+(?=\S)", text) if kind == "body" else None
    if bullet and not text[0].isdigit():
        text, kind = text[bullet.end() :], "item"
    if kind == "heading" and len(text) > _LONGEST_HEADING and not text.endswith("?"):
        kind = "body"
    letters = _letters(text)
    linked = sum(_letters(_MARKS.sub("", part)) for part in re.findall(rf"{_LINK_ON}([^{_LINK_OFF}]*)", piece))
    yield Form(Block(kind, text), _is_bold(piece), linked / max(letters, 1), marked=kind == "heading")


def _is_bold(piece: str) -> bool:
    """Tell whether every letter is bold; stretches may begin before the piece or end after it."""
    starts_bold = _BOLD_OFF in piece and _BOLD_ON not in piece.split(_BOLD_OFF, 1)[0]
    marked = (_BOLD_ON if starts_bold else "") + piece
    plain = re.sub(rf"{_BOLD_ON}[^{_BOLD_OFF}]*", "", marked)
    return _BOLD_ON in marked and _letters(_MARKS.sub("", plain)) == 0


def _bare(piece: str) -> str:
    return fold(_MARKS.sub("", piece))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _rows(table: Node) -> list[str]:
    """Return a table's rows as lines of text; none when the table only lays out a page."""
    rows = [[fold(cell.text()) for cell in row.elements if cell.tag in {"td", "th"}] for row in table.all("tr")]
    cells = [cell for row in rows for cell in row if cell]
    lays_out = any(table.all("p", "h1", "h2", "h3", "ul", "blockquote")) or sum(map(len, cells)) > 120 * len(cells)
    if lays_out or max(map(len, rows), default=0) < 2:
        return []
    return [row_text(row) for row in rows if any(row)]
