"""What stands among an article's lines but is not the article: the same words in text files, web pages and feeds.

The words themselves are in ``furniture.tsv``.

Each pattern must fit a whole paragraph, because a sentence of an article may well hold “partager” or “photo”.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from msgspec.structs import replace

from audionews.articles.cleaning import fold
from audionews.articles.draft import Block, BlockKind
from audionews.articles.tables import rows
from audionews.expressions import expression

_LONGEST_TITLE = 140
_SIGNS = " >→▶►•*–—-([👉🔴🎧📷📸➡\ufe0f⏩"
"""What may stand before the words of a line."""
LONGEST = 260
"""Characters: furniture is short, and a paragraph beyond this is never dropped."""


_IS_NETWORK = expression(
    r"facebook|twitter|x|linkedin|whatsapp|instagram|bluesky|mastodon|telegram|threads|messenger|pinterest|e-?mail",
    re.IGNORECASE,
)
_CONTACTS = expression(
    r"(?:vos |nos )?(?:contacts?|relations?|service de)(?: de)? (?:la )?(?:presse|médias?)\b(?:.{0,80}|[^.]{0,30}:.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT = expression(r"[ÀA] propos (?:de |du |des |d['’])[^.]{2,80}", re.IGNORECASE)
_LONGEST_CONTACTS = 8
"""Blocks."""

_TEASER_END = expression(
    r"\s*(?:\[(?:…|\.{3})\]|(?:…|\.{3})\s*(?:lire la suite|lire plus|read more|continuer la lecture)\b.{0,40}"
    r"|\(?\s*lire la suite\s*[)»>→…]*)\s*$",
    re.IGNORECASE,
)
_LABEL = expression(r"^(?:l['’]essentiel|en bref|l['’]info en bref)\s*:?\s+(?=(?-i:[A-ZÀ-Þ«]))", re.IGNORECASE)
_MENTION = expression(
    r"\s*[(\[]\s*(?:à )?(?:re)?(?:lire|voir|écouter) "
    r"(?:aussi|également|notre|nos|ci-contre|ci-dessous|page|en page|par ailleurs|p\.)\b[^()\[\]]{0,200}[)\]]",
    re.IGNORECASE,
)


class _Rows(NamedTuple):
    """Rows of the table that begin alike.

    Attributes:
        begins: How: small, without signs before it; an empty one is every line's.
        fits: What fits one of them.
    """

    begins: tuple[str, ...]
    fits: re.Pattern[str]


def table() -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the beginnings and the pattern of each row."""
    names: dict[str, str] = {}
    begins = ""
    for kind, row in rows("furniture.tsv"):
        pattern = row
        for name, text in names.items():
            pattern = pattern.replace(name, text)
        if kind.startswith("{"):
            names[kind] = pattern
        elif kind == "begins":
            begins = row
        else:
            yield kind, begins, f"(?:{pattern})"


@cache
def _grouped(*kinds: str, end: str = "") -> tuple[_Rows, ...]:
    groups: dict[str, list[str]] = {}
    for kind, begins, pattern in table():
        if kind in kinds:
            groups.setdefault(begins, []).append(pattern)
    return tuple(
        _Rows(tuple(begins.split("|")), expression(f"(?:{'|'.join(patterns)}){end}", re.IGNORECASE | re.DOTALL))
        for begins, patterns in groups.items()
    )


def _fits(text: str, groups: Iterable[_Rows]) -> bool:
    words = text.lower().lstrip(_SIGNS)
    return any(words.startswith(group.begins) and group.fits.fullmatch(text) for group in groups)


def is_furniture(text: str) -> bool:
    """Tell whether a whole paragraph is none of the article's.

    >>> is_furniture("Lire aussi : Le retour des loutres"), is_furniture("Partager son pain, dit-elle, est un art.")
    (True, False)
    """
    text = _plain(text)
    return len(text) <= LONGEST and _fits(text, _grouped("opens", "line"))


def opens_furniture(text: str) -> bool:
    """Tell whether a line announces other articles: what follows goes too, as long as it looks like titles."""
    return len(text) <= LONGEST and _fits(_plain(text), _grouped("opens", end=" ?[:…]?"))


def _plain(text: str) -> str:
    return fold(text).replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").strip("*_ ")


