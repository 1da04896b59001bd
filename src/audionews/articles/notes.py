"""Notes under a plain text, and the numbers that send readers to them: neither is read aloud in any format."""

import re
from collections.abc import Sequence
from itertools import takewhile

from msgspec.structs import replace

from audionews.articles.cleaning import fold
from audionews.articles.lines import Passage
from audionews.expressions import expression

_NOTE = expression(r"(?P<mark>\[\d{1,2}\]|\(\d{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹])\s?(?=[^\W\d_])")


def without_notes(found: Sequence[Passage]) -> list[Passage]:
    """Return the passages without the notes at the end, where the text above refers to each (``l’Orbelle[1]``)."""
    notes = list(takewhile(bool, (_NOTE.match(passage.text) for passage in reversed(found))))
    body = found[: len(found) - len(notes)]
    references = [_reference(mark) for mark in dict.fromkeys(note["mark"] for note in notes if note)]
    if not references or not all(any(map(each.search, _texts(body))) for each in references):
        return list(found)
    return [replace(passage, text=_without(references, passage.text)) for passage in body]


def _texts(found: Sequence[Passage]) -> list[str]:
    return [passage.text for passage in found]


def _without(references: Sequence[re.Pattern[str]], text: str) -> str:
    for reference in references:
        text = reference.sub("", text)
    return fold(text)


def _reference(mark: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[^\s(\[m])[ \u00a0\u202f]?{re.escape(mark)}")
