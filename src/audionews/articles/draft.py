"""What a reader of one format found, before it is known to be an article."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Literal

from msgspec import Struct

from audionews.articles.cleaning import clean, fold, unquoted
from audionews.articles.rubriques import rubrique_before
from audionews.domain import Article, Paragraph, ParagraphKind, Section
from audionews.errors import ArticleError

BlockKind = Literal["heading", "body", "quote", "item"]


class Block(Struct, frozen=True):
    """A heading, a paragraph, a quotation or an entry of a list, in the order of reading.

    Attributes:
        image: Of a heading: URL or path of the first picture under it.
    """

    kind: BlockKind
    text: str
    image: str | None = None


class Draft(Struct, frozen=True, kw_only=True):
    """What was found; whatever is empty or None was not there.

    Attributes:
        authors: One name each, as printed.
        blocks: The body, in order, furniture already gone.
    """

    title: str = ""
    category: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    blocks: tuple[Block, ...] = ()
    id: str | None = None
    url: str | None = None
    image: str | None = None
    language: str | None = None
    correction: str | None = None


class Source(Struct, frozen=True, kw_only=True):
    """One article's bytes, before they are read.

    Attributes:
        name: As the user named it: path, address, ``-``; for an entry of a feed the feed's name and the entry's title.
        data: What its hash is taken of; for an entry of a feed a canonical form.
        kind: ``text``, ``markdown``, ``html`` or ``entry``.
        modified: Aware; the file's time or the server's, else now: the date of an article that has none.
        address: The final URL when it was fetched.
    """

    name: str
    data: bytes
    kind: str
    modified: datetime
    address: str | None = None


_BEHIND_RUBRIQUE = " \u00a0\u202f.:|–—-"


def compose(draft: Draft, source: Source) -> Article:
    """Return the article.

    Raises:
        ArticleError: It has no title, or nothing under it.
    """
    title, category = unquoted(clean(draft.title)), fold(clean(draft.category or ""))
    if not category and (found := rubrique_before(title)):
        category, title = found, unquoted(title[len(found) :].lstrip(_BEHIND_RUBRIQUE))
    if not title:
        raise ArticleError(source.name, f"no title found; {_WHERE_TITLES_STAND[source.kind]}")
    lead, sections = _sections(draft.blocks)
    if not lead and not any(section.paragraphs for section in sections):
        raise ArticleError(
            source.name, f"nothing to read under the title “{_shortened(title)}”; an article has paragraphs"
        )
    return Article(
        id=draft.id or draft.url or source.address or _stem(source.name, title),
        title=title,
        category=category or None,
        author=", ".join(filter(None, (fold(clean(author)) for author in draft.authors))) or None,
        published=draft.published or source.modified,
        lead=lead,
        sections=sections,
        url=draft.url or source.address,
        image=draft.image,
        language=_language(draft.language),
        correction=fold(clean(draft.correction or "")) or None,
    )


_WHERE_TITLES_STAND = {
    "text": "the first lines of a text are its rubrique, its title, its date and its author",
    "markdown": "it stands after “# ” or as “title:” in the front matter",
    "html": "it stands in <h1> or in <title>",
    "entry": "every entry of a feed needs a <title>",
}


def _sections(blocks: Sequence[Block]) -> tuple[tuple[Paragraph, ...], tuple[Section, ...]]:
    """Split at the headings; headings at the very end, with nothing under them, are dropped."""
    lead: list[Paragraph] = []
    sections: list[tuple[str, list[Paragraph], str | None]] = []
    for block in blocks:
        text = fold(clean(block.text))
        if not any(character.isalnum() for character in text):
            continue
        if block.kind == "heading":
            sections.append((text, [], block.image))
        else:
            kind: ParagraphKind = block.kind
            (sections[-1][1] if sections else lead).append(Paragraph(text=text, kind=kind))
    while sections and not sections[-1][1]:
        sections.pop()
    return tuple(lead), tuple(
        Section(heading=heading, paragraphs=tuple(found), image=image) for heading, found, image in sections
    )


def _stem(name: str, title: str) -> str:
    """Return the file's name without folder and suffix; what comes through standard input goes by its title."""
    return title if name == "-" else PurePath(name).stem or title


def _language(found: str | None) -> str:
    """Return a BCP 47 tag; ``fr-FR`` is plain ``fr``, other regions stay because they count differently.

    >>> _language("fr_CH")
    'fr-CH'
    """
    parts = (found or "fr").strip().replace("_", "-").split("-")
    language, region = parts[0].lower(), (parts[1] if len(parts) > 1 else "")
    if not (language.isascii() and language.isalpha() and 2 <= len(language) <= 3):
        return "fr"
    is_region = (
        len(region) == 2 and region.isascii() and region.isalpha() and (language, region.upper()) != ("fr", "FR")
    )
    return f"{language}-{region.upper()}" if is_region else language


def _shortened(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