def is_teaser(text: str) -> bool:
    """Tell whether a text ends as a teaser does: ``[…]``, “Lire la suite”."""
    return _TEASER_END.search(fold(text)) is not None


def without_furniture(blocks: Iterable[Block], title: str, *, repeats: bool = True) -> tuple[Block, ...]:
    """Return the blocks that are the article's: no furniture, no second title.

    Args:
        blocks: All there are.
        title: The article's.
        repeats: Whether a paragraph may be there twice; pages show the same words in several places.
    """
    kept: list[Block] = []
    seen = set[str]()
    for block in _without_other_articles(_without_networks(_without_contacts(tuple(blocks)))):
        again = _is_title_again(block, kept, title) or (not repeats and _is_again(block, seen))
        if not (again or is_furniture(block.text)):
            kept.append(replace(block, text=without_mentions(block.text)))
    return _without_pulled_quotes(kept if repeats else _without_openings(kept))


def _without_contacts(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks of a press release without whom to ring, at its end, and who has sent it, above that."""
    start = max(len(blocks) - _LONGEST_CONTACTS, 1)
    end = next((index for index in range(start, len(blocks)) if _CONTACTS.match(blocks[index].text)), None)
    if end is None:
        return blocks
    about = (index for index in range(max(end - _LONGEST_CONTACTS, 1), end) if _ABOUT.fullmatch(blocks[index].text))
    return blocks[: next(about, end)]


def _without_networks(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks without two or more names of networks in a row; a lone one may be a heading."""
    are = [False, *(_IS_NETWORK.fullmatch(_plain(block.text)) is not None for block in blocks), False]
    return [
        block
        for block, before, own, after in zip(blocks, are, are[1:], are[2:], strict=False)
        if not (own and (before or after))
    ]


def comparable(text: str) -> str:
    """Return a text's letters and digits alone, in lower case: equal where only typography differs."""
    return "".join(filter(str.isalnum, text.casefold()))


def _without_other_articles(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield what is left without lists of other articles: what announces one, and the entries or titles after it."""
    after: BlockKind | None = None
    inside = False
    for block, following in zip_longest(blocks, blocks[1:]):
        if opens_furniture(block.text):
            inside, after = True, None
            continue
        inside = inside and (after is None or block.kind == after) and _may_be_a_title(block, following)
        after = block.kind
        if not inside:
            yield block


def _may_be_a_title(block: Block, following: Block | None) -> bool:
    """Tell whether a block may be another article's title; a heading with a paragraph under it is the article's own."""
    if block.kind == "item":
        return True
    short = len(block.text) <= _LONGEST_TITLE and not block.text.endswith((".", ";"))
    return short and not (block.kind == "heading" and following and len(following.text) > _LONGEST_TITLE)


def _is_title_again(block: Block, kept: Sequence[Block], title: str) -> bool:
    return (not kept or block.kind == "heading") and comparable(block.text) == comparable(title)


def _is_again(block: Block, seen: set[str]) -> bool:
    """Tell whether these words were there before; short ones may be said twice (“Oui.”, “Non.”)."""
    key = comparable(block.text)
    if key in seen and len(key) > 40:
        return True
    seen.add(key)
    return False


def _without_openings(blocks: Sequence[Block]) -> list[Block]:
    """Drop a paragraph that the next one begins with: a lead that was cut from the text."""
    return [
        block
        for block, after in zip_longest(blocks, blocks[1:])
        if not (after and after.kind == block.kind == "body" and _opens(comparable(block.text), comparable(after.text)))
    ]


def _opens(lead: str, text: str) -> bool:
    return len(lead) > 40 and text.startswith(lead)


def without_mentions(text: str) -> str:
    """Return a paragraph without its label (``L'essentiel``) or what sends its reader elsewhere (``(lire page 3)``)."""
    return _LABEL.sub("", _TEASER_END.sub("", _MENTION.sub("", text))) if len(text) > 20 else text


def _without_pulled_quotes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Drop a quotation whose words a paragraph of the body says as well: a designer pulled it out."""
    body = " ".join(comparable(block.text) for block in blocks if block.kind in {"body", "item"})
    return tuple(block for block in blocks if not (block.kind == "quote" and _is_in(comparable(block.text), body)))


def _is_in(quote: str, body: str) -> bool:
    return len(quote) > 10 and quote in body
