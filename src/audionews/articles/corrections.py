"""Corrections that newspapers print above or under an article, whatever the format it comes in.

They are told apart by their label, so that they are heard once, before the article, and are shown wherever it is.
An update (“Mise à jour : …”) is news, not an error owned up to: it stays where it stands.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from audionews.articles.cleaning import clean, fold
from audionews.articles.draft import Block, Draft
from audionews.articles.furniture import comparable
from audionews.expressions import expression

_NAMES = "erratum|errata|correctifs?|corrections?|rectificatifs?|rectifications?"
_LABEL = expression(
    rf"\W*(?:{_NAMES})(?:[ ,]+(?:publiée? )?(?:le|du) (?P<day>[^:;.]{{3,40}}?))?\W*?\s*[:—–]\s*(?=\S)", re.IGNORECASE
)
_HEADING = expression(r"\W*(?:erratum|errata|correctifs?|rectificatifs?)\W*", re.IGNORECASE)
_NEAR = 3
"""Paragraphs from the beginning or the end of an article in which a label is one; further in, it may be a title."""


def corrected(draft: Draft) -> Draft:
    """Return a draft whose corrections stand apart from its text; what the source itself names one comes first.

    >>> draft = Draft(blocks=(Block("body", "Le pont rouvre."), Block("body", "Erratum : il coûte 1 M€.")))
    >>> corrected(draft).correction
    'il coûte 1 M€.'
    """
    blocks = draft.blocks
    last = next((index for index, block in enumerate(blocks) if _is_heading_of_one(blocks, index)), len(blocks))
    under = [fold(clean(block.text)) for block in blocks[last + 1 :]]
    kept: list[Block] = []
    notes: list[str] = []
    for index, block in enumerate(blocks[:last]):
        note = _note(block) if min(index, last - 1 - index) < _NEAR else None
        if note is None:
            kept.append(block)
        else:
            notes.append(note)
    found = [note for note in [*notes, *under] if note]
    if not found or not any(block.kind != "heading" for block in kept):
        return draft
    known = draft.correction or ""
    news = [note for note in found if comparable(note) not in comparable(known)]
    return replace(draft, blocks=tuple(kept), correction=" ".join(filter(None, [known, *news])))


def _is_heading_of_one(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a heading says that all that follows, to the end, is a correction."""
    if blocks[index].kind != "heading" or not _HEADING.fullmatch(blocks[index].text):
        return False
    return all(block.kind != "heading" for block in blocks[index + 1 :])


def _note(block: Block) -> str | None:
    text = fold(clean(block.text))
    label = _LABEL.match(text) if block.kind in {"body", "quote"} else None
    if label is None:
        return None
    note = text[label.end() :].rstrip("*_ ")
    return f"{label['day'].strip()} : {note}" if label["day"] else note
