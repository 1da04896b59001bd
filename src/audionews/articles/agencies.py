"""What news agencies put around their texts: the slug above, the dateline before the first sentence.

``PARIS, 18 nov 2025 (AFP) - Le pont…`` says where from, when and by whom; nobody reads it aloud.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from msgspec.structs import replace

from audionews.articles.cleaning import clean, fold
from audionews.articles.dates import date_within
from audionews.articles.draft import Block, Draft
from audionews.articles.lines import Passage
from audionews.expressions import expression

_FIRST = 3
"""Blocks among which the dateline is: a lead and a heading may stand above it."""

_NAMES = r"AFP|Agence France-Presse|Reuters|Belga|ATS|Keystone-ATS|AP|La Presse Canadienne|APM|AEF"


_PLACE = r"[A-ZÀ-Þ][\w’'-]*+(?:(?: (?:de|du|des|la|les?|sur|en)){0,2}[ /][A-ZÀ-Þ][\w’'-]*+){0,4}"
"""Words are taken whole: or a line of one endless word is looked through again from each of its letters."""
_DAY = r"(?:le )?(?:\w+ )?\d{1,2}(?:er)? [^\W\d_]{3,9}\.?(?: \d{4})?"
_DATELINE = expression(
    rf"(?:{_PLACE}(?: \([^()]{{2,40}}\))?)?,? ?(?P<day>{_DAY})?,? ?[(\[](?P<agency>{_NAMES})[)\]]"
    r"(?: ?[-–—:] ?(?=[«“\"A-ZÀ-Þ0-9])| ?[-–—:]?$)"
)
_SLUG = expression(r"[A-Z]{3}\d{3,4} [A-Z0-9 /.-]+|[^\W\d_]{3,}(?:-[^\W\d_]{3,}){2,}")
"""What only a desk's program reads: ``FRA0432 4 GI 0389 FRA /AFP-XK41``, ``Énergie-nucléaire-industrie``."""


def begins_with_dateline(text: str) -> bool:
    """Tell whether a text begins as agencies' texts do, so that it is no title."""
    return _DATELINE.match(text) is not None


def without_slugs(found: Sequence[Passage]) -> list[Passage]:
    """Return the passages without the slugs that stand above a title; a lone first line is the title."""
    first = next((index for index, each in enumerate(found[:-2]) if not _SLUG.fullmatch(each.text)), 0)
    return list(found[first:])


def without_dateline(draft: Draft, zone: tzinfo, near: datetime) -> Draft:
    """Return a draft whose first sentence begins with its words; what stood before them is believed where missing.

    >>> from datetime import UTC
    >>> draft = Draft(blocks=(Block("body", "PARIS (AFP) - Le pont rouvre."),))
    >>> found = without_dateline(draft, UTC, datetime(2025, 9, 1, tzinfo=UTC))
    >>> found.blocks[0].text, found.authors
    ('Le pont rouvre.', ('AFP',))
    """
    for index, block in enumerate(draft.blocks[:_FIRST]):
        text = fold(clean(block.text))
        line = _DATELINE.match(text) if block.kind in {"body", "heading"} else None
        if line:
            rest = text[line.end() :]
            blocks = (*draft.blocks[:index], *([Block("body", rest)] if rest else []), *draft.blocks[index + 1 :])
            published = draft.published or date_within(line["day"] or "", zone, near=near)
            return replace(draft, blocks=blocks, authors=draft.authors or (line["agency"],), published=published)
    return draft
