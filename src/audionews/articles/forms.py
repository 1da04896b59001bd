"""Blocks and how they were set, as trees, Markdown and feeds give them: which bold lines are headings, which links go.

What reads markup is elsewhere: a text file has rows and blocks as well, and loads no parser for them.
"""

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from audionews.articles.cleaning import fold
from audionews.articles.draft import Block
from audionews.expressions import expression

_LEAST_QUESTIONS = 2
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_HAS_POWERS = expression(r"(?:\b[kcdhmµ]?m|\d|\b[a-zA-Z])\s?$")
"""A unit, a figure or a letter; a figure raised after anything else is a note's."""


class Form(Struct, frozen=True):
    """A block and how it was set.

    Attributes:
        bold: Whether all of it is.
        linked: Share of its letters that are in links, 0–1.
        marked: Whether the page's author names it a heading, by tag or class.
        level: Of a heading, 1 to 6 where that is known.
    """

    block: Block
    bold: bool
    linked: float
    marked: bool = False
    level: int = 0


def settled(found: Iterable[Form]) -> list[Block]:
    """Return the blocks: bold lines above text are headings, and lines that are nothing but a link are gone."""
    kept = [form for form in found if not _is_only_a_link(form)]
    interview = sum(form.bold and form.block.text.endswith("?") for form in kept) >= _LEAST_QUESTIONS
    blocks: list[Block] = []
    for index, form in enumerate(kept):
        following = kept[index + 1] if index + 1 < len(kept) else None
        if _is_bold_heading(form, following, first=not blocks, interview=interview):
            blocks.append(replace(form.block, kind="heading"))
        else:
            blocks.append(form.block)
    return blocks


def _is_only_a_link(form: Form) -> bool:
    text = form.block.text
    if form.marked or form.block.kind == "quote" or (text.endswith((".", "?”", "»")) and form.linked < 1):
        return False
    invites = re.match(
        r"\W*(?:à )?(?:re)?(?:lire|voir|écoute[rz]|retrouve[rz]|regarde[rz]|découvr)", text, re.IGNORECASE
    )
    return len(text) <= 250 and form.linked > (0.5 if invites else 0.95)


def _is_bold_heading(form: Form, following: Form | None, *, first: bool, interview: bool) -> bool:
    """Tell a bold line above a paragraph; a bold paragraph at the very start is the lead, further down it may ask."""
    text = form.block.text
    if (
        not form.bold
        or form.block.kind != "body"
        or following is None
        or following.bold
        or following.block.kind == "heading"
    ):
        return False
    if text.endswith("?") or (interview and not first and text.endswith(("…", "."))):
        return len(text) <= 300
    return not first and len(text) <= 120 and not text.endswith((".", ";", ",", "…", "»", ":"))


def raised(text: str, before: str) -> str:
    """Return a raised text in characters of its own kind, nothing where it sends to a note.

    >>> raised("2", "12 km"), raised("1", "il dort."), raised("er", "1")
    ('²', '', 'er')
    """
    text = fold(text)
    if re.fullmatch(r"[\[(].*[\])]|\*+", text):
        return ""
    if not re.fullmatch(r"[+-]?\d{1,2}", text):
        return text
    return text.translate(_RAISED) if _HAS_POWERS.search(before) else ""


def row_text(cells: Iterable[str]) -> str:
    """Return a row as it is read: ``Valmorin : 1 200, 3 €``; without a first cell, as above columns, ``2024, 2025``."""
    first, *others = cells
    told = ", ".join(filter(None, others))
    return f"{first} : {told}" if first and told else first or told
